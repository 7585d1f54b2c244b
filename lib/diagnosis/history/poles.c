#include "diagnosis/history/poles.h"

#include <float.h>
#include <math.h>

#include "base/vector.h"
#include "diagnosis/verdict/predicates.h"
#include "problem/pole.h"
#include "trajectory/turning.h"

enum {
    most_steps = 32, /* are looked at of each sort, the first ones: a run of more swings, or is irregular. A cost */
    part_kept = 4    /* one part of so many of what is left of the budget */
};

/* Beside a pole slopes are large, and a step across it leads from or to where they are: it changes the gradient by such a factor, unless it
 * makes the loss rise or the run turn back. A cost, no edge: whether there is a pole is decided by the loss. */
static const double much_steeper = 4;

/* A step, and room for a point on it. */
typedef struct way {
    descent__evidence *evidence;
    const double *from, *to; /* the end nearer to the origin first: there the numbers are finer */
    bool is_turned;
    double *where;
    uint64_t least_left; /* calls that stay unspent */
} way;

static double loss_on(double part, void *context)
{
    const way *const w = context;
    for (size_t i = 0; i < w->evidence->n; i++)
        w->where[i] = w->from[i] * (1 - part) + w->to[i] * part;
    return descent__evidence_calls_left(w->evidence) > w->least_left ? descent__evidence_loss_at(w->evidence, w->where)
                                                                     : NAN;
}

/* Sets the ends of the step to a row; and what the numbers tell apart where the way begins, as a part of it: at the origin, rounding of
 * the parts themselves. */
static double take_step(way *w, size_t row)
{
    const size_t n = w->evidence->n;
    const double *const before = descent__evidence_point(w->evidence, row - 1);
    const double *const after = descent__evidence_point(w->evidence, row);
    double length = 0;
    for (size_t i = 0; i < n; i++)
        length = fmax(length, fabs(after[i] - before[i]));
    w->is_turned = descent__vector_max_abs(n, after) < descent__vector_max_abs(n, before);
    w->from = w->is_turned ? after : before;
    w->to = w->is_turned ? before : after;
    return DBL_EPSILON * fmax(descent__vector_max_abs(n, w->from) / length, DBL_EPSILON);
}

static descent__pole pole_of_step(way *w, double resolution)
{
    const descent__pole pole = descent__pole_between(loss_on, w, resolution);
    return w->is_turned ? (descent__pole){.near = pole.far, .far = pole.near, .at = pole.at} : pole;
}

/* Does anything that is recorded let the step to this row have crossed a pole? Not each that has: where one has, all are looked at. */
static bool may_have_crossed(const descent__evidence *evidence, size_t row)
{
    const double *const losses = evidence->losses, *const norms = evidence->norms;
    const double *const x = descent__evidence_point(evidence, row);
    if (losses && descent__rises(losses[row], losses[row - 1]))
        return true;
    if (norms && (norms[row] > much_steeper * norms[row - 1] || norms[row - 1] > much_steeper * norms[row]))
        return true;
    const size_t n = evidence->n;
    return row + 1 < evidence->finite && descent__turns_back(n, x - n, x, x + n);
}

/* What is told of the pole that was crossed first. */
static void tell_of(way *w, descent__pole pole, descent_event *event)
{
    descent__holdings *const holdings = w->evidence->holdings;
    const size_t n = w->evidence->n;
    event->value = pole.near < 0 ? -INFINITY : INFINITY;
    (void)loss_on(pole.at, w);
    holdings->pole = descent__arena_copy(w->evidence->keep, n, w->where);
    holdings->pole_known = sqrt(DBL_EPSILON) * descent__vector_distance(n, w->from, w->to);
    holdings->pole_from_below = (w->from[0] < w->to[0]) != w->is_turned;
    holdings->pole_falls_beyond = pole.far < 0;
}

/* The steps that may have crossed a pole; or, once one has, the others. False if not all of them could be looked at. */
static bool look_through(way *w, bool others, descent_event *event)
{
    const descent__evidence *const evidence = w->evidence;
    size_t looks = 0;
    for (size_t row = 1; row < evidence->finite; row++) {
        const double resolution = take_step(w, row);
        if (evidence->steps[row] != evidence->steps[row - 1] + 1 || !descent__pole_can_be_seen(resolution) ||
            may_have_crossed(evidence, row) == others)
            continue;
        if (looks++ == most_steps || descent__evidence_calls_left(evidence) <= w->least_left)
            return false;
        const descent__pole pole = pole_of_step(w, resolution);
        if (pole.near == 0)
            continue;
        if (event->count == 0 || evidence->steps[row] < event->first_step) {
            tell_of(w, pole, event);
            event->first_step = evidence->steps[row];
        }
        event->last_step = event->last_step > evidence->steps[row] ? event->last_step : evidence->steps[row];
        event->count++;
    }
    return descent__evidence_calls_left(evidence) > w->least_left;
}

bool descent__poles_find(descent__evidence *evidence, descent_event *event)
{
    if (!evidence->has_problem || evidence->random || evidence->evaluator.callback_code != 0 ||
        !descent__evaluator_has_loss(&evidence->evaluator))
        return false;
    const uint64_t left = descent__evidence_calls_left(evidence);
    way w = {.evidence = evidence,
             .where = descent__evidence_numbers(evidence, evidence->n),
             .least_left = left / part_kept};
    if (!w.where)
        return false;
    /* What fails or is too dear here is no failure of the run's, and was not asked for. */
    const bool exhausted = evidence->budget_exhausted;
    *event = (descent_event){.kind = DESCENT_EVENT_POLE, .value = NAN, .expected = NAN};
    evidence->holdings->more_poles = !look_through(&w, false, event);
    if (event->count > 0)
        (void)look_through(&w, true, event);
    evidence->budget_exhausted = exhausted;
    evidence->evaluator.callback_code = 0;
    return event->count > 0;
}
