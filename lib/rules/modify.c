#include "rules/modify.h"

#include <float.h>
#include <math.h>

#include "base/clones.h"
#include "base/vector.h"

static double clipped(double value, double most)
{
    return value > most ? most : value < -most ? -most : value; /* NaN stays */
}

/* In units of the largest component, where the norm or the quotient leaves what is normal. */
static const double *shorten_in_units(size_t n, double most, const double *g, double *shortened)
{
    const double largest = descent__vector_max_abs(n, g);
    double sum = 0;
    for (size_t i = 0; i < n && largest > 0; i++)
        sum += (g[i] / largest) * (g[i] / largest);
    if (sqrt(sum) <= most / largest || largest == 0)
        return g;
    for (size_t i = 0; i < n; i++)
        shortened[i] = g[i] / largest * (most / sqrt(sum));
    return shortened;
}

/* They may be the same. */
DESCENT__CLONES
static void modify_multiply(size_t n, double factor, const double *g, double *product)
{
#pragma omp simd
    for (size_t i = 0; i < n; i++)
        product[i] = factor * g[i];
}

/* Below, a quotient may have lost digits. No edge: both ways give the same but for rounding. */
static const double shortest_quotient = 0x1p-1000;

/* To that length, if it is longer and finite. */
static const double *shorten(size_t n, double most, const double *g, double *shortened)
{
    const double norm = descent__vector_norm(n, g), factor = most / norm;
    if (norm <= most)
        return g;
    if (descent__sum_is_safe(norm) && factor > shortest_quotient) {
        modify_multiply(n, factor, g, shortened);
        return shortened;
    }
    return descent__vector_is_finite(n, g) ? shorten_in_units(n, most, g, shortened) : g;
}

const double *descent__modify_gradient(const descent_modifiers *modifiers, size_t n, const double *x,
                                       const double *gradient, double *modified)
{
    const double *made = gradient;
    if (modifiers->weight_decay > 0 || modifiers->clip_value > 0) {
        descent__vector_copy(n, gradient, modified);
        made = modified;
    }
    if (modifiers->weight_decay > 0)
        descent__vector_add_scaled(n, modifiers->weight_decay, x, modified);
    if (modifiers->clip_value > 0)
        for (size_t i = 0; i < n; i++)
            modified[i] = clipped(modified[i], modifiers->clip_value);
    return modifiers->clip_norm > 0 ? shorten(n, modifiers->clip_norm, made, modified) : made;
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

/* The proximal operator of the absolute value (Parikh and Boyd, 2014, eq. 6.9). */
DESCENT__CLONES
static void modify_draw_to_zero(size_t n, double threshold, double *restrict x)
{
#pragma omp simd
    for (size_t i = 0; i < n; i++) {
        const double next = x[i];
        x[i] = next > threshold ? next - threshold : next < -threshold ? next + threshold : isnan(next) ? next : 0;
    }
}

/* A bound would make infinity finite, and hide that the rule exploded. */
DESCENT__CLONES
static void modify_raise_to(size_t n, const double *restrict lower, double *restrict x)
{
#pragma omp simd
    for (size_t i = 0; i < n; i++)
        x[i] = x[i] < lower[i] && x[i] >= -DBL_MAX ? lower[i] : x[i];
}

DESCENT__CLONES
static void modify_lower_to(size_t n, const double *restrict upper, double *restrict x)
{
#pragma omp simd
    for (size_t i = 0; i < n; i++)
        x[i] = x[i] > upper[i] && x[i] <= DBL_MAX ? upper[i] : x[i];
}

DESCENT__CLONES
static void modify_put_between(size_t n, const double *restrict lower, const double *restrict upper, double *restrict x)
{
#pragma omp simd
    for (size_t i = 0; i < n; i++) {
        const double here = x[i], raised = here < lower[i] ? lower[i] : here;
        x[i] = !(fabs(here) <= DBL_MAX) ? here : raised > upper[i] ? upper[i] : raised;
    }
}

void descent__modify_point(const descent_modifiers *modifiers, size_t n, double step_size, const double *before,
                           double *x)
{
    const double decay = step_size * modifiers->decoupled_decay, threshold = step_size * modifiers->l1;
    if (decay > 0)
        descent__vector_add_scaled(n, -decay, before, x);
    if (threshold > 0)
        modify_draw_to_zero(n, threshold, x);
    if (modifiers->lower && modifiers->upper)
        modify_put_between(n, modifiers->lower, modifiers->upper, x);
    else if (modifiers->lower)
        modify_raise_to(n, modifiers->lower, x);
    else if (modifiers->upper)
        modify_lower_to(n, modifiers->upper, x);
}
