#include "trajectory/recurrence.h"

#include <math.h>

#include "trajectory/rest.h"
#include "trajectory/returns.h"
#include "trajectory/tolerances.h"

/* Points over which it must repeat: more than one round of them, since there are two and a point. */
static size_t exact_window(const descent__view *view, size_t lag)
{
    const size_t room = view->count - lag;
    size_t window = descent__exact_rounds * lag;
    window = window > descent__exact_points ? window : descent__exact_points;
    return window < room ? window : room;
}

/* Repeats to rounding over many periods, and does not creep: creeping adds up, rounding does not. */
static bool repeats_exactly(const descent__view *view, size_t lag, double amplitude, double floor)
{
    const size_t window = exact_window(view, lag);
    const double worst = descent__largest_miss(view, lag, 0, window);
    if (worst <= descent__exact_return * amplitude + floor)
        return true;
    const size_t rounds = window / lag;
    return rounds >= descent__amplified_rounds && worst <= descent__rounding_return * amplitude &&
           descent__view_distance(view, 0, rounds * lag) <= descent__creeping * worst;
}

/*
 * Does it repeat to the last bit for some rounds, however short the path? Nothing creeps or settles there. But what has arrived may
 * flip between its last digits so, and then its swings are no larger than what counts as arrived.
 */
static bool repeats_to_the_bit(descent__arena *work, const descent__series *series, size_t lag, double amplitude)
{
    const descent__view view = descent__view_of(series);
    const size_t rounds = descent__exact_rounds * lag;
    const size_t window = rounds > descent__equal_points ? rounds : descent__equal_points;
    if (window + lag > view.count || !descent__returns_within(&view, lag, 0, window, 0))
        return false;
    const double size = descent__vector_max_abs(series->n, descent__view_point(&view, 0));
    return amplitude > descent__arrival_tolerance(descent__arrival_of_diameter,
                                                  descent__series_extent(work, series, 0, series->count), size);
}

/* Of one coordinate: the largest miss of the points from `from` to `to` − 1 points ago. */
static double coordinate_miss(const descent__view *view, size_t i, size_t lag, size_t from, size_t to)
{
    double largest = 0;
    for (size_t back = from; back < to; back++)
        largest = fmax(largest, fabs(descent__view_point(view, back)[i] - descent__view_point(view, back + lag)[i]));
    return largest;
}

static double coordinate_range(const descent__view *view, size_t i, size_t count)
{
    double low = INFINITY, high = -INFINITY;
    for (size_t back = 0; back < count; back++) {
        low = fmin(low, descent__view_point(view, back)[i]);
        high = fmax(high, descent__view_point(view, back)[i]);
    }
    return high - low;
}

/* Does each round miss by less than the one before, down to rounding, for so many that chance does not? */
static bool coordinate_settles(const descent__view *view, size_t i, size_t lag, double floor)
{
    if (view->count < (descent__falling_rounds + 1) * lag)
        return false;
    double miss = coordinate_miss(view, i, lag, 0, lag);
    for (size_t round = 1; round < descent__falling_rounds; round++) {
        const double before = coordinate_miss(view, i, lag, round * lag, (round + 1) * lag);
        if (!(miss < before) && before > floor)
            return false;
        miss = before;
    }
    return true;
}

/*
 * A period is one of the whole state: each coordinate must return beside its own range, and not only beside the widest
 * of them: to such a share of it. What is no larger than rounding may do as it likes, and what only settles need not have
 * settled.
 */
static bool all_coordinates_return(const descent__view *view, size_t lag, double share, double floor)
{
    const size_t half = view->count / 2;
    const size_t late = half > 2 * lag ? half : 2 * lag;
    const size_t middle = descent__middle_round(view->count / lag);
    for (size_t i = 0; i < view->n; i++) {
        const double range = coordinate_range(view, i, late);
        const double near = fmax(share * range, descent__flicker * floor);
        if (range <= descent__flicker * floor || coordinate_miss(view, i, lag, 0, lag + 1) <= floor ||
            (coordinate_miss(view, i, lag, 0, lag) <= near &&
             (middle < 2 || coordinate_miss(view, i, lag, (middle - 1) * lag, middle * lag) <= near)))
            continue;
        if (!coordinate_settles(view, i, lag, floor))
            return false;
    }
    return true;
}

/*
 * The period is the smallest divisor of the lag, 1 among them, after which returns shrink as well as after the lag
 * itself. A run that swirls onto a cycle misses it by more and less in turn, and only some multiple looks steady.
 */
static size_t smallest_settling(const descent__view *view, size_t lag, const descent__settling *settling)
{
    const size_t half = descent__middle_round(settling->rounds);
    const double wanted = descent__steady_settling * -log(settling->factor) * (double)(half - 1);
    for (size_t part = 1; 2 * part <= lag; part++) {
        if (lag % part != 0)
            continue;
        const double last = descent__largest_miss(view, part, 0, lag);
        const double middle = descent__largest_miss(view, part, (half - 1) * lag, half * lag);
        if (log(middle / last) >= wanted)
            return part;
    }
    return lag;
}

/* What passes for a return to rounding: what does after the lag itself. Where that is not exact to the last digits, a part of it that
 * misses by as little is no other period, though a swirl may let it creep. */
static double rounding_of(const descent__view *view, size_t lag, bool exact, double amplitude, double floor)
{
    const double rounding = descent__exact_return * amplitude + floor;
    if (!exact || descent__largest_miss(view, lag, 0, exact_window(view, lag)) <= rounding)
        return rounding;
    return descent__rounding_return * amplitude;
}

/* How many of the last points lie within a hundredth of the amplitude of the cycle that the last of them are. */
static size_t points_near_cycle(const descent__view *view, size_t period, double amplitude)
{
    size_t back = period;
    while (back < view->count && descent__view_distance(view, back % period, back) <= descent__near_return * amplitude)
        back++;
    return back;
}

/*
 * Was the run as near to this cycle before, and did it leave it? A cycle on a kink draws a run in until rounding sets it on the other
 * side, again and again: what only draws nearer now will be left, too. (As near: it returned by no more than now, beside a point of
 * the cycle.)
 */
static bool was_left(const descent__view *view, size_t lag, double amplitude, double floor)
{
    const double near = descent__near_return * amplitude;
    const double last =
        descent__larger(descent__largest_miss(view, lag, 0, lag), descent__exact_return * amplitude + floor);
    for (size_t back = descent__near_returns(view, lag, amplitude); back + lag < view->count; back++)
        if (descent__return_miss(view, back, lag) <= last)
            for (size_t j = 0; j < lag; j++)
                if (descent__view_distance(view, j, back) <= near)
                    return true;
    return false;
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
        const bool at_length = repeats_exactly(&view, lag, amplitude, motion->floor);
        const bool exact = (at_length || repeats_to_the_bit(work, series, lag, amplitude)) &&
                           all_coordinates_return(&view, lag, descent__rounding_return, motion->floor);
        const descent__settling settling = descent__returns_settle(&view, lag, amplitude);
        if (!exact && !(settling.settles && settling.left <= descent__settled * amplitude &&
                        !descent__returns_of_shorter(&view, lag, amplitude) &&
                        all_coordinates_return(&view, lag, descent__near_return, motion->floor)))
            continue;
        if (was_left(&view, lag, amplitude, motion->floor))
            continue;
        const double rounding = rounding_of(&view, lag, exact, amplitude, motion->floor);
        size_t shorter = descent__shorter_return(&view, lag, 2, lag, rounding);
        if (shorter == 0 && !exact)
            shorter = smallest_settling(&view, lag, &settling);
        if (shorter == 1)
            return; /* it settles onto a point */
        const size_t period = shorter > 0 ? shorter : lag;
        *recurrence = (descent__recurrence){
            .period = period, .exact = exact, .brief = exact && !at_length, .amplitude = amplitude};
        recurrence->factor = pow(exact ? 0 : settling.factor, (double)period / (double)lag);
        recurrence->onset = m - points_near_cycle(&view, period, amplitude);
        return;
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
