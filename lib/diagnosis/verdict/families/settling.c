/* Runs that still move, ever less, toward a critical point: converged, approaching, or stalled by a step size that
 * vanishes. */
#include <math.h>

#include "base/vector.h"
#include "diagnosis/verdict/families/families.h"
#include "diagnosis/verdict/predicates.h"
#include "diagnosis/verdict/prediction.h"
#include "diagnosis/verdict/thresholds.h"
#include "diagnosis/verdict/trial.h"
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
    const size_t wanted = evidence->copies_trusted && !evidence->rule.type->multipliers ? DESCENT__CONTINUED_STEPS
                                                                                        : DESCENT__CONFIRMING_STEPS;
    const bool stays = evidence->copies_trusted
                           ? descent__trial_stays_near(evidence, destination->point->x, radius, wanted)
                           : destination->nearing && has_slowed(&facts->motion);
    if (stays)
        return true;
    /* With momentum, or after a few steps, a run may pass by just now. */
    const bool few =
        evidence->copies_trusted && (evidence->rule.type->memory_count > 0 || evidence->finite < DESCENT__FEW_ROWS);
    return !few && destination->nearing &&
           descent__has_been_near(descent__facts_late_distance(facts, destination->point->x), facts->scale);
}

static descent__decision decide_converged(descent__facts *facts, const descent__destination *destination)
{
    const descent__evidence *evidence = facts->evidence;
    if (descent__destination_repels(destination) || !within_tolerance(facts, destination) || !stays(facts, destination))
        return descent__undecided();
    const bool by_distance = isnan(evidence->options.gradient_tolerance);
    const bool leaving =
        evidence->has_rule && destination->point->index > 0 && destination->escaping > destination->rounding;
    descent__decision decision =
        descent__decided(DESCENT_ENDING_CONVERGED,
                         leaving ? (by_distance ? DESCENT__REASON_DISTANCE_WITHIN_BUT_LEAVING
                                                : DESCENT__REASON_GRADIENT_WITHIN_BUT_LEAVING)
                                 : (by_distance ? DESCENT__REASON_DISTANCE_WITHIN : DESCENT__REASON_GRADIENT_WITHIN));
    decision.point = destination->point;
    decision.distance = destination->distance;
    decision.pace = descent__prediction_arrived(facts);
    return decision;
}

static descent__decision approaching(descent__facts *facts, const descent__destination *destination)
{
    const descent__contraction *contraction = descent__facts_contraction(facts);
    if (contraction->law == DESCENT_LAW_POWER && isfinite(contraction->remaining)) {
        const descent__destination *flat = descent__facts_flat_destination(facts);
        destination = flat->point ? flat : destination;
    }
    descent__decision decision = descent__decided(DESCENT_ENDING_APPROACHING, DESCENT__REASON_DISTANCE_SHRINKS);
    decision.point = destination->point;
    decision.ahead = true;
    decision.distance = destination->distance;
    decision.pace = descent__prediction_approaching(facts, destination);
    return decision;
}

/* Momentum carries a run past a point as well as toward it: does its swing fade as theory says? Of a rule that tells no
 * multipliers nobody knows how fast it should: then a copy may only not stay away. */
static bool goes_on_settling(descent__facts *facts, const descent__destination *destination)
{
    const descent_rule_type *type = facts->evidence->rule.type;
    if (!type->multipliers)
        return !descent__facts_copy_stays_away(facts, destination);
    return type->memory_count == 0 || descent__facts_swing_fades(facts, destination);
}

/* Does a copy come no farther off than the run was? Of a rule that tells no multipliers only the end of the copy's way
 * counts; and where no copy can be run, nothing speaks against it. */
static bool comes_no_farther(descent__facts *facts, const descent__destination *destination)
{
    descent__evidence *evidence = facts->evidence;
    if (!evidence->copies_trusted)
        return true;
    const size_t steps =
        evidence->finite / 4 > DESCENT__LEAST_FOLLOWED ? evidence->finite / 4 : DESCENT__LEAST_FOLLOWED;
    const size_t affordable = (size_t)(descent__evidence_left(evidence) / DESCENT__STAY_BUDGET);
    const double reached = DESCENT__NO_FARTHER * descent__facts_reached_distance(facts, destination);
    return (!evidence->rule.type->multipliers || descent__trial_stays_near(evidence, destination->point->x, reached,
                                                                           steps < affordable ? steps : affordable)) &&
           goes_on_settling(facts, destination);
}

static descent__decision decide_approaching(descent__facts *facts, const descent__destination *destination)
{
    const descent__evidence *evidence = facts->evidence;
    const descent__contraction *contraction = descent__facts_contraction(facts);
    const bool shrinking = contraction->contracting || facts->motion.length_last < facts->motion.length_before;
    const bool degenerate = destination->point->kind == DESCENT_CRITICAL_DEGENERATE;
    if (!evidence->copies_trusted && evidence->finite < DESCENT__LEAST_ROWS_ALONE)
        return descent__undecided();
    if (!destination->nearing || !shrinking || descent__is_too_far(destination, facts->scale) ||
        descent__destination_repels(destination) || destination->turning || destination->lasting ||
        descent__leaves(destination))
        return descent__undecided();
    if (degenerate && !descent__law_leads_to(contraction, destination->distance))
        return descent__undecided();
    return comes_no_farther(facts, destination) ? approaching(facts, destination) : descent__undecided();
}

descent__decision descent__decide_by_settling_copy(descent__facts *facts, const descent__series *copy,
                                                   const descent__destination *destination)
{
    const descent_critical_point *point = destination->point;
    const size_t length = copy->count / DESCENT__SETTLING_BLOCKS;
    if (!point || point->kind != DESCENT_CRITICAL_MINIMUM || descent__destination_repels(destination) ||
        destination->turning || destination->lasting || length < 2)
        return descent__undecided();
    double before = INFINITY;
    for (size_t block = 0; block < DESCENT__SETTLING_BLOCKS; block++) {
        double farthest = 0;
        for (size_t row = block * length; row < (block + 1) * length; row++)
            farthest = fmax(farthest, descent__vector_distance(copy->n, descent__series_point(copy, row), point->x));
        if (!(farthest < before))
            return descent__undecided();
        before = farthest;
    }
    if (!goes_on_settling(facts, destination))
        return descent__undecided();
    return approaching(facts, destination);
}

/* Where the recorded steps do not tell where the run goes, because there are none, or because a copy goes
 * elsewhere than they seemed to, and the rule tells no multipliers: a copy with its true memory does, if it goes
 * to a minimum. */
static descent__decision decide_by_goal(descent__facts *facts)
{
    const descent__evidence *evidence = facts->evidence;
    if (!evidence->copies_trusted || (evidence->finite >= 2 && evidence->rule.type->multipliers))
        return descent__undecided();
    const descent__destination *goal = descent__facts_goal(facts);
    if (!goal->point || goal->point->kind != DESCENT_CRITICAL_MINIMUM || descent__destination_repels(goal) ||
        goal->turning || descent__facts_copy_stays_away(facts, goal))
        return descent__undecided();
    return approaching(facts, goal);
}

/* The way that a decaying schedule still allows. Infinity: without end. */
static double remaining_way(const descent__evidence *evidence)
{
    if (!evidence->has_rule || evidence->rule.schedule.kind == DESCENT_SCHEDULE_CONSTANT)
        return INFINITY;
    double sum = 0;
    double last = NAN;
    for (size_t k = 0; k < DESCENT__SCHEDULE_STEPS; k++) {
        double step_size;
        if (descent_rule_step_size(&evidence->rule, (size_t)evidence->step + k, &step_size) != DESCENT_SUCCESS)
            return INFINITY;
        sum += step_size;
        last = step_size;
    }
    return descent__schedule_ends(last, sum) ? sum * evidence->gradient_norm : INFINITY;
}

/* Does the step size shrink so fast that the way ends before the point? Of a rule that is not known, its steps tell. */
static bool ends_before(descent__facts *facts, double distance)
{
    return descent__way_ends_before(remaining_way(facts->evidence), distance) ||
           (!facts->evidence->has_rule && descent__step_size_vanishes(facts) &&
            descent__way_ends_before(descent__facts_contraction(facts)->remaining, distance));
}

descent__decision descent__decide_settling(descent__facts *facts)
{
    descent__evidence *evidence = facts->evidence;
    if (evidence->finite < 2 && !facts->continued)
        return descent__undecided();
    const descent__destination *destination = descent__facts_destination(facts);
    if (descent__evidence_out_of_memory(evidence))
        return descent__undecided();
    if (!destination->point) {
        const descent__decision by_law = descent__decide_without_point(facts);
        return descent__decides(&by_law) ? by_law : decide_by_goal(facts);
    }
    const descent__decision converged = decide_converged(facts, destination);
    if (descent__decides(&converged))
        return converged;
    if (ends_before(facts, destination->distance)) {
        descent__decision stalled = descent__decided(DESCENT_ENDING_STALLED, DESCENT__REASON_SCHEDULE_ENDS_BEFORE);
        stalled.point = destination->point;
        stalled.ahead = true;
        stalled.distance = destination->distance;
        return stalled;
    }
    descent__decision decision = decide_approaching(facts, destination);
    if (!descent__decides(&decision))
        decision = decide_by_goal(facts);
    /* It arrived by its distance, but its copy does not stay. */
    if (!descent__decides(&decision) && within_tolerance(facts, destination))
        decision = descent__decide_by_cycle_onward(facts);
    return decision;
}
