/* The numbers along an axis: round, as many as there is room for, each told from the next; ranges that are hostile. */
#include <float.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plot/page/tics.h"
#include "plot/page/typeset.h"

#include "support.h"

/* Numbers over [0, 1): a linear congruential generator (Knuth's MMIX). */
static double next(uint64_t *state)
{
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (double)(*state >> 11) * 0x1p-53;
}

START_TEST(round_numbers)
{
    static const struct {
        double width, round;
    } known[] = {{1, 1}, {1.001, 2}, {2, 2}, {2.1, 2.5}, {2.5, 2.5}, {2.6, 5}, {5, 5}, {5.1, 10}, {9.99, 10}, {10, 10}};
    for (int power = -300; power <= 300; power += 50)
        for (size_t k = 0; k < sizeof known / sizeof known[0]; k++) {
            const double unit = pow(10, power), expected = known[k].round * unit;
            ck_assert_double_eq_tol(descent__round_up(known[k].width * unit) / expected, 1, 1e-12);
        }
}
END_TEST

/* A round number is not below the width and at most twice as much: 1, 2, 2.5 and 5 are no farther apart. */
START_TEST(never_far_above)
{
    uint64_t state = 1;
    for (size_t trial = 0; trial < descent_test_effort(20000); trial++) {
        const double width = pow(10, 600 * next(&state) - 300) * (1 + next(&state));
        const double rounded = descent__round_up(width);
        ck_assert_double_ge(rounded, width * (1 - 1e-8));
        ck_assert_double_le(rounded, 2 * width * (1 + 1e-8));
    }
}
END_TEST

/* The step of a scale: the distance of its first two numbers, which are rounded, to two digits. */
static double step_of(const descent__tics *tics)
{
    const double step = tics->list[1].value - tics->list[0].value, unit = pow(10, floor(log10(step * (1 + 1e-3))));
    return round(10 * step / unit) / 10 * unit;
}

/* What must hold of any scale: multiples of one round number, inside, ascending, with names that say what they mark. */
static void expect_scale(double low, double high, size_t most, bool whole)
{
    descent__tics tics;
    descent__tics_between(&tics, low, high, most, whole);
    const double step = tics.count > 1 ? step_of(&tics) : high - low;
    const double slack = 1e-6 * step + 4 * DBL_EPSILON * fmax(fabs(low), fabs(high));
#define EXPECT(condition) ck_assert_msg((condition), "%.17g to %.17g, %zu: %zu tics", low, high, most, tics.count)
    /* The step is from width/most to twice that, so there are from about half of `most` to one more than it. */
    EXPECT(tics.count <= most + 1);
    EXPECT(whole || tics.count + 1 >= most / 2);
    for (size_t i = 0; i < tics.count; i++) {
        const double value = tics.list[i].value, multiple = round(value / step) * step;
        EXPECT(value >= low - slack && value <= high + slack);
        EXPECT(!whole || value == floor(value));
        EXPECT(fabs(strtod(tics.list[i].name, NULL) - value) <= 0.02 * step * (1 + 1e-9));
        if (i == 0)
            continue;
        EXPECT(fabs(value - tics.list[i - 1].value - step) <= slack);
        EXPECT(fabs(value - multiple) <= slack);
        EXPECT(strcmp(tics.list[i].name, tics.list[i - 1].name) != 0);
    }
    if (tics.count > 1 && !whole) {
        const double leading = step / pow(10, floor(log10(step * (1 + 1e-9))));
        EXPECT(fabs(leading - 1) < 1e-6 || fabs(leading - 2) < 1e-6 || fabs(leading - 2.5) < 1e-6 ||
               fabs(leading - 5) < 1e-6);
    }
#undef EXPECT
}

START_TEST(known_scales)
{
    descent__tics tics;
    descent__tics_between(&tics, 0, 1, 5, false);
    ck_assert_uint_eq(tics.count, 6);
    static const char *const fifths[] = {"0", "0.2", "0.4", "0.6", "0.8", "1"};
    for (size_t i = 0; i < 6; i++)
        ck_assert_str_eq(tics.list[i].name, fifths[i]);
    descent__tics_between(&tics, -2.5, 2.5, 2, false);
    ck_assert_uint_eq(tics.count, 3);
    ck_assert_str_eq(tics.list[0].name, "-2.5");
    ck_assert_str_eq(tics.list[1].name, "0");
    descent__tics_between(&tics, 0, 3, 10, true);
    ck_assert_uint_eq(tics.count, 4);
    ck_assert_str_eq(tics.list[3].name, "3");
    descent__tics_between(&tics, 0, 25, 10, true); /* steps of 2.5 become 3 */
    ck_assert_double_eq(tics.list[1].value, 3);
}
END_TEST

START_TEST(scales_of_every_size)
{
    uint64_t state = 2;
    for (size_t trial = 0; trial < descent_test_effort(5000); trial++) {
        const double size = pow(10, 210 * next(&state) - 10), low = size * (2 * next(&state) - 1);
        const double small = pow(10, -300 * next(&state));
        const size_t most = 2 + (size_t)(20 * next(&state));
        expect_scale(low, low + size * (0.01 + next(&state)), most, false);
        expect_scale(-small * next(&state), small, most, false);
        expect_scale(floor(1e4 * next(&state)), 1e4 + floor(1e4 * next(&state)), most, true);
    }
}
END_TEST

/* Far from zero a name needs all digits down to the step. */
START_TEST(far_from_zero)
{
    for (int power = 3; power <= 12; power++) {
        const double far = pow(10, power);
        expect_scale(far, far + 1, 8, false);
        expect_scale(-far - 1, -far, 8, false);
    }
}
END_TEST

/* Nothing to divide, or nothing that can be: whatever comes, the list ends, and its names are ended. */
START_TEST(hostile_ranges)
{
    static const double ends[] = {
        0,    -0.0,      1,        -1,        DBL_MIN, DBL_TRUE_MIN, -DBL_TRUE_MIN, DBL_MAX, -DBL_MAX, DBL_MAX / 16,
        1e17, 1e17 + 64, INFINITY, -INFINITY, NAN};
    const size_t count = sizeof ends / sizeof ends[0];
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < count; j++)
            for (size_t most = 1; most <= 64; most *= 4)
                for (int whole = 0; whole < 2; whole++) {
                    descent__tics tics;
                    descent__tics_between(&tics, ends[i], ends[j], most, whole);
                    ck_assert_uint_le(tics.count, descent__most_tics);
                    const bool sane = ends[j] - ends[i] >= DBL_MIN && ends[j] - ends[i] <= DBL_MAX / 8;
                    for (size_t k = 0; k < tics.count; k++) {
                        ck_assert_ptr_nonnull(memchr(tics.list[k].name, 0, sizeof tics.list[k].name));
                        ck_assert(!sane || isfinite(tics.list[k].value));
                    }
                }
}
END_TEST

/* What must hold of powers of ten: inside, ascending, and a name tells the power. */
static size_t expect_powers(double low, double high, size_t most)
{
    descent__tics tics;
    size_t named = 0;
    descent__tics_powers(&tics, low, high, most);
    ck_assert_uint_lt(tics.count, descent__most_tics);
    for (size_t i = 0; i < tics.count; i++) {
        const descent__tic *const tic = &tics.list[i];
        ck_assert_double_ge(log10(tic->value), low - 1e-6);
        ck_assert_double_le(log10(tic->value), high + 1e-6);
        if (i > 0)
            ck_assert_double_gt(tic->value, tics.list[i - 1].value);
        if (tic->name[0]) {
            named++;
            ck_assert_double_eq_tol(strtod(tic->name, NULL) / tic->value, 1, 0.03);
        }
    }
    return named;
}

START_TEST(powers_of_ten)
{
    descent__tics tics;
    descent__tics_powers(&tics, 0, 2, 10);
    ck_assert_uint_eq(tics.count, 19); /* 1 to 9, 10 to 90, 100 */
    ck_assert_str_eq(tics.list[0].name, "1");
    ck_assert_str_eq(tics.list[1].name, "2");
    ck_assert_str_eq(tics.list[2].name, "");
    ck_assert_str_eq(tics.list[18].name, "100");
    descent__tics_powers(&tics, -8, 8, 8);
    ck_assert_uint_eq(tics.count, 17);
    ck_assert_str_eq(tics.list[0].name, "1e-8");
    ck_assert_str_eq(tics.list[1].name, "");
    ck_assert_str_eq(tics.list[2].name, "1e-6");
    uint64_t state = 4;
    for (size_t trial = 0; trial < descent_test_effort(5000); trial++) {
        const double low = 600 * next(&state) - 300, decades = 1 + 590 * next(&state) * next(&state);
        const size_t most = 4 + (size_t)(10 * next(&state));
        const double high = fmin(low + decades, 300);
        if (high - low < 1)
            continue;
        const size_t named = expect_powers(low, high, most);
        /* Each third of the room at least has a name: powers are 1, 2, 5, 10, … decades apart. */
        ck_assert_uint_le(named, most + 1);
        ck_assert_uint_ge(named, 1);
    }
}
END_TEST

/* As few digits as keep the number within a fiftieth of the resolution. */
START_TEST(digits)
{
    static const struct {
        double value, resolution;
        const char *name;
    } known[] = {
        {0, 1, "0"},
        {1e-12, 1, "0"},
        {0.0004, 0.07, "0"},
        {-0.0004, 0.07, "0"},
        {0.1, 0.1, "0.1"},
        {0.30000000000000004, 0.1, "0.3"},
        {2.5, 0.5, "2.5"},
        {-1000, 500, "-1000"},
        {1.25e-7, 2.5e-8, "1.25e-7"},
        {3e10, 1e10, "3e10"},
        {1e300, 1e300, "1e300"},
        {123456.5, 0.5, "123456.5"},
        {DBL_MIN, DBL_MIN, "2.2e-308"},
    };
    for (size_t k = 0; k < sizeof known / sizeof known[0]; k++) {
        char name[28];
        descent__number_label(name, sizeof name, known[k].value, known[k].resolution);
        ck_assert_str_eq(name, known[k].name);
    }
}
END_TEST

/* What pages show of what printf() writes; what is no number stays as it is. */
START_TEST(numbers_are_set_as_on_pages)
{
    static const char *const pairs[][2] = {
        {"1.6e-07", "1.6·10⁻⁷"},
        {"-2", "−2"},
        {"1e0", "10⁰"},
        {"-1e150", "−10¹⁵⁰"},
        {"5.25e+158", "5.25·10¹⁵⁸"},
        {"0.5", "0.5"},
        {"1", "1"},
        {"", ""},
        {"nan", "nan"},
        {"-inf", "-inf"},
        {"1e", "1e"},
        {"x-2", "x-2"},
        {"1,5", "1,5"},
        {"12345678901234567890123456789012", "12345678901234567890123456789012"},
    };
    for (size_t k = 0; k < sizeof pairs / sizeof *pairs; k++) {
        char text[descent__typeset_size];
        descent__typeset(text, pairs[k][0]);
        ck_assert_str_eq(text, pairs[k][1]);
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {round_numbers,        never_far_above, known_scales,
                                  scales_of_every_size, far_from_zero,   hostile_ranges,
                                  powers_of_ten,        digits,          numbers_are_set_as_on_pages};
    return descent_test_main(descent_test_suite("inside_tics", tests, sizeof tests / sizeof tests[0]));
}
