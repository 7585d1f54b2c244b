/* Did the run stay near a critical point, and leave it? */
#ifndef DESCENT_LIB_DIAGNOSIS_LINGERING_H
#define DESCENT_LIB_DIAGNOSIS_LINGERING_H

#include "diagnosis/case.h"

/* Fills the event; its point belongs to the holdings of the diagnosis. False if there is none. */
bool descent_lingering_find(descent_case *facts, descent_event *event);

#endif
