#include "trajectory/recurrence.h"

#include <math.h>

#include "trajectory/rest.h"
#include "trajectory/returns.h"
#include "trajectory/tolerances.h"

/* Repeats to rounding over many periods, and does not creep: creeping adds up, rounding does not. */
static bool repeats_exactly(const descent__view *view, size_t lag, double amplitude, double floor)
{
    const size_t room = view->count - lag;
    size_t window = descent__exact_rounds * lag;
    window = window > descent__exact_points ? window : descent__exact_points;
    window = window < room ? window : room;
    if (window < lag + 1)
        return false;
    const double worst = descent__largest_miss(view, lag, 0, window);
    if (worst <= descent__exact_return * amplitude + floor)
        return true;
    const size_t rounds = window / lag;
    return rounds >= descent__amplified_rounds && worst <= descent__rounding_return * amplitude &&
           descent__view_distance(view, 0, rounds * lag) <= descent__creeping * worst;
}

bool descent__recurrence_goes_on(const descent__series *copy, const descent__motion *motion,
                                 const descent__recurrence *recurrence)
{
    const descent__view view = descent__view_of(copy);
    const size_t m = copy->count;
    const size_t lag = recurrence->period;
    if (m < descent__return_rounds * lag + 1)
        return true;
    const double first = descent__largest_miss(&view, lag, m - 2 * lag, m - lag);
    const double last = descent__largest_miss(&view, lag, 0, lag);
    const double expected = first * pow(recurrence->factor, 0.5 * (double)(m / lag - 2));
    return last <= expected + descent__exact_return * recurrence->amplitude + motion->floor;
}

void descent__recurrence_find(descent__arena *work, const descent__series *series, const descent__motion *motion,
                              size_t limit, descent__recurrence *recurrence)
{
    const descent__view view = descent__view_of(series);
    const size_t m = series->count;
    *recurrence = (descent__recurrence){0};
    for (size_t lag = 2; lag <= limit && 2 * lag + 1 <= m; lag++) {
        if (descent__return_miss(&view, 0, lag) > descent__near_return * motion->quarter)
            continue;
        const double amplitude = descent__series_extent(work, series, m - lag, m);
        const double earlier = descent__series_extent(work, series, m - 2 * lag, m - lag);
        if (amplitude <= descent__flicker * motion->floor ||
            fabs(amplitude - earlier) > descent__near_return * amplitude)
            continue;
        const bool exact = repeats_exactly(&view, lag, amplitude, motion->floor);
        const descent__settling settling = descent__returns_settle(&view, lag, amplitude);
        if (exact || (settling.settles && settling.left <= descent__settled * amplitude &&
                      !descent__returns_of_shorter(&view, lag, amplitude))) {
            const double factor = exact ? 0 : settling.factor;
            const double rounding = descent__exact_return * amplitude + motion->floor;
            const size_t shorter = descent__shorter_return(&view, lag, 2, lag, rounding);
            const size_t period = shorter > 0 ? shorter : lag;
            *recurrence = (descent__recurrence){.period = period, .exact = exact, .amplitude = amplitude};
            recurrence->factor = pow(factor, (double)period / (double)lag);
            recurrence->onset = m - period - descent__near_returns(&view, period, amplitude);
            return;
        }
    }
}

void descent__recurrence_coordinates(const descent__series *series, size_t limit, size_t *periods)
{
    const size_t m = series->count;
    const size_t window = m / 2;
    for (size_t i = 0; i < series->n; i++) {
        const double *x = series->points + i;
        const size_t n = series->n;
        double low = x[(m - 1) * n];
        double high = low;
        for (size_t row = m - window; row < m; row++) {
            low = fmin(low, x[row * n]);
            high = fmax(high, x[row * n]);
        }
        const double floor = descent__rounding_at(fmax(fabs(low), fabs(high)));
        periods[i] = high - low <= floor ? 1 : 0;
        for (size_t lag = 2; periods[i] == 0 && lag <= limit && descent__return_rounds * lag <= m && lag < m - window;
             lag++) {
            double worst = 0;
            for (size_t row = m - window; row < m && worst <= descent__rounding_return * (high - low) + floor; row++)
                worst = fmax(worst, fabs(x[row * n] - x[(row - lag) * n]));
            if (worst <= descent__rounding_return * (high - low) + floor)
                periods[i] = lag;
        }
    }
}
