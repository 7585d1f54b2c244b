#include "diagnosis/recurrence.h"

#include <float.h>
#include <math.h>

#include "vector.h"

/* A return within this part of the amplitude may be rounding that the cycle itself amplifies; below it is exact. */
static const double rounding_return = 1e-8;
static const double exact_return = 1e-13;

/* What is still to come of a cycle that is being settled onto may be this part of its amplitude at most. */
static const double settled_part = 1e-3;

/* Smaller amplitudes are the flicker of a point at rest: so many times the rounding of the coordinates. */
static const double flicker = 1e3;

static double lag_distance(const descent_series *series, size_t row, size_t lag)
{
    const double *x = descent_series_point(series, row);
    return descent_vector_distance(series->n, x, x - lag * series->n);
}

static double largest_lag(const descent_series *series, size_t first, size_t last, size_t lag)
{
    double largest = 0;
    for (size_t row = first; row < last; row++)
        largest = fmax(largest, lag_distance(series, row, lag));
    return largest;
}

/* Repeats to rounding over many periods, and does not creep: creeping adds up, rounding does not. */
static bool repeats_exactly(const descent_series *series, size_t lag, double amplitude, double floor)
{
    const size_t m = series->count;
    const size_t room = m - lag;
    size_t window = 6 * lag > 64 ? 6 * lag : 64;
    window = window < room ? window : room;
    if (window < lag + 1)
        return false;
    const double worst = largest_lag(series, m - window, m, lag);
    if (worst <= exact_return * amplitude + floor)
        return true;
    const size_t periods = window / lag;
    return periods >= 4 && worst <= rounding_return * amplitude &&
           lag_distance(series, m - 1, periods * lag) <= 2 * worst;
}

static size_t repeating_since(const descent_series *series, const descent_recurrence *recurrence)
{
    size_t row = series->count;
    while (row > recurrence->period &&
           lag_distance(series, row - 1, recurrence->period) <= 0.01 * recurrence->amplitude)
        row--;
    return row - recurrence->period;
}

/* Do the last two returns point against each other? Then the cycle lies between them, not beyond. */
static bool returns_alternate(const descent_series *series, size_t lag)
{
    const size_t n = series->n;
    double product = 0;
    double squares = 0;
    for (size_t row = series->count - lag; row < series->count; row++) {
        const double *x = descent_series_point(series, row);
        const double *before = x - lag * n;
        const double *earlier = before - lag * n;
        const double scale = descent_vector_distance(n, before, earlier);
        for (size_t i = 0; i < n && scale > 0; i++) {
            product += (x[i] - before[i]) / scale * ((before[i] - earlier[i]) / scale);
            squares += (before[i] - earlier[i]) / scale * ((before[i] - earlier[i]) / scale);
        }
    }
    return product < -0.9 * squares;
}

/*
 * The return distances shrink by a steady factor, and what they still add up to is small beside the amplitude. Steady is
 * a word about the whole way since the returns came close: in the channel of an intermittent run, where they shrink like
 * a power, the last of them look steady, too.
 */
static bool settles(const descent_series *series, size_t lag, double amplitude, double *factor)
{
    const double steady = 0.8;
    const size_t m = series->count;
    const descent_recurrence assumed = {.period = lag, .amplitude = amplitude};
    const size_t since = repeating_since(series, &assumed);
    const size_t blocks = (m - since) / lag > 1 ? (m - since) / lag - 1 : 0;
    if (blocks < 6 || blocks * lag < 16)
        return false;
    const size_t half = 3 * blocks / 8;
    const double last = largest_lag(series, m - lag, m, lag);
    const double middle = largest_lag(series, m - half * lag, m - (half - 1) * lag, lag);
    const double first = largest_lag(series, m - 2 * half * lag + lag, m - 2 * half * lag + 2 * lag, lag);
    if (!(last < middle) || !(middle < first) || log(middle / last) < steady * log(first / middle))
        return false;
    *factor = pow(last / middle, 1 / (double)(half - 1));
    const double remaining = returns_alternate(series, lag) ? last / 2 : last * *factor / (1 - *factor);
    return remaining <= settled_part * amplitude;
}

/*
 * Does it all but return after a divisor of the lag as well, ever more closely? Then that is the cycle, if there is one;
 * where its returns were not found to settle, those of its multiples prove nothing.
 */
static bool is_multiple(const descent_series *series, size_t lag, double amplitude)
{
    const size_t m = series->count;
    for (size_t part = 2; 2 * part <= lag; part++) {
        if (lag % part != 0 || m < 3 * lag)
            continue;
        const double now = largest_lag(series, m - lag, m, part);
        const double before = largest_lag(series, m - 2 * lag, m - lag, part);
        if (now <= 0.01 * amplitude && fabs(now - before) > 0.01 * before)
            return true;
    }
    return false;
}

/* Where the last returns after a divisor of the lag are as exact as rounding lets them, that divisor is the period. */
static size_t shortest_period(const descent_series *series, size_t lag, double rounding)
{
    const size_t m = series->count;
    for (size_t part = 2; 2 * part <= lag; part++)
        if (lag % part == 0 && largest_lag(series, m - lag, m, part) <= rounding)
            return part;
    return lag;
}

bool descent_recurrence_goes_on(const descent_series *copy, const descent_motion *motion,
                                const descent_recurrence *recurrence)
{
    const size_t m = copy->count;
    const size_t lag = recurrence->period;
    if (m < 3 * lag + 1)
        return true;
    const double first = largest_lag(copy, lag, 2 * lag, lag);
    const double last = largest_lag(copy, m - lag, m, lag);
    const double expected = first * pow(recurrence->factor, 0.5 * (double)(m / lag - 2));
    return last <= expected + exact_return * recurrence->amplitude + motion->floor;
}

void descent_recurrence_find(descent_evidence *evidence, const descent_series *series, const descent_motion *motion,
                             size_t limit, descent_recurrence *recurrence)
{
    const size_t m = series->count;
    *recurrence = (descent_recurrence){0};
    for (size_t lag = 2; lag <= limit && 2 * lag + 1 <= m; lag++) {
        if (lag_distance(series, m - 1, lag) > 0.01 * motion->quarter)
            continue;
        const double amplitude = descent_series_extent(evidence, series, m - lag, m);
        const double earlier = descent_series_extent(evidence, series, m - 2 * lag, m - lag);
        if (amplitude <= flicker * motion->floor || fabs(amplitude - earlier) > 0.01 * amplitude)
            continue;
        const bool exact = repeats_exactly(series, lag, amplitude, motion->floor);
        double factor = 0;
        if (exact || (settles(series, lag, amplitude, &factor) && !is_multiple(series, lag, amplitude))) {
            const size_t period = shortest_period(series, lag, exact_return * amplitude + motion->floor);
            *recurrence = (descent_recurrence){.period = period, .exact = exact, .amplitude = amplitude};
            recurrence->factor = pow(factor, (double)period / (double)lag);
            recurrence->onset = repeating_since(series, recurrence);
            return;
        }
    }
}

void descent_recurrence_coordinates(const descent_series *series, size_t limit, size_t *periods)
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
        const double floor = 16 * DBL_EPSILON * fmax(fabs(low), fabs(high));
        periods[i] = high - low <= floor ? 1 : 0;
        for (size_t lag = 2; periods[i] == 0 && lag <= limit && 3 * lag <= m && lag < m - window; lag++) {
            double worst = 0;
            for (size_t row = m - window; row < m && worst <= rounding_return * (high - low) + floor; row++)
                worst = fmax(worst, fabs(x[row * n] - x[(row - lag) * n]));
            if (worst <= rounding_return * (high - low) + floor)
                periods[i] = lag;
        }
    }
}
