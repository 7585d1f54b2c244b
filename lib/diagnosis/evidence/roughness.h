/* The rounding of the loss, where the gradient is made of its differences: how far does it move a step? */
#ifndef DESCENT_LIB_DIAGNOSIS_EVIDENCE_ROUGHNESS_H
#define DESCENT_LIB_DIAGNOSIS_EVIDENCE_ROUGHNESS_H

#include "diagnosis/evidence/evidence.h"

/* Length by which the errors of these differences change a step of the rule at the last points of a series: two steps from
 * one place differ by no more, and one cycle of the differences lies no farther from the loss's. 0 where the gradient is the
 * user's, or where it cannot be asked. */
double descent__evidence_step_noise(descent__evidence *evidence, const descent__series *series);

#endif
