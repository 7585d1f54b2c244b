/* Fast verdicts beside full diagnoses, on a sample. */
#ifndef DESCENT_LIB_SWEEP_CHECK_H
#define DESCENT_LIB_SWEEP_CHECK_H

#include "sweep/plan.h"
#include "sweep/results.h"

/* Diagnoses `count` runs, spread evenly, in full, and counts the endings that agree. */
descent_status descent_check_sample(descent_sweep *sweep, const descent_plan *plan, size_t count);

#endif
