#include "rules/remaining.h"

#include <math.h>

#include "base/pi.h"
#include "rules/knowledge.h"
#include "rules/own.h"

/* Σ_{k=s}^{L−1} (1 + cos(πk/L))/2, a cosine schedule that ends at nothing, of step size 1. */
static double cosine_rest(uint64_t step, uint64_t length)
{
    if (step >= length)
        return 0;
    const double half = descent__pi / (2 * (double)length);
    const double first = sin(half * (2 * (double)step - 1));
    const double last = sin(half * (2 * (double)length - 1));
    return fmax(((double)(length - step) + (last - first) / (2 * sin(half))) / 2, 0);
}

/* Σ_{k=s}^{L−1} (1 − k/L), a linear schedule that ends at nothing, of step size 1. */
static double linear_rest(uint64_t step, uint64_t length)
{
    const double left = step < length ? (double)(length - step) : 0;
    return left * ((left + 1) / (double)length) / 2;
}

/* ηγ^⌊k/L⌋: what is left of the present stage, and L steps of each of those to come. */
static double stages_rest(const descent_schedule *schedule, uint64_t step, double first)
{
    const double length = (double)schedule->length, present = (double)(schedule->length - step % schedule->length);
    const double factor = schedule->factor;
    return factor < 1 ? first * (present + length * factor / (1 - factor)) : INFINITY;
}

/* Of a schedule that only its function tells. */
static double added_up(const descent_rule *rule, uint64_t step)
{
    double sum = 0;
    double last = NAN;
    for (size_t k = 0; k < DESCENT__SCHEDULE_STEPS; k++) {
        if (descent_rule_step_size(rule, step + k, &last) != DESCENT_SUCCESS)
            return INFINITY;
        sum += last;
    }
    return descent__schedule_ends(last, sum) ? sum : INFINITY;
}

double descent__remaining_sizes(const descent_rule *rule, uint64_t step)
{
    const descent_schedule *schedule = &rule->schedule;
    double first;
    if (schedule->kind == DESCENT_SCHEDULE_CONSTANT || schedule->kind == DESCENT_SCHEDULE_INVERSE ||
        descent_rule_step_size(rule, step, &first) != DESCENT_SUCCESS)
        return INFINITY;
    switch (schedule->kind) {
    case DESCENT_SCHEDULE_EXPONENTIAL: /* ηγ^k */
        return schedule->factor < 1 ? first / (1 - schedule->factor) : INFINITY;
    case DESCENT_SCHEDULE_STEPS:
        return stages_rest(schedule, step, first);
    case DESCENT_SCHEDULE_COSINE:
        return schedule->floor > 0 ? INFINITY : rule->step_size * cosine_rest(step, schedule->length);
    case DESCENT_SCHEDULE_LINEAR:
        return schedule->floor > 0 ? INFINITY : rule->step_size * linear_rest(step, schedule->length);
    case DESCENT_SCHEDULE_FUNCTION:
    case DESCENT_SCHEDULE_WARM_UP:
    case DESCENT_SCHEDULE_SEQUENCE:
    case DESCENT_SCHEDULE_RESTARTS:
        return added_up(rule, step);
    default:
        return INFINITY;
    }
}

double descent__part_left(const descent_rule *rule, double eigenvalue, double sizes)
{
    return exp(-eigenvalue * sizes / (1 - fmin(fabs(rule->momentum), 1)));
}

double descent__length_in_sizes(const descent_rule *rule, size_t n, const double *gradient)
{
    size_t moving = 0;
    for (size_t i = 0; i < n; i++)
        moving += gradient[i] != 0;
    if (descent__rule_is_modified(rule) || moving == 0)
        return 0;
    if (rule->type == &descent__normalised_type)
        return 1;
    return rule->type == &descent__sign_type || rule->type == &descent__lion_type ? sqrt((double)moving) : 0;
}

static bool is_small(const descent_rule *rule, uint64_t step, double size)
{
    double there;
    return descent_rule_step_size(rule, step, &there) == DESCENT_SUCCESS && there <= size;
}

double descent__steps_until_sizes(const descent_rule *rule, uint64_t step, double size)
{
    const descent_schedule_kind kind = rule->schedule.kind;
    const uint64_t farthest = UINT64_C(1) << 52; /* beyond, a double does not tell one step from the next */
    if ((kind != DESCENT_SCHEDULE_INVERSE && kind != DESCENT_SCHEDULE_EXPONENTIAL && kind != DESCENT_SCHEDULE_STEPS) ||
        step >= farthest || !is_small(rule, step + farthest, size))
        return 0;
    uint64_t before = 0, after = farthest;
    if (is_small(rule, step, size))
        return 0;
    while (after - before > 1) {
        const uint64_t middle = before + (after - before) / 2;
        if (is_small(rule, step + middle, size))
            after = middle;
        else
            before = middle;
    }
    return (double)after;
}

bool descent__schedule_ends(double last, double sum)
{
    return last * DESCENT__SCHEDULE_STEPS < DESCENT__SCHEDULE_REST * sum || !(sum > 0);
}

bool descent__way_ends_before(double remaining, double distance)
{
    return remaining < DESCENT__WAY_ALLOWED * distance;
}

bool descent__is_left_short(double left, double tolerance)
{
    return left > DESCENT__LEFT_SHORT * tolerance;
}
