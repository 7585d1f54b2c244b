/* The paragraph "Seen": the setting, the events, how it ended in numbers. */
#ifndef DESCENT_LIB_DIAGNOSIS_EXPLAIN_SEEN_H
#define DESCENT_LIB_DIAGNOSIS_EXPLAIN_SEEN_H

#include <descent/diagnosis.h>

#include "diagnosis/explain/words.h"

void descent__explain_seen(descent__words *words, const descent_diagnosis *d);

#endif
