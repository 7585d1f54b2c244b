/* Where the same start ends with other step sizes: each band says what was tried, and names its point by its kind. */
#include "formulas.h"
#include "support.h"

#include <descent/descent.h>
#include <descent/landscapes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static descent_diagnosis *of_landscape(const char *name, descent_rule rule, double first, double second, size_t steps)
{
    const descent_problem problem = descent_test_landscape(name, 0);
    return descent_test_diagnose(&problem, rule, (double[]){first, second}, steps);
}

/* The band in which a step size is; NULL if it is between two. */
static const descent_step_band *band_at(const descent_diagnosis *diagnosis, double step_size)
{
    for (size_t k = 0; k < diagnosis->band_count; k++)
        if (diagnosis->bands[k].low <= step_size && step_size <= diagnosis->bands[k].high)
            return &diagnosis->bands[k];
    return NULL;
}

/* What every list of bands keeps: they rise and end with the run, and only who comes to a point has one. */
static void check_order(const descent_diagnosis *diagnosis)
{
    ck_assert_uint_ge(diagnosis->band_count, 2);
    for (size_t k = 0; k < diagnosis->band_count; k++) {
        const descent_step_band *const band = &diagnosis->bands[k];
        const bool settles = band->ending == DESCENT_ENDING_CONVERGED || band->ending == DESCENT_ENDING_APPROACHING;
        ck_assert_double_le(band->low, band->high);
        ck_assert(k == 0 || diagnosis->bands[k - 1].high < band->low);
        ck_assert_int_eq(band->x != NULL, settles);
        ck_assert_int_eq(band->x_high != NULL, settles);
        ck_assert(settles || band->kind == DESCENT_CRITICAL_UNDETERMINED);
    }
    const descent_step_band *const own = &diagnosis->bands[diagnosis->band_count - 1];
    ck_assert_double_eq(own->high, diagnosis->step_size);
    ck_assert_int_eq(own->ending, diagnosis->ending);
}

/* u = β₂ − 1 becomes 1.5 − 10.5η in the first step: 0 with η = 1/7, which is half of 2/7 and one of the twelfths. There the run
 * stays on the ridge, and ends at the saddle. */
START_TEST(a_saddle_is_not_called_a_minimum)
{
    descent_diagnosis *const diagnosis = of_landscape("notebook", descent_fixed_step(2.0 / 7), 4, 2.5, 64);
    const descent_step_band *const band = band_at(diagnosis, 2.0 / 7 * 6 / 12);
    check_order(diagnosis);
    ck_assert_ptr_nonnull(band);
    ck_assert_int_eq(band->ending, DESCENT_ENDING_CONVERGED);
    ck_assert_int_eq(band->kind, DESCENT_CRITICAL_SADDLE);
    ck_assert_double_eq_tol(band->x[1], 1, 1e-6);
    assert_said(diagnosis, "with 0.14285714285714285 it ends at the saddle at (2, 1);");
    assert_unsaid(diagnosis, "minimum at (2, 1)");
    assert_said(diagnosis, "to 0.119 it ends at the minimum at (2, 1.70711);");
    descent_diagnosis_free(diagnosis);
}
END_TEST

/* What becomes of u with step size η, by the map itself. */
static double end_of(double u, double step_size)
{
    for (int k = 0; k < 4000 && fabs(u) < 1e6; k++)
        u -= step_size * (4 * u * u * u - 2 * u);
    return u;
}

static descent_ending heavy_ball_end(double u, double step_size, double momentum)
{
    double v = 0;
    for (int k = 0; k < 4000 && fabs(u) < 1e6; k++) {
        v = momentum * v - step_size * (4 * u * u * u - 2 * u);
        u += v;
    }
    return fabs(u) < 1e6 ? DESCENT_ENDING_CONVERGED : DESCENT_ENDING_DIVERGING;
}

/* Both ends of each band, made again by the formula of the map. */
START_TEST(bands_end_as_the_map_does)
{
    static const double steps[] = {0.29, 0.3, 0.35};
    for (size_t k = 0; k < sizeof steps / sizeof *steps; k++) {
        descent_diagnosis *const diagnosis = of_landscape("notebook", descent_fixed_step(steps[k]), 4, 2.5, 8);
        ck_assert_uint_ge(diagnosis->band_count, 4);
        check_order(diagnosis);
        const char *written = strstr(descent_test_printed(descent_diagnosis_print_json, diagnosis), "\"bands\":[");
        for (size_t j = 0; j < diagnosis->band_count; j++) {
            const descent_step_band *const band = &diagnosis->bands[j];
            double low, high;
            ck_assert(written && (written = strchr(written, '{')) != NULL);
            ck_assert_int_eq(sscanf(written++, "{\"low\":%lf,\"high\":%lf", &low, &high), 2);
            ck_assert_double_eq(low, band->low);
            ck_assert_double_eq(high, band->high);
            if (band->ending == DESCENT_ENDING_DIVERGING) {
                ck_assert_double_ge(fabs(end_of(1.5, band->low)), 1e6);
                ck_assert_double_ge(fabs(end_of(1.5, band->high)), 1e6);
            } else if (band->ending == DESCENT_ENDING_CONVERGED) {
                ck_assert_double_eq_tol(1 + end_of(1.5, band->low), band->x[1], 1e-5);
                ck_assert_double_eq_tol(1 + end_of(1.5, band->high), band->x_high[1], 1e-5);
            }
        }
        descent_diagnosis_free(diagnosis);
    }
}
END_TEST

/* With momentum 0.5 runs diverge at 0.19 and at 0.23, and converge at 0.2034 to 0.2089, by the map. */
START_TEST(what_was_not_tried_is_not_said)
{
    ck_assert_int_eq(heavy_ball_end(1.5, 0.2, 0.5), DESCENT_ENDING_DIVERGING);
    ck_assert_int_eq(heavy_ball_end(1.5, 0.206, 0.5), DESCENT_ENDING_CONVERGED);
    ck_assert_int_eq(heavy_ball_end(1.5, 0.23, 0.5), DESCENT_ENDING_DIVERGING);
    descent_diagnosis *const diagnosis = of_landscape("notebook", descent_heavy_ball(0.29, 0.5), 4, 2.5, 20);
    ck_assert_int_eq(diagnosis->ending, DESCENT_ENDING_DIVERGING);
    check_order(diagnosis);
    assert_said(diagnosis, "With those that were tried, for some hundred steps; between these it may end elsewhere:");
    assert_unsaid(diagnosis, "above 0.29");
    const descent_step_band *const band = band_at(diagnosis, 0.206);
    ck_assert(!band || band->ending == DESCENT_ENDING_CONVERGED);
    for (size_t k = 0; k < diagnosis->band_count; k++)
        if (diagnosis->bands[k].ending == DESCENT_ENDING_DIVERGING) {
            ck_assert_int_eq(heavy_ball_end(1.5, diagnosis->bands[k].low, 0.5), DESCENT_ENDING_DIVERGING);
            ck_assert_int_eq(heavy_ball_end(1.5, diagnosis->bands[k].high, 0.5), DESCENT_ENDING_DIVERGING);
        }
    descent_diagnosis_free(diagnosis);
}
END_TEST

/* Of the four minima of Himmelblau's function those at (3, 2) and (−3.779, −3.283) are met by twelfths of 0.03; between these
 * lies a stretch that ends at (3.584, −1.848). */
START_TEST(what_lies_between_two_is_told)
{
    descent_diagnosis *const diagnosis = of_landscape("himmelblau", descent_fixed_step(0.03), 5, 5, 64);
    check_order(diagnosis);
    const descent_step_band *const below = band_at(diagnosis, 0.01), *const between = band_at(diagnosis, 0.0118);
    ck_assert_ptr_nonnull(below);
    ck_assert_ptr_nonnull(between);
    ck_assert_ptr_eq(between, below + 1);
    ck_assert_double_eq_tol(below->x[0], 3, 1e-5);
    ck_assert_double_eq_tol(between->x[0], 3.584428, 1e-5);
    ck_assert_int_eq(between->kind, DESCENT_CRITICAL_MINIMUM);
    assert_said(diagnosis, "it ends at the minimum at (3.58443, -1.84813);");
    const descent_step_band *const cycle = band_at(diagnosis, 0.0175);
    ck_assert_ptr_nonnull(cycle);
    ck_assert_int_eq(cycle->ending, DESCENT_ENDING_PERIODIC);
    descent_diagnosis_free(diagnosis);
}
END_TEST

static int square_loss(size_t n, const double *x, double *value, void *context)
{
    (void)n, (void)context;
    *value = x[0] * x[0];
    return 0;
}

static int square_gradient(size_t n, const double *x, double *g, void *context)
{
    (void)n, (void)context;
    g[0] = 2 * x[0];
    return 0;
}

/* x ← (1 − 2η)x grows with every η > 1, however slowly: by 1.6 % a step at 11/12 of 1.1. */
START_TEST(slow_growth_on_a_parabola_is_growth)
{
    const descent_problem problem = {.dimension = 1, .loss = square_loss, .gradient = square_gradient};
    static const double steps[] = {1.1, 1.02, 1.001};
    for (size_t k = 0; k < sizeof steps / sizeof *steps; k++) {
        descent_diagnosis *const diagnosis =
            descent_test_diagnose(&problem, descent_fixed_step(steps[k]), (double[]){1}, 64);
        ck_assert_uint_eq(diagnosis->band_count, 2);
        check_order(diagnosis);
        ck_assert_int_eq(diagnosis->bands[0].ending, DESCENT_ENDING_CONVERGED);
        ck_assert_double_lt(diagnosis->bands[0].high, 1);
        ck_assert_double_gt(diagnosis->bands[1].low, 1);
        ck_assert_double_lt(diagnosis->bands[1].low, 1 + 1e-4);
        descent_diagnosis_free(diagnosis);
    }
}
END_TEST

/* x² − x⁴/20 + x⁶/100: the slope over the distance, 2 − 0.2x² + 0.06x⁴, is least at x² = 5/3, 11/6. A cycle of 2 is at ±a where it
 * is 2/η. So from 0.5 runs grow beyond every step size η > 1 (nearly), at first by a constant factor, and for good only beyond
 * 12/11. */
static int dented_loss(size_t n, const double *x, double *value, void *context)
{
    (void)n, (void)context;
    const double square = x[0] * x[0];
    *value = square - square * square / 20 + square * square * square / 100;
    return 0;
}

static int dented_gradient(size_t n, const double *x, double *g, void *context)
{
    (void)n, (void)context;
    const double square = x[0] * x[0];
    g[0] = x[0] * (2 - 0.2 * square + 0.06 * square * square);
    return 0;
}

START_TEST(growth_that_a_flatter_slope_ends_is_none)
{
    const descent_problem problem = {.dimension = 1, .loss = dented_loss, .gradient = dented_gradient};
    static const double starts[] = {0.5, 1e-3, 1e-8, 1e-20};
    for (size_t k = 0; k < sizeof starts / sizeof *starts; k++) {
        descent_diagnosis *const diagnosis = descent_test_diagnose(&problem, descent_fixed_step(1.3), &starts[k], 400);
        ck_assert_int_eq(diagnosis->ending, DESCENT_ENDING_DIVERGING);
        ck_assert_uint_ge(diagnosis->band_count, 3);
        check_order(diagnosis);
        const descent_step_band *const own = &diagnosis->bands[diagnosis->band_count - 1];
        ck_assert_double_gt(own->low, 12.0 / 11 - 1e-9);
        for (size_t j = 0; j + 1 < diagnosis->band_count; j++)
            ck_assert_int_ne(diagnosis->bands[j].ending, DESCENT_ENDING_DIVERGING);
        assert_said(diagnosis, "it oscillates;");
        descent_diagnosis_free(diagnosis);
    }
}
END_TEST

/* After 400 steps with 0.005/3 the run from (−1, 1) is still a way from (1, 1), and nearer with each step; the multipliers there
 * are 1 − 1001.6η and 1 − 0.4η. */
START_TEST(who_is_on_the_way_has_not_arrived)
{
    descent_diagnosis *const diagnosis = of_landscape("rosenbrock", descent_fixed_step(0.005), -1, 1, 500);
    check_order(diagnosis);
    const descent_step_band *const band = band_at(diagnosis, 0.005 * 4 / 12);
    ck_assert_ptr_nonnull(band);
    ck_assert_int_eq(band->ending, DESCENT_ENDING_APPROACHING);
    ck_assert_double_eq_tol(band->x[0], 1, 1e-5);
    ck_assert_int_eq(diagnosis->bands[0].ending, DESCENT_ENDING_DESCENDING);
    assert_said(diagnosis, "it is on its way to the minimum at (1, 1);");
    assert_said(diagnosis, "it still goes downhill;");
    assert_unsaid(diagnosis, "ends at");
    assert_unsaid(diagnosis, "jump");
    descent_diagnosis_free(diagnosis);
}
END_TEST

static int cross_loss(size_t n, const double *x, double *value, void *context)
{
    (void)n, (void)context;
    *value = x[0] * x[0] * x[1] * x[1];
    return 0;
}

static int cross_gradient(size_t n, const double *x, double *g, void *context)
{
    (void)n, (void)context;
    g[0] = 2 * x[0] * x[1] * x[1];
    g[1] = 2 * x[1] * x[0] * x[0];
    return 0;
}

/* The minima of (xy − 1)² are the points of a curve, on which the end shifts with the step size: nothing is jumped. */
START_TEST(along_a_valley_nothing_jumps)
{
    const descent_problem problem = {.dimension = 2, .loss = hyperbola_loss, .gradient = hyperbola_gradient};
    descent_diagnosis *diagnosis = descent_test_diagnose(&problem, descent_fixed_step(0.3), (double[]){3, 0.1}, 64);
    check_order(diagnosis);
    const descent_step_band *const band = &diagnosis->bands[0];
    ck_assert_int_eq(band->ending, DESCENT_ENDING_CONVERGED);
    ck_assert_int_eq(band->kind, DESCENT_CRITICAL_DEGENERATE);
    ck_assert_double_gt(band->high, 0.2);
    ck_assert_double_eq_tol(band->x[0] * band->x[1], 1, 1e-5);
    ck_assert_double_eq_tol(band->x_high[0] * band->x_high[1], 1, 1e-5);
    ck_assert_double_gt(fabs(band->x[0] - band->x_high[0]), 0.1);
    assert_said(diagnosis, "it ends at a point in a valley, (3.01403, 0.331782) with the smallest of them and");
    assert_unsaid(diagnosis, "jump");
    assert_unsaid(diagnosis, "ends at the minimum");
    descent_diagnosis_free(diagnosis);
    /* Those of (xy)² are both axes, which meet. */
    const descent_problem cross = {.dimension = 2, .loss = cross_loss, .gradient = cross_gradient};
    diagnosis = descent_test_diagnose(&cross, descent_fixed_step(0.6), (double[]){2, 1}, 64);
    check_order(diagnosis);
    ck_assert_uint_ge(diagnosis->band_count, 3);
    assert_said(diagnosis, "ends at a point in a valley");
    assert_unsaid(diagnosis, "jump");
    descent_diagnosis_free(diagnosis);
    diagnosis = of_landscape("notebook", descent_fixed_step(0.29), 4, 2.5, 8);
    assert_said(diagnosis, "a long step can jump from the valley of one minimum into that of another.");
    descent_diagnosis_free(diagnosis);
}
END_TEST

/*
 * A list that ended below the run's own step size would leave it in no band. The curvatures of the notebook's minima are 2 and 4: no step
 * size above 1/2 holds them, and of a run that moves within bounds none is tried; at η = 1 its map is a Chebyshev polynomial, and chaotic.
 */
static const struct {
    double start[2], step_size;
    size_t steps;
    const char *covers, *own;
} within_bounds[] = {
    {{4, 1.1},
     1,
     64,
     "With those that were tried, for some hundred steps; between these it may end elsewhere:",
     "with 1, yours, it is chaotic."},
    {{3, 2.1},
     0.7,
     200,
     "With those that were tried, all but yours below 0.5, for some hundred steps; between these it may end elsewhere:",
     "with 0.7, yours, it is chaotic."},
    {{3, 2.1},
     0.55,
     200,
     "With those that were tried, all but yours below 0.5, for some hundred steps; between these it may end elsewhere:",
     "with 0.55, yours, it oscillates."},
    {{4, 1.25},
     1,
     64,
     "with every step size that was tried from 0.04167 to 0.4583; ",
     "with 1, yours, it is chaotic, and none between these was tried."},
};

START_TEST(a_list_says_what_it_covers)
{
    for (size_t i = 0; i < sizeof within_bounds / sizeof *within_bounds; i++) {
        const double *const start = within_bounds[i].start;
        descent_diagnosis *const diagnosis = of_landscape("notebook", descent_fixed_step(within_bounds[i].step_size),
                                                          start[0], start[1], within_bounds[i].steps);
        ck_assert_uint_ge(diagnosis->band_count, 2);
        ck_assert_double_eq(diagnosis->bands[diagnosis->band_count - 1].high, within_bounds[i].step_size);
        assert_said(diagnosis, within_bounds[i].covers);
        assert_said(diagnosis, within_bounds[i].own);
        for (size_t k = 0; strstr(within_bounds[i].covers, "all but yours") && k + 1 < diagnosis->band_count; k++)
            ck_assert_double_lt(diagnosis->bands[k].high, 0.5);
        descent_diagnosis_free(diagnosis);
    }
}
END_TEST

/* JSON has the words of what the text says. */
START_TEST(json_names_the_kinds)
{
    descent_diagnosis *const diagnosis = of_landscape("notebook", descent_fixed_step(2.0 / 7), 4, 2.5, 64);
    const char *const json = descent_test_printed(descent_diagnosis_print_json, diagnosis);
    const char *const bands = strstr(json, "\"bands\"");
    ck_assert_ptr_nonnull(bands);
    ck_assert_ptr_nonnull(strstr(bands, "\"kind\":\"saddle\""));
    ck_assert_ptr_nonnull(strstr(bands, "\"kind\":\"minimum\""));
    ck_assert_ptr_nonnull(strstr(bands, "\"ending\":\"periodic\",\"x\":null,\"x_high\":null,\"kind\":null"));
    descent_diagnosis_free(diagnosis);
}
END_TEST

/* 2·0.00005 is what a step adds to the distance; "a factor of 1" would say that it adds nothing. */
START_TEST(a_growth_factor_differs_from_one)
{
    const descent_problem problem = {.dimension = 1, .loss = square_loss, .gradient = square_gradient};
    descent_diagnosis *diagnosis = descent_test_diagnose(&problem, descent_fixed_step(1.00005), (double[]){1}, 4096);
    assert_said(diagnosis, "the steps grow by a factor of 1.0001 each step");
    assert_said(diagnosis, "; with 1.00005, yours, it diverges.");
    descent_diagnosis_free(diagnosis);
    diagnosis = descent_test_diagnose(&problem, descent_fixed_step(1.2), (double[]){1}, 64);
    assert_said(diagnosis, "the steps grow by a factor of 1.4 each step");
    descent_diagnosis_free(diagnosis);
}
END_TEST

/* From u = 999 the step size must be below about 1/(2u²) = 5·10⁻⁷; (2, 1.70711) is a minimum all the same. */
START_TEST(a_minimum_that_is_named_is_not_doubted)
{
    descent_diagnosis *diagnosis = of_landscape("notebook", descent_fixed_step(0.1), 1000, 1000, 64);
    ck_assert_int_eq(diagnosis->ending, DESCENT_ENDING_DIVERGING);
    assert_said(diagnosis, "the minimum at (2, 1.70711)");
    assert_unsaid(diagnosis, "may have no minimum");
    ck_assert_uint_ge(diagnosis->advice_count, 1);
    ck_assert_int_eq(diagnosis->advice[0].kind, DESCENT_ADVICE_STEP_SIZE);
    ck_assert_double_lt(fabs(end_of(999, diagnosis->advice[0].step_size)), 999);
    descent_diagnosis_free(diagnosis);
    /* Here it would take 8·10⁻¹⁰. */
    diagnosis = of_landscape("notebook", descent_fixed_step(0.1), 25000, 25000, 64);
    assert_said(diagnosis, "Try: A step size far below 1e-09: there is a minimum");
    assert_unsaid(diagnosis, "may have no minimum");
    descent_diagnosis_free(diagnosis);
}
END_TEST

/* On the ridge less momentum leads to the saddle; beside it, to a minimum, without a push. */
START_TEST(less_momentum_on_a_ridge_takes_a_push)
{
    descent_diagnosis *diagnosis = of_landscape("notebook", descent_heavy_ball(0.1, 1.5), 4, 1, 64);
    ck_assert_uint_ge(diagnosis->advice_count, 1);
    const descent_advice *advice = &diagnosis->advice[0];
    ck_assert_int_eq(advice->kind, DESCENT_ADVICE_MOMENTUM);
    ck_assert_double_eq_tol(advice->momentum, 0.9, 1e-12);
    ck_assert_ptr_nonnull(advice->direction);
    ck_assert_double_eq_tol(fabs(advice->direction[1]), 1, 1e-6);
    ck_assert_double_gt(advice->push, 0);
    ck_assert_int_ne(advice->verified, 0);
    ck_assert_double_eq_tol(fabs(advice->outcome_point[1] - 1), sqrt(0.5), 1e-4);
    assert_said(diagnosis, "because without the push the run ends on the saddle at (2, 1).");
    descent_diagnosis_free(diagnosis);
    diagnosis = of_landscape("notebook", descent_heavy_ball(0.05, 1.5), 4, 1.3, 64);
    for (size_t k = 0; k < diagnosis->advice_count; k++)
        ck_assert(diagnosis->advice[k].kind != DESCENT_ADVICE_MOMENTUM || !diagnosis->advice[k].direction);
    descent_diagnosis_free(diagnosis);
}
END_TEST

static int parabola(size_t n, const double *x, double *g, void *context)
{
    (void)context;
    for (size_t i = 0; i < n; i++)
        g[i] = 2 * x[i];
    return 0;
}

static int height(size_t n, const double *x, double *value, void *context)
{
    (void)context;
    *value = 0;
    for (size_t i = 0; i < n; i++)
        *value += x[i] * x[i];
    return 0;
}

/* 1 − 2η: with 0.9999 a distance of 0.923 is left after 400 steps, 0.9998⁴⁰⁰. The band ends there, with what is on its way; one whose
 * runs have all arrived does not say so. */
START_TEST(a_band_near_the_limit_has_not_arrived)
{
    const descent_problem problem = {.dimension = 1, .loss = height, .gradient = parabola};
    descent_diagnosis *diagnosis = descent_test_diagnose(&problem, descent_fixed_step(1.01), (double[]){1}, 64);
    ck_assert_double_gt(diagnosis->bands[0].high, 0.999);
    assert_said(diagnosis, "the run ends at, or is on its way to, the minimum at 0 with every step size");
    descent_diagnosis_free(diagnosis);
    diagnosis = of_landscape("notebook", descent_fixed_step(1), 4, 1.25, 64);
    assert_said(diagnosis, "the run ends at the minimum at (2, 1.70711) with every step size that was tried");
    descent_diagnosis_free(diagnosis);
}
END_TEST

/* Heavy ball on x²: λ² − (1.5 − 2η)λ + 0.5 has a root below −1 beyond η = 1.5: −1.0039 with 1.501. The list goes from one to the other. */
START_TEST(slow_growth_beside_a_limit_is_growth)
{
    const descent_problem problem = {.dimension = 1, .loss = height, .gradient = parabola};
    descent_diagnosis *const diagnosis =
        descent_test_diagnose(&problem, descent_heavy_ball(1.6, 0.5), (double[]){1}, 200);
    for (double step_size = 1.501; step_size < 1.6; step_size += 0.002) {
        const descent_step_band *const band = band_at(diagnosis, step_size);
        ck_assert_msg(band && band->ending == DESCENT_ENDING_DIVERGING, "step size %g", step_size);
    }
    descent_diagnosis_free(diagnosis);
}
END_TEST

static int ellipsoid_gradient(size_t n, const double *x, double *gradient, void *context)
{
    (void)n, (void)context;
    gradient[0] = 2 * x[0];
    gradient[1] = 200 * x[1];
    gradient[2] = 20 * x[2];
    return 0;
}

static int ellipsoid(size_t n, const double *x, double *value, void *context)
{
    (void)n, (void)context;
    *value = x[0] * x[0] + 100 * x[1] * x[1] + 10 * x[2] * x[2];
    return 0;
}

/* 1 − 200η: below 0.01 the swings of y shrink, above they grow, by as little as one likes; on a quadratic loss nothing oscillates but at
 * 0.01 itself, and there is no band of it. */
START_TEST(on_a_quadratic_loss_no_band_oscillates)
{
    const descent_problem problem = {.dimension = 3, .loss = ellipsoid, .gradient = ellipsoid_gradient};
    for (double step_size = 0.0103; step_size < 0.0125; step_size += 0.0007) {
        descent_diagnosis *const diagnosis =
            descent_test_diagnose(&problem, descent_fixed_step(step_size), (double[]){1, 1, 1}, 64);
        ck_assert_int_eq(diagnosis->ending, DESCENT_ENDING_DIVERGING);
        for (size_t k = 0; k < diagnosis->band_count; k++) {
            const descent_step_band *const band = &diagnosis->bands[k];
            ck_assert_msg(band->ending != DESCENT_ENDING_PERIODIC, "%.9g", band->low);
            ck_assert(band->high <= 0.01 || band->ending == DESCENT_ENDING_DIVERGING);
            ck_assert(band->low >= 0.01 || band->ending != DESCENT_ENDING_DIVERGING);
        }
        descent_diagnosis_free(diagnosis);
    }
}
END_TEST

/* From (3, 3) u = 2, and 0.14 lies where minimum and minimum take turns; who takes a twentieth more or less than what is advised comes to
 * the same point, by the map itself. Where the limit is far off, four fifths of it stay what they were. */
START_TEST(what_is_advised_does_not_hang_by_a_hair)
{
    for (int k = 0; k < 12; k++) {
        const double start = 2.2 + 0.1 * k;
        descent_diagnosis *const diagnosis = of_landscape("notebook", descent_fixed_step(0.35), 3, start, 64);
        if (diagnosis->band_count > 0 && diagnosis->advice_count > 0 && diagnosis->advice[0].outcome_steps > 0) {
            const double advised = diagnosis->advice[0].step_size, end = end_of(start - 1, advised);
            ck_assert(fabs(end) < 1);
            for (int part = 95; part <= 105; part++)
                ck_assert_msg(fabs(end_of(start - 1, part * advised / 100) - end) < 1e-5,
                              "from %g: %g is advised, and %d hundredths of it end elsewhere", start, advised, part);
        }
        descent_diagnosis_free(diagnosis);
    }
    descent_diagnosis *const calm = of_landscape("notebook", descent_fixed_step(0.6), 4, 1.3, 64);
    ck_assert_double_eq_tol(calm->advice[0].step_size, 0.8 * 0.5, 1e-12); /* 2/λ = 2/4 */
    descent_diagnosis_free(calm);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        a_saddle_is_not_called_a_minimum,
        bands_end_as_the_map_does,
        what_was_not_tried_is_not_said,
        what_lies_between_two_is_told,
        slow_growth_on_a_parabola_is_growth,
        growth_that_a_flatter_slope_ends_is_none,
        who_is_on_the_way_has_not_arrived,
        along_a_valley_nothing_jumps,
        a_list_says_what_it_covers,
        slow_growth_beside_a_limit_is_growth,
        on_a_quadratic_loss_no_band_oscillates,
        a_band_near_the_limit_has_not_arrived,
        json_names_the_kinds,
        a_growth_factor_differs_from_one,
        a_minimum_that_is_named_is_not_doubted,
        less_momentum_on_a_ridge_takes_a_push,
        what_is_advised_does_not_hang_by_a_hair,
    };
    return descent_test_main(descent_test_suite("diagnosis_bands", tests, sizeof tests / sizeof *tests));
}
