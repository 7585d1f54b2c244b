/* What each step multiplies the distance to a critical point by, along each of its directions. */
#ifndef DESCENT_LIB_DIAGNOSIS_HISTORY_FACTORS_H
#define DESCENT_LIB_DIAGNOSIS_HISTORY_FACTORS_H

#include "diagnosis/evidence/evidence.h"

/* Fills `factors` of the diagnosis, where its point has eigenvalues and the rule tells its multipliers; and notes what bounds the step
 * size: the limit that a schedule will come below, and the rule itself. */
void descent__factors_fill(descent__evidence *evidence, descent_diagnosis *diagnosis);

#endif
