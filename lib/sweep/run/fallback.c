/* Runs by rules of the user's own: one engine each. */
#include <math.h>

#include <descent/engine.h>

#include "base/vector.h"
#include "sweep/run/block.h"

/*
 * Steps the engine and records its last points, up to step `until` (or where it fails before). Where a rule's search finds no
 * better point the step leaves all as it was, so the next would end alike: the run stays there.
 */
static descent_status run_engine(descent__worker *worker, descent_engine *engine, size_t until, size_t *recorded)
{
    const size_t n = worker->sweep->dimension, points = worker->phases.record_points;
    const size_t made = (size_t)descent_engine_steps(engine),
                 unrecorded = until + 1 > made + points ? until + 1 - made - points : 0;
    const size_t rows = until + 1 - made - unrecorded;
    *recorded = 0;
    descent_status status = descent_engine_run(engine, unrecorded);
    if (descent_engine_stop_reason(engine) == DESCENT_STOP_NONFINITE) /* which is no failure to the engine */
        status = DESCENT_ENONFINITE;
    if (status != DESCENT_SUCCESS)
        return status;
    descent__vector_copy(n, descent_engine_point(engine), worker->record);
    for (*recorded = 1; *recorded < rows; (*recorded)++) {
        if (status != DESCENT_ENOCONVERGENCE)
            status = descent_engine_step(engine);
        if (status != DESCENT_SUCCESS && status != DESCENT_ENOCONVERGENCE)
            return status;
        descent__vector_copy(n, descent_engine_point(engine), worker->record + *recorded * n);
    }
    return DESCENT_SUCCESS;
}

/* Of a run that stays where a search gave up, those in which it stays count. */
static size_t steps_of(const descent_engine *engine, descent_status status, size_t until)
{
    return status == DESCENT_SUCCESS ? until : (size_t)descent_engine_steps(engine);
}

/* Steps up to the last that are recorded, and stops where the run bursts. Returns whether it does. */
static bool watch(descent__worker *worker, size_t slot, descent_engine *engine, const descent__expectation *expected)
{
    const size_t n = worker->sweep->dimension;
    const double *const rest = worker->sweep->end_points + (worker->first_run + slot) * n;
    double *const before = worker->limit;
    for (size_t k = descent__run_verdict_points - 1; k < expected->further; k++) {
        descent__vector_copy(n, descent_engine_point(engine), before);
        if (descent_engine_step(engine) != DESCENT_SUCCESS)
            break; /* which is met again in what follows */
        if (descent__bursts(expected, n, rest, before, descent_engine_point(engine)))
            return true;
    }
    return false;
}

/* Lets a run go on beyond its last step, to see whether its verdict holds. A callback that fails there is nobody's concern. */
static void confirm_engine_run(descent__worker *worker, size_t slot, const descent_sweep_run *run,
                               descent_engine *engine, const descent__expectation *expected)
{
    size_t recorded;
    if (watch(worker, slot, engine, expected)) {
        descent__worker_take_back(worker, slot);
        return;
    }
    const descent_status status = run_engine(worker, engine, worker->phases.steps + expected->further, &recorded);
    if (status != DESCENT_SUCCESS && status != DESCENT_ENONFINITE)
        return;
    if (recorded == 0) {
        descent__vector_copy(worker->sweep->dimension, descent_engine_point(engine), worker->record);
        recorded = 1;
    }
    const descent__finished_run finished = {
        .slot = slot,
        .points = worker->record,
        .count = recorded,
        .steps = steps_of(engine, status, worker->phases.steps + expected->further),
        .stopped = status == DESCENT_ENONFINITE,
        .exponent = descent__exponent_unknown(),
    };
    descent__worker_confirm(worker, run, &finished, expected);
}

static void finish_engine_run(descent__worker *worker, size_t slot, const descent_sweep_run *run,
                              descent_engine *engine)
{
    size_t recorded;
    const descent_status status = run_engine(worker, engine, worker->phases.steps, &recorded);
    const bool stopped = status == DESCENT_ENONFINITE;
    const size_t until = (size_t)descent_engine_steps(engine);
    /* It stopped before the record is full: once more, recording up to there. */
    if (stopped && recorded < worker->phases.record_points && recorded < until + 1)
        if (descent_engine_reset(engine, run->start) == DESCENT_SUCCESS)
            (void)run_engine(worker, engine, until, &recorded);
    if (status != DESCENT_SUCCESS && (!stopped || recorded == 0)) {
        descent__worker_fail(worker, slot, (size_t)descent_engine_steps(engine), descent_engine_point(engine),
                             descent_engine_callback_code(engine));
        return;
    }
    const descent__finished_run finished = {
        .slot = slot,
        .points = worker->record,
        .count = recorded,
        .steps = steps_of(engine, status, worker->phases.steps),
        .stopped = stopped,
        .exponent = descent__exponent_unknown(),
    };
    const descent__expectation expected = descent__worker_finish(worker, run, &finished);
    if (expected.further > 0)
        confirm_engine_run(worker, slot, run, engine, &expected);
}

descent_status descent__worker_run_engine(descent__worker *worker, size_t slot, const descent_sweep_run *run)
{
    descent_problem problem = *worker->plan->problem;
    descent_parameter parameter = {run->parameter, problem.context};
    descent_engine *engine;
    if (!isnan(run->parameter))
        problem.context = &parameter;
    const descent_status status = descent_engine_new(&engine, &problem, run->rule, run->start);
    if (status != DESCENT_SUCCESS)
        return status;
    finish_engine_run(worker, slot, run, engine);
    const descent_evaluations made = descent_engine_evaluations(engine);
    worker->evaluator.evaluations.loss += made.loss;
    worker->evaluator.evaluations.gradient += made.gradient;
    descent_engine_free(engine);
    return DESCENT_SUCCESS;
}
