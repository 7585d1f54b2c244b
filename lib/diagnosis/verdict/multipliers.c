#include "diagnosis/verdict/multipliers.h"

#include <float.h>
#include <math.h>
#include <string.h>

#include "base/eigenvalues.h"
#include "base/vector.h"
#include "diagnosis/evidence/copies.h"

enum {
    largest_state = 64, /* up to this size all multipliers are computed: n evaluations each, and n³ operations */
    rounds = 40         /* of the power method: a ratio of 0.8 to the next one leaves 1e-4 */
};

/* Differences are at least so many roundings wide, so that six digits of them are sound. */
static const double least_width = 1e6;

/* Carries a state around the cycle. */
static bool go_round(descent__map *map, uint64_t number, size_t period)
{
    map->number = number;
    for (size_t k = 0; k < period; k++)
        if (descent__map_step(map) != DESCENT__MAP_MOVED)
            return false;
    return true;
}

/* Of the differences along one number of the state. What a rule keeps that is no point has units of its own, such
 * as those of a squared gradient: there the number's own size tells, where it has one. */
static double width_of(const descent__map *map, const double *state, size_t j, double width)
{
    if (j < map->n || map->rule.type->remembers_point)
        return width;
    const double own = cbrt(DBL_EPSILON) * fabs(state[j]);
    return own >= DBL_MIN ? own : width;
}

static bool return_matrix(descent__evidence *evidence, descent__map *map, const double *state, uint64_t number,
                          size_t period, double wide, double *matrix)
{
    const size_t size = map->state_size;
    double *ahead = descent__evidence_numbers(evidence, size);
    if (!ahead)
        return false;
    for (size_t j = 0; j < size; j++) {
        const double width = width_of(map, state, j, wide);
        memcpy(map->state, state, size * sizeof *state);
        map->state[j] += width;
        const double right = map->state[j];
        if (!go_round(map, number, period))
            return false;
        memcpy(ahead, map->state, size * sizeof *ahead);
        memcpy(map->state, state, size * sizeof *state);
        map->state[j] -= width;
        const double left = map->state[j];
        if (!go_round(map, number, period))
            return false;
        for (size_t i = 0; i < size; i++)
            matrix[i * size + j] = (ahead[i] - map->state[i]) / (right - left);
    }
    return true;
}

static bool keep_multipliers(descent__evidence *evidence, size_t size, const double *matrix, descent_cycle *cycle)
{
    double complex *work = descent__arena_take(&evidence->work, 2 * size * size + 3 * size, sizeof *work);
    double *real = descent__arena_numbers(evidence->keep, size);
    double *imaginary = descent__arena_numbers(evidence->keep, size);
    double *directions = descent__arena_numbers(evidence->keep, size * evidence->n);
    if (!work || !real || !imaginary || !directions)
        return false;
    double complex *values = work + 2 * size * size + size;
    double complex *vector = values + size;
    for (size_t i = 0; i < size * size; i++)
        work[i] = matrix[i];
    if (!descent__eigenvalues(size, work, values))
        return false;
    for (size_t j = 0; j < size; j++) {
        real[j] = creal(values[j]);
        imaginary[j] = cimag(values[j]);
        descent__eigenvector(size, matrix, values[j], work, vector);
        double *direction = directions + j * evidence->n;
        size_t largest = 0;
        for (size_t i = 0; i < evidence->n; i++) {
            direction[i] = creal(vector[i]);
            largest = fabs(direction[i]) > fabs(direction[largest]) ? i : largest;
        }
        const double norm = copysign(descent__vector_norm(evidence->n, direction), direction[largest]);
        for (size_t i = 0; i < evidence->n && fabs(norm) > 0; i++)
            direction[i] /= norm;
    }
    cycle->multipliers = real;
    cycle->multipliers_imaginary = imaginary;
    cycle->multiplier_directions = directions;
    cycle->multiplier_count = size;
    return true;
}

/* The largest alone, where the matrix would be too large: a twin goes around and is pulled back. */
static void largest_multiplier(descent__evidence *evidence, descent__map *map, const double *state, uint64_t number,
                               size_t period, double width, descent_cycle *cycle)
{
    const size_t size = map->state_size;
    double *direction = descent__evidence_numbers(evidence, size);
    double *multiplier = descent__arena_numbers(evidence->keep, 2);
    if (!direction || !multiplier)
        return;
    descent__vector_fill(size, 1 / sqrt((double)size), direction);
    double stretch = NAN;
    for (int round = 0; round < rounds; round++) {
        if (!descent__evidence_affords(evidence, period))
            return;
        memcpy(map->state, state, size * sizeof *state);
        descent__vector_add_scaled(size, width, direction, map->state);
        if (!go_round(map, number, period))
            return;
        double along = 0;
        for (size_t i = 0; i < size; i++)
            along += (map->state[i] - state[i]) * direction[i];
        const double apart = descent__vector_distance(size, map->state, state);
        if (!(apart > 0))
            return;
        for (size_t i = 0; i < size; i++)
            direction[i] = (map->state[i] - state[i]) / apart;
        stretch = copysign(apart / width, along);
    }
    multiplier[0] = stretch;
    cycle->multipliers = multiplier;
    cycle->multipliers_imaginary = multiplier + 1;
    cycle->multiplier_count = 1;
}

/* Puts the copy, which stands where the run ends, on the cycle. The orbit's first point is where the series ends,
 * so many steps ahead. Rules that remember the point before have it in the orbit; what others remember, a copy
 * must gather on its way. */
static bool place_on_cycle(descent__evidence *evidence, descent__map *map, const descent_cycle *cycle, uint64_t ahead)
{
    const double *orbit = cycle->orbit;
    const size_t period = cycle->period;
    const size_t n = evidence->n;
    if (map->rule.type->memory_count == 0 || map->rule.type->remembers_point) {
        descent__map_place(map, orbit + (period - 1) * n, orbit + (period - 2) * n, map->number);
        return true;
    }
    if (ahead > 0 && !descent__evidence_affords(evidence, ahead))
        return false;
    for (uint64_t k = 0; k < ahead; k++)
        if (descent__map_step(map) != DESCENT__MAP_MOVED)
            return false;
    return true;
}

void descent__multipliers_measure(descent__evidence *evidence, double amplitude, uint64_t ahead, descent_cycle *cycle)
{
    descent__map map;
    if (!evidence->copies_trusted || !descent__evidence_map_at_end(evidence, &map) ||
        !place_on_cycle(evidence, &map, cycle, ahead))
        return;
    const size_t period = cycle->period;
    const size_t n = evidence->n;
    const size_t size = map.state_size;
    double *state = descent__arena_copy(&evidence->work, size, map.state);
    double *matrix = size <= largest_state ? descent__evidence_numbers(evidence, size * size) : NULL;
    if (!state || (size <= largest_state && !matrix))
        return;
    /* Central differences: ε^(1/3) balances their error with rounding. */
    const double width =
        fmax(cbrt(DBL_EPSILON) * amplitude, least_width * DBL_EPSILON * descent__vector_max_abs(n, state));
    const uint64_t number = map.number;
    if (matrix && descent__evidence_affords(evidence, 2 * size * period) &&
        return_matrix(evidence, &map, state, number, period, width, matrix))
        (void)keep_multipliers(evidence, size, matrix, cycle);
    else if (!descent__evidence_out_of_memory(evidence))
        largest_multiplier(evidence, &map, state, number, period, width, cycle);
}
