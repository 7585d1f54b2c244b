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
    size_t first, last, lowest;
} spell;

/*
 * The next spell that ends at or after step k, which becomes the step after it. It is over where steps are longer again: what comes
 * later, however many steps the run goes on for, changes nothing of it.
 */
static bool find_next(const descent__facts *facts, size_t *k, spell *found)
{
    const double *const lengths = facts->motion.lengths;
    const size_t steps = facts->motion.count - 1;
    const size_t begin = *k;
    *found = (spell){.lowest = begin};
    double before = 0;
    bool tiny = false, grown = false;
    for (; *k < steps && !(grown && lengths[*k] > rise * lengths[found->lowest]); ++*k) {
        const double length = lengths[*k];
        before = fmax(before, length);
        if (length <= (tiny ? lengths[found->lowest] : fall * before) &&
            descent__motion_moves(&facts->motion, &facts->series, *k)) {
            tiny = true;
            grown = false;
            found->lowest = *k;
        }
        grown = grown || (tiny && length >= rise * lengths[found->lowest]);
    }
    if (!grown)
        return false;
    const double most = rise * lengths[found->lowest];
    found->first = found->last = found->lowest;
    while (found->first > begin && lengths[found->first - 1] <= most)
        found->first--;
    while (found->last + 1 < steps && lengths[found->last + 1] <= most)
        found->last++;
    return true;
}

bool descent__plateau_find(const descent__facts *facts, descent_event *event)
{
    const double *const lengths = facts->motion.lengths;
    /* A step leads from its point to the next one, and is counted by that. */
    const uint64_t base = facts->series.first_step + 1;
    spell next;
    *event = (descent_event){.kind = DESCENT_EVENT_PLATEAU, .value = INFINITY, .expected = NAN};
    if (facts->motion.count < least_points)
        return false;
    for (size_t k = 0; find_next(facts, &k, &next);) {
        if (next.last - next.first + 1 < least_steps)
            continue;
        event->count++;
        if (lengths[next.lowest] < event->value) {
            event->first_step = base + next.first;
            event->last_step = base + next.last;
            event->value = lengths[next.lowest];
        }
    }
    return event->count > 0;
}
