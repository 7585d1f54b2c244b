/* A step that meets the strong Wolfe conditions (Nocedal and Wright, 2006, alg. 3.5 and 3.6). */
#include <math.h>

#include "rules/search/line.h"

/* How much longer each trial is before the minimum is bracketed, and how near to an end of the bracket the next may lie. */
static const double longer = 4, nearest_end = 0.1;

/* Is the trial good enough? */
static bool is_good(const descent__search_line *line, const descent__search_trial *trial)
{
    const double start = line->start.slope;
    const bool falls = descent__line_falls(line, trial) || descent__line_falls_by_slope(line, trial);
    return falls && fabs(trial->slope) <= -line->curvature * start;
}

/* Must the minimum lie before it? By the loss, or, where that is level, by the slope. */
static bool is_beyond(const descent__search_line *line, const descent__search_trial *low,
                      const descent__search_trial *trial)
{
    if (!isfinite(trial->loss) || !isfinite(trial->slope))
        return true;
    if (descent__line_is_level(line, trial->loss))
        return trial->slope > 0;
    return !descent__line_falls(line, trial) || trial->loss >= low->loss;
}

/* The minimiser of the cubic through both (Nocedal and Wright, 2006, eq. 3.59); the middle where that is none, or too near to either. */
static double between(const descent__search_trial *a, const descent__search_trial *b)
{
    const double width = b->t - a->t;
    const double d1 = a->slope + b->slope - 3 * (a->loss - b->loss) / (a->t - b->t);
    const double d2 = copysign(sqrt(d1 * d1 - a->slope * b->slope), width);
    const double t = b->t - width * ((b->slope + d2 - d1) / (b->slope - a->slope + 2 * d2));
    const double part = (t - a->t) / width;
    return part >= nearest_end && part <= 1 - nearest_end ? t : a->t + width / 2;
}

/* Narrows the bracket from `low`, the best so far, to `high`. */
static descent_status zoom(descent__search_line *line, descent__search_trial low, descent__search_trial high)
{
    for (;;) {
        descent__search_trial trial;
        const double t = between(&low, &high);
        if (t == low.t || t == high.t)
            return descent__line_fail(line);
        const descent_status status = descent__line_try(line, t, true, &trial);
        if (status != DESCENT_SUCCESS)
            return status;
        if (is_good(line, &trial)) {
            descent__line_take(line, &trial);
            return DESCENT_SUCCESS;
        }
        if (is_beyond(line, &low, &trial)) {
            high = trial;
            continue;
        }
        if (trial.slope * (high.t - low.t) >= 0)
            high = low;
        low = trial;
    }
}

descent_status descent__wolfe_search(descent__search_line *line, double first)
{
    descent__search_trial before = line->start;
    for (double t = first;; t *= longer) {
        descent__search_trial trial;
        const descent_status status = descent__line_try(line, t, true, &trial);
        if (status != DESCENT_SUCCESS)
            return status;
        if (is_good(line, &trial)) {
            descent__line_take(line, &trial);
            return DESCENT_SUCCESS;
        }
        if (is_beyond(line, &before, &trial))
            return zoom(line, before, trial);
        if (trial.slope >= 0)
            return zoom(line, trial, before);
        before = trial;
    }
}
