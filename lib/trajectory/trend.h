/* Which way the loss goes. */
#ifndef DESCENT_LIB_TRAJECTORY_TREND_H
#define DESCENT_LIB_TRAJECTORY_TREND_H

#include <stdbool.h>
#include <stddef.h>

typedef enum descent__trend {
    DESCENT__TREND_FALLS = -1,
    DESCENT__TREND_UNKNOWN = 0,
    DESCENT__TREND_RISES = 1
} descent__trend;

/* From one loss to another; unknown if they are equal, or one is NaN. */
static inline descent__trend descent__trend_between(double before, double after)
{
    return after < before ? DESCENT__TREND_FALLS : after > before ? DESCENT__TREND_RISES : DESCENT__TREND_UNKNOWN;
}

/* Does the loss go from `before` to `after` by more than its rounding, given the size of the losses that it is told from? */
bool descent__loss_rose(double before, double after, double size);

/* How many of the first losses fall and nowhere rise by more than their rounding? 0 if not even two do; NaN is a rise. */
size_t descent__losses_falling(const double *losses, size_t count);

#endif
