/* Of the paragraph "Why": which ways lead down from where the run is. */
#ifndef DESCENT_LIB_DIAGNOSIS_EXPLAIN_WHY_WAYS_H
#define DESCENT_LIB_DIAGNOSIS_EXPLAIN_WHY_WAYS_H

#include <descent/diagnosis.h>

#include "diagnosis/explain/words.h"

/* Where curvature does not decide: what the loss itself said around the point. */
void descent__explain_probe(descent__words *words, const descent_diagnosis *d);

/* Off a saddle or a maximum. */
void descent__explain_way_out(descent__words *words, const descent_diagnosis *d);

/* Of a run that stalled: which way the loss falls, and what lies ahead. */
void descent__explain_way_down(descent__words *words, const descent_diagnosis *d);

#endif
