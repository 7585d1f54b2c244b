#include "diagnosis/evidence/copies.h"

#include "base/vector.h"

bool descent__evidence_map_open(descent__evidence *evidence, descent_rule rule, descent__map *map)
{
    if (!descent__map_open(map, &evidence->work, &evidence->evaluator, rule))
        return false;
    map->limit = evidence->options.budget;
    return true;
}

void descent__evidence_map_place(const descent__evidence *evidence, size_t row, descent__map *map)
{
    const double *previous = row > evidence->tail ? descent__evidence_point(evidence, row - 1) : NULL;
    descent__map_place(map, descent__evidence_point(evidence, row), previous, evidence->steps[row]);
}

bool descent__evidence_map_at_end(descent__evidence *evidence, descent__map *map)
{
    if (!evidence->has_problem || !evidence->has_rule || evidence->finite == 0 ||
        !descent__evidence_map_open(evidence, evidence->rule, map))
        return false;
    if (evidence->state_known)
        descent__map_restore(map, &evidence->state);
    else
        descent__evidence_map_place(evidence, evidence->finite - 1, map);
    return true;
}

bool descent__evidence_map_at_start(descent__evidence *evidence, descent_rule rule, descent__map *map)
{
    if (!evidence->has_problem || evidence->finite == 0 || !descent__evidence_map_open(evidence, rule, map))
        return false;
    descent__map_place(map, evidence->points, NULL, 0);
    return true;
}

/* Numbers of a copy's points: half a gigabyte. A cost, no edge. */
static const size_t most_numbers = 67108864;

size_t descent__evidence_kept_steps(const descent__evidence *evidence)
{
    return most_numbers / evidence->n;
}

descent__map_result descent__evidence_continue(descent__evidence *evidence, size_t steps, descent__series *series)
{
    const size_t n = evidence->n;
    const uint64_t affordable = descent__evidence_left(evidence);
    if (steps > affordable)
        steps = (size_t)affordable;
    if (steps > descent__evidence_kept_steps(evidence))
        steps = descent__evidence_kept_steps(evidence);
    descent__map map;
    *series = (descent__series){.n = n};
    double *points = descent__evidence_numbers(evidence, steps + 1 > SIZE_MAX / n ? SIZE_MAX : (steps + 1) * n);
    if (!points || !descent__evidence_map_at_end(evidence, &map))
        return DESCENT__MAP_FAILED;
    *series =
        (descent__series){.n = n, .count = 1, .points = points, .first_step = evidence->steps[evidence->finite - 1]};
    descent__vector_copy(n, map.state, points);
    descent__map_result result = DESCENT__MAP_MOVED;
    while (series->count <= steps && result == DESCENT__MAP_MOVED) {
        result = descent__map_step(&map);
        if (result == DESCENT__MAP_MOVED)
            descent__vector_copy(n, map.state, points + series->count++ * n);
    }
    return result;
}
