/* Fast verdicts on runs whose ending mathematics knows; most of them traps. */
#include <math.h>

#include <descent/adaptive.h>
#include <descent/descent.h>
#include <descent/sweep.h>

#include "support.h"

/* Losses in one variable by the slope of their derivative; the parameter is the context's number. */
static double parameter_of(void *context)
{
    return context ? *(const double *)context : 0;
}

#define SLOPE(name, formula)                                                                                           \
    static int name(size_t dimension, const double *x, double *g, void *context)                                       \
    {                                                                                                                  \
        const double p = parameter_of(context);                                                                        \
        (void)p;                                                                                                       \
        (void)dimension;                                                                                               \
        formula;                                                                                                       \
        return 0;                                                                                                      \
    }

SLOPE(bowl, g[0] = x[0])
SLOPE(parabola, g[0] = x[0] * x[0] - x[0])
SLOPE(logistic, g[0] = -(p - 1) * x[0] + p * x[0] * x[0])
SLOPE(far_logistic, g[0] = -(p - 1) * (x[0] - 1000) + p * (x[0] - 1000) * (x[0] - 1000))
SLOPE(sextic, g[0] = 6 * pow(x[0], 5))
SLOPE(absolute, g[0] = x[0] > 0 ? 1 : x[0] < 0 ? -1 : 0)
SLOPE(decaying, g[0] = -exp(-x[0]))
SLOPE(saddle, g[0] = -x[0]; g[1] = x[1])
SLOPE(two_speeds, g[0] = x[0]; g[1] = 1e-3 * x[1])
SLOPE(plateau, g[0] = 2 * x[0] / ((1 + x[0] * x[0]) * (1 + x[0] * x[0])))
SLOPE(notebook, const double u = x[1] - 1; g[0] = 2 * (x[0] - 2); g[1] = 4 * u * u * u - 2 * u)
SLOPE(logarithm, g[0] = x[0] > 0 ? 1 / x[0] : NAN)
SLOPE(irrational, g[0] = x[0] > 0 ? sqrt(2) : -1)
SLOPE(rational, g[0] = x[0] > 0 ? 45.0 / 32 : -1)
SLOPE(corner, g[0] = x[0] > 0.3 ? 1 : -1; g[1] = x[1] > 0 ? 2 : -2)
SLOPE(pendulum, g[0] = sin(x[0]))
SLOPE(well, g[0] = x[0] * (x[0] * x[0] - 1))
SLOPE(rosenbrock, const double off = x[1] - x[0] * x[0]; g[0] = -400 * x[0] * off - 2 * (1 - x[0]); g[1] = 200 * off)
SLOPE(rotor, g[0] = p * x[0] - x[1]; g[1] = x[0] + p * x[1])
SLOPE(upside_down, g[0] = -x[0] * 1e-3)

typedef struct known_run {
    const char *name;
    descent_gradient_function *gradient;
    size_t dimension;
    double parameter;
    descent_rule rule;
    double start[2];
    size_t steps;
    descent_ending ending;
    descent_ending also; /* another answer that is no mistake */
    size_t period;
} known_run;

static descent_ending judge(const known_run *run, size_t *period)
{
    double parameter = run->parameter;
    const descent_problem problem = {.dimension = run->dimension, .gradient = run->gradient, .context = &parameter};
    descent_sweep_options options = {0};
    descent_sweep *sweep;
    options.steps = run->steps;
    options.check_count = DESCENT_SWEEP_NO_CHECKS;
    assert_success(descent_sweep_starts(&problem, run->rule, run->start, 1, &options, &sweep));
    const descent_ending ending = descent_sweep_ending(sweep, 0);
    *period = descent_sweep_view_run(sweep, 0).period;
    descent_sweep_free(sweep);
    return ending;
}

START_TEST(known_runs_end_as_known)
{
    const descent_rule one = descent_fixed_step(1);
    const known_run runs[] = {
        {"one step", bowl, 1, 0, one, {1}, 10, DESCENT_ENDING_CONVERGED, DESCENT_ENDING_CONVERGED, 1},
        {"fast alternation",
         bowl,
         1,
         0,
         descent_fixed_step(1.9),
         {1},
         400,
         DESCENT_ENDING_CONVERGED,
         DESCENT_ENDING_CONVERGED,
         1},
        {"slow alternation is no cycle",
         bowl,
         1,
         0,
         descent_fixed_step(1.999),
         {1},
         2000,
         DESCENT_ENDING_APPROACHING,
         DESCENT_ENDING_APPROACHING,
         1},
        {"exact flip",
         bowl,
         1,
         0,
         descent_fixed_step(2),
         {5},
         200,
         DESCENT_ENDING_PERIODIC,
         DESCENT_ENDING_PERIODIC,
         2},
        {"slow growth",
         bowl,
         1,
         0,
         descent_fixed_step(2.001),
         {1},
         2000,
         DESCENT_ENDING_DIVERGING,
         DESCENT_ENDING_UNDETERMINED,
         0},
        {"fast growth",
         bowl,
         1,
         0,
         descent_fixed_step(2.5),
         {1},
         2000,
         DESCENT_ENDING_DIVERGING,
         DESCENT_ENDING_DIVERGING,
         0},
        {"quarter turns",
         bowl,
         1,
         0,
         descent_heavy_ball(2, 1),
         {1},
         400,
         DESCENT_ENDING_PERIODIC,
         DESCENT_ENDING_PERIODIC,
         4},
        {"heavy ball just below its limit",
         bowl,
         1,
         0,
         descent_heavy_ball(3.79, 0.9),
         {1},
         4000,
         DESCENT_ENDING_CONVERGED,
         DESCENT_ENDING_CONVERGED,
         1},
        {"heavy ball just above",
         bowl,
         1,
         0,
         descent_heavy_ball(3.85, 0.9),
         {1},
         4000,
         DESCENT_ENDING_DIVERGING,
         DESCENT_ENDING_DIVERGING,
         0},
        {"Nesterov just above",
         bowl,
         1,
         0,
         descent_nesterov(1.37, 0.9),
         {1},
         4000,
         DESCENT_ENDING_DIVERGING,
         DESCENT_ENDING_DIVERGING,
         0},
        {"step size that dies",
         bowl,
         1,
         0,
         descent_rule_with_schedule(descent_fixed_step(0.5), descent_schedule_exponential(0.5)),
         {1},
         200,
         DESCENT_ENDING_STALLED,
         DESCENT_ENDING_STALLED,
         1},
        {"logistic 2.5", logistic, 1, 2.5, one, {0.3}, 200, DESCENT_ENDING_CONVERGED, DESCENT_ENDING_CONVERGED, 1},
        {"logistic 3, marginal",
         logistic,
         1,
         3,
         one,
         {0.3},
         20000,
         DESCENT_ENDING_APPROACHING,
         DESCENT_ENDING_CONVERGED,
         1},
        {"logistic, superstable",
         logistic,
         1,
         1 + sqrt(5),
         one,
         {0.5},
         50,
         DESCENT_ENDING_PERIODIC,
         DESCENT_ENDING_PERIODIC,
         2},
        {"logistic 3.55", logistic, 1, 3.55, one, {0.3}, 4000, DESCENT_ENDING_PERIODIC, DESCENT_ENDING_PERIODIC, 8},
        {"logistic 3.6275575",
         logistic,
         1,
         3.6275575,
         one,
         {0.3},
         5000,
         DESCENT_ENDING_PERIODIC,
         DESCENT_ENDING_PERIODIC,
         6},
        {"logistic 3.738914913",
         logistic,
         1,
         3.738914913,
         one,
         {0.3},
         2000,
         DESCENT_ENDING_PERIODIC,
         DESCENT_ENDING_PERIODIC,
         5},
        {"logistic 3.5692",
         logistic,
         1,
         3.5692,
         one,
         {0.3},
         60000,
         DESCENT_ENDING_PERIODIC,
         DESCENT_ENDING_PERIODIC,
         32},
        {"logistic 3.8282, intermittent",
         logistic,
         1,
         3.8282,
         one,
         {0.3},
         50000,
         DESCENT_ENDING_CHAOTIC,
         DESCENT_ENDING_UNDETERMINED,
         0},
        {"logistic 3.6, two bands",
         logistic,
         1,
         3.6,
         one,
         {0.3},
         20000,
         DESCENT_ENDING_CHAOTIC,
         DESCENT_ENDING_CHAOTIC,
         0},
        {"logistic 3.8 far from 0, where it diverges",
         far_logistic,
         1,
         3.8,
         one,
         {1000.3},
         20000,
         DESCENT_ENDING_CHAOTIC,
         DESCENT_ENDING_CHAOTIC,
         0},
        {"logistic 4", logistic, 1, 4, one, {0.3}, 20000, DESCENT_ENDING_CHAOTIC, DESCENT_ENDING_CHAOTIC, 0},
        {"logistic 4.1 escapes",
         logistic,
         1,
         4.1,
         one,
         {0.3},
         2000,
         DESCENT_ENDING_DIVERGING,
         DESCENT_ENDING_DIVERGING,
         0},
        {"logistic 4 onto the maximum",
         logistic,
         1,
         4,
         one,
         {0.5},
         100,
         DESCENT_ENDING_CONVERGED,
         DESCENT_ENDING_CONVERGED,
         1},
        {"power law",
         sextic,
         1,
         0,
         descent_fixed_step(0.1),
         {0.8},
         20000,
         DESCENT_ENDING_APPROACHING,
         DESCENT_ENDING_CONVERGED,
         1},
        {"kink",
         absolute,
         1,
         0,
         descent_fixed_step(0.125),
         {1.0625},
         200,
         DESCENT_ENDING_PERIODIC,
         DESCENT_ENDING_PERIODIC,
         2},
        {"no minimiser", decaying, 1, 0, one, {0}, 20000, DESCENT_ENDING_UNBOUNDED, DESCENT_ENDING_DESCENDING, 0},
        {"saddle left",
         saddle,
         2,
         0,
         descent_fixed_step(0.1),
         {1, 0.001},
         400,
         DESCENT_ENDING_UNBOUNDED,
         DESCENT_ENDING_UNBOUNDED,
         0},
        {"saddle reached",
         saddle,
         2,
         0,
         descent_fixed_step(0.1),
         {0, 1},
         600,
         DESCENT_ENDING_CONVERGED,
         DESCENT_ENDING_CONVERGED,
         1},
        {"hidden slow mode",
         two_speeds,
         2,
         0,
         descent_fixed_step(0.1),
         {1, 1e-4},
         100,
         DESCENT_ENDING_APPROACHING,
         DESCENT_ENDING_APPROACHING,
         1},
        {"plateau", plateau, 1, 0, one, {100}, 1000, DESCENT_ENDING_STALLED, DESCENT_ENDING_DESCENDING, 0},
        {"ridge",
         notebook,
         2,
         0,
         descent_fixed_step(0.1),
         {4, 1},
         400,
         DESCENT_ENDING_CONVERGED,
         DESCENT_ENDING_CONVERGED,
         1},
        {"ridge, swinging", notebook, 2, 0, one, {4, 1}, 200, DESCENT_ENDING_PERIODIC, DESCENT_ENDING_PERIODIC, 2},
        {"explosion",
         notebook,
         2,
         0,
         descent_fixed_step(0.29),
         {4, 2.5},
         100,
         DESCENT_ENDING_DIVERGING,
         DESCENT_ENDING_DIVERGING,
         0},
        {"explosion cut short",
         notebook,
         2,
         0,
         descent_fixed_step(0.29),
         {4, 2.5},
         8,
         DESCENT_ENDING_DIVERGING,
         DESCENT_ENDING_DIVERGING,
         0},
        {"no explosion",
         notebook,
         2,
         0,
         descent_fixed_step(0.28),
         {4, 2.5},
         600,
         DESCENT_ENDING_CONVERGED,
         DESCENT_ENDING_CONVERGED,
         1},
        {"not there yet",
         notebook,
         2,
         0,
         descent_fixed_step(0.02),
         {0, -0.5},
         64,
         DESCENT_ENDING_APPROACHING,
         DESCENT_ENDING_APPROACHING,
         1},
        {"marginal",
         notebook,
         2,
         0,
         descent_fixed_step(0.5),
         {0, 1.5},
         20000,
         DESCENT_ENDING_APPROACHING,
         DESCENT_ENDING_CONVERGED,
         1},
        {"chaos", notebook, 2, 0, one, {0, 1.3}, 30000, DESCENT_ENDING_CHAOTIC, DESCENT_ENDING_CHAOTIC, 0},
        {"out of the domain",
         logarithm,
         1,
         0,
         descent_fixed_step(0.3),
         {1},
         100,
         DESCENT_ENDING_NONFINITE,
         DESCENT_ENDING_NONFINITE,
         0},
        {"rotation", irrational, 1, 0, one, {0.5}, 5000, DESCENT_ENDING_QUASIPERIODIC, DESCENT_ENDING_QUASIPERIODIC, 0},
        {"pendulum",
         pendulum,
         1,
         0,
         descent_heavy_ball(0.5, 1),
         {1},
         20000,
         DESCENT_ENDING_QUASIPERIODIC,
         DESCENT_ENDING_UNDETERMINED,
         0},
        /* Every run of these two converges: the limit is 2(1 + β). */
        {"swings hardly damped",
         bowl,
         1,
         0,
         descent_heavy_ball(0.37, 0.999),
         {1},
         2048,
         DESCENT_ENDING_APPROACHING,
         DESCENT_ENDING_UNDETERMINED,
         1},
        {"swings damped less yet",
         bowl,
         1,
         0,
         descent_heavy_ball(0.37, 0.9999),
         {1},
         8000,
         DESCENT_ENDING_APPROACHING,
         DESCENT_ENDING_UNDETERMINED,
         1},
        /* |1 − η(p ± i)| = 1.0016 */
        {"slow spiral out",
         rotor,
         2,
         -0.05,
         descent_fixed_step(0.025),
         {0.3, 0.2},
         400,
         DESCENT_ENDING_DIVERGING,
         DESCENT_ENDING_UNDETERMINED,
         0},
        /* The 2-cycle doubles at η = √5 − 1 = 1.23607 and is stable below. */
        {"settling on a cycle about to double",
         well,
         1,
         0,
         descent_fixed_step(1.23534),
         {0.3},
         2048,
         DESCENT_ENDING_PERIODIC,
         DESCENT_ENDING_UNDETERMINED,
         2},
        /* The minimum is lost at η = 2/1001.6 to a 2-cycle, which runs spiral in to along the valley: see them at 2e6 steps. */
        {"settling on a cycle in a valley",
         rosenbrock,
         2,
         0,
         descent_fixed_step(0.002015037),
         {-1.2, 1},
         20000,
         DESCENT_ENDING_PERIODIC,
         DESCENT_ENDING_UNDETERMINED,
         2},
        {"spiral to a cycle in a valley",
         rosenbrock,
         2,
         0,
         descent_fixed_step(0.00207518797),
         {-1.2, 1},
         20000,
         DESCENT_ENDING_PERIODIC,
         DESCENT_ENDING_UNDETERMINED,
         2},
        /* L = −cos x is bounded, and the ball rolls over one hill after the other. */
        {"over hill and dale",
         pendulum,
         1,
         0,
         descent_heavy_ball(5.9631468192263251, 0.999),
         {-2.915960443937065},
         400,
         DESCENT_ENDING_UNDETERMINED,
         DESCENT_ENDING_UNDETERMINED,
         0},
        {"over hill and dale, ahead of itself",
         pendulum,
         1,
         0,
         descent_nesterov(2.3894833652125529, 0.99),
         {4.8918130210170752},
         8000,
         DESCENT_ENDING_UNDETERMINED,
         DESCENT_ENDING_UNDETERMINED,
         0},
        /* Steps of a tenth, up or down: a grid, on which there is no torus. The period is 292 (tests/diagnosis/bounded.c). */
        {"Lion on its grid",
         notebook,
         2,
         0,
         descent_lion(0.1, 0, 0),
         {4, 2.5},
         2000,
         DESCENT_ENDING_UNDETERMINED,
         DESCENT_ENDING_PERIODIC,
         292},
        /* 32 steps of 45/32 to the left are 45 of 1 to the right, exactly: the period is 77, beyond the 64 that are looked for */
        {"rational rotation",
         rational,
         1,
         0,
         one,
         {0.5},
         5000,
         DESCENT_ENDING_UNDETERMINED,
         DESCENT_ENDING_PERIODIC,
         77},
        {"sign descent",
         notebook,
         2,
         0,
         descent_sign(0.1),
         {4, 2.5},
         2000,
         DESCENT_ENDING_PERIODIC,
         DESCENT_ENDING_PERIODIC,
         2},
        {"slow escape", upside_down, 1, 0, one, {1e-3}, 500, DESCENT_ENDING_DESCENDING, DESCENT_ENDING_UNBOUNDED, 0},
    };
    for (size_t i = 0; i < sizeof runs / sizeof runs[0]; i++) {
        size_t period;
        const descent_ending ending = judge(&runs[i], &period);
        ck_assert_msg(ending == runs[i].ending || ending == runs[i].also, "%s: %s", runs[i].name,
                      descent_ending_string(ending));
        if (ending == DESCENT_ENDING_CONVERGED || ending == DESCENT_ENDING_PERIODIC)
            ck_assert_msg(period == runs[i].period, "%s: period %zu", runs[i].name, period);
    }
}
END_TEST

SLOPE(two_bowls, g[0] = 2 * x[0]; g[1] = x[1])
SLOPE(bowl_elsewhere, g[0] = 2 * (x[0] - p))
SLOPE(shallower, g[0] = 2 * tanh(p * x[0]) / p) /* curvature 2 at 0, and less and less outward */

/* Beyond the limit 1 of a curvature of 2 a step size η leaves |1 − 2η| > 1 of the distance, for good, however near to 1; below it less than 1.
 * Where the curvature falls outward, be it far out, the growth has an end. */
START_TEST(growth_by_a_factor_is_divergence_however_slow)
{
    static const struct {
        double step_size;
        descent_ending ending;
    } sides[] = {{1.00031, DESCENT_ENDING_DIVERGING},
                 {1.00003, DESCENT_ENDING_DIVERGING},
                 {1.002, DESCENT_ENDING_DIVERGING},
                 {0.99969, DESCENT_ENDING_APPROACHING},
                 {0.9997, DESCENT_ENDING_APPROACHING}};
    for (size_t k = 0; k < sizeof sides / sizeof *sides; k++) {
        const known_run run = {.name = "two bowls",
                               .gradient = two_bowls,
                               .dimension = 2,
                               .rule = descent_fixed_step(sides[k].step_size),
                               .start = {1, 1},
                               .steps = 2048};
        size_t period;
        const descent_ending ending = judge(&run, &period);
        ck_assert_msg(ending == sides[k].ending, "%g: %s", sides[k].step_size, descent_ending_string(ending));
    }
    for (double width = 1; width < 1e4; width *= 10) {
        const known_run run = {.name = "shallower",
                               .gradient = shallower,
                               .dimension = 1,
                               .parameter = 1 / width,
                               .rule = descent_fixed_step(1.0003),
                               .start = {1},
                               .steps = 2048};
        size_t period;
        ck_assert_int_ne(judge(&run, &period), DESCENT_ENDING_DIVERGING);
    }
}
END_TEST

/* The same about a place that is not 0, wherever the last point is: the swing may just be at its side toward 0, and smaller than a swing before. */
START_TEST(growth_about_any_place_is_divergence)
{
    static const double places[] = {-3, 0.5, 3, 7, 1000}, starts[] = {-2, 3, 0.125};
    static const double sizes[] = {1.00003, 1.00004, 1.00005, 1.00006, 1.0002, 0.9997};
    for (size_t k = 0; k < sizeof places / sizeof *places; k++)
        for (size_t j = 0; j < sizeof starts / sizeof *starts; j++)
            for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
                const known_run run = {.name = "bowl elsewhere",
                                       .gradient = bowl_elsewhere,
                                       .dimension = 1,
                                       .parameter = places[k],
                                       .rule = descent_fixed_step(sizes[i]),
                                       .start = {places[k] + starts[j]},
                                       .steps = 2048 + j};
                size_t period;
                const descent_ending ending = judge(&run, &period);
                ck_assert_msg(ending == (sizes[i] > 1 ? DESCENT_ENDING_DIVERGING : DESCENT_ENDING_APPROACHING),
                              "%g about %g, from %g beside it: %s", sizes[i], places[k], starts[j],
                              descent_ending_string(ending));
            }
}
END_TEST

/* A gradient that answers with noise is no function of x. */
static int noisy(size_t dimension, const double *x, double *g, void *context)
{
    unsigned *const state = context;
    (void)dimension;
    *state = *state * 1664525U + 1013904223U;
    g[0] = x[0] + ((double)*state / 4294967296.0 - 0.5);
    return 0;
}

START_TEST(noise_is_called_noise)
{
    unsigned state = 1;
    const descent_problem problem = {.dimension = 1, .gradient = noisy, .context = &state};
    const double starts[] = {10, -3, 0.1};
    descent_sweep *sweep;
    assert_success(descent_sweep_starts(&problem, descent_fixed_step(0.1), starts, 3, NULL, &sweep));
    for (size_t i = 0; i < 3; i++)
        ck_assert_int_eq(descent_sweep_ending(sweep, i), DESCENT_ENDING_NOISY);
    descent_sweep_free(sweep);
}
END_TEST

/* With hardly any friction twins separate for thousands of steps on their way to rest. */
START_TEST(chaos_that_dies_out_is_not_called_chaos)
{
    const descent_problem problem = descent_test_landscape("himmelblau", 0);
    const descent_rule rule = descent_heavy_ball(0.01, 0.999);
    const double start[] = {0, 0};
    descent_sweep_options options = {0};
    descent_sweep *sweep;
    assert_success(descent_sweep_starts(&problem, rule, start, 1, &options, &sweep));
    ck_assert_int_eq(descent_sweep_ending(sweep, 0), DESCENT_ENDING_UNDETERMINED);
    descent_sweep_free(sweep);
    options.steps = 60000;
    assert_success(descent_sweep_starts(&problem, rule, start, 1, &options, &sweep));
    ck_assert_int_eq(descent_sweep_ending(sweep, 0), DESCENT_ENDING_CONVERGED);
    descent_sweep_free(sweep);
}
END_TEST

START_TEST(exponents_are_those_of_theory)
{
    /* Step 1 makes the notebook's map minus the Chebyshev cubic, with exponent ln 3; a bowl contracts by |1 − η|. */
    const descent_problem problem = descent_test_landscape("notebook", 0),
                          quadratic = {.dimension = 1, .gradient = bowl};
    const double starts[] = {0, 1.3, 4, 1.25, 1, 1.7}, start = 1;
    descent_sweep_options options = {0};
    descent_sweep *sweep;
    options.lyapunov = 1;
    options.steps = 20000;
    assert_success(descent_sweep_starts(&problem, descent_fixed_step(1), starts, 3, &options, &sweep));
    for (size_t i = 0; i < 3; i++) {
        const descent_interval exponent = descent_sweep_view_run(sweep, i).lyapunov;
        ck_assert_double_eq_tol(exponent.value, log(3), 0.02);
        ck_assert_double_gt(exponent.high, exponent.value);
        ck_assert_double_lt(exponent.high, exponent.value + 0.02);
        ck_assert_double_eq_tol(exponent.high - exponent.value, exponent.value - exponent.low, 1e-15);
    }
    descent_sweep_free(sweep);
    options.steps = 400;
    assert_success(descent_sweep_starts(&quadratic, descent_fixed_step(0.1), &start, 1, &options, &sweep));
    ck_assert_double_eq_tol(descent_sweep_view_run(sweep, 0).lyapunov.value, log(0.9), 1e-6);
    descent_sweep_free(sweep);
    /* Heavy ball on a bowl with complex multipliers: their modulus is √β. */
    assert_success(descent_sweep_starts(&quadratic, descent_heavy_ball(0.5, 0.49), &start, 1, &options, &sweep));
    ck_assert_double_eq_tol(descent_sweep_view_run(sweep, 0).lyapunov.value, log(0.7), 0.01);
    descent_sweep_free(sweep);
}
END_TEST

START_TEST(the_sample_agrees_with_the_full_diagnosis)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
    const double start[] = {4, 1.25};
    double step_sizes[64];
    descent_sweep_options options = {0};
    descent_sweep *sweep;
    options.check_count = 64;
    for (size_t i = 0; i < 64; i++)
        step_sizes[i] = 0.05 + 0.02 * (double)i;
    assert_success(descent_sweep_step_sizes(&problem, start, step_sizes, 64, &options, &sweep));
    ck_assert_double_ge(descent_sweep_view(sweep).agreement, 0.95);
    ck_assert_uint_eq(descent_sweep_view(sweep).checked, 64);
    descent_sweep_free(sweep);
}
END_TEST

/* Of the logistic map with r > 3 nearly no run has a point as its limit: both fixed points repel, by r and by 2 − r. */
static size_t count_approaches(size_t steps, double start)
{
    enum {
        count = 250
    };
    double step_sizes[count];
    for (size_t i = 0; i < count; i++)
        step_sizes[i] = 2.57 + 0.43 * ((double)i + 0.5) / count;
    /* x² − x: a step of size η is the logistic map with r = 1 + η. */
    const descent_problem problem = {.dimension = 1, .gradient = parabola};
    descent_sweep_options options = {0};
    options.steps = steps;
    options.check_count = DESCENT_SWEEP_NO_CHECKS;
    descent_sweep *sweep;
    size_t approaches = 0;
    assert_success(descent_sweep_step_sizes(&problem, &start, step_sizes, count, &options, &sweep));
    for (size_t run = 0; run < count; run++) {
        const descent_ending ending = descent_sweep_ending(sweep, run);
        approaches += ending == DESCENT_ENDING_APPROACHING || ending == DESCENT_ENDING_CONVERGED;
    }
    descent_sweep_free(sweep);
    return approaches;
}

START_TEST(a_few_steps_of_chaos_are_no_approach)
{
    static const size_t steps[] = {12, 16, 20, 30, 40, 60};
    const size_t starts = 40, runs = 6 * starts * 250;
    size_t approaches = 0;
    for (size_t k = 0; k < 6; k++)
        for (size_t s = 0; s < starts; s++)
            approaches += count_approaches(steps[k], 0.05 + 0.0225 * (double)s);
    /* Now and then moves shrink by chance for as long as they are looked at. */
    ck_assert_uint_le(approaches, runs / 1000);
}
END_TEST

static void assert_is_alone_the_same(const descent_problem *problem, const descent_sweep_options *options,
                                     const double *start, const descent_sweep_result *run)
{
    descent_sweep *sweep;
    assert_success(descent_sweep_step_sizes(problem, start, &run->value, 1, options, &sweep));
    const descent_sweep_result alone = descent_sweep_view_run(sweep, 0);
    ck_assert_int_eq(alone.ending, run->ending);
    ck_assert_uint_eq(alone.period, run->period);
    ck_assert_uint_eq(alone.steps, run->steps);
    ck_assert_mem_eq(alone.end_point, run->end_point, 2 * sizeof(double));
    ck_assert_mem_eq(&alone.lyapunov, &run->lyapunov, sizeof alone.lyapunov);
    descent_sweep_free(sweep);
}

/*
 * Runs that are gone through again side by side, each with a twin, have what they have alone: some leave early, some merge
 * with their twins, some go on to be confirmed, and more of them than are taken in hand at once.
 */
START_TEST(neighbours_change_nothing)
{
    enum {
        runs = 150
    };
    const double start[] = {4, 1.25};
    const descent_rule rules[] = {descent_fixed_step(1), descent_heavy_ball(1, 0.3)};
    double step_sizes[runs];
    for (size_t i = 0; i < runs; i++)
        step_sizes[i] = 0.2 + 0.9 * (double)i / runs;
    for (size_t k = 0; k < 8; k++) {
        descent_problem problem = descent_test_landscape("notebook", 0);
        descent_sweep_options options = {.steps = k & 4 ? 700 : 90, .lyapunov = 1, .rule = &rules[k & 1]};
        descent_sweep *sweep;
        if (k & 2)
            problem.gradient_batch = NULL;
        options.check_count = DESCENT_SWEEP_NO_CHECKS;
        assert_success(descent_sweep_step_sizes(&problem, start, step_sizes, runs, &options, &sweep));
        for (size_t i = 0; i < runs; i += descent_test_in_full() ? 1 : 7) {
            const descent_sweep_result run = descent_sweep_view_run(sweep, i);
            assert_is_alone_the_same(&problem, &options, start, &run);
        }
        descent_sweep_free(sweep);
    }
}
END_TEST

/*
 * ½x² + ½·10⁻⁹(y − 1)²: while x is halved from step to step, y slides on by 5·10⁻¹⁰, and has 2·10⁹ steps to go. From where y is
 * within a millionth of the way it has arrived as soon as x has.
 */
SLOPE(halved_beside_a_slide, g[0] = x[0]; g[1] = 1e-9 * (x[1] - 1))

START_TEST(what_dies_out_hides_no_slide)
{
    const descent_problem problem = {.dimension = 2, .gradient = halved_beside_a_slide};
    for (size_t steps = 10; steps <= 80; steps++)
        for (int there = 0; there < 2; there++) {
            const double starts[] = {1, there ? 1 - 1e-8 : 0};
            descent_sweep_options options = {.steps = steps, .check_count = DESCENT_SWEEP_NO_CHECKS};
            descent_sweep *sweep;
            assert_success(descent_sweep_starts(&problem, descent_fixed_step(0.5), starts, 1, &options, &sweep));
            const descent_ending ending = descent_sweep_ending(sweep, 0);
            ck_assert_msg(there || ending != DESCENT_ENDING_CONVERGED, "%zu steps", steps);
            ck_assert_msg(!there || steps < 40 || ending == DESCENT_ENDING_CONVERGED, "%zu steps: %s", steps,
                          descent_ending_string(ending));
            descent_sweep_free(sweep);
        }
}
END_TEST

/* Kicks of length η about a kink shrink with η, though they come in no order; without a schedule they return. A momentum above 1
 * multiplies volumes by it each step, however slowly: what circles at 1 leaves then. */
START_TEST(what_its_schedule_or_momentum_ends_does_not_last)
{
    const descent_rule decays = descent_rule_with_schedule(descent_fixed_step(0.3), descent_schedule_inverse(5));
    const known_run shrinks = {"shrinks", corner, 2, 0, decays, {2, 1}, 300, DESCENT_ENDING_UNDETERMINED, 0, 0};
    const known_run kicked = {"kicked", irrational, 1, 0, decays, {2}, 300, DESCENT_ENDING_UNDETERMINED, 0, 0};
    known_run circles = {"circles", bowl, 1, 0, descent_heavy_ball(0.1, 1), {1}, 1000, 0, 0, 0};
    size_t period;
    const descent_ending ending = judge(&shrinks, &period);
    ck_assert(ending != DESCENT_ENDING_CHAOTIC && ending != DESCENT_ENDING_QUASIPERIODIC);
    const descent_ending other = judge(&kicked, &period);
    ck_assert(other != DESCENT_ENDING_CHAOTIC && other != DESCENT_ENDING_QUASIPERIODIC);
    ck_assert_int_eq(judge(&circles, &period), DESCENT_ENDING_QUASIPERIODIC);
    circles.rule = descent_heavy_ball(0.1, 1 + 1e-5);
    ck_assert_int_eq(judge(&circles, &period), DESCENT_ENDING_UNDETERMINED);
}
END_TEST

static descent_ending scheduled(descent_gradient_function *gradient, size_t dimension, double step_size,
                                descent_schedule schedule, size_t steps)
{
    const descent_rule rule = descent_rule_with_schedule(descent_fixed_step(step_size), schedule);
    const known_run run = {"", gradient, dimension, 0, rule, {1, 1}, steps, 0, 0, 0};
    size_t period;
    return judge(&run, &period);
}

/* Sum of the step sizes: 1000η of η·0.999^k, 200η of halves after each 100, 500η of a cosine and 500.5η of a line to 0 over
 * 1000 steps. Of a distance of 1 on ½x² a sum S leaves a little less than e^−S, which is ten tolerances (10⁻⁵) for S = 11.5. */
START_TEST(a_schedule_that_ends_on_the_way_stalls_the_run)
{
    const descent_schedule shrinks = descent_schedule_exponential(0.999), halves = descent_schedule_steps(100, 0.5);
    const descent_schedule cosine = descent_schedule_cosine(1000, 0), line = descent_schedule_linear(1000, 0);
    ck_assert_int_eq(scheduled(bowl, 1, 0.002, shrinks, 1000), DESCENT_ENDING_STALLED);
    ck_assert_int_eq(scheduled(bowl, 1, 0.02, halves, 150), DESCENT_ENDING_STALLED);
    ck_assert_int_eq(scheduled(bowl, 1, 0.01, cosine, 500), DESCENT_ENDING_STALLED);
    ck_assert_int_eq(scheduled(bowl, 1, 0.01, line, 500), DESCENT_ENDING_STALLED);
    ck_assert_int_eq(scheduled(bowl, 1, 0.011, shrinks, 1000), DESCENT_ENDING_STALLED);
    /* what comes there, or has no end */
    ck_assert_int_eq(scheduled(bowl, 1, 0.012, shrinks, 1000), DESCENT_ENDING_APPROACHING);
    ck_assert_int_eq(scheduled(bowl, 1, 0.04, shrinks, 250), DESCENT_ENDING_APPROACHING);
    ck_assert_int_eq(scheduled(bowl, 1, 0.1, halves, 60), DESCENT_ENDING_APPROACHING);
    ck_assert_int_eq(scheduled(bowl, 1, 0.04, cosine, 200), DESCENT_ENDING_APPROACHING);
    ck_assert_int_eq(scheduled(bowl, 1, 0.04, line, 200), DESCENT_ENDING_APPROACHING);
    ck_assert_int_eq(scheduled(bowl, 1, 0.04, descent_schedule_cosine(1000, 1e-6), 200), DESCENT_ENDING_APPROACHING);
    ck_assert_int_eq(scheduled(bowl, 1, 0.1, descent_schedule_inverse(50), 300), DESCENT_ENDING_APPROACHING);
    /* y has a thousandth of the curvature: x comes there, y is left behind */
    ck_assert_int_ne(scheduled(two_speeds, 2, 0.04, shrinks, 250), DESCENT_ENDING_APPROACHING);
}
END_TEST

/*
 * x ← −x has the exponent 0, wherever it begins, and also where the run is back at its start when its twin begins: then the size of
 * the point tells how far apart they must be to be two.
 */
START_TEST(a_twin_stands_apart_however_far_the_run_came)
{
    static const double starts[] = {0.3, 5, -5, 1e6, 1e100};
    const descent_problem problem = {.dimension = 1, .gradient = bowl};
    for (size_t k = 0; k < sizeof starts / sizeof *starts; k++)
        for (size_t steps = 600; steps < 604; steps++) {
            const descent_sweep_options options = {.steps = steps, .lyapunov = 1};
            descent_sweep *sweep;
            assert_success(descent_sweep_starts(&problem, descent_fixed_step(2), &starts[k], 1, &options, &sweep));
            ck_assert_double_eq_tol(descent_sweep_view_run(sweep, 0).lyapunov.value, 0, 1e-6);
            descent_sweep_free(sweep);
        }
}
END_TEST

/* The slope of a bowl, until after so many calls it is 1. */
typedef struct mind {
    uint64_t calls, changes_at;
} mind;

static int fickle(size_t n, const double *x, double *g, void *context)
{
    mind *const m = context;
    (void)n;
    g[0] = m->calls++ < m->changes_at ? x[0] : 1;
    return 0;
}

/*
 * Where the limit of runs that had converged is asked once more, and is no critical point any more, it is one that they stall at:
 * attractor and runs say the same, whenever the gradient changes its mind.
 */
START_TEST(what_had_converged_stalls_where_its_limit_has_a_slope)
{
    const descent_sweep_options options = {
        .steps = 200, .no_classification = 1, .check_count = DESCENT_SWEEP_NO_CHECKS};
    const double starts[] = {1, 0.5};
    uint64_t all = 0;
    size_t stalled = 0;
    for (uint64_t back = 0; back < 8; back++) {
        mind m = {.changes_at = back == 0 ? UINT64_MAX : all - back};
        const descent_problem problem = {.dimension = 1, .gradient = fickle, .context = &m};
        descent_sweep *sweep;
        assert_success(descent_sweep_starts(&problem, descent_fixed_step(0.5), starts, 2, &options, &sweep));
        all = back == 0 ? m.calls : all;
        for (size_t run = 0; run < 2; run++) {
            const descent_sweep_result result = descent_sweep_view_run(sweep, run);
            const descent_attractor *const limit = descent_sweep_attractor(sweep, result.label);
            ck_assert(back > 0 || (result.ending == DESCENT_ENDING_CONVERGED && limit));
            ck_assert(!limit || limit->ending == result.ending);
            stalled += limit && limit->ending == DESCENT_ENDING_STALLED;
        }
        descent_sweep_free(sweep);
    }
    ck_assert_uint_ge(stalled, 2); /* both runs, where the change comes between their end and the look at their limit */
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        known_runs_end_as_known,
        growth_by_a_factor_is_divergence_however_slow,
        growth_about_any_place_is_divergence,
        what_had_converged_stalls_where_its_limit_has_a_slope,
        a_twin_stands_apart_however_far_the_run_came,
        neighbours_change_nothing,
        noise_is_called_noise,
        chaos_that_dies_out_is_not_called_chaos,
        exponents_are_those_of_theory,
        the_sample_agrees_with_the_full_diagnosis,
        a_few_steps_of_chaos_are_no_approach,
        what_dies_out_hides_no_slide,
        what_its_schedule_or_momentum_ends_does_not_last,
        a_schedule_that_ends_on_the_way_stalls_the_run,
    };
    return descent_test_main(descent_test_suite("sweep verdicts", tests, sizeof tests / sizeof tests[0]));
}
