/* How fast a bounded motion turns. */
#ifndef DESCENT_LIB_TRAJECTORY_ROTATION_H
#define DESCENT_LIB_TRAJECTORY_ROTATION_H

#include "trajectory/series.h"

/*
 * Mean fraction of a turn a step, weighted toward the middle of the steps, from 0 to ½, in the plane of the widest
 * coordinate and itself one step before, around the mean. It takes at least three points; else NaN.
 */
double descent__rotation_number(const descent__series *series);

#endif
