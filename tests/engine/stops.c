/* Stops: each ends a run where its definition says, costs what the header says, and is named. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include <descent/descent.h>
#include <descent/step_finders.h>
#include <descent/stops.h>

#include "support.h"

/* L = x²/2 with step η: x_k = (1 − η)^k x₀, and everything is known in closed form. With 1/2 every number is exact. */
static int bowl_loss(size_t n, const double *x, double *value, void *context)
{
    (void)context;
    *value = 0;
    for (size_t i = 0; i < n; i++)
        *value += x[i] * x[i] / 2;
    return 0;
}

static int bowl_gradient(size_t n, const double *x, double *gradient, void *context)
{
    (void)context;
    for (size_t i = 0; i < n; i++)
        gradient[i] = x[i];
    return 0;
}

static int bowl_both(size_t n, const double *x, double *value, double *gradient, void *context)
{
    bowl_gradient(n, x, gradient, context);
    return bowl_loss(n, x, value, context);
}

static const double one[] = {1};

static descent_engine *halving_engine(void)
{
    const descent_problem problem = {.dimension = 1, .loss = bowl_loss, .gradient = bowl_gradient};
    return descent_test_engine(&problem, descent_fixed_step(0.5), one);
}

/* Where a run of the bowl from 1 with step 1/2 ends, and why. */
static void assert_ends(descent_stops stops, uint64_t steps, descent_stop reason)
{
    descent_engine *const engine = halving_engine();
    assert_success(descent_engine_set_stops(engine, &stops));
    assert_success(descent_engine_run(engine, 100));
    ck_assert_uint_eq(descent_engine_steps(engine), steps);
    ck_assert_str_eq(descent_stop_string(descent_engine_stop_reason(engine)), descent_stop_string(reason));
    descent_engine_free(engine);
}

START_TEST(each_criterion_ends_the_run_where_it_first_holds)
{
    /* L_k = 4^−k/2: ≤ 2^−11 from k = 5 on. */
    assert_ends((descent_stops){.any = DESCENT_CRITERION_LOSS, .loss_target = 0x1p-11}, 5, DESCENT_STOP_LOSS);
    /* ‖g_k‖ = 2^−k. */
    assert_ends((descent_stops){.any = DESCENT_CRITERION_GRADIENT, .gradient_norm = 0x1p-7}, 7, DESCENT_STOP_GRADIENT);
    /* The loss always changes by 3/4 of what it was, the point by what it is. */
    assert_ends((descent_stops){.any = DESCENT_CRITERION_LOSS_CHANGE, .loss_change = 0.75}, 1,
                DESCENT_STOP_LOSS_CHANGE);
    assert_ends((descent_stops){.any = DESCENT_CRITERION_LOSS_CHANGE, .loss_change = 0.74}, 100, DESCENT_STOP_STEPS);
    assert_ends((descent_stops){.any = DESCENT_CRITERION_POINT_CHANGE, .point_change = 1}, 1,
                DESCENT_STOP_POINT_CHANGE);
    assert_ends((descent_stops){.any = DESCENT_CRITERION_POINT_CHANGE, .point_change = 0.99}, 100, DESCENT_STOP_STEPS);
    assert_ends((descent_stops){.any = DESCENT_CRITERION_TIME}, 0, DESCENT_STOP_TIME);
    assert_ends((descent_stops){.any = DESCENT_CRITERION_TIME, .seconds = 1e9}, 100, DESCENT_STOP_STEPS);
}
END_TEST

START_TEST(patience_counts_steps_in_a_row)
{
    const unsigned both = DESCENT_CRITERION_LOSS_CHANGE | DESCENT_CRITERION_POINT_CHANGE;
    assert_ends((descent_stops){.any = DESCENT_CRITERION_LOSS_CHANGE, .loss_change = 0.75, .patience = 6}, 6,
                DESCENT_STOP_LOSS_CHANGE);
    assert_ends((descent_stops){.all = both, .loss_change = 0.75, .point_change = 1, .patience = 9}, 9,
                DESCENT_STOP_CRITERIA);
}
END_TEST

START_TEST(criteria_are_combined_by_and_and_or)
{
    const unsigned loss = DESCENT_CRITERION_LOSS, gradient = DESCENT_CRITERION_GRADIENT;
    const descent_stops numbers = {.loss_target = 0x1p-11, .gradient_norm = 0x1p-7}; /* hold from 5 and from 7 on */
    descent_stops stops = numbers;
    stops.any = loss | gradient;
    assert_ends(stops, 5, DESCENT_STOP_LOSS);
    stops.any = 0;
    stops.all = loss | gradient;
    assert_ends(stops, 7, DESCENT_STOP_CRITERIA);
    stops.all = gradient;
    stops.any = loss;
    assert_ends(stops, 5, DESCENT_STOP_LOSS);
    stops.all = gradient; /* alone, it has its own name */
    stops.any = 0;
    stops.loss_target = 0;
    assert_ends(stops, 7, DESCENT_STOP_GRADIENT);
    assert_ends((descent_stops){.all = loss | DESCENT_CRITERION_TIME, .loss_target = 1, .seconds = 1e9}, 100,
                DESCENT_STOP_STEPS);
}
END_TEST

/* What a run of so many steps evaluates with these stops, none of which is met. */
static descent_evaluations costs(const descent_problem *problem, descent_rule rule, unsigned any)
{
    const descent_stops stops = {.any = any, .loss_target = -1};
    descent_stops chosen = stops;
    const double start[] = {3, 1};
    if (!(any & DESCENT_CRITERION_LOSS))
        chosen.loss_target = 0;
    descent_engine *const engine = descent_test_engine(problem, rule, start);
    assert_success(descent_engine_set_stops(engine, &chosen));
    assert_success(descent_engine_run(engine, 10));
    ck_assert_int_eq(descent_engine_stop_reason(engine), DESCENT_STOP_STEPS);
    const descent_evaluations count = descent_engine_evaluations(engine);
    descent_engine_free(engine);
    return count;
}

START_TEST(a_stop_evaluates_what_it_needs_and_no_more)
{
    const descent_problem apart = {.dimension = 2, .loss = bowl_loss, .gradient = bowl_gradient};
    descent_problem together = apart;
    together.loss_gradient = bowl_both;
    const descent_rule fixed = descent_fixed_step(0.25), ahead = descent_nesterov(0.25, 0.5);
    const unsigned free_of_cost = DESCENT_CRITERION_POINT_CHANGE;
    ck_assert_uint_eq(costs(&apart, fixed, free_of_cost).loss, 0);
    ck_assert_uint_eq(costs(&apart, fixed, free_of_cost).gradient, 10);
    ck_assert_uint_eq(costs(&apart, fixed, DESCENT_CRITERION_GRADIENT).gradient, 10);
    ck_assert_uint_eq(costs(&apart, ahead, DESCENT_CRITERION_GRADIENT).gradient, 20);
    ck_assert_uint_eq(costs(&apart, fixed, DESCENT_CRITERION_LOSS).loss, 10);
    ck_assert_uint_eq(costs(&apart, fixed, DESCENT_CRITERION_LOSS).gradient, 10);
    ck_assert_uint_eq(costs(&apart, fixed, DESCENT_CRITERION_LOSS | DESCENT_CRITERION_LOSS_CHANGE).loss, 10);
    /* In one pass: 10 calls, and not 10 for the loss and 10 for the step. */
    ck_assert_uint_eq(costs(&together, fixed, DESCENT_CRITERION_LOSS).loss, 10);
    ck_assert_uint_eq(costs(&together, fixed, DESCENT_CRITERION_LOSS).gradient, 10);
    /* A search knows the loss of its point already. */
    const descent_evaluations plain = costs(&apart, descent_armijo(0.5, NULL), free_of_cost);
    const descent_evaluations watched = costs(&apart, descent_armijo(0.5, NULL), DESCENT_CRITERION_LOSS);
    ck_assert_uint_eq(plain.loss, watched.loss);
    ck_assert_uint_eq(plain.gradient, watched.gradient);
}
END_TEST

START_TEST(what_another_criterion_decides_is_not_evaluated)
{
    descent_engine *const engine = halving_engine();
    const descent_stops time = {.any = DESCENT_CRITERION_TIME | DESCENT_CRITERION_LOSS | DESCENT_CRITERION_GRADIENT,
                                .loss_target = -1};
    assert_success(descent_engine_set_stops(engine, &time));
    assert_success(descent_engine_run(engine, 5));
    ck_assert_uint_eq(descent_engine_evaluations(engine).loss + descent_engine_evaluations(engine).gradient, 0);
    const descent_stops target = {.any = DESCENT_CRITERION_LOSS | DESCENT_CRITERION_GRADIENT, .loss_target = 1};
    assert_success(descent_engine_set_stops(engine, &target));
    assert_success(descent_engine_run(engine, 5));
    ck_assert_uint_eq(descent_engine_evaluations(engine).loss, 1);
    ck_assert_uint_eq(descent_engine_evaluations(engine).gradient, 0);
    descent_engine_free(engine);
}
END_TEST

START_TEST(stops_change_no_bit_of_the_run)
{
    const descent_problem problem = descent_test_landscape("rosenbrock", 0);
    const double start[] = {-1.2, 1};
    const descent_stops stops = {.any = DESCENT_CRITERION_LOSS | DESCENT_CRITERION_LOSS_CHANGE |
                                        DESCENT_CRITERION_POINT_CHANGE | DESCENT_CRITERION_GRADIENT |
                                        DESCENT_CRITERION_TIME,
                                 .loss_target = -1,
                                 .seconds = 1e9};
    descent_engine *const plain = descent_test_engine(&problem, descent_fixed_step(1e-3), start);
    descent_engine *const watched = descent_test_engine(&problem, descent_fixed_step(1e-3), start);
    assert_success(descent_engine_record(plain, NULL));
    assert_success(descent_engine_record(watched, NULL));
    assert_success(descent_engine_set_stops(watched, &stops));
    assert_success(descent_engine_run(plain, 500));
    assert_success(descent_engine_run(watched, 500));
    descent_test_same_paths(descent_engine_path(plain), descent_engine_path(watched));
    ck_assert_uint_eq(descent_engine_evaluations(plain).loss, descent_engine_evaluations(watched).loss);
    ck_assert_uint_eq(descent_engine_evaluations(plain).gradient, descent_engine_evaluations(watched).gradient);
    descent_engine_free(plain);
    descent_engine_free(watched);
}
END_TEST

START_TEST(a_change_is_that_of_one_step_whoever_made_it)
{
    descent_engine *const engine = halving_engine();
    const descent_stops stops = {.any = DESCENT_CRITERION_POINT_CHANGE, .point_change = 1, .patience = 3};
    assert_success(descent_engine_set_stops(engine, &stops));
    assert_success(descent_engine_run(engine, 2));
    assert_success(descent_engine_step(engine)); /* nobody looks: what it changed is not known */
    assert_success(descent_engine_run(engine, 100));
    ck_assert_uint_eq(descent_engine_steps(engine), 6);
    assert_success(descent_engine_run(engine, 100)); /* and it still holds */
    ck_assert_uint_eq(descent_engine_steps(engine), 6);
    assert_success(descent_engine_reset(engine, one));
    assert_success(descent_engine_run(engine, 100));
    ck_assert_uint_eq(descent_engine_steps(engine), 3);
    assert_success(descent_engine_set_stops(engine, NULL));
    assert_success(descent_engine_run(engine, 100));
    ck_assert_uint_eq(descent_engine_steps(engine), 103);
    descent_engine_free(engine);
}
END_TEST

START_TEST(wrong_stops_are_refused_and_the_old_ones_stay)
{
    descent_engine *const engine = halving_engine();
    const descent_stops good = {.any = DESCENT_CRITERION_LOSS, .loss_target = 0x1p-11};
    assert_success(descent_engine_set_stops(engine, &good));
    const struct {
        descent_stops stops;
        const char *words;
    } bad[] = {
        {{.any = 32}, "descent_criterion"},
        {{.all = 1u << 31}, "descent_criterion"},
        {{.loss_change = 1e-9}, "loss_change is 1e-09, but its criterion stands neither"},
        {{.any = DESCENT_CRITERION_LOSS, .seconds = 1}, "seconds is 1, but"},
        {{.any = DESCENT_CRITERION_LOSS, .loss_target = NAN}, "loss_target must be a number"},
        {{.any = DESCENT_CRITERION_GRADIENT, .gradient_norm = -1}, "gradient_norm must be finite and not negative"},
        {{.any = DESCENT_CRITERION_TIME, .seconds = INFINITY}, "seconds must be finite"},
        {{.any = DESCENT_CRITERION_POINT_CHANGE, .point_change = NAN}, "point_change must be finite"},
        {{.reserved = {stderr}}, "reserved[0]"},
    };
    for (size_t k = 0; k < sizeof bad / sizeof *bad; k++)
        assert_failure(descent_engine_set_stops(engine, &bad[k].stops), DESCENT_EINVAL, bad[k].words);
    assert_failure(descent_engine_set_stops(NULL, &good), DESCENT_EINVAL, "engine must not be NULL");
    assert_success(descent_engine_run(engine, 100));
    ck_assert_uint_eq(descent_engine_steps(engine), 5);
    descent_engine_free(engine);
    const descent_problem lossless = {.dimension = 1, .gradient = bowl_gradient};
    descent_engine *const without = descent_test_engine(&lossless, descent_fixed_step(0.5), one);
    assert_failure(descent_engine_set_stops(without, &good), DESCENT_EUNSUPPORTED, "the problem has none");
    descent_engine_free(without);
}
END_TEST

/* Fails, or has no number, at one call. */
typedef struct spoiled {
    int calls, fail_at, nan_at;
} spoiled;

static int spoiled_loss(size_t n, const double *x, double *value, void *context)
{
    spoiled *const plan = context;
    bowl_loss(n, x, value, NULL);
    plan->calls++;
    if (plan->calls == plan->nan_at)
        *value = NAN;
    return plan->calls == plan->fail_at ? 9 : 0;
}

START_TEST(a_loss_that_fails_fails_the_step_and_a_nan_stops_nothing)
{
    spoiled plan = {.fail_at = 4};
    descent_problem problem = {.dimension = 1, .loss = spoiled_loss, .gradient = bowl_gradient, .context = &plan};
    descent_engine *engine = descent_test_engine(&problem, descent_fixed_step(0.5), one);
    const descent_stops stops = {.any = DESCENT_CRITERION_LOSS | DESCENT_CRITERION_LOSS_CHANGE, .loss_target = 0x1p-11};
    assert_success(descent_engine_set_stops(engine, &stops));
    assert_failure(descent_engine_run(engine, 100), DESCENT_ECALLBACK, "returned 9");
    ck_assert_uint_eq(descent_engine_steps(engine), 3);
    ck_assert_int_eq(descent_engine_stop_reason(engine), DESCENT_STOP_FAILURE);
    assert_success(descent_engine_run(engine, 100));
    ck_assert_uint_eq(descent_engine_steps(engine), 5);
    descent_engine_free(engine);
    plan = (spoiled){.nan_at = 6};
    engine = descent_test_engine(&problem, descent_fixed_step(0.5), one);
    assert_success(descent_engine_set_stops(engine, &stops));
    assert_success(descent_engine_run(engine, 100));
    ck_assert_uint_eq(descent_engine_steps(engine), 6); /* the loss of x_5 was NaN */
    descent_engine_free(engine);
}
END_TEST

START_TEST(words_say_what_a_stop_does_not_prove)
{
    static const struct {
        descent_stop stop;
        const char *words;
    } claims[] = {
        {DESCENT_STOP_GRADIENT, "does not prove a minimum"},
        {DESCENT_STOP_LOSS, "does not prove a minimum"},
        {DESCENT_STOP_LOSS_CHANGE, "does not prove a minimum"},
        {DESCENT_STOP_POINT_CHANGE, "does not prove a minimum"},
        {DESCENT_STOP_CRITERIA, "does not prove a minimum"},
        {DESCENT_STOP_RULE, "does not prove a minimum"},
        {DESCENT_STOP_TIME, "says nothing of where the run is"},
        {DESCENT_STOP_NONFINITE, "does not prove"},
    };
    for (size_t k = 0; k < sizeof claims / sizeof *claims; k++)
        ck_assert_ptr_nonnull(strstr(descent_stop_meaning(claims[k].stop), claims[k].words));
    for (int stop = 0; stop <= DESCENT_STOP_CRITERIA; stop++)
        ck_assert_str_ne(descent_stop_meaning((descent_stop)stop), "unknown");
    ck_assert_str_eq(descent_stop_meaning((descent_stop)99), "unknown");
}
END_TEST

/* At the saddle the loss stands still, and the gradient is nothing. */
START_TEST(the_diagnosis_knows_why_the_run_stopped)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
    const double ridge[] = {4, 1}, slope[] = {4, 1.075};
    const descent_stops stops = {.any = DESCENT_CRITERION_LOSS_CHANGE, .loss_change = 1e-12};
    for (int minimum = 0; minimum < 2; minimum++) {
        descent_diagnosis *diagnosis;
        descent_engine *const engine = descent_test_engine(&problem, descent_fixed_step(0.2), minimum ? slope : ridge);
        assert_success(descent_engine_set_stops(engine, &stops));
        assert_success(descent_engine_record(engine, NULL));
        assert_success(descent_engine_run(engine, 2000));
        assert_success(descent_engine_diagnose(engine, NULL, &diagnosis));
        ck_assert_int_eq(diagnosis->stop, DESCENT_STOP_LOSS_CHANGE);
        char *const said = descent_test_printed(descent_diagnosis_print, diagnosis);
        for (char *end = strchr(said, '\n'); end; end = strchr(end, '\n')) /* as if it were one line, */
            *end = ' ';
        for (char *gap = strstr(said, "  "); gap; gap = strstr(said, "  ")) /* with one space between words */
            memmove(gap, gap + 1, strlen(gap));
        ck_assert_int_eq(strstr(said, "the loss changed little, which does not prove") == NULL, minimum);
        ck_assert_ptr_nonnull(
            strstr(descent_test_printed(descent_diagnosis_print_json, diagnosis), "\"stop\":\"loss change\""));
        descent_diagnosis_free(diagnosis);
        descent_engine_free(engine);
    }
}
END_TEST

static int set_stops_from_inside(descent_engine *engine, void *context)
{
    const descent_stops stops = {.any = DESCENT_CRITERION_TIME};
    *(descent_status *)context = descent_engine_set_stops(engine, &stops);
    return 0;
}

START_TEST(from_inside_they_cannot_be_changed)
{
    descent_status status = DESCENT_SUCCESS;
    descent_engine *const engine = halving_engine();
    assert_success(descent_engine_add_observer(engine, set_stops_from_inside, &status));
    assert_success(descent_engine_run(engine, 3));
    ck_assert_int_eq(status, DESCENT_EINVAL);
    ck_assert_uint_eq(descent_engine_steps(engine), 3);
    descent_engine_free(engine);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        each_criterion_ends_the_run_where_it_first_holds,
        patience_counts_steps_in_a_row,
        criteria_are_combined_by_and_and_or,
        a_stop_evaluates_what_it_needs_and_no_more,
        what_another_criterion_decides_is_not_evaluated,
        stops_change_no_bit_of_the_run,
        a_change_is_that_of_one_step_whoever_made_it,
        wrong_stops_are_refused_and_the_old_ones_stay,
        a_loss_that_fails_fails_the_step_and_a_nan_stops_nothing,
        words_say_what_a_stop_does_not_prove,
        the_diagnosis_knows_why_the_run_stopped,
        from_inside_they_cannot_be_changed,
    };
    return descent_test_main(descent_test_suite("engine: stops", tests, sizeof tests / sizeof *tests));
}
