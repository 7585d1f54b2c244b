#include "critical/dense/judge.h"

#include <assert.h>
#include <float.h>
#include <math.h>

#include "base/scatter.h"
#include "base/vector.h"
#include "critical/dense/fading.h"
#include "critical/dense/kind.h"
#include "critical/length.h"
#include "critical/silence.h"
#include "critical/tolerances.h"

enum {
    places = 8 /* so often the gradient is evaluated again to see its noise: the largest of eight differences seen */
};

double descent__analysis_smallest(const descent__analysis *analysis, double floor)
{
    double smallest = INFINITY;
    for (size_t k = 0; k < analysis->dimension; k++)
        if (fabs(analysis->values[k]) > floor)
            smallest = fmin(smallest, fabs(analysis->values[k]));
    return smallest;
}

/*
 * The gradient's noise as it shows: a few roundings away the gradient should differ by the Hessian times the way. A
 * Hessian made of differences of the gradient inherits it. Places where the gradient cannot be evaluated are passed
 * over.
 */
static descent_status measure_noise(descent__analysis *analysis, double reference, double *noise)
{
    const size_t n = analysis->dimension;
    double *const shift = analysis->step;
    double worst = 0;
    for (size_t place = 0; place < places; place++) {
        for (size_t i = 0; i < n; i++) {
            const double roundings = descent__noise_roundings * DBL_EPSILON * (descent__scatter(place * n + i) - 0.5);
            analysis->trial[i] = analysis->x[i] + roundings * fmax(fabs(analysis->x[i]), reference / sqrt((double)n));
            shift[i] = analysis->trial[i] - analysis->x[i];
        }
        const descent_status status =
            descent__ask_gradient(&analysis->evaluator, analysis->trial, analysis->trial_gradient);
        if (descent__is_final(status))
            return status;
        if (status != DESCENT_SUCCESS || !descent__vector_is_finite(n, analysis->trial_gradient))
            continue;
        for (size_t i = 0; i < n; i++)
            analysis->trial_gradient[i] -=
                analysis->gradient[i] + descent__vector_dot(n, analysis->here.matrix + i * n, shift);
        worst = fmax(worst, descent__vector_norm(n, analysis->trial_gradient));
    }
    *noise = descent__safety * worst;
    if (!analysis->resolved)
        analysis->noise = fmax(analysis->noise, *noise);
    return DESCENT_SUCCESS;
}

/* Noise that does not show a few roundings away. Looked for where the slope does not follow the Hessian so near already. */
static descent_status measure_silence(descent__analysis *analysis, double reference, double *noise)
{
    const size_t n = analysis->dimension;
    const double nearest = descent__noise_roundings * DBL_EPSILON * reference;
    const double smallest = descent__analysis_smallest(analysis, analysis->tolerance);
    if (!descent__evaluator_has_gradient(&analysis->evaluator) || *noise < smallest * nearest / sqrt((double)n))
        return DESCENT_SUCCESS;
    double worst = 0;
    for (size_t k = 0; k < n; k++) {
        double hidden;
        const descent__direction direction = {.x = analysis->x,
                                              .gradient = analysis->gradient,
                                              .vector = analysis->vectors + k * n,
                                              .value = analysis->values[k]};
        if (!(fabs(direction.value) > analysis->tolerance))
            continue;
        const descent_status status =
            descent__hidden_slope(&analysis->evaluator, &direction, nearest, descent__loose_share * reference,
                                  analysis->trial, analysis->trial_gradient, &hidden);
        if (status != DESCENT_SUCCESS)
            return status;
        worst = fmax(worst, hidden);
    }
    *noise = fmax(*noise, worst);
    analysis->noise = fmax(analysis->noise, worst);
    return DESCENT_SUCCESS;
}

static void widen_tolerance(descent__analysis *analysis, double error, descent_tolerance_source source)
{
    if (!(error > analysis->tolerance) || analysis->tolerance_source == DESCENT_TOLERANCE_GIVEN)
        return;
    analysis->tolerance = error;
    analysis->tolerance_source = source;
}

/*
 * What the gradient's noise leaves open in the eigenvalues: a Hessian made of differences inherits it; and noise e moves
 * the critical point by e/λ along an eigenvector, so that an eigenvalue below e/near does not say where it is. Where the
 * gradient is known better than that noise, from wider differences, their own error tells where the point may be.
 */
static void add_noise(descent__analysis *analysis, double noise, double reference)
{
    widen_tolerance(analysis, noise * analysis->here.amplification, DESCENT_TOLERANCE_DIFFERENCE);
    if (analysis->resolved)
        widen_tolerance(analysis, descent__safety * analysis->scatter * analysis->here.loss_amplification,
                        DESCENT_TOLERANCE_DIFFERENCE);
    else
        widen_tolerance(analysis, noise / (descent__loose_share * reference), DESCENT_TOLERANCE_DISTANCE);
}

/*
 * What doubling their step changes in a gradient by differences of the loss, three times their error, joins the noise.
 * A gradient callback has no such error.
 */
static descent_status add_truncation(descent__analysis *analysis)
{
    const size_t n = analysis->dimension;
    double change = 0;
    if (descent__evaluator_has_gradient(&analysis->evaluator))
        return DESCENT_SUCCESS;
    descent__vector_copy(n, analysis->x, analysis->trial);
    for (size_t i = 0; i < n; i++) {
        const double step = 2 * descent__difference_step(&analysis->evaluator.problem, analysis->x[i]);
        double above, below;
        analysis->trial[i] = analysis->x[i] + step;
        descent_status status = descent__ask_loss(&analysis->evaluator, analysis->trial, &above);
        analysis->trial[i] = analysis->x[i] - step;
        if (status == DESCENT_SUCCESS)
            status = descent__ask_loss(&analysis->evaluator, analysis->trial, &below);
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
static double regular_step(descent__analysis *analysis)
{
    const size_t n = analysis->dimension;
    double length = 0;
    descent__vector_fill(n, 0, analysis->step);
    for (size_t k = 0; k < n; k++)
        if (fabs(analysis->values[k]) > analysis->tolerance && fabs(analysis->components[k]) > analysis->noise) {
            const double part = -analysis->components[k] / analysis->values[k];
            descent__vector_add_scaled(n, part, analysis->vectors + k * n, analysis->step);
            length = hypot(length, part);
        }
    return length;
}

/*
 * Where the critical point may be besides at the end of Newton's step p: an error e of the gradient moves it by e/λ
 * along each eigenvector, and a rounding of x by itself. Where the gradient is made of differences of the loss, their
 * step stands for that: such a gradient has critical points of its own, that far from the true ones. A gradient of zero
 * may be one that underflowed, which hides a distance too. Leaves the shift, on the side of p and along each
 * eigenvector no longer than `longest`, in `trial`.
 */
static void place_uncertainty(descent__analysis *analysis, double longest)
{
    const size_t n = analysis->dimension;
    const bool exact = descent__evaluator_has_gradient(&analysis->evaluator);
    const double hidden = DBL_MIN / descent__analysis_smallest(analysis, analysis->tolerance);
    descent__vector_fill(n, 0, analysis->trial);
    for (size_t k = 0; k < n; k++) {
        const double size = fabs(analysis->values[k]), side = -analysis->components[k] * analysis->values[k];
        if (size > analysis->tolerance)
            descent__vector_add_scaled(n, copysign(fmin(analysis->noise / size, longest), side),
                                       analysis->vectors + k * n, analysis->trial);
    }
    for (size_t i = 0; i < n; i++) {
        const double toward = analysis->trial[i] + analysis->step[i];
        const double least = exact ? fmax(descent__coordinate_roundings * DBL_EPSILON * fabs(analysis->x[i]), hidden)
                                   : descent__difference_step(&analysis->evaluator.problem, analysis->x[i]);
        analysis->trial[i] += toward < 0 || (toward == 0 && i % 2 == 1) ? -least : least;
    }
}

/*
 * ‖H(y) − H(x)‖_F at the end y of Newton's step, shifted by its uncertainty to either side: one side alone may have the
 * same Hessian as x, as the other side of the minimum of x⁴ has. Infinite if the Hessian cannot be had.
 */
static descent_status hessian_change(descent__analysis *analysis, double longest, double *change)
{
    const size_t n = analysis->dimension;
    *change = 0;
    for (int side = 1; side >= -1; side -= 2) {
        bool moved = false;
        place_uncertainty(analysis, longest);
        for (size_t i = 0; i < n; i++) {
            analysis->trial[i] = analysis->x[i] + (analysis->step[i] + side * analysis->trial[i]);
            moved = moved || analysis->trial[i] != analysis->x[i];
        }
        if (!moved)
            continue;
        const bool finite = descent__vector_is_finite(n, analysis->trial);
        const descent_status status =
            finite ? descent__hessian_compute(&analysis->there, &analysis->evaluator, analysis->trial)
                   : DESCENT_ENONFINITE;
        if (descent__is_final(status))
            return status;
        if (status != DESCENT_SUCCESS) {
            *change = INFINITY;
            break;
        }
        *change = fmax(*change, descent__vector_distance(n * n, analysis->there.matrix, analysis->here.matrix));
    }
    *change *= descent__safety;
    return DESCENT_SUCCESS;
}

/*
 * Is the critical point within the distance, eigenvalues within the zero tolerance taken for zero? Along the others
 * Newton's step tells. Along the null ones it says nothing, so a slope left there, more than its own error, is the only
 * sign that the point is not critical (L = x + y²).
 */
static bool is_near(const descent__analysis *analysis, double zero, double within)
{
    double distance = 0, slope = 0;
    for (size_t k = 0; k < analysis->dimension; k++) {
        if (fabs(analysis->values[k]) > zero) {
            /* A slope within its error is none; where the point may be besides is told by that error. */
            const double slack = analysis->resolved ? analysis->noise : 0;
            distance = hypot(distance, fmax(fabs(analysis->components[k]) - slack, 0) / analysis->values[k]);
            continue;
        }
        slope = hypot(slope, analysis->components[k]);
    }
    return slope <= analysis->noise + zero * within && distance <= within;
}

descent_status descent__analysis_judge(descent__analysis *analysis, double reference, descent__verdict *verdict)
{
    double residual;
    *verdict = (descent__verdict){
        .reference = reference > 0 ? reference : descent__typical_length(&analysis->evaluator.problem, analysis->x)};
    assert(verdict->reference > 0);
    double noise = 0;
    descent_status status = measure_noise(analysis, verdict->reference, &noise);
    if (status == DESCENT_SUCCESS)
        status = measure_silence(analysis, verdict->reference, &noise);
    if (status == DESCENT_SUCCESS)
        status = descent__analysis_resolve(analysis);
    if (status == DESCENT_SUCCESS && !analysis->resolved)
        status = add_truncation(analysis);
    if (status != DESCENT_SUCCESS)
        return status;
    add_noise(analysis, noise, verdict->reference);
    verdict->tolerance = analysis->tolerance;
    verdict->tolerance_source = analysis->tolerance_source;
    verdict->distance = descent__analysis_newton(analysis, INFINITY, &residual);
    const double length = regular_step(analysis);
    const double close = descent__close_share * verdict->reference, loose = descent__loose_share * verdict->reference;
    /* Where the error of the gradient is known, so is how far off the point may be. */
    const double longest = analysis->resolved ? descent__probe_farthest * verdict->reference : loose;
    double change;
    status = hessian_change(analysis, longest, &change);
    if (status != DESCENT_SUCCESS)
        return status;
    const double smallest = descent__analysis_smallest(analysis, -1);
    verdict->newton_backed =
        smallest > analysis->tolerance && smallest >= change && analysis->noise <= loose * smallest;

    const bool coarse = verdict->newton_backed || !descent__evaluator_has_gradient(&analysis->evaluator);
    const double given = analysis->options.distance_tolerance;
    const double within = given > 0 ? given : coarse ? loose : close;
    /* Where Newton's step is long, the change is that of another place, and says nothing of the eigenvalues here. */
    const bool widens = change > verdict->tolerance && verdict->tolerance_source != DESCENT_TOLERANCE_GIVEN;
    const bool local = length <= descent__locality * within;
    const bool critical = is_near(analysis, widens && local ? change : verdict->tolerance, within);
    if (critical && widens) {
        verdict->tolerance = change;
        verdict->tolerance_source = DESCENT_TOLERANCE_DISTANCE;
    }
    const size_t n = analysis->dimension;
    descent__count_signs(n, analysis->values, verdict->tolerance, &verdict->index, &verdict->nullity);
    verdict->kind = critical ? descent__kind_by_signs(n, verdict->index, verdict->nullity, verdict->tolerance)
                             : DESCENT_CRITICAL_NOT_CRITICAL;
    bool fades = false;
    if (verdict->kind == DESCENT_CRITICAL_DEGENERATE)
        status = descent__analysis_slope_fades(analysis, verdict->tolerance, verdict->reference, noise, &fades);
    if (fades)
        verdict->kind = DESCENT_CRITICAL_NOT_CRITICAL;
    return status;
}
