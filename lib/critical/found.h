/* The collection of points that a search has found: merging, order, and the counts that speak for completeness. */
#ifndef DESCENT_LIB_CRITICAL_FOUND_H
#define DESCENT_LIB_CRITICAL_FOUND_H

#include <stdbool.h>

#include <descent/critical.h>

typedef struct descent_found {
    size_t dimension;
    const double *width;   /* of the box */
    double merge_distance; /* in units of the width */
    descent_critical_set *set;
    size_t capacity;
    size_t *reached; /* how many starts led to each point */
} descent_found;

enum {
    descent_found_none = -1
};

/* Allocates an empty set. DESCENT_ENOMEM on failure, nothing to free then. */
descent_status descent_found_open(descent_found *found, size_t n, const double *width, double merge_distance);

/* Frees what is left: the set too, unless it was taken. */
void descent_found_close(descent_found *found);

/* The set, now the caller's, sorted and with `index_sum`, `continuum` and `new_point_chance` filled. */
descent_critical_set *descent_found_take(descent_found *found);

/* The number of the point that x is a duplicate of, or descent_found_none. `degenerate`: is x so? */
long descent_found_lookup(const descent_found *found, const double *x, bool degenerate);

/* Appends a point, which then belongs to the set. DESCENT_ENOMEM on failure; then the point is still the caller's. */
descent_status descent_found_add(descent_found *found, descent_critical_point *point);

#endif
