/* What happened on the way. */
#ifndef DESCENT_LIB_DIAGNOSIS_HISTORY_EVENTS_H
#define DESCENT_LIB_DIAGNOSIS_HISTORY_EVENTS_H

#include "diagnosis/verdict/decision.h"

/* Fills the events of the diagnosis, by first step. */
void descent__events_find(descent__facts *facts, const descent__decision *decision, descent_diagnosis *diagnosis);

/* Adds which step jumped between valleys, and which ones led across a pole: last of all, for it may spend what is left of the budget. */
void descent__events_add_dear(descent__evidence *evidence, descent_diagnosis *diagnosis);

#endif
