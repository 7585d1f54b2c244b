#include "diagnosis/history/events.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>

#include "base/vector.h"
#include "diagnosis/history/jumps.h"
#include "diagnosis/history/lingering.h"
#include "diagnosis/history/plateau.h"
#include "diagnosis/history/poles.h"
#include "trajectory/turning.h"

enum {
    most_events = 8, /* are told; a list of more is not read */
    least_flips = 2  /* one is a turn, not an oscillation */
};

/* A rise of the loss beyond so many roundings. */
static const double loss_roundings = 16;

/* A step against the one before: this cosine or less. */
static const double flip_cosine = -0.5;

static descent_event *add(descent_diagnosis *diagnosis, descent_event_kind kind, uint64_t first, uint64_t last)
{
    if (diagnosis->event_count >= most_events)
        return NULL;
    descent_event *event = &diagnosis->events[diagnosis->event_count++];
    *event = (descent_event){.kind = kind, .first_step = first, .last_step = last, .value = NAN, .expected = NAN};
    return event;
}

/* Beyond its rounding. */
static bool is_higher(double loss, double before)
{
    const double rounding = loss_roundings * DBL_EPSILON * fmax(fabs(loss), fabs(before));
    const bool overflows = isinf(loss - before) && loss > before;
    return overflows || loss - before > rounding;
}

/* A rise of the loss by more than its rounding, from the last that was a number: in between it may have had no value. */
static void loss_rises(const descent__evidence *evidence, descent_diagnosis *diagnosis)
{
    const double *losses = evidence->losses;
    uint64_t count = 0;
    size_t first = 0;
    size_t last = 0;
    double largest = 0;
    double before = losses && evidence->finite > 0 ? losses[0] : NAN;
    for (size_t row = 1; losses && row < evidence->finite; row++) {
        const double rise = losses[row] - before;
        const bool rises = is_higher(losses[row], before);
        before = isnan(losses[row]) ? before : losses[row];
        if (!rises)
            continue;
        first = count++ ? first : row;
        last = row;
        largest = fmax(largest, rise);
    }
    if (count == 0)
        return;
    descent_event *event = add(diagnosis, DESCENT_EVENT_LOSS_ROSE, evidence->steps[first], evidence->steps[last]);
    if (event) {
        event->value = largest;
        event->count = count;
    }
}

/* Who hears that the loss falls is told if that is not all it did. */
static void loss_on_the_way(const descent__evidence *evidence)
{
    const double *losses = evidence->losses;
    evidence->holdings->start_had_no_loss =
        losses && evidence->rows > 0 && evidence->steps[0] == 0 && !isfinite(losses[0]);
    if (!losses || evidence->finite == 0 || !isfinite(losses[0]) || !isfinite(losses[evidence->finite - 1]))
        return;
    evidence->holdings->loss_began_lower = is_higher(losses[evidence->finite - 1], losses[0]);
    for (size_t row = 0; row < evidence->finite; row++) {
        evidence->holdings->loss_had_none |= !isfinite(losses[row]);
        evidence->holdings->loss_was_lower |= is_higher(losses[evidence->finite - 1], losses[row]);
    }
    size_t first = evidence->finite - 1;
    while (first > 0 && evidence->steps[first] == evidence->steps[first - 1] + 1 &&
           is_higher(losses[first], losses[first - 1]))
        first--;
    evidence->holdings->rose_at_end = evidence->finite - 1 - first;
}

/* Longer than rounding makes it, be it that of the points or of differences of the loss. */
static bool is_step(const descent__facts *facts, size_t k)
{
    return descent__motion_moves(&facts->motion, &facts->series, k) && facts->motion.lengths[k] > facts->step_noise;
}

/* From row k step k + 1 goes back against the one that led there. */
static void sign_flips(const descent__facts *facts, descent_diagnosis *diagnosis)
{
    const descent__series *series = &facts->series;
    const double *lengths = facts->motion.lengths;
    uint64_t count = 0;
    size_t first = 0;
    size_t last = 0;
    for (size_t k = 1; k + 1 < series->count; k++) {
        const double *x = descent__series_point(series, k);
        if (descent__turn_of(series->n, x - series->n, x, x + series->n, lengths[k - 1], lengths[k]) > flip_cosine)
            continue;
        if (!is_step(facts, k - 1) || !is_step(facts, k)) {
            /* who stands still does not turn */
            facts->evidence->holdings->turns_by_rounding |= (lengths[k - 1] > 0 && lengths[k] > 0);
            continue;
        }
        first = count++ ? first : k;
        last = k;
    }
    if (count < least_flips)
        return;
    descent_event *event =
        add(diagnosis, DESCENT_EVENT_SIGN_FLIPS, series->first_step + first + 1, series->first_step + last + 1);
    if (event)
        event->count = count;
}

static void step_size_change(const descent__evidence *evidence, descent_diagnosis *diagnosis)
{
    if (!evidence->has_rule || evidence->rule.schedule.kind == DESCENT_SCHEDULE_CONSTANT || evidence->step < 2)
        return;
    double first;
    if (descent_rule_step_size(&evidence->rule, 0, &first) != DESCENT_SUCCESS ||
        !(fabs(evidence->step_size - first) > 0))
        return;
    descent_event *event = add(diagnosis, DESCENT_EVENT_STEP_SIZE, 1, evidence->step);
    if (event)
        event->value = evidence->step_size / first;
}

/* The first recorded value that is not finite, or what is not at the end: of an explosion, too. */
static void nonfinite_values(const descent__facts *facts, descent_diagnosis *diagnosis)
{
    const descent__evidence *evidence = facts->evidence;
    descent_quantity quantity = facts->broken;
    uint64_t step = evidence->step;
    const bool losses_known = evidence->losses && evidence->finite && isfinite(evidence->losses[0]);
    for (size_t row = 0; row < evidence->finite; row++) {
        const bool loss = losses_known && !isfinite(evidence->losses[row]);
        const bool norm = evidence->norms && isinf(evidence->norms[row]);
        if (!loss && !norm)
            continue;
        quantity = loss ? DESCENT_QUANTITY_LOSS : DESCENT_QUANTITY_GRADIENT;
        step = evidence->steps[row];
        break;
    }
    if (quantity == DESCENT_QUANTITY_POINT)
        step = evidence->finite < evidence->rows ? evidence->steps[evidence->finite] : evidence->step + 1;
    if (quantity == DESCENT_QUANTITY_NONE)
        return;
    descent_event *event = add(diagnosis, DESCENT_EVENT_NONFINITE, step, step);
    if (event)
        event->quantity = quantity;
}

static void onset(const descent__facts *facts, const descent__decision *decision, descent_diagnosis *diagnosis)
{
    const bool escapes = decision->ending == DESCENT_ENDING_DIVERGING || decision->ending == DESCENT_ENDING_UNBOUNDED;
    /* Of a copy it may begin later than the run ends. */
    const uint64_t last = diagnosis->pace.onset > diagnosis->steps ? diagnosis->pace.onset : diagnosis->steps;
    descent_event *event = NULL;
    if (decision->orbit) {
        event = add(diagnosis, DESCENT_EVENT_OSCILLATION, diagnosis->pace.onset, last);
        if (event)
            event->value = decision->orbit->recurrence.amplitude;
    } else if (escapes && facts->growth.growing) {
        event = add(diagnosis, DESCENT_EVENT_GROWTH, diagnosis->pace.onset, last);
        if (event)
            event->value = facts->growth.total;
    }
}

static void plateau(const descent__facts *facts, descent_diagnosis *diagnosis)
{
    descent_event found;
    if (!descent__plateau_find(facts, &found))
        return;
    descent_event *event = add(diagnosis, DESCENT_EVENT_PLATEAU, found.first_step, found.last_step);
    if (event)
        *event = found;
}

static void lingering(descent__facts *facts, descent_diagnosis *diagnosis)
{
    descent_event found;
    if (!descent__lingering_find(facts, &found))
        return;
    descent_event *event = add(diagnosis, DESCENT_EVENT_LINGERING, found.first_step, found.last_step);
    if (event)
        *event = found;
}

static int by_first_step(const void *left, const void *right)
{
    const descent_event *a = left;
    const descent_event *b = right;
    if (a->first_step != b->first_step)
        return a->first_step < b->first_step ? -1 : 1;
    return (int)a->kind - (int)b->kind;
}

/* Is the series the recorded one, in single steps? Whatever a copy comes to afterwards is no matter of these. */
static bool shows_single_steps(const descent__facts *facts)
{
    return !facts->continued && facts->course.stride == 1;
}

void descent__events_find(descent__facts *facts, const descent__decision *decision, descent_diagnosis *diagnosis)
{
    descent__evidence *evidence = facts->evidence;
    diagnosis->events = descent__arena_take(evidence->keep, most_events, sizeof *diagnosis->events);
    if (!diagnosis->events)
        return;
    if (evidence->changes > 0)
        add(diagnosis, DESCENT_EVENT_RULE_CHANGED, evidence->changed_at, evidence->changed_at)->count =
            evidence->changes;
    nonfinite_values(facts, diagnosis);
    if (evidence->finite == 0 || !facts->motion.lengths)
        return;
    const bool single_steps = shows_single_steps(facts);
    lingering(facts, diagnosis);
    if (single_steps)
        plateau(facts, diagnosis);
    loss_rises(evidence, diagnosis);
    loss_on_the_way(evidence);
    onset(facts, decision, diagnosis);
    if (single_steps)
        sign_flips(facts, diagnosis);
    step_size_change(evidence, diagnosis);
    qsort(diagnosis->events, diagnosis->event_count, sizeof *diagnosis->events, by_first_step);
}

static void add_found(descent_diagnosis *diagnosis, const descent_event *found)
{
    descent_event *event = add(diagnosis, found->kind, found->first_step, found->last_step);
    if (event)
        *event = *found;
    qsort(diagnosis->events, diagnosis->event_count, sizeof *diagnosis->events, by_first_step);
}

void descent__events_add_dear(descent__evidence *evidence, descent_diagnosis *diagnosis)
{
    descent_event found;
    if (!diagnosis->events)
        return;
    if (descent__jumps_find(evidence, diagnosis, &found))
        add_found(diagnosis, &found);
    if (descent__poles_find(evidence, &found))
        add_found(diagnosis, &found);
}
