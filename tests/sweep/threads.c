/* Sweeps in several threads: the same results, progress on the caller's thread, cancelling within a block. */
#include <math.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include <descent/descent.h>
#include <descent/sweep.h>

#include "support.h"

enum {
    columns = 61,
    rows = 47,
    count = columns * rows,
    tail = 3,
    block = 1024
};

/* Two wells in two variables, coupled; its gradient is a pure function, so threads may call it at once. */
static int wells(size_t dimension, const double *x, double *gradient, void *context)
{
    (void)dimension;
    (void)context;
    gradient[0] = 4 * x[0] * (x[0] * x[0] - 1) + 0.5 * x[1];
    gradient[1] = 4 * x[1] * (x[1] * x[1] - 1) + 0.5 * x[0];
    return 0;
}

static const descent_plane map = {.left = -2, .right = 2, .bottom = -2, .top = 2, .columns = columns, .rows = rows};

/* With this progress function, if any. */
static descent_sweep *run_map(size_t threads, descent_progress_function *progress, void *context)
{
    descent_sweep_options options = {0};
    const descent_problem problem = {.dimension = 2, .gradient = wells};
    descent_sweep *sweep;
    options.progress = progress;
    options.progress_context = context;
    options.threads = threads;
    options.steps = 300;
    options.tail = tail;
    options.lyapunov = 1;
    options.check_count = 3;
    assert_success(descent_sweep_plane(&problem, descent_fixed_step(0.3), &map, &options, &sweep));
    return sweep;
}

static void assert_same_bits(double a, double b)
{
    ck_assert_mem_eq(&a, &b, sizeof a);
}

static void compare_runs(const descent_sweep *one, const descent_sweep *many, size_t run)
{
    const descent_sweep_result a = descent_sweep_view_run(one, run), b = descent_sweep_view_run(many, run);
    ck_assert_int_eq(a.ending, b.ending);
    ck_assert_uint_eq(a.label, b.label);
    ck_assert_uint_eq(a.steps, b.steps);
    ck_assert_uint_eq(a.period, b.period);
    ck_assert_mem_eq(a.end_point, b.end_point, 2 * sizeof(double));
    assert_same_bits(a.lyapunov.value, b.lyapunov.value);
    assert_same_bits(a.lyapunov.low, b.lyapunov.low);
    assert_same_bits(a.lyapunov.high, b.lyapunov.high);
    ck_assert_uint_eq(a.tail_count, b.tail_count);
    if (a.tail_count > 0)
        ck_assert_mem_eq(a.tail, b.tail, 2 * a.tail_count * sizeof(double));
}

START_TEST(results_do_not_depend_on_the_threads)
{
    const size_t thread_counts[] = {2, 4, 100};
    descent_sweep *const one = run_map(1, NULL, NULL);
    size_t ended[32] = {0};
    for (size_t run = 0; run < count; run++)
        ended[descent_sweep_ending(one, run)]++;
    for (size_t ending = 0; ending < 32; ending++)
        ck_assert_double_eq(descent_sweep_view(one).share[ending], (double)ended[ending] / count);
    for (size_t t = 0; t < 3; t += descent_test_in_full() ? 1 : 2) {
        descent_sweep *const many = run_map(thread_counts[t], NULL, NULL);
        for (size_t run = 0; run < count; run++)
            compare_runs(one, many, run);
        ck_assert_uint_eq(descent_sweep_view(one).label_count, descent_sweep_view(many).label_count);
        for (uint32_t label = 0; label < descent_sweep_view(one).label_count; label++) {
            const descent_attractor *const a = descent_sweep_attractor(one, label);
            const descent_attractor *const b = descent_sweep_attractor(many, label);
            ck_assert_uint_eq(a->runs, b->runs);
            ck_assert_uint_eq(a->first_run, b->first_run);
            ck_assert_mem_eq(a->x, b->x, 2 * sizeof(double));
        }
        ck_assert_uint_eq(descent_sweep_view(one).evaluations.gradient, descent_sweep_view(many).evaluations.gradient);
        assert_same_bits(descent_sweep_view(one).agreement, descent_sweep_view(many).agreement);
        descent_sweep_free(many);
    }
    descent_sweep_free(one);
}
END_TEST

/* Every point of the circle is a minimum; on its first quarter, where the first block lies, the slope takes its time. */
static int slow_quarter(size_t dimension, const double *x, double *gradient, void *context)
{
    (void)dimension;
    (void)context;
    const double r = hypot(x[0], x[1]);
    volatile double delay = 0;
    for (int i = 0; i < 500 && x[0] > 0 && x[1] > 0; i++)
        delay = delay + 1;
    gradient[0] = x[0] * (1 - 1 / r);
    gradient[1] = x[1] * (1 - 1 / r);
    return 0;
}

START_TEST(labels_count_in_the_order_of_the_runs)
{
    enum {
        runs = 4 * block
    };
    const descent_problem problem = {.dimension = 2, .gradient = slow_quarter};
    double *const starts = malloc(2 * runs * sizeof *starts);
    descent_sweep_options options = {0};
    descent_sweep *sweep;
    ck_assert_ptr_nonnull(starts);
    for (size_t i = 0; i < runs; i++) {
        const double angle = 6.283185307179586 * ((double)i + 0.5) / runs;
        starts[2 * i] = 1.5 * cos(angle);
        starts[2 * i + 1] = 1.5 * sin(angle);
    }
    options.steps = 64;
    options.threads = 3;
    options.no_classification = 1;
    options.check_count = DESCENT_SWEEP_NO_CHECKS;
    assert_success(descent_sweep_starts(&problem, descent_fixed_step(0.5), starts, runs, &options, &sweep));
    for (size_t i = 0; i < runs; i++)
        ck_assert_uint_eq(descent_sweep_view_run(sweep, i).label, i);
    descent_sweep_free(sweep);
    free(starts);
}
END_TEST

/* u⁴/4 − u²/2: from u > 0 to the minimum at 1, from u < 0 to that at −1, for step sizes below 1/2 and |u| ≤ 3/2. */
static int double_well(size_t dimension, const double *x, double *gradient, void *context)
{
    (void)dimension;
    (void)context;
    gradient[0] = x[0] * (x[0] * x[0] - 1);
    return 0;
}

static int double_well_batch(size_t dimension, size_t points, size_t stride, const double *x, double *gradient,
                             void *context)
{
    (void)dimension;
    (void)stride;
    for (size_t j = 0; j < points; j++)
        double_well(1, x + j, gradient + j, context);
    return 0;
}

/* On which side of 0 the runs of the map below begin: blocks of each side, mixed blocks, at the end a few of the right. */
static bool begins_right(size_t run)
{
    const size_t which = run / block;
    return which % 3 == 0 ? false : which % 3 == 1 ? true : run * run % 7 < 3;
}

static void check_sides(size_t threads, bool batch, const double *starts, size_t runs)
{
    const descent_problem problem = {
        .dimension = 1, .gradient = double_well, .gradient_batch = batch ? double_well_batch : NULL};
    descent_sweep_options options = {0};
    descent_sweep *sweep;
    options.steps = 100;
    options.threads = threads;
    options.check_count = DESCENT_SWEEP_NO_CHECKS;
    assert_success(descent_sweep_starts(&problem, descent_fixed_step(0.4), starts, runs, &options, &sweep));
    ck_assert_uint_eq(descent_sweep_view(sweep).label_count, 2);
    for (size_t run = 0; run < runs; run++) {
        ck_assert_int_eq(descent_sweep_ending(sweep, run), DESCENT_ENDING_CONVERGED);
        ck_assert_uint_eq(descent_sweep_view_run(sweep, run).label, begins_right(run) ? 1 : 0);
        ck_assert_uint_eq(descent_sweep_view_run(sweep, run).steps, 100);
        ck_assert_uint_eq(descent_sweep_view_run(sweep, run).period, 1);
    }
    descent_sweep_free(sweep);
}

START_TEST(every_block_has_the_labels_of_the_sweep)
{
    /* At least as many blocks as four threads have places for. */
    const size_t blocks = descent_test_in_full() ? 49 : 16, runs = blocks * block + 123;
    double *const starts = malloc(runs * sizeof *starts);
    ck_assert_ptr_nonnull(starts);
    for (size_t run = 0; run < runs; run++)
        starts[run] = (begins_right(run) ? 1 : -1) * (0.25 + (double)(run % 1000) / 1000);
    for (size_t threads = descent_test_in_full() ? 1 : 4; threads <= 4; threads++) {
        check_sides(threads, false, starts, runs);
        check_sides(threads, true, starts, runs);
    }
    free(starts);
}
END_TEST

typedef struct journal {
    pthread_t caller;
    size_t total, calls, last, cancel_after;
} journal;

static int note(size_t done, size_t total, void *context)
{
    journal *const own = context;
    ck_assert(pthread_equal(own->caller, pthread_self()));
    ck_assert_uint_eq(total, own->total);
    ck_assert_uint_le(done, total);
    ck_assert_uint_ge(done, own->last);
    own->last = done;
    own->calls++;
    return own->cancel_after > 0 && own->calls >= own->cancel_after;
}

START_TEST(progress_is_told_on_the_calling_thread)
{
    for (size_t threads = 1; threads <= 2; threads++) {
        journal own = {.caller = pthread_self(), .total = count};
        descent_sweep_free(run_map(threads, note, &own));
        ck_assert_uint_eq(own.last, count);
        ck_assert_uint_ge(own.calls, 1);
        if (threads == 1)
            ck_assert_uint_eq(own.calls, (count + block - 1) / block);
    }
}
END_TEST

static pthread_mutex_t counter_lock = PTHREAD_MUTEX_INITIALIZER;
static size_t counter;

static int counted(size_t dimension, const double *x, double *gradient, void *context)
{
    pthread_mutex_lock(&counter_lock);
    counter++;
    pthread_mutex_unlock(&counter_lock);
    return wells(dimension, x, gradient, context);
}

START_TEST(cancelling_takes_effect_within_one_block)
{
    enum {
        steps = 16,
        beyond = 2 * 512, /* its continuation, with a twin */
        asked = 320       /* gradients at most for two verdicts: curvatures at a point ahead, time and again */
    };
    /* So many blocks that no other thread makes them all while this one makes its first. */
    descent_plane long_map = map;
    long_map.rows = 3300;
    for (size_t threads = 1; threads <= 4; threads++) {
        const descent_problem problem = {.dimension = 2, .gradient = threads == 1 ? counted : wells};
        journal own = {.caller = pthread_self(), .total = long_map.rows * columns, .cancel_after = 1};
        descent_sweep_options options = {0};
        descent_sweep *sweep;
        options.progress = note;
        options.progress_context = &own;
        options.threads = threads;
        options.steps = steps;
        counter = 0;
        assert_failure(descent_sweep_plane(&problem, descent_fixed_step(0.1), &long_map, &options, &sweep),
                       DESCENT_ECANCELLED, "asked to stop");
        ck_assert_ptr_null(sweep);
        ck_assert_uint_eq(own.calls, 1);
        ck_assert_uint_lt(own.last, own.total);
        /* One block, its steps and at most as many again with twins, some beyond, and those to judge. */
        if (threads == 1)
            ck_assert_uint_le(counter, block * (3 * steps + beyond + asked));
    }
}
END_TEST

int main(void)
{
    const TTest *const long_tests[] = {every_block_has_the_labels_of_the_sweep};
    const TTest *const tests[] = {results_do_not_depend_on_the_threads, labels_count_in_the_order_of_the_runs,
                                  progress_is_told_on_the_calling_thread, cancelling_takes_effect_within_one_block};
    Suite *const suite = descent_test_suite("sweep threads", tests, sizeof tests / sizeof tests[0]);
    descent_test_add_long(suite, long_tests, sizeof long_tests / sizeof *long_tests, 0);
    return descent_test_main(suite);
}
