#include "diagnosis/verdict/predicates.h"

#include <float.h>
#include <math.h>

#include "diagnosis/verdict/thresholds.h"
#include "trajectory/tolerances.h"

bool descent__slope_ends_soon(double slope, double fall)
{
    return slope < DESCENT__SOON_OVER * fall;
}

bool descent__is_rounding_of_single(double change, double size)
{
    return change <= DESCENT__ROUNDINGS_OF_SINGLE * (double)FLT_EPSILON * size;
}

int descent__change_of_factor(const descent__growth *growth)
{
    const double before = log(growth->earlier), now = log(growth->factor);
    const double third = log(growth->late[0]), fourth = log(growth->late[1]);
    if (now > (1 + descent__steady_change) * before && fourth > (1 + DESCENT__STEADY_STEPS) * third)
        return fourth - third >= DESCENT__CHANGE_KEPT * (now - before);
    return now < (1 - descent__steady_change) * before && fourth < (1 - DESCENT__STEADY_STEPS) * third ? -1 : 0;
}

bool descent__growth_explains(const descent__growth *growth)
{
    return growth->growing && growth->total >= DESCENT__EXPLAINING_GROWTH;
}

bool descent__is_leap(double longest, double first)
{
    return longest > DESCENT__LEAP * first;
}

bool descent__grows(const descent__growth *growth, bool broken)
{
    return growth->growing && (broken || !(growth->total < DESCENT__LEAST_GROWTH));
}

bool descent__speeds_up(double before, double last)
{
    return last > DESCENT__LEAST_GROWTH * before;
}

bool descent__rises_in_a_row(const descent__growth *growth)
{
    return growth->growing && growth->rises >= DESCENT__RISING_ROW && growth->total > 1 + DESCENT__STEADY_STEPS;
}

bool descent__is_longest(double last, double longest)
{
    return last >= longest;
}

bool descent__curves_as_much(double curvature, double least)
{
    return isinf(least) || curvature >= DESCENT__CURVED_PART * least;
}

bool descent__growth_is_proof(const descent__growth *growth, int trend)
{
    return growth->total >= DESCENT__CERTAIN_GROWTH ||
           (trend > 0 && growth->total >= DESCENT__CERTAIN_RISING_GROWTH && !growth->saturating);
}

bool descent__climbs_walls(double cosine, double straightness)
{
    return cosine < DESCENT__SIDE_TO_SIDE || straightness < DESCENT__WAY_OUT;
}

bool descent__has_slowed(double last_length, double longest)
{
    return last_length <= DESCENT__SHORT_STEP * longest;
}

bool descent__is_at_rest(const descent__motion *motion, bool continued, size_t rows)
{
    const size_t resting = motion->count - motion->live;
    /* A copy that comes to rest after a while says where the run is heading, not that it rests. */
    if (continued)
        return motion->live <= 1;
    return rows >= 2 && (resting >= DESCENT__RESTING_STEPS || (resting == 1 && motion->count == 2));
}

bool descent__is_carried(double longest, double step_size, double momentum, double error)
{
    return fabs(momentum) < 1 && longest <= DESCENT__HOVERS * step_size / (1 - fabs(momentum)) * error;
}

bool descent__arrives_at_once(double length, double before, double slope, double tolerance)
{
    return slope <= DESCENT__SLOPE_TAKEN * before &&
           length * slope <= DESCENT__WITHIN_BY_SLOPE * tolerance * (before - slope);
}

bool descent__edge_fades(double at_edge, double beyond)
{
    return at_edge <= DBL_EPSILON * beyond;
}

bool descent__is_blurred(double tolerance, double sharpest)
{
    return tolerance > DESCENT__BLURRED * fabs(sharpest);
}

bool descent__slope_is_gone(double last, double largest)
{
    return last <= DESCENT__SLOPE_GONE * largest;
}

bool descent__keeps_pace(const descent__motion *motion)
{
    if (motion->count < 2 * DESCENT__LEAST_UNSURE || !motion->lengths)
        return false;
    const size_t row = motion->count - 2;
    const double last = motion->lengths[row];
    return last > motion->floor &&
           last >= (1 - 1 / DESCENT__PACE_SHARE) * motion->lengths[row - motion->count / (size_t)DESCENT__PACE_SHARE];
}

bool descent__repels(double modulus)
{
    return modulus > DESCENT__REPELLING_MULTIPLIER;
}

bool descent__repeats_from_the_start(const descent__recurrence *recurrence)
{
    return recurrence->onset <= recurrence->period;
}

bool descent__is_circled(double distance, double extent)
{
    return distance <= DESCENT__CIRCLED * extent;
}

bool descent__destination_repels(const descent__destination *destination)
{
    return destination->multiplier > 1 + DESCENT__REPELLING_EXCESS;
}

bool descent__leaves(const descent__destination *destination)
{
    return destination->escaping > destination->rounding &&
           destination->escaping > DESCENT__WAY_OUT_PART * destination->distance;
}

bool descent__is_too_far(const descent__destination *destination, double extent)
{
    const bool degenerate = destination->point && destination->point->kind == DESCENT_CRITICAL_DEGENERATE;
    return destination->distance > (degenerate ? DESCENT__FARTHEST_DEGENERATE : DESCENT__FARTHEST) * extent;
}

bool descent__is_too_far_alone(const descent__destination *destination, double extent)
{
    return destination->distance > DESCENT__FARTHEST_ALONE * extent;
}

bool descent__runs_straight(double way, double straight)
{
    return way > DESCENT__RUNS_STRAIGHT * straight;
}

bool descent__swings(double cosine)
{
    return !(cosine > DESCENT__SWINGING);
}

bool descent__has_come_nearer(double distance, double reached)
{
    return distance <= DESCENT__NEARER * reached;
}

bool descent__comes_no_nearer(double before, double last)
{
    return last > DESCENT__HOVERING * before;
}

bool descent__lies_where_the_law_says(double distance, double remaining)
{
    return distance > 1 / DESCENT__FLAT_WITHIN * remaining && distance < DESCENT__FLAT_WITHIN * remaining;
}

bool descent__law_leads_to(const descent__contraction *contraction, double distance)
{
    return descent__contraction_is_summable(contraction, false) &&
           !(distance > DESCENT__WAY_TO_LAW * contraction->remaining);
}

bool descent__is_beyond_the_limit(double way, double remaining)
{
    return way > DESCENT__BEYOND_LIMIT * remaining;
}

bool descent__exponent_fades(double recorded, double later)
{
    return later > DESCENT__SLOWEST_POWER && later > DESCENT__EXPONENT_KEPT * recorded;
}

bool descent__has_been_near(double late_distance, double extent)
{
    return late_distance <= DESCENT__LATE_PART * extent;
}

bool descent__is_no_power(double exponent)
{
    return exponent < DESCENT__STEEPEST_POWER;
}

bool descent__is_constant_power(double exponent)
{
    return exponent > DESCENT__FLATTEST_POWER;
}

bool descent__outruns_power(double fall, double steps, double exponent)
{
    return log(fall) > DESCENT__OUTRUNS_POWER * -exponent * log(steps);
}

bool descent__is_too_slow(double exponent)
{
    return exponent > DESCENT__SLOWEST_POWER * (1 - DESCENT__WHOLE_ORDER);
}

bool descent__is_half_a_turn(double rotation_number, double steps)
{
    return fabs(rotation_number - 0.5) * steps <= 1;
}

bool descent__goes_round(double turns)
{
    return turns >= DESCENT__LEAST_LOOPS;
}

bool descent__steps_aim(const double *distances)
{
    for (size_t k = 0; k < DESCENT__AIMED_STEPS; k++)
        if (!(distances[k + 1] <= DESCENT__AIMED * distances[k]))
            return false;
    return true;
}

bool descent__rate_is_seen_alone(double longest, double last)
{
    return last <= DESCENT__RATE_SEEN_ALONE * longest;
}

bool descent__goes_straight(double straightness)
{
    return straightness > DESCENT__RUNS_STRAIGHT;
}

bool descent__is_below_numbers(double fall)
{
    return fall < DESCENT__FALL_OF_NUMBERS * DBL_MIN;
}

bool descent__slope_leads_on(double slope, double farther)
{
    return farther > DESCENT__SLOPE_LEADS_ON * slope;
}

bool descent__step_size_fell(double first, double last)
{
    return last < DESCENT__VANISHED * first;
}

bool descent__slope_outlasts(double slope, double fall)
{
    return slope - fall > DESCENT__SLOPE_OUTLASTS * slope;
}

bool descent__steps_outrun_slope(double lengths, double last_slope, double largest_slope)
{
    return lengths < DESCENT__STEPS_GONE && last_slope > DESCENT__SLOPE_LEFT * largest_slope;
}

bool descent__law_has_fallen(const descent__contraction *contraction, bool alone)
{
    if (!(contraction->fall <= DESCENT__LAW_FALL))
        return false;
    return !alone || (contraction->last >= DESCENT__LAW_STEPS && contraction->envelope != DESCENT_LAW_UNKNOWN &&
                      (contraction->linear || contraction->fall <= DESCENT__LAW_FALL_ALONE));
}

bool descent__is_sustained(const descent__motion *motion)
{
    return motion->count >= DESCENT__LEAST_MOTION && motion->straightness < DESCENT__BOUNDED_STRAIGHTNESS &&
           motion->length_last > DESCENT__SUSTAINED * motion->length_before && motion->half > 0;
}

bool descent__quarters_are_alike(const descent__motion *motion)
{
    return motion->count >= DESCENT__LEAST_UNSURE && !(motion->quarter > DESCENT__ALIKE_MOST * motion->before) &&
           !(motion->quarter < DESCENT__ALIKE_LEAST * motion->before);
}

bool descent__copy_rests(double first, double last)
{
    return last <= DESCENT__COPY_RESTS * first;
}

bool descent__copy_shrinks(double first, double last)
{
    return last <= DESCENT__COPY_SHRINKS * first;
}

bool descent__has_left(double extent, double bounds)
{
    return extent > DESCENT__LEFT_BOUNDS * bounds;
}

bool descent__grew_so_far(double growth)
{
    return growth > DESCENT__STATIONARY_EXTENT;
}

bool descent__slope_stands(double slope, double largest, double curvature_times_size)
{
    return !descent__slope_is_gone(slope, largest) &&
           slope > DESCENT__STANDING_ROUNDINGS * DBL_EPSILON * curvature_times_size;
}

bool descent__balances(double nearest)
{
    return nearest <= DESCENT__KINK_BALANCE;
}

bool descent__halves_are_alike(double shift, double before, double after)
{
    return shift <= DESCENT__STATIONARY_MEAN * before && after <= DESCENT__STATIONARY_EXTENT * before &&
           before <= DESCENT__STATIONARY_EXTENT * after;
}

bool descent__separates(double exponent, double low, double steps)
{
    return low > DESCENT__EXPONENT_KNOWN * exponent && exponent * steps > DESCENT__SEPARATED &&
           exponent > DESCENT__LEAST_EXPONENT;
}

bool descent__twin_is_thrown(double exponent)
{
    return exponent > DESCENT__TWIN_THROWN;
}

bool descent__exponent_is_told(double value, double low, double high)
{
    const bool around_zero = low <= 0 && high >= 0 && high > low;
    return !around_zero || (high - low <= DESCENT__TOLD_WIDTH && value > low && value < high);
}

bool descent__is_neutral(double low, double high)
{
    return low <= 0 && high >= 0 && high - low <= DESCENT__NEUTRAL_WIDTH;
}

bool descent__turns_neutrally(double modulus)
{
    return fabs(modulus - 1) <= DESCENT__TURNS_NEUTRALLY;
}

bool descent__is_drift(const descent__motion *motion, const descent__contraction *contraction)
{
    if (motion->count < DESCENT__LEAST_DRIFT || !(motion->straightness > DESCENT__DRIFTING) ||
        !(motion->half > motion->floor))
        return false;
    /* The origin of a power is not known beforehand; where steps tell it, their exponent counts. */
    if (!isnan(motion->fading))
        return motion->fading <= 1 - DESCENT__SUMMABLE_DRIFT;
    if (motion->length_last < DESCENT__LASTING_DRIFT * motion->length_before)
        return false;
    return !(contraction->law == DESCENT_LAW_POWER && contraction->exponent < DESCENT__SUMMABLE_DRIFT);
}

bool descent__slopes_are_the_same(double first, double last)
{
    return fabs(last - first) <= DESCENT__SAME_SLOPE * DBL_EPSILON * fabs(last);
}

descent_law descent__law_of_drift(double length_last, double length_before, double fading)
{
    const double ratio = length_last / length_before;
    if (fabs(ratio - 1) < DESCENT__SAME_LENGTH)
        return DESCENT_LAW_LINEAR;
    /* ln k: mean steps over the third and the last quarter are ln(3/2) and ln(4/3); other powers come by that ratio on their way. */
    const double logarithmic = log(4.0 / 3) / log(3.0 / 2);
    const bool harmonic = isnan(fading) || fabs(fading - 1) < DESCENT__HARMONIC_STEPS;
    return harmonic && fabs(ratio - logarithmic) < DESCENT__LOGARITHMIC_STEPS ? DESCENT_LAW_LOGARITHMIC
                                                                              : DESCENT_LAW_UNKNOWN;
}

bool descent__falls_evenly(double before, double now)
{
    return fabs(now / before - 1) < DESCENT__SAME_FALL;
}

bool descent__is_out_of_reach(double steps_ahead, double steps_made)
{
    return steps_ahead > DESCENT__PATIENCE * fmax(DESCENT__FEWEST_CREEPING, steps_made);
}

bool descent__falls_off_plateau(double fall, double by_slope)
{
    return !(fall <= DESCENT__OFF_PLATEAU * by_slope);
}

bool descent__is_out_of_sight(double bottom, double extent)
{
    return bottom > DESCENT__DRIFT_REACH * extent;
}

bool descent__slope_is_next_to_nothing(double slope, double first)
{
    return slope <= DESCENT__SLOPE_NEXT_TO_NOTHING * first;
}

bool descent__is_far_from_overflow(double loss)
{
    return fabs(loss) < DESCENT__NEAR_OVERFLOW;
}

bool descent__has_escaped(double way, double extent)
{
    return way > DESCENT__ESCAPED * extent;
}

bool descent__is_beyond_all(double way, double lengths)
{
    return way > DESCENT__BEYOND_ALL * lengths;
}

bool descent__has_escaped_for_good(double way, double extent)
{
    return way > DESCENT__ESCAPED_FOR_GOOD * extent;
}

bool descent__has_run_off(double way, double extent)
{
    return way > DESCENT__RUN_OFF * extent;
}

bool descent__falls_enough(double loss, double lower, double length, double slope)
{
    return lower <= loss - DESCENT__ARMIJO * length * slope;
}

bool descent__rises(double loss, double lowest)
{
    return loss > lowest + DESCENT__LINE_ROUNDINGS * DBL_EPSILON * fabs(lowest);
}

bool descent__is_level(double slope, double first)
{
    return fabs(slope) < DESCENT__LEVEL * fabs(first);
}

bool descent__jumps(double left, double whole)
{
    return whole > 0 && left > DESCENT__JUMP * whole;
}

bool descent__is_symmetric(double one, double other)
{
    return fabs(one - other) <= DESCENT__SYMMETRIC * (fabs(one) + fabs(other));
}
