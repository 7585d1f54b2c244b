#include "monitor/arrival.h"

#include <float.h>
#include <math.h>

#include "base/vector.h"
#include "trajectory/rest.h"
#include "trajectory/trend.h"

enum {
    half = descent__segments_half,
    few = descent__halves_few
};

static uint64_t steps_between(const descent__segments *segments, size_t back, size_t farther)
{
    return descent__segments_past(segments, back)->end - descent__segments_past(segments, farther)->end;
}

/*
 * Does what is listed, the newest first, grow? It is larger by more than its rounding than at any check of the half before,
 * or rose three times in a row: by chance one in seven, and one in 24, and then the next checks say otherwise.
 */
static bool grows(const double *values, double rounding)
{
    bool record = true, rises = true;
    for (size_t back = 1; back <= half; back++)
        record &= values[0] > values[back] + rounding;
    for (size_t back = 0; back < descent__confirmed_rises; back++)
        rises &= values[back] > values[back + 1] + rounding;
    return record || rises;
}

static bool steps_grow(const descent_monitor *monitor, const descent__halves *seen)
{
    double longest[half + 1];
    for (size_t back = 0; back <= half; back++)
        longest[back] = descent__halves_longest_step(monitor, back, back + 1);
    return grows(longest, seen->rounding);
}

/* Do the steps of the last segments, up to `back` ago, lead no farther than an eighth of them might? */
static bool stays(const descent_monitor *monitor, double extent, size_t back)
{
    const uint64_t steps = steps_between(&monitor->segments, 0, back);
    return steps >= 2 * descent__quiet_steps &&
           extent <= descent__treading * descent__halves_longest_step(monitor, 0, 1) * (double)steps;
}

/*
 * Has it trodden on the spot for half of the steps, as rounding makes it? Or crept, by steps of which 1/√ε do not lead out of
 * the tolerance, as rounding does along a valley of minima. An alternation that grows stays, too.
 */
static bool treads(const descent_monitor *monitor, const descent__halves *seen)
{
    const bool creeps_within = seen->late_longest <= descent__arrival_of_size * seen->tolerance;
    return (creeps_within || stays(monitor, seen->late, half)) && !steps_grow(monitor, seen);
}

/*
 * What is left to go if the steps go on to fall like a power of their number, as from the last segments but few to the last
 * few: s_k = s (k/now)^−p has ∑ s_k = s·now/(p − 1). For steps that fall by a factor q it is s/ln(1/q), as it should be;
 * for those of a logarithm, which has no limit, infinite.
 */
static double power_rest(const descent__segments *segments, double step, double last, double previous)
{
    const double now = (double)descent__segments_past(segments, 0)->end;
    const double power = log(previous / last) / log(now / (double)descent__segments_past(segments, few)->end);
    return power > 1 ? step * now / (power - 1) : INFINITY;
}

/*
 * What is left to go, as the steps tell. The slower of two factors counts: that of the last half against the half before
 * it, and that of the last segments, where a slow motion comes out from behind a fast one.
 */
static double remaining_way(const descent_monitor *monitor, const descent__halves *seen)
{
    const descent__segments *const segments = &monitor->segments;
    const double last = descent__halves_longest_step(monitor, 0, few),
                 previous = descent__halves_longest_step(monitor, few, 2 * few);
    if (last == 0)
        return 0;
    const double step = descent__halves_longest_step(monitor, 0, 1), overall = seen->late_longest / seen->early_longest;
    const double rest = descent__geometric_rest(step, pow(overall, 1 / (double)steps_between(segments, 0, half)));
    if (stays(monitor, seen->last, few) && (last <= previous || last <= seen->rounding))
        return rest; /* steps that tread have no law */
    return fmax(rest, power_rest(segments, step, last, previous));
}

/* Did what this coordinate covers grow from each check of the last half to the next? By chance one in 5040 does. */
static bool width_rises(const descent__segments *segments, size_t coordinate)
{
    for (size_t back = 0; back < half; back++)
        if (!(descent__segments_joint_width(segments, coordinate, back, back + 1) >
              descent__segments_joint_width(segments, coordinate, back + 1, back + 2)))
            return false;
    return true;
}

/*
 * Does any coordinate move farther than in the half before? What grows or creeps is hidden in the steps behind what still
 * shrinks, but not in its own coordinate: at a constant pace it goes twice as far. What creeps so slowly that 1/√ε steps of
 * it stay within the tolerance is none; what grows faster than that is, however small.
 */
static bool some_coordinate_grows(const descent_monitor *monitor, const descent__halves *seen)
{
    const descent__segments *const segments = &monitor->segments;
    const double creep = descent__arrival_of_size * seen->tolerance * (double)steps_between(segments, 0, half);
    for (size_t i = 0; i < segments->sample; i++) {
        const double late = descent__segments_joint_width(segments, i, 0, half);
        if (!(late > seen->rounding))
            continue;
        const double early = descent__segments_joint_width(segments, i, half, 2 * half);
        if (late > 2 * descent__creeping * early ||
            (late > creep && (late > descent__creeping * early || width_rises(segments, i))))
            return true;
    }
    return false;
}

/* Does the loss grow, or the gradient? They see the coordinates that are not watched, too. */
static bool loss_or_gradient_grows(const descent_monitor *monitor)
{
    double losses[half + 1], gradients[half + 1], size = fabs(monitor->first_loss);
    for (size_t back = 0; back <= half; back++) {
        const descent__segment *const past = descent__segments_past(&monitor->segments, back);
        losses[back] = past->loss;
        gradients[back] = past->gradient;
        size = fmax(size, fabs(past->loss));
    }
    return grows(losses, descent__rounding_at(size)) ||
           grows(gradients, descent__rounding_at(monitor->largest_gradient));
}

bool descent__arrival_rests(const descent_monitor *monitor, const descent__halves *seen)
{
    return seen->late <= seen->tolerance &&
           (remaining_way(monitor, seen) <= seen->tolerance || treads(monitor, seen)) &&
           !loss_or_gradient_grows(monitor) && !some_coordinate_grows(monitor, seen);
}

/* Nothing, beside the largest gradient: ε of it is what rounding makes of a sum that should be 0, and ε² is no gradient of a
 * minimum but by a stroke of luck, or by a long approach to the origin, which is seen to fade. */
static const double nothing = DBL_EPSILON * DBL_EPSILON;

static bool has_vanished(const descent_monitor *monitor)
{
    return monitor->last_gradient <= descent__vanished_gradient * monitor->largest_gradient;
}

/*
 * In a bowl, where the loss is quadratic, it changes by the mean of the slopes at both ends (the trapezoidal rule is exact),
 * whatever way the run has come: L(x) − L(y) = ½⟨∇L(x) + ∇L(y), x − y⟩. Here the slope at the one end is nothing.
 */
static bool lands_in_bowl(const descent_monitor *monitor)
{
    const descent__recent *const window = &monitor->window;
    const size_t m = window->sample;
    const double *const x = descent__recent_point(window, 0);
    double expected = 0;
    for (size_t i = 0; i < m; i++)
        expected += monitor->check_gradient[i] / 2 * (monitor->check_point[i] - x[i]);
    const double before = descent__segments_past(&monitor->segments, 1)->loss, fall = before - monitor->last_loss;
    return fabs(expected) > descent__rounding_at(fmax(fabs(before), fabs(monitor->last_loss))) &&
           fabs(fall - expected) <= descent__linear_misfit * fabs(expected);
}

/* Has the run come here by moves that faded? The last that was more than rounding was short against the longest by then. */
static bool moves_faded(const descent_monitor *monitor)
{
    const descent__recent *const window = &monitor->window;
    const size_t there = (size_t)fmin((double)descent__recent_seen(window), (double)window->rows) - 1;
    const double rounding =
        descent__rounding_at(descent__vector_max_abs(window->sample, descent__recent_point(window, 0))) *
        window->per_unit;
    double last_sq = 0, longest_sq = 0;
    for (size_t back = 0; back < there; back++) {
        const double move_sq = descent__recent_move_sq(window, back);
        if (!(last_sq > 0) && move_sq > rounding * rounding)
            last_sq = move_sq;
        longest_sq = fmax(longest_sq, move_sq);
    }
    return last_sq > 0 && last_sq <= descent__faded_move * descent__faded_move * longest_sq;
}

/*
 * Does it move on as no step of its rule on a slope did, by ten thousand times as much for the gradient? Then its memory carries
 * it, over ground that is level: it coasts, and comes to a halt wherever that ends. Asked of the first step since the last check, where
 * its gradient had vanished, and of the newest of many, beside the gradient that it led to; of steps that stand so far out of rounding.
 */
static bool coasts(const descent_monitor *monitor, double rounding)
{
    const descent__recent *const window = &monitor->window;
    const descent__segment *const before = descent__segments_past(&monitor->segments, 1);
    const double most = descent__coasting * monitor->slope_pace;
    const double newest = sqrt(descent__recent_move_sq(window, 0)) / window->per_unit;
    if (!(newest > descent__coasting * rounding))
        return false;
    return descent__recent_seen(window) > before->end + 1
               ? newest > most * monitor->last_gradient
               : !isnan(monitor->entered) && newest > most * before->gradient;
}

/* May the moves since the last check be more than the window holds? Then nobody knows whether they faded. */
static bool is_out_of_sight(const descent_monitor *monitor)
{
    const descent__recent *const window = &monitor->window;
    const uint64_t steps = descent__recent_seen(window) - descent__segments_past(&monitor->segments, 1)->end;
    return steps > window->rows && monitor->last_gradient > nothing * monitor->largest_gradient;
}

/*
 * Where the gradient has vanished, the run is at a critical point if it was seen to come there as to one: out of a bowl, as its
 * loss says; by moves that fade; or by a gradient that goes on falling. Who leapt there in a step knows the slope that it began
 * at, and nothing of the ground that it rests on: everything that underflows or levels out has no gradient, high or low.
 */
static void follow_approach(descent_monitor *monitor, bool moved, double rounding)
{
    const double pace = descent__segments_growing(&monitor->segments)->pace;
    if (isnan(monitor->entered) && !isnan(pace)) /* that step began on a slope */
        monitor->slope_pace = pace;
    if (!has_vanished(monitor)) {
        monitor->approached = monitor->falls_on = monitor->coasts = false;
        monitor->entered = NAN;
        return;
    }
    if (monitor->largest_gradient == 0) /* it began there */
        monitor->approached = true;
    if (moved && lands_in_bowl(monitor))
        monitor->approached = true;
    if (!monitor->approached && (moved || isnan(monitor->entered))) {
        monitor->coasts |= coasts(monitor, rounding);
        monitor->approached = !monitor->coasts && (is_out_of_sight(monitor) || moves_faded(monitor));
        monitor->falls_on |= monitor->last_gradient <= descent__halved * monitor->entered;
    }
    if (isnan(monitor->entered))
        monitor->entered = monitor->last_gradient;
}

/*
 * The secant equation along the way, ∇L(y) − ∇L(x) ≈ H(y − x), says how much curvature the motion of now meets. It is
 * remembered: a run that stands still because its steps are lost in rounding shows none, and has not arrived for that.
 */
void descent__arrival_note_gradient(descent_monitor *monitor)
{
    const descent__recent *const window = &monitor->window;
    const size_t m = window->sample;
    const double *const x = descent__recent_point(window, 0);
    const double rounding = descent__rounding_at(descent__vector_max_abs(m, x));
    const double way = monitor->checked ? descent__vector_distance(m, x, monitor->check_point) : 0;
    if (way > rounding)
        monitor->curvature = descent__vector_distance(m, monitor->gradient, monitor->check_gradient) / way;
    follow_approach(monitor, way > rounding, rounding);
    descent__vector_copy(m, x, monitor->check_point);
    descent__vector_copy(m, monitor->gradient, monitor->check_gradient);
    monitor->checked = true;
}

void descent__arrival_note_pace(descent_monitor *monitor)
{
    const descent__recent *const window = &monitor->window;
    const descent__segment *const before = descent__segments_past(&monitor->segments, 1);
    if (window->before + monitor->taken != before->end || !(before->gradient > 0) || !(window->per_unit > 0))
        return;
    const size_t m = window->sample;
    const double *const x = window->points + monitor->taken * m;
    const double step = sqrt(window->moves_sq[monitor->taken]) / window->per_unit;
    if (step > descent__rounding_at(descent__vector_max_abs(m, x)))
        descent__segments_growing(&monitor->segments)->pace = step / before->gradient;
}

/*
 * A rule that divides by a memory of its gradients, which fades, makes ever longer steps of them near a minimum, until one
 * is too long. The steps of a fixed step size are constant over their gradients, and those of momentum go up and down: so
 * they must have grown at each of several checks. Where too few show it, what was seen last holds. Those of a schedule fall:
 * what grows because they were too long will not grow for ever.
 */
void descent__arrival_follow_pace(descent_monitor *monitor)
{
    double paces[2 * half];
    size_t seen = 0, rises = 0;
    for (size_t back = 0; back < 2 * half; back++) {
        const double pace = descent__segments_past(&monitor->segments, back)->pace;
        if (!isnan(pace))
            paces[seen++] = pace;
    }
    if (seen <= descent__quickening_checks) {
        monitor->quickens &= seen > 0; /* and lapses where nothing has moved for three quarters of the run */
        monitor->slackens &= seen > 0;
        return;
    }
    size_t falls = 0;
    while (rises + 1 < seen && paces[rises] > paces[rises + 1])
        rises++;
    while (falls + 1 < seen && paces[falls] < paces[falls + 1])
        falls++;
    monitor->quickens = rises >= descent__quickening_checks && paces[0] > descent__stationary * paces[rises];
    monitor->slackens = falls >= descent__quickening_checks && paces[0] < descent__hardly_slackening * paces[falls];
}

bool descent__arrival_by_approach(const descent_monitor *monitor)
{
    return monitor->approached || (monitor->falls_on && !monitor->coasts);
}

bool descent__arrival_near_critical(const descent_monitor *monitor, const descent__halves *seen)
{
    return !(monitor->last_gradient > monitor->curvature * seen->tolerance);
}
