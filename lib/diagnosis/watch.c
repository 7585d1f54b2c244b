#include "diagnosis/watch.h"

#include <float.h>
#include <math.h>

#include "vector.h"

enum {
    half = descent_segments_half,
    few = 2,           /* the last segments */
    growth_points = 4, /* steps in a row that must each outgrow the one before by fast_growth, ever faster */
    quiet_points = 8,  /* small steps in a row that are no accident */
};

static const double fast_growth = 4;       /* lengths of successive steps */
static const double acceleration = 1.5;    /* of that factor: a factor alone may be that of a bounded run's beginning */
static const double exploded = 1e3;        /* step over the first step */
static const double growing_pair = 1.5;    /* steps of two segments over those of the two before */
static const double slow_growth = 1e10;    /* extent over that of the first points, while the loss rises, */
static const double endless_growth = 1e20; /* and while it falls: a start may be 1e-16 beside a saddle */
static const double recurrence_tolerance = 1e-9; /* of the window's size: (−0.999999)^k must not pass for a cycle */
static const double settled_part = 1e-6;         /* of it: what returns that shrink may still add up to */
static const double critical_gradient = 1e-4;    /* of the largest gradient: below, a rest is at a critical point, */
static const double rest_gradient = 1e-2;        /* and above it is not; between, nobody knows */
static const double rounding = 8 * DBL_EPSILON;  /* of the point: less is not motion */
static const double flicker = 100;               /* so much more than rounding is an oscillation */
static const double leaving_ratio = 10;          /* steps shrank, then grew, by this */
static const double creeping_ratio = 1e-2;       /* step over the longest before it */

/* What the last two halves of the run were like. */
typedef struct halves {
    double late, early, all;            /* diameters of the last half, of the half before it, and of everything */
    double last;                        /* of the last few segments */
    double late_longest, early_longest; /* longest steps */
    double late_way;                    /* diameters of the segments of the last half, added up */
    double tolerance;                   /* what passes for no distance */
    bool growing;                       /* did the longest step of every second segment grow? */
} halves;

static double longest_step(const descent_monitor *monitor, size_t from, size_t to)
{
    const double unit = monitor->window.per_unit;
    return sqrt(descent_segments_longest_sq(&monitor->segments, from, to)) / (unit > 0 ? unit : 1);
}

static uint64_t steps_between(const descent_segments *segments, size_t back, size_t farther)
{
    return descent_segments_past(segments, back)->end - descent_segments_past(segments, farther)->end;
}

static bool grows(const descent_monitor *monitor)
{
    for (size_t back = 0; back + 2 < 2 * half; back += 2) {
        const double later = longest_step(monitor, back, back + 2);
        if (!(later > growing_pair * longest_step(monitor, back + 2, back + 4)) && isfinite(later))
            return false;
    }
    return true;
}

static halves look_back(descent_monitor *monitor)
{
    descent_segments *const segments = &monitor->segments;
    halves seen = {
        .late = descent_segments_joint_diameter(segments, 0, half),
        .early = descent_segments_joint_diameter(segments, half, 2 * half),
        .last = descent_segments_joint_diameter(segments, 0, few),
        .all = descent_segments_diameter(segments, &segments->whole),
        .late_longest = longest_step(monitor, 0, half),
        .early_longest = longest_step(monitor, half, 2 * half),
        .growing = grows(monitor),
    };
    for (size_t back = 0; back < half; back++)
        seen.late_way += descent_segments_diameter(segments, descent_segments_past(segments, back));
    const double size = descent_vector_norm(monitor->window.sample, descent_window_point(&monitor->window, 0));
    seen.tolerance = fmax(monitor->options.distance_tolerance * seen.all, rounding * size);
    return seen;
}

void descent_watch_note_loss(descent_monitor *monitor, double loss)
{
    if (isnan(monitor->first_loss))
        monitor->first_loss = monitor->highest_loss = loss;
    const double slack = 2 * rounding * fmax(fabs(monitor->first_loss), fabs(monitor->last_loss));
    monitor->loss_rose |= loss > monitor->last_loss + slack;
    monitor->last_loss = loss;
    monitor->loss_at = descent_window_seen(&monitor->window);
    if (loss >= monitor->highest_loss) {
        monitor->highest_loss = loss;
        monitor->highest_at = monitor->loss_at;
    }
}

/* Is the highest loss above the first, and a recent one? */
static bool loss_rises(const descent_monitor *monitor)
{
    return monitor->highest_loss > monitor->first_loss &&
           monitor->highest_at > descent_segments_past(&monitor->segments, half / 2)->end;
}

/* Does it fall, and never did anything else? A run that overshot may have left a valley only for its step. */
static bool loss_falls(const descent_monitor *monitor)
{
    return monitor->last_loss < monitor->first_loss && !monitor->loss_rose &&
           !(monitor->last_loss >= descent_segments_past(&monitor->segments, half)->loss);
}

/*
 * Growth by a factor each step goes on for ever only where the loss is like a quadratic for ever, which nobody can see:
 * beside an unstable point every run begins so. Hence the large factors; and the run must have outgrown its first point,
 * so that a start within rounding of such a point does not count as small.
 */
static descent_ending judge_growth(const descent_monitor *monitor, const halves *seen)
{
    const double first = fmax(monitor->first_diameter, DBL_EPSILON * monitor->first_norm);
    if (!seen->growing || !(seen->late > seen->early) || !(seen->late > monitor->first_norm))
        return DESCENT_ENDING_UNDETERMINED;
    if (loss_rises(monitor) && seen->late > slow_growth * first)
        return DESCENT_ENDING_DIVERGING;
    if (loss_falls(monitor) && seen->late > endless_growth * first)
        return DESCENT_ENDING_UNBOUNDED;
    return DESCENT_ENDING_UNDETERMINED;
}

size_t descent_watch_lags(size_t p)
{
    return p + (2 * p > descent_watch_first ? 2 * p : descent_watch_first);
}

/* Most samples are farther apart than this, which one coordinate tells. */
static bool are_near(size_t m, const double *x, const double *y, double most)
{
    for (size_t i = 0; i < m; i++)
        if (fabs(x[i] - y[i]) > most)
            return false;
    return descent_vector_distance(m, x, y) <= most;
}

static double distance_between(const descent_window *window, size_t back, size_t farther)
{
    return descent_vector_distance(window->sample, descent_window_point(window, back),
                                   descent_window_point(window, farther));
}

/* The largest distance between a round of p points that begins so far back, and one farther back. */
static double round_distance(const descent_window *window, size_t p, size_t back, size_t farther)
{
    double largest = 0;
    for (size_t i = 0; i < p; i++)
        largest = fmax(largest, distance_between(window, back + i, farther + i));
    return largest;
}

/*
 * Returns after p steps that are nearly exact may still be slow creeping, as of (−1 + 1e-10)^k or in a narrow gap. What
 * creeps adds up over many rounds; unless the returns themselves shrink, so that it comes to an end.
 */
static bool creeps(const descent_window *window, size_t p, double size, double floor)
{
    const uint64_t half_seen = descent_window_seen(window) / 2, room = window->rows - p;
    const size_t rounds = (size_t)fmax(2, (double)((half_seen < room ? half_seen : room) / p));
    const double last = round_distance(window, p, 0, p);
    const double first = round_distance(window, p, (rounds - 1) * p, rounds * p);
    if (round_distance(window, p, 0, rounds * p) <= 1.5 * fmax(last, first) + floor)
        return false;
    const double factor = pow(last / first, 1 / (double)(rounds - 1));
    return !(last < first && last / (1 - factor) <= settled_part * size);
}

/* Does the run repeat itself after p steps? */
static bool repeats_after(const descent_monitor *monitor, size_t p, double size, double floor)
{
    const descent_window *const window = &monitor->window;
    const size_t lags = descent_watch_lags(p) - p;
    if (lags + p >= descent_window_seen(window))
        return false;
    for (size_t back = 0; back < lags; back++)
        if (!are_near(window->sample, descent_window_point(window, back), descent_window_point(window, back + p),
                      recurrence_tolerance * size + floor))
            return false;
    return true;
}

/* Smallest period of 2 or more; 0 if there is none, or if it rests (period 1). */
static size_t find_period(const descent_monitor *monitor, const halves *seen)
{
    const double norm = descent_vector_norm(monitor->window.sample, descent_window_point(&monitor->window, 0));
    const double floor = rounding * (seen->late + norm);
    if (longest_step(monitor, 0, 1) <= flicker * floor)
        return 0;
    for (size_t p = 1; p <= monitor->options.period_limit; p++)
        if (repeats_after(monitor, p, seen->late, floor))
            return p > 1 && !creeps(&monitor->window, p, seen->late, floor) ? p : 0;
    return 0;
}

/*
 * Has it trodden on the spot for the last segments, up to `back` ago, as rounding makes it? The steps lead no farther
 * than an eighth of them might.
 */
static bool treads(const descent_monitor *monitor, double extent, size_t back)
{
    const uint64_t steps = steps_between(&monitor->segments, 0, back);
    return steps >= 2 * quiet_points && extent <= longest_step(monitor, 0, 1) * (double)steps / 8;
}

/*
 * What is left to go, as the geometric series s/(1 − ρ) of the steps. The slower of two factors counts: that of the last
 * half against the half before it, and that of the last segments, where a slow motion comes out from behind a fast one.
 */
static double remaining_way(const descent_monitor *monitor, const halves *seen)
{
    const descent_segments *const segments = &monitor->segments;
    const double last = longest_step(monitor, 0, few), previous = longest_step(monitor, few, 2 * few);
    if (last == 0)
        return 0;
    const double overall = seen->late_longest / seen->early_longest;
    double factor = pow(overall, 1 / (double)steps_between(segments, 0, half));
    if (!treads(monitor, seen->last, few))
        factor = fmax(factor, pow(last / previous, 1 / (double)steps_between(segments, few, 2 * few)));
    return factor < 1 ? longest_step(monitor, 0, 1) / (1 - factor) : INFINITY;
}

/* Has it come to rest? For half of all steps it has kept within the tolerance, and what is left to go is within, too. */
static bool is_at_rest(const descent_monitor *monitor, const halves *seen)
{
    return seen->late <= seen->tolerance &&
           (remaining_way(monitor, seen) <= seen->tolerance || treads(monitor, seen->late, half));
}

/*
 * At rest: is there a critical point? The gradient says so: it has nearly vanished (or is within the tolerance given),
 * or it has not. A run that has hardly moved at all has no gradient to compare with.
 */
static descent_ending judge_rest(const descent_monitor *monitor, const halves *seen)
{
    const double gradient = monitor->last_gradient, largest = monitor->largest_gradient;
    if (!isnan(monitor->options.gradient_tolerance))
        return gradient <= monitor->options.gradient_tolerance  ? DESCENT_ENDING_CONVERGED
               : gradient > monitor->options.gradient_tolerance ? DESCENT_ENDING_STALLED
                                                                : DESCENT_ENDING_UNDETERMINED;
    if (gradient == 0)
        return DESCENT_ENDING_CONVERGED;
    if (seen->all <= 2 * seen->tolerance)
        return DESCENT_ENDING_UNDETERMINED;
    if (gradient <= critical_gradient * largest)
        return DESCENT_ENDING_CONVERGED;
    return gradient >= rest_gradient * largest ? DESCENT_ENDING_STALLED : DESCENT_ENDING_UNDETERMINED;
}

/* Does the last step point against the one before it? Divided by lengths, so that nothing overflows. */
static bool turns_back(const descent_monitor *monitor)
{
    const descent_window *const window = &monitor->window;
    if (descent_window_seen(window) < 3)
        return false;
    const double *const now = descent_window_point(window, 0), *const before = descent_window_point(window, 1),
                        *const earlier = descent_window_point(window, 2);
    const double last = distance_between(window, 0, 1), previous = distance_between(window, 1, 2);
    double product = 0;
    for (size_t i = 0; i < window->sample; i++)
        product += (now[i] - before[i]) / last * ((before[i] - earlier[i]) / previous);
    return product < 0;
}

/* The segments that the last few steps lie in: small steps must be so many before they mean anything. */
static size_t spell(const descent_monitor *monitor)
{
    const descent_segments *const segments = &monitor->segments;
    const uint64_t now = descent_segments_past(segments, 0)->end;
    size_t back = 1;
    while (back < quiet_points && now - descent_segments_past(segments, back)->end < quiet_points)
        back++;
    return back;
}

/* Follows the steps as they shrink near a critical point and grow again on the way out. */
static void follow_leaving(descent_monitor *monitor)
{
    const double ratio = leaving_ratio * leaving_ratio;
    const descent_segments *const segments = &monitor->segments;
    const size_t segments_back = spell(monitor);
    const double now_sq = descent_segments_past(segments, 0)->longest_sq;
    const double spell_sq = descent_segments_longest_sq(segments, 0, segments_back);
    const bool growing = descent_segments_longest_sq(segments, 0, 2) > descent_segments_longest_sq(segments, 2, 4);
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

/* How it moves, whatever comes of it. */
static descent_phase find_phase(const descent_monitor *monitor, const halves *seen)
{
    const double moves = seen->late / seen->early, straight = seen->late / seen->late_way;
    const double longest = sqrt(monitor->segments.whole.longest_sq) / monitor->window.per_unit;
    if (is_at_rest(monitor, seen))
        return DESCENT_PHASE_RESTING;
    if (monitor->leaving)
        return DESCENT_PHASE_LEAVING;
    if (seen->growing)
        return DESCENT_PHASE_GROWING;
    if (moves < 0.75 && seen->late_longest < seen->early_longest)
        return DESCENT_PHASE_SETTLING;
    if (moves > 1.5 && straight > 0.9)
        return seen->late_longest <= creeping_ratio * longest ? DESCENT_PHASE_CREEPING : DESCENT_PHASE_ADVANCING;
    if (moves > 0.75 && moves < 1.25 && straight < 1.0 / 3)
        return DESCENT_PHASE_HOVERING;
    return DESCENT_PHASE_UNKNOWN;
}

descent_ending descent_watch_judge(descent_monitor *monitor)
{
    monitor->suspected_period = 0;
    follow_leaving(monitor);
    monitor->turned_back |= turns_back(monitor);
    if (descent_window_seen(&monitor->window) < descent_watch_first)
        return DESCENT_ENDING_UNDETERMINED;
    const halves seen = look_back(monitor);
    const descent_segment *const now = descent_segments_past(&monitor->segments, 0);
    const descent_segment *const before = descent_segments_past(&monitor->segments, half);
    const double grown_sq = now->last_sq / before->last_sq;
    monitor->rate = grown_sq > 0 && isfinite(grown_sq) ? pow(grown_sq, 0.5 / (double)(now->end - before->end)) : NAN;
    monitor->suspected_phase = find_phase(monitor, &seen);
    const descent_ending growth = judge_growth(monitor, &seen);
    if (growth != DESCENT_ENDING_UNDETERMINED)
        return growth;
    if (monitor->suspected_phase == DESCENT_PHASE_RESTING)
        return judge_rest(monitor, &seen);
    if (monitor->last_gradient <= monitor->options.gradient_tolerance) /* never, if there is none */
        return DESCENT_ENDING_CONVERGED;
    if (seen.late > seen.tolerance)
        monitor->suspected_period = find_period(monitor, &seen);
    return monitor->suspected_period > 0 ? DESCENT_ENDING_PERIODIC : DESCENT_ENDING_UNDETERMINED;
}

double descent_watch_alarm_sq(double longest_sq)
{
    return fast_growth * fast_growth * longest_sq;
}

bool descent_watch_explodes(const descent_monitor *monitor)
{
    const descent_window *const window = &monitor->window;
    if (descent_window_seen(window) < growth_points + 2 || !(descent_window_move_sq(window, 0) > exploded * exploded))
        return false;
    double least = fast_growth * fast_growth;
    for (size_t back = growth_points; back-- > 0;) {
        const double factor_sq = descent_window_move_sq(window, back) / descent_window_move_sq(window, back + 1);
        if (!(factor_sq >= least))
            return false;
        least = acceleration * acceleration * factor_sq;
    }
    return true;
}

/*
 * The loss says which way it explodes: up, or down without ever having risen; else nobody knows whether the step has
 * thrown it out of a valley. Without losses, steps that turn back each time overshoot, which a smaller step would not;
 * steps that all go one way fall, and if none ever turned back, a smaller step would fall as well.
 */
descent_ending descent_watch_explosion(const descent_monitor *monitor)
{
    const bool loss_known = monitor->loss_at == descent_window_seen(&monitor->window);
    if (loss_known ? monitor->last_loss > monitor->first_loss : turns_back(monitor))
        return DESCENT_ENDING_DIVERGING;
    return (loss_known ? monitor->loss_rose : monitor->turned_back) ? DESCENT_ENDING_UNDETERMINED
                                                                    : DESCENT_ENDING_UNBOUNDED;
}
