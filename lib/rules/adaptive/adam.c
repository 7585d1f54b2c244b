#include <descent/adaptive.h>

#include "base/status.h"
#include "rules/adaptive/squares.h"
#include "rules/own.h"
#include "rules/parameter.h"

/* of the paper (Kingma and Ba, 2015, alg. 1) */
static const double customary_first = 0.9, customary_second = 0.999, customary_epsilon = 1e-8;

enum {
    by_first,
    by_second,
    by_epsilon
};

/* What is the same for all components of one step. */
typedef struct factors {
    double first, second, epsilon, step_size;
    double moment, slope; /* of m and g in m̂ */
    double square;        /* of v in v̂ */
} factors;

static factors factors_of(const descent_rule *rule, const descent_rule_step *step, descent_adam_kind kind)
{
    const double first = rule->constants[by_first], second = rule->constants[by_second];
    const double t = (double)step->number + 1, first_bias = 1 - pow(first, t);
    factors f = {
        .first = first,
        .second = second,
        .epsilon = rule->constants[by_epsilon],
        .step_size = step->step_size,
        .moment = 1,
        .square = 1,
    };
    if (kind != DESCENT_AMSGRAD)
        f.square = 1 / (1 - pow(second, t));
    if (kind == DESCENT_ADAM)
        f.moment = 1 / first_bias;
    if (kind == DESCENT_NADAM) {
        f.moment = first / (1 - pow(first, t + 1));
        f.slope = (1 - first) / first_bias;
    }
    return f;
}

/* memory: m, v. */
static int adam_advance(const descent_rule *rule, descent_rule_step *step)
{
    const factors f = factors_of(rule, step, DESCENT_ADAM);
    const double *restrict gradient = step->gradient;
    double *restrict x = step->x, *restrict m = step->memory[0], *restrict v = step->memory[1], trace = 0;
    for (size_t i = 0; i < step->dimension; i++) {
        const double g = gradient[i];
        m[i] = f.first * m[i] + (1 - f.first) * g;
        v[i] = f.second * v[i] + (1 - f.second) * (g * g);
        trace += v[i] - v[i];
        x[i] -= f.step_size * (m[i] * f.moment) / (sqrt(v[i] * f.square) + f.epsilon);
    }
    return descent__squares_result(step, trace);
}

static int nadam_advance(const descent_rule *rule, descent_rule_step *step)
{
    const factors f = factors_of(rule, step, DESCENT_NADAM);
    const double *restrict gradient = step->gradient;
    double *restrict x = step->x, *restrict m = step->memory[0], *restrict v = step->memory[1], trace = 0;
    for (size_t i = 0; i < step->dimension; i++) {
        const double g = gradient[i];
        m[i] = f.first * m[i] + (1 - f.first) * g;
        v[i] = f.second * v[i] + (1 - f.second) * (g * g);
        trace += v[i] - v[i];
        x[i] -= f.step_size * (m[i] * f.moment + g * f.slope) / (sqrt(v[i] * f.square) + f.epsilon);
    }
    return descent__squares_result(step, trace);
}

/* memory: m, v, the largest v so far. */
static int amsgrad_advance(const descent_rule *rule, descent_rule_step *step)
{
    const factors f = factors_of(rule, step, DESCENT_AMSGRAD);
    const double *restrict gradient = step->gradient;
    double *restrict x = step->x, *restrict m = step->memory[0], *restrict v = step->memory[1];
    double *restrict largest = step->memory[2], trace = 0;
    for (size_t i = 0; i < step->dimension; i++) {
        const double g = gradient[i];
        m[i] = f.first * m[i] + (1 - f.first) * g;
        v[i] = f.second * v[i] + (1 - f.second) * (g * g);
        trace += v[i] - v[i];
        largest[i] = largest[i] > v[i] ? largest[i] : v[i];
        x[i] -= f.step_size * m[i] / (sqrt(largest[i]) + f.epsilon);
    }
    return descent__squares_result(step, trace);
}

static descent_status adam_check(const descent_rule *rule)
{
    descent_status status = descent__parameter_in_unit("first_decay", rule->constants[by_first]);
    if (status == DESCENT_SUCCESS)
        status = descent__parameter_in_unit("second_decay", rule->constants[by_second]);
    return status == DESCENT_SUCCESS ? descent__parameter_positive("epsilon", rule->constants[by_epsilon]) : status;
}

const descent_rule_type descent__adam_type = {
    .name = "Adam", .memory_count = 2, .advance = adam_advance, .check = adam_check};
const descent_rule_type descent__nadam_type = {
    .name = "Nadam", .memory_count = 2, .advance = nadam_advance, .check = adam_check};
const descent_rule_type descent__amsgrad_type = {
    .name = "AMSGrad", .memory_count = 3, .advance = amsgrad_advance, .check = adam_check};

/* What descent_adam() makes of options that are not what they should be: where it is used, it says so. */
static descent_status refuse_options(const descent_rule *rule)
{
    if (rule->constants[0] < DESCENT_ADAM || rule->constants[0] > DESCENT_NADAM)
        return descent_fail(DESCENT_EINVAL, "options.kind must be a descent_adam_kind, got %g", rule->constants[0]);
    return descent_fail(DESCENT_EINVAL, "options.reserved must be 0");
}

const descent_rule_type descent__adam_refused_type = {
    .name = "Adam", .memory_count = 2, .advance = adam_advance, .check = refuse_options};

static const descent_rule_type *type_of(const descent_adam_options *options)
{
    for (size_t k = 0; k < sizeof options->reserved / sizeof *options->reserved; k++)
        if (options->reserved[k] != 0)
            return &descent__adam_refused_type;
    switch (options->kind) {
    case DESCENT_ADAM:
        return &descent__adam_type;
    case DESCENT_AMSGRAD:
        return &descent__amsgrad_type;
    case DESCENT_NADAM:
        return &descent__nadam_type;
    }
    return &descent__adam_refused_type;
}

descent_rule descent_adam(double step_size, const descent_adam_options *options)
{
    const descent_adam_options given = options ? *options : (descent_adam_options){0};
    descent_rule rule = {.type = type_of(&given), .step_size = step_size};
    rule.constants[by_first] = descent__parameter_or(given.first_decay, customary_first);
    rule.constants[by_second] = descent__parameter_or(given.second_decay, customary_second);
    rule.constants[by_epsilon] = descent__parameter_or(given.epsilon, customary_epsilon);
    if (rule.type == &descent__adam_refused_type)
        rule.constants[0] = (double)(int)given.kind;
    return rule;
}
