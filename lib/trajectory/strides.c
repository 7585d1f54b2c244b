#include "trajectory/strides.h"

#include <math.h>

#include "base/vector.h"
#include "trajectory/tolerances.h"
#include "trajectory/turning.h"

double descent__series_move(const descent__series *series, size_t k)
{
    const double *const x = descent__series_point(series, k);
    return descent__vector_distance(series->n, x, x - series->n);
}

double descent__series_longest(const descent__series *series, size_t first, size_t last)
{
    double longest = 0;
    for (size_t k = first; k <= last; k++)
        longest = fmax(longest, descent__series_move(series, k));
    return longest;
}

descent__strides descent__strides_measure(const descent__series *series)
{
    descent__strides strides = {.moves = series->count - (series->count > 0)};
    double way = 0, before = INFINITY;
    size_t shorter = 0, longer = 0;
    if (strides.moves == 0)
        return strides;
    for (size_t k = 1; k <= strides.moves; k++) {
        const double length = descent__series_move(series, k);
        if (k == 1) {
            strides.first = length;
        } else {
            shorter += length < before;
            longer += length > before;
        }
        way += length;
        before = length;
    }
    strides.last = before;
    strides.travelled = descent__vector_distance(series->n, descent__series_point(series, strides.moves),
                                                 descent__series_point(series, 0));
    strides.straightness = descent__straightness_of(strides.travelled, way);
    if (strides.moves >= 2) {
        strides.shrinking = (double)shorter / (double)(strides.moves - 1);
        strides.growing = (double)longer / (double)(strides.moves - 1);
    }
    return strides;
}

bool descent__strides_shrink(const descent__strides *strides)
{
    return strides->moves >= descent__trend_moves && strides->shrinking >= descent__nearly_all;
}

bool descent__strides_grow(const descent__strides *strides)
{
    return strides->moves >= descent__trend_moves && strides->growing >= descent__nearly_all;
}

bool descent__strides_lead_on(const descent__strides *strides)
{
    return strides->straightness >= descent__straight;
}

bool descent__series_slackens(const descent__series *series)
{
    double longest[3];
    if (series->count <= descent__thirds_moves)
        return false;
    const size_t moves = series->count - 1;
    for (size_t third = 0; third < 3; third++)
        longest[third] = descent__series_longest(series, 1 + third * moves / 3, (third + 1) * moves / 3);
    return longest[2] < descent__doubled * longest[1] &&
           log(longest[2] / longest[1]) < descent__hardly_slackening * log(longest[1] / longest[0]);
}

size_t descent__series_overshoot(const descent__series *series)
{
    for (size_t k = 2; k < series->count; k++) {
        const double now = descent__series_move(series, k), before = descent__series_move(series, k - 1);
        if (!(before > 0) || !(now >= before) || isinf(now))
            continue;
        /* Its part along the move before counts: another direction may grow meanwhile. */
        const double turn =
            descent__turn_of(series->n, descent__series_point(series, k - 2), descent__series_point(series, k - 1),
                             descent__series_point(series, k), before, now);
        if (-turn * now >= before)
            return k;
    }
    return 0;
}
