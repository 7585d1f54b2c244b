/* Cusps, beside which slopes have no bound, as those of √|x|: what a bundle of gradients around one says. */
#ifndef DESCENT_LIB_CRITICAL_SEARCH_CUSP_H
#define DESCENT_LIB_CRITICAL_SEARCH_CUSP_H

#include "critical/search/bundle.h"

/* What the gradients say that the loss changes by, at most, on the ways to where they were asked. */
double descent__cusp_change_said(const descent__bundle *bundle);

/*
 * Points on the crease of a cusp have a slope that the loss nowhere follows. Makes gradients as long as this one at most: scaled, they
 * balance where they did before. Were there longer ones?
 */
bool descent__cusp_cut(descent__bundle *bundle, double longest);

/*
 * Can the loss be followed along the crease, if there is one? It can where it runs along axes, which leave the other coordinates as they
 * are. Beside any other crease rounding of the point alone changes the loss by more than a slope along it does. Of cut gradients. Fails
 * where the user's functions do, or memory.
 */
descent_status descent__cusp_is_seen(descent__bundle *bundle, descent__evaluator *evaluator, const double *place,
                                     double loss, bool *seen);

/*
 * Does the loss fall as much over each part of the way to the place, be it ever so short, as that of log|x| and of −1/|x| do? Then it
 * has no value there that is lowest. At a cusp it falls ever less. Fails as above.
 */
descent_status descent__cusp_is_pole(descent__bundle *bundle, descent__evaluator *evaluator, const double *place,
                                     bool *pole);

#endif
