#include "diagnosis/verdict/destination.h"

#include <float.h>
#include <math.h>

#include "base/vector.h"
#include "diagnosis/verdict/thresholds.h"
#include "trajectory/tolerances.h"

enum {
    most_multipliers = 16, /* of one rule along one direction */
    dense_steps = 100,     /* of Newton's, with matrices */
    dense_each = 8,        /* evaluations for each variable: two Hessians by differences, extrapolated */
    dense_least = 40,      /* and for the steps between, below which it is not tried */
    large_steps = 4,       /* without: each may take `product_limit` products */
    large_least = 200      /* evaluations, below which it is not tried there */
};

bool descent__is_plain_slope(double slope, double largest, double curvature_times_size)
{
    return slope > DESCENT__PLAIN_SLOPE * largest &&
           slope > DESCENT__PLAIN_ROUNDINGS * DBL_EPSILON * curvature_times_size;
}

bool descent__turns_for_ever(double modulus, double turn)
{
    return fabs(turn) > 0 && modulus >= 1 - DESCENT__TURNING_ROUNDING;
}

bool descent__is_neutral_multiplier(double modulus)
{
    return fabs(modulus - 1) <= DESCENT__NEUTRAL_ROUNDING;
}

bool descent__lasts(double now, double then, double distance)
{
    return now > DESCENT__LASTING_SHARE * distance && now >= then * (1 - DESCENT__NEUTRAL_ROUNDING);
}

/* Flat, but with a slope hardly smaller than any that the run has seen: on such a plain nothing was found. */
static bool is_plain(const descent__evidence *evidence, const descent_critical_point *point)
{
    double largest = 0;
    if (point->kind != DESCENT_CRITICAL_DEGENERATE || !evidence->norms || evidence->finite < 2 ||
        evidence->steps[0] > 0)
        return false;
    for (size_t row = 0; row < evidence->finite; row++)
        if (isfinite(evidence->norms[row]))
            largest = fmax(largest, evidence->norms[row]);
    const double sharpest = point->eigenvalue_count ? fabs(point->eigenvalues[point->eigenvalue_count - 1]) : 0;
    return descent__is_plain_slope(point->gradient_norm, largest,
                                   sharpest * descent__vector_norm(evidence->n, point->x));
}

void descent__destination_find(descent__evidence *evidence, const double *x, descent__destination *destination)
{
    descent__destination_find_within(evidence, x, 0, 0, destination);
}

void descent__destination_find_within(descent__evidence *evidence, const double *x, double distance, double eigenvalue,
                                      descent__destination *destination)
{
    *destination = (descent__destination){.distance = NAN, .escaping = NAN, .rounding = NAN, .multiplier = NAN};
    const size_t n = evidence->n;
    if (evidence->random ||
        !descent__evidence_affords(evidence, n <= DESCENT__DENSE_LIMIT ? dense_each * n + dense_least : large_least))
        return;
    descent_critical_options options = {0};
    options.dense_limit = DESCENT__DENSE_LIMIT;
    options.iteration_limit = dense_steps;
    options.distance_tolerance = distance;
    options.eigenvalue_tolerance = eigenvalue;
    options.probe_limit = (size_t)(descent__evidence_left(evidence) / DESCENT__COPY_BUDGET);
    options.rule = evidence->has_rule ? &evidence->rule : NULL;
    if (n > DESCENT__DENSE_LIMIT) {
        /* Each of Newton's steps may take that many products, of two gradients each where there are only gradients. */
        options.iteration_limit = large_steps;
        options.product_limit = (size_t)(descent__evidence_left(evidence) / DESCENT__PRODUCT_BUDGET);
    }
    descent_critical_point *point = NULL;
    const descent_status status = descent_critical_refine(&evidence->problem_in_units, x, &options, &point);
    if (status == DESCENT_ENOMEM)
        evidence->memory_failed = true;
    if (status != DESCENT_SUCCESS)
        return;
    descent__evidence_spend(evidence, &point->evaluations); /* that room counts by itself */
    if (point->kind == DESCENT_CRITICAL_NOT_CRITICAL || !point->converged || !isfinite(point->gradient_norm) ||
        is_plain(evidence, point)) {
        descent_critical_point_free(point);
        return;
    }
    destination->point = point;
    destination->distance = fmax(point->moved, point->distance);
}

static double block_distance(const descent__evidence *evidence, const double *point, size_t first, size_t last)
{
    double largest = 0;
    for (size_t row = first; row < last; row++)
        largest = fmax(largest, descent__vector_distance(evidence->n, descent__evidence_point(evidence, row), point));
    return largest;
}

/* Modulus of the rule's largest multiplier along one eigenvector, and its imaginary part; NaN if the rule does not know
 * them. */
static double largest_multiplier(const descent__evidence *evidence, double eigenvalue, double *turn)
{
    double real[most_multipliers];
    double imaginary[most_multipliers];
    const descent_rule_type *type = evidence->rule.type;
    *turn = NAN;
    if (!evidence->has_rule || !type->multipliers || type->memory_count >= most_multipliers)
        return NAN;
    const double step_size = isfinite(evidence->step_size) ? evidence->step_size : evidence->rule.step_size;
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

double descent__destination_modulus(const descent__evidence *evidence, double eigenvalue)
{
    double turn;
    return largest_multiplier(evidence, eigenvalue, &turn);
}

double descent__destination_step_limit(const descent__evidence *evidence, const descent_critical_point *point)
{
    if (!point || !evidence->has_rule || point->eigenvalue_count == 0)
        return NAN;
    const double sharpest = point->eigenvalues[point->eigenvalue_count - 1];
    return sharpest > point->eigenvalue_tolerance ? descent_rule_step_limit(&evidence->rule, sharpest) : (double)NAN;
}

/* Momentum of 1 loses nothing of its motion: it circles a minimum for ever, whatever the distances of a while say. */
static bool turns_for_ever(const descent__evidence *evidence, double eigenvalue)
{
    double turn;
    const double modulus = largest_multiplier(evidence, eigenvalue, &turn);
    return descent__turns_for_ever(modulus, turn);
}

/* Part of the way from the point to a row along directions in which the rule neither contracts nor expands. */
static double neutral_part(const descent__evidence *evidence, const descent_critical_point *point, size_t row)
{
    const double *x = descent__evidence_point(evidence, row);
    double part = 0;
    for (size_t k = 0; k < point->eigenvector_count; k++) {
        const double modulus = descent__destination_modulus(evidence, point->eigenvalues[k]);
        const bool flat = fabs(point->eigenvalues[k]) <= point->eigenvalue_tolerance;
        if (!flat && !descent__is_neutral_multiplier(modulus))
            continue;
        double component = 0;
        for (size_t i = 0; i < evidence->n; i++)
            component += (x[i] - point->x[i]) * point->eigenvectors[k * evidence->n + i];
        part = hypot(part, component);
    }
    return part;
}

static bool lasts(const descent__evidence *evidence, const descent_critical_point *point, double distance)
{
    const size_t last = evidence->finite - 1;
    const double now = neutral_part(evidence, point, last);
    const double then = neutral_part(evidence, point, last - (last + 3) / 4);
    return descent__lasts(now, then, distance);
}

void descent__destination_follow(descent__evidence *evidence, descent__destination *destination)
{
    const descent_critical_point *point = destination->point;
    const size_t n = evidence->n;
    const size_t m = evidence->finite;
    if (!point || m == 0)
        return;
    const double *x = descent__evidence_point(evidence, m - 1);
    const double distance = descent__vector_distance(n, x, point->x);
    destination->distance = fmax(distance, point->distance);
    if (m >= descent__quarters) {
        const size_t half = m / 2;
        const size_t quarter = m - (m + 3) / 4;
        destination->nearing =
            block_distance(evidence, point->x, quarter, m) < block_distance(evidence, point->x, half, quarter);
    } else if (m >= 2) {
        destination->nearing = distance < descent__vector_distance(n, x - n, point->x);
    }
    destination->turning =
        point->eigenvalue_count > 0 && turns_for_ever(evidence, point->eigenvalues[point->eigenvalue_count - 1]);
    double escaping = 0;
    destination->multiplier = 0;
    destination->rounding =
        DESCENT__PART_ROUNDINGS * DBL_EPSILON * (descent__vector_norm(n, x) + descent__vector_norm(n, point->x));
    for (size_t k = 0; k < point->eigenvector_count; k++) {
        double component = 0;
        for (size_t i = 0; i < n; i++)
            component += (x[i] - point->x[i]) * point->eigenvectors[k * n + i];
        if (point->eigenvalues[k] < -point->eigenvalue_tolerance)
            escaping = hypot(escaping, component);
        else if (fabs(component) > destination->rounding)
            destination->multiplier =
                fmax(destination->multiplier, descent__destination_modulus(evidence, point->eigenvalues[k]));
    }
    destination->escaping = escaping;
    destination->lasting = m >= 2 && lasts(evidence, point, distance);
}
