/* A run that has ended: its verdict, and its results. */
#include <math.h>

#include "base/vector.h"
#include "sweep/judge/run_verdict.h"
#include "sweep/run/block.h"

/* Keeps the points of a record that belong to the tail: those of the last `tail` of all steps + 1 points. */
static void keep_tail(descent__worker *worker, size_t run, const descent__finished_run *finished)
{
    descent_sweep *const sweep = worker->sweep;
    const size_t n = sweep->dimension;
    if (!sweep->tails)
        return;
    const size_t first_wanted = sweep->step_limit + 1 - sweep->tail;
    const size_t first_there = finished->steps + 1 - finished->count;
    const size_t skipped = first_wanted > first_there ? first_wanted - first_there : 0;
    const size_t count = skipped < finished->count ? finished->count - skipped : 0;
    descent__vector_copy(count * n, finished->points + skipped * n, sweep->tails + run * sweep->tail * n);
    sweep->tail_counts[run] = (uint32_t)count;
}

void descent__worker_finish(descent__worker *worker, const descent_sweep_run *run,
                            const descent__finished_run *finished)
{
    descent_sweep *const sweep = worker->sweep;
    const size_t n = sweep->dimension, number = worker->first_run + finished->slot;
    const size_t shown =
        finished->count < descent__run_verdict_points ? finished->count : (size_t)descent__run_verdict_points;
    const descent__sweep_evidence evidence = {
        .series =
            {
                .n = n,
                .count = shown,
                .points = finished->points + (finished->count - shown) * n,
                .first_step = finished->steps + 1 - shown,
            },
        .start = run->start,
        .rule = &run->rule,
        .steps = finished->steps,
        .stopped = finished->stopped,
        .exponent = finished->exponent,
        .later_move = finished->later_move,
    };
    void *const own = worker->evaluator.problem.context;
    descent_parameter parameter = {run->parameter, own};
    if (!isnan(run->parameter))
        worker->evaluator.problem.context = &parameter;
    const descent__run_verdict verdict =
        descent__run_verdict_judge(&evidence, &worker->evaluator, worker->limit, worker->work);
    worker->evaluator.problem.context = own;
    const double *const last = finished->points + (finished->count - 1) * n;
    descent__worker_store(worker, finished->slot, verdict.ending, verdict.period, finished->steps, last);
    keep_tail(worker, number, finished);
    if (sweep->lyapunov) {
        sweep->lyapunov[2 * number] = finished->exponent.value;
        sweep->lyapunov[2 * number + 1] = finished->exponent.half_width;
    }
    if (!(verdict.tolerance > 0))
        return;
    double *const labelled = worker->label_x + finished->slot * n;
    descent__vector_copy(n, verdict.foreseen ? worker->limit : descent__tail_point(&evidence, verdict.label_point),
                         labelled);
    worker->claims[finished->slot] = (descent__label_claim){labelled, verdict.tolerance};
}
