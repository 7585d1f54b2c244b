#include "critical/hull.h"

#include <float.h>
#include <math.h>

#include "base/vector.h"

double descent__hull_nearest(size_t n, size_t count, const double *vectors, double *weights, double *nearest,
                             int rounds)
{
    double longest = 0;
    for (size_t k = 0; k < count; k++) {
        const double norm = descent__vector_norm(n, vectors + k * n);
        if (!isfinite(norm))
            return NAN;
        longest = fmax(longest, norm);
        weights[k] = k == 0;
    }
    if (!(longest > 0))
        return NAN;
    for (size_t i = 0; i < n; i++)
        nearest[i] = vectors[i] / longest;
    for (int round = 0; round < rounds; round++) {
        size_t out = 0, in = 0; /* weight moves from the farthest vector that has any to the nearest of all */
        double farthest = -INFINITY, least = INFINITY;
        for (size_t k = 0; k < count; k++) {
            const double along = descent__vector_dot(n, nearest, vectors + k * n) / longest;
            if (weights[k] > 0 && along > farthest) {
                farthest = along;
                out = k;
            }
            if (along < least) {
                least = along;
                in = k;
            }
        }
        if (!(farthest - least > DBL_EPSILON))
            break;
        const double apart = descent__vector_distance(n, vectors + out * n, vectors + in * n) / longest;
        const double moved = fmin(weights[out], (farthest - least) / (apart * apart));
        weights[out] -= moved;
        weights[in] += moved;
        for (size_t i = 0; i < n; i++)
            nearest[i] += moved * (vectors[in * n + i] / longest - vectors[out * n + i] / longest);
    }
    return descent__vector_norm(n, nearest);
}
