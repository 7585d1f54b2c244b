/* The rule itself, with its true memory, on the quadratic of a critical point: what it does beside the point, for longer than
 * evaluations of the problem could be spent on it. For rules that tell no multipliers; the problem is not asked. */
#ifndef DESCENT_LIB_DIAGNOSIS_VERDICT_AHEAD_QUADRATIC_H
#define DESCENT_LIB_DIAGNOSIS_VERDICT_AHEAD_QUADRATIC_H

#include "diagnosis/evidence/evidence.h"

/*
 * From a state of the run: does the rule, on ½(x − x*)ᵀH(x − x*), come to within `radius` of the point and stay for
 * DESCENT__HELD_STEPS, or, unless it must arrive, come nearer in each eighth of the steps that are granted? *steps receives how many
 * it takes to be within. Where the memory of a rule fades (Adam, RMSProp), the point may repel, and throw out what is about to
 * come. Unknown, without the whole Hessian, counts as yes.
 */
bool descent__quadratic_holds(descent__evidence *evidence, const descent__state *state,
                              const descent_critical_point *point, double radius, bool must_arrive, size_t *steps);

/* Does it stay within `radius` of the point for so many steps more, or as many as are granted (SIZE_MAX: all of these)? Unknown counts as yes. */
bool descent__quadratic_keeps(descent__evidence *evidence, const descent__state *state,
                              const descent_critical_point *point, double radius, size_t steps);

/* Does the rule forget what it divides by, see descent__map_forgets()? No rest of such a rule is one for good. */
bool descent__rule_forgets(descent__evidence *evidence);

#endif
