/* Facts of what returns: the period of the series, of its copy and of its outlook, and the cycle there. */
#include "diagnosis/verdict/facts.h"

#include <math.h>

#include "base/vector.h"
#include "diagnosis/evidence/copies.h"
#include "diagnosis/evidence/roughness.h"
#include "diagnosis/verdict/facts/asked.h"
#include "diagnosis/verdict/predicates.h"
#include "diagnosis/verdict/thresholds.h"
#include "trajectory/returns.h"
#include "trajectory/tolerances.h"

/* A motion whose returns are judged beside the noise of the gradient actually used, where that is more than the rounding
 * of the point. */
static descent__motion above_noise(descent__facts *facts, const descent__motion *motion)
{
    descent__motion above = *motion;
    if (descent__facts_first_time(facts, DESCENT__FACT_STEP_NOISE))
        facts->step_noise = descent__evidence_step_noise(facts->evidence, &facts->series);
    above.floor = fmax(above.floor, facts->step_noise);
    return above;
}

static void find_recurrence(descent__facts *facts, const descent__series *series, const descent__motion *motion,
                            descent__recurrence *recurrence)
{
    descent__evidence *evidence = facts->evidence;
    const descent__motion above = above_noise(facts, motion);
    descent__recurrence_find(&evidence->work, series, &above, evidence->options.period_limit, recurrence);
    if (recurrence->period > 0 || series->count == 0)
        return;
    /* On a grid the run comes back, if after more steps than are asked for: exact returns are looked for as far as the points go. */
    const descent__view view = descent__view_of(series);
    descent__recurrence longer;
    if (!descent__is_on_grid(&view, above.quarter, above.floor))
        return;
    descent__recurrence_find(&evidence->work, series, &above, series->count, &longer);
    if (longer.exact)
        *recurrence = longer;
}

const descent__recurrence *descent__facts_recurrence(descent__facts *facts)
{
    if (descent__facts_first_time(facts, DESCENT__FACT_RECURRENCE))
        find_recurrence(facts, &facts->series, &facts->motion, &facts->recurrence);
    return &facts->recurrence;
}

/* A memory that no point shows may still change under a motion that repeats to the last bit. */
static bool copy_repeats(descent__facts *facts, const descent__recurrence *recurrence)
{
    descent__evidence *evidence = facts->evidence;
    const size_t steps = (size_t)(descent__exact_rounds + 1) * recurrence->period + descent__exact_points;
    descent__series copy;
    if (descent__evidence_left(evidence) / DESCENT__COPY_BUDGET < steps) {
        evidence->budget_exhausted = true;
        return false;
    }
    if (descent__evidence_continue(evidence, steps, &copy) != DESCENT__MAP_MOVED)
        return false;
    const descent__view view = descent__view_of(&copy);
    return copy.count > steps &&
           descent__returns_within(&view, recurrence->period, 0, copy.count - recurrence->period, 0);
}

/*
 * Did it draw ever nearer to where it repeats to the last bit, round by round, down to rounding? All of that counts, be it to rounding only:
 * what leaps onto a cycle and off it again, as Lion does while its memory turns, does not come nearer to it first.
 */
static bool drew_nearer(const descent__facts *facts, const descent__view *view, const descent__recurrence *recurrence,
                        size_t wanted)
{
    const size_t period = recurrence->period;
    const size_t rounds = descent__near_returns(view, period, recurrence->amplitude) / period;
    const double rounding = descent__exact_return * recurrence->amplitude + facts->motion.floor;
    double last = 0;
    if (rounds * period < wanted)
        return false;
    for (size_t round = 0; round < rounds; round++) {
        const double miss = descent__largest_miss(view, period, round * period, (round + 1) * period);
        if (miss < last && last > rounding)
            return false;
        last = miss;
    }
    return true;
}

/* By the points alone they must repeat for twice as long. */
static bool repeats_alone(const descent__facts *facts, const descent__recurrence *recurrence)
{
    const descent__view view = descent__view_of(&facts->series);
    const size_t rounds = (size_t)descent__exact_rounds * recurrence->period;
    const size_t window = 2 * (rounds > descent__equal_points ? rounds : (size_t)descent__equal_points);
    return window + recurrence->period <= view.count &&
           (descent__returns_within(&view, recurrence->period, 0, window, 0) ||
            drew_nearer(facts, &view, recurrence, window));
}

static bool copy_goes_on_settling(descent__facts *facts, const descent__recurrence *recurrence)
{
    descent__evidence *evidence = facts->evidence;
    const bool copies = evidence->copies_trusted && !evidence->options.path_only;
    const double period = (double)recurrence->period;
    if (recurrence->brief)
        return copies ? copy_repeats(facts, recurrence) : repeats_alone(facts, recurrence);
    if (recurrence->exact || facts->continued || !copies)
        return true;
    const double rate = -log(recurrence->factor) / 2;
    const double wanted = fmax(DESCENT__LEAST_PERIODS, ceil(log(DESCENT__RETURNS_LEFT) / rate)) * period;
    const double affordable = (double)(descent__evidence_left(evidence) / DESCENT__COPY_BUDGET);
    const size_t steps = (size_t)fmin(wanted, affordable);
    descent__series copy;
    if ((double)steps < period * fmin(DESCENT__LEAST_PERIODS, log(DESCENT__RETURNS_SEEN) / rate)) {
        evidence->budget_exhausted |= affordable < wanted;
        return false;
    }
    if (descent__evidence_continue(evidence, steps, &copy) != DESCENT__MAP_MOVED)
        return false;
    const descent__motion above = above_noise(facts, &facts->motion);
    return descent__recurrence_goes_on(&copy, &above, recurrence);
}

bool descent__facts_recurrence_goes_on(descent__facts *facts)
{
    if (descent__facts_first_time(facts, DESCENT__FACT_RECURRENCE_GOES_ON))
        facts->recurrence_goes_on = copy_goes_on_settling(facts, descent__facts_recurrence(facts));
    return facts->recurrence_goes_on;
}

const descent__orbit *descent__facts_orbit(descent__facts *facts)
{
    if (descent__facts_first_time(facts, DESCENT__FACT_ORBIT))
        descent__orbit_measure(facts->evidence, &facts->series, descent__facts_recurrence(facts), &facts->orbit);
    return &facts->orbit;
}

const descent__orbit *descent__facts_orbit_of_copy(descent__facts *facts)
{
    descent__evidence *evidence = facts->evidence;
    const descent__series *copy = &facts->lyapunov.series;
    descent__motion *motion = &facts->motion_of_copy;
    descent__recurrence recurrence;
    if (!descent__facts_first_time(facts, DESCENT__FACT_ORBIT_OF_COPY) ||
        !descent__motion_measure(&evidence->work, copy, motion))
        return &facts->orbit_of_copy;
    find_recurrence(facts, copy, motion, &recurrence);
    facts->orbit_of_copy.recurrence = recurrence;
    /* A cycle that the copy only comes to later is not measured: the run is not there. */
    if (recurrence.period > 0 && descent__repeats_from_the_start(&recurrence))
        descent__orbit_measure(evidence, copy, &recurrence, &facts->orbit_of_copy);
    return &facts->orbit_of_copy;
}

const descent__orbit *descent__facts_orbit_onward(descent__facts *facts)
{
    descent__evidence *evidence = facts->evidence;
    descent__motion motion;
    descent__recurrence recurrence;
    if (!descent__facts_first_time(facts, DESCENT__FACT_ORBIT_ONWARD))
        return &facts->orbit_onward;
    const descent__outlook *outlook = descent__facts_outlook(facts);
    if (!outlook->known || outlook->result != DESCENT__MAP_MOVED || outlook->rests || outlook->stayed ||
        !descent__motion_measure(&evidence->work, &outlook->series, &motion))
        return &facts->orbit_onward;
    find_recurrence(facts, &outlook->series, &motion, &recurrence);
    if (recurrence.period > 0)
        descent__orbit_measure(evidence, &outlook->series, &recurrence, &facts->orbit_onward);
    return &facts->orbit_onward;
}

enum {
    rounds_of_memory = 2 /* whose changes tell by what factor they shrink */
};

/* Makes a round of the cycle, and keeps its points unless they are not asked for. */
static bool go_round(descent__map *map, size_t period, double *points)
{
    for (size_t k = 0; k < period; k++) {
        if (descent__map_step(map) != DESCENT__MAP_MOVED)
            return false;
        if (points)
            descent__vector_copy(map->n, map->state, points + k * map->n);
    }
    return true;
}

/* Where the numbers of a state go whose changes shrink by a steady factor from round to round (Aitken, 1926). */
static void go_to_limit(size_t count, const double *first, const double *second, double *third)
{
    for (size_t i = 0; i < count; i++) {
        const double before = second[i] - first[i], last = third[i] - second[i];
        const double factor = last / before;
        if (fabs(before) > DESCENT__MEMORY_MOVES * fabs(third[i]) && factor > 0 && factor < 1)
            third[i] += last * factor / (1 - factor);
    }
}

static bool is_same_round(const descent__map *map, size_t period, const double *one, const double *other, double most)
{
    for (size_t k = 0; k < period; k++)
        if (!(descent__vector_distance(map->n, one + k * map->n, other + k * map->n) <= most))
            return false;
    return true;
}

/*
 * Steps that depend on the sign of a memory alone, as Lion's do, show nothing of it until it has changed: points may return to the last
 * bit while it fades toward where it turns them. So a round is made with the memory to which the rounds lead. (It is linear in what the
 * cycle feeds it: what steps alike with the memory of now and with that of the end does so with all between.)
 */
bool descent__facts_memory_keeps_cycle(descent__facts *facts, const descent__orbit *orbit)
{
    descent__evidence *evidence = facts->evidence;
    const size_t period = orbit->cycle.period, round = period * evidence->n;
    descent__map map;
    if (!evidence->copies_trusted || !descent__evidence_rule_tells_nothing(evidence) ||
        !descent__evidence_affords(evidence, (rounds_of_memory + 1) * period) ||
        !descent__evidence_map_at_end(evidence, &map) || map.kept == 0)
        return true;
    const size_t size = map.state_size;
    double *states = descent__evidence_numbers(evidence, (rounds_of_memory + 1) * size + 2 * round);
    if (!states)
        return true;
    double *points = states + (rounds_of_memory + 1) * size;
    if (orbit == &facts->orbit_onward)
        descent__map_restore(&map, &descent__facts_outlook(facts)->state);
    descent__state end = descent__map_save(&map, states);
    for (size_t k = 1; k <= rounds_of_memory; k++) {
        if (!go_round(&map, period, points))
            return true;
        end = descent__map_save(&map, states + k * size);
    }
    const size_t n = evidence->n;
    go_to_limit(size - n, states + n, states + size + n, states + 2 * size + n);
    descent__map_restore(&map, &end);
    return !go_round(&map, period, points + round) ||
           is_same_round(&map, period, points, points + round, descent__near_return * orbit->recurrence.amplitude);
}
