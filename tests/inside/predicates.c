/* Comparisons of two numbers by a factor: at both sides of their edge, in any unit. And where a third number counts, in units of each. */
#include "diagnosis/verdict/predicates.h"

#include <float.h>
#include <math.h>

#include "diagnosis/verdict/thresholds.h"
#include "inside.h"

static double below(double value)
{
    return nextafter(value, -INFINITY);
}

static double above(double value)
{
    return nextafter(value, INFINITY);
}

/* How the number compares with factor × unit where it is true. */
typedef enum side {
    UP_TO,
    LESS,
    MORE
} side;

static const struct comparison {
    const char *name;
    bool (*holds)(double, double);
    bool unit_first;
    double factor;
    side side;
} comparisons[] = {
    {"is_leap", descent__is_leap, false, DESCENT__LEAP, MORE},
    {"is_rounding_of_single", descent__is_rounding_of_single, false, DESCENT__ROUNDINGS_OF_SINGLE * 0x1p-23, UP_TO},
    {"slope_ends_soon", descent__slope_ends_soon, false, DESCENT__SOON_OVER, LESS},
    {"speeds_up", descent__speeds_up, true, DESCENT__LEAST_GROWTH, MORE},
    {"has_slowed", descent__has_slowed, false, DESCENT__SHORT_STEP, UP_TO},
    {"is_blurred", descent__is_blurred, false, DESCENT__BLURRED, MORE},
    {"edge_fades", descent__edge_fades, false, DBL_EPSILON, UP_TO},
    {"slope_is_gone", descent__slope_is_gone, false, DESCENT__SLOPE_GONE, UP_TO},
    {"is_circled", descent__is_circled, false, DESCENT__CIRCLED, UP_TO},
    {"runs_straight", descent__runs_straight, false, DESCENT__RUNS_STRAIGHT, MORE},
    {"has_come_nearer", descent__has_come_nearer, false, DESCENT__NEARER, UP_TO},
    {"comes_no_nearer", descent__comes_no_nearer, true, DESCENT__HOVERING, MORE},
    {"is_beyond_the_limit", descent__is_beyond_the_limit, false, DESCENT__BEYOND_LIMIT, MORE},
    {"has_been_near", descent__has_been_near, false, DESCENT__LATE_PART, UP_TO},
    {"rate_is_seen_alone", descent__rate_is_seen_alone, true, DESCENT__RATE_SEEN_ALONE, UP_TO},
    {"slope_leads_on", descent__slope_leads_on, true, DESCENT__SLOPE_LEADS_ON, MORE},
    {"step_size_fell", descent__step_size_fell, true, DESCENT__VANISHED, LESS},
    {"copy_rests", descent__copy_rests, true, DESCENT__COPY_RESTS, UP_TO},
    {"copy_shrinks", descent__copy_shrinks, true, DESCENT__COPY_SHRINKS, UP_TO},
    {"has_left", descent__has_left, false, DESCENT__LEFT_BOUNDS, MORE},
    {"is_out_of_sight", descent__is_out_of_sight, false, DESCENT__DRIFT_REACH, MORE},
    {"slope_is_next_to_nothing", descent__slope_is_next_to_nothing, false, DESCENT__SLOPE_NEXT_TO_NOTHING, UP_TO},
    {"is_beyond_all", descent__is_beyond_all, false, DESCENT__BEYOND_ALL, MORE},
    {"has_escaped", descent__has_escaped, false, DESCENT__ESCAPED, MORE},
    {"has_escaped_for_good", descent__has_escaped_for_good, false, DESCENT__ESCAPED_FOR_GOOD, MORE},
    {"has_run_off", descent__has_run_off, false, DESCENT__RUN_OFF, MORE},
    {"is_level", descent__is_level, false, DESCENT__LEVEL, LESS},
    {"jumps", descent__jumps, false, DESCENT__JUMP, MORE},
    {"falls_off_plateau", descent__falls_off_plateau, false, DESCENT__OFF_PLATEAU, MORE},
};

/* The edge in powers of two is exact. */
START_TEST(a_factor_is_compared_in_any_unit)
{
    const double units[] = {0x1p-9, 0.25, 1, 8, 0x1p11};
    for (size_t k = 0; k < sizeof comparisons / sizeof *comparisons; k++)
        for (size_t j = 0; j < sizeof units / sizeof *units; j++) {
            const struct comparison *const of = &comparisons[k];
            const double edge = of->factor * units[j], numbers[] = {below(edge), edge, above(edge)};
            const bool expected[] = {of->side != MORE, of->side == UP_TO, of->side == MORE};
            for (size_t i = 0; i < 3; i++) {
                const bool holds = of->unit_first ? of->holds(units[j], numbers[i]) : of->holds(numbers[i], units[j]);
                ck_assert_msg(holds == expected[i], "%s, unit %g, number %zu", of->name, units[j], i);
            }
        }
}
END_TEST

/* Each number beside the first in a unit of its own: the edge moves as the product says. */
START_TEST(products_are_of_all_their_numbers)
{
    const double powers[] = {0.125, 1, 4};
    for (size_t i = 0; i < 3; i++)
        for (size_t j = 0; j < 3; j++) {
            const double a = powers[i], b = powers[j];
            const double hovers = DESCENT__HOVERS * a * b * 4; /* a momentum of 3/4 carries four times as far */
            ck_assert(descent__is_carried(hovers, a, -0.75, b));
            ck_assert(!descent__is_carried(above(hovers), a, 0.75, b));
            /* A slope of a sixteenth of the one before, 16a: length·a ≤ part·tolerance·15a. */
            const double taken = DESCENT__WITHIN_BY_SLOPE * b * 15;
            ck_assert(descent__arrives_at_once(taken * (1 - 1e-15), 16 * a, a, b));
            ck_assert(!descent__arrives_at_once(taken * (1 + 1e-15), 16 * a, a, b));
            ck_assert(descent__arrives_at_once(0, a, DESCENT__SLOPE_TAKEN * a, b));
            ck_assert(!descent__arrives_at_once(0, a, above(DESCENT__SLOPE_TAKEN * a), b));
            /* Armijo's condition, of a loss of 0 and of others. */
            ck_assert(descent__falls_enough(0, -DESCENT__ARMIJO * a * b, a, b));
            ck_assert(!descent__falls_enough(0, above(-DESCENT__ARMIJO * a * b), a, b));
            ck_assert(descent__falls_enough(3 * a, (3 - 1.01 * DESCENT__ARMIJO * b) * a, a, b));
            ck_assert(!descent__falls_enough(3 * a, (3 - 0.99 * DESCENT__ARMIJO * b) * a, a, b));
            ck_assert(!descent__slope_stands(DESCENT__STANDING_ROUNDINGS * DBL_EPSILON * a, 0, a));
            ck_assert(descent__slope_stands(above(DESCENT__STANDING_ROUNDINGS * DBL_EPSILON * a), 0, a));
            ck_assert(!descent__rises(a * (1 + DESCENT__LINE_ROUNDINGS * DBL_EPSILON), a));
            ck_assert(descent__rises(a * (1 + (DESCENT__LINE_ROUNDINGS + 1) * DBL_EPSILON), a));
            ck_assert(descent__slopes_are_the_same(a * (1 - DESCENT__SAME_SLOPE * DBL_EPSILON), a));
            ck_assert(!descent__slopes_are_the_same(a * (1 - (DESCENT__SAME_SLOPE + 1) * DBL_EPSILON), a));
            ck_assert(!descent__slope_outlasts(a, a * (1 - DESCENT__SLOPE_OUTLASTS)));
            ck_assert(descent__slope_outlasts(a, a * (1 - DESCENT__SLOPE_OUTLASTS - DBL_EPSILON)));
            ck_assert(!descent__steps_outrun_slope(DESCENT__STEPS_GONE / 2, DESCENT__SLOPE_LEFT * a, a));
            ck_assert(descent__steps_outrun_slope(DESCENT__STEPS_GONE / 2, above(DESCENT__SLOPE_LEFT * a), a));
            ck_assert(descent__halves_are_alike(DESCENT__STATIONARY_MEAN * a, a, DESCENT__STATIONARY_EXTENT * a));
            ck_assert(!descent__halves_are_alike(above(DESCENT__STATIONARY_MEAN * a), a, a));
            ck_assert(!descent__halves_are_alike(0, a, above(DESCENT__STATIONARY_EXTENT * a)));
            ck_assert(descent__halves_are_alike(0, DESCENT__STATIONARY_EXTENT * a, a));
            ck_assert(!descent__halves_are_alike(0, above(DESCENT__STATIONARY_EXTENT * a), a));
            ck_assert(descent__lies_where_the_law_says(below(DESCENT__FLAT_WITHIN * a), a));
            ck_assert(!descent__lies_where_the_law_says(DESCENT__FLAT_WITHIN * a, a));
            ck_assert(descent__lies_where_the_law_says(above(1 / DESCENT__FLAT_WITHIN * a), a));
            ck_assert(!descent__lies_where_the_law_says(1 / DESCENT__FLAT_WITHIN * a, a));
        }
}
END_TEST

START_TEST(exponents_have_edges)
{
    const double exponents[] = {-0.5, -1, -4};
    for (size_t k = 0; k < 3; k++) {
        /* Steps × 2 against a fall by 2^(−2p): twice the power. */
        const double power = -DESCENT__OUTRUNS_POWER * exponents[k];
        ck_assert(!descent__outruns_power(exp2(0.999 * power), 2, exponents[k]));
        ck_assert(descent__outruns_power(exp2(1.001 * power), 2, exponents[k]));
    }
    ck_assert(!descent__outruns_power(1, 1, -1));
    ck_assert(!descent__is_too_slow(DESCENT__SLOWEST_POWER * (1 - DESCENT__WHOLE_ORDER)));
    ck_assert(descent__is_too_slow(above(DESCENT__SLOWEST_POWER * (1 - DESCENT__WHOLE_ORDER))));
    for (int sign = -1; sign <= 1; sign += 2) {
        ck_assert(descent__is_half_a_turn(0.5 + sign * 0x1p-10, 1024));
        ck_assert(!descent__is_half_a_turn(0.5 + sign * 0x1.01p-10, 1024));
    }
    ck_assert(descent__is_neutral(-DESCENT__NEUTRAL_WIDTH, 0));
    ck_assert(!descent__is_neutral(below(-DESCENT__NEUTRAL_WIDTH), 0));
    /* 20 e-foldings in all by half of one a step; and with a doubt that is a part of the exponent. */
    ck_assert(!descent__separates(0.5, 0.25, 2 * DESCENT__SEPARATED));
    ck_assert(descent__separates(0.5, 0.25, above(2 * DESCENT__SEPARATED)));
    ck_assert(!descent__separates(0.5, 0.5 * DESCENT__EXPONENT_KNOWN, 1e6));
    ck_assert(descent__separates(0.5, above(0.5 * DESCENT__EXPONENT_KNOWN), 1e6));
    /* What stays the same from the third quarter to the fourth does not change, be the halves as they like. */
    const descent__growth level = {.earlier = 1, .factor = 1, .late = {1, exp(1)}};
    const descent__growth falls = {.earlier = exp(-1), .factor = exp(-1.05), .late = {1, 1}};
    const descent__growth rests = {.earlier = 1, .factor = exp(-1), .late = {1, 1}};
    ck_assert_int_eq(descent__change_of_factor(&level), 0);
    ck_assert_int_eq(descent__change_of_factor(&falls), 0);
    ck_assert_int_eq(descent__change_of_factor(&rests), 0);
}
END_TEST

/* Distances before and after each of the last steps: each must leave a small part, and no more steps than these count. */
START_TEST(each_of_the_last_steps_aims)
{
    double distances[DESCENT__AIMED_STEPS + 2] = {16};
    for (size_t k = 0; k < DESCENT__AIMED_STEPS; k++)
        distances[k + 1] = DESCENT__AIMED * distances[k];
    distances[DESCENT__AIMED_STEPS + 1] = 1e9;
    ck_assert(descent__steps_aim(distances));
    for (size_t bad = 1; bad <= DESCENT__AIMED_STEPS; bad++) {
        double off[DESCENT__AIMED_STEPS + 2];
        memcpy(off, distances, sizeof off);
        for (size_t k = bad; k <= DESCENT__AIMED_STEPS; k++)
            off[k] *= 1 + DBL_EPSILON;
        ck_assert(!descent__steps_aim(off));
    }
}
END_TEST

/* The step beside the one a sixteenth of the points before: others do not count. */
START_TEST(a_pace_is_compared_with_that_of_a_sixteenth_before)
{
    enum {
        count = 2 * DESCENT__LEAST_UNSURE,
        last = count - 2
    };
    double lengths[count];
    for (size_t k = 0; k < count; k++)
        lengths[k] = 64;
    lengths[last - count / 16] = 16;
    lengths[last] = 15;
    descent__motion motion = {.count = count, .lengths = lengths, .floor = below(15)};
    ck_assert(descent__keeps_pace(&motion));
    motion.floor = 15;
    ck_assert(!descent__keeps_pace(&motion));
    motion.floor = 0;
    lengths[last] = below(15);
    ck_assert(!descent__keeps_pace(&motion));
    motion.lengths = NULL;
    ck_assert(!descent__keeps_pace(&motion));
}
END_TEST

/* Of each condition the one that fails alone. */
START_TEST(conditions_fail_one_by_one)
{
    const descent__contraction seen = {
        .fall = DESCENT__LAW_FALL_ALONE, .last = DESCENT__LAW_STEPS, .envelope = DESCENT_LAW_POWER, .linear = false};
    descent__contraction contraction = seen;
    ck_assert(descent__law_has_fallen(&contraction, true));
    contraction.envelope = DESCENT_LAW_UNKNOWN;
    ck_assert(!descent__law_has_fallen(&contraction, true));
    ck_assert(descent__law_has_fallen(&contraction, false));
    contraction = (descent__contraction){.law = DESCENT_LAW_GEOMETRIC, .remaining = 0.5};
    ck_assert(descent__law_leads_to(&contraction, DESCENT__WAY_TO_LAW / 2));
    ck_assert(!descent__law_leads_to(&contraction, above(DESCENT__WAY_TO_LAW / 2)));
    descent__destination destination = {.distance = 2 * DESCENT__FARTHEST, .escaping = 4 * DESCENT__WAY_OUT_PART};
    ck_assert(!descent__is_too_far(&destination, 2)); /* of no point it is not flat */
    destination.distance = 4;
    ck_assert(!descent__leaves(&destination));
    destination.escaping = above(destination.escaping);
    ck_assert(descent__leaves(&destination));
    const descent__growth ended = {.growing = false, .rises = DESCENT__RISING_ROW, .total = 9};
    ck_assert(!descent__rises_in_a_row(&ended));
    ck_assert(!descent__grows(&ended, false));
}
END_TEST

START_TEST(motions_are_alike_in_any_unit)
{
    const double units[] = {0.25, 8};
    for (size_t k = 0; k < 2; k++) {
        descent__motion motion = {.count = DESCENT__LEAST_UNSURE, .before = units[k], .length_before = units[k]};
        motion.quarter = DESCENT__ALIKE_MOST * units[k];
        ck_assert(descent__quarters_are_alike(&motion));
        motion.quarter = above(motion.quarter);
        ck_assert(!descent__quarters_are_alike(&motion));
        motion.quarter = DESCENT__ALIKE_LEAST * units[k];
        ck_assert(descent__quarters_are_alike(&motion));
        motion.quarter = below(motion.quarter);
        ck_assert(!descent__quarters_are_alike(&motion));
        motion.half = 1;
        motion.length_last = DESCENT__SUSTAINED * units[k];
        ck_assert(!descent__is_sustained(&motion));
        motion.length_last = above(motion.length_last);
        ck_assert(descent__is_sustained(&motion));
        motion.straightness = 1;
        motion.fading = NAN;
        motion.length_last = DESCENT__LASTING_DRIFT * units[k];
        const descent__contraction none = {.law = DESCENT_LAW_GEOMETRIC, .exponent = -9};
        ck_assert(descent__is_drift(&motion, &none)); /* of no power the exponent is none */
        motion.length_last = below(motion.length_last);
        ck_assert(!descent__is_drift(&motion, &none));
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        a_factor_is_compared_in_any_unit,
        products_are_of_all_their_numbers,
        exponents_have_edges,
        each_of_the_last_steps_aims,
        conditions_fail_one_by_one,
        a_pace_is_compared_with_that_of_a_sixteenth_before,
        motions_are_alike_in_any_unit,
    };
    return descent_test_main(descent_test_suite("inside predicates", tests, sizeof tests / sizeof *tests));
}
