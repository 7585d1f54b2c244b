/* Is there a critical point ahead of a run of a sweep that may attract it? */
#ifndef DESCENT_LIB_SWEEP_JUDGE_ATTRACTION_H
#define DESCENT_LIB_SWEEP_JUDGE_ATTRACTION_H

#include "problem/problem.h"
#include "sweep/judge/tail.h"

enum {
    descent__attraction_vectors = 6 /* of n numbers each, that `work` holds */
};

/*
 * False if the critical point ahead repels the run: there is a direction of negative curvature, or one in which the step
 * size is beyond the rule's limit; or if there is none: along the least curvature the slope leads on and on. What is found
 * so is proof; that nothing is found proves nothing.
 */
bool descent__judge_may_attract(const descent__sweep_evidence *run, const descent__tail *tail,
                                descent__evaluator *evaluator, double *work);

typedef enum descent__schedule_reaches {
    DESCENT__SCHEDULE_REACHES, /* or nothing speaks against it */
    DESCENT__SCHEDULE_UNSURE, /* by the curvatures of the run's end and of the point ahead it would be told differently */
    DESCENT__SCHEDULE_ENDS_BEFORE /* by both of them it does */
} descent__schedule_reaches;

/*
 * Do the step sizes still to come suffice for the way to the critical point ahead? The criterion is the diagnosis's own. A schedule
 * that only a function tells is not asked: it may not be meant for steps beyond the last.
 */
descent__schedule_reaches descent__judge_schedule(const descent__sweep_evidence *run, const descent__tail *tail,
                                                  descent__evaluator *evaluator, double *work);

/* Does Newton's step from x, by the curvatures that are looked at, stay within so far? Unknown counts as yes. */
bool descent__judge_is_within(const double *x, descent__evaluator *evaluator, double within, double *work);

/*
 * Is it somewhere along a slope that moves it on by more than rounding at each step, by the curvatures that are looked at, and
 * farther than `within`? What dies out fast beside such a drift hides it for as long as it shrinks. Unknown counts as no.
 */
bool descent__judge_slides_on(const descent_rule *rule, size_t steps, const double *x, descent__evaluator *evaluator,
                              double within, double *work);

/* Does Newton's method lead from the run to a minimum beyond whose limit the step size is? Then it will not stay there. */
bool descent__judge_is_repelled(const descent__sweep_evidence *run, const descent__tail *tail,
                                descent__evaluator *evaluator, double *work);

#endif
