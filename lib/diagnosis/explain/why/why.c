#include "diagnosis/explain/why/why.h"

#include <math.h>

#include "diagnosis/explain/finding_words.h"
#include "diagnosis/explain/reading.h"
#include "diagnosis/explain/why/curvatures.h"
#include "diagnosis/explain/why/motion.h"
#include "diagnosis/explain/why/step_sizes.h"
#include "diagnosis/explain/why/ways.h"

/* Is the run seen to settle faster than what momentum keeps of a step fades by itself? */
static bool dies_out_sooner(const descent_diagnosis *d)
{
    const bool settles = descent__ending_settles(d->ending) && d->pace.law == DESCENT_LAW_GEOMETRIC;
    return settles && fabs(d->pace.rate) < fabs(d->momentum);
}

/* What momentum keeps of each step in the next. */
static void say_momentum(descent__words *words, const descent_diagnosis *d)
{
    if (!(d->findings & DESCENT_FINDING_MOMENTUM_NEAR_ONE))
        return;
    const double kept = fabs(d->momentum);
    if (dies_out_sooner(d))
        return;
    descent__words_say(words, "With momentum %.6g", d->momentum);
    if (kept < 1)
        descent__words_say(words, "nearly all of each step goes on in the next, so motion dies out very slowly.");
    else if (kept > 1)
        descent__words_say(words, "more than each step goes on in the next, so motion grows.");
    else
        descent__words_say(words, "all of each step goes on in the next, so motion never dies out.");
}

/* Of a run that is noisy the reason says so. */
static void say_randomness(descent__words *words, const descent_diagnosis *d)
{
    if (d->findings & DESCENT_FINDING_GRADIENT_RANDOM && d->ending != DESCENT_ENDING_NOISY)
        descent__words_say(words,
                           "Asked again at the same point, the %s gives another answer, so no copy makes the steps of "
                           "this run again.",
                           d->findings & DESCENT_FINDING_GRADIENT_DIFFERENCES ? "loss" : "gradient");
}

/* What a kink does to a rule depends on where its step sizes come from. */
static void say_kink(descent__words *words, const descent_diagnosis *d)
{
    const descent__holdings *const holdings = d->internal;
    if (holdings && holdings->finds_step_sizes)
        descent__words_say(words, "Slopes to either side of a kink do not tell a rule how long its steps should be.");
    else
        descent__words_say(words, "With a fixed step size hardly any run comes to rest at a kink.");
}

/*
 * Is the answer whole, whatever side question the budget cut short? An ending that is sure, with the kind of its point, or with the
 * steps that are left; of a cycle, with whether it attracts. What only more steps tell no budget does.
 */
static bool is_finished(const descent_diagnosis *d)
{
    const bool classified =
        d->point && d->point->kind != DESCENT_CRITICAL_DEGENERATE && d->point->kind != DESCENT_CRITICAL_UNDETERMINED;
    const descent__holdings *const holdings = d->internal;
    const bool escapes = d->ending == DESCENT_ENDING_DIVERGING || d->ending == DESCENT_ENDING_UNBOUNDED;
    return (d->ending == DESCENT_ENDING_CONVERGED && classified) ||
           (d->ending == DESCENT_ENDING_APPROACHING && classified && isfinite(d->pace.steps_to_go.value)) ||
           (d->ending == DESCENT_ENDING_PERIODIC && d->cycle.multiplier_count > 0) || (escapes && !isnan(d->loss)) ||
           d->ending == DESCENT_ENDING_NONFINITE || (holdings && holdings->falls_in_swing);
}

/* Of a tip that no step crosses. */
static const char *const beside = "The gradient jumps beside the way from point to point: the loss has a kink there.";

static void say_findings(descent__words *words, const descent_diagnosis *d)
{
    const descent__holdings *const holdings = d->internal;
    for (size_t k = 0; k < descent__finding_count; k++) {
        const char *sentence = descent__finding_sentence(k, d->dimension);
        const bool told_of_point = 1u << k == DESCENT_FINDING_VALLEY; /* which only a run that settles has */
        const bool told = 1u << k == DESCENT_FINDING_KINK && (d->findings & DESCENT_FINDING_MINIMUM_AT_KINK);
        if (!sentence || !(d->findings & 1u << k) || (told_of_point && !descent__explain_point(d)) || told)
            continue;
        descent__words_say(words, "%s",
                           holdings && holdings->kink_beside && 1u << k == DESCENT_FINDING_KINK ? beside : sentence);
        if (1u << k == DESCENT_FINDING_KINK)
            say_kink(words, d);
    }
    say_randomness(words, d);
    say_momentum(words, d);
    if (d->budget_exhausted && !is_finished(d))
        descent__words_say(words, "With a larger budget of evaluations more might have been found.");
}

/* A gradient that is known no better than this part of itself is told with its error. */
static const double well_known = 0.1;

/* What differences of the loss cannot see. */
static void say_resolution(descent__words *words, const descent_diagnosis *d)
{
    /* Of a run that rests for it the reason says so; one that has arrived was judged with it. */
    if (!(d->gradient_error > well_known * d->gradient_norm) || d->ending == DESCENT_ENDING_CONVERGED ||
        d->ending == DESCENT_ENDING_STALLED || !(fabs(d->loss) > 0))
        return;
    descent__words_say(
        words,
        "The gradient is known only to ±%.2g: the loss is %.3g, and differences of it see no less. Take the "
        "constant part out of the loss, or give its gradient.",
        d->gradient_error, d->loss);
}

void descent__explain_why(descent__words *words, const descent_diagnosis *d)
{
    if (d->reason)
        descent__words_say(words, "%s", d->reason);
    const descent__holdings *const holdings = d->internal; /* NULL for a result that was made by hand */
    if (holdings && holdings->leaves_later)
        descent__words_say(
            words, "It may not stay, if it goes on: this rule divides its steps by a memory of the gradients, and "
                   "once that has faded the minimum repels at this step size.");
    descent__explain_reversal(words, d);
    descent__explain_growth(words, d);
    descent__explain_bounded(words, d);
    descent__explain_noise(words, d);
    if (descent__ending_settles(d->ending)) {
        descent__explain_curvatures(words, d);
        descent__explain_factors(words, d);
        descent__explain_probe(words, d);
        descent__explain_way_out(words, d);
    }
    descent__explain_way_down(words, d);
    descent__explain_step_limit(words, d);
    descent__explain_bands(words, d);
    descent__explain_condition(words, d);
    say_findings(words, d);
    say_resolution(words, d);
}
