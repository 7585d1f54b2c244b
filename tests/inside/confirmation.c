/* Whether a run leads to a point: the comparisons, each at both sides of its edge. */
#include "diagnosis/verdict/ahead/confirmation.h"

#include "diagnosis/evidence/examination.h"
#include "diagnosis/verdict/growth/expansion.h"
#include "diagnosis/verdict/opening.h"
#include "diagnosis/verdict/thresholds.h"
#include "inside.h"

static double above(double x)
{
    return nextafter(x, INFINITY);
}

START_TEST(a_point_is_the_same_to_a_part_of_the_way)
{
    ck_assert(descent__is_found_again(DESCENT__SAME_POINT * 2, 2, 0, false));
    ck_assert(!descent__is_found_again(above(DESCENT__SAME_POINT * 2), 2, 0, false));
    ck_assert(descent__is_found_again(DESCENT__SAME_FLOOR * 2, 2, 0, true));
    ck_assert(!descent__is_found_again(above(DESCENT__SAME_FLOOR * 2), 2, 0, true));
    ck_assert(descent__is_found_again(DESCENT__STAY_TOLERANCES, 0, 1, false));
    ck_assert(!descent__is_found_again(above(DESCENT__STAY_TOLERANCES), 0, 1, false));
    ck_assert(!descent__is_found_again(NAN, 1, 1, false));
}
END_TEST

START_TEST(descent_tells_where_it_leads_once_it_has_moved)
{
    /* all in proportion to how far it had to go */
    for (double before = 0.25; before <= 4; before *= 4) {
        const double way = DESCENT__FLOW_SEEN * before, settles = DESCENT__FLOW_SETTLED * before;
        /* straight away from it; but as long as it has hardly moved, nothing is known */
        ck_assert(descent__flow_leads_away(above(way), before, before + way, false, false));
        ck_assert(!descent__flow_leads_away(way, before, before + way, false, false));
        /* nearer by a part of its way, or less */
        const double nearer = before - DESCENT__FLOW_NEARS * before / 2;
        ck_assert(!descent__flow_leads_away(before / 2, before, nearer, false, false));
        ck_assert(descent__flow_leads_away(before / 2, before, above(nearer), false, false));
        /* what goes no further is there, or elsewhere */
        ck_assert(!descent__flow_leads_away(before, before, DESCENT__SAME_FLOOR * before, true, false));
        ck_assert(descent__flow_leads_away(before, before, above(DESCENT__SAME_FLOOR * before), true, false));
        ck_assert(!descent__flow_leads_away(before, before, above(DESCENT__SAME_FLOOR * before), false, false));
        /* and less of a way tells where it has settled */
        ck_assert(descent__flow_leads_away(above(settles), before, before, true, false));
        ck_assert(!descent__flow_leads_away(settles, before, before, true, false));
        ck_assert(!descent__flow_leads_away(above(settles), before, before, false, false));
        /* however little, where the slope is gone; not toward the point, and not on the way */
        ck_assert(descent__flow_leads_away(settles / 64, before, before, true, true));
        ck_assert(!descent__flow_leads_away(settles / 64, before, before, false, true));
        ck_assert(!descent__flow_leads_away(settles, before, before - settles, true, true));
    }
}
END_TEST

START_TEST(a_leap_keeps_the_growth)
{
    const double before = 1.25;
    ck_assert(descent__leap_is_confirmed(before, exp(DESCENT__LEAP_CONFIRMED * log(before)) * (1 - 1e-12)));
    ck_assert(!descent__leap_is_confirmed(before, exp(DESCENT__LEAP_CONFIRMED * log(before)) * (1 + 1e-12)));
    ck_assert(descent__leap_is_confirmed(before, 1));
    ck_assert(!descent__leap_is_confirmed(before, INFINITY));
    ck_assert(!descent__leap_is_confirmed(before, NAN));
}
END_TEST

/* x³ − 3xy²: descent comes to its flat point 0 along y = 0, x > 0, and from beside it, where y grows, goes elsewhere. */
static int three_ways(size_t n, const double *x, double *value, void *context)
{
    (void)n;
    (void)context;
    *value = x[0] * x[0] * x[0] - 3 * x[0] * x[1] * x[1];
    return 0;
}

static int slope_of_three_ways(size_t n, const double *x, double *gradient, void *context)
{
    (void)n;
    (void)context;
    gradient[0] = 3 * (x[0] * x[0] - x[1] * x[1]);
    gradient[1] = -6 * x[0] * x[1];
    return 0;
}

/* So many steps of gradient descent with a small step size: is what Newton's method finds from farther on where it comes to? */
static bool comes_to_the_flat_point(double across)
{
    enum {
        rows = 401
    };
    static double points[2 * rows], norms[rows], losses[rows];
    static uint64_t steps[rows];
    const double eta = 4e-4;
    const descent_problem problem = {.dimension = 2, .loss = three_ways, .gradient = slope_of_three_ways};
    points[0] = 1.2;
    points[1] = across;
    for (size_t k = 0; k < rows; k++) {
        double gradient[2];
        const double *x = points + 2 * k;
        (void)slope_of_three_ways(2, x, gradient, NULL);
        (void)three_ways(2, x, &losses[k], NULL);
        norms[k] = hypot(gradient[0], gradient[1]);
        steps[k] = k;
        for (size_t i = 0; i < 2 && k + 1 < rows; i++)
            points[2 * (k + 1) + i] = x[i] - eta * gradient[i];
    }
    descent__holdings holdings = {0};
    descent__evidence evidence = {
        .n = 2, .rows = rows, .points = points, .losses = losses, .norms = norms, .steps = steps};
    evidence.holdings = &holdings;
    evidence.keep = &holdings.arena;
    evidence.options = (descent_diagnosis_options){
        .budget = 5000, .distance_tolerance = 1e-6, .gradient_tolerance = NAN, .period_limit = 256};
    assert_success(descent__evaluator_open(&evidence.evaluator, &problem));
    evidence.has_problem = evidence.has_rule = true;
    evidence.rule = descent_fixed_step(eta);
    descent__evidence_examine(&evidence);
    descent__facts facts = {0};
    descent__facts_open(&facts, &evidence);
    const descent__destination *goal = descent__facts_goal(&facts);
    ck_assert(goal->point && goal->point->kind == DESCENT_CRITICAL_DEGENERATE);
    ck_assert_double_le(hypot(goal->point->x[0], goal->point->x[1]), 1e-2);
    const bool confirmed = descent__is_confirmed(&facts, goal);
    descent__facts_close(&facts, NULL, NULL);
    descent__arena_release(&evidence.work);
    descent__arena_release(&holdings.arena);
    descent__evaluator_close(&evidence.evaluator);
    return confirmed;
}

START_TEST(descent_from_beside_a_ridge_leads_elsewhere)
{
    ck_assert(comes_to_the_flat_point(0));
    ck_assert(!comes_to_the_flat_point(-0.013));
    ck_assert(!comes_to_the_flat_point(0.013));
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        a_point_is_the_same_to_a_part_of_the_way,
        descent_tells_where_it_leads_once_it_has_moved,
        a_leap_keeps_the_growth,
        descent_from_beside_a_ridge_leads_elsewhere,
    };
    return descent_test_main(descent_test_suite("inside confirmation", tests, sizeof tests / sizeof *tests));
}
