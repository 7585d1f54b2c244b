#include <descent/adaptive.h>

#include "base/clones.h"
#include "rules/adaptive/squares.h"
#include "rules/own.h"
#include "rules/parameter.h"

/* of the lecture, and of its usual implementations */
static const double customary_decay = 0.9, customary_epsilon = 1e-8;

enum {
    by_decay,
    by_epsilon,
    by_step_size
};

static void rmsprop_prepare(const descent_rule *rule, uint64_t number, double step_size, descent__pass_step *made)
{
    (void)number;
    const double epsilon = rule->constants[by_epsilon];
    *made = (descent__pass_step){
        .by = {[by_decay] = rule->constants[by_decay], [by_epsilon] = epsilon, [by_step_size] = step_size},
        .step_size = step_size,
        .raise = {.point_by_gradient = descent__raise_of_quotient(step_size, epsilon)},
    };
}

/* memory[0] is v, the mean square. */
DESCENT__CLONES
static void rmsprop_pass(size_t n, const double *by, const double *restrict gradient, double *restrict x,
                         double *restrict mean, double *restrict second, double *restrict third)
{
    (void)second, (void)third;
    const double decay = by[by_decay], epsilon = by[by_epsilon], step_size = by[by_step_size];
#pragma omp simd
    for (size_t i = 0; i < n; i++) {
        mean[i] = decay * mean[i] + (1 - decay) * (gradient[i] * gradient[i]);
        x[i] -= step_size * gradient[i] / (sqrt(mean[i]) + epsilon);
    }
}

const descent__pass descent__rmsprop_pass = {
    .type = &descent__rmsprop_type,
    .memory = {DESCENT__PASS_SQUARES},
    .prepare = rmsprop_prepare,
    .advance = rmsprop_pass,
};

static int rmsprop_advance(const descent_rule *rule, descent_rule_step *step)
{
    return descent__squares_advance(&descent__rmsprop_pass, rule, step);
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
