/* What to try next, tried on copies where the budget allows. */
#ifndef DESCENT_LIB_DIAGNOSIS_ADVICE_H
#define DESCENT_LIB_DIAGNOSIS_ADVICE_H

#include "diagnosis/case.h"

void descent_advice_give(descent_case *facts);

#endif
