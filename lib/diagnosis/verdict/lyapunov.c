#include "diagnosis/verdict/lyapunov.h"

#include <float.h>
#include <math.h>

#include "base/vector.h"
#include "diagnosis/evidence/copies.h"
#include "trajectory/lyapunov.h"

enum {
    least_batch = 4,    /* steps: shorter batches are as correlated as single steps */
    settling_share = 10 /* one part in so many of the steps, in which the twin turns to where it separates fastest */
};

/* The twin's distance, and the twin pulled back to `distance`. */
static double pull_back(const descent__map *map, descent__map *twin, double distance)
{
    const double apart = descent__vector_distance(map->state_size, twin->state, map->state);
    for (size_t i = 0; i < map->state_size; i++) {
        const double direction =
            apart > 0 ? (twin->state[i] - map->state[i]) / apart : 1 / sqrt((double)map->state_size);
        twin->state[i] = map->state[i] + distance * direction;
    }
    return apart;
}

bool descent__lyapunov_measure(descent__evidence *evidence, size_t steps, double extent, double narrowest,
                               descent__lyapunov *lyapunov)
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
    const double distance =
        descent__twin_distance_within(extent, narrowest, descent__vector_max_abs(map.state_size, map.state));
    for (size_t i = 0; i < map.state_size; i++)
        twin.state[i] += distance * descent__generic_direction(i);
    (void)pull_back(&map, &twin, distance);
    descent__vector_copy(n, map.state, points);
    size_t count = 0;
    while (count < steps) {
        lyapunov->result = descent__map_step(&map);
        if (lyapunov->result != DESCENT__MAP_MOVED || descent__map_step(&twin) != DESCENT__MAP_MOVED)
            break;
        const double apart = pull_back(&map, &twin, distance);
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
