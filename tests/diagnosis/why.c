/* What the paragraph "Why" teaches: the arithmetic of a step, other step sizes from the same start, and a saddle beside the
 * run. */
#include "support.h"

#include <descent/descent.h>
#include <descent/landscapes.h>
#include <descent/step_finders.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static descent_diagnosis *notebook(double first, double second, double step_size, size_t steps)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
    const double start[] = {first, second};
    return descent_test_diagnose(&problem, descent_fixed_step(step_size), start, steps);
}

/* At the minimum the curvatures are 2 and 4, at the saddle −2 and 2: 1 − ηλ. */
START_TEST(each_step_multiplies_by_one_minus_step_size_times_curvature)
{
    descent_diagnosis *diagnosis = notebook(4, 1.075, 0.2, 32);
    ck_assert_double_eq_tol(diagnosis->factors[0], 0.6, 1e-6);
    ck_assert_double_eq_tol(diagnosis->factors[1], 0.2, 1e-6);
    ck_assert_double_eq(diagnosis->factors_imaginary[0], 0);
    assert_said(diagnosis, "1 - 0.2·2 = 0.6 and 1 - 0.2·4 = 0.2.");
    assert_said(diagnosis, "both positive");
    assert_said(diagnosis, "up to 2.1e-06, a millionth of the path's extent, counts as arrived");
    descent_diagnosis_free(diagnosis);
    diagnosis = notebook(4, 1, 0.1, 64);
    ck_assert_double_eq_tol(diagnosis->factors[0], 1.2, 1e-6);
    assert_said(diagnosis, "1 - 0.1·(-2) = 1.2 and 1 - 0.1·2 = 0.8.");
    descent_diagnosis_free(diagnosis);
    /* The curvature is 4 but for rounding, of either sign: nothing is left of a quarter of it. A thousandth is no rounding. */
    for (int upper = 0; upper < 2; upper++) {
        diagnosis = notebook(4, upper ? 2.5 : 1.0001, 0.25, 64);
        assert_said(diagnosis, "1 - 0.25·2 = 0.5 and 1 - 0.25·4 = 0.");
        descent_diagnosis_free(diagnosis);
    }
    diagnosis = notebook(4, 1.0001, 0.24975, 64);
    assert_said(diagnosis, "and 1 - 0.24975·4 = 0.001.");
    descent_diagnosis_free(diagnosis);
}
END_TEST

static int round_bowl(size_t n, const double *x, double *value, void *context)
{
    (void)n, (void)context;
    *value = (x[0] * x[0] + x[1] * x[1]) / 2;
    return 0;
}

static int round_bowl_gradient(size_t n, const double *x, double *gradient, void *context)
{
    (void)n, (void)context;
    gradient[0] = x[0];
    gradient[1] = x[1];
    return 0;
}

/* A step of η = 1 arrives; when the schedule has ended there are no steps that could multiply anything. */
START_TEST(no_step_has_no_factor)
{
    const descent_problem problem = {.dimension = 2, .loss = round_bowl, .gradient = round_bowl_gradient};
    const descent_rule rule = descent_rule_with_schedule(descent_fixed_step(1), descent_schedule_linear(20, 0));
    for (size_t steps = 10; steps <= 40; steps += 30) {
        descent_diagnosis *diagnosis = descent_test_diagnose(&problem, rule, (double[]){3, 4}, steps);
        ck_assert_int_eq(diagnosis->ending, DESCENT_ENDING_CONVERGED);
        ck_assert((diagnosis->step_size > 0) == (steps < 20));
        ck_assert((diagnosis->factors != NULL) == (steps < 20));
        descent_diagnosis_free(diagnosis);
    }
}
END_TEST

/* Heavy ball: μ² − (1 + β − ηλ)μ + β = 0, complex here, so the modulus is √β. Nesterov: μ² − (1 + β)(1 − ηλ)μ + β(1 − ηλ) = 0. */
START_TEST(other_rules_tell_their_multipliers)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
    const double start[] = {4, 1.075};
    descent_diagnosis *diagnosis = descent_test_diagnose(&problem, descent_heavy_ball(0.05, 0.81), start, 100);
    for (size_t k = 0; k < 2; k++) {
        ck_assert_double_eq_tol(hypot(diagnosis->factors[k], diagnosis->factors_imaginary[k]), 0.9, 1e-6);
        ck_assert_double_gt(diagnosis->factors_imaginary[k], 0);
    }
    assert_said(diagnosis, "multiplies the distance every way by 0.9 (swinging from side to side).");
    descent_diagnosis_free(diagnosis);
    diagnosis = descent_test_diagnose(&problem, descent_nesterov(0.1, 0.3), start, 100);
    const double sum = 1.3 * 0.8, product = 0.3 * 0.8; /* λ = 2: 1.04² > 4·0.24, two real roots */
    ck_assert_double_eq_tol(diagnosis->factors[0], sum / 2 + sqrt(sum * sum / 4 - product), 1e-6);
    descent_diagnosis_free(diagnosis);
}
END_TEST

/* Without a gradient that is that of the loss, there is nothing to multiply. */
START_TEST(no_factors_where_nothing_is_known)
{
    descent_diagnosis *diagnosis = notebook(4, 2.5, 0.29, 8);
    ck_assert_ptr_null(diagnosis->factors);
    descent_diagnosis_free(diagnosis);
}
END_TEST

/*
 * With u = β₂ − 1 a step is u ← (1 + 2η)u − 4ηu³. From u = 1.5 it explodes above η = 2/7, where the unstable 2-cycle
 * ±√((1 + η)/(2η)) passes the start. The first step leads to 1.5 − 10.5η, beyond the saddle from η = 1/7 on; the second
 * changes sides again where 1 + 2η = 4η(1.5 − 10.5η)².
 */
START_TEST(an_explosion_is_told_where_it_begins)
{
    double low = 0.2, high = 0.27;
    for (int k = 0; k < 60; k++) {
        const double eta = (low + high) / 2, u = 1.5 - 10.5 * eta;
        *(1 + 2 * eta > 4 * eta * u * u ? &low : &high) = eta;
    }
    descent_diagnosis *diagnosis = notebook(4, 2.5, 0.29, 8);
    ck_assert_uint_ge(diagnosis->band_count, 4);
    const descent_step_band *bands = diagnosis->bands;
    ck_assert_int_eq(bands[0].ending, DESCENT_ENDING_CONVERGED);
    ck_assert_double_eq_tol(bands[0].x[1], 1 + sqrt(0.5), 1e-6);
    ck_assert_double_le(bands[0].high, 1.0 / 7);
    ck_assert_double_ge(bands[0].high, 1.0 / 7 - 1e-4);
    ck_assert_double_eq_tol(bands[1].x[1], 1 - sqrt(0.5), 1e-6);
    ck_assert_double_le(bands[1].high, low);
    ck_assert_double_ge(bands[1].high, low - 1e-4);
    const descent_step_band *last = &bands[diagnosis->band_count - 1];
    ck_assert_int_eq(last->ending, DESCENT_ENDING_DIVERGING);
    ck_assert_double_ge(last->low, 2.0 / 7);
    ck_assert_double_le(last->low, 2.0 / 7 + 1e-4);
    ck_assert_double_eq(last->high, 0.29);
    assert_said(diagnosis, "to 0.29, yours, it diverges.");
    assert_said(diagnosis, "can jump from the valley of one minimum into that of another. With those that were tried, "
                           "for some hundred steps; between these it may end elsewhere:");
    assert_said(diagnosis, "to 0.1428 it ends at the minimum at (2, 1.70711);");
    descent_diagnosis_free(diagnosis);
}
END_TEST

/* Rosenbrock's valley has one minimum: no run jumps from it to another. */
START_TEST(one_minimum_has_no_valleys_to_jump_between)
{
    const descent_problem problem = descent_test_landscape("rosenbrock", 0);
    const double start[] = {-1, 1};
    descent_diagnosis *diagnosis = descent_test_diagnose(&problem, descent_fixed_step(0.01), start, 200);
    assert_said(diagnosis, "where the run ends depends on the step size. With those that were tried, for some hundred "
                           "steps; between these it may end elsewhere:");
    ck_assert_ptr_null(strstr(descent_test_said(diagnosis), "jump"));
    descent_diagnosis_free(diagnosis);
}
END_TEST

/* The curvatures of the minima are 2 and 4, with factors 0.98 and 0.96 by a step size of 0.01. Beside the ridge the way along 2 is made
 * before the run leaves: in 689 + 64 steps it shrinks from 2 to 2·0.98⁷⁵³ = 5·10⁻⁷, within what counts as arrived. */
START_TEST(of_two_factors_to_come_it_is_said_which)
{
    descent_diagnosis *diagnosis = notebook(4, 1.0001, 0.01, 64);
    assert_said(diagnosis,
                "Once it is near, each step will multiply the distance to the minimum by 0.96: what is left by then "
                "lies in the direction of curvature 4.");
    descent_diagnosis_free(diagnosis);
    diagnosis = notebook(4, 1.3, 0.01, 64);
    assert_said(diagnosis, "Once it is near, each step will multiply the distance to the minimum by 0.98.");
    descent_diagnosis_free(diagnosis);
}
END_TEST

/* On the saddle's ridge the distance to the minimum does not yet shrink by the minimum's factor; beside the minimum it does. */
START_TEST(a_factor_to_come_is_not_told_as_one_of_now)
{
    descent_diagnosis *diagnosis = notebook(4, 1.0001, 0.1, 20);
    assert_said(diagnosis, "Once it is near, each step will multiply the distance to the minimum by 0.6: ");
    descent_diagnosis_free(diagnosis);
    diagnosis = notebook(4, 1.0001, 0.1, 64);
    assert_said(diagnosis, "Each step multiplies the distance to the minimum by 0.6.");
    descent_diagnosis_free(diagnosis);
}
END_TEST

/* The heavy ball's map has the determinant β: with β = 1 it keeps areas, and on a closed curve the exponent is 0. */
START_TEST(momentum_of_one_never_dies_out)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
    const double start[] = {4, 1.5};
    descent_diagnosis *diagnosis = descent_test_diagnose(&problem, descent_heavy_ball(0.2, 1), start, 3000);
    ck_assert_int_eq(diagnosis->ending, DESCENT_ENDING_QUASIPERIODIC);
    assert_said(diagnosis, "With momentum 1 it is exactly zero");
    assert_said(diagnosis, "so motion never dies out");
    descent_diagnosis_free(diagnosis);
    diagnosis = descent_test_diagnose(&problem, descent_heavy_ball(0.2, 0.9999), start, 300);
    assert_said(diagnosis, "With momentum 0.9999 nearly all of each step goes on in the next");
    ck_assert_ptr_null(strstr(descent_test_said(diagnosis), "exactly zero"));
    descent_diagnosis_free(diagnosis);
}
END_TEST

static void check_line(double b, double step_size, uint64_t steps, const char *words)
{
    descent_diagnosis *const diagnosis = notebook(4, b, step_size, steps);
    const char *const line = descent_test_printed(descent_diagnosis_print_line, diagnosis);
    ck_assert_msg(strncmp(line, words, strlen(words)) == 0, "\"%s\" does not begin: %s", words, line);
    descent_diagnosis_free(diagnosis);
}

/* The words are those with which the explanation begins. */
START_TEST(one_line_begins_as_the_explanation)
{
    check_line(1.075, 0.2, 32, "converged: minimum at (2, 1.70711), factor 0.6 a step");
    check_line(0.9999, 0.1, 64, "approaching: minimum at (2, 0.292893)");
    check_line(1, 0.1, 64, "died on a saddle at (2, 1), factor 0.8 a step");
    check_line(1, 1, 8, "oscillating: last at (4, 1), period 2");
    check_line(2.5, 0.29, 8, "exploding: last at (2.00194, 5.25455e+158)");
    check_line(1.25, 1, 128, "chaotic: last at ");
}
END_TEST

/* For 0 < u < √((1 + 2η)/(4η)) a step keeps the sign of u: every step size below the limit 0.5 ends in the same minimum. */
START_TEST(a_motion_without_end_is_told_where_smaller_steps_end)
{
    descent_diagnosis *diagnosis = notebook(4, 1.25, 1, 128);
    ck_assert_int_eq(diagnosis->ending, DESCENT_ENDING_CHAOTIC);
    ck_assert_uint_eq(diagnosis->band_count, 2);
    ck_assert_double_eq_tol(diagnosis->bands[0].x[1], 1 + sqrt(0.5), 1e-6);
    ck_assert_double_lt(diagnosis->bands[0].high, 0.5);
    ck_assert_double_gt(diagnosis->bands[0].high, 0.4);
    assert_said(diagnosis, "the run ends at the minimum at (2, 1.70711) with every step size that was tried");
    assert_said(diagnosis, "steps rounding decides where exactly the run is");
    descent_diagnosis_free(diagnosis);
}
END_TEST

/* Bands are tried on copies: not where that is not wanted, nor where nothing is left to spend; nor where only the saddle is
 * found. */
START_TEST(bands_need_copies_that_arrive)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
    const descent_diagnosis_options options[] = {{.no_trials = 1}, {.budget = 300}, {.path_only = 1}};
    const double start[] = {4, 2.5};
    descent_engine *engine = descent_test_engine(&problem, descent_fixed_step(0.29), start);
    assert_success(descent_engine_record(engine, NULL));
    assert_success(descent_engine_run(engine, 8));
    for (size_t k = 0; k < sizeof options / sizeof *options; k++) {
        descent_diagnosis *diagnosis;
        assert_success(descent_engine_diagnose(engine, &options[k], &diagnosis));
        ck_assert_uint_eq(diagnosis->band_count, 0);
        ck_assert_uint_le(diagnosis->evaluations.gradient, options[k].budget ? options[k].budget : 20000);
        descent_diagnosis_free(diagnosis);
    }
    descent_engine_free(engine);
    descent_diagnosis *diagnosis = notebook(4, 1, 1, 8);
    ck_assert_uint_eq(diagnosis->band_count, 0);
    descent_diagnosis_free(diagnosis);
}
END_TEST

/* After 30 steps the run is at a distance of 0.0001·1.2³⁰ = 0.024 from the saddle, and still looks as if it stood there. */
START_TEST(a_saddle_beside_the_run_is_named_before_it_is_left)
{
    descent_diagnosis *diagnosis = notebook(4, 0.9999, 0.1, 30);
    ck_assert_uint_ge(diagnosis->event_count, 1);
    const descent_event *event = &diagnosis->events[0];
    ck_assert_int_eq(event->kind, DESCENT_EVENT_LINGERING);
    ck_assert_uint_eq(event->last_step, 30);
    ck_assert_int_eq(event->point->kind, DESCENT_CRITICAL_SADDLE);
    ck_assert_double_eq_tol(event->value, 1.2, 1e-9);
    assert_said(diagnosis, "it lingers near the saddle at (2, 1) and is leaving it along (0, 1)");
    descent_diagnosis_free(diagnosis);
    /* 1 + 0.12·2, wherever the run has left the neighbourhood in which that holds. */
    diagnosis = notebook(4, 1.0001, 0.12, 64);
    assert_said(diagnosis, "left it along (0, 1), where each step multiplies the distance by 1.24 (with that factor");
    descent_diagnosis_free(diagnosis);
    /* Under a schedule there is no such factor: with step sizes from 0.1·0.99¹⁷ to 0.1·0.99⁴³ the curvature alone makes 1.17 to 1.13. */
    const descent_problem problem = descent_test_landscape("notebook", 0);
    descent_rule rule = descent_fixed_step(0.1);
    rule.schedule = descent_schedule_exponential(0.99);
    diagnosis = descent_test_diagnose(&problem, rule, (const double[]){4, 1.0001}, 100);
    for (event = diagnosis->events; event->kind != DESCENT_EVENT_LINGERING; event++)
        ck_assert_ptr_ne(event, diagnosis->events + diagnosis->event_count - 1);
    ck_assert_double_nan(event->expected);
    ck_assert(event->value > 1.1 && event->value < 1.17);
    char told[80];
    snprintf(told, sizeof told, "where each step multiplied the distance by %.3g on average", event->value);
    assert_said(diagnosis, told);
    descent_diagnosis_free(diagnosis);
}
END_TEST

/* Four steps of 1.02 as long as the one before are four in twenty: a run that grows so slowly is told so. */
START_TEST(slow_growth_is_told)
{
    descent_diagnosis *diagnosis = notebook(4, 1, 1.01, 20);
    ck_assert_double_eq_tol(fabs(diagnosis->pace.rate), 1.02, 1e-4);
    assert_said(diagnosis, "the steps grow by a factor of 1.02 each step");
    descent_diagnosis_free(diagnosis);
}
END_TEST

/* From a million away neither what counts as arrived nor a push may be measured by the way. */
START_TEST(a_far_start_scales_neither_tolerance_nor_push)
{
    descent_diagnosis *diagnosis = notebook(1e6, 1, 0.1, 200);
    ck_assert_double_lt(diagnosis->tolerance, 1e-3);
    ck_assert_uint_ge(diagnosis->advice_count, 1);
    ck_assert_double_lt(diagnosis->advice[0].push, 0.01);
    descent_diagnosis_free(diagnosis);
}
END_TEST

/* (x − 2)² − (y − 1)²/200: off the ridge the slope is so small that a step along it is lost beside y = 1. */
static int ridge_loss(size_t n, const double *x, double *value, void *context)
{
    (void)n, (void)context;
    *value = (x[0] - 2) * (x[0] - 2) - (x[1] - 1) * (x[1] - 1) / 200;
    return 0;
}

static int ridge_gradient(size_t n, const double *x, double *g, void *context)
{
    (void)n, (void)context;
    g[0] = 2 * (x[0] - 2);
    g[1] = -(x[1] - 1) / 100;
    return 0;
}

START_TEST(only_nothing_is_nothing)
{
    const descent_problem problem = {.dimension = 2, .loss = ridge_loss, .gradient = ridge_gradient};
    const double off[] = {1, 1 + 1e-14};
    for (size_t k = 0; k < 2; k++) {
        descent_diagnosis *diagnosis =
            descent_test_diagnose(&problem, descent_fixed_step(0.1), (double[]){4, off[k]}, 400);
        ck_assert_int_eq(diagnosis->ending, DESCENT_ENDING_CONVERGED);
        if (off[k] > 1)
            assert_said(diagnosis, "That way the run is only 1e-14 off, which is no more than rounding.");
        else
            assert_said(diagnosis, "That way the run is at distance 0, and 0 times any factor is 0.");
        ck_assert_int_eq(strstr(descent_test_said(diagnosis), "0 times any factor") != NULL, k == 0);
        descent_diagnosis_free(diagnosis);
    }
}
END_TEST

static int sine(size_t n, const double *x, double *value, void *context)
{
    (void)n, (void)context;
    *value = sin(x[0]);
    return 0;
}

static int sine_gradient(size_t n, const double *x, double *g, void *context)
{
    (void)n, (void)context;
    g[0] = cos(x[0]);
    return 0;
}

static int hill_loss(size_t n, const double *x, double *value, void *context)
{
    (void)n, (void)context;
    *value = -x[0] * x[0] / 2;
    return 0;
}

static int hill_gradient(size_t n, const double *x, double *g, void *context)
{
    (void)n, (void)context;
    g[0] = -x[0];
    return 0;
}

/* The number that is nearest to π/2 is 6.1e-17 off; of −x²/2 the maximum is a number. */
START_TEST(a_distance_of_rounding_is_told_once)
{
    descent_problem problem = {.dimension = 1, .loss = sine, .gradient = sine_gradient};
    descent_diagnosis *diagnosis = descent_test_diagnose(&problem, descent_fixed_step(0.5), (double[]){acos(0)}, 64);
    assert_said(diagnosis, "The maximum is 6.1e-17 away");
    assert_said(diagnosis, "The run is only 6.1e-17 off, which is no more than rounding.");
    ck_assert_ptr_null(strstr(descent_test_said(diagnosis), "distance 0"));
    descent_diagnosis_free(diagnosis);
    problem = (descent_problem){.dimension = 1, .loss = hill_loss, .gradient = hill_gradient};
    diagnosis = descent_test_diagnose(&problem, descent_fixed_step(0.5), (double[]){0}, 64);
    ck_assert_ptr_null(strstr(descent_test_said(diagnosis), " away; up to"));
    assert_said(diagnosis, "The run is at distance 0, and 0 times any factor is 0.");
    descent_diagnosis_free(diagnosis);
}
END_TEST

/* 0.1·0.95^600 = 4.3e-15, and the curvatures are 2. */
START_TEST(a_faded_step_size_has_no_digits)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
    descent_rule rule = descent_fixed_step(0.1);
    rule.schedule = (descent_schedule){.kind = DESCENT_SCHEDULE_EXPONENTIAL, .factor = 0.95};
    descent_diagnosis *diagnosis = descent_test_diagnose(&problem, rule, (double[]){2.000001, 1.7071}, 600);
    assert_said(diagnosis, "1 - (step size)·(curvature), which is 1, to rounding: such small steps hardly move");
    ck_assert_msg(!strstr(descent_test_said(diagnosis), "0.99999"), "%s", descent_test_said(diagnosis));
    ck_assert_msg(!strstr(descent_test_said(diagnosis), "Each step multiplies the distance to"), "%s",
                  descent_test_said(diagnosis));
    descent_diagnosis_free(diagnosis);
}
END_TEST

/* 1 − 0.1/(1 + k/100)·2 is no number that each step multiplies by; with the same step size throughout, 0.8 is. */
START_TEST(a_schedule_has_no_factor_of_each_step)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
    static const struct {
        double momentum;
        bool scheduled;
        const char *said;
    } cases[] = {
        {0, false, "In the long run, each step multiplies the distance to the minimum by 0.8"},
        {0, true, "What each step multiplies the distance to the minimum by changes with the step size."},
        {0.5, false, "Near there, in the long run, each step multiplies the distance every way by"},
        {0.5, true, "Near there, with steps of the last step size, each multiplies the distance every way by"}};
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        descent_rule rule =
            cases[k].momentum > 0 ? descent_heavy_ball(0.1, cases[k].momentum) : descent_fixed_step(0.1);
        rule.schedule = cases[k].scheduled ? descent_schedule_inverse(100) : descent_schedule_constant();
        descent_diagnosis *diagnosis = descent_test_diagnose(&problem, rule, (double[]){3, 1.9}, 20);
        ck_assert_int_eq(diagnosis->ending, DESCENT_ENDING_APPROACHING);
        assert_said(diagnosis, cases[k].said);
        if (cases[k].scheduled)
            ck_assert_ptr_null(
                strstr(descent_test_said(diagnosis), "ach step multiplies the distance to the minimum by 0"));
        descent_diagnosis_free(diagnosis);
    }
}
END_TEST

START_TEST(a_rule_that_did_not_make_the_steps_is_to_be_checked)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
    const descent_rule claimed = descent_fixed_step(0.15);
    const descent_diagnosis_options options = {.rule = &claimed};
    descent_engine *const engine = descent_test_engine(&problem, descent_fixed_step(0.1), (double[]){4, 1.075});
    descent_diagnosis *diagnosis;
    assert_success(descent_engine_record(engine, NULL));
    assert_success(descent_engine_run(engine, 300));
    assert_success(descent_diagnose(&problem, descent_engine_path(engine), &options, &diagnosis));
    ck_assert_int_eq(diagnosis->ending, DESCENT_ENDING_CONVERGED);
    assert_said(diagnosis, "Seen: 300 steps, not made by the rule that was given (fixed step, step size 0.15), led to");
    assert_said(diagnosis, "Try: Check the rule and the step size that were given");
    ck_assert_uint_eq(diagnosis->advice_count, 1);
    descent_diagnosis_free(diagnosis);
    descent_engine_free(engine);
}
END_TEST

START_TEST(advice_is_told_apart)
{
    descent_diagnosis *diagnosis = notebook(4, 0.8, 0.02, 100);
    ck_assert_uint_eq(diagnosis->advice_count, 2);
    const char *const text = descent_test_printed(descent_diagnosis_print, diagnosis);
    ck_assert_msg(strstr(text, "\nTry:   ") && strstr(text, "\nOr:    "), "%s", text);
    descent_diagnosis_free(diagnosis);
}
END_TEST

/* A power of x with its slope, c·x^p. */
typedef struct power {
    double factor, exponent;
} power;

static int power_loss(size_t n, const double *x, double *value, void *context)
{
    (void)n;
    const power *const own = context;
    *value = own->factor * pow(x[0], own->exponent);
    return 0;
}

static int power_gradient(size_t n, const double *x, double *g, void *context)
{
    (void)n;
    const power *const own = context;
    g[0] = own->factor * own->exponent * pow(x[0], own->exponent - 1);
    return 0;
}

/* The last so many steps in which s/y, the quotient of the changes of point and slope, is beyond 0.1·10^±10 and held there. */
static size_t steps_held(power *own, size_t steps, double bound)
{
    double x = 1, before = NAN, slope_before = NAN;
    size_t held = 0;
    for (size_t k = 0; k < steps; k++) {
        double slope;
        (void)power_gradient(1, &x, &slope, own);
        const double found = k == 0 ? 0.1 : (x - before) / (slope - slope_before);
        const double step = fmin(fmax(found, 1e-11), 1e9);
        held = fabs(step / bound - 1) < 1e-9 ? held + 1 : 0;
        before = x;
        slope_before = slope;
        x -= step * slope;
    }
    return held;
}

/* Toward the minimum of x⁴ the two-point step would grow without bound, and on 10¹³x² it would be 5·10⁻¹⁴; on x² it is 1/2. */
START_TEST(a_step_size_at_its_bound_is_said_to_be)
{
    static const struct {
        power own;
        size_t steps;
        double bound; /* NAN: at none */
        const char *which;
    } cases[] = {{{1, 4}, 200, 1e9, "1e+09, the largest"},
                 {{1e13, 2}, 40, 1e-11, "1e-11, the smallest"},
                 {{1, 2}, 40, NAN, NULL}};
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        power own = cases[k].own;
        const descent_problem problem = {
            .dimension = 1, .loss = power_loss, .gradient = power_gradient, .context = &own, .scale = 1};
        const double start[] = {1};
        descent_diagnosis *const diagnosis = descent_test_diagnose(
            &problem, descent_barzilai_borwein(0.1, DESCENT_BARZILAI_BORWEIN_LONG), start, cases[k].steps);
        char said[128];
        if (cases[k].which) {
            snprintf(said, sizeof said,
                     "In the last %zu steps the rule holds its step size at %s that it allows itself.",
                     steps_held(&own, cases[k].steps, cases[k].bound), cases[k].which);
            assert_said(diagnosis, said);
        } else
            ck_assert_ptr_null(strstr(descent_test_said(diagnosis), "allows itself"));
        descent_diagnosis_free(diagnosis);
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        a_step_size_at_its_bound_is_said_to_be,
        each_step_multiplies_by_one_minus_step_size_times_curvature,
        no_step_has_no_factor,
        other_rules_tell_their_multipliers,
        no_factors_where_nothing_is_known,
        an_explosion_is_told_where_it_begins,
        one_minimum_has_no_valleys_to_jump_between,
        a_factor_to_come_is_not_told_as_one_of_now,
        of_two_factors_to_come_it_is_said_which,
        momentum_of_one_never_dies_out,
        one_line_begins_as_the_explanation,
        a_motion_without_end_is_told_where_smaller_steps_end,
        bands_need_copies_that_arrive,
        a_saddle_beside_the_run_is_named_before_it_is_left,
        slow_growth_is_told,
        a_far_start_scales_neither_tolerance_nor_push,
        only_nothing_is_nothing,
        a_distance_of_rounding_is_told_once,
        a_faded_step_size_has_no_digits,
        a_schedule_has_no_factor_of_each_step,
        a_rule_that_did_not_make_the_steps_is_to_be_checked,
        advice_is_told_apart,
    };
    return descent_test_main(descent_test_suite("diagnosis_why", tests, sizeof tests / sizeof *tests));
}
