/* Which way losses go. */
#include "inside/inside.h"

#include "trajectory/trend.h"

START_TEST(a_trend_is_that_of_two_numbers)
{
    ck_assert_int_eq(descent__trend_between(2, 1), DESCENT__TREND_FALLS);
    ck_assert_int_eq(descent__trend_between(1, 2), DESCENT__TREND_RISES);
    ck_assert_int_eq(descent__trend_between(1, 1), DESCENT__TREND_UNKNOWN);
    ck_assert_int_eq(descent__trend_between(NAN, 1), DESCENT__TREND_UNKNOWN);
    ck_assert_int_eq(descent__trend_between(0, -INFINITY), DESCENT__TREND_FALLS);
}
END_TEST

START_TEST(rounding_is_no_rise)
{
    ck_assert(!descent__loss_rose(1, 1 + 14 * DBL_EPSILON, 1));
    ck_assert(descent__loss_rose(1, 1 + 20 * DBL_EPSILON, 1));
    ck_assert(!descent__loss_rose(1, 1 + 20 * DBL_EPSILON, 2));
    ck_assert(!descent__loss_rose(NAN, 1, 1));
}
END_TEST

START_TEST(falling_losses_are_counted_to_the_first_rise)
{
    const double losses[] = {4, 3, 2, 2, 1, -INFINITY, -INFINITY, 1};
    ck_assert_uint_eq(descent__losses_falling(losses, 8), 7);
    ck_assert_uint_eq(descent__losses_falling(losses, 3), 3);
    const double rising[] = {1, 2}, level[] = {1, 1}, lost[] = {2, 1, NAN};
    ck_assert_uint_eq(descent__losses_falling(rising, 2), 0);
    ck_assert_uint_eq(descent__losses_falling(level, 2), 0);
    ck_assert_uint_eq(descent__losses_falling(lost, 3), 2);
    ck_assert_uint_eq(descent__losses_falling(lost, 1), 0);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {a_trend_is_that_of_two_numbers, rounding_is_no_rise,
                                  falling_losses_are_counted_to_the_first_rise};
    return descent_test_main(descent_test_suite("inside trend", tests, sizeof tests / sizeof *tests));
}
