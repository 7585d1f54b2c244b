/* Runs that are gone through again from some step on, with a record of their last points and a twin beside. */
#include "sweep/run/block.h"

#include <math.h>

#include "base/vector.h"
#include "sweep/judge/run_verdict.h"
#include "sweep/run/twin.h"

/*
 * Steps that a run makes beyond its last, to see whether it goes on as it seems to: where chaos passes close to a point that
 * repels, moves shrink for a while, and then grow again. Runs of more steps than a verdict looks at are not taken in.
 */
static const size_t extra_steps = 32;

typedef struct replay_lane {
    descent__replay request;
    size_t record_from; /* step of the first point that is recorded */
    size_t recorded;
    size_t end;        /* step at which the lane is taken out: the run's last, or extra_steps later */
    double later_move; /* the largest of some moves beyond; NaN if there were none */
    descent__twin twin;
    size_t place; /* of its record among those of the group */
} replay_lane;

enum {
    most_replay_lanes = 16 /* in lock step; no verdict depends on it */
};

typedef struct replay_group {
    descent__worker *worker;
    replay_lane lanes[most_replay_lanes]; /* by place */
    size_t place_of[descent__block_runs]; /* by slot */
    size_t until;                         /* the last step of any of the runs; twins go no further */
} replay_group;

static double *record_of(const descent__worker *worker, size_t place)
{
    return worker->record + place * worker->phases.record_points * worker->sweep->dimension;
}

/* Adds a run to the replay, at the state in which its replay begins, and its twin. */
static void add_lane(replay_group *group, size_t place, const descent__replay *request)
{
    descent__worker *const worker = group->worker;
    const size_t n = worker->sweep->dimension, slot = request->slot, points = worker->phases.record_points;
    descent_sweep_run setup = {.start = worker->start};
    descent__plan_run(worker->plan, worker->first_run + slot, &setup);
    if (place == 0) {
        descent__lanes_clear(&worker->replay, &setup.rule, request->from);
        descent__lanes_clear(&worker->twin, &setup.rule, request->from);
    }
    group->until = place == 0 || request->until > group->until ? request->until : group->until;
    descent__lanes_add(&worker->replay, slot, &setup);
    descent__lanes_add(&worker->twin, slot, &setup);
    const double *const x = worker->replay_state[0] + slot * n, *const previous = worker->replay_state[1] + slot * n;
    descent__lanes_set(&worker->replay, DESCENT__LANE_POINT, place, x);
    descent__lanes_set(&worker->replay, DESCENT__LANE_PREVIOUS, place, previous);
    replay_lane *const lane = &group->lanes[place];
    *lane = (replay_lane){.request = *request, .place = place, .later_move = NAN};
    const bool constant = setup.rule.schedule.kind == DESCENT_SCHEDULE_CONSTANT;
    const bool goes_on = constant && !request->stopped && request->until < descent__run_verdict_points;
    lane->end = request->until + (goes_on ? extra_steps : 0);
    lane->record_from = request->until + 1 > request->from + points ? request->until + 1 - points : request->from;
    group->place_of[slot] = place;
    descent__twin_begin(worker, place, request->from, request->until, &lane->twin);
}

static replay_lane *lane_at(replay_group *group, size_t at)
{
    return &group->lanes[group->place_of[group->worker->replay.slot[at]]];
}

static void record_point(replay_group *group, size_t at)
{
    descent__worker *const worker = group->worker;
    const descent__lanes *const lanes = &worker->replay;
    replay_lane *const lane = lane_at(group, at);
    if (lanes->step < lane->record_from || lane->recorded == worker->phases.record_points)
        return;
    descent__lanes_get(lanes, DESCENT__LANE_POINT, at,
                       record_of(worker, lane->place) + lane->recorded * lanes->dimension);
    lane->recorded++;
}

static void finish_lane(replay_group *group, size_t at, bool stopped)
{
    descent__worker *const worker = group->worker;
    descent__lanes *const lanes = &worker->replay;
    replay_lane *const lane = lane_at(group, at);
    descent_sweep_run setup = {.start = worker->start};
    if (lane->recorded == 0) /* a gradient that is no function of the point can stop it anywhere */
        descent__lanes_get(lanes, DESCENT__LANE_POINT, at, record_of(worker, lane->place));
    lane->recorded += lane->recorded == 0;
    descent__plan_run(worker->plan, worker->first_run + lane->request.slot, &setup);
    const descent__finished_run finished = {
        .slot = lane->request.slot,
        .points = record_of(worker, lane->place),
        .count = lane->recorded,
        .steps = lanes->step < lane->request.until ? lanes->step : lane->request.until,
        .stopped = stopped,
        .exponent = stopped ? descent__exponent_unknown() : descent__twin_exponent(&lane->twin),
        .later_move = lane->later_move,
    };
    descent__worker_finish(worker, &setup, &finished);
}

static void remove_lane(replay_group *group, size_t at)
{
    descent__lanes_remove(&group->worker->replay, at);
    descent__lanes_remove(&group->worker->twin, at);
}

/* Runs that have arrived at the end of their replay, or cannot go on. */
static void drop_finished(replay_group *group)
{
    descent__lanes *const lanes = &group->worker->replay;
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
    descent__worker *const worker = group->worker;
    const descent__lanes *const lanes = &worker->replay;
    const descent__replay request = lane_at(group, at)->request;
    if (request.until == lanes->step || request.stopped) {
        finish_lane(group, at, true);
        return;
    }
    worker->replays[worker->replay_count++] =
        (descent__replay){.slot = request.slot, .from = request.from, .until = lanes->step, .stopped = true};
}

static void drop_bad(replay_group *group)
{
    descent__worker *const worker = group->worker;
    descent__lanes *const lanes = &worker->replay;
    for (size_t at = lanes->count; at-- > 0;) {
        if (lanes->fate[at] == DESCENT__LANE_GOOD)
            continue;
        if (lanes->step >= lane_at(group, at)->request.until && !lane_at(group, at)->request.stopped) {
            /* Beyond its end: the run is whole, but it approaches nothing. */
            lane_at(group, at)->later_move = INFINITY;
            finish_lane(group, at, false);
        } else if (lanes->fate[at] == DESCENT__LANE_FAILED) {
            descent__lanes_get(lanes, DESCENT__LANE_POINT, at, worker->work);
            descent__worker_fail(worker, lanes->slot[at], lanes->step, worker->work, lanes->code[at]);
        } else {
            finish_or_repeat(group, at);
        }
        remove_lane(group, at);
    }
}

/* Measures a move that was made beyond the run's last step. */
static void look_beyond(replay_group *group, size_t at)
{
    const descent__lanes *const lanes = &group->worker->replay;
    replay_lane *const lane = lane_at(group, at);
    const double move = descent__lanes_distance(lanes, DESCENT__LANE_POINT, descent__lanes_before(lanes), at);
    lane->later_move = fmax(move, lane->later_move); /* not a number so far: then the move */
}

/* What is looked at after each step of the runs and, as long as they have not all made their last, of their twins. */
static void look_at_lanes(replay_group *group)
{
    const descent__lanes *const lanes = &group->worker->replay;
    for (size_t at = 0; at < lanes->count; at++) {
        if (lanes->step > lane_at(group, at)->request.until) {
            look_beyond(group, at);
            continue;
        }
        record_point(group, at);
        descent__twin_follow(group->worker, at, &lane_at(group, at)->twin);
    }
}

static void run_group(replay_group *group)
{
    descent__worker *const worker = group->worker;
    descent__lanes_seal(&worker->replay);
    descent__lanes_seal(&worker->twin);
    for (size_t at = 0; at < worker->replay.count; at++)
        record_point(group, at);
    drop_finished(group);
    while (worker->replay.count > 0) {
        const bool twins = worker->replay.step < group->until;
        const size_t bad = descent__lanes_step(&worker->replay, &worker->evaluator);
        if (twins && descent__lanes_step(&worker->twin, &worker->evaluator) > 0)
            descent__twins_mend(worker);
        if (bad > 0)
            drop_bad(group);
        descent__lanes_commit(&worker->replay);
        if (twins)
            descent__lanes_commit(&worker->twin);
        look_at_lanes(group);
        drop_finished(group);
    }
}

void descent__worker_replay(descent__worker *worker)
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
