#include <float.h>
#include <math.h>

#include "critical/analysis.h"
#include "critical/large_state.h"
#include "critical/scatter.h"
#include "vector.h"

/* Relative residual to which MINRES looks ahead: what it leaves hides in the smallest eigenvalues, which matter here. */
static const double look_accuracy = 1e-6;

/* Newton is seen to work if its step takes this share of the gradient away; at a degenerate point, whose gradient is
 * like x^k, it takes 3/4 for k = 2 and less for more. */
static const double works = 0.9;

/* Changes and errors count so many times, and a step so many times longer than "near" is still local, as in judge.c. */
static const double safety = 4, locality = 8;

enum {
    places = 4 /* where the gradient is asked again to see its noise */
};

typedef struct judgement {
    descent_ritz ends; /* of the spectrum */
    double norm;       /* largest |eigenvalue| */
    double noise;      /* of the gradient */
    double loose;      /* what is near where Newton works, or as far as an end of the spectrum is followed at all */
    double within;     /* what is near */
    double residual;   /* of Newton's step, relative */
    bool step_works;
} judgement;

/* What is known of one end of the spectrum. */
typedef struct spectrum_end {
    double tolerance; /* its eigenvalue's */
    bool near;        /* Is the critical point near, as far as the end's eigenvector leads? */
} spectrum_end;

/* How far is the critical point? A step that is local is kept in the spare vector, else zero is. */
static descent_status look_ahead(descent_large *large, judgement *j)
{
    const size_t n = large->dimension;
    descent_critical_point *const point = large->point;
    descent_status status = descent_large_newton(large, look_accuracy, &point->distance, &j->residual);
    if (status != DESCENT_SUCCESS)
        return status;
    j->step_works = j->residual <= 0.1;
    if (point->distance > 0 && isfinite(point->distance) && j->step_works) {
        double norm;
        status = descent_large_try(large, point->x, 1, large->krylov.vectors[0], large->krylov.vectors[1], &norm);
        if (status != DESCENT_SUCCESS)
            return status;
        j->step_works = norm <= (1 - works) * point->gradient_norm;
    }
    const double given = large->options->distance_tolerance;
    j->loose = sqrt(sqrt(DBL_EPSILON)) * large->reference;
    j->within = given > 0 ? given : j->step_works ? j->loose : sqrt(DBL_EPSILON) * large->reference;
    if (point->distance <= locality * j->within)
        descent_vector_copy(n, point->eigenvectors, large->krylov.vectors[descent_krylov_spare]);
    else
        descent_vector_fill(n, 0, large->krylov.vectors[descent_krylov_spare]);
    return DESCENT_SUCCESS;
}
/* Lowest eigenpairs, one after the other, and the highest eigenvalue. */
static descent_status find_spectrum(descent_large *large, descent_ritz *ends)
{
    const size_t n = large->dimension;
    descent_critical_point *const point = large->point;
    const double share = descent_eigenvalue_rounding(n, 1);
    for (size_t k = 0; k < point->eigenvector_count; k++) {
        descent_ritz ritz;
        descent_large_refill(large);
        const descent_status status =
            descent_lanczos_lowest(&large->krylov, point->eigenvectors, k, share, point->eigenvectors + k * n, &ritz);
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
}

/*
 * The gradient's noise as it shows: a few roundings away it should differ by no more than the norm of the Hessian times the
 * way. What rounding of x explains is there at any rate.
 */
static descent_status measure_noise(descent_large *large, judgement *j)
{
    const size_t n = large->dimension;
    const double *const x = large->point->x;
    double *const trial = large->krylov.vectors[0], *const gradient = large->krylov.vectors[1];
    double worst = 0;
    for (size_t place = 0; place < places; place++) {
        for (size_t i = 0; i < n; i++) {
            const double roundings = 8 * DBL_EPSILON * (descent_scatter(place * n + i) - 0.5);
            trial[i] = x[i] + roundings * fmax(fabs(x[i]), large->reference / sqrt((double)n));
        }
        const descent_status status = descent_evaluate_gradient(&large->evaluator, trial, gradient);
        if (status == DESCENT_ENOMEM)
            return status;
        if (status == DESCENT_SUCCESS && descent_vector_is_finite(n, gradient))
            worst = fmax(worst, descent_vector_distance(n, gradient, large->gradient) -
                                    j->norm * descent_vector_distance(n, trial, x));
    }
    j->noise = fmax(8 * DBL_EPSILON * j->norm * descent_vector_norm(n, x), safety * worst);
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
static descent_status widen_by_differences(descent_large *large, const judgement *j)
{
    const size_t n = large->dimension;
    descent_krylov *const krylov = &large->krylov;
    const double *const x = large->point->x, *const vector = large->point->eigenvectors;
    double *const once = krylov->vectors[0], *const twice = krylov->vectors[1];
    if (large->evaluator.problem.hessian_product)
        return DESCENT_SUCCESS;
    descent_status status = descent_hessian_times_difference(&large->evaluator, x, vector, 1, once, krylov->work);
    if (status == DESCENT_SUCCESS)
        status = descent_hessian_times_difference(&large->evaluator, x, vector, 2, twice, krylov->work);
    krylov->products += 2;
    if (status != DESCENT_SUCCESS)
        return status;
    const double error = descent_vector_distance(n, once, twice);
    widen(large->point, isnan(error) ? INFINITY : error, DESCENT_TOLERANCE_DIFFERENCE);
    const double step = descent_difference_step(&large->evaluator.problem, descent_vector_max_abs(n, x));
    widen(large->point, j->noise * descent_vector_max_abs(n, vector) / step, DESCENT_TOLERANCE_DIFFERENCE);
    return DESCENT_SUCCESS;
}

/* The zero tolerance, but for what the distance to the critical point makes of it. */
static descent_status set_tolerance(descent_large *large, const judgement *j)
{
    descent_critical_point *const point = large->point;
    if (large->options->eigenvalue_tolerance > 0) {
        point->eigenvalue_tolerance = large->options->eigenvalue_tolerance;
        point->tolerance_source = DESCENT_TOLERANCE_GIVEN;
        return DESCENT_SUCCESS;
    }
    point->eigenvalue_tolerance = descent_eigenvalue_rounding(large->dimension, j->norm);
    point->tolerance_source = DESCENT_TOLERANCE_ROUNDING;
    widen(point, j->ends.skew, DESCENT_TOLERANCE_ASYMMETRY);
    return widen_by_differences(large, j);
}

/* An end of the spectrum as it is looked at. */
typedef struct end_look {
    const double *vector;
    double size;      /* |eigenvalue| */
    double along;     /* Newton's step along the vector */
    double uncertain; /* what noise may add to that */
} end_look;

/*
 * Where the critical point may be, into vectors[2]: x + p, but exact along v, shifted to a side by what is uncertain along v
 * and across it. There MINRES has left the rest r = Hp + g, in which the smallest eigenvalues prevail; if they are like
 * this end's, the point is r/|λ| away.
 */
static descent_status place(descent_large *large, const judgement *j, const end_look *look, int side, bool *moved)
{
    const size_t n = large->dimension;
    descent_krylov *const krylov = &large->krylov;
    const double *const step = krylov->vectors[descent_krylov_spare], *const v = look->vector;
    double *const rest = krylov->vectors[1], *const result = krylov->vectors[2];
    *moved = false;
    descent_vector_fill(n, 0, rest);
    if (descent_vector_max_abs(n, step) > 0) {
        const descent_status status =
            descent_hessian_times(&large->evaluator, large->point->x, step, rest, krylov->work);
        krylov->products++;
        if (status != DESCENT_SUCCESS)
            return status;
    }
    descent_vector_add_scaled(n, 1, large->gradient, rest);
    descent_vector_add_scaled(n, -descent_vector_dot(n, v, rest), v, rest);
    const double length = descent_vector_norm(n, rest);
    const double across = length > 0 ? side * fmin(1 / look->size, j->loose / length) : 0;
    const double along = look->along + side * look->uncertain - descent_vector_dot(n, v, step);
    for (size_t i = 0; i < n; i++) {
        result[i] = large->point->x[i] + (step[i] + along * v[i] + across * rest[i]);
        *moved = *moved || result[i] != large->point->x[i];
    }
    return DESCENT_SUCCESS;
}

/* The largest ‖(H(y) − H(x))v‖ for such y; infinite if it cannot be had. */
static descent_status change_of(descent_large *large, const judgement *j, const end_look *look, double *change)
{
    descent_krylov *const krylov = &large->krylov;
    double *const here = krylov->vectors[0], *const there = krylov->vectors[1], *const y = krylov->vectors[2];
    descent_status status = DESCENT_SUCCESS;
    *change = 0;
    for (int side = -1; side <= 1 && status == DESCENT_SUCCESS; side += 2) {
        bool moved;
        status = place(large, j, look, side, &moved);
        if (status != DESCENT_SUCCESS || !moved)
            continue;
        status = descent_hessian_times(&large->evaluator, large->point->x, look->vector, here, krylov->work);
        if (status == DESCENT_SUCCESS)
            status = descent_hessian_times(&large->evaluator, y, look->vector, there, krylov->work);
        krylov->products += 2;
        if (status == DESCENT_SUCCESS)
            *change = fmax(*change, descent_vector_distance(large->dimension, here, there));
    }
    if (status != DESCENT_SUCCESS)
        *change = INFINITY;
    return status == DESCENT_ENOMEM ? status : DESCENT_SUCCESS;
}

/*
 * Where along its eigenvector may the critical point be, and what becomes of the eigenvalue there? A null eigenvalue needs
 * no second look.
 */
static descent_status look_at_end(descent_large *large, const judgement *j, const double *vector, double value,
                                  spectrum_end *end)
{
    const bool given = large->point->tolerance_source == DESCENT_TOLERANCE_GIVEN;
    const double component = descent_vector_dot(large->dimension, vector, large->gradient);
    end_look look = {.vector = vector, .size = fabs(value)};
    descent_status status = DESCENT_SUCCESS;
    end->tolerance = large->point->eigenvalue_tolerance;
    if (look.size > end->tolerance && !given) {
        double change;
        look.along = fabs(component) > j->noise ? -component / value : 0;
        look.along = fabs(look.along) <= locality * j->within ? look.along : 0;
        look.uncertain = fmin(fmax(j->noise, DBL_MIN) / look.size, j->loose);
        status = change_of(large, j, &look, &change);
        end->tolerance = fmax(end->tolerance, safety * change);
    }
    end->near = look.size > end->tolerance ? fabs(component) <= j->within * look.size
                                           : fabs(component) <= j->noise + end->tolerance * j->within;
    return status;
}

/* Is a critical point near enough, as far as MINRES could tell? */
typedef enum nearness {
    nearness_yes,
    nearness_no,
    nearness_unknown
} nearness;

static nearness judge_distance(const descent_large *large, const judgement *j)
{
    if (large->point->gradient_norm <= j->noise)
        return nearness_yes;
    if (!(large->point->distance <= j->within))
        return nearness_no;
    return j->residual <= 0.1 ? nearness_yes : nearness_unknown;
}

/*
 * A Rayleigh quotient below zero proves a negative eigenvalue, one above zero a positive one. That there is no other
 * sign is believed only if the bound of the spectrum, too, lies on this side of zero.
 */
static descent_critical_kind kind_of(const descent_critical_point *point, const descent_ritz *ends,
                                     const spectrum_end *low, const spectrum_end *high)
{
    const size_t last = point->eigenvector_count;
    const double lowest = point->eigenvalues[0], highest = point->eigenvalues[last];
    const double below = point->residuals[0], above = point->residuals[last];
    if (!isfinite(low->tolerance) || !isfinite(high->tolerance))
        return DESCENT_CRITICAL_UNDETERMINED;
    if (lowest < -low->tolerance && highest > high->tolerance)
        return DESCENT_CRITICAL_SADDLE;
    if (fmin(lowest - below, ends->lower_bound) > low->tolerance)
        return DESCENT_CRITICAL_MINIMUM;
    if (fmax(highest + above, ends->upper_bound) < -high->tolerance)
        return DESCENT_CRITICAL_MAXIMUM;
    return fabs(lowest) + below <= low->tolerance || fabs(highest) + above <= high->tolerance
               ? DESCENT_CRITICAL_DEGENERATE
               : DESCENT_CRITICAL_UNDETERMINED;
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

static descent_status look_at_ends(descent_large *large, const judgement *j, spectrum_end *low, spectrum_end *high)
{
    const descent_critical_point *const point = large->point;
    const descent_status status = look_at_end(large, j, point->eigenvectors, point->eigenvalues[0], low);
    return status == DESCENT_SUCCESS ? look_at_end(large, j, large->krylov.vectors[descent_krylov_highest],
                                                   point->eigenvalues[point->eigenvector_count], high)
                                     : status;
}

static void fill_kind(descent_large *large, const judgement *j, const spectrum_end *low, const spectrum_end *high)
{
    descent_critical_point *const point = large->point;
    const double highest = point->eigenvalues[point->eigenvector_count];
    const nearness near = low->near && high->near ? judge_distance(large, j) : nearness_no;
    if (near != nearness_no)
        widen(point, low->tolerance, DESCENT_TOLERANCE_DISTANCE);
    count_signs(point, j->ends.negative);
    point->kind = near == nearness_no        ? DESCENT_CRITICAL_NOT_CRITICAL
                  : near == nearness_unknown ? DESCENT_CRITICAL_UNDETERMINED
                                             : kind_of(point, &j->ends, low, high);
    point->newton_backed = point->kind == DESCENT_CRITICAL_MINIMUM && j->step_works;
    point->converged = near == nearness_yes;
    point->escape = point->index > 0 ? point->eigenvectors : NULL;
    if (point->kind == DESCENT_CRITICAL_MAXIMUM)
        point->index = large->dimension;
    if (highest > point->eigenvalue_tolerance) {
        point->step_limit = 2 / highest;
        if (large->options->rule)
            point->rule_step_limit = descent_rule_step_limit(large->options->rule, highest);
    }
}

descent_status descent_large_judge(descent_large *large)
{
    descent_critical_point *const point = large->point;
    judgement j = {.step_works = false};
    spectrum_end low, high;
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
        status = look_at_ends(large, &j, &low, &high);
    if (status == DESCENT_SUCCESS)
        fill_kind(large, &j, &low, &high);
    return status;
}
