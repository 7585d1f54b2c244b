/* Which step jumped into the valley where the run came to its end? */
#ifndef DESCENT_LIB_DIAGNOSIS_HISTORY_JUMPS_H
#define DESCENT_LIB_DIAGNOSIS_HISTORY_JUMPS_H

#include "diagnosis/evidence/evidence.h"

/* Fills the event; its point belongs to the holdings of the diagnosis. False if there is none, or if that cannot be told. */
bool descent__jumps_find(descent__evidence *evidence, const descent_diagnosis *diagnosis, descent_event *event);

#endif
