/* From which step on does rounding decide how the run goes? */
#ifndef DESCENT_LIB_DIAGNOSIS_HISTORY_SENSITIVITY_H
#define DESCENT_LIB_DIAGNOSIS_HISTORY_SENSITIVITY_H

#include "diagnosis/evidence/evidence.h"

/*
 * Fills what the holdings know of it: a twin that is one rounding beside the run after its first step is followed along the recorded
 * rows. Asked of runs that have turned or risen on the way, for it costs as many evaluations as the run did.
 */
void descent__sensitivity_find(descent__evidence *evidence, const descent_diagnosis *diagnosis);

#endif
