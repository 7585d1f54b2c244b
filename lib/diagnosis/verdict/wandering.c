#include "diagnosis/verdict/wandering.h"

#include "base/vector.h"
#include "diagnosis/verdict/predicates.h"

bool descent__is_stationary(descent__arena *work, const descent__series *series)
{
    const size_t half = series->count / 2;
    const descent__series first = {.n = series->n, .count = half, .points = series->points};
    double *means = descent__arena_numbers(work, 2 * series->n);
    if (!means || half == 0)
        return false;
    descent__series_mean(&first, 0, means);
    descent__series_mean(series, half, means + series->n);
    const double before = descent__series_extent(work, series, 0, half);
    const double after = descent__series_extent(work, series, half, series->count);
    return descent__halves_are_alike(descent__vector_distance(series->n, means, means + series->n), before, after);
}
