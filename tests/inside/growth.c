/* Growth: by what law, and from where on. */
#include "inside/inside.h"

#include "base/arena.h"
#include "trajectory/growth.h"

/* Moves that grow by e^rate each step, and in their later half by e^(rate·change). */
static descent__growth grow(size_t count, double rate, double change)
{
    descent__arena work = {0};
    double moves[512], points[513];
    descent__motion motion;
    descent__growth growth;
    moves[0] = 1;
    for (size_t k = 1; k < count; k++)
        moves[k] = moves[k - 1] * exp(k <= (count - 1) / 2 ? rate : rate * change);
    const descent__series series = inside_walk(moves, count, points);
    ck_assert(descent__motion_measure(&work, &series, &motion));
    descent__growth_measure(&motion, &growth);
    descent__arena_release(&work);
    return growth;
}

START_TEST(a_constant_factor_is_geometric)
{
    const descent__growth growth = grow(101, 0.1, 1);
    ck_assert(growth.growing && !growth.saturating);
    ck_assert_int_eq(growth.law, DESCENT_LAW_GEOMETRIC);
    ck_assert_uint_eq(growth.onset, 0);
    ck_assert_double_eq_tol(growth.factor, exp(0.1), 1e-9);
    ck_assert_double_eq_tol(growth.total, exp(10), 1e-6 * exp(10));
    ck_assert(!grow(101, -0.1, 1).growing);
    ck_assert(!grow(101, 0, 1).growing);
}
END_TEST

START_TEST(it_saturates_below_seven_tenths_of_its_rate)
{
    ck_assert(grow(101, 0.1, 0.99 * descent__slackening).saturating);
    ck_assert_int_eq(grow(101, 0.1, 0.99 * descent__slackening).law, DESCENT_LAW_UNKNOWN);
    ck_assert(!grow(101, 0.1, 1.01 * descent__slackening).saturating);
    ck_assert(grow(101, 0.1, 0.2).saturating);
}
END_TEST

START_TEST(it_is_faster_from_half_as_much_again)
{
    ck_assert_int_eq(grow(101, 0.1, 0.99 * descent__quickening).law, DESCENT_LAW_GEOMETRIC);
    ck_assert_int_eq(grow(101, 0.1, 1.01 * descent__quickening).law, DESCENT_LAW_FASTER);
    ck_assert_int_eq(grow(101, 0.1, 5).law, DESCENT_LAW_FASTER);
    /* by e³ in all: 50 steps of one rate and 50 of double it */
    ck_assert_int_eq(grow(101, 0.99 * descent__grown_exponent / 150, 2).law, DESCENT_LAW_GEOMETRIC);
    ck_assert_int_eq(grow(101, 1.01 * descent__grown_exponent / 150, 2).law, DESCENT_LAW_FASTER);
}
END_TEST

/* x ← x³ from 2: logarithms triple. */
START_TEST(a_cubic_triples_its_exponent)
{
    descent__arena work = {0};
    double points[8] = {1.1};
    descent__motion motion;
    descent__growth growth;
    for (size_t k = 1; k < 8; k++)
        points[k] = pow(points[k - 1], 3);
    const descent__series series = {.n = 1, .count = 8, .points = points};
    ck_assert(descent__motion_measure(&work, &series, &motion));
    descent__growth_measure(&motion, &growth);
    ck_assert_int_eq(growth.law, DESCENT_LAW_FASTER);
    ck_assert_double_eq_tol(growth.exponent, 3, 0.01);
    descent__arena_release(&work);
}
END_TEST

/* descent__growth_points: of four, three moves are two factors. */
START_TEST(growth_needs_two_factors)
{
    ck_assert(grow(descent__growth_points - 1, 0.5, 1).growing);
    ck_assert(!grow(descent__growth_points - 2, 0.5, 1).growing);
}
END_TEST

/*
 * descent__block_steps: steps of which every second is shorter grow in blocks, and of fewer than 64 before the last there
 * are none. descent__growth_blocks: of 64 steps each block has five.
 */
START_TEST(growth_is_seen_in_blocks)
{
    for (size_t count = descent__block_steps; count <= descent__block_steps + 1; count++) {
        descent__arena work = {0};
        double moves[80], points[81];
        descent__motion motion;
        descent__growth growth;
        for (size_t k = 0; k < count; k++)
            moves[k] =
                pow(1.1, (double)k) * (k % 2 == count % 2 ? 1 : 1.5); /* the last move is the longer of its pair */
        const descent__series series = inside_walk(moves, count, points);
        ck_assert(descent__motion_measure(&work, &series, &motion));
        descent__growth_measure(&motion, &growth);
        /* The last step is number count − 1: 63, or 64. */
        ck_assert_int_eq(growth.growing, count == descent__block_steps + 1);
        if (growth.growing)
            ck_assert_uint_eq((count - 1 - growth.onset) % ((count - 1) / descent__growth_blocks), 0);
        descent__arena_release(&work);
    }
}
END_TEST

/* Eighty moves that shrink, of which the last few rise: three in a row are growth, and two are chance. */
START_TEST(three_rising_steps_are_growth)
{
    for (size_t rising = descent__rising_steps - 1; rising <= descent__rising_steps; rising++) {
        descent__arena work = {0};
        double moves[80], points[81];
        descent__motion motion;
        descent__growth growth;
        for (size_t k = 0; k < 80; k++)
            moves[k] = k < 80 - rising ? pow(0.99, (double)k) : moves[k - 1] * 1.01;
        const descent__series series = inside_walk(moves, 80, points);
        ck_assert(descent__motion_measure(&work, &series, &motion));
        descent__growth_measure(&motion, &growth);
        ck_assert_int_eq(growth.growing, rising == descent__rising_steps);
        if (growth.growing)
            ck_assert_uint_eq(growth.onset, 79 - rising);
        descent__arena_release(&work);
    }
}
END_TEST

/* The growth of `count` moves. */
static descent__growth growth_of(const double *moves, size_t count)
{
    descent__arena work = {0};
    double points[513];
    descent__motion motion;
    descent__growth growth;
    const descent__series series = inside_walk(moves, count, points);
    ck_assert(descent__motion_measure(&work, &series, &motion));
    descent__growth_measure(&motion, &growth);
    descent__arena_release(&work);
    return growth;
}

/* No factor leads from a move of length 0 to the next. */
START_TEST(what_stood_has_not_grown)
{
    double moves[40] = {0, 1};
    for (size_t k = 2; k < 40; k++)
        moves[k] = 1.5 * moves[k - 1];
    const descent__growth growth = growth_of(moves, 40);
    ck_assert(growth.growing);
    ck_assert_uint_eq(growth.onset, 1);
    ck_assert_double_eq_tol(growth.factor, 1.5, 1e-9);
    const double stands[40] = {0};
    ck_assert(!growth_of(stands, 40).growing);
}
END_TEST

/* c^k·cos(k/4), as a heavy ball moves whose momentum c² is above 1: at whatever part of a swing it ends, it is c that it grows by. */
START_TEST(swings_grow_by_their_envelope)
{
    const double factor = sqrt(1.02);
    double moves[512];
    for (size_t k = 0; k < sizeof moves / sizeof *moves; k++)
        moves[k] = pow(factor, (double)k) * cos((double)k / 4);
    for (size_t count = 480; count < 506; count++) {
        const descent__growth growth = growth_of(moves, count);
        ck_assert(growth.growing);
        ck_assert(!growth.over);
        ck_assert_int_eq(growth.law, DESCENT_LAW_GEOMETRIC);
        ck_assert_double_eq_tol(growth.factor, factor, 1e-3);
        ck_assert_double_eq_tol(growth.earlier, factor, 1e-3);
    }
}
END_TEST

/* Growth by blocks of 31 steps is over if eight steps, a quarter of a block, are all shorter than any at the onset; not if it is seven, nor
 * if one of the eight is as long as those. */
START_TEST(growth_that_is_not_seen_at_the_end_is_over)
{
    enum {
        block = 31,
        count = block * descent__growth_blocks + 1,
        quarter = 8
    };
    for (int what = 0; what < 4; what++) {
        double moves[count];
        const size_t still = what == 0 ? 0 : what == 1 ? quarter - 1 : quarter;
        for (size_t k = 0; k < count; k++)
            moves[k] = pow(1.01, (double)k) * (k % 2 == 0 ? 1 : 1.5);
        for (size_t k = count - still; k < count; k++)
            moves[k] = k % 2 == 0 ? 0.01 : 0.015;
        if (what == 3)
            moves[count - 2] = pow(1.01, count);
        const descent__growth growth = growth_of(moves, count);
        ck_assert(growth.growing);
        ck_assert_msg(growth.over == (what == 2), "case %d", what);
    }
}
END_TEST

/* The other side: twenty steps that grow by 1.2 each, to 38 times what the swings were, are growth of their own. */
START_TEST(steps_that_leave_the_swings_grow_by_themselves)
{
    double moves[420];
    for (size_t k = 0; k < 400; k++)
        moves[k] = pow(1.001, (double)k) * cos((double)k / 4);
    moves[399] = moves[0];
    for (size_t k = 400; k < 420; k++)
        moves[k] = moves[k - 1] * 1.2;
    const descent__growth growth = growth_of(moves, 420);
    ck_assert(growth.growing);
    ck_assert_double_eq_tol(growth.factor, 1.2, 1e-9);
}
END_TEST

/* descent__swing_growth: after swings that grow, four steps that rise to nearly, or more than, so many times the longest before them. */
START_TEST(half_a_swing_ends_below_twice_the_last)
{
    for (int above = 0; above < 2; above++) {
        double moves[404], longest = 0;
        for (size_t k = 0; k < 400; k++)
            moves[k] = pow(1.01, (double)k) * cos((double)k / 4);
        for (size_t k = 380; k < 400; k++) /* the last swing, and less than the last block */
            longest = fmax(longest, fabs(moves[k]));
        moves[399] = longest;
        for (size_t k = 400; k < 404; k++)
            moves[k] = longest * pow(0.2, (double)(403 - k)) * descent__swing_growth * (above ? 1.01 : 0.99);
        const descent__growth growth = growth_of(moves, 404);
        ck_assert(growth.growing);
        ck_assert_int_eq(growth.onset == 400, above);
    }
}
END_TEST

/* Factors of their own in each quarter of the rises, which are two to sixteen, after a step that is longer than all of them. */
START_TEST(each_part_of_the_growth_has_its_factor)
{
    for (size_t rises = 2; rises <= 16; rises++) {
        double moves[20] = {1e9, 1};
        const size_t half = rises / 2, late = half + (rises - half) / 2;
        const double rates[] = {0.5, 0.3, 0.7},
                     total = 0.5 * (double)half + 0.3 * (double)(late - half) + 0.7 * (double)(rises - late);
        for (size_t k = 1; k <= rises; k++)
            moves[1 + k] = moves[k] * exp(k <= half ? rates[0] : k <= late ? rates[1] : rates[2]);
        const descent__growth growth = growth_of(moves, 2 + rises);
        ck_assert(growth.growing);
        ck_assert_uint_eq(growth.onset, 1);
        ck_assert_uint_eq(growth.rises, rises);
        ck_assert_double_eq_tol(growth.largest, exp(total), 1e-6 * exp(total));
        ck_assert_double_eq_tol(growth.total, exp(total), 1e-6 * exp(total));
        ck_assert_double_eq_tol(growth.earlier, exp(0.5), 1e-6);
        ck_assert_double_eq_tol(growth.factor, exp((total - 0.5 * (double)half) / (double)(rises - half)), 1e-6);
        if (late > half)
            ck_assert_double_eq_tol(growth.late[0], exp(0.3), 1e-6);
        else
            ck_assert_double_nan(growth.late[0]);
        ck_assert_double_eq_tol(growth.late[1], exp(0.7), 1e-6);
        ck_assert_double_nan(growth.exponent);
    }
}
END_TEST

/* Factors that double from step to step, e^0.1, e^0.2, …: the last two of them, and by how much their logarithms differ. In blocks, or
 * where the last step but one does not rise, there is no such pair. */
START_TEST(leaps_are_the_last_two_factors)
{
    double moves[80] = {1};
    for (size_t k = 1; k < 8; k++)
        moves[k] = moves[k - 1] * exp(0.1 * exp2((double)(k - 1)));
    const descent__growth single = growth_of(moves, 8);
    ck_assert_int_eq(single.law, DESCENT_LAW_FASTER);
    ck_assert_double_eq_tol(single.exponent, 2, 1e-6);
    ck_assert_double_eq_tol(single.leaps[0], exp(3.2), 1e-6 * exp(3.2));
    ck_assert_double_eq_tol(single.leaps[1], exp(6.4), 1e-6 * exp(6.4));
    for (size_t k = 0; k < 79; k++) /* the shorter of each pair first, and ever faster */
        moves[k] = exp(1e-3 * (double)(k * k)) * (k % 2 ? 1 : 1.5);
    const descent__growth pairs = growth_of(moves, 79);
    ck_assert_int_eq(pairs.law, DESCENT_LAW_FASTER);
    ck_assert_uint_eq(pairs.rises, 0);
    ck_assert_double_nan(pairs.exponent);
    ck_assert_double_eq(pairs.leaps[0] + pairs.leaps[1], 0);
}
END_TEST

/* What grows to no more than rounding beside the coordinates does not; and from nothing there is no factor. */
START_TEST(growth_is_above_rounding)
{
    descent__motion motion = {.count = 5, .lengths = (double[]){1, 2, 3, 4, NAN}, .floor = 4};
    descent__growth growth;
    descent__growth_measure(&motion, &growth);
    ck_assert(!growth.growing);
    motion.floor = nextafter(4, 0);
    descent__growth_measure(&motion, &growth);
    ck_assert(growth.growing);
    ck_assert_double_eq(growth.largest, 4);
    motion.lengths[0] = 0;
    descent__growth_measure(&motion, &growth);
    ck_assert(growth.growing);
    ck_assert_uint_eq(growth.onset, 1);
    ck_assert_double_eq(growth.total, 2);
    motion.lengths[1] = 0;
    descent__growth_measure(&motion, &growth);
    ck_assert(!growth.growing);
}
END_TEST

/* e³ in all is not enough, and a bit more is; each at its edge: half as fast again, and seven tenths. */
START_TEST(laws_of_growth_have_edges)
{
    const double enough = exp(3);
    ck_assert_double_eq(log(enough), descent__grown_exponent);
    double lengths[] = {1, 1.5, enough, NAN};
    descent__motion motion = {.count = 4, .lengths = lengths};
    descent__growth growth;
    descent__growth_measure(&motion, &growth);
    ck_assert_int_eq(growth.law, DESCENT_LAW_GEOMETRIC);
    lengths[2] = enough * (1 + 4 * DBL_EPSILON);
    descent__growth_measure(&motion, &growth);
    ck_assert_int_eq(growth.law, DESCENT_LAW_FASTER);
    ck_assert_double_eq_tol(growth.leaps[0], 1.5, 1e-15);
    ck_assert_double_eq_tol(growth.leaps[1], enough / 1.5, 1e-13);
}
END_TEST

/*
 * Growth by blocks of ten, from 1 to 15 to 28, whose last steps rise one by one: by two blocks before these it is the growth of the
 * swings, and by one more only it may be their own.
 */
START_TEST(swings_have_grown_for_two_blocks)
{
    for (int longer = 0; longer < 2; longer++) {
        double moves[121];
        for (size_t k = 0; k <= 120; k++)
            moves[k] = (k % 2 ? 1 : 0.5) * (k > 100 ? 15 : k > 90 && longer ? 4 : 1);
        for (size_t k = 116; k <= 120; k++)
            moves[k] = k < 120 ? 5 * (double)(k - 115) : 28;
        const descent__growth growth = growth_of(moves, 121);
        ck_assert(growth.growing);
        ck_assert_uint_eq(growth.onset, longer ? 90 : 116);
        ck_assert_uint_eq(growth.rises, longer ? 0 : 4);
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {swings_have_grown_for_two_blocks,
                                  what_stood_has_not_grown,
                                  laws_of_growth_have_edges,
                                  each_part_of_the_growth_has_its_factor,
                                  leaps_are_the_last_two_factors,
                                  growth_is_above_rounding,
                                  half_a_swing_ends_below_twice_the_last,
                                  swings_grow_by_their_envelope,
                                  growth_that_is_not_seen_at_the_end_is_over,
                                  steps_that_leave_the_swings_grow_by_themselves,
                                  three_rising_steps_are_growth,
                                  growth_needs_two_factors,
                                  growth_is_seen_in_blocks,
                                  a_constant_factor_is_geometric,
                                  it_saturates_below_seven_tenths_of_its_rate,
                                  it_is_faster_from_half_as_much_again,
                                  a_cubic_triples_its_exponent};
    return descent_test_main(descent_test_suite("inside growth", tests, sizeof tests / sizeof *tests));
}
