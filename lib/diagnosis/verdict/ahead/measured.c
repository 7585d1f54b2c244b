#include "diagnosis/verdict/ahead/measured.h"

#include <math.h>

#include "base/vector.h"
#include "diagnosis/verdict/thresholds.h"

enum {
    thirds = 3,      /* the first and the last are compared, with one between them that must not differ either */
    least_steps = 24 /* eight in each third: two numbers make a rate, eight show whether it is one. No edge */
};

static double distance_at(const descent__series *series, const double *point, size_t row)
{
    return descent__vector_distance(series->n, descent__series_point(series, row), point);
}

/* Largest distance over the rows up to this one: of a swing, how far it swings. */
static double reach_at(const descent__series *series, const double *point, size_t row, size_t window)
{
    double largest = 0;
    for (size_t k = row - window; k <= row; k++)
        largest = fmax(largest, distance_at(series, point, k));
    return largest;
}

static double rate_from(const descent__series *series, const double *point, size_t first)
{
    if (series->count < first + least_steps + 1)
        return NAN;
    const size_t steps = series->count - 1 - first;
    const size_t window = steps / DESCENT__PACE_WINDOW;
    const size_t room = steps - window;
    double reached[thirds + 1];
    size_t at[thirds + 1];
    for (size_t k = 0; k <= thirds; k++) {
        at[k] = first + window + room * k / thirds;
        reached[k] = reach_at(series, point, at[k], window);
    }
    if (!(reached[thirds] > 0 && reached[thirds] <= DESCENT__RATE_SEEN * reached[0]))
        return NAN;
    const double whole = log(reached[0] / reached[thirds]) / (double)(at[thirds] - at[0]);
    for (size_t k = 0; k < thirds; k++) {
        const double rate = log(reached[k] / reached[k + 1]) / (double)(at[k + 1] - at[k]);
        if (!(fabs(rate - whole) <= DESCENT__SAME_RATE * whole))
            return NAN;
    }
    return exp(-whole);
}

double descent__measured_rate(const descent__series *series, const double *point)
{
    return rate_from(series, point, 0);
}

double descent__measured_late_rate(const descent__series *series, const double *point)
{
    size_t first = series->count;
    double reached = 0;
    while (first > 0) {
        const double distance = distance_at(series, point, first - 1);
        if (reached > 0 && DESCENT__RATE_FALL * distance > reached)
            break;
        /* The window of the first few rows is that of a swing at the end. */
        if (series->count - first <= DESCENT__PACE_WINDOW)
            reached = fmax(reached, distance);
        first--;
    }
    return rate_from(series, point, first);
}
