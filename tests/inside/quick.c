/* The quick test of a block and its labels, on lanes that are made up, against a plain loop that goes run by run. */
#include <math.h>

#include "sweep/run/block.h"

#include "support.h"

enum {
    most_runs = 28,
    most_dimension = 3,
    first_run = 5,
    steps = 1000,
    last_steps = 500
};

/* Minima at all whole numbers; beyond 100 it is level, and from 50 to 60 the second variable slides down a slope of its own. */
static int gradient(size_t n, const double *x, double *g, void *context)
{
    (void)context;
    const bool slides = x[0] > 49.5 && x[0]<60.5, level = x[0]> 99.5;
    for (size_t i = 0; i < n; i++)
        g[i] = level ? 0 : slides && i == 1 ? 1e-6 * (x[i] + 40) : x[i] - floor(x[i] + 0.5);
    return 0;
}

static int gradient_batch(size_t n, size_t count, size_t stride, const double *x, double *g, void *context)
{
    for (size_t j = 0; j < count; j++) {
        double at[most_dimension] = {0}, slopes[most_dimension];
        for (size_t i = 0; i < n; i++)
            at[i] = x[i * stride + j];
        (void)gradient(n, at, slopes, context);
        for (size_t i = 0; i < n; i++)
            g[i * stride + j] = slopes[i];
    }
    return 0;
}

typedef struct lane {
    size_t slot;
    double x[most_dimension], before[most_dimension], turn[most_dimension], start[most_dimension],
        saved[most_dimension];
    double early_move, tolerance;
} lane;

typedef struct scene {
    size_t n, count, spare, run_count;
    bool batch, momentum, shuffled, mixed;
    lane lanes[most_runs];
} scene;

/* Numbers over [0, 1): a linear congruential generator (Knuth's MMIX). */
static double next(uint64_t *state)
{
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (double)(*state >> 11) * 0x1p-53;
}

static double largest_difference(size_t n, const double *a, const double *b)
{
    double largest = 0;
    for (size_t i = 0; i < n; i++)
        largest = fmax(largest, fabs(a[i] - (b ? b[i] : 0)));
    return largest;
}

/* What the quick test says of a lane: its tolerance, or NaN. */
static double plain_test(const scene *s, const lane *at)
{
    const double size = largest_difference(s->n, at->x, NULL), way = largest_difference(s->n, at->x, at->start);
    const double tolerance = fmax(1e-6 * way, 0x1p-26 * size);
    double move = largest_difference(s->n, at->x, at->before);
    if (s->momentum)
        move = fmax(move, largest_difference(s->n, at->x, at->turn));
    const bool shrinks = move <= at->early_move / 2 || at->early_move <= descent__rounding_at(size);
    const bool level = at->x[0] > 99.5 && (s->momentum || at->early_move == 0);
    const bool slides = s->n > 1 && at->x[0] > 49.5 && at->x[0] < 60.5;
    return move <= tolerance / 32 && shrinks && !level && !slides ? tolerance : NAN;
}

static scene any_scene(size_t which)
{
    uint64_t state = 77 + which;
    scene s = {.n = 1 + which % most_dimension, .batch = which / 3 % 2, .momentum = which / 6 % 2};
    s.count = 1 + (size_t)(next(&state) * 19);
    s.shuffled = next(&state) < 0.3;
    s.mixed = next(&state) < 0.5;
    s.spare = (size_t)(next(&state) * 4);
    s.run_count = s.count + (next(&state) < 0.3 ? 3 : 0);
    const double places = floor(1 + next(&state) * 5);
    const bool odd = next(&state) < 0.4;
    for (size_t j = 0; j < s.count; j++) {
        lane *const at = &s.lanes[j];
        const double place = floor(next(&state) * places), way = 2 * next(&state);
        /* no farther from the minimum than what counts as there, and sometimes farther apart */
        const double miss =
            next(&state) < 0.5 ? 1e-10 : 16 * (s.n == 1 ? 1.2 : 0.55) * fmax(1e-6 * way, 0x1p-26 * place);
        const bool fails = s.mixed && next(&state) < 0.2;
        at->slot = s.shuffled ? s.count - 1 - j : j;
        at->early_move = next(&state) < 0.2 ? 0 : pow(10, -3 - 5 * next(&state));
        for (size_t i = 0; i < s.n; i++) {
            at->x[i] = place + (double)i + 2 * miss * (next(&state) - 0.5);
            at->start[i] = at->x[i] + (i == j % s.n ? way : way * next(&state));
            at->before[i] = at->x[i] + (fails ? 1e-3 : 1e-9) * at->early_move * (next(&state) - 0.5);
            at->turn[i] = at->x[i] + (fails && j % 2 ? 1 : 1e-9) * at->early_move * (next(&state) - 0.5);
            at->saved[i] = next(&state);
        }
        if (odd && next(&state) < 0.2)
            at->x[0] = at->before[0] = at->turn[0] = next(&state) < 0.5 ? 55 : 105;
        at->tolerance = plain_test(&s, at);
    }
    return s;
}

static descent__worker worker;
static const double starts[(first_run + most_runs) * most_dimension]; /* of runs that nobody makes */

static void set_up(const scene *s, const descent__plan *plan, descent_sweep **sweep, descent__labels *labels)
{
    const descent_sweep_options options = {.steps = steps};
    const descent__sweep_phases phases = {.steps = steps,
                                          .last_steps = last_steps,
                                          .record_points = 17,
                                          .block_runs = most_runs,
                                          .lane_capacity = s->count + s->spare,
                                          .replay_capacity = 1,
                                          .batch = s->batch};
    assert_success(descent__results_new(sweep, plan, &options));
    (*sweep)->step_limit = steps;
    worker = (descent__worker){0};
    assert_success(descent__worker_open(&worker, plan, *sweep, &phases));
    assert_success(descent__labels_open(labels, s->n, 100));
    worker.labels = labels;
    worker.first_run = first_run;
    worker.run_count = s->run_count;
    descent__lanes_clear(&worker.lanes, &plan->rule, 0);
    for (size_t j = 0; j < s->count; j++) {
        double start[most_dimension];
        memcpy(start, s->lanes[j].start, sizeof start);
        const descent_sweep_run run = {.start = start, .rule = plan->rule, .parameter = NAN};
        descent__lanes_add(&worker.lanes, s->lanes[j].slot, &run);
    }
    descent__lanes_seal(&worker.lanes);
    worker.lanes.step = steps;
}

static void place_lanes(const scene *s)
{
    descent__lanes *const lanes = &worker.lanes;
    for (size_t j = 0; j < s->count; j++) {
        const lane *const at = &s->lanes[j];
        descent__lanes_set(lanes, DESCENT__LANE_POINT, j, at->x);
        descent__lanes_set(lanes, DESCENT__LANE_NEXT, j, at->before);
        descent__lanes_set(lanes, DESCENT__LANE_PREVIOUS, j, at->turn);
        descent__lanes_set(lanes, DESCENT__LANE_SAVED, j, at->saved);
        lanes->early_move[j] = at->early_move;
    }
}

/* Those that fail are to be gone through again, in order; the others have arrived. */
static void hold_results(const scene *s, size_t which)
{
    const descent_sweep *const sweep = worker.sweep;
    size_t again = 0;
    for (size_t j = 0; j < s->count; j++) {
        const lane *const at = &s->lanes[j];
        const size_t run = first_run + at->slot;
        const descent__label_claim *const claim = &worker.claims[at->slot];
        if (isnan(at->tolerance)) {
            const descent__replay *const replay = &worker.replays[again++];
            ck_assert_msg(again <= worker.replay_count, "scene %zu, lane %zu", which, j);
            ck_assert(replay->slot == at->slot && replay->from == steps - last_steps && replay->until == steps &&
                      !replay->stopped);
            ck_assert_mem_eq(worker.replay_state[0] + at->slot * s->n, at->saved, s->n * sizeof(double));
            ck_assert_ptr_null(claim->x);
            continue;
        }
        ck_assert_int_eq(descent__results_ending(sweep, run), DESCENT_ENDING_CONVERGED);
        ck_assert_uint_eq(descent__results_period(sweep, run), 1);
        ck_assert_uint_eq(descent__results_steps(sweep, run), steps);
        ck_assert_mem_eq(sweep->end_points + run * s->n, at->x, s->n * sizeof(double));
        if (worker.labelled)
            continue;
        ck_assert_ptr_eq(claim->x, sweep->end_points + run * s->n);
        ck_assert_double_eq_tol(claim->tolerance / at->tolerance, 16, 1e-13);
    }
    ck_assert_msg(worker.replay_count == again, "scene %zu: %zu again, not %zu", which, worker.replay_count, again);
}

/* The first that came of those that are nearer than the larger of both tolerances allows, in each coordinate. */
static void hold_labels(const scene *s, size_t which)
{
    const lane *known[most_runs];
    size_t count = 0, runs[most_runs] = {0};
    for (size_t slot = 0; slot < s->run_count; slot++) {
        const lane *at = NULL;
        for (size_t j = 0; j < s->count; j++)
            at = s->lanes[j].slot == slot && !isnan(s->lanes[j].tolerance) ? &s->lanes[j] : at;
        const uint32_t label = worker.sweep->labels[first_run + slot];
        if (!at) {
            ck_assert_uint_eq(label, DESCENT_SWEEP_NO_LABEL);
            continue;
        }
        size_t k = 0;
        while (k < count &&
               largest_difference(s->n, at->x, known[k]->x) > 16 * fmax(at->tolerance, known[k]->tolerance))
            k++;
        if (k == count)
            known[count++] = at;
        runs[k]++;
        ck_assert_msg(label == k, "scene %zu, slot %zu: label %u, not %zu", which, slot, (unsigned)label, k);
    }
    ck_assert_uint_eq(worker.labels->count, count);
    for (size_t k = 0; k < count; k++) {
        ck_assert_uint_eq(worker.labels->runs[k], runs[k]);
        ck_assert_uint_eq(worker.labels->first_run[k], first_run + known[k]->slot);
        ck_assert_mem_eq(worker.labels->x + k * s->n, known[k]->x, s->n * sizeof(double));
    }
}

START_TEST(the_quick_test_is_that_of_a_plain_loop)
{
    size_t passed = 0, labelled = 0;
    for (size_t which = 0; which < 40 + descent_test_effort(2960); which++) {
        const scene s = any_scene(which);
        const descent_problem problem = {
            .dimension = s.n, .gradient = gradient, .gradient_batch = s.batch ? gradient_batch : NULL};
        const descent__plan plan = {.kind = DESCENT__PLAN_STARTS,
                                    .problem = &problem,
                                    .count = first_run + most_runs,
                                    .rule = s.momentum ? descent_heavy_ball(0.1, 0.5) : descent_fixed_step(0.1),
                                    .starts = starts};
        descent_sweep *sweep;
        descent__labels labels;
        set_up(&s, &plan, &sweep, &labels);
        place_lanes(&s);
        descent__worker_judge_quickly(&worker);
        passed += worker.replay_count == 0;
        labelled += worker.labelled;
        hold_results(&s, which);
        if (!worker.labelled)
            descent__worker_label(&worker);
        hold_labels(&s, which);
        for (size_t slot = 0; slot < s.run_count && !worker.labelled; slot++)
            ck_assert_ptr_null(worker.claims[slot].x);
        descent__labels_close(&labels);
        descent__worker_close(&worker);
        descent_sweep_free(sweep);
    }
    ck_assert_uint_gt(passed, 5);
    ck_assert_uint_gt(labelled, 2);
}
END_TEST

/* The length of a move is that of its largest coordinate. */
START_TEST(moves_are_measured_by_their_largest_coordinate)
{
    for (size_t which = 0; which < 60; which++) {
        const scene s = any_scene(which);
        const descent_problem problem = {
            .dimension = s.n, .gradient = gradient, .gradient_batch = s.batch ? gradient_batch : NULL};
        const descent__plan plan = {.kind = DESCENT__PLAN_STARTS,
                                    .problem = &problem,
                                    .count = first_run + most_runs,
                                    .rule = s.momentum ? descent_heavy_ball(0.1, 0.5) : descent_fixed_step(0.1),
                                    .starts = starts};
        descent_sweep *sweep;
        descent__labels labels;
        set_up(&s, &plan, &sweep, &labels);
        place_lanes(&s);
        descent__worker_measure_move(&worker);
        for (size_t j = 0; j < s.count; j++)
            ck_assert_double_eq(
                worker.lanes.early_move[j],
                largest_difference(s.n, s.lanes[j].x, s.momentum ? s.lanes[j].turn : s.lanes[j].before));
        descent__labels_close(&labels);
        descent__worker_close(&worker);
        descent_sweep_free(sweep);
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {the_quick_test_is_that_of_a_plain_loop,
                                  moves_are_measured_by_their_largest_coordinate};
    return descent_test_main(descent_test_suite("inside quick", tests, sizeof tests / sizeof *tests));
}
