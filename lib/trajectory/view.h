/* The last points of a run, the newest first, wherever they lie: in a row, or in a ring. All finite. */
#ifndef DESCENT_LIB_TRAJECTORY_VIEW_H
#define DESCENT_LIB_TRAJECTORY_VIEW_H

#include <assert.h>

#include "base/vector.h"
#include "trajectory/series.h"

typedef struct descent__view {
    size_t n;
    size_t count;       /* points that there are; at most `rows` */
    size_t rows;        /* of the ring */
    size_t newest;      /* row of the newest point */
    const double *ring; /* rows × n */
} descent__view;

static inline descent__view descent__view_of(const descent__series *series)
{
    return (descent__view){.n = series->n,
                           .count = series->count,
                           .rows = series->count,
                           .newest = series->count - 1,
                           .ring = series->points};
}

/* The point of `back` points ago. */
static inline const double *descent__view_point(const descent__view *view, size_t back)
{
    assert(back < view->count);
    return view->ring + ((back <= view->newest ? 0 : view->rows) + view->newest - back) * view->n;
}

static inline double descent__view_distance(const descent__view *view, size_t back, size_t farther)
{
    return descent__vector_distance(view->n, descent__view_point(view, back), descent__view_point(view, farther));
}

#endif
