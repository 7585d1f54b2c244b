/* What tests of the library's pure parts share: series whose truth is mathematics. */
#ifndef DESCENT_TESTS_INSIDE_H
#define DESCENT_TESTS_INSIDE_H

#include <math.h>

#include "support.h"
#include "trajectory/series.h"
#include "trajectory/tolerances.h"

enum {
    inside_most = 4096
};

/* One coordinate: x_0 = 0 and then by these moves. */
static inline descent__series inside_walk(const double *moves, size_t count, double *points)
{
    points[0] = 0;
    for (size_t k = 0; k < count; k++)
        points[k + 1] = points[k] + moves[k];
    return (descent__series){.n = 1, .count = count + 1, .points = points};
}

/* The logistic map's orbit, x ← r·x(1 − x), from where it is after `before` steps. */
static inline descent__series inside_logistic(double r, size_t before, size_t count, double *points)
{
    double x = 0.3;
    for (size_t k = 0; k < before + count; k++) {
        if (k >= before)
            points[k - before] = x;
        x = r * x * (1 - x);
    }
    return (descent__series){.n = 1, .count = count, .points = points};
}

/* A sign that nothing linear explains: Thue and Morse's sequence. */
static inline double inside_sign(size_t k)
{
    size_t bits = 0;
    for (; k > 0; k >>= 1)
        bits += k & 1;
    return bits % 2 ? -1 : 1;
}

#endif
