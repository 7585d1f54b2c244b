/* The law by which a run comes to a critical point, and the steps it still takes: from linear theory where that holds, else from
 * the next order of its slowing down, measured on the recorded points and on a copy that goes on from them. */
#ifndef DESCENT_LIB_DIAGNOSIS_VERDICT_AHEAD_PACE_H
#define DESCENT_LIB_DIAGNOSIS_VERDICT_AHEAD_PACE_H

#include "diagnosis/evidence/evidence.h"

typedef struct descent__way {
    descent__series behind; /* the recorded end, one step apart; empty where it is not known */
    descent__series ahead;  /* a copy, which begins with the last recorded point; empty where none was followed */
    const descent_critical_point *point; /* where it leads */
    double tolerance;                    /* distance that counts as arrived */
    double wanted;   /* part of the slope at the run's end that does; NaN where the distance decides */
    bool alternates; /* its steps go from side to side */
} descent__way;

/* Is the envelope at the end within the goal, so that the run stays there? Where theory does not know, nothing speaks against
 * it. */
bool descent__pace_has_arrived(descent__evidence *evidence, const descent__way *way);

/* Does linear theory tell how the distance fell so far, by its logarithm? */
bool descent__pace_is_linear(descent__evidence *evidence, const descent__way *way);

/* To a point without flat directions, with the multipliers of a rule that tells them; false if there are none. */
bool descent__pace_by_modes(descent__evidence *evidence, const descent__way *way, descent_pace *pace);

/* A rate that was measured to ± `error`, of its logarithm, is that of the nearest mode that theory has within it, if any: so
 * one and the same number is told wherever it comes from. */
double descent__pace_of_mode(descent__evidence *evidence, const descent__way *way, double rate, double error);

/* To a point with flat directions: by the order of the slowing down; false if there are too few points to tell. */
bool descent__pace_by_order(descent__evidence *evidence, const descent__way *way, descent_pace *pace);

/* ---- its comparisons, pure ---- */

/* Is a fall of a logarithm what theory says, to the part that is granted and what rounding may do? A fall that is due within
 * rounding tells nothing. */
bool descent__falls_as_due(double fall, double due, double rounding);

/* Are two coefficients of the next order the same? */
bool descent__same_order(double early, double late);

/* Do the orders of the first half and of all tell a power: the same, and near to a whole number or to each other? */
bool descent__is_order(double early, double late);

/* Has a distance fallen by so much that its fall tells what is left? */
bool descent__distance_tells(double first, double last);

/* An order near enough to a whole number, below which there is none, is that. */
double descent__whole_order(double order);

#endif
