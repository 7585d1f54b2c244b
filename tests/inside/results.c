/* What a sweep keeps of its runs: how many bytes that takes, where it lies, and how a run is written down. */
#include "sweep/read/results.h"

#include "support.h"

enum {
    most = 4,
    runs = 7
};

/* As many as there are runs, 4096, or so many that their points have 2^24 numbers, but 16 in any case. */
START_TEST(labels_are_as_many_as_fit)
{
    static const struct {
        size_t dimension, count, limit;
    } rows[] = {{1, 1, 1},          {1, 4095, 4095},    {1, 4096, 4096},      {1, 4097, 4096},
                {4096, 9999, 4096}, {4097, 9999, 4095}, {8192, 9999, 2048},   {1048576, 9999, 16},
                {986895, 9999, 17}, {986896, 9999, 16}, {16777216, 9999, 16}, {16777217, 15, 15}};
    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++)
        ck_assert_uint_eq(descent__label_count_limit(rows[k].dimension, rows[k].count), rows[k].limit);
}
END_TEST

static int gradient(size_t n, const double *x, double *g, void *context)
{
    (void)context;
    for (size_t i = 0; i < n; i++)
        g[i] = x[i];
    return 0;
}

/* Each number of each run: points, losses, values, exponents and their errors, tails; and in whole cache lines. */
START_TEST(results_lie_apart_in_the_bytes_there_are)
{
    for (unsigned bits = 0; bits < 32; bits++)
        for (size_t n = 1; n <= 3; n++) {
            const double start[3] = {1, 2, 3}, values[runs] = {1, 1, 1, 1, 1, 1, 1};
            const descent_problem problem = {.dimension = n, .gradient = gradient};
            const size_t steps = 3, tail = bits & 4 ? bits & 16 ? 9 : 2 : 0, kept = tail > steps + 1 ? steps + 1 : tail;
            const bool with_values = bits & 8;
            const descent_sweep_options options = {
                .steps = steps, .tail = tail, .no_losses = bits & 1, .lyapunov = bits & 2, .columns = 7};
            const descent__plan plan = {.kind = with_values ? DESCENT__PLAN_STEP_SIZES : DESCENT__PLAN_STARTS,
                                        .problem = &problem,
                                        .count = runs,
                                        .rule = descent_fixed_step(0.5),
                                        .start = start,
                                        .values = values};
            descent_sweep *sweep;
            assert_success(descent__results_new(&sweep, &plan, &options));
            const size_t doubles = n + (bits & 1 ? 0 : 1) + (with_values ? 1 : 0) + (bits & 2 ? 2 : 0) + n * kept;
            const size_t bytes = runs * (8 * doubles + 4 + 4 + 2 + (tail > 0 ? 4 : 0));
            ck_assert_uint_eq(descent__results_bytes(n, runs, with_values, &options), (bytes + 63) / 64 * 64);
            ck_assert_uint_eq(sweep->tail, kept);
            ck_assert(sweep->columns == 7 && sweep->step_limit == steps && sweep->count == runs);
            ck_assert_mem_eq(sweep->start, start, n * sizeof *start);
            ck_assert_int_eq(sweep->losses != NULL, !(bits & 1));
            ck_assert_int_eq(sweep->values != NULL, with_values);
            ck_assert_int_eq(sweep->lyapunov != NULL, (bits & 2) != 0);
            ck_assert_int_eq(sweep->tails != NULL, tail > 0);
            ck_assert_int_eq(sweep->tail_counts != NULL, tail > 0);
            const struct {
                void *at;
                size_t bytes;
            } parts[] = {{sweep->end_points, runs * n * 8},
                         {sweep->losses, runs * 8},
                         {sweep->values, runs * 8},
                         {sweep->lyapunov, runs * 16},
                         {sweep->tails, runs * n * kept * 8},
                         {sweep->tail_counts, runs * 4},
                         {sweep->labels, runs * 4},
                         {sweep->steps, runs * 4},
                         {sweep->endings, runs},
                         {sweep->periods, runs}};
            for (size_t k = 0; k < sizeof parts / sizeof *parts; k++)
                if (parts[k].at)
                    memset(parts[k].at, (int)k + 1, parts[k].bytes);
            for (size_t k = 0; k < sizeof parts / sizeof *parts; k++)
                for (size_t i = 0; parts[k].at && i < parts[k].bytes; i++)
                    ck_assert_uint_eq(((unsigned char *)parts[k].at)[i], k + 1);
            ck_assert((char *)sweep->storage + bytes >= (char *)sweep->periods + runs);
            descent_sweep_free(sweep);
        }
}
END_TEST

START_TEST(what_fits_no_memory_has_no_bytes)
{
    const descent_sweep_options plain = {.steps = 3}, tails = {.steps = 100, .tail = 50};
    ck_assert_uint_gt(descent__results_bytes(1, 1, false, &plain), 0);
    ck_assert_uint_eq(descent__results_bytes(SIZE_MAX / 4, 3, false, &plain), 0);
    ck_assert_uint_eq(descent__results_bytes(SIZE_MAX, 1, true, &plain), 0);
    ck_assert_uint_eq(descent__results_bytes(1, SIZE_MAX / 20, false, &plain), 0);
    ck_assert_uint_eq(descent__results_bytes(SIZE_MAX / 50, 1, false, &tails), 0);
    ck_assert_uint_eq(descent__results_bytes(1, SIZE_MAX / 400, false, &tails), 0);
}
END_TEST

/* A run that is a point after all its steps is written in one byte; any other with period and steps. */
START_TEST(runs_are_read_as_they_were_written)
{
    const descent_problem problem = {.dimension = 1, .gradient = gradient};
    const double starts[most] = {0};
    const descent_sweep_options options = {.steps = 50};
    const descent__plan plan = {.kind = DESCENT__PLAN_STARTS,
                                .problem = &problem,
                                .count = most,
                                .rule = descent_fixed_step(0.5),
                                .starts = starts};
    descent_sweep *sweep;
    assert_success(descent__results_new(&sweep, &plan, &options));
    for (int ending = 0; ending <= DESCENT_ENDING_NONFINITE; ending++)
        for (size_t period = 0; period <= 64; period += period < 3 ? 1 : 61)
            for (size_t steps = 49; steps <= 50; steps++) {
                descent__results_end(sweep, 2, (descent_ending)ending, period, steps);
                ck_assert_int_eq((int)descent__results_ending(sweep, 2), ending);
                ck_assert_uint_eq(descent__results_period(sweep, 2), period);
                ck_assert_uint_eq(descent__results_steps(sweep, 2), steps);
                ck_assert_int_eq((sweep->endings[2] & descent__plain_run) != 0, period == 1 && steps == 50);
            }
    descent_sweep_free(sweep);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {labels_are_as_many_as_fit, results_lie_apart_in_the_bytes_there_are,
                                  what_fits_no_memory_has_no_bytes, runs_are_read_as_they_were_written};
    return descent_test_main(descent_test_suite("inside results", tests, sizeof tests / sizeof *tests));
}
