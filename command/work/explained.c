#include "command/work/explained.h"

#include <math.h>
#include <stdlib.h>

#include "command/work/around.h"
#include "command/work/paths.h"
#include "command/work/rule.h"

/* As most experiments of the notebook have it. */
static const uint64_t default_steps = 64;

/* Paths longer than this are thinned: a gigabyte. */
static const size_t most_bytes = 1073741824;
/* Numbers of a row beside its point: step, loss, gradient norm, step length. */
static const double row_numbers = 4;

uint64_t descent__explained_steps(const descent__settings *settings)
{
    return settings->steps == UINT64_MAX ? default_steps : settings->steps;
}

static descent_diagnosis_options diagnosis_options(const descent__settings *settings, const descent_rule *rule)
{
    return (descent_diagnosis_options){
        .budget = settings->budget,
        .path_only = settings->path_only,
        .distance_tolerance = isnan(settings->tolerance) ? 0 : settings->tolerance,
        .rule = rule,
    };
}

static descent__exit run(descent__explained *trial, const descent__loss *loss, const descent__settings *settings,
                         const double *start)
{
    const uint64_t steps = descent__explained_steps(settings);
    descent_rule rule;
    descent__exit exit = descent__rule(settings, steps, &rule);
    if (exit != DESCENT__EXIT_DONE)
        return exit;
    descent_path_options kept = {0};
    if ((double)(steps + 1) * ((double)loss->problem.dimension + row_numbers) * sizeof(double) > (double)most_bytes)
        kept.byte_limit = most_bytes;
    exit = descent__around_open(&trial->engine, loss, &rule, start, &kept, settings);
    if (exit != DESCENT__EXIT_DONE)
        return exit;
    exit = descent__around_run(trial->engine, steps, settings);
    trial->path = descent_engine_path(trial->engine);
    const descent_diagnosis_options options = diagnosis_options(settings, NULL);
    const descent_status status = descent_engine_diagnose(trial->engine, &options, &trial->diagnosis);
    return exit == DESCENT__EXIT_DONE ? descent__failed_call(status) : exit;
}

descent__exit descent__explained_make(descent__explained *trial, const descent__loss *loss,
                                      const descent__settings *settings)
{
    *trial = (descent__explained){0};
    double *start = NULL;
    if (settings->start && settings->resume)
        return descent__wrong("a run that --resume goes on with has its place already: give no --start");
    if (!settings->start && !settings->resume)
        return descent__wrong("where does the run begin? Give --start, such as --start 4,1");
    descent__exit exit =
        settings->start ? descent__loss_point(loss, "start", settings->start, &start) : DESCENT__EXIT_DONE;
    if (exit == DESCENT__EXIT_DONE)
        exit = run(trial, loss, settings, start);
    free(start);
    return exit;
}

descent__exit descent__explained_read(descent__explained *trial, const descent__loss *loss, const char *file,
                                      const descent__settings *settings)
{
    *trial = (descent__explained){0};
    descent_rule rule;
    descent__exit exit = descent__rule(settings, default_steps, &rule);
    if (exit == DESCENT__EXIT_DONE)
        exit = descent__path_open(file, loss->problem.dimension, &trial->read);
    if (exit != DESCENT__EXIT_DONE)
        return exit;
    trial->path = trial->read;
    /* Without a step size the rule is not known, and is fitted. */
    const descent_diagnosis_options options = diagnosis_options(settings, isnan(settings->step) ? NULL : &rule);
    const descent_problem *const problem = loss->problem.dimension ? &loss->problem : NULL;
    return descent__failed_call(descent_diagnose(problem, trial->path, &options, &trial->diagnosis));
}

void descent__explained_close(descent__explained *trial)
{
    descent_diagnosis_free(trial->diagnosis);
    descent_engine_free(trial->engine);
    descent_path_free(trial->read);
    *trial = (descent__explained){0};
}
