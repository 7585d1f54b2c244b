/* Perturbed descent (Jin et al., 2017, alg. 4). */
#include <math.h>

#include <descent/step_finders.h>

#include "base/pi.h"
#include "base/scatter.h"
#include "base/status.h"
#include "base/vector.h"
#include "rules/own.h"
#include "rules/parameter.h"

/* No more than that the seed and step counts are exact in a double. */
static const double largest_count = 0x1p53;

/* The paper's depend on constants of the loss that nobody knows; these suit losses and variables of size 1. */
static const double customary_threshold = 1e-3, customary_radius = 1e-2, customary_decrease = 1e-6,
                    customary_wait = 100;

enum {
    by_threshold,
    by_radius,
    by_decrease,
    by_wait,
    by_seed
};

enum {
    pushed_at, /* scalars: 1 + the step of the last push, 0 for none */
    loss_at,   /* where it was made */
    done_at,   /* 1 once a push has found no way down */
    scalars
};

/* Over (0, 1): the same number for the same place in every run, and one with a logarithm. */
static double uniform(uint64_t place)
{
    return fmax(descent__scatter(place), 0x1p-54);
}

static uint64_t place_of(const descent_rule *rule, uint64_t number, uint64_t index)
{
    return ((uint64_t)rule->constants[by_seed] * 0x2545f4914f6cdd1du + number) * 0xd1342543de82ef95u + index;
}

/* Uniform in the ball: a normal direction (Box and Muller, 1958), and a radius whose n-th power is uniform. */
static void push(const descent_rule *rule, descent_rule_step *step)
{
    const size_t n = step->dimension;
    double *const direction = step->work[0];
    for (size_t i = 0; i < n; i++) {
        const double radius = sqrt(-2 * log(uniform(place_of(rule, step->number, 2 * i + 1))));
        direction[i] = radius * cos(2 * descent__pi * uniform(place_of(rule, step->number, 2 * i + 2)));
    }
    const double norm = descent__vector_norm(n, direction);
    const double length = rule->constants[by_radius] * pow(uniform(place_of(rule, step->number, 0)), 1 / (double)n);
    for (size_t i = 0; i < n; i++)
        step->x[i] += length * (direction[i] / norm);
}

static int perturbed_advance(const descent_rule *rule, descent_rule_step *step)
{
    const size_t n = step->dimension;
    const double pushed = step->scalars[pushed_at], waited = (double)step->number + 1 - pushed;
    const double norm = descent__vector_norm(n, step->gradient);
    if (!isfinite(norm) || !isfinite(step->loss))
        return 1;
    if (step->scalars[done_at] == 0 && pushed > 0 && waited == rule->constants[by_wait] &&
        !(step->loss <= step->scalars[loss_at] - rule->constants[by_decrease])) {
        step->scalars[done_at] = 1;
        descent__vector_copy(n, step->memory[0], step->x);
        return 0;
    }
    if (step->scalars[done_at] == 0 && norm <= rule->constants[by_threshold] &&
        (pushed == 0 || waited > rule->constants[by_wait])) {
        step->scalars[pushed_at] = (double)step->number + 1;
        step->scalars[loss_at] = step->loss;
        descent__vector_copy(n, step->x, step->memory[0]);
        push(rule, step);
        return 0;
    }
    for (size_t i = 0; i < n; i++)
        step->x[i] -= step->step_size * step->gradient[i];
    return 0;
}

static descent_status perturbed_check(const descent_rule *rule)
{
    descent_status status = descent__parameter_positive("gradient_threshold", rule->constants[by_threshold]);
    if (status == DESCENT_SUCCESS)
        status = descent__parameter_positive("radius", rule->constants[by_radius]);
    if (status == DESCENT_SUCCESS)
        status = descent__parameter_positive("decrease", rule->constants[by_decrease]);
    if (status != DESCENT_SUCCESS)
        return status;
    if (!(rule->constants[by_wait] <= largest_count) || !(rule->constants[by_seed] <= largest_count))
        return descent_fail(DESCENT_EINVAL, "wait and seed must be at most 2^53, and options.reserved 0");
    return DESCENT_SUCCESS;
}

/* That of the fixed step: at a minimum it ends by making no other. */
static double perturbed_step_limit(const descent_rule *rule, double curvature)
{
    (void)rule;
    return 2 / curvature;
}

const descent_rule_type descent__perturbed_type = {
    .name = "perturbed descent",
    .memory_count = 1,
    .scalar_count = scalars,
    .advance = perturbed_advance,
    .check = perturbed_check,
    .step_limit = perturbed_step_limit,
    .work_count = 1,
    .needs_loss = 1,
    .refused_modifiers = DESCENT_MODIFIER_CLIPPING | DESCENT_MODIFIER_DECOUPLED_DECAY | DESCENT_MODIFIER_L1,
};

descent_rule descent_perturbed(double step_size, const descent_perturbed_options *options)
{
    const descent_perturbed_options given = options ? *options : (descent_perturbed_options){0};
    descent_rule rule = {.type = &descent__perturbed_type, .step_size = step_size};
    rule.constants[by_threshold] = descent__parameter_or(given.gradient_threshold, customary_threshold);
    rule.constants[by_radius] = descent__parameter_or(given.radius, customary_radius);
    rule.constants[by_decrease] = descent__parameter_or(given.decrease, customary_decrease);
    rule.constants[by_wait] = descent__parameter_or((double)given.wait, customary_wait);
    rule.constants[by_seed] = (double)given.seed;
    for (size_t k = 0; k < sizeof given.reserved / sizeof *given.reserved; k++)
        if (given.reserved[k] != 0)
            rule.constants[by_seed] = NAN;
    return rule;
}
