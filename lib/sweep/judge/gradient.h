/* What the fast verdict asks the problem, near the end of a run: a few gradients and losses. `work` holds 3n numbers. */
#ifndef DESCENT_LIB_SWEEP_JUDGE_GRADIENT_H
#define DESCENT_LIB_SWEEP_JUDGE_GRADIENT_H

#include "problem/problem.h"
#include "sweep/judge/tail.h"
#include "trajectory/trend.h"

typedef enum descent__answers {
    DESCENT__ANSWERS_AGREE,
    DESCENT__ANSWERS_TAKE_TURNS, /* of samples that take turns, in the same order again and again */
    DESCENT__ANSWERS_DIFFER      /* noise */
} descent__answers;

/* Asked again and again at the last point, what does the gradient answer? */
descent__answers descent__judge_ask_again(const descent__sweep_evidence *run, descent__evaluator *evaluator,
                                          double *work);

/*
 * Distance from x to the critical point next to it, estimated along the gradient: |g| over the curvature along g.
 * 0 if the gradient is 0; infinity where the curvature is none. The first n numbers of `work` receive the direction.
 */
double descent__critical_distance(descent__evaluator *evaluator, const double *x, double *work);

/* Length of a difference of gradients at x: ε^(1/3) balances rounding with the third derivative. */
double descent__judge_difference(const descent__evaluator *evaluator, const double *x);

/*
 * Is the gradient exactly 0 at x and beside it, in a direction in which all coordinates change? Beside a minimum it is not,
 * however flat; it is where everything has underflowed, or was cut off. That is level ground, of which no gradient tells
 * whether it lies high or low.
 */
bool descent__judge_is_level(descent__evaluator *evaluator, const double *x, double *work);

/*
 * Does the distance to the critical point ahead, as the curvature tells it, shrink as the run moves toward it? And is it no
 * farther than `reach`, the way that the run has come? What lies farther off than that no curvature here can tell.
 */
bool descent__judge_nears(const descent__sweep_evidence *run, double reach, descent__evaluator *evaluator,
                          double *work);

/* Up to which of the last points does the loss fall from each to the next? Their number; 0 without losses. */
size_t descent__judge_falling_points(const descent__sweep_evidence *run, descent__evaluator *evaluator);

/* Which way does the loss go at the end? Without losses, as the steps turn: those that turn back jump over a minimum. */
descent__trend descent__judge_trend(const descent__sweep_evidence *run, descent__evaluator *evaluator);

/* Do some of the last moves begin uphill and some downhill? Then momentum carries the run over hill and dale. */
bool descent__judge_crosses_hills(const descent__sweep_evidence *run, descent__evaluator *evaluator, double *work);

#endif
