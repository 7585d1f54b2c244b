#include "truth/many/others.h"

#include <math.h>

static int sign(const descent_rule *rule, descent_rule_step *step)
{
    (void)rule;
    for (size_t i = 0; i < step->dimension; i++)
        step->x[i] -= step->step_size * (double)((step->gradient[i] > 0) - (step->gradient[i] < 0));
    return 0;
}

static double norm(const descent_rule_step *step)
{
    double sum = 0;
    for (size_t i = 0; i < step->dimension; i++)
        sum = hypot(sum, step->gradient[i]);
    return sum;
}

static int normalised(const descent_rule *rule, descent_rule_step *step)
{
    (void)rule;
    const double length = norm(step);
    for (size_t i = 0; i < step->dimension && length > 0; i++)
        step->x[i] -= step->step_size * (step->gradient[i] / length);
    return 0;
}

static int coordinate(const descent_rule *rule, descent_rule_step *step)
{
    (void)rule;
    const size_t i = (size_t)(step->number % step->dimension);
    step->x[i] -= step->step_size * step->gradient[i];
    return 0;
}

static int decay(const descent_rule *rule, descent_rule_step *step)
{
    (void)rule;
    for (size_t i = 0; i < step->dimension; i++)
        step->x[i] -= step->step_size * (step->gradient[i] + 0.1 * step->x[i]);
    return 0;
}

static int clipped(const descent_rule *rule, descent_rule_step *step)
{
    (void)rule;
    const double length = norm(step), part = length > 1 ? 1 / length : 1;
    for (size_t i = 0; i < step->dimension; i++)
        step->x[i] -= step->step_size * part * step->gradient[i];
    return 0;
}

static int rprop(const descent_rule *rule, descent_rule_step *step)
{
    (void)rule;
    double *const before = step->memory[0], *const width = step->memory[1];
    for (size_t i = 0; i < step->dimension; i++) {
        const double g = step->gradient[i], turn = before[i] * g;
        width[i] = step->number == 0 ? step->step_size : width[i] * (turn > 0 ? 1.2 : turn < 0 ? 0.5 : 1);
        step->x[i] -= width[i] * (double)((g > 0) - (g < 0));
        before[i] = g;
    }
    return 0;
}

static int restarted(const descent_rule *rule, descent_rule_step *step)
{
    (void)rule;
    double *const v = step->memory[0];
    double uphill = 0;
    for (size_t i = 0; i < step->dimension; i++) {
        v[i] = 0.9 * v[i] - step->step_size * step->gradient[i];
        uphill += v[i] * step->gradient[i];
    }
    for (size_t i = 0; i < step->dimension; i++) {
        v[i] = uphill > 0 ? -step->step_size * step->gradient[i] : v[i];
        step->x[i] += v[i];
    }
    return 0;
}

static int slow_rmsprop(const descent_rule *rule, descent_rule_step *step)
{
    (void)rule;
    double *const mean = step->memory[0];
    for (size_t i = 0; i < step->dimension; i++) {
        const double g = step->gradient[i];
        mean[i] = 0.99 * mean[i] + 0.01 * g * g;
        step->x[i] -= step->step_size * g / (sqrt(mean[i]) + 1e-8);
    }
    return 0;
}

static const descent_rule_type sign_type = {.name = "sign", .advance = sign};
static const descent_rule_type normalised_type = {.name = "normalised", .advance = normalised};
static const descent_rule_type coordinate_type = {.name = "coordinate", .advance = coordinate};
static const descent_rule_type decay_type = {.name = "decay", .advance = decay};
static const descent_rule_type clipped_type = {.name = "clipped", .advance = clipped};
static const descent_rule_type rprop_type = {.name = "Rprop", .memory_count = 2, .advance = rprop};
static const descent_rule_type restarted_type = {.name = "restarted", .memory_count = 1, .advance = restarted};
static const descent_rule_type slow_type = {.name = "slow RMSProp", .memory_count = 1, .advance = slow_rmsprop};

descent_rule other_sign(double step_size)
{
    return (descent_rule){.type = &sign_type, .step_size = step_size};
}

descent_rule other_normalised(double step_size)
{
    return (descent_rule){.type = &normalised_type, .step_size = step_size};
}

descent_rule other_coordinate(double step_size)
{
    return (descent_rule){.type = &coordinate_type, .step_size = step_size};
}

descent_rule other_decay(double step_size)
{
    return (descent_rule){.type = &decay_type, .step_size = step_size};
}

descent_rule other_clipped(double step_size)
{
    return (descent_rule){.type = &clipped_type, .step_size = step_size};
}

descent_rule other_rprop(double step_size)
{
    return (descent_rule){.type = &rprop_type, .step_size = step_size};
}

descent_rule other_restarted(double step_size)
{
    return (descent_rule){.type = &restarted_type, .step_size = step_size};
}

descent_rule other_slow_rmsprop(double step_size)
{
    return (descent_rule){.type = &slow_type, .step_size = step_size};
}
