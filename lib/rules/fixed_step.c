#include "rules/fixed_step.h"

#include "vector.h"

static int fixed_step_advance(const descent_rule *rule, descent_rule_step *step)
{
    (void)rule;
    return !descent_vector_descend(step->dimension, step->step_size, step->gradient, step->x);
}

static double fixed_step_limit(const descent_rule *rule, double curvature)
{
    (void)rule;
    return 2 / curvature;
}

static size_t fixed_step_multipliers(const descent_rule *rule, double step_size, double eigenvalue, double *real,
                                     double *imaginary)
{
    (void)rule;
    real[0] = 1 - step_size * eigenvalue;
    imaginary[0] = 0;
    return 1;
}

const descent_rule_type descent_fixed_step_type = {
    .name = "fixed step",
    .advance = fixed_step_advance,
    .guards_point = 1,
    .step_limit = fixed_step_limit,
    .multipliers = fixed_step_multipliers,
};

descent_rule descent_fixed_step(double step_size)
{
    return (descent_rule){.type = &descent_fixed_step_type, .step_size = step_size};
}
