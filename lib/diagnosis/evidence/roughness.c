#include "diagnosis/evidence/roughness.h"

#include <float.h>
#include <math.h>

#include "base/vector.h"

enum {
    samples = 10,      /* of the loss, along one line */
    order = 6,         /* of their differences: a smooth loss leaves 1e-36 of itself, over a tenth of the width */
    points_asked = 2,  /* of a cycle, on whose points the error may differ: the last ones; a cost */
    most_doubled = 64, /* variables in which the width is doubled: a cost */
    doubled_each = 4   /* evaluations for each of them */
};

/* Between two samples, in widths of the differences. */
static const double spacing = 0.1;

/* Errors beyond so many standard deviations are none of a thousand steps'. */
static const double deviations = 4;

/* The loss is rounded at least once. */
static const double least_roundings = 0.5;

/* Standard deviation of the loss's rounding near x: sixth differences σ²(12)!/(6!)² (Moré and Wild 2011, equation 3.4). */
static double loss_noise(descent__evidence *evidence, const double *x)
{
    const size_t n = evidence->n;
    double values[samples];
    double *where = descent__evidence_numbers(evidence, n);
    double largest = 0, squares = 0;
    if (!where || !descent__evidence_affords(evidence, samples))
        return NAN;
    for (int k = 0; k < samples; k++) {
        for (size_t i = 0; i < n; i++)
            where[i] =
                x[i] + (k - samples / 2) * spacing * descent__difference_step(&evidence->evaluator.problem, x[i]);
        if (descent__evaluate_loss(&evidence->evaluator, where, &values[k]) != DESCENT_SUCCESS || !isfinite(values[k]))
            return NAN;
        largest = fmax(largest, fabs(values[k]));
    }
    for (int round = 0; round < order; round++)
        for (int k = 0; k + 1 < samples - round; k++)
            values[k] = values[k + 1] - values[k];
    for (int k = 0; k < samples - order; k++)
        squares += values[k] * values[k];
    const double binomial = 924; /* 12!/(6!)² */
    return fmax(sqrt(squares / (samples - order) / binomial), least_roundings * DBL_EPSILON * largest);
}

/*
 * Length of what differences of the loss are off at x: rounding, (L⁺ − L⁻)/2h, and what third derivatives add to differences
 * of width h, which is a third of the change when the width is doubled.
 */
static double gradient_error(descent__evidence *evidence, const double *x)
{
    const size_t n = evidence->n;
    descent_problem wider = evidence->evaluator.problem;
    const double noise = loss_noise(evidence, x);
    double *gradient = descent__evidence_numbers(evidence, 2 * n);
    double squares = 0;
    if (!gradient || isnan(noise))
        return NAN;
    for (size_t i = 0; i < n; i++) {
        const double rounding = sqrt(2) * noise / (2 * descent__difference_step(&wider, x[i]));
        squares += rounding * rounding;
    }
    const double rounding = deviations * sqrt(squares);
    if (n > most_doubled || !descent__evidence_affords(evidence, doubled_each * n))
        return rounding;
    double *where = gradient + n;
    if (descent__evaluate_gradient(&evidence->evaluator, x, gradient) != DESCENT_SUCCESS)
        return NAN;
    descent__vector_copy(n, x, where);
    squares = 0;
    for (size_t i = 0; i < n; i++) {
        const double width = 2 * descent__difference_step(&wider, x[i]);
        double above, below;
        where[i] = x[i] + width;
        const double right = where[i];
        if (descent__evaluate_loss(&evidence->evaluator, where, &above) != DESCENT_SUCCESS)
            return NAN;
        where[i] = x[i] - width;
        const double left = where[i];
        if (descent__evaluate_loss(&evidence->evaluator, where, &below) != DESCENT_SUCCESS)
            return NAN;
        where[i] = x[i];
        const double change = (above - below) / (right - left) - gradient[i];
        squares += change * change;
    }
    return hypot(rounding, sqrt(squares));
}

/* How far an error of the slope carries in one step: its share of the step size or, of rules whose steps are as long for any slope, of
 * the last step. */
static double carried_by(const descent__evidence *evidence, const descent__series *series, double error)
{
    if (!evidence->has_rule || evidence->rule.type->multipliers || series->count < 2)
        return error * (isfinite(evidence->step_size) ? evidence->step_size : 1);
    const double *const x = descent__series_point(series, series->count - 1);
    const double step = descent__vector_distance(series->n, x, x - series->n);
    return error < evidence->gradient_norm ? step * (error / evidence->gradient_norm) : step;
}

double descent__evidence_step_noise(descent__evidence *evidence, const descent__series *series)
{
    double largest = 0;
    if (!evidence->has_problem || descent__evaluator_has_gradient(&evidence->evaluator) || evidence->random)
        return 0;
    for (size_t k = 0; k < points_asked && k < series->count; k++)
        largest = fmax(largest, gradient_error(evidence, descent__series_point(series, series->count - 1 - k)));
    const double length = carried_by(evidence, series, largest);
    return isfinite(length) ? length : 0;
}
