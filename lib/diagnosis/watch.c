#include "diagnosis/watch.h"

#include <math.h>

#include "vector.h"

enum {
    growth_points = 4 /* steps in a row that must each outgrow the one before by fast_growth */
};

static const double fast_growth = 4;         /* lengths of successive steps: no contraction does this four times */
static const double slow_growth = 1e3;       /* amplitude over that of the first half: no catapult climbs that far */
static const double unbounded_growth = 1e10; /* the same while the loss falls: no saddle is left that far behind */
static const double recurrence_tolerance = 1e-9; /* of the window's size: (−0.999999)^k must not pass for a cycle */
static const double critical_gradient = 1e-4;    /* of the largest gradient: below, a rest is at a critical point, */
static const double rest_gradient = 1e-2;        /* and above it is not; between, nobody knows */

/* What the last two halves of the run were like. */
typedef struct halves {
    double late, early, all;            /* diameters of the last half, of the half before it, and of everything */
    double late_longest, early_longest; /* longest steps */
    bool growing, shrinking;            /* did every second segment's longest step grow, or shrink? */
} halves;

static double longest_step(const descent_monitor *monitor, size_t from, size_t to)
{
    const double unit = monitor->window.per_unit;
    return sqrt(descent_segments_longest_sq(&monitor->segments, from, to)) / (unit > 0 ? unit : 1);
}

static halves look_back(descent_monitor *monitor)
{
    halves seen = {
        .late = descent_segments_joint_diameter(&monitor->segments, 0, descent_segments_half),
        .early = descent_segments_joint_diameter(&monitor->segments, descent_segments_half, 2 * descent_segments_half),
        .all = descent_segments_diameter(&monitor->segments, &monitor->segments.whole),
        .late_longest = longest_step(monitor, 0, descent_segments_half),
        .early_longest = longest_step(monitor, descent_segments_half, 2 * descent_segments_half),
        .growing = true,
        .shrinking = true,
    };
    for (size_t back = 0; back + 2 < 2 * descent_segments_half; back += 2) {
        const double later = fmax(descent_segments_past(&monitor->segments, back)->longest_sq,
                                  descent_segments_past(&monitor->segments, back + 1)->longest_sq);
        const double sooner = fmax(descent_segments_past(&monitor->segments, back + 2)->longest_sq,
                                   descent_segments_past(&monitor->segments, back + 3)->longest_sq);
        seen.growing &= later > sooner;
        seen.shrinking &= later < sooner;
    }
    return seen;
}

/* Does the loss rise: is it above where it began, and above where it was half the steps ago? Unknown losses do not. */
static bool loss_rises(const descent_monitor *monitor)
{
    const double before = descent_segments_past(&monitor->segments, descent_segments_half)->loss;
    return monitor->last_loss > monitor->first_loss && !(monitor->last_loss <= before);
}

static bool loss_falls(const descent_monitor *monitor)
{
    return monitor->last_loss < monitor->first_loss &&
           monitor->last_loss < descent_segments_past(&monitor->segments, descent_segments_half)->loss;
}

static descent_ending judge_growth(const descent_monitor *monitor, const halves *seen)
{
    if (!seen->growing || !(seen->late > seen->early))
        return DESCENT_ENDING_UNDETERMINED;
    if (loss_rises(monitor) && seen->late > slow_growth * monitor->first_diameter)
        return DESCENT_ENDING_DIVERGING;
    if (loss_falls(monitor) && seen->late > unbounded_growth * monitor->first_diameter)
        return DESCENT_ENDING_UNBOUNDED;
    return DESCENT_ENDING_UNDETERMINED;
}

size_t descent_watch_lags(size_t p)
{
    return p + (2 * p > descent_watch_first ? 2 * p : descent_watch_first);
}

/* Are two samples this near each other? Most are not, which one coordinate tells. */
static bool are_near(size_t m, const double *x, const double *y, double tolerance)
{
    for (size_t i = 0; i < m; i++)
        if (fabs(x[i] - y[i]) > tolerance)
            return false;
    return descent_vector_distance(m, x, y) <= tolerance;
}

static bool repeats_after(const descent_monitor *monitor, size_t p, double tolerance)
{
    const size_t lags = descent_watch_lags(p) - p;
    if (lags + p >= descent_window_seen(&monitor->window))
        return false;
    for (size_t back = 0; back < lags; back++)
        if (!are_near(monitor->window.sample, descent_window_point(&monitor->window, back),
                      descent_window_point(&monitor->window, back + p), tolerance))
            return false;
    return true;
}

/* Smallest period of 2 or more; 0 if there is none, or if it rests (period 1). */
static size_t find_period(const descent_monitor *monitor, double size)
{
    const double tolerance = recurrence_tolerance * size;
    if (repeats_after(monitor, 1, tolerance))
        return 0;
    for (size_t p = 2; p <= monitor->options.period_limit; p++)
        if (repeats_after(monitor, p, tolerance))
            return p;
    return 0;
}

/*
 * At rest: is there a critical point? The gradient says so: it has nearly vanished (or is within the tolerance given),
 * or it has not.
 */
static descent_ending judge_rest(const descent_monitor *monitor)
{
    if (!isnan(monitor->options.gradient_tolerance))
        return monitor->last_gradient <= monitor->options.gradient_tolerance  ? DESCENT_ENDING_CONVERGED
               : monitor->last_gradient > monitor->options.gradient_tolerance ? DESCENT_ENDING_STALLED
                                                                              : DESCENT_ENDING_UNDETERMINED;
    if (monitor->last_gradient == 0 || monitor->last_gradient <= critical_gradient * monitor->largest_gradient)
        return DESCENT_ENDING_CONVERGED;
    if (monitor->last_gradient >= rest_gradient * monitor->largest_gradient)
        return DESCENT_ENDING_STALLED;
    return DESCENT_ENDING_UNDETERMINED;
}

/*
 * Has it come to rest? For half of all steps it has kept within the tolerance, and what is left to go, the geometric
 * series s/(1 − ρ) of its steps, does too.
 */
static bool is_at_rest(const descent_monitor *monitor, const halves *seen)
{
    const double tolerance = monitor->options.distance_tolerance * seen->all;
    if (!(seen->late <= tolerance))
        return false;
    if (seen->late_longest == 0)
        return true;
    const double steps = (double)(descent_window_seen(&monitor->window) -
                                  descent_segments_past(&monitor->segments, descent_segments_half)->end);
    const double ratio = pow(seen->late_longest / seen->early_longest, 1 / steps);
    return ratio < 1 && longest_step(monitor, 0, 1) / (1 - ratio) <= tolerance;
}

descent_ending descent_watch_judge(descent_monitor *monitor)
{
    const halves seen = look_back(monitor);
    const double steps = (double)(descent_segments_past(&monitor->segments, 0)->end -
                                  descent_segments_past(&monitor->segments, descent_segments_half)->end);
    const double last_sq = descent_segments_past(&monitor->segments, 0)->last_sq,
                 before_sq = descent_segments_past(&monitor->segments, descent_segments_half)->last_sq;
    monitor->rate = last_sq > 0 && before_sq > 0 ? pow(last_sq / before_sq, 0.5 / steps) : NAN;
    monitor->suspected_period = 0;
    const descent_ending growth = judge_growth(monitor, &seen);
    if (growth != DESCENT_ENDING_UNDETERMINED)
        return growth;
    if (is_at_rest(monitor, &seen))
        return judge_rest(monitor);
    if (!isnan(monitor->options.gradient_tolerance) && monitor->last_gradient <= monitor->options.gradient_tolerance)
        return DESCENT_ENDING_CONVERGED;
    if (seen.late > monitor->options.distance_tolerance * seen.all) {
        monitor->suspected_period = find_period(monitor, seen.late);
        if (monitor->suspected_period > 0)
            return DESCENT_ENDING_PERIODIC;
    }
    return DESCENT_ENDING_UNDETERMINED;
}

double descent_watch_alarm_sq(double longest_sq)
{
    return fast_growth * fast_growth * longest_sq;
}

/* Faster than geometric growth shows in a few steps: each is several times as long as the one before. */
bool descent_watch_explodes(const descent_monitor *monitor)
{
    const double threshold = slow_growth * slow_growth, factor = fast_growth * fast_growth; /* of squares, in units */
    if (descent_window_seen(&monitor->window) < growth_points + 2 ||
        !(descent_window_move_sq(&monitor->window, 0) > threshold))
        return false;
    for (size_t back = 0; back < growth_points; back++)
        if (!(descent_window_move_sq(&monitor->window, back) >
              factor * descent_window_move_sq(&monitor->window, back + 1)))
            return false;
    return true;
}

/*
 * Which way it explodes: the loss says so. Without one, steps that turn back each time overshoot, which a smaller step
 * would not; steps that all go one way fall.
 */
descent_ending descent_watch_explosion(const descent_monitor *monitor, double loss)
{
    if (!isnan(monitor->first_loss) && !isnan(loss))
        return loss > monitor->first_loss ? DESCENT_ENDING_DIVERGING : DESCENT_ENDING_UNBOUNDED;
    const double *const now = descent_window_point(&monitor->window, 0),
                        *const before = descent_window_point(&monitor->window, 1),
                        *const earlier = descent_window_point(&monitor->window, 2);
    const double largest = descent_vector_max_abs(monitor->window.sample, now);
    double product = 0;
    for (size_t i = 0; i < monitor->window.sample; i++)
        product += (now[i] / largest - before[i] / largest) * (before[i] / largest - earlier[i] / largest);
    return product < 0 ? DESCENT_ENDING_DIVERGING : DESCENT_ENDING_UNBOUNDED;
}
