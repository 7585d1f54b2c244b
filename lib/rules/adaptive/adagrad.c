#include <descent/adaptive.h>

#include "rules/adaptive/squares.h"
#include "rules/own.h"
#include "rules/parameter.h"

static const double customary_epsilon = 1e-10;

/* memory[0] is s, the sum of squares so far. */
static int adagrad_advance(const descent_rule *rule, descent_rule_step *step)
{
    const double epsilon = rule->constants[0], step_size = step->step_size;
    const double *restrict gradient = step->gradient;
    double *restrict x = step->x, *restrict sum = step->memory[0], trace = 0;
    for (size_t i = 0; i < step->dimension; i++) {
        sum[i] += gradient[i] * gradient[i];
        trace += sum[i] - sum[i];
        x[i] -= step_size * gradient[i] / (sqrt(sum[i]) + epsilon);
    }
    return descent__squares_result(step, trace);
}

static descent_status adagrad_check(const descent_rule *rule)
{
    return descent__parameter_positive("epsilon", rule->constants[0]);
}

const descent_rule_type descent__adagrad_type = {
    .name = "AdaGrad", .memory_count = 1, .advance = adagrad_advance, .check = adagrad_check};

descent_rule descent_adagrad(double step_size, double epsilon)
{
    return (descent_rule){.type = &descent__adagrad_type,
                          .step_size = step_size,
                          .constants = {descent__parameter_or(epsilon, customary_epsilon)}};
}
