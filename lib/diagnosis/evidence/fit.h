/* The rule, fitted to steps and gradients where none was given. */
#ifndef DESCENT_LIB_DIAGNOSIS_EVIDENCE_FIT_H
#define DESCENT_LIB_DIAGNOSIS_EVIDENCE_FIT_H

#include "diagnosis/evidence/evidence.h"

/* Finds η and β from steps and gradients, or else whatever rule its first steps tell that makes all the others; leaves the evidence without a rule where none fits. */
void descent__evidence_fit_rule(descent__evidence *evidence);

#endif
