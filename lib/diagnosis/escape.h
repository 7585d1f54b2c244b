/* Runs that grow: is the step too large, diverging, or has the loss no minimum, unbounded? */
#ifndef DESCENT_LIB_DIAGNOSIS_ESCAPE_H
#define DESCENT_LIB_DIAGNOSIS_ESCAPE_H

#include "diagnosis/case.h"

bool descent_escape_decide(descent_case *facts);

#endif
