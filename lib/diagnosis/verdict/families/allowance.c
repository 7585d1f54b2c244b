/* Runs whose schedule ends: what way does it still allow, and where does the run stand then? */
#include <math.h>

#include <descent/rules.h>

#include "base/vector.h"
#include "diagnosis/verdict/families/families.h"
#include "diagnosis/verdict/predicates.h"
#include "diagnosis/verdict/thresholds.h"
#include "rules/knowledge.h"
#include "rules/remaining.h"

/* What the run's own step sizes from a step on add up to. Infinity: without end. */
static double remaining_sizes(const descent__evidence *evidence, uint64_t step)
{
    return evidence->has_rule ? descent__remaining_sizes(&evidence->rule, step) : INFINITY;
}

/* Where the run stands when its schedule has all but ended: at the end of its outlook, or, without one, where it ends. */
typedef struct standing {
    const double *x;
    bool followed;
    double sizes; /* of the steps from there on, added up */
    double way;   /* that they still allow */
} standing;

/* The pace, by the step size, is the largest of the last block: what is left of the schedule is walked no faster. */
static standing stands_at(descent__facts *facts)
{
    descent__evidence *evidence = facts->evidence;
    const double sizes = remaining_sizes(evidence, evidence->step);
    standing at = {evidence->x, false, sizes, sizes};
    if (!isfinite(sizes))
        return at;
    at.way *= evidence->gradient_norm;
    const descent__outlook *outlook = descent__facts_outlook(facts);
    const uint64_t step = evidence->step + descent__outlook_steps(outlook);
    double step_size;
    if (!outlook->known || outlook->result != DESCENT__MAP_MOVED || step == 0 ||
        descent_rule_step_size(&evidence->rule, step - 1, &step_size) != DESCENT_SUCCESS)
        return at;
    at.x = descent__outlook_end(outlook);
    at.followed = true;
    at.sizes = remaining_sizes(evidence, step);
    at.way = step_size > 0 ? at.sizes / step_size * outlook->lengths[descent__outlook_blocks - 1] : 0;
    return at;
}

double descent__schedule_way(descent__facts *facts)
{
    return stands_at(facts).way;
}

/*
 * Does the slope lead on beyond so long a way? For a slope g = Hd of a quadratic that is uphill every way, the curvature
 * along it is gᵀHg/gᵀg ≥ ‖g‖/‖d‖ (Cauchy and Schwarz, of the moments of d); so a slope of which a part s is left at a
 * distance t down along it has its point at t/(1 − s) at least.
 */
static bool leads_on(descent__facts *facts, const double *x, double way, double *slope)
{
    descent__evidence *evidence = facts->evidence;
    const size_t n = evidence->n;
    double *gradient = descent__evidence_numbers(evidence, 3 * n);
    *slope = NAN;
    if (!gradient || !descent__evidence_affords(evidence, 2) ||
        descent__evaluate_gradient(&evidence->evaluator, x, gradient) != DESCENT_SUCCESS)
        return false;
    *slope = descent__vector_norm(n, gradient);
    double *down = gradient + n;
    double *there = down + n;
    if (!(*slope > 0) || !isfinite(*slope) || !(way > 0))
        return false;
    for (size_t i = 0; i < n; i++)
        down[i] = x[i] - gradient[i] / *slope * way;
    /* Differences of the loss see no slope below their error. */
    return !(*slope <= evidence->gradient_error) &&
           descent__evaluate_gradient(&evidence->evaluator, down, there) == DESCENT_SUCCESS &&
           descent__slope_leads_on(*slope, descent__vector_dot(n, there, gradient) / *slope);
}

descent__decision descent__ends_before(descent__facts *facts, const descent_critical_point *point)
{
    descent__decision stalled = descent__decided(DESCENT_ENDING_STALLED, DESCENT__REASON_SCHEDULE_ENDS_BEFORE);
    stalled.point = descent__facts_point_below(facts, point);
    stalled.ahead = true;
    stalled.distance = descent__vector_distance(facts->evidence->n, facts->evidence->x, stalled.point->x);
    return stalled;
}

/*
 * What is left of the way to a point when the schedule has ended, by the quadratic of the point. Eigenvalues are taken an error
 * of theirs higher; so along one that is zero to its error the way is not walked at all.
 */
static double left_in_the_end(const descent__evidence *evidence, const descent_critical_point *point,
                              const standing *at)
{
    const size_t n = evidence->n;
    double left = 0;
    if (point->eigenvector_count != n || point->index > 0)
        return NAN;
    for (size_t k = 0; k < n; k++) {
        double part = 0;
        for (size_t i = 0; i < n; i++)
            part += (at->x[i] - point->x[i]) * point->eigenvectors[k * n + i];
        const double eigenvalue = fmax(point->eigenvalues[k], 0) + point->eigenvalue_tolerance;
        left = hypot(left, part * descent__part_left(&evidence->rule, eigenvalue, at->sizes));
    }
    return left;
}

/* Does the schedule end before the point? By the pace, where nothing is known of curvatures or they do not hold; or by them. */
static bool ends_short(descent__facts *facts, const descent_critical_point *point, const standing *at, double distance)
{
    if (descent__way_ends_before(at->way, distance))
        return true;
    return at->followed && !point->curvature_jumps && descent__rule_tells_multipliers(&facts->evidence->rule) &&
           descent__is_left_short(left_in_the_end(facts->evidence, point, at), facts->tolerance);
}

/* A run that comes nearer by more than this part of the way before its schedule has ended does not stand still yet. */
static const double leading_part = 0.1;

static bool leads_nearer(const descent__facts *facts, const descent_critical_point *point, const standing *at,
                         double distance)
{
    const double now = descent__vector_distance(facts->evidence->n, facts->evidence->x, point->x);
    const double left = at->followed ? distance : now - at->way;
    return left < (1 - leading_part) * now;
}

/* What a schedule stops short of is judged where it stops: not by the point beside where the run ends, if it is not that
 * one it comes to. Where no point is known, does it end on a slope that has not gone? */
descent__decision descent__decide_by_schedule(descent__facts *facts, const descent__destination *destination)
{
    const size_t n = facts->evidence->n;
    const standing at = stands_at(facts);
    if (!isfinite(at.way))
        return descent__undecided();
    double slope = NAN;
    double distance = destination->point ? descent__vector_distance(n, at.x, destination->point->x) : INFINITY;
    const descent_critical_point *point = destination->point;
    if (distance <= facts->tolerance)
        return descent__undecided();
    if (at.followed) {
        const descent_critical_point *goal = descent__facts_goal(facts)->point;
        const double to_goal = goal ? descent__vector_distance(n, at.x, goal->x) : INFINITY;
        point = to_goal <= distance ? goal : point;
        distance = fmin(distance, to_goal);
    }
    if (point && distance <= facts->tolerance)
        return descent__undecided();
    if (point && ends_short(facts, point, &at, distance)) {
        /* On a floor that is level some way the run may come to another place than Newton's steps, which drift along it. */
        const bool elsewhere = at.followed && point->kind == DESCENT_CRITICAL_DEGENERATE &&
                               !leads_on(facts, at.x, distance / DESCENT__WAY_TO_LAW, &slope);
        facts->evidence->holdings->schedule_leads_on = leads_nearer(facts, point, &at, distance);
        return elsewhere ? descent__undecided() : descent__ends_before(facts, point);
    }
    if (point || !(at.way <= facts->tolerance))
        return descent__undecided();
    const bool on = leads_on(facts, at.x, facts->tolerance, &slope);
    return on || slope > DESCENT__SLOPE_FALLEN * descent__facts_slopes(facts)->largest
               ? descent__decided(DESCENT_ENDING_STALLED, DESCENT__REASON_STEP_SIZE_VANISHES)
               : descent__undecided();
}
