/* Whether a run leads to a point: the comparisons, each at both sides of its edge. */
#include "diagnosis/verdict/ahead/confirmation.h"

#include "diagnosis/verdict/growth/expansion.h"
#include "diagnosis/verdict/thresholds.h"
#include "inside.h"

static double above(double x)
{
    return nextafter(x, INFINITY);
}

START_TEST(a_point_is_the_same_to_a_part_of_the_way)
{
    ck_assert(descent__is_found_again(DESCENT__SAME_POINT * 2, 2, 0, false));
    ck_assert(!descent__is_found_again(above(DESCENT__SAME_POINT * 2), 2, 0, false));
    ck_assert(descent__is_found_again(DESCENT__SAME_FLOOR * 2, 2, 0, true));
    ck_assert(!descent__is_found_again(above(DESCENT__SAME_FLOOR * 2), 2, 0, true));
    ck_assert(descent__is_found_again(DESCENT__STAY_TOLERANCES, 0, 1, false));
    ck_assert(!descent__is_found_again(above(DESCENT__STAY_TOLERANCES), 0, 1, false));
    ck_assert(!descent__is_found_again(NAN, 1, 1, false));
}
END_TEST

START_TEST(descent_tells_where_it_leads_once_it_has_moved)
{
    const double way = DESCENT__FLOW_SEEN;
    /* straight away from it; but as long as it has hardly moved, nothing is known */
    ck_assert(descent__flow_leads_away(above(way), 1, 1 + way, false));
    ck_assert(!descent__flow_leads_away(way, 1, 1 + way, false));
    /* nearer by a part of its way, or less */
    ck_assert(!descent__flow_leads_away(0.5, 1, 1 - DESCENT__FLOW_NEARS * 0.5, false));
    ck_assert(descent__flow_leads_away(0.5, 1, above(1 - DESCENT__FLOW_NEARS * 0.5), false));
    /* what goes no further is there, or elsewhere */
    ck_assert(!descent__flow_leads_away(1, 1, DESCENT__SAME_FLOOR, true));
    ck_assert(descent__flow_leads_away(1, 1, above(DESCENT__SAME_FLOOR), true));
    ck_assert(!descent__flow_leads_away(1, 1, above(DESCENT__SAME_FLOOR), false));
    /* and less of a way tells where it has settled */
    ck_assert(descent__flow_leads_away(above(DESCENT__FLOW_SETTLED), 1, 1, true));
    ck_assert(!descent__flow_leads_away(DESCENT__FLOW_SETTLED, 1, 1, true));
    ck_assert(!descent__flow_leads_away(above(DESCENT__FLOW_SETTLED), 1, 1, false));
}
END_TEST

START_TEST(a_leap_keeps_the_growth)
{
    const double before = 1.25;
    ck_assert(descent__leap_is_confirmed(before, exp(DESCENT__LEAP_CONFIRMED * log(before)) * (1 - 1e-12)));
    ck_assert(!descent__leap_is_confirmed(before, exp(DESCENT__LEAP_CONFIRMED * log(before)) * (1 + 1e-12)));
    ck_assert(descent__leap_is_confirmed(before, 1));
    ck_assert(!descent__leap_is_confirmed(before, INFINITY));
    ck_assert(!descent__leap_is_confirmed(before, NAN));
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        a_point_is_the_same_to_a_part_of_the_way,
        descent_tells_where_it_leads_once_it_has_moved,
        a_leap_keeps_the_growth,
    };
    return descent_test_main(descent_test_suite("inside confirmation", tests, sizeof tests / sizeof *tests));
}
