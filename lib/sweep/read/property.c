#include "sweep/read/property.h"

#include "sweep/read/results.h"
#include "trajectory/strides.h"
#include "trajectory/tolerances.h"
#include "trajectory/turning.h"

/* Does the last move go back against the one before? */
static bool turns_back(const descent__series *tail)
{
    if (tail->count < descent__turn_points)
        return false;
    const double *const x = descent__series_point(tail, tail->count - 1);
    return descent__turns_back(tail->n, x - 2 * tail->n, x - tail->n, x);
}

/* Does it go straight on, hardly slower than before? A run that will ever turn back does not show it here. */
static bool drifts(const descent__strides *strides)
{
    return strides->moves >= descent__trend_moves && descent__strides_lead_on(strides) &&
           strides->last > descent__sustained * strides->first;
}

/* Beside a point that draws runs in from one side alone, as x³ does, a run as near as this share of its unit is held there by its steps being
 * few: on the one side they grow, on the other they shrink by less in the last of them. No edge: a run that converges has one
 * factor, which would have taken a million steps to bring it there. */
static const double no_shrinking = 1e-6;

/* Does it stand where it does for want of steps alone: straight on, and no slower than before? */
static bool passes(const descent__strides *strides)
{
    return strides->moves >= descent__trend_moves && strides->last > 0 && descent__strides_lead_on(strides) &&
           strides->last >= (1 - no_shrinking) * strides->first;
}

/*
 * Boundedness is unclear where moves grow slowly or lead straight on. Convergence is unclear where the steps ran out on
 * the way; but a run that approaches without turning back is slow for want of step size, not for too much of it.
 */
descent__property_state descent__property_judge(descent_step_property property, const descent_sweep *sweep, size_t run)
{
    const bool bounded = property == DESCENT_STEP_BOUNDED;
    const descent_sweep_result result = descent_sweep_view_run(sweep, run);
    const descent__series tail = {
        .n = descent_sweep_view(sweep).dimension, .count = result.tail_count, .points = result.tail};
    const descent__strides strides = descent__strides_measure(&tail);
    switch (result.ending) {
    case DESCENT_ENDING_DIVERGING:
        return descent__series_slackens(&tail) ? DESCENT__PROPERTY_UNCLEAR : DESCENT__PROPERTY_LOST;
    case DESCENT_ENDING_UNBOUNDED:
    case DESCENT_ENDING_NONFINITE:
        return DESCENT__PROPERTY_LOST;
    case DESCENT_ENDING_CONVERGED:
        return passes(&strides) ? DESCENT__PROPERTY_UNCLEAR : DESCENT__PROPERTY_HELD;
    case DESCENT_ENDING_APPROACHING:
        return bounded || !turns_back(&tail) ? DESCENT__PROPERTY_HELD : DESCENT__PROPERTY_UNCLEAR;
    case DESCENT_ENDING_PERIODIC:
    case DESCENT_ENDING_QUASIPERIODIC:
    case DESCENT_ENDING_CHAOTIC:
    case DESCENT_ENDING_NOISY:
        return bounded ? DESCENT__PROPERTY_HELD : DESCENT__PROPERTY_LOST;
    case DESCENT_ENDING_UNDETERMINED:
    case DESCENT_ENDING_DESCENDING:
    case DESCENT_ENDING_STALLED:
    case DESCENT_ENDING_FORCE_INT:
        break;
    }
    if (descent_sweep_view_run(sweep, run).steps < sweep->step_limit) /* it could not go on with finite numbers */
        return DESCENT__PROPERTY_LOST;
    return bounded && !descent__strides_grow(&strides) && !drifts(&strides) ? DESCENT__PROPERTY_HELD
                                                                            : DESCENT__PROPERTY_UNCLEAR;
}
