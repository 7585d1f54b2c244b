/* The one place where the ending is decided. */
#ifndef DESCENT_LIB_DIAGNOSIS_VERDICT_H
#define DESCENT_LIB_DIAGNOSIS_VERDICT_H

#include "diagnosis/case.h"

/* Measures what it needs and fills ending, reason and numbers of the diagnosis. */
void descent_verdict_decide(descent_case *facts);

#endif
