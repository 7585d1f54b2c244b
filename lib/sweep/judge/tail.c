#include "sweep/judge/tail.h"

#include <math.h>

#include "trajectory/box.h"

double descent__tail_extent(const descent__series *series, size_t first, size_t last, double *work)
{
    const size_t n = series->n;
    descent__box_empty(n, work, work + n);
    descent__series_box(series, first, last + 1, work, work + n);
    return descent__box_diagonal(n, work, work + n);
}

descent__tail descent__tail_of(const descent__sweep_evidence *run, double *work)
{
    const descent__series *const series = &run->series;
    const size_t n = series->n, last = series->count - 1;
    descent__tail tail = {
        .strides = descent__strides_measure(series),
        .size = descent__vector_max_abs(n, descent__tail_point(run, last)),
        .rings_on = descent__momentum_rings_on(run->rule->momentum, (double)run->steps),
    };
    for (size_t j = 0; j < 4; j++)
        tail.quarter[j] = descent__tail_extent(series, j * last / 4, (j + 1) * last / 4, work);
    descent__vector_copy(n, run->start, work);
    descent__vector_copy(n, run->start, work + n);
    descent__series_box(series, 0, series->count, work, work + n);
    tail.diameter = descent__box_diagonal(n, work, work + n);
    tail.tolerance = descent__arrival_tolerance(descent__arrival_of_diameter, tail.diameter, tail.size);
    tail.rounding = descent__rounding_at(tail.size);
    return tail;
}
