#include "truth/run.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <descent/monitor.h>
#include <descent/sweep.h>

static int loss(size_t n, const double *x, double *value, void *context)
{
    (void)n;
    const known_context *known = context;
    *value = known->loss->loss(x);
    return 0;
}

/* splitmix64 (Steele, Lea and Flood 2014), to (0, 1]. */
static double uniform(uint64_t *state)
{
    uint64_t z = (*state += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    z ^= z >> 31;
    return ((double)(z >> 11) + 1) * 0x1p-53;
}

static int gradient(size_t n, const double *x, double *g, void *context)
{
    known_context *known = context;
    known->loss->gradient(x, g);
    for (size_t i = 0; i < n && known->sigma > 0; i++) {
        const double radius = sqrt(-2 * log(uniform(&known->random)));
        g[i] += known->sigma * radius * cos(2 * acos(-1.0) * uniform(&known->random));
    }
    return 0;
}

descent_problem known_problem(const known_run *run, known_context *context)
{
    *context = (known_context){.loss = run->problem, .sigma = run->sigma, .random = run->seed};
    known_incremental_calls = 0;
    return (descent_problem){
        .dimension = run->problem->dimension, .loss = loss, .gradient = gradient, .context = context};
}

descent_rule known_run_rule(const known_run *run)
{
    switch (run->rule) {
    case RUN_HEAVY_BALL:
        return descent_heavy_ball(run->step_size, run->momentum);
    case RUN_NESTEROV:
        return descent_nesterov(run->step_size, run->momentum);
    case RUN_HALVING:
        return descent_rule_with_schedule(descent_fixed_step(run->step_size), descent_schedule_exponential(0.5));
    case RUN_INVERSE:
        return descent_rule_with_schedule(descent_fixed_step(run->step_size), descent_schedule_inverse(1));
    case RUN_GD:
    case RUN_NOISY_GD:
        break;
    }
    return descent_fixed_step(run->step_size);
}

void known_start(const known_run *run, double *start)
{
    const size_t n = run->problem->dimension;
    for (size_t i = 0; i < n; i++) {
        if (n <= sizeof run->start / sizeof *run->start)
            start[i] = run->start[i];
        else if (run->problem == &large_laplacian)
            start[i] = 1;
        else
            start[i] = run->problem == &large_cosines && i >= 3 ? 2 : 0;
    }
}

bool known_gradient_varies(const known_run *run)
{
    return run->sigma > 0 || run->problem == &noise_incremental_cycle;
}

bool known_has_left_origin(const known_run *run)
{
    const double left = 1.1; /* more than rounding makes, and soon reached by what leaves */
    known_context context;
    const descent_problem problem = known_problem(run, &context);
    double before = 0, distance = 0;
    descent_engine *engine;
    if (descent_engine_new(&engine, &problem, known_run_rule(run), run->start) != DESCENT_SUCCESS)
        return false;
    for (size_t k = 1; k <= run->steps && descent_engine_step(engine) == DESCENT_SUCCESS; k++) {
        distance = 0;
        for (size_t i = 0; i < problem.dimension; i++)
            distance = hypot(distance, descent_engine_point(engine)[i]);
        if (k >= run->steps / 2 && k <= run->steps * 3 / 4)
            before = fmax(before, distance);
    }
    descent_engine_free(engine);
    return distance > left * before;
}

static descent_status diagnose_start(const known_run *run, const descent_problem *problem, const double *start,
                                     const descent_diagnosis_options *options, descent_diagnosis **diagnosis)
{
    descent_path *path;
    descent_status status = descent_path_new(&path, run->problem->dimension, NULL);
    if (status == DESCENT_SUCCESS)
        status = descent_path_append(path, start, NAN, NULL);
    if (status == DESCENT_SUCCESS)
        status = descent_diagnose(problem, path, options, diagnosis);
    descent_path_free(path);
    return status;
}

descent_status known_diagnose(const known_run *run, const descent_diagnosis_options *options,
                              descent_diagnosis **diagnosis)
{
    known_context context;
    const descent_problem problem = known_problem(run, &context);
    double *start = malloc(run->problem->dimension * sizeof *start);
    *diagnosis = NULL;
    if (!start)
        return DESCENT_ENOMEM;
    known_start(run, start);
    descent_engine *engine;
    descent_status status = descent_engine_new(&engine, &problem, known_run_rule(run), start);
    if (status == DESCENT_ENONFINITE) {
        status = diagnose_start(run, &problem, start, options, diagnosis);
    } else if (status == DESCENT_SUCCESS) {
        status = descent_engine_record(engine, NULL);
        if (status == DESCENT_SUCCESS) {
            (void)descent_engine_run(engine, run->steps); /* where it stops is for the diagnosis to say */
            status = descent_engine_diagnose(engine, options, diagnosis);
        }
        descent_engine_free(engine);
    }
    free(start);
    return status;
}

descent_status known_diagnose_without_budget(const known_run *run, descent_diagnosis **diagnosis)
{
    const descent_diagnosis_options options = {.path_only = 1};
    return known_diagnose(run, &options, diagnosis);
}

static descent_status diagnose_engine_path(known_way way, const descent_problem *problem, const descent_rule *rule,
                                           descent_engine *engine, descent_diagnosis **diagnosis)
{
    descent_diagnosis_options options = {0};
    if (way == WAY_PATH_WITH_RULE)
        options.rule = rule;
    return descent_diagnose(problem, descent_engine_path(engine), &options, diagnosis);
}

descent_status known_diagnose_way(known_way way, const descent_problem *problem, const descent_rule *rule,
                                  const double *start, size_t steps, descent_diagnosis **diagnosis)
{
    descent_engine *engine;
    *diagnosis = NULL;
    descent_status status = descent_engine_new(&engine, problem, *rule, start);
    if (status == DESCENT_SUCCESS && way != WAY_ENGINE_ALONE)
        status = descent_engine_record(engine, NULL);
    if (status == DESCENT_SUCCESS) {
        (void)descent_engine_run(engine, steps); /* where it stops is for the diagnosis to say */
        status = way == WAY_ENGINE_RECORDED || way == WAY_ENGINE_ALONE
                     ? descent_engine_diagnose(engine, NULL, diagnosis)
                     : diagnose_engine_path(way, problem, rule, engine, diagnosis);
    }
    descent_engine_free(engine);
    return status;
}

known_verdict known_verdict_of(const descent_diagnosis *diagnosis)
{
    return (known_verdict){diagnosis->ending, diagnosis->cycle.period};
}

static known_verdict monitor_verdict(const descent_monitor *monitor)
{
    return (known_verdict){descent_monitor_view(monitor).ending, descent_monitor_view(monitor).period};
}

static void watch_engine(const known_run *run, size_t steps, descent_engine *engine, const descent_monitor *monitor,
                         known_observer *observer)
{
    for (size_t k = 1; k <= steps && descent_engine_step(engine) == DESCENT_SUCCESS; k++)
        if (observer)
            observer(run, k, monitor_verdict(monitor));
}

descent_status known_watch(const known_run *run, size_t steps, known_observer *observer, known_verdict *verdict)
{
    known_context context;
    const descent_problem problem = known_problem(run, &context);
    double *const start = malloc(problem.dimension * sizeof *start);
    if (!start)
        return DESCENT_ENOMEM;
    known_start(run, start);
    const descent_monitor_options options = {.stop_endings = DESCENT_MONITOR_STOP_NEVER};
    descent_monitor *monitor;
    descent_engine *engine = NULL;
    descent_status status = descent_monitor_new(&monitor, problem.dimension, &options);
    if (status == DESCENT_SUCCESS)
        status = descent_engine_new(&engine, &problem, known_run_rule(run), start);
    if (status == DESCENT_SUCCESS)
        status = descent_monitor_attach(monitor, engine);
    if (status == DESCENT_SUCCESS)
        watch_engine(run, steps, engine, monitor, observer);
    if (status == DESCENT_ENONFINITE) { /* an engine refuses a start that is not finite, a monitor says what it is */
        (void)descent_monitor_observe(monitor, start, NAN, NULL);
        status = DESCENT_SUCCESS;
    }
    *verdict = monitor_verdict(monitor);
    descent_engine_free(engine);
    descent_monitor_free(monitor);
    free(start);
    return status;
}

descent_status known_sweep(const known_run *run, known_verdict *verdict)
{
    known_context context;
    const descent_problem problem = known_problem(run, &context);
    double *const start = malloc(problem.dimension * sizeof *start);
    if (!start)
        return DESCENT_ENOMEM;
    known_start(run, start);
    const descent_sweep_options options = {
        .steps = run->steps, .check_count = DESCENT_SWEEP_NO_CHECKS, .no_classification = 1};
    descent_sweep *sweep;
    const descent_status status = descent_sweep_starts(&problem, known_run_rule(run), start, 1, &options, &sweep);
    *verdict = (known_verdict){.ending = descent_sweep_ending(sweep, 0)};
    if (verdict->ending == DESCENT_ENDING_PERIODIC) /* a sweep gives fixed points the period 1 */
        verdict->period = descent_sweep_view_run(sweep, 0).period;
    descent_sweep_free(sweep);
    free(start);
    return status;
}
