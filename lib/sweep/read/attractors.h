/* What the labels of a sweep stand for: refined, classified, and seen to be critical points at all. */
#ifndef DESCENT_LIB_SWEEP_READ_ATTRACTORS_H
#define DESCENT_LIB_SWEEP_READ_ATTRACTORS_H

#include "sweep/read/results.h"
#include "sweep/run/plan.h"

/*
 * Fills the attractors of a sweep whose runs are made. Runs that are taken for converged to what is no critical point
 * have stalled there, and get that ending.
 */
descent_status descent__attractors_fill(descent_sweep *sweep, const descent__plan *plan, bool classify);

#endif
