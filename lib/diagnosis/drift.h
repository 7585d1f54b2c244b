/* Runs that go on and on in one direction: unbounded, stalled on a plateau, descending. */
#ifndef DESCENT_LIB_DIAGNOSIS_DRIFT_H
#define DESCENT_LIB_DIAGNOSIS_DRIFT_H

#include "diagnosis/case.h"

bool descent_drift_decide(descent_case *facts);

/* Mean change of the loss a step over the last quarter of the rows, into the diagnosis. */
void descent_drift_slope(descent_case *facts);

#endif
