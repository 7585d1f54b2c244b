#include "trajectory/stationarity.h"

#include <math.h>

#include "trajectory/tolerances.h"

enum {
    least_block = 8, /* steps; a shorter one has no range to speak of */
    window_part = 4  /* of all steps are in a window, so that it holds a turn of a slow rotation; they overlap, … */
};

/* … and errors of sixteen that overlap so far are those of four. */
static const double overlapping = 2;

typedef struct reach {
    double low, high, mean;
} reach;

static reach reach_of(const descent__series *series, size_t i, size_t first, size_t last)
{
    reach of = {INFINITY, -INFINITY, 0};
    for (size_t row = first; row < last; row++) {
        const double x = series->points[row * series->n + i];
        of.low = x < of.low ? x : of.low;
        of.high = x > of.high ? x : of.high;
        of.mean += x / (double)(last - first);
    }
    return of;
}

static double mean_range(const descent__series *series, size_t i, size_t parts)
{
    double sum = 0;
    for (size_t k = 0; k < parts; k++) {
        const reach of = reach_of(series, i, k * series->count / parts, (k + 1) * series->count / parts);
        sum += (of.high - of.low) / (double)parts;
    }
    return sum;
}

bool descent__goes_one_way(const double *values, double least)
{
    const int all = descent__drift_blocks * (descent__drift_blocks - 1) / 2;
    int ordered = 0;
    for (size_t late = 1; late < descent__drift_blocks; late++)
        for (size_t early = 0; early < late; early++)
            ordered += (values[late] > values[early]) - (values[late] < values[early]);
    return fabs((double)ordered) >= descent__one_way * all &&
           fabs(values[descent__drift_blocks - 1] - values[0]) > least;
}

bool descent__drifts(const descent__series *series, double floor)
{
    const size_t length = series->count / descent__drift_blocks;
    if (length < least_block)
        return false;
    for (size_t i = 0; i < series->n; i++) {
        double means[descent__drift_blocks], widest = 0;
        for (size_t k = 0; k < descent__drift_blocks; k++) {
            const reach of = reach_of(series, i, k * length, (k + 1) * length);
            means[k] = of.mean;
            widest = fmax(widest, of.high - of.low);
        }
        if (descent__goes_one_way(means, fmax(descent__drift_share * widest, descent__flicker * floor)))
            return true;
    }
    return false;
}

static bool spreads_along(const descent__series *series, size_t i, double floor)
{
    const double whole = mean_range(series, i, 1), block = mean_range(series, i, descent__drift_blocks);
    return whole > descent__flicker * floor && whole > descent__spreading * block;
}

bool descent__spreads(const descent__series *series, double floor)
{
    bool spreads = false;
    if (series->count < descent__drift_blocks * least_block)
        return false;
    for (size_t i = 0; i < series->n && !spreads; i++)
        spreads = spreads_along(series, i, floor);
    return spreads;
}

/* By more than this part of the earlier range does the later half reach beyond it? */
static bool reaches_beyond(const descent__series *series, double floor, double part)
{
    bool on = false;
    if (series->count < descent__drift_blocks * least_block)
        return false;
    for (size_t i = 0; i < series->n && !on; i++) {
        const reach early = reach_of(series, i, 0, series->count / 2);
        const reach late = reach_of(series, i, series->count / 2, series->count);
        const double beyond = fmax(late.high - early.high, early.low - late.low);
        on = spreads_along(series, i, floor) && beyond > part * (early.high - early.low);
    }
    return on;
}

bool descent__spreads_on(const descent__series *series, double floor)
{
    return reaches_beyond(series, floor, 0);
}

bool descent__covers_more(const descent__series *series, double floor)
{
    return reaches_beyond(series, floor, descent__new_ground);
}

descent__trend_of_range descent__range_trend(const descent__series *series, double floor)
{
    const double blocks = descent__drift_blocks;
    const size_t window = series->count / window_part, apart = (series->count - window) / (descent__drift_blocks - 1);
    descent__trend_of_range surest = {NAN, NAN};
    if (apart < least_block)
        return surest;
    for (size_t i = 0; i < series->n; i++) {
        double sum = 0, weighted = 0, squares = 0, spread = 0, least = INFINITY;
        for (size_t k = 0; k < descent__drift_blocks; k++) {
            const reach of = reach_of(series, i, k * apart, k * apart + window);
            const double value = log(of.high - of.low), place = (double)k - (blocks - 1) / 2;
            spread += place * place;
            least = fmin(least, of.high - of.low);
            sum += value;
            weighted += place * value;
            squares += value * value;
        }
        if (!(least > descent__flicker * floor))
            continue;
        const double slope = weighted / spread;
        const double rest = fmax(0, squares - sum * sum / blocks - slope * weighted);
        const double error = overlapping * sqrt(rest / (blocks - 2) / spread);
        const descent__trend_of_range trend = {slope / (double)apart, error / (double)apart};
        const bool surer = fabs(trend.rate) * surest.error > fabs(surest.rate) * trend.error;
        if (isnan(surest.rate) || surer)
            surest = trend;
    }
    return surest;
}

bool descent__range_stands(const descent__trend_of_range *trend, double steps)
{
    return !(fabs(trend->rate) > descent__certain_trend * trend->error &&
             fabs(trend->rate) * steps > descent__least_trend);
}

bool descent__range_excludes(const descent__trend_of_range *trend, double rate)
{
    return fabs(trend->rate) + descent__certain_trend * trend->error < fabs(rate) / 2;
}

double descent__narrowest_range(const descent__series *series, double floor)
{
    double narrowest = INFINITY;
    for (size_t i = 0; i < series->n; i++) {
        const double width = mean_range(series, i, 1);
        if (width > descent__flicker * floor)
            narrowest = fmin(narrowest, width);
    }
    return narrowest;
}
