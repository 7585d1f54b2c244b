/* What is said of a periodic run: the points that it visits, and what becomes of a small push off them. */
#ifndef DESCENT_LIB_DIAGNOSIS_EXPLAIN_CYCLE_WORDS_H
#define DESCENT_LIB_DIAGNOSIS_EXPLAIN_CYCLE_WORDS_H

#include <stddef.h>

#include <descent/diagnosis.h>

#include "diagnosis/explain/words.h"

/* How many different points a cycle has, if these are few beside its period; else 0. A rule's memory may be longer in coming back than
 * its points, which a reader sees. */
size_t descent__explain_few_points(const descent_diagnosis *d);

void descent__explain_cycle(descent__words *words, const descent_diagnosis *d);

#endif
