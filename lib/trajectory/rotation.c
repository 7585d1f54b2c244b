#include "trajectory/rotation.h"

#include <math.h>

#include "trajectory/tolerances.h"

static size_t widest_coordinate(const descent__series *series)
{
    const size_t n = series->n;
    size_t widest = 0;
    double width = 0;
    for (size_t i = 0; i < n; i++) {
        double low = INFINITY, high = -INFINITY;
        for (size_t row = 0; row < series->count; row++) {
            low = fmin(low, series->points[row * n + i]);
            high = fmax(high, series->points[row * n + i]);
        }
        if (high - low > width) {
            width = high - low;
            widest = i;
        }
    }
    return widest;
}

/* Of the place t between 0 and 1: so weighted, a mean over a quasiperiodic motion comes to its limit faster than any power of the number of
 * steps (Das, Saiki, Sander and Yorke, 2017), where the plain one is off by a part of a turn over all of them. */
static double weight_at(double t)
{
    return exp(-1 / (t * (1 - t)));
}

double descent__rotation_number(const descent__series *series)
{
    const double full = 2 * acos(-1.0);
    const size_t n = series->n, m = series->count;
    double mean = 0, turned = 0, weights = 0;
    if (m < descent__turn_points)
        return NAN;
    const double *const x = series->points + widest_coordinate(series);
    for (size_t row = 0; row < m; row++)
        mean += x[row * n] / (double)m;
    for (size_t row = 2; row < m; row++) {
        const double a = x[(row - 2) * n] - mean, b = x[(row - 1) * n] - mean, c = x[row * n] - mean;
        double angle = atan2(c, b) - atan2(b, a);
        while (angle < 0)
            angle += full;
        while (angle >= full)
            angle -= full;
        const double weight = weight_at((double)(row - 1) / (double)(m - 1));
        turned += weight * angle;
        weights += weight;
    }
    const double turns = turned / full / weights;
    return fmin(turns, 1 - turns);
}
