/* Runs that come to rest or are on their way: converged, approaching, stalled. */
#ifndef DESCENT_LIB_DIAGNOSIS_SETTLING_H
#define DESCENT_LIB_DIAGNOSIS_SETTLING_H

#include "diagnosis/case.h"

/* The point moves no more: is it critical? */
bool descent_settling_at_rest(descent_case *facts);

/* It still moves, ever less, toward a point. */
bool descent_settling_decide(descent_case *facts);

/* A copy that runs on from the end draws ever nearer to the minimum that was found: the run approaches it. */
bool descent_settling_of_copy(descent_case *facts, const descent_series *series);

/* The last resort: no limit was found, but the steps shrink by a law that has one. */
bool descent_settling_by_law(descent_case *facts);

#endif
