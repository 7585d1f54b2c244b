/* What the parts of a search share. */
#ifndef DESCENT_LIB_CRITICAL_SEARCH_STATE_H
#define DESCENT_LIB_CRITICAL_SEARCH_STATE_H

#include "critical/dense/analysis.h"
#include "critical/search/found.h"
#include "critical/search/starts.h"

typedef struct descent__search {
    descent__analysis analysis;
    descent_critical_search_options options;
    descent__starts starts;
    descent__found found;
    const double *lower, *upper;
    double *width, *start, *values; /* n each, and the distinct coordinates: room for `distinct` in each variable */
    size_t *value_count;            /* n: how many of them there are */
    size_t *mixed;                  /* for each point and variable: how many values were mixed in already */
    size_t mixed_rows;              /* points that `mixed` has room for */
    size_t degenerate;              /* degenerate points found */
    size_t degenerate_many;         /* so many of them, and it is asked whether they lie on a continuum */
    size_t mixed_finds;             /* new points that mixed starts found */
    size_t callback_failures;       /* starts lost because a callback failed */
} descent__search;

enum {
    /* Distinct coordinates kept of each variable: for separable losses few are enough, for others none helps. */
    descent__search_distinct = 32
};

/* Is a limit of evaluations or points reached? */
static inline bool descent__search_is_exhausted(const descent__search *search)
{
    return descent__evaluator_total(&search->analysis.evaluator) >= search->options.evaluation_limit ||
           search->found.set->count >= search->options.point_limit;
}

#endif
