/* Turning and straightness, of angles that are known. */
#include "inside/inside.h"

#include "trajectory/strides.h"
#include "trajectory/turning.h"

/* Two legs of one length with a turn of this angle between them: distance over way is the cosine of its half. */
static descent__series two_legs(double angle, double length, double points[6])
{
    const double legs[] = {0, 0, length, 0, length + length * cos(angle), length * sin(angle)};
    memcpy(points, legs, sizeof legs);
    return (descent__series){.n = 2, .count = 3, .points = points};
}

START_TEST(a_turn_is_the_cosine_of_its_angle)
{
    double points[6];
    const double lengths[] = {1, 1e-300, 1e150, 4e307};
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++)
        for (double angle = 0; angle < 3.14; angle += 0.1) {
            (void)two_legs(angle, lengths[i], points);
            ck_assert_double_eq_tol(descent__turn(2, points, points + 2, points + 4), cos(angle), 1e-12);
            ck_assert_int_eq(descent__turns_back(2, points, points + 2, points + 4), cos(angle) < 0);
        }
    const double still[] = {1, 1, 1};
    ck_assert(!descent__turns_back(1, still, still + 1, still + 2));
    ck_assert_double_eq(descent__turn(1, still, still + 1, still + 2), 0);
}
END_TEST

START_TEST(steps_alternate_beyond_a_cosine_of_minus_nine_tenths)
{
    ck_assert(descent__alternates(-1));
    ck_assert(descent__alternates(nextafter(descent__alternating, -1)));
    ck_assert(!descent__alternates(descent__alternating));
    ck_assert(!descent__alternates(cos(150 * acos(-1.0) / 180)));
}
END_TEST

START_TEST(a_way_leads_on_if_nine_tenths_of_it_count)
{
    double points[6];
    const double ratios[] = {0.3, 0.5, descent__straight - 1e-9, descent__straight + 1e-9, 1};
    for (size_t i = 0; i < sizeof ratios / sizeof *ratios; i++) {
        const descent__series series = two_legs(2 * acos(ratios[i]), 1, points);
        const descent__strides strides = descent__strides_measure(&series);
        ck_assert_double_eq_tol(strides.straightness, ratios[i], 1e-12);
        ck_assert_int_eq(descent__strides_lead_on(&strides), ratios[i] > descent__straight);
    }
    ck_assert_double_eq(descent__straightness_of(0, 0), 0);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {a_turn_is_the_cosine_of_its_angle,
                                  steps_alternate_beyond_a_cosine_of_minus_nine_tenths,
                                  a_way_leads_on_if_nine_tenths_of_it_count};
    return descent_test_main(descent_test_suite("inside turning", tests, sizeof tests / sizeof *tests));
}
