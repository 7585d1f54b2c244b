#include "diagnosis/verdict/lyapunov.h"

#include <float.h>
#include <math.h>

#include "base/vector.h"
#include "diagnosis/evidence/copies.h"
#include "rules/knowledge.h"
#include "trajectory/lyapunov.h"

enum {
    weighed_steps = 64, /* of a copy: as many as show that a run is in motion; a cost */
    least_batch = 4,    /* steps: shorter batches are as correlated as single steps */
    settling_share = 10 /* one part in so many of the steps, in which the twin turns to where it separates fastest */
};

/* Largest coordinate of one vector of the state. */
static double size_of(const descent__map *map, size_t vector)
{
    return descent__vector_max_abs(map->n, map->state + vector * map->pitch);
}

/*
 * What a rule remembers has units of its own, squares of slopes among them, beside which a distance between points may be less
 * than rounding: each vector counts by the largest that the run and its next steps have of it, in units of the extent. A
 * point that is remembered counts as points do.
 */
static bool weigh(descent__evidence *evidence, double extent, double *weights)
{
    descent__map map;
    if (!descent__evidence_map_at_end(evidence, &map))
        return false;
    const size_t vectors = map.state_size / map.pitch;
    for (size_t j = 0; j < vectors; j++)
        weights[j] = 0;
    for (size_t k = 0; k < weighed_steps; k++) {
        for (size_t j = 0; j < vectors; j++)
            weights[j] = fmax(weights[j], size_of(&map, j));
        if (evidence->rule.type->remembers_point || descent__map_step(&map) != DESCENT__MAP_MOVED)
            break;
    }
    for (size_t j = 0; j < vectors; j++) {
        const double weight = extent / weights[j];
        weights[j] = j == 0 || evidence->rule.type->remembers_point || !isfinite(weight) || !(weight > 0) ? 1 : weight;
    }
    return true;
}

static double distance_between(const descent__map *map, const descent__map *twin, const double *weights)
{
    double distance = weights[0] * descent__vector_distance(map->n, twin->state, map->state);
    for (size_t j = 1; j * map->pitch < map->state_size; j++)
        distance = hypot(distance, weights[j] * descent__vector_distance(map->n, twin->state + j * map->pitch,
                                                                         map->state + j * map->pitch));
    return distance;
}

/* The twin's distance, and the twin pulled back to `distance`. */
static double pull_back(const descent__map *map, descent__map *twin, double distance, const double *weights)
{
    const double apart = distance_between(map, twin, weights);
    for (size_t i = 0; i < map->state_size; i++) {
        const double direction = apart > 0 ? (twin->state[i] - map->state[i]) / apart
                                           : 1 / sqrt((double)map->state_size) / weights[i / map->pitch];
        twin->state[i] = map->state[i] + distance * direction;
    }
    return apart;
}

/* One step of the copy, or the one that is known of it, to the point `row` of the way. */
static descent__map_result step_along(descent__map *map, const descent__series *way, size_t row)
{
    if (row >= way->count)
        return descent__map_step(map);
    descent__vector_copy(map->n, descent__series_point(way, row), map->state);
    descent__map_forget_point(map);
    map->number++;
    return DESCENT__MAP_MOVED;
}

bool descent__lyapunov_measure(descent__evidence *evidence, size_t steps, double extent, double narrowest,
                               const descent__series *way, descent__lyapunov *lyapunov)
{
    *lyapunov = (descent__lyapunov){.exponent = NAN, .low = NAN, .high = NAN};
    descent__map map;
    descent__map twin;
    const size_t n = evidence->n;
    double *logs = descent__evidence_numbers(evidence, steps);
    double *points = descent__evidence_numbers(evidence, (steps + 1) * n);
    if (!logs || !points || !descent__evidence_map_at_end(evidence, &map) ||
        !descent__evidence_map_at_end(evidence, &twin))
        return false;
    double *weights = descent__evidence_numbers(evidence, map.state_size / map.pitch);
    if (!weights || !weigh(evidence, extent, weights))
        return false;
    const double distance = descent__twin_distance_within(
        extent, narrowest,
        evidence->rule.type->remembers_point ? descent__vector_max_abs(map.state_size, map.state) : size_of(&map, 0));
    for (size_t i = 0; i < map.state_size; i++)
        twin.state[i] += distance * descent__generic_direction(i) / weights[i / map.pitch];
    (void)pull_back(&map, &twin, distance, weights);
    descent__vector_copy(n, map.state, points);
    size_t count = 0;
    while (count < steps) {
        lyapunov->result = step_along(&map, way, count + 1);
        if (lyapunov->result != DESCENT__MAP_MOVED || descent__map_step(&twin) != DESCENT__MAP_MOVED)
            break;
        const double apart = pull_back(&map, &twin, distance, weights);
        /* A twin that falls together was contracted at least as much as rounding lets one see. */
        logs[count++] = log(fmax(apart, DBL_EPSILON * distance) / distance);
        descent__vector_copy(n, map.state, points + count * n);
    }
    lyapunov->series = (descent__series){
        .n = n, .count = count + 1, .points = points, .first_step = evidence->steps[evidence->finite - 1]};
    const size_t settling = count / settling_share;
    if (count - settling < least_batch * descent__batches)
        return false;
    const descent__exponent exponent = descent__exponent_of(logs + settling, count - settling);
    lyapunov->exponent = exponent.value;
    lyapunov->lasts = descent__exponent_lasts(&exponent);
    descent__exponent_interval(&exponent, &lyapunov->low, &lyapunov->high);
    lyapunov->steps = exponent.steps;
    return true;
}
