/* Numbers by their position: those of SplitMix64, and even over [0, 1). */
#include <math.h>
#include <stdint.h>

#include "base/scatter.h"
#include "critical/search/starts.h"

#include "support.h"

/* SplitMix64 from 0, as its authors' program and java.util.SplittableRandom give them. */
START_TEST(numbers_are_those_of_splitmix64)
{
    static const uint64_t known[] = {UINT64_C(0xe220a8397b1dcdaf), UINT64_C(0x6e789e6aa1b965f4),
                                     UINT64_C(0x06c45d188009454f), UINT64_C(0xf88bb8a8724c81ec),
                                     UINT64_C(0x1b39896a51a8749b)};
    for (size_t k = 0; k < sizeof known / sizeof known[0]; k++)
        ck_assert_double_eq(descent__scatter(k), ldexp((double)(known[k] >> 11), -53));
}
END_TEST

/* Hundred tenths of the unit square, each hit by a hundredth of the pairs: Pearson's χ² of 99 degrees is below 99 + 4.5 √198. */
START_TEST(pairs_fill_the_square)
{
    enum {
        pairs = 20000
    };
    int hits[10][10] = {{0}};
    for (uint64_t k = 0; k < pairs; k++)
        hits[(int)(10 * descent__scatter(2 * k))][(int)(10 * descent__scatter(2 * k + 1))]++;
    double squares = 0;
    for (int i = 0; i < 10; i++)
        for (int j = 0; j < 10; j++)
            squares += pow(hits[i][j] - pairs / 100.0, 2) / (pairs / 100.0);
    ck_assert_double_lt(squares, 99 + 4.5 * sqrt(198));
}
END_TEST

/* Starts of a search: Sobol's points of up to 40 dimensions, Halton's with reversed digits of up to 1229, and scattered ones. */
START_TEST(starts_are_of_three_sorts)
{
    const size_t dimensions[] = {1, 40, 41, 1229, 1230, 1300};
    static double unit[1300];
    for (size_t k = 0; k < sizeof dimensions / sizeof *dimensions; k++) {
        const size_t n = dimensions[k];
        const double sobol[] = {0.5, 0.75, 0.25, 0.375}, halton[] = {2.0 / 3, 1.0 / 3, 2.0 / 9, 8.0 / 9};
        descent__starts starts;
        assert_success(descent__starts_open(&starts, n));
        for (size_t point = 0; point < 4; point++) {
            descent__starts_next(&starts, unit);
            if (n <= 40)
                ck_assert_double_eq(unit[0], sobol[point]);
            else if (n <= 1229)
                ck_assert_double_eq_tol(unit[1], halton[point], 1e-15); /* of base 3 */
            for (size_t i = 0; i < n; i++) {
                ck_assert_double_ge(unit[i], 0);
                ck_assert_double_lt(unit[i], 1);
                if (n > 1229)
                    ck_assert_double_eq(unit[i], descent__scatter(point * n + i));
            }
        }
        descent__starts_close(&starts);
        ck_assert_ptr_null(starts.generator.state);
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        starts_are_of_three_sorts,
        numbers_are_those_of_splitmix64,
        pairs_fill_the_square,
    };
    return descent_test_main(descent_test_suite("inside_scatter", tests, sizeof tests / sizeof tests[0]));
}
