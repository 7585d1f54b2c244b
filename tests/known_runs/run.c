#include "run.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

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
