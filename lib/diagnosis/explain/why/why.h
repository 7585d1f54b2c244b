/* The paragraph "Why": the reason, with the numbers behind it. */
#ifndef DESCENT_LIB_DIAGNOSIS_EXPLAIN_WHY_WHY_H
#define DESCENT_LIB_DIAGNOSIS_EXPLAIN_WHY_WHY_H

#include <descent/diagnosis.h>

#include "diagnosis/explain/words.h"

void descent__explain_why(descent__words *words, const descent_diagnosis *d);

#endif
