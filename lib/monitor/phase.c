#include "monitor/phase.h"

#include <math.h>

#include "monitor/arrival.h"
#include "trajectory/tolerances.h"

/* The segments that the last few steps lie in: small steps must be so many before they mean anything. */
static size_t spell(const descent_monitor *monitor)
{
    const descent__segments *const segments = &monitor->segments;
    const uint64_t now = descent__segments_past(segments, 0)->end;
    size_t back = 1;
    while (back < descent__quiet_steps && now - descent__segments_past(segments, back)->end < descent__quiet_steps)
        back++;
    return back;
}

void descent__phase_follow_leaving(descent_monitor *monitor)
{
    const double ratio = descent__leaving * descent__leaving;
    const descent__segments *const segments = &monitor->segments;
    const size_t segments_back = spell(monitor);
    const double now_sq = descent__segments_past(segments, 0)->longest_sq;
    const double spell_sq = descent__segments_longest_sq(segments, 0, segments_back);
    const bool growing = descent__segments_longest_sq(segments, 0, 2) > descent__segments_longest_sq(segments, 2, 4);
    monitor->busiest_sq = fmax(monitor->busiest_sq, now_sq);
    if (spell_sq > 0 && spell_sq <= monitor->quiet_sq) {
        monitor->quiet_sq = spell_sq;
        monitor->busy_before_sq = monitor->busiest_sq;
    }
    const bool grown = now_sq > ratio * monitor->quiet_sq;
    monitor->leaving = grown && growing && monitor->busy_before_sq > ratio * monitor->quiet_sq;
    if (grown && !growing) { /* it has left, or was never near: what comes is measured anew */
        monitor->quiet_sq = INFINITY;
        monitor->busiest_sq = now_sq;
    }
}

descent_phase descent__phase_of(const descent_monitor *monitor, const descent__halves *seen)
{
    const double moves = seen->late / seen->early, straight = seen->late / seen->late_way;
    const double longest = sqrt(monitor->segments.whole.longest_sq) / monitor->window.per_unit;
    if (descent__arrival_rests(monitor, seen))
        return DESCENT_PHASE_RESTING;
    if (monitor->leaving)
        return DESCENT_PHASE_LEAVING;
    if (seen->growing)
        return DESCENT_PHASE_GROWING;
    if (moves < descent__settling_phase && seen->late_longest < seen->early_longest)
        return DESCENT_PHASE_SETTLING;
    if (moves > descent__advancing && straight > descent__straight)
        return seen->late_longest <= descent__creeping_phase * longest ? DESCENT_PHASE_CREEPING
                                                                       : DESCENT_PHASE_ADVANCING;
    if (moves > descent__settling_phase && moves < descent__in_place && straight < descent__hovers)
        return DESCENT_PHASE_HOVERING;
    return DESCENT_PHASE_UNKNOWN;
}
