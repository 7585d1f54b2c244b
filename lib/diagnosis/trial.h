/* Questions that a copy of the run, or the loss along a line, can answer. */
#ifndef DESCENT_LIB_DIAGNOSIS_TRIAL_H
#define DESCENT_LIB_DIAGNOSIS_TRIAL_H

#include "diagnosis/motion.h"

typedef enum descent_fate {
    DESCENT_FATE_UNKNOWN = 0, /* no copy could be run, or it ran out of steps undecided */
    DESCENT_FATE_ESCAPES,     /* leaves for good: far out, or to where nothing is finite */
    DESCENT_FATE_SETTLES,     /* comes to rest */
    DESCENT_FATE_STAYS        /* neither */
} descent_fate;

typedef struct descent_trial {
    descent_fate fate;
    uint64_t steps;
    double *x; /* where the copy is then; NULL if none was run */
} descent_trial;

/* Does growth go on when the run goes on, for as long as it is followed, and to more than a thousand times `extent`? */
descent_trial descent_trial_growth(descent_evidence *evidence, double extent, size_t steps);

/* What becomes of this start with this rule? At rest means a step length of `rest` at most. */
descent_trial descent_trial_start(descent_evidence *evidence, descent_rule rule, double extent, double rest,
                                  size_t steps);

/*
 * Where does the loss lead from x if each step is shortened until it falls? Escapes if that is more than a million times
 * `extent` away, or farther and ever faster to the end; settles if it falls no further. Needs a loss.
 */
descent_fate descent_trial_downhill(descent_evidence *evidence, const double *x, double extent, size_t steps);

/* Does the run, going on, stay within `radius` of the point for so many steps? Unknown counts as no. */
bool descent_trial_stays_near(descent_evidence *evidence, const double *point, double radius, size_t steps);

/* Steps until it is within `radius` of the point, or its gradient norm at most `gradient_norm` if that is not NaN; 0 if
 * that is not seen within `steps`. */
uint64_t descent_trial_arrives(descent_evidence *evidence, const double *point, double radius, double gradient_norm,
                               size_t steps);

typedef struct descent_line {
    bool known;
    bool falls;    /* never rises, as far as was looked */
    bool halts;    /* it falls, but lies all but level for a while before it is steeper again: a critical point there */
    double bottom; /* else: distance to the lowest place that was seen */
} descent_line;

/* Follows the loss (or, without one, the slope) from x along a direction, from `length` by factors up to `reach`. */
descent_line descent_trial_line(descent_evidence *evidence, const double *x, const double *direction, double length,
                                double reach);

/* Can this field be the gradient of any loss? Then second derivatives along and across the step that led to x agree. */
bool descent_trial_is_gradient(descent_evidence *evidence, const double *x, const double *step);

/* Does the gradient jump between two points? Halves the distance until only a jump can explain the difference. */
bool descent_trial_kink(descent_evidence *evidence, const double *a, const double *b);

#endif
