/* Where the recorded steps do not tell what becomes of a run, its outlook may: it comes to a minimum, or ends on a
 * cycle. */
#include <math.h>

#include "base/vector.h"
#include "diagnosis/verdict/ahead/along_face.h"
#include "diagnosis/verdict/families/families.h"
#include "diagnosis/verdict/predicates.h"
#include "diagnosis/verdict/thresholds.h"
#include "trajectory/tolerances.h"

/* Far out on a slope that fades for ever everything is flat, and steps fade like a power at most. What is uphill in every
 * direction is a place to come to; and a valley is where there is one, once the steps have gone. */
static bool is_a_place_to_come_to(const descent__outlook *outlook, const descent_critical_point *point, size_t n)
{
    if (!point || point->index > 0)
        return false;
    return point->kind == DESCENT_CRITICAL_MINIMUM ||
           (point->kind == DESCENT_CRITICAL_DEGENERATE && point->probe != DESCENT_PROBE_LOWER && point->nullity < n &&
            descent__steps_have_gone(outlook->lengths[0], outlook->lengths[descent__outlook_blocks - 1]));
}

/* Is the way of a block, from its first row to its last, as straight as its steps are long? */
static bool runs_on(const descent__outlook *outlook, size_t block)
{
    const size_t first = outlook->series.count * block / descent__outlook_blocks;
    const size_t last = outlook->series.count * (block + 1) / descent__outlook_blocks - 1;
    const double way = descent__vector_distance(outlook->series.n, descent__series_point(&outlook->series, first),
                                                descent__series_point(&outlook->series, last));
    return descent__runs_straight(way, outlook->lengths[block] * (double)(last - first));
}

/* The goal is sought where the outlook ends, so that any motion draws nearer to it; but what runs through valley after valley
 * comes straight on to the last of them, and is within a step of it only then. Nor has one come to its goal that runs
 * straight on, in the last two blocks, by steps that do not fall, where those of the goal's modes are due to be gone. */
static bool passes(const descent__outlook *outlook, const descent__destination *goal)
{
    const double *point = goal->point->x;
    const size_t block = descent__outlook_blocks - 1;
    const size_t n = outlook->series.n;
    const double *end = descent__outlook_end(outlook);
    const double last = descent__vector_distance(n, end, end - n);
    const double straight = outlook->lengths[block] * (double)descent__outlook_steps(outlook) / descent__outlook_blocks;
    if (outlook->rests || outlook->stayed)
        return false;
    if (descent__vector_distance(n, end, point) < last && last > descent__sustained * outlook->lengths[block] &&
        descent__runs_straight(descent__outlook_farthest(outlook, point, block), straight))
        return true;
    const double due = pow(goal->multiplier, (double)descent__outlook_steps(outlook) / descent__outlook_blocks);
    return goal->multiplier > 0 && descent__steps_have_gone(1, due) &&
           outlook->lengths[block] > descent__sustained * outlook->lengths[block - 1] && runs_on(outlook, block - 1) &&
           runs_on(outlook, block);
}

/* What separates neighbours comes to this goal or to another as rounding has it. */
static bool is_chance(descent__facts *facts, const descent__destination *goal)
{
    const descent__outlook *outlook = descent__facts_outlook(facts);
    const double off = descent__outlook_farthest(outlook, goal->point->x, descent__outlook_blocks - 1);
    return descent__outlook_forks(facts->evidence, outlook,
                                  fmax(DESCENT__STAY_TOLERANCES * facts->tolerance, DESCENT__SAME_FLOOR * off));
}

static bool comes_to(descent__facts *facts, const descent__destination *goal)
{
    return is_a_place_to_come_to(descent__facts_outlook(facts), goal->point, facts->evidence->n) &&
           !descent__destination_repels(goal) && !goal->turning && !goal->lasting &&
           !passes(descent__facts_outlook(facts), goal) && descent__facts_settles_on(facts, goal) &&
           !is_chance(facts, goal);
}

descent__decision descent__decide_onward(descent__facts *facts)
{
    const descent__evidence *evidence = facts->evidence;
    if (evidence->step == 0 || !descent__facts_outlook(facts)->known)
        return descent__undecided();
    const descent__decision cycle = descent__decide_by_cycle_onward(facts);
    if (descent__decides(&cycle))
        return cycle;
    const descent__destination *goal = descent__facts_goal(facts);
    return comes_to(facts, goal) ? descent__approaching(facts, goal) : descent__undecided();
}

/*
 * What bounds, a decay and an L1 term hold: the outlook must end there, and stay, or come nearer as theory of the free variables
 * says; and where the memory of its rule fades, nothing is said, for it may leave again.
 */
descent__decision descent__decide_held(descent__facts *facts)
{
    const descent__evidence *evidence = facts->evidence;
    if (!evidence->has_rule || !evidence->copies_trusted || !evidence->gradient_known ||
        !descent__rule_rests_elsewhere(&evidence->rule))
        return descent__undecided();
    const descent__outlook *outlook = descent__facts_outlook(facts);
    if (!outlook->known || outlook->result != DESCENT__MAP_MOVED || descent__facts_rule_forgets(facts))
        return descent__undecided();
    const descent__destination *face = descent__facts_face(facts);
    if (!face->point)
        return descent__undecided();
    const bool terms = face->point->weight_decay > 0 || face->point->l1 > 0;
    const double radius = DESCENT__STAY_TOLERANCES * facts->tolerance;
    const bool there = face->distance <= facts->tolerance;
    if (there && !descent__facts_stays_at(facts, face->point->x, radius))
        return descent__undecided();
    const descent_pace pace = descent__pace_along_face(facts, face, there);
    /* Where the outlook does not see it arrive, theory must. */
    if (!there && !isfinite(pace.steps_to_go.high))
        return descent__undecided();
    descent__decision decision =
        descent__decided(there ? DESCENT_ENDING_CONVERGED : DESCENT_ENDING_APPROACHING,
                         terms   ? there ? DESCENT__REASON_HELD_BY_TERMS : DESCENT__REASON_LEADS_TO_BALANCE
                         : there ? DESCENT__REASON_HELD_BY_BOUNDS
                                 : DESCENT__REASON_LEADS_TO_FACE);
    decision.point = face->point;
    decision.ahead = !there;
    decision.distance = face->distance;
    decision.pace = pace;
    return decision;
}
