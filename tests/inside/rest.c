/* Rest and arrival. */
#include "inside/inside.h"

#include "trajectory/rest.h"

START_TEST(arrival_is_a_millionth_of_the_way_or_half_the_digits_of_the_point)
{
    ck_assert_double_eq_tol(descent__arrival_tolerance(descent__arrival_of_diameter, 3, 0), 3e-6, 1e-18);
    ck_assert_double_eq(descent__arrival_tolerance(descent__arrival_of_diameter, 0, 2), 2 * descent__arrival_of_size);
    ck_assert_double_eq(descent__arrival_of_size, sqrt(DBL_EPSILON));
    ck_assert_double_eq_tol(descent__arrival_tolerance(descent__arrival_of_diameter, 1, 1), 1e-6, 1e-18);
    ck_assert_double_eq_tol(descent__arrival_tolerance(1e-3, 1, 1), 1e-3, 1e-15);
}
END_TEST

START_TEST(rounding_is_sixteen_units_in_the_last_place)
{
    ck_assert_double_eq(descent__rounding_at(1), descent__rounding_units * (nextafter(1, 2) - 1));
    ck_assert_double_eq_tol(descent__rounding_at(1e300) / 1e300, 16 * DBL_EPSILON, 1e-25);
    ck_assert(descent__rounding_at(0) >= 16 * nextafter(0, 1) && descent__rounding_at(0) <= 16 * nextafter(0, 1));
}
END_TEST

START_TEST(a_geometric_rest_is_the_sum_of_the_series)
{
    const double factors[] = {0.25, 0.5, 0.9, 0.999};
    for (size_t i = 0; i < sizeof factors / sizeof *factors; i++) {
        double sum = 0;
        for (double term = 7 * factors[i]; term > 1e-18; term *= factors[i])
            sum += term;
        ck_assert_double_eq_tol(descent__geometric_rest(7, factors[i]), sum, 1e-9 * sum);
    }
    ck_assert_double_infinite(descent__geometric_rest(7, 1));
    ck_assert_double_infinite(descent__geometric_rest(7, 1.5));
    ck_assert_double_infinite(descent__geometric_rest(7, NAN));
}
END_TEST

/* At a tolerance of 1e-6, and moves that halve in eight steps: what is left is 11 times the last. */
START_TEST(the_quick_test_leaves_a_third_of_the_tolerance)
{
    ck_assert_double_eq(descent__quick_arrival(1, 0.9e-6 / 32, 1, 0), 1e-6);
    ck_assert_double_nan(descent__quick_arrival(1, 1.1e-6 / 32, 1, 0));
    ck_assert_double_eq(descent__quick_arrival(1e-8, 0.45e-8, 1, 0), 1e-6);
    ck_assert_double_nan(descent__quick_arrival(1e-8, 0.55e-8, 1, 0));
    /* moves of rounding need not shrink */
    ck_assert_double_eq(descent__quick_arrival(15 * DBL_EPSILON, 15 * DBL_EPSILON, 1, 1), 1e-6);
    ck_assert_double_nan(descent__quick_arrival(17 * DBL_EPSILON, 17 * DBL_EPSILON, 1, 1));
    const double factor = pow(descent__quick_shrinking, 1.0 / descent__quick_steps);
    const double left = descent__geometric_rest(descent__quick_margin, factor);
    ck_assert_double_gt(left, 0.25);
    ck_assert_double_lt(left, 0.5);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        arrival_is_a_millionth_of_the_way_or_half_the_digits_of_the_point, rounding_is_sixteen_units_in_the_last_place,
        a_geometric_rest_is_the_sum_of_the_series, the_quick_test_leaves_a_third_of_the_tolerance};
    return descent_test_main(descent_test_suite("inside rest", tests, sizeof tests / sizeof *tests));
}
