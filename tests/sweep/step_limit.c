/* Step limits: bisection to the last place, multipliers where runs are slow, boundaries that are no single point. */
#include <math.h>

#include <descent/descent.h>
#include <descent/step_limit.h>

#include "support.h"

static descent_step_limit_options converging(void)
{
    descent_step_limit_options options = {0};
    options.property = DESCENT_STEP_CONVERGES;
    return options;
}

static void assert_ulps(double found, double expected, double ulps)
{
    const double ulp = nextafter(expected, INFINITY) - expected;
    ck_assert_msg(fabs(found - expected) <= ulps * ulp, "%.17g is %g ulp from %.17g", found, (found - expected) / ulp,
                  expected);
}

/* L = Σ i·xᵢ²/2: the rules' limits are known, and growth just above them is as slow as one likes. */
static int bowl(size_t dimension, const double *x, double *gradient, void *context)
{
    (void)context;
    for (size_t i = 0; i < dimension; i++)
        gradient[i] = (double)(i + 1) * x[i];
    return 0;
}

START_TEST(the_explosion_begins_at_two_sevenths)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
    const double start[] = {4, 2.5};
    double limit;
    assert_success(descent_step_limit(&problem, start, 0.25, 0.33, NULL, &limit));
    assert_ulps(limit, 2.0 / 7, 4);
    assert_success(descent_step_limit(&problem, start, 0.01, 0.3, NULL, &limit));
    assert_ulps(limit, 2.0 / 7, 4);
}
END_TEST

START_TEST(convergence_ends_at_one_half)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
    const double start[] = {4, 1.25};
    const descent_step_limit_options options = converging();
    descent_step_limit_result *result;
    assert_success(descent_step_limit_find(&problem, start, 0.25, 0.7, &options, &result));
    assert_ulps(result->limit, 0.5, 4);
    ck_assert_int_eq(result->source, DESCENT_LIMIT_MULTIPLIER);
    ck_assert_int_ne(result->single, 0);
    ck_assert_uint_eq(result->crossings, 1);
    ck_assert_double_le(result->low, 0.5);
    ck_assert_double_ge(result->high, 0.5);
    ck_assert_int_eq(result->ending_low, DESCENT_ENDING_CONVERGED);
    ck_assert_int_eq(result->ending_high, DESCENT_ENDING_PERIODIC);
    descent_step_limit_result_free(result);
}
END_TEST

static int power_gradient(size_t n, const double *x, double *gradient, void *context)
{
    const int power = *(const int *)context;
    (void)n;
    gradient[0] = power * pow(x[0], power - 1);
    return 0;
}

/* From 1, xᵖ is multiplied by 1 − pηxᵖ⁻²: with η = 2/p the run goes to and fro between 1 and −1, below that it comes to rest, above it
 * leaves. The one double between is not "just below", nor "just above". */
START_TEST(the_endings_told_are_not_of_the_limit_itself)
{
    const descent_rule rules[] = {descent_fixed_step(1), descent_heavy_ball(1, 0.9), descent_nesterov(1, 0.9)};
    for (int power = 2; power <= 4; power += 2)
        for (size_t r = 0; r < (power == 2 ? sizeof rules / sizeof *rules : 1); r++)
            for (int property = DESCENT_STEP_BOUNDED; property <= (power == 2 ? DESCENT_STEP_CONVERGES : 0);
                 property++) {
                const descent_problem problem = {.dimension = 1, .gradient = power_gradient, .context = &power};
                const double start = 1;
                const descent_step_limit_options options = {.property = (descent_step_property)property,
                                                            .rule = &rules[r]};
                descent_step_limit_result *result;
                assert_success(descent_step_limit_find(&problem, &start, 0.05, 3, &options, &result));
                ck_assert(result->ending_low == DESCENT_ENDING_CONVERGED ||
                          result->ending_low == DESCENT_ENDING_APPROACHING);
                ck_assert_int_eq(result->ending_high, DESCENT_ENDING_DIVERGING);
                descent_step_limit_result_free(result);
            }
}
END_TEST

START_TEST(the_bracket_is_two_neighbouring_numbers)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
    const double start[] = {4, 2.5};
    descent_step_limit_result *result;
    assert_success(descent_step_limit_find(&problem, start, 0.25, 0.33, NULL, &result));
    ck_assert_int_eq(result->source, DESCENT_LIMIT_BISECTION);
    ck_assert_double_eq(nextafter(result->low, 1), result->high);
    ck_assert_double_eq(result->limit, result->high);
    ck_assert_int_eq(result->ending_high, DESCENT_ENDING_DIVERGING);
    /* 256 to find it between two, some 50 around it, and 15 a round: a bracket of 0.08/255 is a last place wide after 11. */
    ck_assert_uint_gt(result->runs, 256);
    ck_assert_uint_lt(result->runs, 256 + 15 * 14 + 100);
    descent_step_limit_result_free(result);
}
END_TEST

START_TEST(slow_growth_is_decided_by_the_multipliers)
{
    const descent_problem problem = {.dimension = 2, .gradient = bowl};
    const double start[] = {1, 1};
    const descent_rule rules[] = {descent_fixed_step(1), descent_heavy_ball(1, 0.9), descent_nesterov(1, 0.9)};
    const double limits[] = {1, 1.9, 3.8 / 2.8 / 2};
    for (int property = 0; property < 2; property++)
        for (size_t i = 0; i < 3; i += descent_test_in_full() ? 1 : 2) {
            descent_step_limit_options options = {0};
            double limit;
            options.property = property ? DESCENT_STEP_CONVERGES : DESCENT_STEP_BOUNDED;
            options.rule = &rules[i];
            assert_success(descent_step_limit(&problem, start, limits[i] / 4, 1.7 * limits[i], &options, &limit));
            assert_ulps(limit, limits[i], 8);
        }
}
END_TEST

/*
 * Near its limit a heavy ball swings up by the factor 1/(1 − β) and stays there for as long as it does: that is no
 * divergence. And beside a limit 64 steps show no growth.
 */
START_TEST(what_grows_for_a_while_or_too_slowly_is_left_to_the_multipliers)
{
    const descent_problem problem = {.dimension = 3, .gradient = bowl};
    const double start[] = {1, -1, 1};
    const double momenta[] = {0.3, 0.9, 0.99, 0.999};
    const size_t steps[] = {64, 400, 4096}, lengths = descent_test_in_full() ? 3 : 2;
    for (size_t i = descent_test_in_full() ? 0 : 3; i < 4; i++)
        for (size_t k = 0; k < lengths; k++)
            for (size_t nesterov = 0; nesterov < 2; nesterov++) {
                const double beta = momenta[i];
                const double truth = nesterov ? (2 + 2 * beta) / (1 + 2 * beta) / 3 : 2 * (1 + beta) / 3;
                const descent_rule rule = nesterov ? descent_nesterov(1, beta) : descent_heavy_ball(1, beta);
                descent_step_limit_options options = {0};
                descent_step_limit_result *result;
                options.rule = &rule;
                options.steps = steps[k];
                assert_success(descent_step_limit_find(&problem, start, 0.8 * truth, 1.7 * truth, &options, &result));
                ck_assert_double_le(result->low, truth * (1 + 1e-15));
                ck_assert_double_ge(result->high, truth * (1 - 1e-15));
                if (result->source != DESCENT_LIMIT_UNDECIDED)
                    assert_ulps(result->limit, truth, 8);
                if (steps[k] == 4096)
                    ck_assert_int_eq(result->source, DESCENT_LIMIT_MULTIPLIER);
                descent_step_limit_result_free(result);
            }
}
END_TEST

/* Rosenbrock's function: at (1, 1) the Hessian (802, −400; −400, 200) has the eigenvalues 501 ± √(501² − 400). */
static int rosenbrock(size_t dimension, const double *x, double *gradient, void *context)
{
    const double off = x[1] - x[0] * x[0];
    (void)dimension;
    (void)context;
    gradient[0] = -400 * x[0] * off - 2 * (1 - x[0]);
    gradient[1] = 200 * off;
    return 0;
}

/* Beale's function Σ(cᵢ − x(1 − yⁱ))²: at (3, 1/2) the residuals vanish, and the Hessian is 2JᵀJ. */
static int beale(size_t dimension, const double *x, double *gradient, void *context)
{
    const double c[] = {1.5, 2.25, 2.625};
    (void)dimension;
    (void)context;
    gradient[0] = gradient[1] = 0;
    for (int i = 1; i <= 3; i++) {
        const double residual = c[i - 1] - x[0] * (1 - pow(x[1], i));
        gradient[0] -= 2 * residual * (1 - pow(x[1], i));
        gradient[1] += 2 * residual * x[0] * i * pow(x[1], i - 1);
    }
    return 0;
}

/* Along a curved valley: (y − sin x)²·30/2 + x²/20, whose Hessian at 0 is (30.1, −30; −30, 30). */
static int bent_valley(size_t dimension, const double *x, double *gradient, void *context)
{
    const double off = x[1] - sin(x[0]);
    (void)dimension;
    (void)context;
    gradient[0] = -30 * off * cos(x[0]) + 0.1 * x[0];
    gradient[1] = 30 * off;
    return 0;
}

static double largest_eigenvalue(double a, double b, double c)
{
    return (a + c) / 2 + hypot((a - c) / 2, b);
}

/*
 * Runs that come along a valley are at its end only after thousands of steps, and those beyond the limit leave it as slowly
 * again, for a small 2-cycle: what they look like after 4096 steps says little, and the limit is that of theory.
 */
START_TEST(limits_of_convergence_at_the_end_of_valleys)
{
    const struct {
        descent_gradient_function *gradient;
        double start[2], curvature;
    } losses[] = {{rosenbrock, {-1.2, 1}, largest_eigenvalue(802, -400, 200)},
                  {beale, {1, 1}, largest_eigenvalue(3.15625, -11.4375, 46.125)},
                  {bent_valley, {3, 1}, largest_eigenvalue(30.1, -30, 30)}};
    const size_t count = descent_test_in_full() ? 3 : 1;
    for (size_t f = 0; f < count; f++)
        for (int rule = 0; rule < 2; rule++) {
            const descent_problem problem = {.dimension = 2, .gradient = losses[f].gradient};
            const descent_rule rules[] = {descent_fixed_step(1), descent_nesterov(1, 0.6)};
            const double limit = (rule ? 1.6 / 2.2 : 1) * 2 / losses[f].curvature;
            descent_step_limit_options options = converging();
            descent_step_limit_result *result;
            options.rule = &rules[rule];
            assert_success(descent_step_limit_find(&problem, losses[f].start, limit / 4, 2 * limit, &options, &result));
            ck_assert_double_eq_tol(result->limit, limit, 1e-8 * limit);
            ck_assert_double_le(result->low, result->limit);
            ck_assert_double_ge(result->high, result->limit);
            ck_assert_int_eq(result->source, DESCENT_LIMIT_MULTIPLIER);
            descent_step_limit_result_free(result);
        }
}
END_TEST

/* L = −x falls for ever whatever the step size, so none is the limit. */
static int slope(size_t dimension, const double *x, double *gradient, void *context)
{
    (void)dimension;
    (void)x;
    (void)context;
    gradient[0] = -1;
    return 0;
}

START_TEST(a_run_that_drifts_away_has_no_limit)
{
    const descent_problem problem = {.dimension = 1, .gradient = slope};
    const double start = 1.5;
    descent_step_limit_result *result;
    double limit;
    assert_success(descent_step_limit_find(&problem, &start, 0.1, 5, NULL, &result));
    ck_assert_int_eq(result->source, DESCENT_LIMIT_UNDECIDED);
    ck_assert_double_eq(result->low, 0.1);
    descent_step_limit_result_free(result);
    assert_failure(descent_step_limit(&problem, &start, 0.1, 5, NULL, &limit), DESCENT_ENOCONVERGENCE, "do not tell");
}
END_TEST

START_TEST(a_run_on_the_ridge_converges_to_the_saddle_up_to_one)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
    const double start[] = {4, 1};
    const descent_step_limit_options options = converging();
    double limit;
    assert_success(descent_step_limit(&problem, start, 0.25, 1.2, &options, &limit));
    assert_ulps(limit, 1, 4);
}
END_TEST

static descent_step_limit_options of_property(int converges)
{
    return converges ? converging() : (descent_step_limit_options){0};
}

/* On the ridge β₂ = 1 the notebook's run is multiplied by 1 − 2η about the saddle, whatever happens beside. */
START_TEST(on_a_ridge_the_multiplier_along_it_decides)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
    const double start[] = {4, 1}, lows[] = {0.1, 0.25, 0.9}, highs[] = {1.3, 1.2, 3};
    const descent_rule rules[] = {descent_fixed_step(1), descent_heavy_ball(1, 0.5)};
    for (int converges = 0; converges < 2; converges++)
        for (size_t i = 0; i < 3; i += descent_test_in_full() ? 1 : 2)
            for (size_t r = 0; r < 2; r++) {
                descent_step_limit_options options = of_property(converges);
                const double truth = r ? 1.5 : 1;
                descent_step_limit_result *result;
                options.rule = &rules[r];
                assert_success(
                    descent_step_limit_find(&problem, start, truth * lows[i], truth * highs[i], &options, &result));
                assert_ulps(result->limit, truth, 16);
                ck_assert_int_eq(result->source, DESCENT_LIMIT_MULTIPLIER);
                ck_assert_int_ne(result->held, 0);
                ck_assert_int_ne(result->single, 0);
                ck_assert_int_eq(result->attracts, 0);
                ck_assert_int_ne(result->ending_low, DESCENT_ENDING_CHAOTIC);
                descent_step_limit_result_free(result);
            }
}
END_TEST

/* L = x₁² + 100x₂²: on the first axis the run shrinks by 1 − 2η, beside it by 1 − 200η as well. */
static int narrow_valley(size_t dimension, const double *x, double *gradient, void *context)
{
    (void)dimension;
    (void)context;
    gradient[0] = 2 * x[0];
    gradient[1] = 200 * x[1];
    return 0;
}

START_TEST(on_an_axis_the_curvature_along_it_decides)
{
    const descent_problem problem = {.dimension = 2, .gradient = narrow_valley};
    /* One is on the axis, one beside it by so little that thousands of steps must show it, one far from it. */
    const double starts[][2] = {{1, 0}, {1, 1e-9}, {1, 1}, {0, 1}};
    const double limits[] = {1, 0.01, 0.01, 0.01};
    for (int converges = 0; converges < 2; converges++)
        for (size_t i = 0; i < 4; i++) {
            const descent_step_limit_options options = of_property(converges);
            descent_step_limit_result *result;
            assert_success(descent_step_limit_find(&problem, starts[i], 0.001, 2, &options, &result));
            ck_assert_double_eq_tol(result->limit, limits[i], 1e-7 * limits[i]);
            ck_assert_int_eq(result->attracts, i > 0);
            descent_step_limit_result_free(result);
        }
}
END_TEST

/* −x²: away from 0 by 1 + 2η at each step, whatever η is. */
static int hilltop(size_t dimension, const double *x, double *gradient, void *context)
{
    (void)dimension;
    (void)context;
    gradient[0] = -2 * x[0];
    return 0;
}

static int kink(size_t dimension, const double *x, double *gradient, void *context)
{
    (void)dimension;
    (void)context;
    gradient[0] = x[0] > 0 ? 1 : x[0] < 0 ? -1 : 0;
    return 0;
}

/* With small step sizes the steps do not suffice to see what becomes of the run: that is no property held, and no limit. */
START_TEST(where_the_property_was_never_seen_no_limit_is_found)
{
    const struct {
        descent_gradient_function *gradient;
        int converges;
        double low, high;
    } losses[] = {{hilltop, 0, 1e-4, 0.01}, {kink, 1, 2.1e-4, 4.6e-4}, {slope, 0, 0.1, 5}};
    const double start = 1;
    for (size_t i = 0; i < 3; i++) {
        const descent_problem problem = {.dimension = 1, .gradient = losses[i].gradient};
        const descent_step_limit_options options = of_property(losses[i].converges);
        descent_step_limit_result *result;
        double limit;
        assert_success(descent_step_limit_find(&problem, &start, losses[i].low, losses[i].high, &options, &result));
        ck_assert_int_eq(result->held, 0);
        ck_assert_int_eq(result->source, DESCENT_LIMIT_UNDECIDED);
        descent_step_limit_result_free(result);
        assert_failure(descent_step_limit(&problem, &start, losses[i].low, losses[i].high, &options, &limit),
                       DESCENT_ENOCONVERGENCE, "");
    }
}
END_TEST

START_TEST(where_it_was_seen_the_limit_is_that_of_the_minimum)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
    const double start[] = {4, 1.25};
    const descent_step_limit_options options = converging();
    descent_step_limit_result *result;
    assert_success(descent_step_limit_find(&problem, start, 0.25, 0.7, &options, &result));
    ck_assert_int_ne(result->held, 0);
    ck_assert_int_ne(result->attracts, 0);
    descent_step_limit_result_free(result);
}
END_TEST

/* Convergence comes back: with u₀ = 1 the run reaches the saddle's ridge or a minimum in islands of step sizes. */
static int cubic(size_t dimension, const double *x, double *gradient, void *context)
{
    const double y = dimension > 1 ? x[1] : 0;
    (void)context;
    gradient[0] = 3 * (x[0] * x[0] - y * y);
    if (dimension > 1)
        gradient[1] = -6 * x[0] * y;
    return 0;
}

/*
 * x³ draws in what is right of 0 and lets go of what is left of it, where x ← x − 3ηx² comes in one step with η > 1/(3x): far slower
 * than 4096 steps tell. The same on the axis of the monkey saddle.
 */
START_TEST(a_point_that_draws_in_from_one_side_is_passed)
{
    const double starts[] = {1, 0.5, 0.3};
    for (size_t i = 0; i < 3; i++)
        for (size_t n = 1; n <= 2; n++)
            for (int converges = 0; converges < 2; converges++) {
                const descent_problem problem = {.dimension = n, .gradient = cubic};
                const double start[] = {starts[i], 0}, truth = 1 / (3 * starts[i]);
                const descent_step_limit_options options = {.property = converges ? DESCENT_STEP_CONVERGES
                                                                                  : DESCENT_STEP_BOUNDED};
                descent_step_limit_result *result;
                assert_success(descent_step_limit_find(&problem, start, 0.5 * truth, 2.2 * truth, &options, &result));
                ck_assert_double_le(result->low, truth * (1 + 1e-15)); /* what lands on 0 to rounding stays */
                ck_assert_double_ge(result->low, truth * (1 - 1e-6));
                ck_assert_double_gt(result->high, truth);
                ck_assert_int_eq(result->source, DESCENT_LIMIT_UNDECIDED);
                descent_step_limit_result_free(result);
            }
}
END_TEST

START_TEST(a_boundary_that_is_no_point_is_said)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
    const double start[] = {2, 1.25};
    descent_step_limit_options options = {0};
    descent_step_limit_result *result;
    double limit;
    /* Beyond η = 1 the chaotic set leaks: how long a run stays depends on every digit of η. */
    options.steps = 64;
    assert_success(descent_step_limit_find(&problem, start, 0.9, 1.1, &options, &result));
    ck_assert_int_eq(result->single, 0);
    ck_assert_uint_gt(result->crossings, 1);
    ck_assert_double_gt(result->last, result->limit);
    assert_failure(descent_step_limit(&problem, start, 0.9, 1.1, &options, &limit), DESCENT_ENOCONVERGENCE,
                   "not one boundary");
    ck_assert_double_eq(limit, result->limit);
    descent_step_limit_result_free(result);
}
END_TEST

/*
 * From (4, 1.0001) the notebook's runs wander at η = 1 and are lost beyond it, since 1 − 2η is below −1: by how near it is, in hundreds of steps or
 * in thousands, of which some end first. That is one boundary. From a start that comes to rest below its limit others are lost below
 * it, with the heavy ball, and some come to rest above it: those are more.
 */
START_TEST(what_the_steps_leave_open_is_no_other_boundary)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
    static const uint64_t steps[] = {1024, 2048, 4096};
    static const double starts[][2] = {{4, 1.0001}, {4, 1.25}};
    descent_step_limit_result *result;
    for (size_t k = 0; k < sizeof steps / sizeof *steps; k++)
        for (size_t i = 0; i < sizeof starts / sizeof *starts; i++) {
            const descent_step_limit_options options = {.steps = steps[k]};
            assert_success(descent_step_limit_find(&problem, starts[i], 0.48, 1.05, &options, &result));
            ck_assert_msg(result->single, "%u steps", (unsigned)steps[k]);
            ck_assert_uint_eq(result->crossings, 1);
            ck_assert_double_eq_tol(result->limit, 1, 1.0 / (double)steps[k]);
            descent_step_limit_result_free(result);
        }
    /* With the heavy ball runs are lost from 0.1923 on, and come to rest again with 0.206: see the bands of the diagnosis. */
    const descent_rule ball = descent_heavy_ball(1, 0.5);
    const descent_step_limit_options options = {.rule = &ball};
    assert_success(descent_step_limit_find(&problem, (double[]){4, 2.5}, 0.1, 0.3, &options, &result));
    ck_assert(!result->single);
    descent_step_limit_result_free(result);
}
END_TEST

/* Is the run of the heavy ball on u⁴ − u², u = y − 1, lost, by its own loop? */
static bool is_lost(double y, double step_size, double momentum)
{
    double before = y;
    for (int k = 0; k < 4096 && fabs(y) < 1e6; k++) {
        const double u = y - 1, next = y - step_size * (4 * u * u * u - 2 * u) + momentum * (y - before);
        before = y;
        y = next;
    }
    return !(fabs(y) < 1e6);
}

/* Of 256 step sizes from 10⁻³ to 1 the run is lost with one, and is not with the one below; yet with some between smaller ones it is. */
START_TEST(of_several_boundaries_a_lower_one_is_looked_for)
{
    int first = 0;
    while (!is_lost(1.0001, 1e-3 + first * 0.999 / 255, 0.9))
        first++;
    const double held = 1e-3 + (first - 1) * 0.999 / 255;
    const descent_problem problem = descent_test_landscape("notebook", 0);
    const descent_rule ball = descent_heavy_ball(1, 0.9);
    const descent_step_limit_options options = {.rule = &ball};
    descent_step_limit_result *result;
    assert_success(descent_step_limit_find(&problem, (double[]){4, 1.0001}, 1e-3, 1, &options, &result));
    ck_assert(!result->single);
    ck_assert_double_lt(result->limit, held);
    ck_assert(is_lost(1.0001, result->high, 0.9) && !is_lost(1.0001, held, 0.9));
    descent_step_limit_result_free(result);
}
END_TEST

START_TEST(what_is_zero_is_the_default)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
    const double start[] = {4, 2.5};
    const descent_step_limit_options zero = {0}, stated = {.steps = 4096, .scan = 256}, other = {.scan = 200};
    const descent_step_limit_options *const all[] = {NULL, &zero, &stated, &other};
    size_t runs[4];
    for (size_t i = 0; i < 4; i++) {
        descent_step_limit_result *result;
        assert_success(descent_step_limit_find(&problem, start, 0.25, 0.33, all[i], &result));
        assert_ulps(result->limit, 2.0 / 7, 8);
        runs[i] = result->runs;
        descent_step_limit_result_free(result);
    }
    ck_assert_uint_eq(runs[0], runs[1]);
    ck_assert_uint_eq(runs[0], runs[2]);
    ck_assert_uint_ne(runs[0], runs[3]);
}
END_TEST

/* Where a plain loop over L = x²/2 with η/(1 + k/20) is after so many steps. */
static double inversely(double step_size, uint64_t steps)
{
    double x = 1;
    for (uint64_t k = 0; k < steps; k++)
        x *= 1 - step_size / (1 + (double)k / 20);
    return fabs(x);
}

/* With 2 and more the first steps lead away, and the later ones back: the limit of a constant step size is none. */
START_TEST(a_step_size_that_shrinks_comes_below_the_limit)
{
    const descent_problem problem = {.dimension = 1, .gradient = bowl};
    const descent_rule rule = descent_rule_with_schedule(descent_fixed_step(1), descent_schedule_inverse(20));
    const double start[] = {1};
    descent_step_limit_options options = converging();
    descent_step_limit_result *result;
    options.rule = &rule;
    assert_success(descent_step_limit_find(&problem, start, 0.5, 100, &options, &result));
    ck_assert_int_ne(result->source, DESCENT_LIMIT_MULTIPLIER);
    ck_assert_double_gt(result->low, 4);
    ck_assert_double_lt(inversely(result->low, 4096), 1e-6);
    ck_assert(!(inversely(result->high * 1.01, 4096) < 1));
    descent_step_limit_result_free(result);
}
END_TEST

int main(void)
{
    const TTest *const long_tests[] = {
        the_endings_told_are_not_of_the_limit_itself, limits_of_convergence_at_the_end_of_valleys,
        slow_growth_is_decided_by_the_multipliers, a_point_that_draws_in_from_one_side_is_passed,
        what_grows_for_a_while_or_too_slowly_is_left_to_the_multipliers};
    const TTest *const tests[] = {the_explosion_begins_at_two_sevenths,
                                  convergence_ends_at_one_half,
                                  the_bracket_is_two_neighbouring_numbers,
                                  a_run_that_drifts_away_has_no_limit,
                                  a_run_on_the_ridge_converges_to_the_saddle_up_to_one,
                                  on_a_ridge_the_multiplier_along_it_decides,
                                  on_an_axis_the_curvature_along_it_decides,
                                  where_the_property_was_never_seen_no_limit_is_found,
                                  where_it_was_seen_the_limit_is_that_of_the_minimum,
                                  a_boundary_that_is_no_point_is_said,
                                  what_the_steps_leave_open_is_no_other_boundary,
                                  of_several_boundaries_a_lower_one_is_looked_for,
                                  a_step_size_that_shrinks_comes_below_the_limit,
                                  what_is_zero_is_the_default};
    Suite *const suite = descent_test_suite("step limit", tests, sizeof tests / sizeof tests[0]);
    descent_test_add_long(suite, long_tests, sizeof long_tests / sizeof *long_tests, 0);
    return descent_test_main(suite);
}
