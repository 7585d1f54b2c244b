#include <descent/adaptive.h>

#include "base/clones.h"
#include "rules/adaptive/squares.h"
#include "rules/own.h"
#include "rules/parameter.h"

static const double customary_epsilon = 1e-10;

enum {
    by_step_size,
    by_epsilon
};

static void adagrad_prepare(const descent_rule *rule, uint64_t number, double step_size, descent__pass_step *made)
{
    (void)number;
    const double epsilon = rule->constants[0];
    *made = (descent__pass_step){
        .by = {step_size, epsilon},
        .step_size = step_size,
        .raise = {.point_by_gradient = descent__raise_of_quotient(step_size, epsilon)},
    };
}

/* memory[0] is s, the sum of squares so far. */
DESCENT__CLONES
static void adagrad_pass(size_t n, const double *by, const double *restrict gradient, double *restrict x,
                         double *restrict sum, double *restrict second, double *restrict third)
{
    (void)second, (void)third;
    const double step_size = by[by_step_size], epsilon = by[by_epsilon];
#pragma omp simd
    for (size_t i = 0; i < n; i++) {
        sum[i] += gradient[i] * gradient[i];
        x[i] -= step_size * gradient[i] / (sqrt(sum[i]) + epsilon);
    }
}

const descent__pass descent__adagrad_pass = {
    .type = &descent__adagrad_type,
    .memory = {DESCENT__PASS_SQUARES},
    .prepare = adagrad_prepare,
    .advance = adagrad_pass,
};

static int adagrad_advance(const descent_rule *rule, descent_rule_step *step)
{
    return descent__squares_advance(&descent__adagrad_pass, rule, step);
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
