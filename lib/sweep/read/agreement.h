/* Fast verdicts beside full diagnoses, on a sample. */
#ifndef DESCENT_LIB_SWEEP_READ_AGREEMENT_H
#define DESCENT_LIB_SWEEP_READ_AGREEMENT_H

#include "sweep/read/results.h"
#include "sweep/run/plan.h"

/* Diagnoses `count` runs, spread evenly, in full, and counts the endings that agree. */
descent_status descent__check_sample(descent_sweep *sweep, const descent__plan *plan, size_t count);

#endif
