/* Of the paragraph "Why": how a run moves that does not come to rest. */
#ifndef DESCENT_LIB_DIAGNOSIS_EXPLAIN_WHY_MOTION_H
#define DESCENT_LIB_DIAGNOSIS_EXPLAIN_WHY_MOTION_H

#include <descent/diagnosis.h>

#include "diagnosis/explain/words.h"

/* On a cycle of two points each step undoes the one before. */
void descent__explain_reversal(descent__words *words, const descent_diagnosis *d);

/* How the steps grow. */
void descent__explain_growth(descent__words *words, const descent_diagnosis *d);

/* Within bounds: how fast neighbouring runs separate, and what returns. */
void descent__explain_bounded(descent__words *words, const descent_diagnosis *d);

/* How large the noise of the gradient is, and what it leaves. */
void descent__explain_noise(descent__words *words, const descent_diagnosis *d);

#endif
