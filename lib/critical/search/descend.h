/* Descent that does not mind kinks. */
#ifndef DESCENT_LIB_CRITICAL_SEARCH_DESCEND_H
#define DESCENT_LIB_CRITICAL_SEARCH_DESCEND_H

#include "critical/search/state.h"

/* Where a descent ended. */
typedef struct descent__lowest {
    double loss;    /* NaN: it could not begin */
    bool is_inside; /* the box */
    size_t steps;
} descent__lowest;

/*
 * From x, which becomes where it ends: against the point nearest to zero of the hull of gradients scattered within a radius, which
 * shrinks, from a share of the box, where there is no slope left or no step is lower (gradient sampling: Burke, Lewis and Overton
 * 2005). At a minimum, smooth or at a kink, it comes to rest; on the way it stops where it leaves the box.
 */
descent_status descent__search_descend(descent__search *search, double *x, double radius, descent__lowest *end);

#endif
