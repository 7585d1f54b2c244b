#include "diagnosis/verdict/destination.h"

#include <float.h>
#include <math.h>

#include "base/vector.h"
#include "critical/classify.h"
#include "critical/point.h"
#include "diagnosis/verdict/thresholds.h"
#include "problem/resolution.h"
#include "rules/family.h"
#include "rules/knowledge.h"
#include "rules/remaining.h"
#include "trajectory/tolerances.h"

enum {
    most_multipliers = 16,  /* of one rule along one direction; what follows are costs, no edges: */
    dense_steps = 100,      /* of Newton's, with matrices */
    dense_each = 8,         /* evaluations for each variable: two Hessians by differences, extrapolated */
    dense_least = 40,       /* and for the steps between, below which it is not tried */
    large_steps = 4,        /* without: each may take `product_limit` products */
    large_least = 200,      /* evaluations, below which it is not tried there */
    hessians_of_losses = 4, /* where there is no gradient: one for the walk, and three to judge by, */
    slopes_of_losses = 100  /* and losses for each variable in the slopes between */
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

/* A Hessian by second differences of the loss takes 4n(n + 1) calls: one for the walk, three to judge by, and the slopes
 * between. */
static bool affords_search(descent__evidence *evidence)
{
    const uint64_t n = evidence->n;
    if (descent__evaluator_has_gradient(&evidence->evaluator))
        return descent__evidence_affords(evidence,
                                         n <= DESCENT__DENSE_LIMIT ? dense_each * n + dense_least : large_least);
    const uint64_t calls = hessians_of_losses * 4 * n * (n + 1) + slopes_of_losses * n;
    if (n <= DESCENT__DENSE_LIMIT && descent__evidence_calls_left(evidence) >= calls)
        return true;
    evidence->budget_exhausted = true;
    return false;
}

/* How far off the true critical point may be, for what differences of the loss leave open in its gradient. */
static double hidden_distance(const descent_critical_point *point)
{
    double smallest = INFINITY;
    if (point->hessian_source != DESCENT_HESSIAN_LOSS_DIFFERENCE)
        return 0;
    for (size_t k = 0; k < point->eigenvalue_count; k++)
        if (fabs(point->eigenvalues[k]) > point->eigenvalue_tolerance)
            smallest = fmin(smallest, fabs(point->eigenvalues[k]));
    return point->gradient_error / smallest;
}

double descent__destination_unseen(const descent__evidence *evidence, const descent_critical_point *point,
                                   double distance, descent_law law)
{
    if (!descent__evidence_has_differences(evidence))
        return 0;
    const double error = descent__difference_error(&evidence->evaluator.problem, point->x, point->loss);
    if (point->kind == DESCENT_CRITICAL_DEGENERATE && law != DESCENT_LAW_GEOMETRIC)
        return distance * cbrt(error / evidence->gradient_norm);
    double flattest = INFINITY;
    for (size_t k = 0; k < point->eigenvalue_count; k++)
        if (fabs(point->eigenvalues[k]) > point->eigenvalue_tolerance)
            flattest = fmin(flattest, fabs(point->eigenvalues[k]));
    return error / flattest;
}

static bool is_level_along(const descent_critical_point *point, size_t k)
{
    return fabs(point->eigenvalues[k]) <= point->eigenvalue_tolerance;
}

/* The way from x to a point, along which it has no curvature; false if there is none, or it is so short that rounding counts. */
static bool level_way(const descent_critical_point *point, size_t n, const double *x, double *way)
{
    if (point->kind != DESCENT_CRITICAL_DEGENERATE || point->eigenvector_count != n)
        return false;
    for (size_t i = 0; i < n; i++)
        way[i] = point->x[i] - x[i];
    for (size_t k = 0; point->nullity < n && k < n; k++)
        if (!is_level_along(point, k)) {
            const double *direction = point->eigenvectors + k * n;
            descent__vector_add_scaled(n, -descent__vector_dot(n, way, direction), direction, way);
        }
    return descent__vector_norm(n, way) > DESCENT__FADING_WAY * descent__vector_norm(n, point->x);
}

static bool gradient_at(descent__evidence *evidence, const double *x, double *gradient)
{
    return descent__evidence_affords(evidence, 1) &&
           descent__evaluate_gradient(&evidence->evaluator, x, gradient) == DESCENT_SUCCESS;
}

/* Back to where the gradient across the way is zero, by the curvatures there: the directions are known to some digits only. */
static void back_to_valley(const descent_critical_point *point, size_t n, const double *gradient, double *where)
{
    for (size_t k = 0; k < n; k++)
        if (!is_level_along(point, k)) {
            const double *direction = point->eigenvectors + k * n;
            descent__vector_add_scaled(n, -descent__vector_dot(n, gradient, direction) / point->eigenvalues[k],
                                       direction, where);
        }
}

/* Down along the way, so many of its lengths beyond the point: the slope times the length; NaN if it is not to be had. */
static double slope_beyond(descent__evidence *evidence, const descent_critical_point *point, double *way,
                           double lengths)
{
    const size_t n = evidence->n;
    double *where = way + n, *gradient = where + n;
    descent__vector_copy(n, point->x, where);
    descent__vector_add_scaled(n, lengths, way, where);
    if (!gradient_at(evidence, where, gradient))
        return NAN;
    if (point->nullity < n) {
        back_to_valley(point, n, gradient, where);
        if (!gradient_at(evidence, where, gradient))
            return NAN;
    }
    const double slope = -descent__vector_dot(n, gradient, way);
    /* The way is known to so small an angle, by which what is left across it enters. */
    const double sharpest = point->eigenvalue_count > 0 ? fabs(point->eigenvalues[point->eigenvalue_count - 1]) : 0;
    const double angle =
        fmax(point->nullity < n ? point->eigenvalue_tolerance / sharpest : 0, DESCENT__PART_ROUNDINGS * DBL_EPSILON);
    return fabs(slope) > angle * descent__vector_norm(n, gradient) * descent__vector_norm(n, way) ? slope : 0;
}

/*
 * Newton's iteration runs off along a slope that fades, as that of exp(−x²) does, until what is left passes for zero. There the slope
 * leads on, the same way and ever less, to nothing, and is level however far; beyond a critical point it leads back somewhere, though
 * it may fade before, as that of exp(−1/x²) does, or is as steep again as it was before the point, or is exactly zero from there on.
 */
static bool slope_fades_beyond(descent__evidence *evidence, const descent_critical_point *point, const double *x)
{
    double *way = descent__evidence_numbers(evidence, 3 * evidence->n);
    double slope = INFINITY;
    if (!way || !descent__evaluator_has_gradient(&evidence->evaluator) || !level_way(point, evidence->n, x, way))
        return false;
    for (int k = 0; k <= DESCENT__FADING_PLACES && slope > 0; k++) {
        const double next = slope_beyond(evidence, point, way, (double)k / DESCENT__FADING_PLACES);
        /* It may fade to less than there are numbers for; but not at once. */
        if (!(next < DESCENT__FADES * slope) || !(next > 0 || (k > 1 && next >= 0)))
            return false;
        slope = next;
    }
    for (int k = 0; k < DESCENT__FADED_DOUBLINGS; k++)
        if (!(slope_beyond(evidence, point, way, ldexp(1, k)) >= 0))
            return false;
    return true;
}

void descent__destination_find_within(descent__evidence *evidence, const double *x, double distance, double eigenvalue,
                                      descent__destination *destination)
{
    *destination = (descent__destination){.distance = NAN, .escaping = NAN, .rounding = NAN, .multiplier = NAN};
    const size_t n = evidence->n;
    if (evidence->random)
        return;
    destination->unsought = !affords_search(evidence);
    if (destination->unsought)
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
    descent_evaluations spent;
    options.evaluation_limit = descent__evidence_calls_left(evidence);
    const descent_status status =
        descent__critical_examine(&evidence->problem_in_units, x, &options, true, &spent, &point);
    descent__evidence_spend(evidence, &spent); /* that room counts by itself */
    if (status == DESCENT_ENOMEM)
        evidence->memory_failed = true;
    if (status == DESCENT_EBUDGET)
        evidence->budget_exhausted = destination->unsought = true;
    if (status != DESCENT_SUCCESS)
        return;
    if (point->kind == DESCENT_CRITICAL_NOT_CRITICAL || !point->converged || !isfinite(point->gradient_norm) ||
        is_plain(evidence, point) || slope_fades_beyond(evidence, point, x)) {
        descent_critical_point_free(point);
        return;
    }
    destination->point = point;
    destination->distance = fmax(fmax(point->moved, point->distance), hidden_distance(point));
}

static double block_distance(const descent__evidence *evidence, const double *point, size_t first, size_t last)
{
    double largest = 0;
    for (size_t row = first; row < last; row++)
        largest = fmax(largest, descent__vector_distance(evidence->n, descent__evidence_point(evidence, row), point));
    return largest;
}

double descent__largest_multiplier(const descent_rule *rule, double step_size, double eigenvalue, double *turn)
{
    double real[most_multipliers];
    double imaginary[most_multipliers];
    *turn = NAN;
    if (!descent__rule_tells_multipliers(rule) || rule->type->memory_count >= most_multipliers)
        return NAN;
    const size_t count = descent__rule_multipliers(rule, step_size, eigenvalue, real, imaginary);
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

/* The same of the run's own rule. */
static double largest_multiplier(const descent__evidence *evidence, double step_size, double eigenvalue, double *turn)
{
    *turn = NAN;
    return evidence->has_rule ? descent__largest_multiplier(&evidence->rule, step_size, eigenvalue, turn) : (double)NAN;
}

static double present_step_size(const descent__evidence *evidence)
{
    return isfinite(evidence->step_size) ? evidence->step_size : evidence->rule.step_size;
}

double descent__destination_modulus(const descent__evidence *evidence, double eigenvalue)
{
    double turn;
    return largest_multiplier(evidence, present_step_size(evidence), eigenvalue, &turn);
}

/* A schedule may yet come to a step size at which the rule contracts: then that one counts. */
static double modulus_to_come(const descent__evidence *evidence, double eigenvalue)
{
    const double now = descent__destination_modulus(evidence, eigenvalue);
    double later, turn;
    if (!evidence->has_rule || evidence->rule.schedule.kind == DESCENT_SCHEDULE_CONSTANT ||
        descent_rule_step_size(&evidence->rule, evidence->step + DESCENT__SCHEDULE_STEPS, &later) != DESCENT_SUCCESS)
        return now;
    return fmin(now, largest_multiplier(evidence, later, eigenvalue, &turn));
}

bool descent__curvature_tells(double difference, double distance, double largest)
{
    return difference <= DESCENT__CURVATURE_TELLS * distance * largest;
}

/* At x + t·v the curvatures of the point say t·λ·v. */
static bool curvature_tells_at(descent__evidence *evidence, const descent_critical_point *point, size_t k, double t,
                               double *where)
{
    const size_t n = evidence->n;
    const double *way = point->eigenvectors + k * n;
    const double largest = fmax(fabs(point->eigenvalues[0]), fabs(point->eigenvalues[point->eigenvalue_count - 1]));
    double *gradient = where + n;
    descent__vector_copy(n, point->x, where);
    descent__vector_add_scaled(n, t, way, where);
    if (!descent__evidence_affords(evidence, 1) ||
        descent__evaluate_gradient(&evidence->evaluator, where, gradient) != DESCENT_SUCCESS)
        return true;
    descent__vector_add_scaled(n, -t * point->eigenvalues[k], way, gradient);
    return descent__curvature_tells(descent__vector_norm(n, gradient), fabs(t), largest);
}

double descent__destination_reach(descent__evidence *evidence, const descent_critical_point *point, double widest)
{
    const size_t n = evidence->n;
    const size_t last = point->eigenvector_count - 1;
    const double narrowest = sqrt(DBL_EPSILON) * fmax(descent__vector_norm(n, point->x), widest);
    double *where = descent__evidence_numbers(evidence, 2 * n);
    double reach = widest;
    if (!where || evidence->random || point->eigenvector_count != n || !isfinite(widest))
        return widest;
    while (reach > narrowest && !(curvature_tells_at(evidence, point, 0, reach, where) &&
                                  curvature_tells_at(evidence, point, 0, -reach, where) &&
                                  curvature_tells_at(evidence, point, last, reach, where) &&
                                  curvature_tells_at(evidence, point, last, -reach, where)))
        reach /= DESCENT__REACH_FACTOR;
    return reach > narrowest ? reach : widest;
}

double descent__destination_tolerance(descent__evidence *evidence, const descent_critical_point *point,
                                      double tolerance)
{
    if (!point || !descent__critical_point_curves_every_way(point) || !(tolerance > 0))
        return tolerance;
    const double widest = tolerance / DESCENT__THERE_PART;
    const double reach = descent__destination_reach(evidence, point, widest);
    return reach < widest ? DESCENT__THERE_PART * reach : tolerance; /* and not for the rounding of a product */
}

double descent__destination_step_limit(const descent__evidence *evidence, const descent_critical_point *point)
{
    if (!point || !evidence->has_rule || point->eigenvalue_count == 0 || point->curvature_jumps)
        return NAN;
    if (point->unbounded_curvature)
        return 0;
    const double sharpest = point->eigenvalues[point->eigenvalue_count - 1];
    descent_rule rule = evidence->rule;
    if (descent__critical_point_is_held(point) && descent__rule_tells_multipliers_when_held(&rule))
        rule.modifiers = (descent_modifiers){0};
    return sharpest > point->eigenvalue_tolerance ? descent_rule_step_limit(&rule, sharpest) : (double)NAN;
}

bool descent__destination_is_unstable(const descent__evidence *evidence, const descent_critical_point *point)
{
    if (!point || point->kind != DESCENT_CRITICAL_MINIMUM || point->eigenvalue_count == 0 || point->curvature_jumps)
        return false;
    const double sharpest = point->eigenvalues[point->eigenvalue_count - 1];
    return descent__destination_modulus(evidence, sharpest) > 1 + DESCENT__REPELLING_EXCESS;
}

/* Momentum of 1 loses nothing of its motion: it circles a minimum for ever, whatever the distances of a while say. */
static bool turns_for_ever(const descent__evidence *evidence, double eigenvalue)
{
    double turn;
    const double modulus = largest_multiplier(evidence, present_step_size(evidence), eigenvalue, &turn);
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
    destination->distance = fmax(fmax(distance, point->distance), hidden_distance(point));
    if (m >= descent__quarters) {
        const size_t half = m / 2;
        const size_t quarter = m - (m + 3) / 4;
        destination->nearing =
            block_distance(evidence, point->x, quarter, m) < block_distance(evidence, point->x, half, quarter);
    } else if (m >= 2) {
        destination->nearing = distance < descent__vector_distance(n, x - n, point->x);
    }
    destination->turning = point->eigenvalue_count > 0 && !point->curvature_jumps &&
                           turns_for_ever(evidence, point->eigenvalues[point->eigenvalue_count - 1]);
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
        else if (fabs(component) > destination->rounding && !point->curvature_jumps)
            destination->multiplier = fmax(destination->multiplier, modulus_to_come(evidence, point->eigenvalues[k]));
    }
    destination->escaping = escaping;
    destination->lasting = m >= 2 && lasts(evidence, point, distance);
}
