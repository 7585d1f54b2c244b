#include "sweep/tail.h"

#include <float.h>
#include <math.h>

#include "vector.h"

double descent_arrival_tolerance(double diameter, double size)
{
    return fmax(DESCENT_ARRIVAL_DIAMETER * diameter, DESCENT_ARRIVAL_SIZE * size);
}

double descent_separation(size_t n, const double *a, const double *b)
{
    double largest = 0;
    for (size_t i = 0; i < n; i++)
        largest = descent_larger(fabs(a[i] - b[i]), largest);
    return largest;
}

double descent_tail_move(const descent_evidence *run, size_t k)
{
    return descent_separation(run->dimension, descent_tail_point(run, k), descent_tail_point(run, k - 1));
}

double descent_tail_extent(const descent_evidence *run, size_t first, size_t last)
{
    double largest = 0;
    for (size_t i = 0; i < run->dimension; i++) {
        double low = descent_tail_point(run, first)[i], high = low;
        for (size_t k = first + 1; k <= last; k++) {
            const double x = descent_tail_point(run, k)[i];
            low = x < low ? x : low;
            high = descent_larger(x, high);
        }
        largest = descent_larger(high - low, largest);
    }
    return largest;
}

descent_tail descent_tail_of(const descent_evidence *run)
{
    const size_t last = run->count - 1;
    descent_tail tail = {.moves = last, .diameter = descent_tail_extent(run, 0, last)};
    double way = 0, before = INFINITY;
    size_t shorter = 0, longer = 0;
    for (size_t k = 0; k <= last; k++)
        tail.diameter =
            descent_larger(descent_separation(run->dimension, run->start, descent_tail_point(run, k)), tail.diameter);
    tail.size = descent_vector_max_abs(run->dimension, descent_tail_point(run, last));
    tail.tolerance = descent_arrival_tolerance(tail.diameter, tail.size);
    for (size_t j = 0; j < 4; j++)
        tail.quarter[j] = descent_tail_extent(run, j * last / 4, (j + 1) * last / 4);
    for (size_t k = 1; k <= last; k++) {
        const double length = descent_tail_move(run, k);
        if (k > 1) {
            shorter += length < before;
            longer += length > before;
        }
        way += length;
        before = length;
    }
    if (last >= 1) {
        tail.first = descent_tail_move(run, 1);
        tail.last = before;
        tail.travelled = descent_separation(run->dimension, descent_tail_point(run, 0), descent_tail_point(run, last));
        tail.straightness = way > 0 ? tail.travelled / way : 0;
    }
    if (last >= 2) {
        tail.shrinking = (double)shorter / (double)(last - 1);
        tail.growing = (double)longer / (double)(last - 1);
    }
    return tail;
}

double descent_critical_distance(descent_evaluator *evaluator, const double *x, double *work)
{
    const size_t n = evaluator->problem.dimension;
    double *const g = work, *const shifted = work + n, *const g_shifted = work + 2 * n;
    if (descent_evaluate_gradient(evaluator, x, g) != DESCENT_SUCCESS)
        return INFINITY;
    const double norm = descent_vector_norm(n, g);
    if (!(norm > 0) || isinf(norm))
        return norm == 0 ? 0 : INFINITY;
    const double scale = evaluator->problem.scale > 0 ? evaluator->problem.scale : 1;
    const double h = cbrt(DBL_EPSILON) * fmax(descent_vector_max_abs(n, x), scale * 1e-3);
    for (size_t i = 0; i < n; i++)
        shifted[i] = x[i] + h * (g[i] / norm);
    if (descent_evaluate_gradient(evaluator, shifted, g_shifted) != DESCENT_SUCCESS)
        return INFINITY;
    double change = 0;
    for (size_t i = 0; i < n; i++)
        change += (g_shifted[i] - g[i]) * (g[i] / norm);
    const double curvature = fabs(change) / h;
    return curvature > 0 ? norm / curvature : INFINITY;
}
