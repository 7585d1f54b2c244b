/* What a sweep keeps of its runs: how many bytes that takes, where it lies, and how a run is written down. */
#include "sweep/read/results.h"

#include "base/call.h"
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

/* Two arrays, of doubles and of what is smaller: each may have half of what can be counted. */
START_TEST(what_fits_no_memory_has_no_bytes)
{
    const descent_sweep_options points = {.steps = 3, .no_losses = 1}, losses = {.steps = 3};
    const size_t half = SIZE_MAX / 2;
    ck_assert_uint_ge(descent__results_bytes(1, half / 10, false, &points), half / 10 * 18);
    ck_assert_uint_eq(descent__results_bytes(1, half / 10 + 1, false, &points), 0);
    ck_assert_uint_ge(descent__results_bytes(1, half / 16, false, &losses), half / 16 * 26);
    ck_assert_uint_eq(descent__results_bytes(1, half / 16 + 1, false, &losses), 0);
    /* Four points of so many numbers are 2^64, and those of a few more are 2^64 + 4. */
    const descent_sweep_options wrapped = {.steps = 3, .tail = 3};
    ck_assert_uint_eq(descent__results_bytes((size_t)1 << 62, 1, true, &wrapped), 0);
    ck_assert_uint_eq(descent__results_bytes(((size_t)1 << 62) + 1, 1, true, &wrapped), 0);
    ck_assert_uint_eq(descent__results_bytes(0, 1, true, &wrapped), 0);
    ck_assert_uint_eq(descent__results_bytes(1, 0, true, &wrapped), 0);
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

/* As many points as were asked for, but no more than the start and one for each step. */
START_TEST(a_tail_is_no_longer_than_the_run)
{
    const descent_problem problem = {.dimension = 2, .gradient = gradient};
    const double starts[2] = {0};
    const descent__plan plan = {
        .kind = DESCENT__PLAN_STARTS, .problem = &problem, .count = 1, .rule = descent_fixed_step(1), .starts = starts};
    for (size_t steps = 1; steps <= 4; steps++)
        for (size_t tail = 0; tail <= 7; tail++) {
            const descent_sweep_options options = {.steps = steps, .tail = tail, .no_losses = 1};
            const size_t kept = tail > steps + 1 ? steps + 1 : tail;
            const size_t bytes = 8 * 2 * (1 + kept) + 10 + (tail > 0 ? 4 : 0);
            descent_sweep *sweep;
            assert_success(descent__results_new(&sweep, &plan, &options));
            ck_assert_uint_eq(sweep->tail, kept);
            ck_assert_uint_eq(descent__results_bytes(2, 1, false, &options), (bytes + 63) / 64 * 64);
            descent_sweep_free(sweep);
        }
}
END_TEST

/* Everything a sweep keeps of its runs, each number another one. */
static descent_sweep *written(const char *const *names)
{
    const descent_problem problem = {.dimension = 3, .gradient = gradient, .variable_names = names};
    const double values[runs] = {0};
    const descent__plan plan = {.kind = DESCENT__PLAN_STEP_SIZES,
                                .problem = &problem,
                                .count = runs,
                                .rule = descent_fixed_step(0.5),
                                .start = values,
                                .values = values};
    const descent_sweep_options options = {.steps = 50, .tail = 2, .lyapunov = 1, .columns = 7};
    descent_sweep *sweep;
    assert_success(descent__results_new(&sweep, &plan, &options));
    for (size_t run = 0; run < runs; run++) {
        const double number = (double)run;
        for (size_t i = 0; i < 3; i++)
            sweep->end_points[3 * run + i] = 10 * number + (double)i;
        for (size_t i = 0; i < 6; i++)
            sweep->tails[6 * run + i] = 1000 + 10 * number + (double)i;
        sweep->losses[run] = 200 + number;
        sweep->values[run] = 300 + number;
        sweep->lyapunov[2 * run] = 400 + 4 * number;
        sweep->lyapunov[2 * run + 1] = (number + 1) / 8;
        sweep->labels[run] = (uint32_t)(7 * run + 1);
        sweep->tail_counts[run] = (uint32_t)(run % 3);
        descent__results_end(sweep, run, (descent_ending)(run % 5), run, 50 - run);
    }
    return sweep;
}

START_TEST(each_run_shows_what_was_written_of_it)
{
    descent_sweep *const sweep = written(NULL);
    for (size_t run = 0; run < runs; run++) {
        const descent_sweep_result shown = descent_sweep_view_run(sweep, run);
        const double number = (double)run;
        ck_assert_int_eq((int)shown.ending, (int)(run % 5));
        ck_assert_int_eq((int)descent_sweep_ending(sweep, run), (int)(run % 5));
        ck_assert_ptr_eq(shown.end_point, descent_sweep_end_point(sweep, run));
        for (size_t i = 0; i < 3; i++)
            ck_assert_double_eq(shown.end_point[i], 10 * number + (double)i);
        ck_assert_double_eq(shown.end_loss, 200 + number);
        ck_assert_double_eq(shown.value, 300 + number);
        ck_assert_uint_eq(shown.steps, 50 - run);
        ck_assert_uint_eq(shown.period, run);
        ck_assert_double_eq(shown.lyapunov.value, 400 + 4 * number);
        ck_assert_double_eq(shown.lyapunov.low, 400 + 4 * number - (number + 1) / 8);
        ck_assert_double_eq(shown.lyapunov.high, 400 + 4 * number + (number + 1) / 8);
        ck_assert_uint_eq(shown.label, 7 * run + 1);
        ck_assert_uint_eq(shown.tail_count, run % 3);
        ck_assert_int_eq(shown.tail != NULL, run % 3 > 0);
        for (size_t i = 0; shown.tail && i < 6; i++)
            ck_assert_double_eq(shown.tail[i], 1000 + 10 * number + (double)i);
    }
    descent_sweep_free(sweep);
}
END_TEST

/* Beyond the last run, and of no sweep at all. */
START_TEST(of_no_run_nothing_is_known)
{
    descent_sweep *const sweep = written(NULL);
    const descent_sweep *const asked[] = {sweep, sweep, NULL};
    const size_t run[] = {runs, SIZE_MAX, 0};
    for (size_t k = 0; k < 3; k++) {
        const descent_sweep_result shown = descent_sweep_view_run(asked[k], run[k]);
        ck_assert_int_eq(descent_sweep_ending(asked[k], run[k]), DESCENT_ENDING_UNDETERMINED);
        ck_assert_ptr_null(descent_sweep_end_point(asked[k], run[k]));
        ck_assert_int_eq(shown.ending, DESCENT_ENDING_UNDETERMINED);
        ck_assert(!shown.end_point && !shown.tail && shown.tail_count == 0 && shown.steps == 0 && shown.period == 0);
        ck_assert_double_nan(shown.end_loss);
        ck_assert_double_nan(shown.value);
        ck_assert_double_nan(shown.lyapunov.value);
        ck_assert_double_nan(shown.lyapunov.low);
        ck_assert_double_nan(shown.lyapunov.high);
        ck_assert_uint_eq(shown.label, DESCENT_SWEEP_NO_LABEL);
    }
    ck_assert_uint_eq(descent_sweep_count(NULL), 0);
    ck_assert_uint_eq(descent_sweep_count(sweep), runs);
    descent_sweep_free(sweep);
    descent_sweep_free(NULL);
}
END_TEST

START_TEST(columns_are_written_where_they_are_wanted)
{
    descent_sweep *const sweep = written(NULL);
    int32_t endings[runs + 1] = {[runs] = -7};
    uint32_t labels[runs + 1] = {[runs] = 77};
    uint64_t steps[runs + 1] = {[runs] = 77};
    size_t periods[runs + 1] = {[runs] = 77};
    double values[runs + 1] = {[runs] = -7}, points[3 * runs + 1] = {[3 * runs] = -7}, losses[runs + 1] = {[runs] = -7},
                         exponents[runs + 1] = {[runs] = -7};
    const descent_sweep_arrays all = {endings, labels, steps, periods, values, points, losses, exponents, {0}};
    assert_success(descent_sweep_columns(sweep, &all));
    for (size_t run = 0; run < runs; run++) {
        ck_assert_int_eq(endings[run], (int)(run % 5));
        ck_assert_uint_eq(labels[run], 7 * run + 1);
        ck_assert_uint_eq(steps[run], 50 - run);
        ck_assert_uint_eq(periods[run], run);
        ck_assert_double_eq(values[run], 300 + (double)run);
        ck_assert_double_eq(losses[run], 200 + (double)run);
        ck_assert_double_eq(exponents[run], 400 + 4 * (double)run);
        for (size_t i = 0; i < 3; i++)
            ck_assert_double_eq(points[3 * run + i], 10 * (double)run + (double)i);
    }
    ck_assert(endings[runs] == -7 && labels[runs] == 77 && steps[runs] == 77 && periods[runs] == 77);
    ck_assert(values[runs] == -7 && losses[runs] == -7 && exponents[runs] == -7 && points[3 * runs] == -7);
    assert_success(descent_sweep_columns(sweep, &(descent_sweep_arrays){0}));
    endings[0] = -9;
    for (size_t i = 0; i < sizeof all.reserved / sizeof *all.reserved; i++) {
        descent_sweep_arrays later = all;
        later.reserved[i] = labels;
        assert_failure(descent_sweep_columns(sweep, &later), DESCENT_EINVAL, "reserved must be NULL");
    }
    assert_failure(descent_sweep_columns(sweep, NULL), DESCENT_EINVAL, "arrays must not be NULL");
    assert_failure(descent_sweep_columns(NULL, &all), DESCENT_EINVAL, "sweep must not be NULL");
    ck_assert_int_eq(endings[0], -9);
    descent_sweep_free(sweep);
}
END_TEST

/* Shares of the runs and of the sample; what the labels stand for; and the names that the variables have. */
START_TEST(the_summary_is_of_what_was_counted)
{
    const char *const names[] = {"length", "width", "height"};
    descent_sweep *const sweep = written(names);
    descent_sweep_summary all = descent_sweep_view(sweep);
    ck_assert_double_nan(all.agreement);
    for (size_t i = 0; i < descent__share_count; i++)
        sweep->ended[i] = i % 6;
    sweep->checked = 1;
    sweep->evaluations.gradient = 123;
    sweep->failures = 4;
    sweep->callback_code = -8;
    sweep->set.count = 2;
    sweep->attractors = descent__take_zeros(2, sizeof *sweep->attractors);
    ck_assert_double_eq(descent_sweep_view(sweep).agreement, 0);
    sweep->checked = 8;
    sweep->agreed = 6;
    all = descent_sweep_view(sweep);
    ck_assert_double_eq(all.agreement, 0.75);
    ck_assert(all.dimension == 3 && all.count == runs && all.columns == 7 && !all.plane && all.checked == 8);
    ck_assert(all.evaluations.gradient == 123 && all.failures == 4 && all.callback_code == -8 && all.label_count == 2);
    for (size_t i = 0; i < descent__share_count; i++)
        ck_assert_double_eq(all.share[i], (double)(i % 6) / runs);
    for (size_t i = 0; i < 3; i++)
        ck_assert_str_eq(all.variable_names[i], names[i]);
    ck_assert_ptr_eq(descent_sweep_attractor(sweep, 0), sweep->attractors);
    ck_assert_ptr_eq(descent_sweep_attractor(sweep, 1), sweep->attractors + 1);
    ck_assert_ptr_null(descent_sweep_attractor(sweep, 2));
    ck_assert_ptr_null(descent_sweep_attractor(NULL, 0));
    all = descent_sweep_view(NULL);
    ck_assert_double_nan(all.agreement);
    ck_assert(all.dimension == 0 && all.count == 0 && all.columns == 0 && !all.plane && all.share[1] == 0);
    descent_sweep_free(sweep);
}
END_TEST

/* What a plan has borrowed is the sweep's own; of a plane, its vectors and its columns. */
START_TEST(a_plane_is_copied)
{
    const descent_problem problem = {.dimension = 2, .gradient = gradient};
    double vectors[] = {1, 2, 3, 4, 5, 6};
    const descent_plane plane = {.origin = vectors,
                                 .across = vectors + 2,
                                 .up = vectors + 4,
                                 .left = 7,
                                 .right = 8,
                                 .bottom = 9,
                                 .top = 10,
                                 .columns = 3,
                                 .rows = 5};
    const descent__plan plan = {.kind = DESCENT__PLAN_PLANE,
                                .problem = &problem,
                                .count = 15,
                                .rule = descent_fixed_step(0.25),
                                .plane = &plane};
    const descent_sweep_options options = {.steps = 3, .columns = 5};
    descent_sweep *sweep;
    assert_success(descent__results_new(&sweep, &plan, &options));
    memset(vectors, 0, sizeof vectors);
    const descent_plane *const copy = descent_sweep_view(sweep).plane;
    ck_assert_ptr_nonnull(copy);
    ck_assert(copy->origin[0] == 1 && copy->origin[1] == 2 && copy->across[0] == 3 && copy->across[1] == 4);
    ck_assert(copy->up[0] == 5 && copy->up[1] == 6 && copy->left == 7 && copy->right == 8);
    ck_assert(copy->bottom == 9 && copy->top == 10 && copy->columns == 3 && copy->rows == 5);
    ck_assert_uint_eq(descent_sweep_view(sweep).columns, 3);
    ck_assert(sweep->kind == DESCENT__PLAN_PLANE && sweep->rule.step_size == 0.25 && !sweep->start);
    ck_assert_uint_eq(sweep->set.dimension, 2);
    ck_assert_uint_eq(sweep->set.limit, 15);
    descent_sweep_free(sweep);
}
END_TEST

/* A sweep that is freed while it is read stays until the last of its readers has gone. */
START_TEST(what_is_read_is_not_freed)
{
    descent_sweep *const sweep = written(NULL);
    descent__sweep_hold(sweep);
    ck_assert_uint_eq(atomic_load(&sweep->readers), 1);
    descent__sweep_release(sweep);
    ck_assert_uint_eq(atomic_load(&sweep->readers), 0);
    ck_assert(!sweep->unwanted && sweep->dimension == 3);
    descent__sweep_hold(sweep);
    descent__sweep_hold(sweep);
    descent_sweep_free(sweep);
    ck_assert(sweep->unwanted && sweep->dimension == 3 && sweep->end_points[4] == 11);
    descent__sweep_release(sweep);
    ck_assert(sweep->unwanted && sweep->dimension == 3 && sweep->end_points[4] == 11);
    ck_assert_uint_eq(atomic_load(&sweep->readers), 1);
    descent__sweep_release(sweep);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {labels_are_as_many_as_fit,          results_lie_apart_in_the_bytes_there_are,
                                  what_fits_no_memory_has_no_bytes,   runs_are_read_as_they_were_written,
                                  a_tail_is_no_longer_than_the_run,   each_run_shows_what_was_written_of_it,
                                  of_no_run_nothing_is_known,         columns_are_written_where_they_are_wanted,
                                  the_summary_is_of_what_was_counted, a_plane_is_copied,
                                  what_is_read_is_not_freed};
    return descent_test_main(descent_test_suite("inside results", tests, sizeof tests / sizeof *tests));
}
