/* What is said of a periodic run: the points that it visits, and what becomes of a small push off them. */
#ifndef DESCENT_LIB_DIAGNOSIS_EXPLAIN_CYCLE_WORDS_H
#define DESCENT_LIB_DIAGNOSIS_EXPLAIN_CYCLE_WORDS_H

#include <descent/diagnosis.h>

#include "diagnosis/explain/words.h"

void descent__explain_cycle(descent__words *words, const descent_diagnosis *d);

#endif
