#include "rules/schedule.h"

#include <math.h>
#include <stdbool.h>

#include "base/environment.h"
#include "base/pi.h"
#include "base/status.h"

descent_schedule descent_schedule_constant(void)
{
    return (descent_schedule){.kind = DESCENT_SCHEDULE_CONSTANT};
}

descent_schedule descent_schedule_inverse(double delay)
{
    return (descent_schedule){.kind = DESCENT_SCHEDULE_INVERSE, .delay = delay};
}

descent_schedule descent_schedule_exponential(double factor)
{
    return (descent_schedule){.kind = DESCENT_SCHEDULE_EXPONENTIAL, .factor = factor};
}

descent_schedule descent_schedule_cosine(uint64_t length, double floor)
{
    return (descent_schedule){.kind = DESCENT_SCHEDULE_COSINE, .length = length, .floor = floor};
}

descent_schedule descent_schedule_custom(descent_schedule_function *function, void *context)
{
    return (descent_schedule){.kind = DESCENT_SCHEDULE_FUNCTION, .function = function, .context = context};
}

descent_schedule descent_schedule_linear(uint64_t length, double floor)
{
    return (descent_schedule){.kind = DESCENT_SCHEDULE_LINEAR, .length = length, .floor = floor};
}

descent_schedule descent_schedule_steps(uint64_t length, double factor)
{
    return (descent_schedule){.kind = DESCENT_SCHEDULE_STEPS, .length = length, .factor = factor};
}

descent_schedule descent_schedule_warm_up(uint64_t length, const descent_schedule *next)
{
    return (descent_schedule){.kind = DESCENT_SCHEDULE_WARM_UP, .length = length, .next = next};
}

descent_schedule descent_schedule_sequence(const descent_schedule *first, uint64_t length, const descent_schedule *next)
{
    return (descent_schedule){.kind = DESCENT_SCHEDULE_SEQUENCE, .first = first, .length = length, .next = next};
}

descent_schedule descent_schedule_restarts(uint64_t length, uint64_t growth, double floor)
{
    return (descent_schedule){.kind = DESCENT_SCHEDULE_RESTARTS, .length = length, .growth = growth, .floor = floor};
}

/* Schedules within one another: more would be a circle of pointers. */
enum {
    deepest = 16
};

static descent_status check_factor(const descent_schedule *schedule)
{
    if (!(schedule->factor > 0 && schedule->factor <= 1))
        return descent_fail(DESCENT_EINVAL, "schedule.factor must be in (0, 1], got %g", schedule->factor);
    return DESCENT_SUCCESS;
}

static descent_status check_length(const descent_schedule *schedule)
{
    if (schedule->length == 0)
        return descent_fail(DESCENT_EINVAL, "schedule.length must be at least 1, got 0");
    return DESCENT_SUCCESS;
}

static descent_status check_floor(const descent_schedule *schedule, double base)
{
    if (!(schedule->floor >= 0 && schedule->floor <= base))
        return descent_fail(DESCENT_EINVAL, "schedule.floor must be in [0, step_size = %g], got %g", base,
                            schedule->floor);
    return check_length(schedule);
}

static descent_status check_at(const descent_schedule *schedule, double base, int depth);

static descent_status check_parts(const descent_schedule *schedule, double base, int depth)
{
    descent_status status = check_length(schedule);
    if (status == DESCENT_SUCCESS && depth == deepest)
        return descent_fail(DESCENT_EINVAL, "schedules may stand within one another %d deep, not more", deepest);
    if (status == DESCENT_SUCCESS && schedule->first && schedule->kind == DESCENT_SCHEDULE_SEQUENCE)
        status = check_at(schedule->first, base, depth + 1);
    return status == DESCENT_SUCCESS && schedule->next ? check_at(schedule->next, base, depth + 1) : status;
}

static descent_status check_at(const descent_schedule *schedule, double base, int depth)
{
    switch (schedule->kind) {
    case DESCENT_SCHEDULE_CONSTANT:
        return DESCENT_SUCCESS;
    case DESCENT_SCHEDULE_INVERSE:
        if (!isfinite(schedule->delay) || schedule->delay <= 0)
            return descent_fail(DESCENT_EINVAL, "schedule.delay must be finite and positive, got %g", schedule->delay);
        return DESCENT_SUCCESS;
    case DESCENT_SCHEDULE_EXPONENTIAL:
        return check_factor(schedule);
    case DESCENT_SCHEDULE_STEPS: {
        const descent_status status = check_length(schedule);
        return status == DESCENT_SUCCESS ? check_factor(schedule) : status;
    }
    case DESCENT_SCHEDULE_RESTARTS:
        if (schedule->growth == 0)
            return descent_fail(DESCENT_EINVAL, "schedule.growth must be at least 1, got 0");
        return check_floor(schedule, base);
    case DESCENT_SCHEDULE_COSINE:
    case DESCENT_SCHEDULE_LINEAR:
        return check_floor(schedule, base);
    case DESCENT_SCHEDULE_WARM_UP:
    case DESCENT_SCHEDULE_SEQUENCE:
        return check_parts(schedule, base, depth);
    case DESCENT_SCHEDULE_FUNCTION:
        if (!schedule->function)
            return descent_fail(DESCENT_EINVAL, "schedule.function must not be NULL");
        return DESCENT_SUCCESS;
    }
    return descent_fail(DESCENT_EINVAL, "schedule.kind must be a descent_schedule_kind, got %d", (int)schedule->kind);
}

descent_status descent__schedule_check(const descent_schedule *schedule, double base)
{
    for (size_t k = 0; k < sizeof schedule->reserved / sizeof *schedule->reserved; k++)
        if (schedule->reserved[k])
            return descent_fail(DESCENT_EINVAL, "schedule.reserved[%zu] must be NULL", k);
    return check_at(schedule, base, 0);
}

static double cosine_step_size(const descent_schedule *schedule, uint64_t step, double base)
{
    if (step >= schedule->length)
        return schedule->floor;
    const double phase = descent__pi * (double)step / (double)schedule->length;
    return schedule->floor + (base - schedule->floor) * (1 + cos(phase)) / 2;
}

static double linear_step_size(const descent_schedule *schedule, uint64_t step, double base)
{
    if (step >= schedule->length)
        return schedule->floor;
    return base + (schedule->floor - base) * ((double)step / (double)schedule->length);
}

/* Each descent begins where the one before has ended; there are at most 64 that grow. */
static double restarts_step_size(const descent_schedule *schedule, uint64_t step, double base)
{
    descent_schedule descent = *schedule;
    if (descent.growth == 1)
        step %= descent.length;
    while (step >= descent.length) {
        step -= descent.length;
        descent.length = descent.length > UINT64_MAX / descent.growth ? UINT64_MAX : descent.length * descent.growth;
    }
    return cosine_step_size(&descent, step, base);
}

/* The schedule that has this step, and which of its own steps that is; NULL: η. */
static const descent_schedule *part_at(const descent_schedule *schedule, uint64_t *step)
{
    while (schedule && (schedule->kind == DESCENT_SCHEDULE_SEQUENCE || schedule->kind == DESCENT_SCHEDULE_WARM_UP)) {
        const bool begins = *step < schedule->length;
        if (begins && schedule->kind == DESCENT_SCHEDULE_WARM_UP)
            break;
        *step -= begins ? 0 : schedule->length;
        schedule = begins ? schedule->first : schedule->next;
    }
    return schedule;
}

static int call_function(const descent_schedule *schedule, uint64_t step, double base, double *result)
{
    descent__environment *const lent = descent__environment_lend();
    const int code = schedule->function(step, base, result, schedule->context);
    descent__environment_take_back(lent);
    return code;
}

descent_status descent__schedule_step_size(const descent_schedule *schedule, uint64_t step, double base,
                                           double *step_size, int *callback_code)
{
    double result = base;
    *callback_code = 0;
    const uint64_t asked = step;
    schedule = part_at(schedule, &step);
    switch (schedule ? schedule->kind : DESCENT_SCHEDULE_CONSTANT) {
    case DESCENT_SCHEDULE_CONSTANT:
    case DESCENT_SCHEDULE_SEQUENCE: /* part_at() has gone into it */
        break;
    case DESCENT_SCHEDULE_INVERSE:
        result = base / (1 + (double)step / schedule->delay);
        break;
    case DESCENT_SCHEDULE_EXPONENTIAL:
        result = base * pow(schedule->factor, (double)step);
        break;
    case DESCENT_SCHEDULE_COSINE:
        result = cosine_step_size(schedule, step, base);
        break;
    case DESCENT_SCHEDULE_LINEAR:
        result = linear_step_size(schedule, step, base);
        break;
    case DESCENT_SCHEDULE_STEPS:
        result = base * pow(schedule->factor, (double)(step / schedule->length));
        break;
    case DESCENT_SCHEDULE_WARM_UP:
        result = base * ((double)(step + 1) / (double)schedule->length);
        break;
    case DESCENT_SCHEDULE_RESTARTS:
        result = restarts_step_size(schedule, step, base);
        break;
    case DESCENT_SCHEDULE_FUNCTION:
        result = NAN;
        *callback_code = call_function(schedule, step, base, &result);
        if (*callback_code != 0)
            return descent_fail(DESCENT_ECALLBACK, "the schedule's function returned %d at step %llu", *callback_code,
                                (unsigned long long)asked);
        break;
    }
    if (!isfinite(result) || result < 0)
        return descent_fail(DESCENT_EINVAL,
                            "the schedule's step size must be finite and not negative, got %g at step %llu", result,
                            (unsigned long long)asked);
    *step_size = result;
    return DESCENT_SUCCESS;
}
