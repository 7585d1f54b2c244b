#include "critical/judge.h"

#include <float.h>
#include <math.h>

#include "critical/length.h"
#include "vector.h"

/*
 * The critical point is within twice the Newton step p (Kantorovich), so the Hessian there differs by at most twice
 * K‖p‖, K the Lipschitz constant; K‖p‖ is measured at the end of the step, and doubled again because that is one
 * direction of many. At a degenerate point the change is half the eigenvalue or more (for a gradient like x^k it is
 * 1 − (1 − 1/k)^(k−1)), so this factor never takes one for regular.
 */
static const double safety = 4;

double descent_analysis_smallest(const descent_analysis *analysis, double floor)
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
    const double hidden = DBL_MIN / descent_analysis_smallest(analysis, analysis->tolerance);
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
    const double smallest = descent_analysis_smallest(analysis, -1);
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
