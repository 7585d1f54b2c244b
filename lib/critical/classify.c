#include "critical/classify.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>

#include "critical/degenerate.h"
#include "critical/large.h"
#include "critical/options.h"
#include "critical/point.h"
#include "critical/refine.h"
#include "status.h"
#include "vector.h"

/*
 * The critical point is within twice the Newton step p (Kantorovich), so the Hessian there differs by at most twice
 * K‖p‖, K the Lipschitz constant; K‖p‖ is measured at the end of the step, and doubled again because that is one
 * direction of many. At a degenerate point the change is half the eigenvalue or more (for a gradient like x^k it is
 * 1 − (1 − 1/k)^(k−1)), so this factor never takes one for regular.
 */
static const double safety = 4;

double descent_typical_length(const descent_problem *problem, const double *x)
{
    return fmax(descent_vector_norm(problem->dimension, x), problem->scale > 0 ? problem->scale : 1);
}

/* The smallest |eigenvalue| above `floor`; infinite if there is none. */
static double smallest_above(const descent_analysis *analysis, double floor)
{
    double smallest = INFINITY;
    for (size_t k = 0; k < analysis->dimension; k++)
        if (fabs(analysis->values[k]) > floor)
            smallest = fmin(smallest, fabs(analysis->values[k]));
    return smallest;
}

/*
 * ‖H(y) − H(x)‖_F at the end y of the Newton step, but at least a few roundings away from x in each coordinate: nearer
 * than that nobody can know where the critical point is. Where the gradient is made of differences of the loss, their
 * step stands for the rounding: such a gradient has critical points of its own, that far from the true ones. A gradient
 * of zero may be one that underflowed, which hides a distance too. Infinite if the Hessian cannot be had there.
 */
static double hessian_change(descent_analysis *analysis)
{
    const size_t n = analysis->dimension;
    const bool exact = descent_evaluator_has_gradient(&analysis->evaluator);
    const double hidden = DBL_MIN / smallest_above(analysis, analysis->tolerance);
    bool moved = false;
    for (size_t i = 0; i < n; i++) {
        const double side = analysis->step[i] < 0 || (analysis->step[i] == 0 && i % 2 == 1) ? -1 : 1;
        const double least = exact ? fmax(4 * DBL_EPSILON * fabs(analysis->x[i]), hidden)
                                   : descent_difference_step(&analysis->evaluator.problem, analysis->x[i]);
        analysis->trial[i] = analysis->x[i] + analysis->step[i] + side * least;
        moved = moved || analysis->trial[i] != analysis->x[i];
    }
    if (!moved)
        return 0;
    if (!descent_vector_is_finite(n, analysis->trial) ||
        descent_hessian_compute(&analysis->there, &analysis->evaluator, analysis->trial) != DESCENT_SUCCESS)
        return INFINITY;
    return descent_vector_distance(n * n, analysis->there.matrix, analysis->here.matrix);
}

/*
 * How far differences of the loss can be off as a slope along eigenvector k: what doubling their step changes, and the
 * loss's rounding. DESCENT_SUCCESS, or the status of the loss.
 */
static descent_status slope_noise(descent_analysis *analysis, size_t k, double *noise)
{
    const size_t n = analysis->dimension;
    const double *const direction = analysis->vectors + k * n;
    const double step = cbrt(DBL_EPSILON) * descent_typical_length(&analysis->evaluator.problem, analysis->x) /
                        descent_vector_max_abs(n, direction);
    double slope[2] = {0, 0}, largest = 0;
    for (int doubling = 0; doubling < 2; doubling++)
        for (int side = -1; side <= 1; side += 2) {
            const double move = side * step * (1 + doubling);
            double loss;
            for (size_t i = 0; i < n; i++)
                analysis->trial[i] = analysis->x[i] + move * direction[i];
            const descent_status status = descent_evaluate_loss(&analysis->evaluator, analysis->trial, &loss);
            if (status != DESCENT_SUCCESS)
                return status;
            slope[doubling] += loss / (2 * move);
            largest = fmax(largest, fabs(loss));
        }
    *noise = fabs(slope[1] - slope[0]) + 4 * DBL_EPSILON * largest / step;
    return DESCENT_SUCCESS;
}

/*
 * Is the gradient along the inactive eigenvectors no more than its error? There Newton's step is silent, so a slope left
 * in the kernel is the only sign that the point is not critical (L = x + y²).
 */
static descent_status kernel_is_level(descent_analysis *analysis, double distance_tolerance, bool *level)
{
    double slope = 0;
    double noise = analysis->noise + analysis->tolerance * distance_tolerance;
    for (size_t k = 0; k < analysis->dimension; k++) {
        if (descent_analysis_is_active(analysis, k))
            continue;
        slope = hypot(slope, analysis->components[k]);
        if (!descent_evaluator_has_gradient(&analysis->evaluator)) {
            double more;
            const descent_status status = slope_noise(analysis, k, &more);
            if (status != DESCENT_SUCCESS)
                return status;
            noise += more;
        }
    }
    *level = slope <= noise;
    return DESCENT_SUCCESS;
}

static void count_signs(const descent_analysis *analysis, descent_verdict *verdict)
{
    verdict->index = verdict->nullity = 0;
    for (size_t k = 0; k < analysis->dimension; k++) {
        verdict->index += analysis->values[k] < -verdict->tolerance;
        verdict->nullity += fabs(analysis->values[k]) <= verdict->tolerance;
    }
}

static descent_critical_kind kind_of(size_t n, const descent_verdict *verdict)
{
    const size_t positive = n - verdict->index - verdict->nullity;
    if (!isfinite(verdict->tolerance))
        return DESCENT_CRITICAL_UNDETERMINED;
    if (verdict->index > 0 && positive > 0)
        return DESCENT_CRITICAL_SADDLE;
    if (verdict->nullity > 0)
        return DESCENT_CRITICAL_DEGENERATE;
    return verdict->index == 0 ? DESCENT_CRITICAL_MINIMUM : DESCENT_CRITICAL_MAXIMUM;
}

descent_status descent_analysis_judge(descent_analysis *analysis, double reference, descent_verdict *verdict)
{
    double residual;
    *verdict = (descent_verdict){.tolerance = analysis->tolerance, .tolerance_source = analysis->tolerance_source};
    verdict->reference = reference > 0 ? reference : descent_typical_length(&analysis->evaluator.problem, analysis->x);
    verdict->distance = descent_analysis_newton(analysis, INFINITY, &residual);
    const double change = safety * hessian_change(analysis);
    const double smallest = smallest_above(analysis, -1);
    verdict->newton_backed = smallest > analysis->tolerance && smallest >= change;

    /* Differences of the loss put a degenerate critical point no better than this. */
    const bool coarse = verdict->newton_backed || !descent_evaluator_has_gradient(&analysis->evaluator);
    const double share = coarse ? sqrt(sqrt(DBL_EPSILON)) : sqrt(DBL_EPSILON);
    const double given = analysis->options.distance_tolerance;
    const double distance_tolerance = given > 0 ? given : share * verdict->reference;
    bool level;
    const descent_status status = kernel_is_level(analysis, distance_tolerance, &level);
    if (status != DESCENT_SUCCESS)
        return status;
    const bool critical = level && verdict->distance <= distance_tolerance;
    if (critical && change > verdict->tolerance && verdict->tolerance_source != DESCENT_TOLERANCE_GIVEN) {
        verdict->tolerance = change;
        verdict->tolerance_source = DESCENT_TOLERANCE_DISTANCE;
    }
    count_signs(analysis, verdict);
    verdict->kind = critical ? kind_of(analysis->dimension, verdict) : DESCENT_CRITICAL_NOT_CRITICAL;
    return DESCENT_SUCCESS;
}

/* Everything that follows from the eigenvalues. */
static void fill_spectrum(const descent_analysis *analysis, const descent_verdict *verdict,
                          descent_critical_point *point)
{
    const size_t n = analysis->dimension;
    const double *const matrix = analysis->here.matrix;
    descent_vector_copy(n, analysis->values, point->eigenvalues);
    descent_vector_copy(n * n, analysis->vectors, point->eigenvectors);
    descent_vector_copy(n * n, matrix, point->hessian);
    for (size_t k = 0; k < n; k++) {
        const double *const vector = analysis->vectors + k * n;
        for (size_t i = 0; i < n; i++)
            analysis->trial[i] = descent_vector_dot(n, matrix + i * n, vector) - analysis->values[k] * vector[i];
        point->residuals[k] = descent_vector_norm(n, analysis->trial);
    }
    const double highest = analysis->values[n - 1];
    point->condition = verdict->nullity > 0 ? INFINITY : analysis->norm / smallest_above(analysis, -1);
    point->escape = verdict->index > 0 ? point->eigenvectors : NULL;
    if (highest > verdict->tolerance) {
        point->step_limit = 2 / highest;
        if (analysis->options.rule)
            point->rule_step_limit = descent_rule_step_limit(analysis->options.rule, highest);
    }
}

static void fill_verdict(const descent_analysis *analysis, const descent_verdict *verdict,
                         descent_critical_point *point)
{
    point->kind = verdict->kind;
    point->index = verdict->index;
    point->nullity = verdict->nullity;
    point->eigenvalue_tolerance = verdict->tolerance;
    point->tolerance_source = verdict->tolerance_source;
    point->hessian_source = analysis->here.source;
    point->asymmetry = analysis->here.asymmetry;
    point->distance = verdict->distance;
    point->newton_backed = verdict->newton_backed;
    point->converged = verdict->kind != DESCENT_CRITICAL_NOT_CRITICAL;
    point->gradient_norm = analysis->gradient_norm;
}

descent_status descent_analysis_report(descent_analysis *analysis, const descent_verdict *verdict,
                                       descent_critical_point **point)
{
    const size_t n = analysis->dimension;
    descent_status status = DESCENT_SUCCESS;
    *point = NULL;
    descent_critical_point *const result = descent_critical_point_new(n, n, n, 1);
    if (!result)
        return DESCENT_ENOMEM;
    descent_vector_copy(n, analysis->x, result->x);
    fill_verdict(analysis, verdict, result);
    fill_spectrum(analysis, verdict, result);
    if (descent_evaluator_has_loss(&analysis->evaluator)) {
        status = descent_evaluate_loss(&analysis->evaluator, analysis->x, &result->loss);
        if (status == DESCENT_SUCCESS && verdict->kind == DESCENT_CRITICAL_DEGENERATE && analysis->options.probe)
            status = descent_analysis_probe(analysis, verdict, result);
    }
    if (status != DESCENT_SUCCESS) {
        descent_critical_point_free(result);
        return status;
    }
    result->evaluations = analysis->evaluator.evaluations;
    result->products = result->evaluations.hessian_product;
    *point = result;
    return DESCENT_SUCCESS;
}

static descent_status examine(const descent_problem *problem, const double *x, const descent_critical_options *options,
                              bool walk, descent_critical_point **point)
{
    if (!point)
        return descent_fail(DESCENT_EINVAL, "point must not be NULL");
    *point = NULL;
    descent_critical_options taken;
    descent_status status = descent_problem_check(problem);
    if (status == DESCENT_SUCCESS)
        status =
            x ? descent_critical_options_take(options, &taken) : descent_fail(DESCENT_EINVAL, "x must not be NULL");
    if (status != DESCENT_SUCCESS)
        return status;
    if (descent_is_large(problem->dimension, &taken))
        return descent_large_analyse(problem, x, &taken, walk, point);
    descent_analysis analysis;
    status = descent_analysis_open(&analysis, problem, &taken);
    if (status != DESCENT_SUCCESS)
        return status;
    descent_walk path = {0};
    descent_verdict verdict;
    if (walk)
        status = descent_analysis_walk(&analysis, x, &path);
    else
        status = descent_analysis_move(&analysis, x);
    if (status == DESCENT_SUCCESS && !walk)
        status = descent_analysis_decompose(&analysis);
    if (status == DESCENT_SUCCESS)
        status = descent_analysis_judge(&analysis, path.reference, &verdict);
    if (status == DESCENT_SUCCESS)
        status = descent_analysis_report(&analysis, &verdict, point);
    if (status == DESCENT_SUCCESS) {
        (*point)->moved = path.moved;
        (*point)->iterations = path.iterations;
    }
    descent_analysis_close(&analysis);
    return status;
}

descent_status descent_critical_classify(const descent_problem *problem, const double *x,
                                         const descent_critical_options *options, descent_critical_point **point)
{
    return examine(problem, x, options, false, point);
}

descent_status descent_critical_refine(const descent_problem *problem, const double *x,
                                       const descent_critical_options *options, descent_critical_point **point)
{
    return examine(problem, x, options, true, point);
}
