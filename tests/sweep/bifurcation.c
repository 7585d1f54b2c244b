/* Bifurcation data: doublings where theory has them, windows, the end of the cascade. */
#include <math.h>

#include <descent/bifurcation.h>
#include <descent/descent.h>
#include <descent/sweep.h>

#include "support.h"

/* The logistic map as gradient descent with step 1 on L = −(r − 1)x²/2 + r x³/3. */
static int logistic_gradient(size_t dimension, const double *x, double *gradient, void *context)
{
    (void)dimension;
    const double r = ((const descent_parameter *)context)->value;
    gradient[0] = -(r - 1) * x[0] + r * x[0] * x[0];
    return 0;
}

static int logistic_hessian(size_t dimension, const double *x, double *hessian, void *context)
{
    (void)dimension;
    const double r = ((const descent_parameter *)context)->value;
    hessian[0] = -(r - 1) + 2 * r * x[0];
    return 0;
}

enum {
    most_runs = 1200
};

static descent_sweep *sweep_logistic(const descent_problem *problem, double low, double high, size_t count)
{
    const double start = 0.3;
    double values[most_runs];
    descent_sweep *sweep;
    descent_sweep_options options = {0};
    for (size_t i = 0; i < count; i++)
        values[i] = low + (high - low) * (double)i / (double)(count - 1);
    options.lyapunov = 1;
    options.check_count = DESCENT_SWEEP_NO_CHECKS;
    assert_success(descent_sweep_parameters(problem, descent_fixed_step(1), &start, values, count, &options, &sweep));
    return sweep;
}

/* The doubling of a period; NULL if it was not found. */
static const descent_doubling *doubling_of(const descent_bifurcation *data, size_t period)
{
    for (size_t i = 0; i < data->doubling_count; i++)
        if (data->doublings[i].period == period)
            return &data->doublings[i];
    return NULL;
}

static void assert_doubling(const descent_bifurcation *data, size_t period, double value, double tolerance)
{
    const descent_doubling *const found = doubling_of(data, period);
    ck_assert_ptr_nonnull(found);
    ck_assert_double_eq_tol(found->value, value, tolerance);
    ck_assert_double_le(fabs(found->value - value), found->error + 1e-14);
}

START_TEST(the_logistic_cascade_is_located)
{
    const descent_problem problems[] = {
        {.dimension = 1, .gradient = logistic_gradient, .hessian = logistic_hessian},
        {.dimension = 1, .gradient = logistic_gradient},
    };
    for (size_t i = 0; i < 2; i++) {
        descent_bifurcation *data;
        descent_sweep *const sweep = sweep_logistic(&problems[i], 2.8, 4, 400);
        assert_success(descent_bifurcation_read(sweep, &problems[i], &data));
        assert_doubling(data, 1, 3, i == 0 ? 1e-12 : 1e-8);
        assert_doubling(data, 2, 1 + sqrt(6), i == 0 ? 1e-12 : 1e-8);
        /* The 3-cycle of the window doubles at the root of a sextic, 3.8414990075… (Gordon 1996). */
        assert_doubling(data, 3, 3.8414990075435, 1e-8);
        /* Feigenbaum's point and number. */
        ck_assert_double_eq_tol(data->accumulation, 3.569945672, 2e-6);
        ck_assert_double_le(fabs(data->accumulation - 3.569945672), data->accumulation_error);
        ck_assert_double_eq_tol(data->ratio, 4.6692, 0.01);
        ck_assert_double_ge(data->chaos_low, data->accumulation);
        ck_assert_double_le(data->chaos_low, 3.575);
        ck_assert_double_eq_tol(data->largest_exponent, log(2), 0.02);
        descent_bifurcation_free(data);
        descent_sweep_free(sweep);
    }
}
END_TEST

/*
 * From few runs, of which none is beyond the third doubling: the first five, after which each is as near to the next as eight quarters can tell. Their values are those of
 * Newton's method on f^p(x) = x and (f^p)′(x) = −1, to forty digits; the error is that of rounding in the Hessian along the cycle.
 */
START_TEST(a_cascade_is_continued_beyond_the_runs)
{
    static const double truth[] = {3, 3.449489742783178098, 3.544090359551922854, 3.564407266095432598,
                                   3.568759419543826431};
    static const struct {
        double low, high;
        size_t count, first, found;
    } cases[] = {{2.8, 3.55, 16, 0, 5}, {2.8, 3.55, 9, 0, 5}, {2.9, 3.46, 12, 0, 5}, {3.1, 3.5, 12, 1, 1},
                 {2.8, 3.1, 7, 0, 1},   {2.8, 2.99, 7, 0, 0}, {3.1, 3.44, 7, 0, 0},  {3.46, 3.56, 11, 2, 1}};
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++)
        for (int exact = 1; exact >= 0; exact--) {
            const descent_problem problem = {
                .dimension = 1, .gradient = logistic_gradient, .hessian = exact ? logistic_hessian : NULL};
            descent_bifurcation *data;
            descent_sweep *const sweep = sweep_logistic(&problem, cases[k].low, cases[k].high, cases[k].count);
            assert_success(descent_bifurcation_read(sweep, &problem, &data));
            ck_assert_msg(data->doubling_count == cases[k].found, "case %zu: %zu", k, data->doubling_count);
            for (size_t i = 0; i < data->doubling_count; i++) {
                const descent_doubling *const found = &data->doublings[i];
                const double value = truth[cases[k].first + i];
                double x = found->orbit[0];
                ck_assert_uint_eq(found->period, (size_t)1 << (cases[k].first + i));
                ck_assert_double_le(fabs(found->value - value), found->error);
                const double relative = found->error / (value * (double)found->period) / (exact ? 1e-13 : 1e-8);
                ck_assert(relative > 0.999 && relative < 1.05);
                for (size_t j = 0; j < found->period; j++) {
                    ck_assert_double_eq_tol(found->orbit[j], x, 1e-6);
                    x = found->value * x * (1 - x);
                }
                ck_assert_double_eq_tol(found->orbit[0], x, 1e-6);
            }
            if (cases[k].found == 5) {
                const double ratio = (truth[3] - truth[2]) / (truth[4] - truth[3]);
                const double before = (truth[2] - truth[1]) / (truth[3] - truth[2]);
                const double end = truth[4] + (truth[4] - truth[3]) / (ratio - 1);
                const double earlier = truth[3] + (truth[3] - truth[2]) / (before - 1);
                ck_assert_double_eq_tol(data->ratio, ratio, exact ? 1e-6 : 0.2);
                ck_assert_double_eq_tol(data->accumulation, end, exact ? 1e-10 : 1e-5);
                ck_assert_double_eq_tol(data->accumulation_error, fabs(end - earlier), exact ? 1e-10 : 1e-5);
            } else {
                ck_assert_int_eq(isnan(data->accumulation), cases[k].found < 3);
                ck_assert_int_eq(isnan(data->accumulation_error), cases[k].found < 4);
            }
            descent_bifurcation_free(data);
            descent_sweep_free(sweep);
        }
}
END_TEST

START_TEST(the_window_of_period_three_is_a_segment)
{
    const descent_problem problem = {.dimension = 1, .gradient = logistic_gradient};
    descent_sweep *const sweep = sweep_logistic(&problem, 3.8, 3.86, 601);
    descent_bifurcation *data;
    double low = NAN, high = NAN;
    size_t runs = 0;
    assert_success(descent_bifurcation_read(sweep, &problem, &data));
    for (size_t i = 0; i < data->segment_count; i++) {
        const descent_bifurcation_segment *const segment = &data->segments[i];
        ck_assert_uint_eq(segment->first, runs);
        runs = segment->last + 1;
        if (segment->period == 3 && segment->last - segment->first > 50) {
            low = segment->low;
            high = segment->high;
        }
    }
    ck_assert_uint_eq(runs, 601);
    /* It opens by a tangent bifurcation at 1 + √8. */
    ck_assert_double_eq_tol(low, 1 + sqrt(8), 3e-4);
    ck_assert_double_eq_tol(high, 3.8414990, 3e-4);
    descent_bifurcation_free(data);
    descent_sweep_free(sweep);
}
END_TEST

START_TEST(the_notebooks_cycle_doubles_at_the_golden_section)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
    const double start[] = {4, 1.25};
    double step_sizes[600];
    descent_sweep *sweep;
    descent_bifurcation *data;
    for (size_t i = 0; i < 600; i++)
        step_sizes[i] = 0.4 + 0.6 * (double)i / 599;
    assert_success(descent_sweep_step_sizes(&problem, start, step_sizes, 600, NULL, &sweep));
    assert_success(descent_bifurcation_read(sweep, &problem, &data));
    assert_doubling(data, 1, 0.5, 1e-12);
    assert_doubling(data, 2, (sqrt(5) - 1) / 2, 1e-12);
    /* At η the 2-cycle about the minimum has v = u√2 with v² = 1 + 1/(2η) ± √…: its points add up as below. */
    const descent_doubling *const cycle = doubling_of(data, 2);
    const double eta = cycle->value, u = cycle->orbit[1] - 1, w = cycle->orbit[3] - 1;
    ck_assert_double_eq_tol((1 + 2 * eta) * u - 4 * eta * u * u * u, w, 1e-12);
    ck_assert_double_eq_tol((1 + 2 * eta) * w - 4 * eta * w * w * w, u, 1e-12);
    ck_assert_double_eq_tol(data->segments[0].high, 0.5, 0.0021);
    ck_assert_int_eq(data->segments[0].ending, DESCENT_ENDING_CONVERGED);
    descent_bifurcation_free(data);
    descent_sweep_free(sweep);
}
END_TEST

/* L = x⁴/4 − x²/2: with momentum the fixed point doubles at the rule's limit 2(1 + β)/2. */
static int well(size_t dimension, const double *x, double *gradient, void *context)
{
    (void)dimension;
    (void)context;
    gradient[0] = x[0] * x[0] * x[0] - x[0];
    return 0;
}

/* The same map with its parameter counted from 3, so that the first doubling is at 0. */
static int shifted_gradient(size_t dimension, const double *x, double *gradient, void *context)
{
    descent_parameter shifted = {((const descent_parameter *)context)->value + 3, NULL};
    return logistic_gradient(dimension, x, gradient, &shifted);
}

static int shifted_hessian(size_t dimension, const double *x, double *hessian, void *context)
{
    descent_parameter shifted = {((const descent_parameter *)context)->value + 3, NULL};
    return logistic_hessian(dimension, x, hessian, &shifted);
}

START_TEST(the_error_of_a_doubling_at_zero_is_not_zero)
{
    for (int exact = 0; exact < 2; exact++) {
        const descent_problem problem = {
            .dimension = 1, .gradient = shifted_gradient, .hessian = exact ? shifted_hessian : NULL};
        descent_bifurcation *data;
        descent_sweep *const sweep = sweep_logistic(&problem, -0.4, 0.5, 400);
        assert_success(descent_bifurcation_read(sweep, &problem, &data));
        const descent_doubling *const found = doubling_of(data, 1);
        ck_assert_ptr_nonnull(found);
        ck_assert_double_le(fabs(found->value), found->error);
        ck_assert_double_le(found->error, exact ? 1e-12 : 1e-7);
        assert_doubling(data, 2, sqrt(6) - 2, exact ? 1e-12 : 1e-8);
        descent_bifurcation_free(data);
        descent_sweep_free(sweep);
    }
}
END_TEST

static descent_sweep *sweep_steps(const descent_problem *problem, const double *start, double low, double high,
                                  size_t steps)
{
    enum {
        count = 400
    };
    double step_sizes[count];
    descent_sweep_options options = {0};
    descent_sweep *sweep;
    for (size_t i = 0; i < count; i++)
        step_sizes[i] = low + (high - low) * (double)i / (count - 1);
    options.steps = steps;
    options.check_count = DESCENT_SWEEP_NO_CHECKS;
    assert_success(descent_sweep_step_sizes(problem, start, step_sizes, count, &options, &sweep));
    return sweep;
}

/* Just before a doubling runs take their slow swings for the doubled cycle, and segments begin too early. */
START_TEST(segments_that_begin_too_early_hide_no_doubling)
{
    const descent_problem problem = {.dimension = 1, .gradient = well};
    const double start = 0.3;
    descent_bifurcation *data;
    descent_sweep *const sweep = sweep_steps(&problem, &start, 0.5, 1.4, 2048);
    assert_success(descent_bifurcation_read(sweep, &problem, &data));
    assert_doubling(data, 1, 1, 1e-7);
    /* With u ← (1 + η)u − ηu³ the 2-cycle doubles where η² + 2η = 4. */
    assert_doubling(data, 2, sqrt(5) - 1, 1e-7);
    for (size_t period = 4; period <= 64; period *= 2)
        ck_assert_ptr_nonnull(doubling_of(data, period));
    ck_assert_double_eq_tol(data->ratio, 4.6692, 0.05);
    ck_assert_double_ge(data->chaos_low, data->accumulation);
    descent_bifurcation_free(data);
    descent_sweep_free(sweep);
}
END_TEST

/* λ = 501 + √(301² + 400²) at the minimum; along the valley runs settle so slowly that a dozen segments lie between. */
static int rosenbrock(size_t dimension, const double *x, double *gradient, void *context)
{
    const double off = x[1] - x[0] * x[0];
    (void)dimension;
    (void)context;
    gradient[0] = -400 * x[0] * off - 2 * (1 - x[0]);
    gradient[1] = 200 * off;
    return 0;
}

/* Along its valley 2048 steps arrive nowhere: what approaches is not told as converged, nor what converges as approaching. */
START_TEST(a_segment_ends_as_each_of_its_runs)
{
    const descent_problem valley = {.dimension = 2, .gradient = rosenbrock}, wells = {.dimension = 1, .gradient = well};
    const double start[] = {-1, 1}, inside = 0.3;
    for (int i = 0; i < 2; i++) {
        descent_bifurcation *data;
        descent_sweep *const sweep =
            i == 0 ? sweep_steps(&valley, start, 5e-4, 1.5e-3, 2048) : sweep_steps(&wells, &inside, 0.5, 1.1, 2048);
        assert_success(descent_bifurcation_read(sweep, i == 0 ? &valley : &wells, &data));
        for (size_t k = 0; k < data->segment_count; k++)
            for (size_t run = data->segments[k].first; run <= data->segments[k].last; run++)
                ck_assert_int_eq(data->segments[k].ending, descent_sweep_ending(sweep, run));
        ck_assert_int_eq(data->segments[0].ending, i == 0 ? DESCENT_ENDING_APPROACHING : DESCENT_ENDING_CONVERGED);
        descent_bifurcation_free(data);
        descent_sweep_free(sweep);
    }
}
END_TEST

START_TEST(unsettled_segments_hide_no_doubling)
{
    const descent_problem problem = {.dimension = 2, .gradient = rosenbrock};
    const double start[] = {-1.2, 1};
    descent_bifurcation *data;
    descent_sweep *const sweep = sweep_steps(&problem, start, 1e-3, 4e-3, 20000);
    assert_success(descent_bifurcation_read(sweep, &problem, &data));
    assert_doubling(data, 1, 2 / (501 + sqrt(301.0 * 301 + 400.0 * 400)), 1e-10);
    descent_bifurcation_free(data);
    descent_sweep_free(sweep);
}
END_TEST

START_TEST(rules_with_momentum_double_at_their_limits)
{
    const descent_problem problem = {.dimension = 1, .gradient = well};
    const descent_rule rules[] = {descent_heavy_ball(1, 0.3), descent_nesterov(1, 0.3)};
    const double limits[] = {1.3, 2.6 / 1.6 / 2}, start = 1.1;
    for (size_t r = 0; r < 2; r++) {
        double step_sizes[60];
        descent_sweep *sweep;
        descent_bifurcation *data;
        descent_sweep_options options = {0};
        options.rule = &rules[r];
        for (size_t i = 0; i < 60; i++)
            step_sizes[i] = limits[r] * (0.8 + 0.3 * (double)i / 59);
        assert_success(descent_sweep_step_sizes(&problem, &start, step_sizes, 60, &options, &sweep));
        assert_success(descent_bifurcation_read(sweep, &problem, &data));
        assert_doubling(data, 1, limits[r], 1e-7);
        descent_bifurcation_free(data);
        descent_sweep_free(sweep);
    }
}
END_TEST

START_TEST(sweeps_of_another_sort_are_refused)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
    const descent_problem other = {.dimension = 1, .gradient = well};
    const double start[] = {4, 1.25}, falling[] = {0.3, 0.2};
    descent_sweep *sweep;
    descent_bifurcation *data;
    assert_success(descent_sweep_starts(&problem, descent_fixed_step(0.1), start, 1, NULL, &sweep));
    assert_failure(descent_bifurcation_read(sweep, &problem, &data), DESCENT_EINVAL, "over step sizes");
    ck_assert_ptr_null(data);
    descent_sweep_free(sweep);
    assert_success(descent_sweep_step_sizes(&problem, start, falling, 2, NULL, &sweep));
    assert_failure(descent_bifurcation_read(sweep, &problem, &data), DESCENT_EINVAL, "ascend");
    assert_failure(descent_bifurcation_read(sweep, &other, &data), DESCENT_EINVAL, "dimension");
    assert_failure(descent_bifurcation_read(sweep, NULL, &data), DESCENT_EINVAL, "problem");
    assert_failure(descent_bifurcation_read(NULL, &problem, &data), DESCENT_EINVAL, "sweep");
    assert_failure(descent_bifurcation_read(sweep, &problem, NULL), DESCENT_EINVAL, "bifurcation");
    descent_sweep_free(sweep);
    descent_bifurcation_free(NULL);
}
END_TEST

/* Maps x − ηL′(x) of losses whose 2-cycle is ±c until it splits, at multiplier +1, into two that double later. */
static int pendulum(size_t dimension, const double *x, double *gradient, void *context)
{
    (void)dimension;
    (void)context;
    gradient[0] = sin(x[0]);
    return 0;
}

static int logarithm(size_t dimension, const double *x, double *gradient, void *context)
{
    (void)dimension;
    (void)context;
    gradient[0] = x[0] / (1 + x[0] * x[0]);
    return 0;
}

/* L = log(1 + x²) − 0.6 cos 3x, of many cycles side by side. */
static int rippled(size_t dimension, const double *x, double *gradient, void *context)
{
    (void)dimension;
    (void)context;
    gradient[0] = 2 * x[0] / (1 + x[0] * x[0]) + 1.8 * sin(3 * x[0]);
    return 0;
}

static descent_bifurcation *bifurcation_of(descent_gradient_function *gradient, double start, double low, double high,
                                           size_t count)
{
    const descent_problem problem = {.dimension = 1, .gradient = gradient};
    double values[most_runs];
    descent_sweep_options options = {0};
    descent_sweep *sweep;
    descent_bifurcation *data;
    for (size_t i = 0; i < count; i++)
        values[i] = low + (high - low) * (double)i / (double)(count - 1);
    options.check_count = DESCENT_SWEEP_NO_CHECKS;
    options.no_classification = 1;
    assert_success(descent_sweep_step_sizes(&problem, &start, values, count, &options, &sweep));
    assert_success(descent_bifurcation_read(sweep, &problem, &data));
    descent_sweep_free(sweep);
    return data;
}

/* 1 − cos x: ±c splits at η = π, and x, x ± π with η sin x = π doubles where (1 − η cos x)² is 1 − η²cos²x = −1 … */
START_TEST(a_cycle_that_has_split_doubles_where_theory_has_it)
{
    const double pi = acos(-1);
    const size_t counts[] = {101, 202, 601};
    for (size_t i = 0; i < (descent_test_in_full() ? 3 : 1); i++) {
        descent_bifurcation *data = bifurcation_of(pendulum, 0.5, 0.5, 4.6, counts[i]);
        assert_doubling(data, 1, 2, 1e-7);
        assert_doubling(data, 2, sqrt(pi * pi + 2), 1e-7);
        descent_bifurcation_free(data);
        /* ½ log(1 + x²): splits at 4, doubles at 5 */
        data = bifurcation_of(logarithm, 0.5, 0.5, 7, counts[i]);
        assert_doubling(data, 1, 2, 1e-7);
        assert_doubling(data, 2, 5, 1e-7);
        descent_bifurcation_free(data);
    }
}
END_TEST

/* Second derivative of the rippled loss. */
static double ripple_curvature(double x)
{
    return 2 * (1 - x * x) / ((1 + x * x) * (1 + x * x)) + 5.4 * cos(3 * x);
}

START_TEST(the_product_along_the_orbit_of_each_doubling_is_minus_one)
{
    const size_t counts[] = {201, 601};
    for (size_t i = 0; i < (descent_test_in_full() ? 2 : 1); i++) {
        descent_bifurcation *const data = bifurcation_of(rippled, 0.2, 0.1, 1.2, counts[i]);
        ck_assert_uint_ge(data->doubling_count, 4);
        for (size_t k = 0; k < data->doubling_count; k++) {
            const descent_doubling *const doubling = &data->doublings[k];
            double product = 1, x = doubling->orbit[0];
            for (size_t j = 0; j < doubling->period; j++) {
                ck_assert_double_eq_tol(doubling->orbit[j], x, 1e-6);
                product *= 1 - doubling->value * ripple_curvature(x);
                x -= doubling->value * (2 * x / (1 + x * x) + 1.8 * sin(3 * x));
            }
            ck_assert_double_eq_tol(x, doubling->orbit[0], 1e-6);
            ck_assert_double_eq_tol(product, -1, 1e-2);
            ck_assert(k == 0 || doubling->value >= data->doublings[k - 1].value);
        }
        descent_bifurcation_free(data);
    }
}
END_TEST

static int parabola(size_t dimension, const double *x, double *gradient, void *context)
{
    (void)dimension;
    (void)context;
    gradient[0] = x[0];
    return 0;
}

/* x ← −x − …: the 2-cycle x² = 2/η − 1 repels and lies below η = 2, where it vanishes; beyond, runs leave. */
static int hardening(size_t dimension, const double *x, double *gradient, void *context)
{
    (void)dimension;
    (void)context;
    gradient[0] = x[0] + x[0] * x[0] * x[0];
    return 0;
}

/* The 2-cycle is x² = 1 − 2/η, from η = 2 on. */
static int softening(size_t dimension, const double *x, double *gradient, void *context)
{
    (void)dimension;
    (void)context;
    gradient[0] = x[0] - x[0] * x[0] * x[0];
    return 0;
}

/* A multiplier that passes −1 is no doubling by itself: there must be a double cycle beyond. */
START_TEST(where_no_cycle_is_born_nothing_doubles)
{
    const size_t counts[] = {16, 101, 640};
    for (size_t i = 0; i < (descent_test_in_full() ? 3 : 2); i++) {
        descent_bifurcation *data = bifurcation_of(parabola, 1, 0.2, 2.4, counts[i]);
        ck_assert_uint_eq(data->doubling_count, 0);
        descent_bifurcation_free(data);
        data = bifurcation_of(hardening, 0.01, 0.2, 2.4, counts[i]);
        ck_assert_uint_eq(data->doubling_count, 0);
        descent_bifurcation_free(data);
        data = bifurcation_of(softening, 0.01, 0.2, 2.4, counts[i]);
        assert_doubling(data, 1, 2, 1e-7);
        descent_bifurcation_free(data);
    }
}
END_TEST

START_TEST(a_ridge_that_leaves_does_not_double)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
    const double start[] = {4, 1};
    descent_bifurcation *data;
    descent_sweep *const sweep = sweep_steps(&problem, start, 0.1, 1.2, 2048);
    assert_success(descent_bifurcation_read(sweep, &problem, &data));
    ck_assert_uint_eq(data->doubling_count, 0);
    /* Nor is it chaotic just beyond, though all that begins beside the ridge leaves it exponentially. */
    ck_assert_double_nan(data->chaos_low);
    descent_bifurcation_free(data);
    descent_sweep_free(sweep);
}
END_TEST

int main(void)
{
    const TTest *const long_tests[] = {the_logistic_cascade_is_located, unsettled_segments_hide_no_doubling,
                                       a_cycle_that_has_split_doubles_where_theory_has_it,
                                       the_product_along_the_orbit_of_each_doubling_is_minus_one};
    const TTest *const tests[] = {
        a_cascade_is_continued_beyond_the_runs,
        the_window_of_period_three_is_a_segment,
        the_notebooks_cycle_doubles_at_the_golden_section,
        the_error_of_a_doubling_at_zero_is_not_zero,
        segments_that_begin_too_early_hide_no_doubling,
        a_segment_ends_as_each_of_its_runs,
        rules_with_momentum_double_at_their_limits,
        where_no_cycle_is_born_nothing_doubles,
        a_ridge_that_leaves_does_not_double,
        sweeps_of_another_sort_are_refused,
    };
    Suite *const suite = descent_test_suite("bifurcation", tests, sizeof tests / sizeof tests[0]);
    descent_test_add_long(suite, long_tests, sizeof long_tests / sizeof *long_tests, 0);
    return descent_test_main(suite);
}
