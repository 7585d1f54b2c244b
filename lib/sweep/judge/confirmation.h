/*
 * A verdict speaks of steps that were not made: an approach goes on, chaos never settles, growth has no end. So the run is
 * continued beyond its last step and judged again; what its continuation contradicts is not said.
 */
#ifndef DESCENT_LIB_SWEEP_JUDGE_CONFIRMATION_H
#define DESCENT_LIB_SWEEP_JUDGE_CONFIRMATION_H

#include "problem/problem.h"
#include "sweep/judge/run_ending.h"
#include "sweep/judge/tail.h"

/* What was said of a run, and where it stood then. */
typedef struct descent__expectation {
    descent__run_verdict verdict;
    double loss;    /* at its last point; NaN: there is none */
    double size;    /* largest |coordinate| of its last points */
    double longest; /* of its last moves */
    double extent;  /* of its last points */
    double ahead;   /* distance of the critical point ahead, as the curvature there had it */
    size_t further; /* steps that it is to be continued for; 0: the verdict stands as it is */
} descent__expectation;

/* `work` holds 3n numbers. */
descent__expectation descent__expect(const descent__sweep_evidence *run, const descent__run_verdict *verdict,
                                     descent__evaluator *evaluator, double *work);

/* Has it left, at x, where it came to rest at `rest`; or made a move from `before` that is longer than those of its approach?
 * A memory that fades lets it burst and settle again, time after time, between the last points that are looked at. */
bool descent__bursts(const descent__expectation *expected, size_t n, const double *rest, const double *before,
                     const double *x);

/*
 * What is left of the verdict, now that the run went on: its ending, or undetermined. `later` is the run at the end of its
 * continuation, which may have stopped; `rest` is where it was when that was said. `limit` and `work` as for descent__run_verdict_judge().
 */
descent_ending descent__confirm(const descent__expectation *expected, const double *rest,
                                const descent__sweep_evidence *later, descent__evaluator *evaluator, double *limit,
                                double *work);

#endif
