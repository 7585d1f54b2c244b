#include "diagnosis/verdict/ahead/pace.h"

#include <float.h>
#include <math.h>

#include "base/vector.h"
#include "diagnosis/verdict/ahead/modes.h"
#include "diagnosis/verdict/destination.h"
#include "diagnosis/verdict/thresholds.h"
#include "trajectory/slowing.h"
#include "trajectory/tolerances.h"

bool descent__falls_as_due(double fall, double due, double rounding)
{
    /* What theory leaves nothing of tells nothing of how it falls. */
    return due > rounding && isfinite(due) && fabs(fall - due) <= DESCENT__MODES_HOLD * due + rounding;
}

bool descent__same_order(double early, double late)
{
    return fabs(early - late) <= DESCENT__SAME_ORDER * fmax(fabs(early), fabs(late));
}

bool descent__distance_tells(double first, double last)
{
    return last <= DESCENT__LAW_FALL * first;
}

bool descent__is_order(double early, double late)
{
    const bool whole = fabs(descent__whole_order(late) - fmax(1, round(late))) <= 0;
    return descent__same_order(early, late) &&
           (whole || fabs(early - late) <= DESCENT__WHOLE_ORDER * fmax(fabs(early), fabs(late)));
}

double descent__whole_order(double order)
{
    const double whole = fmax(1, round(order));
    return fabs(order - whole) <= DESCENT__WHOLE_ORDER * whole ? whole : order;
}

/* ---- distances along the way ---- */

/* Steps that the recorded points make, and all. */
static size_t behind_steps(const descent__way *way)
{
    return way->behind.count > 0 ? way->behind.count - 1 : 0;
}

static size_t all_steps(const descent__way *way)
{
    return behind_steps(way) + (way->ahead.count > 0 ? way->ahead.count - 1 : 0);
}

static const double *point_at(const descent__way *way, size_t step)
{
    const size_t behind = behind_steps(way);
    return step <= behind && way->behind.count > 0 ? descent__series_point(&way->behind, step)
                                                   : descent__series_point(&way->ahead, step - behind);
}

/* Distance that has to shrink by its own law: along one eigenvector; or, NULL, to a point with flat directions along all of
 * them. */
static double distance_at(const descent__way *way, size_t step, const double *along)
{
    const descent_critical_point *point = way->point;
    const double *x = point_at(way, step);
    double component = 0;
    if (!along)
        return point->kind == DESCENT_CRITICAL_DEGENERATE && point->eigenvector_count == way->behind.n
                   ? descent__modes_flat_part(point, x)
                   : descent__vector_distance(way->behind.n, x, point->x);
    for (size_t i = 0; i < way->behind.n; i++)
        component += (x[i] - point->x[i]) * along[i];
    return fabs(component);
}

/* Largest distance over the steps up to this one: of a swing, how far it swings. */
static double reach_at(const descent__way *way, size_t step, size_t window, const double *along)
{
    double largest = 0;
    for (size_t k = step - window; k <= step; k++)
        largest = fmax(largest, distance_at(way, k, along));
    return largest;
}

/* Three distances: at a quarter, at half and at the whole of the first `last` steps. */
typedef struct descent__fall {
    double distances[3];
    double steps[3];
} descent__fall;

static descent__fall fall_until(const descent__way *way, size_t last, size_t window, const double *along)
{
    descent__fall fall;
    const size_t room = last - window;
    const size_t at[] = {window + room / 4, window + room / 2, last};
    for (size_t k = 0; k < 3; k++) {
        fall.distances[k] = reach_at(way, at[k], window, along);
        fall.steps[k] = (double)at[k];
    }
    return fall;
}

/* ---- linear theory ---- */

static descent__modes modes_at(descent__evidence *evidence, const descent__way *way, size_t step, double shift)
{
    return descent__modes_measure(evidence, way->point, point_at(way, step), step > 0 ? point_at(way, step - 1) : NULL,
                                  shift, !isnan(way->wanted));
}

/* What counts as arrived, in the measure of the modes. */
static double goal_of(const descent__evidence *evidence, const descent__way *way)
{
    return isnan(way->wanted) ? way->tolerance : way->wanted * evidence->gradient_norm;
}

/* Does theory know the whole of the way: is the point a minimum, or one in a valley that the run is straight across from? */
static bool is_known_whole(const descent__way *way)
{
    const descent_critical_point *point = way->point;
    return point->kind == DESCENT_CRITICAL_MINIMUM ||
           (point->kind == DESCENT_CRITICAL_DEGENERATE && point->probe != DESCENT_PROBE_LOWER && point->index == 0 &&
            descent__modes_flat_part(point, point_at(way, all_steps(way))) <= way->tolerance);
}

bool descent__pace_has_arrived(descent__evidence *evidence, const descent__way *way)
{
    if (all_steps(way) < 1 || !is_known_whole(way))
        return true;
    const descent__modes modes = modes_at(evidence, way, all_steps(way), 0);
    return modes.count == 0 || !(descent__modes_steps(&modes, goal_of(evidence, way)) > 0);
}

bool descent__pace_is_linear(descent__evidence *evidence, const descent__way *way)
{
    const size_t last = all_steps(way);
    const size_t half = last / 2;
    if (half < 1 || !is_known_whole(way))
        return false;
    const descent__modes before = modes_at(evidence, way, half, 0);
    const descent__modes now = modes_at(evidence, way, last, 0);
    if (before.count == 0 || now.count == 0)
        return false;
    const double reached = descent__modes_distance(&now, 0);
    const double due = descent__modes_distance(&before, (double)(last - half));
    const double first = descent__modes_distance(&before, 0);
    const double rounding =
        DESCENT__PART_ROUNDINGS * DBL_EPSILON *
        (descent__vector_norm(evidence->n, evidence->x) + descent__vector_norm(evidence->n, way->point->x)) /
        descent__vector_distance(evidence->n, point_at(way, last), way->point->x);
    return descent__falls_as_due(log(first / reached), log(first / due), rounding);
}

static descent_interval widened(double value, double low, double high, double part_low, double part_high)
{
    return (descent_interval){.value = fmax(1, ceil(value)),
                              .low = fmax(1, floor(part_low * low)),
                              .high = fmax(1, ceil(part_high * high) + 1)};
}

/* The envelope of the modes at the end, with eigenvalues known to their tolerance; a turning one may come last half a turn
 * before its envelope. */
static void count_by_modes(descent__evidence *evidence, const descent__way *way, descent_pace *pace)
{
    const size_t last = all_steps(way);
    const double offset = (double)(last - behind_steps(way));
    const double goal = goal_of(evidence, way);
    const descent__modes modes = modes_at(evidence, way, last, 0);
    const descent__modes slower = modes_at(evidence, way, last, -1);
    const descent__modes faster = modes_at(evidence, way, last, 1);
    if (modes.count == 0 || slower.count != modes.count || faster.count != modes.count)
        return; /* there was no memory */
    const double value = descent__modes_steps(&modes, goal);
    double low = descent__modes_steps(&faster, goal);
    double high = descent__modes_steps(&slower, goal);
    if (low > high) {
        const double other = low;
        low = high;
        high = other;
    }
    const descent__mode *deciding = descent__modes_deciding(&modes, value);
    const double half_turn = deciding->angle > 0 ? acos(-1) / deciding->angle : 0;
    pace->law = DESCENT_LAW_GEOMETRIC;
    pace->rate = descent__mode_factor(deciding);
    pace->steps_to_go = widened(offset + value, offset + fmin(low, value) - half_turn, offset + fmax(high, value),
                                DESCENT__STEPS_LOW, DESCENT__STEPS_HIGH);
}

/* Linear rates of one mode: as found, and the least and the most that the error of its eigenvalue leaves. */
typedef struct rates {
    double value, least, most;
} rates;

/* Coefficient of the next order, by the rate over one stretch. */
static double coefficient(const descent__fall *fall, size_t first, double linear, double order, double *rate)
{
    *rate = descent__slowing_rate(fall->distances[first], fall->distances[first + 1],
                                  fall->steps[first + 1] - fall->steps[first], linear, order);
    return (*rate - linear) * pow(fall->distances[2] / fall->distances[first + 1], order);
}

/* How far the coefficients of two stretches differ, as a part of the larger. */
static double change_of_coefficient(const descent__fall *fall, double linear, double order)
{
    double rate;
    const double before = coefficient(fall, 0, linear, order, &rate), now = coefficient(fall, 1, linear, order, &rate);
    return fabs(now - before) / fmax(fabs(now), fabs(before));
}

/* The order of the next term. A linear rate beside it bends what is measured to less than the whole number that it is: that has more nearly
 * the same coefficient over both stretches. */
static double next_order(const descent__fall *fall, double linear, double measured)
{
    if (!(measured > DESCENT__LEAST_ORDER))
        return 1;
    const double order = descent__whole_order(measured), above = ceil(measured);
    const bool bent = order < above && order > floor(measured) &&
                      change_of_coefficient(fall, linear, above) < change_of_coefficient(fall, linear, order);
    return bent ? above : order;
}

/* Does a power of this order, which a linear rate would have bent, tell both the whole and its first half? A curvature by
 * differences is finite where there is none: at |x|^3, and at kinks of the slope. */
static bool is_power(const descent__way *way, size_t last, const double *along, double order)
{
    const size_t window = last / DESCENT__PACE_WINDOW;
    const descent__fall half = fall_until(way, last / 2, window / 2, along); /* its window: no edge */
    return order >= DESCENT__LEAST_ORDER &&
           descent__same_order(order, descent__slowing_order(half.distances, half.steps));
}

/* Where the next order still counts: between the rate that it has and the one that it will have. */
static void count_by_next_order(const descent__way *way, const rates *linear_rates, const descent__mode *slowest,
                                descent_pace *pace)
{
    const size_t last = all_steps(way);
    const size_t window = last / DESCENT__PACE_WINDOW;
    const descent__fall fall = fall_until(way, last, window, slowest->vector);
    const double offset = (double)last - (double)window - (double)behind_steps(way);
    const double linear = linear_rates->value;
    const double found = descent__slowing_order(fall.distances, fall.steps);
    const double order = slowest->alternates ? 2 : next_order(&fall, linear, found);
    const double ratio = way->tolerance / fall.distances[2];
    double early;
    double late;
    const double before = coefficient(&fall, 0, linear, order, &early);
    const double now = coefficient(&fall, 1, linear, order, &late);
    const double value = descent__slowing_steps(ratio, late, linear, order);
    const double other = descent__slowing_steps(ratio, linear + before, linear, order);
    double low = fmin(descent__slowing_steps(ratio, fmax(late, linear_rates->most), linear_rates->most, order),
                      fmin(value, other));
    double high = fmax(descent__slowing_steps(ratio, late, linear_rates->least, order), fmax(value, other));
    if (!descent__same_order(before, now)) {
        const double as_now = descent__slowing_steps(ratio, late, 0, 0);
        const double as_due = descent__slowing_steps(ratio, linear, 0, 0);
        low = fmin(low, fmin(as_now, as_due));
        high = fmax(high, fmax(as_now, as_due));
    }
    const bool doubted = !descent__same_order(before, now) && is_power(way, last, slowest->vector, found);
    if (doubted) {
        double own; /* of a power without a linear rate, which would bend it */
        (void)coefficient(&fall, 1, 0, found, &own);
        high = fmax(high, descent__slowing_steps(ratio, own, 0, found));
    }
    const bool governs = linear * pow(ratio, -order) >= fabs(late - linear);
    pace->law = governs ? DESCENT_LAW_GEOMETRIC : DESCENT_LAW_POWER;
    pace->rate = governs ? descent__mode_factor(slowest) : (double)NAN;
    pace->exponent = governs ? (double)NAN : -1 / order;
    if (!(late > 0) || doubted) {
        pace->law = DESCENT_LAW_UNKNOWN;
        pace->rate = pace->exponent = NAN;
    }
    pace->steps_to_go = widened(offset + value, offset + low, offset + high, DESCENT__STEPS_LOW, DESCENT__STEPS_HIGH);
    if (!isfinite(value) || doubted)
        pace->steps_to_go.value = NAN;
}

/* Of the slowest mode, as well as its eigenvalue is known: one that may be no rate is none, and the next order decides. */
static rates rates_of(const descent__modes *slower, const descent__modes *modes, const descent__modes *faster,
                      const descent__mode *slowest)
{
    const size_t k = (size_t)(slowest - modes->of);
    const double one = -slower->of[k].first;
    const double other = -faster->of[k].first;
    rates found = {.value = -slowest->first, .least = fmax(0, fmin(one, other)), .most = fmax(one, other)};
    if (!(found.least > 0))
        found.value = 0;
    return found;
}

bool descent__pace_by_modes(descent__evidence *evidence, const descent__way *way, descent_pace *pace)
{
    const size_t last = all_steps(way);
    const descent__modes modes = modes_at(evidence, way, last, 0);
    if (modes.count == 0 || !is_known_whole(way))
        return false;
    const descent__modes slower = modes_at(evidence, way, last, -1);
    const descent__modes faster = modes_at(evidence, way, last, 1);
    if (slower.count != modes.count || faster.count != modes.count)
        return false;
    const double steps = descent__modes_steps(&modes, goal_of(evidence, way));
    const descent__mode *slowest = descent__modes_deciding(&modes, isfinite(steps) ? steps : 1 / DBL_EPSILON);
    const rates linear = rates_of(&slower, &modes, &faster, slowest);
    if (linear.most < 0)
        return false;
    if (linear.least > 0 && isfinite(steps) && descent__pace_is_linear(evidence, way)) {
        count_by_modes(evidence, way, pace);
        return true;
    }
    if (last < DESCENT__LAW_STEPS)
        return false;
    count_by_next_order(way, &linear, slowest, pace);
    /* Beside other modes, which are slow as well, theory bounds what is left of them. */
    const descent__modes own = {.count = 1, .of = slowest};
    if (descent__modes_distance(&own, 0) < DESCENT__MODE_ALONE * descent__modes_distance(&modes, 0) && isfinite(steps))
        pace->steps_to_go.high =
            fmax(pace->steps_to_go.high, ceil(DESCENT__STEPS_HIGH * ((double)(last - behind_steps(way)) + steps)));
    return true;
}

/* ---- measured rates ---- */

/* Of what turns, a measured distance may be below the envelope by as much as that shrinks in half a turn: between two of them over the last
 * half of the steps, the rate is off by so much, of its logarithm. */
static double error_of_turns(const descent__mode *mode, double steps)
{
    const double half_turn = mode->angle > 0 ? acos(-1) / mode->angle : 0;
    return half_turn * fabs(mode->first) / (steps / 2);
}

double descent__pace_of_mode(descent__evidence *evidence, const descent__way *way, double rate, double error)
{
    const double measured = log(fabs(rate));
    const double steps = (double)all_steps(way);
    double nearest = measured, least = INFINITY;
    if (steps < 1 || !isfinite(measured))
        return rate;
    const descent__modes modes = modes_at(evidence, way, all_steps(way), 0);
    for (size_t k = 0; k < modes.count; k++) {
        const double apart = fabs(modes.of[k].first - measured);
        if (apart <= fmax(error, error_of_turns(&modes.of[k], steps)) && apart < least && modes.of[k].first < 0) {
            least = apart;
            nearest = modes.of[k].first;
        }
    }
    return nearest < measured || nearest > measured ? copysign(exp(nearest), rate) : rate;
}

static double rate_between(const descent__fall *fall, size_t first)
{
    return descent__slowing_rate(fall->distances[first], fall->distances[first + 1],
                                 fall->steps[first + 1] - fall->steps[first], 0, 0);
}

/* How far two stretches of the way differ in their rates: that of swings is known no better. */
static double rate_error(const descent__fall *fall, const descent__fall *half)
{
    const double last = rate_between(fall, 1);
    return fmax(fabs(rate_between(fall, 0) - last), fabs(rate_between(half, 1) - last));
}

/* ---- flat points ---- */

/* Fastest linear rate that eigenvalues which count as zero may have. */
static double unseen_rate(const descent__evidence *evidence, const descent_critical_point *point)
{
    const double modulus = descent__destination_modulus(evidence, point->eigenvalue_tolerance);
    return modulus < 1 ? -log(modulus) : 0;
}

/* Of a power, the slope falls with the distance to the power of one more than the order. */
static double ratio_of(const descent__way *way, const descent__fall *fall, double order)
{
    if (isnan(way->wanted))
        return way->tolerance / fall->distances[2];
    const double here = distance_at(way, behind_steps(way), NULL);
    return here * pow(way->wanted, 1 / (order + 1)) / fall->distances[2];
}

static double power_steps(const descent__way *way, const descent__fall *fall, double order, double linear)
{
    double rate =
        descent__slowing_rate(fall->distances[1], fall->distances[2], fall->steps[2] - fall->steps[1], 0, order);
    return descent__slowing_steps(ratio_of(way, fall, order), rate, fmin(linear, rate), order);
}

/* Two orders, from all steps and from the first half of them, that agree, tell a power; and two that are none a geometric
 * law. Else the distance shrinks no faster than geometrically at the rate it has, and nobody knows how much more slowly. */
bool descent__pace_by_order(descent__evidence *evidence, const descent__way *way, descent_pace *pace)
{
    const size_t last = all_steps(way);
    if (last < DESCENT__LAW_STEPS)
        return false;
    const size_t window = last / DESCENT__PACE_WINDOW;
    const descent__fall fall = fall_until(way, last, window, NULL);
    const descent__fall half = fall_until(way, last / 2, window / 2, NULL); /* its window: no edge */
    const double order = descent__slowing_order(fall.distances, fall.steps);
    const double before = descent__slowing_order(half.distances, half.steps);
    const double offset = (double)last - (double)window - (double)behind_steps(way);
    const double geometric = offset + power_steps(way, &fall, 0, 0);
    pace->rate = pace->exponent = NAN;
    if (order < DESCENT__LEAST_ORDER && before < DESCENT__LEAST_ORDER) {
        pace->law = DESCENT_LAW_GEOMETRIC;
        pace->rate = (way->alternates ? -1 : 1) * exp(-rate_between(&fall, 1));
        pace->rate = descent__pace_of_mode(evidence, way, pace->rate, rate_error(&fall, &half));
        pace->steps_to_go = widened(geometric, geometric, geometric, DESCENT__STEPS_LOW, DESCENT__STEPS_HIGH);
        return true;
    }
    const double whole = descent__whole_order(order);
    if (order >= DESCENT__LEAST_ORDER && descent__is_order(before, order)) {
        const double least = fmin(order, fmin(before, whole));
        const double most = fmax(order, fmax(before, whole));
        const double value = offset + power_steps(way, &fall, whole, 0);
        pace->law = DESCENT_LAW_POWER;
        pace->exponent = -1 / whole;
        pace->steps_to_go = widened(value,
                                    fmin(value, offset + power_steps(way, &fall, whole == order ? least : whole,
                                                                     unseen_rate(evidence, way->point))),
                                    fmax(value, offset + power_steps(way, &fall, whole == order ? most : whole, 0)),
                                    DESCENT__STEPS_LOW_POWER, 1 / DESCENT__STEPS_LOW_POWER);
        return true;
    }
    pace->law = DESCENT_LAW_UNKNOWN;
    /* A distance that has hardly fallen is, as like as not, one to where the run does not come: nothing bounds its steps. */
    if (!descent__distance_tells(fall.distances[0], fall.distances[2])) {
        pace->steps_to_go = (descent_interval){.value = NAN, .low = 1, .high = INFINITY};
        return true;
    }
    const double slowest = fmax(2, fmax(isnan(order) ? descent__highest_order : order, before));
    pace->steps_to_go = widened(geometric, geometric, offset + power_steps(way, &fall, slowest, 0), DESCENT__STEPS_LOW,
                                1 / DESCENT__STEPS_LOW_POWER);
    pace->steps_to_go.value = NAN;
    return true;
}
