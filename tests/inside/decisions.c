/* What decides a verdict: each comparison at both sides of its edge, the order of the decisions, and facts made by
 * hand. */
#include "support.h"

#include <float.h>
#include <math.h>

#include <descent/landscapes.h>

#include "diagnosis/evidence/examination.h"
#include "diagnosis/verdict/decisions.h"
#include "diagnosis/verdict/families/families.h"
#include "diagnosis/verdict/multipliers.h"
#include "diagnosis/verdict/opening.h"
#include "diagnosis/verdict/predicates.h"
#include "diagnosis/verdict/thresholds.h"
#include "rules/remaining.h"

static double below(double value)
{
    return nextafter(value, -INFINITY);
}

static double above(double value)
{
    return nextafter(value, INFINITY);
}

/* ---- growth ---- */

static descent__growth growing_by(double total)
{
    return (descent__growth){.growing = true, .total = total};
}

START_TEST(curvatures_tell_a_gradient_to_a_half)
{
    ck_assert(descent__curvature_tells(DESCENT__CURVATURE_TELLS * 3 * 2, 3, 2));
    ck_assert(!descent__curvature_tells(DESCENT__CURVATURE_TELLS * 3 * 2 * 1.01, 3, 2));
    ck_assert(!descent__curvature_tells(NAN, 3, 2));
}
END_TEST

START_TEST(a_factor_grows_falls_or_stays)
{
    const double halves[] = {0.5, 0.89, 0.91, 1.09, 1.11, 2, 2, 2, 0.5, 2, 2};
    const double quarters[] = {
        0.5, 0.97, 0.5, 2, 1.05, 2, 1.01, 0.5, 0.99, 1 + 1.01 * DESCENT__CHANGE_KEPT, 1 + 0.99 * DESCENT__CHANGE_KEPT};
    const int changes[] = {-1, -1, 0, 0, 1, 1, 0, 0, 0, 1, 0};
    for (size_t k = 0; k < sizeof changes / sizeof *changes; k++) {
        const descent__growth growth = {.growing = true,
                                        .earlier = exp(0.1),
                                        .factor = exp(0.1 * halves[k]),
                                        .late = {exp(0.1), exp(0.1 * quarters[k])}};
        ck_assert_int_eq(descent__change_of_factor(&growth), changes[k]);
    }
}
END_TEST

START_TEST(growth_explains_a_break_from_tenfold_on)
{
    descent__growth growth = growing_by(DESCENT__EXPLAINING_GROWTH);
    ck_assert(descent__growth_explains(&growth));
    growth.total = below(growth.total);
    ck_assert(!descent__growth_explains(&growth));
    growth = (descent__growth){.total = 1e9};
    ck_assert(!descent__growth_explains(&growth)); /* large, but not growing to the end */
    growth = growing_by(NAN);
    ck_assert(!descent__growth_explains(&growth));
    ck_assert(descent__is_leap(above(DESCENT__LEAP), 1));
    ck_assert(!descent__is_leap(DESCENT__LEAP, 1));
}
END_TEST

START_TEST(growth_counts_beyond_scatter)
{
    descent__growth growth = growing_by(DESCENT__LEAST_GROWTH);
    ck_assert(descent__grows(&growth, false));
    growth.total = below(growth.total);
    ck_assert(!descent__grows(&growth, false));
    ck_assert(descent__grows(&growth, true)); /* where numbers have ended, any growth counts */
    growth.growing = false;
    ck_assert(!descent__grows(&growth, true));
    /* Or in a row that is no chance, and by more than steps that are as long as before. */
    growth = (descent__growth){.growing = true, .rises = DESCENT__RISING_ROW, .total = 1.001 + DESCENT__STEADY_STEPS};
    ck_assert(descent__rises_in_a_row(&growth));
    growth.rises--;
    ck_assert(!descent__rises_in_a_row(&growth));
    growth = (descent__growth){.growing = true, .rises = DESCENT__RISING_ROW, .total = 1 + DESCENT__STEADY_STEPS};
    ck_assert(!descent__rises_in_a_row(&growth));
}
END_TEST

START_TEST(what_moves_by_shorter_steps_than_before_does_not_diverge)
{
    ck_assert(descent__is_longest(3, 3));
    ck_assert(!descent__is_longest(below(3), 3));
    /* A wall must curve at least half as much as where it curved least. */
    ck_assert(descent__curves_as_much(1, INFINITY));
    ck_assert(descent__curves_as_much(DESCENT__CURVED_PART * 3, 3));
    ck_assert(!descent__curves_as_much(below(DESCENT__CURVED_PART * 3), 3));
}
END_TEST

START_TEST(growth_is_proof_sooner_where_the_loss_rises)
{
    descent__growth growth = growing_by(DESCENT__CERTAIN_GROWTH);
    for (int trend = -1; trend <= 1; trend++)
        ck_assert(descent__growth_is_proof(&growth, trend));
    growth.total = below(growth.total);
    ck_assert(!descent__growth_is_proof(&growth, -1));
    ck_assert(!descent__growth_is_proof(&growth, 0));
    ck_assert(descent__growth_is_proof(&growth, 1));
    growth.total = DESCENT__CERTAIN_RISING_GROWTH;
    ck_assert(descent__growth_is_proof(&growth, 1));
    growth.saturating = true;
    ck_assert(!descent__growth_is_proof(&growth, 1));
    growth = growing_by(below(DESCENT__CERTAIN_RISING_GROWTH));
    ck_assert(!descent__growth_is_proof(&growth, 1));
}
END_TEST

/* ---- rest and recurrence ---- */

START_TEST(rest_is_two_steps_or_the_only_one)
{
    descent__motion motion = {.count = 10, .live = 10 - DESCENT__RESTING_STEPS};
    ck_assert(descent__is_at_rest(&motion, false, 10));
    motion.live++;
    ck_assert(!descent__is_at_rest(&motion, false, 10));
    motion = (descent__motion){.count = 2, .live = 1};
    ck_assert(descent__is_at_rest(&motion, false, 2));
    ck_assert(!descent__is_at_rest(&motion, false, 1)); /* of one recorded row nothing was seen */
    /* A copy that comes to rest only later says where the run is heading. */
    ck_assert(descent__is_at_rest(&motion, true, 1));
    motion = (descent__motion){.count = 10, .live = 2};
    ck_assert(!descent__is_at_rest(&motion, true, 1));
}
END_TEST

START_TEST(a_slope_is_gone_at_a_millionth)
{
    ck_assert(descent__slope_is_gone(DESCENT__SLOPE_GONE * 3, 3));
    ck_assert(!descent__slope_is_gone(above(DESCENT__SLOPE_GONE * 3), 3));
    ck_assert(!descent__slope_is_gone(NAN, 3));
}
END_TEST

START_TEST(a_pace_is_kept_down_to_one_over_k)
{
    double lengths[2 * DESCENT__LEAST_UNSURE];
    descent__motion motion = {.count = 2 * DESCENT__LEAST_UNSURE, .lengths = lengths, .floor = 0};
    for (size_t k = 0; k + 1 < motion.count; k++)
        lengths[k] = 1;
    ck_assert(descent__keeps_pace(&motion));
    lengths[motion.count - 2] = 1 - 1 / DESCENT__PACE_SHARE;
    ck_assert(descent__keeps_pace(&motion));
    lengths[motion.count - 2] = below(1 - 1 / DESCENT__PACE_SHARE);
    ck_assert(!descent__keeps_pace(&motion));
    lengths[motion.count - 2] = 1;
    motion.count--; /* too few to tell */
    ck_assert(!descent__keeps_pace(&motion));
}
END_TEST

START_TEST(cycles_repel_beyond_the_error_of_differences)
{
    ck_assert(!descent__repels(1));
    ck_assert(!descent__repels(DESCENT__REPELLING_MULTIPLIER));
    ck_assert(descent__repels(above(DESCENT__REPELLING_MULTIPLIER)));
    descent__recurrence recurrence = {.period = 5, .onset = 5};
    ck_assert(descent__repeats_from_the_start(&recurrence));
    recurrence.onset = 6;
    ck_assert(!descent__repeats_from_the_start(&recurrence));
}
END_TEST

/* ---- critical points ---- */

START_TEST(a_destination_is_judged_at_both_sides)
{
    descent_critical_point point = {.kind = DESCENT_CRITICAL_MINIMUM};
    descent__destination destination = {.point = &point, .distance = 1, .multiplier = 1 + DESCENT__REPELLING_EXCESS};
    ck_assert(!descent__destination_repels(&destination));
    destination.multiplier = above(destination.multiplier);
    ck_assert(descent__destination_repels(&destination));
    destination.multiplier = NAN; /* a rule that does not know forbids nothing */
    ck_assert(!descent__destination_repels(&destination));

    destination.escaping = DESCENT__WAY_OUT_PART;
    destination.rounding = 0;
    ck_assert(!descent__leaves(&destination));
    destination.escaping = above(DESCENT__WAY_OUT_PART);
    ck_assert(descent__leaves(&destination));
    destination.rounding = destination.escaping;
    ck_assert(!descent__leaves(&destination));

    destination.distance = DESCENT__FARTHEST * 2;
    ck_assert(!descent__is_too_far(&destination, 2));
    destination.distance = above(destination.distance);
    ck_assert(descent__is_too_far(&destination, 2));
    point.kind = DESCENT_CRITICAL_DEGENERATE; /* far out everything is flat */
    destination.distance = DESCENT__FARTHEST_DEGENERATE * 2;
    ck_assert(!descent__is_too_far(&destination, 2));
    destination.distance = above(destination.distance);
    ck_assert(descent__is_too_far(&destination, 2));
    destination.distance = DESCENT__FARTHEST_ALONE * 2;
    ck_assert(!descent__is_too_far_alone(&destination, 2));
    destination.distance = above(destination.distance);
    ck_assert(descent__is_too_far_alone(&destination, 2));

    ck_assert(descent__is_carried(DESCENT__HOVERS, 1, 0, 1));
    ck_assert(!descent__is_carried(above(DESCENT__HOVERS), 1, 0, 1));
    ck_assert(descent__is_carried(2 * DESCENT__HOVERS, 1, -0.5, 1));
    ck_assert(!descent__is_carried(0, 1, 1, 1));
    ck_assert(descent__arrives_at_once(1e-9, 1, DESCENT__SLOPE_TAKEN, 1));
    ck_assert(!descent__arrives_at_once(1e-9, 1, above(DESCENT__SLOPE_TAKEN), 1));
    ck_assert(descent__arrives_at_once(DESCENT__WITHIN_BY_SLOPE * 15, 1, 0.0625, 1));
    ck_assert(!descent__arrives_at_once(above(DESCENT__WITHIN_BY_SLOPE * 15), 1, 0.0625, 1));
    ck_assert(!descent__is_blurred(DESCENT__BLURRED, -1));
    ck_assert(descent__is_blurred(above(DESCENT__BLURRED), 1));
    ck_assert(!descent__multiplier_grows(DESCENT__MULTIPLIER_GROWS * 3,
                                         3 * DESCENT__MULTIPLIER_GROWS * DESCENT__MULTIPLIER_GROWS));
    ck_assert(descent__multiplier_grows(3, above(3 * DESCENT__MULTIPLIER_GROWS)));
    ck_assert(!descent__multiplier_grows(0, DESCENT__MULTIPLIER_GROWS));

    ck_assert(descent__is_circled(DESCENT__CIRCLED, 1));
    ck_assert(!descent__is_circled(above(DESCENT__CIRCLED), 1));
}
END_TEST

START_TEST(swings_are_told_by_their_cosine)
{
    ck_assert(descent__swings(DESCENT__SWINGING));
    ck_assert(!descent__swings(above(DESCENT__SWINGING)));
}
END_TEST

START_TEST(copies_come_nearer_or_hover)
{
    ck_assert(descent__has_come_nearer(DESCENT__NEARER * 2, 2));
    ck_assert(!descent__has_come_nearer(above(DESCENT__NEARER * 2), 2));
    ck_assert(!descent__comes_no_nearer(2, DESCENT__HOVERING * 2));
    ck_assert(descent__comes_no_nearer(2, above(DESCENT__HOVERING * 2)));
}
END_TEST

START_TEST(copies_refute_a_law_or_not)
{
    ck_assert(!descent__is_beyond_the_limit(DESCENT__BEYOND_LIMIT * 2, 2));
    ck_assert(descent__is_beyond_the_limit(above(DESCENT__BEYOND_LIMIT * 2), 2));
    const double slow = DESCENT__SLOWEST_POWER / 2; /* of the exponents that may fade */
    ck_assert(!descent__exponent_fades(slow, DESCENT__EXPONENT_KEPT * slow));
    ck_assert(descent__exponent_fades(slow, above(DESCENT__EXPONENT_KEPT * slow)));
    ck_assert(!descent__exponent_fades(-1, DESCENT__SLOWEST_POWER));
    ck_assert(descent__exponent_fades(-1, above(DESCENT__SLOWEST_POWER)));
}
END_TEST

START_TEST(laws_lead_to_a_point_or_not)
{
    ck_assert(!descent__lies_where_the_law_says(1 / DESCENT__FLAT_WITHIN, 1));
    ck_assert(descent__lies_where_the_law_says(above(1 / DESCENT__FLAT_WITHIN), 1));
    ck_assert(descent__lies_where_the_law_says(below(DESCENT__FLAT_WITHIN), 1));
    ck_assert(!descent__lies_where_the_law_says(DESCENT__FLAT_WITHIN, 1));

    descent__contraction contraction = {.law = DESCENT_LAW_GEOMETRIC, .remaining = 1};
    ck_assert(descent__law_leads_to(&contraction, DESCENT__WAY_TO_LAW));
    ck_assert(!descent__law_leads_to(&contraction, above(DESCENT__WAY_TO_LAW)));
    contraction.law = DESCENT_LAW_POWER;
    contraction.exponent = 0; /* steps ~ 1/k, whose sum has no limit */
    ck_assert(!descent__law_leads_to(&contraction, 1));

    ck_assert(!descent__way_ends_before(DESCENT__WAY_ALLOWED * 4, 4));
    ck_assert(descent__way_ends_before(below(DESCENT__WAY_ALLOWED * 4), 4));
    ck_assert(!descent__way_ends_before(INFINITY, 4));
    ck_assert(!descent__is_left_short(DESCENT__LEFT_SHORT * 4, 4));
    ck_assert(descent__is_left_short(above(DESCENT__LEFT_SHORT * 4), 4));
    ck_assert(!descent__is_left_short(NAN, 4));
    ck_assert(!descent__is_no_power(DESCENT__STEEPEST_POWER));
    ck_assert(descent__is_no_power(below(DESCENT__STEEPEST_POWER)));
    ck_assert(!descent__is_constant_power(DESCENT__FLATTEST_POWER));
    ck_assert(descent__is_constant_power(above(DESCENT__FLATTEST_POWER)));
    ck_assert(!descent__outruns_power(pow(16, 0.99 * DESCENT__OUTRUNS_POWER), 16, -1));
    ck_assert(descent__outruns_power(pow(16, 1.01 * DESCENT__OUTRUNS_POWER), 16, -1));
    ck_assert(!descent__is_too_slow(DESCENT__SLOWEST_POWER));
    ck_assert(descent__is_too_slow((1 - 1.01 * DESCENT__WHOLE_ORDER) * DESCENT__SLOWEST_POWER));
    ck_assert(descent__goes_round(DESCENT__LEAST_LOOPS));
    ck_assert(!descent__goes_round(below(DESCENT__LEAST_LOOPS)));
    ck_assert(descent__is_half_a_turn(0.5 + 0.99 / 1024, 1024));
    ck_assert(!descent__is_half_a_turn(0.5 - 1.01 / 1024, 1024));
    ck_assert(descent__steps_aim((double[]){1, DESCENT__AIMED, 1e-3, 1e-5}));
    ck_assert(!descent__steps_aim((double[]){1, 1.01 * DESCENT__AIMED, 1e-3, 1e-5}));
    ck_assert(!descent__steps_aim((double[DESCENT__AIMED_STEPS + 1]){1, 1e-1, 1e-2, 0.9e-2}));
    ck_assert(descent__rate_is_seen_alone(1, DESCENT__RATE_SEEN_ALONE));
    ck_assert(!descent__rate_is_seen_alone(1, 1.01 * DESCENT__RATE_SEEN_ALONE));
    ck_assert(descent__goes_straight(above(DESCENT__RUNS_STRAIGHT)));
    ck_assert(!descent__goes_straight(DESCENT__RUNS_STRAIGHT));
    ck_assert(descent__is_below_numbers(below(DESCENT__FALL_OF_NUMBERS * DBL_MIN)));
    ck_assert(!descent__is_below_numbers(DESCENT__FALL_OF_NUMBERS * DBL_MIN));
    ck_assert(!descent__slope_leads_on(4, DESCENT__SLOPE_LEADS_ON * 4));
    ck_assert(descent__slope_leads_on(4, above(DESCENT__SLOPE_LEADS_ON * 4)));
    ck_assert(descent__edge_fades(DBL_EPSILON * 4, 4));
    ck_assert(!descent__edge_fades(above(DBL_EPSILON * 4), 4));
}
END_TEST

START_TEST(nearness_and_slowness_have_edges)
{
    ck_assert(descent__has_slowed(DESCENT__SHORT_STEP * 2, 2));
    ck_assert(!descent__has_slowed(above(DESCENT__SHORT_STEP * 2), 2));
    ck_assert(descent__has_been_near(DESCENT__LATE_PART * 2, 2));
    ck_assert(!descent__has_been_near(above(DESCENT__LATE_PART * 2), 2));
    ck_assert(descent__climbs_walls(below(DESCENT__SIDE_TO_SIDE), 1));
    ck_assert(!descent__climbs_walls(DESCENT__SIDE_TO_SIDE, 1));
    ck_assert(descent__climbs_walls(1, below(DESCENT__WAY_OUT)));
    ck_assert(!descent__climbs_walls(1, DESCENT__WAY_OUT));
}
END_TEST

/* Eight parts in order, of as many whole steps as there are at the end: all rise, all fall, or neither; equal ones are in no order. */
START_TEST(lengths_go_one_way_in_eight_parts)
{
    for (size_t part = 1; part <= 3; part++)
        for (size_t more = 0; more < 8; more++)
            for (int which = 0; which < 5; which++) {
                double lengths[31];
                const size_t steps = 8 * part + more;
                for (size_t k = 0; k < steps; k++) {
                    const double at =
                        k < more ? 0 : (double)((k - more) / part); /* the part; what is left over comes first */
                    lengths[k] = which == 0   ? 1 + at
                                 : which == 1 ? 9 - at
                                 : which == 2 ? 1
                                 : which == 3 ? 1 + at - (k == steps - 1 ? 7 : 0)
                                              : 9 - at + (k == more ? -9 : 0);
                }
                const descent__motion motion = {.count = steps + 1, .lengths = lengths};
                const int expected = which == 0 ? 1 : which == 1 ? -1 : 0;
                ck_assert_int_eq(descent__trend_of_lengths(&motion), expected);
            }
    const double seven[] = {1, 2, 3, 4, 5, 6, 7};
    const descent__motion few = {.count = 8, .lengths = (double *)seven}, none = {.count = 0};
    ck_assert_int_eq(descent__trend_of_lengths(&few), 0);
    ck_assert_int_eq(descent__trend_of_lengths(&none), 0);
}
END_TEST

/* Of 2^−k the last of 4096 step sizes is nothing; of 1/k they sum up to ln 4096 + 0.577, and the last is 1/4096. */
START_TEST(schedules_end_or_do_not)
{
    ck_assert(descent__schedule_ends(exp2(-DESCENT__SCHEDULE_STEPS), 1));
    ck_assert(!descent__schedule_ends(1.0 / DESCENT__SCHEDULE_STEPS, log(DESCENT__SCHEDULE_STEPS) + 0.577));
    ck_assert(descent__schedule_ends(0, 0));
    const double last = DESCENT__SCHEDULE_REST / DESCENT__SCHEDULE_STEPS;
    ck_assert(!descent__schedule_ends(last, 1));
    ck_assert(descent__schedule_ends(below(last), 1));
}
END_TEST

/* What is left of a schedule against its step sizes, added one by one. */
START_TEST(what_is_left_of_a_schedule_is_its_sum)
{
    const descent_schedule line = descent_schedule_linear(700, 0), halves = descent_schedule_steps(300, 0.5);
    const descent_schedule schedules[] = {descent_schedule_exponential(0.99), line, descent_schedule_cosine(700, 0),
                                          halves, descent_schedule_warm_up(20, &line)};
    for (size_t k = 0; k < sizeof schedules / sizeof *schedules; k++) {
        const descent_rule rule = descent_rule_with_schedule(descent_fixed_step(0.3), schedules[k]);
        double sum = 0, size = 0;
        for (uint64_t step = 20000; step-- > 0;) {
            assert_success(descent_rule_step_size(&rule, step, &size));
            sum += size;
            if (step < 1000 && step % 37 == 0)
                ck_assert_double_eq_tol(descent__remaining_sizes(&rule, step), sum, 1e-9 * sum + 1e-12);
        }
    }
    /* Longer than what is added up of those that must be. */
    const descent_rule slow = descent_rule_with_schedule(descent_fixed_step(2), descent_schedule_linear(100000, 0));
    ck_assert_double_eq_tol(descent__remaining_sizes(&slow, 0), 100001, 1e-6);
    const descent_schedule endless[] = {descent_schedule_constant(),       descent_schedule_inverse(3),
                                        descent_schedule_exponential(1),   descent_schedule_steps(5, 1),
                                        descent_schedule_linear(10, 1e-9), descent_schedule_cosine(10, 1e-9)};
    for (size_t k = 0; k < sizeof endless / sizeof *endless; k++) {
        const descent_rule rule = descent_rule_with_schedule(descent_fixed_step(0.3), endless[k]);
        ck_assert(isinf(descent__remaining_sizes(&rule, 100)));
    }
}
END_TEST

/* Of a way of 1 along λ = 2, sizes that add up to ½ leave e^−1, and with half of the motion kept e^−2. */
START_TEST(what_a_schedule_leaves_of_a_way)
{
    const descent_rule plain = descent_fixed_step(0.1), heavy = descent_heavy_ball(0.1, 0.5);
    ck_assert_double_eq_tol(descent__part_left(&plain, 2, 0.5), exp(-1), 1e-15);
    ck_assert_double_eq_tol(descent__part_left(&heavy, 2, 0.5), exp(-2), 1e-15);
    ck_assert_double_eq(descent__part_left(&plain, 0, 0.5), 1);
}
END_TEST

START_TEST(steps_vanish_or_the_slope_does)
{
    ck_assert(!descent__step_size_fell(1, DESCENT__VANISHED));
    ck_assert(descent__step_size_fell(1, below(DESCENT__VANISHED)));
    ck_assert(!descent__slope_outlasts(1, 1 - DESCENT__SLOPE_OUTLASTS));
    ck_assert(descent__slope_outlasts(1, 1 - DESCENT__SLOPE_OUTLASTS - 0x1p-52));
    ck_assert(!descent__steps_outrun_slope(DESCENT__STEPS_GONE, 1, 1));
    ck_assert(descent__steps_outrun_slope(below(DESCENT__STEPS_GONE), 1, 1));
    ck_assert(!descent__steps_outrun_slope(0, DESCENT__SLOPE_LEFT, 1));
    ck_assert(descent__steps_outrun_slope(0, above(DESCENT__SLOPE_LEFT), 1));
}
END_TEST

START_TEST(a_law_has_fallen_far_enough)
{
    descent__contraction contraction = {.fall = DESCENT__LAW_FALL};
    ck_assert(descent__law_has_fallen(&contraction, false));
    ck_assert(!descent__law_has_fallen(&contraction, true));
    contraction.fall = above(DESCENT__LAW_FALL);
    ck_assert(!descent__law_has_fallen(&contraction, false));
    contraction = (descent__contraction){
        .fall = DESCENT__LAW_FALL_ALONE, .last = DESCENT__LAW_STEPS, .envelope = DESCENT_LAW_GEOMETRIC};
    ck_assert(descent__law_has_fallen(&contraction, true));
    contraction.fall = above(DESCENT__LAW_FALL_ALONE);
    ck_assert(!descent__law_has_fallen(&contraction, true));
    contraction.linear = true; /* a recurrence speaks for itself */
    ck_assert(descent__law_has_fallen(&contraction, true));
    contraction.last--;
    ck_assert(!descent__law_has_fallen(&contraction, true));
}
END_TEST

/* ---- bounded motion ---- */

START_TEST(motion_is_sustained_or_not)
{
    const descent__motion good = {.count = DESCENT__LEAST_MOTION,
                                  .straightness = below(DESCENT__BOUNDED_STRAIGHTNESS),
                                  .length_before = 1,
                                  .length_last = above(DESCENT__SUSTAINED),
                                  .half = 1};
    descent__motion motion = good;
    ck_assert(descent__is_sustained(&motion));
    motion.count--;
    ck_assert(!descent__is_sustained(&motion));
    motion = good;
    motion.straightness = DESCENT__BOUNDED_STRAIGHTNESS;
    ck_assert(!descent__is_sustained(&motion));
    motion = good;
    motion.length_last = DESCENT__SUSTAINED;
    ck_assert(!descent__is_sustained(&motion));
    motion = good;
    motion.half = 0;
    ck_assert(!descent__is_sustained(&motion));
}
END_TEST

START_TEST(quarters_are_alike_or_not)
{
    descent__motion motion = {.count = DESCENT__LEAST_UNSURE, .before = 1, .quarter = DESCENT__ALIKE_MOST};
    ck_assert(descent__quarters_are_alike(&motion));
    motion.quarter = above(DESCENT__ALIKE_MOST);
    ck_assert(!descent__quarters_are_alike(&motion));
    motion.quarter = DESCENT__ALIKE_LEAST;
    ck_assert(descent__quarters_are_alike(&motion));
    motion.quarter = below(DESCENT__ALIKE_LEAST);
    ck_assert(!descent__quarters_are_alike(&motion));
    motion.quarter = 1;
    motion.count--;
    ck_assert(!descent__quarters_are_alike(&motion));
}
END_TEST

START_TEST(neighbours_separate_or_do_not)
{
    const double steps = 1e6; /* so many that the sum decides nothing */
    ck_assert(descent__separates(above(DESCENT__LEAST_EXPONENT), 1e-3, steps));
    ck_assert(!descent__separates(DESCENT__LEAST_EXPONENT, 1e-3, steps));
    ck_assert(!descent__separates(1, 0, steps)); /* the interval reaches zero, or all but */
    ck_assert(!descent__separates(1, DESCENT__EXPONENT_KNOWN, steps));
    ck_assert(descent__separates(1, above(DESCENT__EXPONENT_KNOWN), steps));
    ck_assert(descent__separates(1, 0.5, above(DESCENT__SEPARATED)));
    ck_assert(!descent__separates(1, 0.5, DESCENT__SEPARATED));

    /* an interval that contains 0, and is narrow; of few steps it cannot be */
    ck_assert(descent__is_neutral(0, DESCENT__NEUTRAL_WIDTH));
    ck_assert(!descent__is_neutral(0, above(DESCENT__NEUTRAL_WIDTH)));
    ck_assert(!descent__is_neutral(1e-9, 2e-3));
    ck_assert(!descent__is_neutral(-4.6e-4, -4e-5));
    ck_assert(descent__speeds_up(1, above(DESCENT__LEAST_GROWTH)));
    ck_assert(!descent__speeds_up(1, DESCENT__LEAST_GROWTH));
    /* a multiplier of modulus 1, and not of 1.00005 */
    for (int sign = -1; sign <= 1; sign += 2) {
        ck_assert(descent__turns_neutrally(1 + sign * DESCENT__TURNS_NEUTRALLY * (1 - 1e-6)));
        ck_assert(!descent__turns_neutrally(1 + sign * DESCENT__TURNS_NEUTRALLY * (1 + 1e-6)));
    }
}
END_TEST

START_TEST(gradients_balance_to_a_millionth)
{
    const double rounding = DESCENT__STANDING_ROUNDINGS * DBL_EPSILON;
    ck_assert(!descent__slope_stands(rounding, 0, 1) && descent__slope_stands(above(rounding), 0, 1));
    ck_assert(!descent__slope_stands(DESCENT__SLOPE_GONE, 1, 0));
    ck_assert(descent__slope_stands(above(DESCENT__SLOPE_GONE), 1, 0));
    ck_assert(descent__balances(0) && descent__balances(DESCENT__KINK_BALANCE));
    ck_assert(!descent__balances(above(DESCENT__KINK_BALANCE)));
    ck_assert(!descent__balances(NAN));
}
END_TEST

START_TEST(a_copy_rests_shrinks_leaves_or_stays)
{
    ck_assert(descent__copy_rests(2, DESCENT__COPY_RESTS * 2));
    ck_assert(!descent__copy_rests(2, above(DESCENT__COPY_RESTS * 2)));
    ck_assert(descent__copy_shrinks(2, DESCENT__COPY_SHRINKS * 2));
    ck_assert(!descent__copy_shrinks(2, above(DESCENT__COPY_SHRINKS * 2)));
    ck_assert(!descent__has_left(DESCENT__LEFT_BOUNDS * 2, 2));
    ck_assert(descent__has_left(above(DESCENT__LEFT_BOUNDS * 2), 2));
    ck_assert(!descent__grew_so_far(DESCENT__STATIONARY_EXTENT));
    ck_assert(descent__grew_so_far(above(DESCENT__STATIONARY_EXTENT)));
    ck_assert(!descent__grew_so_far(NAN));
    ck_assert(descent__halves_are_alike(DESCENT__STATIONARY_MEAN, 1, DESCENT__STATIONARY_EXTENT));
    ck_assert(!descent__halves_are_alike(above(DESCENT__STATIONARY_MEAN), 1, 1));
    ck_assert(!descent__halves_are_alike(0, 1, above(DESCENT__STATIONARY_EXTENT)));
    ck_assert(descent__halves_are_alike(0, DESCENT__STATIONARY_EXTENT, 1));
    ck_assert(!descent__halves_are_alike(0, above(DESCENT__STATIONARY_EXTENT), 1));
}
END_TEST

/* ---- drift ---- */

START_TEST(a_drift_is_straight_and_lasts)
{
    const descent__motion good = {.count = DESCENT__LEAST_DRIFT,
                                  .straightness = above(DESCENT__DRIFTING),
                                  .half = 1,
                                  .floor = 0.5,
                                  .fading = NAN,
                                  .length_before = 1,
                                  .length_last = DESCENT__LASTING_DRIFT};
    const descent__contraction none = {.law = DESCENT_LAW_UNKNOWN};
    descent__motion motion = good;
    ck_assert(descent__is_drift(&motion, &none));
    motion.count--;
    ck_assert(!descent__is_drift(&motion, &none));
    motion = good;
    motion.straightness = DESCENT__DRIFTING;
    ck_assert(!descent__is_drift(&motion, &none));
    motion = good;
    motion.floor = 1; /* all of it is rounding */
    ck_assert(!descent__is_drift(&motion, &none));
    motion = good;
    motion.length_last = below(DESCENT__LASTING_DRIFT);
    ck_assert(!descent__is_drift(&motion, &none));
    descent__contraction power = {.law = DESCENT_LAW_POWER, .exponent = DESCENT__SUMMABLE_DRIFT};
    ck_assert(descent__is_drift(&good, &power));
    power.exponent = below(DESCENT__SUMMABLE_DRIFT);
    ck_assert(!descent__is_drift(&good, &power));
    /* Where the steps tell their exponent, whatever their origin, that counts: k^−1.1 is the steepest of a drift. */
    motion = good;
    motion.length_last = below(DESCENT__LASTING_DRIFT);
    motion.fading = 1 - DESCENT__SUMMABLE_DRIFT;
    ck_assert(descent__is_drift(&motion, &power));
    motion.fading = above(motion.fading);
    ck_assert(!descent__is_drift(&motion, &none));
}
END_TEST

/* Mean steps over the quarters of a way like k, and of one like ln k: ln 2/(3/2), ln(3/2) and ln(4/3). */
START_TEST(a_drift_has_a_law)
{
    ck_assert_int_eq(descent__law_of_drift(1, 1, NAN), DESCENT_LAW_LINEAR);
    ck_assert_int_eq(descent__law_of_drift(2, 1, NAN), DESCENT_LAW_UNKNOWN);
    ck_assert_int_eq(descent__law_of_drift(1 + 0.99 * DESCENT__SAME_LENGTH, 1, NAN), DESCENT_LAW_LINEAR);
    ck_assert_int_eq(descent__law_of_drift(1 + 1.01 * DESCENT__SAME_LENGTH, 1, NAN), DESCENT_LAW_UNKNOWN);
    ck_assert_int_eq(descent__law_of_drift(1 - 0.99 * DESCENT__SAME_LENGTH, 1, NAN), DESCENT_LAW_LINEAR);
    ck_assert_int_eq(descent__law_of_drift(1 - 1.01 * DESCENT__SAME_LENGTH, 1, NAN), DESCENT_LAW_UNKNOWN);
    const double logarithmic = log(4.0 / 3) / log(3.0 / 2);
    const double edge = DESCENT__LOGARITHMIC_STEPS;
    ck_assert_int_eq(descent__law_of_drift(log(4.0 / 3), log(3.0 / 2), NAN), DESCENT_LAW_LOGARITHMIC);
    ck_assert_int_eq(descent__law_of_drift(logarithmic + 0.99 * edge, 1, 1), DESCENT_LAW_LOGARITHMIC);
    ck_assert_int_eq(descent__law_of_drift(logarithmic + 1.01 * edge, 1, 1), DESCENT_LAW_UNKNOWN);
    /* What comes by that ratio and fades by another power is no logarithm's. */
    ck_assert_int_eq(descent__law_of_drift(logarithmic, 1, 1 - 0.99 * DESCENT__HARMONIC_STEPS),
                     DESCENT_LAW_LOGARITHMIC);
    ck_assert_int_eq(descent__law_of_drift(logarithmic, 1, 1 - 1.01 * DESCENT__HARMONIC_STEPS), DESCENT_LAW_UNKNOWN);
    ck_assert_int_eq(descent__law_of_drift(logarithmic, 1, 2.0 / 3), DESCENT_LAW_UNKNOWN);
}
END_TEST

START_TEST(steps_fall_evenly_to_a_hundredth)
{
    ck_assert(descent__falls_evenly(2, 2 * (1 + 0.99 * DESCENT__SAME_FALL)));
    ck_assert(!descent__falls_evenly(2, 2 * (1 + 1.01 * DESCENT__SAME_FALL)));
    ck_assert(descent__falls_evenly(2, 2 * (1 - 0.99 * DESCENT__SAME_FALL)));
    ck_assert(!descent__falls_evenly(2, 2 * (1 - 1.01 * DESCENT__SAME_FALL)));
    ck_assert(!descent__falls_evenly(0, 0) && !descent__falls_evenly(NAN, 1));
}
END_TEST

START_TEST(slopes_are_the_same_to_rounding)
{
    ck_assert(descent__slopes_are_the_same(-1, -1));
    ck_assert(descent__slopes_are_the_same(-1 + DESCENT__SAME_SLOPE * 0x1p-52, -1)); /* 64 units of ε */
    ck_assert(!descent__slopes_are_the_same(-1 + (DESCENT__SAME_SLOPE + 1) * 0x1p-52, -1));
    ck_assert(!descent__slopes_are_the_same(NAN, -1));
}
END_TEST

START_TEST(patience_ends_at_a_thousandfold)
{
    ck_assert(!descent__is_out_of_reach(DESCENT__PATIENCE * 500, 500));
    ck_assert(descent__is_out_of_reach(above(DESCENT__PATIENCE * 500), 500));
    /* A run of a few steps has not shown yet that it creeps. */
    ck_assert(!descent__is_out_of_reach(DESCENT__PATIENCE * DESCENT__FEWEST_CREEPING, 3));
    ck_assert(descent__is_out_of_reach(above(DESCENT__PATIENCE * DESCENT__FEWEST_CREEPING), 3));
}
END_TEST

START_TEST(an_exponent_is_told_that_tells_something)
{
    ck_assert(descent__exponent_is_told(0.1, 0.05, 5)); /* above zero, be it ever so wide */
    ck_assert(descent__exponent_is_told(-3, -5, -0.5));
    ck_assert(descent__exponent_is_told(0.02, -0.01, 0.06));
    ck_assert(descent__exponent_is_told(0.1, -DESCENT__TOLD_WIDTH / 2, DESCENT__TOLD_WIDTH / 2));
    ck_assert(!descent__exponent_is_told(0.1, -DESCENT__TOLD_WIDTH / 2, DESCENT__TOLD_WIDTH));
    ck_assert(!descent__exponent_is_told(0.5, 0, 0.5)); /* the value is its own end */
    ck_assert(!descent__exponent_is_told(-0.5, -0.5, 0));
    ck_assert(descent__exponent_is_told(0, 0, 0));
    /* From 10⁻⁸ of the extent, ln 10⁸ = 18.4 a step is all the way, and ln 2, of the tent map, next to nothing. */
    ck_assert(descent__twin_is_thrown(18.36));
    ck_assert(!descent__twin_is_thrown(log(2)));
    ck_assert(!descent__twin_is_thrown(DESCENT__TWIN_THROWN));
    ck_assert(descent__twin_is_thrown(above(DESCENT__TWIN_THROWN)));
    ck_assert(!descent__twin_is_thrown(NAN));
}
END_TEST

START_TEST(a_plateau_ends_in_a_steeper_fall)
{
    ck_assert(!descent__falls_off_plateau(DESCENT__OFF_PLATEAU * 3, 3));
    ck_assert(descent__falls_off_plateau(above(DESCENT__OFF_PLATEAU * 3), 3));
    /* From x down x²/2 to 0 the fall is half of slope times way; down |x| all of it; down ln(1 + x²) from 100 on ln(10001)/2 times it. */
    ck_assert(!descent__falls_off_plateau(0.5, 1));
    ck_assert(!descent__falls_off_plateau(1, 1));
    ck_assert(descent__falls_off_plateau(log1p(1e4), 2e4 / 10001));
    ck_assert(descent__falls_off_plateau(NAN, 1));
    ck_assert(descent__falls_off_plateau(1, 0));
}
END_TEST

/* ---- the table ---- */

static size_t place_of(const char *name)
{
    for (size_t k = 0; k < descent__decision_count(); k++)
        if (strcmp(descent__decision_name(k), name) == 0)
            return k;
    ck_abort_msg("there is no decision called %s", name);
    return 0;
}

/* The order of trust that the guide promises. */
START_TEST(the_order_is_that_of_trust)
{
    const char *const order[] = {"not finite", "growth", "recurrence", "settling", "bounded motion", "descending"};
    for (size_t k = 1; k < sizeof order / sizeof *order; k++)
        ck_assert_msg(place_of(order[k - 1]) < place_of(order[k]), "%s comes after %s", order[k - 1], order[k]);
    ck_assert_uint_eq(place_of("descending") + 1, descent__decision_count());
    ck_assert_ptr_null(descent__decision_name(descent__decision_count()));
}
END_TEST

/* ---- facts made by hand ---- */

typedef struct bench {
    descent__holdings holdings;
    descent__evidence evidence;
    descent__facts facts;
} bench;

/* Points along a line of one variable, one step apart, with losses. */
static void set_up(bench *b, size_t rows, const double *points, const double *losses, const uint64_t *steps)
{
    *b = (bench){.evidence = {.n = 1, .rows = rows, .points = points, .losses = losses, .steps = steps}};
    b->evidence.holdings = &b->holdings;
    b->evidence.keep = &b->holdings.arena;
    b->evidence.options = (descent_diagnosis_options){
        .budget = 20000, .distance_tolerance = 1e-6, .gradient_tolerance = NAN, .period_limit = 256};
}

static void tear_down(bench *b)
{
    descent__facts_close(&b->facts, NULL, NULL);
    descent__arena_release(&b->evidence.work);
    descent__arena_release(&b->holdings.arena);
    descent__evaluator_close(&b->evidence.evaluator);
}

static const uint64_t numbers[] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};

START_TEST(a_break_is_explained_by_growth_or_not)
{
    bench b;
    set_up(&b, 0, NULL, NULL, numbers);
    b.facts = (descent__facts){.evidence = &b.evidence, .broken = DESCENT_QUANTITY_LOSS, .broken_since = 7};
    b.facts.growth = growing_by(below(DESCENT__EXPLAINING_GROWTH));
    descent__decision decision = descent__decide_broken(&b.facts);
    ck_assert_int_eq(decision.ending, DESCENT_ENDING_NONFINITE);
    ck_assert_int_eq(decision.quantity, DESCENT_QUANTITY_LOSS);
    ck_assert_uint_eq(decision.pace.onset, 7);
    b.facts.growth = growing_by(DESCENT__EXPLAINING_GROWTH);
    decision = descent__decide_broken(&b.facts);
    ck_assert(!descent__decides(&decision));
    b.facts.growth = growing_by(1);
    b.facts.broken = DESCENT_QUANTITY_NONE;
    decision = descent__decide_broken(&b.facts);
    ck_assert(!descent__decides(&decision));
    tear_down(&b);
}
END_TEST

START_TEST(nothing_recorded_is_said_so)
{
    const struct {
        size_t rows;
        double point;
        bool points;
        descent__reason reason;
    } cases[] = {
        {0, 0, false, DESCENT__REASON_NO_POINT},
        {1, 0, false, DESCENT__REASON_NO_POINTS_KEPT},
        {1, NAN, true, DESCENT__REASON_BEGAN_BROKEN},
        {1, 0, true, DESCENT__REASON_NO_STEP},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        bench b;
        set_up(&b, cases[k].rows, cases[k].points ? &cases[k].point : NULL, NULL, numbers);
        descent__evidence_examine(&b.evidence);
        descent__facts_open(&b.facts, &b.evidence);
        const descent__decision decision = descent__decide(&b.facts);
        ck_assert_int_eq(decision.reason, cases[k].reason);
        tear_down(&b);
    }
}
END_TEST

/* L = x on x = −k: falls by 1 a step; with the last loss raised, it does not fall steadily. */
START_TEST(descending_rests_on_its_slope_alone)
{
    const double points[] = {0, -1, -2, -3, -4, -5, -6, -7, -8, -9, -10, -11};
    for (int raised = 0; raised < 2; raised++) {
        double losses[12];
        memcpy(losses, points, sizeof losses);
        losses[9] += raised * 3.5; /* above the highest of the part before */
        bench b;
        set_up(&b, 12, points, losses, numbers);
        descent__evidence_examine(&b.evidence);
        descent__facts_open(&b.facts, &b.evidence);
        const descent__decision decision = descent__decide_descending(&b.facts);
        ck_assert_int_eq(decision.ending, raised ? DESCENT_ENDING_UNDETERMINED : DESCENT_ENDING_DESCENDING);
        if (!raised)
            ck_assert_double_eq(decision.pace.slope, -1);
        else
            ck_assert(isnan(decision.pace.slope));
        ck_assert_ptr_null(decision.point);
        ck_assert_int_eq(decision.pace.law, DESCENT_LAW_UNKNOWN);
        tear_down(&b);
    }
}
END_TEST

static int valley(size_t n, const double *x, double *gradient, void *context)
{
    (void)n;
    ++*(size_t *)context;
    gradient[0] = x[0];
    return 0;
}

/* L = x²/2 with η = 0.1: each fact costs its evaluations once, however often it is asked for. */
START_TEST(a_fact_is_measured_once)
{
    size_t calls = 0;
    const descent_problem problem = {.dimension = 1, .gradient = valley, .context = &calls};
    double points[12];
    for (size_t k = 0; k < 12; k++)
        points[k] = pow(0.9, (double)k);
    bench b;
    set_up(&b, 12, points, NULL, numbers);
    assert_success(descent__evaluator_open(&b.evidence.evaluator, &problem));
    b.evidence.has_problem = b.evidence.has_rule = true;
    b.evidence.rule = descent_fixed_step(0.1);
    descent__evidence_examine(&b.evidence);
    ck_assert(b.evidence.copies_trusted);
    descent__facts_open(&b.facts, &b.evidence);
    const descent__destination *const destination = descent__facts_destination(&b.facts);
    ck_assert_ptr_nonnull(destination->point);
    ck_assert_double_eq_tol(destination->distance, points[11], 1e-12);
    ck_assert_double_eq_tol(destination->multiplier, 0.9, 1e-9); /* 1 − ηλ */
    (void)descent__facts_slopes(&b.facts);
    (void)descent__facts_slope(&b.facts);
    const descent__lyapunov *const lyapunov = descent__facts_lyapunov(&b.facts);
    ck_assert_double_eq_tol(lyapunov->exponent, log(0.9), 1e-6);
    const size_t spent = calls;
    for (int again = 0; again < 2; again++) {
        ck_assert_ptr_eq(descent__facts_destination(&b.facts), destination);
        ck_assert_ptr_eq(descent__facts_lyapunov(&b.facts), lyapunov);
        (void)descent__facts_slopes(&b.facts);
        (void)descent__facts_slope(&b.facts);
        (void)descent__facts_contraction(&b.facts);
    }
    ck_assert_uint_eq(calls, spent);
    tear_down(&b);
}
END_TEST

/* ---- copies and lines ---- */

START_TEST(copies_escape_and_run_off_beyond_their_bounds)
{
    ck_assert(!descent__has_escaped(DESCENT__ESCAPED * 2, 2));
    ck_assert(descent__has_escaped(above(DESCENT__ESCAPED * 2), 2));
    ck_assert(!descent__has_escaped_for_good(DESCENT__ESCAPED_FOR_GOOD, 1));
    ck_assert(descent__has_escaped_for_good(above(DESCENT__ESCAPED_FOR_GOOD), 1));
    ck_assert(!descent__is_far_from_overflow(-DESCENT__NEAR_OVERFLOW));
    ck_assert(descent__is_far_from_overflow(nextafter(-DESCENT__NEAR_OVERFLOW, 0)));
    ck_assert(!descent__is_beyond_all(DESCENT__BEYOND_ALL * 2, 2));
    ck_assert(descent__is_beyond_all(above(DESCENT__BEYOND_ALL * 2), 2));
    ck_assert(!descent__has_run_off(DESCENT__RUN_OFF * 2, 2));
    ck_assert(descent__has_run_off(above(DESCENT__RUN_OFF * 2), 2));
    ck_assert(!descent__has_escaped(NAN, 1));
    ck_assert(!descent__is_out_of_sight(DESCENT__DRIFT_REACH * 2, 2));
    ck_assert(descent__is_out_of_sight(above(DESCENT__DRIFT_REACH * 2), 2));
    ck_assert(!descent__is_out_of_sight(NAN, 2)); /* where no bottom was seen */
    ck_assert(descent__slope_is_next_to_nothing(DESCENT__SLOPE_NEXT_TO_NOTHING * 2, 2));
    ck_assert(!descent__slope_is_next_to_nothing(above(DESCENT__SLOPE_NEXT_TO_NOTHING * 2), 2));
}
END_TEST

START_TEST(lines_fall_rise_level_and_jump)
{
    ck_assert(!descent__slope_ends_soon(DESCENT__SOON_OVER * 3, 3));
    ck_assert(descent__slope_ends_soon(below(DESCENT__SOON_OVER * 3), 3));
    ck_assert(descent__is_rounding_of_single(DESCENT__ROUNDINGS_OF_SINGLE * 0x1p-23 * 3, 3));
    ck_assert(!descent__is_rounding_of_single(above(DESCENT__ROUNDINGS_OF_SINGLE * 0x1p-23 * 3), 3));
    ck_assert(descent__falls_enough(0, -DESCENT__ARMIJO * 3, 1, 3));
    ck_assert(!descent__falls_enough(0, above(-DESCENT__ARMIJO * 3), 1, 3));
    ck_assert(!descent__falls_enough(0, NAN, 1, 3));
    /* Of 1, whose last place is ε: eight of them are rounding, and nine are a rise; below 0, too. */
    for (int sign = -1; sign <= 1; sign += 2) {
        ck_assert(!descent__rises(sign + DESCENT__LINE_ROUNDINGS * DBL_EPSILON, sign));
        ck_assert(descent__rises(sign + (DESCENT__LINE_ROUNDINGS + 1) * DBL_EPSILON, sign));
    }
    ck_assert(!descent__rises(0, 0));
    ck_assert(descent__is_level(below(DESCENT__LEVEL), -1));
    ck_assert(!descent__is_level(DESCENT__LEVEL, -1));
    ck_assert(!descent__jumps(DESCENT__JUMP * 2, 2));
    ck_assert(descent__jumps(above(DESCENT__JUMP * 2), 2));
    ck_assert(!descent__jumps(1, 0)); /* no difference at all */
    /* 1 and s differ by (1 − s)/(1 + s) of their sum. */
    const double other = (1 - DESCENT__SYMMETRIC) / (1 + DESCENT__SYMMETRIC);
    ck_assert(descent__is_symmetric(1, other * (1 + 1e-12)));
    ck_assert(!descent__is_symmetric(1, other * (1 - 1e-12)));
    ck_assert(!descent__is_symmetric(NAN, 1));
}
END_TEST

START_TEST(plains_and_neutral_directions)
{
    ck_assert(!descent__is_plain_slope(DESCENT__PLAIN_SLOPE * 2, 2, 0));
    ck_assert(descent__is_plain_slope(above(DESCENT__PLAIN_SLOPE * 2), 2, 0));
    const double rounding = DESCENT__PLAIN_ROUNDINGS * DBL_EPSILON;
    ck_assert(!descent__is_plain_slope(rounding, 0, 1));
    ck_assert(descent__is_plain_slope(above(rounding), 0, 1));

    const double turning = 1 - DESCENT__TURNING_ROUNDING;
    ck_assert(descent__turns_for_ever(turning, 0.5));
    ck_assert(!descent__turns_for_ever(below(turning), 0.5));
    ck_assert(!descent__turns_for_ever(1, 0)); /* a real multiplier turns nothing */

    for (int sign = -1; sign <= 1; sign += 2) {
        ck_assert(descent__is_neutral_multiplier(1 + sign * DESCENT__NEUTRAL_ROUNDING * (1 - 1e-6)));
        ck_assert(!descent__is_neutral_multiplier(1 + sign * DESCENT__NEUTRAL_ROUNDING * (1 + 1e-6)));
    }

    ck_assert(!descent__lasts(DESCENT__LASTING_SHARE, 0, 1));
    ck_assert(descent__lasts(above(DESCENT__LASTING_SHARE), 0, 1));
    ck_assert(descent__lasts(1 - DESCENT__NEUTRAL_ROUNDING, 1, 1));
    ck_assert(!descent__lasts(below(1 - DESCENT__NEUTRAL_ROUNDING), 1, 1));
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        curvatures_tell_a_gradient_to_a_half,
        copies_escape_and_run_off_beyond_their_bounds,
        lines_fall_rise_level_and_jump,
        plains_and_neutral_directions,
        a_factor_grows_falls_or_stays,
        growth_explains_a_break_from_tenfold_on,
        growth_counts_beyond_scatter,
        growth_is_proof_sooner_where_the_loss_rises,
        what_moves_by_shorter_steps_than_before_does_not_diverge,
        rest_is_two_steps_or_the_only_one,
        a_slope_is_gone_at_a_millionth,
        a_pace_is_kept_down_to_one_over_k,
        cycles_repel_beyond_the_error_of_differences,
        a_destination_is_judged_at_both_sides,
        swings_are_told_by_their_cosine,
        copies_come_nearer_or_hover,
        copies_refute_a_law_or_not,
        laws_lead_to_a_point_or_not,
        nearness_and_slowness_have_edges,
        lengths_go_one_way_in_eight_parts,
        schedules_end_or_do_not,
        what_is_left_of_a_schedule_is_its_sum,
        what_a_schedule_leaves_of_a_way,
        steps_vanish_or_the_slope_does,
        a_law_has_fallen_far_enough,
        motion_is_sustained_or_not,
        quarters_are_alike_or_not,
        neighbours_separate_or_do_not,
        gradients_balance_to_a_millionth,
        a_copy_rests_shrinks_leaves_or_stays,
        a_drift_is_straight_and_lasts,
        a_drift_has_a_law,
        steps_fall_evenly_to_a_hundredth,
        slopes_are_the_same_to_rounding,
        an_exponent_is_told_that_tells_something,
        a_plateau_ends_in_a_steeper_fall,
        patience_ends_at_a_thousandfold,
        the_order_is_that_of_trust,
        a_break_is_explained_by_growth_or_not,
        nothing_recorded_is_said_so,
        descending_rests_on_its_slope_alone,
        a_fact_is_measured_once,
    };
    return descent_test_main(descent_test_suite("inside_decisions", tests, sizeof tests / sizeof tests[0]));
}
