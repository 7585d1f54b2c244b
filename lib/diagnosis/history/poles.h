/* Which steps led across a pole of the loss? */
#ifndef DESCENT_LIB_DIAGNOSIS_HISTORY_POLES_H
#define DESCENT_LIB_DIAGNOSIS_HISTORY_POLES_H

#include "diagnosis/evidence/evidence.h"

/* Fills the event, and what the holdings know of the pole. False if none was seen. */
bool descent__poles_find(descent__evidence *evidence, descent_event *event);

#endif
