/* Runs that are gone through again from some step on, with a record of their last points and a twin beside. */
#include "sweep/run/block.h"

#include <assert.h>

#include "base/vector.h"
#include "sweep/judge/run_verdict.h"
#include "sweep/run/twin.h"

typedef struct replay_lane {
    descent__replay request;
    size_t record_from; /* step of the first point that is recorded */
    size_t recorded;
    size_t end;                    /* step at which it is judged: the run's last, or that of its continuation */
    bool goes_on;                  /* the run has its results, and is continued to see whether its verdict holds */
    descent__expectation expected; /* then: what was said */
    descent__twin twin;
    size_t twin_from; /* step at which the twin is placed beside it */
    size_t place;     /* of its record among those of the group */
} replay_lane;

typedef struct replay_group {
    descent__worker *worker;
    replay_lane lanes[descent__most_twins];    /* by place */
    replay_lane *lane_at[descent__most_twins]; /* those that are still made, in the order of the worker's lanes */
    size_t first_end;                          /* no lane ends before this step */
    size_t twins_from;                         /* none of them has a twin before this one */
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
    descent__lanes_add(&worker->replay, slot, &setup);
    descent__lanes_add(&worker->twin, slot, &setup);
    const double *const x = worker->replay_state[0] + slot * n, *const previous = worker->replay_state[1] + slot * n;
    descent__lanes_set(&worker->replay, DESCENT__LANE_POINT, place, x);
    descent__lanes_set(&worker->replay, DESCENT__LANE_PREVIOUS, place, previous);
    replay_lane *const lane = &group->lanes[place];
    *lane = (replay_lane){.request = *request, .place = place, .end = request->until};
    lane->record_from = request->until + 1 > request->from + points ? request->until + 1 - points : request->from;
    group->lane_at[place] = lane;
    lane->twin_from = request->from;
    descent__twin_begin(worker, place, request->from, request->until, &lane->twin);
}

static void record_point(replay_group *group, size_t at)
{
    descent__worker *const worker = group->worker;
    const descent__lanes *const lanes = &worker->replay;
    replay_lane *const lane = group->lane_at[at];
    if (lanes->step < lane->record_from || lane->recorded == worker->phases.record_points)
        return;
    descent__lanes_get(lanes, DESCENT__LANE_POINT, at,
                       record_of(worker, lane->place) + lane->recorded * lanes->dimension);
    lane->recorded++;
}

/* The run in a lane as it is now, for its verdict. */
static descent__finished_run finished_run(replay_group *group, size_t at, bool stopped)
{
    descent__worker *const worker = group->worker;
    const descent__lanes *const lanes = &worker->replay;
    replay_lane *const lane = group->lane_at[at];
    if (lane->recorded == 0) /* a gradient that is no function of the point can stop it anywhere */
        descent__lanes_get(lanes, DESCENT__LANE_POINT, at, record_of(worker, lane->place));
    lane->recorded += lane->recorded == 0;
    return (descent__finished_run){
        .slot = lane->request.slot,
        .points = record_of(worker, lane->place),
        .count = lane->recorded,
        .steps = lanes->step < lane->end ? lanes->step : lane->end,
        .stopped = stopped,
        .exponent = stopped ? descent__exponent_unknown() : descent__twin_exponent(&lane->twin),
    };
}

/* Judges a run that has ended, and writes its results. True if it is to be continued. */
static bool finish_lane(replay_group *group, size_t at, bool stopped)
{
    descent__worker *const worker = group->worker;
    replay_lane *const lane = group->lane_at[at];
    const descent__finished_run finished = finished_run(group, at, stopped);
    descent_sweep_run setup = {.start = worker->start};
    descent__plan_run(worker->plan, worker->first_run + finished.slot, &setup);
    lane->expected = descent__worker_finish(worker, &setup, &finished);
    return lane->expected.further > 0;
}

/* Lets a run go on beyond its last step, with a new record, and a new twin for as long as the first one was there. */
static void continue_lane(replay_group *group, size_t at)
{
    descent__worker *const worker = group->worker;
    replay_lane *const lane = group->lane_at[at];
    const size_t now = worker->replay.step, points = worker->phases.record_points;
    lane->goes_on = true;
    lane->end = now + lane->expected.further;
    lane->recorded = 0;
    lane->record_from = lane->end + 1 - (points < descent__run_verdict_points ? points : descent__run_verdict_points);
    const size_t accompanied = worker->phases.last_steps;
    lane->twin_from = accompanied < lane->expected.further ? lane->end - accompanied : now;
    if (lane->twin_from == now)
        descent__twin_begin(worker, at, now, lane->end, &lane->twin);
}

/* Judges a run at the end of its continuation. */
static void confirm_lane(replay_group *group, size_t at, bool stopped)
{
    descent__worker *const worker = group->worker;
    const replay_lane *const lane = group->lane_at[at];
    const descent__finished_run finished = finished_run(group, at, stopped);
    descent_sweep_run setup = {.start = worker->start};
    descent__plan_run(worker->plan, worker->first_run + finished.slot, &setup);
    descent__worker_confirm(worker, &setup, &finished, &lane->expected);
}

static void remove_lane(replay_group *group, size_t at)
{
    descent__lanes_remove(&group->worker->replay, at);
    descent__lanes_remove(&group->worker->twin, at);
    group->lane_at[at] = group->lane_at[group->worker->replay.count];
}

/* The steps at which something is to be done again, so that the steps between need not ask each lane. */
static void plan_ahead(replay_group *group)
{
    group->first_end = group->twins_from = SIZE_MAX;
    for (size_t at = 0; at < group->worker->replay.count; at++) {
        const replay_lane *const lane = group->lane_at[at];
        group->first_end = lane->end < group->first_end ? lane->end : group->first_end;
        group->twins_from = lane->twin_from < group->twins_from ? lane->twin_from : group->twins_from;
    }
}

/* Runs that have arrived at the end of their replay, or cannot go on. */
static void drop_finished(replay_group *group)
{
    descent__lanes *const lanes = &group->worker->replay;
    if (lanes->step < group->first_end) /* a cost: none has arrived */
        return;
    for (size_t at = lanes->count; at-- > 0;) {
        const replay_lane *const lane = group->lane_at[at];
        if (lanes->step < lane->end)
            continue;
        if (lane->goes_on)
            confirm_lane(group, at, false);
        else if (finish_lane(group, at, lane->request.stopped)) {
            continue_lane(group, at);
            continue;
        }
        remove_lane(group, at);
    }
    plan_ahead(group);
}

/* A run that stops before its last points were to be recorded is gone through once more, now that the end is known: from its start, where
 * its verdict would have few points to go by. */
static void finish_or_repeat(replay_group *group, size_t at)
{
    descent__worker *const worker = group->worker;
    const descent__lanes *const lanes = &worker->replay;
    descent__replay request = group->lane_at[at]->request;
    if (request.until == lanes->step || request.stopped) {
        (void)finish_lane(group, at, true);
        return;
    }
    if (lanes->step - request.from < descent__run_verdict_points) {
        const size_t n = worker->sweep->dimension;
        descent_sweep_run setup = {.start = worker->start};
        descent__plan_run(worker->plan, worker->first_run + request.slot, &setup);
        descent__vector_copy(n, setup.start, worker->replay_state[0] + request.slot * n);
        descent__vector_fill(n, 0, worker->replay_state[1] + request.slot * n);
        request.from = 0;
    }
    request.until = lanes->step;
    request.stopped = true;
    worker->replays[worker->replay_count++] = request;
}

static void drop_bad(replay_group *group)
{
    descent__worker *const worker = group->worker;
    descent__lanes *const lanes = &worker->replay;
    for (size_t at = lanes->count; at-- > 0;) {
        if (lanes->fate[at] == DESCENT__LANE_GOOD)
            continue;
        if (group->lane_at[at]->goes_on) {
            /* Beyond its end: the run is whole. A callback that fails there is nobody's concern. */
            if (lanes->fate[at] == DESCENT__LANE_NONFINITE)
                confirm_lane(group, at, true);
        } else if (lanes->fate[at] == DESCENT__LANE_FAILED) {
            descent__lanes_get(lanes, DESCENT__LANE_POINT, at, worker->work);
            descent__worker_fail(worker, lanes->slot[at], lanes->step, worker->work, lanes->code[at]);
        } else {
            finish_or_repeat(group, at);
        }
        remove_lane(group, at);
    }
    plan_ahead(group);
}

/* What is looked at after each step. */
static void look_at_lanes(replay_group *group)
{
    descent__worker *const worker = group->worker;
    descent__twin *twins[descent__most_twins];
    const size_t now = worker->replay.step;
    for (size_t at = 0; at < worker->replay.count; at++) {
        replay_lane *const lane = group->lane_at[at];
        twins[at] = now > lane->twin_from ? &lane->twin : NULL;
        if (now >= lane->record_from)
            record_point(group, at);
    }
    if (now > group->twins_from)
        descent__twins_follow(worker, twins);
    for (size_t at = 0; at < worker->replay.count && now >= group->twins_from; at++)
        if (now == group->lane_at[at]->twin_from)
            descent__twin_begin(worker, at, now, group->lane_at[at]->end, &group->lane_at[at]->twin);
}

static void run_group(replay_group *group)
{
    descent__worker *const worker = group->worker;
    descent__lanes_seal(&worker->replay);
    descent__lanes_seal(&worker->twin);
    for (size_t at = 0; at < worker->replay.count; at++)
        record_point(group, at);
    plan_ahead(group);
    drop_finished(group);
    while (worker->replay.count > 0) {
        const bool accompanied = worker->replay.step >= group->twins_from;
        const size_t bad = descent__lanes_step(&worker->replay, &worker->evaluator);
        if (accompanied && descent__lanes_step(&worker->twin, &worker->evaluator) > 0)
            descent__twins_mend(worker);
        if (bad > 0)
            drop_bad(group);
        descent__lanes_commit(&worker->replay);
        if (accompanied)
            descent__lanes_commit(&worker->twin);
        else
            worker->twin.step = worker->replay.step;
        look_at_lanes(group);
        drop_finished(group);
    }
}

void descent__worker_replay(descent__worker *worker)
{
    replay_group group = {.worker = worker};
    const size_t capacity = worker->phases.replay_capacity;
    size_t next = 0;
    assert(capacity <= descent__most_twins);
    while (next < worker->replay_count) {
        const size_t from = worker->replays[next].from;
        size_t count = 0;
        while (next < worker->replay_count && count < capacity && worker->replays[next].from == from)
            add_lane(&group, count++, &worker->replays[next++]);
        run_group(&group);
    }
    worker->replay_count = 0;
}
