/* How fast a run settles, and how many steps are still to go. */
#ifndef DESCENT_LIB_DIAGNOSIS_PREDICTION_H
#define DESCENT_LIB_DIAGNOSIS_PREDICTION_H

#include "diagnosis/case.h"

/* No more steps: the run is there. */
void descent_prediction_arrived(descent_case *facts);

/* To the critical point that was found. */
void descent_prediction_approaching(descent_case *facts);

/* From the law of the steps alone, without such a point: at least so many. */
void descent_prediction_by_law(descent_case *facts);

#endif
