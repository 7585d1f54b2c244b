#include "monitor/recent.h"

#include <float.h>
#include <math.h>

#include "base/clones.h"
#include "base/vector.h"

enum {
    lanes = descent__vector_few,
    chunk = 16,    /* neighbouring coordinates watched together: two cache lines of each vector */
    few = 8,       /* coordinates of which many points may wait to be looked at together */
    few_rows = 512 /* so many; of more coordinates they take too much memory */
};

/* All coordinates, or evenly spaced chunks of neighbours, which cost fewer trips to memory than single ones. */
void descent__recent_choose(descent__recent *window, size_t dimension, size_t limit, size_t lags)
{
    const size_t width = dimension <= limit ? dimension : limit < chunk ? 1 : chunk;
    const size_t chunks = dimension <= limit ? 1 : limit / width;
    *window = (descent__recent){.dimension = dimension, .sample = chunks * width, .width = width};
    window->stride = dimension / chunks;
    window->rows = window->sample <= few ? few_rows : lags;
}

size_t descent__recent_numbers(const descent__recent *window)
{
    return (window->rows + 1) * window->sample + window->rows;
}

void descent__recent_lay_out(descent__recent *window, double *numbers)
{
    window->moves_sq = numbers;
    window->points = numbers + window->rows + window->sample;
}

void descent__recent_clear(descent__recent *window)
{
    descent__vector_fill(window->sample, 0, window->points - window->sample);
    window->filled = 0;
    window->before = 0;
    window->per_unit = 0;
}

void descent__recent_take(const descent__recent *window, const double *restrict x, double *restrict sample)
{
    if (window->sample == window->dimension) {
        descent__vector_copy(window->sample, x, sample);
        return;
    }
    for (size_t i = 0; i < window->sample; i += window->width, x += window->stride)
        for (size_t j = 0; j < window->width; j++)
            sample[i + j] = x[j];
}

/* Copies the part of a point that is watched to `row`, where it may be already, and returns the square of its distance from another, in units. */
DESCENT__CLONES
static double copy_and_measure(size_t m, double per_unit, const double *point, const double *previous, double *row)
{
    double sum[lanes] = {0};
    size_t i = 0;
    for (; i + lanes <= m; i += lanes)
#pragma omp simd
        for (size_t lane = 0; lane < lanes; lane++) {
            const double here = point[i + lane], step = (here - previous[i + lane]) * per_unit;
            row[i + lane] = here;
            sum[lane] += step * step;
        }
    for (size_t lane = 0; i < m; i++, lane++) {
        const double here = point[i], step = (here - previous[i]) * per_unit;
        row[i] = here;
        sum[lane] += step * step;
    }
    return descent__vector_add_lanes(sum);
}

double descent__recent_receive_many(const descent__recent *window, const double *x, double *row)
{
    const size_t m = window->sample;
    double sum = 0;
    if (m == window->dimension)
        return copy_and_measure(m, window->per_unit, x, row - m, row);
    for (size_t i = 0; i < m; i += window->width, x += window->stride)
        sum += copy_and_measure(window->width, window->per_unit, x, row + i - m, row + i);
    return sum;
}

bool descent__recent_make_room(descent__recent *window)
{
    if (window->filled < window->rows)
        return false;
    descent__vector_copy(window->sample, descent__recent_point(window, 0), window->points - window->sample);
    window->before += window->rows;
    window->filled = 0;
    return true;
}

/* A power of two near the first step that moves, so that squares neither over- nor underflow. */
void descent__recent_choose_unit(descent__recent *window)
{
    if (window->per_unit > 0 || descent__recent_seen(window) < 2)
        return;
    double *const point = window->points + descent__recent_row(window, 0) * window->sample;
    const double *const previous = descent__recent_point(window, 1);
    const double length = descent__vector_distance(window->sample, point, previous);
    if (!(length > 0) || isinf(length))
        return;
    window->per_unit = ldexp(1, -(int)fmax(fmin(logb(length), DBL_MAX_EXP - 2), DBL_MIN_EXP + 2));
    window->moves_sq[window->filled - 1] = copy_and_measure(window->sample, window->per_unit, point, previous, point);
}
