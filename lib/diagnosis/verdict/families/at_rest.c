/* Runs whose point moves no more: converged or stalled. */
#include <math.h>

#include "diagnosis/verdict/families/families.h"
#include "diagnosis/verdict/predicates.h"
#include "diagnosis/verdict/prediction.h"
#include "trajectory/tolerances.h"

static descent__decision arrived(descent__facts *facts, descent__reason reason, const descent_critical_point *point,
                                 double distance)
{
    descent__decision decision = descent__decided(DESCENT_ENDING_CONVERGED, reason);
    decision.point = point;
    decision.distance = distance;
    decision.pace = descent__prediction_arrived(facts);
    return decision;
}

static descent__decision rest_without_problem(descent__facts *facts)
{
    const descent__slopes *slopes = descent__facts_slopes(facts);
    if (isnan(slopes->last))
        return descent__decided(DESCENT_ENDING_UNDETERMINED, DESCENT__REASON_RESTS_UNKNOWN);
    if (descent__slope_is_gone(slopes->last, slopes->largest))
        return arrived(facts, DESCENT__REASON_RESTS_WITHOUT_SLOPE, NULL, 0);
    if (facts->evidence->steps[0] > 0)
        return descent__decided(DESCENT_ENDING_UNDETERMINED, DESCENT__REASON_RESTS_SEEN_TOO_LATE);
    return descent__decided(DESCENT_ENDING_STALLED, DESCENT__REASON_RESTS_ON_RECORDED_SLOPE);
}

/* Far out on a slope that fades for ever the gradient ends as an exact zero, too. A rule that is not known may have
 * leapt there: then nothing tells that it stays. */
static bool leapt_onto_a_plain(const descent__facts *facts, const descent_critical_point *point)
{
    const descent__motion *motion = &facts->motion;
    if (facts->evidence->has_rule || motion->count < descent__turn_points ||
        descent__has_slowed(motion->lengths[motion->count - 2], motion->length_max))
        return false;
    return !point || point->nullity == facts->evidence->n;
}

/* Is the gradient exactly zero, for a run that will not leave there by its momentum? */
static bool is_flat(const descent__facts *facts, bool at_rest)
{
    const descent__evidence *evidence = facts->evidence;
    const bool paused = facts->motion.count > facts->motion.live && !facts->continued;
    return evidence->gradient_known && !evidence->random && evidence->gradient_norm <= 0 &&
           (at_rest || paused || !evidence->has_rule || evidence->rule.type->memory_count == 0);
}

static descent__decision stalled(descent__facts *facts, const descent__destination *destination)
{
    const descent__evidence *evidence = facts->evidence;
    descent__decision decision = descent__decided(DESCENT_ENDING_STALLED, DESCENT__REASON_RESTS_ON_SLOPE);
    decision.point = destination->point;
    decision.ahead = true;
    decision.distance = destination->distance;
    const double move = evidence->step_size * evidence->gradient_norm;
    if (isfinite(move) && move <= facts->motion.floor)
        decision.reason = evidence->has_rule && evidence->step_size < evidence->rule.step_size
                              ? DESCENT__REASON_STEP_SIZE_GONE
                              : DESCENT__REASON_STEP_BELOW_ROUNDING;
    else
        descent__facts_look_for_kink_ahead(facts); /* what else stops a run on a slope */
    return decision;
}

descent__decision descent__decide_at_rest(descent__facts *facts)
{
    const descent__evidence *evidence = facts->evidence;
    const bool at_rest = descent__is_at_rest(&facts->motion, facts->continued, evidence->finite);
    if (is_flat(facts, at_rest)) {
        const descent_critical_point *point = descent__facts_destination(facts)->point;
        if (at_rest || !leapt_onto_a_plain(facts, point))
            return arrived(facts, DESCENT__REASON_GRADIENT_ZERO, point, 0);
    }
    if (!at_rest || evidence->random)
        return descent__undecided();
    if (!evidence->gradient_known)
        return rest_without_problem(facts);
    const descent__destination *destination = descent__facts_destination(facts);
    if (destination->point && destination->distance <= facts->tolerance)
        return arrived(facts, DESCENT__REASON_RESTS_AT_POINT, destination->point, destination->distance);
    return stalled(facts, destination);
}
