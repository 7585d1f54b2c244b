/* Runs of a sweep that have arrived, or are on their way to a critical point. */
#ifndef DESCENT_LIB_SWEEP_JUDGE_APPROACH_H
#define DESCENT_LIB_SWEEP_JUDGE_APPROACH_H

#include "problem/problem.h"
#include "sweep/judge/run_ending.h"
#include "sweep/judge/tail.h"

/* Is what is left within tolerance? Fills in the verdict if it is: converged, or stalled where the gradient is not zero. */
bool descent__judge_arrived(const descent__sweep_evidence *run, const descent__tail *tail,
                            descent__evaluator *evaluator, double *work, descent__run_verdict *verdict);

/* Is it on its way to a critical point that does not repel it? `limit` receives n numbers if it is foreseen. */
bool descent__judge_approaching(const descent__sweep_evidence *run, const descent__tail *tail,
                                descent__evaluator *evaluator, double *limit, double *work,
                                descent__run_verdict *verdict);

#endif
