/* descent landscapes: the losses that have a name. */
#include <descent/landscapes.h>

#include <stdio.h>

#include "command/report/text.h"
#include "command/verbs.h"

descent__exit descent__verb_landscapes(const descent__settings *settings, size_t count)
{
    if (settings->operand_count > 0)
        return descent__wrong("'%s' is one word too many", settings->operands[0]);
    const descent_landscape *const *const landscapes = descent_landscapes(&count);
    for (size_t i = 0; i < count; i++) {
        const descent_landscape *const l = landscapes[i];
        descent__say_bold(l->name);
        printf("  %s\n  %s%s\n  between ", l->title, l->formula,
               l->any_dimension ? ", in any number of variables" : "");
        descent__say_point(l->lower, l->problem.dimension);
        printf(" and ");
        descent__say_point(l->upper, l->problem.dimension);
        printf("\n%s", i + 1 < count ? "\n" : "");
    }
    return DESCENT__EXIT_DONE;
}
