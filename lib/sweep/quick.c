/* The quick test that most runs of a basin map pass, and the labels of a block: what is done for every single run. */
#include "sweep/block.h"

#include <float.h>
#include <limits.h>
#include <math.h>
#include <string.h>

#include "sweep/verdict.h"
#include "vector.h"

#if defined(DESCENT_HAVE_TARGET_CLONES)
#define DESCENT_QUICK_CLONES __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define DESCENT_QUICK_CLONES
#endif

/* One row of coordinates: how far apart are two points? Each keeps the largest of all rows, beginning with the first. */
DESCENT_QUICK_CLONES
static void raise_separation(size_t count, bool first, const double *restrict a, const double *restrict b,
                             double *restrict largest)
{
#pragma omp simd
    for (size_t j = 0; j < count; j++) {
        const double d = fabs(a[j] - b[j]), before = first ? 0 : largest[j];
        largest[j] = d > before ? d : before;
    }
}

DESCENT_QUICK_CLONES
static void raise_size(size_t count, bool first, const double *restrict a, double *restrict largest)
{
#pragma omp simd
    for (size_t j = 0; j < count; j++) {
        const double d = fabs(a[j]), before = first ? 0 : largest[j];
        largest[j] = d > before ? d : before;
    }
}

/* The same where the coordinates of a point are neighbours. */
static void measure_points(size_t count, size_t n, bool first, const double *a, const double *b, double *largest)
{
    for (size_t lane = 0; lane < count; lane++) {
        double most = first ? 0 : largest[lane];
        for (size_t at = lane * n; at < (lane + 1) * n; at++) {
            const double d = fabs(b ? a[at] - b[at] : a[at]);
            most = d > most ? d : most;
        }
        largest[lane] = most;
    }
}

/* Raises a figure of each lane by the distance between two arrays, or by the size of one. */
static void measure(const descent_lanes *lanes, bool first, const double *a, const double *b, double *figure)
{
    const size_t n = lanes->dimension;
    if (!lanes->batch)
        measure_points(lanes->count, n, first, a, b, figure);
    for (size_t i = 0; i < n && lanes->batch; i++) {
        const size_t offset = i * lanes->capacity;
        if (b)
            raise_separation(lanes->count, first && i == 0, a + offset, b + offset, figure);
        else
            raise_size(lanes->count, first && i == 0, a + offset, figure);
    }
}

/* For each lane: early move, last move, distance from the start, size; all as the largest coordinate. */
static void measure_lanes(const descent_worker *worker, double *figures[4])
{
    const descent_lanes *const lanes = &worker->lanes;
    double *const *const array = lanes->array;
    const double *const x = array[DESCENT_LANE_POINT];
    for (size_t k = 0; k < 4; k++)
        figures[k] = worker->lane_figures + k * lanes->capacity;
    measure(lanes, true, array[DESCENT_LANE_EARLY], array[DESCENT_LANE_EARLY_NEXT], figures[0]);
    measure(lanes, true, x, array[DESCENT_LANE_NEXT], figures[1]);
    /* With momentum a run may repeat a point where it turns back: the last move but one counts, too. */
    if (lanes->family != DESCENT_FAMILY_FIXED_STEP)
        measure(lanes, false, x, array[DESCENT_LANE_PREVIOUS], figures[1]);
    measure(lanes, true, x, array[DESCENT_LANE_START], figures[2]);
    measure(lanes, true, x, NULL, figures[3]);
}

/*
 * The last move is so short, and moves have shrunk so fast, that what is left is within the tolerance: moves that halve in
 * eight steps have at most 11 times the last before them, and moves of the size of rounding have nothing. Leaves the
 * tolerance in figures[2], and NaN there for runs that do not pass. Returns how many pass.
 */
DESCENT_QUICK_CLONES
static size_t pass(size_t count, const double *restrict early, const double *restrict late, double *restrict distance,
                   const double *restrict size)
{
    const double margin = 1.0 / 32;
    size_t passed = 0;
#pragma omp simd reduction(+ : passed)
    for (size_t j = 0; j < count; j++) {
        const double by_way = DESCENT_ARRIVAL_DIAMETER * distance[j], by_size = DESCENT_ARRIVAL_SIZE * size[j];
        const double tolerance = by_way > by_size ? by_way : by_size;
        const bool shrinks = (late[j] <= 0.5 * early[j]) | (early[j] <= 4 * DBL_EPSILON * size[j]);
        const bool passes = (late[j] <= margin * tolerance) & shrinks;
        distance[j] = passes ? tolerance : NAN;
        passed += passes;
    }
    return passed;
}

DESCENT_QUICK_CLONES
static void interleave(size_t count, const double *restrict x, const double *restrict y, double *restrict points)
{
    for (size_t j = 0; j < count; j++) {
        points[2 * j] = x[j];
        points[2 * j + 1] = y[j];
    }
}

/* The end points, from coordinates that lie apart to points whose coordinates are neighbours. */
static void gather_points(const descent_lanes *lanes, double *points)
{
    const size_t n = lanes->dimension;
    const double *const x = lanes->array[DESCENT_LANE_POINT];
    if (!lanes->batch) {
        memcpy(points, x, lanes->count * n * sizeof *points);
    } else if (n == 2) {
        interleave(lanes->count, x, x + lanes->capacity, points);
    } else {
        for (size_t i = 0; i < n; i++)
            for (size_t j = 0; j < lanes->count; j++)
                points[j * n + i] = x[i * lanes->capacity + j];
    }
}

/* Do the lanes hold runs in slots that follow each other? So they do unless one was taken out. */
static bool in_order(const descent_lanes *lanes)
{
    size_t gaps = 0;
    for (size_t lane = 0; lane < lanes->count; lane++)
        gaps |= lanes->slot[lane] - lanes->slot[0] - lane;
    return gaps == 0;
}

/* Lanes that have no label yet and are further from x in one coordinate than the tolerances allow get `out` set. */
DESCENT_QUICK_CLONES
static void mark_others(size_t count, double x, double own_tolerance, const double *restrict row,
                        const double *restrict tolerance, double *restrict out)
{
#pragma omp simd
    for (size_t j = 0; j < count; j++) {
        const double limit = DESCENT_LABEL_FACTOR * (tolerance[j] > own_tolerance ? tolerance[j] : own_tolerance);
        out[j] = fabs(row[j] - x) <= limit ? out[j] : 1;
    }
}

/* Gives the lanes that are not marked and have no label yet this one. Returns how many. */
DESCENT_QUICK_CLONES
static size_t assign(size_t count, uint32_t label, const double *restrict out, uint32_t *restrict labels)
{
    uint32_t found = 0;
#pragma omp simd reduction(+ : found)
    for (size_t j = 0; j < count; j++) {
        const bool is = (out[j] == 0) & (labels[j] == DESCENT_SWEEP_NO_LABEL);
        labels[j] = is ? label : labels[j];
        found += is;
    }
    return found;
}

/*
 * Labels a whole block whose lanes lie in order and have all passed, where a few labels suffice: those of the first run
 * without one, again and again; which is what asking run by run comes to. False if it is left to that.
 */
static bool label_rows(descent_worker *worker, const double *points, const double *tolerance)
{
    enum {
        few_labels = 3
    };
    const descent_lanes *const lanes = &worker->lanes;
    descent_labels *const labels = worker->labels;
    const size_t n = lanes->dimension, count = lanes->count;
    double *const out = worker->lane_figures; /* the early moves are not needed any more */
    size_t left = count, lane = 0;
    memset(worker->local_labels, UCHAR_MAX, count * sizeof *worker->local_labels); /* DESCENT_SWEEP_NO_LABEL */
    while (left > 0 && labels->count < few_labels && lanes->batch) {
        while (worker->local_labels[lane] != DESCENT_SWEEP_NO_LABEL)
            lane++;
        const size_t first = worker->first_run + lane;
        const uint32_t label =
            descent_labels_find(labels, points + lane * n, DESCENT_LABEL_FACTOR * tolerance[lane], 1, first, 0);
        if (label == DESCENT_SWEEP_NO_LABEL)
            break;
        memset(out, 0, count * sizeof *out);
        for (size_t i = 0; i < n; i++)
            mark_others(count, points[lane * n + i], tolerance[lane],
                        lanes->array[DESCENT_LANE_POINT] + i * lanes->capacity, tolerance, out);
        const size_t found = assign(count, label, out, worker->local_labels);
        labels->runs[label] += found;
        left -= found;
    }
    worker->labelled = left == 0;
    if (!worker->labelled)
        descent_labels_clear(labels);
    return worker->labelled;
}

/* The results of lanes that have all passed and lie in order. */
static void store_all(descent_worker *worker, const double *tolerance)
{
    descent_sweep *const sweep = worker->sweep;
    const descent_lanes *const lanes = &worker->lanes;
    const size_t first = lanes->slot[0], run = worker->first_run + first, count = lanes->count, n = sweep->dimension;
    double *const points = sweep->end_points + run * n;
    gather_points(lanes, points);
    memset(sweep->endings + run, DESCENT_ENDING_CONVERGED, count);
    memset(sweep->periods + run, 1, count);
    for (size_t j = 0; j < count; j++)
        sweep->steps[run + j] = (uint32_t)worker->phases.steps;
    if (count == worker->run_count && label_rows(worker, points, tolerance))
        return;
    for (size_t j = 0; j < count; j++)
        worker->claims[first + j] = (descent_label_claim){points + j * n, DESCENT_LABEL_FACTOR * tolerance[j]};
}

void descent_worker_judge_quickly(descent_worker *worker)
{
    const descent_lanes *const lanes = &worker->lanes;
    const size_t n = lanes->dimension;
    double *figures[4];
    if (lanes->count == 0)
        return;
    measure_lanes(worker, figures);
    double *const tolerance = figures[2];
    if (pass(lanes->count, figures[0], figures[1], tolerance, figures[3]) == lanes->count && in_order(lanes)) {
        store_all(worker, tolerance);
        return;
    }
    for (size_t lane = 0; lane < lanes->count; lane++) {
        const size_t slot = lanes->slot[lane];
        if (isnan(tolerance[lane])) {
            descent_worker_replay_saved(worker, slot);
            continue;
        }
        double *const x = worker->sweep->end_points + (worker->first_run + slot) * n;
        descent_lanes_get(lanes, DESCENT_LANE_POINT, lane, x);
        descent_worker_store(worker, slot, DESCENT_ENDING_CONVERGED, 1, worker->phases.steps, x);
        worker->claims[slot] = (descent_label_claim){x, DESCENT_LABEL_FACTOR * tolerance[lane]};
    }
}

/*
 * Neighbours tend to reach the same point: how many runs from `slot` on are the label of the run before? The same test as
 * that of the label set, which has but this one label so far.
 */
static size_t run_length(const descent_worker *worker, size_t slot)
{
    const descent_labels *const labels = worker->labels;
    const size_t n = labels->dimension, first = slot;
    const double *const other = labels->x;
    for (; slot < worker->run_count; slot++) {
        const descent_label_claim *const claim = &worker->claims[slot];
        if (!claim->x || worker->sweep->periods[worker->first_run + slot] != labels->period[0])
            break;
        const double limit = claim->tolerance > labels->tolerance[0] ? claim->tolerance : labels->tolerance[0];
        bool same = true;
        for (size_t i = 0; i < n; i++)
            same &= fabs(claim->x[i] - other[i]) <= limit;
        if (!same)
            break;
    }
    return slot - first;
}

void descent_worker_label(descent_worker *worker)
{
    descent_labels *const labels = worker->labels;
    for (size_t slot = 0; slot < worker->run_count;) {
        const size_t alike = labels->count > 0 ? run_length(worker, slot) : 0;
        if (alike > 0) {
            for (size_t j = slot; j < slot + alike; j++)
                worker->local_labels[j] = 0;
            labels->runs[0] += alike;
            slot += alike;
            continue;
        }
        const descent_label_claim *const claim = &worker->claims[slot];
        const size_t run = worker->first_run + slot;
        worker->local_labels[slot++] =
            claim->x ? descent_labels_find(labels, claim->x, claim->tolerance, worker->sweep->periods[run], run, 1)
                     : DESCENT_SWEEP_NO_LABEL;
    }
}
