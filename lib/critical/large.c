#include "critical/large.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>

#include "critical/analysis.h"
#include "critical/lanczos.h"
#include "critical/length.h"
#include "critical/point.h"
#include "status.h"
#include "vector.h"

/* Relative residual at which MINRES has found Newton's step well enough: the walk then gains two digits a step. */
static const double step_accuracy = 1e-2;

/* Newton is seen to work if its step takes this share of the gradient away; at a degenerate point, whose gradient is
 * like x^k, it takes 3/4 for k = 2 and less for more. */
static const double works = 0.9;

/* The Hessian's change along the step counts four times, as where a matrix is formed (judge.c). */
static const double safety = 4;

/* First steps of a walk, as a share of the point's typical length. */
static const double first_radius = 0.5;

enum {
    halvings = 30
};

/*
 * The point under study lives in the result itself. Vectors of n numbers: the point and its eigenvectors, the gradient,
 * five of the Krylov methods, two of the evaluator, and two more if products are made by differences.
 */
typedef struct large_state {
    size_t dimension;
    const descent_critical_options *options;
    descent_evaluator evaluator;
    descent_krylov krylov;
    descent_critical_point *point;
    double *gradient; /* at the point; after `look_ahead` the far end of Newton's step */
    double reference; /* the length that distances are judged by */
    double residual;  /* of Newton's step, relative */
    bool step_works;
} large_state;

bool descent_is_large(size_t n, const descent_critical_options *options)
{
    return n > options->dense_limit && n > options->eigenpair_count + 1;
}

/* Lets the next Krylov run use as many products as the option says. */
static void refill(large_state *large)
{
    large->krylov.product_limit = large->krylov.products + large->options->product_limit;
}

static descent_status evaluate_here(large_state *large)
{
    descent_status status = descent_evaluate_gradient(&large->evaluator, large->point->x, large->gradient);
    if (status == DESCENT_SUCCESS)
        status = descent_check_finite("the gradient at x", large->dimension, large->gradient);
    if (status == DESCENT_SUCCESS)
        large->point->gradient_norm = descent_vector_norm(large->dimension, large->gradient);
    return status;
}

/* Newton's step into the first eigenvector's place, which is not needed yet. */
static descent_status newton_step(large_state *large, double *length)
{
    double *const step = large->point->eigenvectors;
    refill(large);
    const descent_status status =
        descent_minres(&large->krylov, large->gradient, step_accuracy, step, &large->residual);
    *length = descent_vector_norm(large->dimension, step);
    return status;
}

/* x + share·step into `trial` and the gradient's norm there; infinite where it is not finite or too far. */
static descent_status try_share(large_state *large, const double *start, double share, double *trial,
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
static descent_status walk_step(large_state *large, const double *start, double *radius, double *length)
{
    const size_t n = large->dimension;
    double *const trial = large->krylov.vectors[0], *const trial_gradient = large->krylov.vectors[1];
    double full, norm;
    descent_status status = newton_step(large, &full);
    *length = 0;
    if (status != DESCENT_SUCCESS || !(full > 0) || !isfinite(full))
        return status;
    double share = fmin(1, *radius / full);
    const bool cut = share < 1;
    for (int halving = 0; halving < halvings; halving++, share /= 2) {
        status = try_share(large, start, share, trial, trial_gradient, &norm);
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

static descent_status walk_to_critical(large_state *large, const double *start)
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

/* How far is the critical point? Leaves the far end of Newton's step, at least a few roundings away, in `gradient`. */
static descent_status look_ahead(large_state *large)
{
    const size_t n = large->dimension;
    descent_critical_point *const point = large->point;
    double *const step = point->eigenvectors;
    descent_status status = newton_step(large, &point->distance);
    if (status != DESCENT_SUCCESS)
        return status;
    large->step_works = large->residual <= 0.1;
    if (point->distance > 0 && isfinite(point->distance) && large->step_works) {
        double norm;
        status = try_share(large, point->x, 1, large->krylov.vectors[0], large->krylov.vectors[1], &norm);
        if (status != DESCENT_SUCCESS)
            return status;
        large->step_works = norm <= (1 - works) * point->gradient_norm;
    }
    for (size_t i = 0; i < n; i++) {
        const double side = step[i] < 0 || (step[i] == 0 && i % 2 == 1) ? -1 : 1;
        large->gradient[i] = point->x[i] + step[i] + side * 4 * DBL_EPSILON * fabs(point->x[i]);
    }
    return DESCENT_SUCCESS;
}

/* Lowest eigenpairs, one after the other, and the highest eigenvalue. */
static descent_status find_spectrum(large_state *large, size_t *negative)
{
    const size_t n = large->dimension;
    descent_critical_point *const point = large->point;
    const double share = descent_eigenvalue_rounding(n, 1);
    *negative = 0;
    for (size_t k = 0; k < point->eigenvector_count; k++) {
        descent_ritz ritz;
        refill(large);
        const descent_status status =
            descent_lanczos_lowest(&large->krylov, point->eigenvectors, k, share, point->eigenvectors + k * n, &ritz);
        if (status != DESCENT_SUCCESS)
            return status;
        point->eigenvalues[k] = ritz.lowest;
        point->residuals[k] = ritz.lowest_residual;
        if (k == 0) {
            *negative = ritz.negative;
            point->eigenvalues[point->eigenvector_count] = fmax(ritz.highest, ritz.lowest);
            point->residuals[point->eigenvector_count] = ritz.highest_residual;
        }
    }
    return DESCENT_SUCCESS;
}

/* Sorts the eigenpairs: a later one may come out below an earlier that had not converged. */
static void sort_pairs(descent_critical_point *point)
{
    const size_t n = point->dimension;
    for (size_t k = 1; k < point->eigenvector_count; k++)
        for (size_t j = k; j > 0 && point->eigenvalues[j - 1] > point->eigenvalues[j]; j--) {
            double *const a = point->eigenvectors + (j - 1) * n, *const b = a + n;
            const double value = point->eigenvalues[j], residual = point->residuals[j];
            point->eigenvalues[j] = point->eigenvalues[j - 1];
            point->residuals[j] = point->residuals[j - 1];
            point->eigenvalues[j - 1] = value;
            point->residuals[j - 1] = residual;
            for (size_t i = 0; i < n; i++) {
                const double component = a[i];
                a[i] = b[i];
                b[i] = component;
            }
        }
}

/* ‖(A − H(x))v‖ for the lowest eigenvector v, where A is what `elsewhere` or differences with twice the step say. */
static descent_status difference_along(large_state *large, const double *elsewhere, double *change)
{
    const size_t n = large->dimension;
    descent_krylov *const krylov = &large->krylov;
    const double *const vector = large->point->eigenvectors;
    double *const here = krylov->vectors[0], *const other = krylov->vectors[1];
    descent_status status = descent_hessian_times(&large->evaluator, large->point->x, vector, here, krylov->work);
    if (status == DESCENT_SUCCESS && elsewhere)
        status = descent_hessian_times(&large->evaluator, elsewhere, vector, other, krylov->work);
    else if (status == DESCENT_SUCCESS)
        status = descent_hessian_times_difference(&large->evaluator, large->point->x, vector, 2, other, krylov->work);
    krylov->products += 2;
    *change = status == DESCENT_SUCCESS ? descent_vector_distance(n, here, other) : INFINITY;
    if (isnan(*change))
        *change = INFINITY;
    return status == DESCENT_ENOMEM ? status : DESCENT_SUCCESS;
}

static void widen(descent_critical_point *point, double error, descent_tolerance_source source)
{
    if (error > point->eigenvalue_tolerance) {
        point->eigenvalue_tolerance = error;
        point->tolerance_source = source;
    }
}

/* The zero tolerance; *change is the part of it that distance makes. */
static descent_status set_tolerance(large_state *large, double norm, double *change)
{
    descent_critical_point *const point = large->point;
    descent_status status = difference_along(large, large->gradient, change);
    *change *= safety;
    if (status != DESCENT_SUCCESS)
        return status;
    if (large->options->eigenvalue_tolerance > 0) {
        point->eigenvalue_tolerance = large->options->eigenvalue_tolerance;
        point->tolerance_source = DESCENT_TOLERANCE_GIVEN;
        return DESCENT_SUCCESS;
    }
    point->eigenvalue_tolerance = descent_eigenvalue_rounding(large->dimension, norm);
    point->tolerance_source = DESCENT_TOLERANCE_ROUNDING;
    if (!large->evaluator.problem.hessian_product) {
        double error;
        status = difference_along(large, NULL, &error);
        widen(point, error, DESCENT_TOLERANCE_DIFFERENCE);
    }
    return status;
}

/* Is a critical point near enough, as far as MINRES could tell? */
typedef enum nearness {
    nearness_yes,
    nearness_no,
    nearness_unknown
} nearness;

static nearness judge_distance(const large_state *large, double norm)
{
    const descent_critical_point *const point = large->point;
    const double share = large->step_works ? sqrt(sqrt(DBL_EPSILON)) : sqrt(DBL_EPSILON);
    const double given = large->options->distance_tolerance;
    const double tolerance = given > 0 ? given : share * large->reference;
    const double noise = 8 * DBL_EPSILON * norm * descent_vector_norm(large->dimension, point->x);
    if (point->gradient_norm <= noise)
        return nearness_yes;
    if (!(point->distance <= tolerance))
        return nearness_no;
    return large->residual <= 0.1 ? nearness_yes : nearness_unknown;
}

/*
 * A Rayleigh quotient below zero proves a negative eigenvalue, one above zero a positive one. That there is no other
 * sign is believed only if the end of the spectrum has converged on this side of zero.
 */
static descent_critical_kind kind_of(const descent_critical_point *point)
{
    const size_t last = point->eigenvector_count;
    const double tolerance = point->eigenvalue_tolerance;
    const double lowest = point->eigenvalues[0], highest = point->eigenvalues[last];
    const double below = point->residuals[0], above = point->residuals[last];
    if (!isfinite(tolerance))
        return DESCENT_CRITICAL_UNDETERMINED;
    if (lowest < -tolerance && highest > tolerance)
        return DESCENT_CRITICAL_SADDLE;
    /* Twice: a positive end may still creep down a little after its residual has become small. */
    if (lowest - 2 * below > tolerance)
        return DESCENT_CRITICAL_MINIMUM;
    if (highest + 2 * above < -tolerance)
        return DESCENT_CRITICAL_MAXIMUM;
    const bool lowest_is_zero = fabs(lowest) + below <= tolerance, highest_is_zero = fabs(highest) + above <= tolerance;
    return lowest_is_zero || highest_is_zero ? DESCENT_CRITICAL_DEGENERATE : DESCENT_CRITICAL_UNDETERMINED;
}

static void count_signs(descent_critical_point *point, size_t negative_intervals)
{
    size_t negative = 0, null = 0;
    for (size_t k = 0; k < point->eigenvector_count; k++) {
        negative += point->eigenvalues[k] + point->residuals[k] < -point->eigenvalue_tolerance;
        null += fabs(point->eigenvalues[k]) + point->residuals[k] <= point->eigenvalue_tolerance;
    }
    /* The intervals were counted with the rounding tolerance only. */
    const bool counts = point->tolerance_source == DESCENT_TOLERANCE_ROUNDING;
    point->index = counts && negative_intervals > negative ? negative_intervals : negative;
    if (point->eigenvalues[0] < -point->eigenvalue_tolerance && point->index == 0)
        point->index = 1; /* the Rayleigh quotient alone proves that much */
    point->nullity = null;
    point->index_is_lower_bound = 1;
    point->nullity_is_lower_bound = 1;
}

static descent_status judge(large_state *large)
{
    descent_critical_point *const point = large->point;
    size_t negative;
    double change;
    descent_status status = find_spectrum(large, &negative);
    if (status != DESCENT_SUCCESS)
        return status;
    sort_pairs(point);
    const double highest = point->eigenvalues[point->eigenvector_count];
    const double norm = fmax(fabs(point->eigenvalues[0]), fabs(highest));
    status = set_tolerance(large, norm, &change);
    if (status != DESCENT_SUCCESS)
        return status;
    const nearness near = judge_distance(large, norm);
    if (near != nearness_no && point->tolerance_source != DESCENT_TOLERANCE_GIVEN)
        widen(point, change, DESCENT_TOLERANCE_DISTANCE);
    count_signs(point, negative);
    point->kind = near == nearness_no        ? DESCENT_CRITICAL_NOT_CRITICAL
                  : near == nearness_unknown ? DESCENT_CRITICAL_UNDETERMINED
                                             : kind_of(point);
    point->newton_backed = point->kind == DESCENT_CRITICAL_MINIMUM && large->step_works;
    point->converged = near == nearness_yes;
    point->escape = point->index > 0 ? point->eigenvectors : NULL;
    if (point->kind == DESCENT_CRITICAL_MAXIMUM)
        point->index = large->dimension;
    if (highest > point->eigenvalue_tolerance) {
        point->step_limit = 2 / highest;
        if (large->options->rule)
            point->rule_step_limit = descent_rule_step_limit(large->options->rule, highest);
    }
    return DESCENT_SUCCESS;
}

static descent_status analyse(large_state *large, const double *x, bool walk)
{
    descent_critical_point *const point = large->point;
    descent_status status = descent_check_finite("x", large->dimension, x);
    if (status != DESCENT_SUCCESS)
        return status;
    descent_vector_copy(large->dimension, x, point->x);
    large->reference = descent_typical_length(&large->evaluator.problem, x);
    status = evaluate_here(large);
    if (status == DESCENT_SUCCESS && walk)
        status = walk_to_critical(large, x);
    if (status == DESCENT_SUCCESS)
        status = look_ahead(large);
    if (status == DESCENT_SUCCESS)
        status = judge(large);
    if (status == DESCENT_SUCCESS && descent_evaluator_has_loss(&large->evaluator))
        status = descent_evaluate_loss(&large->evaluator, point->x, &point->loss);
    point->hessian_source = large->evaluator.problem.hessian_product            ? DESCENT_HESSIAN_PRODUCT
                            : descent_evaluator_has_gradient(&large->evaluator) ? DESCENT_HESSIAN_GRADIENT_DIFFERENCE
                                                                                : DESCENT_HESSIAN_LOSS_DIFFERENCE;
    point->evaluations = large->evaluator.evaluations;
    point->products = large->krylov.products;
    return status;
}

descent_status descent_large_analyse(const descent_problem *problem, const double *x,
                                     const descent_critical_options *options, bool walk, descent_critical_point **point)
{
    large_state large = {.dimension = problem->dimension, .options = options};
    const size_t n = large.dimension, pairs = options->eigenpair_count;
    descent_status status = descent_evaluator_open(&large.evaluator, problem);
    if (status != DESCENT_SUCCESS)
        return status;
    large.point = descent_critical_point_new(n, pairs + 1, pairs, 0);
    large.gradient = malloc(n * sizeof(double)); /* the evaluator holds twice as much */
    if (!large.point)
        status = DESCENT_ENOMEM;
    else if (!large.gradient)
        status = descent_fail_memory("gradient", n * sizeof(double));
    else
        status = descent_krylov_open(&large.krylov, &large.evaluator, large.point->x, 0);
    if (status == DESCENT_SUCCESS)
        status = analyse(&large, x, walk);
    descent_krylov_close(&large.krylov);
    descent_evaluator_close(&large.evaluator);
    free(large.gradient);
    if (status == DESCENT_SUCCESS)
        *point = large.point;
    else
        descent_critical_point_free(large.point);
    return status;
}
