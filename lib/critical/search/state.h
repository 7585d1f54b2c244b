/* What the parts of a search share. */
#ifndef DESCENT_LIB_CRITICAL_SEARCH_STATE_H
#define DESCENT_LIB_CRITICAL_SEARCH_STATE_H

#include <float.h>
#include <math.h>
#include <stdbool.h>

#include "critical/dense/analysis.h"
#include "critical/search/bundle.h"
#include "critical/search/found.h"
#include "critical/search/starts.h"
#include "critical/tolerances.h"

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
    descent__bundle bundle;         /* gradients around a point; without room until kinks are looked for */
    double *lowest, *place, *aside; /* n each: where a descent ended, another beside it, and from where */
    size_t descents, kinks; /* descents made from starts, and the minima at kinks, but valleys, that are found */
    bool sum_is_due;        /* is it known what (−1)^index adds up to over all points of the box, */
    long sum_due;           /* and what to? */
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

/* Is a point in the box, but for rounding? */
static inline bool descent__search_is_inside(const descent__search *search, const double *x)
{
    for (size_t i = 0; i < search->analysis.dimension; i++) {
        const double slack =
            descent__coordinate_roundings * DBL_EPSILON * fmax(fabs(search->lower[i]), fabs(search->upper[i]));
        if (x[i] < search->lower[i] - slack || x[i] > search->upper[i] + slack)
            return false;
    }
    return true;
}

/* Notes what a point cost: all calls since `before`. */
static inline void descent__search_count(const descent__search *search, const descent_evaluations *before,
                                         descent_critical_point *point)
{
    point->evaluations = search->analysis.evaluator.evaluations;
    point->evaluations.loss -= before->loss;
    point->evaluations.gradient -= before->gradient;
    point->evaluations.hessian -= before->hessian;
    point->evaluations.hessian_product -= before->hessian_product;
    point->products = point->evaluations.hessian_product;
}

#endif
