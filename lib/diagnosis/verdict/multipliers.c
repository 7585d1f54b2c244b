#include "diagnosis/verdict/multipliers.h"

#include <float.h>
#include <math.h>
#include <string.h>

#include "base/eigenvalues.h"
#include "base/vector.h"
#include "diagnosis/evidence/copies.h"
#include "diagnosis/verdict/thresholds.h"
#include "rules/knowledge.h"

enum {
    largest_state = 64, /* up to this size all multipliers are computed: n evaluations each, and n³ operations */
    rounds = 40,        /* of the power method: a ratio of 0.8 to the next one leaves 1e-4 */
    settling_part = 8,  /* of the evaluations that are left are spent on settling: a cost */
    beside = 3,         /* rounds: the cycle's own, and one on either side of it */
    tried_widths = 2    /* at the second, narrower one what is smooth looks straight */
};

/* Differences are at least so many roundings wide, so that six digits of them are sound. */
static const double least_width = 1e6;

/* A copy is on the cycle when it comes back this near, in amplitudes: six digits, as the differences have. */
static const double settled_return = 1e-6;

/* Derivatives from the left and from the right that differ by more than this part, at least of 1, are of a kink. */
static const double kinked = 1e-2;

/* The second width beside the first. */
static const double narrower = 1.0 / 16;

/* Carries a state around the cycle. */
static bool go_round(descent__map *map, uint64_t number, size_t period)
{
    map->number = number;
    for (size_t k = 0; k < period; k++)
        if (descent__map_step(map) != DESCENT__MAP_MOVED)
            return false;
    return true;
}

/* Is the derivative from the one side that from the other? */
static bool is_smooth(size_t size, const double *ahead, const double *home, const double *behind, double right,
                      double left)
{
    double apart = 0, length = 1;
    for (size_t i = 0; i < size; i++) {
        const double from_right = (ahead[i] - home[i]) / right, from_left = (home[i] - behind[i]) / left;
        apart = hypot(apart, from_right - from_left);
        length = fmax(length, fmax(fabs(from_right), fabs(from_left)));
    }
    return apart <= kinked * length;
}

/*
 * A round of the cycle itself, and one beside it on either side. Each step of it must be smooth: across a kink what the round
 * begins beside the cycle may end beside it, too, and have been elsewhere in between.
 */
typedef struct round_trip {
    descent__map *map;
    descent__map behind; /* goes beside `map` */
    const double *state; /* where the round begins, before step `number` */
    uint64_t number;
    size_t period;
    double *home; /* the state after each step of the round */
} round_trip;

static bool prepare_round(descent__evidence *evidence, descent__map *map, const double *state, uint64_t number,
                          size_t period, round_trip *trip)
{
    const size_t size = map->state_size;
    *trip = (round_trip){.map = map, .state = state, .number = number, .period = period};
    trip->home = period <= SIZE_MAX / size ? descent__evidence_numbers(evidence, period * size) : NULL;
    if (!trip->home || !descent__evidence_map_at_end(evidence, &trip->behind))
        return false;
    memcpy(map->state, state, size * sizeof *state);
    map->number = number;
    for (size_t k = 0; k < period; k++) {
        if (descent__map_step(map) != DESCENT__MAP_MOVED)
            return false;
        memcpy(trip->home + k * size, map->state, size * sizeof *state);
    }
    return true;
}

/*
 * Of the differences along one number of the state. What a rule keeps that is no point has units of its own, such as those of a squared
 * gradient: there its own size tells, the largest on the way round, where it has one.
 */
static double width_of(const round_trip *trip, size_t j, double width)
{
    const descent__map *const map = trip->map;
    double own = 0;
    if (j < map->n || map->rule.type->remembers_point)
        return width;
    for (size_t k = 0; k < trip->period; k++)
        own = fmax(own, cbrt(DBL_EPSILON) * fabs(trip->home[k * map->state_size + j]));
    return own >= DBL_MIN ? own : width;
}

/* Once around from beside the state, a shift on either side: `right` and `left` of it, as rounded. False where it is not smooth. */
static bool go_round_beside(round_trip *trip, double right, double left)
{
    descent__map *const ahead = trip->map, *const behind = &trip->behind;
    ahead->number = behind->number = trip->number;
    for (size_t k = 0; k < trip->period; k++)
        if (descent__map_step(ahead) != DESCENT__MAP_MOVED || descent__map_step(behind) != DESCENT__MAP_MOVED ||
            !is_smooth(ahead->state_size, ahead->state, trip->home + k * ahead->state_size, behind->state, right, left))
            return false;
    return true;
}

/* False where a kink lies within the width of the differences: then there is no derivative. */
static bool return_matrix(descent__evidence *evidence, descent__map *map, const double *state, uint64_t number,
                          size_t period, double wide, double *matrix)
{
    const size_t size = map->state_size;
    round_trip trip;
    if (!prepare_round(evidence, map, state, number, period, &trip))
        return false;
    const double *const ahead = map->state, *const behind = trip.behind.state;
    for (size_t j = 0; j < size; j++) {
        const double width = width_of(&trip, j, wide);
        memcpy(map->state, state, size * sizeof *state);
        memcpy(trip.behind.state, state, size * sizeof *state);
        map->state[j] += width;
        trip.behind.state[j] -= width;
        const double right = map->state[j], left = trip.behind.state[j];
        if (!go_round_beside(&trip, right - state[j], state[j] - left))
            return false;
        for (size_t i = 0; i < size; i++)
            matrix[i * size + j] = (ahead[i] - behind[i]) / (right - left);
    }
    return true;
}

bool descent__multiplier_grows(double wide, double narrow)
{
    return narrow > DESCENT__MULTIPLIER_GROWS * fmax(wide, 1);
}

/*
 * Where the map has a kink, or a slope that grows without bound, on the cycle, its differences grow like a power of the
 * narrowing, and no width tells a multiplier. `finer` was made with widths DESCENT__MULTIPLIER_NARROWER times narrower.
 */
static bool is_unbounded(size_t size, const double *matrix, const double *finer)
{
    return descent__multiplier_grows(descent__vector_max_abs(size * size, matrix),
                                     descent__vector_max_abs(size * size, finer));
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
    /* Across a kink the other side is stretched by another factor, or is elsewhere in between. */
    round_trip trip;
    if (!descent__evidence_affords(evidence, beside * period) ||
        !prepare_round(evidence, map, state, number, period, &trip))
        return;
    memcpy(map->state, state, size * sizeof *state);
    memcpy(trip.behind.state, state, size * sizeof *state);
    descent__vector_add_scaled(size, width, direction, map->state);
    descent__vector_add_scaled(size, -width, direction, trip.behind.state);
    if (!go_round_beside(&trip, width, width))
        return;
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
    if (descent__rule_keeps_nothing(&map->rule) || map->rule.type->remembers_point) {
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

/*
 * Carries the copy around until it is on the cycle: derivatives beside a cycle are not those on it. False if it does not
 * get there; `*leaves` where it leads away instead.
 */
static bool settle_onto(descent__evidence *evidence, descent__map *map, size_t period, double amplitude, bool *leaves)
{
    const uint64_t number = map->number;
    const double enough = settled_return * amplitude;
    double *before = descent__evidence_numbers(evidence, map->state_size);
    uint64_t affordable = descent__evidence_left(evidence) / settling_part / period;
    double first = NAN, miss = NAN;
    *leaves = false;
    for (; before && affordable > 0; affordable--) {
        memcpy(before, map->state, map->state_size * sizeof *before);
        if (!go_round(map, number, period))
            break;
        miss = descent__vector_distance(map->n, map->state, before);
        first = isnan(first) ? miss : first;
        if (miss <= enough) {
            map->number = number;
            return true;
        }
        if (!(miss <= 2 * first))
            break;
    }
    *leaves = miss > first;
    return false;
}

bool descent__multipliers_measure(descent__evidence *evidence, double amplitude, uint64_t ahead, descent_cycle *cycle)
{
    descent__map map;
    bool leaves = false;
    if (!evidence->copies_trusted || !descent__evidence_map_at_end(evidence, &map) ||
        !place_on_cycle(evidence, &map, cycle, ahead))
        return true;
    const size_t period = cycle->period;
    const size_t n = evidence->n;
    const size_t size = map.state_size;
    if (!settle_onto(evidence, &map, period, amplitude, &leaves))
        return !leaves;
    double *state = descent__arena_copy(&evidence->work, size, map.state);
    double *matrix = size <= largest_state ? descent__evidence_numbers(evidence, size * size) : NULL;
    if (!state || (size <= largest_state && !matrix))
        return true;
    /* Central differences: ε^(1/3) balances their error with rounding. */
    double width = fmax(cbrt(DBL_EPSILON) * amplitude, least_width * DBL_EPSILON * descent__vector_max_abs(n, state));
    const uint64_t number = map.number;
    if (!matrix || !descent__evidence_affords(evidence, (2 * size + 1) * period)) {
        if (!descent__evidence_out_of_memory(evidence))
            largest_multiplier(evidence, &map, state, number, period, width, cycle);
        return true;
    }
    double *finer = descent__evidence_numbers(evidence, size * size);
    for (int tried = 0; tried < tried_widths; tried++, width *= narrower) {
        if (return_matrix(evidence, &map, state, number, period, width, matrix)) {
            const bool compared =
                finer && descent__evidence_affords(evidence, (2 * size + 1) * period) &&
                return_matrix(evidence, &map, state, number, period, width / DESCENT__MULTIPLIER_NARROWER, finer);
            if (!compared || !is_unbounded(size, matrix, finer))
                (void)keep_multipliers(evidence, size, matrix, cycle);
            break;
        }
        if (!descent__evidence_affords(evidence, (2 * size + 1) * period))
            break;
    }
    return true;
}

double descent__multipliers_at(descent__evidence *evidence, const double *point, double extent)
{
    descent__map map;
    const bool knows_memory = descent__rule_keeps_nothing(&evidence->rule) || evidence->rule.type->remembers_point;
    if (!evidence->copies_trusted || !knows_memory || !descent__evidence_map_at_end(evidence, &map) ||
        map.state_size > largest_state || !descent__evidence_affords(evidence, 2 * map.state_size + 1))
        return NAN;
    const size_t size = map.state_size;
    descent__map_place(&map, point, point, map.number);
    double *state = descent__arena_copy(&evidence->work, size, map.state);
    double *matrix = descent__evidence_numbers(evidence, size * size);
    descent_cycle alone = {.period = 1};
    if (!state || !matrix)
        return NAN;
    const double width =
        fmax(cbrt(DBL_EPSILON) * extent, least_width * DBL_EPSILON * descent__vector_max_abs(map.n, point));
    if (!return_matrix(evidence, &map, state, map.number, 1, width, matrix) ||
        !keep_multipliers(evidence, size, matrix, &alone))
        return NAN;
    return hypot(alone.multipliers[size - 1], alone.multipliers_imaginary[size - 1]);
}
