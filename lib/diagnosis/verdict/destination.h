/* Where a run is heading: the critical point near its end, and how the run moves relative to it. */
#ifndef DESCENT_LIB_DIAGNOSIS_VERDICT_DESTINATION_H
#define DESCENT_LIB_DIAGNOSIS_VERDICT_DESTINATION_H

#include "diagnosis/evidence/evidence.h"
#include "trajectory/motion.h"

typedef struct descent__destination {
    descent_critical_point *point; /* the caller's; NULL if none was found */
    bool unsought;                 /* none was, for too few evaluations are left to look for one */
    double distance;               /* of the last point */
    bool nearing;                  /* the distance falls, over the last two quarters of the rows */
    double escaping;   /* part of the way from the point to x that lies along directions of negative curvature */
    double rounding;   /* of that part */
    double multiplier; /* largest modulus of the rule's multipliers along directions of positive curvature in which x is
                          off; 0 if the rule tells none, or the curvature jumps at the point */
    bool lasting;      /* what is off along directions without contraction makes up the distance, and does not shrink */
    bool turning;      /* along some direction the rule turns for ever: complex multipliers of modulus 1 or more */
} descent__destination;

/* Refines from x; NULL point if no critical point is near, or `unsought` if the budget does not allow it. */
void descent__destination_find(descent__evidence *evidence, const double *x, descent__destination *destination);

/*
 * The same where the point need not be known better than to `distance`, and where eigenvalues up to `eigenvalue` cannot
 * have moved the run (0: as the critical points judge by themselves). Flat points are hard to find more closely.
 */
void descent__destination_find_within(descent__evidence *evidence, const double *x, double distance, double eigenvalue,
                                      descent__destination *destination);

/* Fills in the rest for the recorded rows. */
void descent__destination_follow(descent__evidence *evidence, descent__destination *destination);

/* How far from the point its curvatures still tell the gradient, to half of the largest, along the flattest and the steepest
 * direction; by factors of ten, and no farther than `widest`. That, too, where they tell it at no distance, as where the curvature
 * jumps at the point itself. */
double descent__destination_reach(descent__evidence *evidence, const descent_critical_point *point, double widest);

/* What counts as at the point is no more than a small part of where its own curvatures hold: `tolerance`, or less. The way from a far
 * start tells no length that means anything there. */
double descent__destination_tolerance(descent__evidence *evidence, const descent_critical_point *point,
                                      double tolerance);

/* Does a gradient differ from what curvature says of it by no more than half of the largest? */
bool descent__curvature_tells(double difference, double distance, double largest);

/* The rule's largest stable step size at a critical point, from its sharpest curvature; NaN if there is none, or the
 * rule does not know. */
double descent__destination_step_limit(const descent__evidence *evidence, const descent_critical_point *point);

/* How near the point differences of the loss can bring a run that is so far from it: to their error there over its flattest
 * curvature; or, where it is flat and no factor tells more, to where a slope that falls like the cube of the distance, or
 * faster, is lost in that error. 0 where there is a gradient. */
double descent__destination_unseen(const descent__evidence *evidence, const descent_critical_point *point,
                                   double distance, descent_law law);

/* Modulus of a rule's largest multiplier along one eigenvector, and its imaginary part in `turn`; NaN if the rule does
 * not know them. */
double descent__largest_multiplier(const descent_rule *rule, double step_size, double eigenvalue, double *turn);

/* The same modulus of the run's own rule, with its last step size. */
double descent__destination_modulus(const descent__evidence *evidence, double eigenvalue);

/* Does the slope rise at the point as no multiple of the distance does, like that of |x|^3/2? */
static inline bool descent__curvature_has_no_bound(const descent_critical_point *point)
{
    return point->step_limit <= 0; /* NaN without curvature */
}

/* Is the point uphill every way and yet one from which the rule, at this step size, would be driven by the slightest push? */
bool descent__destination_is_unstable(const descent__evidence *evidence, const descent_critical_point *point);

/* ---- its comparisons, pure, so that a test stands at both sides of each edge ---- */

/* Is a flat point's slope hardly smaller than the largest that the run has seen, beyond rounding of a slope that is the
 * product of the largest curvature and the point's size? On such a plain nothing was found. */
bool descent__is_plain_slope(double slope, double largest, double curvature_times_size);

/* Does a rule with this multiplier turn for ever? */
bool descent__turns_for_ever(double modulus, double turn);

/* Does it neither contract nor expand, to rounding? */
bool descent__is_neutral_multiplier(double modulus);

/* Is what such directions have of the distance a good part of it, and no less than `then`? */
bool descent__lasts(double now, double then, double distance);

#endif
