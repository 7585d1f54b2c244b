#include "diagnosis/verdict/orbit.h"

#include <math.h>

#include "base/vector.h"
#include "diagnosis/verdict/multipliers.h"
#include "diagnosis/verdict/predicates.h"
#include "diagnosis/verdict/thresholds.h"

/* Modulus of the largest multiplier; 0 if none is known. */
static double largest_modulus(const descent_cycle *cycle)
{
    if (cycle->multiplier_count == 0)
        return 0;
    const size_t last = cycle->multiplier_count - 1;
    return hypot(cycle->multipliers[last], cycle->multipliers_imaginary[last]);
}

void descent__orbit_measure(descent__evidence *evidence, const descent__series *series,
                            const descent__recurrence *recurrence, descent__orbit *orbit)
{
    const size_t n = evidence->n;
    const size_t period = recurrence->period;
    const size_t last = series->count - 1;
    *orbit = (descent__orbit){.recurrence = *recurrence, .cycle.rotation_number = NAN};
    double *points = descent__arena_numbers(evidence->keep, period * n);
    if (!points)
        return;
    descent__vector_copy(n, descent__series_point(series, last), points);
    for (size_t j = 1; j < period; j++)
        descent__vector_copy(n, descent__series_point(series, last + j - period), points + j * n);
    orbit->cycle.period = period;
    orbit->cycle.orbit = points;
    orbit->onset = series->first_step + recurrence->onset;
    const uint64_t end = evidence->steps[evidence->finite - 1];
    const uint64_t reached = series->first_step + last;
    descent__multipliers_measure(evidence, recurrence->amplitude, reached > end ? reached - end : 0, &orbit->cycle);
    orbit->passed_by = !recurrence->exact && descent__repels(largest_modulus(&orbit->cycle));
}

const size_t *descent__orbit_coordinate_periods(descent__evidence *evidence, const descent__series *series)
{
    if (evidence->n > DESCENT__COORDINATES_SHOWN || series->count < DESCENT__LEAST_COORDINATE_ROWS)
        return NULL;
    size_t *periods = descent__arena_take(evidence->keep, evidence->n, sizeof *periods);
    if (periods)
        descent__recurrence_coordinates(series, evidence->options.period_limit, periods);
    return periods;
}
