/* The rate of a rule without a theory, on series of one coordinate that are made by a factor a step. */
#include "diagnosis/verdict/ahead/measured.h"

#include "diagnosis/verdict/thresholds.h"
#include "inside.h"

enum {
    room = 96,                                                           /* steps, three thirds of 32 */
    count = room * DESCENT__PACE_WINDOW / (DESCENT__PACE_WINDOW - 1) + 1 /* rows, with those of the window */
};

static const double zero = 0;

/* e^(−early·k) for two thirds of the room, then with another exponent. */
static descent__series fall(double early, double late, double *points)
{
    double logarithm = 0;
    for (size_t k = 0; k < count; k++) {
        points[k] = exp(-logarithm);
        logarithm += k < room * 2 / 3 ? early : late;
    }
    return (descent__series){.n = 1, .count = count, .points = points};
}

START_TEST(a_factor_is_its_rate)
{
    double points[count];
    descent__series series = fall(0.1, 0.1, points);
    ck_assert_double_eq_tol(descent__measured_rate(&series, &zero), exp(-0.1), 1e-12);
    ck_assert_double_eq_tol(descent__measured_late_rate(&series, &zero), exp(-0.1), 1e-12);
    for (size_t k = 1; k < count; k += 2) /* from side to side, and low every other time: how far it swings counts */
        points[k] *= -0.5;
    ck_assert_double_eq_tol(descent__measured_rate(&series, &zero), exp(-0.1), 1e-2);
}
END_TEST

/* Exponents of a, a, b have the mean (2a + b)/3; that of b alone may be off by DESCENT__SAME_RATE of it. */
START_TEST(a_rate_that_changes_is_none)
{
    double points[count];
    const double mean = 0.1;
    for (int side = -1; side <= 1; side += 2) {
        const double off = DESCENT__SAME_RATE * mean * (1 + 1e-6 * side);
        descent__series series = fall(mean - off / 2, mean + off, points);
        ck_assert(isnan(descent__measured_rate(&series, &zero)) == (side > 0));
        series = fall(mean + off / 2, mean - off, points);
        ck_assert(isnan(descent__measured_rate(&series, &zero)) == (side > 0));
    }
}
END_TEST

START_TEST(less_than_a_tenfold_fall_tells_no_rate)
{
    double points[count];
    const double whole = -log(DESCENT__RATE_SEEN) / room;
    descent__series series = fall(whole * (1 + 1e-9), whole * (1 + 1e-9), points);
    ck_assert_double_eq_tol(descent__measured_rate(&series, &zero), exp(-whole), 1e-9);
    series = fall(whole * (1 - 1e-9), whole * (1 - 1e-9), points);
    ck_assert(isnan(descent__measured_rate(&series, &zero)));
}
END_TEST

/* Only the last factor of a thousand counts: DESCENT__RATE_FALL. */
START_TEST(the_end_has_its_own_rate)
{
    double points[400];
    double logarithm = 0;
    for (size_t k = 0; k < 400; k++) {
        points[k] = exp(-logarithm);
        logarithm += k < 200 ? 0.3 : 0.1;
    }
    const descent__series series = {.n = 1, .count = 400, .points = points};
    ck_assert(isnan(descent__measured_rate(&series, &zero)));
    ck_assert_double_eq_tol(descent__measured_late_rate(&series, &zero), exp(-0.1), 1e-12);
    logarithm = 0;
    for (size_t k = 0; k < 400; k++) { /* the fall of a thousand takes 69 steps at its end */
        points[k] = exp(-logarithm);
        logarithm += k < 370 ? 0.3 : 0.1;
    }
    ck_assert(isnan(descent__measured_late_rate(&series, &zero)));
}
END_TEST

/* One row of seven is away from the point, each the last of its window of six steps: 105 steps in thirds of 35. */
START_TEST(a_window_reaches_to_its_last_row)
{
    enum {
        window = 6,
        rows = 3 * 5 * (window + 1) + window + 1
    };
    ck_assert_uint_eq((rows - 1) / DESCENT__PACE_WINDOW, window);
    double points[rows] = {0};
    for (size_t k = window; k < rows; k += window + 1)
        points[k] = exp(-0.1 * (double)k);
    const descent__series series = {.n = 1, .count = rows, .points = points};
    ck_assert_double_eq_tol(descent__measured_rate(&series, &zero), exp(-0.1), 1e-12);
}
END_TEST

START_TEST(nothing_is_measured_on_nothing)
{
    double points[count] = {0};
    descent__series series = {.n = 1, .count = count, .points = points};
    ck_assert(isnan(descent__measured_rate(&series, &zero))); /* it is there */
    ck_assert(isnan(descent__measured_late_rate(&series, &zero)));
    series.count = 1;
    ck_assert(isnan(descent__measured_rate(&series, &zero)));
    series.count = 0;
    ck_assert(isnan(descent__measured_late_rate(&series, &zero)));
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        a_factor_is_its_rate,     a_rate_that_changes_is_none,      less_than_a_tenfold_fall_tells_no_rate,
        the_end_has_its_own_rate, a_window_reaches_to_its_last_row, nothing_is_measured_on_nothing,
    };
    return descent_test_main(descent_test_suite("inside measured", tests, sizeof tests / sizeof *tests));
}
