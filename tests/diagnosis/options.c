/* What the options of a diagnosis change. */
#include <math.h>

#include "support.h"

/* L = (x² + 4y²)/2: descent with step η multiplies x by 1 − η and y by 1 − 4η. */
static int loss(size_t n, const double *x, double *value, void *context)
{
    (void)n;
    (void)context;
    *value = (x[0] * x[0] + 4 * x[1] * x[1]) / 2;
    return 0;
}

static int gradient(size_t n, const double *x, double *g, void *context)
{
    (void)n;
    (void)context;
    g[0] = x[0];
    g[1] = 4 * x[1];
    return 0;
}

/* Steps of the run at which ‖∇L‖ ≤ τ for the first time. */
static size_t steps_until(double tolerance)
{
    double x = 1, y = 1;
    size_t k = 0;
    for (; hypot(x, 4 * y) > tolerance; k++) {
        x *= 0.9;
        y *= 0.6;
    }
    return k;
}

/* With a tolerance for the gradient the run has converged from the step on at which ‖∇L‖ is within it, and what is left
 * before is what the run would still make. */
START_TEST(a_gradient_tolerance_decides_when_it_is_there)
{
    const descent_problem problem = {.dimension = 2, .loss = loss, .gradient = gradient};
    const double start[] = {1, 1};
    const double tolerances[] = {1e-2, 1e-4, 1e-7};
    for (size_t i = 0; i < sizeof tolerances / sizeof *tolerances; i++) {
        const size_t arrives = steps_until(tolerances[i]);
        const descent_diagnosis_options options = {.gradient_tolerance = tolerances[i]};
        for (int before = 0; before < 2; before++) {
            const size_t steps = before ? arrives - 12 : arrives + 1;
            descent_engine *const engine = descent_test_engine(&problem, descent_fixed_step(0.1), start);
            assert_success(descent_engine_record(engine, NULL));
            assert_success(descent_engine_run(engine, steps));
            descent_diagnosis *diagnosis;
            assert_success(descent_engine_diagnose(engine, &options, &diagnosis));
            ck_assert_int_eq(diagnosis->ending, before ? DESCENT_ENDING_APPROACHING : DESCENT_ENDING_CONVERGED);
            ck_assert_double_nan(diagnosis->tolerance);
            if (before) {
                const descent_interval left = diagnosis->pace.steps_to_go;
                ck_assert_double_eq_tol(left.value, 12, 1.01);
                ck_assert_double_le(left.low, 12);
                ck_assert_double_ge(left.high, 11);
            } else {
                ck_assert_double_eq(diagnosis->pace.steps_to_go.value, 0);
            }
            descent_diagnosis_free(diagnosis);
            descent_engine_free(engine);
        }
    }
}
END_TEST

/* What is out of range is refused; what is just within is not. */
START_TEST(options_are_in_range)
{
    static const struct {
        double distance, gradient;
        size_t period;
        const char *refused;
    } cases[] = {
        {0, 0, 0, NULL},
        {-1e-300, 0, 0, "distance_tolerance"},
        {1e-300, 0, 0, NULL},
        {1, 0, 0, "distance_tolerance"},
        {1 - 1e-15, 0, 0, NULL},
        {NAN, 0, 0, "distance_tolerance"},
        {0, -1e-300, 0, "gradient_tolerance"},
        {0, 1e300, 0, NULL},
        {0, INFINITY, 0, "gradient_tolerance"},
        {0, NAN, 0, "gradient_tolerance"},
        {0, 0, 1, "period_limit"},
        {0, 0, 2, NULL},
    };
    descent_path *path;
    descent_diagnosis *diagnosis;
    assert_success(descent_path_new(&path, 2, NULL));
    assert_success(descent_path_append(path, (const double[]){1, 1}, NAN, NULL));
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        const descent_diagnosis_options options = {.distance_tolerance = cases[c].distance,
                                                   .gradient_tolerance = cases[c].gradient,
                                                   .period_limit = cases[c].period};
        if (cases[c].refused)
            assert_failure(descent_diagnose(NULL, path, &options, &diagnosis), DESCENT_EINVAL, cases[c].refused);
        else
            assert_success(descent_diagnose(NULL, path, &options, &diagnosis));
        descent_diagnosis_free(diagnosis);
    }
    const descent_diagnosis_options empty = {.budget = 0};
    for (size_t k = 0; k < sizeof empty.reserved / sizeof *empty.reserved; k++) {
        descent_diagnosis_options options = empty;
        options.reserved[k] = &options;
        assert_failure(descent_diagnose(NULL, path, &options, &diagnosis), DESCENT_EINVAL, "reserved");
    }
    const descent_rule wrong = descent_fixed_step(-1);
    assert_failure(descent_diagnose(NULL, path, &(descent_diagnosis_options){.rule = &wrong}, &diagnosis),
                   DESCENT_EINVAL, "step_size");
    descent_path_free(path);
}
END_TEST

/* x ← x − ηx(x² − 1), which is chaos for η = 1.9, where more evaluations tell more. */
static int wells(size_t n, const double *x, double *g, void *context)
{
    (void)n;
    (void)context;
    g[0] = x[0] * (x[0] * x[0] - 1);
    return 0;
}

static uint64_t calls(uint64_t budget, int path_only)
{
    const descent_problem problem = {.dimension = 1, .gradient = wells};
    const descent_diagnosis_options options = {.budget = budget, .path_only = path_only};
    descent_engine *const engine = descent_test_engine(&problem, descent_fixed_step(1.9), (const double[]){0.3});
    descent_diagnosis *diagnosis;
    assert_success(descent_engine_record(engine, NULL));
    assert_success(descent_engine_run(engine, 500));
    assert_success(descent_engine_diagnose(engine, &options, &diagnosis));
    const uint64_t made = diagnosis->evaluations.gradient;
    ck_assert_uint_eq(diagnosis->evaluations.loss, 0);
    descent_diagnosis_free(diagnosis);
    descent_engine_free(engine);
    return made;
}

START_TEST(twenty_thousand_calls_are_the_default)
{
    ck_assert_uint_eq(calls(0, 0), calls(20000, 0));
    ck_assert_uint_ne(calls(0, 0), calls(19000, 0));
    ck_assert_uint_ne(calls(0, 0), calls(21000, 0));
    ck_assert_uint_eq(calls(0, 1), 0);
    ck_assert_uint_eq(calls(500, 1), 0);
}
END_TEST

/* A larger budget is missed where something was not asked for want of it, and not where nothing was to be asked. */
START_TEST(a_budget_may_be_exhausted)
{
    static const struct {
        uint64_t budget;
        int path_only, exhausted;
    } cases[] = {{0, 0, 0}, {3, 0, 1}, {3, 1, 0}, {0, 1, 0}};
    const descent_problem problem = {.dimension = 2, .loss = loss, .gradient = gradient};
    descent_engine *const engine = descent_test_engine(&problem, descent_fixed_step(0.1), (const double[]){1, 1});
    assert_success(descent_engine_record(engine, NULL));
    assert_success(descent_engine_run(engine, 200));
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        const descent_diagnosis_options options = {.budget = cases[c].budget, .path_only = cases[c].path_only};
        descent_diagnosis *diagnosis;
        assert_success(descent_engine_diagnose(engine, &options, &diagnosis));
        ck_assert_msg(diagnosis->budget_exhausted == cases[c].exhausted, "case %zu", c);
        descent_diagnosis_free(diagnosis);
    }
    descent_engine_free(engine);
}
END_TEST

/* Numbers without order, again and again, ever more closely; those that return exactly are found anyway. */
static size_t period_found(size_t period, size_t limit)
{
    descent_path *path;
    descent_diagnosis *diagnosis;
    const descent_diagnosis_options options = {.period_limit = limit};
    assert_success(descent_path_new(&path, 1, NULL));
    for (size_t k = 0; k < 14 * period; k++) {
        const double x = sin((double)((k % period) * (k % period))) * (1 + 1e-3 * pow(0.5, (double)k / (double)period));
        assert_success(descent_path_append(path, &x, NAN, NULL));
    }
    assert_success(descent_diagnose(NULL, path, &options, &diagnosis));
    const size_t found = diagnosis->cycle.period;
    descent_diagnosis_free(diagnosis);
    descent_path_free(path);
    return found;
}

START_TEST(periods_up_to_256_are_looked_for)
{
    ck_assert_uint_eq(period_found(256, 0), 256);
    ck_assert_uint_eq(period_found(257, 0), 0);
    ck_assert_uint_eq(period_found(257, 257), 257);
    ck_assert_uint_eq(period_found(12, 12), 12);
    ck_assert_uint_eq(period_found(12, 11), 0);
}
END_TEST

/* Of a run whose rule was changed the rows since then are looked at, the last of the one before among them, and steps are those of all. */
START_TEST(rows_since_the_rule_was_changed)
{
    static const struct {
        size_t before, between, after, rows; /* steps, with a change after each but the last */
    } cases[] = {{0, 0, 9, 10}, {0, 5, 9, 10},  {1, 0, 9, 10}, {1, 1, 9, 10},
                 {5, 3, 1, 2},  {5, 3, 20, 21}, {5, 3, 0, 4}};
    const descent_problem problem = {.dimension = 2, .loss = loss, .gradient = gradient};
    const descent_path_options options = {.columns =
                                              DESCENT_PATH_POINT | DESCENT_PATH_LOSS | DESCENT_PATH_RULE_CHANGES};
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        const size_t all = cases[c].before + cases[c].between + cases[c].after;
        descent_engine *const engine = descent_test_engine(&problem, descent_fixed_step(0.1), (const double[]){1, 1});
        descent_diagnosis *diagnosis;
        assert_success(descent_engine_record(engine, &options));
        assert_success(descent_engine_run(engine, cases[c].before));
        assert_success(descent_engine_set_rule(engine, descent_fixed_step(0.05)));
        assert_success(descent_engine_run(engine, cases[c].between));
        assert_success(descent_engine_set_rule(engine, descent_fixed_step(0.15)));
        assert_success(descent_engine_run(engine, cases[c].after));
        for (int of_path = 0; of_path < 2; of_path++) {
            if (of_path)
                assert_success(descent_diagnose(&problem, descent_engine_path(engine), NULL, &diagnosis));
            else
                assert_success(descent_engine_diagnose(engine, NULL, &diagnosis));
            /* the path does not say that the rule was changed once more behind its last row */
            const size_t rows = of_path || cases[c].after > 0 ? cases[c].rows : 1;
            ck_assert_msg(diagnosis->rows == rows, "case %zu, %d: %zu", c, of_path, diagnosis->rows);
            ck_assert_uint_eq(diagnosis->steps, all);
            ck_assert_double_eq_tol(diagnosis->x[0],
                                    pow(0.9, (double)cases[c].before) * pow(0.95, (double)cases[c].between) *
                                        pow(0.85, (double)cases[c].after),
                                    1e-12);
            ck_assert_double_eq_tol(diagnosis->loss, (pow(diagnosis->x[0], 2) + 4 * pow(diagnosis->x[1], 2)) / 2,
                                    1e-12);
            if (rows > 5)
                ck_assert_double_eq_tol(diagnosis->step_size, 0.15, 1e-9);
            descent_diagnosis_free(diagnosis);
        }
        descent_engine_free(engine);
    }
}
END_TEST

/* Without points the end of the run is all there is, and no loss of another row is taken for its own. */
START_TEST(a_path_without_points_is_its_end)
{
    const descent_problem problem = {.dimension = 2, .loss = loss, .gradient = gradient};
    const descent_path_options options = {.columns = DESCENT_PATH_LOSS | DESCENT_PATH_GRADIENT_NORM};
    descent_engine *const engine = descent_test_engine(&problem, descent_fixed_step(0.1), (const double[]){1, 1});
    descent_diagnosis *diagnosis;
    assert_success(descent_engine_record(engine, &options));
    assert_success(descent_engine_run(engine, 10));
    for (int path_only = 0; path_only < 2; path_only++) {
        assert_success(
            descent_engine_diagnose(engine, &(descent_diagnosis_options){.path_only = path_only}, &diagnosis));
        ck_assert_uint_eq(diagnosis->rows, 1);
        ck_assert_uint_eq(diagnosis->steps, 10);
        ck_assert_double_eq_tol(diagnosis->x[0], pow(0.9, 10), 1e-12);
        if (path_only) {
            ck_assert_double_nan(diagnosis->loss);
            ck_assert_double_nan(diagnosis->gradient_norm);
        } else {
            ck_assert_double_eq_tol(diagnosis->loss, (pow(0.9, 20) + 4 * pow(0.6, 20)) / 2, 1e-12);
        }
        descent_diagnosis_free(diagnosis);
    }
    descent_engine_free(engine);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        a_gradient_tolerance_decides_when_it_is_there,
        options_are_in_range,
        twenty_thousand_calls_are_the_default,
        a_budget_may_be_exhausted,
        periods_up_to_256_are_looked_for,
        rows_since_the_rule_was_changed,
        a_path_without_points_is_its_end,
    };
    return descent_test_main(descent_test_suite("diagnosis_options", tests, sizeof tests / sizeof tests[0]));
}
