/* The scale of a bifurcation: the plain one unless runs that are far off hide what most do, which one of two others shows. */
#include <math.h>
#include <stdlib.h>

#include "plot/pictures/heights.h"

#include "support.h"

enum {
    run_count = 100
};

/* Most runs, and so many others. */
static descent__heights choose(descent__range most, double drift, descent__range other, size_t others)
{
    descent__range ranges[run_count];
    for (size_t i = 0; i < run_count; i++) {
        const double moved = drift * (double)i;
        ranges[i] = i < others ? other : (descent__range){most.low + moved, most.high + moved};
    }
    return descent__heights_choose(ranges, run_count);
}

static void assert_whole(descent__heights chosen)
{
    ck_assert(!chosen.powers && isinf(chosen.limits.low) && isinf(chosen.limits.high));
    ck_assert(isinf(chosen.narrower.low) && isinf(chosen.narrower.high));
}

START_TEST(what_can_be_seen_is_shown_whole)
{
    const descent__range rest = {1 - 1e-13, 1 + 1e-13}, swing = {-1, 3};
    assert_whole(choose(swing, 0, swing, 0));
    assert_whole(choose(rest, 0, swing, 10)); /* rounding is no motion that would want a scale */
    assert_whole(choose(rest, 1e-4, swing,
                        15)); /* nor does a drift where those that swing swing as far as the picture is high */
    assert_whole(choose(rest, 0, (descent__range){1000, 1000}, 3));
    assert_whole(descent__heights_choose(NULL, 0));
}
END_TEST

/* Of either sign: as high as twenty swings at most, with the swings in it. */
START_TEST(few_that_are_far_off_are_cut)
{
    const descent__heights chosen = choose((descent__range){-1, 1}, 0, (descent__range){-1, 1e4}, 3);
    ck_assert(!chosen.powers);
    ck_assert_double_le(chosen.limits.low, -1);
    ck_assert_double_ge(chosen.limits.high, 1);
    ck_assert_double_le(chosen.limits.high - chosen.limits.low, 40 + 1e-9);
    /* And five swings, about the same middle, where that does not leave out too much. */
    ck_assert_double_eq_tol(chosen.narrower.high - chosen.narrower.low, 10, 1e-9);
    ck_assert_double_eq_tol(chosen.narrower.high + chosen.narrower.low, 0, 1e-9);
}
END_TEST

/* From 1e−1 to 1e4 are five decades, of which the swings fill two. */
START_TEST(what_is_positive_has_powers)
{
    const descent__heights chosen = choose((descent__range){0.1, 10}, 0, (descent__range){0.1, 1e4}, 3);
    ck_assert(chosen.powers && isinf(chosen.limits.low) && isinf(chosen.limits.high));
}
END_TEST

/* From 1000 to 1001 are no more than a thousandth of a decade: three of these hide them as well. */
START_TEST(powers_are_not_taken_where_they_show_no_more)
{
    const descent__heights chosen = choose((descent__range){1000, 1001}, 0, (descent__range){1000, 1e6}, 3);
    ck_assert(!chosen.powers);
    ck_assert_double_lt(chosen.limits.high, 1100);
    ck_assert_double_ge(chosen.limits.high, 1001);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {what_can_be_seen_is_shown_whole, few_that_are_far_off_are_cut,
                                  what_is_positive_has_powers, powers_are_not_taken_where_they_show_no_more};
    return descent_test_main(descent_test_suite("inside_heights", tests, sizeof tests / sizeof tests[0]));
}
