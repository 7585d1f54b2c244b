/* What is left of a schedule: the sum of the step sizes still to come, and what of a way it leaves unwalked. */
#ifndef DESCENT_LIB_RULES_REMAINING_H
#define DESCENT_LIB_RULES_REMAINING_H

#include <stdbool.h>
#include <stdint.h>

#include <descent/rules.h>

enum {
    DESCENT__SCHEDULE_STEPS = 4096 /* of a schedule that are added up; */
};

/* the rest is negligible if the last of them, so many times, is below this part of the sum. */
#define DESCENT__SCHEDULE_REST 1e-3
/* A schedule's way that ends before this part of the distance does not arrive. */
#define DESCENT__WAY_ALLOWED 0.5
/* By the curvatures it must leave no more than what ten times the tolerance is: the product of all factors is known to the
 * power of 1.1, the error of a curvature beside the point, and is at least a millionth. */
#define DESCENT__LEFT_SHORT 10.0

/* What the step sizes from a step on add up to. Infinity: without end, or it cannot be told. Schedules that only a function
 * tells, and those made of parts, are asked DESCENT__SCHEDULE_STEPS times. */
double descent__remaining_sizes(const descent_rule *rule, uint64_t step);

/*
 * What step sizes that add up to S leave of a way along an eigenvector: Π(1 − η_kλ) > e^−λS, or its power 1/(1 − |β|), with
 * momentum. For rules that tell multipliers.
 */
double descent__part_left(const descent_rule *rule, double eigenvalue, double sizes);

/*
 * How long each step of the rule is, in step sizes, whatever the slope: with these components of the gradient, of which some may be
 * zero for good. 0 for rules whose steps follow the slope, or where something is done around them.
 */
double descent__length_in_sizes(const descent_rule *rule, size_t n, const double *gradient);

/*
 * Steps from a step on until step sizes are no larger than this: by schedules that only fall, and no further than steps can be
 * counted. 0 where it cannot be told.
 */
double descent__steps_until_sizes(const descent_rule *rule, uint64_t step, double size);

/* ---- its comparisons, pure, so that a test stands at both sides of each edge ---- */

/* Do step sizes that sum up to `sum`, the last of them `last`, leave a negligible rest? */
bool descent__schedule_ends(double last, double sum);

/* Is what a schedule still allows shorter than the way? */
bool descent__way_ends_before(double remaining, double distance);

/* Is what a schedule leaves of the way, by the curvatures, too much to count as arrived? */
bool descent__is_left_short(double left, double tolerance);

#endif
