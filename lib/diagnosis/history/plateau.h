/* Did steps become tiny, and grow again? */
#ifndef DESCENT_LIB_DIAGNOSIS_HISTORY_PLATEAU_H
#define DESCENT_LIB_DIAGNOSIS_HISTORY_PLATEAU_H

#include "diagnosis/verdict/facts.h"

/* How often, and where and how small they were at their smallest. False if they never did. */
bool descent__plateau_find(const descent__facts *facts, descent_event *event);

#endif
