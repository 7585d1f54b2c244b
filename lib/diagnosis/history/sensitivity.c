#include "diagnosis/history/sensitivity.h"

#include <math.h>

#include "base/ending.h"
#include "base/vector.h"
#include "diagnosis/evidence/copies.h"
#include "trajectory/lyapunov.h"

enum {
    least_events =
        2,          /* rises or turns: who only falls nears its neighbours, or leaves a saddle, which is told. A cost */
    part_spent = 8, /* one part in so many of what is left of the budget is spent, at most. A cost */
    longest_return = 16 /* steps of a cycle that is looked for. A cost */
};

/* A twin is elsewhere if the digits in which points are told are others, beside the size of the point and of the path, and if it is as far
 * off as this part of the way from the row before. No edge: neighbours part by factors. */
static const double told_digits = 1e-6, part_of_step = 1e-3;

/* A torus parts no neighbours; the steps of one that leaves are few, or huge. */
static bool is_asked_of(const descent_diagnosis *d)
{
    uint64_t count = 0; /* a step may be of both kinds */
    for (size_t k = 0; k < d->event_count; k++)
        if ((d->events[k].kind == DESCENT_EVENT_LOSS_ROSE || d->events[k].kind == DESCENT_EVENT_SIGN_FLIPS) &&
            d->events[k].count > count)
            count = d->events[k].count;
    return count >= least_events && !descent__ending_leaves(d->ending) &&
           (d->ending == DESCENT_ENDING_CHAOTIC || !descent__ending_is_irregular(d->ending));
}

/* A rule that finds its step size asks for more than a gradient a step. */
static bool can_be_followed(const descent__evidence *evidence)
{
    return evidence->copies_trusted && evidence->restarts_trusted && evidence->finite > 2 && evidence->steps[0] == 0 &&
           evidence->steps[1] == 1 && !evidence->holdings->finds_step_sizes &&
           evidence->steps[evidence->finite - 1] <= descent__evidence_left(evidence) / part_spent;
}

/* Does one of the rows before have the very same point? Then nothing is rounded there: who is on a cycle that repels is so in every program. */
static bool returns_exactly(const descent__evidence *evidence, size_t row)
{
    const double *const x = descent__evidence_point(evidence, row);
    for (size_t back = 1; back <= longest_return && back < row; back++)
        if (!(descent__vector_distance(evidence->n, x, descent__evidence_point(evidence, row - back)) > 0))
            return true;
    return false;
}

/* One rounding aside, in each variable that the step has changed: what stands still, as on a ridge, is exact in every program. */
static void nudge(descent__map *map)
{
    for (size_t i = 0; i < map->n; i++)
        if (map->state[i] < map->before[i] || map->state[i] > map->before[i])
            map->state[i] = nextafter(map->state[i], descent__generic_direction(i) > 0 ? INFINITY : -INFINITY);
    descent__map_forget_point(map);
}

static bool is_elsewhere(size_t n, const double *x, const double *twin, double diameter)
{
    const double apart = descent__vector_distance(n, x, twin);
    return apart > told_digits * fmax(diameter, descent__vector_max_abs(n, x)) &&
           apart > part_of_step * descent__vector_distance(n, x, x - n);
}

void descent__sensitivity_find(descent__evidence *evidence, const descent_diagnosis *diagnosis)
{
    descent__map twin;
    const size_t n = evidence->n;
    if (!is_asked_of(diagnosis) || !can_be_followed(evidence) ||
        !descent__evidence_map_at_start(evidence, evidence->rule, &twin) ||
        descent__map_step(&twin) != DESCENT__MAP_MOVED)
        return;
    /* Points of which digits were left off are no run to compare with. */
    if (descent__vector_distance(n, twin.state, descent__evidence_point(evidence, 1)) > 0)
        return;
    nudge(&twin);
    bool apart = false;
    uint64_t first = 0;
    for (size_t row = 2; row < evidence->finite; row++) {
        descent__map_result outcome = DESCENT__MAP_MOVED;
        while (outcome == DESCENT__MAP_MOVED && twin.number < evidence->steps[row])
            outcome = descent__map_step(&twin);
        if (outcome != DESCENT__MAP_MOVED)
            break;
        apart = is_elsewhere(n, descent__evidence_point(evidence, row), twin.state, diagnosis->diameter);
        if (apart && first == 0 && returns_exactly(evidence, row))
            return;
        if (apart && first == 0)
            first = evidence->steps[row];
    }
    evidence->holdings->rounding_decides = first;
    evidence->holdings->rounding_decides_end = apart;
}
