/* Which way does a motion go: on, back, to and fro? */
#ifndef DESCENT_LIB_TRAJECTORY_TURNING_H
#define DESCENT_LIB_TRAJECTORY_TURNING_H

#include <stdbool.h>

#include "base/vector.h"
#include "trajectory/tolerances.h"

/*
 * Cosine between the steps before → here and here → after, whose lengths are given: each difference is divided by its
 * length before the products, so that nothing overflows. 0 where a step has no length.
 */
static inline double descent__turn_of(size_t n, const double *before, const double *here, const double *after,
                                      double length_before, double length_after)
{
    double sum = 0;
    if (!(length_before > 0) || !(length_after > 0))
        return 0;
    for (size_t i = 0; i < n; i++)
        sum += (here[i] - before[i]) / length_before * ((after[i] - here[i]) / length_after);
    return sum;
}

static inline double descent__turn(size_t n, const double *before, const double *here, const double *after)
{
    return descent__turn_of(n, before, here, after, descent__vector_distance(n, here, before),
                            descent__vector_distance(n, after, here));
}

/* Does the last step point against the one before it? */
static inline bool descent__turns_back(size_t n, const double *before, const double *here, const double *after)
{
    return descent__turn(n, before, here, after) < 0;
}

/* Do steps with this mean cosine alternate? Then a limit is between the points, half a step away. */
static inline bool descent__alternates(double mean_cosine)
{
    return mean_cosine < descent__alternating;
}

/* Distance over length of the way; 0 for no way. */
static inline double descent__straightness_of(double distance, double way)
{
    return way > 0 ? distance / way : 0;
}

#endif
