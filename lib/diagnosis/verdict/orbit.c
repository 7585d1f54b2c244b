#include "diagnosis/verdict/orbit.h"

#include <math.h>

#include "base/vector.h"
#include "diagnosis/verdict/multipliers.h"
#include "diagnosis/verdict/predicates.h"
#include "diagnosis/verdict/thresholds.h"
#include "trajectory/tolerances.h"

/* Modulus of the largest multiplier; 0 if none is known. */
static double largest_modulus(const descent_cycle *cycle)
{
    if (cycle->multiplier_count == 0)
        return 0;
    const size_t last = cycle->multiplier_count - 1;
    return hypot(cycle->multipliers[last], cycle->multipliers_imaginary[last]);
}

/* The step from which on the run is near the cycle: of a copy, it may have been there before the copy began. */
static uint64_t onset_of(const descent__evidence *evidence, const descent__series *series,
                         const descent__recurrence *recurrence, const double *orbit)
{
    const size_t period = recurrence->period;
    uint64_t onset = series->first_step + recurrence->onset;
    const uint64_t last = series->first_step + series->count - 1;
    if (recurrence->onset > 0 || series->first_step != evidence->steps[evidence->finite - 1])
        return onset;
    for (size_t row = evidence->finite - 1; row-- > evidence->tail; onset = evidence->steps[row]) {
        const size_t back = (size_t)((last - evidence->steps[row]) % period);
        const double *of_cycle = orbit + (period - back) % period * evidence->n;
        if (!(descent__vector_distance(evidence->n, descent__evidence_point(evidence, row), of_cycle) <=
              descent__near_return * recurrence->amplitude))
            break;
    }
    return onset;
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
    orbit->onset = onset_of(evidence, series, recurrence, points);
    const uint64_t end = evidence->steps[evidence->finite - 1];
    const uint64_t reached = series->first_step + last;
    orbit->at_onset = (period - (size_t)((reached - orbit->onset) % period)) % period;
    orbit->of_copy = reached > end;
    const bool holds =
        descent__multipliers_measure(evidence, recurrence->amplitude, reached > end ? reached - end : 0, &orbit->cycle);
    orbit->passed_by = !recurrence->exact && (!holds || descent__repels(largest_modulus(&orbit->cycle)));
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
