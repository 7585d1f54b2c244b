/* The collection of points that a search has found: merging, order, and the counts that speak for completeness. */
#ifndef DESCENT_LIB_CRITICAL_SEARCH_FOUND_H
#define DESCENT_LIB_CRITICAL_SEARCH_FOUND_H

#include <stdbool.h>

#include <descent/critical.h>

typedef struct descent__found {
    size_t dimension;
    const double *width;   /* of the box */
    double merge_distance; /* in units of the width */
    descent_critical_set *set;
    size_t capacity;
    size_t *reached; /* how many starts led to each point */
} descent__found;

enum {
    descent__found_none = -1
};

/* Allocates an empty set. DESCENT_ENOMEM on failure, nothing to free then. */
descent_status descent__found_open(descent__found *found, size_t n, const double *width, double merge_distance);

/* Frees what is left: the set too, unless it was taken. */
void descent__found_close(descent__found *found);

/* The set, now the caller's, sorted and with `index_sum`, `continuum` and `new_point_chance` filled. */
descent_critical_set *descent__found_take(descent__found *found);

/* The number of the point that x is a duplicate of, or descent__found_none. `degenerate`: is x so? */
long descent__found_lookup(const descent__found *found, const double *x, bool degenerate);

/* Appends a point, which then belongs to the set. DESCENT_ENOMEM on failure; then the point is freed. */
descent_status descent__found_add(descent__found *found, descent_critical_point *point);

#endif
