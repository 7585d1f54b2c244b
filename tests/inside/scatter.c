/* Numbers by their position: those of SplitMix64, and even over [0, 1). */
#include <math.h>
#include <stdint.h>

#include "base/scatter.h"

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

int main(void)
{
    const TTest *const tests[] = {
        numbers_are_those_of_splitmix64,
        pairs_fill_the_square,
    };
    return descent_test_main(descent_test_suite("inside_scatter", tests, sizeof tests / sizeof tests[0]));
}
