#include "diagnosis/evidence/reproduction.h"

#include <float.h>
#include <math.h>

#include "base/vector.h"
#include "diagnosis/evidence/copies.h"
#include "diagnosis/evidence/randomness.h"
#include "rules/knowledge.h"

enum {
    measured = 32,  /* steps, of which it is told by how much the rule misses them */
    checks = 8,     /* steps that are made again: a rule that makes eight of them made all */
    least_rows = 3, /* one step and the point before it: with fewer there is nothing to compare with */
    /* A replay may cost this part of what may be spent: of the default, what is left still pays for the longest
     * measurement of a Lyapunov exponent. */
    replay_share = 4
};

/* Units in the last place by which two ways to add the same step may differ. */
static const double rounding_units = 64;

/* Is the copy where the recorded run went from the row before? */
static bool agrees(const descent__evidence *evidence, const descent__map *map, size_t row)
{
    const size_t n = evidence->n;
    const double *x = descent__evidence_point(evidence, row);
    const double *before = x - n;
    return descent__vector_distance(n, map->state, x) <=
           DESCENT__STEP_MISFIT * descent__vector_distance(n, before, x) +
               rounding_units * DBL_EPSILON * descent__vector_norm(n, before);
}

/* A step that is not made again: was it another rule's, or does none come out twice? */
static void blame(descent__evidence *evidence, descent__map *map, size_t row)
{
    const double misfit = descent__vector_distance(evidence->n, map->state, descent__evidence_point(evidence, row));
    evidence->findings |= descent__evidence_step_is_random(evidence, map, misfit) ? DESCENT_FINDING_GRADIENT_RANDOM
                                                                                  : DESCENT_FINDING_RULE_DISAGREES;
}

/* The row to which a copy that takes the rule's memory for the point before does not make the recorded step again; 0 if it makes
 * all of them. */
static size_t first_other_row(descent__evidence *evidence, descent__map *map)
{
    const size_t first = evidence->tail + 1;
    const size_t stride = (evidence->finite - first) / checks + 1;
    for (size_t row = first; row + 1 < evidence->finite; row += stride) {
        descent__evidence_map_place(evidence, row, map);
        if (descent__map_step(map) != DESCENT__MAP_MOVED)
            return 0; /* it broke off, as the run may have: no evidence against it */
        if (!agrees(evidence, map, row + 1))
            return row + 1;
    }
    return 0;
}

typedef enum replayed {
    REPLAY_TELLS_NOTHING,
    REPLAY_DISAGREES, /* with a step that was made with a memory that is known */
    REPLAY_AGREES
} replayed;

/* Runs along the recorded rows from the first one, where every memory is empty, for so many steps. The copy is put back on each row
 * that it meets, so that what printed digits leave off does not grow, and keeps the memory that it has gathered. `other_row`
 * receives the last row that it met. */
static replayed replay(const descent__evidence *evidence, uint64_t steps, descent__map *map, size_t *other_row)
{
    bool all_single = true;
    descent__map_start(map, evidence->points);
    for (size_t row = 1; row < evidence->finite && evidence->steps[row] <= steps; row++) {
        all_single = all_single && evidence->steps[row] == map->number + 1;
        while (map->number < evidence->steps[row])
            if (descent__map_step(map) != DESCENT__MAP_MOVED)
                return REPLAY_TELLS_NOTHING;
        *other_row = row;
        if (!agrees(evidence, map, row))
            return all_single ? REPLAY_DISAGREES : REPLAY_TELLS_NOTHING;
        descent__vector_copy(evidence->n, descent__evidence_point(evidence, row), map->state);
    }
    return REPLAY_AGREES;
}

static bool can_be_replayed(const descent__evidence *evidence)
{
    return evidence->steps[0] == 0 &&
           evidence->steps[evidence->finite - 1] <= descent__evidence_left(evidence) / replay_share;
}

/* And keeps what it has gathered. */
static replayed replay_for_memory(descent__evidence *evidence, descent_rule rule, bool blames)
{
    descent__map map;
    size_t row = 0;
    if (!descent__evidence_map_open(evidence, rule, &map))
        return REPLAY_TELLS_NOTHING;
    const replayed result = replay(evidence, UINT64_MAX, &map, &row);
    if (result == REPLAY_AGREES) {
        evidence->state = descent__map_state(&map); /* good as long as the evidence: this copy makes no more steps */
        evidence->state_known = true;
    }
    if (result == REPLAY_DISAGREES && blames)
        blame(evidence, &map, row);
    return result;
}

bool descent__evidence_is_made_by(descent__evidence *evidence, descent_rule rule)
{
    descent__map map;
    size_t row = 0;
    if (can_be_replayed(evidence))
        return replay_for_memory(evidence, rule, false) == REPLAY_AGREES;
    return (descent__rule_keeps_nothing(&rule) || rule.type->remembers_point) &&
           evidence->finite - evidence->tail >= least_rows && evidence->steps[0] == 0 &&
           descent__evidence_map_open(evidence, rule, &map) &&
           replay(evidence, descent__evidence_left(evidence) / replay_share, &map, &row) == REPLAY_AGREES &&
           first_other_row(evidence, &map) == 0;
}

/* Handed over, or what the map has of it when it is placed on the last row, or found by a replay. */
static bool memory_is_known(descent__evidence *evidence)
{
    descent__map map;
    if (evidence->state_known)
        return true;
    if (!descent__evidence_map_open(evidence, evidence->rule, &map))
        return false;
    descent__evidence_map_place(evidence, evidence->finite - 1, &map);
    if (map.memory_known)
        return true;
    if (can_be_replayed(evidence))
        (void)replay_for_memory(evidence, evidence->rule, true);
    return evidence->state_known;
}

/* Are there rows on which a copy can be placed with its memory, to make the step to the next one again? */
static bool is_comparable(const descent__evidence *evidence)
{
    const descent_rule_type *type = evidence->rule.type;
    return (descent__rule_keeps_nothing(&evidence->rule) || type->remembers_point) &&
           evidence->finite - evidence->tail >= least_rows;
}

void descent__evidence_check_rule(descent__evidence *evidence)
{
    evidence->copies_trusted = evidence->restarts_trusted = evidence->memory_known = false;
    if (!evidence->has_rule || evidence->random || evidence->finite == 0 || !evidence->has_problem)
        return;
    descent__map map;
    evidence->memory_known = memory_is_known(evidence);
    evidence->copies_trusted = evidence->memory_known;
    if (is_comparable(evidence) && descent__evidence_map_open(evidence, evidence->rule, &map)) {
        const size_t row = first_other_row(evidence, &map);
        evidence->copies_trusted = evidence->copies_trusted && row == 0;
        if (row > 0)
            blame(evidence, &map, row);
    }
    if (!evidence->memory_known && !descent__evidence_out_of_memory(evidence))
        evidence->findings |= DESCENT_FINDING_MEMORY_UNKNOWN;
    evidence->restarts_trusted =
        !(evidence->findings & (DESCENT_FINDING_RULE_DISAGREES | DESCENT_FINDING_GRADIENT_RANDOM));
}

descent__misfit descent__evidence_measure_misfit(descent__evidence *evidence)
{
    descent__map map;
    descent__misfit found = {.length = 0, .misfit = 0};
    const descent__misfit none = {.length = NAN, .misfit = NAN};
    if (!evidence->has_rule || !evidence->has_problem || !is_comparable(evidence) ||
        descent__evidence_left(evidence) < measured || !descent__evidence_map_open(evidence, evidence->rule, &map))
        return none;
    const size_t first = evidence->tail + 1, n = evidence->n;
    const size_t stride = (evidence->finite - first) / measured + 1;
    double count = 0;
    for (size_t row = first; row + 1 < evidence->finite; row += stride, count++) {
        const double *const x = descent__evidence_point(evidence, row);
        descent__evidence_map_place(evidence, row, &map);
        if (descent__map_step(&map) != DESCENT__MAP_MOVED)
            return none;
        found.misfit += descent__vector_distance(n, map.state, x + n);
        found.length += descent__vector_distance(n, x, x + n);
    }
    return (descent__misfit){.length = found.length / count, .misfit = found.misfit / count};
}
