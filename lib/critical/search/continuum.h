/* Are many degenerate points samples of a continuum? */
#ifndef DESCENT_LIB_CRITICAL_SEARCH_CONTINUUM_H
#define DESCENT_LIB_CRITICAL_SEARCH_CONTINUUM_H

#include "critical/search/state.h"

/*
 * Walks from between the newest point and its nearest degenerate neighbour, and sets `continuum` of the set if that
 * hardly moves. If not, it is asked again when there are twice as many. The analysis then stands elsewhere.
 */
descent_status descent__search_test_continuum(descent__search *search);

#endif
