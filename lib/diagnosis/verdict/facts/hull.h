/* The convex hull of some vectors. */
#ifndef DESCENT_LIB_DIAGNOSIS_VERDICT_FACTS_HULL_H
#define DESCENT_LIB_DIAGNOSIS_VERDICT_FACTS_HULL_H

#include <stddef.h>

/*
 * The point of the hull that is nearest to zero, in units of the longest vector, and its norm: by the method of Mitchell, Dem'yanov and
 * Malozemov (1974). `weights` has room for `count` numbers and `nearest` for n. NaN if a vector is not finite or all are zero.
 */
double descent__hull_nearest(size_t n, size_t count, const double *vectors, double *weights, double *nearest);

#endif
