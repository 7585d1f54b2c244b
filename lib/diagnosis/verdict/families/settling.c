/* Runs that still move, ever less, toward a critical point: converged, approaching, or stalled by a step size that
 * vanishes. */
#include <float.h>
#include <math.h>

#include "base/vector.h"
#include "diagnosis/verdict/ahead/prediction.h"
#include "diagnosis/verdict/families/families.h"
#include "diagnosis/verdict/predicates.h"
#include "diagnosis/verdict/recorded.h"
#include "diagnosis/verdict/thresholds.h"
#include "diagnosis/verdict/trial.h"
#include "rules/knowledge.h"
#include "rules/remaining.h"
#include "trajectory/tolerances.h"

/* Where no copy can be run on: are the last steps short beside the longest? */
static bool has_slowed(const descent__motion *motion)
{
    return motion->count >= descent__turn_points &&
           descent__has_slowed(motion->lengths[motion->count - 2], motion->length_max);
}

/* Is the run within tolerance, by distance or, where asked for, by gradient? */
static bool within_tolerance(const descent__facts *facts, const descent__destination *destination)
{
    const double wanted = facts->evidence->options.gradient_tolerance;
    return isnan(wanted) ? destination->distance <= facts->tolerance : facts->evidence->gradient_norm <= wanted;
}

static bool stays(descent__facts *facts, const descent__destination *destination)
{
    descent__evidence *evidence = facts->evidence;
    const double radius =
        fmax(DESCENT__STAY_TOLERANCES * facts->tolerance, DESCENT__STAY_DISTANCES * destination->distance);
    /* Theory knows what the rule does near the point; where the rule tells no multipliers, that takes longer to
     * show. */
    const size_t wanted = evidence->copies_trusted && !descent__rule_tells_multipliers(&evidence->rule)
                              ? DESCENT__HELD_STEPS
                              : DESCENT__CONFIRMING_STEPS;
    const bool stays = evidence->copies_trusted
                           ? descent__trial_stays_near(evidence, destination->point->x, radius, wanted)
                           : destination->nearing && has_slowed(&facts->motion);
    if (stays)
        return true;
    /* With momentum, or after a few steps, a run may pass by just now. */
    const bool few = evidence->copies_trusted &&
                     (!descent__rule_keeps_nothing(&evidence->rule) || evidence->finite < DESCENT__FEW_ROWS);
    return !few && destination->nearing &&
           descent__has_been_near(descent__facts_late_distance(facts, destination->point->x), facts->scale);
}

static descent__decision decide_converged(descent__facts *facts, const descent__destination *destination)
{
    const descent__evidence *evidence = facts->evidence;
    if (descent__destination_repels(destination) || !within_tolerance(facts, destination) ||
        !descent__prediction_has_arrived(facts, destination) || !stays(facts, destination))
        return descent__undecided();
    descent__decision level = descent__decide_level_ground(facts, destination->point);
    if (level.reason == DESCENT__REASON_STANDS_ON_KINK)
        return level;
    if (descent__decides(&level)) { /* it has not come to rest: the tolerance alone has it there */
        level.reason = level.reason == DESCENT__REASON_GROUND_IS_LEVEL ? DESCENT__REASON_NEAR_LEVEL_GROUND
                                                                       : DESCENT__REASON_NEAR_GROUND_LOWER_FARTHER_OFF;
        return level;
    }
    if (!evidence->has_rule && !facts->continued && evidence->norms &&
        (descent__recorded_step_size_grows(facts->motion.count - 1, facts->motion.lengths,
                                           evidence->norms + evidence->tail, facts->motion.floor,
                                           DESCENT__PACE_GROWS_CLEARLY) ||
         descent__recorded_pace_soars(facts->motion.count - 1, facts->motion.lengths, evidence->norms + evidence->tail,
                                      facts->motion.floor)))
        return descent__decided(DESCENT_ENDING_UNDETERMINED, DESCENT__REASON_RESTS_FOR_NOW);
    const bool by_distance = isnan(evidence->options.gradient_tolerance);
    const bool leaving =
        evidence->has_rule && destination->point->index > 0 && destination->escaping > destination->rounding;
    descent__reason reason = by_distance ? DESCENT__REASON_DISTANCE_WITHIN : DESCENT__REASON_GRADIENT_WITHIN;
    if (leaving)
        reason =
            by_distance ? DESCENT__REASON_DISTANCE_WITHIN_BUT_LEAVING : DESCENT__REASON_GRADIENT_WITHIN_BUT_LEAVING;
    else if (descent__destination_is_unstable(evidence, destination->point))
        reason = DESCENT__REASON_THERE_BUT_UNSTABLE;
    descent__decision decision = descent__decided(DESCENT_ENDING_CONVERGED, reason);
    decision.point = destination->point;
    decision.distance = destination->distance;
    decision.pace = descent__prediction_arrived(facts, destination);
    return decision;
}

/* Is the slowest factor 1, or −1, to its rounding? By a power of the number of steps a run comes nearer, be they ever so many. */
static bool keeps_off(const descent_pace *pace)
{
    return pace->law != DESCENT_LAW_POWER && pace->steps_to_go.low * DBL_EPSILON > DESCENT__FACTOR_OF_ONE;
}

descent__decision descent__approaching(descent__facts *facts, const descent__destination *destination)
{
    /* Only of the point beside the run was it asked whether the run is there; on a floor it may come to another. */
    if (destination != descent__facts_destination(facts)) {
        const descent__decision converged = decide_converged(facts, destination);
        if (descent__decides(&converged))
            return converged;
    }
    /* Momentum is within the tolerance now and then before it is so for good. */
    const bool passes = isnan(facts->evidence->options.gradient_tolerance) && destination->distance <= facts->tolerance;
    descent__decision decision = descent__decided(
        DESCENT_ENDING_APPROACHING, passes ? DESCENT__REASON_DISTANCE_PASSES : DESCENT__REASON_DISTANCE_SHRINKS);
    decision.point = destination->point;
    decision.ahead = true;
    decision.distance = destination->distance;
    decision.pace = descent__prediction_approaching(facts, destination);
    if (keeps_off(&decision.pace)) {
        decision = descent__decided(DESCENT_ENDING_UNDETERMINED, DESCENT__REASON_KEEPS_OFF);
        decision.centre = destination->point;
        return decision;
    }
    if (descent__evidence_rule_tells_nothing(facts->evidence))
        (void)descent__facts_rule_forgets(facts); /* then it is not there for good */
    return decision;
}

/* Where the steps shrink like a power, the point may be flatter than the one that was found first. */
static const descent__destination *by_power(descent__facts *facts, const descent__destination *destination)
{
    const descent__contraction *contraction = descent__facts_contraction(facts);
    if (contraction->law != DESCENT_LAW_POWER || !isfinite(contraction->remaining))
        return destination;
    const descent__destination *flat = descent__facts_flat_destination(facts);
    return flat->point ? flat : destination;
}

/* Where no copy can be asked, the steps must lead there by a law: those of an unknown rule need not grow shorter, or end
 * elsewhere. */
static bool steps_lead_to(const descent__contraction *contraction, double distance)
{
    return contraction->contracting && isfinite(contraction->remaining) &&
           descent__lies_where_the_law_says(distance, contraction->remaining);
}

enum {
    most_slopes = 128 /* that are asked for, where none were recorded; a cost */
};

/* Of a rule that is not known: do its steps follow the slope? */
bool descent__pace_keeps(descent__facts *facts)
{
    descent__evidence *evidence = facts->evidence;
    const descent__motion *motion = &facts->motion;
    const size_t steps = motion->count - 1;
    if (facts->continued || motion->count < 2)
        return true;
    if (evidence->norms)
        return descent__recorded_pace_keeps(steps, motion->lengths, evidence->norms + evidence->tail, motion->floor);
    const size_t count = steps < most_slopes ? steps : (size_t)most_slopes;
    double *norms = descent__evidence_numbers(evidence, count);
    double *gradient = descent__evidence_numbers(evidence, evidence->n);
    if (!norms || !gradient || !descent__evidence_affords(evidence, count))
        return false;
    for (size_t k = 0; k < count; k++) {
        if (descent__evaluate_gradient(&evidence->evaluator, descent__series_point(&facts->series, steps - count + k),
                                       gradient) != DESCENT_SUCCESS)
            return false;
        norms[k] = descent__vector_norm(evidence->n, gradient);
    }
    return descent__recorded_pace_keeps(count, motion->lengths + (steps - count), norms, motion->floor);
}

/* On a floor that is level some way the point beside the run is not the one that it comes to: that one lies beside where its
 * outlook ends. */
static const descent__destination *along_the_floor(descent__facts *facts, const descent__destination *destination)
{
    if (destination->point->kind != DESCENT_CRITICAL_DEGENERATE || !descent__facts_outlook(facts)->known)
        return destination;
    const descent__destination *goal = descent__facts_goal(facts);
    return goal->point && goal->point->kind == DESCENT_CRITICAL_DEGENERATE && descent__facts_settles_on(facts, goal)
               ? goal
               : destination;
}

/* Each of the last steps leaves a small part of the distance: such a rule knows the curvature, for only steps that come ever
 * closer to Newton's do so (Dennis and Moré, 1974). Their lengths follow no slope and need not. */
static bool steps_aim_at(const descent__facts *facts, const descent__destination *destination)
{
    const descent__evidence *evidence = facts->evidence;
    const size_t last = evidence->finite - 1;
    double distances[DESCENT__AIMED_STEPS + 1];
    if (evidence->finite <= DESCENT__AIMED_STEPS || facts->thinned)
        return false;
    for (size_t k = 0; k <= DESCENT__AIMED_STEPS; k++)
        distances[k] = descent__vector_distance(
            evidence->n, descent__evidence_point(evidence, last - DESCENT__AIMED_STEPS + k), destination->point->x);
    return descent__steps_aim(distances);
}

static descent__decision decide_approaching(descent__facts *facts, const descent__destination *destination)
{
    const descent__evidence *evidence = facts->evidence;
    const descent__contraction *contraction = descent__facts_contraction(facts);
    /* A copy that was run on may have come to rest, and its last steps are all as short. */
    const bool shrinking = contraction->contracting || facts->motion.length_last < facts->motion.length_before ||
                           (facts->continued && has_slowed(&facts->motion));
    const bool degenerate = destination->point->kind == DESCENT_CRITICAL_DEGENERATE;
    if (!evidence->copies_trusted && evidence->finite < DESCENT__LEAST_ROWS_ALONE)
        return descent__undecided();
    /* Where theory tells how the distance fell, it tells how it goes on: however slowly, and however far away. */
    if (descent__prediction_follows_theory(facts, destination))
        return descent__approaching(facts, along_the_floor(facts, destination));
    /* What lasts on a floor is the way to a point that the run does not come to. */
    if (destination->lasting)
        destination = along_the_floor(facts, destination);
    if (!destination->nearing || !shrinking || descent__is_too_far(destination, facts->scale) ||
        descent__destination_repels(destination) || destination->turning || destination->lasting ||
        descent__leaves(destination))
        return descent__undecided();
    if (!evidence->has_rule && !facts->continued && steps_aim_at(facts, destination))
        return descent__approaching(facts, destination);
    if (!evidence->copies_trusted && descent__is_too_far_alone(destination, facts->scale))
        return descent__undecided();
    /* Where no copy can be asked, the steps themselves must shrink by a law that leads there: rules that are not known
     * swing on beside the point, or come to rest short of it. */
    if (!evidence->copies_trusted &&
        (!contraction->contracting ||
         !descent__motion_leads_to(&facts->series, destination->point->x, DESCENT__FLAT_WITHIN, facts->tolerance)))
        return descent__undecided();
    if (!evidence->copies_trusted && !descent__pace_keeps(facts))
        return descent__undecided();
    if ((degenerate || !evidence->copies_trusted) && !descent__law_leads_to(contraction, destination->distance))
        return descent__undecided();
    if (!evidence->copies_trusted && !steps_lead_to(contraction, destination->distance))
        return descent__undecided();
    destination = along_the_floor(facts, by_power(facts, destination));
    if (!descent__facts_settles_on(facts, destination))
        return descent__undecided();
    /* A factor and a power part in what is to come; of a rule that is not known, who cannot tell them knows neither. */
    const descent__decision decision = descent__approaching(facts, destination);
    return evidence->copies_trusted || decision.pace.law != DESCENT_LAW_UNKNOWN ? decision : descent__undecided();
}

/* Of a rule that is not known, its steps tell whether the step size shrinks so fast that the way ends before the point. */
static bool steps_end_before(descent__facts *facts, const descent__destination *destination)
{
    return !facts->evidence->has_rule && descent__step_size_vanishes(facts) &&
           descent__way_ends_before(descent__facts_contraction(facts)->remaining, destination->distance);
}

descent__decision descent__decide_settling(descent__facts *facts)
{
    descent__evidence *evidence = facts->evidence;
    if (evidence->finite < 2 && !facts->continued)
        return descent__undecided();
    const descent__destination *destination = descent__facts_destination(facts);
    if (descent__evidence_out_of_memory(evidence))
        return descent__undecided();
    if (destination->point) {
        const descent__decision converged = decide_converged(facts, destination);
        if (descent__decides(&converged))
            return converged;
    }
    const descent__decision by_schedule = descent__decide_by_schedule(facts, destination);
    if (descent__decides(&by_schedule))
        return by_schedule;
    if (!destination->point)
        return descent__decide_without_point(facts);
    return steps_end_before(facts, destination) ? descent__ends_before(facts, destination->point)
                                                : decide_approaching(facts, destination);
}
