#include "trajectory/motion.h"

#include <math.h>

#include "base/vector.h"
#include "trajectory/box.h"
#include "trajectory/rest.h"
#include "trajectory/tolerances.h"
#include "trajectory/turning.h"

static double mean_length(const double *lengths, size_t first, size_t last)
{
    double sum = 0;
    for (size_t k = first; k < last; k++)
        sum += lengths[k] / (double)(last - first);
    return sum;
}

/* Mean cosine between successive steps; steps of rounding size do not count. */
static double mean_cosine(const descent__series *series, const descent__motion *motion, size_t first)
{
    double sum = 0;
    size_t counted = 0;
    for (size_t k = first + 1; k + 1 < series->count; k++) {
        if (motion->lengths[k - 1] <= motion->floor || motion->lengths[k] <= motion->floor)
            continue;
        const double *x = descent__series_point(series, k);
        sum += descent__turn_of(series->n, x - series->n, x, x + series->n, motion->lengths[k - 1], motion->lengths[k]);
        counted++;
    }
    return counted ? sum / (double)counted : 0;
}

static double rounding_of(const descent__series *series, size_t row)
{
    return descent__rounding_at(descent__vector_max_abs(series->n, descent__series_point(series, row)));
}

/*
 * Where steps ~ (k − k₀)^−p, the rate ρ = d ln(step)/dk has 1/ρ = −(k − k₀)/p, which is linear in k with the slope −1/p,
 * whatever k₀ is: a run that began on a plain has an origin of its own. From the means of six equal parts of the last
 * half: their lengths, and the rates between the first two and the last two, four parts apart.
 */
static double fading_of(const descent__motion *motion)
{
    enum {
        parts = 6 /* two rates need two parts each, and two between them keep them apart */
    };
    const size_t steps = motion->count - 1;
    const size_t width = steps / 2 / parts;
    double mean[parts];
    if (width == 0)
        return NAN;
    for (size_t part = 0; part < parts; part++) {
        const size_t first = steps - (parts - part) * width;
        mean[part] = log(mean_length(motion->lengths, first, first + width));
    }
    const double early = (mean[1] - mean[0]) / (double)width;
    const double late = (mean[parts - 1] - mean[parts - 2]) / (double)width;
    const double slope = (1 / late - 1 / early) / (double)((parts - 2) * width);
    return early < 0 && late < 0 && slope < 0 ? -1 / slope : NAN;
}

/* The third and the last quarter, which meet in a point, and both together. */
static void measure_extents(descent__arena *work, const descent__series *series, size_t half, size_t quarter,
                            descent__motion *motion)
{
    const size_t n = series->n, m = series->count;
    double *const low = descent__arena_numbers(work, 4 * n);
    if (!low)
        return;
    double *const high = low + n, *const late_low = high + n, *const late_high = late_low + n;
    descent__box_empty(n, low, high);
    descent__box_empty(n, late_low, late_high);
    descent__series_box(series, half, quarter + 1, low, high);
    descent__series_box(series, quarter, m, late_low, late_high);
    motion->before = descent__box_diagonal(n, low, high);
    motion->quarter = descent__box_diagonal(n, late_low, late_high);
    descent__box_extend(n, late_low, late_high, low, high);
    motion->half = descent__box_diagonal(n, low, high);
}

bool descent__motion_measure(descent__arena *work, const descent__series *series, descent__motion *motion)
{
    const size_t m = series->count;
    *motion = (descent__motion){.count = m, .fading = NAN, .lengths = descent__arena_numbers(work, m)};
    if (!motion->lengths)
        return false;
    motion->floor = rounding_of(series, m - 1);
    motion->live = 1;
    for (size_t k = 0; k + 1 < m; k++) {
        const double *x = descent__series_point(series, k);
        motion->lengths[k] = descent__vector_distance(series->n, x, x + series->n);
        motion->first = motion->first > 0 ? motion->first : motion->lengths[k];
        if (descent__motion_moves(motion, series, k))
            motion->live = k + 2;
        if (motion->lengths[k] > motion->length_max) {
            motion->length_max = motion->lengths[k];
            motion->longest = k;
        }
    }
    const size_t half = m / 2;
    const size_t quarter = m - (m + 3) / 4;
    measure_extents(work, series, half, quarter, motion);
    double way = 0;
    for (size_t k = half; k + 1 < m; k++)
        way += motion->lengths[k];
    const double travelled =
        descent__vector_distance(series->n, descent__series_point(series, m - 1), descent__series_point(series, half));
    motion->straightness = descent__straightness_of(travelled, way);
    /* Of three or four points the last half has no turn of its own. */
    motion->cosine =
        mean_cosine(series, motion, half + 2 < m || m < descent__turn_points ? half : m - descent__turn_points);
    if (m >= descent__turn_points) {
        const size_t middle = (half + m - 1) / 2;
        motion->length_last = mean_length(motion->lengths, middle, m - 1);
        motion->fading = fading_of(motion);
        motion->length_before = middle > half ? mean_length(motion->lengths, half, middle) : motion->lengths[half - 1];
    }
    return !work->failed;
}

bool descent__motion_moves(const descent__motion *motion, const descent__series *series, size_t k)
{
    return motion->lengths[k] > rounding_of(series, k);
}

bool descent__motion_leads_to(const descent__series *series, const double *point, double factor, double tolerance)
{
    const size_t last = series->count - 1;
    const double *x = descent__series_point(series, last);
    const double *then = descent__series_point(series, last - last / 4);
    const double *before = descent__series_point(series, last - last / 4 - last / 4);
    for (size_t i = 0; i < series->n; i++) {
        const double late = fabs(x[i] - then[i]);
        const double early = fabs(then[i] - before[i]);
        const double left = late > 0 ? descent__geometric_rest(late, late / early) : 0;
        if (fabs(x[i] - point[i]) > factor * left + tolerance)
            return false;
    }
    return true;
}
