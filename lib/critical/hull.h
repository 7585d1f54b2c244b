/* The convex hull of some vectors. */
#ifndef DESCENT_LIB_CRITICAL_HULL_H
#define DESCENT_LIB_CRITICAL_HULL_H

#include <stddef.h>

enum {
    DESCENT__HULL_ROUNDS = 10000 /* a cost, no edge */
};

/*
 * The point of the hull that is nearest to zero, in units of the longest vector, and its norm: by the method of Mitchell, Dem'yanov and
 * Malozemov (1974). `weights` has room for `count` numbers and `nearest` for n. `rounds` at most, of which each moves weight
 * from one vector to another: with DESCENT__HULL_ROUNDS it comes to the digits of a double. NaN if a vector is not finite or all are zero.
 */
double descent__hull_nearest(size_t n, size_t count, const double *vectors, double *weights, double *nearest,
                             int rounds);

#endif
