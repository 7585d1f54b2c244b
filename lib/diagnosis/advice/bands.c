#include "diagnosis/advice/bands.h"

#include <assert.h>
#include <math.h>

#include "base/ending.h"
#include "base/vector.h"
#include "diagnosis/advice/attempt.h"
#include "diagnosis/advice/parts.h"
#include "diagnosis/advice/unsettled.h"
#include "diagnosis/evidence/copies.h"
#include "rules/knowledge.h"

enum {
    samples = 12, /* step sizes that are tried, evenly up to that of the run, */
    closer = 3,   /* and between two that both run off, which costs few steps: of a heavy ball some settle again */
    most_samples = samples + (samples - 1) * closer,
    halvings = 14,    /* of the twelfth between two that end differently: to a 200000th of the step size */
    copy_steps = 400, /* that a copy may take: at the limit of a minimum none is enough */
    calls_a_step = 4  /* a copy may make a quarter of the calls that are left, see descent__attempt_run() */
};

/* Of the calls that are left: what may be spent on other step sizes. */
static const double spent_part = 0.9;

/* What becomes of one step size. */
typedef struct band_end {
    double step_size;
    bool known;  /* the calls sufficed */
    bool bottom; /* it ends at a minimum, or in a valley */
    descent_ending ending;
    descent__place place;       /* converged or approaching: where, */
    descent_critical_kind kind; /* and what is there */
    descent_probe probe;
} band_end;

/* Neighbouring step sizes that end alike: the first and the last that were tried. */
typedef struct span {
    band_end first, last;
    bool arrived; /* with one of them a copy came to rest, */
    bool on_way;  /* with another it only came nearer */
    bool flat;    /* at one of them the loss is level along a line */
} span;

enum {
    spans_a_sample = 3, /* between two samples up to two others come to light */
    most_spans = spans_a_sample * most_samples
};

/* What all copies share. */
typedef struct band_search {
    descent__evidence *evidence;
    const descent_diagnosis *diagnosis;
    uint64_t reserve; /* calls that are not spent */
    descent__attempt_points kept;
    span spans[most_spans];
    size_t count;
} band_search;

static descent_ending ending_of(band_search *all, const descent__attempt *tried)
{
    if (tried->fled)
        return DESCENT_ENDING_DIVERGING;
    return tried->settled ? DESCENT_ENDING_CONVERGED : descent__unsettled_ending(all->evidence, tried, &all->kept);
}

/* Within so many calls a copy is followed: the budget of the diagnosis is lowered meanwhile. */
static band_end try_step_size(band_search *all, double step_size)
{
    descent__evidence *const evidence = all->evidence;
    const uint64_t budget = evidence->options.budget, used = descent__evaluator_total(&evidence->evaluator);
    const bool exhausted = evidence->budget_exhausted;
    const uint64_t allowed = calls_a_step * copy_steps * evidence->evaluator.gradient_cost;
    const uint64_t left = budget > used + all->reserve ? budget - used - all->reserve : 0;
    band_end found = {.step_size = step_size};
    descent_rule rule = evidence->rule;
    rule.step_size = step_size;
    all->kept.count = 0;
    evidence->options.budget = used + (left < allowed ? left : allowed);
    const descent__attempt tried =
        descent__attempt_follow(evidence, rule, evidence->points, all->diagnosis->tolerance, &all->kept);
    found.known = tried.ran;
    if (tried.ran)
        found.ending = ending_of(all, &tried);
    evidence->options.budget = budget;
    evidence->budget_exhausted = exhausted; /* nothing was asked for that was missed */
    if (!descent__ending_settles(found.ending))
        return found;
    found.bottom = tried.minimum || found.ending == DESCENT_ENDING_APPROACHING;
    found.place = tried.place;
    found.kind = tried.kind;
    found.probe = tried.probe;
    return found;
}

/* A point whose curvature is zero along a line: in a valley each step size ends at another. Where the valley bends, no line shows
 * it level. */
static bool may_shift(const descent__evidence *evidence, const band_end *end)
{
    return descent__ending_settles(end->ending) && end->kind == DESCENT_CRITICAL_DEGENERATE &&
           (end->probe == DESCENT_PROBE_FLAT || (end->probe == DESCENT_PROBE_NONE_LOWER && evidence->n > 1));
}

/* The same point, reached or approached by its multipliers; or points that may be of one valley. */
static bool is_same(const descent__evidence *evidence, const band_end *a, const band_end *b)
{
    if (!descent__ending_settles(a->ending) || !descent__ending_settles(b->ending))
        return a->ending == b->ending;
    return (may_shift(evidence, a) && may_shift(evidence, b)) ||
           descent__vector_distance(evidence->n, a->place.x, b->place.x) <=
               DESCENT__SAME_PLACE * fmax(a->place.tolerance, b->place.tolerance);
}

/*
 * Between two step sizes that end differently: moves `same`, which ends as it did, toward `other`, which ends differently,
 * by halvings. What `other` is then may be a third thing.
 */
static void approach(band_search *all, band_end *same, band_end *other)
{
    for (int k = 0; k < halvings && !descent__evidence_out_of_memory(all->evidence); k++) {
        const band_end between = try_step_size(all, (same->step_size + other->step_size) / 2);
        if (!between.known)
            return;
        if (is_same(all->evidence, &between, same))
            *same = between;
        else
            *other = between;
    }
}

static void add_span(band_search *all, const band_end *first, const band_end *last)
{
    const bool arrived = first->ending == DESCENT_ENDING_CONVERGED || last->ending == DESCENT_ENDING_CONVERGED;
    assert(all->count < most_spans);
    const bool flat = first->probe == DESCENT_PROBE_FLAT || last->probe == DESCENT_PROBE_FLAT;
    const bool on_way = first->ending == DESCENT_ENDING_APPROACHING || last->ending == DESCENT_ENDING_APPROACHING;
    all->spans[all->count++] =
        (span){.first = *first, .last = *last, .arrived = arrived, .on_way = on_way, .flat = flat};
}

/* Is there a step size at which one outcome ends and the other begins? What a copy has not done within its steps is none,
 * nor are the ways to stay in motion told apart so closely. */
static bool has_limit(const band_end *below, const band_end *above)
{
    const bool unfinished = below->ending == DESCENT_ENDING_DESCENDING || above->ending == DESCENT_ENDING_DESCENDING;
    const bool clear = descent__ending_settles(below->ending) || descent__ending_settles(above->ending) ||
                       below->ending == DESCENT_ENDING_DIVERGING || above->ending == DESCENT_ENDING_DIVERGING;
    return clear && !unfinished;
}

/* Narrows the step sizes at which the last span ends and another begins. What is found between is a span of its own. */
static void narrow(band_search *all, band_end *above)
{
    band_end *const below = &all->spans[all->count - 1].last;
    band_end next = *above;
    approach(all, below, &next);
    if (is_same(all->evidence, &next, above)) {
        *above = next;
        return;
    }
    band_end other = next;
    approach(all, above, &other);
    const bool one = is_same(all->evidence, &next, &other);
    add_span(all, &next, one ? &other : &next);
    if (!one)
        add_span(all, &other, &other);
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

/* One span after another. */
static void join(band_search *all, const band_end *tried, size_t count)
{
    add_span(all, &tried[0], &tried[0]);
    for (size_t k = 1; k < count; k++) {
        band_end above = tried[k];
        span *last = &all->spans[all->count - 1];
        if (!is_same(all->evidence, &last->last, &above)) {
            if (all->diagnosis->ending == DESCENT_ENDING_DIVERGING && has_limit(&last->last, &above))
                narrow(all, &above);
            last->on_way |= last->last.ending == DESCENT_ENDING_APPROACHING;
            add_span(all, &above, &tried[k]);
            continue;
        }
        last->last = above;
        last->arrived |= above.ending == DESCENT_ENDING_CONVERGED;
        last->on_way |= above.ending == DESCENT_ENDING_APPROACHING;
        last->flat |= above.probe == DESCENT_PROBE_FLAT;
    }
}

static descent_step_band band_of(const span *found)
{
    const bool settles = descent__ending_settles(found->first.ending);
    return (descent_step_band){.low = found->first.step_size,
                               .high = found->last.step_size,
                               .ending = settles && found->arrived ? DESCENT_ENDING_CONVERGED : found->first.ending,
                               .x = found->first.place.x,
                               .x_high = found->last.place.x,
                               .kind = found->first.kind,
                               .probe = found->flat ? DESCENT_PROBE_FLAT : found->first.probe};
}

/* Bands are told where there are several, and one of them leads to a minimum. */
static void tell(const band_search *all, descent_diagnosis *diagnosis)
{
    bool bottom = false;
    for (size_t k = 0; k < all->count; k++)
        bottom |= all->spans[k].first.bottom;
    if (all->count < 2 || !bottom || descent__evidence_out_of_memory(all->evidence))
        return;
    descent_step_band *const bands = descent__arena_take(all->evidence->keep, all->count, sizeof *bands);
    bool *const on_way = descent__arena_take(all->evidence->keep, all->count, sizeof *on_way);
    if (!bands || !on_way)
        return;
    for (size_t k = 0; k < all->count; k++) {
        bands[k] = band_of(&all->spans[k]);
        on_way[k] = all->spans[k].on_way;
    }
    all->evidence->holdings->bands_on_way = on_way;
    diagnosis->bands = bands;
    diagnosis->band_count = all->count;
}

/* Of runs that circle a minimum: beyond its limit nothing settles there, and following what does not settle costs most. */
static double largest_sample(const descent_diagnosis *diagnosis)
{
    const bool circles = diagnosis->ending != DESCENT_ENDING_DIVERGING;
    return circles && diagnosis->step_limit < diagnosis->step_size ? diagnosis->step_limit : diagnosis->step_size;
}

/* The run itself is the last sample. */
static bool try_samples(band_search *all, band_end *tried)
{
    const double largest = largest_sample(all->diagnosis);
    for (size_t k = 0; k + 1 < samples; k++) {
        tried[k] = try_step_size(all, largest * (double)(k + 1) / samples);
        if (!tried[k].known)
            return false;
    }
    tried[samples - 1] =
        (band_end){.step_size = all->diagnosis->step_size, .known = true, .ending = all->diagnosis->ending};
    return true;
}

/* The samples, and more between those that run off; returns how many. */
static size_t look_closer(band_search *all, const band_end *tried, band_end *finer)
{
    size_t count = 0;
    finer[count++] = tried[0];
    for (size_t k = 1; k < samples; k++) {
        const band_end *const below = &tried[k - 1], *const above = &tried[k];
        const bool both = below->ending == DESCENT_ENDING_DIVERGING && above->ending == DESCENT_ENDING_DIVERGING;
        for (int part = 1; both && part <= closer; part++) {
            const double step_size = below->step_size + (above->step_size - below->step_size) * part / (closer + 1);
            const band_end found = try_step_size(all, step_size);
            if (found.known)
                finer[count++] = found;
        }
        finer[count++] = *above;
    }
    return count;
}

void descent__bands_find(descent__evidence *evidence, descent_diagnosis *diagnosis)
{
    if (!asks_for_bands(evidence, diagnosis))
        return;
    const uint64_t used = descent__evaluator_total(&evidence->evaluator);
    const uint64_t left = evidence->options.budget > used ? evidence->options.budget - used : 0;
    band_search all = {.evidence = evidence, .diagnosis = diagnosis, .kept = {.room = copy_steps + 1}};
    all.reserve = left - (uint64_t)(spent_part * (double)left);
    if (all.kept.room > descent__evidence_kept_steps(evidence))
        all.kept.room = 0;
    all.kept.points = descent__evidence_numbers(evidence, all.kept.room * evidence->n);
    band_end tried[samples], finer[most_samples];
    if ((all.kept.room > 0 && !all.kept.points) || !try_samples(&all, tried))
        return;
    const size_t count = look_closer(&all, tried, finer);
    join(&all, finer, count);
    tell(&all, diagnosis);
    descent__advice_keep_within_bands(evidence, diagnosis);
}
