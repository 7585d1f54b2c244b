#include "monitor/halves.h"

#include <math.h>

#include "base/vector.h"
#include "trajectory/rest.h"

enum {
    half = descent__segments_half,
    few = descent__halves_few
};

double descent__halves_longest_step(const descent_monitor *monitor, size_t from, size_t to)
{
    const double unit = monitor->window.per_unit;
    return sqrt(descent__segments_longest_sq(&monitor->segments, from, to)) / (unit > 0 ? unit : 1);
}

static uint64_t steps_between(const descent__segments *segments, size_t back, size_t farther)
{
    return descent__segments_past(segments, back)->end - descent__segments_past(segments, farther)->end;
}

static bool grows(const descent_monitor *monitor)
{
    for (size_t back = 0; back + 2 < 2 * half; back += 2) {
        const double later = descent__halves_longest_step(monitor, back, back + 2);
        if (!(later > descent__growing_pair * descent__halves_longest_step(monitor, back + 2, back + 4)) &&
            isfinite(later))
            return false;
    }
    return true;
}

descent__halves descent__halves_look_back(descent_monitor *monitor)
{
    descent__segments *const segments = &monitor->segments;
    descent__halves seen = {
        .late = descent__segments_joint_diameter(segments, 0, half),
        .early = descent__segments_joint_diameter(segments, half, 2 * half),
        .last = descent__segments_joint_diameter(segments, 0, few),
        .all = descent__segments_diameter(segments, &segments->whole),
        .late_longest = descent__halves_longest_step(monitor, 0, half),
        .early_longest = descent__halves_longest_step(monitor, half, 2 * half),
        .growing = grows(monitor),
    };
    for (size_t back = 0; back < half; back++)
        seen.late_way += descent__segments_diameter(segments, descent__segments_past(segments, back));
    const double *const x = descent__recent_point(&monitor->window, 0);
    const double size = descent__vector_max_abs(monitor->window.sample, x);
    seen.rounding = descent__rounding_at(fmax(size, seen.late));
    /* Not √ε of the size, as where a problem can be asked: a motion far from the origin may be all within that. */
    seen.tolerance = fmax(monitor->options.distance_tolerance * seen.all, seen.rounding);
    return seen;
}

/*
 * Has it trodden on the spot for the last segments, up to `back` ago, as rounding makes it? The steps lead no farther
 * than an eighth of them might.
 */
static bool treads(const descent_monitor *monitor, double extent, size_t back)
{
    const uint64_t steps = steps_between(&monitor->segments, 0, back);
    return steps >= 2 * descent__quiet_steps &&
           extent <= descent__treading * descent__halves_longest_step(monitor, 0, 1) * (double)steps;
}

/*
 * What is left to go, as the geometric series of the steps. The slower of two factors counts: that of the last
 * half against the half before it, and that of the last segments, where a slow motion comes out from behind a fast one.
 */
static double remaining_way(const descent_monitor *monitor, const descent__halves *seen)
{
    const descent__segments *const segments = &monitor->segments;
    const double last = descent__halves_longest_step(monitor, 0, few),
                 previous = descent__halves_longest_step(monitor, few, 2 * few);
    if (last == 0)
        return 0;
    const double overall = seen->late_longest / seen->early_longest;
    double factor = pow(overall, 1 / (double)steps_between(segments, 0, half));
    if (!treads(monitor, seen->last, few))
        factor = fmax(factor, pow(last / previous, 1 / (double)steps_between(segments, few, 2 * few)));
    return descent__geometric_rest(descent__halves_longest_step(monitor, 0, 1), factor);
}

bool descent__halves_rest(const descent_monitor *monitor, const descent__halves *seen)
{
    return seen->late <= seen->tolerance &&
           (remaining_way(monitor, seen) <= seen->tolerance || treads(monitor, seen->late, half));
}
