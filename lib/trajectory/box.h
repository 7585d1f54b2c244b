/* The bounding box of points: the least and the largest value of each coordinate. Its diagonal is the points' extent. */
#ifndef DESCENT_LIB_TRAJECTORY_BOX_H
#define DESCENT_LIB_TRAJECTORY_BOX_H

#include "base/vector.h"

/* Begins with no point. */
static inline void descent__box_empty(size_t n, double *low, double *high)
{
    descent__vector_fill(n, INFINITY, low);
    descent__vector_fill(n, -INFINITY, high);
}

/* Takes in another box, or a point, which is its own least and largest. */
static inline void descent__box_extend(size_t n, const double *from_low, const double *from_high, double *restrict low,
                                       double *restrict high)
{
    for (size_t i = 0; i < n; i++) {
        low[i] = from_low[i] < low[i] ? from_low[i] : low[i];
        high[i] = from_high[i] > high[i] ? from_high[i] : high[i];
    }
}

/* 0 if it is empty. */
static inline double descent__box_diagonal(size_t n, const double *low, const double *high)
{
    return high[0] < low[0] ? 0 : descent__vector_distance(n, high, low);
}

#endif
