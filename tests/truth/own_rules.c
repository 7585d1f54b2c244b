#include "truth/own_rules.h"

#include <math.h>

static int adagrad(const descent_rule *rule, descent_rule_step *step)
{
    (void)rule;
    double *const sum = step->memory[0];
    for (size_t i = 0; i < step->dimension; i++) {
        const double g = step->gradient[i];
        sum[i] += g * g;
        step->x[i] -= step->step_size * g / (sqrt(sum[i]) + 1e-10);
    }
    return 0;
}

static int rmsprop(const descent_rule *rule, descent_rule_step *step)
{
    (void)rule;
    double *const mean = step->memory[0];
    for (size_t i = 0; i < step->dimension; i++) {
        const double g = step->gradient[i];
        mean[i] = 0.9 * mean[i] + 0.1 * g * g;
        step->x[i] -= step->step_size * g / (sqrt(mean[i]) + 1e-8);
    }
    return 0;
}

static int adam(const descent_rule *rule, descent_rule_step *step)
{
    (void)rule;
    double *const m = step->memory[0], *const v = step->memory[1];
    const double made = (double)step->number + 1;
    for (size_t i = 0; i < step->dimension; i++) {
        const double g = step->gradient[i];
        m[i] = 0.9 * m[i] + 0.1 * g;
        v[i] = 0.999 * v[i] + 0.001 * g * g;
        const double first = m[i] / (1 - pow(0.9, made)), second = v[i] / (1 - pow(0.999, made));
        step->x[i] -= step->step_size * first / (sqrt(second) + 1e-8);
    }
    return 0;
}

static int velocity(const descent_rule *rule, descent_rule_step *step)
{
    (void)rule;
    double *const v = step->memory[0];
    for (size_t i = 0; i < step->dimension; i++) {
        v[i] = 0.9 * v[i] - step->step_size * step->gradient[i];
        step->x[i] += v[i];
    }
    return 0;
}

static int damped(const descent_rule *rule, descent_rule_step *step)
{
    (void)rule;
    double *const v = step->memory[0];
    for (size_t i = 0; i < step->dimension; i++) {
        v[i] = 0.9 * v[i] + 0.1 * step->gradient[i];
        step->x[i] -= step->step_size * v[i];
    }
    return 0;
}

static const descent_rule_type adagrad_type = {.name = "AdaGrad", .memory_count = 1, .advance = adagrad};
static const descent_rule_type rmsprop_type = {.name = "RMSProp", .memory_count = 1, .advance = rmsprop};
static const descent_rule_type adam_type = {.name = "Adam", .memory_count = 2, .advance = adam};
static const descent_rule_type velocity_type = {.name = "velocity", .memory_count = 1, .advance = velocity};
static const descent_rule_type damped_type = {.name = "damped momentum", .memory_count = 1, .advance = damped};

descent_rule own_adagrad(double step_size)
{
    return (descent_rule){.type = &adagrad_type, .step_size = step_size};
}

descent_rule own_rmsprop(double step_size)
{
    return (descent_rule){.type = &rmsprop_type, .step_size = step_size};
}

descent_rule own_adam(double step_size)
{
    return (descent_rule){.type = &adam_type, .step_size = step_size};
}

descent_rule own_velocity(double step_size)
{
    return (descent_rule){.type = &velocity_type, .step_size = step_size};
}

descent_rule own_damped(double step_size)
{
    return (descent_rule){.type = &damped_type, .step_size = step_size};
}
