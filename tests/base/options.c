/* A struct of options that is all zero but for one field means the defaults of all others, as a struct of zeros and NULL do. */
#include "support.h"

#include <descent/adaptive.h>
#include <descent/descent.h>
#include <descent/gradient_check.h>
#include <descent/monitor.h>
#include <descent/progress.h>
#include <descent/step_finders.h>
#include <descent/step_limit.h>
#include <descent/stops.h>
#include <descent/sweep.h>

#include <float.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const double start[] = {1, 0.5};

/* Where a rule is after some steps from the start. */
static void after_steps(descent_rule rule, double *x)
{
    const descent_problem problem = descent_test_landscape("himmelblau", 0);
    descent_engine *engine = descent_test_engine(&problem, rule, start);
    assert_success(descent_engine_run(engine, 40));
    memcpy(x, descent_engine_point(engine), 2 * sizeof *x);
    descent_engine_free(engine);
}

static void same_rules(descent_rule by_null, descent_rule by_zeros, descent_rule by_field)
{
    double x[3][2];
    after_steps(by_null, x[0]);
    after_steps(by_zeros, x[1]);
    after_steps(by_field, x[2]);
    ck_assert(memcmp(x[0], x[1], sizeof x[0]) == 0);
    ck_assert(memcmp(x[0], x[2], sizeof x[0]) == 0);
}

START_TEST(rules)
{
    same_rules(descent_adam(0.01, NULL), descent_adam(0.01, &(descent_adam_options){0}),
               descent_adam(0.01, &(descent_adam_options){.second_decay = 0.999}));
    same_rules(descent_lbfgs(1, 5, NULL), descent_lbfgs(1, 5, &(descent_line_search_options){0}),
               descent_lbfgs(1, 5, &(descent_line_search_options){.most_trials = 60}));
    same_rules(descent_perturbed(0.001, NULL), descent_perturbed(0.001, &(descent_perturbed_options){0}),
               descent_perturbed(0.001, &(descent_perturbed_options){.wait = 100}));
    same_rules(descent_negative_curvature(0.001, NULL),
               descent_negative_curvature(0.001, &(descent_negative_curvature_options){0}),
               descent_negative_curvature(0.001, &(descent_negative_curvature_options){.most_products = 40}));
    const descent_rule plain = descent_heavy_ball(0.001, 0.5);
    same_rules(plain, descent_rule_with_modifiers(plain, (descent_modifiers){0}),
               descent_rule_with_modifiers(plain, (descent_modifiers){.clip_norm = DBL_MAX}));
    same_rules(plain, descent_rule_with_schedule(plain, (descent_schedule){0}),
               descent_rule_with_schedule(plain, (descent_schedule){.kind = DESCENT_SCHEDULE_CONSTANT}));
}
END_TEST

static descent_path_data recorded(const descent_path_options *options, descent_engine **engine)
{
    const descent_problem problem = descent_test_landscape("himmelblau", 0);
    *engine = descent_test_engine(&problem, descent_fixed_step(0.01), start);
    assert_success(descent_engine_record(*engine, options));
    assert_success(descent_engine_run(*engine, 40));
    return descent_path_view(descent_engine_path(*engine));
}

START_TEST(paths)
{
    descent_engine *engines[3];
    const descent_path_data by_null = recorded(NULL, &engines[0]);
    ck_assert_uint_eq(by_null.count, 41);
    const descent_path_options options[] = {{0}, {.reserve = 3}};
    for (size_t k = 0; k < 2; k++) {
        const descent_path_data other = recorded(&options[k], &engines[k + 1]);
        ck_assert_uint_eq(other.columns, by_null.columns);
        ck_assert_uint_eq(other.count, by_null.count);
        ck_assert(memcmp(other.points, by_null.points, 82 * sizeof(double)) == 0);
    }
    for (size_t k = 0; k < 3; k++)
        descent_engine_free(engines[k]);
}
END_TEST

/* A text that has all that was found. */
static void json_of(const descent_diagnosis_options *options, char *text, size_t size)
{
    descent_engine *engine;
    descent_diagnosis *diagnosis;
    recorded(NULL, &engine);
    assert_success(descent_engine_diagnose(engine, options, &diagnosis));
    FILE *stream = fmemopen(text, size, "w");
    assert_success(descent_diagnosis_print_json(diagnosis, stream));
    fclose(stream);
    descent_diagnosis_free(diagnosis);
    descent_engine_free(engine);
}

START_TEST(diagnoses)
{
    static char texts[3][1 << 16];
    json_of(NULL, texts[0], sizeof texts[0]);
    json_of(&(descent_diagnosis_options){0}, texts[1], sizeof texts[1]);
    json_of(&(descent_diagnosis_options){.period_limit = 256}, texts[2], sizeof texts[2]);
    ck_assert_uint_gt(strlen(texts[0]), 100);
    ck_assert_str_eq(texts[0], texts[1]);
    ck_assert_str_eq(texts[0], texts[2]);
}
END_TEST

START_TEST(watching)
{
    const descent_monitor_options options[] = {{0}, {.coordinate_limit = 1024}};
    descent_monitor *monitors[3];
    assert_success(descent_monitor_new(&monitors[0], 1, NULL));
    for (size_t k = 0; k < 2; k++)
        assert_success(descent_monitor_new(&monitors[k + 1], 1, &options[k]));
    double x = 1;
    for (int step = 0; step < 400; step++, x *= 0.9) {
        const double gradient = 2 * x;
        const descent_ending ending = descent_monitor_observe(monitors[0], &x, x * x, &gradient);
        for (size_t k = 1; k < 3; k++)
            ck_assert_int_eq(descent_monitor_observe(monitors[k], &x, x * x, &gradient), ending);
    }
    ck_assert_int_eq(descent_monitor_view(monitors[2]).ending, DESCENT_ENDING_CONVERGED);
    for (size_t k = 0; k < 3; k++)
        descent_monitor_free(monitors[k]);
}
END_TEST

START_TEST(critical_points)
{
    const descent_problem problem = descent_test_landscape("himmelblau", 0);
    const double lower[] = {-5, -5}, upper[] = {5, 5};
    const descent_critical_options options[] = {{0}, {.dense_limit = 1024}};
    const descent_critical_search_options searches[] = {{.start_limit = 0}, {.start_limit = 20000}};
    descent_critical_point *by_null, *other;
    descent_critical_set *set, *other_set;
    assert_success(descent_critical_refine(&problem, start, NULL, &by_null));
    assert_success(descent_critical_search(&problem, lower, upper, NULL, &set));
    ck_assert_uint_eq(set->count, 9);
    for (size_t k = 0; k < 2; k++) {
        assert_success(descent_critical_refine(&problem, start, &options[k], &other));
        ck_assert_int_eq(other->kind, by_null->kind);
        ck_assert(memcmp(other->x, by_null->x, sizeof start) == 0);
        ck_assert(other->eigenvalue_tolerance == by_null->eigenvalue_tolerance);
        descent_critical_point_free(other);
        assert_success(descent_critical_search(&problem, lower, upper, &searches[k], &other_set));
        ck_assert_uint_eq(other_set->count, set->count);
        ck_assert_uint_eq(other_set->starts, set->starts);
        descent_critical_set_free(other_set);
    }
    descent_critical_point_free(by_null);
    descent_critical_set_free(set);
}
END_TEST

static int slope(size_t n, const double *x, double *gradient, void *context)
{
    (void)n;
    (void)context;
    gradient[0] = 2 * x[0];
    return 0;
}

START_TEST(checks_and_limits)
{
    const descent_problem bowl = {.dimension = 1, .gradient = slope};
    const descent_problem problem = descent_test_landscape("himmelblau", 0);
    const descent_check_options options[] = {{0}, {.evaluation_limit = 1000}};
    const descent_step_limit_options limits[] = {{0}, {.scan = 256}};
    descent_derivative_check *by_null, *other;
    double limit, other_limit;
    assert_success(descent_check_gradient(&problem, start, &by_null));
    assert_success(descent_step_limit(&bowl, start, 0.5, 2, NULL, &limit));
    ck_assert_double_eq_tol(limit, 1, 1e-12);
    for (size_t k = 0; k < 2; k++) {
        assert_success(descent_check_gradient_within(&problem, start, &options[k], &other));
        ck_assert_str_eq(other->explanation, by_null->explanation);
        descent_derivative_check_free(other);
        assert_success(descent_step_limit(&bowl, start, 0.5, 2, &limits[k], &other_limit));
        ck_assert(other_limit == limit);
    }
    descent_derivative_check_free(by_null);
}
END_TEST

START_TEST(sweeps)
{
    const descent_problem problem = descent_test_landscape("himmelblau", 0);
    double step_sizes[40];
    for (size_t k = 0; k < 40; k++)
        step_sizes[k] = 0.0005 * (double)(k + 1);
    const descent_sweep_options options[] = {{0}, {.threads = 4}};
    descent_sweep *by_null, *other;
    assert_success(descent_sweep_step_sizes(&problem, start, step_sizes, 40, NULL, &by_null));
    for (size_t k = 0; k < 2; k++) {
        assert_success(descent_sweep_step_sizes(&problem, start, step_sizes, 40, &options[k], &other));
        ck_assert_uint_eq(descent_sweep_view(other).checked, descent_sweep_view(by_null).checked);
        for (size_t run = 0; run < 40; run++) {
            const descent_sweep_result a = descent_sweep_view_run(by_null, run), b = descent_sweep_view_run(other, run);
            ck_assert_int_eq(a.ending, b.ending);
            ck_assert_uint_eq(a.steps, b.steps);
            ck_assert(memcmp(a.end_point, b.end_point, 2 * sizeof(double)) == 0);
        }
        descent_sweep_free(other);
    }
    descent_sweep_free(by_null);
}
END_TEST

static int stay(const descent_rule *rule, descent_rule_step *step)
{
    (void)rule, (void)step;
    return 0;
}

static descent_status check_rule(descent_rule rule)
{
    return descent_rule_check(&rule);
}

static descent_status check_problem(const descent_problem *given, bool hessian, const descent_check_options *options)
{
    const descent_problem problem = descent_test_landscape("himmelblau", 0);
    descent_derivative_check *check;
    if (options)
        return (hessian ? descent_check_hessian_within : descent_check_gradient_within)(&problem, start, options,
                                                                                        &check);
    descent_problem all = *given;
    all.dimension = 1;
    all.loss = problem.loss;
    return descent_problem_check(&all);
}

static descent_status make_path(const descent_path_options *options)
{
    descent_path *path;
    return descent_path_new(&path, 2, options);
}

static descent_status set_up_engine(const descent_stops *stops, const descent_progress *progress)
{
    const descent_problem problem = descent_test_landscape("himmelblau", 0);
    descent_engine *const engine = descent_test_engine(&problem, descent_fixed_step(0.01), start);
    const descent_status status =
        stops ? descent_engine_set_stops(engine, stops) : descent_engine_set_progress(engine, progress);
    descent_engine_free(engine);
    return status;
}

static descent_status check_type(const descent_rule_type *reserving)
{
    descent_rule_type type = *reserving;
    type.name = "idle";
    type.advance = stay;
    return check_rule((descent_rule){.type = &type, .step_size = 1});
}

static descent_status check_plain(descent_rule reserving)
{
    reserving.type = descent_fixed_step(1).type;
    reserving.step_size = 1;
    return check_rule(reserving);
}

/* Each reserved member in turn, and what says that it is one. */
START_TEST(what_is_reserved_must_be_empty)
{
    static int anything;
    char name[32];
#define ASSERT_REFUSED(options_type, value, numbered, call)                                                            \
    for (size_t k = 0; k < sizeof((options_type *)NULL)->reserved / sizeof *((options_type *)NULL)->reserved; k++) {   \
        options_type options = {0};                                                                                    \
        options.reserved[k] = value;                                                                                   \
        snprintf(name, sizeof name, "reserved[%zu]", k);                                                               \
        assert_failure(call, DESCENT_EINVAL, (numbered) ? name : "options.reserved");                                  \
    }
    ASSERT_REFUSED(descent_problem, &anything, true, check_problem(&options, false, NULL))
    ASSERT_REFUSED(descent_check_options, &anything, true, check_problem(NULL, false, &options))
    ASSERT_REFUSED(descent_check_options, &anything, true, check_problem(NULL, true, &options))
    ASSERT_REFUSED(descent_path_options, &anything, true, make_path(&options))
    ASSERT_REFUSED(descent_stops, &anything, true, set_up_engine(&options, NULL))
    ASSERT_REFUSED(descent_progress, &anything, true, set_up_engine(NULL, &options))
    ASSERT_REFUSED(descent_rule_type, &anything, true, check_type(&options))
    ASSERT_REFUSED(descent_rule, &anything, true, check_plain(options))
    ASSERT_REFUSED(descent_schedule, &anything, true,
                   check_rule(descent_rule_with_schedule(descent_fixed_step(1), options)))
    ASSERT_REFUSED(descent_modifiers, 1, true, check_rule(descent_rule_with_modifiers(descent_fixed_step(1), options)))
    ASSERT_REFUSED(descent_adam_options, 1, false, check_rule(descent_adam(1, &options)))
    ASSERT_REFUSED(descent_line_search_options, 1, false, check_rule(descent_armijo(1, &options)))
    ASSERT_REFUSED(descent_perturbed_options, 1, false, check_rule(descent_perturbed(1, &options)))
    ASSERT_REFUSED(descent_negative_curvature_options, 1, false, check_rule(descent_negative_curvature(1, &options)))
#undef ASSERT_REFUSED
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        rules, paths, diagnoses, watching, critical_points, checks_and_limits, sweeps, what_is_reserved_must_be_empty};
    return descent_test_main(descent_test_suite("options", tests, sizeof tests / sizeof *tests));
}
