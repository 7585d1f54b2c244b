/* From a run to its diagnosis: what is copied of its end, what is kept of its rule, and whose steps are counted. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include <descent/adaptive.h>
#include <descent/descent.h>
#include <descent/step_finders.h>

#include "diagnosis/holdings.h"
#include "support.h"

static double steepness; /* λ of λx²/2 + y²; 0: x⁴/4 + y² */
static int until_failure = -1;

static int loss(size_t n, const double *x, double *value, void *context)
{
    (void)n, (void)context;
    *value = (steepness > 0 ? steepness * x[0] * x[0] / 2 : pow(x[0], 4) / 4) + x[1] * x[1];
    return 0;
}

static int gradient(size_t n, const double *x, double *g, void *context)
{
    (void)n, (void)context;
    g[0] = steepness > 0 ? steepness * x[0] : pow(x[0], 3);
    g[1] = 2 * x[1];
    return until_failure > 0 && --until_failure == 0 ? 5 : 0;
}

static const descent_problem problem = {.dimension = 2, .loss = loss, .gradient = gradient};

static descent_diagnosis *of_run(descent_rule rule, double first, size_t steps, const descent_diagnosis_options *asked)
{
    descent_engine *const engine = descent_test_engine(&problem, rule, (const double[]){first, 0.5});
    descent_diagnosis *diagnosis;
    assert_success(descent_engine_record(engine, NULL));
    (void)descent_engine_run(engine, steps);
    assert_success(descent_engine_diagnose(engine, asked, &diagnosis));
    descent_engine_free(engine);
    return diagnosis;
}

static const descent__holdings *kept(const descent_diagnosis *diagnosis)
{
    return diagnosis->internal;
}

/* Factors of 0.75 and 0.5 a step. */
START_TEST(an_end_is_told_as_it_is)
{
    steepness = 1;
    descent_diagnosis *const d = of_run(descent_fixed_step(0.25), 3, 10, NULL);
    const double x = 3 * pow(0.75, 10), y = 0.5 * pow(0.5, 10);
    ck_assert_uint_eq(d->dimension, 2);
    ck_assert_uint_eq(d->rows, 11);
    ck_assert_uint_eq(d->steps, 10);
    ck_assert_double_eq_tol(d->x[0], x, 1e-15);
    ck_assert_double_eq_tol(d->x[1], y, 1e-15);
    ck_assert_double_eq_tol(d->loss, x * x / 2 + y * y, 1e-14);
    ck_assert_double_eq_tol(d->gradient_norm, hypot(x, 2 * y), 1e-14);
    ck_assert(isnan(d->gradient_error));
    ck_assert_double_eq(d->step_size, 0.25);
    ck_assert_double_eq(d->momentum, 0);
    ck_assert_double_eq_tol(d->diameter, hypot(3 - x, 0.5 - y), 1e-12);
    ck_assert_str_eq(d->rule_name, "fixed step");
    ck_assert_uint_gt(d->evaluations.gradient, 0);
    ck_assert_int_eq(d->stop, DESCENT_STOP_STEPS);
    ck_assert_int_eq(d->findings & DESCENT_FINDING_CALLBACK_FAILED, 0);
    descent_diagnosis_free(d);
}
END_TEST

/* What nothing tells is NaN, and no rule is known where none was given and one row tells none. */
START_TEST(what_is_not_known_is_not_zero)
{
    descent_path *path;
    descent_diagnosis *d;
    assert_success(descent_path_new(&path, 2, NULL));
    assert_success(descent_path_append(path, (const double[]){1, 2}, NAN, NULL));
    assert_success(descent_diagnose(NULL, path, NULL, &d));
    const double unknown[] = {d->loss,
                              d->gradient_norm,
                              d->gradient_error,
                              d->step_size,
                              d->distance,
                              d->lyapunov.value,
                              d->lyapunov.low,
                              d->lyapunov.high,
                              d->cycle.rotation_number,
                              d->pace.rate,
                              d->pace.exponent,
                              d->pace.slope,
                              d->pace.steps_to_go.value,
                              d->step_limit,
                              d->curvature,
                              d->noise.level,
                              d->noise.floor,
                              d->noise.floor_half,
                              d->momentum};
    for (size_t k = 0; k < sizeof unknown / sizeof *unknown; k++)
        ck_assert_msg(isnan(unknown[k]), "%zu: %g", k, unknown[k]);
    ck_assert_uint_eq(d->rows, 1);
    descent_diagnosis_free(d);
    descent_path_free(path);
}
END_TEST

START_TEST(a_rule_is_remembered_by_its_kind)
{
    descent_rule clipped = descent_fixed_step(0.1), clipped_ball = descent_heavy_ball(0.1, 1);
    clipped.modifiers.clip_norm = clipped_ball.modifiers.clip_norm = 100;
    const struct {
        descent_rule rule;
        bool plain, scheduled, finds, pushes, keeps_volume;
    } cases[] = {
        {descent_fixed_step(0.1), .plain = true},
        {clipped, .plain = false},
        {descent_rule_with_schedule(descent_fixed_step(0.1), descent_schedule_inverse(50)), .plain = true,
         .scheduled = true},
        {descent_heavy_ball(0.1, 0.5), .plain = false},
        {descent_heavy_ball(0.1, 1), .keeps_volume = true},
        {descent_heavy_ball(0.1, nextafter(1, 0)), .plain = false},
        {descent_heavy_ball(0.1, nextafter(1, 2)), .plain = false},
        {clipped_ball, .plain = false},
        {descent_nesterov(0.1, 1), .plain = false},
        {descent_adam(0.1, NULL), .plain = false},
        {descent_armijo(1, NULL), .finds = true},
        {descent_perturbed(0.1, NULL), .pushes = true},
    };
    steepness = 1;
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        descent_diagnosis *const d = of_run(cases[k].rule, 3, 20, NULL);
        ck_assert_msg(kept(d)->plain_descent == cases[k].plain, "case %zu", k);
        ck_assert_msg(kept(d)->scheduled == cases[k].scheduled, "case %zu", k);
        ck_assert_msg(kept(d)->finds_step_sizes == cases[k].finds, "case %zu", k);
        ck_assert_msg(kept(d)->pushes == cases[k].pushes, "case %zu", k);
        ck_assert_msg(kept(d)->keeps_volume == cases[k].keeps_volume, "case %zu", k);
        ck_assert_double_eq(d->momentum, cases[k].rule.momentum);
        descent_diagnosis_free(d);
    }
}
END_TEST

/* A name that is too long ends where its room does. */
START_TEST(a_name_has_room_for_itself)
{
    descent_path *path;
    char name[200];
    memset(name, 'a', sizeof name);
    assert_success(descent_path_new(&path, 2, NULL));
    for (int k = 0; k < 20; k++)
        assert_success(descent_path_append(path, (const double[]){pow(0.5, k), 1}, NAN, NULL));
    for (size_t length = 1; length < sizeof name; length *= 2) {
        descent_diagnosis *d;
        name[length] = '\0';
        assert_success(
            descent_diagnose(NULL, path, &(descent_diagnosis_options){.optimiser_name = name, .path_only = 1}, &d));
        const size_t room = sizeof d->rule_name - 1;
        ck_assert_uint_eq(strlen(d->rule_name), length < room ? length : room);
        descent_diagnosis_free(d);
        name[length] = 'a';
    }
    descent_path_free(path);
}
END_TEST

/* Where the gradient decides no distance does. */
START_TEST(a_tolerance_is_told_where_it_decides)
{
    steepness = 1;
    for (int c = 0; c < 4; c++) {
        const descent_diagnosis_options options = {.distance_tolerance = c == 1 ? 1e-3 : 0,
                                                   .gradient_tolerance = c == 2 ? 1e-3 : 0};
        descent_diagnosis *const d = of_run(descent_fixed_step(0.25), 3, 40, c == 3 ? NULL : &options);
        ck_assert_int_eq(isnan(d->tolerance) != 0, c == 2);
        ck_assert_double_eq(kept(d)->tolerance_part, c == 1 ? 1e-3 : 1e-6);
        ck_assert_int_eq(kept(d)->tolerance_by, DESCENT__TOLERANCE_BY_EXTENT);
        if (c != 2) /* the extent is that of the copy that goes on as well: the whole way to 0 */
            ck_assert_double_eq_tol(d->tolerance, (c == 1 ? 1e-3 : 1e-6) * hypot(3, 0.5), (c == 1 ? 1e-5 : 1e-8));
        descent_diagnosis_free(d);
    }
}
END_TEST

/* More is missed where a question was not asked for want of it; who asks none misses none. */
START_TEST(a_budget_is_missed_where_it_ends)
{
    static const struct {
        uint64_t budget;
        int path_only;
        bool exhausted;
    } cases[] = {{3, 0, true}, {0, 0, false}, {3, 1, false}, {0, 1, false}};
    steepness = 1;
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        descent_diagnosis *const d =
            of_run(descent_fixed_step(0.25), 3, 8,
                   &(descent_diagnosis_options){.budget = cases[k].budget, .path_only = cases[k].path_only});
        ck_assert_msg(d->budget_exhausted == cases[k].exhausted, "case %zu", k);
        descent_diagnosis_free(d);
    }
}
END_TEST

/* x⁴/4 with steps of 0.1·x³, each longer by more than the one before: the last two factors, where each step was recorded. */
START_TEST(leaps_are_the_last_two_factors)
{
    steepness = 0;
    for (uint64_t stride = 1; stride <= 2; stride++) {
        descent_engine *const engine = descent_test_engine(&problem, descent_fixed_step(0.1), (const double[]){5, 0});
        descent_diagnosis *d;
        double x[8] = {5};
        assert_success(descent_engine_record(engine, &(descent_path_options){.stride = stride}));
        assert_success(descent_engine_run(engine, 6));
        assert_success(descent_engine_diagnose(engine, NULL, &d));
        for (int k = 0; k < 6; k++)
            x[k + 1] = x[k] - 0.1 * pow(x[k], 3);
        for (int k = 0; k < 2; k++) {
            const double longer = (x[k + 5] - x[k + 4]) / (x[k + 4] - x[k + 3]);
            if (stride == 1)
                ck_assert_double_eq_tol(kept(d)->leaps[k], fabs(longer), 1e-9 * fabs(longer));
            else
                ck_assert_double_eq(kept(d)->leaps[k], 0);
        }
        descent_diagnosis_free(d);
        descent_engine_free(engine);
    }
}
END_TEST

/* Has the one each event of the other, so many steps later? */
static bool tells_all(const descent_diagnosis *one, const descent_diagnosis *other, uint64_t later)
{
    size_t met = 0;
    for (size_t e = 0; e < other->event_count; e++)
        for (size_t k = 0; k < one->event_count; k++)
            met += one->events[k].kind == other->events[e].kind &&
                   one->events[k].first_step == other->events[e].first_step + later &&
                   one->events[k].last_step == other->events[e].last_step + later;
    return met == other->event_count;
}

/* Since a change of the rule, what happens is what happens to a run that begins there, so many steps later. */
START_TEST(steps_are_counted_from_the_first_rule_on)
{
    static const struct {
        double first, step_size, steepness;
        size_t steps;
        bool later; /* its growth begins when y has faded */
    } cases[] = {{3, 0.9, 2.4, 30, false},
                 {3, 0.25, 1, 80, false},
                 {3, 0.5, 0, 12, false},
                 {3, 0.9, 0, 5, false},
                 {1e-6, 0.9, 2.4, 150, true}};
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        steepness = cases[k].steepness;
        descent_engine *const engine =
            descent_test_engine(&problem, descent_heavy_ball(0.01, 0.5), (const double[]){cases[k].first, 1});
        descent_diagnosis *after, *alone;
        assert_success(descent_engine_record(engine, NULL));
        assert_success(descent_engine_run(engine, 13));
        const double *const there = descent_engine_point(engine);
        descent_engine *const other =
            descent_test_engine(&problem, descent_fixed_step(cases[k].step_size), (const double[]){there[0], there[1]});
        assert_success(descent_engine_set_rule(engine, descent_fixed_step(cases[k].step_size)));
        assert_success(descent_engine_record(other, NULL));
        (void)descent_engine_run(engine, cases[k].steps);
        (void)descent_engine_run(other, cases[k].steps);
        assert_success(descent_engine_diagnose(engine, NULL, &after));
        assert_success(descent_engine_diagnose(other, NULL, &alone));
        ck_assert_int_eq(after->ending, alone->ending);
        ck_assert_uint_eq(after->rows, alone->rows);
        ck_assert_uint_eq(after->steps, alone->steps + 13);
        ck_assert_uint_eq(after->pace.onset, alone->pace.onset > 0 ? alone->pace.onset + 13 : 0);
        ck_assert_int_eq(alone->pace.onset > 0, cases[k].later);
        if (k == 0 || cases[k].later) { /* and so they are in what is said */
            char since[64];
            snprintf(since, sizeof since, "After step %d the steps grow", 13 + (int)alone->pace.onset);
            ck_assert_msg(strstr(after->reason, since) == after->reason, "%s", after->reason);
        }
        ck_assert(alone->event_count == 0 || tells_all(after, alone, 13));
        descent_diagnosis_free(after);
        descent_diagnosis_free(alone);
        descent_engine_free(other);
        descent_engine_free(engine);
    }
}
END_TEST

/* A function that fails is told, whether the run or the diagnosis comes by it. */
START_TEST(a_failure_is_told)
{
    steepness = 1;
    for (int c = 0; c < 3; c++) {
        descent_engine *const engine = descent_test_engine(&problem, descent_fixed_step(0.25), (const double[]){3, 1});
        descent_diagnosis *d;
        assert_success(descent_engine_record(engine, NULL));
        until_failure = c == 1 ? 5 : -1;
        (void)descent_engine_run(engine, 20);
        until_failure = c == 2 ? 5 : -1;
        assert_success(descent_engine_diagnose(engine, NULL, &d));
        until_failure = -1;
        ck_assert_msg(!(d->findings & DESCENT_FINDING_CALLBACK_FAILED) == (c == 0), "case %d", c);
        ck_assert_int_eq(d->stop, c == 1 ? DESCENT_STOP_FAILURE : DESCENT_STOP_STEPS);
        descent_diagnosis_free(d);
        descent_engine_free(engine);
    }
}
END_TEST

/* Each option beside its edges; nothing is made of what is refused. */
START_TEST(options_have_edges)
{
    static const struct {
        double distance, slope;
        size_t periods;
        bool taken;
    } cases[] = {{0, 0, 0, true},         {1e-300, 0, 0, true},   {1, 0, 0, false},     {-1e-300, 0, 0, false},
                 {NAN, 0, 0, false},      {0.999999, 0, 0, true}, {0, 1e-300, 0, true}, {0, -1e-300, 0, false},
                 {0, INFINITY, 0, false}, {0, NAN, 0, false},     {0, 1e300, 0, true},  {0, 0, 1, false},
                 {0, 0, 2, true}};
    descent_path *path;
    assert_success(descent_path_new(&path, 2, NULL));
    assert_success(descent_path_append(path, (const double[]){1, 2}, NAN, NULL));
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        const descent_diagnosis_options options = {.distance_tolerance = cases[k].distance,
                                                   .gradient_tolerance = cases[k].slope,
                                                   .period_limit = cases[k].periods};
        descent_diagnosis *d = (descent_diagnosis *)path;
        const descent_status status = descent_diagnose(NULL, path, &options, &d);
        ck_assert_msg(status == (cases[k].taken ? DESCENT_SUCCESS : DESCENT_EINVAL), "case %zu", k);
        ck_assert_int_eq(d != NULL, cases[k].taken);
        descent_diagnosis_free(d);
    }
    descent_diagnosis_options reserved = {0};
    for (size_t k = 0; k < sizeof reserved.reserved / sizeof *reserved.reserved; k++) {
        descent_diagnosis *d;
        reserved.reserved[k] = &reserved;
        ck_assert_int_eq(descent_diagnose(NULL, path, &reserved, &d), DESCENT_EINVAL);
        reserved.reserved[k] = NULL;
    }
    const descent_rule wrong = descent_fixed_step(-1);
    const descent_problem three = {.dimension = 3, .gradient = gradient};
    descent_diagnosis *d;
    ck_assert_int_eq(descent_diagnose(NULL, path, &(descent_diagnosis_options){.rule = &wrong}, &d), DESCENT_EINVAL);
    ck_assert_int_eq(descent_diagnose(&three, path, NULL, &d), DESCENT_EINVAL);
    ck_assert_int_eq(descent_diagnose(&(descent_problem){.dimension = 2}, path, NULL, &d), DESCENT_EINVAL);
    ck_assert_int_eq(descent_diagnose(NULL, path, NULL, NULL), DESCENT_EINVAL);
    ck_assert_int_eq(descent_diagnose(NULL, NULL, NULL, &d), DESCENT_EINVAL);
    ck_assert_int_eq(descent_engine_diagnose(NULL, NULL, &d), DESCENT_EINVAL);
    ck_assert_ptr_null(d);
    descent_path_free(path);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        an_end_is_told_as_it_is,
        what_is_not_known_is_not_zero,
        a_rule_is_remembered_by_its_kind,
        a_name_has_room_for_itself,
        a_tolerance_is_told_where_it_decides,
        a_budget_is_missed_where_it_ends,
        leaps_are_the_last_two_factors,
        steps_are_counted_from_the_first_rule_on,
        a_failure_is_told,
        options_have_edges,
    };
    return descent_test_main(descent_test_suite("inside diagnosed", tests, sizeof tests / sizeof *tests));
}
