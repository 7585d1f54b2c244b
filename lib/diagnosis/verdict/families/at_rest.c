/* Runs whose point moves no more: converged or stalled. */
#include <float.h>
#include <math.h>

#include "base/vector.h"
#include "diagnosis/verdict/ahead/prediction.h"
#include "diagnosis/verdict/families/families.h"
#include "diagnosis/verdict/families/ground.h"
#include "diagnosis/verdict/predicates.h"
#include "diagnosis/verdict/recorded.h"
#include "diagnosis/verdict/thresholds.h"
#include "diagnosis/verdict/trial.h"
#include "rules/knowledge.h"
#include "trajectory/tolerances.h"

static descent__decision arrived(descent__facts *facts, descent__reason reason, const descent_critical_point *point,
                                 double distance)
{
    const bool unstable = descent__destination_is_unstable(facts->evidence, point);
    descent__decision decision =
        descent__decided(DESCENT_ENDING_CONVERGED, unstable ? DESCENT__REASON_THERE_BUT_UNSTABLE : reason);
    decision.point = point;
    decision.distance = distance;
    decision.pace = descent__prediction_arrived(facts, descent__facts_destination(facts));
    return decision;
}

/* Slope gone, at rest: what speaks against an arrival for good? None if nothing does. */
static descent__reason against_arrival(const descent__facts *facts)
{
    const descent__evidence *evidence = facts->evidence;
    const descent__motion *motion = &facts->motion;
    if (facts->continued || !evidence->norms)
        return DESCENT__REASON_NONE;
    if (!descent__recorded_slope_leads_to_end(evidence->n, evidence->finite, evidence->points, evidence->norms,
                                              facts->scale))
        return DESCENT__REASON_RESTS_ON_A_PLAIN;
    const double *norms = evidence->norms + evidence->tail;
    return descent__recorded_step_size_grows(motion->count - 1, motion->lengths, norms, motion->floor,
                                             DESCENT__PACE_GROWS) ||
                   descent__recorded_pace_soars(motion->count - 1, motion->lengths, norms, motion->floor)
               ? DESCENT__REASON_RESTS_FOR_NOW
               : DESCENT__REASON_NONE;
}

/* Do the slopes of the path place what they fall toward beyond what counts as arrived? So does any path that is longer than that; of a
 * shorter one, that the slope has changed so little over it. */
static bool slopes_lead_away(const descent__facts *facts, const descent__slopes *slopes)
{
    const double fallen = slopes->largest - slopes->last;
    return facts->scale > facts->tolerance ||
           (facts->scale > 0 && slopes->last * facts->scale > fallen * facts->tolerance);
}

/* What the slopes of the path tell, where nobody looked for a point: whether one is small shows beside slopes from farther away. */
static descent__decision rest_by_slopes(descent__facts *facts)
{
    const descent__slopes *slopes = descent__facts_slopes(facts);
    if (isnan(slopes->last))
        return descent__decided(DESCENT_ENDING_UNDETERMINED, DESCENT__REASON_RESTS_UNKNOWN);
    const descent__reason against = against_arrival(facts);
    if (descent__slope_is_gone(slopes->last, slopes->largest))
        return against ? descent__decided(DESCENT_ENDING_UNDETERMINED, against)
                       : arrived(facts, DESCENT__REASON_RESTS_WITHOUT_SLOPE, NULL, 0);
    if (facts->evidence->steps[0] > 0)
        return descent__decided(DESCENT_ENDING_UNDETERMINED, DESCENT__REASON_RESTS_SEEN_TOO_LATE);
    /* Who could ask the problem is not told what its answer may belie; of points alone, that their slope stays as it was is all there is. */
    const bool can_ask = facts->evidence->has_problem && !facts->evidence->options.path_only;
    if (can_ask && !slopes_lead_away(facts, slopes))
        return descent__decided(DESCENT_ENDING_UNDETERMINED, DESCENT__REASON_RESTS_WHERE_IT_BEGAN);
    return descent__decided(DESCENT_ENDING_STALLED, DESCENT__REASON_RESTS_ON_RECORDED_SLOPE);
}

/* By the path alone: superlinear methods arrive by no law, but their last step takes the slope away with it. */
static bool arrives_by_slope(const descent__facts *facts)
{
    const descent__evidence *evidence = facts->evidence;
    const descent__motion *motion = &facts->motion;
    const size_t m = evidence->finite;
    if (evidence->gradient_known || !evidence->norms || facts->continued || m < DESCENT__LEAP_ROWS + 1 ||
        evidence->steps[m - 1] != evidence->steps[m - 2] + 1 || motion->count < 2)
        return false;
    double largest = 0;
    for (size_t row = 0; row < m; row++)
        largest = fmax(largest, evidence->norms[row]);
    const double length = motion->lengths[motion->count - 2];
    return descent__slope_is_gone(evidence->norms[m - 1], largest) && descent__has_slowed(length, motion->length_max) &&
           descent__arrives_at_once(length, evidence->norms[m - 2], evidence->norms[m - 1], facts->tolerance);
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
           (at_rest || paused || !evidence->has_rule || descent__rule_keeps_nothing(&evidence->rule));
}

/* Is nothing known of the curvature in any direction, so that only the ground farther off tells a minimum? */
static bool is_level(const descent__facts *facts, const descent_critical_point *point)
{
    return !point || (point->kind == DESCENT_CRITICAL_DEGENERATE && point->probe != DESCENT_PROBE_LOWER &&
                      point->nullity == facts->evidence->n);
}

/* Level in every direction, with a lower point that is lower by next to nothing: is it so far out on a slope that the gradient
 * underflows? Of a point that is critical the loss tells more. */
static bool underflows(const descent__facts *facts, const descent_critical_point *point)
{
    return point && point->kind == DESCENT_CRITICAL_DEGENERATE && point->nullity == facts->evidence->n &&
           point->probe == DESCENT_PROBE_LOWER && descent__is_below_numbers(point->loss - point->lower_loss);
}

/* A run on level ground rests there whatever lies around; that it has found a minimum must be seen. In a valley, level
 * along some ways only, it has found one unless the loss falls along them. */
descent__decision descent__decide_level_ground(descent__facts *facts, const descent_critical_point *point)
{
    descent__evidence *evidence = facts->evidence;
    const double size = fmax(facts->scale, descent__vector_max_abs(evidence->n, evidence->x));
    /* Beside a large loss its rounding may pass for a rise to either side. */
    const bool degenerate =
        !point || (point->kind == DESCENT_CRITICAL_DEGENERATE &&
                   (point->probe == DESCENT_PROBE_FLAT || descent__evidence_has_differences(evidence)));
    const double *direction;
    double fall;
    if (!degenerate && !is_level(facts, point) && !underflows(facts, point))
        return descent__undecided();
    const descent__ground ground = descent__ground_around(
        evidence, point, evidence->x, DESCENT__GROUND_NEAREST * (size > 0 ? size : 1), &direction, &fall);
    if (ground != DESCENT__GROUND_LOWER && (ground != DESCENT__GROUND_LEVEL || !is_level(facts, point)))
        return descent__undecided();
    descent__decision decision = descent__decided(
        DESCENT_ENDING_STALLED, ground == DESCENT__GROUND_LOWER ? DESCENT__REASON_GROUND_IS_LOWER_FARTHER_OFF
                                                                : DESCENT__REASON_GROUND_IS_LEVEL);
    decision.said.number = fall;
    decision.direction = direction;
    const double slope = ground == DESCENT__GROUND_LOWER && !descent__evidence_has_differences(evidence)
                             ? descent__ground_falls_off_kink(evidence, evidence->x, direction,
                                                              sqrt(DBL_EPSILON) * (size > 0 ? size : 1))
                             : 0;
    if (slope > 0) {
        decision.reason = DESCENT__REASON_STANDS_ON_KINK;
        decision.said.number = slope;
    }
    return decision;
}

/* At rest on a critical point, unless that is level ground. */
static descent__decision rests_on(descent__facts *facts, const descent_critical_point *point, double distance,
                                  descent__reason reason)
{
    const descent__decision level = descent__decide_level_ground(facts, point);
    if (descent__decides(&level))
        return level;
    /* Of a rule that is not known, nor how it came to rest where all is level, the recorded slopes must lead there. */
    const descent__reason against =
        facts->evidence->has_rule || !is_level(facts, point) ? DESCENT__REASON_NONE : against_arrival(facts);
    return against != DESCENT__REASON_NONE ? descent__decided(DESCENT_ENDING_UNDETERMINED, against)
                                           : arrived(facts, reason, point, distance);
}

/* The way down where a slope is left, a unit vector: divided by the largest component first, for of the smallest numbers the
 * norm has no digits. */
static const double *downhill(const descent__evidence *evidence)
{
    const size_t n = evidence->n;
    double *down = NULL;
    if (evidence->gradient_norm > 0 && isfinite(evidence->gradient_norm))
        down = descent__arena_numbers(evidence->keep, n);
    if (!down)
        return NULL;
    const double largest = descent__vector_max_abs(n, evidence->gradient);
    for (size_t i = 0; i < n; i++)
        down[i] = -evidence->gradient[i] / largest;
    const double length = descent__vector_norm(n, down);
    for (size_t i = 0; i < n; i++)
        down[i] /= length;
    return down;
}

/* Is it the errors of differences that make a curvature pass for zero? Then they tell no kind. */
static bool is_blurred(const descent_critical_point *point)
{
    return point && point->kind == DESCENT_CRITICAL_DEGENERATE &&
           point->hessian_source == DESCENT_HESSIAN_LOSS_DIFFERENCE &&
           descent__is_blurred(point->eigenvalue_tolerance, point->eigenvalues[point->eigenvalue_count - 1]);
}

/* Did the rule give up because the loss falls without end? Over the way of the run, or of the point's size, it may well fall. */
static bool falls_without_end(descent__facts *facts)
{
    descent__evidence *evidence = facts->evidence;
    if (!facts->gave_up || !evidence->has_problem)
        return false;
    const double size = fmax(facts->scale, descent__vector_max_abs(evidence->n, evidence->x));
    const double extent = fmax(size, evidence->rule.step_size * evidence->gradient_norm);
    return descent__trial_downhill(evidence, evidence->x, extent, DESCENT__DOWNHILL_STEPS) == DESCENT__FATE_ESCAPES;
}

static descent__decision stalled(descent__facts *facts, const descent__destination *destination)
{
    const descent__evidence *evidence = facts->evidence;
    descent__decision decision = descent__decided(DESCENT_ENDING_STALLED, DESCENT__REASON_RESTS_ON_SLOPE);
    if (destination->unsought) { /* and not: there is none */
        const descent__decision seen = rest_by_slopes(facts);
        if (seen.ending != DESCENT_ENDING_STALLED)
            return seen;
    }
    if (!is_blurred(destination->point)) {
        decision.point = descent__facts_point_below(facts, destination->point);
        decision.ahead = true;
        decision.distance = decision.point == destination->point ? destination->distance : facts->below.distance;
    }
    const double move = evidence->step_size * evidence->gradient_norm;
    const bool moves = evidence->gradient_norm > 0 && !facts->gave_up &&
                       !descent__is_at_rest(&facts->motion, facts->continued, evidence->finite);
    if (moves || evidence->gradient_norm <= evidence->gradient_error) {
        decision.reason = moves ? DESCENT__REASON_DIFFERENCES_HOVER : DESCENT__REASON_DIFFERENCES_SEE_NO_SLOPE;
        decision.said.number = evidence->gradient_error;
        return decision;
    }
    if (falls_without_end(facts)) {
        decision = descent__decided(DESCENT_ENDING_UNBOUNDED, DESCENT__REASON_GAVE_UP_AND_FALLS);
        decision.said.cause = facts->gave_up;
        decision.direction = downhill(evidence);
        return decision;
    }
    decision.direction = downhill(evidence);
    if (facts->gave_up) {
        decision.reason = DESCENT__REASON_GAVE_UP_ON_SLOPE;
        decision.said.cause = facts->gave_up;
    } else if (isfinite(move) && move <= facts->motion.floor)
        decision.reason = evidence->has_rule && evidence->step_size < evidence->rule.step_size
                              ? DESCENT__REASON_STEP_SIZE_GONE
                              : DESCENT__REASON_STEP_BELOW_ROUNDING;
    else
        descent__facts_look_for_kink_ahead(facts); /* what else stops a run on a slope */
    return decision;
}

/* A path of no extent at the origin has no size, and no tolerance: then a point that was found without moving is where the
 * run is, as near as its differences tell. */
static bool stands_on(const descent__facts *facts, const descent__destination *destination)
{
    return destination->point && !(facts->tolerance > 0) && destination->point->moved <= 0 &&
           destination->point->kind != DESCENT_CRITICAL_DEGENERATE;
}

/* What is less than this counts as nothing: the tolerance; and where differences stand in, the root of rounding in the unit in
 * which their width is taken, for of motion so much less than their width they know nothing. */
static double nothing_beside(const descent__facts *facts)
{
    const descent__evidence *evidence = facts->evidence;
    if (!descent__evidence_has_differences(evidence) || descent__evaluator_has_gradient(&evidence->evaluator))
        return facts->tolerance;
    const double width =
        descent__difference_step(&evidence->problem_in_units, descent__vector_max_abs(evidence->n, evidence->x));
    return fmax(facts->tolerance, DESCENT__OF_DIFFERENCES * width);
}

static bool is_within(const descent__facts *facts, const descent__destination *destination)
{
    if (stands_on(facts, destination))
        return true;
    return destination->point && destination->distance <= nothing_beside(facts) &&
           !(descent__evidence_has_differences(facts->evidence) && is_level(facts, destination->point));
}

/*
 * Steps no longer than the error of the differences makes them, that lead nowhere, are no motion: a run that rounding
 * keeps going rests as far as anyone can see; but errors do not grow from step to step. So does one that moves within the tolerance of a minimum that attracts it,
 * beside which there is nothing else to circle: where terms cancel in the loss its rounding is more than its size tells.
 * A copy that comes to hover after a while says where the run is heading: the run hovers if all of the copy does.
 */
static bool hovers(descent__facts *facts)
{
    const descent__evidence *evidence = facts->evidence;
    const descent__motion *motion = &facts->motion;
    if (!descent__evidence_has_differences(evidence) || !evidence->has_rule || motion->count < DESCENT__LEAST_MOTION ||
        (motion->straightness >= DESCENT__BOUNDED_STRAIGHTNESS && !(motion->half <= facts->tolerance)) ||
        descent__grows(&facts->growth, false))
        return false;
    /* A copy that comes to rest says where the run is heading: it must rest from its first step on. */
    double longest = 0;
    for (size_t k = facts->continued ? 0 : motion->count / 2; k + 1 < motion->count; k++)
        longest = fmax(longest, motion->lengths[k]);
    /* Of rules whose steps are a share of the slope: those of Adam and its like are as long for any. */
    if (evidence->rule.type->multipliers &&
        descent__is_carried(longest, evidence->step_size, evidence->rule.momentum, evidence->gradient_error))
        return true;
    const double nothing = nothing_beside(facts);
    if (!(motion->half <= nothing) || (facts->continued && longest > nothing))
        return false;
    const descent__destination *destination = descent__facts_destination(facts);
    return destination->point && destination->point->kind == DESCENT_CRITICAL_MINIMUM &&
           destination->distance <= nothing &&
           (descent__evidence_rule_tells_nothing(evidence) ||
            evidence->step_size < descent__destination_step_limit(evidence, destination->point));
}

descent__decision descent__decide_at_rest(descent__facts *facts)
{
    const descent__evidence *evidence = facts->evidence;
    bool at_rest = descent__is_at_rest(&facts->motion, facts->continued, evidence->finite);
    /* Nothing rests on a slope that is no number: a coordinate may stand still for a step while others explode. */
    if (evidence->gradient_known && !isfinite(evidence->gradient_norm))
        return descent__undecided();
    if (is_flat(facts, at_rest)) {
        const descent_critical_point *point = descent__facts_destination(facts)->point;
        if (descent__evidence_has_differences(evidence))
            at_rest = true;
        else if (at_rest || !leapt_onto_a_plain(facts, point))
            return rests_on(facts, point, 0, DESCENT__REASON_GRADIENT_ZERO);
    }
    /* A run whose rule makes no further step has ended where it is, whatever it did before. */
    at_rest = at_rest || facts->gave_up || (!evidence->random && hovers(facts));
    if (!at_rest && arrives_by_slope(facts))
        return arrived(facts, DESCENT__REASON_SLOPE_TAKEN, NULL, facts->tolerance);
    if (!at_rest || evidence->random)
        return descent__undecided();
    if (!evidence->gradient_known)
        return rest_by_slopes(facts);
    const descent__destination *destination = descent__facts_destination(facts);
    if (!is_within(facts, destination))
        return !destination->point && descent__evidence_has_differences(evidence) && evidence->gradient_norm <= 0 &&
                       descent__ground_has_bottom_within(facts->evidence, facts->tolerance)
                   ? arrived(facts, DESCENT__REASON_RESTS_AT_POINT, NULL, facts->tolerance)
                   : stalled(facts, destination);
    descent__decision rests = rests_on(facts, destination->point, destination->distance,
                                       facts->gave_up             ? DESCENT__REASON_GAVE_UP_AT_POINT
                                       : evidence->step_size <= 0 ? DESCENT__REASON_RESTS_WITHOUT_STEP_SIZE
                                                                  : DESCENT__REASON_RESTS_AT_POINT);
    rests.said.cause = facts->gave_up;
    return rests;
}
