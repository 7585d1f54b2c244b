/* Making the result struct. */
#ifndef DESCENT_LIB_CRITICAL_POINT_H
#define DESCENT_LIB_CRITICAL_POINT_H

#include <stdbool.h>

#include <descent/critical.h>

/*
 * A point with room for `eigenvalue_count` eigenvalues and residuals and `eigenvector_count` eigenvectors, and for an
 * n×n Hessian if asked. All numbers NaN or zero, the kind undetermined. NULL on failure, with the detail set.
 */
descent_critical_point *descent__critical_point_new(size_t n, size_t eigenvalue_count, size_t eigenvector_count,
                                                    int with_hessian);

/* Is it critical for something else than the loss alone: on a face of bounds, or with the terms of a rule? */
static inline bool descent__critical_point_is_held(const descent_critical_point *point)
{
    return point->bound_multipliers || point->zero_margins || point->weight_decay > 0 || point->l1 > 0;
}

/* Does the loss curve along every way from it? */
static inline bool descent__critical_point_curves_every_way(const descent_critical_point *point)
{
    return point->kind == DESCENT_CRITICAL_MINIMUM || point->kind == DESCENT_CRITICAL_SADDLE ||
           point->kind == DESCENT_CRITICAL_MAXIMUM;
}

/* Where the loss has no value a gradient of zero makes no point critical. */
static inline void descent__critical_point_without_loss(descent_critical_point *point)
{
    point->kind = DESCENT_CRITICAL_NOT_CRITICAL;
    point->converged = 0;
}

/* A point at x of which nothing is known yet: kind undetermined, no eigenvalues. NULL on failure, with the detail set. */
descent_critical_point *descent__critical_point_unclassified(size_t n, const double *x);

#endif
