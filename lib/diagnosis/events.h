/* What happened on the way. */
#ifndef DESCENT_LIB_DIAGNOSIS_EVENTS_H
#define DESCENT_LIB_DIAGNOSIS_EVENTS_H

#include "diagnosis/case.h"

/* Fills the events of the diagnosis, by first step. */
void descent_events_find(descent_case *facts);

#endif
