/* Do copies of the run make its recorded steps again? */
#ifndef DESCENT_LIB_DIAGNOSIS_EVIDENCE_REPRODUCTION_H
#define DESCENT_LIB_DIAGNOSIS_EVIDENCE_REPRODUCTION_H

#include "diagnosis/evidence/evidence.h"

/* Relative misfit up to which a step was made by the rule: what printing with seven digits leaves. */
#define DESCENT__STEP_MISFIT 1e-6

/* Does this rule make the recorded steps again, all of them, from the start; or, of a path too long for that and a rule whose
 * memory the points show, the first of them and some of the others? Keeps the memory that it has gathered at the end. */
bool descent__evidence_is_made_by(descent__evidence *evidence, descent_rule rule);

/* Decides `memory_known`, `copies_trusted` and `restarts_trusted`, with the findings RULE_DISAGREES and MEMORY_UNKNOWN. */
void descent__evidence_check_rule(descent__evidence *evidence);

/* How long the recorded steps are on average, and how far from where the rule leads they end; NaN if it cannot be told. */
typedef struct descent__misfit {
    double length, misfit;
} descent__misfit;

/* Of a few dozen of them. */
descent__misfit descent__evidence_measure_misfit(descent__evidence *evidence);

#endif
