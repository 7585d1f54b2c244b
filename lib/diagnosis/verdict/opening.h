/* What is measured at once, since everything else is measured on it: the series, its motion and growth, and where it
 * broke off. */
#ifndef DESCENT_LIB_DIAGNOSIS_VERDICT_OPENING_H
#define DESCENT_LIB_DIAGNOSIS_VERDICT_OPENING_H

#include "diagnosis/verdict/facts.h"

/* Chooses the series and measures its motion. Where the evidence has no finite point, that is all there is to know. */
void descent__facts_open(descent__facts *facts, descent__evidence *evidence);

#endif
