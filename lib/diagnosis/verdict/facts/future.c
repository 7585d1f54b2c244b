/* Facts of what a run does when it goes on: does it settle on a point, and stay there? */
#include "diagnosis/verdict/facts.h"

#include <math.h>
#include <stdint.h>

#include "base/vector.h"
#include "diagnosis/verdict/ahead/quadratic.h"
#include "diagnosis/verdict/facts/asked.h"
#include "diagnosis/verdict/predicates.h"
#include "diagnosis/verdict/thresholds.h"
#include "rules/knowledge.h"

const descent__outlook *descent__facts_outlook(descent__facts *facts)
{
    if (!descent__facts_first_time(facts, DESCENT__FACT_OUTLOOK))
        return &facts->outlook;
    /* At a saddle it shows itself later whether the way out has begun. */
    const descent_critical_point *ahead = facts->measured & DESCENT__FACT_DESTINATION ? facts->destination.point : NULL;
    ahead = ahead && ahead->index == 0 ? ahead : NULL;
    descent__outlook_measure(facts->evidence, ahead ? ahead->x : NULL, facts->tolerance, &facts->outlook);
    return &facts->outlook;
}

/* The part by which the distance is due to shrink: to a flat point by as little as may be, and by a rule that tells no
 * multipliers nobody knows. */
static double due(descent__facts *facts, const descent__destination *destination)
{
    if (destination->point->kind == DESCENT_CRITICAL_DEGENERATE)
        return 0;
    return descent__rule_tells_multipliers(&facts->evidence->rule)
               ? descent__outlook_due(descent__facts_outlook(facts), destination->multiplier)
               : (double)NAN;
}

bool descent__facts_rule_forgets(descent__facts *facts)
{
    if (descent__facts_first_time(facts, DESCENT__FACT_FORGETS))
        facts->forgets = descent__rule_forgets(facts->evidence);
    return facts->forgets;
}

bool descent__facts_keeps_at(descent__facts *facts, const descent_critical_point *point, double radius)
{
    const descent__outlook *outlook = descent__facts_outlook(facts);
    const uint64_t seen = descent__outlook_steps(outlook);
    const uint64_t wanted = (uint64_t)(DESCENT__KEPT_TIMES * (double)facts->evidence->step);
    if (!descent__facts_stays_at(facts, point->x, radius))
        return false;
    return !outlook->known || wanted <= seen || !descent__facts_rule_forgets(facts) ||
           descent__quadratic_keeps(facts->evidence, &outlook->state, point, radius, (size_t)(wanted - seen));
}

bool descent__facts_leaves_later(descent__facts *facts, const descent_critical_point *point)
{
    const descent__evidence *evidence = facts->evidence;
    const double radius = DESCENT__STAY_TOLERANCES * facts->tolerance;
    if (!point || point->kind != DESCENT_CRITICAL_MINIMUM || !evidence->copies_trusted ||
        !descent__evidence_rule_tells_nothing(evidence) || !descent__facts_rule_forgets(facts))
        return false;
    const descent__outlook *outlook = descent__facts_outlook(facts);
    return outlook->known && outlook->result == DESCENT__MAP_MOVED &&
           !descent__quadratic_keeps(facts->evidence, &outlook->state, point, radius, SIZE_MAX);
}

/* Of a rule that tells no multipliers: does it hold a copy beside the point? Asked once for each. */
static bool is_held_by(descent__facts *facts, const descent_critical_point *point)
{
    if (descent__rule_tells_multipliers(&facts->evidence->rule) || point->kind == DESCENT_CRITICAL_DEGENERATE)
        return true;
    if (facts->held_by != point) {
        facts->held_by = point;
        const double radius = DESCENT__STAY_TOLERANCES * facts->tolerance;
        const descent__outlook *outlook = descent__facts_outlook(facts);
        /* A fading memory may throw it yet, unless each throw is shorter, as by a schedule that takes every step size to zero. */
        const bool must_arrive =
            descent__facts_rule_forgets(facts) && facts->evidence->rule.schedule.kind != DESCENT_SCHEDULE_INVERSE;
        facts->held = descent__quadratic_holds(facts->evidence, &outlook->state, point, radius, must_arrive,
                                               &facts->held_after) &&
                      descent__outlook_holds(facts->evidence, outlook, point->x, radius);
    }
    return facts->held;
}

double descent__facts_steps_by_quadratic(const descent__facts *facts, const descent_critical_point *point)
{
    if (facts->held_by != point || !facts->held || facts->held_after == 0 || !facts->forgets)
        return NAN;
    return (double)(descent__outlook_steps(&facts->outlook) + facts->held_after);
}

bool descent__facts_stays_at(descent__facts *facts, const double *point, double radius)
{
    const descent__outlook *outlook = descent__facts_outlook(facts);
    if (!outlook->known)
        return true;
    if (outlook->result != DESCENT__MAP_MOVED)
        return false;
    for (size_t block = 0; block < descent__outlook_blocks; block++)
        if (descent__outlook_farthest(outlook, point, block) > radius)
            return false;
    return true;
}

bool descent__facts_settles_on(descent__facts *facts, const descent__destination *destination)
{
    const descent__outlook *outlook = descent__facts_outlook(facts);
    const double *point = destination->point->x;
    /* On level ground neither theory nor the quadratic tells what a fading memory does: the arrival must be seen. */
    const bool untold = descent__evidence_rule_tells_nothing(facts->evidence);
    const bool unseen = untold && destination->point->kind == DESCENT_CRITICAL_DEGENERATE;
    if (!outlook->known) /* momentum may carry the run past it: that must be seen, where it could be */
        return !unseen && !descent__facts_rule_forgets(facts) &&
               !(facts->evidence->copies_trusted && descent__rule_memory(&facts->evidence->rule) > 0);
    /* No step is short enough for a curvature without bound. */
    if (untold && descent__curvature_has_no_bound(destination->point))
        return false;
    if (descent__outlook_arrives(outlook, point, facts->tolerance) > 0)
        return true;
    const descent__orbit *cycle = descent__facts_orbit_onward(facts);
    if (unseen || (cycle->cycle.period > 0 && !cycle->passed_by))
        return false;
    const double reached =
        fmax(descent__facts_reached_distance(facts, destination), descent__outlook_farthest(outlook, point, 0));
    /* Where theory has all of the way gone by now, what is left of it must at least be less from block to block. */
    const double owed = due(facts, destination);
    if (descent__rule_tells_multipliers(&facts->evidence->rule) && descent__steps_have_gone(1, 1 - owed) &&
        !descent__outlook_nears_steadily(outlook, point))
        return false;
    return descent__outlook_draws_nearer(outlook, point, owed, reached) && is_held_by(facts, destination->point);
}

bool descent__facts_law_is_contradicted(descent__facts *facts)
{
    const descent__outlook *outlook = descent__facts_outlook(facts);
    const descent__contraction *recorded = descent__facts_contraction(facts);
    descent__motion motion;
    descent__contraction contraction;
    if (!outlook->known || outlook->rests)
        return false;
    if (outlook->result != DESCENT__MAP_MOVED ||
        !descent__motion_measure(&facts->evidence->work, &outlook->series, &motion))
        return true;
    const double way = descent__vector_distance(outlook->series.n, facts->evidence->x, descent__outlook_end(outlook));
    if (descent__is_beyond_the_limit(way, recorded->remaining))
        return true;
    /* The law of a copy that is shorter than the run tells less than the law of the run. */
    if (outlook->series.count < facts->evidence->finite)
        return false;
    descent__contraction_measure(&facts->evidence->work, &outlook->series, &motion, &contraction);
    return !contraction.contracting || !descent__contraction_is_summable(&contraction, false) ||
           descent__exponent_fades(recorded->exponent, contraction.exponent);
}

bool descent__facts_comes_no_lower(descent__facts *facts)
{
    const descent__evidence *evidence = facts->evidence;
    double lowest = INFINITY, highest = -INFINITY;
    for (size_t row = evidence->finite - evidence->finite / 4; evidence->losses && row < evidence->finite; row++) {
        if (evidence->losses[row] < lowest)
            lowest = highest = evidence->losses[row]; /* what it fell from before is no part of a swing */
        highest = fmax(highest, evidence->losses[row]);
    }
    return descent__outlook_comes_no_lower(descent__facts_outlook(facts), lowest,
                                           DESCENT__NO_LOWER * (highest - lowest));
}
