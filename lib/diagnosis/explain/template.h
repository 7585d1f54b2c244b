/* Sentences with names in braces: "Go on for about {steps}." */
#ifndef DESCENT_LIB_DIAGNOSIS_EXPLAIN_TEMPLATE_H
#define DESCENT_LIB_DIAGNOSIS_EXPLAIN_TEMPLATE_H

#include <stddef.h>

#include "base/arena.h"

enum {
    descent__template_part_size = 320 /* bytes that a name may be replaced with: a point, and some words */
};

/* Writes what a name stands for, in at most descent__template_part_size bytes. */
typedef void descent__template_filler(char *part, const void *from);

typedef struct descent__template_name {
    const char *name; /* with its braces */
    descent__template_filler *fill;
} descent__template_name;

/* The sentences with every name replaced, numbers with a decimal point whatever the locale, in the arena; NULL if there is no
 * memory. All names must be in the list. */
const char *descent__template_text(descent__arena *arena, const char *sentences, const descent__template_name *names,
                                   size_t count, const void *from);

#endif
