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

int main(void)
{
    const TTest *const tests[] = {the_extent_is_the_diagonal_of_the_box,
                                  geometric_decay_is_measured,
                                  rotations_have_their_angle,
                                  rounding_is_no_motion,
                                  powers_have_their_exponent_from_any_origin,
                                  coordinates_lead_where_their_own_law_says};
    return descent_test_main(descent_test_suite("inside motion", tests, sizeof tests / sizeof *tests));
}
