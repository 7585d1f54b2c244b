#include <float.h>
#include <math.h>

#include "critical/large_state.h"
#include "critical/length.h"
#include "vector.h"

/* Relative residual at which MINRES has found Newton's step well enough: the walk then gains two digits a step. */
static const double step_accuracy = 1e-2;

/* First steps of a walk, as a share of the point's typical length. */
static const double first_radius = 0.5;

enum {
    halvings = 30
};

void descent_large_refill(descent_large *large)
{
    large->krylov.product_limit = large->krylov.products + large->options->product_limit;
}

descent_status descent_large_newton(descent_large *large, double accuracy, double *length, double *residual)
{
    double *const step = large->point->eigenvectors;
    descent_large_refill(large);
    const descent_status status = descent_minres(&large->krylov, large->gradient, accuracy, step, residual);
    *length = descent_vector_norm(large->dimension, step);
    return status;
}

descent_status descent_large_try(descent_large *large, const double *start, double share, double *trial,
                                 double *trial_gradient, double *norm)
{
    const size_t n = large->dimension;
    *norm = INFINITY;
    for (size_t i = 0; i < n; i++)
        trial[i] = large->point->x[i] + share * large->point->eigenvectors[i];
    if (!descent_vector_is_finite(n, trial) ||
        descent_vector_distance(n, trial, start) > large->options->distance_limit)
        return DESCENT_SUCCESS;
    const descent_status status = descent_evaluate_gradient(&large->evaluator, trial, trial_gradient);
    if (status == DESCENT_SUCCESS && descent_vector_is_finite(n, trial_gradient))
        *norm = descent_vector_norm(n, trial_gradient);
    return status;
}

/* One Newton step with backtracking on ‖∇L‖. *length is how far it went, 0 if nowhere. */
static descent_status walk_step(descent_large *large, const double *start, double *radius, double *length)
{
    const size_t n = large->dimension;
    double *const trial = large->krylov.vectors[0], *const trial_gradient = large->krylov.vectors[1];
    double full, norm, residual;
    descent_status status = descent_large_newton(large, step_accuracy, &full, &residual);
    *length = 0;
    if (status != DESCENT_SUCCESS || !(full > 0) || !isfinite(full))
        return status;
    double share = fmin(1, *radius / full);
    const bool cut = share < 1;
    for (int halving = 0; halving < halvings; halving++, share /= 2) {
        status = descent_large_try(large, start, share, trial, trial_gradient, &norm);
        if (status != DESCENT_SUCCESS)
            return status;
        if (norm < (1 - 1e-4 * share) * large->point->gradient_norm) {
            descent_vector_copy(n, trial, large->point->x);
            descent_vector_copy(n, trial_gradient, large->gradient);
            large->point->gradient_norm = norm;
            *length = share * full;
            *radius = halving > 0 ? 2 * *length : cut ? 2 * *radius : *radius;
            return DESCENT_SUCCESS;
        }
    }
    return DESCENT_SUCCESS;
}

descent_status descent_large_walk(descent_large *large, const double *start)
{
    descent_critical_point *const point = large->point;
    double radius = first_radius * descent_typical_length(&large->evaluator.problem, start);
    large->reference = descent_vector_norm(large->dimension, start);
    while (point->iterations < large->options->iteration_limit && point->gradient_norm > 0) {
        double length;
        const descent_status status = walk_step(large, start, &radius, &length);
        if (status != DESCENT_SUCCESS)
            return status;
        if (length == 0)
            break;
        point->iterations++;
        point->moved = descent_vector_distance(large->dimension, point->x, start);
        large->reference = fmax(large->reference, fmax(point->moved, descent_vector_norm(large->dimension, point->x)));
        if (length <= DBL_EPSILON * large->reference)
            break;
    }
    return DESCENT_SUCCESS;
}
