/* Questions that a copy of the run, or the loss along a line, can answer. */
#ifndef DESCENT_LIB_DIAGNOSIS_VERDICT_TRIAL_H
#define DESCENT_LIB_DIAGNOSIS_VERDICT_TRIAL_H

#include "diagnosis/evidence/evidence.h"
#include "trajectory/motion.h"

typedef enum descent__fate {
    DESCENT__FATE_UNKNOWN = 0, /* no copy could be run, or it ran out of steps undecided */
    DESCENT__FATE_ESCAPES,     /* leaves for good: far out, or to where nothing is finite */
    DESCENT__FATE_SETTLES,     /* comes to rest */
    DESCENT__FATE_STAYS        /* neither */
} descent__fate;

typedef struct descent__trial {
    descent__fate fate;
    uint64_t steps;
    double *x;   /* where the copy is then; NULL if none was run */
    double loss; /* of a copy whose growth was followed, the last that was seen and was a number; else NaN */
} descent__trial;

/* What becomes of this start with this rule? At rest means a step length of `rest` at most. */
descent__trial descent__trial_start(descent__evidence *evidence, descent_rule rule, double extent, double rest,
                                    size_t steps);

/* Where does the loss lead from x if each step is shortened until it falls? Escapes if that is more than a million
 * times `extent` away, or farther and ever faster to the end; settles if it falls no further. Needs a loss. */
descent__fate descent__trial_downhill(descent__evidence *evidence, const double *x, double extent, size_t steps);

/* Does the loss rise from x to both sides of a line, from `length` on to 10^30 times as far, and never with a smaller mean
 * curvature? Then steps that grow here grow everywhere. Needs a loss. */
bool descent__trial_curves_outward(descent__evidence *evidence, const double *x, const double *direction,
                                   double length);

/* Does the run, going on, stay within `radius` of the point for so many steps? Unknown counts as no. */
bool descent__trial_stays_near(descent__evidence *evidence, const double *point, double radius, size_t steps);

/* Steps until it is within `radius` of the point, or its gradient norm at most `gradient_norm` if that is not NaN; 0 if
 * that is not seen within `steps`. */
uint64_t descent__trial_arrives(descent__evidence *evidence, const double *point, double radius, double gradient_norm,
                                size_t steps);

typedef struct descent__line {
    bool known;
    bool falls;    /* never rises, as far as was looked */
    bool halts;    /* it falls, but lies all but level for a while before it is steeper again: a critical point there */
    double bottom; /* else: distance to the lowest place that was seen */
} descent__line;

/* Follows the loss (or, without one, the slope) from x along a direction, from `length` by factors up to `reach`. */
descent__line descent__trial_line(descent__evidence *evidence, const double *x, const double *direction, double length,
                                  double reach);

/* Does the loss end between two points, at the first of which it has a value and at the second none? Where it ends of its own, as a root
 * does, it is no larger than usual there; what it grows to before numbers end is no edge. */
bool descent__trial_domain_ends(descent__evidence *evidence, const double *inside, const double *outside);

/* And does it fall all the way there? Then every run comes to that end, with whatever step size. */
bool descent__trial_falls_to_edge(descent__evidence *evidence, const double *inside, const double *outside);

/* Can this field be the gradient of any loss? Then second derivatives along and across the step that led to x agree. */
bool descent__trial_is_gradient(descent__evidence *evidence, const double *x, const double *step);

/* Does the gradient jump between two points? Halves the distance until only a jump can explain the difference. */
bool descent__trial_kink(descent__evidence *evidence, const double *a, const double *b);

#endif
