/* Did the run stay near a critical point, and leave it? */
#ifndef DESCENT_LIB_DIAGNOSIS_HISTORY_LINGERING_H
#define DESCENT_LIB_DIAGNOSIS_HISTORY_LINGERING_H

#include "diagnosis/verdict/facts.h"

/* Fills the event; its point belongs to the holdings of the diagnosis. False if there is none. */
bool descent__lingering_find(descent__facts *facts, descent_event *event);

#endif
