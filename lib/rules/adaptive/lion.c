#include <descent/adaptive.h>

#include "base/clones.h"
#include "rules/keeping.h"
#include "rules/own.h"
#include "rules/parameter.h"

/* of the paper (Chen et al., 2023, alg. 2) */
static const double customary_first = 0.9, customary_second = 0.99;

enum {
    by_first,
    by_second
};

/* sign(0) = 0; a NaN stays one, so that the engine sees it */
static inline double sign_of(double value)
{
    return value > 0 ? 1 : value < 0 ? -1 : value;
}

/* memory[0] is m. */
static int lion_advance(const descent_rule *rule, descent_rule_step *step)
{
    const double first = rule->constants[by_first], second = rule->constants[by_second];
    const double step_size = step->step_size, *restrict gradient = step->gradient;
    double *restrict x = step->x, *restrict m = step->memory[0], trace = 0;
    for (size_t i = 0; i < step->dimension; i++) {
        const double g = gradient[i];
        x[i] -= step_size * sign_of(first * m[i] + (1 - first) * g);
        m[i] = second * m[i] + (1 - second) * g;
        trace += m[i] - m[i];
    }
    return trace == 0 ? 0 : 1; /* an infinite gradient has a sign, but no mean */
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

static int sign_advance(const descent_rule *rule, descent_rule_step *step)
{
    (void)rule;
    double trace = 0;
    for (size_t i = 0; i < step->dimension; i++) {
        trace += step->gradient[i] - step->gradient[i];
        step->x[i] -= step->step_size * sign_of(step->gradient[i]);
    }
    return trace == 0 ? 0 : 1;
}

/* It has no memory: x alone is kept. */
DESCENT__CLONES
static double sign_keep(size_t n, double step_size, const double *restrict gradient, double *restrict x,
                        double *restrict x_before)
{
    double trace = 0;
#pragma omp simd reduction(+ : trace)
    for (size_t i = 0; i < n; i++) {
        const double here = x[i], g = gradient[i], next = here - step_size * sign_of(g);
        x_before[i] = here;
        x[i] = next;
        trace += (next - next) + (g - g);
    }
    return trace;
}

double descent__sign_advance_keeping(const descent_rule *rule, descent_rule_step *step, double *x_before,
                                     double *memory_before)
{
    (void)rule, (void)memory_before;
    return sign_keep(step->dimension, step->step_size, step->gradient, step->x, x_before);
}

const descent_rule_type descent__sign_type = {.name = "sign descent", .advance = sign_advance};

descent_rule descent_sign(double step_size)
{
    return (descent_rule){.type = &descent__sign_type, .step_size = step_size};
}
