/* What the paragraphs of the explanation ask of a diagnosis again and again. */
#ifndef DESCENT_LIB_DIAGNOSIS_EXPLAIN_READING_H
#define DESCENT_LIB_DIAGNOSIS_EXPLAIN_READING_H

#include <stdbool.h>

#include <descent/diagnosis.h>

#include "base/ending.h"
#include "diagnosis/explain/words.h"
#include "diagnosis/holdings.h"

/* The critical point where the run is or is heading, if anything is known of it but its place; else NULL. */
static inline const descent_critical_point *descent__explain_point(const descent_diagnosis *d)
{
    return d->point && (d->point->kind != DESCENT_CRITICAL_UNDETERMINED || d->point->eigenvalue_count > 0) ? d->point
                                                                                                           : NULL;
}

/* A critical point, to the resolution of the diagnosis: what is nearer to zero than the tolerance is written as zero. Of a
 * run that left for infinity the tolerance, a part of its extent, says nothing; there the point's own accuracy counts. */
static inline void descent__explain_place(char *text, const descent_diagnosis *d, const descent_critical_point *point)
{
    descent__words_rounded_point(text, d->dimension, point->x,
                                 descent__ending_leaves(d->ending) ? point->distance : d->tolerance);
}

/* Does the run follow plain gradient descent, x − ηg, as far as is known? */
static inline bool descent__explain_plain_rule(const descent_diagnosis *d)
{
    const descent__holdings *holdings = d->internal; /* NULL for a result that was made by hand */
    return holdings && holdings->plain_descent;
}

#endif
