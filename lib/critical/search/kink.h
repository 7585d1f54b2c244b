/* Minima at kinks: where gradients jump, Newton's method has nothing to go by. */
#ifndef DESCENT_LIB_CRITICAL_SEARCH_KINK_H
#define DESCENT_LIB_CRITICAL_SEARCH_KINK_H

#include "critical/search/state.h"

/* Are there a loss and gradients of the user's, and so few variables that kinks are looked for? */
bool descent__search_knows_kinks(const descent__search *search);

/*
 * Is the loss lowest at x, at a kink? If so, *point receives what is known of it, else NULL; x may be moved a
 * little nearer to it. *slopes: do gradients jump there, and is
 * there a slope all the same? Then it is no critical point of any kind. Fails where memory does or the user's functions do.
 */
descent_status descent__search_examine_kink(descent__search *search, double *x, bool *slopes,
                                            descent_critical_point **point);

/*
 * Descends from a start, as long as that pays; less often if the start was `useful` to Newton's method. *fresh: is there a new minimum
 * at a kink, now the last of the set? *known: is it there already?
 */
descent_status descent__search_attempt_kink(descent__search *search, bool useful, bool *fresh, bool *known);

#endif
