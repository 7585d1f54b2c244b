/* Points of a run, one step apart, all finite: what every measurement reads. */
#ifndef DESCENT_LIB_TRAJECTORY_SERIES_H
#define DESCENT_LIB_TRAJECTORY_SERIES_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

typedef struct descent__series {
    size_t n;
    size_t count;
    const double *points;
    uint64_t first_step;
} descent__series;

static inline const double *descent__series_point(const descent__series *series, size_t row)
{
    return series->points + row * series->n;
}

/* Extends a box by points first … last − 1. */
void descent__series_box(const descent__series *series, size_t first, size_t last, double *low, double *high);

/* Diagonal of the bounding box of points first … last − 1. */
double descent__series_extent(descent__arena *work, const descent__series *series, size_t first, size_t last);

/* Mean of the points from row `first` on. */
void descent__series_mean(const descent__series *series, size_t first, double *mean);

#endif
