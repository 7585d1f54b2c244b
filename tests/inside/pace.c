/* The comparisons of a pace, at both sides of their edges. */
#include "inside/inside.h"

#include "diagnosis/verdict/ahead/pace.h"
#include "diagnosis/verdict/predicates.h"
#include "diagnosis/verdict/thresholds.h"

START_TEST(theory_holds_to_its_part_and_beyond_rounding)
{
    ck_assert(descent__falls_as_due(1 + 0.99 * DESCENT__MODES_HOLD, 1, 0));
    ck_assert(!descent__falls_as_due(1 + 1.01 * DESCENT__MODES_HOLD, 1, 0));
    ck_assert(descent__falls_as_due(1 - 0.99 * DESCENT__MODES_HOLD, 1, 0));
    ck_assert(!descent__falls_as_due(1 - 1.01 * DESCENT__MODES_HOLD, 1, 0));
    ck_assert(descent__falls_as_due(1.5, 1, 0.5));
    ck_assert(!descent__falls_as_due(1, 1, 1));
    ck_assert(!descent__falls_as_due(NAN, 1, 0));
    ck_assert(!descent__falls_as_due(0, 0, 0));
    ck_assert(!descent__falls_as_due(1, INFINITY, 0)); /* ∞ is within every part of ∞ */
}
END_TEST

START_TEST(an_order_is_the_same_to_its_part)
{
    ck_assert(descent__same_order(1, 1 - 0.99 * DESCENT__SAME_ORDER));
    ck_assert(!descent__same_order(1, 1 - 1.01 * DESCENT__SAME_ORDER));
    ck_assert(!descent__same_order(1, NAN));
    ck_assert(!descent__same_order(1, -1));
}
END_TEST

START_TEST(an_order_near_a_whole_number_is_that)
{
    ck_assert_double_eq(descent__whole_order(2 * (1 + 0.99 * DESCENT__WHOLE_ORDER)), 2);
    ck_assert_double_gt(descent__whole_order(2 * (1 + 1.01 * DESCENT__WHOLE_ORDER)), 2);
    ck_assert_double_eq(descent__whole_order(2 * (1 - 0.99 * DESCENT__WHOLE_ORDER)), 2);
    ck_assert_double_eq(descent__whole_order(0.5), 0.5);
    /* a whole number as loosely as two coefficients, others as closely as a whole number */
    ck_assert(descent__is_order(2 * (1 + 0.9 * DESCENT__SAME_ORDER), 2));
    ck_assert(!descent__is_order(2.5 * (1 + 0.9 * DESCENT__SAME_ORDER), 2.5));
    ck_assert(descent__is_order(2.5 * (1 - 0.99 * DESCENT__WHOLE_ORDER), 2.5));
    ck_assert(!descent__is_order(2.5 * (1 - 1.01 * DESCENT__WHOLE_ORDER), 2.5));
    ck_assert(descent__distance_tells(1, DESCENT__LAW_FALL));
    ck_assert(!descent__distance_tells(1, 1.01 * DESCENT__LAW_FALL));
}
END_TEST

START_TEST(what_runs_straight_is_far)
{
    ck_assert(!descent__runs_straight(DESCENT__RUNS_STRAIGHT, 1));
    ck_assert(descent__runs_straight(1.01 * DESCENT__RUNS_STRAIGHT, 1));
}
END_TEST

/* One variable, no curvature: the order of its distances, k^(−1/p), and what is said of it. */
static descent_pace by_order(double order, size_t count)
{
    static double points[inside_most];
    double origin = 0, flat = 0, along = 1;
    descent_critical_point point = {.dimension = 1,
                                    .x = &origin,
                                    .eigenvalues = &flat,
                                    .eigenvectors = &along,
                                    .eigenvalue_count = 1,
                                    .eigenvector_count = 1,
                                    .eigenvalue_tolerance = 1e-12,
                                    .kind = DESCENT_CRITICAL_DEGENERATE};
    for (size_t k = 0; k < count; k++)
        points[k] = order > 0 ? pow((double)k + 10, -1 / order) : pow(0.99, (double)k);
    descent__evidence evidence = {.n = 1, .x = points + count - 1};
    const descent__way way = {
        .behind = {.n = 1, .count = count, .points = points}, .point = &point, .tolerance = 1e-6, .wanted = NAN};
    descent_pace pace = {.law = DESCENT_LAW_UNKNOWN, .rate = NAN, .exponent = NAN};
    ck_assert_int_eq(descent__pace_by_order(&evidence, &way, &pace), count > DESCENT__LAW_STEPS);
    return pace;
}

/* A power and a geometric law are told from each other, and few steps tell neither. */
START_TEST(laws_are_told_by_their_order)
{
    descent_pace pace = by_order(2, 2000);
    ck_assert_int_eq(pace.law, DESCENT_LAW_POWER);
    ck_assert_double_eq_tol(pace.exponent, -0.5, 1e-12);
    ck_assert_double_eq_tol(pace.steps_to_go.value / 1e12, 1, 0.01);
    pace = by_order(0, 500);
    ck_assert_int_eq(pace.law, DESCENT_LAW_GEOMETRIC);
    ck_assert_double_eq_tol(pace.rate, 0.99, 1e-6);
    ck_assert_double_eq_tol(pace.steps_to_go.value, log(1e-6) / log(0.99) - 499, 2);
    ck_assert_int_eq(by_order(1.5 * DESCENT__LEAST_ORDER, 2000).law, DESCENT_LAW_POWER);
    ck_assert_int_eq(by_order(2, DESCENT__LAW_STEPS).law, DESCENT_LAW_UNKNOWN);
    ck_assert_int_eq(by_order(2, DESCENT__LAW_STEPS + 1).law, DESCENT_LAW_POWER);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {theory_holds_to_its_part_and_beyond_rounding, an_order_is_the_same_to_its_part,
                                  an_order_near_a_whole_number_is_that, what_runs_straight_is_far,
                                  laws_are_told_by_their_order};
    return descent_test_main(descent_test_suite("inside pace", tests, sizeof tests / sizeof *tests));
}
