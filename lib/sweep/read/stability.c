#include "sweep/read/stability.h"

#include <math.h>

#include <descent/critical.h>

#include "base/vector.h"

/* Points no farther from each other than this share of their way from the start, or of their size, are one: what converged runs
 * leave between them. No edge: points of one search are apart by the whole way, or the same. */
static const double same_point = 1e-5;

/* So near is the way from the start to a critical point to an eigenvector, of a Hessian that may be known to eight digits. Whether the run
 * stays on it is not taken for granted. No edge: a way is chosen to be one, or is far from it. */
static const double along_share = 1e-6;

static bool are_same(const descent__stabilities *known, const double *a, const double *b)
{
    const size_t n = known->problem->dimension;
    return descent__vector_distance(n, a, b) <=
           same_point * fmax(descent__vector_distance(n, known->start, a), descent__vector_max_abs(n, a));
}

/* The curvature along the way from the start to a point, if that is an eigenvector; else the steepest. */
static double curvature_along(const descent__stabilities *known, const descent_critical_point *point)
{
    const size_t n = known->problem->dimension;
    const double steepest = 2 / point->step_limit;
    const double length = descent__vector_distance(n, known->start, point->x);
    double along = 0, miss = 0;
    if (!point->hessian || !(length > 0))
        return steepest;
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++)
            along += (known->start[i] - point->x[i]) / length * point->hessian[i * n + j] *
                     ((known->start[j] - point->x[j]) / length);
    for (size_t i = 0; i < n; i++) {
        double turned = -along * ((known->start[i] - point->x[i]) / length);
        for (size_t j = 0; j < n; j++)
            turned += point->hessian[i * n + j] * ((known->start[j] - point->x[j]) / length);
        miss = fmax(miss, fabs(turned));
    }
    return along > 0 && miss <= along_share * steepest ? along : steepest;
}

descent_status descent__stability_find(descent__stabilities *known, const double *x, descent__stability *found)
{
    const size_t n = known->problem->dimension;
    descent_critical_point *point;
    for (size_t i = 0; i < descent__known_points && i < known->count; i++)
        if (are_same(known, known->points + i * n, x)) {
            *found = known->known[i];
            return DESCENT_SUCCESS;
        }
    *found = (descent__stability){NAN, NAN, false};
    const descent_rule rule = known->rule ? *known->rule : descent_fixed_step(1);
    /* A step size that changes comes below the limit, or above it. */
    if (rule.schedule.kind != DESCENT_SCHEDULE_CONSTANT)
        return DESCENT_SUCCESS;
    const descent_status status = descent_critical_refine(known->problem, x, NULL, &point);
    if (status != DESCENT_SUCCESS)
        return status == DESCENT_ENOMEM ? status : DESCENT_SUCCESS;
    if (point->converged && isfinite(point->step_limit))
        *found = (descent__stability){descent_rule_step_limit(&rule, 2 / point->step_limit),
                                      descent_rule_step_limit(&rule, curvature_along(known, point)),
                                      point->kind == DESCENT_CRITICAL_MINIMUM};
    descent_critical_point_free(point);
    if (isnan(found->limit))
        return DESCENT_SUCCESS;
    const size_t place = known->count++ % descent__known_points;
    descent__vector_copy(n, x, known->points + place * n);
    known->known[place] = *found;
    return DESCENT_SUCCESS;
}
