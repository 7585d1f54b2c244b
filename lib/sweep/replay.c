#include "sweep/block.h"

#include <float.h>
#include <math.h>

#include "status.h"
#include "sweep/verdict.h"
#include "vector.h"

/* Distance between twins, as a share of the point's size: half the digits for the separation, half for its accuracy. */
static const double twin_share = 1.5e-8;
/* Batches for the interval of an exponent, and Student's 97.5 % point for 15 degrees of freedom. */
enum {
    batch_count = 16
};
static const double student = 2.131;
/*
 * Steps that a run makes beyond its last, to see whether it goes on as it seems to: where chaos passes close to a point that
 * repels, moves shrink for a while, and then grow again. Runs of more steps than a verdict looks at are not taken in.
 */
static const size_t extra_steps = 32;

/* How fast a run's twin leaves it. */
typedef struct twin_record {
    double distance;               /* the twin is put back to this distance after each step */
    double sums[batch_count];      /* logarithms of the factors, by batches of equal length */
    size_t first;                  /* step from which factors count: the twin first turns to the fastest direction */
    size_t batch_steps;            /* steps of a batch */
    size_t steps;                  /* counted */
    double total;                  /* S_k: sum of the k logarithms so far, and of all k … */
    double half_total;             /* … S_k at half of the steps, … */
    double sum, weighted, squares; /* … ΣS_k, ΣkS_k, ΣS_k² */
    bool merged;                   /* the twin ran into the run */
} twin_record;

typedef struct replay_lane {
    descent_replay request;
    size_t record_from; /* step of the first point that is recorded */
    size_t recorded;
    size_t end;        /* step at which the lane is taken out: the run's last, or extra_steps later */
    double later_move; /* the largest of some moves beyond; NaN if there were none */
    twin_record twin;
    size_t place; /* of its record among those of the group */
} replay_lane;

enum {
    most_replay_lanes = 16
};

typedef struct replay_group {
    descent_worker *worker;
    replay_lane lanes[most_replay_lanes]; /* by place */
    size_t place_of[descent_block_runs];  /* by slot */
    size_t until;                         /* the last step of any of the runs; twins go no further */
} replay_group;

static double *record_of(const descent_worker *worker, size_t place)
{
    return worker->record + place * worker->phases.record_points * worker->sweep->dimension;
}

/* A direction without symmetry, so that it has a part along every eigenvector. */
static double twin_direction(size_t i)
{
    const double golden = 0.6180339887498949;
    const double turn = (double)(i + 1) * golden;
    return (i % 2 == 0 ? 1 : -1) * (0.5 + (turn - floor(turn)));
}

static void place_twin(const descent_worker *worker, size_t lane, twin_record *twin)
{
    const descent_lanes *const run = &worker->replay;
    const double way = descent_lanes_distance(run, DESCENT_LANE_POINT, DESCENT_LANE_START, lane);
    double size = 0;
    for (size_t i = 0; i < run->dimension; i++)
        size = fmax(size, fabs(*descent_lane_number(run, DESCENT_LANE_POINT, lane, i)));
    const double scale = worker->evaluator.problem.scale > 0 ? worker->evaluator.problem.scale : 1;
    twin->distance = twin_share * fmax(fmax(size, way), scale * twin_share);
    if (!(twin->distance < DBL_MAX / 4))
        twin->distance = DBL_MAX / 4;
    for (size_t i = 0; i < run->dimension; i++) {
        *descent_lane_number(&worker->twin, DESCENT_LANE_POINT, lane, i) =
            *descent_lane_number(run, DESCENT_LANE_POINT, lane, i) + twin->distance * twin_direction(i);
        *descent_lane_number(&worker->twin, DESCENT_LANE_PREVIOUS, lane, i) =
            *descent_lane_number(run, DESCENT_LANE_PREVIOUS, lane, i);
    }
}

/* Adds a run to the replay, at the state in which its replay begins, and its twin. */
static void add_lane(replay_group *group, size_t place, const descent_replay *request)
{
    descent_worker *const worker = group->worker;
    const size_t n = worker->sweep->dimension, slot = request->slot, points = worker->phases.record_points;
    descent_sweep_run setup = {.start = worker->start};
    descent_plan_run(worker->plan, worker->first_run + slot, &setup);
    if (place == 0) {
        descent_lanes_clear(&worker->replay, &setup.rule, request->from);
        descent_lanes_clear(&worker->twin, &setup.rule, request->from);
    }
    group->until = place == 0 || request->until > group->until ? request->until : group->until;
    descent_lanes_add(&worker->replay, slot, &setup);
    descent_lanes_add(&worker->twin, slot, &setup);
    const double *const x = worker->replay_state[0] + slot * n, *const previous = worker->replay_state[1] + slot * n;
    descent_lanes_set(&worker->replay, DESCENT_LANE_POINT, place, x);
    descent_lanes_set(&worker->replay, DESCENT_LANE_PREVIOUS, place, previous);
    replay_lane *const lane = &group->lanes[place];
    *lane = (replay_lane){.request = *request, .place = place, .later_move = NAN};
    const bool constant = setup.rule.schedule.kind == DESCENT_SCHEDULE_CONSTANT;
    const bool goes_on = constant && !request->stopped && request->until < descent_verdict_points;
    lane->end = request->until + (goes_on ? extra_steps : 0);
    lane->record_from = request->until + 1 > request->from + points ? request->until + 1 - points : request->from;
    const size_t steps = request->until - request->from;
    lane->twin.batch_steps = steps / (batch_count + 1) > 0 ? steps / (batch_count + 1) : 1;
    lane->twin.first =
        request->from +
        (steps > batch_count * lane->twin.batch_steps ? steps - batch_count * lane->twin.batch_steps : 0);
    group->place_of[slot] = place;
    place_twin(worker, place, &lane->twin);
}

static replay_lane *lane_at(replay_group *group, size_t at)
{
    return &group->lanes[group->place_of[group->worker->replay.slot[at]]];
}

static void record_point(replay_group *group, size_t at)
{
    descent_worker *const worker = group->worker;
    const descent_lanes *const lanes = &worker->replay;
    replay_lane *const lane = lane_at(group, at);
    if (lanes->step < lane->record_from || lane->recorded == worker->phases.record_points)
        return;
    descent_lanes_get(lanes, DESCENT_LANE_POINT, at,
                      record_of(worker, lane->place) + lane->recorded * lanes->dimension);
    lane->recorded++;
}

/*
 * Do the logarithms rise or fall along a straight line? On a torus their sum swings to and fro, or with shear grows like a
 * logarithm, most of it in the first half; a spiral's falls steadily, however slowly, between its swings.
 */
static bool has_steady_rate(const twin_record *twin)
{
    const double certain = 4, rounding = 1e-4;
    const double n = (double)twin->steps, mean = (n + 1) / 2, spread = n * (n * n - 1) / 12;
    const double together = twin->weighted - mean * twin->sum, slope = together / spread;
    const double rest = fmax(0, twin->squares - twin->sum * twin->sum / n - slope * together);
    const double error = sqrt(rest / (n - 2) / spread);
    if (fabs(slope) <= certain * error + rounding / n)
        return false;
    return slope < 0 || twin->total - twin->half_total >= twin->half_total / 2;
}

/* Exponent and half-width from the batches; NaN unless all of them are full. */
static void read_exponent(const twin_record *twin, descent_finished_run *finished)
{
    double sum = 0, squares = 0;
    finished->lyapunov = finished->lyapunov_error = NAN;
    if (twin->merged) {
        finished->lyapunov = -INFINITY;
        finished->lyapunov_error = 0;
        return;
    }
    if (twin->steps < batch_count * twin->batch_steps)
        return;
    for (size_t i = 0; i < batch_count; i++)
        sum += twin->sums[i] / (double)twin->batch_steps;
    const double mean = sum / batch_count;
    for (size_t i = 0; i < batch_count; i++) {
        const double off = twin->sums[i] / (double)twin->batch_steps - mean;
        squares += off * off;
    }
    finished->lyapunov = mean;
    finished->lyapunov_error = student * sqrt(squares / (batch_count - 1) / batch_count);
    finished->lyapunov_steps = twin->steps;
    finished->steady_rate = has_steady_rate(twin);
}

static void finish_lane(replay_group *group, size_t at, bool stopped)
{
    descent_worker *const worker = group->worker;
    descent_lanes *const lanes = &worker->replay;
    replay_lane *const lane = lane_at(group, at);
    descent_sweep_run setup = {.start = worker->start};
    if (lane->recorded == 0) /* a gradient that is no function of the point can stop it anywhere */
        descent_lanes_get(lanes, DESCENT_LANE_POINT, at, record_of(worker, lane->place));
    lane->recorded += lane->recorded == 0;
    descent_plan_run(worker->plan, worker->first_run + lane->request.slot, &setup);
    descent_finished_run finished = {
        .slot = lane->request.slot,
        .points = record_of(worker, lane->place),
        .count = lane->recorded,
        .steps = lanes->step < lane->request.until ? lanes->step : lane->request.until,
        .stopped = stopped,
        .later_move = lane->later_move,
    };
    if (stopped)
        finished.lyapunov = finished.lyapunov_error = NAN;
    else
        read_exponent(&lane->twin, &finished);
    descent_worker_finish(worker, &setup, &finished);
}

static void remove_lane(replay_group *group, size_t at)
{
    descent_lanes_remove(&group->worker->replay, at);
    descent_lanes_remove(&group->worker->twin, at);
}

/* Runs that have arrived at the end of their replay, or cannot go on. */
static void drop_finished(replay_group *group)
{
    descent_lanes *const lanes = &group->worker->replay;
    for (size_t at = lanes->count; at-- > 0;) {
        const replay_lane *const lane = lane_at(group, at);
        if (lanes->step < lane->end)
            continue;
        finish_lane(group, at, lane->request.stopped);
        remove_lane(group, at);
    }
}

/* A run that stops before its last points were to be recorded is gone through once more, now that the end is known. */
static void finish_or_repeat(replay_group *group, size_t at)
{
    descent_worker *const worker = group->worker;
    const descent_lanes *const lanes = &worker->replay;
    const descent_replay request = lane_at(group, at)->request;
    if (request.until == lanes->step || request.stopped) {
        finish_lane(group, at, true);
        return;
    }
    worker->replays[worker->replay_count++] =
        (descent_replay){.slot = request.slot, .from = request.from, .until = lanes->step, .stopped = true};
}

static void drop_bad(replay_group *group)
{
    descent_worker *const worker = group->worker;
    descent_lanes *const lanes = &worker->replay;
    for (size_t at = lanes->count; at-- > 0;) {
        if (lanes->fate[at] == DESCENT_LANE_GOOD)
            continue;
        if (lanes->step >= lane_at(group, at)->request.until && !lane_at(group, at)->request.stopped) {
            /* Beyond its end: the run is whole, but it approaches nothing. */
            lane_at(group, at)->later_move = INFINITY;
            finish_lane(group, at, false);
        } else if (lanes->fate[at] == DESCENT_LANE_FAILED) {
            descent_lanes_get(lanes, DESCENT_LANE_POINT, at, worker->work);
            descent_worker_fail(worker, lanes->slot[at], lanes->step, worker->work, lanes->code[at]);
        } else {
            finish_or_repeat(group, at);
        }
        remove_lane(group, at);
    }
}

/* Distance in the state space of the rule: points, and their predecessors where the rule remembers them. */
static double state_distance(const descent_worker *worker, size_t at)
{
    const descent_lanes *const run = &worker->replay, *const twin = &worker->twin;
    const bool memory = run->family != DESCENT_FAMILY_FIXED_STEP;
    double largest = 0;
    for (size_t i = 0; i < run->dimension; i++) {
        largest = descent_larger(fabs(*descent_lane_number(twin, DESCENT_LANE_POINT, at, i) -
                                      *descent_lane_number(run, DESCENT_LANE_POINT, at, i)),
                                 largest);
        if (memory)
            largest = descent_larger(fabs(*descent_lane_number(twin, DESCENT_LANE_PREVIOUS, at, i) -
                                          *descent_lane_number(run, DESCENT_LANE_PREVIOUS, at, i)),
                                     largest);
    }
    return largest;
}

static void pull_back(const descent_worker *worker, descent_lane_array array, size_t at, double factor)
{
    for (size_t i = 0; i < worker->replay.dimension; i++) {
        const double x = *descent_lane_number(&worker->replay, array, at, i);
        double *const y = descent_lane_number(&worker->twin, array, at, i);
        *y = x + (*y - x) * factor;
    }
}

/* Measures how far the twin has gone, and puts it back to its distance in the direction it went. */
static void follow_twin(replay_group *group, size_t at)
{
    descent_worker *const worker = group->worker;
    twin_record *const twin = &lane_at(group, at)->twin;
    if (twin->merged)
        return;
    const double distance = state_distance(worker, at);
    if (distance == 0) {
        twin->merged = true;
        return;
    }
    const double factor = distance / twin->distance;
    if (!isfinite(factor)) {
        place_twin(worker, at, twin);
        return;
    }
    const size_t batch = twin->steps / twin->batch_steps;
    if (worker->replay.step > twin->first && batch < batch_count) {
        twin->sums[batch] += log(factor);
        twin->total += log(factor);
        twin->steps++;
        twin->sum += twin->total;
        twin->weighted += (double)twin->steps * twin->total;
        twin->squares += twin->total * twin->total;
        if (twin->steps == batch_count * twin->batch_steps / 2)
            twin->half_total = twin->total;
    }
    pull_back(worker, DESCENT_LANE_POINT, at, 1 / factor);
    if (worker->replay.family != DESCENT_FAMILY_FIXED_STEP)
        pull_back(worker, DESCENT_LANE_PREVIOUS, at, 1 / factor);
}

/* Measures a move that was made beyond the run's last step. */
static void look_beyond(replay_group *group, size_t at)
{
    const descent_lanes *const lanes = &group->worker->replay;
    replay_lane *const lane = lane_at(group, at);
    const double move = descent_lanes_distance(lanes, DESCENT_LANE_POINT, descent_lanes_before(lanes), at);
    lane->later_move = fmax(move, lane->later_move); /* not a number so far: then the move */
}

/* Twins whose step could not be made begin anew at the run. */
static void mend_twins(replay_group *group)
{
    descent_worker *const worker = group->worker;
    for (size_t at = 0; at < worker->twin.count; at++) {
        if (worker->twin.fate[at] == DESCENT_LANE_GOOD)
            continue;
        worker->twin.fate[at] = DESCENT_LANE_GOOD;
        for (size_t i = 0; i < worker->twin.dimension; i++)
            *descent_lane_number(&worker->twin, DESCENT_LANE_NEXT, at, i) = INFINITY;
    }
}

/* What is looked at after each step of the runs and, as long as they have not all made their last, of their twins. */
static void look_at_lanes(replay_group *group)
{
    const descent_lanes *const lanes = &group->worker->replay;
    for (size_t at = 0; at < lanes->count; at++) {
        if (lanes->step > lane_at(group, at)->request.until) {
            look_beyond(group, at);
            continue;
        }
        record_point(group, at);
        follow_twin(group, at);
    }
}

static void run_group(replay_group *group)
{
    descent_worker *const worker = group->worker;
    descent_lanes_seal(&worker->replay);
    descent_lanes_seal(&worker->twin);
    for (size_t at = 0; at < worker->replay.count; at++)
        record_point(group, at);
    drop_finished(group);
    while (worker->replay.count > 0) {
        const bool twins = worker->replay.step < group->until;
        const size_t bad = descent_lanes_step(&worker->replay, &worker->evaluator);
        if (twins && descent_lanes_step(&worker->twin, &worker->evaluator) > 0)
            mend_twins(group);
        if (bad > 0)
            drop_bad(group);
        descent_lanes_commit(&worker->replay);
        if (twins)
            descent_lanes_commit(&worker->twin);
        look_at_lanes(group);
        drop_finished(group);
    }
}

void descent_worker_replay(descent_worker *worker)
{
    replay_group group = {.worker = worker};
    const size_t capacity =
        worker->phases.replay_capacity < most_replay_lanes ? worker->phases.replay_capacity : most_replay_lanes;
    size_t next = 0;
    while (next < worker->replay_count) {
        const size_t from = worker->replays[next].from;
        size_t count = 0;
        while (next < worker->replay_count && count < capacity && worker->replays[next].from == from)
            add_lane(&group, count++, &worker->replays[next++]);
        run_group(&group);
    }
    worker->replay_count = 0;
}

/* Keeps the points of a record that belong to the tail: those of the last `tail` of all steps + 1 points. */
static void keep_tail(descent_worker *worker, size_t run, const descent_finished_run *finished)
{
    descent_sweep *const sweep = worker->sweep;
    const size_t n = sweep->dimension;
    if (!sweep->tails)
        return;
    const size_t first_wanted = sweep->step_limit + 1 - sweep->tail;
    const size_t first_there = finished->steps + 1 - finished->count;
    const size_t skipped = first_wanted > first_there ? first_wanted - first_there : 0;
    const size_t count = skipped < finished->count ? finished->count - skipped : 0;
    descent_vector_copy(count * n, finished->points + skipped * n, sweep->tails + run * sweep->tail * n);
    sweep->tail_counts[run] = (uint32_t)count;
}

/*
 * With momentum β < 1 swings lose at least the factor √β a step unless something drives them. Before they have lost a few
 * digits, damped ones cannot be told from those that last.
 */
static bool swings_on(const descent_rule *rule, size_t steps)
{
    const double few_digits = 8, beta = fabs(rule->momentum);
    return beta > 0 && beta < 1 && -log(beta) / 2 * (double)steps < few_digits;
}

void descent_worker_finish(descent_worker *worker, const descent_sweep_run *run, const descent_finished_run *finished)
{
    descent_sweep *const sweep = worker->sweep;
    const size_t n = sweep->dimension, number = worker->first_run + finished->slot;
    const size_t shown = finished->count < descent_verdict_points ? finished->count : (size_t)descent_verdict_points;
    const descent_evidence evidence = {
        .dimension = n,
        .start = run->start,
        .points = finished->points + (finished->count - shown) * n,
        .count = shown,
        .steps = finished->steps,
        .stopped = finished->stopped,
        .lyapunov = finished->lyapunov,
        .lyapunov_error = finished->lyapunov_error,
        .lyapunov_steps = finished->lyapunov_steps,
        .steady_rate = finished->steady_rate,
        .swings_on = swings_on(&run->rule, finished->steps),
        .later_move = finished->later_move,
        .has_memory = descent_rule_family_of(&run->rule) != DESCENT_FAMILY_FIXED_STEP,
    };
    void *const own = worker->evaluator.problem.context;
    descent_parameter parameter = {run->parameter, own};
    if (!isnan(run->parameter))
        worker->evaluator.problem.context = &parameter;
    const descent_verdict verdict = descent_verdict_judge(&evidence, &worker->evaluator, worker->limit, worker->work);
    worker->evaluator.problem.context = own;
    const double *const last = finished->points + (finished->count - 1) * n;
    descent_worker_store(worker, finished->slot, verdict.ending, verdict.period, finished->steps, last);
    keep_tail(worker, number, finished);
    if (sweep->lyapunov) {
        sweep->lyapunov[2 * number] = finished->lyapunov;
        sweep->lyapunov[2 * number + 1] = finished->lyapunov_error;
    }
    if (!(verdict.tolerance > 0))
        return;
    double *const labelled = worker->label_x + finished->slot * n;
    descent_vector_copy(n, verdict.foreseen ? worker->limit : evidence.points + verdict.label_point * n, labelled);
    worker->claims[finished->slot] = (descent_label_claim){labelled, verdict.tolerance};
}
