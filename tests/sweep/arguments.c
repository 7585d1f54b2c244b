/* Sweeps: what they refuse, what is said of nothing, the memory they state. */
#include <math.h>
#include <stdint.h>
#include <stdio.h>

#include <descent/descent.h>
#include <descent/step_limit.h>
#include <descent/sweep.h>

#include "support.h"

static int slope_of_one(size_t n, const double *x, double *gradient, void *context)
{
    (void)n, (void)context;
    gradient[0] = x[0];
    return 0;
}

START_TEST(arguments_out_of_range_are_refused)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
    const double start[] = {1, 1}, bad_start[] = {1, NAN}, good[] = {0.1, 0.2}, bad[] = {0.1, -0.2};
    const descent_rule rule = descent_fixed_step(0.1);
    descent_sweep *sweep = (descent_sweep *)(void *)(uintptr_t)1;
    descent_sweep_options options = {0};
    descent_plane plane = {.left = 0, .right = 1, .bottom = 0, .top = 1, .columns = 0, .rows = 3};
    assert_failure(descent_sweep_step_sizes(&problem, start, good, 0, NULL, &sweep), DESCENT_EINVAL, "count");
    ck_assert_ptr_null(sweep);
    assert_failure(descent_sweep_step_sizes(NULL, start, good, 2, NULL, &sweep), DESCENT_EINVAL, "problem");
    assert_failure(descent_sweep_step_sizes(&problem, NULL, good, 2, NULL, &sweep), DESCENT_EINVAL, "start");
    assert_failure(descent_sweep_step_sizes(&problem, bad_start, good, 2, NULL, &sweep), DESCENT_ENONFINITE,
                   "start[1]");
    assert_failure(descent_sweep_step_sizes(&problem, start, NULL, 2, NULL, &sweep), DESCENT_EINVAL, "step_sizes");
    assert_failure(descent_sweep_step_sizes(&problem, start, bad, 2, NULL, &sweep), DESCENT_EINVAL, "step_sizes[1]");
    assert_failure(descent_sweep_step_sizes(&problem, start, good, 2, NULL, NULL), DESCENT_EINVAL, "sweep");
    assert_failure(descent_sweep_starts(&problem, rule, NULL, 2, NULL, &sweep), DESCENT_EINVAL, "starts");
    assert_failure(descent_sweep_starts(&problem, descent_fixed_step(-1), good, 1, NULL, &sweep), DESCENT_EINVAL,
                   "step_size");
    assert_failure(descent_sweep_rules(&problem, start, NULL, 2, NULL, &sweep), DESCENT_EINVAL, "rules");
    assert_failure(descent_sweep_parameters(&problem, rule, start, NULL, 2, NULL, &sweep), DESCENT_EINVAL, "values");
    assert_failure(descent_sweep_runs(&problem, rule, start, 2, NULL, NULL, NULL, &sweep), DESCENT_EINVAL, "setup");
    assert_failure(descent_sweep_plane(&problem, rule, NULL, NULL, &sweep), DESCENT_EINVAL, "plane");
    assert_failure(descent_sweep_plane(&problem, rule, &plane, NULL, &sweep), DESCENT_EINVAL, "grid");
    plane.columns = 3;
    plane.right = INFINITY;
    assert_failure(descent_sweep_plane(&problem, rule, &plane, NULL, &sweep), DESCENT_EINVAL, "edges");
    for (int edge = 0; edge < 4; edge++) { /* each by itself, and what it is when it is none */
        descent_plane beyond = {.left = 0, .right = 1, .bottom = 0, .top = 1, .columns = 3, .rows = 3};
        double *const edges[] = {&beyond.left, &beyond.right, &beyond.bottom, &beyond.top};
        *edges[edge] = edge % 2 ? INFINITY : NAN;
        assert_failure(descent_sweep_plane(&problem, rule, &beyond, NULL, &sweep), DESCENT_EINVAL, "edges");
        beyond = (descent_plane){.left = 0, .right = 1, .bottom = 0, .top = 1, .columns = 3, .rows = 3};
        *edges[edge & 2] = -1e308;
        *edges[(edge & 2) + 1] = 1e308;
        assert_failure(descent_sweep_plane(&problem, rule, &beyond, NULL, &sweep), DESCENT_EINVAL,
                       edge & 2 ? "height" : "width");
    }
    for (size_t k = 0; k < 4; k++) {
        descent_plane reserving = {.left = 0, .right = 1, .bottom = 0, .top = 1, .columns = 3, .rows = 3};
        reserving.reserved[k] = &reserving;
        assert_failure(descent_sweep_plane(&problem, rule, &reserving, NULL, &sweep), DESCENT_EINVAL, "reserved");
    }
    for (size_t k = 0; k < 8; k++) {
        descent_sweep_options reserving = {0};
        char name[32];
        snprintf(name, sizeof name, "reserved[%zu]", k);
        reserving.reserved[k] = &reserving;
        assert_failure(descent_sweep_starts(&problem, rule, good, 1, &reserving, &sweep), DESCENT_EINVAL, name);
    }
    const descent_problem of_one = {.dimension = 1, .gradient = slope_of_one};
    const descent_plane no_up = {.left = 0, .right = 1, .bottom = 0, .top = 1, .columns = 3, .rows = 3};
    assert_failure(descent_sweep_plane(&of_one, rule, &no_up, NULL, &sweep), DESCENT_EINVAL, "plane->up");
    /* The columns between would be at infinity. */
    plane.left = -1e308;
    plane.right = 1e308;
    assert_failure(descent_sweep_plane(&problem, rule, &plane, NULL, &sweep), DESCENT_EINVAL, "width");
    options.steps = (uint64_t)INT32_MAX + 1;
    assert_failure(descent_sweep_starts(&problem, rule, good, 1, &options, &sweep), DESCENT_EINVAL, "got 2147483648");
    options.steps = 10;
    options.columns = 2;
    assert_failure(descent_sweep_step_sizes(&problem, start, good, 1, &options, &sweep), DESCENT_EINVAL, "columns");
    options.columns = 0;
    options.reserved[3] = &options;
    assert_failure(descent_sweep_starts(&problem, rule, good, 1, &options, &sweep), DESCENT_EINVAL, "reserved[3]");
}
END_TEST

/* An array of so many numbers cannot be, so none is read. */
START_TEST(a_count_beyond_memory_is_refused_before_anything_is_read)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
    const double start[] = {1, 1}, numbers[] = {0.1, 0.2};
    const descent_rule rule = descent_fixed_step(0.1);
    descent_sweep *sweep;
    descent_sweep_options options = {0};
    for (size_t shift = 1; shift < 4; shift++) {
        const size_t count = SIZE_MAX >> shift;
        assert_failure(descent_sweep_starts(&problem, rule, numbers, count, NULL, &sweep), DESCENT_EINVAL, "count");
        assert_failure(descent_sweep_step_sizes(&problem, start, numbers, count, NULL, &sweep), DESCENT_EINVAL,
                       "count");
        assert_failure(descent_sweep_parameters(&problem, rule, start, numbers, count, NULL, &sweep), DESCENT_EINVAL,
                       "count");
        assert_failure(descent_sweep_rules(&problem, start, &rule, count, NULL, &sweep), DESCENT_EINVAL, "count");
    }
    /* So it is with a tail that makes the results too many. */
    options.tail = options.steps = INT32_MAX;
    assert_failure(descent_sweep_starts(&problem, rule, numbers, (size_t)1 << 30, &options, &sweep), DESCENT_EINVAL,
                   "count");
}
END_TEST

START_TEST(a_rule_out_of_range_is_named)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
    const double start[] = {1, 1};
    const descent_rule rules[] = {descent_fixed_step(0.1), descent_heavy_ball(0.1, NAN)};
    descent_sweep *sweep;
    assert_failure(descent_sweep_rules(&problem, start, rules, 2, NULL, &sweep), DESCENT_EINVAL, "rules[1]: momentum");
}
END_TEST

/* The option `rule` of a sweep over step sizes lends its kind, its momentum and its schedule, and nothing else. */
START_TEST(the_step_size_of_the_optional_rule_does_not_matter)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
    const double start[] = {4, 1.25}, step_sizes[] = {0.1, 0.2};
    const double own[] = {0, NAN, -1, 1e300};
    const descent_schedule cosine = descent_schedule_cosine(500, 0.05);
    descent_sweep_options options = {0};
    for (size_t i = 0; i < sizeof own / sizeof own[0]; i++) {
        const descent_rule rule = descent_rule_with_schedule(descent_heavy_ball(own[i], 0.5), cosine);
        descent_sweep *sweep;
        options.rule = &rule;
        assert_success(descent_sweep_step_sizes(&problem, start, step_sizes, 2, &options, &sweep));
        ck_assert_uint_eq(descent_sweep_view(sweep).failures, 0);
        ck_assert_double_eq(descent_sweep_view(sweep).share[DESCENT_ENDING_CONVERGED], 1);
        descent_sweep_free(sweep);
    }
}
END_TEST

static int refuse(size_t run, descent_sweep_run *setup, void *context)
{
    (void)run;
    (void)context;
    setup->rule.step_size = NAN;
    return 0;
}

START_TEST(runs_that_all_fail_without_a_callback_say_so)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
    const double start[] = {4, 1.25};
    descent_sweep *sweep;
    assert_failure(descent_sweep_runs(&problem, descent_fixed_step(0.1), start, 9, refuse, NULL, NULL, &sweep),
                   DESCENT_ECALLBACK, "out of range");
}
END_TEST

/* At each edge what is refused, with its numbers; beside it what is taken: then it is the bracket, which holds no limit, that is refused. */
START_TEST(limits_out_of_range_are_refused)
{
    const descent_problem problem = {.dimension = 1, .gradient = slope_of_one};
    const double start = 1;
    const struct {
        double low, high;
        descent_step_limit_options options;
        const char *words;
    } cases[] = {
        {0, 1, {0}, "low must be finite and positive, got 0"},
        {-1, 1, {0}, "low must be finite and positive, got -1"},
        {INFINITY, 1, {0}, "low must be finite and positive, got inf"},
        {NAN, 1, {0}, "low must be finite and positive, got nan"},
        {0.5, 0.5, {0}, "high must be finite and above low = 0.5, got 0.5"},
        {0.5, 0.25, {0}, "high must be finite and above low = 0.5, got 0.25"},
        {0.5, INFINITY, {0}, "high must be finite and above low = 0.5, got inf"},
        {0.5, NAN, {0}, "high must be finite and above low = 0.5, got nan"},
        {0.5, 1, {.property = (descent_step_property)-1}, "property must be a descent_step_property, got -1"},
        {0.5, 1, {.property = (descent_step_property)2}, "property must be a descent_step_property, got 2"},
        {0.5, 1, {.steps = 63}, "steps must be at least 64, got 63"},
        {0.5, 1, {.steps = 1}, "steps must be at least 64, got 1"},
        {0.5, 1, {.scan = 1}, "scan must be at least 2, got 1"},
        {0.5, 1, {.scan = SIZE_MAX / 8}, "scan must leave room for its runs in memory, got"},
        {0.5, 1, {.scan = SIZE_MAX / 16 + 1}, "scan must leave room for its runs in memory, got"},
        /* 1 − ηλ is ½ and 0: both runs converge */
        {0.5, 1, {.steps = 64, .scan = 2}, "high must not let the run stay bounded, but with 1 it is converged"},
        {0.5,
         1,
         {.steps = 64, .scan = 2, .property = DESCENT_STEP_CONVERGES},
         "high must not let the run converge, but with 1 it is converged"},
        /* −2 and −3: both leave */
        {3, 4, {.steps = 64, .scan = 2}, "low must let the run stay bounded, but with 3 it is diverging"},
        {3,
         4,
         {.steps = 64, .scan = 2, .property = DESCENT_STEP_CONVERGES},
         "low must let the run converge, but with 3 it is diverging"},
    };
    descent_step_limit_result *result;
    double limit;
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        result = (descent_step_limit_result *)(void *)(uintptr_t)1;
        assert_failure(
            descent_step_limit_find(&problem, &start, cases[k].low, cases[k].high, &cases[k].options, &result),
            DESCENT_EINVAL, cases[k].words);
        ck_assert_ptr_null(result);
        limit = 3;
        assert_failure(descent_step_limit(&problem, &start, cases[k].low, cases[k].high, &cases[k].options, &limit),
                       DESCENT_EINVAL, cases[k].words);
        ck_assert_double_nan(limit);
    }
    for (size_t k = 0; k < sizeof cases[0].options.reserved / sizeof *cases[0].options.reserved; k++) {
        descent_step_limit_options reserving = {0};
        char words[64];
        reserving.reserved[k] = &reserving;
        snprintf(words, sizeof words, "options->reserved[%zu] must be NULL", k);
        assert_failure(descent_step_limit(&problem, &start, 1, 3, &reserving, &limit), DESCENT_EINVAL, words);
    }
    assert_failure(descent_step_limit_find(&problem, &start, 1, 3, NULL, NULL), DESCENT_EINVAL,
                   "result must not be NULL");
    assert_failure(descent_step_limit(&problem, &start, 1, 3, NULL, NULL), DESCENT_EINVAL, "limit must not be NULL");
    assert_failure(descent_step_limit(NULL, &start, 1, 3, NULL, &limit), DESCENT_EINVAL, "problem");
    assert_failure(descent_step_limit(&problem, NULL, 1, 3, NULL, &limit), DESCENT_EINVAL, "start");
    /* −½ and −2, about the limit 2, with the fewest steps and runs that there may be */
    const descent_step_limit_options fewest = {.steps = 64, .scan = 2};
    assert_success(descent_step_limit_find(&problem, &start, 1.5, 3, &fewest, &result));
    ck_assert_double_eq_tol(result->limit, 2, 1e-8);
    ck_assert_double_eq(result->last, 1.5);
    ck_assert_uint_eq(result->crossings, 1);
    ck_assert_int_eq(result->held, 1);
    ck_assert_int_eq(result->single, 1);
    ck_assert_int_eq(result->attracts, 1);
    ck_assert_int_eq(result->source, DESCENT_LIMIT_MULTIPLIER);
    descent_step_limit_result_free(result);
}
END_TEST

static int failing_far_out(size_t n, const double *x, double *gradient, void *context)
{
    return fabs(x[0]) > 10 ? 5 : slope_of_one(n, x, gradient, context);
}

START_TEST(a_callback_that_fails_has_no_limit)
{
    const descent_problem problem = {.dimension = 1, .gradient = failing_far_out};
    const double start = 1;
    const descent_step_limit_options fewest = {.steps = 64, .scan = 2};
    descent_step_limit_result *result;
    assert_failure(descent_step_limit_find(&problem, &start, 1.5, 3, &fewest, &result), DESCENT_ECALLBACK,
                   "a callback returned 5");
    ck_assert_ptr_null(result);
}
END_TEST

START_TEST(nothing_is_said_of_no_sweep)
{
    descent_sweep_free(NULL);
    ck_assert_uint_eq(descent_sweep_count(NULL), 0);
    ck_assert_uint_eq(descent_sweep_view(NULL).dimension, 0);
    ck_assert_uint_eq(descent_sweep_view(NULL).columns, 0);
    ck_assert_ptr_null(descent_sweep_view(NULL).plane);
    ck_assert_uint_eq(descent_sweep_view(NULL).evaluations.gradient, 0);
    ck_assert_uint_eq(descent_sweep_view(NULL).failures, 0);
    ck_assert_int_eq(descent_sweep_view(NULL).callback_code, 0);
    ck_assert_double_nan(descent_sweep_view(NULL).agreement);
    ck_assert_uint_eq(descent_sweep_view(NULL).checked, 0);
    ck_assert_int_eq(descent_sweep_ending(NULL, 0), DESCENT_ENDING_UNDETERMINED);
    ck_assert_ptr_null(descent_sweep_end_point(NULL, 0));
    ck_assert_double_nan(descent_sweep_view_run(NULL, 0).end_loss);
    ck_assert_uint_eq(descent_sweep_view_run(NULL, 0).steps, 0);
    ck_assert_uint_eq(descent_sweep_view_run(NULL, 0).period, 0);
    ck_assert_double_nan(descent_sweep_view_run(NULL, 0).value);
    ck_assert_double_nan(descent_sweep_view_run(NULL, 0).lyapunov.value);
    ck_assert_double_nan(descent_sweep_view_run(NULL, 0).lyapunov.low);
    ck_assert_double_nan(descent_sweep_view_run(NULL, 0).lyapunov.high);
    ck_assert_ptr_null(descent_sweep_view_run(NULL, 0).tail);
    ck_assert_uint_eq(descent_sweep_view_run(NULL, 0).tail_count, 0);
    ck_assert_uint_eq(descent_sweep_view_run(NULL, 0).label, DESCENT_SWEEP_NO_LABEL);
    ck_assert_uint_eq(descent_sweep_view(NULL).label_count, 0);
    ck_assert_ptr_null(descent_sweep_attractor(NULL, 0));
    ck_assert_double_eq(descent_sweep_view(NULL).share[DESCENT_ENDING_CONVERGED], 0);
    ck_assert_int_eq(descent_sweep_columns(NULL, &(descent_sweep_arrays){0}), DESCENT_EINVAL);
}
END_TEST

START_TEST(memory_is_stated_and_grows_with_the_runs_alone)
{
    /* Both fill whole cache lines. */
    enum {
        few = 9984,
        many = 10000000
    };
    descent_sweep_options options = {0};
    const size_t small = descent_sweep_memory(2, few, &options);
    const size_t large = descent_sweep_memory(2, many, &options);
    /* A run: 2 coordinates, a loss, a value, and the 10 bytes of ending, period, label and steps. */
    ck_assert_uint_eq(large - small, (many - few) * (size_t)(8 * 4 + 10));
    options.steps = 2048000;
    ck_assert_uint_eq(descent_sweep_memory(2, 10000000, &options), large);
    options.threads = 2;
    ck_assert_uint_gt(descent_sweep_memory(2, 10000000, &options), large);
    /* Threads that find no block of runs to make take no memory. */
    const size_t one_block = descent_sweep_memory(2, 100, &options);
    options.threads = SIZE_MAX;
    ck_assert_uint_eq(descent_sweep_memory(2, 100, &options), one_block);
    options.threads = 2;
    ck_assert_uint_eq(descent_sweep_memory(2, SIZE_MAX / 16, &options), 0);
    ck_assert_uint_eq(descent_sweep_memory(SIZE_MAX / 16, 2, &options), 0);
    ck_assert_uint_eq(descent_sweep_memory(0, 1, NULL), 0);
    ck_assert_uint_eq(descent_sweep_memory(1, 0, NULL), 0);
}
END_TEST

/* More variables take more, until it is more than can be said; but that fewer of them have more runs under way at a time. */
START_TEST(memory_that_cannot_be_said_is_none_of_less)
{
    for (size_t count = 1; count < 5000; count *= 17) {
        const size_t many = 65536;
        size_t before = descent_sweep_memory(many, count, NULL);
        bool said = true;
        for (size_t n = 2 * many; n < SIZE_MAX / 2; n *= 2) {
            const size_t bytes = descent_sweep_memory(n, count, NULL);
            ck_assert_msg(said ? bytes == 0 || bytes > before : bytes == 0,
                          "%zu variables, %zu runs: %zu after %zu bytes", n, count, bytes, before);
            said = bytes > 0;
            before = bytes;
        }
        ck_assert(!said);
    }
}
END_TEST

START_TEST(what_is_zero_is_the_default)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
    const double start[] = {4, 1.25}, step_sizes[] = {0.1, 0.2, 0.3, 0.31, 0.32, 0.33, 0.34, 0.35, 0.36, 1};
    const descent_sweep_options zero = {0}, stated = {.steps = 2048, .threads = 1, .check_count = 8};
    const descent_sweep_options *const same[] = {NULL, &zero, &stated};
    for (size_t i = 0; i < 3; i++) {
        descent_sweep *sweep;
        assert_success(descent_sweep_step_sizes(&problem, start, step_sizes, 10, same[i], &sweep));
        /* The last one is chaotic, and makes all its steps. */
        ck_assert_uint_eq(descent_sweep_view_run(sweep, 9).steps, 2048);
        ck_assert_uint_eq(descent_sweep_view(sweep).checked, 8);
        ck_assert_double_eq_tol(descent_sweep_view_run(sweep, 0).end_loss, -0.25, 1e-9);
        ck_assert_int_eq(descent_sweep_attractor(sweep, 0)->kind, DESCENT_CRITICAL_MINIMUM);
        ck_assert_double_nan(descent_sweep_view_run(sweep, 0).lyapunov.value);
        ck_assert_ptr_null(descent_sweep_view_run(sweep, 0).tail);
        descent_sweep_free(sweep);
    }
    const descent_sweep_options none = {.check_count = DESCENT_SWEEP_NO_CHECKS, .no_losses = 1, .no_classification = 1};
    descent_sweep *sweep;
    assert_success(descent_sweep_step_sizes(&problem, start, step_sizes, 10, &none, &sweep));
    ck_assert_uint_eq(descent_sweep_view(sweep).checked, 0);
    ck_assert_double_nan(descent_sweep_view(sweep).agreement);
    ck_assert_double_nan(descent_sweep_view_run(sweep, 0).end_loss);
    ck_assert_int_eq(descent_sweep_attractor(sweep, 0)->kind, DESCENT_CRITICAL_UNDETERMINED);
    descent_sweep_free(sweep);
}
END_TEST

START_TEST(a_summary_counts_every_ending)
{
    /* β₂ − 1 grows threefold a step on the ridge's sides with η = 1.5 and stays bounded below η = 1. */
    const descent_problem problem = descent_test_landscape("notebook", 0);
    const double start[] = {4, 1.25}, step_sizes[] = {0.1, 0.2, 0.55, 1.5};
    descent_sweep *sweep;
    assert_success(descent_sweep_step_sizes(&problem, start, step_sizes, 4, NULL, &sweep));
    const descent_sweep_summary summary = descent_sweep_view(sweep);
    double sum = 0;
    for (size_t i = 0; i < sizeof summary.share / sizeof summary.share[0]; i++)
        sum += summary.share[i];
    ck_assert_double_eq(sum, 1);
    ck_assert_double_eq(summary.share[DESCENT_ENDING_CONVERGED], 0.5);
    ck_assert_double_eq(summary.share[DESCENT_ENDING_PERIODIC], 0.25);
    ck_assert_uint_eq(summary.count, 4);
    ck_assert_uint_eq(summary.dimension, 2);
    ck_assert_ptr_null(summary.plane);
    ck_assert_ptr_ne(summary.start, start); /* its own */
    ck_assert_mem_eq(summary.start, start, sizeof start);
    for (size_t run = 0; run < 4; run++) {
        const descent_sweep_result result = descent_sweep_view_run(sweep, run);
        ck_assert_double_eq(result.value, step_sizes[run]);
        ck_assert_int_eq(result.ending, descent_sweep_ending(sweep, run));
        ck_assert_ptr_eq(result.end_point, descent_sweep_end_point(sweep, run));
    }
    ck_assert_uint_eq(descent_sweep_view_run(sweep, 4).label, DESCENT_SWEEP_NO_LABEL);
    ck_assert_ptr_null(descent_sweep_view_run(sweep, 4).end_point);
    descent_sweep_free(sweep);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        arguments_out_of_range_are_refused,
        a_count_beyond_memory_is_refused_before_anything_is_read,
        a_rule_out_of_range_is_named,
        the_step_size_of_the_optional_rule_does_not_matter,
        runs_that_all_fail_without_a_callback_say_so,
        limits_out_of_range_are_refused,
        a_callback_that_fails_has_no_limit,
        nothing_is_said_of_no_sweep,
        memory_is_stated_and_grows_with_the_runs_alone,
        memory_that_cannot_be_said_is_none_of_less,
        what_is_zero_is_the_default,
        a_summary_counts_every_ending,
    };
    return descent_test_main(descent_test_suite("sweep arguments", tests, sizeof tests / sizeof tests[0]));
}
