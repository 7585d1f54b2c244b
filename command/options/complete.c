/* What may stand next on the command line. */
#include <stdio.h>
#include <string.h>

#include <descent/landscapes.h>

#include "command/options/help.h"
#include "command/options/table.h"

static void print_words(const char *words)
{
    for (; *words; words += strspn(words, " ")) {
        const int length = (int)strcspn(words, " ");
        printf("%.*s\n", length, words);
        words += length;
    }
}

static void print_landscapes(void)
{
    size_t count;
    const descent_landscape *const *const landscapes = descent_landscapes(&count);
    for (size_t i = 0; i < count; i++)
        puts(landscapes[i]->name);
}

static void print_value(const descent__option *option)
{
    if (option->offset == offsetof(descent__settings, problem))
        print_landscapes();
    else if (option->kind == DESCENT__VALUE_WORD)
        print_words(option->words);
    else if (option->kind == DESCENT__VALUE_FILE)
        puts("FILE");
}

/* What the next operand may be, after so many. */
static void print_operands(descent__verb verb, size_t before)
{
    switch (verb) {
    case DESCENT__VERB_DIAGNOSE:
        puts("FILE");
        return;
    case DESCENT__VERB_PLOT:
        if (before == 0)
            print_words("contour surface convergence orbit return-map bifurcation basins");
        else
            print_landscapes();
        return;
    case DESCENT__VERB_SWEEP:
        if (before == 0)
            print_words("bifurcation basins");
        else
            print_landscapes();
        return;
    case DESCENT__VERB_COMPARE:
        puts("FILE");
        print_landscapes();
        return;
    case DESCENT__VERB_RUN:
    case DESCENT__VERB_POINTS:
    case DESCENT__VERB_LIMIT:
        print_landscapes();
        return;
    case DESCENT__VERB_LANDSCAPES:
        return;
    }
}

void descent__complete(char *const *words)
{
    descent__verb verb;
    if (!*words) {
        for (size_t i = 0; i < descent__verb_count(); i++)
            puts(descent__verb_describe((descent__verb)i)->word);
        puts("--help\n--version");
        return;
    }
    if (!descent__verb_find(*words, &verb))
        return;
    size_t operands = 0;
    for (words++; *words; words++) {
        const descent__option *const option =
            strncmp(*words, "--", 2) == 0 ? descent__option_find(verb, *words + 2, strlen(*words + 2)) : NULL;
        if (option && option->kind != DESCENT__VALUE_NONE) {
            if (!*++words) {
                print_value(option);
                return;
            }
        } else if (**words != '-') {
            operands++;
        }
    }
    print_operands(verb, operands);
    size_t count;
    const descent__option *const options = descent__options(&count);
    for (size_t i = 0; i < count; i++)
        if (options[i].verbs & 1u << verb)
            printf("--%s\n", options[i].name);
    puts("--help");
}
