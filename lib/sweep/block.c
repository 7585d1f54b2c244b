#include "sweep/block.h"

#include <math.h>

#include <string.h>

#include "status.h"
#include "sweep/verdict.h"
#include "vector.h"

/* Runs that come back exactly after this many steps (or a divisor) need not be continued. */
static const size_t return_steps = 64;
/* Steps after which a batch is searched for numbers that are not finite. */
static const size_t check_steps = 16;
/* Moves over which the quick test looks for contraction. */
static const size_t quick_steps = 8;

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Puts a run on the replay list, to begin at the state of a lane. */
static void request_replay(descent_worker *worker, size_t lane, descent_lane_array x, descent_lane_array previous,
                           descent_replay replay)
{
    const size_t n = worker->sweep->dimension;
    replay.slot = worker->lanes.slot[lane];
    descent_lanes_get(&worker->lanes, x, lane, worker->replay_state[0] + replay.slot * n);
    descent_lanes_get(&worker->lanes, previous, lane, worker->replay_state[1] + replay.slot * n);
    worker->replays[worker->replay_count++] = replay;
}

/* Takes out the lanes that could not make their step. They are looked at again from the last mark on. */
static void drop_bad_lanes(descent_worker *worker, size_t mark_step)
{
    descent_lanes *const lanes = &worker->lanes;
    for (size_t lane = lanes->count; lane-- > 0;) {
        if (lanes->fate[lane] == DESCENT_LANE_GOOD)
            continue;
        if (lanes->fate[lane] == DESCENT_LANE_FAILED) {
            descent_lanes_get(lanes, DESCENT_LANE_POINT, lane, worker->work);
            descent_worker_fail(worker, lanes->slot[lane], lanes->step, worker->work, lanes->code[lane]);
        } else {
            request_replay(worker, lane, DESCENT_LANE_MARK, DESCENT_LANE_MARK_PREVIOUS,
                           (descent_replay){.from = mark_step, .until = lanes->step, .stopped = true});
        }
        descent_lanes_remove(lanes, lane);
    }
}

static void set_mark(descent_lanes *lanes)
{
    descent_lanes_copy(lanes, DESCENT_LANE_POINT, DESCENT_LANE_MARK);
    if (lanes->family != DESCENT_FAMILY_FIXED_STEP)
        descent_lanes_copy(lanes, DESCENT_LANE_PREVIOUS, DESCENT_LANE_MARK_PREVIOUS);
}

/*
 * The step before left the point where it was, and so will all that follow. With momentum it takes two such steps: a run
 * that turns back may repeat one point. (After a step, DESCENT_LANE_NEXT holds the point before those in use.)
 */
static bool stands_still(const descent_lanes *lanes, size_t lane)
{
    return descent_lanes_equal(lanes, DESCENT_LANE_POINT, DESCENT_LANE_NEXT, lane) &&
           (lanes->family == DESCENT_FAMILY_FIXED_STEP ||
            descent_lanes_equal(lanes, DESCENT_LANE_POINT, DESCENT_LANE_PREVIOUS, lane));
}

static void fill_tail(descent_worker *worker, size_t run, const double *x)
{
    descent_sweep *const sweep = worker->sweep;
    const size_t n = sweep->dimension;
    if (!sweep->tails)
        return;
    for (size_t k = 0; k < sweep->tail; k++)
        descent_vector_copy(n, x, sweep->tails + (run * sweep->tail + k) * n);
    sweep->tail_counts[run] = (uint32_t)sweep->tail;
}

/* A run that stands still has converged, and its remaining steps would change nothing. */
static void finish_still(descent_worker *worker, size_t lane)
{
    descent_lanes *const lanes = &worker->lanes;
    const size_t slot = lanes->slot[lane], n = lanes->dimension, run = worker->first_run + slot;
    double *const x = worker->sweep->end_points + run * n;
    double diameter = 0;
    descent_lanes_get(lanes, DESCENT_LANE_POINT, lane, x);
    for (size_t i = 0; i < n; i++)
        diameter = fmax(diameter, fabs(x[i] - *descent_lane_number(lanes, DESCENT_LANE_START, lane, i)));
    descent_worker_store(worker, slot, DESCENT_ENDING_CONVERGED, 1, worker->phases.steps, x);
    worker->claims[slot] = (descent_label_claim){
        .x = x,
        .tolerance = DESCENT_LABEL_FACTOR * descent_arrival_tolerance(diameter, descent_vector_max_abs(n, x)),
    };
    fill_tail(worker, run, x);
}

/* Takes out the lanes that are exactly where they were at the mark, a multiple of return_steps before. */
static void drop_returned_lanes(descent_worker *worker, size_t target)
{
    descent_lanes *const lanes = &worker->lanes;
    for (size_t lane = lanes->count; lane-- > 0;) {
        if (!descent_lanes_equal(lanes, DESCENT_LANE_POINT, DESCENT_LANE_MARK, lane) ||
            (lanes->family != DESCENT_FAMILY_FIXED_STEP &&
             !descent_lanes_equal(lanes, DESCENT_LANE_PREVIOUS, DESCENT_LANE_MARK_PREVIOUS, lane)))
            continue;
        if (stands_still(lanes, lane) && !worker->phases.lyapunov)
            finish_still(worker, lane);
        else
            request_replay(worker, lane, DESCENT_LANE_POINT, DESCENT_LANE_PREVIOUS,
                           (descent_replay){.from = target, .until = worker->phases.steps});
        descent_lanes_remove(lanes, lane);
    }
}

/*
 * One step of all lanes, on the way to step `target`. With a batch callback, which does not mind a number that is not
 * finite, only some steps look for such numbers: the replay finds the step itself.
 */
static void step_lanes(descent_worker *worker, size_t mark_step, size_t target)
{
    descent_lanes *const lanes = &worker->lanes;
    const size_t next = lanes->step + 1;
    const bool check = !lanes->batch || next % check_steps == 0 || next == target;
    if (descent_lanes_step(lanes, &worker->evaluator, check) > 0)
        drop_bad_lanes(worker, mark_step);
    descent_lanes_commit(lanes);
}

/*
 * The steps up to `target`. Marks are set at distances that double, all of them a multiple of return_steps before the
 * target, so that a run that returned to its mark will be there at the target, too.
 */
static size_t run_to(descent_worker *worker, size_t target)
{
    descent_lanes *const lanes = &worker->lanes;
    const bool constant = lanes->schedule.kind == DESCENT_SCHEDULE_CONSTANT;
    size_t mark_step = lanes->step, next_mark = target % return_steps + return_steps;
    set_mark(lanes);
    bool comparable = false; /* is the mark a multiple of return_steps before? */
    while (lanes->step < target && lanes->count > 0) {
        step_lanes(worker, mark_step, lanes->step < next_mark && next_mark < target ? next_mark : target);
        if (lanes->step != next_mark)
            continue;
        if (comparable && constant)
            drop_returned_lanes(worker, target);
        set_mark(lanes);
        mark_step = lanes->step;
        comparable = true;
        const size_t done = next_mark - target % return_steps;
        next_mark += done;
    }
    return mark_step;
}

static void save_state(descent_worker *worker)
{
    const descent_lanes *const lanes = &worker->lanes;
    const size_t numbers = lanes->capacity * lanes->dimension;
    descent_vector_copy(numbers, lanes->array[DESCENT_LANE_POINT], worker->saved[0]);
    if (lanes->family != DESCENT_FAMILY_FIXED_STEP)
        descent_vector_copy(numbers, lanes->array[DESCENT_LANE_PREVIOUS], worker->saved[1]);
    for (size_t lane = 0; lane < lanes->count; lane++)
        worker->saved_lane[lanes->slot[lane]] = (uint16_t)lane;
}

void descent_worker_replay_saved(descent_worker *worker, size_t slot)
{
    const descent_lanes *const lanes = &worker->lanes;
    const size_t n = lanes->dimension, lane = worker->saved_lane[slot];
    for (size_t i = 0; i < n; i++) {
        const size_t at = lanes->batch ? i * lanes->capacity + lane : lane * n + i;
        worker->replay_state[0][slot * n + i] = worker->saved[0][at];
        worker->replay_state[1][slot * n + i] = lanes->family == DESCENT_FAMILY_FIXED_STEP ? 0 : worker->saved[1][at];
    }
    worker->replays[worker->replay_count++] = (descent_replay){
        .slot = slot,
        .from = worker->phases.steps - worker->phases.last_steps,
        .until = worker->phases.steps,
    };
}

/* The last steps of the lanes, without a record: enough for the runs that plainly converge. */
static void run_last_steps(descent_worker *worker, size_t mark_step)
{
    descent_lanes *const lanes = &worker->lanes;
    const size_t steps = worker->phases.steps;
    while (lanes->step < steps && lanes->count > 0) {
        step_lanes(worker, mark_step, steps);
        if (lanes->step + quick_steps + 1 == steps)
            descent_lanes_copy(lanes, DESCENT_LANE_POINT, DESCENT_LANE_EARLY);
        else if (lanes->step + quick_steps == steps)
            descent_lanes_copy(lanes, DESCENT_LANE_POINT, DESCENT_LANE_EARLY_NEXT);
    }
    descent_worker_judge_quickly(worker);
}

/* Makes the runs that are in the lanes now. */
static void run_lanes(descent_worker *worker)
{
    descent_lanes *const lanes = &worker->lanes;
    const descent_sweep_phases *const phases = &worker->phases;
    descent_lanes_seal(lanes);
    const size_t mark_step = run_to(worker, phases->steps - phases->last_steps);
    save_state(worker);
    const bool quick =
        !phases->replay_all && lanes->schedule.kind == DESCENT_SCHEDULE_CONSTANT && phases->steps > 2 * quick_steps;
    if (quick)
        run_last_steps(worker, mark_step);
    else
        for (size_t lane = 0; lane < lanes->count; lane++)
            descent_worker_replay_saved(worker, lanes->slot[lane]);
    descent_worker_replay(worker);
}

static bool schedules_agree(const descent_schedule *a, const descent_schedule *b)
{
    return a->kind == b->kind && a->delay == b->delay && a->factor == b->factor && a->floor == b->floor &&
           a->length == b->length && a->function == b->function && a->context == b->context;
}

static bool fits_lanes(const descent_worker *worker, const descent_rule *rule)
{
    const descent_lanes *const lanes = &worker->lanes;
    return lanes->count == 0 || (lanes->count < lanes->capacity && lanes->family == descent_rule_family_of(rule) &&
                                 schedules_agree(&lanes->schedule, &rule->schedule));
}

/* Sees to the run in a slot: puts it in a lane, or has an engine make it. */
static descent_status begin_run(descent_worker *worker, size_t slot)
{
    const size_t n = worker->sweep->dimension, run = worker->first_run + slot;
    descent_sweep_run setup = {.start = worker->start};
    const int code = descent_plan_run(worker->plan, run, &setup);
    if (worker->sweep->values)
        worker->sweep->values[run] = isnan(setup.parameter) ? setup.rule.step_size : setup.parameter;
    if (code != 0 || (!descent_plan_shares_rule(worker->plan) && descent_rule_check(&setup.rule) != DESCENT_SUCCESS)) {
        descent_worker_fail(worker, slot, 0, worker->start, code);
        return DESCENT_SUCCESS;
    }
    if (!descent_vector_is_finite(n, worker->start)) {
        descent_worker_store(worker, slot, DESCENT_ENDING_NONFINITE, 0, 0, worker->start);
        return DESCENT_SUCCESS;
    }
    if (descent_rule_family_of(&setup.rule) == DESCENT_FAMILY_OTHER)
        return descent_worker_run_engine(worker, slot, &setup);
    if (!fits_lanes(worker, &setup.rule)) {
        run_lanes(worker);
        descent_lanes_clear(&worker->lanes, &setup.rule, 0);
        /* The setup's start was overwritten by runs that were replayed. */
        descent_plan_run(worker->plan, run, &setup);
    }
    if (worker->lanes.count == 0)
        descent_lanes_clear(&worker->lanes, &setup.rule, 0);
    descent_lanes_add(&worker->lanes, slot, &setup);
    return DESCENT_SUCCESS;
}

/* Fills the lanes with further runs of a plan whose runs share their rule. Returns the slot it stopped at. */
static size_t add_alike(descent_worker *worker, size_t slot)
{
    descent_lanes *const lanes = &worker->lanes;
    const size_t n = lanes->dimension, first = lanes->count, run = worker->first_run + slot;
    size_t count = smaller(worker->run_count - slot, lanes->capacity - first);
    const size_t stride = lanes->batch ? 1 : n;
    bool finite = true;
    for (size_t i = 0; i < n; i++) {
        double *const x = descent_lane_number(lanes, DESCENT_LANE_START, first, i);
        descent_plan_coordinates(worker->plan, run, count, i, stride, x);
        if (lanes->batch)
            finite = finite && descent_vector_is_finite(count, x);
    }
    if (!lanes->batch)
        finite = descent_vector_is_finite(count * n, descent_lane_number(lanes, DESCENT_LANE_START, first, 0));
    /* Starts that are not finite are seen to one by one. */
    for (size_t j = 0; j < count && !finite; j++)
        for (size_t i = 0; i < n; i++)
            if (!isfinite(*descent_lane_number(lanes, DESCENT_LANE_START, first + j, i)))
                count = smaller(count, j);
    descent_lanes_add_alike(lanes, slot, count);
    return slot + count;
}

static void evaluate_losses(descent_worker *worker)
{
    descent_sweep *const sweep = worker->sweep;
    void *const own = worker->evaluator.problem.context;
    const bool parametric = sweep->kind == DESCENT_PLAN_PARAMETERS || sweep->kind == DESCENT_PLAN_SETUP;
    for (size_t slot = 0; slot < worker->run_count; slot++) {
        const size_t run = worker->first_run + slot;
        descent_sweep_run setup = {.start = worker->start, .parameter = NAN};
        descent_parameter parameter = {.context = own};
        if (parametric && descent_plan_run(worker->plan, run, &setup) == 0 && !isnan(setup.parameter)) {
            parameter.value = setup.parameter;
            worker->evaluator.problem.context = &parameter;
        }
        double loss;
        if (descent_evaluate_loss(&worker->evaluator, sweep->end_points + run * sweep->dimension, &loss) !=
            DESCENT_SUCCESS)
            loss = NAN;
        sweep->losses[run] = loss;
        worker->evaluator.problem.context = own;
    }
}

/* What is only written for some runs: nothing yet. */
static void forget_results(descent_worker *worker)
{
    descent_sweep *const sweep = worker->sweep;
    for (size_t run = worker->first_run; run < worker->first_run + worker->run_count; run++) {
        if (sweep->tail_counts)
            sweep->tail_counts[run] = 0;
        if (sweep->lyapunov)
            sweep->lyapunov[2 * run] = sweep->lyapunov[2 * run + 1] = NAN;
    }
}

descent_status descent_worker_run_block(descent_worker *worker, size_t block)
{
    descent_sweep *const sweep = worker->sweep;
    worker->first_run = block * worker->phases.block_runs;
    worker->run_count = smaller(worker->phases.block_runs, sweep->count - worker->first_run);
    worker->lanes.count = 0;
    worker->replay_count = 0;
    const bool alike = worker->plan->kind == DESCENT_PLAN_STARTS || worker->plan->kind == DESCENT_PLAN_PLANE;
    forget_results(worker);
    memset(worker->claims, 0, worker->run_count * sizeof *worker->claims);
    worker->labelled = false;
    for (size_t slot = 0; slot < worker->run_count;) {
        const descent_status status = begin_run(worker, slot++);
        if (status != DESCENT_SUCCESS)
            return status;
        if (alike && worker->lanes.count > 0)
            slot = add_alike(worker, slot);
    }
    if (worker->lanes.count > 0)
        run_lanes(worker);
    if (sweep->losses)
        evaluate_losses(worker);
    if (!worker->labelled)
        descent_worker_label(worker);
    return DESCENT_SUCCESS;
}
