/* What a diagnosis says of the future against the future: the truth is the run itself, gone on with by a loop of this file. */
#include "support.h"

#include <math.h>
#include <string.h>

#include <descent/adaptive.h>
#include <descent/descent.h>

/* 100(x₂ − x₁²)² + (1 − x₁)² (Rosenbrock, 1960); its minimum is (1, 1), its sharpest curvature there 501 + √250601 */
static int rosenbrock(size_t n, const double *x, double *value, void *context)
{
    (void)n, (void)context;
    const double a = x[1] - x[0] * x[0], b = 1 - x[0];
    *value = 100 * a * a + b * b;
    return 0;
}

static int rosenbrock_gradient(size_t n, const double *x, double *g, void *context)
{
    (void)n, (void)context;
    const double a = x[1] - x[0] * x[0];
    g[0] = -400 * a * x[0] - 2 * (1 - x[0]);
    g[1] = 200 * a;
    return 0;
}

static const descent_problem steep_valley = {.dimension = 2, .loss = rosenbrock, .gradient = rosenbrock_gradient};

/* Σ (y_i − x₁(1 − x₂^i))² (Beale, 1958); its minimum is (3, 1/2) */
static const double beale_y[] = {1.5, 2.25, 2.625};

static int beale(size_t n, const double *x, double *value, void *context)
{
    (void)n, (void)context;
    *value = 0;
    for (int i = 0; i < 3; i++)
        *value += pow(beale_y[i] - x[0] * (1 - pow(x[1], i + 1)), 2);
    return 0;
}

static int beale_gradient(size_t n, const double *x, double *g, void *context)
{
    (void)n, (void)context;
    g[0] = g[1] = 0;
    for (int i = 0; i < 3; i++) {
        const double power = pow(x[1], i), rest = beale_y[i] - x[0] * (1 - power * x[1]);
        g[0] -= 2 * rest * (1 - power * x[1]);
        g[1] += 2 * rest * x[0] * (i + 1) * power;
    }
    return 0;
}

static const descent_problem beale_problem = {.dimension = 2, .loss = beale, .gradient = beale_gradient};

/* ½(1 − x²y²)²: its minima are the curve xy = ±1. */
static int hyperbola(size_t n, const double *x, double *value, void *context)
{
    (void)n, (void)context;
    *value = pow(1 - x[0] * x[0] * x[1] * x[1], 2) / 2;
    return 0;
}

static int hyperbola_gradient(size_t n, const double *x, double *g, void *context)
{
    (void)n, (void)context;
    const double rest = x[0] * x[0] * x[1] * x[1] - 1;
    g[0] = 2 * rest * x[0] * x[1] * x[1];
    g[1] = 2 * rest * x[0] * x[0] * x[1];
    return 0;
}

static const descent_problem curve_of_minima = {.dimension = 2, .loss = hyperbola, .gradient = hyperbola_gradient};

/* x²/2 + 10^−10·y²/2 */
static int flat_one_way(size_t n, const double *x, double *value, void *context)
{
    (void)n, (void)context;
    *value = x[0] * x[0] / 2 + 1e-10 * x[1] * x[1] / 2;
    return 0;
}

static int flat_one_way_gradient(size_t n, const double *x, double *g, void *context)
{
    (void)n, (void)context;
    g[0] = x[0];
    g[1] = 1e-10 * x[1];
    return 0;
}

static const descent_problem badly_scaled = {.dimension = 2, .loss = flat_one_way, .gradient = flat_one_way_gradient};

/* s²/2 with the logistic function s: no minimiser, x ~ −½ ln k */
static int logistic(size_t n, const double *x, double *value, void *context)
{
    (void)n, (void)context;
    const double s = 1 / (1 + exp(-x[0]));
    *value = s * s / 2;
    return 0;
}

static int logistic_gradient(size_t n, const double *x, double *g, void *context)
{
    (void)n, (void)context;
    const double s = 1 / (1 + exp(-x[0]));
    g[0] = s * s * (1 - s);
    return 0;
}

static const descent_problem no_minimiser = {.dimension = 1, .loss = logistic, .gradient = logistic_gradient};

/* |x − 1|: smooth on the way from 0 to 1. */
static int slope(size_t n, const double *x, double *value, void *context)
{
    (void)n, (void)context;
    *value = fabs(x[0] - 1);
    return 0;
}

static int slope_gradient(size_t n, const double *x, double *g, void *context)
{
    (void)n, (void)context;
    g[0] = x[0] < 1 ? -1 : 1;
    return 0;
}

static const descent_problem wedge = {.dimension = 1, .loss = slope, .gradient = slope_gradient};

/* RMSProp (Tieleman & Hinton, 2012), with decay 0.9. */
static int rmsprop(const descent_rule *rule, descent_rule_step *step)
{
    (void)rule;
    double *const mean = step->memory[0];
    for (size_t i = 0; i < step->dimension; i++) {
        const double g = step->gradient[i];
        mean[i] = 0.9 * mean[i] + 0.1 * g * g;
        step->x[i] -= step->step_size * g / (sqrt(mean[i]) + 1e-8);
    }
    return 0;
}

static const descent_rule_type rmsprop_type = {.name = "RMSProp", .memory_count = 1, .advance = rmsprop};

static descent_diagnosis *diagnose(const descent_problem *problem, descent_rule rule, const double *start, size_t steps)
{
    descent_engine *engine;
    descent_diagnosis *diagnosis;
    assert_success(descent_engine_new(&engine, problem, rule, start));
    assert_success(descent_engine_record(engine, NULL));
    assert_success(descent_engine_run(engine, steps));
    assert_success(descent_engine_diagnose(engine, NULL, &diagnosis));
    descent_engine_free(engine);
    return diagnosis;
}

/* Where the same run is after so many steps in all. */
static void go_on(const descent_problem *problem, descent_rule rule, const double *start, size_t steps, double *x)
{
    descent_engine *engine;
    assert_success(descent_engine_new(&engine, problem, rule, start));
    assert_success(descent_engine_run(engine, steps));
    for (size_t i = 0; i < problem->dimension; i++)
        x[i] = descent_engine_point(engine)[i];
    descent_engine_free(engine);
}

/* Below the limit the run goes to the minimum, above it ends on a 2-cycle beside it, of some size from the beginning. */
START_TEST(above_its_limit_a_minimum_is_not_approached)
{
    const double start[] = {-1.2, 1}, limit = 2 / (501 + sqrt(250601));
    const double factors[] = {0.9, 0.999, 1.02, 1.5};
    const size_t lengths[] = {50, 500, 2000, 4096};
    for (size_t f = 0; f < 4; f++)
        for (size_t k = 0; k < 4; k++) {
            descent_diagnosis *const diagnosis =
                diagnose(&steep_valley, descent_fixed_step(factors[f] * limit), start, lengths[k]);
            if (factors[f] < 1) {
                ck_assert_int_eq(diagnosis->ending, DESCENT_ENDING_APPROACHING);
                ck_assert_double_eq_tol(diagnosis->point->x[0], 1, 1e-6);
            } else {
                double x[2], now, later;
                go_on(&steep_valley, descent_fixed_step(factors[f] * limit), start, 60000, x);
                (void)rosenbrock(2, diagnosis->x, &now, NULL);
                (void)rosenbrock(2, x, &later, NULL);
                ck_assert_msg(diagnosis->ending == DESCENT_ENDING_PERIODIC ||
                                  diagnosis->ending == DESCENT_ENDING_UNDETERMINED ||
                                  (diagnosis->ending == DESCENT_ENDING_DESCENDING && later < now),
                              "%g %zu: %s", factors[f], lengths[k], descent_ending_string(diagnosis->ending));
                ck_assert(diagnosis->ending != DESCENT_ENDING_PERIODIC || diagnosis->cycle.period == 2);
            }
            descent_diagnosis_free(diagnosis);
        }
}
END_TEST

/* The loss falls over the recorded steps and rises after them: still a way down is then not said. */
START_TEST(a_loss_that_will_rise_is_not_still_descending)
{
    const double start[] = {1, 1};
    for (size_t steps = 20; steps <= 320; steps *= 2)
        for (double step_size = 0.043; step_size < 0.075; step_size += 0.004) {
            double x[2], now, later;
            descent_diagnosis *const diagnosis = diagnose(&beale_problem, descent_fixed_step(step_size), start, steps);
            go_on(&beale_problem, descent_fixed_step(step_size), start, 20000, x);
            (void)beale(2, diagnosis->x, &now, NULL);
            (void)beale(2, x, &later, NULL);
            ck_assert_double_gt(later, 1e-3); /* the limit of the minimum is 0.0408, and it ends on a cycle */
            ck_assert_int_ne(diagnosis->ending, DESCENT_ENDING_APPROACHING);
            ck_assert_int_ne(diagnosis->ending, DESCENT_ENDING_CONVERGED);
            ck_assert(diagnosis->ending != DESCENT_ENDING_DESCENDING || later < now);
            descent_diagnosis_free(diagnosis);
        }
}
END_TEST

static int saddle(size_t n, const double *x, double *value, void *context)
{
    (void)n, (void)context;
    *value = x[0] * x[0] - x[1] * x[1];
    return 0;
}

static int saddle_gradient(size_t n, const double *x, double *g, void *context)
{
    (void)n, (void)context;
    g[0] = 2 * x[0];
    g[1] = -2 * x[1];
    return 0;
}

/* 0.8²ᵏ − 10⁻⁶·1.2²ᵏ falls in every step, until 1.2ᵏ is no number any more. */
START_TEST(a_loss_rises_only_where_it_does)
{
    const descent_problem problem = {.dimension = 2, .loss = saddle, .gradient = saddle_gradient};
    for (size_t steps = 12; steps <= 40; steps += 2) {
        descent_diagnosis *const diagnosis = diagnose(&problem, descent_fixed_step(0.1), (double[]){1, 0.001}, steps);
        ck_assert_ptr_null(strstr(diagnosis->reason, "rises"));
        if (diagnosis->ending == DESCENT_ENDING_UNDETERMINED)
            ck_assert_ptr_nonnull(strstr(diagnosis->reason, "along a copy that goes on it falls until"));
        descent_diagnosis_free(diagnosis);
    }
}
END_TEST

/* (x² + y − 11)² + (x + y² − 7)² (Himmelblau, 1972) */
static int himmelblau(size_t n, const double *x, double *value, void *context)
{
    (void)n, (void)context;
    *value = pow(x[0] * x[0] + x[1] - 11, 2) + pow(x[0] + x[1] * x[1] - 7, 2);
    return 0;
}

static int himmelblau_gradient(size_t n, const double *x, double *g, void *context)
{
    (void)n, (void)context;
    const double a = x[0] * x[0] + x[1] - 11, b = x[0] + x[1] * x[1] - 7;
    g[0] = 4 * x[0] * a + 2 * b;
    g[1] = 2 * a + 4 * x[1] * b;
    return 0;
}

/* Of few steps it is chance whether a swing happens to go down: what the next ones do decides. */
START_TEST(a_swing_of_few_steps_is_no_descent)
{
    const descent_problem problem = {.dimension = 2, .loss = himmelblau, .gradient = himmelblau_gradient};
    const double start[] = {-3.1673044299127877, -6.3416566890693744};
    size_t rising = 0;
    for (size_t steps = 2; steps <= 6; steps++)
        for (double step_size = 0.005; step_size < 6; step_size *= 1.4) {
            const descent_rule rule = descent_adam(step_size, NULL);
            descent_diagnosis *const diagnosis = diagnose(&problem, rule, start, steps);
            double now, highest = 0;
            (void)himmelblau(2, diagnosis->x, &now, NULL);
            for (size_t more = 1; more <= 10; more++) {
                double x[2], later;
                go_on(&problem, rule, start, steps + more, x);
                (void)himmelblau(2, x, &later, NULL);
                highest = fmax(highest, later);
            }
            ck_assert_msg(diagnosis->ending != DESCENT_ENDING_DESCENDING || highest <= now, "%g, %zu steps", step_size,
                          steps);
            ck_assert(step_size > 1 || diagnosis->ending == DESCENT_ENDING_APPROACHING);
            if (strstr(diagnosis->reason, "a copy that goes on rises again")) {
                ck_assert(highest > now);
                rising++;
            }
            descent_diagnosis_free(diagnosis);
        }
    ck_assert_uint_gt(rising, 0);
}
END_TEST

/* Σxᵢ² + s² + s⁴ with s = Σ i xᵢ/2 (Zakharov) */
static int zakharov(size_t n, const double *x, double *value, void *context)
{
    (void)context;
    double s = 0, squares = 0;
    for (size_t i = 0; i < n; i++) {
        s += 0.5 * (double)(i + 1) * x[i];
        squares += x[i] * x[i];
    }
    *value = squares + s * s + s * s * s * s;
    return 0;
}

static int zakharov_gradient(size_t n, const double *x, double *g, void *context)
{
    (void)context;
    double s = 0;
    for (size_t i = 0; i < n; i++)
        s += 0.5 * (double)(i + 1) * x[i];
    for (size_t i = 0; i < n; i++)
        g[i] = 2 * x[i] + (2 * s + 4 * s * s * s) * 0.5 * (double)(i + 1);
    return 0;
}

/* At the minimum to a hundred digits there is no way down, whatever becomes of the run when its memory has faded. */
START_TEST(what_is_there_does_not_descend)
{
    const descent_problem problem = {.dimension = 3, .loss = zakharov, .gradient = zakharov_gradient};
    const double start[] = {1.9872947464159769, 1.3050169871286945, 0.49751346745932745};
    static const size_t lengths[] = {5000, 6000, 7000, 7199, 7400, 8000, 9000};
    for (size_t k = 0; k < sizeof lengths / sizeof *lengths; k++) {
        descent_engine *engine;
        descent_diagnosis *diagnosis;
        const descent_path_options every_second = {.stride = 2};
        assert_success(descent_engine_new(&engine, &problem, descent_adam(0.062559678750251785, NULL), start));
        assert_success(descent_engine_record(engine, &every_second));
        assert_success(descent_engine_run(engine, lengths[k]));
        assert_success(descent_engine_diagnose(engine, NULL, &diagnosis));
        ck_assert_double_lt(diagnosis->gradient_norm, 1e-60);
        ck_assert_int_ne(diagnosis->ending, DESCENT_ENDING_DESCENDING);
        descent_diagnosis_free(diagnosis);
        descent_engine_free(engine);
    }
}
END_TEST

/* From where a run is, Newton's method finds another point of the valley than the run comes to. */
START_TEST(the_point_ahead_is_the_one_that_the_run_comes_to)
{
    const struct {
        double start[2], step_size;
        size_t steps;
    } runs[] = {{{2, 1.1}, 0.002, 10}, {{1.8, 1.5}, 0.0005, 50}, {{1.2, 2}, 0.002, 20}};
    for (size_t k = 0; k < 3; k++) {
        double x[2];
        const descent_rule rule = descent_fixed_step(runs[k].step_size);
        descent_diagnosis *const diagnosis = diagnose(&curve_of_minima, rule, runs[k].start, runs[k].steps);
        go_on(&curve_of_minima, rule, runs[k].start, 20000, x);
        ck_assert_int_eq(diagnosis->ending, DESCENT_ENDING_APPROACHING);
        for (size_t i = 0; i < 2; i++)
            ck_assert_double_eq_tol(diagnosis->point->x[i], x[i], 1e-6);
        descent_diagnosis_free(diagnosis);
    }
}
END_TEST

/* 1 − 5·10^−11 a step: too slow to be seen in any copy, but as is due by theory. */
START_TEST(what_is_slow_by_theory_is_still_approached)
{
    const double start[] = {2, 3};
    descent_diagnosis *const diagnosis = diagnose(&badly_scaled, descent_fixed_step(0.5), start, 300);
    ck_assert_int_eq(diagnosis->ending, DESCENT_ENDING_APPROACHING);
    ck_assert_double_eq_tol(diagnosis->point->x[1], 0, 1e-9);
    ck_assert_double_eq_tol(diagnosis->distance, 3, 1e-6);
    descent_diagnosis_free(diagnosis);
}
END_TEST

START_TEST(a_slope_without_an_end_has_no_limit)
{
    const double starts[] = {4, 0};
    const size_t lengths[] = {100, 300, 1000, 3000, 5000, 10000};
    for (size_t s = 0; s < 2; s++)
        for (size_t k = 0; k < 6; k++) {
            descent_diagnosis *const diagnosis =
                diagnose(&no_minimiser, descent_fixed_step(0.3), &starts[s], lengths[k]);
            ck_assert_int_ne(diagnosis->ending, DESCENT_ENDING_APPROACHING);
            ck_assert_int_ne(diagnosis->ending, DESCENT_ENDING_CONVERGED);
            descent_diagnosis_free(diagnosis);
        }
}
END_TEST

/* From 0 with η·0.9^k the way is 10η in all: with 0.05 it ends at 0.5, on the slope; with 0.2 it passes 1, where it hovers
 * with a step size that vanishes. */
START_TEST(a_schedule_that_ends_on_a_slope_stalls)
{
    const double start = 0;
    const size_t lengths[] = {30, 60, 100, 300};
    for (size_t k = 0; k < 4; k++) {
        descent_rule rule = descent_rule_with_schedule(descent_fixed_step(0.05), descent_schedule_exponential(0.9));
        descent_diagnosis *diagnosis = diagnose(&wedge, rule, &start, lengths[k]);
        ck_assert_int_eq(diagnosis->ending, DESCENT_ENDING_STALLED);
        descent_diagnosis_free(diagnosis);
        rule.step_size = 0.2;
        diagnosis = diagnose(&wedge, rule, &start, lengths[k]);
        ck_assert_double_eq_tol(diagnosis->x[0], 1, 0.05);
        ck_assert_int_ne(diagnosis->ending, DESCENT_ENDING_DESCENDING);
        descent_diagnosis_free(diagnosis);
    }
}
END_TEST

/* Above the limit of its minimum now, and below it soon: 1.5·limit/(1 + k/1000) is, from step 500 on. */
START_TEST(a_schedule_may_bring_the_step_size_below_the_limit)
{
    const double start[] = {-1.2, 1}, limit = 2 / (501 + sqrt(250601));
    const descent_rule rule =
        descent_rule_with_schedule(descent_fixed_step(1.5 * limit), descent_schedule_inverse(1000));
    descent_diagnosis *const diagnosis = diagnose(&steep_valley, rule, start, 300);
    double x[2];
    go_on(&steep_valley, rule, start, 100000, x);
    ck_assert_double_lt(hypot(x[0] - 1, x[1] - 1), 0.2);
    ck_assert_msg(diagnosis->ending == DESCENT_ENDING_APPROACHING || diagnosis->ending == DESCENT_ENDING_DESCENDING,
                  "%s", descent_ending_string(diagnosis->ending));
    descent_diagnosis_free(diagnosis);
}
END_TEST

/* By RMSProp the run comes near the minimum and then hovers around it, at about the step size: nothing is approached. */
START_TEST(a_rule_that_does_not_hold_a_point_approaches_none)
{
    const descent_rule rule = {.type = &rmsprop_type, .step_size = 0.01};
    const double start[] = {-1.2, 1};
    double x[2];
    go_on(&steep_valley, rule, start, 100000, x);
    ck_assert_double_gt(hypot(x[0] - 1, x[1] - 1), 0.01);
    for (size_t steps = 30; steps < 10000; steps *= 2) {
        descent_diagnosis *const diagnosis = diagnose(&steep_valley, rule, start, steps);
        ck_assert_int_ne(diagnosis->ending, DESCENT_ENDING_APPROACHING);
        ck_assert_int_ne(diagnosis->ending, DESCENT_ENDING_CONVERGED);
        descent_diagnosis_free(diagnosis);
    }
}
END_TEST

/*
 * By 0.1/(1 + k/100) RMSProp goes round the minimum of the notebook, (2, 1 + √½), at half the step size, however far it is followed. By a
 * constant one it does so for ever.
 */
START_TEST(swings_that_shrink_with_their_schedule_approach)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
    const double start[] = {4, 1.0001};
    const descent_rule constant = descent_rmsprop(0.1, 0.99, 1e-8);
    const descent_rule rule = descent_rule_with_schedule(constant, descent_schedule_inverse(100));
    double x[2];
    for (size_t steps = 3000; steps <= 300000; steps *= 10) {
        go_on(&problem, rule, start, steps, x);
        ck_assert_double_eq_tol(hypot(x[0] - 2, x[1] - 1 - sqrt(0.5)) / (0.05 / (1 + (double)steps / 100)), 1, 0.1);
    }
    for (size_t steps = 1000; steps <= 10000; steps += 2250) {
        descent_diagnosis *diagnosis = diagnose(&problem, rule, start, steps);
        ck_assert_int_eq(diagnosis->ending, DESCENT_ENDING_APPROACHING);
        ck_assert_double_eq_tol(diagnosis->point->x[1], 1 + sqrt(0.5), 1e-6);
        /* Until then it is outside: for 50/tolerance steps, some 2.2 million. */
        ck_assert(diagnosis->pace.steps_to_go.low > 1.5e6 && isinf(diagnosis->pace.steps_to_go.high));
        go_on(&problem, rule, start, steps + (size_t)diagnosis->pace.steps_to_go.low, x);
        ck_assert_double_gt(hypot(x[0] - 2, x[1] - 1 - sqrt(0.5)), diagnosis->tolerance);
        descent_diagnosis_free(diagnosis);
        diagnosis = diagnose(&problem, constant, start, steps);
        ck_assert_int_ne(diagnosis->ending, DESCENT_ENDING_APPROACHING);
        ck_assert_int_ne(diagnosis->ending, DESCENT_ENDING_CONVERGED);
        descent_diagnosis_free(diagnosis);
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        above_its_limit_a_minimum_is_not_approached,
        a_loss_that_will_rise_is_not_still_descending,
        a_loss_rises_only_where_it_does,
        a_swing_of_few_steps_is_no_descent,
        what_is_there_does_not_descend,
        the_point_ahead_is_the_one_that_the_run_comes_to,
        what_is_slow_by_theory_is_still_approached,
        a_slope_without_an_end_has_no_limit,
        a_schedule_that_ends_on_a_slope_stalls,
        a_schedule_may_bring_the_step_size_below_the_limit,
        a_rule_that_does_not_hold_a_point_approaches_none,
        swings_that_shrink_with_their_schedule_approach,
    };
    return descent_test_main(descent_test_suite("diagnosis_outlook", tests, sizeof tests / sizeof *tests));
}
