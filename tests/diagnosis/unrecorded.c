/* Engines that recorded nothing: with the true state of the map a copy tells what a recorded path would. */
#include "support.h"

#include <descent/landscapes.h>

typedef struct ordinary_run {
    const char *landscape;
    size_t dimension;
    descent_rule rule;
    double start[2];
    uint64_t steps;
    descent_ending ending;
    size_t period;
    descent_critical_kind kind; /* of `point`; UNDETERMINED where there is none */
    double limit[2];            /* where `point` is */
} ordinary_run;

/* Limits by setting the gradients to zero; of the notebook's loss (2, 1 + 1/√2) and the saddle (2, 1). */
static const double lower = 1.7071067811865475;

/*
 * Rates and limits of these: a start beside a minimum converges where η < 2/λ; on the saddle's ridge y = 1 the gradient has
 * no component along y, so that nothing ever leaves it. A double well's step of 1.1 is beyond 2/λ = 1.
 */
static size_t make_runs(ordinary_run runs[10])
{
    const ordinary_run all[] = {
        {"notebook",
         0,
         descent_fixed_step(0.1),
         {4, 1.2},
         40,
         DESCENT_ENDING_APPROACHING,
         0,
         DESCENT_CRITICAL_MINIMUM,
         {2, lower}},
        {"notebook",
         0,
         descent_fixed_step(0.1),
         {4, 1.2},
         400,
         DESCENT_ENDING_CONVERGED,
         0,
         DESCENT_CRITICAL_MINIMUM,
         {2, lower}},
        {"himmelblau",
         0,
         descent_fixed_step(0.01),
         {0, 0},
         30,
         DESCENT_ENDING_APPROACHING,
         0,
         DESCENT_CRITICAL_MINIMUM,
         {3, 2}},
        {"rosenbrock",
         0,
         descent_fixed_step(1e-3),
         {-1, 1},
         100,
         DESCENT_ENDING_APPROACHING,
         0,
         DESCENT_CRITICAL_MINIMUM,
         {1, 1}},
        {"rosenbrock",
         0,
         descent_heavy_ball(1e-3, 0.9),
         {-1, 1},
         100,
         DESCENT_ENDING_APPROACHING,
         0,
         DESCENT_CRITICAL_MINIMUM,
         {1, 1}},
        {"double_well",
         2,
         descent_fixed_step(1.1),
         {0.3, 0.4},
         500,
         DESCENT_ENDING_PERIODIC,
         2,
         DESCENT_CRITICAL_UNDETERMINED,
         {0}},
        {"notebook",
         0,
         descent_fixed_step(0.5),
         {4, 9},
         3,
         DESCENT_ENDING_DIVERGING,
         0,
         DESCENT_CRITICAL_UNDETERMINED,
         {0}},
        {"notebook",
         0,
         descent_fixed_step(0.1),
         {4, 1},
         20,
         DESCENT_ENDING_APPROACHING,
         0,
         DESCENT_CRITICAL_SADDLE,
         {2, 1}},
        {"notebook",
         0,
         descent_fixed_step(0.1),
         {4, 1},
         50,
         DESCENT_ENDING_APPROACHING,
         0,
         DESCENT_CRITICAL_SADDLE,
         {2, 1}},
        {"notebook",
         0,
         descent_fixed_step(0.1),
         {4, 1.2},
         0,
         DESCENT_ENDING_UNDETERMINED,
         0,
         DESCENT_CRITICAL_UNDETERMINED,
         {0}},
    };
    memcpy(runs, all, sizeof all);
    return sizeof all / sizeof *all;
}

static void check_run(const ordinary_run *run, bool recorded)
{
    const descent_problem problem = descent_test_landscape(run->landscape, run->dimension);
    descent_engine *engine = descent_test_engine(&problem, run->rule, run->start);
    if (recorded)
        assert_success(descent_engine_record(engine, NULL));
    assert_success(descent_engine_run(engine, run->steps));
    descent_diagnosis *diagnosis;
    assert_success(descent_engine_diagnose(engine, NULL, &diagnosis));
    ck_assert_msg(diagnosis->ending == run->ending, "%s after %d steps, %s: %s", run->landscape, (int)run->steps,
                  recorded ? "recorded" : "not recorded", descent_test_printed(descent_diagnosis_print, diagnosis));
    ck_assert_uint_eq(diagnosis->cycle.period, run->period);
    ck_assert_int_eq(diagnosis->point != NULL, run->kind != DESCENT_CRITICAL_UNDETERMINED);
    if (diagnosis->point) {
        ck_assert_int_eq(diagnosis->point->kind, run->kind);
        ck_assert_double_eq_tol(diagnosis->point->x[0], run->limit[0], 1e-9);
        ck_assert_double_eq_tol(diagnosis->point->x[1], run->limit[1], 1e-9);
    }
    descent_diagnosis_free(diagnosis);
    descent_engine_free(engine);
}

START_TEST(ordinary_runs_end_the_same_with_and_without_a_record)
{
    ordinary_run runs[10];
    for (size_t count = make_runs(runs), k = 0; k < count; k++) {
        check_run(&runs[k], true);
        check_run(&runs[k], false);
    }
}
END_TEST

/* Started a hair off the ridge, the run leaves the saddle, recorded or not: a copy that passes by has not come to it. */
START_TEST(a_saddle_that_is_passed_is_no_limit)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
    for (int recorded = 0; recorded < 2; recorded++)
        for (uint64_t steps = 20; steps <= 60; steps += 10) {
            descent_engine *engine = descent_test_engine(&problem, descent_fixed_step(0.1), (double[]){4, 1 + 1e-9});
            if (recorded)
                assert_success(descent_engine_record(engine, NULL));
            assert_success(descent_engine_run(engine, steps));
            descent_diagnosis *diagnosis;
            assert_success(descent_engine_diagnose(engine, NULL, &diagnosis));
            const bool settles =
                diagnosis->ending == DESCENT_ENDING_APPROACHING || diagnosis->ending == DESCENT_ENDING_CONVERGED;
            ck_assert(!settles || !diagnosis->point || diagnosis->point->kind != DESCENT_CRITICAL_SADDLE);
            descent_diagnosis_free(diagnosis);
            descent_engine_free(engine);
        }
}
END_TEST

static int quartic_loss(size_t n, const double *x, double *value, void *context)
{
    (void)n;
    (void)context;
    *value = pow(x[0], 4);
    return 0;
}

static int quartic_gradient(size_t n, const double *x, double *g, void *context)
{
    (void)n;
    (void)context;
    g[0] = 4 * pow(x[0], 3);
    return 0;
}

/* Columns that are there, with no number in them, tell what none would: the run is on its way to 0, which its points tell. */
START_TEST(empty_columns_are_none)
{
    const descent_problem problem = {.dimension = 1, .loss = quartic_loss, .gradient = quartic_gradient};
    static const unsigned columns[] = {DESCENT_PATH_POINT, DESCENT_PATH_POINT | DESCENT_PATH_LOSS,
                                       DESCENT_PATH_POINT | DESCENT_PATH_LOSS | DESCENT_PATH_GRADIENT_NORM |
                                           DESCENT_PATH_STEP_LENGTH};
    for (size_t k = 0; k < sizeof columns / sizeof *columns; k++) {
        const descent_path_options options = {.columns = columns[k]};
        descent_path *path;
        descent_diagnosis *diagnosis;
        double x = 3;
        assert_success(descent_path_new(&path, 1, &options));
        for (int row = 0; row < 60; row++) {
            x -= row > 0 ? 0.005 * 4 * pow(x, 3) : 0;
            assert_success(descent_path_append(path, &x, NAN, NULL));
        }
        assert_success(descent_diagnose(&problem, path, NULL, &diagnosis));
        ck_assert_int_eq(diagnosis->ending, DESCENT_ENDING_APPROACHING);
        ck_assert_ptr_nonnull(diagnosis->point);
        ck_assert_double_eq_tol(diagnosis->point->x[0], 0, 1e-6);
        ck_assert_double_eq_tol(diagnosis->distance, x, 1e-6);
        descent_diagnosis_free(diagnosis);
        descent_path_free(path);
    }
}
END_TEST

static int plain_advance(const descent_rule *rule, descent_rule_step *step)
{
    (void)rule;
    for (size_t i = 0; i < step->dimension; i++)
        step->x[i] -= step->step_size * step->gradient[i];
    return 0;
}

/* What is too long for the result is cut between two characters; a line stays a line. */
START_TEST(a_rules_name_may_be_anything)
{
    static const struct {
        const char *given, *taken;
    } names[] = {
        {"mine", "mine"},
        {"two\nlines\x7f", "two?lines?"},
        {"\xff\xc3", "??"},
        {"\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3"
         "\xa9\xc3\xa9\xc3\xa9",
         "\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3"
         "\xa9\xc3\xa9"},
    };
    const descent_problem problem = descent_test_landscape("notebook", 0);
    for (size_t k = 0; k < sizeof names / sizeof *names; k++) {
        const descent_rule_type type = {.name = names[k].given, .advance = plain_advance};
        const descent_rule rule = {.type = &type, .step_size = 0.1};
        descent_diagnosis *const diagnosis = descent_test_diagnose(&problem, rule, (const double[]){4, 1.2}, 30);
        ck_assert_str_eq(diagnosis->rule_name, names[k].taken);
        ck_assert_ptr_nonnull(strstr(descent_test_printed(descent_diagnosis_print, diagnosis), names[k].taken));
        descent_diagnosis_free(diagnosis);
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {ordinary_runs_end_the_same_with_and_without_a_record,
                                  a_saddle_that_is_passed_is_no_limit, empty_columns_are_none,
                                  a_rules_name_may_be_anything};
    return descent_test_main(descent_test_suite("diagnosis_unrecorded", tests, sizeof tests / sizeof *tests));
}
