#include "sweep/read/doublings.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "base/call.h"
#include "base/status.h"
#include "base/vector.h"
#include "sweep/read/cycle.h"
#include "sweep/read/results.h"
#include "sweep/run/plan.h"

/* A cycle is followed in so many parts, in more where Newton's method loses it: of the way from a value of the sweep to the
 * next, or of a longer one. */
static const size_t first_parts = 8;
static const size_t most_parts_of_one = 64;
static const size_t most_parts_of_many = 4096;
/* Bisection halves the interval at most this often: then no number lies inside. */
static const size_t bisections = 80;
/* The ratio of the distances between doublings (Feigenbaum 1978), to guess where the next one is. */
static const double feigenbaum = 4.66920160910299;
/* Steps after which a run has settled on its cycle well enough for Newton's method. */
static const size_t settling_steps = 20000;
/* Longest cycle whose doubling is sought. */
static const size_t longest_doubled = 64;
/* det(J + 1) where a multiplier is −1 against where it jumps over that: the slope of a multiplier over a few units of rounding,
 * or the error of a Hessian by differences times the 64 steps of the longest cycle. No edge: jumps are of the order of 1. */
static const double vanishing = 1e-2;
/* Between two values of a sweep, further doublings are sought in so small a part of what is left: two ratios of Feigenbaum's. No
 * edge: the halving ends there. */
static const double least_part = 1.0 / 16;

/*
 * Beyond a doubling the double cycle is sought at distances of so many quarters of one another, from the spacing of the sweep down;
 * 8 reach from there to where the fifth doubling of a cascade has the next one behind it. Each round turns over
 * by more than it did, so that a nudge of this share of the cycle's size grows to the double cycle in the steps that there are.
 */
static const size_t birth_distances = 8;
static const double nudge_share = 1e-3;
/* A cycle that is born there is half as wide at a quarter of the distance (its width goes as the root); one that only
 * passes by is as wide. No edge: 1 and 2 are far from both. */
static const double least_width_ratio = 1.4, most_width_ratio = 2.8;

typedef struct doubling_list {
    size_t count, capacity;
    descent_doubling *items;
} doubling_list;

/* What is needed to follow cycles. */
typedef struct follower {
    const descent_sweep *sweep;
    descent__cycle cycle;
    double *state;  /* m: on the cycle, at the lower end of what is looked at */
    double *moving; /* m: the same, on the way */
    size_t most_parts;
    doubling_list found;
    descent_doubling refused; /* the last at which no cycle of twice the period begins: other runs come to it, too */
} follower;

/* The state of the cycle at `to`, from that at `from`, in small parts. */
static bool follow(follower *f, size_t period, double from, double to, double *state, descent__cycle_tests *tests)
{
    const size_t m = f->cycle.state_size;
    for (size_t parts = first_parts; parts <= f->most_parts; parts *= 8) {
        bool good = true;
        descent__vector_copy(m, state, f->moving);
        for (size_t i = 1; i <= parts && good; i++) {
            const double t = (double)i / (double)parts;
            descent__cycle_set(&f->cycle, from * (1 - t) + to * t);
            good = descent__cycle_refine(&f->cycle, period, f->moving, tests);
        }
        if (good) {
            descent__vector_copy(m, f->moving, state);
            return true;
        }
    }
    return false;
}

/* How far half of its period takes a state of a cycle. Infinite if the map fails. */
static double width(follower *f, size_t period, const double *state)
{
    const size_t m = f->cycle.state_size;
    descent__vector_copy(m, state, f->moving);
    for (size_t k = 0; k < period / 2; k++)
        if (!descent__cycle_step(&f->cycle, f->moving))
            return INFINITY;
    return descent__vector_distance(m, f->moving, state);
}

/* Is the cycle of a period of its own, not of one of its divisors? Half is the only one it could have come from, to which it would be as near
 * as rounding. */
static bool has_own_period(follower *f, size_t period, const double *state)
{
    if (period == 1)
        return true;
    const double apart = width(f, period, state);
    /* No edge: a cycle is wider soon after its birth, by the root of the distance. */
    return isfinite(apart) && apart > 1e-7 * fmax(descent__vector_max_abs(f->cycle.state_size, state), 1e-300);
}

/* Is the cycle near `state`, `distance` beyond `value`, one of this period that began at `value`? */
static bool begins_at(follower *f, size_t period, double value, double distance, double *state)
{
    descent__cycle_tests tests;
    descent__cycle_set(&f->cycle, value + distance);
    if (!descent__cycle_refine(&f->cycle, period, state, &tests) || !has_own_period(f, period, state))
        return false;
    const double wide = width(f, period, state);
    if (!follow(f, period, value + distance, value + distance / 4, state, &tests) || !has_own_period(f, period, state))
        return false;
    const double ratio = wide / width(f, period, state);
    return ratio > least_width_ratio && ratio < most_width_ratio;
}

/* Runs `settling_steps` steps from a state beside f->state, in place. */
static bool settle_beside(follower *f, double *state)
{
    const size_t m = f->cycle.state_size;
    const double size = descent__vector_max_abs(m, f->state);
    const double nudge =
        nudge_share * (size > 0 ? size : fmax(descent__vector_max_abs(f->cycle.map.n, f->sweep->start), 1));
    for (size_t i = 0; i < m; i++)
        state[i] = f->state[i] + nudge / (double)(i + 1);
    for (size_t k = 0; k < settling_steps; k++)
        if (!descent__cycle_step(&f->cycle, state))
            return false;
    return true;
}

/*
 * Is there a cycle of twice the period beyond `value`, where f->state is on one of this period that loses its stability? On a
 * parabola none is, and the runs leave; where it lies before `value` and repels, nothing has doubled either. The run
 * from the start may be on it, or one that begins beside the cycle that was left.
 */
static bool has_doubled(follower *f, size_t period, double value)
{
    const size_t count = f->sweep->count;
    const double *const values = f->sweep->values;
    f->most_parts = first_parts; /* where it takes more, a shorter distance will do */
    double distance = (values[count - 1] - values[0]) / (double)count, state[descent__cycle_states];
    for (size_t i = 0; i < birth_distances; i++, distance /= 4)
        for (int from_start = 0; from_start < 2; from_start++) {
            descent__cycle_set(&f->cycle, value + distance);
            const bool settled = from_start ? descent__cycle_run(&f->cycle, f->sweep->start, settling_steps, state)
                                            : settle_beside(f, state);
            if (settled && begins_at(f, 2 * period, value, distance, state))
                return true;
        }
    return false;
}

static bool are_one(const descent_doubling *found, size_t period, double value, double error)
{
    return found->period == period && fabs(found->value - value) <= 2 * (found->error + error);
}

/* Was this doubling found before, from another run? */
static bool is_known(const follower *f, size_t period, double value, double error)
{
    for (size_t i = 0; i < f->found.count; i++)
        if (are_one(&f->found.items[i], period, value, error))
            return true;
    return false;
}

/* Keeps a doubling with its orbit. */
static descent_status keep(follower *f, size_t period, double value, double error)
{
    const size_t n = f->cycle.map.n;
    if (f->found.count == f->found.capacity) {
        const size_t capacity = f->found.capacity > 0 ? 2 * f->found.capacity : 8;
        descent_doubling *const grown = descent__retake(f->found.items, capacity * sizeof *grown);
        if (!grown)
            return descent__fail_memory("doublings", capacity * sizeof *grown);
        f->found.items = grown;
        f->found.capacity = capacity;
    }
    double *const orbit = descent__take(period * n * sizeof *orbit);
    if (!orbit)
        return descent__fail_memory("orbit of a doubling", period * n * sizeof *orbit);
    descent__vector_copy(f->cycle.state_size, f->state, f->moving);
    for (size_t k = 0; k < period; k++) {
        descent__vector_copy(n, f->moving, orbit + k * n);
        descent__cycle_step(&f->cycle, f->moving);
    }
    f->found.items[f->found.count++] =
        (descent_doubling){.period = period, .value = value, .error = error, .orbit = orbit};
    return DESCENT_SUCCESS;
}

/*
 * Narrows the interval from `low`, where f->state is the cycle and det(J + 1) > 0, to `high`, where it is < 0. `*located` tells
 * whether there is a doubling: a determinant that only jumps over zero belongs to two cycles, between which Newton's method
 * has leapt.
 */
static descent_status narrow(follower *f, size_t period, double low, double high, bool *located)
{
    const size_t m = f->cycle.state_size;
    const double range = f->sweep->values[f->sweep->count - 1] - f->sweep->values[0];
    const double scale = fmax(fmax(fabs(low), fabs(high)), range); /* values may be near 0 by chance */
    double end[descent__cycle_states];
    descent__cycle_tests tests = {0};
    for (size_t i = 0; i < bisections; i++) {
        const double middle = low / 2 + high / 2;
        if (!(middle > low && middle < high))
            break;
        descent__vector_copy(m, f->state, end);
        if (!follow(f, period, low, middle, end, &tests))
            return DESCENT_SUCCESS;
        if (tests.flip < 0) {
            high = middle;
        } else {
            low = middle;
            descent__vector_copy(m, end, f->state);
        }
    }
    descent__cycle_set(&f->cycle, low);
    if (!descent__cycle_refine(&f->cycle, period, f->state, &tests) || !(fabs(tests.flip) <= vanishing) ||
        !has_own_period(f, period, f->state))
        return DESCENT_SUCCESS;
    /* The determinant is known to rounding in the Hessian along the cycle, and so is its zero. */
    const double relative = f->cycle.hessian.source == DESCENT_HESSIAN_CALLBACK ? 1e-13 : 1e-8;
    const double value = low / 2 + high / 2, error = fmax(high - low, relative * scale * (double)period);
    *located = is_known(f, period, value, error);
    if (*located || are_one(&f->refused, period, value, error))
        return DESCENT_SUCCESS;
    *located = has_doubled(f, period, value);
    if (!*located) {
        f->refused = (descent_doubling){.period = period, .value = value, .error = error};
        return DESCENT_SUCCESS;
    }
    descent__cycle_set(&f->cycle, low);
    return keep(f, period, value, error);
}

/* Is the state, at this value, on a cycle of this period that has not doubled yet? Refines it. */
static bool begin(follower *f, size_t period, double value, double *state, descent__cycle_tests *tests)
{
    descent__cycle_set(&f->cycle, value);
    return descent__cycle_refine(&f->cycle, period, state, tests) && tests->flip > 0 &&
           has_own_period(f, period, state);
}

/*
 * Seeks the value between low and high at which the cycle that f->state lies on at low loses its stability: det(J + 1)
 * changes its sign.
 */
static descent_status locate(follower *f, size_t period, double low, double high, bool *located)
{
    descent__cycle_tests tests;
    double end[descent__cycle_states];
    *located = false;
    f->most_parts = most_parts_of_many;
    if (!begin(f, period, low, f->state, &tests))
        return DESCENT_SUCCESS;
    descent__vector_copy(f->cycle.state_size, f->state, end);
    if (!follow(f, period, low, high, end, &tests) || !(tests.flip < 0))
        return DESCENT_SUCCESS;
    return narrow(f, period, low, high, located);
}

/* Follows the cascade beyond what the sweep shows: each doubling is 4.67 times closer to the one before. */
static descent_status continue_cascade(follower *f)
{
    bool located = true;
    while (located && f->found.count >= 2) {
        const descent_doubling *const last = &f->found.items[f->found.count - 1], *const before = last - 1;
        const size_t period = 2 * last->period;
        const double gap = (last->value - before->value) / feigenbaum;
        if (period > longest_doubled || last->period != 2 * before->period)
            break;
        const double low = last->value + gap / 4, high = last->value + gap * 3 / 2;
        descent__cycle_set(&f->cycle, low);
        if (!descent__cycle_run(&f->cycle, f->sweep->start, settling_steps, f->state))
            break;
        const descent_status status = locate(f, period, low, high, &located);
        if (status != DESCENT_SUCCESS)
            return status;
    }
    return DESCENT_SUCCESS;
}

/*
 * The first segment after segment i that is settled otherwise: what lies between is of the same period or unsettled, as far as
 * one can see on the same cycle, but no chaos.
 */
static size_t end_of_period(const descent_bifurcation *data, size_t i)
{
    const descent_bifurcation_segment *const segments = data->segments;
    bool chaos = false;
    size_t next = i + 1;
    for (; next < data->segment_count; next++) {
        chaos = chaos || segments[next].ending == DESCENT_ENDING_CHAOTIC;
        if (segments[next].period != 0 && (chaos || segments[next].period != segments[i].period))
            break;
    }
    return next;
}

/*
 * Follows the cycle that the run number `run` settles on, from value to value up to that of run `last`, to where it doubles.
 * Where one of its multipliers passes +1 it is followed no further: the runs beyond are on another one.
 */
static descent_status follow_run(follower *f, size_t period, size_t run, size_t last, bool *located)
{
    const double *const values = f->sweep->values;
    const size_t m = f->cycle.state_size;
    descent__cycle_tests tests;
    double end[descent__cycle_states];
    *located = false;
    f->most_parts = most_parts_of_one;
    descent__cycle_set(&f->cycle, values[run]);
    if (!descent__cycle_run(&f->cycle, f->sweep->start, settling_steps, f->state) ||
        !begin(f, period, values[run], f->state, &tests))
        return DESCENT_SUCCESS;
    const double fold = tests.fold;
    for (size_t k = run + 1; k <= last; k++) {
        descent__vector_copy(m, f->state, end);
        if (!follow(f, period, values[k - 1], values[k], end, &tests))
            break;
        if (tests.flip < 0)
            return narrow(f, period, values[k - 1], values[k], located);
        if ((tests.fold < 0) != (fold < 0))
            break;
        descent__vector_copy(m, end, f->state);
    }
    return DESCENT_SUCCESS;
}

/*
 * The doubling of the cycle that a segment is on. Its last run is nearest; those beside a doubling settle slowly, or have
 * doubled already without showing it: then an earlier one. A cycle may have become another of the same period
 * within a segment, so that runs far from its end are on another one.
 */
static descent_status follow_segment(follower *f, const descent_bifurcation_segment *segment, size_t last,
                                     bool *located)
{
    const size_t runs = segment->last - segment->first;
    *located = false;
    for (size_t back = 0; back <= runs && !*located; back = 2 * back + 1) {
        const descent_status status = follow_run(f, segment->period, segment->last - back, last, located);
        if (status != DESCENT_SUCCESS)
            return status;
    }
    return DESCENT_SUCCESS;
}

/* Doublings that follow the last one before `high`, where the runs have doubled more than once from one value to the next. */
static descent_status locate_between_values(follower *f, double high)
{
    bool located = true;
    while (located) {
        const descent_doubling last = f->found.items[f->found.count - 1];
        const size_t period = 2 * last.period;
        located = false;
        for (double part = 0.5; period <= longest_doubled && part >= least_part && !located; part /= 2) {
            const double low = last.value + part * (high - last.value);
            descent__cycle_set(&f->cycle, low);
            if (!descent__cycle_run(&f->cycle, f->sweep->start, settling_steps, f->state))
                break;
            const descent_status status = locate(f, period, low, high, &located);
            if (status != DESCENT_SUCCESS)
                return status;
        }
    }
    return DESCENT_SUCCESS;
}

/* Is there a segment of this period from number `next` on? */
static bool is_seen_again(const descent_bifurcation *data, size_t period, size_t next)
{
    for (size_t k = next; k < data->segment_count; k++)
        if (data->segments[k].period == period)
            return true;
    return false;
}

/*
 * The doubling of the cycle of segments i to next − 1; the last of them that has its period is nearest. A cycle is followed up
 * to the first run that has settled otherwise, and if that has doubled, to the last that has; where the sweep sees its
 * period no more, to the end: runs may have left it for another, and it may double all the same.
 */
static descent_status follow_segments(follower *f, const descent_bifurcation *data, size_t i, size_t next,
                                      bool *located)
{
    const descent_bifurcation_segment *const segments = data->segments;
    const size_t period = segments[i].period;
    size_t last = f->sweep->count - 1;
    if (next < data->segment_count && segments[next].period == 2 * period)
        last = segments[next].last;
    else if (is_seen_again(data, period, next))
        last = segments[next].first;
    *located = false;
    for (size_t k = next; k-- > i && !*located;) {
        const descent_status status =
            segments[k].period == period ? follow_segment(f, &segments[k], last, located) : DESCENT_SUCCESS;
        if (status != DESCENT_SUCCESS)
            return status;
    }
    return DESCENT_SUCCESS;
}

/* Doublings of the cycles that segments are on. */
static descent_status locate_doublings(follower *f, const descent_bifurcation *data)
{
    const descent_bifurcation_segment *const segments = data->segments;
    bool cascade = false;
    for (size_t i = 0, next; i < data->segment_count; i = next) {
        const size_t period = segments[i].period, before = f->found.count;
        bool located;
        next = i + 1;
        if (period == 0 || period > longest_doubled)
            continue;
        next = end_of_period(data, i);
        descent_status status = follow_segments(f, data, i, next, &located);
        const bool settled = next < data->segment_count, doubled = settled && segments[next].period == 2 * period;
        const bool unseen = f->found.count > before && settled && segments[next].period % (4 * period) == 0 &&
                            f->found.items[before].value < segments[next].low;
        if (status == DESCENT_SUCCESS && unseen)
            status = locate_between_values(f, segments[next].low);
        if (status != DESCENT_SUCCESS)
            return status;
        /* Only the first cascade is followed to its end. */
        const bool last_seen =
            doubled && (next + 1 >= data->segment_count || segments[next + 1].period != 2 * segments[next].period);
        if (located && !cascade && last_seen && f->found.count >= 2) {
            cascade = true;
            status = continue_cascade(f);
            if (status != DESCENT_SUCCESS)
                return status;
        }
    }
    return DESCENT_SUCCESS;
}

/* By value, and by period where values are equal. */
static int compare_doublings(const void *a, const void *b)
{
    const descent_doubling *const first = a, *const second = b;
    if (first->value < second->value || first->value > second->value)
        return first->value < second->value ? -1 : 1;
    return (first->period > second->period) - (first->period < second->period);
}

descent_status descent__doublings_locate(const descent_sweep *sweep, const descent_problem *problem,
                                         descent_bifurcation *data)
{
    double states[2 * descent__cycle_states];
    follower f = {.sweep = sweep, .state = states, .moving = states + descent__cycle_states};
    const bool constant = sweep->rule.schedule.kind == DESCENT_SCHEDULE_CONSTANT;
    const descent__rule_family *const family = descent__rule_family_of(&sweep->rule);
    const size_t points = family && descent__family_remembers(family) ? 2 : 1; /* in a state */
    /* Beyond these no cycle is followed, and no doubling reported. */
    if (!constant || !family || problem->dimension > descent__cycle_states / points)
        return DESCENT_SUCCESS;
    descent_status status =
        descent__cycle_open(&f.cycle, problem, &sweep->rule, sweep->kind == DESCENT__PLAN_PARAMETERS);
    if (status == DESCENT_SUCCESS)
        status = locate_doublings(&f, data);
    descent__cycle_close(&f.cycle);
    if (f.found.count > 1)
        qsort(f.found.items, f.found.count, sizeof *f.found.items, compare_doublings);
    data->doublings = f.found.items;
    data->doubling_count = f.found.count;
    return status;
}
