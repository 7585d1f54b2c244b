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

/*
 * Beyond the limit of a quadratic each step goes back farther than the one before, by the same factor, however slowly: does it, and does the
 * slope rise outward as it does here, or faster, a thousand times as far?
 */
bool descent__judge_grows_by_a_factor(const descent__sweep_evidence *run, descent__evaluator *evaluator, double *work);

#endif
