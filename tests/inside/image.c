/* The cells of an image: where their middles are, from either edge and at the ends of the range, and the rows as they are written. */
#include <float.h>
#include <math.h>
#include <string.h>

#include "plot/page/image.h"

#include "support.h"

START_TEST(middles_lie_half_a_cell_from_the_edges)
{
    const descent__image image = {.first = {0, 3}, .last = {4, 1}, .cells = {4, 2}};
    static const double across[] = {0.5, 1.5, 2.5, 3.5}, up[] = {2.5, 1.5};
    for (size_t column = 0; column < 4; column++)
        ck_assert_double_eq_tol(descent__image_middle(&image, 0, column), across[column], 1e-15);
    for (size_t row = 0; row < 2; row++)
        ck_assert_double_eq_tol(descent__image_middle(&image, 1, row), up[row], 1e-15);
}
END_TEST

/* The difference of the edges has no finite value. */
START_TEST(edges_may_be_as_far_apart_as_numbers_go)
{
    const descent__image image = {.first = {-DBL_MAX, -DBL_MAX}, .last = {DBL_MAX, DBL_MAX}, .cells = {2, 3}};
    ck_assert_double_eq_tol(descent__image_middle(&image, 0, 0) / DBL_MAX, -0.5, 1e-15);
    ck_assert_double_eq_tol(descent__image_middle(&image, 0, 1) / DBL_MAX, 0.5, 1e-15);
    ck_assert_double_eq_tol(descent__image_middle(&image, 1, 1) / DBL_MAX, 0, 1e-15);
}
END_TEST

START_TEST(rows_follow_the_places_of_the_columns)
{
    const descent__image image = {.first = {0, 3}, .last = {4, 1}, .cells = {4, 2}};
    descent__script script;
    ck_assert_int_eq(descent__script_open(&script), DESCENT_SUCCESS);
    descent__image_begin(&image, &script);
    descent__image_begin_row(&image, 0, &script);
    descent__script_add(&script, " 1 2 3 4");
    descent__image_begin_row(&image, 1, &script);
    descent__script_add(&script, " 5 6 NaN 8");
    descent__image_end(&script);
    ck_assert_int_eq(descent__script_status(&script), DESCENT_SUCCESS);
    static const char expected[] = "$image << EOD\n4 0.5 1.5 2.5 3.5\n2.5 1 2 3 4\n1.5 5 6 NaN 8\nEOD\n";
    ck_assert_uint_eq(script.length, strlen(expected));
    ck_assert_int_eq(memcmp(script.bytes, expected, script.length), 0);
    descent__script_close(&script);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {middles_lie_half_a_cell_from_the_edges, edges_may_be_as_far_apart_as_numbers_go,
                                  rows_follow_the_places_of_the_columns};
    return descent_test_main(descent_test_suite("inside_image", tests, sizeof tests / sizeof tests[0]));
}
