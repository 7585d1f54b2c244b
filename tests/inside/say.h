/* What a part of the explanation says, as one line: where lines are broken is the business of the suite `words`. */
#ifndef DESCENT_TESTS_INSIDE_SAY_H
#define DESCENT_TESTS_INSIDE_SAY_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <descent/diagnosis.h>

#include "diagnosis/explain/words.h"
#include "support.h"

/* The caller's to free; "" if it says nothing. */
static inline char *inside_said(void (*say)(descent__words *words, const descent_diagnosis *d),
                                const descent_diagnosis *d)
{
    char *text = NULL;
    size_t size = 0;
    descent__words words = {.stream = open_memstream(&text, &size)};
    ck_assert_ptr_nonnull(words.stream);
    say(&words, d);
    descent__words_end(&words);
    ck_assert_int_eq(fclose(words.stream), 0);
    char *said = calloc(size + 1, 1);
    ck_assert_ptr_nonnull(said);
    char *to = said;
    for (const char *from = text; *from;) {
        const size_t gap = strspn(from, " \n");
        from += gap;
        if (gap > 0 && *from && to > said)
            *to++ = ' ';
        if (*from)
            *to++ = *from++;
    }
    free(text);
    return said;
}

#endif
