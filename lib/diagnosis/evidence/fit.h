/* The rule, fitted to steps and gradients where none was given. */
#ifndef DESCENT_LIB_DIAGNOSIS_EVIDENCE_FIT_H
#define DESCENT_LIB_DIAGNOSIS_EVIDENCE_FIT_H

#include "diagnosis/evidence/evidence.h"

/* Relative misfit up to which a step was made by the rule: what printing with seven digits leaves. */
#define DESCENT__STEP_MISFIT 1e-6

/* Finds η and β from steps and gradients; leaves the evidence without a rule where none fits. */
void descent__evidence_fit_rule(descent__evidence *evidence);

#endif
