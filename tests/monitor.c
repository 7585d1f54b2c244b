/* The monitor: verdicts on runs whose outcome mathematics knows, when they come, and what must never be said. */
#include <float.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include <descent/descent.h>
#include <descent/monitor.h>

#include "support.h"

static descent_monitor *new_monitor(size_t dimension)
{
    descent_monitor *monitor;
    assert_success(descent_monitor_new(&monitor, dimension, NULL));
    return monitor;
}

/* A run of one variable: x, loss and gradient as functions of the step, or a map. */
typedef struct map {
    double start, step_size;
    double (*slope)(double x);
    double (*loss)(double x);
} map;

static double bowl_slope(double x)
{
    return x;
}

static double bowl(double x)
{
    return x * x / 2;
}

static double hill_slope(double x)
{
    return -x;
}

static double hill(double x)
{
    return -x * x / 2;
}

static double quartic_slope(double x)
{
    return x * x * x;
}

static double quartic(double x)
{
    return x * x * x * x / 4;
}

static double exponential_slope(double x)
{
    return -exp(-x);
}

static double exponential(double x)
{
    return exp(-x);
}

/* With step 1: x ← 4x(1 − x), chaos on [0, 1]. */
static double logistic_slope(double x)
{
    return 4 * x * x - 3 * x;
}

static double logistic_loss(double x)
{
    return 4 * x * x * x / 3 - 3 * x * x / 2;
}

/* With step 1: x ← 3.55x(1 − x), a cycle of period 8 (for 3.5441 < r < 3.5644). */
static double period_8_slope(double x)
{
    return 3.55 * x * x - 2.55 * x;
}

/* With step 1: x ← 3.8282x(1 − x), long stretches of almost period 3, interrupted by bursts. */
static double intermittent_slope(double x)
{
    return 3.8282 * x * x - 2.8282 * x;
}

static double plateau_slope(double x)
{
    return 2 * x / ((1 + x * x) * (1 + x * x));
}

static double plateau(double x)
{
    return x * x / (1 + x * x);
}

/* Shows the monitor a run of `steps` steps, shifted and scaled; returns the last verdict. */
static descent_ending watch(descent_monitor *monitor, const map *run, size_t steps, double scale, double shift)
{
    double x = run->start;
    descent_ending ending = DESCENT_ENDING_UNDETERMINED;
    for (size_t k = 0; k <= steps; k++) {
        const double shown = scale * x + shift, slope = run->slope(x), gradient = slope / scale;
        ending = descent_monitor_observe(monitor, &shown, run->loss ? run->loss(x) : NAN, &gradient);
        x -= run->step_size * slope;
    }
    return ending;
}

static void assert_ending(const char *name, const map *run, size_t steps, descent_ending expected)
{
    descent_monitor *const monitor = new_monitor(1);
    const descent_ending ending = watch(monitor, run, steps, 1, 0);
    ck_assert_msg(ending == expected, "%s: %s, not %s", name, descent_ending_string(ending),
                  descent_ending_string(expected));
    descent_monitor_free(monitor);
}

static const map slow_alternation = {1, 1.999, bowl_slope, bowl};
static const map slow_growth = {1, 2.001, bowl_slope, bowl};
static const map contraction = {1, 0.1, bowl_slope, bowl};
static const map flip = {5, 2, bowl_slope, bowl};
static const map fall = {1e-3, 0.1, hill_slope, hill};
static const map chaos = {0.3, 1, logistic_slope, logistic_loss};
static const map cycle = {0.3, 1, period_8_slope, NULL};
static const map intermittency = {0.3, 1, intermittent_slope, NULL};
static const map sublinear = {0.8, 0.1, quartic_slope, quartic};
static const map drift = {0, 1, exponential_slope, exponential};
static const map long_plateau = {10, 0.5, plateau_slope, plateau};
static const map explosion = {1.5, 0.8, quartic_slope, quartic};
static const map landing = {1, 1, bowl_slope, bowl};

START_TEST(endings_are_those_that_mathematics_knows)
{
    assert_ending("contraction", &contraction, 400, DESCENT_ENDING_CONVERGED);
    assert_ending("landing in one step", &landing, 30, DESCENT_ENDING_CONVERGED);
    assert_ending("neutral flip", &flip, 100, DESCENT_ENDING_PERIODIC);
    assert_ending("period 8", &cycle, 3000, DESCENT_ENDING_PERIODIC);
    assert_ending("slow growth", &slow_growth, 20000, DESCENT_ENDING_DIVERGING);
    assert_ending("explosion", &explosion, 12, DESCENT_ENDING_UNDETERMINED);
    assert_ending("fall without bottom", &fall, 400, DESCENT_ENDING_UNBOUNDED);
    assert_ending("plateau, then a minimum", &long_plateau, 12000, DESCENT_ENDING_CONVERGED);
}
END_TEST

/* At every single point of these runs the monitor may say "under way" or the one right thing, and nothing else. */
static void assert_never_wrong(const char *name, const map *run, size_t steps, descent_ending right)
{
    descent_monitor *const monitor = new_monitor(1);
    double x = run->start;
    for (size_t k = 0; k <= steps && isfinite(x); k++) {
        const double gradient = run->slope(x);
        const descent_ending ending =
            descent_monitor_observe(monitor, &x, run->loss ? run->loss(x) : NAN, isfinite(gradient) ? &gradient : NULL);
        ck_assert_msg(ending == DESCENT_ENDING_UNDETERMINED || ending == right, "%s: %s at %zu", name,
                      descent_ending_string(ending), k);
        x -= run->step_size * gradient;
    }
    descent_monitor_free(monitor);
}

START_TEST(nothing_wrong_is_ever_said)
{
    assert_never_wrong("chaos", &chaos, 100000, DESCENT_ENDING_UNDETERMINED);
    assert_never_wrong("intermittency", &intermittency, 100000, DESCENT_ENDING_UNDETERMINED);
    assert_never_wrong("slow alternation", &slow_alternation, 30000, DESCENT_ENDING_CONVERGED);
    assert_never_wrong("slow growth", &slow_growth, 30000, DESCENT_ENDING_DIVERGING);
    assert_never_wrong("sublinear decay", &sublinear, 200000, DESCENT_ENDING_UNDETERMINED);
    assert_never_wrong("logarithmic drift", &drift, 200000, DESCENT_ENDING_UNBOUNDED);
    assert_never_wrong("plateau", &long_plateau, 20000, DESCENT_ENDING_CONVERGED);
    assert_never_wrong("contraction", &contraction, 3000, DESCENT_ENDING_CONVERGED);
    assert_never_wrong("cycle", &cycle, 20000, DESCENT_ENDING_PERIODIC);
    assert_never_wrong("fall", &fall, 7000, DESCENT_ENDING_UNBOUNDED);
}
END_TEST

START_TEST(periods_are_the_smallest)
{
    descent_monitor *const monitor = new_monitor(1);
    watch(monitor, &cycle, 3000, 1, 0);
    ck_assert_uint_eq(descent_monitor_period(monitor), 8);
    descent_monitor_reset(monitor);
    ck_assert_uint_eq(descent_monitor_period(monitor), 0);
    ck_assert_uint_eq(descent_monitor_count(monitor), 0);
    watch(monitor, &flip, 100, 1, 0);
    ck_assert_uint_eq(descent_monitor_period(monitor), 2);
    descent_monitor_free(monitor);
}
END_TEST

START_TEST(periods_up_to_the_limit_are_found_and_no_longer_ones)
{
    for (size_t limit = 2; limit <= 64; limit++)
        for (size_t period = limit; period <= limit + 1; period++) {
            descent_monitor_options options;
            descent_monitor *monitor;
            descent_monitor_options_default(&options);
            options.period_limit = limit;
            assert_success(descent_monitor_new(&monitor, 1, &options));
            for (size_t k = 0; k < 1000; k++) {
                const double x = (double)(k % period);
                descent_monitor_observe(monitor, &x, NAN, NULL);
            }
            ck_assert_uint_eq(descent_monitor_period(monitor), period == limit ? period : 0);
            descent_monitor_free(monitor);
        }
}
END_TEST

START_TEST(verdicts_do_not_change_with_units_and_origin)
{
    const map *const runs[] = {&contraction, &flip, &cycle, &slow_growth, &fall, &chaos, &sublinear};
    const size_t steps[] = {400, 100, 3000, 20000, 400, 3000, 3000};
    const double scales[] = {0x1p332, 0x1p-332, -0x1p10}, shifts[] = {0, 0, 0x1p3};
    for (size_t r = 0; r < 7; r++) {
        descent_monitor *const plain = new_monitor(1), *const other = new_monitor(1);
        const descent_ending expected = watch(plain, runs[r], steps[r], 1, 0);
        for (size_t v = 0; v < 3; v++) {
            descent_monitor_reset(other);
            ck_assert_msg(watch(other, runs[r], steps[r], scales[v], shifts[v]) == expected, "run %zu, variant %zu", r,
                          v);
            ck_assert_uint_eq(descent_monitor_decided_at(other), descent_monitor_decided_at(plain));
        }
        descent_monitor_free(plain);
        descent_monitor_free(other);
    }
}
END_TEST

START_TEST(a_verdict_comes_in_time)
{
    /* A change at step k is seen by 3k: here the run sits down for good at step k, or begins a cycle. */
    for (size_t k = 20; k < 2000; k = k * 3 / 2) {
        descent_monitor *const rests = new_monitor(1), *const turns = new_monitor(1);
        for (size_t i = 0; i <= 3 * k; i++) {
            const double resting = i < k ? sin((double)i) : sin((double)k), gone = i < k ? cos((double)i) : 0;
            const double turning = i < k ? sin((double)i) : (double)(i % 3);
            descent_monitor_observe(rests, &resting, NAN, &gone);
            descent_monitor_observe(turns, &turning, NAN, NULL);
        }
        ck_assert_int_eq(descent_monitor_ending(rests), DESCENT_ENDING_CONVERGED);
        ck_assert_int_eq(descent_monitor_ending(turns), DESCENT_ENDING_PERIODIC);
        ck_assert_uint_eq(descent_monitor_period(turns), 3);
        ck_assert_uint_ge(descent_monitor_decided_at(rests), k);
        descent_monitor_free(rests);
        descent_monitor_free(turns);
    }
}
END_TEST

START_TEST(rest_without_a_critical_point_is_a_stall)
{
    /* η_k = 2^−(k+1): x stops at ∏(1 − 2^−j) = 0.2888, where the gradient is 0.2888 still. */
    const double start = 1;
    const map bowl_map = {1, 1, bowl_slope, bowl};
    descent_monitor *const monitor = new_monitor(1);
    double x = start, factor = 0.5;
    descent_ending ending = DESCENT_ENDING_UNDETERMINED;
    for (size_t k = 0; k < 200; k++, factor /= 2) {
        const double gradient = bowl_map.slope(x);
        ending = descent_monitor_observe(monitor, &x, bowl_map.loss(x), &gradient);
        x -= factor * gradient;
    }
    ck_assert_int_eq(ending, DESCENT_ENDING_STALLED);
    descent_monitor_reset(monitor);
    for (size_t k = 0; k < 200; k++) /* without a gradient nobody knows */
        ending = descent_monitor_observe(monitor, &start, NAN, NULL);
    ck_assert_int_eq(ending, DESCENT_ENDING_UNDETERMINED);
    descent_monitor_free(monitor);
}
END_TEST

START_TEST(explosions_are_seen_while_they_happen)
{
    const descent_problem problem = descent_landscape_notebook();
    const double start[] = {4, 2.5};
    descent_engine *engine;
    descent_monitor *const monitor = new_monitor(2);
    assert_success(descent_engine_new(&engine, &problem, descent_fixed_step(0.29), start));
    assert_success(descent_monitor_attach(monitor, engine));
    assert_success(descent_engine_run(engine, 100));
    ck_assert_int_eq(descent_engine_stop_reason(engine), DESCENT_STOP_OBSERVER);
    ck_assert_int_eq(descent_monitor_ending(monitor), DESCENT_ENDING_DIVERGING);
    ck_assert_uint_le(descent_engine_steps(engine), 8);
    descent_engine_free(engine);
    descent_monitor_free(monitor);
}
END_TEST

START_TEST(engines_stop_where_they_are_told_to)
{
    const descent_problem problem = descent_landscape_notebook();
    const struct {
        double start[2], step_size;
        descent_ending ending;
    } runs[] = {
        {{4, 1.075}, 0.2, DESCENT_ENDING_CONVERGED},  {{4, 1}, 1, DESCENT_ENDING_PERIODIC},
        {{4, 1}, 0.1, DESCENT_ENDING_CONVERGED}, /* on the saddle: the monitor cannot tell, and does not say more */
        {{4, 0.9999}, 0.1, DESCENT_ENDING_CONVERGED}, {{4, 1.25}, 1, DESCENT_ENDING_UNDETERMINED}, /* chaos goes on */
    };
    for (size_t i = 0; i < 5; i++) {
        descent_engine *engine;
        descent_monitor *const monitor = new_monitor(2);
        assert_success(descent_engine_new(&engine, &problem, descent_fixed_step(runs[i].step_size), runs[i].start));
        assert_success(descent_monitor_attach(monitor, engine));
        assert_success(descent_engine_run(engine, 5000));
        ck_assert_msg(descent_monitor_ending(monitor) == runs[i].ending, "run %zu: %s after %zu steps", i,
                      descent_ending_string(descent_monitor_ending(monitor)), descent_engine_steps(engine));
        if (runs[i].ending != DESCENT_ENDING_UNDETERMINED)
            ck_assert_uint_lt(descent_engine_steps(engine), 500);
        if (i == 3) { /* not on the saddle that it lingers at */
            ck_assert_double_eq_tol(descent_engine_point(engine)[1], 1 - sqrt(0.5), 1e-5);
        }
        descent_engine_free(engine);
        descent_monitor_free(monitor);
    }
}
END_TEST

START_TEST(leaving_a_saddle_is_noticed)
{
    const descent_problem problem = descent_landscape_notebook();
    const double start[] = {4, 1 - 1e-9};
    descent_engine *engine;
    descent_monitor *const monitor = new_monitor(2);
    int left = 0;
    assert_success(descent_engine_new(&engine, &problem, descent_fixed_step(0.1), start));
    assert_success(descent_monitor_attach(monitor, engine));
    for (size_t k = 0; k < 110; k++) {
        assert_success(descent_engine_step(engine));
        left |= descent_monitor_is_leaving(monitor);
        ck_assert(k > 50 || !left);
        ck_assert_int_eq(descent_monitor_ending(monitor), DESCENT_ENDING_UNDETERMINED);
    }
    ck_assert(left);
    descent_engine_free(engine);
    descent_monitor_free(monitor);
}
END_TEST

START_TEST(rates_are_those_of_the_map)
{
    descent_monitor *const monitor = new_monitor(1);
    watch(monitor, &contraction, 200, 1, 0);
    ck_assert_double_eq_tol(descent_monitor_rate(monitor), 0.9, 1e-3);
    descent_monitor_reset(monitor);
    ck_assert_double_nan(descent_monitor_rate(monitor));
    watch(monitor, &slow_growth, 2000, 1, 0);
    ck_assert_double_eq_tol(descent_monitor_rate(monitor), 1.001, 1e-6);
    descent_monitor_free(monitor);
}
END_TEST

START_TEST(what_is_not_finite_is_said_at_once_and_for_good)
{
    const double values[] = {NAN, INFINITY, -INFINITY};
    for (size_t v = 0; v < 3; v++)
        for (size_t when = 0; when < 40; when += 13) {
            descent_monitor *const monitor = new_monitor(3);
            for (size_t k = 0; k < 50; k++) {
                const double x[] = {sin((double)k), k == when ? values[v] : 1, 2};
                const descent_ending ending = descent_monitor_observe(monitor, x, 1, NULL);
                ck_assert_int_eq(ending, k < when ? DESCENT_ENDING_UNDETERMINED : DESCENT_ENDING_NONFINITE);
            }
            ck_assert_uint_eq(descent_monitor_decided_at(monitor), when);
            descent_monitor_free(monitor);
        }
}
END_TEST

START_TEST(many_variables_are_sampled)
{
    const size_t dimensions[] = {1023, 1024, 1025, 5000, 100003};
    for (size_t d = 0; d < 5; d++) {
        const size_t n = dimensions[d];
        double *const x = malloc(n * sizeof *x), *const gradient = malloc(n * sizeof *gradient);
        descent_monitor *const monitor = new_monitor(n);
        for (size_t i = 0; i < n; i++)
            x[i] = cos((double)i);
        descent_ending ending = DESCENT_ENDING_UNDETERMINED;
        for (size_t k = 0; k < 300; k++)
            for (size_t i = 0; i <= n; i++)
                if (i == n)
                    ending = descent_monitor_observe(monitor, x, NAN, gradient);
                else {
                    gradient[i] = x[i];
                    x[i] -= 0.2 * gradient[i];
                }
        ck_assert_int_eq(ending, DESCENT_ENDING_CONVERGED);
        descent_monitor_free(monitor);
        free(x);
        free(gradient);
    }
}
END_TEST

START_TEST(gradient_tolerances_decide_if_given)
{
    descent_monitor_options options;
    descent_monitor *monitor;
    descent_monitor_options_default(&options);
    options.gradient_tolerance = 1e-3;
    assert_success(descent_monitor_new(&monitor, 1, &options));
    double x = 1;
    size_t k = 0;
    for (; k < 1000 && descent_monitor_observe(monitor, &x, NAN, &x) != DESCENT_ENDING_CONVERGED; k++)
        x *= 0.9;
    /* 0.9^66 = 9.6e-4 is the first within; two checks that agree come within a third more. */
    ck_assert_uint_ge(k, 66);
    ck_assert_uint_le(k, 90);
    descent_monitor_free(monitor);
}
END_TEST

START_TEST(bad_arguments_are_refused)
{
    descent_monitor *monitor;
    descent_monitor_options options;
    const descent_problem problem = descent_landscape_notebook();
    const double start[] = {1, 1};
    descent_engine *engine;
    assert_failure(descent_monitor_new(NULL, 1, NULL), DESCENT_EINVAL, "monitor");
    assert_failure(descent_monitor_new(&monitor, 0, NULL), DESCENT_EINVAL, "dimension must be at least 1");
    ck_assert_ptr_null(monitor);
    const double bad[] = {0, 1, -1, NAN, INFINITY};
    for (size_t i = 0; i < 5; i++) {
        descent_monitor_options_default(&options);
        options.distance_tolerance = bad[i];
        assert_failure(descent_monitor_new(&monitor, 1, &options), DESCENT_EINVAL, "distance_tolerance");
    }
    descent_monitor_options_default(&options);
    options.gradient_tolerance = -1;
    assert_failure(descent_monitor_new(&monitor, 1, &options), DESCENT_EINVAL, "gradient_tolerance");
    descent_monitor_options_default(&options);
    options.period_limit = 65;
    assert_failure(descent_monitor_new(&monitor, 1, &options), DESCENT_EINVAL, "period_limit");
    descent_monitor_options_default(&options);
    options.coordinate_limit = 0;
    assert_failure(descent_monitor_new(&monitor, 1, &options), DESCENT_EINVAL, "coordinate_limit");
    descent_monitor_options_default(&options);
    options.reserved[2] = &options;
    assert_failure(descent_monitor_new(&monitor, 1, &options), DESCENT_EINVAL, "reserved[2]");
    descent_monitor_options_default(NULL);
    monitor = new_monitor(3);
    assert_success(descent_engine_new(&engine, &problem, descent_fixed_step(0.1), start));
    assert_failure(descent_monitor_attach(monitor, engine), DESCENT_EINVAL, "dimension 3, the engine 2");
    assert_failure(descent_monitor_attach(NULL, engine), DESCENT_EINVAL, "monitor");
    assert_failure(descent_monitor_attach(monitor, NULL), DESCENT_EINVAL, "engine");
    descent_engine_free(engine);
    descent_monitor_free(monitor);
    descent_monitor_free(NULL);
    descent_monitor_reset(NULL);
    ck_assert_int_eq(descent_monitor_observe(NULL, start, 0, NULL), DESCENT_ENDING_UNDETERMINED);
    ck_assert_int_eq(descent_monitor_ending(NULL), DESCENT_ENDING_UNDETERMINED);
    ck_assert_uint_eq(descent_monitor_count(NULL), 0);
    ck_assert_uint_eq(descent_monitor_decided_at(NULL), 0);
    ck_assert_uint_eq(descent_monitor_period(NULL), 0);
    ck_assert_double_nan(descent_monitor_rate(NULL));
    ck_assert_int_eq(descent_monitor_is_leaving(NULL), 0);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        endings_are_those_that_mathematics_knows,
        nothing_wrong_is_ever_said,
        periods_are_the_smallest,
        periods_up_to_the_limit_are_found_and_no_longer_ones,
        verdicts_do_not_change_with_units_and_origin,
        a_verdict_comes_in_time,
        rest_without_a_critical_point_is_a_stall,
        explosions_are_seen_while_they_happen,
        engines_stop_where_they_are_told_to,
        leaving_a_saddle_is_noticed,
        rates_are_those_of_the_map,
        what_is_not_finite_is_said_at_once_and_for_good,
        many_variables_are_sampled,
        gradient_tolerances_decide_if_given,
        bad_arguments_are_refused,
    };
    return descent_test_main(descent_test_suite("monitor", tests, sizeof tests / sizeof tests[0]));
}
