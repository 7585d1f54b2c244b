/* The quick test that most runs of a basin map pass, and the labels of a block: what is done for every single run. */
#include "sweep/run/block.h"

#include <limits.h>
#include <math.h>
#include <string.h>

#include "base/clones.h"
#include "base/vector.h"

/* Lanes that are worked on together: as many numbers as the widest register has. */
enum {
    together = descent__quick_together,
    most_places = 16 /* of a block are remembered, a cost: to compare with more takes as long as to look */
};

/* What the quick test looks at. */
typedef struct quick_points {
    const double *x, *before; /* the last point, and the one before it */
    const double *start;      /* the first */
    const double *turn;       /* with momentum, the last but two; else NULL */
    const double *early_move; /* of each lane: the length of its move descent__quick_steps before */
} quick_points;

/* The quick test of lanes whose coordinates lie in rows; arrays have room for whole registers. */
DESCENT__CLONES
static void test_rows(size_t count, size_t rows, size_t stride, const quick_points *points, double *restrict tolerance)
{
    const double *restrict const x = points->x, *restrict const before = points->before;
    const double *restrict const start = points->start, *restrict const turn = points->turn;
    const double *restrict const early_move = points->early_move;
    for (size_t j = 0; j < count; j += together) {
        double last_move[together] = {0}, distance[together] = {0}, size[together] = {0};
        for (size_t at = j, i = 0; i < rows; i++, at += stride)
#pragma omp simd
            for (size_t k = 0; k < together; k++) {
                last_move[k] = descent__larger(fabs(x[at + k] - before[at + k]), last_move[k]);
                if (turn)
                    last_move[k] = descent__larger(fabs(x[at + k] - turn[at + k]), last_move[k]);
                distance[k] = descent__larger(fabs(x[at + k] - start[at + k]), distance[k]);
                size[k] = descent__larger(fabs(x[at + k]), size[k]);
            }
#pragma omp simd
        for (size_t k = 0; k < together; k++)
            tolerance[j + k] = descent__quick_arrival(early_move[j + k], last_move[k], distance[k], size[k]);
    }
}

/* The same where the coordinates of a lane are neighbours. */
static void test_points(size_t count, size_t n, const quick_points *points, double *tolerance)
{
    for (size_t lane = 0; lane < count; lane++) {
        double last_move = 0, distance = 0, size = 0;
        for (size_t at = lane * n; at < (lane + 1) * n; at++) {
            const double x = points->x[at];
            last_move = descent__larger(fabs(x - points->before[at]), last_move);
            if (points->turn)
                last_move = descent__larger(fabs(x - points->turn[at]), last_move);
            distance = descent__larger(fabs(x - points->start[at]), distance);
            size = descent__larger(fabs(x), size);
        }
        tolerance[lane] = descent__quick_arrival(points->early_move[lane], last_move, distance, size);
    }
}

/* Lengths of moves by the largest coordinate, of lanes whose coordinates lie in rows. */
DESCENT__CLONES
static void measure_rows(size_t count, size_t rows, size_t stride, const double *restrict x,
                         const double *restrict before, double *restrict move)
{
    for (size_t j = 0; j < count; j += together) {
        double longest[together] = {0};
        for (size_t at = j, i = 0; i < rows; i++, at += stride)
#pragma omp simd
            for (size_t k = 0; k < together; k++)
                longest[k] = descent__larger(fabs(x[at + k] - before[at + k]), longest[k]);
        for (size_t k = 0; k < together; k++)
            move[j + k] = longest[k];
    }
}

void descent__worker_measure_move(descent__worker *worker)
{
    descent__lanes *const lanes = &worker->lanes;
    const descent__lane_array before = descent__lanes_before(lanes);
    if (lanes->batch)
        measure_rows(lanes->count, lanes->dimension, lanes->capacity, lanes->array[DESCENT__LANE_POINT],
                     lanes->array[before], lanes->early_move);
    else
        for (size_t lane = 0; lane < lanes->count; lane++)
            lanes->early_move[lane] = descent__lanes_distance(lanes, DESCENT__LANE_POINT, before, lane);
}

/* Lanes that did not move at all, or coast by momentum, may be on level ground, which is for a closer look to judge. */
static void test_still_lanes(descent__worker *worker, double *tolerance)
{
    const descent__lanes *const lanes = &worker->lanes;
    double *const x = worker->limit;
    const bool coasts = descent__family_remembers(lanes->family);
    for (size_t lane = 0; lane < lanes->count; lane++) {
        if ((lanes->early_move[lane] > 0 && !coasts) || isnan(tolerance[lane]))
            continue;
        descent__lanes_get(lanes, DESCENT__LANE_POINT, lane, x);
        if (descent__worker_rests_on_level_ground(worker, lanes->slot[lane], x))
            tolerance[lane] = NAN;
    }
}

/* Tests all lanes, and leaves each one's tolerance, or NaN, in `tolerance`. Returns whether all pass. */
static bool test_lanes(descent__worker *worker, double *tolerance)
{
    const descent__lanes *const lanes = &worker->lanes;
    double *const *const array = lanes->array;
    /* With momentum a run may repeat a point where it turns back: the last move but one counts, too. */
    const bool memory = descent__family_remembers(lanes->family);
    const quick_points points = {
        .x = array[DESCENT__LANE_POINT],
        .before = array[DESCENT__LANE_NEXT],
        .start = array[DESCENT__LANE_START],
        .turn = memory ? array[DESCENT__LANE_PREVIOUS] : NULL,
        .early_move = lanes->early_move,
    };
    if (lanes->batch)
        test_rows(lanes->count, lanes->dimension, lanes->capacity, &points, tolerance);
    else
        test_points(lanes->count, lanes->dimension, &points, tolerance);
    test_still_lanes(worker, tolerance);
    return descent__vector_is_finite(lanes->count, tolerance);
}

DESCENT__CLONES
static void interleave(size_t count, const double *restrict x, const double *restrict y, double *restrict points)
{
    for (size_t j = 0; j < count; j++) {
        points[2 * j] = x[j];
        points[2 * j + 1] = y[j];
    }
}

/* The end points, from coordinates that lie apart to points whose coordinates are neighbours. */
static void gather_points(const descent__lanes *lanes, double *points)
{
    const size_t n = lanes->dimension;
    const double *const x = lanes->array[DESCENT__LANE_POINT];
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

/*
 * Gives this label to lanes that have none yet and are no further from x, in any coordinate, than the larger tolerance
 * allows. Coordinates lie in rows. Returns how many.
 */
DESCENT__CLONES
static size_t assign(size_t count, size_t rows, size_t stride, const double *restrict row, const double *restrict x,
                     double own_tolerance, const double *restrict tolerance, uint32_t label, uint32_t *restrict labels)
{
    uint32_t found = 0;
    for (size_t j = 0; j < count; j += together) {
        double miss[together] = {0};
        for (size_t at = j, i = 0; i < rows; i++, at += stride)
#pragma omp simd
            for (size_t k = 0; k < together; k++)
                miss[k] = descent__larger(fabs(row[at + k] - x[i]), miss[k]);
        const size_t some = count - j < together ? count - j : (size_t)together;
        for (size_t k = 0; k < some; k++) {
            const double limit = descent__label_margin * descent__larger(tolerance[j + k], own_tolerance);
            const bool is = (miss[k] <= limit) & (labels[j + k] == DESCENT_SWEEP_NO_LABEL);
            labels[j + k] = is ? label : labels[j + k];
            found += is;
        }
    }
    return found;
}

static bool slides_on(descent__worker *worker, size_t lane, double tolerance)
{
    double *const x = worker->limit;
    descent__lanes_get(&worker->lanes, DESCENT__LANE_POINT, lane, x);
    return descent__worker_slides_on(worker, worker->lanes.slot[lane], x, descent__label_margin * tolerance);
}

/* Lanes at these places, among lanes that have passed. */
typedef struct looked_at {
    size_t lane[most_places];
    size_t count;
} looked_at;

static bool are_together(const descent__lanes *lanes, size_t lane, size_t other, double within)
{
    for (size_t i = 0; i < lanes->dimension; i++)
        if (!(fabs(*descent__lane_number(lanes, DESCENT__LANE_POINT, lane, i) -
                   *descent__lane_number(lanes, DESCENT__LANE_POINT, other, i)) <= within))
            return false;
    return true;
}

static bool is_at_one_of(const descent__lanes *lanes, const looked_at *places, size_t lane, double tolerance)
{
    for (size_t k = 0; k < places->count; k++)
        if (are_together(lanes, lane, places->lane[k], descent__label_margin * tolerance))
            return true;
    return false;
}

/* Takes back the tolerance of lanes that slide on; each of the first places is looked at once. */
static void look_at_places(descent__worker *worker, double *tolerance)
{
    const descent__lanes *const lanes = &worker->lanes;
    looked_at places = {.count = 0};
    for (size_t lane = 0; lane < lanes->count; lane++) {
        if (isnan(tolerance[lane]) || is_at_one_of(lanes, &places, lane, tolerance[lane]))
            continue;
        if (slides_on(worker, lane, tolerance[lane]))
            tolerance[lane] = NAN;
        else if (places.count < most_places)
            places.lane[places.count++] = lane;
    }
}

/*
 * Labels a whole block whose lanes lie in order and have all passed, where a few labels suffice: those of the first run
 * without one, again and again; which is what asking run by run comes to. False if it is left to that.
 */
static bool label_rows(descent__worker *worker, const double *points, const double *tolerance)
{
    enum {
        few_labels = 3 /* a cost: each takes a pass over the block, and no answer depends on it */
    };
    const descent__lanes *const lanes = &worker->lanes;
    descent__labels *const labels = worker->labels;
    const size_t n = lanes->dimension, count = lanes->count;
    size_t left = count, lane = 0;
    uint32_t *const given = worker->sweep->labels + worker->first_run;
    memset(given, UCHAR_MAX, count * sizeof *given); /* DESCENT_SWEEP_NO_LABEL */
    while (left > 0 && labels->count < few_labels && lanes->batch) {
        while (given[lane] != DESCENT_SWEEP_NO_LABEL)
            lane++;
        const size_t first = worker->first_run + lane;
        /* Each place is looked at once: moves alone do not tell a slow drift from a fast one that dies out. */
        if (slides_on(worker, lane, tolerance[lane]))
            break;
        const uint32_t label =
            descent__labels_find(labels, points + lane * n, descent__label_margin * tolerance[lane], 1, first, 0);
        if (label == DESCENT_SWEEP_NO_LABEL)
            break;
        const size_t found = assign(count, n, lanes->capacity, lanes->array[DESCENT__LANE_POINT], points + lane * n,
                                    tolerance[lane], tolerance, label, given);
        labels->runs[label] += found;
        left -= found;
    }
    worker->labelled = left == 0;
    if (!worker->labelled)
        descent__labels_clear(labels);
    return worker->labelled;
}

/* The results of lanes that have all passed and lie in order, if all stand at points. */
static bool store_all(descent__worker *worker, double *tolerance)
{
    descent_sweep *const sweep = worker->sweep;
    const descent__lanes *const lanes = &worker->lanes;
    const size_t first = lanes->slot[0], run = worker->first_run + first, count = lanes->count, n = sweep->dimension;
    double *const points = sweep->end_points + run * n;
    gather_points(lanes, points);
    const bool labelled = count == worker->run_count && label_rows(worker, points, tolerance);
    if (!labelled)
        look_at_places(worker, tolerance);
    if (!labelled && !descent__vector_is_finite(count, tolerance))
        return false;
    memset(sweep->endings + run, DESCENT_ENDING_CONVERGED | descent__plain_run, count);
    for (size_t j = 0; j < count && !labelled; j++)
        worker->claims[first + j] = (descent__label_claim){points + j * n, descent__label_margin * tolerance[j]};
    return true;
}

void descent__worker_judge_quickly(descent__worker *worker)
{
    const descent__lanes *const lanes = &worker->lanes;
    const size_t n = lanes->dimension;
    if (lanes->count == 0) /* a cost: of none nothing would come */
        return;
    double *const tolerance = worker->tolerance;
    if (!test_lanes(worker, tolerance) || !lanes->in_order)
        look_at_places(worker, tolerance);
    else if (store_all(worker, tolerance))
        return;
    for (size_t lane = 0; lane < lanes->count; lane++) {
        if (isnan(tolerance[lane])) {
            descent__worker_replay_saved(worker, lane);
            continue;
        }
        const size_t slot = lanes->slot[lane];
        double *const x = worker->sweep->end_points + (worker->first_run + slot) * n;
        descent__lanes_get(lanes, DESCENT__LANE_POINT, lane, x);
        descent__worker_store(worker, slot, DESCENT_ENDING_CONVERGED, 1, worker->phases.steps, x);
        worker->claims[slot] = (descent__label_claim){x, descent__label_margin * tolerance[lane]};
    }
}

/*
 * Neighbours tend to reach the same point: how many runs from `slot` on are the label of the run before? The same test as
 * that of the label set, which has but this one label so far.
 */
static size_t run_length(const descent__worker *worker, size_t slot)
{
    const descent__labels *const labels = worker->labels;
    const size_t n = labels->dimension, first = slot;
    const double *const other = labels->x;
    for (; slot < worker->run_count; slot++) {
        const descent__label_claim *const claim = &worker->claims[slot];
        if (!claim->x || descent__results_period(worker->sweep, worker->first_run + slot) != labels->period[0])
            break;
        /* The larger; to ask the set for what is beyond the smaller would be a cost. */
        const double limit = claim->tolerance > labels->tolerance[0] ? claim->tolerance : labels->tolerance[0];
        bool same = true;
        for (size_t i = 0; i < n; i++)
            same &= fabs(claim->x[i] - other[i]) <= limit;
        if (!same)
            break;
    }
    return slot - first;
}

void descent__worker_label(descent__worker *worker)
{
    descent__labels *const labels = worker->labels;
    uint32_t *const given = worker->sweep->labels + worker->first_run;
    for (size_t slot = 0; slot < worker->run_count;) {
        const size_t alike = labels->count > 0 ? run_length(worker, slot) : 0;
        if (alike > 0) {
            for (size_t j = slot; j < slot + alike; j++)
                given[j] = 0;
            labels->runs[0] += alike;
            slot += alike;
            continue;
        }
        const descent__label_claim *const claim = &worker->claims[slot];
        const size_t run = worker->first_run + slot;
        given[slot++] = claim->x ? descent__labels_find(labels, claim->x, claim->tolerance,
                                                        descent__results_period(worker->sweep, run), run, 1)
                                 : DESCENT_SWEEP_NO_LABEL;
    }
    memset(worker->claims, 0, worker->run_count * sizeof *worker->claims); /* for the next block */
}
