/* Descent that leaves saddles along the most negative curvature (McCormick, 1977; Curtis and Robinson, 2019). */
#include <math.h>
#include <stdbool.h>

#include <descent/step_finders.h>

#include "base/status.h"
#include "base/vector.h"
#include "rules/own.h"
#include "rules/parameter.h"
#include "rules/search/least_curvature.h"

/* For losses and variables of size 1, like those of the perturbed rule, beside which this one is tried. */
static const double customary_threshold = 1e-3, customary_curvature = 1e-6, customary_length = 1,
                    customary_products = 40;

/* c of Moré and Sorensen (1979, eq. 2.5), which must be in (0, 1/2): the middle. */
static const double decrease = 0.25;

/* Where it has looked in vain it looks again once the gradient is that part of what it was. */
static const double look_again = 0.01;

/* Part of a gradient that differences leave uncertain along v: less is no slope. No edge: on either side the loss falls. */
static const double no_slope = 1e-8;

enum {
    halvings = 60 /* of the way along v, as many as a line search has trials */
};

/* No more than that the count is exact in a double. */
static const double largest_count = 0x1p53;

enum {
    by_threshold,
    by_curvature,
    by_length,
    by_products
};

enum {
    in_vain, /* scalars: 1 where the last look found no way down, */
    at_norm, /* with this gradient */
    scalars
};

/* Down where there is a slope, and where there is none to the side of the largest component. */
static double side_of(const descent_rule_step *step, const double *v)
{
    const double slope = descent__vector_dot(step->dimension, step->gradient, v);
    size_t largest = 0;
    for (size_t i = 1; i < step->dimension; i++)
        largest = fabs(v[i]) > fabs(v[largest]) ? i : largest;
    return fabs(slope) > no_slope * descent__vector_norm(step->dimension, step->gradient) ? -copysign(1, slope)
                                                                                          : copysign(1, v[largest]);
}

/* x ← x + τv for the first of the length, its half, … with L(x + τv) ≤ L(x) + c(τg·v + τ²λ/2). */
static descent_status leave(const descent_rule *rule, descent_rule_step *step, bool *left)
{
    const size_t n = step->dimension;
    double *const v = step->work[0], *const trial = step->work[1];
    double curvature, tau = rule->constants[by_length];
    descent_status status =
        descent__least_curvature(step, descent__parameter_count(rule->constants[by_products]), step->work, &curvature);
    *left = false;
    if (status != DESCENT_SUCCESS || !(curvature < -rule->constants[by_curvature]))
        return status;
    const double side = side_of(step, v), slope = side * descent__vector_dot(n, step->gradient, v);
    for (int k = 0; k < halvings && !*left; k++, tau /= 2) {
        double loss;
        descent__vector_copy(n, step->x, trial);
        descent__vector_add_scaled(n, side * tau, v, trial);
        status = descent_rule_evaluate(step, trial, &loss, NULL);
        if (status != DESCENT_SUCCESS)
            return status;
        *left = loss < step->loss && loss <= step->loss + decrease * (tau * slope + tau * tau * curvature / 2);
        step->next_loss = *left ? loss : (double)NAN;
    }
    if (*left)
        descent__vector_copy(n, trial, step->x);
    return DESCENT_SUCCESS;
}

static int negative_curvature_advance(const descent_rule *rule, descent_rule_step *step)
{
    const size_t n = step->dimension;
    const double norm = descent__vector_norm(n, step->gradient);
    if (!isfinite(norm) || !isfinite(step->loss))
        return 1;
    if (norm > rule->constants[by_threshold]) {
        step->scalars[in_vain] = 0;
    } else if (step->scalars[in_vain] == 0 || norm < look_again * step->scalars[at_norm]) {
        bool left;
        const descent_status status = leave(rule, step, &left);
        if (status != DESCENT_SUCCESS || left)
            return (int)status;
        step->scalars[in_vain] = 1;
        step->scalars[at_norm] = norm;
    }
    for (size_t i = 0; i < n; i++)
        step->x[i] -= step->step_size * step->gradient[i];
    return 0;
}

static descent_status negative_curvature_check(const descent_rule *rule)
{
    descent_status status = descent__parameter_positive("gradient_threshold", rule->constants[by_threshold]);
    if (status == DESCENT_SUCCESS)
        status = descent__parameter_positive("curvature_threshold", rule->constants[by_curvature]);
    if (status == DESCENT_SUCCESS)
        status = descent__parameter_positive("length", rule->constants[by_length]);
    if (status != DESCENT_SUCCESS)
        return status;
    if (!(rule->constants[by_products] <= largest_count))
        return descent_fail(DESCENT_EINVAL, "most_products must be at most 2^53, and options.reserved 0");
    return DESCENT_SUCCESS;
}

/* That of the fixed step: at a minimum it makes no other. */
static double negative_curvature_step_limit(const descent_rule *rule, double curvature)
{
    (void)rule;
    return 2 / curvature;
}

const descent_rule_type descent__negative_curvature_type = {
    .name = "negative curvature",
    .advance = negative_curvature_advance,
    .check = negative_curvature_check,
    .step_limit = negative_curvature_step_limit,
    .scalar_count = scalars,
    .work_count = descent__curvature_vectors,
    .needs_loss = 1,
    .refused_modifiers =
        DESCENT_MODIFIER_CLIPPING | DESCENT_MODIFIER_DECOUPLED_DECAY | DESCENT_MODIFIER_L1 | DESCENT_MODIFIER_BOX,
};

descent_rule descent_negative_curvature(double step_size, const descent_negative_curvature_options *options)
{
    const descent_negative_curvature_options given = options ? *options : (descent_negative_curvature_options){0};
    descent_rule rule = {.type = &descent__negative_curvature_type, .step_size = step_size};
    rule.constants[by_threshold] = descent__parameter_or(given.gradient_threshold, customary_threshold);
    rule.constants[by_curvature] = descent__parameter_or(given.curvature_threshold, customary_curvature);
    rule.constants[by_length] = descent__parameter_or(given.length, customary_length);
    rule.constants[by_products] = descent__parameter_or((double)given.most_products, customary_products);
    for (size_t k = 0; k < sizeof given.reserved / sizeof *given.reserved; k++)
        if (given.reserved[k] != 0)
            rule.constants[by_products] = NAN;
    return rule;
}
