#include <descent/adaptive.h>

#include "rules/adaptive/squares.h"
#include "rules/own.h"
#include "rules/parameter.h"

/* of the lecture, and of its usual implementations */
static const double customary_decay = 0.9, customary_epsilon = 1e-8;

enum {
    by_decay,
    by_epsilon
};

/* memory[0] is v, the mean square. */
static int rmsprop_advance(const descent_rule *rule, descent_rule_step *step)
{
    const double decay = rule->constants[by_decay], epsilon = rule->constants[by_epsilon];
    const double step_size = step->step_size, *restrict gradient = step->gradient;
    double *restrict x = step->x, *restrict mean = step->memory[0], trace = 0;
    for (size_t i = 0; i < step->dimension; i++) {
        mean[i] = decay * mean[i] + (1 - decay) * (gradient[i] * gradient[i]);
        trace += mean[i] - mean[i];
        x[i] -= step_size * gradient[i] / (sqrt(mean[i]) + epsilon);
    }
    return descent__squares_result(step, trace);
}

static descent_status rmsprop_check(const descent_rule *rule)
{
    const descent_status status = descent__parameter_in_unit("decay", rule->constants[by_decay]);
    return status == DESCENT_SUCCESS ? descent__parameter_positive("epsilon", rule->constants[by_epsilon]) : status;
}

const descent_rule_type descent__rmsprop_type = {
    .name = "RMSProp", .memory_count = 1, .advance = rmsprop_advance, .check = rmsprop_check};

descent_rule descent_rmsprop(double step_size, double decay, double epsilon)
{
    return (descent_rule){.type = &descent__rmsprop_type,
                          .step_size = step_size,
                          .constants = {[by_decay] = descent__parameter_or(decay, customary_decay),
                                        [by_epsilon] = descent__parameter_or(epsilon, customary_epsilon)}};
}
