#include "critical/large/judge.h"

#include <float.h>
#include <math.h>

#include "base/scatter.h"
#include "base/vector.h"
#include "critical/hessian_product.h"
#include "critical/large/ends.h"
#include "critical/large/walk.h"
#include "critical/rounding.h"
#include "critical/tolerances.h"

enum {
    places = 4 /* so often the gradient is evaluated again to see its noise: the largest of four differences seen */
};

/* How far is the critical point? A step that is local is kept in the spare vector, else zero is. */
static descent_status look_ahead(descent__large *large, descent__judgement *j)
{
    const size_t n = large->dimension;
    descent_critical_point *const point = large->point;
    descent_status status = descent__large_newton(large, descent__look_accuracy, &point->distance, &j->residual);
    if (status != DESCENT_SUCCESS)
        return status;
    j->step_works = j->residual <= descent__step_found;
    if (point->distance > 0 && isfinite(point->distance) && j->step_works) {
        double norm;
        status = descent__large_try(large, point->x, 1, large->krylov.vectors[0], large->krylov.vectors[1], &norm);
        if (status != DESCENT_SUCCESS)
            return status;
        j->step_works = norm <= (1 - descent__newton_works) * point->gradient_norm;
    }
    const double given = large->options->distance_tolerance;
    j->loose = descent__loose_share * large->reference;
    j->within = given > 0 ? given : j->step_works ? j->loose : descent__close_share * large->reference;
    if (point->distance <= descent__locality * j->within)
        descent__vector_copy(n, point->eigenvectors, large->krylov.vectors[descent__krylov_spare]);
    else
        descent__vector_fill(n, 0, large->krylov.vectors[descent__krylov_spare]);
    return DESCENT_SUCCESS;
}

/* Lowest eigenpairs, one after the other, and the highest eigenvalue. */
static descent_status find_spectrum(descent__large *large, descent__ritz *ends)
{
    const size_t n = large->dimension;
    descent_critical_point *const point = large->point;
    const double share = descent__eigenvalue_rounding(n, 1);
    for (size_t k = 0; k < point->eigenvector_count; k++) {
        descent__ritz ritz;
        descent__large_refill(large);
        const descent_status status =
            descent__lanczos_lowest(&large->krylov, point->eigenvectors, k, share, point->eigenvectors + k * n, &ritz);
        if (status != DESCENT_SUCCESS)
            return status;
        point->eigenvalues[k] = ritz.lowest;
        point->residuals[k] = ritz.lowest_residual;
        if (k == 0) {
            *ends = ritz;
            point->eigenvalues[point->eigenvector_count] = ritz.highest;
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
    /* Products of what is no symmetric matrix contradict each other: then the ends are known to their difference. */
    const size_t last = point->eigenvector_count;
    const double below = point->eigenvalues[last - 1] - point->eigenvalues[last];
    if (below > 0) {
        point->eigenvalues[last] = point->eigenvalues[last - 1];
        point->residuals[last] += below;
    }
}

/*
 * The gradient's noise as it shows: a few roundings away it should differ by no more than the norm of the Hessian times
 * the way. What rounding of x explains is there at any rate.
 */
static descent_status measure_noise(descent__large *large, descent__judgement *j)
{
    const size_t n = large->dimension;
    const double *const x = large->point->x;
    double *const trial = large->krylov.vectors[0], *const gradient = large->krylov.vectors[1];
    double worst = 0;
    j->stir = INFINITY;
    for (size_t place = 0; place < places; place++) {
        for (size_t i = 0; i < n; i++) {
            const double roundings = descent__noise_roundings * DBL_EPSILON * (descent__scatter(place * n + i) - 0.5);
            trial[i] = x[i] + roundings * fmax(fabs(x[i]), large->reference / sqrt((double)n));
        }
        const descent_status status = descent__ask_gradient(&large->evaluator, trial, gradient);
        if (descent__is_final(status))
            return status;
        if (status != DESCENT_SUCCESS || !descent__vector_is_finite(n, gradient))
            continue;
        const double way = descent__vector_distance(n, trial, x);
        const double change = descent__vector_distance(n, gradient, large->gradient);
        worst = fmax(worst, change - j->norm * way);
        j->stir = fmin(j->stir, change / way);
    }
    j->noise =
        fmax(descent__gradient_roundings * DBL_EPSILON * j->norm * descent__vector_norm(n, x), descent__safety * worst);
    return DESCENT_SUCCESS;
}

static void widen(descent_critical_point *point, double error, descent_tolerance_source source)
{
    if (error > point->eigenvalue_tolerance && point->tolerance_source != DESCENT_TOLERANCE_GIVEN) {
        point->eigenvalue_tolerance = error;
        point->tolerance_source = source;
    }
}

/* What doubling the step of the differences changes in the product with the lowest eigenvector, and what noise does. */
static descent_status widen_by_differences(descent__large *large, const descent__judgement *j)
{
    const size_t n = large->dimension;
    descent__krylov *const krylov = &large->krylov;
    const double *const x = large->point->x, *const vector = large->point->eigenvectors;
    double *const once = krylov->vectors[0], *const twice = krylov->vectors[1];
    if (large->evaluator.problem.hessian_product)
        return DESCENT_SUCCESS;
    descent_status status = descent__hessian_times_difference(&large->evaluator, x, vector, 1, once, krylov->work);
    if (status == DESCENT_SUCCESS)
        status = descent__hessian_times_difference(&large->evaluator, x, vector, 2, twice, krylov->work);
    krylov->products += 2;
    if (status != DESCENT_SUCCESS)
        return status;
    const double error = descent__vector_distance(n, once, twice);
    widen(large->point, isnan(error) ? INFINITY : error, DESCENT_TOLERANCE_DIFFERENCE);
    const double step = descent__difference_step(&large->evaluator.problem, descent__vector_max_abs(n, x));
    widen(large->point, j->noise * descent__vector_max_abs(n, vector) / step, DESCENT_TOLERANCE_DIFFERENCE);
    return DESCENT_SUCCESS;
}

/* The zero tolerance, but for what the distance to the critical point makes of it. */
static descent_status set_tolerance(descent__large *large, const descent__judgement *j)
{
    descent_critical_point *const point = large->point;
    if (large->options->eigenvalue_tolerance > 0) {
        point->eigenvalue_tolerance = large->options->eigenvalue_tolerance;
        point->tolerance_source = DESCENT_TOLERANCE_GIVEN;
        return DESCENT_SUCCESS;
    }
    point->eigenvalue_tolerance = descent__eigenvalue_rounding(large->dimension, j->norm);
    point->tolerance_source = DESCENT_TOLERANCE_ROUNDING;
    widen(point, j->ends.skew, DESCENT_TOLERANCE_ASYMMETRY);
    return widen_by_differences(large, j);
}

/* Is a critical point near enough, as far as MINRES could tell? */
typedef enum nearness {
    nearness_yes,
    nearness_no,
    nearness_unknown
} nearness;

static nearness judge_distance(const descent__large *large, const descent__judgement *j)
{
    if (large->point->gradient_norm <= j->noise)
        return nearness_yes;
    if (!(large->point->distance <= j->within))
        return nearness_no;
    return j->residual <= descent__step_found ? nearness_yes : nearness_unknown;
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

static void fill_kind(descent__large *large, const descent__judgement *j, const descent__end_look *low,
                      const descent__end_look *high)
{
    descent_critical_point *const point = large->point;
    const double highest = point->eigenvalues[point->eigenvector_count];
    const nearness near = low->near && high->near ? judge_distance(large, j) : nearness_no;
    if (near != nearness_no)
        widen(point, low->end.tolerance, DESCENT_TOLERANCE_DISTANCE);
    count_signs(point, j->ends.negative);
    point->kind = near == nearness_no        ? DESCENT_CRITICAL_NOT_CRITICAL
                  : near == nearness_unknown ? DESCENT_CRITICAL_UNDETERMINED
                                             : descent__kind_by_ends(&low->end, &high->end);
    point->newton_backed = point->kind == DESCENT_CRITICAL_MINIMUM && j->step_works;
    point->gradient_error = j->noise;
    point->converged = near == nearness_yes;
    if (point->kind == DESCENT_CRITICAL_MAXIMUM)
        point->index = large->dimension;
    /* That was decided by the one end, within its own tolerance; between zero and it there is no other eigenvalue. */
    if (point->kind == DESCENT_CRITICAL_MAXIMUM || point->kind == DESCENT_CRITICAL_MINIMUM)
        point->nullity = 0;
    point->escape = point->index > 0 ? point->eigenvectors : NULL;
    if (highest > point->eigenvalue_tolerance) {
        point->step_limit = 2 / highest;
        if (large->options->rule)
            point->rule_step_limit = descent_rule_step_limit(large->options->rule, highest);
    }
}

descent_status descent__large_judge(descent__large *large)
{
    descent_critical_point *const point = large->point;
    descent__judgement j = {.step_works = false};
    descent__end_look low, high;
    descent_status status = look_ahead(large, &j);
    if (status == DESCENT_SUCCESS)
        status = find_spectrum(large, &j.ends);
    if (status != DESCENT_SUCCESS)
        return status;
    sort_pairs(point);
    j.norm = fmax(fabs(point->eigenvalues[0]), fabs(point->eigenvalues[point->eigenvector_count]));
    status = measure_noise(large, &j);
    if (status == DESCENT_SUCCESS)
        status = set_tolerance(large, &j);
    if (status == DESCENT_SUCCESS)
        status = descent__look_at_ends(large, &j, &low, &high);
    if (status == DESCENT_SUCCESS)
        fill_kind(large, &j, &low, &high);
    return status;
}
