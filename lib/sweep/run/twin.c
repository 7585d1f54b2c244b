#include "sweep/run/twin.h"

#include <float.h>
#include <math.h>

#include "base/vector.h"

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
    if (!(twin->distance < DBL_MAX / 4)) /* no edge: it is infinite, or far below */
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

/* The longer of `distance` and that of the twins in one array of their state, by the largest coordinate. */
static void measure(const descent__worker *worker, descent__lane_array array, double *distance)
{
    const descent__lanes *const run = &worker->replay;
    const double *const x = run->array[array], *const y = worker->twin.array[array];
    if (!run->batch) {
        for (size_t lane = 0, at = 0; lane < run->count; lane++)
            for (const size_t end = at + run->dimension; at < end; at++)
                distance[lane] = descent__larger(fabs(y[at] - x[at]), distance[lane]);
        return;
    }
    for (size_t row = 0, at = 0; row < run->dimension; row++, at += run->capacity)
#pragma omp simd
        for (size_t lane = 0; lane < run->count; lane++)
            distance[lane] = descent__larger(fabs(y[at + lane] - x[at + lane]), distance[lane]);
}

static void pull_back(const descent__worker *worker, descent__lane_array array, const double *factor)
{
    const descent__lanes *const run = &worker->replay;
    const double *const x = run->array[array];
    double *const y = worker->twin.array[array];
    if (!run->batch) {
        for (size_t lane = 0, at = 0; lane < run->count; lane++)
            for (const size_t end = at + run->dimension; at < end; at++)
                y[at] = x[at] + (y[at] - x[at]) * factor[lane];
        return;
    }
    for (size_t row = 0, at = 0; row < run->dimension; row++, at += run->capacity)
#pragma omp simd
        for (size_t lane = 0; lane < run->count; lane++)
            y[at + lane] = x[at + lane] + (y[at + lane] - x[at + lane]) * factor[lane];
}

/* Takes in how far a twin has gone. By what factor it is to be pulled back; NaN if it is out of sight, and must begin anew. */
static double take_stretch(const descent__worker *worker, descent__twin *twin, double distance)
{
    if (!twin || twin->merged)
        return 1;
    if (distance == 0) {
        twin->merged = true;
        return 1;
    }
    const double factor = distance / twin->distance;
    if (!isfinite(factor))
        return NAN;
    if (worker->replay.step > twin->first && descent__stretches_wanted(&twin->stretches))
        descent__stretches_take(&twin->stretches, log(factor));
    return 1 / factor;
}

/* Distances are those in the state space of the rule: points, and their predecessors where the rule remembers them. */
void descent__twins_follow(descent__worker *worker, descent__twin *const *twins)
{
    const descent__lanes *const run = &worker->replay;
    const bool memory = descent__family_remembers(run->family);
    double distance[descent__most_twins], factor[descent__most_twins];
    descent__vector_fill(run->count, 0, distance);
    descent__vector_fill(run->count, 1, factor);
    measure(worker, DESCENT__LANE_POINT, distance);
    if (memory)
        measure(worker, DESCENT__LANE_PREVIOUS, distance);
    for (size_t lane = 0; lane < run->count; lane++)
        factor[lane] = take_stretch(worker, twins[lane], distance[lane]);
    pull_back(worker, DESCENT__LANE_POINT, factor);
    if (memory)
        pull_back(worker, DESCENT__LANE_PREVIOUS, factor);
    for (size_t lane = 0; lane < run->count; lane++)
        if (isnan(factor[lane]))
            place(worker, lane, twins[lane]);
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
