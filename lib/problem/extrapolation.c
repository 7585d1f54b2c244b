#include "problem/extrapolation.h"

#include <assert.h>
#include <math.h>

#include "problem/tolerances.h"

/* Takes the difference at the next width into the tableau, whose last row has `level` entries. */
static void extrapolate(descent__estimate *e, size_t level, double rounding)
{
    /* The error of a central difference falls with h². */
    const double shrink = 1 / (descent__width_ratio * descent__width_ratio);
    double factor = shrink, left = e->difference[level], amplification = 1;
    double upper_left = e->row[0];
    e->row[0] = left;
    for (size_t order = 1; order <= level; order++) {
        const double above = order < level ? e->row[order] : 0;
        const double value = (factor * left - upper_left) / (factor - 1);
        const double change = fmax(fabs(value - left), fabs(value - upper_left));
        amplification *= (factor + 1) / (factor - 1);
        if (descent__estimate_safety * change + amplification * rounding < e->error) {
            e->best = value;
            e->error = descent__estimate_safety * change + amplification * rounding;
        }
        upper_left = above;
        e->row[order] = left = value;
        factor *= shrink;
    }
}

/* An estimate of wide differences that narrower ones contradict has not seen what the function does at x: its error is
 * then as large as the contradiction. */
static void compare_with_finer(descent__estimate *e, size_t level, double rounding)
{
    const double finer = e->difference[level];
    const double bound = rounding + descent__estimate_safety * fabs(finer - e->difference[level - 1]);
    if (fabs(e->best - finer) > e->error + bound)
        e->error = fabs(e->best - finer) + bound;
}

void descent__estimate_take(descent__estimate *e, double below, double centre, double above, double width)
{
    const double rounding = descent__function_error * fmax(fmax(fabs(above), fabs(below)), fabs(centre));
    assert(e->count < descent__width_count);
    const size_t level = e->count++;
    e->width[level] = width;
    e->difference[level] = (above - below) / (2 * width);
    e->bend[level] = fmax(fabs((above - centre) - (centre - below)) - rounding, 0);
    e->change[level] = level > 0 ? fabs(e->difference[level] - e->difference[level - 1]) * width : NAN;
    e->change[level] = fmax(e->change[level] - rounding, 0);
    e->rounding[level] = rounding;
    if (level == 0)
        e->spread = fmax(fabs(above - below), e->bend[0]);
}

/* The largest of the last three if they do not all fall at least by this ratio, else 0. */
static double unless_falling(const double *values, size_t count, double ratio)
{
    const double *const last = values + count - 1;
    return last[0] > ratio * last[-1] || last[-1] > ratio * last[-2] ? fmax(last[0], fmax(last[-1], last[-2])) : 0;
}

/* The size of noise or of a kink: where the bend does not fall with h², or the change of the difference, times h, with
 * h³. 0 where all is smooth. */
static double roughness(const descent__estimate *e)
{
    return fmax(unless_falling(e->bend, e->count, descent__smooth_bend),
                unless_falling(e->change, e->count, descent__smooth_change));
}

void descent__estimate_settle(descent__estimate *e)
{
    e->best = e->count > 0 ? e->difference[e->count - 1] : NAN;
    e->error = INFINITY;
    if (e->count < descent__widths_needed)
        return;
    const size_t last = e->count - 1;
    const double rough = roughness(e);
    if (fmax(rough, e->bend[last]) > descent__unresolved_part * e->spread)
        return;
    for (size_t level = 0; level < e->count; level++) {
        const double rounding = (e->rounding[level] + rough) / e->width[level];
        if (level > 0)
            compare_with_finer(e, level, rounding);
        extrapolate(e, level, rounding);
    }
    if (rough == 0)
        return;
    /* If it is a kink, any slope between those from left and right may be called the derivative. */
    const double half_jump = fmax(e->bend[last], descent__width_ratio * e->bend[last - 1]) / (2 * e->width[last]);
    const double slack = e->rounding[last] / e->width[last];
    e->error = fmax(e->error, fabs(e->best - e->difference[last]) + half_jump + slack);
}
