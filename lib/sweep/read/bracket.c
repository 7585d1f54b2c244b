#include "sweep/read/bracket.h"

#include <math.h>

#include "base/ending.h"
#include "base/status.h"
#include "base/vector.h"

/* Rounds of sections at most; 13 bring a bracket down to neighbouring numbers unless it spans many powers of two. */
static const size_t most_rounds = 300;
/* A run that stands at a point which repels it would have left within so many e-foldings, from the last place of its numbers on, if anything
 * ever pushed it off its line; no edge: a few more decide as well. */
static const double foldings = 64;

/*
 * A run that stands at a point which repels at its step size has not converged to it: rounding, or too few steps, keep it
 * there. Within what its steps can tell of the limit the multipliers are left to decide. One that stands there though it would have
 * left many times over is kept on a line that is one by itself, and the multiplier along that line decides.
 */
static descent_status look_whether_it_repels(descent__limit_search *search, const descent_sweep *sweep, size_t run)
{
    const descent_ending ending = search->endings[run];
    descent__stability point;
    if (search->property != DESCENT_STEP_CONVERGES || search->states[run] != DESCENT__PROPERTY_HELD ||
        ending != DESCENT_ENDING_CONVERGED)
        return DESCENT_SUCCESS;
    const descent_status status = descent__stability_find(&search->points, descent_sweep_end_point(sweep, run), &point);
    if (status != DESCENT_SUCCESS)
        return status;
    const double step = search->step_sizes[run], steps = (double)search->options.steps;
    if (step > point.line)
        search->states[run] = step > point.line * (1 + descent__unseen_growth / steps) ? DESCENT__PROPERTY_LOST
                                                                                       : DESCENT__PROPERTY_UNCLEAR;
    else if (step > point.limit && step < point.limit * (1 + foldings / steps))
        search->states[run] = DESCENT__PROPERTY_UNCLEAR;
    return status;
}

descent_status descent__limit_search_run(descent__limit_search *search, size_t count)
{
    descent_sweep *sweep;
    const size_t n = search->problem->dimension;
    descent_status status =
        descent_sweep_step_sizes(search->problem, search->start, search->step_sizes, count, &search->options, &sweep);
    if (status != DESCENT_SUCCESS)
        return status;
    const descent_sweep_summary summary = descent_sweep_view(sweep);
    if (summary.failures > 0)
        status = descent_fail(DESCENT_ECALLBACK, "a callback returned %d", summary.callback_code);
    for (size_t i = 0; i < count && status == DESCENT_SUCCESS; i++) {
        search->states[i] = descent__property_judge(search->property, sweep, i);
        search->endings[i] = descent_sweep_ending(sweep, i);
        status = look_whether_it_repels(search, sweep, i);
    }
    descent__vector_copy(n, descent_sweep_end_point(sweep, 0), search->end);
    search->runs += count;
    descent_sweep_free(sweep);
    return status;
}

static void take_low(descent__step_bracket *between, const descent__limit_search *search, size_t i)
{
    between->low = search->step_sizes[i];
    between->state_low = search->states[i];
    between->ending_low = search->endings[i];
}

static void take_high(descent__step_bracket *between, const descent__limit_search *search, size_t i)
{
    between->high = search->step_sizes[i];
    between->state_high = search->states[i];
    between->ending_high = search->endings[i];
}

/* Distinct numbers strictly between both sides, evenly spread. Returns how many there are, up to descent__section_runs. */
static size_t spread_between(const descent__step_bracket *between, double *step_sizes)
{
    size_t count = 0;
    double before = between->low;
    for (size_t i = 1; i <= descent__section_runs; i++) {
        const double t = (double)i / (descent__section_runs + 1);
        const double x = between->low * (1 - t) + between->high * t;
        if (x > before && x < between->high) {
            step_sizes[count++] = x;
            before = x;
        }
    }
    const double next = nextafter(between->low, INFINITY);
    if (count == 0 && next < between->high)
        step_sizes[count++] = next;
    return count;
}

descent_status descent__bracket_narrow(descent__limit_search *search, descent__property_state threshold,
                                       descent__step_bracket *between)
{
    for (size_t round = 0; round < most_rounds; round++) {
        const size_t count = spread_between(between, search->step_sizes);
        if (count == 0)
            break;
        const descent_status status = descent__limit_search_run(search, count);
        if (status != DESCENT_SUCCESS)
            return status;
        size_t first = 0;
        while (first < count && search->states[first] < threshold)
            first++;
        if (first > 0)
            take_low(between, search, first - 1);
        if (first < count)
            take_high(between, search, first);
    }
    return DESCENT_SUCCESS;
}

descent_status descent__bracket_scan(descent__limit_search *search, double low, double high, size_t count,
                                     descent__step_bracket *between, descent_step_limit_result *result)
{
    for (size_t i = 0; i < count; i++) {
        const double t = (double)i / (double)(count - 1);
        search->step_sizes[i] = i == 0 ? low : i == count - 1 ? high : low * (1 - t) + high * t;
    }
    const descent_status status = descent__limit_search_run(search, count);
    if (status != DESCENT_SUCCESS)
        return status;
    const char *const wanted = search->property == DESCENT_STEP_BOUNDED ? "stay bounded" : "converge";
    if (search->states[0] == DESCENT__PROPERTY_LOST)
        return descent_fail(DESCENT_EINVAL, "low must let the run %s, but with %g it is %s", wanted, low,
                            descent_ending_string(search->endings[0]));
    if (search->states[count - 1] != DESCENT__PROPERTY_LOST)
        return descent_fail(DESCENT_EINVAL, "high must not let the run %s, but with %g it is %s", wanted, high,
                            descent_ending_string(search->endings[count - 1]));
    size_t held = 0, lost = 0, last = 0;
    while (search->states[lost] != DESCENT__PROPERTY_LOST)
        lost++;
    descent__property_state before = DESCENT__PROPERTY_HELD;
    search->settled = NAN;
    for (size_t i = 0; i < count; i++) {
        if (i < lost && search->states[i] == DESCENT__PROPERTY_HELD) {
            held = i;
            result->held = 1;
            if (descent__ending_settles(search->endings[i]))
                search->settled = search->step_sizes[i];
        }
        if (search->states[i] == DESCENT__PROPERTY_HELD)
            last = i;
        result->crossings += search->states[i] != DESCENT__PROPERTY_UNCLEAR && search->states[i] != before;
        if (search->states[i] != DESCENT__PROPERTY_UNCLEAR)
            before = search->states[i];
    }
    result->last = search->step_sizes[last];
    take_low(between, search, held);
    take_high(between, search, lost);
    return DESCENT_SUCCESS;
}
