#include "monitor/judge.h"

#include <math.h>

#include "monitor/arrival.h"
#include "monitor/phase.h"
#include "trajectory/rest.h"
#include "trajectory/returns.h"
#include "trajectory/tolerances.h"
#include "trajectory/trend.h"
#include "trajectory/turning.h"

enum {
    half = descent__segments_half
};

static descent__view view_of(const descent__recent *window)
{
    const uint64_t seen = descent__recent_seen(window);
    return (descent__view){.n = window->sample,
                           .count = seen < window->rows ? (size_t)seen : window->rows,
                           .rows = window->rows,
                           .newest = window->filled - 1,
                           .ring = window->points};
}

void descent__monitor_note_loss(descent_monitor *monitor, double loss)
{
    if (isnan(monitor->first_loss))
        monitor->first_loss = monitor->highest_loss = loss;
    const double size = fmax(fabs(monitor->first_loss), fabs(monitor->last_loss));
    monitor->loss_rose |= descent__loss_rose(monitor->last_loss, loss, size);
    monitor->falls += !monitor->loss_rose && loss < monitor->last_loss;
    monitor->last_loss = loss;
    monitor->loss_at = descent__recent_seen(&monitor->window);
    if (loss >= monitor->highest_loss) {
        monitor->highest_loss = loss;
        monitor->highest_at = monitor->loss_at;
    }
}

/* Is the highest loss above the first, and a recent one? */
static bool loss_rises(const descent_monitor *monitor)
{
    return monitor->highest_loss > monitor->first_loss &&
           monitor->highest_at > descent__segments_past(&monitor->segments, half / 2)->end;
}

/* Does it fall, and never did anything else? A run that overshot may have left a valley only for its step. */
static bool loss_falls(const descent_monitor *monitor)
{
    return monitor->last_loss < monitor->first_loss && !monitor->loss_rose &&
           !(monitor->last_loss >= descent__segments_past(&monitor->segments, half)->loss);
}

/*
 * Growth by a factor each step goes on for ever only where the loss is like a quadratic for ever, which nobody can see:
 * beside an unstable point every run begins so. Hence the large factors; and the run must have outgrown its first point,
 * so that a start within rounding of such a point does not count as small. Nor does it go on where a schedule shortens the steps.
 */
static descent_ending judge_growth(const descent_monitor *monitor, const descent__halves *seen)
{
    const double first = fmax(monitor->first_diameter, DBL_EPSILON * monitor->first_norm);
    if (!seen->growing || monitor->slackens || !(seen->late > seen->early) || !(seen->late > monitor->first_norm) ||
        descent__segments_longest_sq(&monitor->segments, 0, half) < monitor->segments.whole.longest_sq)
        return DESCENT_ENDING_UNDETERMINED;
    if (loss_rises(monitor) && seen->late > descent__rising_growth * first)
        return DESCENT_ENDING_DIVERGING;
    if (loss_falls(monitor) && seen->late > descent__endless_growth * first)
        return DESCENT_ENDING_UNBOUNDED;
    return DESCENT_ENDING_UNDETERMINED;
}

size_t descent__monitor_lags(size_t p)
{
    return p + (2 * p > descent__monitor_first ? 2 * p : descent__monitor_first);
}

/*
 * Returns after p steps that are nearly exact may still be slow creeping, as of (−1 + 1e-10)^k or in a narrow gap; unless
 * the returns themselves shrink, so that it comes to an end. And a run that still settles onto a shorter cycle, by slow
 * swings, returns more closely after a multiple of its period, but misses the shorter one by no more than what is left.
 */
static bool stays_on_cycle(const descent__recent *window, const descent__view *view, size_t p, double size,
                           double floor)
{
    const uint64_t half_seen = descent__recent_seen(window) / 2, room = view->rows - p;
    const size_t rounds = (size_t)fmax(2, (double)((half_seen < room ? half_seen : room) / p));
    const double last = descent__largest_miss(view, p, 0, p);
    const double first = descent__largest_miss(view, p, (rounds - 1) * p, rounds * p);
    const double left =
        last < first ? descent__geometric_rest(last, pow(last / first, 1 / (double)(rounds - 1))) : INFINITY;
    if (descent__returns_creep(view, p, rounds, fmax(fmax(last, first), floor)) &&
        left > descent__certainly_settled * size)
        return false;
    return last <= floor || isinf(left) || descent__shorter_return(view, p, 2, p, descent__clearly_missed * left) == 0;
}

/* Does the run repeat itself after p steps? */
static bool repeats_after(const descent__view *view, size_t p, double most)
{
    const size_t lags = descent__monitor_lags(p) - p;
    return lags + p < view->count && descent__returns_within(view, p, 0, lags, most);
}

/* Smallest period of 2 or more; 0 if there is none, or if it rests (period 1). */
static size_t find_period(const descent_monitor *monitor, const descent__halves *seen)
{
    const descent__view view = view_of(&monitor->window);
    const double most = descent__certain_return * seen->late + seen->rounding;
    if (descent__halves_longest_step(monitor, 0, 1) <= descent__flicker * seen->rounding)
        return 0;
    for (size_t p = 1; p <= monitor->options.period_limit; p++)
        if (repeats_after(&view, p, most))
            return p > 1 && stays_on_cycle(&monitor->window, &view, p, seen->late, seen->rounding) ? p : 0;
    return 0;
}

/*
 * At rest: is there a critical point? The gradient says so: it has nearly vanished (or is within the tolerance given),
 * or it has not. A run that has hardly moved at all has no gradient to compare with.
 */
static descent_ending judge_rest(const descent_monitor *monitor, const descent__halves *seen)
{
    const double gradient = monitor->last_gradient, largest = monitor->largest_gradient;
    if (!isnan(monitor->options.gradient_tolerance))
        return gradient <= monitor->options.gradient_tolerance  ? DESCENT_ENDING_CONVERGED
               : gradient > monitor->options.gradient_tolerance ? DESCENT_ENDING_STALLED
                                                                : DESCENT_ENDING_UNDETERMINED;
    if (monitor->quickens)
        return DESCENT_ENDING_UNDETERMINED;
    if (gradient == 0)
        return descent__arrival_by_approach(monitor) ? DESCENT_ENDING_CONVERGED : DESCENT_ENDING_UNDETERMINED;
    if (seen->all <= descent__never_left * seen->tolerance)
        return DESCENT_ENDING_UNDETERMINED;
    if (gradient <= descent__vanished_gradient * largest)
        return descent__arrival_by_approach(monitor) && descent__arrival_near_critical(monitor, seen) &&
                       !monitor->forgets /* what is left of the slope will be worth a step */
                   ? DESCENT_ENDING_CONVERGED
                   : DESCENT_ENDING_UNDETERMINED;
    return gradient >= descent__lasting_gradient * largest ? DESCENT_ENDING_STALLED : DESCENT_ENDING_UNDETERMINED;
}

/* Does the last step point against the one before it? */
static bool turns_back(const descent_monitor *monitor)
{
    const descent__recent *const window = &monitor->window;
    return descent__recent_seen(window) >= descent__turn_points &&
           descent__turns_back(window->sample, descent__recent_point(window, 2), descent__recent_point(window, 1),
                               descent__recent_point(window, 0));
}

descent_ending descent__monitor_judge(descent_monitor *monitor)
{
    monitor->suspected_period = 0;
    descent__phase_follow_leaving(monitor);
    descent__arrival_follow_pace(monitor);
    monitor->turned_back |= turns_back(monitor);
    if (descent__recent_seen(&monitor->window) < descent__monitor_first)
        return DESCENT_ENDING_UNDETERMINED;
    const descent__halves seen = descent__halves_look_back(monitor);
    const descent__segment *const now = descent__segments_past(&monitor->segments, 0);
    const descent__segment *const before = descent__segments_past(&monitor->segments, half);
    const double grown_sq = now->last_sq / before->last_sq;
    monitor->rate = grown_sq > 0 && isfinite(grown_sq) ? pow(grown_sq, 0.5 / (double)(now->end - before->end)) : NAN;
    monitor->suspected_phase = descent__phase_of(monitor, &seen);
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

double descent__monitor_alarm_sq(double longest_sq)
{
    return descent__fast_growth * descent__fast_growth * longest_sq;
}

bool descent__monitor_explodes(const descent_monitor *monitor)
{
    const descent__recent *const window = &monitor->window;
    const double newest_sq = descent__recent_move_sq(window, 0);
    if (descent__recent_seen(window) < descent__explosion_steps + 2 ||
        !(newest_sq > descent__great_growth * descent__great_growth) ||
        newest_sq < monitor->segments.whole.longest_sq) /* nothing explodes by steps that it has made before */
        return false;
    double least = descent__fast_growth * descent__fast_growth;
    for (size_t back = descent__explosion_steps; back-- > 0;) {
        const double factor_sq = descent__recent_move_sq(window, back) / descent__recent_move_sq(window, back + 1);
        if (!(factor_sq >= least))
            return false;
        least = descent__acceleration * descent__acceleration * factor_sq;
    }
    return true;
}

/*
 * The loss says which way it explodes: up, or down without ever having risen; else nobody knows whether the step has
 * thrown it out of a valley. Nor where it had fallen all the way until it leapt: it may have left down a slope that becomes
 * too steep for any step. Without losses, steps that turn back each time overshoot, which a smaller step would not; steps
 * that all go one way fall, and if none ever turned back, a smaller step would fall as well.
 */
descent_ending descent__monitor_explosion(const descent_monitor *monitor)
{
    const bool loss_known = monitor->loss_at == descent__recent_seen(&monitor->window);
    if (loss_known && monitor->last_loss > monitor->first_loss && monitor->falls >= descent__quiet_steps)
        return DESCENT_ENDING_UNDETERMINED;
    if (loss_known ? monitor->last_loss > monitor->first_loss : turns_back(monitor))
        return DESCENT_ENDING_DIVERGING;
    return (loss_known ? monitor->loss_rose : monitor->turned_back) ? DESCENT_ENDING_UNDETERMINED
                                                                    : DESCENT_ENDING_UNBOUNDED;
}
