/* What linear theory foresees at a critical point for a rule that is not run: which of its multipliers is the largest,
 * and how many steps that takes. */
#ifndef DESCENT_LIB_DIAGNOSIS_ADVICE_THEORY_H
#define DESCENT_LIB_DIAGNOSIS_ADVICE_THEORY_H

#include <descent/critical.h>
#include <descent/rules.h>

/* The largest multiplier, in modulus, over the curvatures of the point that bend upward: below 1 the rule comes to rest
 * there. NaN where the rule tells none, or no such curvature is known. */
double descent__theory_rate(const descent_rule *rule, double step_size, const descent_critical_point *point);

/* Steps in which so many times `rate` makes the distance `tolerance`; NaN if it never does. */
double descent__theory_steps(double distance, double tolerance, double rate);

#endif
