/* One start of a search: walk, judge, keep what is new. */
#ifndef DESCENT_LIB_CRITICAL_SEARCH_ATTEMPT_H
#define DESCENT_LIB_CRITICAL_SEARCH_ATTEMPT_H

#include "critical/search/state.h"

/*
 * Walks from search->start. *fresh: did that find a new point, now the last of the set? Where the user's functions
 * fail, only this start is lost.
 */
descent_status descent__search_attempt(descent__search *search, bool *fresh);

#endif
