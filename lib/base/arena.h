/* Memory that is given back all at once: what a diagnosis owns, and what it works with. */
#ifndef DESCENT_LIB_BASE_ARENA_H
#define DESCENT_LIB_BASE_ARENA_H

#include <stdbool.h>
#include <stddef.h>

typedef struct descent__arena_block descent__arena_block;

/* All zero is empty. */
typedef struct descent__arena {
    descent__arena_block *newest;
    bool failed; /* some request could not be met, so that what was made of it is incomplete */
} descent__arena;

/* count × size bytes, all zero, aligned for any number; NULL if there is no memory or the product overflows. */
void *descent__arena_take(descent__arena *arena, size_t count, size_t size);

/* n numbers, zero. */
double *descent__arena_numbers(descent__arena *arena, size_t n);

/* A copy of n numbers; NULL if there is no memory or `from` is NULL. */
double *descent__arena_copy(descent__arena *arena, size_t n, const double *from);

/* A formatted text; NULL if there is no memory. */
char *descent__arena_text(descent__arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Frees all of it. */
void descent__arena_release(descent__arena *arena);

#endif
