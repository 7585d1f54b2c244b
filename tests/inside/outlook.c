/* The outlook's record: what it tells of a copy whose way is known, each number at both sides of its edge. */
#include "diagnosis/verdict/outlook.h"

#include "diagnosis/verdict/thresholds.h"
#include "inside.h"

static double above(double x)
{
    return nextafter(x, INFINITY);
}

/* A record of so many points of one coordinate. */
static descent__outlook record(const double *points, size_t count)
{
    return (descent__outlook){.known = true,
                              .result = DESCENT__MAP_MOVED,
                              .lasting = DESCENT__LEAST_FOLLOWED,
                              .series = {.n = 1, .count = count, .points = points}};
}

static const double zero = 0;

START_TEST(blocks_are_of_equal_length)
{
    double points[80];
    for (size_t k = 0; k < 80; k++)
        points[k] = (double)k;
    const descent__outlook outlook = record(points, 80);
    ck_assert_uint_eq(descent__outlook_steps(&outlook), 79);
    ck_assert_double_eq(*descent__outlook_end(&outlook), 79);
    for (size_t block = 0; block < descent__outlook_blocks; block++) {
        ck_assert_double_eq(descent__outlook_nearest(&outlook, &zero, block), 10.0 * (double)block);
        ck_assert_double_eq(descent__outlook_farthest(&outlook, &zero, block), 10.0 * (double)block + 9);
    }
}
END_TEST

/* It has arrived where it is within the radius for good, and for as many rows as it must stay. */
START_TEST(it_arrives_where_it_stays)
{
    double points[200];
    for (size_t k = 0; k < 200; k++)
        points[k] = k < 100 ? 2 : 1;
    descent__outlook outlook = record(points, 100 + DESCENT__LEAST_FOLLOWED);
    ck_assert_uint_eq(descent__outlook_arrives(&outlook, &zero, 1), 100);
    outlook.series.count--;
    ck_assert_uint_eq(descent__outlook_arrives(&outlook, &zero, 1), 0);
    outlook.series.count = 200;
    points[150] = above(1); /* the first touch is not the arrival; and from 151 on there are too few */
    ck_assert_uint_eq(descent__outlook_arrives(&outlook, &zero, 1), 0);
    points[150] = 1;
    points[120] = above(1);
    ck_assert_uint_eq(descent__outlook_arrives(&outlook, &zero, 1), 121);
    outlook.result = DESCENT__MAP_NONFINITE;
    ck_assert_uint_eq(descent__outlook_arrives(&outlook, &zero, 1), 0);
}
END_TEST

START_TEST(what_is_due_is_the_multipliers_power)
{
    double points[81];
    for (size_t k = 0; k < 81; k++)
        points[k] = pow(0.99, (double)k);
    const descent__outlook outlook = record(points, 81);
    ck_assert_double_eq_tol(descent__outlook_due(&outlook, 0.99), 1 - pow(0.99, 70), 1e-15);
    ck_assert(descent__shrinks_as_due(2, 2 * (1 - DESCENT__DUE_SHARE * 0.25), 0.25));
    ck_assert(!descent__shrinks_as_due(2, above(2 * (1 - DESCENT__DUE_SHARE * 0.25)), 0.25));
    ck_assert(!descent__shrinks_as_due(2, 1, 0));
    ck_assert(!descent__shrinks_as_due(2, 1, NAN));
}
END_TEST

/* By 1e-5 in each block: what is due in full, of a multiplier that is as near to 1; hovering, where no theory tells. */
START_TEST(slow_is_not_hovering_where_theory_says_slow)
{
    double points[800];
    for (size_t k = 0; k < 800; k++)
        points[k] = pow(1 - 1e-7, (double)k);
    const descent__outlook outlook = record(points, 800);
    const double due = descent__outlook_due(&outlook, 1 - 1e-7);
    ck_assert(descent__outlook_draws_nearer(&outlook, &zero, due, 1));
    ck_assert(!descent__outlook_draws_nearer(&outlook, &zero, 1000 * due, 1));
    ck_assert(!descent__outlook_draws_nearer(&outlook, &zero, NAN, 1));
    ck_assert(descent__outlook_draws_nearer(&outlook, &zero, 0, 1)); /* flat: however slowly */
}
END_TEST

/* From block to block by this factor: at HOVERING it still comes nearer, beyond it does not. */
START_TEST(nearer_from_block_to_block_is_clear_beyond_hovering)
{
    for (int hovers = 0; hovers < 2; hovers++) {
        double points[80];
        const double factor = DESCENT__HOVERING + (hovers ? 1e-9 : -1e-9);
        for (size_t k = 0; k < 80; k++)
            points[k] = pow(factor, (double)(k / 10));
        const descent__outlook outlook = record(points, 80);
        ck_assert_int_eq(descent__outlook_draws_nearer(&outlook, &zero, NAN, 1), !hovers);
    }
}
END_TEST

/* One block that is no nearer than the one before is enough. */
START_TEST(steadily_is_block_by_block)
{
    double points[80];
    for (size_t k = 0; k < 80; k++)
        points[k] = 8.0 - (double)(k / 10);
    descent__outlook outlook = record(points, 80);
    ck_assert(descent__outlook_nears_steadily(&outlook, &zero));
    points[75] = 2;
    outlook = record(points, 80);
    ck_assert(!descent__outlook_nears_steadily(&outlook, &zero));
}
END_TEST

/* In the end it may be no farther off than the run came, and half as far is near, whatever it was on its way. */
START_TEST(only_its_end_counts)
{
    double points[80];
    for (size_t k = 0; k < 80; k++)
        points[k] = k < 10 ? 1 : k < 70 ? 7 : DESCENT__NEARER;
    const descent__outlook outlook = record(points, 80);
    ck_assert(descent__outlook_draws_nearer(&outlook, &zero, NAN, 1));
    points[75] = above(DESCENT__NEARER);
    ck_assert(!descent__outlook_draws_nearer(&outlook, &zero, NAN, 1));
    /* Where much is due and it has shrunk as is due, but from farther off than the run came */
    for (size_t k = 0; k < 80; k++)
        points[k] = k < 70 ? 4 : DESCENT__NO_FARTHER;
    ck_assert(descent__outlook_draws_nearer(&outlook, &zero, 1, 1));
    points[75] = above(DESCENT__NO_FARTHER);
    ck_assert(!descent__outlook_draws_nearer(&outlook, &zero, 1, 1));
}
END_TEST

/* What rests elsewhere draws no nearer, nor what ends where numbers end. */
START_TEST(what_rests_elsewhere_draws_no_nearer)
{
    double points[80];
    for (size_t k = 0; k < 80; k++)
        points[k] = pow(0.9, (double)k);
    descent__outlook outlook = record(points, 80);
    ck_assert(descent__outlook_draws_nearer(&outlook, &zero, NAN, 1));
    outlook.rests = true;
    ck_assert(!descent__outlook_draws_nearer(&outlook, &zero, NAN, 1));
    outlook.rests = false;
    outlook.result = DESCENT__MAP_NONFINITE;
    ck_assert(!descent__outlook_draws_nearer(&outlook, &zero, NAN, 1));
    outlook.result = DESCENT__MAP_MOVED;
    /* Toward 0.9, by 0.9 a step: nearer to 0 in each block, but its steps go before it is there. */
    for (size_t k = 0; k < 80; k++)
        points[k] = 0.9 + 0.1 * pow(0.9, (double)k);
    ck_assert(descent__outlook_draws_nearer(&outlook, &zero, 0, 1));
    outlook.lengths[0] = 1;
    outlook.lengths[descent__outlook_blocks - 1] = DESCENT__STEPS_GONE;
    ck_assert(!descent__outlook_draws_nearer(&outlook, &zero, 0, 1));
    outlook.lengths[descent__outlook_blocks - 1] = above(DESCENT__STEPS_GONE);
    ck_assert(descent__outlook_draws_nearer(&outlook, &zero, 0, 1));
}
END_TEST

START_TEST(steps_have_gone_that_no_power_takes_away)
{
    ck_assert(descent__steps_have_gone(2, DESCENT__STEPS_GONE * 2));
    ck_assert(!descent__steps_have_gone(2, above(DESCENT__STEPS_GONE * 2)));
    /* The steps of 1/√k, ~k^−1.5, from the first eighth of the way to the last */
    ck_assert(!descent__steps_have_gone(1, pow(8, -1.5)));
}
END_TEST

START_TEST(the_loss_rises_beyond_rounding)
{
    const double points[] = {0, 1};
    descent__outlook outlook = record(points, 2);
    for (size_t block = 0; block < descent__outlook_blocks; block++)
        outlook.losses[block] = 5;
    ck_assert(!descent__outlook_rises(&outlook, 5)); /* level */
    ck_assert(descent__outlook_rises(&outlook, 4.9));
    outlook.losses[descent__outlook_blocks - 1] = 4.8; /* what it was on its way does not count */
    ck_assert(!descent__outlook_rises(&outlook, 4.9));
    outlook.losses[descent__outlook_blocks - 1] = NAN;
    ck_assert(!descent__outlook_rises(&outlook, 4.9));
    ck_assert(!descent__outlook_rises(&outlook, NAN));
}
END_TEST

START_TEST(who_comes_lower_does_so_beyond_rounding)
{
    const double points[] = {0, 1};
    descent__outlook outlook = record(points, 2);
    outlook.lowest = 5;
    ck_assert(descent__outlook_comes_no_lower(&outlook, 5, 0));
    ck_assert(descent__outlook_comes_no_lower(&outlook, 5 * (1 + 0x1p-52), 0));
    ck_assert(descent__outlook_comes_no_lower(&outlook, 4.9, 0));
    ck_assert(!descent__outlook_comes_no_lower(&outlook, 5.1, 0));
    ck_assert(descent__outlook_comes_no_lower(&outlook, 5.0625, 0.0625));
    ck_assert(!descent__outlook_comes_no_lower(&outlook, 5.1, 0.0625));
    ck_assert(!descent__outlook_comes_no_lower(&outlook, INFINITY, 0)); /* nothing was recorded */
    outlook.lowest = NAN;
    ck_assert(!descent__outlook_comes_no_lower(&outlook, 5, 0));
    outlook.lowest = 5;
    outlook.known = false;
    ck_assert(!descent__outlook_comes_no_lower(&outlook, 5, 0));
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        blocks_are_of_equal_length,
        it_arrives_where_it_stays,
        what_is_due_is_the_multipliers_power,
        slow_is_not_hovering_where_theory_says_slow,
        nearer_from_block_to_block_is_clear_beyond_hovering,
        steadily_is_block_by_block,
        only_its_end_counts,
        what_rests_elsewhere_draws_no_nearer,
        steps_have_gone_that_no_power_takes_away,
        the_loss_rises_beyond_rounding,
        who_comes_lower_does_so_beyond_rounding,
    };
    return descent_test_main(descent_test_suite("inside outlook", tests, sizeof tests / sizeof *tests));
}
