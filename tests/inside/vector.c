/* The kernels over arrays of numbers, at every length about a block of lanes, against loops of the test's own. */
#include "base/vector.h"

#include <float.h>
#include <stdint.h>

#include "inside.h"

enum {
    longest = 20 /* two blocks of eight lanes, and a rest */
};

START_TEST(near_is_each_number_by_itself)
{
    double x[longest] = {0}, y[longest] = {0};
    for (size_t n = 0; n <= longest; n++) {
        for (size_t i = 0; i < n; i++)
            x[i] = y[i] = (double)i;
        ck_assert(descent__vector_is_near(n, x, y, 0));
        for (size_t i = 0; i < n; i++) {
            y[i] += 0.5;
            ck_assert(descent__vector_is_near(n, x, y, 0.5));
            ck_assert(!descent__vector_is_near(n, x, y, 0.25));
            y[i] = NAN;
            ck_assert(!descent__vector_is_near(n, x, y, INFINITY));
            y[i] = x[i];
        }
    }
}
END_TEST

START_TEST(the_first_that_is_none_is_found)
{
    double x[longest] = {0};
    for (size_t n = 0; n <= longest; n++) {
        ck_assert_uint_eq(descent__vector_first_nonfinite(n, x), n);
        for (size_t i = 0; i < n; i++) {
            x[i] = i % 2 ? INFINITY : NAN;
            ck_assert_uint_eq(descent__vector_first_nonfinite(n, x), i);
            ck_assert(!descent__vector_is_finite(n, x));
            x[i] = 0;
        }
    }
}
END_TEST

/* 2^a·(3, 4) has the norm 2^a·5, from the smallest numbers whose halves are exact to the largest. */
START_TEST(norms_neither_overflow_nor_vanish)
{
    for (size_t n = 2; n <= longest; n++)
        for (int a = -1073; a <= 1021; a++) {
            double x[longest] = {0}, y[longest] = {0};
            x[n - 1] = ldexp(3, a);
            y[n / 2 - 1] = ldexp(-4, a);
            ck_assert_double_eq(descent__vector_distance(n, x, y), ldexp(5, a));
            x[n / 2 - 1] = ldexp(4, a);
            ck_assert_double_eq(descent__vector_norm(n, x), ldexp(5, a));
            ck_assert_double_eq(descent__vector_max_abs(n, x), ldexp(4, a));
        }
    const double opposite[] = {DBL_MAX, -DBL_MAX, 0}, other[] = {-DBL_MAX, DBL_MAX, 0}, none[] = {1, NAN, INFINITY};
    const double far[] = {1, -INFINITY, 2}, zero[3] = {0};
    ck_assert(isinf(descent__vector_distance(3, opposite, other)));
    ck_assert(isinf(descent__vector_norm(3, opposite)));
    ck_assert(isnan(descent__vector_norm(3, none)));
    ck_assert(isinf(descent__vector_norm(3, far)));
    ck_assert(isinf(descent__vector_distance(3, far, zero)));
    ck_assert_double_eq(descent__vector_norm(3, zero), 0);
}
END_TEST

START_TEST(a_direction_is_of_length_one_or_none)
{
    double unit[3];
    const double zero[3] = {0}, opposite[] = {DBL_MAX, -DBL_MAX, 0}, other[] = {-DBL_MAX, DBL_MAX, 0};
    const double none[] = {NAN, 0, 0}, far[] = {INFINITY, 0, 0};
    ck_assert(!descent__vector_unit_difference(3, zero, zero, unit));
    ck_assert(!descent__vector_unit_difference(3, far, zero, unit));
    ck_assert(!descent__vector_unit_difference(1, none, zero, unit));
    ck_assert(descent__vector_unit_difference(3, opposite, other, unit));
    ck_assert_double_eq_tol(unit[0], sqrt(0.5), 1e-15);
    ck_assert_double_eq_tol(unit[1], -sqrt(0.5), 1e-15);
}
END_TEST

START_TEST(sizes_are_checked)
{
    ck_assert_uint_eq(descent__array_bytes(3, 5, 8), 120);
    ck_assert_uint_eq(descent__array_bytes(0, 5, 8), 0);
    ck_assert_uint_eq(descent__array_bytes(3, 0, 8), 0);
    ck_assert_uint_eq(descent__array_bytes(3, 5, 0), 0);
    ck_assert_uint_eq(descent__array_bytes(SIZE_MAX / 2, 1, 1), SIZE_MAX / 2);
    ck_assert_uint_eq(descent__array_bytes(SIZE_MAX / 2, 2, 1), 0);
    ck_assert_uint_eq(descent__array_bytes(SIZE_MAX / 8, 1, 8), 0);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        near_is_each_number_by_itself,
        the_first_that_is_none_is_found,
        norms_neither_overflow_nor_vanish,
        a_direction_is_of_length_one_or_none,
        sizes_are_checked,
    };
    return descent_test_main(descent_test_suite("inside vector", tests, sizeof tests / sizeof *tests));
}
