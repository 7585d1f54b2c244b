#include "sweep/run/twin.h"

#include <float.h>
#include <math.h>

static void place(const descent__worker *worker, size_t lane, descent__twin *twin)
{
    const descent__lanes *const run = &worker->replay;
    const double way = descent__lanes_distance(run, DESCENT__LANE_POINT, DESCENT__LANE_START, lane);
    const double scale = worker->evaluator.problem.scale > 0 ? worker->evaluator.problem.scale : 1;
    double size = 0;
    for (size_t i = 0; i < run->dimension; i++)
        size = fmax(size, fabs(*descent__lane_number(run, DESCENT__LANE_POINT, lane, i)));
    /* The extent of the motion is not known here: it is at most the size of the point, or its way from the start. */
    twin->distance = descent__twin_distance(fmax(fmax(size, way), scale * descent__twin_of_extent), size);
    if (!(twin->distance < DBL_MAX / 4))
        twin->distance = DBL_MAX / 4;
    for (size_t i = 0; i < run->dimension; i++) {
        *descent__lane_number(&worker->twin, DESCENT__LANE_POINT, lane, i) =
            *descent__lane_number(run, DESCENT__LANE_POINT, lane, i) + twin->distance * descent__generic_direction(i);
        *descent__lane_number(&worker->twin, DESCENT__LANE_PREVIOUS, lane, i) =
            *descent__lane_number(run, DESCENT__LANE_PREVIOUS, lane, i);
    }
}

void descent__twin_begin(descent__worker *worker, size_t lane, size_t from, size_t until, descent__twin *twin)
{
    const size_t steps = until - from, batch_steps = steps / (descent__batches + 1);
    *twin = (descent__twin){.stretches.batch_steps = batch_steps > 0 ? batch_steps : 1};
    const size_t counted = descent__batches * twin->stretches.batch_steps;
    twin->first = from + (steps > counted ? steps - counted : 0);
    place(worker, lane, twin);
}

/* Distance in the state space of the rule: points, and their predecessors where the rule remembers them. */
static double state_distance(const descent__worker *worker, size_t at)
{
    const descent__lanes *const run = &worker->replay, *const twin = &worker->twin;
    const bool memory = descent__family_remembers(run->family);
    double largest = 0;
    for (size_t i = 0; i < run->dimension; i++) {
        largest = descent__larger(fabs(*descent__lane_number(twin, DESCENT__LANE_POINT, at, i) -
                                       *descent__lane_number(run, DESCENT__LANE_POINT, at, i)),
                                  largest);
        if (memory)
            largest = descent__larger(fabs(*descent__lane_number(twin, DESCENT__LANE_PREVIOUS, at, i) -
                                           *descent__lane_number(run, DESCENT__LANE_PREVIOUS, at, i)),
                                      largest);
    }
    return largest;
}

static void pull_back(const descent__worker *worker, descent__lane_array array, size_t at, double factor)
{
    for (size_t i = 0; i < worker->replay.dimension; i++) {
        const double x = *descent__lane_number(&worker->replay, array, at, i);
        double *const y = descent__lane_number(&worker->twin, array, at, i);
        *y = x + (*y - x) * factor;
    }
}

void descent__twin_follow(descent__worker *worker, size_t lane, descent__twin *twin)
{
    if (twin->merged)
        return;
    const double distance = state_distance(worker, lane);
    if (distance == 0) {
        twin->merged = true;
        return;
    }
    const double factor = distance / twin->distance;
    if (!isfinite(factor)) {
        place(worker, lane, twin);
        return;
    }
    if (worker->replay.step > twin->first && descent__stretches_wanted(&twin->stretches))
        descent__stretches_take(&twin->stretches, log(factor));
    pull_back(worker, DESCENT__LANE_POINT, lane, 1 / factor);
    if (descent__family_remembers(worker->replay.family))
        pull_back(worker, DESCENT__LANE_PREVIOUS, lane, 1 / factor);
}

descent__exponent descent__twin_exponent(const descent__twin *twin)
{
    return twin->merged ? (descent__exponent){.value = -INFINITY} : descent__stretches_exponent(&twin->stretches);
}

void descent__twins_mend(descent__worker *worker)
{
    descent__lanes *const twins = &worker->twin;
    for (size_t at = 0; at < twins->count; at++) {
        if (twins->fate[at] == DESCENT__LANE_GOOD)
            continue;
        twins->fate[at] = DESCENT__LANE_GOOD;
        for (size_t i = 0; i < twins->dimension; i++)
            *descent__lane_number(twins, DESCENT__LANE_NEXT, at, i) = INFINITY;
    }
}
