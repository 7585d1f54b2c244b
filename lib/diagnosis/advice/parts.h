/* What the sources of the advice share: the list of it, and the pieces that are tried on copies. */
#ifndef DESCENT_LIB_DIAGNOSIS_ADVICE_PARTS_H
#define DESCENT_LIB_DIAGNOSIS_ADVICE_PARTS_H

#include "diagnosis/evidence/evidence.h"
#include "diagnosis/explain/advice_words.h"

enum {
    descent__advice_most = 4 /* pieces that a diagnosis gives */
};

/* A piece of advice without any number. */
descent_advice descent__advice_blank(void);

/* How far to push off a point along a way out. */
double descent__advice_push(descent__evidence *evidence, const descent_diagnosis *diagnosis, const double *point,
                            const double *way);

/* Adds a piece to the diagnosis, with the kind and the sentences of its code, unless there are enough of them. */
void descent__advice_add(descent__evidence *evidence, descent_diagnosis *diagnosis, descent__advice_code code,
                         descent_advice advice, const descent__advice_numbers *numbers);

/* Adds one that has no numbers. */
void descent__advice_plain(descent__evidence *evidence, descent_diagnosis *diagnosis, descent__advice_code code);

/* Can the run be made again from its start? */
bool descent__advice_can_begin_again(const descent__evidence *evidence);

/* Is every step made by the formula of plain descent, with the same step size? */
bool descent__advice_constant_fixed_step(const descent__evidence *evidence);

/* Down to two digits, which are enough for a step size to try. */
double descent__advice_two_digits(double value);

/* The largest of a few smaller step sizes with which a copy from the same start arrives, at a minimum if any does. */
void descent__advice_smaller_step(descent__evidence *evidence, descent_diagnosis *diagnosis);

/* The same, but only if a copy arrives somewhere. */
void descent__advice_arriving_step(descent__evidence *evidence, descent_diagnosis *diagnosis);

/* The same, but only if a copy arrives at a minimum; of rules that find their step sizes, none is tried. Was one advised? */
bool descent__advice_step_to_minimum(descent__evidence *evidence, descent_diagnosis *diagnosis);

/* Where bands were found: a step size that was tried beside an edge of one gives way to one well within a band that leads to a
 * minimum, if a copy bears it out. */
void descent__advice_keep_within_bands(descent__evidence *evidence, descent_diagnosis *diagnosis);

/* A step size with which a copy from the same start needs less than half of the steps, guessed from the curvatures at a
 * critical point that is `known`, or else (NULL) along the last step; of L-BFGS it is 1. False if none was found. */
bool descent__advice_faster_step(descent__evidence *evidence, descent_diagnosis *diagnosis,
                                 const descent_critical_point *known);

/* Momentum, where a minimum ahead is steep one way and flat another. */
void descent__advice_momentum_instead(descent__evidence *evidence, descent_diagnosis *diagnosis);

/* Variables in units of their own, where that cures the ratio of the curvatures. */
void descent__advice_scale_variables(descent__evidence *evidence, descent_diagnosis *diagnosis);

/* Less momentum. True if a copy with it arrived at a minimum. */
bool descent__advice_lower_momentum(descent__evidence *evidence, descent_diagnosis *diagnosis);

/* Off a saddle or a maximum, along a way out. */
void descent__advice_leave_saddle(descent__evidence *evidence, descent_diagnosis *diagnosis);

/* From a degenerate point to the lower point that the probe found. */
void descent__advice_go_lower(descent__evidence *evidence, descent_diagnosis *diagnosis);

#endif
