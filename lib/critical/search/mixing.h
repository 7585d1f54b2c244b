/* Starts made from the coordinates of points that were found before. */
#ifndef DESCENT_LIB_CRITICAL_SEARCH_MIXING_H
#define DESCENT_LIB_CRITICAL_SEARCH_MIXING_H

#include "critical/search/state.h"

/* Notes the coordinates of the newest point that no earlier one had. */
void descent__search_note(descent__search *search);

/*
 * Starts from the points found with one coordinate taken from another point. Where the loss is a sum over variables
 * such a start is itself critical, so all combinations are found at the price of one or two evaluations each.
 */
descent_status descent__search_mix(descent__search *search);

#endif
