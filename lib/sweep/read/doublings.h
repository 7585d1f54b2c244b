/* Where the cycles that a sweep saw double their period: each is followed, and its multiplier with it, to where that is −1. */
#ifndef DESCENT_LIB_SWEEP_READ_DOUBLINGS_H
#define DESCENT_LIB_SWEEP_READ_DOUBLINGS_H

#include <descent/bifurcation.h>

/* Writes the doublings of the cycles of `data->segments` into `data`, in order of their values. */
descent_status descent__doublings_locate(const descent_sweep *sweep, const descent_problem *problem,
                                         descent_bifurcation *data);

#endif
