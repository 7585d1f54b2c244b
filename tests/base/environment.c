/*
 * The library in floating-point environments of its caller's: under traps, as Fortran programs run, with other directions of
 * rounding, without subnormals. Whatever it is, what the library says is the same, and the user's functions have it.
 */
#if defined(__linux__)
#define _GNU_SOURCE /* feenableexcept() */
#endif
#include <fenv.h>
#include <math.h>
#include <setjmp.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <descent/adaptive.h>
#include <descent/ask.h>
#include <descent/basins.h>
#include <descent/bifurcation.h>
#include <descent/critical.h>
#include <descent/gradient_check.h>
#include <descent/gsl.h>
#include <descent/landscapes.h>
#include <descent/monitor.h>
#include <descent/plot.h>
#include <descent/progress.h>
#include <descent/resume.h>
#include <descent/step_finders.h>
#include <descent/step_limit.h>
#include <descent/stops.h>
#include <descent/sweep.h>
#include <descent/unwind.h>

#include "support.h"
#include "truth/run.h"

enum {
    most_steps = 500, /* of a known run: enough for each ending, and all of them take seconds */
    control_size = 64
};

/* What an environment computes with, flags left aside, as text: for comparisons. */
static void describe(char text[control_size])
{
#if defined(__x86_64__) && defined(__SSE2__)
    snprintf(text, control_size, "MXCSR %x", __builtin_ia32_stmxcsr() & ~0x3fu);
#elif defined(__GLIBC__)
    snprintf(text, control_size, "traps %x rounding %x", (unsigned)fegetexcept(), (unsigned)fegetround());
#else
    snprintf(text, control_size, "rounding %x", (unsigned)fegetround());
#endif
}

static const int traps = FE_INVALID | FE_DIVBYZERO | FE_OVERFLOW;

/* The environments that are tried. */
typedef enum environment {
    TRAPS,
    UPWARD,
    TOWARDZERO,
    FLUSHING,
    ENVIRONMENTS
} environment;

/* False where the machine has no such thing. */
static bool take(environment which)
{
    switch (which) {
    case TRAPS:
#if defined(__GLIBC__)
        return feenableexcept(traps) != -1 && fegetexcept() == traps;
#else
        return false;
#endif
    case UPWARD:
        return fesetround(FE_UPWARD) == 0;
    case TOWARDZERO:
        return fesetround(FE_TOWARDZERO) == 0;
    case FLUSHING:
#if defined(__x86_64__) && defined(__SSE2__)
        __builtin_ia32_ldmxcsr(__builtin_ia32_stmxcsr() | 0x8040u); /* flush to zero, subnormals are zero */
        return true;
#else
        return false;
#endif
    case ENVIRONMENTS:
        break;
    }
    return false;
}

/* The caller's environment while a test runs, and calls of its functions that had another. */
static char taken[control_size];
static atomic_ulong calls, strange_calls;

static void note_call(void)
{
    char now[control_size];
    describe(now);
    atomic_fetch_add(&calls, 1);
    if (strcmp(now, taken) != 0)
        atomic_fetch_add(&strange_calls, 1);
}

/* A problem whose functions look at their environment, and then compute in the default one: what traps in a loss is the
 * user's affair. */
static int guarded_loss(size_t n, const double *x, double *value, void *context)
{
    const descent_problem *const inner = context;
    fenv_t own;
    note_call();
    fegetenv(&own);
    fesetenv(FE_DFL_ENV);
    const int code = inner->loss(n, x, value, inner->context);
    fesetenv(&own);
    return code;
}

static int guarded_gradient(size_t n, const double *x, double *g, void *context)
{
    const descent_problem *const inner = context;
    fenv_t own;
    note_call();
    fegetenv(&own);
    fesetenv(FE_DFL_ENV);
    const int code = inner->gradient(n, x, g, inner->context);
    fesetenv(&own);
    return code;
}

static int guarded_hessian(size_t n, const double *x, double *hessian, void *context)
{
    const descent_problem *const inner = context;
    fenv_t own;
    note_call();
    fegetenv(&own);
    fesetenv(FE_DFL_ENV);
    const int code = inner->hessian(n, x, hessian, inner->context);
    fesetenv(&own);
    return code;
}

static descent_problem guard(const descent_problem *inner)
{
    return (descent_problem){
        .dimension = inner->dimension,
        .loss = inner->loss ? guarded_loss : NULL,
        .gradient = inner->gradient ? guarded_gradient : NULL,
        .hessian = inner->hessian ? guarded_hessian : NULL,
        .context = (void *)inner,
    };
}

/* Something that is done with a known run, and says in words what came of it. */
typedef void deed(const known_run *run, const descent_problem *problem, const double *start, FILE *said);

static void say_diagnosis(known_way way, const known_run *run, const descent_problem *problem, const double *start,
                          FILE *said)
{
    const descent_rule rule = known_run_rule(run);
    descent_diagnosis *diagnosis;
    const size_t steps = run->steps < most_steps ? run->steps : most_steps;
    const descent_status status = known_diagnose_way(way, problem, &rule, start, steps, &diagnosis);
    fprintf(said, "%d\n", (int)status);
    if (status != DESCENT_SUCCESS)
        return;
    assert_success(descent_diagnosis_print(diagnosis, said));
    assert_success(descent_diagnosis_print_line(diagnosis, said));
    assert_success(descent_diagnosis_print_json(diagnosis, said));
    descent_diagnosis_free(diagnosis);
}

static void diagnose_recorded(const known_run *run, const descent_problem *problem, const double *start, FILE *said)
{
    say_diagnosis(WAY_ENGINE_RECORDED, run, problem, start, said);
}

static void diagnose_alone(const known_run *run, const descent_problem *problem, const double *start, FILE *said)
{
    say_diagnosis(WAY_ENGINE_ALONE, run, problem, start, said);
}

static void diagnose_path(const known_run *run, const descent_problem *problem, const double *start, FILE *said)
{
    say_diagnosis(WAY_PATH_ALONE, run, problem, start, said);
    say_diagnosis(WAY_PATH_WITH_RULE, run, problem, start, said);
}

static void watch(const known_run *run, const descent_problem *problem, const double *start, FILE *said)
{
    descent_monitor *monitor, *other;
    assert_success(descent_monitor_new(&monitor, problem->dimension, NULL));
    assert_success(descent_monitor_new(&other, problem->dimension, NULL));
    descent_engine *engine;
    if (descent_engine_new(&engine, problem, known_run_rule(run), start) == DESCENT_SUCCESS) {
        assert_success(descent_monitor_attach(monitor, engine));
        for (size_t k = 0; k < run->steps && k < most_steps; k++) {
            if (descent_engine_step(engine) != DESCENT_SUCCESS)
                break;
            descent_monitor_observe(other, descent_engine_point(engine), descent_engine_loss(engine), NULL);
        }
        fprintf(said, "%a %a\n", descent_engine_point(engine)[0], descent_engine_gradient_norm(engine));
        descent_engine_free(engine);
    }
    const descent_monitor_state state = descent_monitor_view(monitor), seen = descent_monitor_view(other);
    fprintf(said, "%d %d %a %d %d\n", (int)state.ending, (int)state.phase, state.rate, (int)seen.ending,
            (int)seen.phase);
    descent_monitor_free(monitor);
    descent_monitor_free(other);
}

static void sweep(const known_run *run, const descent_problem *problem, const double *start, FILE *said)
{
    const descent_rule rule = known_run_rule(run);
    /* Exact in any direction of rounding. */
    const double step_sizes[] = {run->step_size, run->step_size * 4};
    const descent_sweep_options options = {
        .rule = &rule, .steps = run->steps < most_steps ? run->steps : most_steps, .tail = 16, .lyapunov = 1};
    descent_sweep *made;
    if (descent_sweep_step_sizes(problem, start, step_sizes, 2, &options, &made) != DESCENT_SUCCESS)
        return;
    for (size_t i = 0; i < 2; i++) {
        const descent_sweep_result result = descent_sweep_view_run(made, i);
        fprintf(said, "%d %zu %u %a\n", (int)result.ending, result.period, (unsigned)result.label, result.end_point[0]);
        if (result.label != 0 && descent_sweep_attractor(made, result.label))
            fprintf(said, "%d\n", (int)descent_sweep_attractor(made, result.label)->kind);
    }
    descent_sweep_free(made);
}

/* Does it for one known run here and now; the text is the caller's to free. */
static char *words_of(deed *act, const known_run *run)
{
    char *text;
    size_t length;
    FILE *const said = open_memstream(&text, &length);
    ck_assert_ptr_nonnull(said);
    known_context context;
    const descent_problem inner = known_problem(run, &context), problem = guard(&inner);
    double *const start = malloc(problem.dimension * sizeof *start);
    ck_assert_ptr_nonnull(start);
    known_start(run, start);
    act(run, &problem, start, said);
    free(start);
    fclose(said);
    return text;
}

/* For each known run: what is said in the environment is what is said in the default one. */
static void compare_known_runs(deed *act)
{
    for (size_t i = 0; i < known_run_count; i += descent_test_in_full() ? 1 : 7) {
        const known_run *const run = &known_runs[i];
        if (run->problem->dimension > 4) /* minutes under load, and nothing new */
            continue;
        fesetenv(FE_DFL_ENV);
        describe(taken);
        char *const expected = words_of(act, run);
        for (environment which = TRAPS; which < ENVIRONMENTS; which++) {
            /* Under traps all; of what rounds otherwise each has its share, for nothing there depends on the run. */
            if (which != TRAPS && i % (ENVIRONMENTS - 1) != (size_t)which - 1)
                continue;
            fesetenv(FE_DFL_ENV);
            if (!take(which))
                continue;
            char before[control_size], after[control_size];
            describe(before);
            memcpy(taken, before, sizeof taken);
            char *const said = words_of(act, run);
            describe(after);
            fesetenv(FE_DFL_ENV);
            ck_assert_str_eq(before, after);
            ck_assert_msg(strcmp(said, expected) == 0, "%s, environment %d: said\n%.1500s\nnot\n%.1500s", run->name,
                          (int)which, said, expected);
            free(said);
        }
        free(expected);
    }
    ck_assert_uint_gt(calls, 0);
    ck_assert_uint_eq(strange_calls, 0);
}

START_TEST(diagnoses_with_a_record_are_the_same)
{
    compare_known_runs(diagnose_recorded);
}
END_TEST

START_TEST(diagnoses_without_a_record_are_the_same)
{
    compare_known_runs(diagnose_alone);
}
END_TEST

START_TEST(diagnoses_of_paths_are_the_same)
{
    compare_known_runs(diagnose_path);
}
END_TEST

START_TEST(engines_and_monitors_are_the_same)
{
    compare_known_runs(watch);
}
END_TEST

START_TEST(sweeps_are_the_same)
{
    compare_known_runs(sweep);
}
END_TEST

/* What else there is, on landscapes. */
static void use_the_rest(FILE *said)
{
    static const char *const names[] = {"himmelblau", "peano"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        descent_problem inner;
        if (descent_landscape_problem(names[i], 0, &inner) != DESCENT_SUCCESS)
            continue;
        const descent_problem problem = guard(&inner);
        const double lower[] = {-3, -3}, upper[] = {3, 3}, zero[2] = {0}, x[2] = {0.1, -0.2};
        const descent_critical_search_options few = {.start_limit = 8};
        descent_critical_set *set;
        assert_success(descent_critical_search(&problem, lower, upper, &few, &set));
        for (size_t k = 0; k < set->count; k++)
            fprintf(said, "%d %a\n", (int)set->points[k]->kind, set->points[k]->x[0]);
        descent_critical_set_free(set);
        descent_critical_point *point;
        if (descent_critical_classify(&problem, zero, NULL, &point) == DESCENT_SUCCESS)
            fprintf(said, "%d %a\n", (int)point->kind, point->eigenvalues[0]);
        descent_critical_point_free(point);
        if (descent_critical_refine(&problem, x, NULL, &point) == DESCENT_SUCCESS)
            fprintf(said, "%d %a\n", (int)point->kind, point->x[0]);
        descent_critical_point_free(point);
        descent_derivative_check *check;
        assert_success(descent_check_gradient(&problem, x, &check));
        fprintf(said, "%d %a\n", (int)check->verdict, check->expected[0]);
        descent_derivative_check_free(check);
        const descent_step_limit_options short_runs = {.steps = 128, .scan = 16};
        double limit;
        fprintf(said, "%d", (int)descent_step_limit(&problem, x, 1e-4, 1, &short_runs, &limit));
        fprintf(said, " %a\n", limit);
        const descent_plane plane = {.columns = 12, .rows = 12, .left = -3, .right = 3, .bottom = -3, .top = 3};
        const descent_sweep_options threads = {.steps = 100, .threads = 2};
        descent_sweep *map;
        assert_success(descent_sweep_plane(&problem, descent_fixed_step(0.02), &plane, &threads, &map));
        descent_basin_boundary boundary;
        assert_success(descent_basin_boundary_measure(map, &boundary));
        fprintf(said, "%a %zu\n", boundary.exponent, (size_t)descent_sweep_view(map).label_count);
        descent_sweep_free(map);
    }
}

/* L = x²/2 + cos(3x)/2: minima beside 0, and doublings of the period as the step grows. */
static int wave_loss(size_t n, const double *x, double *value, void *context)
{
    (void)n;
    (void)context;
    *value = x[0] * x[0] / 2 + cos(3 * x[0]) / 2;
    return 0;
}

static int wave_gradient(size_t n, const double *x, double *g, void *context)
{
    (void)n;
    (void)context;
    g[0] = x[0] - 1.5 * sin(3 * x[0]);
    return 0;
}

static void use_bifurcations(FILE *said)
{
    enum {
        count = 50
    };
    const descent_problem inner = {.dimension = 1, .loss = wave_loss, .gradient = wave_gradient};
    const descent_problem problem = guard(&inner);
    double values[count];
    for (size_t i = 0; i < count; i++)
        values[i] = (double)(4 * i + 13) / 256; /* exact */
    const double start = 0.3;
    const descent_sweep_options options = {.steps = 1000, .tail = 64, .lyapunov = 1};
    descent_sweep *made;
    assert_success(descent_sweep_step_sizes(&problem, &start, values, count, &options, &made));
    descent_bifurcation *read;
    assert_success(descent_bifurcation_read(made, &problem, &read));
    fprintf(said, "%zu %a %a\n", read->doubling_count, read->accumulation, read->largest_exponent);
    descent_bifurcation_free(read);
    descent_sweep_free(made);
}

static void use_pictures(FILE *said)
{
    const char *const folder = getenv("TMPDIR");
    char name[64];
    snprintf(name, sizeof name, "%.30s/descent-environment-XXXXXX.gp", folder ? folder : "/tmp");
    const int made = mkstemps(name, 3);
    ck_assert_int_ge(made, 0);
    close(made);
    descent_problem inner;
    assert_success(descent_landscape_problem("himmelblau", 0, &inner));
    const descent_problem problem = guard(&inner);
    const double start[2] = {0.3, -2.5};
    descent_engine *const engine = descent_test_engine(&problem, descent_fixed_step(0.01), start);
    assert_success(descent_engine_record(engine, NULL));
    (void)descent_engine_run(engine, 200);
    assert_success(descent_plot_contour(&problem, descent_engine_path(engine), NULL, name));
    FILE *const drawn = fopen(name, "r");
    ck_assert_ptr_nonnull(drawn);
    for (int byte; (byte = getc(drawn)) != EOF;)
        putc(byte, said);
    fclose(drawn);
    unlink(name);
    descent_engine_free(engine);
}

static void compare(void (*use)(FILE *said))
{
    char *expected = NULL;
    size_t length;
    for (int which = -1; which < ENVIRONMENTS; which++) {
        fesetenv(FE_DFL_ENV);
        if (which >= 0 && !take((environment)which))
            continue;
        describe(taken);
        char *text;
        FILE *const said = open_memstream(&text, &length);
        use(said);
        char after[control_size];
        describe(after);
        fesetenv(FE_DFL_ENV);
        fclose(said);
        ck_assert_str_eq(taken, after);
        if (expected) {
            ck_assert_msg(strcmp(text, expected) == 0, "environment %d: said\n%.1500s\nnot\n%.1500s", which, text,
                          expected);
            free(text);
        } else {
            expected = text;
        }
    }
    free(expected);
    ck_assert_uint_gt(calls, 0);
    ck_assert_uint_eq(strange_calls, 0);
}

START_TEST(critical_points_limits_and_maps_are_the_same)
{
    compare(use_the_rest);
}
END_TEST

START_TEST(bifurcations_are_the_same)
{
    compare(use_bifurcations);
}
END_TEST

START_TEST(pictures_are_the_same)
{
    compare(use_pictures);
}
END_TEST

/* Stops, progress, another rule on the way, saving and going on. */
static void go_on_from_a_file(const descent_problem *problem, FILE *said)
{
    const double start[] = {-1.2, 1};
    const descent_stops stops = {.any = DESCENT_CRITERION_LOSS | DESCENT_CRITERION_GRADIENT,
                                 .all = DESCENT_CRITERION_LOSS_CHANGE | DESCENT_CRITERION_POINT_CHANGE,
                                 .loss_target = -INFINITY,
                                 .loss_change = 1e-300,
                                 .point_change = 1e-300};
    const descent_progress progress = {.stream = said, .every_steps = 4};
    const descent_rule rules[] = {descent_wolfe(1, NULL), descent_lbfgs(1, 3, NULL), descent_adam(0.01, NULL),
                                  descent_heavy_ball(1e-3, 0.9), descent_fixed_step(1)}; /* which explodes */
    char name[64], text[400];
    snprintf(name, sizeof name, "environment-%ld.descent", (long)getpid());
    descent_engine *engine = descent_test_engine(problem, rules[0], start);
    assert_success(descent_engine_record(engine, NULL));
    assert_success(descent_engine_set_stops(engine, &stops));
    for (size_t k = 0; k < sizeof rules / sizeof *rules; k++) {
        assert_success(descent_engine_set_rule(engine, rules[k]));
        assert_success(descent_engine_set_progress(engine, &progress));
        (void)descent_engine_run(engine, 12);
        assert_success(descent_engine_save(engine, name));
        descent_engine_free(engine);
        assert_success(descent_engine_load(&engine, problem, rules[k], name));
        (void)descent_engine_summary(engine, text, sizeof text);
        fprintf(said, "%a %a %s\n", descent_engine_point(engine)[0], descent_engine_loss(engine), text);
    }
    remove(name);
    descent_engine_free(engine);
}

/* What a monitor has seen, of numbers that are none as well, goes into a file and out of it. */
static void watch_from_a_file(FILE *said)
{
    const double seen[] = {1, 0.5, 0.25, 1e300, -1e300, NAN, INFINITY, 5e-324, -0.0, 0.125};
    char name[64];
    snprintf(name, sizeof name, "environment-%ld.monitor", (long)getpid());
    descent_monitor *monitor;
    assert_success(descent_monitor_new(&monitor, 1, NULL));
    for (size_t k = 0; k < 40; k++) {
        const double x = seen[k % (sizeof seen / sizeof *seen)], value = seen[(k + 3) % (sizeof seen / sizeof *seen)];
        (void)descent_monitor_observe(monitor, &x, value, k % 3 ? &x : NULL);
        assert_success(descent_monitor_save(monitor, name));
        descent_monitor_free(monitor);
        assert_success(descent_monitor_load(&monitor, name));
    }
    fprintf(said, "%d %zu\n", (int)descent_monitor_view(monitor).ending, descent_monitor_view(monitor).count);
    remove(name);
    descent_monitor_free(monitor);
}

static double half_square(double x)
{
    return x * x / 2;
}

/* Through a pointer: a compiler may move arithmetic to before the environment is set, but no call of what it does not know. */
static double (*volatile told_loss)(double x) = half_square;

/* An engine is told what a loss says, and now and then what no loss says. */
static void tell_numbers(FILE *said)
{
    const double strange[] = {NAN, INFINITY, -1.7e308, 5e-324};
    const double start = 3;
    const descent_problem problem = {.dimension = 1, .loss = descent_told_loss, .gradient = descent_told_gradient};
    const descent_rule rules[] = {descent_wolfe(1, NULL), descent_armijo(1, NULL), descent_polyak(1, 0),
                                  descent_barzilai_borwein(0.1, DESCENT_BARZILAI_BORWEIN_LONG),
                                  descent_fixed_step(0.1)};
    for (size_t r = 0; r < sizeof rules / sizeof *rules; r++)
        for (size_t at = 0; at < 5; at++) {
            descent_engine *const engine = descent_test_engine(&problem, rules[r], &start);
            assert_success(descent_engine_record(engine, NULL));
            descent_request request;
            size_t turn = 0;
            while (descent_engine_ask(engine, 8, &request) == DESCENT_SUCCESS && request.x && turn++ < 200) {
                const double x = *request.x;
                const bool lies = turn % 5 == at && turn > 2;
                fenv_t own; /* the loss is computed as guarded ones are */
                fegetenv(&own);
                fesetenv(FE_DFL_ENV);
                const double value = lies ? strange[turn % 4] : told_loss(x),
                             slope = lies ? strange[(turn + 1) % 4] : x;
                fesetenv(&own);
                assert_success(descent_engine_tell(engine, value, &slope, 0));
            }
            fprintf(said, "%a %d\n", *descent_engine_point(engine), (int)descent_engine_stop_reason(engine));
            descent_diagnosis *diagnosis;
            assert_success(descent_engine_diagnose(engine, NULL, &diagnosis));
            assert_success(descent_diagnosis_print(diagnosis, said));
            descent_diagnosis_free(diagnosis);
            descent_engine_free(engine);
        }
}

DESCENT_GSL_MINIMIZER(environment_heavy_ball, descent_heavy_ball(0.01, 0.9))

/* GSL drives a rule of ours on a problem of ours, and its iterates are a path. */
static void step_with_gsl(const descent_problem *problem, FILE *said)
{
    gsl_multimin_function_fdf function = descent_gsl_function(problem);
    gsl_vector *const x = gsl_vector_alloc(2);
    gsl_vector_set(x, 0, -1.2);
    gsl_vector_set(x, 1, 1);
    gsl_multimin_fdfminimizer *const minimiser = gsl_multimin_fdfminimizer_alloc(environment_heavy_ball, 2);
    ck_assert_int_eq(gsl_multimin_fdfminimizer_set(minimiser, &function, x, 0.1, 0.1), GSL_SUCCESS);
    descent_path *path;
    assert_success(descent_path_new(&path, 2, NULL));
    for (int k = 0; k < 30 && gsl_multimin_fdfminimizer_iterate(minimiser) == GSL_SUCCESS; k++)
        assert_success(descent_gsl_watch(path, minimiser));
    descent_problem back = descent_gsl_problem(&function);
    descent_diagnosis *diagnosis;
    assert_success(descent_diagnose(&back, path, NULL, &diagnosis));
    assert_success(descent_diagnosis_print_line(diagnosis, said));
    descent_diagnosis_free(diagnosis);
    descent_path_free(path);
    gsl_multimin_fdfminimizer_free(minimiser);
    gsl_vector_free(x);
}

static void use_what_goes_on_around_steps(FILE *said)
{
    const descent_problem inner = descent_test_landscape("rosenbrock", 0), problem = guard(&inner);
    const size_t mark = descent_unwind_mark();
    go_on_from_a_file(&problem, said);
    watch_from_a_file(said);
    tell_numbers(said);
    step_with_gsl(&problem, said);
    descent_unwind(mark);
}

START_TEST(what_goes_on_around_steps_is_the_same)
{
    compare(use_what_goes_on_around_steps);
}
END_TEST

/* A rule, a schedule, observers, a progress function and the setup of runs from outside have the caller's environment. */
static int own_advance(const descent_rule *rule, descent_rule_step *step)
{
    (void)rule;
    note_call();
    for (size_t i = 0; i < step->dimension; i++)
        step->x[i] -= step->step_size * step->gradient[i];
    return 0;
}

static void own_look_ahead(const descent_rule *rule, const descent_rule_step *step, double *where)
{
    (void)rule;
    note_call();
    memcpy(where, step->x, step->dimension * sizeof *where);
}

static descent_status own_check(const descent_rule *rule)
{
    (void)rule;
    note_call();
    return DESCENT_SUCCESS;
}

static double own_step_limit(const descent_rule *rule, double curvature)
{
    (void)rule;
    note_call();
    return 2 / curvature;
}

static size_t own_multipliers(const descent_rule *rule, double step_size, double eigenvalue, double *real,
                              double *imaginary)
{
    (void)rule;
    note_call();
    real[0] = 1 - step_size * eigenvalue;
    imaginary[0] = 0;
    return 1;
}

static int own_schedule(uint64_t step, double base, double *step_size, void *context)
{
    (void)step;
    (void)context;
    note_call();
    *step_size = base;
    return 0;
}

static int own_observer(descent_engine *engine, void *context)
{
    (void)context;
    note_call();
    return descent_engine_loss(engine) < 0; /* back into the library */
}

static int own_progress(size_t done, size_t total, void *context)
{
    (void)done;
    (void)total;
    (void)context;
    note_call();
    return 0;
}

static int own_watch(const descent_evaluations *evaluations, void *context)
{
    (void)evaluations;
    (void)context;
    note_call();
    return 0;
}

static int own_setup(size_t run, descent_sweep_run *setup, void *context)
{
    (void)context;
    note_call();
    setup->start[0] += (double)run;
    return 0;
}

static const descent_rule_type own_type = {
    .name = "own",
    .advance = own_advance,
    .look_ahead = own_look_ahead,
    .check = own_check,
    .step_limit = own_step_limit,
    .multipliers = own_multipliers,
};

START_TEST(every_kind_of_function_has_the_callers_environment)
{
    const environment which = (environment)_i;
    if (!take(which))
        return;
    describe(taken);
    const descent_problem inner = {.dimension = 1, .loss = wave_loss, .gradient = wave_gradient};
    const descent_problem problem = guard(&inner);
    const descent_rule rule = {
        .type = &own_type, .step_size = 0.1, .schedule = descent_schedule_custom(own_schedule, NULL)};
    const double start = 0.3;
    descent_engine *const engine = descent_test_engine(&problem, rule, &start);
    assert_success(descent_engine_record(engine, NULL));
    assert_success(descent_engine_add_observer(engine, own_observer, NULL));
    assert_success(descent_engine_run(engine, 100));
    descent_diagnosis *diagnosis;
    assert_success(descent_engine_diagnose(engine, NULL, &diagnosis));
    descent_diagnosis_free(diagnosis);
    descent_engine_free(engine);
    const descent_rule constant = {.type = &own_type, .step_size = 0.1};
    diagnosis = descent_test_diagnose(&problem, constant, &start, 200); /* multipliers need a constant step size */
    descent_diagnosis_free(diagnosis);
    ck_assert(descent_rule_step_limit(&constant, 4) > 0);
    const descent_critical_options watched = {.watch = own_watch, .rule = &constant};
    descent_critical_point *point;
    assert_success(descent_critical_refine(&problem, &start, &watched, &point));
    descent_critical_point_free(point);
    const descent_sweep_options options = {.steps = 100, .progress = own_progress, .threads = 2};
    descent_sweep *made;
    assert_success(descent_sweep_runs(&problem, rule, &start, 2100, own_setup, NULL, &options, &made));
    descent_sweep_free(made);
    ck_assert_uint_eq(strange_calls, 0);
    char after[control_size];
    describe(after);
    ck_assert_str_eq(taken, after);
}
END_TEST

/* One short call after another gives the environment back, whether it succeeds or refuses. */
static void check_given_back(void)
{
    char now[control_size];
    describe(now);
    ck_assert_str_eq(now, taken);
}

START_TEST(every_call_gives_the_environment_back)
{
    if (!take((environment)_i))
        return;
    describe(taken);
    const descent_problem inner = {.dimension = 1, .loss = wave_loss, .gradient = wave_gradient};
    const descent_problem problem = guard(&inner);
    const double start = 0.3;
    descent_engine *engine;
    assert_success(descent_engine_new(&engine, &problem, descent_heavy_ball(0.1, 0.5), &start));
    check_given_back();
    assert_success(descent_engine_record(engine, NULL));
    check_given_back();
    assert_success(descent_engine_set_gradient_tolerance(engine, 1e-9));
    check_given_back();
    (void)descent_engine_set_gradient_tolerance(engine, -NAN);
    check_given_back();
    assert_success(descent_engine_step(engine));
    check_given_back();
    (void)descent_engine_loss(engine);
    check_given_back();
    (void)descent_engine_gradient(engine);
    check_given_back();
    (void)descent_engine_gradient_norm(engine);
    check_given_back();
    (void)descent_engine_path(engine);
    check_given_back();
    assert_success(descent_engine_reset(engine, &start));
    check_given_back();
    (void)descent_engine_reset(engine, &(double){NAN});
    check_given_back();
    descent_engine_free(engine);
    const descent_rule rule = descent_nesterov(0.1, 0.5), wrong = descent_fixed_step(NAN);
    assert_success(descent_rule_check(&rule));
    check_given_back();
    assert_failure(descent_rule_check(&wrong), DESCENT_EINVAL, "step_size");
    check_given_back();
    double step_size;
    assert_success(descent_rule_step_size(&rule, 3, &step_size));
    check_given_back();
    (void)descent_rule_step_limit(&rule, NAN);
    (void)descent_rule_step_limit(&rule, 1e-310); /* overflows */
    check_given_back();
    descent_path *path;
    assert_success(descent_path_new(&path, 1, NULL));
    assert_success(descent_path_append(path, &(double){1e300}, NAN, &(double){-1e300}));
    assert_success(descent_path_append(path, &(double){-1e300}, NAN, NULL));
    check_given_back();
    descent_diagnosis *diagnosis;
    assert_success(descent_diagnose(NULL, path, NULL, &diagnosis));
    check_given_back();
    descent_diagnosis_free(diagnosis);
    descent_path_free(path);
    ck_assert_uint_eq(strange_calls, 0);
}
END_TEST

/* A function that turns to another direction of rounding and leaves it so has it in the next call, and so has the caller. */
static int turning_loss(size_t n, const double *x, double *value, void *context)
{
    int *const count = context;
    ck_assert_int_eq(fegetround(), *count == 0 ? FE_DOWNWARD : FE_UPWARD);
    (*count)++;
    fesetround(FE_UPWARD);
    return wave_loss(n, x, value, NULL);
}

START_TEST(what_a_function_changes_it_finds_again)
{
    int count = 0;
    const descent_problem problem = {.dimension = 1, .loss = turning_loss, .context = &count};
    const double start = 0.3;
    fesetround(FE_DOWNWARD);
    descent_engine *const engine = descent_test_engine(&problem, descent_fixed_step(0.1), &start);
    assert_success(descent_engine_run(engine, 10));
    ck_assert_int_eq(fegetround(), FE_UPWARD);
    ck_assert_int_eq(count, 20);
    descent_engine_free(engine);
}
END_TEST

#if defined(__GLIBC__)
/* Flags: those of the user's functions are raised, those of the library's own arithmetic are not, none is lowered. */
static int raising_gradient(size_t n, const double *x, double *g, void *context)
{
    const int code = wave_gradient(n, x, g, context);
    feraiseexcept(FE_UNDERFLOW);
    return code;
}

START_TEST(flags_are_those_of_the_users_functions)
{
    const descent_problem problem = {.dimension = 1, .loss = wave_loss, .gradient = raising_gradient};
    const double start = 0.3;
    feraiseexcept(FE_DIVBYZERO);
    feenableexcept(FE_INVALID | FE_OVERFLOW);
    descent_engine *const engine = descent_test_engine(&problem, descent_fixed_step(0.1), &start);
    ck_assert(!fetestexcept(FE_UNDERFLOW));
    assert_success(descent_engine_record(engine, NULL));
    assert_success(descent_engine_run(engine, 200));
    descent_diagnosis *diagnosis;
    assert_success(descent_engine_diagnose(engine, NULL, &diagnosis));
    descent_diagnosis_free(diagnosis);
    descent_engine_free(engine);
    ck_assert(fetestexcept(FE_UNDERFLOW));
    ck_assert(fetestexcept(FE_DIVBYZERO));
    ck_assert(!fetestexcept(FE_INVALID | FE_OVERFLOW));
}
END_TEST

/* A loss that divides by zero under traps ends in the user's handler, which may jump out of the library. */
static sigjmp_buf back;

static void jump_back(int signal)
{
    (void)signal;
    siglongjmp(back, 1);
}

static int trapping_loss(size_t n, const double *x, double *value, void *context)
{
    (void)n;
    (void)context;
    volatile double zero = x[0] - x[0];
    *value = 1 / zero;
    return 0;
}

/* A jump out of the library leaves what it had allocated. */
#if defined(__SANITIZE_ADDRESS__)
static const bool leaks_are_counted = true;
#else
static const bool leaks_are_counted = false;
#endif

START_TEST(a_trap_of_the_users_own_reaches_the_user)
{
    if (leaks_are_counted)
        return;
    const descent_problem problem = {.dimension = 1, .loss = trapping_loss};
    const double start = 0.3;
    feenableexcept(traps);
    signal(SIGFPE, jump_back);
    descent_critical_point *volatile point = NULL;
    volatile bool jumped = false;
    if (sigsetjmp(back, 1) == 0) {
        descent_critical_point *made = NULL;
        (void)descent_critical_classify(&problem, &start, NULL, &made);
        point = made;
    } else {
        jumped = true;
    }
    ck_assert(jumped);
    ck_assert_ptr_null(point);
    /* As before: traps for the caller, none in the library. */
    feclearexcept(FE_ALL_EXCEPT);
    feenableexcept(traps);
    signal(SIGFPE, SIG_DFL);
    descent_diagnosis *const diagnosis =
        descent_test_diagnose(&(descent_problem){.dimension = 1, .loss = wave_loss, .gradient = wave_gradient},
                              descent_fixed_step(0.1), &start, 300);
    ck_assert_int_eq(diagnosis->ending, DESCENT_ENDING_CONVERGED);
    descent_diagnosis_free(diagnosis);
    ck_assert_int_eq(fegetexcept(), traps);
}
END_TEST
#endif

static void begin(void)
{
    fesetenv(FE_DFL_ENV);
    calls = strange_calls = 0;
}

static void end(void)
{
    fesetenv(FE_DFL_ENV);
}

int main(void)
{
    Suite *const suite = suite_create("environment");
    TCase *const tests = tcase_create("environment");
    tcase_add_checked_fixture(tests, begin, end);
    tcase_add_test(tests, diagnoses_with_a_record_are_the_same);
    tcase_add_test(tests, diagnoses_without_a_record_are_the_same);
    tcase_add_test(tests, diagnoses_of_paths_are_the_same);
    tcase_add_test(tests, engines_and_monitors_are_the_same);
    tcase_add_test(tests, sweeps_are_the_same);
    tcase_add_test(tests, critical_points_limits_and_maps_are_the_same);
    tcase_add_test(tests, bifurcations_are_the_same);
    tcase_add_test(tests, pictures_are_the_same);
    tcase_add_test(tests, what_goes_on_around_steps_is_the_same);
    tcase_add_loop_test(tests, every_kind_of_function_has_the_callers_environment, TRAPS, ENVIRONMENTS);
    tcase_add_loop_test(tests, every_call_gives_the_environment_back, TRAPS, ENVIRONMENTS);
    tcase_add_test(tests, what_a_function_changes_it_finds_again);
#if defined(__GLIBC__)
    tcase_add_test(tests, flags_are_those_of_the_users_functions);
    tcase_add_test(tests, a_trap_of_the_users_own_reaches_the_user);
#endif
    suite_add_tcase(suite, tests);
    return descent_test_main(suite);
}
