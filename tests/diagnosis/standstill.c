/* What moves no more, and what merely looks so: the truth is mathematics, or the product of a loop of this file. */
#include "support.h"

#include <math.h>

#include <descent/adaptive.h>
#include <descent/descent.h>

/* 25x²/2: minimum 0, whose loss is exactly 0 */
static int bowl(size_t n, const double *x, double *value, void *context)
{
    (void)n, (void)context;
    *value = 12.5 * x[0] * x[0];
    return 0;
}

static int bowl_gradient(size_t n, const double *x, double *g, void *context)
{
    (void)n, (void)context;
    g[0] = 25 * x[0];
    return 0;
}

/* 1 + eˣ: without a minimum; at −800 it is 1 and its gradient 0, for eˣ underflows */
static int fading(size_t n, const double *x, double *value, void *context)
{
    (void)n, (void)context;
    *value = 1 + exp(x[0]);
    return 0;
}

static int fading_gradient(size_t n, const double *x, double *g, void *context)
{
    (void)n, (void)context;
    g[0] = exp(x[0]);
    return 0;
}

/* max(x, 0)²: all x ≤ 0 are its minima */
static int hinge(size_t n, const double *x, double *value, void *context)
{
    (void)n, (void)context;
    *value = pow(fmax(x[0], 0), 2);
    return 0;
}

static int hinge_gradient(size_t n, const double *x, double *g, void *context)
{
    (void)n, (void)context;
    g[0] = 2 * fmax(x[0], 0);
    return 0;
}

/* x²/2 + 10⁻⁶y²/2: what a schedule stops far from the minimum along y */
static int trough(size_t n, const double *x, double *value, void *context)
{
    (void)n, (void)context;
    *value = x[0] * x[0] / 2 + 1e-6 * x[1] * x[1] / 2;
    return 0;
}

static int trough_gradient(size_t n, const double *x, double *g, void *context)
{
    (void)n, (void)context;
    g[0] = x[0];
    g[1] = 1e-6 * x[1];
    return 0;
}

static const descent_problem loss_only = {.dimension = 1, .loss = bowl};
static const descent_problem with_gradient = {.dimension = 1, .loss = bowl, .gradient = bowl_gradient};
static const descent_problem underflowing = {.dimension = 1, .loss = fading, .gradient = fading_gradient};
static const descent_problem level = {.dimension = 1, .loss = hinge, .gradient = hinge_gradient};
static const descent_problem long_trough = {.dimension = 2, .loss = trough, .gradient = trough_gradient};

static descent_ending ending_of(const descent_problem *problem, descent_rule rule, const double *start, size_t steps,
                                int recorded)
{
    descent_engine *engine;
    descent_diagnosis *diagnosis;
    ck_assert_int_eq(descent_engine_new(&engine, problem, rule, start), DESCENT_SUCCESS);
    if (recorded)
        ck_assert_int_eq(descent_engine_record(engine, NULL), DESCENT_SUCCESS);
    (void)descent_engine_run(engine, steps);
    ck_assert_int_eq(descent_engine_diagnose(engine, NULL, &diagnosis), DESCENT_SUCCESS);
    const descent_ending ending = diagnosis->ending;
    descent_diagnosis_free(diagnosis);
    descent_engine_free(engine);
    return ending;
}

/* Each step multiplies x by 1 − 25η: after 19 steps there is a way to go, after 400 none. The copy of a run that was not
 * recorded comes to rest in the end all the same. */
START_TEST(a_copy_that_comes_to_rest_is_not_the_run)
{
    const double start = 3.66, step_sizes[] = {0.0183, 0.06};
    for (size_t k = 0; k < 2; k++) {
        const descent_rule rule = descent_fixed_step(step_sizes[k]);
        ck_assert_int_eq(ending_of(&loss_only, rule, &start, 19, 0), DESCENT_ENDING_APPROACHING);
        ck_assert_int_eq(ending_of(&loss_only, rule, &start, 400, 1), DESCENT_ENDING_CONVERGED);
    }
}
END_TEST

START_TEST(a_run_that_begins_at_the_minimum_has_converged)
{
    const double start = 0;
    ck_assert_int_eq(ending_of(&loss_only, descent_fixed_step(0.01), &start, 20, 1), DESCENT_ENDING_CONVERGED);
    ck_assert_int_eq(ending_of(&with_gradient, descent_fixed_step(0.01), &start, 20, 1), DESCENT_ENDING_CONVERGED);
}
END_TEST

/* Above the limit 0.08 the steps grow, however badly differences know a loss of 10²⁸². */
START_TEST(errors_do_not_grow)
{
    const double start = 1;
    ck_assert_int_eq(ending_of(&loss_only, descent_fixed_step(0.15), &start, 300, 1), DESCENT_ENDING_DIVERGING);
}
END_TEST

START_TEST(what_underflows_is_no_bottom)
{
    const double start = -800;
    ck_assert_int_eq(ending_of(&underflowing, descent_fixed_step(1), &start, 5, 1), DESCENT_ENDING_STALLED);
    ck_assert_int_eq(ending_of(&level, descent_fixed_step(1), &start, 5, 1), DESCENT_ENDING_CONVERGED);
}
END_TEST

/* With too little to look around with, the ground is not known to be level: the budget says how much of it is seen, not what it is. */
START_TEST(a_bottom_is_not_level_for_want_of_evaluations)
{
    const double start = 1;
    for (uint64_t budget = 1; budget < 100; budget++) {
        const descent_diagnosis_options options = {.budget = budget};
        descent_engine *engine;
        descent_diagnosis *diagnosis;
        assert_success(descent_engine_new(&engine, &with_gradient, descent_fixed_step(0.04), &start));
        assert_success(descent_engine_record(engine, NULL));
        (void)descent_engine_run(engine, 5);
        assert_success(descent_engine_diagnose(engine, &options, &diagnosis));
        ck_assert_msg(diagnosis->ending != DESCENT_ENDING_STALLED, "%d evaluations: %s", (int)budget,
                      diagnosis->reason);
        descent_diagnosis_free(diagnosis);
        descent_engine_free(engine);
    }
}
END_TEST

/* Π(1 − 25η_k) of the steps to come: of a schedule that ends too soon it is a part of the way, of another nothing. */
START_TEST(a_schedule_stalls_what_it_cannot_bring_to_the_point)
{
    const double start = 1, factors[] = {0.9, 0.999};
    for (size_t k = 0; k < 2; k++) {
        const descent_rule rule =
            descent_rule_with_schedule(descent_fixed_step(0.004), descent_schedule_exponential(factors[k]));
        double left = 1;
        for (size_t step = 0; step < 100000; step++)
            left *= 1 - 25 * 0.004 * pow(factors[k], (double)step);
        ck_assert(k == 0 ? left > 0.3 : left < 1e-40);
        const descent_ending ending = ending_of(&with_gradient, rule, &start, 100, 1);
        ck_assert_msg(ending == (k == 0 ? DESCENT_ENDING_STALLED : DESCENT_ENDING_APPROACHING), "%s",
                      descent_ending_string(ending));
    }
}
END_TEST

/* 5·10⁻⁶ is all the way that is ever made along y, of 1. */
START_TEST(what_its_schedule_has_stopped_descends_no_more)
{
    const double start[] = {1, 1};
    const descent_rule rule = descent_rule_with_schedule(descent_fixed_step(0.5), descent_schedule_exponential(0.9));
    for (size_t steps = 100; steps <= 1600; steps *= 4)
        ck_assert_int_eq(ending_of(&long_trough, rule, start, steps, 1), DESCENT_ENDING_STALLED);
    const descent_ending ending = ending_of(&long_trough, descent_fixed_step(0.5), start, 400, 1);
    ck_assert(ending == DESCENT_ENDING_DESCENDING || ending == DESCENT_ENDING_APPROACHING);
}
END_TEST

/* Three and four of the smallest numbers there are: their norm has no digits, and yet the way down is (−3, −4)/5. */
static int smallest_slope(size_t n, const double *x, double *g, void *context)
{
    (void)n, (void)x, (void)context;
    g[0] = 3 * 0x1p-1074;
    g[1] = 4 * 0x1p-1074;
    return 0;
}

START_TEST(the_way_down_is_a_unit_vector_however_small_the_slope)
{
    const descent_problem problem = {.dimension = 2, .gradient = smallest_slope};
    descent_diagnosis *const diagnosis =
        descent_test_diagnose(&problem, descent_fixed_step(1), (const double[]){1, 1}, 20);
    ck_assert_int_eq(diagnosis->ending, DESCENT_ENDING_STALLED);
    ck_assert_ptr_nonnull(diagnosis->direction);
    ck_assert_double_eq_tol(diagnosis->direction[0], -0.6, 1e-15);
    ck_assert_double_eq_tol(diagnosis->direction[1], -0.8, 1e-15);
    descent_diagnosis_free(diagnosis);
}
END_TEST

/* In the notebook u̇ = 2u − 4u³ keeps its sign: from where a schedule stops a run the slope leads to the minimum on its own side of the ridge
 * u = 0, however far Newton's steps leap. */
START_TEST(a_stalled_run_names_the_minimum_in_its_valley)
{
    const descent_problem notebook = descent_test_landscape("notebook", 0);
    const double sides[] = {0.05, 0.3, -0.3, 0.6, -0.9, 1.2}, far[] = {4, -3, 10};
    size_t named = 0;
    for (size_t k = 0; k < 6; k++)
        for (size_t j = 0; j < 3; j++)
            for (double factor = 0.5; factor < 0.8; factor += 0.25) {
                const descent_rule rule =
                    descent_rule_with_schedule(descent_fixed_step(0.05), descent_schedule_exponential(factor));
                descent_diagnosis *const d =
                    descent_test_diagnose(&notebook, rule, (double[]){far[j], 1 + sides[k]}, 200);
                ck_assert_int_eq(d->ending, DESCENT_ENDING_STALLED);
                if (d->point && d->point->kind == DESCENT_CRITICAL_MINIMUM) {
                    ck_assert_double_gt((d->point->x[1] - 1) * (d->x[1] - 1), 0);
                    ck_assert_double_eq_tol(d->distance, hypot(d->point->x[0] - d->x[0], d->point->x[1] - d->x[1]),
                                            1e-9);
                    named++;
                }
                descent_diagnosis_free(d);
            }
    ck_assert_uint_gt(named, 20);
}
END_TEST

static int cosine(size_t n, const double *x, double *value, void *context)
{
    (void)n, (void)context;
    *value = cos(x[0]);
    return 0;
}

static int cosine_gradient(size_t n, const double *x, double *g, void *context)
{
    (void)n, (void)context;
    g[0] = -sin(x[0]);
    return 0;
}

/* Of cos x: whoever runs down from beside the maximum at 0 and is stopped on the way has π or −π ahead, be 0 nearer. */
START_TEST(no_stalled_run_has_a_maximum_ahead)
{
    const descent_problem problem = {.dimension = 1, .loss = cosine, .gradient = cosine_gradient};
    for (size_t k = 0; k < 12; k++)
        for (int one_length = 0; one_length < 2; one_length++) {
            const double start = (k % 2 ? -1 : 1) * (0.3 + 0.1 * (double)(k / 2));
            const descent_rule rule = descent_rule_with_schedule(
                one_length ? descent_sign(0.01) : descent_fixed_step(0.01), descent_schedule_exponential(0.9));
            descent_diagnosis *const d = descent_test_diagnose(&problem, rule, &start, 80);
            ck_assert_int_eq(d->ending, DESCENT_ENDING_STALLED);
            ck_assert(d->point == NULL || d->point->kind == DESCENT_CRITICAL_MINIMUM);
            if (d->point)
                ck_assert_double_eq_tol(d->point->x[0], copysign(acos(-1), start), 1e-6);
            descent_diagnosis_free(d);
        }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        a_copy_that_comes_to_rest_is_not_the_run,
        a_run_that_begins_at_the_minimum_has_converged,
        errors_do_not_grow,
        what_underflows_is_no_bottom,
        a_bottom_is_not_level_for_want_of_evaluations,
        a_schedule_stalls_what_it_cannot_bring_to_the_point,
        what_its_schedule_has_stopped_descends_no_more,
        the_way_down_is_a_unit_vector_however_small_the_slope,
        a_stalled_run_names_the_minimum_in_its_valley,
        no_stalled_run_has_a_maximum_ahead,
    };
    return descent_test_main(descent_test_suite("diagnosis_standstill", tests, sizeof tests / sizeof *tests));
}
