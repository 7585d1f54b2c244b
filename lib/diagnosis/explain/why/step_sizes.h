/* Of the paragraph "Why": which step sizes are stable, where the same start ends with others, and which is the best. */
#ifndef DESCENT_LIB_DIAGNOSIS_EXPLAIN_WHY_STEP_SIZES_H
#define DESCENT_LIB_DIAGNOSIS_EXPLAIN_WHY_STEP_SIZES_H

#include <descent/diagnosis.h>

#include "diagnosis/explain/words.h"

/* The limit of stability, and on which side of it the run is. */
void descent__explain_step_limit(descent__words *words, const descent_diagnosis *d);

/* Where the same start ends with other step sizes. */
void descent__explain_bands(descent__words *words, const descent_diagnosis *d);

/* Curvatures so far apart that every fixed step size is slow. */
void descent__explain_condition(descent__words *words, const descent_diagnosis *d);

#endif
