#include <descent/rules.h>

#include <math.h>

#include "rules/momentum.h"

/* memory[0] is x₋, the point before; in the first step there is none, and x itself stands in. */
static int heavy_ball_advance(const descent_rule *rule, descent_rule_step *step)
{
    double *restrict x = step->x;
    double *restrict previous = step->memory[0];
    const double *restrict gradient = step->gradient;
    const double momentum = step->number == 0 ? 0 : rule->momentum;
    for (size_t i = 0; i < step->dimension; i++) {
        const double here = x[i];
        x[i] = here - step->step_size * gradient[i] + momentum * (here - previous[i]);
        previous[i] = here;
    }
    return 0;
}

static double heavy_ball_step_limit(const descent_rule *rule, double curvature)
{
    return fabs(rule->momentum) < 1 ? 2 * (1 + rule->momentum) / curvature : 0;
}

static size_t heavy_ball_multipliers(const descent_rule *rule, double step_size, double eigenvalue, double *real,
                                     double *imaginary)
{
    return descent_quadratic_multipliers(1 + rule->momentum - step_size * eigenvalue, rule->momentum, real, imaginary);
}

static const descent_rule_type heavy_ball_type = {
    .name = "heavy ball",
    .memory_count = 1,
    .advance = heavy_ball_advance,
    .check = descent_momentum_check,
    .step_limit = heavy_ball_step_limit,
    .multipliers = heavy_ball_multipliers,
};

descent_rule descent_heavy_ball(double step_size, double momentum)
{
    return (descent_rule){.type = &heavy_ball_type, .step_size = step_size, .momentum = momentum};
}
