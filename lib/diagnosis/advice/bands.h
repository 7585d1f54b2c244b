/* Where the same start ends with other step sizes. */
#ifndef DESCENT_LIB_DIAGNOSIS_ADVICE_BANDS_H
#define DESCENT_LIB_DIAGNOSIS_ADVICE_BANDS_H

#include "diagnosis/evidence/evidence.h"

/* Of a run whose step size is too large to settle: fills `bands` of the diagnosis from copies with smaller ones. */
void descent__bands_find(descent__evidence *evidence, descent_diagnosis *diagnosis);

#endif
