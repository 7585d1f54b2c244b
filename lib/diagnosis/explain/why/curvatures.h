/* Of the paragraph "Why": the curvatures at the critical point, and what they make of the step size. */
#ifndef DESCENT_LIB_DIAGNOSIS_EXPLAIN_WHY_CURVATURES_H
#define DESCENT_LIB_DIAGNOSIS_EXPLAIN_WHY_CURVATURES_H

#include <descent/diagnosis.h>

#include "diagnosis/explain/words.h"

/* The eigenvalues there, and what kind of point they make it. */
void descent__explain_curvatures(descent__words *words, const descent_diagnosis *d);

/* By which factor each step multiplies a small distance from it. */
void descent__explain_factors(descent__words *words, const descent_diagnosis *d);

#endif
