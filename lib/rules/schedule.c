#include "rules/schedule.h"

#include <math.h>

#include "base/environment.h"
#include "base/status.h"

static const double pi = 3.14159265358979323846;

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

descent_status descent__schedule_check(const descent_schedule *schedule, double base)
{
    switch (schedule->kind) {
    case DESCENT_SCHEDULE_CONSTANT:
        return DESCENT_SUCCESS;
    case DESCENT_SCHEDULE_INVERSE:
        if (!isfinite(schedule->delay) || schedule->delay <= 0)
            return descent_fail(DESCENT_EINVAL, "schedule.delay must be finite and positive, got %g", schedule->delay);
        return DESCENT_SUCCESS;
    case DESCENT_SCHEDULE_EXPONENTIAL:
        if (!(schedule->factor > 0 && schedule->factor <= 1))
            return descent_fail(DESCENT_EINVAL, "schedule.factor must be in (0, 1], got %g", schedule->factor);
        return DESCENT_SUCCESS;
    case DESCENT_SCHEDULE_COSINE:
        if (schedule->length == 0)
            return descent_fail(DESCENT_EINVAL, "schedule.length must be at least 1, got 0");
        if (!(schedule->floor >= 0 && schedule->floor <= base))
            return descent_fail(DESCENT_EINVAL, "schedule.floor must be in [0, step_size = %g], got %g", base,
                                schedule->floor);
        return DESCENT_SUCCESS;
    case DESCENT_SCHEDULE_FUNCTION:
        if (!schedule->function)
            return descent_fail(DESCENT_EINVAL, "schedule.function must not be NULL");
        return DESCENT_SUCCESS;
    }
    return descent_fail(DESCENT_EINVAL, "schedule.kind must be a descent_schedule_kind, got %d", (int)schedule->kind);
}

static double cosine_step_size(const descent_schedule *schedule, uint64_t step, double base)
{
    if (step >= schedule->length)
        return schedule->floor;
    const double phase = pi * (double)step / (double)schedule->length;
    return schedule->floor + (base - schedule->floor) * (1 + cos(phase)) / 2;
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
    switch (schedule->kind) {
    case DESCENT_SCHEDULE_CONSTANT:
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
    case DESCENT_SCHEDULE_FUNCTION:
        result = NAN;
        *callback_code = call_function(schedule, step, base, &result);
        if (*callback_code != 0)
            return descent_fail(DESCENT_ECALLBACK, "the schedule's function returned %d at step %llu", *callback_code,
                                (unsigned long long)step);
        break;
    }
    if (!isfinite(result) || result < 0)
        return descent_fail(DESCENT_EINVAL,
                            "the schedule's step size must be finite and not negative, got %g at step %llu", result,
                            (unsigned long long)step);
    *step_size = result;
    return DESCENT_SUCCESS;
}
