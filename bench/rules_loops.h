/* The rules of bench_rules, each with its own loop, written by hand. */
#ifndef DESCENT_BENCH_RULES_LOOPS_H
#define DESCENT_BENCH_RULES_LOOPS_H

#include <stdbool.h>

#include <descent/descent.h>

#include "bench.h"

#if defined(DESCENT_HAVE_TARGET_CLONES)
#define WIDEST_VECTORS __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define WIDEST_VECTORS
#endif

enum {
    hand_memory = 3
};

/* What a loop works on: the point, its gradient (or that of where it looks ahead), and what the rule remembers. */
typedef struct hand {
    size_t n, step;
    double *x, *gradient, *where, *memory[hand_memory];
    double loss, scalars[2];
} hand;

/* What the memory is before the first step; the bounds of a box stand in it as well. */
typedef enum hand_start {
    FROM_ZERO,
    FROM_POINT,
    FROM_BOUNDS
} hand_start;

typedef struct row {
    const char *name;
    descent_rule (*rule)(const hand *h); /* bounds are those of the loop */
    void (*loop)(hand *h);
    void (*look_ahead)(hand *h); /* NULL for a rule that does not */
    hand_start start;
    bool moves_on; /* would it come to rest on a bowl, where some loops end early? */
    bool needs_loss;
} row;

extern const row rows[];
extern const size_t row_count;

/* Back to the start, where every coordinate is 1. */
void hand_begin(hand *h, const row *r);

#endif
