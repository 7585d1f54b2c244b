/* Runs whose steps shrink by a law, where no critical point was found. */
#include <math.h>

#include "base/vector.h"
#include "diagnosis/verdict/ahead/prediction.h"
#include "diagnosis/verdict/families/families.h"
#include "diagnosis/verdict/predicates.h"
#include "diagnosis/verdict/recorded.h"
#include "diagnosis/verdict/thresholds.h"
#include "diagnosis/verdict/trial.h"

/* Without a rule, by the path alone: has the length of the steps fallen by a factor, and tenfold beside the slope?
 * And will the slope, as it fell over the last step, outlast the way that is left? */
bool descent__step_size_vanishes(descent__facts *facts)
{
    const descent__evidence *evidence = facts->evidence;
    const descent__contraction *contraction = descent__facts_contraction(facts);
    const size_t last = contraction->last;
    const double *lengths = facts->motion.lengths;
    if (!evidence->norms || facts->continued || contraction->law != DESCENT_LAW_GEOMETRIC ||
        last < DESCENT__LAW_TESTED || !descent__law_has_fallen(contraction, false))
        return false; /* steps that do not shrink themselves have no end */
    const double *slopes = evidence->norms + evidence->tail;
    /* The longest of the last steps beside their slopes: what moves one coordinate at a time makes short ones, too. */
    double pace = 0;
    for (size_t k = last - last / DESCENT__LAW_TESTED; k < last; k++)
        pace = fmax(pace, lengths[k] / slopes[k]);
    /* Steps of a constant length on a slope that grows, as RMSProp makes them, are none that vanish. */
    if (!contraction->contracting || !(lengths[last - 1] < lengths[0]) ||
        !descent__step_size_fell(lengths[0] / slopes[0], pace))
        return false;
    const double fall = (slopes[last - 2] - slopes[last - 1]) / lengths[last - 2];
    return descent__slope_outlasts(slopes[last - 1], fall * contraction->remaining);
}

/* Can the field be a gradient, by its second derivatives at the last step that is longer than rounding? */
static bool is_gradient_at_end(descent__facts *facts)
{
    const size_t n = facts->series.n;
    const double *x = descent__series_point(&facts->series, facts->motion.live - 1);
    double *step = descent__evidence_numbers(facts->evidence, n);
    if (!step || facts->motion.live < 2)
        return true;
    for (size_t i = 0; i < n; i++)
        step[i] = (x[i] - (x - n)[i]) / facts->motion.lengths[facts->motion.live - 2];
    return descent__trial_is_gradient(facts->evidence, x, step);
}

/* Steps ~ 1/(k + c), which have no limit, fall by a factor, too, until k comes near c. And where nobody can be
 * asked, a dozen steps must obey a law, and a recurrence or have fallen tenfold, most of them near the longest still
 * to come: what chaos does for a while does not count. */
static bool shows_a_limit(descent__facts *facts)
{
    const descent__evidence *evidence = facts->evidence;
    const descent__contraction *contraction = descent__facts_contraction(facts);
    const size_t count = contraction->last;
    if (!descent__law_has_fallen(contraction, !evidence->gradient_known))
        return false;
    /* Steps that the errors of differences make obey no law. */
    if (descent__evidence_has_differences(evidence) && evidence->gradient_norm <= evidence->gradient_error)
        return false;
    if (facts->evidence->gradient_known)
        return true;
    size_t long_ones = 0;
    double envelope = 0;
    for (size_t k = count; k-- > 0;) {
        envelope = fmax(envelope, facts->motion.lengths[k]);
        long_ones += facts->motion.lengths[k] > DESCENT__LONG_STEP * envelope;
    }
    return 2 * long_ones >= count;
}

/* A critical point would have been found, were there one; but where second derivatives are not symmetric. */
static bool would_have_been_found(descent__facts *facts, const descent__contraction *contraction)
{
    return facts->evidence->gradient_known && facts->evidence->n <= DESCENT__DENSE_LIMIT &&
           (!contraction->linear || contraction->envelope != DESCENT_LAW_GEOMETRIC || is_gradient_at_end(facts));
}

/* Where nobody can be asked, what else was recorded must bear the law out: the loss does not climb, as it does where a momentum
 * coasts uphill and will turn back; nor does the pace soar, as it does before a rule whose memory fades leaves again. */
static bool record_bears_it_out(const descent__facts *facts)
{
    const descent__evidence *evidence = facts->evidence;
    const descent__motion *motion = &facts->motion;
    if (evidence->gradient_known || facts->continued)
        return true;
    if (evidence->losses && descent__recorded_loss_climbs(evidence->finite, evidence->losses))
        return false;
    return !evidence->norms || motion->count < 2 ||
           !descent__recorded_pace_soars(motion->count - 1, motion->lengths, evidence->norms + evidence->tail,
                                         motion->floor);
}

static descent__decision by_law(descent_ending ending, descent__reason reason, descent__facts *facts)
{
    descent__decision decision = descent__decided(ending, reason);
    decision.distance = descent__facts_contraction(facts)->remaining;
    decision.pace = descent__prediction_by_law(facts);
    if (ending != DESCENT_ENDING_APPROACHING)
        decision.pace.steps_to_go = (descent_interval){.value = NAN, .low = NAN, .high = NAN};
    return decision;
}

descent__decision descent__decide_without_point(descent__facts *facts)
{
    const descent__evidence *evidence = facts->evidence;
    const descent__contraction *contraction = descent__facts_contraction(facts);
    if (!contraction->contracting || evidence->finite < DESCENT__LEAST_ROWS_ALONE ||
        !isfinite(contraction->remaining) ||
        !descent__contraction_is_summable(contraction, !evidence->gradient_known) || !shows_a_limit(facts) ||
        would_have_been_found(facts, contraction) || !record_bears_it_out(facts))
        return descent__undecided();
    const descent__slopes *slopes = descent__facts_slopes(facts);
    if (isnan(slopes->last))
        return descent__undecided();
    /* Steps that shrink while the slope does not: the step size vanishes. */
    const double lengths = facts->motion.lengths[contraction->last - 1] / facts->motion.length_max;
    if (descent__steps_outrun_slope(lengths, slopes->last, slopes->largest) || descent__step_size_vanishes(facts))
        return by_law(DESCENT_ENDING_STALLED, DESCENT__REASON_STEP_SIZE_VANISHES, facts);
    if (contraction->remaining <= facts->tolerance && slopes->last <= DESCENT__SLOPE_FALLEN * slopes->largest) {
        descent__decision decision = by_law(DESCENT_ENDING_CONVERGED, DESCENT__REASON_LAW_WITHIN, facts);
        decision.pace = descent__prediction_arrived(facts, descent__facts_destination(facts));
        return decision;
    }
    return by_law(DESCENT_ENDING_APPROACHING, DESCENT__REASON_LAW_LEADS_ON, facts);
}

descent__decision descent__decide_by_law(descent__facts *facts)
{
    const descent__evidence *evidence = facts->evidence;
    const descent__contraction *contraction = descent__facts_contraction(facts);
    const descent__slopes *slopes = descent__facts_slopes(facts);
    if (!contraction->contracting || contraction->law != DESCENT_LAW_POWER ||
        !descent__contraction_is_summable(contraction, !evidence->gradient_known) ||
        !isfinite(contraction->remaining) || !(slopes->last < DESCENT__SLOPE_HALVED * slopes->largest) ||
        !shows_a_limit(facts) || (evidence->gradient_known && !evidence->copies_trusted && !descent__pace_keeps(facts)))
        return descent__undecided();
    if (!evidence->copies_trusted && !record_bears_it_out(facts))
        return descent__undecided();
    const descent__destination *flat = descent__facts_flat_destination(facts);
    /* Beside a critical point with ways down, a slowing run is one that is about to leave. */
    if (flat->point && flat->point->index > 0 && flat->escaping > flat->rounding)
        return descent__undecided();
    /* A point that does not lie where the law says is not the one that the steps lead to. */
    const bool found = flat->point && descent__lies_where_the_law_says(flat->distance, contraction->remaining);
    /* What swings across a valley has the length of its swing: that tells nothing of the way along. Copies do. */
    if (!found && evidence->gradient_known && !evidence->copies_trusted && descent__swings(facts->motion.cosine))
        return descent__undecided();
    /* Where the step size decays like a power itself, that of the steps tells nothing of the loss. */
    if (!found && evidence->has_rule && evidence->rule.schedule.kind != DESCENT_SCHEDULE_CONSTANT)
        return descent__undecided();
    descent__decision decision =
        by_law(DESCENT_ENDING_APPROACHING, found ? DESCENT__REASON_POWER_TO_FLAT_POINT : DESCENT__REASON_POWER_TO_LIMIT,
               facts);
    decision.pace.steps_to_go.high = INFINITY;
    /* And one that is slower than all that are told leads nowhere that was found. */
    if (!found && evidence->gradient_known && descent__is_too_slow(decision.pace.exponent))
        return descent__undecided();
    if (found) {
        decision.point = flat->point;
        decision.ahead = true;
        decision.distance = flat->distance;
    }
    return decision;
}
