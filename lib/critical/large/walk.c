#include "critical/large/walk.h"

#include <float.h>
#include <math.h>

#include "base/vector.h"
#include "critical/large/minres.h"
#include "critical/length.h"
#include "critical/tolerances.h"

/* Relative residual at which MINRES has found Newton's step well enough: the walk then gains two digits a step. A cost. */
static const double step_accuracy = 1e-2;

enum {
    halvings = 30 /* of a step that does not lower ‖∇L‖: down to 1e-9 of it */
};

void descent__large_refill(descent__large *large)
{
    large->krylov.product_limit = large->krylov.products + large->options->product_limit;
}

descent_status descent__large_newton(descent__large *large, double accuracy, double *length, double *residual)
{
    double *const step = large->point->eigenvectors;
    descent__large_refill(large);
    const descent_status status = descent__minres(&large->krylov, large->gradient, accuracy, step, residual);
    *length = descent__vector_norm(large->dimension, step);
    return status;
}

descent_status descent__large_try(descent__large *large, const double *start, double share, double *trial,
                                  double *trial_gradient, double *norm)
{
    const size_t n = large->dimension;
    *norm = INFINITY;
    for (size_t i = 0; i < n; i++)
        trial[i] = large->point->x[i] + share * large->point->eigenvectors[i];
    if (!descent__vector_is_finite(n, trial) ||
        descent__vector_distance(n, trial, start) > large->options->distance_limit)
        return DESCENT_SUCCESS;
    const descent_status status = descent__ask_gradient(&large->evaluator, trial, trial_gradient);
    if (status == DESCENT_SUCCESS && descent__vector_is_finite(n, trial_gradient))
        *norm = descent__vector_norm(n, trial_gradient);
    return status;
}

/* One Newton step with backtracking on ‖∇L‖. *length is how far it went, 0 if nowhere. */
static descent_status walk_step(descent__large *large, const double *start, double *radius, double *length)
{
    const size_t n = large->dimension;
    double *const trial = large->krylov.vectors[0], *const trial_gradient = large->krylov.vectors[1];
    double full, norm, residual;
    descent_status status = descent__large_newton(large, step_accuracy, &full, &residual);
    *length = 0;
    if (status != DESCENT_SUCCESS || !(full > 0) || !isfinite(full))
        return status;
    double share = fmin(1, *radius / full);
    const bool cut = share < 1;
    for (int halving = 0; halving < halvings; halving++, share /= 2) {
        status = descent__large_try(large, start, share, trial, trial_gradient, &norm);
        if (status != DESCENT_SUCCESS)
            return status;
        if (norm < (1 - descent__enough_fall * share) * large->point->gradient_norm) {
            descent__vector_copy(n, trial, large->point->x);
            descent__vector_copy(n, trial_gradient, large->gradient);
            large->point->gradient_norm = norm;
            *length = share * full;
            *radius = halving > 0 ? 2 * *length : cut ? 2 * *radius : *radius;
            return DESCENT_SUCCESS;
        }
    }
    return DESCENT_SUCCESS;
}

descent_status descent__large_walk(descent__large *large, const double *start)
{
    descent_critical_point *const point = large->point;
    double radius = descent__first_radius * descent__typical_length(&large->evaluator.problem, start);
    large->reference = descent__vector_norm(large->dimension, start);
    while (point->iterations < large->options->iteration_limit && point->gradient_norm > 0) {
        double length;
        const descent_status status = walk_step(large, start, &radius, &length);
        if (status != DESCENT_SUCCESS)
            return status;
        if (length == 0)
            break;
        point->iterations++;
        point->moved = descent__vector_distance(large->dimension, point->x, start);
        large->reference = fmax(large->reference, fmax(point->moved, descent__vector_norm(large->dimension, point->x)));
        if (length <= DBL_EPSILON * large->reference)
            break;
    }
    return DESCENT_SUCCESS;
}
