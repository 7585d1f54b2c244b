/* What a worker is made of: its phases, its memory, where it writes results and what it will look at again. */
#include "sweep/run/block.h"

#include "base/call.h"
#include "base/status.h"
#include "base/vector.h"
#include "sweep/judge/run_verdict.h"
#include "sweep/run/twin.h"

/* Numbers that the arrays of one block in lock step may have: so many that three of them fit a second-level cache. */
static const size_t batch_numbers = 32768;
/* Numbers that the points of one block may have: those of runs whose verdict is still to come are all kept. */
static const size_t block_numbers = 65536;
/* For ordinary callbacks: enough lanes to hide the latency of one behind the others, few enough for the nearest cache. */
static const size_t ordinary_lanes = 256;
/* Numbers in the record of one worker; above that fewer runs are replayed together, then fewer points kept. */
static const size_t record_numbers = (size_t)1 << 20;
/* A verdict needs at least these many points, however large they are. */
static const size_t fewest_points = 17;
/* Steps that a run makes with a twin beside it, which an exponent with a useful interval takes. */
static const size_t twin_steps = 512;

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

static size_t larger(size_t a, size_t b)
{
    return a > b ? a : b;
}

descent__sweep_phases descent__sweep_phases_of(const descent_problem *problem, const descent_sweep_options *options)
{
    const size_t n = problem->dimension, steps = (size_t)options->steps; /* at most 2³¹ − 1 */
    const size_t tail = smaller(options->tail, steps + 1);
    descent__sweep_phases phases = {
        .steps = steps,
        .batch = problem->gradient_batch != NULL,
        .replay_all = tail > 0 || options->lyapunov,
        .lyapunov = options->lyapunov != 0,
        .confirm = !options->no_confirmation,
    };
    const size_t most_points = larger(record_numbers / n, fewest_points);
    phases.record_points = larger(smaller(smaller(descent__run_verdict_points, most_points), steps + 1), tail);
    size_t last = larger(phases.record_points - 1, smaller(steps / 2, twin_steps));
    if (options->lyapunov)
        last = larger(last, steps - steps / 2);
    phases.last_steps = smaller(last, steps);
    const size_t fitting = batch_numbers / n;
    phases.block_runs = larger(1, smaller(descent__block_runs, block_numbers / n));
    phases.lane_capacity = larger(1, smaller(phases.batch ? phases.block_runs : ordinary_lanes, fitting));
    const size_t recorded = record_numbers / n / phases.record_points;
    phases.replay_capacity = larger(1, smaller(descent__most_twins, recorded));
    return phases;
}

/* Numbers in the worker's own storage, as a multiple of n and a rest. */
static size_t storage_bytes(size_t dimension, const descent__sweep_phases *phases)
{
    const size_t vectors = 1 + 3 * phases->block_runs + 1 + descent__run_verdict_vectors;
    const size_t record = phases->replay_capacity * phases->record_points; /* a million, or the points of one run */
    /* Tolerances are numbers, counted here as vectors: more than enough, since n ≥ 1. */
    const size_t tolerances = phases->lane_capacity + descent__quick_together;
    return descent__array_bytes(dimension, vectors + record + tolerances, sizeof(double));
}

size_t descent__worker_bytes(size_t dimension, const descent__sweep_phases *phases)
{
    const size_t parts[] = {
        storage_bytes(dimension, phases),
        descent__lanes_bytes(dimension, phases->lane_capacity),
        descent__lanes_bytes(dimension, phases->replay_capacity),
        descent__lanes_bytes(dimension, phases->replay_capacity),
        descent__array_bytes(dimension, 3, sizeof(double)),
    };
    size_t sum = sizeof(descent__worker);
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        if (parts[i] == 0 || parts[i] > SIZE_MAX - sum)
            return 0;
        sum += parts[i];
    }
    return sum;
}

static void lay_out(descent__worker *worker)
{
    const size_t n = worker->plan->problem->dimension;
    const descent__sweep_phases *phases = &worker->phases;
    double *next = worker->storage;
    worker->start = next;
    next += n;
    for (size_t i = 0; i < 2; i++, next += phases->block_runs * n)
        worker->replay_state[i] = next;
    worker->label_x = next;
    next += phases->block_runs * n;
    worker->limit = next;
    worker->work = next + n;
    next += (1 + descent__run_verdict_vectors) * n;
    worker->tolerance = next;
    next += phases->lane_capacity + descent__quick_together;
    worker->record = next;
}

descent_status descent__worker_open(descent__worker *worker, const descent__plan *plan, descent_sweep *sweep,
                                    const descent__sweep_phases *phases)
{
    const size_t n = plan->problem->dimension;
    worker->plan = plan;
    worker->sweep = sweep;
    worker->phases = *phases;
    worker->first_failure = SIZE_MAX;
    descent_status status = descent__evaluator_open(&worker->evaluator, plan->problem);
    if (status == DESCENT_SUCCESS)
        status = descent__lanes_open(&worker->lanes, n, phases->lane_capacity, phases->batch);
    if (status == DESCENT_SUCCESS)
        status = descent__lanes_open(&worker->replay, n, phases->replay_capacity, phases->batch);
    if (status == DESCENT_SUCCESS)
        status = descent__lanes_open(&worker->twin, n, phases->replay_capacity, phases->batch);
    if (status != DESCENT_SUCCESS)
        return status;
    const size_t bytes = storage_bytes(n, phases);
    worker->storage = bytes == 0 ? NULL : descent__take(bytes);
    if (!worker->storage)
        return descent__fail_memory("work space of a sweep", bytes);
    lay_out(worker);
    return DESCENT_SUCCESS;
}

void descent__worker_close(descent__worker *worker)
{
    descent__evaluator_close(&worker->evaluator);
    descent__lanes_close(&worker->lanes);
    descent__lanes_close(&worker->replay);
    descent__lanes_close(&worker->twin);
    descent__give(worker->storage);
    worker->storage = NULL;
}

void descent__worker_store(descent__worker *worker, size_t slot, descent_ending ending, size_t period, size_t steps,
                           const double *x)
{
    descent_sweep *const sweep = worker->sweep;
    const size_t run = worker->first_run + slot, n = sweep->dimension;
    descent__results_end(sweep, run, ending, period, steps);
    if (x != sweep->end_points + run * n)
        descent__vector_copy(n, x, sweep->end_points + run * n);
}

void descent__worker_fail(descent__worker *worker, size_t slot, size_t steps, const double *x, int code)
{
    const size_t run = worker->first_run + slot;
    descent__worker_store(worker, slot, DESCENT_ENDING_UNDETERMINED, 0, steps, x);
    worker->failures++;
    if (run < worker->first_failure) {
        worker->first_failure = run;
        worker->callback_code = code;
    }
}

void descent__worker_request_replay(descent__worker *worker, size_t lane, descent__lane_array x,
                                    descent__lane_array previous, descent__replay replay)
{
    const descent__lanes *const lanes = &worker->lanes;
    const size_t n = lanes->dimension;
    replay.slot = lanes->slot[lane];
    double *const memory = worker->replay_state[1] + replay.slot * n;
    if (replay.from == 0) /* where the lane began */
        x = lanes->step == 0 ? DESCENT__LANE_POINT : DESCENT__LANE_START;
    descent__lanes_get(lanes, x, lane, worker->replay_state[0] + replay.slot * n);
    if (replay.from > 0 && descent__family_remembers(lanes->family))
        descent__lanes_get(lanes, previous, lane, memory);
    else
        descent__vector_fill(n, 0, memory);
    worker->replays[worker->replay_count++] = replay;
}

void descent__worker_replay_saved(descent__worker *worker, size_t lane)
{
    descent__worker_request_replay(
        worker, lane, DESCENT__LANE_SAVED, DESCENT__LANE_SAVED_PREVIOUS,
        (descent__replay){.from = worker->phases.steps - worker->phases.last_steps, .until = worker->phases.steps});
}
