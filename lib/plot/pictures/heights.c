#include "plot/pictures/heights.h"

#include <math.h>
#include <stdlib.h>

/* Of what runs usually do, in parts of the height: less is a line to the eye. */
static const double least_seen = 0.05;

/* And where some has to be left out, so much of the height shows how it goes. */
static const double well_seen = 0.2;

/* What a run that rests, or runs that rest at the same place, move by is rounding: in parts of their size. */
static const double rest = 1e-6;

descent__range descent__range_empty(void)
{
    return (descent__range){INFINITY, -INFINITY};
}

void descent__range_widen(descent__range *range, double x)
{
    if (!isfinite(x))
        return;
    range->low = fmin(range->low, x);
    range->high = fmax(range->high, x);
}

double descent__range_length(const descent__range *range)
{
    return range->high > range->low ? range->high - range->low : 0;
}

/* The same, but 0 for rounding. */
static double moved(const descent__range *range)
{
    const double length = descent__range_length(range);
    return length > rest * fmax(fabs(range->low), fabs(range->high)) ? length : 0;
}

static int by_low(const void *a, const void *b)
{
    const descent__range *x = a, *y = b;
    return (x->low > y->low) - (x->low < y->low);
}

static int by_high(const void *a, const void *b)
{
    const descent__range *x = a, *y = b;
    return (x->high > y->high) - (x->high < y->high);
}

static int by_length(const void *a, const void *b)
{
    const double x = moved(a), y = moved(b);
    return (x > y) - (x < y);
}

/* Between the quartiles of where the runs are. */
static descent__range middle_of(descent__range *ranges, size_t count)
{
    descent__range middle;
    qsort(ranges, count, sizeof *ranges, by_low);
    middle.low = ranges[count / 4].low;
    qsort(ranges, count, sizeof *ranges, by_high);
    middle.high = ranges[count - 1 - count / 4].high;
    return middle;
}

/* How far one of those runs moves that do: the median. */
static double motion_of(descent__range *ranges, size_t count)
{
    size_t resting = 0;
    qsort(ranges, count, sizeof *ranges, by_length);
    while (resting < count && moved(&ranges[resting]) <= 0)
        resting++;
    return resting < count ? moved(&ranges[resting + (count - resting) / 2]) : 0;
}

/* How far runs usually go, from one to the next or on their own. */
static double usual(descent__range *ranges, size_t count, descent__range *middle)
{
    *middle = middle_of(ranges, count);
    return fmax(moved(middle), motion_of(ranges, count));
}

static descent__range range_of_all(const descent__range *ranges, size_t count)
{
    descent__range all = descent__range_empty();
    for (size_t i = 0; i < count; i++) {
        descent__range_widen(&all, ranges[i].low);
        descent__range_widen(&all, ranges[i].high);
    }
    return all;
}

static void take_logarithms(descent__range *ranges, size_t count)
{
    for (size_t i = 0; i < count; i++)
        ranges[i] = (descent__range){log10(ranges[i].low), log10(ranges[i].high)};
}

/* Between which what runs usually do is that part of the height. */
static descent__range limits_around(const descent__range *middle, double each, double part)
{
    const double centre = middle->low / 2 + middle->high / 2, far = each / part / 2;
    return (descent__range){centre - far, centre + far};
}

descent__heights descent__heights_choose(descent__range *ranges, size_t count)
{
    descent__heights chosen = {.limits = {-INFINITY, INFINITY}, .narrower = {-INFINITY, INFINITY}};
    if (count == 0)
        return chosen;
    const descent__range all = range_of_all(ranges, count);
    descent__range middle, middle_power;
    const double each = usual(ranges, count, &middle);
    if (!(each > 0) || each >= least_seen * descent__range_length(&all))
        return chosen;
    chosen.limits = limits_around(&middle, each, least_seen);
    chosen.narrower = limits_around(&middle, each, well_seen);
    if (!(all.low > 0))
        return chosen;
    take_logarithms(ranges, count);
    const descent__range powers = {log10(all.low), log10(all.high)};
    chosen.powers = usual(ranges, count, &middle_power) >= least_seen * descent__range_length(&powers);
    if (chosen.powers)
        chosen.limits = chosen.narrower = (descent__range){-INFINITY, INFINITY};
    return chosen;
}
