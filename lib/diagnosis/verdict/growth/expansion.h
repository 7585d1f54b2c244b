/* Does growth go on when the run goes on, or does something bound it? A copy is followed; where its steps obey a linear
 * law, which the eye can follow no faster than its factor, it leaps ahead along that law. */
#ifndef DESCENT_LIB_DIAGNOSIS_VERDICT_GROWTH_EXPANSION_H
#define DESCENT_LIB_DIAGNOSIS_VERDICT_GROWTH_EXPANSION_H

#include "diagnosis/verdict/trial.h"

/* Escapes if the copy came 10^60 times `extent` away or to where nothing is finite, growing all the way; stays if a spell
 * of its steps is no longer than the spell before. Unknown if no copy is trusted, or its steps ran out while it grew. */
descent__trial descent__expansion_follow(descent__evidence *evidence, double extent, size_t steps);

/* ---- its comparison, pure ---- */

/* Is the growth of a step after a leap still that before it, or less? */
bool descent__leap_is_confirmed(double before, double after);

#endif
