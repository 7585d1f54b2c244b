/* What a worker of a sweep keeps book of: how steps are spent, what failed, what is gone through again, and how twins leave their runs. */
#include <float.h>
#include <math.h>

#include "sweep/run/block.h"
#include "sweep/run/twin.h"

#include "support.h"

enum {
    most_lanes = 5,
    most_dimension = 3,
    block_runs = 8
};

static int gradient(size_t n, const double *x, double *g, void *context)
{
    (void)context;
    for (size_t i = 0; i < n; i++)
        g[i] = x[i];
    return 0;
}

static int gradient_batch(size_t n, size_t count, size_t stride, const double *x, double *g, void *context)
{
    (void)context;
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < count; j++)
            g[i * stride + j] = x[i * stride + j];
    return 0;
}

/*
 * 129 points for the verdict, or as many as there are, or as the tail wants; a million numbers of record, yet 17 points at least. With a twin
 * half of the steps are made, 512 at most, or half of all where exponents are wanted. 1024 runs are handed out together, 65536 numbers at
 * most; 256 go in lock step, in batches all of them, 32768 numbers at most; and 64 are gone through again together.
 */
START_TEST(steps_are_spent_as_told)
{
    static const struct {
        size_t n, steps, tail, last, points, block, lanes, replays;
        bool batch, lyapunov;
    } rows[] = {
        {1, 1, 0, 1, 2, 1024, 256, 64, false, false},
        {1, 2, 0, 2, 3, 1024, 256, 64, false, false},
        {1, 100, 0, 100, 101, 1024, 256, 64, false, false},
        {1, 127, 0, 127, 128, 1024, 256, 64, false, false},
        {1, 128, 0, 128, 129, 1024, 256, 64, false, false},
        {1, 129, 0, 128, 129, 1024, 256, 64, false, false},
        {1, 200, 0, 128, 129, 1024, 256, 64, false, false},
        {1, 260, 0, 130, 129, 1024, 256, 64, false, false},
        {1, 1000, 0, 500, 129, 1024, 256, 64, false, false},
        {1, 1023, 0, 511, 129, 1024, 256, 64, false, false},
        {1, 1026, 0, 512, 129, 1024, 256, 64, false, false},
        {1, 4096, 0, 512, 129, 1024, 256, 64, false, false},
        {1, 1000, 129, 500, 129, 1024, 256, 64, false, false},
        {1, 1000, 130, 500, 130, 1024, 256, 64, false, false},
        {1, 1000, 700, 699, 700, 1024, 256, 64, false, false},
        {1, 1000, 5000, 1000, 1001, 1024, 256, 64, false, false},
        {1, 300, 0, 150, 129, 1024, 256, 64, false, true},
        {1, 301, 0, 151, 129, 1024, 256, 64, false, true},
        {1, 4001, 0, 2001, 129, 1024, 256, 64, false, true},
        {1, 4001, 3000, 2999, 3000, 1024, 256, 64, false, true},
        {1, 20000, 19000, 18999, 19000, 1024, 256, 55, false, false},
        {1, 1000, 0, 500, 129, 1024, 1024, 64, true, false},
        {64, 1000, 0, 500, 129, 1024, 256, 64, false, false},
        {64, 1000, 0, 500, 129, 1024, 512, 64, true, false},
        {65, 1000, 0, 500, 129, 1008, 504, 64, true, false},
        {100, 1000, 0, 500, 129, 655, 327, 64, true, false},
        {100, 1000, 0, 500, 129, 655, 256, 64, false, false},
        {200, 1000, 0, 500, 129, 327, 163, 40, false, false},
        {8000, 1000, 0, 500, 129, 8, 4, 1, false, false},
        {8200, 1000, 0, 500, 127, 7, 3, 1, false, false},
        {30000, 1000, 0, 500, 34, 2, 1, 1, true, false},
        {40000, 1000, 0, 500, 26, 1, 1, 1, true, false},
        {61000, 1000, 0, 500, 17, 1, 1, 1, true, false},
        {70000, 1000, 0, 500, 17, 1, 1, 1, false, false},
        {70000, 10, 0, 10, 11, 1, 1, 1, false, false},
    };
    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++)
        for (int confirm = 0; confirm < 2; confirm++) {
            const descent_problem problem = {
                .dimension = rows[k].n, .gradient = gradient, .gradient_batch = rows[k].batch ? gradient_batch : NULL};
            const descent_sweep_options options = {.steps = rows[k].steps,
                                                   .tail = rows[k].tail,
                                                   .lyapunov = rows[k].lyapunov,
                                                   .no_confirmation = !confirm};
            const descent__sweep_phases made = descent__sweep_phases_of(&problem, &options);
            ck_assert_uint_eq(made.steps, rows[k].steps);
            ck_assert_msg(made.last_steps == rows[k].last, "row %zu: last %zu", k, made.last_steps);
            ck_assert_msg(made.record_points == rows[k].points, "row %zu: points %zu", k, made.record_points);
            ck_assert_msg(made.block_runs == rows[k].block, "row %zu: block %zu", k, made.block_runs);
            ck_assert_msg(made.lane_capacity == rows[k].lanes, "row %zu: lanes %zu", k, made.lane_capacity);
            ck_assert_msg(made.replay_capacity == rows[k].replays, "row %zu: replays %zu", k, made.replay_capacity);
            ck_assert_int_eq(made.batch, rows[k].batch);
            ck_assert_int_eq(made.lyapunov, rows[k].lyapunov);
            ck_assert_int_eq(made.replay_all, rows[k].lyapunov || rows[k].tail > 0);
            ck_assert_int_eq(made.confirm, confirm);
        }
}
END_TEST

static descent__worker worker;
static const double starts[block_runs * most_dimension];

/* A worker with its sweep, beside a plan of nothing. */
typedef struct bench {
    descent_problem problem;
    descent__plan plan;
    descent_sweep *sweep;
} bench;

static void open(bench *b, size_t n, bool batch, bool momentum)
{
    const descent_sweep_options options = {.steps = 100};
    const descent__sweep_phases phases = {.steps = 100,
                                          .last_steps = 60,
                                          .record_points = 4,
                                          .block_runs = block_runs,
                                          .lane_capacity = most_lanes,
                                          .replay_capacity = most_lanes,
                                          .batch = batch};
    b->problem = (descent_problem){
        .dimension = n, .gradient = gradient, .gradient_batch = batch ? gradient_batch : NULL, .scale = 3};
    b->plan = (descent__plan){.kind = DESCENT__PLAN_STARTS,
                              .problem = &b->problem,
                              .count = block_runs,
                              .rule = momentum ? descent_heavy_ball(0.1, 0.5) : descent_fixed_step(0.1),
                              .starts = starts};
    assert_success(descent__results_new(&b->sweep, &b->plan, &options));
    b->sweep->step_limit = 100;
    worker = (descent__worker){0};
    assert_success(descent__worker_open(&worker, &b->plan, b->sweep, &phases));
    ck_assert_uint_ge(descent__worker_bytes(n, &phases), sizeof worker);
}

static void close(bench *b)
{
    descent__worker_close(&worker);
    ck_assert_ptr_null(worker.storage);
    descent_sweep_free(b->sweep);
}

/* No part of its memory is part of another. */
START_TEST(a_worker_has_room_for_each_number)
{
    for (size_t n = 1; n <= most_dimension; n++) {
        bench b;
        open(&b, n, false, false);
        struct part {
            double *numbers;
            size_t count;
        } parts[] = {
            {worker.start, n},
            {worker.replay_state[0], block_runs * n},
            {worker.replay_state[1], block_runs * n},
            {worker.label_x, block_runs * n},
            {worker.limit, n},
            {worker.work, descent__run_verdict_vectors * n},
            {worker.tolerance, most_lanes + descent__quick_together},
            {worker.record, most_lanes * 4 * n},
        };
        for (size_t k = 0; k < sizeof parts / sizeof *parts; k++)
            for (size_t i = 0; i < parts[k].count; i++)
                parts[k].numbers[i] = (double)(100 * k + i);
        for (size_t k = 0; k < sizeof parts / sizeof *parts; k++)
            for (size_t i = 0; i < parts[k].count; i++)
                ck_assert_double_eq(parts[k].numbers[i], (double)(100 * k + i));
        close(&b);
    }
}
END_TEST

START_TEST(a_worker_that_fits_no_memory_has_no_bytes)
{
    const descent__sweep_phases phases = {
        .block_runs = 4, .record_points = 17, .lane_capacity = 2, .replay_capacity = 1};
    const descent__sweep_phases many = {
        .block_runs = 4, .record_points = 17, .lane_capacity = 2, .replay_capacity = SIZE_MAX / 256};
    const size_t one = descent__worker_bytes(1, &phases), two = descent__worker_bytes(2, &phases);
    const size_t lanes = descent__lanes_bytes(2, 2) + 2 * descent__lanes_bytes(2, 1);
    /* vectors: a start, three for each run, a limit, those that a verdict works with, the record, tolerances, the evaluator's */
    const size_t vectors = 1 + 3 * 4 + 1 + descent__run_verdict_vectors + 17 + 2 + descent__quick_together + 3;
    ck_assert_uint_eq(two, sizeof worker + lanes + 2 * vectors * sizeof(double));
    ck_assert_uint_lt(one, two);
    ck_assert_uint_eq(descent__worker_bytes(SIZE_MAX / 64, &phases), 0);
    ck_assert_uint_eq(descent__worker_bytes(1, &many), 0);
}
END_TEST

/* The first that failed tells its code, in whatever order they come. */
START_TEST(failures_are_counted_and_the_first_is_told)
{
    static const struct {
        size_t slot;
        int code;
        size_t first;
        int told;
    } rows[] = {{5, 7, 5, 7}, {6, 8, 5, 7}, {2, 9, 2, 9}, {2, 10, 2, 9}, {3, 1, 2, 9}, {1, 0, 1, 0}};
    bench b;
    const double x[] = {3, 4};
    open(&b, 2, false, false);
    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
        const size_t run = rows[k].slot;
        descent__worker_fail(&worker, rows[k].slot, 10 + k, x, rows[k].code);
        ck_assert_uint_eq(worker.failures, k + 1);
        ck_assert_uint_eq(worker.first_failure, rows[k].first);
        ck_assert_int_eq(worker.callback_code, rows[k].told);
        ck_assert_int_eq(descent__results_ending(b.sweep, run), DESCENT_ENDING_UNDETERMINED);
        ck_assert_uint_eq(descent__results_steps(b.sweep, run), 10 + k);
        ck_assert_uint_eq(descent__results_period(b.sweep, run), 0);
        ck_assert_mem_eq(b.sweep->end_points + 2 * run, x, sizeof x);
    }
    descent__worker_store(&worker, 4, DESCENT_ENDING_PERIODIC, 2, 100, x);
    worker.claims[4] = (descent__label_claim){x, 1};
    descent__worker_take_back(&worker, 4);
    ck_assert_int_eq(descent__results_ending(b.sweep, 4), DESCENT_ENDING_UNDETERMINED);
    ck_assert_uint_eq(descent__results_steps(b.sweep, 4), 100);
    ck_assert_uint_eq(descent__results_period(b.sweep, 4), 0);
    ck_assert_ptr_null(worker.claims[4].x);
    close(&b);
}
END_TEST

/* Where a replay begins: at the arrays that are named, or, from step 0 on, at the start, where the memory is nothing. */
START_TEST(replays_begin_where_they_are_told)
{
    for (int momentum = 0; momentum < 2; momentum++)
        for (size_t from = 0; from < 2; from++)
            for (size_t step = 0; step < 2; step++) {
                bench b;
                double x[] = {1, 2}, mark[] = {3, 4}, mark_previous[] = {5, 6}, start[] = {7, 8}, none[] = {0, 0};
                open(&b, 2, false, momentum);
                descent_sweep_run run = {.start = x, .rule = b.plan.rule, .parameter = NAN};
                descent__lanes_clear(&worker.lanes, &b.plan.rule, step);
                descent__lanes_add(&worker.lanes, 1, &run);
                descent__lanes_add(&worker.lanes, 6, &run);
                descent__lanes_set(&worker.lanes, DESCENT__LANE_START, 1, start);
                descent__lanes_set(&worker.lanes, DESCENT__LANE_SAVED, 1, mark);
                descent__lanes_set(&worker.lanes, DESCENT__LANE_SAVED_PREVIOUS, 1, mark_previous);
                memset(worker.replay_state[1], 255, sizeof(double) * 2 * block_runs);
                descent__worker_request_replay(&worker, 1, DESCENT__LANE_SAVED, DESCENT__LANE_SAVED_PREVIOUS,
                                               (descent__replay){.from = from, .until = 9, .stopped = true});
                ck_assert_uint_eq(worker.replay_count, 1);
                ck_assert_uint_eq(worker.replays[0].slot, 6);
                ck_assert_uint_eq(worker.replays[0].from, from);
                ck_assert_uint_eq(worker.replays[0].until, 9);
                ck_assert(worker.replays[0].stopped);
                ck_assert_mem_eq(worker.replay_state[0] + 12, from > 0 ? mark : step == 0 ? x : start, sizeof x);
                ck_assert_mem_eq(worker.replay_state[1] + 12, from > 0 && momentum ? mark_previous : none, sizeof x);
                descent__worker_replay_saved(&worker, 1);
                ck_assert_uint_eq(worker.replay_count, 2);
                ck_assert_uint_eq(worker.replays[1].from, 40);
                ck_assert_uint_eq(worker.replays[1].until, 100);
                close(&b);
            }
}
END_TEST

/* Numbers over [−1, 1): a linear congruential generator (Knuth's MMIX). */
static double next(uint64_t *state)
{
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (double)(*state >> 11) * 0x1p-52 - 1;
}

static void add_pairs(const bench *b, size_t count, size_t step, double size, double way, uint64_t *state)
{
    descent__lanes_clear(&worker.replay, &b->plan.rule, step);
    descent__lanes_clear(&worker.twin, &b->plan.rule, step);
    for (size_t j = 0; j < count; j++) {
        double x[most_dimension], start[most_dimension], previous[most_dimension];
        for (size_t i = 0; i < most_dimension; i++) {
            x[i] = size * next(state);
            start[i] = x[i] + way * next(state);
            previous[i] = x[i] + 0.1 * size * next(state);
        }
        descent_sweep_run run = {.start = x, .rule = b->plan.rule, .parameter = NAN};
        descent__lanes_add(&worker.replay, j, &run);
        descent__lanes_add(&worker.twin, j, &run);
        descent__lanes_set(&worker.replay, DESCENT__LANE_START, j, start);
        descent__lanes_set(&worker.replay, DESCENT__LANE_PREVIOUS, j, previous);
    }
}

static double number(const descent__lanes *lanes, descent__lane_array array, size_t lane, size_t i)
{
    return *descent__lane_number(lanes, array, lane, i);
}

/* 2^−26 of the largest of the point, its way and as much of the scale again; and no nearer than what rounding allows. */
static double plain_distance(size_t n, size_t lane)
{
    double size = 0, way = 0;
    for (size_t i = 0; i < n; i++) {
        const double x = number(&worker.replay, DESCENT__LANE_POINT, lane, i);
        size = fmax(size, fabs(x));
        way = fmax(way, fabs(x - number(&worker.replay, DESCENT__LANE_START, lane, i)));
    }
    return fmax(0x1p-26 * fmax(fmax(size, way), 3 * 0x1p-26), descent__twin_of_size * size);
}

START_TEST(a_twin_begins_beside_its_run)
{
    static const double sizes[][2] = {{1, 0}, {1, 100}, {1e-3, 1}, {0, 0}, {1e-9, 1e-10}, {1e6, 1}};
    uint64_t state = 5;
    for (unsigned bits = 0; bits < 4; bits++)
        for (size_t k = 0; k < sizeof sizes / sizeof *sizes; k++)
            for (size_t n = 1; n <= most_dimension; n++)
                for (size_t steps = 1; steps < 70; steps++) {
                    bench b;
                    descent__twin twin;
                    const size_t lane = steps % most_lanes, batch = steps >= 17 ? steps / 17 : 1;
                    if (steps > 40 && (k > 0 || bits > 0))
                        continue;
                    open(&b, n, bits & 1, bits & 2);
                    add_pairs(&b, most_lanes, 10, sizes[k][0], sizes[k][1], &state);
                    descent__twin_begin(&worker, lane, 10, 10 + steps, &twin);
                    ck_assert_uint_eq(twin.stretches.batch_steps, batch);
                    ck_assert_uint_eq(twin.first, 10 + (steps > 16 * batch ? steps - 16 * batch : 0));
                    ck_assert(!twin.merged && twin.stretches.steps == 0);
                    ck_assert_double_eq_tol(twin.distance / plain_distance(n, lane), 1, 1e-12);
                    for (size_t i = 0; i < n; i++) {
                        const double x = number(&worker.replay, DESCENT__LANE_POINT, lane, i);
                        const double y = number(&worker.twin, DESCENT__LANE_POINT, lane, i);
                        ck_assert_double_eq(y, x + twin.distance * descent__generic_direction(i));
                        ck_assert_double_eq(number(&worker.twin, DESCENT__LANE_PREVIOUS, lane, i),
                                            number(&worker.replay, DESCENT__LANE_PREVIOUS, lane, i));
                    }
                    close(&b);
                }
}
END_TEST

START_TEST(a_twin_stays_within_the_numbers)
{
    bench b;
    descent__twin twin;
    double x = 1.7e308, start = -1.7e308;
    uint64_t state = 1;
    open(&b, 1, false, false);
    add_pairs(&b, 1, 0, 1, 1, &state);
    descent__lanes_set(&worker.replay, DESCENT__LANE_POINT, 0, &x);
    descent__lanes_set(&worker.replay, DESCENT__LANE_START, 0, &start);
    descent__twin_begin(&worker, 0, 0, 100, &twin);
    ck_assert_double_eq(twin.distance, DBL_MAX / 4);
    close(&b);
}
END_TEST

/* What becomes of a twin: none, merged before, merges now, out of sight, or measured. */
enum fate {
    NONE,
    MERGED,
    MERGES,
    LOST,
    MEASURED,
    NOT_YET, /* its stretches do not count so early */
    FULL,
    fates
};

static void hold_follow(const bench *b, size_t n, bool memory, const int *fate, const descent__twin *before,
                        const descent__twin *twins, double (*y)[2][most_dimension])
{
    (void)b;
    for (size_t j = 0; j < most_lanes; j++) {
        double distance = 0;
        for (size_t a = 0; a < (memory ? 2 : 1); a++)
            for (size_t i = 0; i < n; i++)
                distance = fmax(
                    distance,
                    fabs(y[j][a][i] - number(&worker.replay, a ? DESCENT__LANE_PREVIOUS : DESCENT__LANE_POINT, j, i)));
        const double factor = distance / before[j].distance;
        const bool counts = fate[j] == MEASURED;
        ck_assert_uint_eq(twins[j].stretches.steps, before[j].stretches.steps + counts);
        if (counts)
            ck_assert_double_eq_tol(twins[j].stretches.total - before[j].stretches.total, log(factor), 1e-9);
        ck_assert_int_eq(twins[j].merged, fate[j] == MERGED || fate[j] == MERGES);
        for (size_t a = 0; a < (memory ? 2 : 1); a++)
            for (size_t i = 0; i < n; i++) {
                const descent__lane_array array = a ? DESCENT__LANE_PREVIOUS : DESCENT__LANE_POINT;
                const double x = number(&worker.replay, array, j, i), now = number(&worker.twin, array, j, i);
                const bool pulled = fate[j] >= MEASURED, anew = fate[j] == LOST;
                const double expected = anew     ? x + (a ? 0 : twins[j].distance * descent__generic_direction(i))
                                        : pulled ? x + (y[j][a][i] - x) / factor
                                                 : y[j][a][i];
                ck_assert_double_eq_tol((now - x) / before[j].distance, (expected - x) / before[j].distance, 1e-3);
            }
    }
}

START_TEST(twins_are_followed_and_pulled_back)
{
    uint64_t state = 9;
    for (size_t which = 0; which < 300; which++) {
        bench b;
        descent__twin twins[most_lanes], before[most_lanes], *given[most_lanes];
        double y[most_lanes][2][most_dimension];
        int fate[most_lanes];
        const size_t n = 1 + which % most_dimension;
        const bool batch = which / 3 % 2, memory = which / 6 % 2;
        open(&b, n, batch, memory);
        add_pairs(&b, most_lanes, 50, 1, 1, &state);
        for (size_t j = 0; j < most_lanes; j++) {
            fate[j] = (int)((next(&state) + 1) / 2 * fates);
            descent__twin_begin(&worker, j, 20, fate[j] == NOT_YET ? 100 : 54, &twins[j]);
            twins[j].merged = fate[j] == MERGED;
            twins[j].first = fate[j] == NOT_YET ? 50 : 49;
            for (size_t k = 0; k < (fate[j] == FULL ? 32 : 3); k++)
                descent__stretches_take(&twins[j].stretches, 0.5);
            given[j] = fate[j] == NONE ? NULL : &twins[j];
            for (size_t i = 0; i < n; i++)
                for (int a = 0; a < 2; a++) {
                    const descent__lane_array array = a ? DESCENT__LANE_PREVIOUS : DESCENT__LANE_POINT;
                    const double x = number(&worker.replay, array, j, i);
                    y[j][a][i] = fate[j] == MERGES ? x
                                 : fate[j] == LOST ? (double)INFINITY
                                                   : x + twins[j].distance * (a ? 4 : 3) * next(&state);
                    *descent__lane_number(&worker.twin, array, j, i) = y[j][a][i];
                }
            before[j] = twins[j];
        }
        descent__twins_follow(&worker, given);
        hold_follow(&b, n, memory, fate, before, twins, y);
        for (size_t j = 0; j < most_lanes; j++) {
            const descent__exponent exponent = descent__twin_exponent(&twins[j]);
            if (twins[j].merged)
                ck_assert_double_eq(exponent.value, -INFINITY);
            else if (fate[j] == FULL)
                ck_assert_double_eq_tol(exponent.value, 0.5, 1e-12);
            else
                ck_assert_double_nan(exponent.value);
        }
        close(&b);
    }
}
END_TEST

START_TEST(a_twin_that_cannot_step_is_out_of_sight)
{
    for (int batch = 0; batch < 2; batch++) {
        bench b;
        uint64_t state = 3;
        open(&b, 2, batch, false);
        add_pairs(&b, 3, 10, 1, 1, &state);
        for (size_t j = 0; j < 3; j++)
            for (size_t i = 0; i < 2; i++)
                *descent__lane_number(&worker.twin, DESCENT__LANE_NEXT, j, i) = 1;
        worker.twin.fate[0] = DESCENT__LANE_NONFINITE;
        worker.twin.fate[2] = DESCENT__LANE_FAILED;
        descent__twins_mend(&worker);
        for (size_t j = 0; j < 3; j++) {
            ck_assert_int_eq(worker.twin.fate[j], DESCENT__LANE_GOOD);
            for (size_t i = 0; i < 2; i++)
                ck_assert_double_eq(number(&worker.twin, DESCENT__LANE_NEXT, j, i), j == 1 ? 1 : INFINITY);
        }
        close(&b);
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {steps_are_spent_as_told,
                                  a_worker_has_room_for_each_number,
                                  a_worker_that_fits_no_memory_has_no_bytes,
                                  failures_are_counted_and_the_first_is_told,
                                  replays_begin_where_they_are_told,
                                  a_twin_begins_beside_its_run,
                                  a_twin_stays_within_the_numbers,
                                  twins_are_followed_and_pulled_back,
                                  a_twin_that_cannot_step_is_out_of_sight};
    return descent_test_main(descent_test_suite("inside worker", tests, sizeof tests / sizeof *tests));
}
