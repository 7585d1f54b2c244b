#include "diagnosis/motion.h"

#include <float.h>
#include <math.h>

#include "vector.h"

double descent_series_extent(descent_evidence *evidence, const descent_series *series, size_t first, size_t last)
{
    const size_t n = series->n;
    double *low = descent_evidence_numbers(evidence, 2 * n);
    if (!low || last <= first)
        return 0;
    double *high = low + n;
    descent_vector_copy(n, descent_series_point(series, first), low);
    descent_vector_copy(n, low, high);
    for (size_t row = first + 1; row < last; row++) {
        const double *x = descent_series_point(series, row);
        for (size_t i = 0; i < n; i++) {
            low[i] = x[i] < low[i] ? x[i] : low[i];
            high[i] = x[i] > high[i] ? x[i] : high[i];
        }
    }
    return descent_vector_distance(n, high, low);
}

static double mean_length(const double *lengths, size_t first, size_t last)
{
    double sum = 0;
    for (size_t k = first; k < last; k++)
        sum += lengths[k] / (double)(last - first);
    return sum;
}

/* Mean cosine between successive steps; steps of rounding size do not count. */
static double mean_cosine(const descent_series *series, const descent_motion *motion, size_t first)
{
    double sum = 0;
    size_t counted = 0;
    for (size_t k = first + 1; k + 1 < series->count; k++) {
        if (motion->lengths[k - 1] <= motion->floor || motion->lengths[k] <= motion->floor)
            continue;
        const double *x = descent_series_point(series, k);
        double product = 0;
        for (size_t i = 0; i < series->n; i++)
            product +=
                (x[i] - (x - series->n)[i]) / motion->lengths[k - 1] * ((x[i + series->n] - x[i]) / motion->lengths[k]);
        sum += product;
        counted++;
    }
    return counted ? sum / (double)counted : 0;
}

/* A coordinate at rest may still flicker by a few units in its last place; among subnormal numbers, by the smallest. */
static double rounding_of(const descent_series *series, size_t row)
{
    const double units = 16;
    const double size = descent_vector_max_abs(series->n, descent_series_point(series, row));
    return units * fmax(DBL_EPSILON * size, DBL_TRUE_MIN);
}

bool descent_motion_measure(descent_evidence *evidence, const descent_series *series, descent_motion *motion)
{
    const size_t m = series->count;
    *motion = (descent_motion){.count = m, .lengths = descent_evidence_numbers(evidence, m)};
    if (!motion->lengths)
        return false;
    motion->floor = rounding_of(series, m - 1);
    motion->live = 1;
    for (size_t k = 0; k + 1 < m; k++) {
        const double *x = descent_series_point(series, k);
        motion->lengths[k] = descent_vector_distance(series->n, x, x + series->n);
        if (motion->lengths[k] > rounding_of(series, k))
            motion->live = k + 2;
        if (motion->lengths[k] > motion->length_max) {
            motion->length_max = motion->lengths[k];
            motion->longest = k;
        }
    }
    const size_t half = m / 2;
    const size_t quarter = m - (m + 3) / 4;
    motion->half = descent_series_extent(evidence, series, half, m);
    motion->quarter = descent_series_extent(evidence, series, quarter, m);
    motion->before = descent_series_extent(evidence, series, half, quarter + (quarter < m));
    double way = 0;
    for (size_t k = half; k + 1 < m; k++)
        way += motion->lengths[k];
    if (way > 0)
        motion->straightness = descent_vector_distance(series->n, descent_series_point(series, m - 1),
                                                       descent_series_point(series, half)) /
                               way;
    motion->cosine = mean_cosine(series, motion, half);
    if (m >= 3) {
        const size_t middle = (half + m - 1) / 2;
        motion->length_last = mean_length(motion->lengths, middle, m - 1);
        motion->length_before =
            middle > half ? mean_length(motion->lengths, half, middle) : motion->lengths[half ? half - 1 : 0];
    }
    return !evidence->out_of_memory;
}
