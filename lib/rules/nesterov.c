#include <descent/rules.h>

#include <math.h>

#include "rules/momentum.h"

/* The coefficient of x − x₋; in the first step there is no point before, and x itself stands in. */
static double nesterov_momentum(const descent_rule *rule, const descent_rule_step *step)
{
    return step->number == 0 ? 0 : rule->momentum;
}

/* y = x + β(x − x₋), with memory[0] = x₋ */
static void nesterov_look_ahead(const descent_rule *rule, const descent_rule_step *step, double *where)
{
    const double momentum = nesterov_momentum(rule, step);
    const double *restrict x = step->x;
    const double *restrict previous = step->memory[0];
    for (size_t i = 0; i < step->dimension; i++)
        where[i] = x[i] + momentum * (x[i] - previous[i]);
}

static int nesterov_advance(const descent_rule *rule, descent_rule_step *step)
{
    const double momentum = nesterov_momentum(rule, step);
    double *restrict x = step->x;
    double *restrict previous = step->memory[0];
    const double *restrict gradient = step->gradient;
    for (size_t i = 0; i < step->dimension; i++) {
        const double here = x[i];
        x[i] = here + momentum * (here - previous[i]) - step->step_size * gradient[i];
        previous[i] = here;
    }
    return 0;
}

/*
 * With c = 1 − ηλ the multipliers solve μ² − (1 + β)cμ + βc = 0. Both lie inside the unit circle (Jury's conditions)
 * iff c < 1, |βc| < 1 and 1 + (1 + 2β)c > 0. For −1/3 ≤ β ≤ 1 the last decides, for −1 ≤ β ≤ −1/3 the second. Beyond,
 * flat directions are unstable whatever the step size, and no limit from above describes that.
 */
static double nesterov_step_limit(const descent_rule *rule, double curvature)
{
    const double momentum = rule->momentum;
    if (momentum >= -1.0 / 3 && momentum <= 1)
        return (2 + 2 * momentum) / ((1 + 2 * momentum) * curvature);
    if (momentum >= -1 && momentum < 0)
        return (1 - 1 / momentum) / curvature;
    return NAN;
}

static size_t nesterov_multipliers(const descent_rule *rule, double step_size, double eigenvalue, double *real,
                                   double *imaginary)
{
    const double contraction = 1 - step_size * eigenvalue;
    return descent_quadratic_multipliers((1 + rule->momentum) * contraction, rule->momentum * contraction, real,
                                         imaginary);
}

static const descent_rule_type nesterov_type = {
    .name = "Nesterov",
    .memory_count = 1,
    .advance = nesterov_advance,
    .look_ahead = nesterov_look_ahead,
    .check = descent_momentum_check,
    .step_limit = nesterov_step_limit,
    .multipliers = nesterov_multipliers,
};

descent_rule descent_nesterov(double step_size, double momentum)
{
    return (descent_rule){.type = &nesterov_type, .step_size = step_size, .momentum = momentum};
}
