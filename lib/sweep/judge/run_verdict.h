/* The fast verdict: how did a run end, judged from its start, its last points and a twin beside it. */
#ifndef DESCENT_LIB_SWEEP_JUDGE_RUN_VERDICT_H
#define DESCENT_LIB_SWEEP_JUDGE_RUN_VERDICT_H

#include "problem/problem.h"
#include "sweep/judge/run_ending.h"
#include "sweep/judge/tail.h"

/*
 * Judges. `limit` receives n numbers if `foreseen`. `work` holds descent__run_verdict_vectors × n numbers. The evaluator is
 * asked for some losses and gradients near the last points.
 *
 * It never says what a diagnosis would contradict: where a diagnosis would look at the problem longer, or run a copy on, it
 * leaves the ending undetermined.
 */
descent__run_verdict descent__run_verdict_judge(const descent__sweep_evidence *evidence, descent__evaluator *evaluator,
                                                double *limit, double *work);

#endif
