/* The paragraphs of the explanation. */
#ifndef DESCENT_LIB_DIAGNOSIS_REPORT_H
#define DESCENT_LIB_DIAGNOSIS_REPORT_H

#include <math.h>
#include <stdbool.h>
#include <string.h>

#include <descent/diagnosis.h>

#include "diagnosis/words.h"

/* What was seen: the setting, the events, how it ended in numbers. */
void descent_report_seen(descent_words *words, const descent_diagnosis *d);

/* The reason, with the numbers behind it. */
void descent_report_why(descent_words *words, const descent_diagnosis *d);

/* Coming to a limit, or there? */
static inline bool descent_report_settles(const descent_diagnosis *d)
{
    return d->ending == DESCENT_ENDING_CONVERGED || d->ending == DESCENT_ENDING_APPROACHING;
}

/* A critical point, to the resolution of the diagnosis: what is nearer to zero than the tolerance is zero. Of a run that
 * left for infinity the tolerance is none. */
static inline void descent_report_critical(char *text, const descent_diagnosis *d, const descent_critical_point *point)
{
    const bool left = d->ending == DESCENT_ENDING_DIVERGING || d->ending == DESCENT_ENDING_UNBOUNDED ||
                      d->ending == DESCENT_ENDING_NONFINITE;
    descent_words_rounded_point(text, d->dimension, point->x, left ? point->distance : d->tolerance);
}

/* Does the run follow plain gradient descent, x − ηg, as far as is known? */
static inline bool descent_report_plain_rule(const descent_diagnosis *d)
{
    return strcmp(d->rule_name, descent_fixed_step(1).type->name) == 0;
}

#endif
