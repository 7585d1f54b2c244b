#include <descent/adaptive.h>

#include "base/clones.h"
#include "base/vector.h"
#include "rules/own.h"
#include "rules/parameter.h"
#include "rules/pass.h"

/* of the paper (Chen et al., 2023, alg. 2) */
static const double customary_first = 0.9, customary_second = 0.99;

enum {
    by_first,
    by_second,
    by_step_size
};

/* sign(0) = 0; a NaN stays one, so that the engine sees it */
static inline double sign_of(double value)
{
    return value > 0 ? 1 : value < 0 ? -1 : value;
}

static void lion_prepare(const descent_rule *rule, uint64_t number, double step_size, descent__pass_step *made)
{
    (void)number;
    *made = (descent__pass_step){
        .by = {[by_first] = rule->constants[by_first],
               [by_second] = rule->constants[by_second],
               [by_step_size] = step_size},
        .step_size = step_size,
        .raise = {.point_alone = step_size, .memory_by_memory = 1, .memory_by_gradient = 1},
    };
}

/* memory[0] is m. */
DESCENT__CLONES
static void lion_pass(size_t n, const double *by, const double *restrict gradient, double *restrict x,
                      double *restrict m, double *restrict other, double *restrict third)
{
    (void)other, (void)third;
    const double first = by[by_first], second = by[by_second], step_size = by[by_step_size];
#pragma omp simd
    for (size_t i = 0; i < n; i++) {
        const double g = gradient[i];
        x[i] -= step_size * sign_of(first * m[i] + (1 - first) * g);
        m[i] = second * m[i] + (1 - second) * g;
    }
}

const descent__pass descent__lion_pass = {
    .type = &descent__lion_type,
    .memory = {DESCENT__PASS_LINEAR},
    .prepare = lion_prepare,
    .advance = lion_pass,
};

static int lion_advance(const descent_rule *rule, descent_rule_step *step)
{
    descent__pass_make(&descent__lion_pass, rule, step);
    /* an infinite gradient has a sign, but no mean */
    return descent__vector_is_finite(step->dimension, step->memory[0]) ? 0 : 1;
}

static descent_status lion_check(const descent_rule *rule)
{
    const descent_status status = descent__parameter_in_unit("first_decay", rule->constants[by_first]);
    return status == DESCENT_SUCCESS ? descent__parameter_in_unit("second_decay", rule->constants[by_second]) : status;
}

const descent_rule_type descent__lion_type = {
    .name = "Lion", .memory_count = 1, .advance = lion_advance, .check = lion_check};

descent_rule descent_lion(double step_size, double first_decay, double second_decay)
{
    return (descent_rule){.type = &descent__lion_type,
                          .step_size = step_size,
                          .constants = {[by_first] = descent__parameter_or(first_decay, customary_first),
                                        [by_second] = descent__parameter_or(second_decay, customary_second)}};
}

static void sign_prepare(const descent_rule *rule, uint64_t number, double step_size, descent__pass_step *made)
{
    (void)rule, (void)number;
    *made = (descent__pass_step){.by = {step_size}, .step_size = step_size, .raise = {.point_alone = step_size}};
}

DESCENT__CLONES
static void sign_pass(size_t n, const double *by, const double *restrict gradient, double *restrict x,
                      double *restrict first, double *restrict second, double *restrict third)
{
    (void)first, (void)second, (void)third;
    const double step_size = *by;
#pragma omp simd
    for (size_t i = 0; i < n; i++)
        x[i] -= step_size * sign_of(gradient[i]);
}

const descent__pass descent__sign_pass = {
    .type = &descent__sign_type,
    .prepare = sign_prepare,
    .advance = sign_pass,
};

static int sign_advance(const descent_rule *rule, descent_rule_step *step)
{
    descent__pass_make(&descent__sign_pass, rule, step);
    /* infinity has a sign, but is no gradient to go by */
    return descent__vector_is_finite(step->dimension, step->gradient) ? 0 : 1;
}

const descent_rule_type descent__sign_type = {.name = "sign descent", .advance = sign_advance};

descent_rule descent_sign(double step_size)
{
    return (descent_rule){.type = &descent__sign_type, .step_size = step_size};
}
