#include "critical/judge.h"

#include <float.h>
#include <math.h>

#include "critical/length.h"
#include "critical/scatter.h"
#include "vector.h"

/*
 * The critical point is within twice the Newton step p (Kantorovich), so the Hessian there differs by at most twice
 * K‖p‖, K the Lipschitz constant; K‖p‖ is measured at the end of the step, and doubled again because that is one
 * direction of many. At a degenerate point the change is half the eigenvalue or more (for a gradient like x^k it is
 * 1 − (1 − 1/k)^(k−1)), so this factor never takes one for regular.
 */
static const double safety = 4;

/* A Newton step up to this many times as long as what counts as near is still a matter of the neighbourhood. */
static const double locality = 8;

/* Near, as a share of the reference: where Newton's theory backs it (or differences of the loss allow no more), and where
 * not. */
static const double loose_share = 1.220703125e-4, close_share = 1.4901161193847656e-8; /* ε^(1/4) and √ε */

enum {
    places = 8 /* where the gradient is asked again to see its noise */
};

double descent_analysis_smallest(const descent_analysis *analysis, double floor)
{
    double smallest = INFINITY;
    for (size_t k = 0; k < analysis->dimension; k++)
        if (fabs(analysis->values[k]) > floor)
            smallest = fmin(smallest, fabs(analysis->values[k]));
    return smallest;
}

/*
 * The gradient's noise as it shows: a few roundings away the gradient should differ by the Hessian times the way. A Hessian
 * made of differences of the gradient inherits it. Where the gradient cannot be had nothing is learnt.
 */
static descent_status measure_noise(descent_analysis *analysis, double reference)
{
    const size_t n = analysis->dimension;
    double *const shift = analysis->step;
    double worst = 0;
    for (size_t place = 0; place < places; place++) {
        for (size_t i = 0; i < n; i++) {
            const double roundings = 8 * DBL_EPSILON * (descent_scatter(place * n + i) - 0.5);
            analysis->trial[i] = analysis->x[i] + roundings * fmax(fabs(analysis->x[i]), reference / sqrt((double)n));
            shift[i] = analysis->trial[i] - analysis->x[i];
        }
        const descent_status status =
            descent_evaluate_gradient(&analysis->evaluator, analysis->trial, analysis->trial_gradient);
        if (status == DESCENT_ENOMEM)
            return status;
        if (status != DESCENT_SUCCESS || !descent_vector_is_finite(n, analysis->trial_gradient))
            continue;
        for (size_t i = 0; i < n; i++)
            analysis->trial_gradient[i] -=
                analysis->gradient[i] + descent_vector_dot(n, analysis->here.matrix + i * n, shift);
        worst = fmax(worst, descent_vector_norm(n, analysis->trial_gradient));
    }
    analysis->noise = fmax(analysis->noise, safety * worst);
    /* What moves the critical point farther than near, along an eigenvector, leaves no saying where it is. */
    const double blur = 1 / (loose_share * reference), amplification = analysis->here.amplification;
    const double error = safety * worst * fmax(amplification, blur);
    if (error > analysis->tolerance && analysis->tolerance_source != DESCENT_TOLERANCE_GIVEN) {
        analysis->tolerance = error;
        analysis->tolerance_source = amplification > blur ? DESCENT_TOLERANCE_DIFFERENCE : DESCENT_TOLERANCE_DISTANCE;
    }
    return DESCENT_SUCCESS;
}

/*
 * What doubling their step changes in a gradient by differences of the loss, three times their error, joins the noise. A
 * gradient callback has no such error.
 */
static descent_status add_truncation(descent_analysis *analysis)
{
    const size_t n = analysis->dimension;
    double change = 0;
    if (descent_evaluator_has_gradient(&analysis->evaluator))
        return DESCENT_SUCCESS;
    descent_vector_copy(n, analysis->x, analysis->trial);
    for (size_t i = 0; i < n; i++) {
        const double step = 2 * descent_difference_step(&analysis->evaluator.problem, analysis->x[i]);
        double above, below;
        analysis->trial[i] = analysis->x[i] + step;
        descent_status status = descent_evaluate_loss(&analysis->evaluator, analysis->trial, &above);
        analysis->trial[i] = analysis->x[i] - step;
        if (status == DESCENT_SUCCESS)
            status = descent_evaluate_loss(&analysis->evaluator, analysis->trial, &below);
        if (status != DESCENT_SUCCESS)
            return status;
        analysis->trial[i] = analysis->x[i];
        change = hypot(change, (above - below) / (2 * step) - analysis->gradient[i]);
    }
    analysis->noise += change;
    return DESCENT_SUCCESS;
}

/*
 * Newton's step along the eigenvectors whose eigenvalues are not zero within the tolerance and along which the gradient
 * is more than noise; its length.
 */
static double regular_step(descent_analysis *analysis)
{
    const size_t n = analysis->dimension;
    double length = 0;
    descent_vector_fill(n, 0, analysis->step);
    for (size_t k = 0; k < n; k++)
        if (fabs(analysis->values[k]) > analysis->tolerance && fabs(analysis->components[k]) > analysis->noise) {
            const double part = -analysis->components[k] / analysis->values[k];
            descent_vector_add_scaled(n, part, analysis->vectors + k * n, analysis->step);
            length = hypot(length, part);
        }
    return length;
}

/*
 * Where the critical point may be besides at the end of Newton's step p: an error e of the gradient moves it by e/λ along
 * each eigenvector, and a rounding of x by itself. Where the gradient is made of differences of the loss, their step
 * stands for that: such a gradient has critical points of its own, that far from the true ones. A gradient of zero may
 * be one that underflowed, which hides a distance too. Leaves the shift, on the side of p and along each eigenvector no
 * longer than `longest`, in `trial`.
 */
static void place_uncertainty(descent_analysis *analysis, double longest)
{
    const size_t n = analysis->dimension;
    const bool exact = descent_evaluator_has_gradient(&analysis->evaluator);
    const double hidden = DBL_MIN / descent_analysis_smallest(analysis, analysis->tolerance);
    descent_vector_fill(n, 0, analysis->trial);
    for (size_t k = 0; k < n; k++) {
        const double size = fabs(analysis->values[k]), side = -analysis->components[k] * analysis->values[k];
        if (size > analysis->tolerance)
            descent_vector_add_scaled(n, copysign(fmin(analysis->noise / size, longest), side),
                                      analysis->vectors + k * n, analysis->trial);
    }
    for (size_t i = 0; i < n; i++) {
        const double toward = analysis->trial[i] + analysis->step[i];
        const double least = exact ? fmax(4 * DBL_EPSILON * fabs(analysis->x[i]), hidden)
                                   : descent_difference_step(&analysis->evaluator.problem, analysis->x[i]);
        analysis->trial[i] += toward < 0 || (toward == 0 && i % 2 == 1) ? -least : least;
    }
}

/*
 * ‖H(y) − H(x)‖_F at the end y of Newton's step, shifted by its uncertainty to the one side and the other: one side alone
 * may by chance be where the Hessian is the same, as across the minimum of x⁴. Infinite if the Hessian cannot be had.
 */
static double hessian_change(descent_analysis *analysis, double longest)
{
    const size_t n = analysis->dimension;
    double change = 0;
    for (int side = 1; side >= -1; side -= 2) {
        bool moved = false;
        place_uncertainty(analysis, longest);
        for (size_t i = 0; i < n; i++) {
            analysis->trial[i] = analysis->x[i] + (analysis->step[i] + side * analysis->trial[i]);
            moved = moved || analysis->trial[i] != analysis->x[i];
        }
        if (!moved)
            continue;
        if (!descent_vector_is_finite(n, analysis->trial) ||
            descent_hessian_compute(&analysis->there, &analysis->evaluator, analysis->trial) != DESCENT_SUCCESS)
            return INFINITY;
        change = fmax(change, descent_vector_distance(n * n, analysis->there.matrix, analysis->here.matrix));
    }
    return change;
}

/*
 * Is the critical point within the distance, eigenvalues within the zero tolerance taken for zero? Along the others
 * Newton's step tells. Along the null ones it says nothing, so a slope left there, more than its own error, is the only
 * sign that the point is not critical (L = x + y²).
 */
static bool is_near(const descent_analysis *analysis, double zero, double within)
{
    double distance = 0, slope = 0;
    for (size_t k = 0; k < analysis->dimension; k++) {
        if (fabs(analysis->values[k]) > zero) {
            distance = hypot(distance, analysis->components[k] / analysis->values[k]);
            continue;
        }
        slope = hypot(slope, analysis->components[k]);
    }
    return slope <= analysis->noise + zero * within && distance <= within;
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
    *verdict = (descent_verdict){
        .reference = reference > 0 ? reference : descent_typical_length(&analysis->evaluator.problem, analysis->x)};
    descent_status status = measure_noise(analysis, verdict->reference);
    if (status == DESCENT_SUCCESS)
        status = add_truncation(analysis);
    if (status != DESCENT_SUCCESS)
        return status;
    verdict->tolerance = analysis->tolerance;
    verdict->tolerance_source = analysis->tolerance_source;
    verdict->distance = descent_analysis_newton(analysis, INFINITY, &residual);
    const double length = regular_step(analysis);
    const double close = close_share * verdict->reference, loose = loose_share * verdict->reference;
    const double change = safety * hessian_change(analysis, loose);
    const double smallest = descent_analysis_smallest(analysis, -1);
    verdict->newton_backed =
        smallest > analysis->tolerance && smallest >= change && analysis->noise <= loose * smallest;

    const bool coarse = verdict->newton_backed || !descent_evaluator_has_gradient(&analysis->evaluator);
    const double given = analysis->options.distance_tolerance;
    const double within = given > 0 ? given : coarse ? loose : close;
    /* A change far away says nothing of the eigenvalues here. */
    const bool widens = change > verdict->tolerance && verdict->tolerance_source != DESCENT_TOLERANCE_GIVEN;
    const bool local = length <= locality * within;
    const bool critical = is_near(analysis, widens && local ? change : verdict->tolerance, within);
    if (critical && widens) {
        verdict->tolerance = change;
        verdict->tolerance_source = DESCENT_TOLERANCE_DISTANCE;
    }
    count_signs(analysis, verdict);
    verdict->kind = critical ? kind_of(analysis->dimension, verdict) : DESCENT_CRITICAL_NOT_CRITICAL;
    return DESCENT_SUCCESS;
}
