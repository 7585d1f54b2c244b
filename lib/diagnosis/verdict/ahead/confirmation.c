#include "diagnosis/verdict/ahead/confirmation.h"

#include <float.h>
#include <math.h>

#include "base/vector.h"
#include "diagnosis/verdict/predicates.h"
#include "diagnosis/verdict/thresholds.h"
#include "rules/knowledge.h"

bool descent__is_found_again(double apart, double left, double tolerance, bool flat)
{
    const double part = flat ? DESCENT__SAME_FLOOR : DESCENT__SAME_POINT;
    return apart <= fmax(DESCENT__STAY_TOLERANCES * tolerance, part * left);
}

static bool is_flat(const descent__destination *destination)
{
    return destination->point->kind == DESCENT_CRITICAL_DEGENERATE;
}

static bool found_again(descent__facts *facts, const descent__destination *destination, double left)
{
    const descent__destination *goal = descent__facts_goal(facts);
    if (destination == goal || !goal->point)
        return true;
    const double apart = descent__vector_distance(facts->evidence->n, goal->point->x, destination->point->x);
    return descent__is_found_again(apart, left, facts->tolerance, is_flat(destination));
}

/* Steps down the slope, each as long as the loss lets it be but no longer than a part of the way to the point, so that none
 * leaps over it: where they end, NULL without memory or loss. `settled`: the loss falls no further; `eased`: the slope is all but gone. */
static const double *flow_down(descent__evidence *evidence, const double *from, const double *point, double length,
                               bool *settled, bool *eased)
{
    const size_t n = evidence->n;
    double *now = descent__evidence_numbers(evidence, 3 * n);
    if (!now || evidence->random || !descent__evaluator_has_loss(&evidence->evaluator))
        return NULL;
    double *next = now + n, *gradient = now + 2 * n;
    descent__vector_copy(n, from, now);
    double loss = descent__evidence_loss_at(evidence, now), first = NAN;
    *settled = *eased = false;
    for (size_t k = 0; k < DESCENT__DOWNHILL_STEPS && isfinite(loss) && descent__evidence_affords(evidence, 2); k++) {
        if (descent__evaluate_gradient(&evidence->evaluator, now, gradient) != DESCENT_SUCCESS)
            return NULL;
        const double slope = descent__vector_norm(n, gradient);
        const double away = descent__vector_distance(n, now, point);
        first = isnan(first) ? slope : first;
        *eased = slope <= DESCENT__FLOW_EASED * first;
        length = fmin(DESCENT__DOWNHILL_AGAIN * length, DESCENT__FLOW_PART * away);
        double lower = NAN;
        for (; length > DBL_EPSILON * away && slope > 0; length /= 2) {
            for (size_t i = 0; i < n; i++)
                next[i] = now[i] - length * (gradient[i] / slope);
            lower = descent__evidence_loss_at(evidence, next);
            if (descent__falls_enough(loss, lower, length, slope))
                break;
        }
        *settled = !(lower < loss);
        if (*settled)
            break;
        descent__vector_copy(n, next, now);
        loss = lower;
    }
    return now;
}

bool descent__flow_leads_away(double way, double before, double after, bool settled, bool eased)
{
    const bool nears = before - after >= DESCENT__FLOW_NEARS * way;
    if (way > DESCENT__FLOW_SEEN * before)
        return !nears || (settled && after > DESCENT__SAME_FLOOR * before);
    return settled && (eased || way > DESCENT__FLOW_SETTLED * before) && !nears;
}

/* Gradient flow, which short steps follow, comes farther by longer ones. */
static bool flow_leads_there(descent__facts *facts, const descent__destination *destination, double left)
{
    descent__evidence *evidence = facts->evidence;
    const descent__outlook *outlook = descent__facts_outlook(facts);
    const double *from = descent__outlook_end(outlook);
    const double *point = destination->point->x;
    bool settled, eased;
    if (!is_flat(destination) || !descent__rule_tells_multipliers(&evidence->rule))
        return true;
    const double *end =
        flow_down(evidence, from, point, outlook->lengths[descent__outlook_blocks - 1], &settled, &eased);
    return !end || !descent__flow_leads_away(descent__vector_distance(evidence->n, end, from), left,
                                             descent__vector_distance(evidence->n, end, point), settled, eased);
}

bool descent__is_confirmed(descent__facts *facts, const descent__destination *destination)
{
    const descent__outlook *outlook = descent__facts_outlook(facts);
    const double *point = destination->point->x;
    if (!outlook->known || outlook->result != DESCENT__MAP_MOVED || outlook->rests ||
        descent__outlook_arrives(outlook, point, facts->tolerance) > 0)
        return true;
    const double left = descent__vector_distance(facts->evidence->n, descent__outlook_end(outlook), point);
    return found_again(facts, destination, left) && flow_leads_there(facts, destination, left);
}

const descent__destination *descent__later_look(descent__facts *facts, const descent__destination *destination)
{
    if (!is_flat(destination))
        return destination;
    const descent__destination *goal = descent__facts_goal(facts);
    return goal->point && is_flat(goal) ? goal : destination;
}
