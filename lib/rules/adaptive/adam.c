#include <descent/adaptive.h>

#include "base/clones.h"
#include "base/status.h"
#include "rules/adaptive/squares.h"
#include "rules/own.h"
#include "rules/parameter.h"

/* of the paper (Kingma and Ba, 2015, alg. 1) */
static const double customary_first = 0.9, customary_second = 0.999, customary_epsilon = 1e-8;

enum {
    by_first,
    by_second,
    by_epsilon,
    by_step_size,
    by_moment, /* of m in m̂ */
    by_slope,  /* of g in m̂ */
    by_square  /* of v in v̂ */
};

/* The corrections of the bias in step t − 1 fall towards 1 from step to step (Kingma and Ba, 2015, 3). */
static void adam_renew(const descent_rule *rule, uint64_t number, descent__pass_step *made)
{
    const double t = (double)number + 1;
    made->by[by_moment] = 1 / (1 - pow(rule->constants[by_first], t));
    made->by[by_square] = 1 / (1 - pow(rule->constants[by_second], t));
}

static void nadam_renew(const descent_rule *rule, uint64_t number, descent__pass_step *made)
{
    const double first = rule->constants[by_first], t = (double)number + 1;
    made->by[by_moment] = first / (1 - pow(first, t + 1));
    made->by[by_slope] = (1 - first) / (1 - pow(first, t));
    made->by[by_square] = 1 / (1 - pow(rule->constants[by_second], t));
}

/* |m⁺| ≤ M + G, and the root of the squares is ≥ 0. */
static void prepare(const descent_rule *rule, uint64_t number, double step_size,
                    void (*renew)(const descent_rule *rule, uint64_t number, descent__pass_step *made),
                    descent__pass_step *made)
{
    const double quotient = descent__raise_of_quotient(step_size, rule->constants[by_epsilon]);
    *made = (descent__pass_step){
        .by = {rule->constants[by_first], rule->constants[by_second], rule->constants[by_epsilon], step_size, 1, 0, 1},
        .step_size = step_size,
        .raise = {.memory_by_memory = 1, .memory_by_gradient = 1},
    };
    if (renew)
        renew(rule, number, made);
    made->raise.point_by_memory = quotient * made->by[by_moment];
    made->raise.point_by_gradient = quotient * (made->by[by_moment] + made->by[by_slope]);
}

static void adam_prepare(const descent_rule *rule, uint64_t number, double step_size, descent__pass_step *made)
{
    prepare(rule, number, step_size, adam_renew, made);
}

static void nadam_prepare(const descent_rule *rule, uint64_t number, double step_size, descent__pass_step *made)
{
    prepare(rule, number, step_size, nadam_renew, made);
}

static void amsgrad_prepare(const descent_rule *rule, uint64_t number, double step_size, descent__pass_step *made)
{
    prepare(rule, number, step_size, NULL, made);
}

/* memory: m, v. */
DESCENT__CLONES
static void adam_pass(size_t n, const double *by, const double *restrict gradient, double *restrict x,
                      double *restrict m, double *restrict v, double *restrict third)
{
    (void)third;
    const double first = by[by_first], second = by[by_second], epsilon = by[by_epsilon], step_size = by[by_step_size];
    const double moment = by[by_moment], square = by[by_square];
#pragma omp simd
    for (size_t i = 0; i < n; i++) {
        const double g = gradient[i];
        m[i] = first * m[i] + (1 - first) * g;
        v[i] = second * v[i] + (1 - second) * (g * g);
        x[i] -= step_size * (m[i] * moment) / (sqrt(v[i] * square) + epsilon);
    }
}

DESCENT__CLONES
static void nadam_pass(size_t n, const double *by, const double *restrict gradient, double *restrict x,
                       double *restrict m, double *restrict v, double *restrict third)
{
    (void)third;
    const double first = by[by_first], second = by[by_second], epsilon = by[by_epsilon], step_size = by[by_step_size];
    const double moment = by[by_moment], slope = by[by_slope], square = by[by_square];
#pragma omp simd
    for (size_t i = 0; i < n; i++) {
        const double g = gradient[i];
        m[i] = first * m[i] + (1 - first) * g;
        v[i] = second * v[i] + (1 - second) * (g * g);
        x[i] -= step_size * (m[i] * moment + g * slope) / (sqrt(v[i] * square) + epsilon);
    }
}

/* memory: m, v, the largest v so far. */
DESCENT__CLONES
static void amsgrad_pass(size_t n, const double *by, const double *restrict gradient, double *restrict x,
                         double *restrict m, double *restrict v, double *restrict largest)
{
    const double first = by[by_first], second = by[by_second], epsilon = by[by_epsilon], step_size = by[by_step_size];
#pragma omp simd
    for (size_t i = 0; i < n; i++) {
        const double g = gradient[i];
        m[i] = first * m[i] + (1 - first) * g;
        v[i] = second * v[i] + (1 - second) * (g * g);
        largest[i] = largest[i] > v[i] ? largest[i] : v[i];
        x[i] -= step_size * m[i] / (sqrt(largest[i]) + epsilon);
    }
}

const descent__pass descent__adam_pass = {
    .type = &descent__adam_type,
    .memory = {DESCENT__PASS_LINEAR, DESCENT__PASS_SQUARES},
    .prepare = adam_prepare,
    .renew = adam_renew,
    .advance = adam_pass,
};

const descent__pass descent__nadam_pass = {
    .type = &descent__nadam_type,
    .memory = {DESCENT__PASS_LINEAR, DESCENT__PASS_SQUARES},
    .prepare = nadam_prepare,
    .renew = nadam_renew,
    .advance = nadam_pass,
};

const descent__pass descent__amsgrad_pass = {
    .type = &descent__amsgrad_type,
    .memory = {DESCENT__PASS_LINEAR, DESCENT__PASS_SQUARES, DESCENT__PASS_SQUARES},
    .prepare = amsgrad_prepare,
    .advance = amsgrad_pass,
};

static int adam_advance(const descent_rule *rule, descent_rule_step *step)
{
    return descent__squares_advance(&descent__adam_pass, rule, step);
}

static int nadam_advance(const descent_rule *rule, descent_rule_step *step)
{
    return descent__squares_advance(&descent__nadam_pass, rule, step);
}

static int amsgrad_advance(const descent_rule *rule, descent_rule_step *step)
{
    return descent__squares_advance(&descent__amsgrad_pass, rule, step);
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
