#include "trajectory/series.h"

#include "trajectory/box.h"

void descent__series_box(const descent__series *series, size_t first, size_t last, double *low, double *high)
{
    const size_t n = series->n;
    for (size_t row = first; n > descent__vector_few && row < last; row++) {
        const double *const x = descent__series_point(series, row);
        descent__box_extend(n, x, x, low, high);
    }
    /* Of few, one coordinate after the other stays in registers. */
    for (size_t i = 0; n <= descent__vector_few && i < n; i++) {
        double least = low[i], largest = high[i];
        for (size_t row = first; row < last; row++)
            descent__box_extend(1, series->points + row * n + i, series->points + row * n + i, &least, &largest);
        low[i] = least;
        high[i] = largest;
    }
}

double descent__series_extent(descent__arena *work, const descent__series *series, size_t first, size_t last)
{
    const size_t n = series->n;
    double *low = descent__arena_numbers(work, 2 * n);
    if (!low || last <= first)
        return 0;
    double *high = low + n;
    descent__box_empty(n, low, high);
    descent__series_box(series, first, last, low, high);
    return descent__box_diagonal(n, low, high);
}

void descent__series_mean(const descent__series *series, size_t first, double *mean)
{
    descent__vector_fill(series->n, 0, mean);
    const double share = 1 / (double)(series->count - first);
    for (size_t row = first; row < series->count; row++)
        descent__vector_add_scaled(series->n, share, descent__series_point(series, row), mean);
}
