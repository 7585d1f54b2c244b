#include "truth/many/window.h"

#include <math.h>
#include <string.h>

#include "truth/many/linear.h"

const double *ring_back(const ring *last, uint64_t back)
{
    return last->points[(last->count - 1 - back) % ring_length];
}

void ring_add(ring *last, const double *x)
{
    memcpy(last->points[last->count++ % ring_length], x, last->n * sizeof *x);
}

void box_begin(box *around, size_t n, const double *x)
{
    memcpy(around->low, x, n * sizeof *x);
    memcpy(around->high, x, n * sizeof *x);
}

void box_add(box *around, size_t n, const double *x)
{
    for (size_t i = 0; i < n; i++) {
        around->low[i] = fmin(around->low[i], x[i]);
        around->high[i] = fmax(around->high[i], x[i]);
    }
}

double box_shift(const box *a, const box *b, size_t n)
{
    double shift = 0;
    for (size_t i = 0; i < n; i++)
        shift = fmax(shift, fmax(fabs(a->low[i] - b->low[i]), fabs(a->high[i] - b->high[i])));
    return shift;
}

double box_diagonal(const box *around, size_t n)
{
    return apart(n, around->low, around->high);
}

size_t period_of(const ring *last, double part)
{
    const size_t n = last->n;
    if (last->count < ring_length)
        return 0;
    for (size_t p = 2; p <= longest_period; p++) {
        double size = 0, error = 0;
        for (size_t k = 1; k < p; k++)
            size = fmax(size, apart(n, ring_back(last, 0), ring_back(last, k)));
        const double allowed = part * size;
        if (size <= 1e-9 * length(n, ring_back(last, 0)) || apart(n, ring_back(last, 0), ring_back(last, p)) > allowed)
            continue;
        for (size_t k = 0; k < 2 * p + 16 && error <= allowed; k++)
            error = fmax(error, apart(n, ring_back(last, k), ring_back(last, k + p)));
        if (error <= allowed)
            return p;
    }
    return 0;
}
