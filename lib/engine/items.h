/*
 * One function for both directions: what it names is written, or read and put there, so that the two cannot differ. What must be
 * as it was (the rule, the problem) is written, or read and compared.
 */
#ifndef DESCENT_LIB_ENGINE_ITEMS_H
#define DESCENT_LIB_ENGINE_ITEMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "path/bytes.h"

typedef struct descent__items {
    descent__writer *writer; /* one of the two is NULL */
    descent__reader *reader;
    descent_status status; /* what does not fit, with its detail; the first of it */
} descent__items;

void descent__item_number(descent__items *items, uint64_t *number);
void descent__item_size(descent__items *items, size_t *number);
void descent__item_truth(descent__items *items, bool *truth);
void descent__item_real(descent__items *items, double *real);
void descent__item_reals(descent__items *items, size_t count, double *reals);

/* These must be as they were. */
void descent__item_same_number(descent__items *items, const char *what, uint64_t number);
void descent__item_same_real(descent__items *items, const char *what, double real);
void descent__item_same_text(descent__items *items, const char *what, const char *text);

/* Is all well so far? */
static inline bool descent__items_are_well(const descent__items *items)
{
    return items->status == DESCENT_SUCCESS && !(items->reader && items->reader->failed);
}

#endif
