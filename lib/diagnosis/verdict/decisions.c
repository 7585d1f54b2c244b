#include "diagnosis/verdict/decisions.h"

#include <assert.h>
#include <math.h>

#include "critical/point.h"
#include "diagnosis/verdict/ahead/confirmation.h"
#include "diagnosis/verdict/ahead/prediction.h"
#include "diagnosis/verdict/families/families.h"
#include "diagnosis/verdict/predicates.h"
#include "diagnosis/verdict/thresholds.h"
#include "rules/knowledge.h"

/* In this order, because evidence is trusted in this order: what is not finite, growth, recurrence, convergence. */
static const struct {
    const char *name;
    descent__decision (*decide)(descent__facts *facts);
} decisions[] = {
    /* Nothing can be measured without a point. */
    {"nothing recorded", descent__decide_empty},
    /* Where numbers end, no tolerance means anything; unless growth led there, which is told by its own decision. */
    {"not finite", descent__decide_broken},
    /* What bounds hold has its point on a face of the box, where the gradient of the loss is not zero. */
    {"held", descent__decide_held},
    /* A point that does not move neither grows nor returns, whatever it did before. */
    {"at rest", descent__decide_at_rest},
    /* Growth is asked before recurrence and before tolerances, for far out every gradient is small beside something. */
    {"growth", descent__decide_escape},
    /* Recurrence is asked before convergence, because a cycle passes near critical points. */
    {"recurrence", descent__decide_periodic},
    /* A random gradient makes all that follows a matter of chance; a run that rests, grows or returns shows it none
     * the less. */
    {"noise", descent__decide_noisy},
    /* Convergence is asked before bounded motion, for a slow oscillation that dies out looks like one that lasts. */
    {"settling", descent__decide_settling},
    /* What the run does when it goes on is asked before motion is said to go on for ever. */
    {"going on", descent__decide_onward},
    /* Bounded motion costs the most evaluations: copies with a twin. */
    {"bounded motion", descent__decide_bounded},
    /* A drift is asked after convergence, because a run that still comes nearer to a point is straight, too. */
    {"drift", descent__decide_drift},
    /* A power law alone is the weakest evidence of a limit. */
    {"power law", descent__decide_by_law},
    /* Growth that nothing proves is said where nothing else holds, and the loss does not fall. */
    {"growth so far", descent__decide_growth_so_far},
    /* Nothing more specific holds. This one always decides. */
    {"descending", descent__decide_descending},
};

/* A run that is said to approach a point must be drawn to it by its rule, at this step size, and by its outlook. */
static descent__reason against_approaching(descent__facts *facts, const descent__decision *decision)
{
    const descent__destination *ahead = descent__facts_destination_of(facts, decision->point);
    if (!ahead)
        return descent__facts_law_is_contradicted(facts) ? DESCENT__REASON_OUTLOOK_LEADS_ELSEWHERE
                                                         : DESCENT__REASON_NONE;
    if (descent__destination_repels(ahead))
        return DESCENT__REASON_STEP_ABOVE_POINT_LIMIT;
    /* What is there already, and was not said to have converged, is not on its way there. */
    if (ahead->distance <= facts->tolerance && descent__facts_rule_forgets(facts))
        return DESCENT__REASON_LEAVES_AS_MEMORY_FADES;
    /* Nor is what differences of the loss lead no nearer to, unless the outlook was seen to arrive. */
    if (isinf(decision->pace.steps_to_go.high) &&
        descent__destination_unseen(facts->evidence, ahead->point, ahead->distance, decision->pace.law) >=
            ahead->distance)
        return DESCENT__REASON_OUTLOOK_LEADS_ELSEWHERE;
    /* Theory and outlook agree, however little the outlook sees of the way. */
    return (descent__facts_settles_on(facts, ahead) || descent__prediction_follows_theory(facts, ahead)) &&
                   descent__is_confirmed(facts, ahead)
               ? DESCENT__REASON_NONE
               : DESCENT__REASON_OUTLOOK_LEADS_ELSEWHERE;
}

/* The way out of a saddle has begun: who is seen to leave is not said to have come. */
static bool leaves_saddle(descent__facts *facts, const descent__decision *decision)
{
    const descent__destination *at = descent__facts_destination_of(facts, decision->point);
    return at && at->point->index > 0 && at->escaping > at->rounding && descent__facts_outlook(facts)->known &&
           !descent__facts_stays_at(facts, at->point->x, DESCENT__STAY_TOLERANCES * facts->tolerance);
}

/* Of an outlook that comes to no end that could be told: it rises, or numbers end on its way. */
static descent__reason against_outlook(const descent__facts *facts, const descent__outlook *outlook)
{
    const double loss = facts->evidence->loss;
    if (outlook->result == DESCENT__MAP_MOVED || descent__rises(outlook->losses[descent__outlook_blocks - 1], loss))
        return DESCENT__REASON_OUTLOOK_RISES;
    return descent__outlook_falls_off(outlook, loss) ? DESCENT__REASON_OUTLOOK_FALLS_OFF
                                                     : DESCENT__REASON_OUTLOOK_BREAKS_OFF;
}

/* Level ground may only seem so beside a coordinate of another size, in which the others are lost, and explode. */
static bool explodes_on_level_ground(descent__facts *facts, const descent__decision *decision)
{
    const descent__outlook *outlook = descent__facts_outlook(facts);
    return decision->point->kind == DESCENT_CRITICAL_DEGENERATE && outlook->known &&
           (outlook->result != DESCENT__MAP_MOVED || descent__outlook_rises(outlook, facts->evidence->loss));
}

/* A rule that tells no multipliers may leave a point where it has been at rest, once its memory has faded: that it is there
 * counts if the outlook stays there. */
static descent__reason against_converged(descent__facts *facts, const descent__decision *decision)
{
    const descent__evidence *evidence = facts->evidence;
    if (!evidence->copies_trusted || !decision->point)
        return DESCENT__REASON_NONE;
    if (descent__rule_tells_multipliers(&evidence->rule) && explodes_on_level_ground(facts, decision))
        return against_outlook(facts, descent__facts_outlook(facts));
    if (descent__rule_tells_multipliers(&evidence->rule))
        return leaves_saddle(facts, decision) ? DESCENT__REASON_OUTLOOK_LEADS_ELSEWHERE : DESCENT__REASON_NONE;
    const double radius =
        fmax(DESCENT__STAY_TOLERANCES * facts->tolerance, DESCENT__STAY_DISTANCES * decision->distance);
    if (!(decision->distance > 0 && descent__curvature_has_no_bound(decision->point)) &&
        descent__facts_keeps_at(facts, decision->point, radius))
        return DESCENT__REASON_NONE;
    return descent__facts_rule_forgets(facts) ? DESCENT__REASON_LEAVES_AS_MEMORY_FADES
                                              : DESCENT__REASON_OUTLOOK_LEADS_ELSEWHERE;
}

/*
 * Over as many steps as were made, is the loss higher on average than it is, or than it was on average over the last quarter of
 * them? Where steps may be long as soon as they are short, and momentum swings, its fall so far tells little. Of few steps
 * the highest loss counts, beside that of the last quarter and the first of all: what swings falls by chance over so few.
 */
static bool rises_soon(descent__facts *facts, const descent__outlook *outlook)
{
    descent__evidence *evidence = facts->evidence;
    const size_t first = evidence->finite - evidence->finite / 4;
    double mean = 0, highest = evidence->loss;
    for (size_t row = first; evidence->losses && row < evidence->finite; row++) {
        mean += evidence->losses[row] / (double)(evidence->finite - first);
        highest = fmax(highest, evidence->losses[row]);
    }
    const uint64_t steps = evidence->step > DESCENT__SOON_STEPS ? evidence->step : DESCENT__SOON_STEPS;
    const descent__losses_ahead ahead = descent__outlook_losses(evidence, outlook, steps);
    if (evidence->losses && evidence->losses[0] < highest)
        highest = evidence->losses[0];
    if (steps < DESCENT__LEAST_UNSURE && descent__rises(ahead.highest, highest))
        return true;
    return descent__rises(ahead.mean, fmax(mean, evidence->loss));
}

/* Still a way down: the loss does not rise on the way, nor is the point that the run is near one that repels. */
static descent__reason against_descending(descent__facts *facts)
{
    const descent__outlook *outlook = descent__facts_outlook(facts);
    const descent__destination *ahead = descent__facts_destination(facts);
    if (outlook->known && (outlook->result != DESCENT__MAP_MOVED ||
                           descent__outlook_rises(outlook, facts->evidence->loss) || rises_soon(facts, outlook)))
        return against_outlook(facts, outlook);
    if (descent__facts_comes_no_lower(facts))
        return DESCENT__REASON_OUTLOOK_NO_LOWER;
    /* What is there already, and was not said to have converged, has no way down. */
    if (ahead->point && ahead->point->index == 0 && ahead->distance <= facts->tolerance &&
        descent__facts_rule_forgets(facts))
        return DESCENT__REASON_LEAVES_AS_MEMORY_FADES;
    /* What its schedule still allows must be a way. */
    if (descent__schedule_way(facts) <= facts->tolerance)
        return DESCENT__REASON_OUTLOOK_LEADS_ELSEWHERE;
    return ahead->point && ahead->point->index == 0 && descent__destination_repels(ahead) &&
                   descent__is_circled(ahead->distance, facts->scale)
               ? DESCENT__REASON_STEP_ABOVE_POINT_LIMIT
               : DESCENT__REASON_NONE;
}

/*
 * What a rule that tells nothing rests on, it stays on in its outlook; and if its memory fades, so that the least slope moves it
 * in the end, for as long as it has been.
 */
static bool rests_for_now(descent__facts *facts)
{
    const descent__evidence *evidence = facts->evidence;
    const descent__outlook *outlook = descent__facts_outlook(facts);
    if (!outlook->known || !descent__evidence_rule_tells_nothing(evidence))
        return false;
    if (!descent__facts_stays_at(facts, evidence->x, DESCENT__HARDLY_MOVES * facts->scale))
        return true;
    return evidence->gradient_norm > 0 && descent__facts_rule_forgets(facts) &&
           (double)descent__outlook_steps(outlook) < DESCENT__KEPT_TIMES * (double)evidence->step;
}

/* A plateau is out of reach for as many steps as are known, with those of the outlook. */
static descent__reason against_stalled(descent__facts *facts, const descent__decision *decision)
{
    const descent__outlook *outlook = descent__facts_outlook(facts);
    if (decision->reason != DESCENT__REASON_CREEPS_OVER_PLATEAU && rests_for_now(facts))
        return DESCENT__REASON_RESTS_FOR_NOW;
    const double known = (double)facts->evidence->step + (double)descent__outlook_steps(outlook);
    /* Beside a coordinate of another size the others may move, and as they like. */
    if (outlook->known &&
        (outlook->result != DESCENT__MAP_MOVED || descent__outlook_rises(outlook, facts->evidence->loss)))
        return against_outlook(facts, outlook);
    return decision->reason == DESCENT__REASON_CREEPS_OVER_PLATEAU && outlook->known &&
                   !descent__is_out_of_reach(decision->said.number, known)
               ? DESCENT__REASON_OUTLOOK_LEADS_ELSEWHERE
               : DESCENT__REASON_NONE;
}

/* The loss falls for ever: it does not rise in the end while everything stays finite; and a drift goes on straight. What the rule
 * does not follow any more has no outlook. */
static descent__reason against_unbounded(descent__facts *facts)
{
    if (facts->gave_up)
        return DESCENT__REASON_NONE;
    const descent__outlook *outlook = descent__facts_outlook(facts);
    if (descent__outlook_rises(outlook, facts->evidence->loss))
        return DESCENT__REASON_OUTLOOK_RISES;
    return descent__evidence_rule_tells_nothing(facts->evidence) && outlook->known &&
                   outlook->result == DESCENT__MAP_MOVED &&
                   !descent__goes_straight(descent__outlook_straightness(outlook))
               ? DESCENT__REASON_OUTLOOK_LEADS_ELSEWHERE
               : DESCENT__REASON_NONE;
}

/* Bounds, decay and L1 terms have points of rest of their own: there the run makes no way any more, though the loss has a slope. */
static bool is_held(const descent__facts *facts, const descent__decision *decision)
{
    const descent__evidence *evidence = facts->evidence;
    const size_t n = evidence->n, last = evidence->finite;
    if (!evidence->has_rule || !descent__rule_rests_elsewhere(&evidence->rule))
        return false;
    if (decision->ending == DESCENT_ENDING_STALLED)
        return true;
    return decision->ending == DESCENT_ENDING_DESCENDING && evidence->points && last > 1 &&
           descent__vector_distance(n, evidence->points + (last - 1) * n, evidence->points + (last - 2) * n) <=
               facts->tolerance;
}

/*
 * The run's own continuation is the judge of every verdict about its future: what speaks of what is to come is only said if
 * the outlook, and theory of the point ahead, do not contradict it. What contradicts it; none if nothing does.
 */
static descent__reason contradiction(descent__facts *facts, const descent__decision *decision)
{
    if (decision->point && descent__critical_point_is_held(decision->point)) /* it rests on the outlook already */
        return DESCENT__REASON_NONE;
    if (is_held(facts, decision))
        return DESCENT__REASON_HELD_BY_MODIFIERS;
    switch (decision->ending) {
    case DESCENT_ENDING_CONVERGED:
        return against_converged(facts, decision);
    case DESCENT_ENDING_APPROACHING:
        return against_approaching(facts, decision);
    case DESCENT_ENDING_DESCENDING:
        return against_descending(facts);
    case DESCENT_ENDING_STALLED:
        return against_stalled(facts, decision);
    case DESCENT_ENDING_UNBOUNDED:
        return against_unbounded(facts);
    default:
        return DESCENT__REASON_NONE;
    }
}

/* Is the whole cycle, there or ahead, within what counts as arrived? */
static bool is_tiny_cycle(const descent__facts *facts, const descent__decision *decision)
{
    return decision->ending == DESCENT_ENDING_PERIODIC && decision->orbit &&
           decision->orbit->recurrence.amplitude <= facts->tolerance;
}

/* Does the run stop, or is what was said of its way down contradicted because its steps end, or is its whole cycle, or what is left of its
 * way down, within what counts as arrived, where it has come to a kink at which the loss is lowest? */
static bool stops_at_kink(descent__facts *facts, const descent__decision *decision, descent__reason against)
{
    const bool stops = decision->ending == DESCENT_ENDING_STALLED && against == DESCENT__REASON_NONE &&
                       decision->reason != DESCENT__REASON_CREEPS_OVER_PLATEAU;
    const bool ends = decision->ending == DESCENT_ENDING_DESCENDING && against != DESCENT__REASON_NONE &&
                      descent__schedule_way(facts) <= facts->tolerance;
    const bool inches = decision->ending == DESCENT_ENDING_DESCENDING && against == DESCENT__REASON_NONE &&
                        facts->motion.half <= facts->tolerance;
    const bool hovers = against == DESCENT__REASON_NONE && (is_tiny_cycle(facts, decision) || inches);
    return (stops || ends || hovers) && descent__facts_is_lowest_at_kink(facts);
}

/* What was to be said is not, and why; with the minimum whose limit the step size is above. */
static descent__decision contradicted_by(descent__facts *facts, descent__reason reason)
{
    descent__decision decision = descent__decided(DESCENT_ENDING_UNDETERMINED, reason);
    const descent_critical_point *ahead = descent__facts_known_point(facts);
    if (reason == DESCENT__REASON_STEP_ABOVE_POINT_LIMIT && ahead && ahead->kind == DESCENT_CRITICAL_MINIMUM)
        decision.centre = ahead;
    facts->swings |= reason == DESCENT__REASON_OUTLOOK_NO_LOWER;
    return decision;
}

/* Where the run is tells more than what was to be said, and that more than that nothing holds. */
static descent__decision undetermined(descent__facts *facts, const descent__decision *open,
                                      descent__reason contradicted)
{
    if (open && open->reason == DESCENT__REASON_LEFT_AS_MEMORY_FADED)
        return *open;
    const bool at_point =
        contradicted == DESCENT__REASON_NONE || contradicted == DESCENT__REASON_LEAVES_AS_MEMORY_FADES;
    const descent__decision there = at_point ? descent__at_minimum_for_now(facts) : descent__undecided();
    if (descent__decides(&there))
        return there;
    return open && contradicted == DESCENT__REASON_NONE ? *open : contradicted_by(facts, contradicted);
}

descent__decision descent__decide(descent__facts *facts)
{
    descent__reason contradicted = DESCENT__REASON_NONE;
    for (size_t k = 0; k < descent__decision_count(); k++) {
        const descent__decision decision = decisions[k].decide(facts);
        if (descent__evidence_out_of_memory(facts->evidence))
            break;
        if (!descent__decides(&decision))
            continue;
        const descent__reason against = contradiction(facts, &decision);
        const bool at_kink = stops_at_kink(facts, &decision, against);
        if (descent__evidence_out_of_memory(facts->evidence))
            break;
        if (at_kink)
            return descent__decided(DESCENT_ENDING_STALLED, DESCENT__REASON_LOWEST_AT_KINK);
        /* What will only go to and fro within the tolerance comes to a limit, as far as that counts. */
        if (against == DESCENT__REASON_NONE && is_tiny_cycle(facts, &decision) &&
            decision.orbit->onset > facts->evidence->step)
            return descent__decided(DESCENT_ENDING_APPROACHING, DESCENT__REASON_CYCLE_COUNTS_AS_REST);
        /* What was to be said, and why it is not, tells more than that nothing holds. */
        if (against == DESCENT__REASON_NONE)
            return decision.ending == DESCENT_ENDING_UNDETERMINED ? undetermined(facts, &decision, contradicted)
                                                                  : decision;
        contradicted = against;
    }
    if (descent__evidence_out_of_memory(facts->evidence))
        return descent__undecided();
    assert(contradicted != DESCENT__REASON_NONE);
    return undetermined(facts, NULL, contradicted);
}

size_t descent__decision_count(void)
{
    return sizeof decisions / sizeof *decisions;
}

const char *descent__decision_name(size_t place)
{
    return place < descent__decision_count() ? decisions[place].name : NULL;
}
