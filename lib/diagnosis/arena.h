/* Memory that is given back all at once: what a diagnosis owns, and what it works with. */
#ifndef DESCENT_LIB_DIAGNOSIS_ARENA_H
#define DESCENT_LIB_DIAGNOSIS_ARENA_H

#include <stddef.h>

typedef struct descent_arena_block descent_arena_block;

/* All zero is empty. */
typedef struct descent_arena {
    descent_arena_block *newest;
} descent_arena;

/* count × size bytes, all zero, aligned for any number; NULL if there is no memory or the product overflows. */
void *descent_arena_take(descent_arena *arena, size_t count, size_t size);

/* n numbers, zero. */
double *descent_arena_numbers(descent_arena *arena, size_t n);

/* A copy of n numbers; NULL if there is no memory or `from` is NULL. */
double *descent_arena_copy(descent_arena *arena, size_t n, const double *from);

/* A formatted text; NULL if there is no memory. */
char *descent_arena_text(descent_arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Frees all of it. */
void descent_arena_release(descent_arena *arena);

#endif
