/* Damped momentum and the general filter: the sibling runs, the heavy ball one step late, limits on both sides. */
#include <math.h>

#include <descent/descent.h>

#include "support.h"

static void run(const descent_problem *problem, descent_rule rule, const double *start, size_t steps, double *end)
{
    descent_engine *const engine = descent_test_engine(problem, rule, start);
    assert_success(descent_engine_run(engine, steps));
    for (size_t i = 0; i < problem->dimension; i++)
        end[i] = descent_engine_point(engine)[i];
    descent_engine_free(engine);
}

/* The notebook's loop with z₀ = 0, in Python's doubles: the same bits. */
START_TEST(the_sibling_runs_end_where_the_notebook_says)
{
    static const struct {
        double start[2], step_size, momentum;
        size_t steps;
        double end[2];
    } runs[] = {
        {{4, 1.075}, 1.0 / 5, 0.33, 32, {2.000000036177719, 1.7071064596832213}},
        {{0, -0.5}, 1.0 / 50, 0.99, 1024, {1.9912894232846596, 1.70685834619151}},
        {{4, 1}, 1.0 / 10, 0.95, 64, {2.3862696646009387, 1}},
        {{4, 2.5}, 0.29, 0.08, 16, {1.9999999694639459, 1.70710707426802}},
    };
    const descent_problem problem = descent_test_landscape("notebook", 0);
    for (size_t r = 0; r < sizeof runs / sizeof *runs; r++) {
        double end[2];
        run(&problem, descent_damped_momentum(runs[r].step_size, runs[r].momentum), runs[r].start, runs[r].steps, end);
        ck_assert_double_eq(end[0], runs[r].end[0]);
        ck_assert_double_eq(end[1], runs[r].end[1]);
        const double m = runs[r].momentum;
        run(&problem, descent_gradient_filter(runs[r].step_size, 1 - m, 0, -m), runs[r].start, runs[r].steps, end);
        ck_assert_double_eq(end[0], runs[r].end[0]);
        ck_assert_double_eq(end[1], runs[r].end[1]);
    }
}
END_TEST

/* The second run passes the ridge x₂ = 1 once: counted on its path. */
START_TEST(the_slow_sibling_crosses_the_ridge_once)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
    const double start[] = {0, -0.5};
    descent_engine *const engine = descent_test_engine(&problem, descent_damped_momentum(0.02, 0.99), start);
    unsigned crossings = 0;
    for (double before = start[1]; descent_engine_steps(engine) < 1024; before = descent_engine_point(engine)[1]) {
        assert_success(descent_engine_step(engine));
        crossings += (before < 1) != (descent_engine_point(engine)[1] < 1);
    }
    ck_assert_uint_eq(crossings, 1);
    descent_engine_free(engine);
}
END_TEST

/* m = 0.0127448096617254 separates the runs from (4, 2.5) with 0.29 that explode, as plain descent does, from those that stay. */
START_TEST(the_explosion_ends_at_the_boundary)
{
    const double boundary = 0.0127448096617254, start[] = {4, 2.5};
    const descent_problem problem = descent_test_landscape("notebook", 0);
    for (int above = 0; above < 2; above++) {
        const double momentum = boundary + (above ? 1e-15 : -1e-15);
        descent_engine *const engine = descent_test_engine(&problem, descent_damped_momentum(0.29, momentum), start);
        assert_success(descent_engine_run(engine, 400));
        ck_assert_int_eq(descent_engine_stop_reason(engine), above ? DESCENT_STOP_STEPS : DESCENT_STOP_NONFINITE);
        descent_engine_free(engine);
    }
}
END_TEST

START_TEST(damped_momentum_is_the_heavy_ball_one_step_late)
{
    const descent_problem problem = descent_test_landscape("rosenbrock", 0);
    const double start[] = {-1.2, 1}, step_size = 0.01, momentum = 0.9;
    descent_engine *const late = descent_test_engine(&problem, descent_damped_momentum(step_size, momentum), start);
    descent_engine *const ball =
        descent_test_engine(&problem, descent_heavy_ball(step_size * (1 - momentum), momentum), start);
    assert_success(descent_engine_step(late));
    for (int k = 0; k < 300; k++) {
        for (size_t i = 0; i < 2; i++)
            ck_assert_double_eq_tol(descent_engine_point(late)[i], descent_engine_point(ball)[i], 1e-11);
        assert_success(descent_engine_step(late));
        assert_success(descent_engine_step(ball));
    }
    /* The gradient of the step that does not move is that of the next. */
    ck_assert_uint_eq(descent_engine_evaluations(late).gradient, 300);
    descent_engine_free(late);
    descent_engine_free(ball);
}
END_TEST

static int slope(size_t dimension, const double *x, double *gradient, void *context)
{
    (void)dimension;
    gradient[0] = *(const double *)context * x[0];
    return 0;
}

static int bowl(size_t n, const double *x, double *gradient, void *context)
{
    (void)context;
    for (size_t i = 0; i < n; i++)
        gradient[i] = x[i];
    return 0;
}

/* The first step rests: the gradient there is that of the second, too, however large the numbers are and whoever makes the steps. */
START_TEST(where_the_first_step_rests_one_gradient_is_enough)
{
    enum {
        n = 40
    };
    const double sizes[] = {1, 1e100, 1e200, 1e300};
    for (size_t k = 0; k < 4; k++)
        for (size_t variables = 1; variables <= n; variables += 13)
            for (uint64_t steps = 1; steps < 5; steps++) {
                double start[n];
                for (size_t i = 0; i < n; i++)
                    start[i] = sizes[k] * cos((double)i);
                const descent_problem problem = {.dimension = variables, .gradient = bowl};
                const descent_rule rules[] = {descent_damped_momentum(0.1, 0.5),
                                              descent_gradient_filter(0.1, 0.5, 0, -0.5)};
                for (size_t r = 0; r < 2; r++) {
                    descent_engine *const engine = descent_test_engine(&problem, rules[r], start);
                    assert_success(descent_engine_run(engine, steps));
                    ck_assert_uint_eq(descent_engine_evaluations(engine).gradient, steps > 1 ? steps - 1 : 1);
                    descent_engine_free(engine);
                }
            }
}
END_TEST

/* The larger modulus of the two roots of μ² − (1 − tb₀ − a₁)μ + (tb₁ − a₁), t = ηλ. */
static double radius_at(const double *b, double a1, double t)
{
    const double half = (1 - t * b[0] - a1) / 2, product = t * b[1] - a1, rest = half * half - product;
    return rest < 0 ? sqrt(product) : fabs(half) + sqrt(rest);
}

/*
 * All coefficients in quarters: below the limit every step is stable and above it none; 0: none is; NaN: some are, but not the shortest, or
 * a root is on the circle without any step.
 */
START_TEST(the_limit_is_where_the_roots_say)
{
    size_t limits = 0, none = 0, others = 0;
    for (int which = 0; which < 9 * 9 * 13; which++) {
        const double b[] = {(which % 9 - 4) / 4.0, (which / 9 % 9 - 4) / 4.0}, a1 = (which / 81 - 6) / 4.0;
        const descent_rule rule = descent_gradient_filter(1, b[0], b[1], a1);
        const double limit = descent_rule_step_limit(&rule, 2);
        bool below = false, gap = false, above = false; /* stable or not below the limit, and stable above it */
        for (double t = 0.01; t < 40; t *= 1.02) {
            const bool stable = radius_at(b, a1, t) < 1 - 1e-9;
            below |= stable && t < 2 * limit * (1 - 1e-9);
            gap |= !stable && t < 2 * limit * (1 - 1e-6);
            above |= stable && !(t < 2 * limit * (1 + 1e-9));
        }
        if (isnan(limit) || limit == 0)
            ck_assert_msg(limit == 0 ? !above : !(radius_at(b, a1, 0.01) < 1 - 1e-9) || fabs(a1) == 1, "%g, %g, %g: %g",
                          b[0], b[1], a1, limit);
        else
            ck_assert_msg((below || limit < 0.005) && !gap && !above, "%g, %g, %g: %g", b[0], b[1], a1, limit);
        limits += isgreater(limit, 0) ? 1 : 0;
        none += limit == 0;
        others += isnan(limit) ? 1 : 0;
    }
    ck_assert(limits > 50 && none > 50 && others > 50);
}
END_TEST

/* Against the difference equation itself, which keeps g and z where the rule keeps one number. */
START_TEST(the_filter_follows_its_difference_equation)
{
    const double b0 = 0.3, b1 = 0.2, a1 = -0.6, curvature = 1.7, step_size = 0.4;
    double x = 3, z = 0, before = 0, end;
    for (int k = 1; k < 25; k++) {
        const double g = curvature * x;
        z = b0 * g + b1 * before - a1 * z;
        before = g;
        x -= step_size * z;
    }
    double context = curvature;
    const descent_problem problem = {.dimension = 1, .gradient = slope, .context = &context};
    const double start = 3;
    run(&problem, descent_gradient_filter(step_size, b0, b1, a1), &start, 25, &end);
    ck_assert_double_eq_tol(end, x, 1e-14);
}
END_TEST

/* A gradient that alternates does not pass a zero at −1: on g = (−1)^k the filter's output dies out. */
static int alternate(size_t dimension, const double *x, double *gradient, void *context)
{
    (void)dimension, (void)x;
    int *const calls = context;
    gradient[0] = (*calls)++ % 2 == 0 ? 1 : -1;
    return 0;
}

START_TEST(a_zero_at_minus_one_stops_what_alternates)
{
    int calls = 0;
    const descent_problem problem = {.dimension = 1, .gradient = alternate, .context = &calls};
    const double start = 0;
    descent_engine *const engine = descent_test_engine(&problem, descent_gradient_filter(1, 0.25, 0.25, -0.5), &start);
    assert_success(descent_engine_run(engine, 80));
    const double late = descent_engine_point(engine)[0];
    assert_success(descent_engine_step(engine));
    ck_assert_double_eq_tol(descent_engine_point(engine)[0], late, 1e-15);
    descent_engine_free(engine);
}
END_TEST

/* On c x²/2 a run decays just below the limit and grows just above it, whichever of the conditions decides. */
START_TEST(limits_separate_decay_from_growth)
{
    const descent_rule rules[] = {
        descent_damped_momentum(1, 0.9),          descent_damped_momentum(1, -0.5),
        descent_gradient_filter(1, 0.5, 0.5, 0),  descent_gradient_filter(1, 0.2, 0.6, -0.3),
        descent_gradient_filter(1, 1, -0.4, 0.2), descent_gradient_filter(1, 0.25, 0.25, -0.5),
    };
    double curvature = 1.7;
    const descent_problem problem = {.dimension = 1, .gradient = slope, .context = &curvature};
    for (size_t r = 0; r < sizeof rules / sizeof *rules; r++) {
        const double limit = descent_rule_step_limit(&rules[r], curvature), start = 1;
        ck_assert(isfinite(limit) && limit > 0);
        for (int above = 0; above < 2; above++) {
            descent_rule rule = rules[r];
            rule.step_size = limit * (above ? 1.02 : 0.98);
            double real[2], imaginary[2], largest = 0, end;
            const size_t count = rule.type->multipliers(&rule, rule.step_size, curvature, real, imaginary);
            ck_assert_uint_eq(count, 2);
            for (size_t j = 0; j < 2; j++)
                largest = fmax(largest, hypot(real[j], imaginary[j]));
            ck_assert_int_eq(largest > 1, above);
            run(&problem, rule, &start, 4000, &end);
            ck_assert_msg(above ? fabs(end) > 1 : fabs(end) < 0.5, "rule %zu, above %d: %g", r, above, end);
        }
    }
    const descent_rule ascends = descent_gradient_filter(1, 0.5, -0.5, 0);
    ck_assert_double_eq(descent_rule_step_limit(&ascends, 1), 0);
}
END_TEST

static int long_slope(size_t dimension, const double *x, double *gradient, void *context)
{
    (void)x, (void)context;
    for (size_t i = 0; i < dimension; i++)
        gradient[i] = 1e120;
    return 0;
}

/* However short the step, z must be finite: the step in which it would not be is refused, and the point stays, also where many numbers
 * are moved in place. The first step rests; then z₂ = b₀g, and z₃ = b₀g + b₁g − a₁z₂. */
START_TEST(what_overflows_is_refused)
{
    enum {
        most_variables = 70
    };
    static const struct {
        double b0, b1, a1;
        uint64_t made;
    } cases[] = {
        {1e200, 0, 0, 1},
        {0, 1e200, 0, 2},
        {1, 0, -1e200, 2},
        {1, 0, -1e100, 3},
    };
    double start[most_variables];
    for (size_t i = 0; i < most_variables; i++)
        start[i] = 1 + (double)i; /* beside which the steps that are made are rounding */
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++)
        for (size_t n = 1; n <= most_variables; n += most_variables - 1) {
            const descent_problem problem = {.dimension = n, .gradient = long_slope};
            const descent_rule rule = descent_gradient_filter(1e-300, cases[k].b0, cases[k].b1, cases[k].a1);
            descent_engine *const engine = descent_test_engine(&problem, rule, start);
            assert_success(descent_engine_run(engine, 5));
            ck_assert_int_eq(descent_engine_stop_reason(engine), DESCENT_STOP_NONFINITE);
            ck_assert_uint_eq(descent_engine_steps(engine), cases[k].made);
            for (size_t i = 0; i < n; i++)
                ck_assert_double_eq(descent_engine_point(engine)[i], start[i]);
            descent_engine_free(engine);
        }
}
END_TEST

START_TEST(coefficients_must_be_finite)
{
    descent_rule rule = descent_gradient_filter(1, 1, NAN, 0);
    assert_failure(descent_rule_check(&rule), DESCENT_EINVAL, "b1 must be finite");
    rule = descent_damped_momentum(1, INFINITY);
    assert_failure(descent_rule_check(&rule), DESCENT_EINVAL, "momentum must be finite");
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        the_sibling_runs_end_where_the_notebook_says,
        the_slow_sibling_crosses_the_ridge_once,
        the_explosion_ends_at_the_boundary,
        damped_momentum_is_the_heavy_ball_one_step_late,
        where_the_first_step_rests_one_gradient_is_enough,
        the_limit_is_where_the_roots_say,
        the_filter_follows_its_difference_equation,
        a_zero_at_minus_one_stops_what_alternates,
        limits_separate_decay_from_growth,
        what_overflows_is_refused,
        coefficients_must_be_finite,
    };
    return descent_test_main(descent_test_suite("rules_gradient_filter", tests, sizeof tests / sizeof tests[0]));
}
