/* Runs by rules of the user's own: one engine each. */
#include <math.h>

#include <descent/engine.h>

#include "base/vector.h"
#include "sweep/run/block.h"

/* Steps the engine and records its last points, up to step `until` (or where it fails before). */
static descent_status run_engine(descent__worker *worker, descent_engine *engine, size_t until, size_t *recorded)
{
    const size_t n = worker->sweep->dimension, points = worker->phases.record_points;
    const size_t unrecorded = until + 1 > points ? until + 1 - points : 0;
    *recorded = 0;
    descent_status status = descent_engine_run(engine, unrecorded);
    if (status != DESCENT_SUCCESS)
        return status;
    descent__vector_copy(n, descent_engine_point(engine), worker->record);
    for (*recorded = 1; descent_engine_steps(engine) < until; (*recorded)++) {
        status = descent_engine_step(engine);
        if (status != DESCENT_SUCCESS)
            return status;
        descent__vector_copy(n, descent_engine_point(engine), worker->record + *recorded * n);
    }
    return DESCENT_SUCCESS;
}

static void finish_engine_run(descent__worker *worker, size_t slot, const descent_sweep_run *run,
                              descent_engine *engine)
{
    size_t recorded;
    descent_status status = run_engine(worker, engine, worker->phases.steps, &recorded);
    const bool stopped = status == DESCENT_ENONFINITE;
    if (stopped && recorded == 0) {
        /* It failed before the record began: once more, recording up to there. */
        const size_t until = (size_t)descent_engine_steps(engine);
        if (descent_engine_reset(engine, run->start) == DESCENT_SUCCESS)
            status = run_engine(worker, engine, until, &recorded) == DESCENT_SUCCESS ? status : DESCENT_ECALLBACK;
    }
    if (status != DESCENT_SUCCESS && (!stopped || recorded == 0)) {
        descent__worker_fail(worker, slot, (size_t)descent_engine_steps(engine), descent_engine_point(engine),
                             descent_engine_callback_code(engine));
        return;
    }
    const descent__finished_run finished = {
        .slot = slot,
        .points = worker->record,
        .count = recorded,
        .steps = (size_t)descent_engine_steps(engine),
        .stopped = stopped,
        .exponent = descent__exponent_unknown(),
        .later_move = NAN,
    };
    descent__worker_finish(worker, run, &finished);
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
