/* Extent and motion of series whose figures are known. */
#include "inside/inside.h"

#include "base/arena.h"
#include "trajectory/motion.h"

START_TEST(the_extent_is_the_diagonal_of_the_box)
{
    descent__arena work = {0};
    const double points[] = {0, 0, 3, 1, 1, 4, 2, 2};
    const descent__series series = {.n = 2, .count = 4, .points = points};
    ck_assert_double_eq_tol(descent__series_extent(&work, &series, 0, 4), 5, 1e-15);
    ck_assert_double_eq(descent__series_extent(&work, &series, 1, 2), 0);
    ck_assert_double_eq(descent__series_extent(&work, &series, 2, 2), 0);
    descent__arena_release(&work);
}
END_TEST

/* Geometric decay: the extents of the last half's two quarters differ by the factor to the power of a quarter's steps. */
START_TEST(geometric_decay_is_measured)
{
    descent__arena work = {0};
    double points[401];
    descent__motion motion;
    for (size_t k = 0; k <= 400; k++)
        points[k] = pow(0.99, (double)k);
    const descent__series series = {.n = 1, .count = 401, .points = points};
    ck_assert(descent__motion_measure(&work, &series, &motion));
    ck_assert_double_eq_tol(motion.quarter / motion.before, pow(0.99, 100), 1e-9);
    ck_assert_double_eq_tol(motion.length_last / motion.length_before, pow(0.99, 100), 1e-9);
    ck_assert_double_eq_tol(motion.straightness, 1, 1e-12);
    ck_assert_double_eq_tol(motion.cosine, 1, 1e-12);
    ck_assert_uint_eq(motion.longest, 0);
    ck_assert_uint_eq(motion.live, 401);
    descent__arena_release(&work);
}
END_TEST

/* A rotation by an angle: the cosine of successive steps is that of the angle; half a circle has 2/π. */
START_TEST(rotations_have_their_angle)
{
    descent__arena work = {0};
    double points[802];
    descent__motion motion;
    for (double angle = 0.1; angle < 3; angle += 0.3) {
        for (size_t k = 0; k <= 400; k++) {
            points[2 * k] = cos(angle * (double)k);
            points[2 * k + 1] = sin(angle * (double)k);
        }
        const descent__series series = {.n = 2, .count = 401, .points = points};
        ck_assert(descent__motion_measure(&work, &series, &motion));
        ck_assert_double_eq_tol(motion.cosine, cos(angle), 1e-9);
        ck_assert_double_le(motion.straightness, 2 / (400.0 / 2 * 2 * sin(angle / 2)) + 1e-9);
    }
    descent__arena_release(&work);
}
END_TEST

/* Steps up to sixteen units in the last place are none. */
START_TEST(rounding_is_no_motion)
{
    descent__arena work = {0};
    double points[64];
    descent__motion motion;
    for (size_t units = 2; units <= 64; units *= 2) {
        for (size_t k = 0; k < 64; k++)
            points[k] = 1 + (k % 2 ? (double)units * DBL_EPSILON : 0) + (k < 8 ? 1.0 / (double)(k + 1) : 0);
        const descent__series series = {.n = 1, .count = 64, .points = points};
        ck_assert(descent__motion_measure(&work, &series, &motion));
        if ((double)units <= descent__rounding_units)
            ck_assert_uint_eq(motion.live, 9);
        else
            ck_assert_uint_eq(motion.live, 64);
    }
    descent__arena_release(&work);
}
END_TEST

/* Steps (k − k₀)^−p: the exponent does not depend on k₀; a constant factor and a constant step have none. */
START_TEST(powers_have_their_exponent_from_any_origin)
{
    static const double origins[] = {-500, -10, 0, 150};
    static const double exponents[] = {0.6, 1, 1.5, 3};
    static double points[602];
    for (size_t law = 0; law < 4 * 4 + 2; law++) {
        descent__arena work = {0};
        descent__motion motion;
        const double origin = origins[law % 4];
        const double p = exponents[law / 4 % 4];
        points[0] = 0;
        for (size_t k = 1; k < 602; k++)
            points[k] = points[k - 1] + (law < 16    ? pow(200 + (double)k - origin, -p)
                                         : law == 16 ? pow(0.98, (double)k)
                                                     : 1);
        const descent__series series = {.n = 1, .count = 602, .points = points};
        ck_assert(descent__motion_measure(&work, &series, &motion));
        if (law < 16)
            ck_assert_double_eq_tol(motion.fading, p, 0.02 * p);
        else
            ck_assert(isnan(motion.fading) || motion.fading > 100);
        descent__arena_release(&work);
    }
}
END_TEST

/* A coordinate that halves its way from quarter to quarter has as much left as it made last; one that rests has nothing. */
START_TEST(coordinates_lead_where_their_own_law_says)
{
    double points[2 * 9];
    for (size_t k = 0; k < 9; k++) {
        points[2 * k] = pow(0.5, (double)k / 2); /* a quarter is two steps: what is left is what it is */
        points[2 * k + 1] = 3;
    }
    const descent__series series = {.n = 2, .count = 9, .points = points};
    ck_assert(descent__motion_leads_to(&series, (const double[]){0, 3}, 1.001, 0));
    ck_assert(!descent__motion_leads_to(&series, (const double[]){-0.001, 3}, 1.001, 0));
    ck_assert(!descent__motion_leads_to(&series, (const double[]){0, 3.1}, 1.001, 0.09));
    ck_assert(descent__motion_leads_to(&series, (const double[]){0, 3.1}, 1.001, 0.11));
}
END_TEST

/* x = k²: moves of 1, 3, 5, …, so that every extent and every mean length is a difference of squares. */
START_TEST(each_figure_is_of_its_part)
{
    double points[24];
    for (size_t m = 1; m <= 24; m++) {
        descent__arena work = {0};
        descent__motion motion;
        for (size_t k = 0; k < m; k++)
            points[k] = (double)(k * k);
        const descent__series series = {.n = 1, .count = m, .points = points};
        ck_assert(descent__motion_measure(&work, &series, &motion));
        const size_t half = m / 2, quarter = m - (m + 3) / 4, last = m - 1, middle = (half + last) / 2;
        ck_assert_uint_eq(motion.count, m);
        ck_assert_uint_eq(motion.live, m);
        ck_assert_double_eq(motion.half, points[last] - points[half < last ? half : last]);
        ck_assert_double_eq(motion.quarter, points[last] - points[quarter]);
        ck_assert_double_eq(motion.before, points[quarter] - points[half < quarter ? half : quarter]);
        ck_assert_double_eq(motion.straightness, half < last);
        ck_assert_double_eq_tol(motion.floor, descent__rounding_units * DBL_EPSILON * points[last], 1e-300);
        ck_assert_double_eq(motion.cosine, m >= descent__turn_points);
        ck_assert_uint_eq(motion.longest, m > 1 ? m - 2 : 0);
        ck_assert_double_eq(motion.length_max, m > 1 ? 2 * (double)m - 3 : 0);
        descent__arena_release(&work);
        if (m < descent__turn_points) {
            ck_assert_double_nan(motion.fading);
            continue;
        }
        ck_assert_double_eq_tol(motion.length_last, (points[last] - points[middle]) / (double)(last - middle), 1e-12);
        const size_t from = middle > half ? half : half - 1, to = middle > half ? middle : half;
        ck_assert_double_eq_tol(motion.length_before, (points[to] - points[from]) / (double)(to - from), 1e-12);
    }
}
END_TEST

/* Of unit steps that turn round once, at row `at`: the mean over the turns of the last half, or over the last turn of all. */
START_TEST(the_cosine_is_of_the_last_half)
{
    for (size_t m = descent__turn_points; m <= 14; m++)
        for (size_t at = 1; at + 1 < m; at++) {
            descent__arena work = {0};
            double moves[16], points[17];
            descent__motion motion;
            for (size_t k = 0; k + 1 < m; k++)
                moves[k] = k < at ? 1 : -1;
            const descent__series series = inside_walk(moves, m - 1, points);
            ck_assert(descent__motion_measure(&work, &series, &motion));
            const size_t first = m < 5 ? m - 2 : m / 2 + 1, turns = m - 1 - first;
            const double back = at >= first ? 2 : 0;
            ck_assert_double_eq_tol(motion.cosine, 1 - back / (double)turns, 1e-15);
            ck_assert_uint_eq(motion.longest, 0); /* the first of equal ones */
            descent__arena_release(&work);
        }
}
END_TEST

/* Sixteen units of rounding are none, and seventeen are a step: of the last that moves, and of what turns. */
START_TEST(at_sixteen_units_it_is_rounding)
{
    for (int units = 16; units <= 17; units++) {
        descent__arena work = {0};
        descent__motion motion;
        const bool counts = units > descent__rounding_units;
        const double tiny = units * DBL_EPSILON;
        const double points[] = {1, 1, 1.5, 1, 1 + tiny, 1};
        descent__series series = {.n = 1, .count = 5, .points = points};
        ck_assert(descent__motion_measure(&work, &series, &motion));
        ck_assert_uint_eq(motion.live, counts ? 5 : 4);
        series.count = 6;
        ck_assert(descent__motion_measure(&work, &series, &motion));
        ck_assert_double_eq(motion.cosine, counts ? -1 : 0); /* the steps of `tiny` turn back */
        series = (descent__series){.n = 1, .count = 4, .points = points + 2};
        ck_assert(descent__motion_measure(&work, &series, &motion));
        ck_assert_double_eq(motion.cosine, counts ? -1 : 0);
        descent__arena_release(&work);
    }
}
END_TEST

/* Of twelve steps, or of 24 in pairs, the rates from the seventh to the eighth, and from the eleventh to the last: four apart. */
static double fading(const double *late, size_t width, size_t more)
{
    descent__arena work = {0};
    double moves[64], points[65];
    descent__motion motion;
    const size_t steps = 12 * width + more;
    for (size_t k = 0; k < steps; k++)
        moves[k] = k < steps - 6 * width ? 9 : late[(k - (steps - 6 * width)) / width];
    const descent__series series = inside_walk(moves, steps, points);
    ck_assert(descent__motion_measure(&work, &series, &motion));
    descent__arena_release(&work);
    return motion.fading;
}

START_TEST(fading_is_read_from_six_parts)
{
    const double slower[] = {32, 8, 7, 7, 2, 1}, level[] = {8, 8, 7, 7, 2, 1}, rising[] = {8, 9, 7, 7, 2, 1},
                 ends_level[] = {32, 8, 7, 7, 2, 2}, ends_rising[] = {32, 8, 7, 7, 1, 2}, same[] = {2, 1, 7, 7, 2, 1},
                 faster[] = {2, 1, 7, 7, 32, 8};
    /* rates −2 ln 2 and −ln 2, four parts apart: 4/(1/ln 2 − 1/(2 ln 2)) */
    ck_assert_double_eq_tol(fading(slower, 1, 0), 8 * log(2), 1e-12);
    for (size_t more = 0; more < 12; more++)
        ck_assert_double_eq_tol(fading(slower, 2, more), 8 * log(2), 1e-12);
    const double *const none[] = {level, rising, ends_level, ends_rising, same, faster};
    for (size_t k = 0; k < sizeof none / sizeof *none; k++)
        ck_assert_double_nan(fading(none[k], 1, 0));
    /* eleven steps have no six parts in their half */
    double points[12];
    descent__arena work = {0};
    descent__motion motion;
    const double moves[] = {9, 9, 9, 9, 9, 32, 8, 7, 7, 2, 1};
    const descent__series series = inside_walk(moves, 11, points);
    ck_assert(descent__motion_measure(&work, &series, &motion));
    ck_assert_double_nan(motion.fading);
    descent__arena_release(&work);
}
END_TEST

/* Two quarters of one point each: what moved by 3 and then by 1 has ½ left; what does not slow down may go anywhere. */
START_TEST(what_is_left_is_told_by_two_quarters)
{
    const double points[] = {7, 7, 0, 3, 4};
    const descent__series slows = {.n = 1, .count = 5, .points = points};
    ck_assert(descent__motion_leads_to(&slows, (const double[]){4.5}, 1, 1e-12));
    ck_assert(!descent__motion_leads_to(&slows, (const double[]){4.5}, 1, -1e-12));
    ck_assert(descent__motion_leads_to(&slows, (const double[]){3.5}, 1, 1e-12));
    ck_assert(!descent__motion_leads_to(&slows, (const double[]){3.5 - 1e-9}, 1, 1e-12));
    const double even[] = {0, 0, 0, 1, 2}, faster[] = {0, 0, 0, 1, 3}, begins[] = {0, 0, 0, 0, 1};
    const double *const all[] = {even, faster, begins};
    for (size_t k = 0; k < 3; k++)
        ck_assert(descent__motion_leads_to(&(descent__series){.n = 1, .count = 5, .points = all[k]},
                                           (const double[]){1e300}, 1, 0));
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {each_figure_is_of_its_part,
                                  the_cosine_is_of_the_last_half,
                                  at_sixteen_units_it_is_rounding,
                                  fading_is_read_from_six_parts,
                                  what_is_left_is_told_by_two_quarters,
                                  the_extent_is_the_diagonal_of_the_box,
                                  geometric_decay_is_measured,
                                  rotations_have_their_angle,
                                  rounding_is_no_motion,
                                  powers_have_their_exponent_from_any_origin,
                                  coordinates_lead_where_their_own_law_says};
    return descent_test_main(descent_test_suite("inside motion", tests, sizeof tests / sizeof *tests));
}
