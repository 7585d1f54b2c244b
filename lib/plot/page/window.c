#include "plot/page/window.h"

#include <math.h>
#include <stddef.h>

/* Beyond this ratio of the sides, the same scale on both axes would leave nothing to see. */
static const double most_squeezed = 20;

/* A side too short, of how far it is from 0: rounding, where nothing is known of it, or what twelve digits do not draw. */
static const double usual_side = 1e-6, finest_side = 1e-9;

descent__window descent__window_empty(void)
{
    return (descent__window){.low = {INFINITY, INFINITY}, .high = {-INFINITY, -INFINITY}};
}

bool descent__window_is_empty(const descent__window *window)
{
    return !(window->low[0] <= window->high[0] && window->low[1] <= window->high[1]);
}

bool descent__window_contains(const descent__window *window, const double place[2])
{
    return place[0] >= window->low[0] && place[0] <= window->high[0] && place[1] >= window->low[1] &&
           place[1] <= window->high[1];
}

void descent__window_include(descent__window *window, const double place[2])
{
    for (size_t axis = 0; axis < 2; axis++) {
        window->low[axis] = fmin(window->low[axis], place[axis]);
        window->high[axis] = fmax(window->high[axis], place[axis]);
    }
}

double descent__window_extent(const descent__window *window)
{
    if (descent__window_is_empty(window))
        return 0;
    return fmax(window->high[0] - window->low[0], window->high[1] - window->low[1]);
}

void descent__window_widen(descent__window *window, double share)
{
    for (size_t axis = 0; axis < 2; axis++) {
        const double margin = share * (window->high[axis] - window->low[axis]);
        window->low[axis] -= margin;
        window->high[axis] += margin;
    }
}

static void lengthen(descent__window *window, size_t axis, double length)
{
    const double centre = window->low[axis] / 2 + window->high[axis] / 2;
    window->low[axis] = centre - length / 2;
    window->high[axis] = centre + length / 2;
}

static double size_of(const descent__window *window, size_t axis)
{
    return fmax(fabs(window->low[axis]), fabs(window->high[axis]));
}

static double least_side(const descent__window *window)
{
    return window->fine ? finest_side : usual_side;
}

static bool is_too_short(const descent__window *window, size_t axis)
{
    return !(window->high[axis] - window->low[axis] > least_side(window) * size_of(window, axis));
}

bool descent__window_may_be_rounding(const descent__window *window)
{
    const double extent = descent__window_extent(window);
    return extent > 0 && extent <= usual_side * fmax(size_of(window, 0), size_of(window, 1));
}

void descent__window_settle_apart(descent__window *window)
{
    for (size_t axis = 0; axis < 2; axis++)
        if (is_too_short(window, axis))
            lengthen(window, axis, size_of(window, axis) > 0 ? size_of(window, axis) : 1);
}

void descent__window_settle(descent__window *window, double aspect)
{
    for (size_t axis = 0; axis < 2; axis++)
        if (is_too_short(window, axis)) {
            const double other = window->high[1 - axis] - window->low[1 - axis];
            const double size = size_of(window, axis);
            const bool other_serves = other > least_side(window) * size && other < 1e6 * fmax(size, 1);
            lengthen(window, axis, other_serves ? other : fmax(size, 1));
        }
    if (!(aspect > 0))
        return;
    const double width = window->high[0] - window->low[0], height = window->high[1] - window->low[1];
    if (width < aspect * height)
        lengthen(window, 0, aspect * height);
    else
        lengthen(window, 1, width / aspect);
}

double descent__window_aspect(const descent__window *window, bool wanted)
{
    const double width = window->high[0] - window->low[0], height = window->high[1] - window->low[1];
    return wanted && width < most_squeezed * height && height < most_squeezed * width ? width / height : 0;
}

/* Narrows [enter, leave] to where from + t·way ≤ limit. */
static bool narrow(double from, double way, double limit, double *enter, double *leave)
{
    if (way == 0)
        return from <= limit;
    const double t = (limit - from) / way;
    if (way > 0)
        *leave = fmin(*leave, t);
    else
        *enter = fmax(*enter, t);
    return *enter <= *leave;
}

bool descent__window_clip(const descent__window *window, const double a[2], const double b[2], double *enter,
                          double *leave)
{
    *enter = 0;
    *leave = 1;
    for (size_t axis = 0; axis < 2; axis++) {
        const double way = b[axis] - a[axis];
        if (!isfinite(way) || !narrow(a[axis], way, window->high[axis], enter, leave) ||
            !narrow(-a[axis], -way, -window->low[axis], enter, leave))
            return false;
    }
    return true;
}
