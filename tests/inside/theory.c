/* What linear theory foresees of a rule that is not run. */
#include <math.h>

#include <descent/rules.h>

#include "diagnosis/advice/theory.h"

#include "support.h"

/* |1 − ηλ| over the curvatures that bend upward: of 0.1·(1, 8) the slower direction, of 0.1·(1, 19.5) the swinging one. */
START_TEST(the_slowest_direction_makes_the_rate)
{
    double curvatures[] = {-2, 1e-9, 1, 8};
    const descent_critical_point point = {
        .eigenvalues = curvatures, .eigenvalue_count = 4, .eigenvalue_tolerance = 1e-8};
    const descent_rule rule = descent_fixed_step(0.3);
    ck_assert_double_eq_tol(descent__theory_rate(&rule, 0.1, &point), 0.9, 1e-15);
    curvatures[3] = 19.5;
    ck_assert_double_eq_tol(descent__theory_rate(&rule, 0.1, &point), 0.95, 1e-15);
}
END_TEST

START_TEST(without_a_curvature_upward_there_is_no_rate)
{
    double curvatures[] = {-2, 1e-9};
    const descent_critical_point point = {
        .eigenvalues = curvatures, .eigenvalue_count = 2, .eigenvalue_tolerance = 1e-8};
    const descent_rule rule = descent_fixed_step(0.3);
    ck_assert(isnan(descent__theory_rate(&rule, 0.1, &point)));
}
END_TEST

/* The least k with dρᵏ ≤ the tolerance. */
START_TEST(steps_are_the_first_that_reach_the_tolerance)
{
    static const struct {
        double distance, tolerance, rate, steps;
    } known[] = {
        {1, 1e-6, 0.5, 20},                      /* 2¹⁹ < 10⁶ < 2²⁰ */
        {9, 1, 0.5, 4},                          /* 8 < 9 < 16 */
        {50, 1, 0.1, 2},                         /* 10 < 50 < 100 */
        {700, 7, 0.25, 4},                       /* 64 < 100 < 256 */
        {2, 1, 0.99, 69},                        /* 0.99⁶⁸ = 0.5049, 0.99⁶⁹ = 0.4998 */
        {3, 1, 1e-300, 1},                       /* never fewer than one */
        {1, 1, 0.5, 0},                          /* it is there */
        {0.5, 1, 0.5, 0},                        /* nearer than it need be */
        {1, 0, 0.5, NAN},                        /* never there */
        {0, 1, 0.5, NAN},                        /* no distance is known */
        {INFINITY, 1, 0.5, NAN}, {2, 1, 1, NAN}, /* at the limit it stays away */
        {2, 1, NAN, NAN},
    };
    for (size_t k = 0; k < sizeof known / sizeof known[0]; k++) {
        const double steps = descent__theory_steps(known[k].distance, known[k].tolerance, known[k].rate);
        if (isnan(known[k].steps))
            ck_assert_msg(isnan(steps), "row %zu: %g", k, steps);
        else
            ck_assert_msg(steps == known[k].steps, "row %zu: %g and not %g", k, steps, known[k].steps);
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        the_slowest_direction_makes_the_rate,
        without_a_curvature_upward_there_is_no_rate,
        steps_are_the_first_that_reach_the_tolerance,
    };
    return descent_test_main(descent_test_suite("inside_theory", tests, sizeof tests / sizeof tests[0]));
}
