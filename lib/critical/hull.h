/* The convex hull of some vectors. */
#ifndef DESCENT_LIB_CRITICAL_HULL_H
#define DESCENT_LIB_CRITICAL_HULL_H

#include <stddef.h>

enum {
    DESCENT__HULL_ROUNDS = 10000 /* a cost, no edge: no more are known to be needed than some for each dimension */
};

/* How many numbers are needed to find the nearest point of so many vectors. */
size_t descent__hull_room(size_t n, size_t count);

/*
 * The point of the hull that is nearest to zero, in units of the longest vector, and its norm: by the method of P. Wolfe (1976), which
 * gets there in finitely many rounds, to 1e-8 however thin the hull. `weights` has room for `count` numbers, `nearest` for n, and `room` for
 * descent__hull_room(). `rounds` at most, each of which lets one more vector in. NaN if a vector is not finite or all are zero.
 */
double descent__hull_nearest(size_t n, size_t count, const double *vectors, double *weights, double *nearest,
                             double *room, int rounds);

#endif
