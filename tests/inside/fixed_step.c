/* The fast loops of the fixed step: every element moves by the formula, no other number is touched, and a step that would
 * not be finite leaves the point as it was. */
#include "inside/inside.h"

#include <stdlib.h>

#include "base/vector.h"
#include "rules/fixed_step.h"

enum {
    most = descent__fixed_step_exact + 700 /* beyond what is kept for going back exactly */
};

static const double sentinel = 4711;

/* xᵢ = i/8 − 3, gᵢ = 1 + i/4, then a sentinel each. */
static void fill(size_t n, double *x, double *g)
{
    for (size_t i = 0; i < n; i++) {
        x[i] = (double)i / 8 - 3;
        g[i] = 1 + (double)i / 4;
    }
    x[n] = g[n] = sentinel;
}

/* Sizes around every seam: of registers, of blocks, of what is kept. */
static const size_t sizes[] = {1,  2,   3,   7,   8,   9,    15,   16,   17,   31,  33,
                               64, 255, 256, 257, 512, 1023, 1025, 2048, 2049, most};

START_TEST(all_elements_move_and_no_other)
{
    double *const x = malloc((most + 1) * sizeof *x), *const g = malloc((most + 1) * sizeof *g);
    ck_assert(x && g);
    for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++) {
        const size_t n = sizes[s];
        fill(n, x, g);
        ck_assert(descent__fixed_step_descend(n, 0.5, g, x));
        for (size_t i = 0; i < n; i++)
            ck_assert_double_eq(x[i], (double)i / 8 - 3 - (0.5 + (double)i / 8)); /* exact: all are multiples of 1/8 */
        ck_assert_double_eq(x[n], sentinel);
        if (n <= descent__vector_few)
            continue;
        double sum;
        fill(n, x, g);
        ck_assert(descent__fixed_step_descend_many(n, 0.5, g, x, &sum));
        ck_assert_double_eq(sum, descent__vector_sum_of_squares(n, g));
    }
    free(x);
    free(g);
}
END_TEST

START_TEST(a_step_that_would_not_be_finite_is_not_made)
{
    const double bad[] = {NAN, INFINITY, -INFINITY};
    double *const x = malloc((most + 1) * sizeof *x), *const g = malloc((most + 1) * sizeof *g);
    ck_assert(x && g);
    for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++) {
        const size_t n = sizes[s], places[] = {0, n / 2, n - 1};
        for (size_t p = 0; p < 3; p++)
            for (size_t b = 0; b < 3; b++) {
                fill(n, x, g);
                g[places[p]] = bad[b];
                ck_assert(!descent__fixed_step_descend(n, 0.5, g, x));
                for (size_t i = 0; i < n; i++)
                    ck_assert_double_eq(x[i], (double)i / 8 - 3); /* exact numbers: rounding has nothing to lose here */
                ck_assert_double_eq(x[n], sentinel);
            }
    }
    free(x);
    free(g);
}
END_TEST

/* Overflow by the length of the step alone, and numbers so large that the sum of their squares overflows though they move. */
START_TEST(large_numbers_move_as_long_as_they_are_finite)
{
    static double x[300], g[300];
    for (size_t n = 1; n <= 299; n += 13) {
        for (size_t i = 0; i < n; i++) {
            x[i] = 1e300;
            g[i] = -1e300;
        }
        x[n] = g[n] = sentinel;
        ck_assert(descent__fixed_step_descend(n, 1, g, x));
        for (size_t i = 0; i < n; i++)
            ck_assert_double_eq(x[i], 2e300);
        ck_assert_double_eq(x[n], sentinel);
        ck_assert(!descent__fixed_step_descend(n, 1e10, g, x));
        for (size_t i = 0; i < n; i++)
            ck_assert_double_eq(x[i], 2e300);
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {all_elements_move_and_no_other, a_step_that_would_not_be_finite_is_not_made,
                                  large_numbers_move_as_long_as_they_are_finite};
    return descent_test_main(descent_test_suite("inside_fixed_step", tests, sizeof tests / sizeof tests[0]));
}
