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
