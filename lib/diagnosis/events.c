#include "diagnosis/events.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>

#include "diagnosis/lingering.h"
#include "vector.h"

enum {
    most_events = 8
};

/* A step against the one before: this cosine or less. */
static const double flip_cosine = -0.5;

static descent_event *add(descent_evidence *evidence, descent_event_kind kind, uint64_t first, uint64_t last)
{
    descent_diagnosis *diagnosis = evidence->diagnosis;
    if (diagnosis->event_count >= most_events)
        return NULL;
    descent_event *event = &diagnosis->events[diagnosis->event_count++];
    *event = (descent_event){.kind = kind, .first_step = first, .last_step = last, .value = NAN, .expected = NAN};
    return event;
}

/* A rise of the loss by more than its rounding. */
static void loss_rises(descent_evidence *evidence)
{
    const double *losses = evidence->losses;
    uint64_t count = 0;
    size_t first = 0;
    size_t last = 0;
    double largest = 0;
    for (size_t row = 1; losses && row < evidence->finite; row++) {
        const double rise = losses[row] - losses[row - 1];
        const double rounding = 16 * DBL_EPSILON * fmax(fabs(losses[row]), fabs(losses[row - 1]));
        const bool overflows = isinf(rise) && rise > 0;
        if (!overflows && !(rise > rounding))
            continue;
        first = count++ ? first : row;
        last = row;
        largest = fmax(largest, rise);
    }
    if (count == 0)
        return;
    descent_event *event = add(evidence, DESCENT_EVENT_LOSS_ROSE, evidence->steps[first], evidence->steps[last]);
    if (event) {
        event->value = largest;
        event->count = count;
    }
}

static void sign_flips(const descent_case *facts)
{
    const descent_series *series = &facts->series;
    const double *lengths = facts->motion.lengths;
    uint64_t count = 0;
    size_t first = 0;
    size_t last = 0;
    for (size_t k = 1; k + 1 < series->count && !facts->continued && facts->stride == 1; k++) {
        if (lengths[k - 1] <= facts->motion.floor || lengths[k] <= facts->motion.floor)
            continue;
        const double *x = descent_series_point(series, k);
        double product = 0;
        for (size_t i = 0; i < series->n; i++)
            product += (x[i] - (x - series->n)[i]) / lengths[k - 1] * ((x[i + series->n] - x[i]) / lengths[k]);
        if (product > flip_cosine)
            continue;
        first = count++ ? first : k;
        last = k;
    }
    if (count < 2)
        return;
    descent_event *event =
        add(facts->evidence, DESCENT_EVENT_SIGN_FLIPS, series->first_step + first, series->first_step + last);
    if (event)
        event->count = count;
}

static void step_size_change(const descent_evidence *evidence)
{
    if (!evidence->has_rule || evidence->rule.schedule.kind == DESCENT_SCHEDULE_CONSTANT ||
        evidence->diagnosis->steps < 2)
        return;
    double first;
    if (descent_rule_step_size(&evidence->rule, 0, &first) != DESCENT_SUCCESS ||
        !(fabs(evidence->diagnosis->step_size - first) > 0))
        return;
    descent_event *event =
        add((descent_evidence *)evidence, DESCENT_EVENT_STEP_SIZE, 0, evidence->diagnosis->steps - 1);
    if (event)
        event->value = evidence->diagnosis->step_size / first;
}

static void nonfinite_values(descent_evidence *evidence)
{
    const descent_diagnosis *diagnosis = evidence->diagnosis;
    descent_quantity quantity = diagnosis->quantity;
    uint64_t step = diagnosis->quantity == DESCENT_QUANTITY_NONE ? 0 : diagnosis->steps;
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
        step = evidence->finite < evidence->rows ? evidence->steps[evidence->finite] : diagnosis->steps + 1;
    if (quantity == DESCENT_QUANTITY_NONE)
        return;
    descent_event *event = add(evidence, DESCENT_EVENT_NONFINITE, step, step);
    if (event)
        event->quantity = quantity;
}

static void onset(const descent_case *facts)
{
    descent_evidence *evidence = facts->evidence;
    const descent_diagnosis *diagnosis = evidence->diagnosis;
    if (diagnosis->ending == DESCENT_ENDING_PERIODIC) {
        descent_event *event = add(evidence, DESCENT_EVENT_OSCILLATION, diagnosis->onset, diagnosis->steps);
        if (event)
            event->value = facts->recurrence.amplitude;
    } else if (diagnosis->ending == DESCENT_ENDING_DIVERGING || diagnosis->ending == DESCENT_ENDING_UNBOUNDED) {
        if (!facts->growth.growing)
            return;
        descent_event *event = add(evidence, DESCENT_EVENT_GROWTH, diagnosis->onset, diagnosis->steps);
        if (event)
            event->value = facts->growth.total;
    }
}

/* Steps that became a hundredth of what came before, and then grew tenfold again. */
static void plateau(const descent_case *facts)
{
    const descent_motion *motion = &facts->motion;
    const size_t steps = motion->count - 1;
    if (motion->count < 8 || facts->continued || facts->stride > 1)
        return;
    size_t lowest = 0;
    double before = 0;
    double depth = 1;
    for (size_t k = 0; k < steps; k++) {
        before = fmax(before, motion->lengths[k]);
        if (motion->lengths[k] > motion->floor && motion->lengths[k] < depth * before && k + 1 < motion->live) {
            double after = 0;
            if (motion->lengths[k] > 0.01 * before)
                continue;
            for (size_t j = k + 1; j < steps; j++)
                after = fmax(after, motion->lengths[j]);
            if (after < 10 * motion->lengths[k])
                break;
            depth = motion->lengths[k] / before;
            lowest = k;
        }
    }
    if (lowest == 0)
        return;
    size_t first = lowest;
    size_t last = lowest;
    while (first > 0 && motion->lengths[first - 1] <= 10 * motion->lengths[lowest])
        first--;
    while (last + 1 < steps && motion->lengths[last + 1] <= 10 * motion->lengths[lowest])
        last++;
    const uint64_t base = facts->series.first_step;
    descent_event *event = add(facts->evidence, DESCENT_EVENT_PLATEAU, base + first, base + last);
    if (event)
        event->value = motion->lengths[lowest];
}

static void lingering(descent_case *facts)
{
    descent_event found;
    if (!descent_lingering_find(facts, &found))
        return;
    descent_event *event = add(facts->evidence, DESCENT_EVENT_LINGERING, found.first_step, found.last_step);
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

void descent_events_find(descent_case *facts)
{
    descent_evidence *evidence = facts->evidence;
    descent_diagnosis *diagnosis = evidence->diagnosis;
    diagnosis->events = descent_arena_take(evidence->keep, most_events, sizeof *diagnosis->events);
    if (!diagnosis->events) {
        evidence->out_of_memory = true;
        return;
    }
    nonfinite_values(evidence);
    if (evidence->finite == 0 || !facts->motion.lengths)
        return;
    lingering(facts);
    plateau(facts);
    loss_rises(evidence);
    onset(facts);
    sign_flips(facts);
    step_size_change(evidence);
    qsort(diagnosis->events, diagnosis->event_count, sizeof *diagnosis->events, by_first_step);
}
