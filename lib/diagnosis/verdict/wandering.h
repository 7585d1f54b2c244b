/* Is a copy that stays in motion the same at both ends? */
#ifndef DESCENT_LIB_DIAGNOSIS_VERDICT_WANDERING_H
#define DESCENT_LIB_DIAGNOSIS_VERDICT_WANDERING_H

#include "trajectory/series.h"

/* Are the two halves alike, in place and size? What still wanders or grows is on no torus yet. */
bool descent__is_stationary(descent__arena *work, const descent__series *series);

#endif
