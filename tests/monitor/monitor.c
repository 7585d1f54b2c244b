/* The monitor: verdicts on runs whose outcome mathematics knows, when they come, and what must never be said. */
#include <float.h>
#include <math.h>
#include <stdbool.h>
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

/* With step 1: x ← 4.1x(1 − x): chaos, until a step leads out of [0, 1], and down without end. */
static double escape_slope(double x)
{
    return 4.1 * x * x - 3.1 * x;
}

static double escape_loss(double x)
{
    return 4.1 * x * x * x / 3 - 3.1 * x * x / 2;
}

/* The same as below, closer to where the period of 3 begins, 1 + √8: 10⁵ steps to pass the gap. */
static double narrow_slope(double x)
{
    return 3.828427124 * x * x - 2.828427124 * x;
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

static double shelf_slope(double x)
{
    return 2 * x * exp(-x * x);
}

static double shelf_loss(double x)
{
    return 1 - exp(-x * x);
}

static double plateau_slope(double x)
{
    return 2 * x / ((1 + x * x) * (1 + x * x));
}

static double plateau(double x)
{
    return x * x / (1 + x * x);
}

/* How a run is shown: scaled and shifted, with what is known; and which endings it may have at any time. */
typedef struct showing {
    double scale, shift;
    bool losses_unknown, gradients_unknown;
    unsigned allowed; /* or-ed bits 1u << DESCENT_ENDING_…; undetermined always is */
} showing;

static const showing plainly = {.scale = 1, .allowed = ~0u};

/* Shows the monitor a run of `steps` steps, for as long as it is finite; returns the last verdict. */
static descent_ending watch(descent_monitor *monitor, const map *run, size_t steps, showing how)
{
    double x = run->start;
    descent_ending ending = DESCENT_ENDING_UNDETERMINED;
    for (size_t k = 0; k <= steps && isfinite(x); k++) {
        const double shown = how.scale * x + how.shift, slope = run->slope(x), gradient = slope / how.scale;
        ending = descent_monitor_observe(monitor, &shown, run->loss && !how.losses_unknown ? run->loss(x) : NAN,
                                         how.gradients_unknown || !isfinite(gradient) ? NULL : &gradient);
        if (ending != DESCENT_ENDING_UNDETERMINED && !(how.allowed >> ending & 1)) /* an assertion a step takes long */
            ck_abort_msg("%s at %zu", descent_ending_string(ending), k);
        x -= run->step_size * slope;
    }
    return ending;
}

static void assert_ending(const char *name, const map *run, size_t steps, descent_ending expected)
{
    descent_monitor *const monitor = new_monitor(1);
    const descent_ending ending = watch(monitor, run, steps, plainly);
    ck_assert_msg(ending == expected, "%s: %s, not %s", name, descent_ending_string(ending),
                  descent_ending_string(expected));
    descent_monitor_free(monitor);
}

static const map slow_alternation = {1, 1.999, bowl_slope, bowl};
static const map slowest_alternation = {1, 2 - 1e-10, bowl_slope, bowl};
static const map narrow_gap = {0.3, 1, narrow_slope, NULL};
static const map thrown_out = {0.3, 1, escape_slope, escape_loss};
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
/* From 1 to 1 − 200/e, where e^(−x²) underflows, at the loss' supremum. */
static const map shelf = {1, 100, shelf_slope, shelf_loss};
static const map landing = {1, 1, bowl_slope, bowl};

START_TEST(endings_are_those_that_mathematics_knows)
{
    assert_ending("contraction", &contraction, 400, DESCENT_ENDING_CONVERGED);
    assert_ending("landing in one step", &landing, 30, DESCENT_ENDING_CONVERGED);
    assert_ending("neutral flip", &flip, 100, DESCENT_ENDING_PERIODIC);
    assert_ending("period 8", &cycle, 3000, DESCENT_ENDING_PERIODIC);
    assert_ending("slow growth", &slow_growth, 40000, DESCENT_ENDING_DIVERGING);
    assert_ending("explosion", &explosion, 12, DESCENT_ENDING_UNDETERMINED);
    assert_ending("fall without bottom", &fall, 700, DESCENT_ENDING_UNBOUNDED);
    assert_ending("plateau, then a minimum", &long_plateau, 12000, DESCENT_ENDING_CONVERGED);
}
END_TEST

/* At every single point the monitor may say "under way" or the one right thing, and nothing else, whatever it knows. */
static void assert_never_wrong(const map *run, size_t steps, descent_ending right)
{
    descent_monitor *const monitor = new_monitor(1);
    for (int known = 0; known < 4; known++) {
        descent_monitor_reset(monitor);
        watch(monitor, run, steps,
              (showing){.scale = 1,
                        .losses_unknown = known & 1,
                        .gradients_unknown = known & 2,
                        .allowed = 1u << DESCENT_ENDING_UNDETERMINED | 1u << right});
    }
    descent_monitor_free(monitor);
}

START_TEST(nothing_wrong_is_ever_said)
{
    assert_never_wrong(&chaos, 30000, DESCENT_ENDING_UNDETERMINED);
    assert_never_wrong(&intermittency, 30000, DESCENT_ENDING_UNDETERMINED);
    assert_never_wrong(&narrow_gap, 30000, DESCENT_ENDING_UNDETERMINED);
    assert_never_wrong(&slow_alternation, 30000, DESCENT_ENDING_CONVERGED);
    assert_never_wrong(&slowest_alternation, 30000, DESCENT_ENDING_CONVERGED);
    assert_never_wrong(&slow_growth, 40000, DESCENT_ENDING_DIVERGING);
    assert_never_wrong(&sublinear, 30000, DESCENT_ENDING_UNDETERMINED);
    assert_never_wrong(&drift, 30000, DESCENT_ENDING_UNBOUNDED);
    assert_never_wrong(&long_plateau, 20000, DESCENT_ENDING_CONVERGED);
    assert_never_wrong(&contraction, 3000, DESCENT_ENDING_CONVERGED);
    assert_never_wrong(&cycle, 20000, DESCENT_ENDING_PERIODIC);
    assert_never_wrong(&fall, 7000, DESCENT_ENDING_UNBOUNDED);
    assert_never_wrong(&shelf, 3000, DESCENT_ENDING_UNDETERMINED);
    assert_never_wrong(&thrown_out, 100, DESCENT_ENDING_DIVERGING);
}
END_TEST

START_TEST(periods_are_the_smallest)
{
    descent_monitor *const monitor = new_monitor(1);
    watch(monitor, &cycle, 3000, plainly);
    ck_assert_uint_eq(descent_monitor_view(monitor).period, 8);
    descent_monitor_reset(monitor);
    ck_assert_uint_eq(descent_monitor_view(monitor).period, 0);
    ck_assert_uint_eq(descent_monitor_view(monitor).count, 0);
    watch(monitor, &flip, 100, plainly);
    ck_assert_uint_eq(descent_monitor_view(monitor).period, 2);
    descent_monitor_free(monitor);
}
END_TEST

START_TEST(periods_up_to_the_limit_are_found_and_no_longer_ones)
{
    for (size_t limit = 2; limit <= 64; limit++)
        for (size_t period = limit; period <= limit + 1; period++) {
            descent_monitor_options options = {0};
            descent_monitor *monitor;
            options.period_limit = limit;
            assert_success(descent_monitor_new(&monitor, 1, &options));
            for (size_t k = 0; k < 1000; k++) {
                const double x = (double)(k % period);
                descent_monitor_observe(monitor, &x, NAN, NULL);
            }
            ck_assert_uint_eq(descent_monitor_view(monitor).period, period == limit ? period : 0);
            descent_monitor_free(monitor);
        }
}
END_TEST

START_TEST(cycles_that_creep_are_none)
{
    const size_t dimensions[] = {1, 9};
    for (size_t d = 0; d < 2; d++)
        for (size_t period = 2; period <= 64; period++) {
            descent_monitor *const monitor = new_monitor(dimensions[d]);
            for (size_t k = 0; k < 2000; k++) {
                double x[9];
                for (size_t i = 0; i < 9; i++)
                    x[i] = (double)(k % period) * (1 + 1e-10 * (double)(k / period));
                if (descent_monitor_observe(monitor, x, NAN, NULL) != DESCENT_ENDING_UNDETERMINED)
                    ck_abort_msg("period %zu at %zu", period, k);
            }
            descent_monitor_free(monitor);
        }
}
END_TEST

START_TEST(verdicts_do_not_change_with_units_and_origin)
{
    const map *const runs[] = {&contraction, &flip, &cycle, &slow_growth, &fall, &chaos, &sublinear};
    const size_t steps[] = {400, 100, 3000, 40000, 700, 3000, 3000};
    const showing others[] = {{.scale = 0x1p332, .allowed = ~0u},
                              {.scale = 0x1p-332, .allowed = ~0u},
                              {.scale = -0x1p10, .shift = 0x1p3, .allowed = ~0u}};
    for (size_t r = 0; r < 7; r++) {
        descent_monitor *const plain = new_monitor(1), *const other = new_monitor(1);
        const descent_ending expected = watch(plain, runs[r], steps[r], plainly);
        for (size_t v = 0; v < 3; v++) {
            descent_monitor_reset(other);
            ck_assert_msg(watch(other, runs[r], steps[r], others[v]) == expected, "run %zu, variant %zu", r, v);
            ck_assert_uint_eq(descent_monitor_view(other).decided_at, descent_monitor_view(plain).decided_at);
        }
        descent_monitor_free(plain);
        descent_monitor_free(other);
    }
}
END_TEST

START_TEST(a_verdict_comes_in_time)
{
    /* A change at step k is seen by 3k: here the run lands in a bowl at step k, for good, or begins a cycle. */
    for (size_t k = 20; k < 2000; k = k * 3 / 2) {
        descent_monitor *const rests = new_monitor(1), *const turns = new_monitor(1);
        for (size_t i = 0; i <= 3 * k; i++) {
            const double resting = i < k ? sin((double)i) : sin((double)k), gone = resting - sin((double)k);
            const double slope = gone + 1e-9, depth = gone * gone / 2;
            const double turning = i < k ? sin((double)i) : (double)(i % 3);
            descent_monitor_observe(rests, &resting, depth, &slope);
            descent_monitor_observe(turns, &turning, NAN, NULL);
        }
        ck_assert_int_eq(descent_monitor_view(rests).ending, DESCENT_ENDING_CONVERGED);
        ck_assert_int_eq(descent_monitor_view(turns).ending, DESCENT_ENDING_PERIODIC);
        ck_assert_uint_eq(descent_monitor_view(turns).period, 3);
        ck_assert_uint_ge(descent_monitor_view(rests).decided_at, k);
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
    const descent_problem problem = descent_test_landscape("notebook", 0);
    const double start[] = {4, 2.5};
    descent_engine *engine;
    descent_monitor *const monitor = new_monitor(2);
    assert_success(descent_engine_new(&engine, &problem, descent_fixed_step(0.29), start));
    assert_success(descent_monitor_attach(monitor, engine));
    assert_success(descent_engine_run(engine, 100));
    ck_assert_int_eq(descent_engine_stop_reason(engine), DESCENT_STOP_OBSERVER);
    ck_assert_int_eq(descent_monitor_view(monitor).ending, DESCENT_ENDING_DIVERGING);
    ck_assert_uint_le(descent_engine_steps(engine), 8);
    descent_engine_free(engine);
    descent_monitor_free(monitor);
}
END_TEST

START_TEST(engines_stop_where_they_are_told_to)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
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
        ck_assert_msg(descent_monitor_view(monitor).ending == runs[i].ending, "run %zu: %s after %llu steps", i,
                      descent_ending_string(descent_monitor_view(monitor).ending),
                      (unsigned long long)descent_engine_steps(engine));
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

/* A fixed step in the double well u⁴ − u², as in the notebook's second variable, from wherever. */
static double well_slope(double u)
{
    return 4 * u * u * u - 2 * u;
}

static double well(double u)
{
    return u * u * u * u - u * u;
}

/* The same with a minimum at the origin: u = v + √½. */
static double moved_slope(double v)
{
    return v * (4 + v * (6 * sqrt(2) + 4 * v));
}

static double moved_well(double v)
{
    return v * v * (2 + v * (2 * sqrt(2) + v));
}

START_TEST(whoever_begins_beside_an_unstable_point_does_not_run_away)
{
    /* From the saddle it ends in a minimum, from a minimum that the step is too large for (η > 1/2) in a cycle. */
    for (double off = 1e-3; off > 1e-17; off /= 10) {
        const map from_saddle = {off, 0.1, well_slope, well};
        assert_never_wrong(&from_saddle, 2000, DESCENT_ENDING_CONVERGED);
        assert_ending("from the saddle", &from_saddle, 2000, DESCENT_ENDING_CONVERGED);
        const map from_minimum = {sqrt(0.5) + off, 0.55, well_slope, well};
        if (from_minimum.start > sqrt(0.5) + 1e-15) {
            assert_never_wrong(&from_minimum, 4000, DESCENT_ENDING_PERIODIC);
            assert_ending("from the minimum", &from_minimum, 4000, DESCENT_ENDING_PERIODIC);
        }
        const map from_origin = {off, 0.55, moved_slope, moved_well};
        if (off > 1e-10)
            assert_never_wrong(&from_origin, 4000, DESCENT_ENDING_PERIODIC);
    }
}
END_TEST

/* η = 10 on cos: bounded steps, whose length begins to grow by the factor 11. */
static double lattice_slope(double x)
{
    return -sin(x);
}

START_TEST(growth_by_a_factor_is_no_explosion)
{
    for (double off = 1e-1; off > 1e-17; off /= 10) {
        const map lattice = {off, 10, lattice_slope, cos};
        assert_never_wrong(&lattice, 1000, DESCENT_ENDING_UNDETERMINED);
    }
}
END_TEST

START_TEST(a_run_that_runs_away_does_so_to_the_end)
{
    /* Heavy ball beyond its limit on x²/2: multipliers of (x, x₋) have modulus above 1; here −1.2 (β = 0.9). */
    descent_monitor *const monitor = new_monitor(1);
    double x = 1, before = 1;
    bool seen = false;
    const double momentum = 0.9, step_size = 1 + momentum + 1.2 + momentum / 1.2;
    while (isfinite(x)) {
        const descent_ending ending = descent_monitor_observe(monitor, &x, x * x / 2, &x);
        ck_assert(!seen || ending == DESCENT_ENDING_DIVERGING);
        seen |= ending == DESCENT_ENDING_DIVERGING;
        const double next = x - step_size * x + momentum * (x - before);
        before = x;
        x = next;
    }
    ck_assert(seen);
    ck_assert_int_eq(descent_monitor_view(monitor).phase, DESCENT_PHASE_GROWING);
    ck_assert_int_eq(descent_monitor_observe(monitor, &x, NAN, NULL), DESCENT_ENDING_DIVERGING);
    x = 0;
    ck_assert_int_eq(descent_monitor_observe(monitor, &x, 0, &x), DESCENT_ENDING_DIVERGING);
    descent_monitor_free(monitor);
}
END_TEST

START_TEST(an_explosion_that_goes_on_more_slowly_is_one)
{
    /* Five steps, each of which outgrows the one before by more; then tenfold ones, up the walls of x²/2. */
    const double beginning[] = {0, 1, 10, 1e3, 1e6, 1e10, 1e15};
    descent_monitor *const monitor = new_monitor(1);
    double x = 0;
    for (size_t k = 0; k < 100; k++) {
        x = k < 7 ? (k % 2 ? 1 : -1) * beginning[k] : -10 * x;
        const descent_ending ending = descent_monitor_observe(monitor, &x, x * x / 2, &x);
        ck_assert_int_eq(ending, k < 5 ? DESCENT_ENDING_UNDETERMINED : DESCENT_ENDING_DIVERGING);
    }
    descent_monitor_free(monitor);
}
END_TEST

START_TEST(treading_on_the_spot_is_rest)
{
    /* From step 100 on it only flickers by a rounding or two, without end, as momentum does it. */
    const double places[] = {1, 1e6, 1e11};
    for (size_t place = 0; place < 3; place++) {
        descent_monitor *const monitor = new_monitor(1);
        for (size_t k = 0; k < 20000; k++) {
            const double flicker = DBL_EPSILON * places[place] * (double)((k * k + k / 3) % 3);
            const double x = places[place] + pow(0.7, (double)k) + flicker;
            const double gradient = pow(0.7, (double)k) + 1e-16;
            const descent_ending ending = descent_monitor_observe(monitor, &x, NAN, &gradient);
            if (ending == DESCENT_ENDING_PERIODIC || (k >= 300 && ending != DESCENT_ENDING_CONVERGED))
                ck_abort_msg("%s at %zu", descent_ending_string(ending), k);
        }
        descent_monitor_free(monitor);
    }
}
END_TEST

/* x²/2 far from the origin, where coordinates are rounded to 1e-4. */
static double far_slope(double x)
{
    return x - 1e12;
}

START_TEST(rounding_is_no_cycle)
{
    const map far_bowl = {1e12 + 1, 1.9, far_slope, NULL};
    for (double scale = 1; scale < 4; scale += 0.01) {
        descent_monitor *const monitor = new_monitor(1);
        const showing how = {.scale = scale, .allowed = 1u << DESCENT_ENDING_CONVERGED | 1u << DESCENT_ENDING_STALLED};
        watch(monitor, &far_bowl, 300, how);
        descent_monitor_free(monitor);
    }
}
END_TEST

START_TEST(a_loss_that_rose_once_does_not_rise)
{
    /* The steps grow by 1.1 each, and the loss falls but for one rise at the beginning: no word on why it runs off. */
    descent_monitor *const monitor = new_monitor(1);
    for (size_t k = 0; k < 3000; k++) {
        const double x = pow(1.1, (double)k), loss = k == 1 ? 10 : -x;
        ck_assert_int_eq(descent_monitor_observe(monitor, &x, loss, NULL), DESCENT_ENDING_UNDETERMINED);
    }
    descent_monitor_free(monitor);
}
END_TEST

START_TEST(a_slow_motion_behind_a_fast_one_is_waited_for)
{
    /* 0.9^k hides 1e-5 · 0.9999^k: the monitor must not speak before that is within a millionth, at step 23025. */
    descent_monitor *const monitor = new_monitor(2);
    double x[] = {1, 1e-5};
    for (size_t k = 0; k < 80000; k++) {
        const double gradient[] = {x[0], 1e-3 * x[1]};
        const descent_ending ending = descent_monitor_observe(monitor, x, NAN, gradient);
        if (ending == DESCENT_ENDING_STALLED || (ending != DESCENT_ENDING_UNDETERMINED && k < 23025))
            ck_abort_msg("%s at %zu", descent_ending_string(ending), k);
        x[0] *= 0.9;
        x[1] *= 0.9999;
    }
    ck_assert_int_eq(descent_monitor_view(monitor).ending, DESCENT_ENDING_CONVERGED);
    descent_monitor_free(monitor);
}
END_TEST

START_TEST(a_run_that_begins_at_rest_is_no_stall)
{
    /* At a minimum but for rounding: a gradient that is not zero, and none to compare it with. */
    descent_monitor *const monitor = new_monitor(1);
    const double x = 1 + sqrt(0.5), gradient = 1e-16, nothing = 0;
    for (size_t k = 0; k < 200; k++)
        ck_assert_int_eq(descent_monitor_observe(monitor, &x, -0.25, &gradient), DESCENT_ENDING_UNDETERMINED);
    ck_assert_int_eq(descent_monitor_view(monitor).phase, DESCENT_PHASE_RESTING);
    descent_monitor_reset(monitor);
    for (size_t k = 0; k < 200; k++)
        descent_monitor_observe(monitor, &x, -0.25, &nothing);
    ck_assert_int_eq(descent_monitor_view(monitor).ending, DESCENT_ENDING_CONVERGED);
    descent_monitor_free(monitor);
}
END_TEST

/* Motions as functions of the step. */
static double constant_motion(size_t k)
{
    (void)k;
    return 1;
}

static double shrinking_motion(size_t k)
{
    return pow(0.95, (double)k);
}

static double growing_motion(size_t k)
{
    return pow(-1.05, (double)k);
}

static double steady_motion(size_t k)
{
    return -0.1 * (double)k;
}

static double fall_and_plateau(size_t k)
{
    return pow(0.5, (double)k) - 1e-4 * (double)k;
}

static double chaotic_motion(size_t k)
{
    return cos(ldexp(1, (int)(k % 40)) + (double)k); /* no period, nowhere at home */
}

static double noisy_motion(size_t k)
{
    uint64_t z = k * 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return 10 * pow(0.8, (double)k) + (double)((z ^ (z >> 31)) >> 11) * 0x1p-53;
}

static double past_a_saddle(size_t k)
{
    return pow(0.8, (double)k) + 1e-9 * pow(1.2, (double)k);
}

START_TEST(phases_are_those_of_the_motion)
{
    const struct {
        double (*motion)(size_t k);
        size_t points;
        descent_phase phase;
    } runs[] = {
        {constant_motion, 16, DESCENT_PHASE_UNKNOWN},    {constant_motion, 100, DESCENT_PHASE_RESTING},
        {shrinking_motion, 150, DESCENT_PHASE_SETTLING}, {growing_motion, 150, DESCENT_PHASE_GROWING},
        {steady_motion, 1000, DESCENT_PHASE_ADVANCING},  {fall_and_plateau, 1000, DESCENT_PHASE_CREEPING},
        {chaotic_motion, 1000, DESCENT_PHASE_HOVERING},  {noisy_motion, 1000, DESCENT_PHASE_HOVERING},
        {past_a_saddle, 40, DESCENT_PHASE_SETTLING},     {past_a_saddle, 100, DESCENT_PHASE_LEAVING},
    };
    for (size_t i = 0; i < sizeof runs / sizeof runs[0]; i++)
        for (int exponent = -300; exponent <= 300; exponent += 300) {
            descent_monitor *const monitor = new_monitor(2);
            for (size_t k = 0; k < runs[i].points; k++) {
                const double x[] = {ldexp(runs[i].motion(k), exponent), ldexp(2 - runs[i].motion(k), exponent)};
                descent_monitor_observe(monitor, x, NAN, NULL);
            }
            ck_assert_msg(descent_monitor_view(monitor).phase == runs[i].phase, "run %zu: %s", i,
                          descent_phase_string(descent_monitor_view(monitor).phase));
            ck_assert_int_eq(descent_monitor_view(monitor).leaving != 0, runs[i].phase == DESCENT_PHASE_LEAVING);
            descent_monitor_free(monitor);
        }
    ck_assert_str_eq(descent_phase_string(DESCENT_PHASE_CREEPING), "creeping");
    ck_assert_str_eq(descent_phase_string((descent_phase)77), "unknown");
}
END_TEST

START_TEST(leaving_a_saddle_is_noticed)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
    const double start[] = {4, 1 - 1e-9};
    descent_engine *engine;
    descent_monitor *const monitor = new_monitor(2);
    int left = 0;
    assert_success(descent_engine_new(&engine, &problem, descent_fixed_step(0.1), start));
    assert_success(descent_monitor_attach(monitor, engine));
    for (size_t k = 0; k < 110; k++) {
        assert_success(descent_engine_step(engine));
        left |= descent_monitor_view(monitor).leaving;
        ck_assert(k > 50 || !left);
        ck_assert_int_eq(descent_monitor_view(monitor).ending, DESCENT_ENDING_UNDETERMINED);
    }
    ck_assert(left);
    descent_engine_free(engine);
    descent_monitor_free(monitor);
}
END_TEST

START_TEST(rates_are_those_of_the_map)
{
    descent_monitor *const monitor = new_monitor(1);
    watch(monitor, &contraction, 200, plainly);
    ck_assert_double_eq_tol(descent_monitor_view(monitor).rate, 0.9, 1e-3);
    descent_monitor_reset(monitor);
    ck_assert_double_nan(descent_monitor_view(monitor).rate);
    watch(monitor, &slow_growth, 2000, plainly);
    ck_assert_double_eq_tol(descent_monitor_view(monitor).rate, 1.001, 1e-6);
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
            ck_assert_uint_eq(descent_monitor_view(monitor).decided_at, when);
            descent_monitor_free(monitor);
        }
}
END_TEST

START_TEST(infinity_is_seen_also_after_steps_whose_squares_overflow)
{
    descent_monitor *const monitor = new_monitor(1);
    for (size_t k = 0; k < 50; k++) {
        const double x = k < 41 ? (double)k : k < 47 ? 1e200 * (double)(k % 2) : INFINITY;
        const descent_ending ending = descent_monitor_observe(monitor, &x, NAN, NULL);
        ck_assert_int_eq(ending, k < 47 ? DESCENT_ENDING_UNDETERMINED : DESCENT_ENDING_NONFINITE);
    }
    descent_monitor_free(monitor);
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
    descent_monitor_options options = {0};
    descent_monitor *monitor;
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
    descent_monitor_options options = {0};
    const descent_problem problem = descent_test_landscape("notebook", 0);
    const double start[] = {1, 1};
    descent_engine *engine;
    assert_failure(descent_monitor_new(NULL, 1, NULL), DESCENT_EINVAL, "monitor");
    assert_failure(descent_monitor_new(&monitor, 0, NULL), DESCENT_EINVAL, "dimension must be at least 1");
    ck_assert_ptr_null(monitor);
    const double bad[] = {1, -1, NAN, INFINITY};
    for (size_t i = 0; i < 4; i++) {
        options.distance_tolerance = bad[i];
        assert_failure(descent_monitor_new(&monitor, 1, &options), DESCENT_EINVAL, "distance_tolerance");
    }
    options = (descent_monitor_options){0};
    for (size_t i = 1; i < 4; i++) {
        options.gradient_tolerance = bad[i];
        assert_failure(descent_monitor_new(&monitor, 1, &options), DESCENT_EINVAL, "gradient_tolerance");
    }
    options = (descent_monitor_options){.period_limit = 65};
    assert_failure(descent_monitor_new(&monitor, 1, &options), DESCENT_EINVAL, "period_limit");
    options.period_limit = 1;
    assert_failure(descent_monitor_new(&monitor, 1, &options), DESCENT_EINVAL, "period_limit");
    options.period_limit = 0;
    options.reserved[2] = &options;
    assert_failure(descent_monitor_new(&monitor, 1, &options), DESCENT_EINVAL, "reserved[2]");
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
    ck_assert_int_eq(descent_monitor_view(NULL).ending, DESCENT_ENDING_UNDETERMINED);
    ck_assert_uint_eq(descent_monitor_view(NULL).count, 0);
    ck_assert_uint_eq(descent_monitor_view(NULL).decided_at, 0);
    ck_assert_uint_eq(descent_monitor_view(NULL).period, 0);
    ck_assert_double_nan(descent_monitor_view(NULL).rate);
    ck_assert_int_eq(descent_monitor_view(NULL).leaving, 0);
    ck_assert_int_eq(descent_monitor_view(NULL).phase, DESCENT_PHASE_UNKNOWN);
}
END_TEST

/* An oscillation, at which an engine is stopped unless that is not wanted. */
START_TEST(engines_stop_by_default_and_not_when_told)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
    const double start[] = {4, 1};
    const struct {
        unsigned stop_endings;
        bool stops;
    } cases[] = {{0, true},
                 {1u << DESCENT_ENDING_PERIODIC, true},
                 {1u << DESCENT_ENDING_CONVERGED, false},
                 {DESCENT_MONITOR_STOP_NEVER, false}};
    for (size_t i = 0; i < 4; i++) {
        const descent_monitor_options options = {.stop_endings = cases[i].stop_endings};
        descent_monitor *monitor;
        descent_engine *engine;
        assert_success(descent_monitor_new(&monitor, 2, &options));
        assert_success(descent_engine_new(&engine, &problem, descent_fixed_step(1), start));
        assert_success(descent_monitor_attach(monitor, engine));
        assert_success(descent_engine_run(engine, 500));
        ck_assert_int_eq(descent_engine_stop_reason(engine),
                         cases[i].stops ? DESCENT_STOP_OBSERVER : DESCENT_STOP_STEPS);
        const descent_monitor_state state = descent_monitor_view(monitor);
        ck_assert_int_eq(state.ending, DESCENT_ENDING_PERIODIC);
        ck_assert_uint_eq(state.period, 2);
        ck_assert_uint_eq(state.count, (uint64_t)descent_engine_steps(engine) + 1);
        descent_engine_free(engine);
        descent_monitor_free(monitor);
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        endings_are_those_that_mathematics_knows,
        nothing_wrong_is_ever_said,
        periods_are_the_smallest,
        periods_up_to_the_limit_are_found_and_no_longer_ones,
        cycles_that_creep_are_none,
        verdicts_do_not_change_with_units_and_origin,
        a_verdict_comes_in_time,
        rest_without_a_critical_point_is_a_stall,
        explosions_are_seen_while_they_happen,
        engines_stop_where_they_are_told_to,
        whoever_begins_beside_an_unstable_point_does_not_run_away,
        growth_by_a_factor_is_no_explosion,
        a_run_that_runs_away_does_so_to_the_end,
        an_explosion_that_goes_on_more_slowly_is_one,
        treading_on_the_spot_is_rest,
        rounding_is_no_cycle,
        a_loss_that_rose_once_does_not_rise,
        a_slow_motion_behind_a_fast_one_is_waited_for,
        a_run_that_begins_at_rest_is_no_stall,
        phases_are_those_of_the_motion,
        leaving_a_saddle_is_noticed,
        rates_are_those_of_the_map,
        what_is_not_finite_is_said_at_once_and_for_good,
        infinity_is_seen_also_after_steps_whose_squares_overflow,
        many_variables_are_sampled,
        gradient_tolerances_decide_if_given,
        bad_arguments_are_refused,
        engines_stop_by_default_and_not_when_told,
    };
    return descent_test_main(descent_test_suite("monitor", tests, sizeof tests / sizeof tests[0]));
}
