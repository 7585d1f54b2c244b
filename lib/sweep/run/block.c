#include "sweep/run/block.h"

#include <math.h>
#include <string.h>

#include "base/status.h"
#include "base/vector.h"
#include "sweep/judge/run_ending.h"

/* Runs that come back exactly after this many steps (or a divisor) need not be continued. */
static const size_t return_steps = 64;
/* Steps after which a batch is searched for numbers that are not finite. */
static const size_t check_steps = 32;
/* Taking a lane out takes as long as this many of its steps in a batch. */
static const size_t steps_worth_saving = 256;
static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Takes out the lanes that could not make their step. They are looked at again from the last mark on, or, where that is so near that their
 * verdict would have few points to go by, from the start. */
static void drop_bad_lanes(descent__worker *worker, size_t mark_step)
{
    descent__lanes *const lanes = &worker->lanes;
    /* The step that could not be made is up to check_steps back. */
    const size_t from = lanes->step - mark_step < descent__run_verdict_points + check_steps ? 0 : mark_step;
    for (size_t lane = lanes->count; lane-- > 0;) {
        if (lanes->fate[lane] == DESCENT__LANE_GOOD)
            continue;
        if (lanes->fate[lane] == DESCENT__LANE_FAILED) {
            descent__lanes_get(lanes, DESCENT__LANE_POINT, lane, worker->work);
            descent__worker_fail(worker, lanes->slot[lane], lanes->step, worker->work, lanes->code[lane]);
        } else {
            descent__worker_request_replay(worker, lane, DESCENT__LANE_MARK, DESCENT__LANE_MARK_PREVIOUS,
                                           (descent__replay){.from = from, .until = lanes->step, .stopped = true});
        }
        descent__lanes_remove(lanes, lane);
    }
}

/* Keeps the state of all lanes, but for step 0: where they started is known. */
static void keep_state(descent__lanes *lanes, descent__lane_array x, descent__lane_array previous)
{
    if (lanes->step == 0)
        return;
    descent__lanes_copy(lanes, DESCENT__LANE_POINT, x);
    if (descent__family_remembers(lanes->family))
        descent__lanes_copy(lanes, DESCENT__LANE_PREVIOUS, previous);
}

static bool returned(const descent__lanes *lanes, size_t lane)
{
    return descent__lanes_equal(lanes, DESCENT__LANE_POINT, DESCENT__LANE_MARK, lane) &&
           (!descent__family_remembers(lanes->family) ||
            descent__lanes_equal(lanes, DESCENT__LANE_PREVIOUS, DESCENT__LANE_MARK_PREVIOUS, lane));
}

/* Length of the lane's last move by its largest coordinate, in units of the rounding of its point. */
static double last_move(const descent__lanes *lanes, descent__lane_array before, size_t lane)
{
    const double move = descent__lanes_distance(lanes, DESCENT__LANE_POINT, before, lane);
    double size = 0;
    for (size_t i = 0; i < lanes->dimension; i++)
        size = fmax(size, fabs(*descent__lane_number(lanes, DESCENT__LANE_POINT, lane, i)));
    return move > 0 ? move / descent__rounding_at(size) : 0;
}

/*
 * The moves of a lane that has returned are 0 (the point stays, as it will in all steps that follow), or no longer than
 * rounding makes them: then it is at rest, but where exactly it ends its last steps must tell. With momentum it takes two
 * such moves: a run that turns back may repeat one point. (After a step, DESCENT__LANE_NEXT holds the point before those
 * in use.)
 */
static double rest_of(const descent__lanes *lanes, size_t lane)
{
    const double move = last_move(lanes, DESCENT__LANE_NEXT, lane);
    return descent__family_remembers(lanes->family) ? fmax(move, last_move(lanes, DESCENT__LANE_PREVIOUS, lane)) : move;
}

static void fill_tail(descent__worker *worker, size_t run, const double *x)
{
    descent_sweep *const sweep = worker->sweep;
    const size_t n = sweep->dimension;
    if (!sweep->tails)
        return;
    for (size_t k = 0; k < sweep->tail; k++)
        descent__vector_copy(n, x, sweep->tails + (run * sweep->tail + k) * n);
    sweep->tail_counts[run] = (uint32_t)sweep->tail;
}

/* A run that stands still has converged, and its remaining steps would change nothing. False if the ground is level there. */
static bool finish_still(descent__worker *worker, size_t lane)
{
    descent__lanes *const lanes = &worker->lanes;
    const size_t slot = lanes->slot[lane], n = lanes->dimension, run = worker->first_run + slot;
    double *const x = worker->sweep->end_points + run * n;
    const double diameter = descent__lanes_distance(lanes, DESCENT__LANE_POINT, DESCENT__LANE_START, lane);
    descent__lanes_get(lanes, DESCENT__LANE_POINT, lane, x);
    if (descent__worker_rests_on_level_ground(worker, slot, x))
        return false;
    descent__worker_store(worker, slot, DESCENT_ENDING_CONVERGED, 1, worker->phases.steps, x);
    worker->claims[slot] = (descent__label_claim){
        .x = x,
        .tolerance = descent__label_margin *
                     descent__arrival_tolerance(descent__arrival_of_diameter, diameter, descent__vector_max_abs(n, x)),
    };
    fill_tail(worker, run, x);
    return true;
}

/*
 * Looks for lanes that are exactly where they were at the mark, return_steps before. Those that go round in a cycle are
 * taken out, and so are those that stand still, if many steps are left. Returns how many lanes are at rest.
 */
static size_t see_to_returned_lanes(descent__worker *worker, size_t target)
{
    descent__lanes *const lanes = &worker->lanes;
    const bool many_left = worker->phases.steps - lanes->step > steps_worth_saving;
    size_t resting = 0;
    for (size_t lane = lanes->count; lane-- > 0;) {
        if (!returned(lanes, lane))
            continue;
        const double move = rest_of(lanes, lane);
        if (move <= 1 && !worker->phases.lyapunov && !(move == 0 && many_left)) {
            resting++;
            continue;
        }
        if (move > 0 || worker->phases.lyapunov || !finish_still(worker, lane))
            descent__worker_request_replay(worker, lane, DESCENT__LANE_POINT, DESCENT__LANE_PREVIOUS,
                                           (descent__replay){.from = target, .until = worker->phases.steps});
        descent__lanes_remove(lanes, lane);
    }
    return resting;
}

/*
 * Steps up to `target`, or until no lanes are left. A batch callback may be given numbers that are not finite: then only
 * some steps look for such numbers, the one to the target among them, since the state there may be kept; the replay finds
 * the step itself.
 */
static void step_lanes(descent__worker *worker, size_t mark_step, size_t target)
{
    descent__lanes *const lanes = &worker->lanes;
    while (lanes->step < target && lanes->count > 0) {
        const size_t next_check = smaller((lanes->step / check_steps + 1) * check_steps, target);
        const size_t unwatched = next_check - 1 - lanes->step;
        if (unwatched > 0 && descent__lanes_glide(lanes, &worker->evaluator, unwatched) > 0)
            continue;
        if (descent__lanes_step(lanes, &worker->evaluator) > 0)
            drop_bad_lanes(worker, mark_step);
        descent__lanes_commit(lanes);
    }
}

/*
 * The steps up to `target`, from the start on. Marks are set at distances that double, and compared with return_steps
 * later; both a multiple of return_steps before the target, so that a run that has returned will be there at the target,
 * too, and if all have come to rest so, the steps between need not be made.
 */
static size_t run_to(descent__worker *worker, size_t target)
{
    descent__lanes *const lanes = &worker->lanes;
    const bool constant = lanes->schedule.kind == DESCENT_SCHEDULE_CONSTANT;
    const size_t rest = target % return_steps;
    size_t mark_step = 0, next_mark = rest + return_steps, next_look = SIZE_MAX;
    while (lanes->step < target && lanes->count > 0) {
        step_lanes(worker, mark_step, smaller(target, smaller(next_mark, next_look)));
        if (lanes->step == next_look) {
            if (constant && see_to_returned_lanes(worker, target) == lanes->count)
                lanes->step = target;
            next_look = SIZE_MAX;
        }
        if (lanes->step != next_mark)
            continue;
        keep_state(lanes, DESCENT__LANE_MARK, DESCENT__LANE_MARK_PREVIOUS);
        mark_step = lanes->step;
        next_look = mark_step + return_steps;
        next_mark += mark_step - rest;
    }
    return mark_step;
}

/* The last steps of the lanes, without a record: enough for the runs that plainly converge. */
static void run_last_steps(descent__worker *worker, size_t mark_step)
{
    const size_t steps = worker->phases.steps, early = steps - descent__quick_steps - 1;
    step_lanes(worker, mark_step, early + 1);
    descent__worker_measure_move(worker);
    step_lanes(worker, mark_step, steps);
    descent__worker_judge_quickly(worker);
}

/* Makes the runs that are in the lanes now. */
static void run_lanes(descent__worker *worker)
{
    descent__lanes *const lanes = &worker->lanes;
    const descent__sweep_phases *const phases = &worker->phases;
    descent__lanes_seal(lanes);
    const size_t mark_step = run_to(worker, phases->steps - phases->last_steps);
    keep_state(lanes, DESCENT__LANE_SAVED, DESCENT__LANE_SAVED_PREVIOUS);
    const bool quick = !phases->replay_all && lanes->schedule.kind == DESCENT_SCHEDULE_CONSTANT &&
                       phases->last_steps > descent__quick_steps + 1;
    if (quick)
        run_last_steps(worker, mark_step);
    else
        for (size_t lane = 0; lane < lanes->count; lane++)
            descent__worker_replay_saved(worker, lane);
    descent__worker_replay(worker);
}

static bool schedules_agree(const descent_schedule *a, const descent_schedule *b)
{
    return a->kind == b->kind && a->delay == b->delay && a->factor == b->factor && a->floor == b->floor &&
           a->length == b->length && a->function == b->function && a->context == b->context && a->growth == b->growth &&
           a->first == b->first && a->next == b->next;
}

static bool fits_lanes(const descent__worker *worker, const descent_rule *rule)
{
    const descent__lanes *const lanes = &worker->lanes;
    return lanes->count == 0 || (lanes->count < lanes->capacity && lanes->family == descent__rule_family_of(rule) &&
                                 schedules_agree(&lanes->schedule, &rule->schedule));
}

/* Sees to the run in a slot: puts it in a lane, or has an engine make it. */
static descent_status begin_run(descent__worker *worker, size_t slot)
{
    const size_t n = worker->sweep->dimension, run = worker->first_run + slot;
    descent_sweep_run setup = {.start = worker->start};
    const int code = descent__plan_run(worker->plan, run, &setup);
    if (worker->sweep->values)
        worker->sweep->values[run] = isnan(setup.parameter) ? setup.rule.step_size : setup.parameter;
    if (code != 0 || (!descent__plan_shares_rule(worker->plan) && descent_rule_check(&setup.rule) != DESCENT_SUCCESS)) {
        descent__worker_fail(worker, slot, 0, worker->start, code);
        return DESCENT_SUCCESS;
    }
    if (!descent__vector_is_finite(n, worker->start)) {
        descent__worker_store(worker, slot, DESCENT_ENDING_NONFINITE, 0, 0, worker->start);
        return DESCENT_SUCCESS;
    }
    if (!descent__rule_family_of(&setup.rule))
        return descent__worker_run_engine(worker, slot, &setup);
    if (!fits_lanes(worker, &setup.rule)) {
        run_lanes(worker);
        descent__lanes_clear(&worker->lanes, &setup.rule, 0);
        /* The setup's start was overwritten by runs that were replayed. */
        descent__plan_run(worker->plan, run, &setup);
    }
    if (worker->lanes.count == 0)
        descent__lanes_clear(&worker->lanes, &setup.rule, 0);
    descent__lanes_add(&worker->lanes, slot, &setup);
    return DESCENT_SUCCESS;
}

/* Fills the lanes with further runs of a plan whose runs share their rule. Returns the slot it stopped at. */
static size_t add_alike(descent__worker *worker, size_t slot)
{
    descent__lanes *const lanes = &worker->lanes;
    const size_t n = lanes->dimension, first = lanes->count, run = worker->first_run + slot;
    size_t count = smaller(worker->run_count - slot, lanes->capacity - first);
    const size_t stride = lanes->batch ? 1 : n;
    bool finite = true;
    for (size_t i = 0; i < n; i++) {
        double *const x = descent__lane_number(lanes, DESCENT__LANE_POINT, first, i);
        finite &= descent__plan_coordinates(worker->plan, run, count, i, stride, x);
    }
    /* Starts that are not finite are seen to one by one. */
    for (size_t j = 0; j < count && !finite; j++)
        for (size_t i = 0; i < n; i++)
            if (!isfinite(*descent__lane_number(lanes, DESCENT__LANE_POINT, first + j, i)))
                count = smaller(count, j);
    descent__lanes_add_alike(lanes, slot, count);
    return slot + count;
}

static void evaluate_losses(descent__worker *worker)
{
    descent_sweep *const sweep = worker->sweep;
    void *const own = worker->evaluator.problem.context;
    const bool parametric = sweep->kind == DESCENT__PLAN_PARAMETERS || sweep->kind == DESCENT__PLAN_SETUP;
    for (size_t slot = 0; slot < worker->run_count; slot++) {
        const size_t run = worker->first_run + slot;
        descent_sweep_run setup = {.start = worker->start, .parameter = NAN};
        descent_parameter parameter = {.context = own};
        sweep->losses[run] = NAN;
        /* Without its parameter a loss would be asked with a context that is not its own. */
        if (parametric && descent__plan_run(worker->plan, run, &setup) != 0)
            continue;
        if (parametric && !isnan(setup.parameter)) {
            parameter.value = setup.parameter;
            worker->evaluator.problem.context = &parameter;
        }
        double loss;
        if (descent__evaluate_loss(&worker->evaluator, sweep->end_points + run * sweep->dimension, &loss) !=
            DESCENT_SUCCESS)
            loss = NAN;
        sweep->losses[run] = loss;
        worker->evaluator.problem.context = own;
    }
}

/* What is only written for some runs: nothing yet. */
static void forget_results(descent__worker *worker)
{
    descent_sweep *const sweep = worker->sweep;
    const size_t first = worker->first_run, count = worker->run_count;
    if (sweep->tail_counts)
        memset(sweep->tail_counts + first, 0, count * sizeof *sweep->tail_counts);
    if (sweep->lyapunov)
        descent__vector_fill(2 * count, NAN, sweep->lyapunov + 2 * first);
}

descent_status descent__worker_run_block(descent__worker *worker, size_t block)
{
    descent_sweep *const sweep = worker->sweep;
    worker->first_run = block * worker->phases.block_runs;
    worker->run_count = smaller(worker->phases.block_runs, sweep->count - worker->first_run);
    worker->lanes.count = 0;
    worker->replay_count = 0;
    const bool alike = worker->plan->kind == DESCENT__PLAN_STARTS || worker->plan->kind == DESCENT__PLAN_PLANE;
    forget_results(worker);
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
        descent__worker_label(worker);
    return DESCENT_SUCCESS;
}
