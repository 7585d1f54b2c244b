/* A run that has ended: its verdict, and its results. */
#include <math.h>

#include "base/vector.h"
#include "map/forgetting.h"
#include "sweep/judge/attraction.h"
#include "sweep/judge/gradient.h"
#include "sweep/judge/run_verdict.h"
#include "sweep/run/block.h"

/* Keeps the points of a record that belong to the tail: those of the last `tail` of all steps + 1 points. */
static void keep_tail(descent__worker *worker, size_t run, const descent__finished_run *finished)
{
    descent_sweep *const sweep = worker->sweep;
    const size_t n = sweep->dimension;
    if (!sweep->tails)
        return;
    const size_t first_wanted = (size_t)sweep->step_limit + 1 - sweep->tail;
    const size_t first_there = finished->steps + 1 - finished->count;
    const size_t skipped = first_wanted > first_there ? first_wanted - first_there : 0;
    const size_t count = skipped < finished->count ? finished->count - skipped : 0;
    descent__vector_copy(count * n, finished->points + skipped * n, sweep->tails + run * sweep->tail * n);
    sweep->tail_counts[run] = (uint32_t)count;
}

/* What a verdict is made of. */
static descent__sweep_evidence evidence_of(const descent__worker *worker, const descent_sweep_run *run,
                                           const descent__finished_run *finished)
{
    const size_t n = worker->sweep->dimension;
    const descent__plan *const plan = worker->plan;
    const bool asked = run->rule.type == plan->rule.type;
    const size_t shown =
        finished->count < descent__run_verdict_points ? finished->count : (size_t)descent__run_verdict_points;
    return (descent__sweep_evidence){
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
        .forgets = plan->each_forgets ? plan->each_forgets[worker->first_run + finished->slot]
                   : asked            ? plan->forgets
                                      : descent__rule_may_forget(&run->rule),
        .exponent = finished->exponent,
    };
}

/* Is it known where the run ends? Of those that still approach a point, of some alone. */
static bool ends_somewhere(const descent__run_verdict *verdict)
{
    return verdict->period > 0 && (verdict->ending != DESCENT_ENDING_APPROACHING || verdict->foreseen);
}

/* Writes the results of a run with this verdict. */
static void keep(descent__worker *worker, const descent__finished_run *finished,
                 const descent__sweep_evidence *evidence, const descent__run_verdict *verdict)
{
    descent_sweep *const sweep = worker->sweep;
    const size_t n = sweep->dimension, number = worker->first_run + finished->slot;
    const double *const last = finished->points + (finished->count - 1) * n;
    descent__worker_store(worker, finished->slot, verdict->ending, verdict->period, finished->steps, last);
    keep_tail(worker, number, finished);
    if (sweep->lyapunov) {
        sweep->lyapunov[2 * number] = finished->exponent.value;
        sweep->lyapunov[2 * number + 1] = finished->exponent.half_width;
    }
    if (!ends_somewhere(verdict))
        return;
    double *const labelled = worker->label_x + finished->slot * n;
    descent__vector_copy(n, verdict->foreseen ? worker->limit : descent__tail_point(evidence, verdict->label_point),
                         labelled);
    worker->claims[finished->slot] = (descent__label_claim){labelled, verdict->tolerance};
}

descent__expectation descent__worker_finish(descent__worker *worker, const descent_sweep_run *run,
                                            const descent__finished_run *finished)
{
    const descent__sweep_evidence evidence = evidence_of(worker, run, finished);
    void *const own = worker->evaluator.problem.context;
    descent_parameter parameter = {run->parameter, own};
    if (!isnan(run->parameter))
        worker->evaluator.problem.context = &parameter;
    const descent__run_verdict verdict =
        descent__run_verdict_judge(&evidence, &worker->evaluator, worker->limit, worker->work);
    const descent__expectation expected = worker->phases.confirm
                                              ? descent__expect(&evidence, &verdict, &worker->evaluator, worker->work)
                                              : (descent__expectation){.verdict = verdict};
    worker->evaluator.problem.context = own;
    keep(worker, finished, &evidence, &verdict);
    return expected;
}

void descent__worker_confirm(descent__worker *worker, const descent_sweep_run *run,
                             const descent__finished_run *finished, const descent__expectation *expected)
{
    const descent__sweep_evidence evidence = evidence_of(worker, run, finished);
    const size_t number = worker->first_run + finished->slot;
    void *const own = worker->evaluator.problem.context;
    descent_parameter parameter = {run->parameter, own};
    if (!isnan(run->parameter))
        worker->evaluator.problem.context = &parameter;
    const descent_ending ending =
        descent__confirm(expected, worker->sweep->end_points + number * worker->sweep->dimension, &evidence,
                         &worker->evaluator, worker->limit, worker->work);
    worker->evaluator.problem.context = own;
    if (ending != expected->verdict.ending)
        descent__worker_take_back(worker, finished->slot);
}

void descent__worker_take_back(descent__worker *worker, size_t slot)
{
    const size_t number = worker->first_run + slot;
    const size_t steps = (size_t)descent__results_steps(worker->sweep, number);
    descent__results_end(worker->sweep, number, DESCENT_ENDING_UNDETERMINED, 0, steps);
    worker->claims[slot] = (descent__label_claim){0};
}

/* The context that the user's functions have in this run; `parameter` is where it lies. */
static void *context_of(const descent__worker *worker, const descent_sweep_run *setup, descent_parameter *parameter)
{
    *parameter = (descent_parameter){setup->parameter, worker->evaluator.problem.context};
    return isnan(setup->parameter) ? worker->evaluator.problem.context : parameter;
}

bool descent__worker_rests_on_level_ground(descent__worker *worker, size_t slot, const double *x)
{
    const descent__plan_kind kind = worker->plan->kind;
    void *const own = worker->evaluator.problem.context;
    descent_sweep_run setup = {.start = worker->start, .parameter = NAN};
    descent_parameter parameter;
    if (kind == DESCENT__PLAN_PARAMETERS || kind == DESCENT__PLAN_SETUP)
        (void)descent__plan_run(worker->plan, worker->first_run + slot, &setup);
    worker->evaluator.problem.context = context_of(worker, &setup, &parameter);
    const bool level = descent__judge_is_level(&worker->evaluator, x, worker->work);
    worker->evaluator.problem.context = own;
    return level;
}

bool descent__worker_slides_on(descent__worker *worker, size_t slot, const double *x, double within)
{
    void *const own = worker->evaluator.problem.context;
    descent_sweep_run setup = {.start = worker->start, .parameter = NAN};
    descent_parameter parameter;
    if (descent__plan_run(worker->plan, worker->first_run + slot, &setup) != 0)
        return false;
    worker->evaluator.problem.context = context_of(worker, &setup, &parameter);
    const bool slides =
        descent__judge_slides_on(&setup.rule, worker->phases.steps, x, &worker->evaluator, within, worker->work);
    worker->evaluator.problem.context = own;
    return slides;
}
