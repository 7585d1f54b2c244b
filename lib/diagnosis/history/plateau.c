#include "diagnosis/history/plateau.h"

#include <math.h>

enum {
    least_points = 8, /* to become slow and quick again */
    least_steps = 5   /* fewer are short in any swing, where it turns */
};

/* Steps of a plateau are this part of the longest since the one before, and so many times shorter than those after. */
static const double fall = 0.01;
static const double rise = 10;

/* A spell of tiny steps: counted from 0, as the lengths are. */
typedef struct spell {
    size_t first, last;
    double longest; /* of its slowest few steps in a row */
} spell;

/* The longest of a few steps from step k on: what swings has steps as short as any where it turns, but not so many in a row. NaN if none
 * is longer than the rounding of where it is made. */
static double longest_from(const descent__facts *facts, size_t k)
{
    size_t longest = k;
    for (size_t other = k; other < k + least_steps; other++)
        if (facts->motion.lengths[other] > facts->motion.lengths[longest])
            longest = other;
    return descent__motion_moves(&facts->motion, &facts->series, longest) ? facts->motion.lengths[longest]
                                                                          : (double)NAN;
}

/*
 * The next spell that is over at or after step k, which becomes the step after it. It is over where steps are longer again: what comes
 * later, however many steps the run goes on for, changes nothing of it.
 */
static bool find_next(const descent__facts *facts, size_t *k, spell *found)
{
    const double *const lengths = facts->motion.lengths;
    const size_t steps = facts->motion.count - 1;
    const size_t begin = *k;
    size_t slowest = begin;
    double before = 0;
    bool grown = false;
    found->longest = INFINITY;
    for (; *k < steps && !(grown && lengths[*k] > rise * found->longest); ++*k) {
        const double longest = *k + least_steps <= steps ? longest_from(facts, *k) : (double)NAN;
        before = fmax(before, lengths[*k]);
        /* What moves within the distance that counts as arrived is nothing to be told. */
        grown = grown || (lengths[*k] >= rise * found->longest && !(lengths[*k] <= facts->tolerance));
        if (longest <= fmin(fall * before, found->longest)) {
            found->longest = longest;
            slowest = *k;
            grown = false;
        }
    }
    found->first = found->last = slowest;
    while (found->first > begin && lengths[found->first - 1] <= rise * found->longest)
        found->first--;
    while (found->last + 1 < steps && lengths[found->last + 1] <= rise * found->longest)
        found->last++;
    return grown;
}

/* Were the steps since step `since` as short before the last few, which were longer? Then those were a leap, and the spell is no slower than
 * what came before it. */
static bool follows_a_leap(const descent__facts *facts, size_t since, const spell *found)
{
    const double *const lengths = facts->motion.lengths;
    const double most = rise * found->longest;
    size_t leap = found->first;
    while (leap > since && lengths[leap - 1] > most)
        leap--;
    size_t before = leap;
    while (before > since && lengths[before - 1] <= most)
        before--;
    return found->first - leap < least_steps && leap - before >= least_steps;
}

/* The shortest step that is longer than the rounding of where it is made. */
static double shortest_within(const descent__facts *facts, const spell *found)
{
    double shortest = INFINITY;
    for (size_t k = found->first; k <= found->last; k++)
        if (descent__motion_moves(&facts->motion, &facts->series, k))
            shortest = fmin(shortest, facts->motion.lengths[k]);
    return shortest;
}

bool descent__plateau_find(const descent__facts *facts, descent_event *event)
{
    /* A step leads from its point to the next one, and is counted by that. */
    const uint64_t base = facts->series.first_step + 1;
    spell next;
    *event = (descent_event){.kind = DESCENT_EVENT_PLATEAU, .value = INFINITY, .expected = NAN};
    if (facts->motion.count < least_points)
        return false;
    for (size_t k = 0, since = 0; find_next(facts, &k, &next);) {
        if (follows_a_leap(facts, since, &next))
            continue;
        since = k;
        const double shortest = shortest_within(facts, &next);
        event->count++;
        if (shortest < event->value) {
            event->first_step = base + next.first;
            event->last_step = base + next.last;
            event->value = shortest;
        }
    }
    return event->count > 0;
}
