/* A whole way to a critical point, of one variable or two: points that a test writes down, and where they lead. */
#ifndef DESCENT_TESTS_INSIDE_WAY_H
#define DESCENT_TESTS_INSIDE_WAY_H

#include "diagnosis/verdict/ahead/pace.h"
#include "inside/inside.h"

enum {
    inside_way_most = 400
};

typedef struct inside_way {
    descent__evidence evidence;
    descent_critical_point point;
    double values[2], vectors[4], at[2];
    double points[2 * inside_way_most];
    descent__way way;
} inside_way;

/* A minimum at the origin with the axes as eigenvectors. */
static inline void inside_way_open(inside_way *b, size_t n, descent_rule rule, double first, double second)
{
    memset(b, 0, sizeof *b);
    b->evidence =
        (descent__evidence){.n = n, .has_rule = true, .rule = rule, .step_size = rule.step_size, .gradient_norm = 1};
    b->values[0] = first;
    b->values[1] = second;
    for (size_t k = 0; k < n; k++)
        b->vectors[k * n + k] = 1;
    b->point = (descent_critical_point){.dimension = n,
                                        .x = b->at,
                                        .eigenvalues = b->values,
                                        .eigenvectors = b->vectors,
                                        .eigenvalue_count = n,
                                        .eigenvector_count = n,
                                        .eigenvalue_tolerance = 1e-12,
                                        .kind = DESCENT_CRITICAL_MINIMUM};
    b->way = (descent__way){.point = &b->point, .tolerance = 1e-6, .wanted = NAN};
}

/* So many steps in all, of which these are recorded; nothing is where less than a point is. */
static inline void inside_way_split(inside_way *b, size_t steps, size_t rows)
{
    const size_t n = b->evidence.n, first = rows > 0 ? rows - 1 : 0;
    b->way.behind = (descent__series){.n = n, .count = rows, .points = b->points};
    b->way.ahead = (descent__series){.n = n, .count = steps + 1 - first, .points = b->points + first * n};
    if (rows == steps + 1 && steps % 2 == 0)
        b->way.ahead.count = 0; /* a copy of no step and none are the same */
    b->evidence.x = b->points + first * n;
}

#endif
