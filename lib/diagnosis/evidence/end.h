/* What the problem says at the end of the run, and whether it says the same when it is asked again. */
#ifndef DESCENT_LIB_DIAGNOSIS_EVIDENCE_END_H
#define DESCENT_LIB_DIAGNOSIS_EVIDENCE_END_H

#include "diagnosis/evidence/evidence.h"

/* Gradient and loss at the last point, whether the gradient is a function of the point, and its noise if not. */
void descent__evidence_ask(descent__evidence *evidence);

#endif
