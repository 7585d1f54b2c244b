/* A gradient that is proved not to be that of the loss, and what is left of a verdict then. */
#ifndef DESCENT_LIB_DIAGNOSIS_VERDICT_FAMILIES_MISMATCH_H
#define DESCENT_LIB_DIAGNOSIS_VERDICT_FAMILIES_MISMATCH_H

#include "diagnosis/verdict/decision.h"

/*
 * Checks the gradient against the loss, at points of the path; where it is wrong, notes the finding, and takes from the
 * decision whatever rests on its curvatures: the zeros of a wrong gradient are critical points of nothing. A run that rests
 * where the loss has a slope of its own is stalled, for the gradient alone makes it rest.
 */
void descent__mismatch_take(descent__facts *facts, descent__decision *decision);

#endif
