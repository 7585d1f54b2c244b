/* Runs of a sweep that leave: for good, or as far as one can see. */
#ifndef DESCENT_LIB_SWEEP_JUDGE_ESCAPE_H
#define DESCENT_LIB_SWEEP_JUDGE_ESCAPE_H

#include "problem/problem.h"
#include "sweep/judge/run_ending.h"
#include "sweep/judge/tail.h"

/* A run that leaves for good: downhill all the way, or thrown out by its steps, even if it falls now? */
descent_ending descent__judge_escape(const descent__sweep_evidence *run, descent__evaluator *evaluator, double *work);

/* A run whose next step would not be finite. */
descent_ending descent__judge_stopped(const descent__sweep_evidence *run, const descent__tail *tail,
                                      descent__evaluator *evaluator, double *work);

/* Do its moves grow, or lead straight on? Then it is leaving, and `*ending` says how. */
bool descent__judge_leaving(const descent__sweep_evidence *run, const descent__tail *tail,
                            descent__evaluator *evaluator, double *work, descent_ending *ending);

#endif
