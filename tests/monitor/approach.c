/* Rest that was come to as one comes to a minimum, and that lasts; and what only looks like it. */
#include <math.h>
#include <string.h>

#include <descent/adaptive.h>
#include <descent/descent.h>
#include <descent/monitor.h>

#include "support.h"
#include "truth/own_rules.h"

static descent_monitor *new_monitor(size_t n)
{
    descent_monitor *monitor;
    const descent_monitor_options options = {.stop_endings = DESCENT_MONITOR_STOP_NEVER};
    assert_success(descent_monitor_new(&monitor, n, &options));
    return monitor;
}

static descent_engine *watched(descent_monitor *monitor, const descent_problem *problem, descent_rule rule,
                               const double *start)
{
    descent_engine *const engine = descent_test_engine(problem, rule, start);
    assert_success(descent_monitor_attach(monitor, engine));
    return engine;
}

/* The verdict after so many steps. */
static descent_ending verdict(const descent_problem *problem, descent_rule rule, const double *start, size_t steps)
{
    descent_monitor *const monitor = new_monitor(problem->dimension);
    descent_engine *const engine = watched(monitor, problem, rule, start);
    assert_success(descent_engine_run(engine, steps));
    const descent_ending ending = descent_monitor_view(monitor).ending;
    descent_engine_free(engine);
    descent_monitor_free(monitor);
    return ending;
}

/* How far the run is from where it was when it was first called converged, at most, in the steps after that; NaN: it never was. */
static double farthest_from_rest(descent_rule rule, size_t steps)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
    const double start[] = {4, 1.25};
    descent_monitor *const monitor = new_monitor(2);
    descent_engine *const engine = watched(monitor, &problem, rule, start);
    double rest[2] = {NAN, NAN}, farthest = NAN;
    for (size_t k = 0; k < steps; k++) {
        const double *const x = descent_engine_point(engine);
        assert_success(descent_engine_step(engine));
        if (isnan(rest[0]) && descent_monitor_view(monitor).ending == DESCENT_ENDING_CONVERGED) {
            memcpy(rest, x, sizeof rest);
            farthest = 0;
        }
        farthest = isnan(rest[0]) ? NAN : fmax(farthest, hypot(x[0] - rest[0], x[1] - rest[1]));
    }
    descent_engine_free(engine);
    descent_monitor_free(monitor);
    return farthest;
}

/*
 * √v of Adam falls by 0.999^½ a step: with η = 0.1 and λ = 4 the limit 38√v > ηλ is passed within 2·10⁴ steps of arrival, and it
 * leaves, unless the gradient is exactly 0 (whatever is divided by). Sums and momentum stay.
 */
START_TEST(who_forgets_its_slopes_never_rests_on_one)
{
    const descent_rule stays[] = {own_adagrad(1), descent_adagrad(1, 0), own_damped(0.2), own_velocity(0.02),
                                  descent_heavy_ball(0.1, 0.5)};
    const descent_rule leaves[] = {own_adam(0.1), descent_adam(0.1, NULL), own_adam(0.01), descent_adam(0.02, NULL)};
    for (size_t k = 0; k < sizeof stays / sizeof *stays; k++)
        ck_assert_msg(farthest_from_rest(stays[k], 20000) <= 1e-5, "rule %zu of those that stay", k);
    for (size_t k = 0; k < sizeof leaves / sizeof *leaves; k++)
        ck_assert_msg(!(farthest_from_rest(leaves[k], 20000) > 1e-5), "rule %zu of those that leave", k);
}
END_TEST

static int parabola_loss(size_t n, const double *x, double *value, void *context)
{
    (void)n;
    (void)context;
    *value = x[0] * x[0] / 2;
    return 0;
}

static int parabola_gradient(size_t n, const double *x, double *gradient, void *context)
{
    (void)n;
    (void)context;
    gradient[0] = x[0];
    return 0;
}

static const descent_problem parabola = {.dimension = 1, .loss = parabola_loss, .gradient = parabola_gradient};

/* Of an exact zero no memory makes a step: who begins at the minimum stays there. */
START_TEST(who_forgets_may_rest_where_nothing_is_left)
{
    const double start[] = {0};
    ck_assert_int_eq(verdict(&parabola, own_adam(0.1), start, 100), DESCENT_ENDING_CONVERGED);
    ck_assert_int_eq(verdict(&parabola, descent_adam(0.1, NULL), start, 100), DESCENT_ENDING_CONVERGED);
}
END_TEST

/* A rule that it was not asked about forgets, for all that is known; one that tells its multipliers does not. */
START_TEST(a_rule_that_is_changed_is_another)
{
    const double start[] = {4, 1.25};
    const descent_problem problem = descent_test_landscape("notebook", 0);
    const descent_rule rules[] = {own_adam(1e-4), descent_fixed_step(0.2)};
    for (size_t k = 0; k < 2; k++) {
        descent_monitor *const monitor = new_monitor(2);
        descent_engine *const engine = watched(monitor, &problem, descent_fixed_step(0.2), start);
        assert_success(descent_engine_run(engine, 40));
        assert_success(descent_engine_set_rule(engine, rules[k]));
        for (size_t i = 0; i < 2000; i++) {
            assert_success(descent_engine_step(engine));
            ck_assert(k == 1 || descent_engine_gradient_norm(engine) == 0 ||
                      descent_monitor_view(monitor).ending != DESCENT_ENDING_CONVERGED);
        }
        ck_assert(k == 0 || descent_monitor_view(monitor).ending == DESCENT_ENDING_CONVERGED);
        descent_engine_free(engine);
        descent_monitor_free(monitor);
    }
}
END_TEST

static int tail_loss(size_t n, const double *x, double *value, void *context)
{
    (void)n;
    (void)context;
    *value = exp(-x[0]);
    return 0;
}

static int tail_gradient(size_t n, const double *x, double *gradient, void *context)
{
    (void)n;
    (void)context;
    gradient[0] = -exp(-x[0]);
    return 0;
}

static int well_loss(size_t n, const double *x, double *value, void *context)
{
    (void)n;
    (void)context;
    *value = 1 - exp(-x[0] * x[0]);
    return 0;
}

static int well_gradient(size_t n, const double *x, double *gradient, void *context)
{
    (void)n;
    (void)context;
    gradient[0] = 2 * x[0] * exp(-x[0] * x[0]);
    return 0;
}

static const descent_problem tail = {.dimension = 1, .loss = tail_loss, .gradient = tail_gradient};
static const descent_problem well = {.dimension = 1, .loss = well_loss, .gradient = well_gradient};

/* e^−x has no critical point. From −2 a step of 8 leads to 57, where its slope is 1.6e-25 and is lost in rounding: a leap, as all
 * rests on it are. The same in a parabola is a landing, which the loss shows. */
START_TEST(a_leap_is_no_approach)
{
    const double start[] = {-2}, at_one[] = {1};
    for (double step_size = 4; step_size <= 64; step_size *= 2)
        ck_assert_int_eq(verdict(&tail, descent_fixed_step(step_size), start, 2000), DESCENT_ENDING_UNDETERMINED);
    ck_assert_int_eq(verdict(&parabola, descent_fixed_step(1), at_one, 2000), DESCENT_ENDING_CONVERGED);
    ck_assert_int_eq(verdict(&parabola, descent_fixed_step(0.9), at_one, 2000), DESCENT_ENDING_CONVERGED);
}
END_TEST

/* 1 − e^(−x²) from its slope: momentum carries it over the edge, to where there is no slope, and it halts there. Within the well
 * it comes to the minimum. */
START_TEST(coasting_to_a_halt_is_no_approach)
{
    const double start[] = {1};
    for (double step_size = 3; step_size < 40; step_size *= 1.3) {
        ck_assert_int_eq(verdict(&well, descent_heavy_ball(step_size, 0.9), start, 3000), DESCENT_ENDING_UNDETERMINED);
        ck_assert_int_eq(verdict(&well, own_damped(10 * step_size), start, 3000), DESCENT_ENDING_UNDETERMINED);
    }
    ck_assert_int_eq(verdict(&well, descent_heavy_ball(0.1, 0.9), start, 3000), DESCENT_ENDING_CONVERGED);
    ck_assert_int_eq(verdict(&well, own_damped(1), start, 3000), DESCENT_ENDING_CONVERGED);
}
END_TEST

/* Thrown off and back to where it began: its slope there is nothing beside that of the wall, and it stands on it. */
START_TEST(a_slope_beside_a_steeper_one_has_not_vanished)
{
    descent_monitor *const monitor = new_monitor(1);
    for (size_t k = 0; k < 500; k++) {
        const double x = k == 1 ? 300 : 1, gradient = k == 1 ? -1e40 : 1e10;
        ck_assert_int_ne(descent_monitor_observe(monitor, &x, k == 1 ? 1e40 : 1e9, &gradient),
                         DESCENT_ENDING_CONVERGED);
    }
    descent_monitor_free(monitor);
}
END_TEST

/* By a step of 3/(1 + k/300) in x²/2 a run grows until k = 150, to 1e24, and all of it is undone later; by one that falls by a
 * thousandth each time until k = 405, to 1e61. A constant step of 3 doubles it for ever. */
START_TEST(growth_ends_where_a_schedule_shortens_the_steps)
{
    const double start[] = {1};
    const descent_schedule schedules[] = {descent_schedule_inverse(300), descent_schedule_exponential(0.999),
                                          descent_schedule_cosine(400, 0.01)};
    for (size_t k = 0; k < 3; k++) {
        descent_monitor *const monitor = new_monitor(1);
        descent_engine *const engine =
            watched(monitor, &parabola, descent_rule_with_schedule(descent_fixed_step(3), schedules[k]), start);
        double farthest = 0;
        for (size_t i = 0; i < 8000; i++) {
            assert_success(descent_engine_step(engine));
            farthest = fmax(farthest, fabs(descent_engine_point(engine)[0]));
            ck_assert_int_ne(descent_monitor_view(monitor).ending, DESCENT_ENDING_DIVERGING);
        }
        ck_assert_double_gt(farthest, 1e12);                              /* more than a verdict takes */
        ck_assert_double_lt(fabs(descent_engine_point(engine)[0]), 1e-6); /* the verdict would be false */
        descent_engine_free(engine);
        descent_monitor_free(monitor);
    }
    ck_assert_int_eq(verdict(&parabola, descent_fixed_step(3), start, 200), DESCENT_ENDING_DIVERGING);
    ck_assert_int_eq(verdict(&parabola, descent_heavy_ball(5, 0.5), start, 200), DESCENT_ENDING_DIVERGING);
}
END_TEST

/* An explosion that comes down on level ground, far out, and stands there. */
START_TEST(who_stands_still_does_not_run_away)
{
    const double beginning[] = {0, 1, 10, 1e3, 1e6, 1e10, 1e15};
    descent_monitor *const monitor = new_monitor(1);
    for (size_t k = 0; k < 400; k++) {
        const double x = (k % 2 && k < 7 ? 1 : -1) * beginning[k < 7 ? k : 6], gradient = k < 7 ? x : 1e-3;
        const descent_ending ending = descent_monitor_observe(monitor, &x, k < 7 ? x * x / 2 : 7, &gradient);
        ck_assert(k != 6 || ending == DESCENT_ENDING_DIVERGING);
        ck_assert(k < 20 || ending == DESCENT_ENDING_UNDETERMINED);
    }
    descent_monitor_free(monitor);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        who_forgets_its_slopes_never_rests_on_one,
        who_forgets_may_rest_where_nothing_is_left,
        a_rule_that_is_changed_is_another,
        a_leap_is_no_approach,
        coasting_to_a_halt_is_no_approach,
        a_slope_beside_a_steeper_one_has_not_vanished,
        growth_ends_where_a_schedule_shortens_the_steps,
        who_stands_still_does_not_run_away,
    };
    return descent_test_main(descent_test_suite("monitor approach", tests, sizeof tests / sizeof *tests));
}
