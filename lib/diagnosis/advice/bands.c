#include "diagnosis/advice/bands.h"

#include <math.h>

#include "base/ending.h"
#include "base/vector.h"
#include "diagnosis/advice/attempt.h"
#include "diagnosis/advice/parts.h"
#include "rules/knowledge.h"

enum {
    samples = 12,     /* step sizes that are tried, evenly up to that of the run */
    halvings = 14,    /* of the twelfth between two that end differently: to a 200000th of the step size */
    copy_steps = 400, /* that a copy may take: at the limit of a minimum none is enough */
    calls_a_step = 4  /* a copy may make a quarter of the calls that are left, see descent__attempt_run() */
};

/* Of the calls that are left: what may be spent on other step sizes. */
static const double spent_part = 0.9;

/* What becomes of one step size. */
typedef struct band_end {
    double step_size;
    bool known;            /* the calls sufficed */
    descent_ending ending; /* converged, diverging, or undetermined for all else */
    descent__place place;  /* converged: where */
} band_end;

/* Within so many calls a copy is followed: the budget of the diagnosis is lowered meanwhile. */
static band_end try_step_size(descent__evidence *evidence, const descent_diagnosis *diagnosis, double step_size,
                              uint64_t reserve)
{
    const uint64_t budget = evidence->options.budget, used = descent__evaluator_total(&evidence->evaluator);
    const bool exhausted = evidence->budget_exhausted;
    const uint64_t cost = evidence->evaluator.gradient_cost > 0 ? evidence->evaluator.gradient_cost : 1;
    const uint64_t allowed = calls_a_step * copy_steps * cost;
    const uint64_t left = budget > used + reserve ? budget - used - reserve : 0;
    band_end found = {.step_size = step_size};
    descent_rule rule = evidence->rule;
    rule.step_size = step_size;
    evidence->options.budget = used + (left < allowed ? left : allowed);
    const descent__attempt tried = descent__attempt_run(evidence, rule, evidence->points, diagnosis->tolerance);
    evidence->options.budget = budget;
    evidence->budget_exhausted = exhausted; /* nothing was asked for that was missed */
    found.place = tried.place;
    found.known = tried.ran;
    if (tried.fled)
        found.ending = DESCENT_ENDING_DIVERGING;
    else if (tried.minimum || isfinite(tried.steps_by_theory))
        found.ending = DESCENT_ENDING_CONVERGED;
    else
        found.ending = DESCENT_ENDING_UNDETERMINED;
    return found;
}

static bool is_same(const descent__evidence *evidence, const band_end *a, const band_end *b)
{
    if (a->ending != b->ending || a->ending != DESCENT_ENDING_CONVERGED)
        return a->ending == b->ending;
    return descent__vector_distance(evidence->n, a->place.x, b->place.x) <=
           DESCENT__SAME_PLACE * fmax(a->place.tolerance, b->place.tolerance);
}

/*
 * Between two step sizes that end differently: moves `same`, which ends as it did, toward `other`, which ends differently,
 * by halvings. What `other` is then may be a third thing.
 */
static void approach(descent__evidence *evidence, const descent_diagnosis *diagnosis, uint64_t reserve, band_end *same,
                     band_end *other)
{
    for (int k = 0; k < halvings && !descent__evidence_out_of_memory(evidence); k++) {
        const band_end between = try_step_size(evidence, diagnosis, (same->step_size + other->step_size) / 2, reserve);
        if (!between.known)
            return;
        if (is_same(evidence, &between, same))
            *same = between;
        else
            *other = between;
    }
}

/* Narrows the step sizes at which one outcome ends and another begins; between them there may be others. */
static void narrow(descent__evidence *evidence, const descent_diagnosis *diagnosis, uint64_t reserve, band_end *below,
                   band_end *above)
{
    band_end next = *above;
    approach(evidence, diagnosis, reserve, below, &next);
    if (is_same(evidence, &next, above))
        *above = next;
    else
        approach(evidence, diagnosis, reserve, above, &next);
}

static bool asks_for_bands(const descent__evidence *evidence, const descent_diagnosis *diagnosis)
{
    const unsigned doubtful = DESCENT_FINDING_GRADIENT_MISMATCH | DESCENT_FINDING_GRADIENT_RANDOM |
                              DESCENT_FINDING_RULE_DISAGREES | DESCENT_FINDING_KINK;
    const bool moves = diagnosis->ending == DESCENT_ENDING_DIVERGING || descent__ending_circles(diagnosis->ending);
    return moves && diagnosis->step_size > 0 && !(diagnosis->findings & doubtful) && !evidence->options.no_trials &&
           evidence->has_rule && descent__rule_tells_multipliers(&evidence->rule) &&
           evidence->rule.schedule.kind == DESCENT_SCHEDULE_CONSTANT && evidence->restarts_trusted &&
           descent__advice_can_begin_again(evidence);
}

static descent_step_band band_of(const band_end *found, double low)
{
    return (descent_step_band){.low = low, .high = found->step_size, .ending = found->ending, .x = found->place.x};
}

/* One band after another; the step size of the run itself is the last. */
static void join(descent__evidence *evidence, descent_diagnosis *diagnosis, const band_end *tried, uint64_t reserve)
{
    descent_step_band *const bands = descent__arena_take(evidence->keep, samples, sizeof *bands);
    size_t count = 0;
    bool settles = false;
    if (!bands)
        return;
    bands[0] = band_of(&tried[0], tried[0].step_size);
    for (size_t k = 1; k < samples; k++) {
        band_end below = tried[k - 1], above = tried[k];
        settles |= below.ending == DESCENT_ENDING_CONVERGED;
        if (!is_same(evidence, &below, &above)) {
            if (diagnosis->ending == DESCENT_ENDING_DIVERGING)
                narrow(evidence, diagnosis, reserve, &below, &above);
            bands[count].high = below.step_size;
            bands[++count] = band_of(&tried[k], above.step_size);
        }
        bands[count].high = tried[k].step_size;
    }
    if (count == 0 || !settles || descent__evidence_out_of_memory(evidence))
        return;
    diagnosis->bands = bands;
    diagnosis->band_count = count + 1;
}

/* Of runs that circle a minimum: beyond its limit nothing settles there, and following what does not settle costs most. */
static double largest_sample(const descent_diagnosis *diagnosis)
{
    const bool circles = diagnosis->ending != DESCENT_ENDING_DIVERGING;
    return circles && diagnosis->step_limit < diagnosis->step_size ? diagnosis->step_limit : diagnosis->step_size;
}

void descent__bands_find(descent__evidence *evidence, descent_diagnosis *diagnosis)
{
    if (!asks_for_bands(evidence, diagnosis))
        return;
    const uint64_t used = descent__evaluator_total(&evidence->evaluator);
    const uint64_t left = evidence->options.budget > used ? evidence->options.budget - used : 0;
    const uint64_t reserve = left - (uint64_t)(spent_part * (double)left);
    const double largest = largest_sample(diagnosis);
    band_end tried[samples];
    for (size_t k = 0; k + 1 < samples; k++) {
        tried[k] = try_step_size(evidence, diagnosis, largest * (double)(k + 1) / samples, reserve);
        if (!tried[k].known)
            return;
    }
    tried[samples - 1] = (band_end){
        .step_size = diagnosis->step_size,
        .known = true,
        .ending = diagnosis->ending == DESCENT_ENDING_DIVERGING ? diagnosis->ending : DESCENT_ENDING_UNDETERMINED};
    join(evidence, diagnosis, tried, reserve);
}
