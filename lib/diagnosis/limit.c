#include "diagnosis/limit.h"

#include <float.h>
#include <math.h>

#include "vector.h"

enum {
    dense_limit = 200,    /* beyond it eigenvalues take longer than most runs */
    most_multipliers = 16 /* of one rule along one direction */
};

static void note_evaluations(descent_evidence *evidence, const descent_critical_point *point)
{
    /* The critical-points room counts by itself; what it spent is spent. */
    descent_evaluations *spent = &evidence->evaluator.evaluations;
    spent->loss += point->evaluations.loss;
    spent->gradient += point->evaluations.gradient;
    spent->hessian += point->evaluations.hessian;
    spent->hessian_product += point->evaluations.hessian_product;
}

/* Flat, but with a slope hardly smaller than any that the run has seen: on such a plain nothing was found. */
static bool is_plain(const descent_evidence *evidence, const descent_critical_point *point)
{
    const double share = 0.1;
    double largest = 0;
    if (point->kind != DESCENT_CRITICAL_DEGENERATE || !evidence->norms || evidence->finite < 2 ||
        evidence->steps[0] > 0)
        return false;
    for (size_t row = 0; row < evidence->finite; row++)
        if (isfinite(evidence->norms[row]))
            largest = fmax(largest, evidence->norms[row]);
    const double sharpest = point->eigenvalue_count ? fabs(point->eigenvalues[point->eigenvalue_count - 1]) : 0;
    const double rounding = 16 * DBL_EPSILON * sharpest * descent_vector_norm(evidence->n, point->x);
    return point->gradient_norm > share * largest && point->gradient_norm > rounding;
}

void descent_limit_find(descent_evidence *evidence, const double *x, descent_limit *limit)
{
    descent_limit_find_within(evidence, x, 0, 0, limit);
}

void descent_limit_find_within(descent_evidence *evidence, const double *x, double distance, double eigenvalue,
                               descent_limit *limit)
{
    *limit = (descent_limit){.distance = NAN, .escaping = NAN, .rounding = NAN, .multiplier = NAN};
    const size_t n = evidence->n;
    if (evidence->random || !descent_evidence_affords(evidence, n <= dense_limit ? 8 * n + 40 : 200))
        return;
    descent_critical_options options;
    descent_critical_options_default(&options);
    options.dense_limit = dense_limit;
    options.iteration_limit = 100;
    options.distance_tolerance = distance;
    options.eigenvalue_tolerance = eigenvalue;
    options.probe_limit = (size_t)(descent_evidence_left(evidence) / 4);
    options.rule = evidence->has_rule ? &evidence->rule : NULL;
    if (n > dense_limit) {
        /* Each of Newton's steps may take that many products, of two gradients each where there are only gradients. */
        options.iteration_limit = 4;
        options.product_limit = (size_t)(descent_evidence_left(evidence) / 16);
    }
    descent_critical_point *point = NULL;
    const descent_status status = descent_critical_refine(&evidence->evaluator.problem, x, &options, &point);
    if (status == DESCENT_ENOMEM)
        evidence->out_of_memory = true;
    if (status != DESCENT_SUCCESS)
        return;
    note_evaluations(evidence, point);
    if (point->kind == DESCENT_CRITICAL_NOT_CRITICAL || !point->converged || !isfinite(point->gradient_norm) ||
        is_plain(evidence, point)) {
        descent_critical_point_free(point);
        return;
    }
    limit->point = point;
    limit->distance = fmax(point->moved, point->distance);
}

static double block_distance(const descent_evidence *evidence, const double *limit, size_t first, size_t last)
{
    double largest = 0;
    for (size_t row = first; row < last; row++)
        largest = fmax(largest, descent_vector_distance(evidence->n, descent_evidence_point(evidence, row), limit));
    return largest;
}

/* Modulus of the rule's largest multiplier along one eigenvector, and its imaginary part; NaN if the rule does not know
 * them. */
static double largest_multiplier(const descent_evidence *evidence, double eigenvalue, double *turn)
{
    double real[most_multipliers];
    double imaginary[most_multipliers];
    const descent_rule_type *type = evidence->rule.type;
    *turn = NAN;
    if (!evidence->has_rule || !type->multipliers || type->memory_count >= most_multipliers)
        return NAN;
    const double step_size =
        isfinite(evidence->diagnosis->step_size) ? evidence->diagnosis->step_size : evidence->rule.step_size;
    const size_t count = type->multipliers(&evidence->rule, step_size, eigenvalue, real, imaginary);
    double largest = 0;
    for (size_t j = 0; j < count; j++) {
        const double modulus = hypot(real[j], imaginary[j]);
        if (modulus > largest) {
            largest = modulus;
            *turn = imaginary[j];
        }
    }
    return largest;
}

double descent_limit_modulus(const descent_evidence *evidence, double eigenvalue)
{
    double turn;
    return largest_multiplier(evidence, eigenvalue, &turn);
}

/* Momentum of 1 loses nothing of its motion: it circles a minimum for ever, whatever the distances of a while say. */
static bool turns_for_ever(const descent_evidence *evidence, double eigenvalue)
{
    const double rounding = 1e-12;
    double turn;
    const double modulus = largest_multiplier(evidence, eigenvalue, &turn);
    return fabs(turn) > 0 && modulus >= 1 - rounding;
}

/* Part of the way from the point to a row along directions in which the rule neither contracts nor expands. */
static double neutral_part(const descent_evidence *evidence, const descent_critical_point *point, size_t row)
{
    const double rounding = 1e-9;
    const double *x = descent_evidence_point(evidence, row);
    double part = 0;
    for (size_t k = 0; k < point->eigenvector_count; k++) {
        const double modulus = descent_limit_modulus(evidence, point->eigenvalues[k]);
        const bool flat = fabs(point->eigenvalues[k]) <= point->eigenvalue_tolerance;
        if (!flat && !(fabs(modulus - 1) <= rounding))
            continue;
        double component = 0;
        for (size_t i = 0; i < evidence->n; i++)
            component += (x[i] - point->x[i]) * point->eigenvectors[k * evidence->n + i];
        part = hypot(part, component);
    }
    return part;
}

static bool lasts(const descent_evidence *evidence, const descent_critical_point *point, double distance)
{
    const double share = 0.1;
    const size_t last = evidence->finite - 1;
    const double now = neutral_part(evidence, point, last);
    return now > share * distance && now >= neutral_part(evidence, point, last - (last + 3) / 4) * (1 - 1e-9);
}

void descent_limit_follow(descent_evidence *evidence, descent_limit *limit)
{
    const descent_critical_point *point = limit->point;
    const size_t n = evidence->n;
    const size_t m = evidence->finite;
    if (!point || m == 0)
        return;
    const double *x = descent_evidence_point(evidence, m - 1);
    const double distance = descent_vector_distance(n, x, point->x);
    limit->distance = fmax(distance, point->distance);
    if (m >= 4) {
        const size_t half = m / 2;
        const size_t quarter = m - (m + 3) / 4;
        limit->nearing =
            block_distance(evidence, point->x, quarter, m) < block_distance(evidence, point->x, half, quarter);
    } else if (m >= 2) {
        limit->nearing = distance < descent_vector_distance(n, x - n, point->x);
    }
    limit->turning =
        point->eigenvalue_count > 0 && turns_for_ever(evidence, point->eigenvalues[point->eigenvalue_count - 1]);
    double escaping = 0;
    limit->multiplier = 0;
    limit->rounding = 64 * DBL_EPSILON * (descent_vector_norm(n, x) + descent_vector_norm(n, point->x));
    for (size_t k = 0; k < point->eigenvector_count; k++) {
        double component = 0;
        for (size_t i = 0; i < n; i++)
            component += (x[i] - point->x[i]) * point->eigenvectors[k * n + i];
        if (point->eigenvalues[k] < -point->eigenvalue_tolerance)
            escaping = hypot(escaping, component);
        else if (fabs(component) > limit->rounding)
            limit->multiplier = fmax(limit->multiplier, descent_limit_modulus(evidence, point->eigenvalues[k]));
    }
    limit->escaping = escaping;
    limit->lasting = m >= 2 && lasts(evidence, point, distance);
}
