/* What is said of what happened on the way. */
#ifndef DESCENT_LIB_DIAGNOSIS_EXPLAIN_EVENT_WORDS_H
#define DESCENT_LIB_DIAGNOSIS_EXPLAIN_EVENT_WORDS_H

#include <stdbool.h>

#include <descent/diagnosis.h>

#include "diagnosis/explain/words.h"

/* A sentence or two, or nothing where others say it. */
void descent__explain_event(descent__words *words, const descent_diagnosis *d, const descent_event *event);

/* Does the run still stand beside another critical point, on its way out of there? */
bool descent__explain_is_leaving(const descent_diagnosis *d);

#endif
