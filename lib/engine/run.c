/* Many steps: the loop around the step. */
#include <math.h>

#include "base/environment.h"
#include "engine/evaluate.h"
#include "engine/plain.h"
#include "engine/progress.h"
#include "engine/stops.h"

/* Bytes of a path for which run() allocates all rows at once; pages that no row comes to are never touched. */
static const size_t most_reserved_bytes = (size_t)1 << 26;

/* Is the gradient small enough to stop? A gradient that cannot be had is left to the step to report. */
static bool is_within_tolerance(descent_engine *engine)
{
    if (isnan(engine->tolerance) || engine->pending != DESCENT_SUCCESS)
        return false;
    engine->pending = descent__engine_evaluate(engine, false, true);
    return engine->pending == DESCENT_SUCCESS && descent__engine_known_norm(engine) <= engine->tolerance;
}

/* Is the run to stop before this step? What could not be evaluated for that is left to the step to report. */
static descent_stop look_around(descent_engine *engine)
{
    if (engine->unwanted)
        return DESCENT_STOP_FAILURE;
    if (is_within_tolerance(engine))
        return DESCENT_STOP_GRADIENT;
    if (engine->pending != DESCENT_SUCCESS)
        return DESCENT_STOP_NONE;
    const descent_stop stop = descent__stops_ask(engine, &engine->pending);
    if (stop == DESCENT_STOP_NONE)
        descent__progress_follow(engine);
    return stop;
}

/* Are the observers of an engine that is told still to be called for the last step? */
static bool owes(const descent_engine *engine)
{
    return engine->dialogue && engine->dialogue->owes;
}

descent_status descent__engine_go_on(descent_engine *engine, uint64_t end)
{
    descent_status status = DESCENT_SUCCESS;
    engine->stop = DESCENT_STOP_STEPS;
    while (descent__engine_steps(engine) < end || owes(engine)) {
        bool stop = false;
        const descent_stop seen = engine->unhurried && !owes(engine) ? look_around(engine) : DESCENT_STOP_NONE;
        if (descent__engine_wants(engine)) {
            engine->pending = DESCENT_SUCCESS;
            return DESCENT_SUCCESS;
        }
        if (seen != DESCENT_STOP_NONE) {
            engine->stop = seen;
            break;
        }
        status = descent__engine_is_plain(engine) ? descent__engine_run_plainly(engine, end, &stop)
                                                  : descent__engine_make_step(engine, &stop);
        if (descent__engine_wants(engine))
            return DESCENT_SUCCESS;
        if (status == DESCENT_ENONFINITE) {
            /* A run that explodes did its work; programs that check every status go on to its diagnosis. */
            engine->stop = DESCENT_STOP_NONFINITE;
            return DESCENT_SUCCESS;
        }
        if (status == DESCENT_ENOCONVERGENCE) { /* so is a search that found no better point an outcome */
            engine->stop = DESCENT_STOP_RULE;
            return DESCENT_SUCCESS;
        }
        if (status != DESCENT_SUCCESS) {
            engine->stop = status == DESCENT_EBUDGET ? DESCENT_STOP_BUDGET : DESCENT_STOP_FAILURE;
            break;
        }
        if (stop) {
            engine->stop = DESCENT_STOP_OBSERVER;
            break;
        }
    }
    return status;
}

static descent_status run_idle(descent_engine *engine, uint64_t steps)
{
    const size_t row = engine->path ? descent__path_row_bytes(engine->map.n, engine->path->columns) : 0;
    if (row > 0 && steps < most_reserved_bytes / row)
        descent__path_reserve(engine->path, (size_t)steps + 1); /* a hint: rows also grow one by one */
    return descent__engine_go_on(engine, steps < UINT64_MAX - descent__engine_steps(engine)
                                             ? descent__engine_steps(engine) + steps
                                             : UINT64_MAX);
}

static descent_status run(descent_engine *engine, uint64_t steps)
{
    descent_status status = descent__engine_check_idle(engine);
    if (status != DESCENT_SUCCESS)
        return status;
    if (engine->dialogue)
        return descent__engine_refuse_to_run();
    descent__call *guard DESCENT__GUARD = descent__engine_begin(engine);
    if (engine->unhurried) {
        descent__stops_begin(engine);
        descent__progress_begin(engine);
    }
    status = run_idle(engine, steps);
    descent__progress_end(engine);
    return descent__engine_end(engine, &guard) ? status : descent__engine_gone();
}

descent_status descent_engine_run(descent_engine *engine, uint64_t steps)
{
    descent__environment environment;
    descent__environment_enter(&environment);
    const descent_status status = run(engine, steps);
    descent__environment_leave(&environment);
    return status;
}
