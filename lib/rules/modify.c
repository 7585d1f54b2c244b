#include "rules/modify.h"

#include <math.h>

#include "base/vector.h"

static double clipped(double value, double most)
{
    return value > most ? most : value < -most ? -most : value; /* NaN stays */
}

void descent__modify_gradient(const descent_modifiers *modifiers, size_t n, const double *x, const double *gradient,
                              double *modified)
{
    for (size_t i = 0; i < n; i++)
        modified[i] = modifiers->weight_decay > 0 ? gradient[i] + modifiers->weight_decay * x[i] : gradient[i];
    if (modifiers->clip_value > 0)
        for (size_t i = 0; i < n; i++)
            modified[i] = clipped(modified[i], modifiers->clip_value);
    if (modifiers->clip_norm <= 0 || !descent__vector_is_finite(n, modified))
        return;
    /* In units of the largest component, whose square may overflow. */
    const double largest = descent__vector_max_abs(n, modified);
    double sum = 0;
    for (size_t i = 0; i < n && largest > 0; i++)
        sum += (modified[i] / largest) * (modified[i] / largest);
    if (sqrt(sum) <= modifiers->clip_norm / largest || largest == 0)
        return;
    for (size_t i = 0; i < n; i++)
        modified[i] = modified[i] / largest * (modifiers->clip_norm / sqrt(sum));
}

void descent__modify_trial(const descent_modifiers *modifiers, size_t n, const double *x, double *loss,
                           double *gradient)
{
    const double decay = modifiers->weight_decay;
    if (decay <= 0)
        return;
    double sum = 0;
    for (size_t i = 0; i < n; i++) {
        sum += x[i] * x[i];
        if (gradient)
            gradient[i] += decay * x[i];
    }
    if (loss)
        *loss += decay / 2 * sum;
}

double descent__modify_project(const descent_modifiers *modifiers, size_t i, double x)
{
    if (modifiers->lower && x < modifiers->lower[i])
        return modifiers->lower[i];
    return modifiers->upper && x > modifiers->upper[i] ? modifiers->upper[i] : x;
}

void descent__modify_point(const descent_modifiers *modifiers, size_t n, double step_size, const double *before,
                           double *x)
{
    const double decay = step_size * modifiers->decoupled_decay, threshold = step_size * modifiers->l1;
    for (size_t i = 0; i < n; i++) {
        double next = x[i];
        if (decay > 0)
            next -= decay * before[i];
        if (threshold > 0) /* the proximal operator of the absolute value (Parikh and Boyd, 2014, eq. 6.9) */
            next = next > threshold ? next - threshold : next < -threshold ? next + threshold : isnan(next) ? next : 0;
        /* A bound would make infinity finite, and hide that the rule exploded. */
        x[i] = isfinite(next) ? descent__modify_project(modifiers, i, next) : next;
    }
}
