/* The rate of a rule without a theory, on series of one coordinate that are made by a factor a step. */
#include "diagnosis/verdict/ahead/measured.h"

#include <stdlib.h>

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

/* 24 steps and no fewer; of a late rate, too, the first row counts. */
START_TEST(so_many_steps_make_a_rate)
{
    double points[26];
    for (size_t k = 0; k < 26; k++)
        points[k] = exp(-0.2 * (double)k);
    for (size_t rows = 23; rows <= 26; rows++) {
        const descent__series series = {.n = 1, .count = rows, .points = points};
        ck_assert_int_eq(isnan(descent__measured_rate(&series, &zero)), rows < 25);
        ck_assert_int_eq(isnan(descent__measured_late_rate(&series, &zero)), rows < 25);
    }
}
END_TEST

/* From 8 to what is left after 25 steps in thirds of 8, with a window of one: exactly a tenth is enough, in any unit. */
START_TEST(a_tenth_is_enough_in_any_unit)
{
    const double units[] = {0x1p-30, 1, 0x1p30};
    for (size_t k = 0; k < 3; k++)
        for (int above = 0; above < 2; above++) {
            double points[26];
            for (size_t row = 0; row < 26; row++)
                points[row] = units[k] * pow(10, -(double)row / 24);
            points[25] = 0; /* the window reaches back to the row before */
            points[24] = DESCENT__RATE_SEEN * units[k];
            if (above)
                points[24] = nextafter(points[24], INFINITY);
            const descent__series series = {.n = 1, .count = 26, .points = points};
            ck_assert_int_eq(isnan(descent__measured_rate(&series, &zero)), above);
            if (!above)
                ck_assert_double_eq_tol(descent__measured_rate(&series, &zero), pow(10, -1.0 / 24), 1e-12);
        }
}
END_TEST

/* Each third by itself: its rate may be off by a twentieth of the whole, the others make up for it. */
START_TEST(each_third_has_the_rate_of_the_whole)
{
    for (size_t third = 0; third < 3; third++)
        for (int side = -2; side <= 2; side++) {
            double points[count], logarithm = 0;
            const double off = side * 0.5 * DESCENT__SAME_RATE * 0.1 * (1 + (abs(side) == 2 ? 1e-6 : 0));
            for (size_t row = 0; row < count; row++) {
                points[row] = 0x1p40 * exp(-logarithm);
                logarithm += 0.1 + (row / 32 == third ? off : row < room ? -off / 2 : 0);
            }
            const descent__series series = {.n = 1, .count = count, .points = points};
            ck_assert_int_eq(isnan(descent__measured_rate(&series, &zero)), abs(side) == 2);
            if (abs(side) < 2)
                ck_assert_double_eq_tol(descent__measured_rate(&series, &zero), exp(-0.1), 1e-3);
        }
}
END_TEST

/* The end begins where the distance is a thousand times the largest over the last 17 rows, which is 1 here; in the plane, around (3, −2). */
START_TEST(the_end_begins_a_thousand_times_farther)
{
    enum {
        rows = 63,
        away = 2
    };
    const double point[] = {3, -2};
    for (int above = 0; above < 2; above++) {
        double points[2 * rows];
        for (size_t row = 0; row < rows; row++) {
            const double distance = row < away    ? 1e9
                                    : row == away ? 1000 + above * 1e-6
                                                  : exp(0.1 * ((double)rows - 17 - (double)row));
            points[2 * row] = point[0] + 0.6 * distance;
            points[2 * row + 1] = point[1] - 0.8 * distance;
        }
        points[2 * (rows - 17)] = point[0] + 1;
        points[2 * (rows - 17) + 1] = point[1];
        points[2 * away] = point[0] + 1000 + above * 1e-6;
        points[2 * away + 1] = point[1];
        const descent__series series = {.n = 2, .count = rows, .points = points};
        /* A row that belongs to it, and has another rate; or does not, and the others have one. */
        if (above)
            ck_assert_double_eq_tol(descent__measured_late_rate(&series, point), exp(-0.1), 1e-12);
        else
            ck_assert(isnan(descent__measured_late_rate(&series, point)));
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        a_factor_is_its_rate,
        a_rate_that_changes_is_none,
        less_than_a_tenfold_fall_tells_no_rate,
        the_end_has_its_own_rate,
        a_window_reaches_to_its_last_row,
        nothing_is_measured_on_nothing,
        so_many_steps_make_a_rate,
        a_tenth_is_enough_in_any_unit,
        each_third_has_the_rate_of_the_whole,
        the_end_begins_a_thousand_times_farther,
    };
    return descent_test_main(descent_test_suite("inside measured", tests, sizeof tests / sizeof *tests));
}
