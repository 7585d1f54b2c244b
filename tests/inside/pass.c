/* The bounds that a run in place begins with: wherever the numbers stand, and however many there are. */
#include "inside/inside.h"

#include <descent/adaptive.h>

#include "base/vector.h"
#include "rules/pass.h"

enum {
    most = 3 * descent__vector_few + 1
};

static descent__bounds measure(descent_rule rule, size_t n, double *x, double *first, double *second)
{
    const descent__pass *const pass = descent__pass_of(&rule);
    double *const memory[] = {first, second};
    ck_assert_ptr_nonnull(pass);
    return descent__bounds_measure(pass, n, x, memory);
}

/* One number stands out of ones, at each place in turn. */
START_TEST(each_number_is_seen_wherever_it_stands)
{
    for (size_t n = 1; n <= most; n++)
        for (size_t i = 0; i < n; i++)
            for (int which = 0; which < 6; which++) {
                double numbers[3][most];
                for (size_t k = 0; k < 3 * most; k++)
                    numbers[k / most][k % most] = 1;
                numbers[which % 3][i] = which < 3 ? 5 : -5;
                const descent__bounds bounds = measure(descent_adam(0.1, NULL), n, numbers[0], numbers[1], numbers[2]);
                ck_assert_double_eq(bounds.point, which % 3 == 0 ? 5 : 1);
                ck_assert_double_eq(bounds.memory, which % 3 == 1 ? 5 : 1);
                /* Of a square that is negative no root is known. */
                ck_assert_double_eq(bounds.square, which == 5 ? INFINITY : which == 2 ? 5 : 1);
            }
}
END_TEST

START_TEST(nothing_bounds_what_is_not_finite)
{
    static const double bad[] = {NAN, INFINITY, -INFINITY};
    for (size_t n = 1; n <= most; n++)
        for (size_t i = 0; i < n; i++)
            for (int which = 0; which < 9; which++) {
                double numbers[3][most];
                for (size_t k = 0; k < 3 * most; k++)
                    numbers[k / most][k % most] = 1;
                numbers[which % 3][i] = bad[which / 3];
                const descent__bounds bounds = measure(descent_adam(0.1, NULL), n, numbers[0], numbers[1], numbers[2]);
                ck_assert_int_eq(isfinite(bounds.point) != 0, which % 3 != 0);
                ck_assert_int_eq(isfinite(bounds.memory) != 0, which % 3 != 1);
                ck_assert_int_eq(isfinite(bounds.square) != 0, which % 3 != 2);
            }
}
END_TEST

/* |x − x₋| is at most the sum of both. */
START_TEST(a_point_before_bounds_the_move)
{
    double x[] = {1, -2, 3}, before[] = {-4, 1, 0};
    const descent__bounds bounds = measure(descent_heavy_ball(0.1, 0.5), 3, x, before, NULL);
    ck_assert_double_eq(bounds.memory, 7);
    ck_assert_double_eq(bounds.point, 4);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {each_number_is_seen_wherever_it_stands, nothing_bounds_what_is_not_finite,
                                  a_point_before_bounds_the_move};
    return descent_test_main(descent_test_suite("inside pass", tests, sizeof tests / sizeof *tests));
}
