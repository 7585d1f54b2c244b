/* Facts of critical points, of a quadratic loss around a place that is known: which are looked for, what counts as there, and how far
 * off they are. */
#include <float.h>
#include <math.h>
#include <string.h>

#include "diagnosis/verdict/facts.h"
#include "diagnosis/verdict/facts/asked.h"
#include "diagnosis/verdict/thresholds.h"
#include "support.h"

enum {
    most_rows = 16
};

typedef struct bench {
    double curvatures[2], centre[2];
    descent_problem problem;
    descent__holdings holdings;
    descent__evidence evidence;
    descent__facts facts;
    double points[2 * most_rows], ahead[2 * most_rows], lengths[most_rows], gradient[2];
    uint64_t steps[most_rows];
} bench;

static bench b;

static int gradient_of(size_t n, const double *x, double *g, void *context)
{
    (void)context;
    for (size_t i = 0; i < n; i++)
        g[i] = b.curvatures[i] * (x[i] - b.centre[i]);
    return 0;
}

static int hessian_of(size_t n, const double *x, double *h, void *context)
{
    (void)x, (void)context;
    for (size_t i = 0; i < n * n; i++)
        h[i] = i % (n + 1) == 0 ? b.curvatures[i / n] : 0;
    return 0;
}

/* Rows from `first` toward the centre by 3/4 each, with a fixed step of 1/4 and curvatures of 1. */
static void open_bench(size_t n, size_t rows, double first)
{
    memset(&b, 0, sizeof b);
    b.curvatures[0] = b.curvatures[1] = 1;
    b.centre[0] = 2;
    b.centre[1] = -1;
    for (size_t k = 0; k < rows; k++) {
        for (size_t i = 0; i < n; i++)
            b.points[k * n + i] = b.centre[i] + (i == 0 ? first * pow(0.75, (double)k) : 0);
        b.steps[k] = k;
        b.lengths[k] = fabs(first) * pow(0.75, (double)k) / 4;
    }
    b.problem = (descent_problem){.dimension = n, .gradient = gradient_of, .hessian = hessian_of};
    b.evidence = (descent__evidence){.n = n,
                                     .rows = rows,
                                     .finite = rows,
                                     .points = b.points,
                                     .steps = b.steps,
                                     .x = b.points + (rows - 1) * n,
                                     .step = rows - 1,
                                     .has_problem = true,
                                     .has_rule = true,
                                     .problem_in_units = b.problem,
                                     .rule = descent_fixed_step(0.25),
                                     .step_size = 0.25,
                                     .gradient = b.gradient,
                                     .gradient_error = NAN,
                                     .gradient_norm = 1,
                                     .options = {.budget = 100000, .distance_tolerance = 1e-6}};
    b.evidence.holdings = &b.holdings;
    b.evidence.keep = &b.holdings.arena;
    b.facts = (descent__facts){.evidence = &b.evidence, .scale = 1, .tolerance = 1e-6};
    b.facts.series = (descent__series){.n = n, .count = rows, .points = b.points};
    b.facts.motion =
        (descent__motion){.count = rows, .live = rows, .lengths = b.lengths, .floor = 1e-12, .length_max = 1};
    assert_success(descent__evaluator_open(&b.evidence.evaluator, &b.problem));
}

static void close_bench(void)
{
    descent__facts_close(&b.facts, NULL, NULL);
    ck_assert(!b.facts.destination.point && !b.facts.centre.point && !b.facts.near_start.point && !b.facts.goal.point &&
              !b.facts.below.point);
    descent__arena_release(&b.evidence.work);
    descent__arena_release(&b.holdings.arena);
    descent__evaluator_close(&b.evidence.evaluator);
}

/* ---- distances ---- */

/* Of the last quarter of the rows, rounded up. */
START_TEST(late_rows_are_the_last_quarter)
{
    for (size_t rows = 1; rows <= most_rows; rows++)
        for (size_t far = 0; far < rows; far++) {
            const double origin[] = {0, 0};
            open_bench(2, rows, 1);
            for (size_t k = 0; k < rows; k++) {
                b.points[2 * k] = k == far ? 3 : 0.3;
                b.points[2 * k + 1] = k == far ? -4 : 0.4;
            }
            const bool late = 4 * (rows - far) < rows + 4;
            ck_assert_msg(fabs(descent__facts_late_distance(&b.facts, origin) - (late ? 5 : 0.5)) < 1e-12, "%zu of %zu",
                          far, rows);
            close_bench();
        }
}
END_TEST

/* Where it swings, or its rule remembers, it is how far off it still comes. */
START_TEST(what_swings_reaches_as_far_as_it_comes)
{
    for (int c = 0; c < 8; c++) {
        descent_critical_point point = {.x = b.centre};
        const descent__destination there = {.point = &point, .distance = c % 2 ? 0.01 : 9};
        open_bench(1, 12, 8);
        b.facts.motion.cosine = c / 2 % 2 ? -1 : 1;
        if (c / 4)
            b.evidence.rule = descent_heavy_ball(0.25, 0.5);
        const double late = 8 * pow(0.75, 9);
        const double expected = c < 2 ? there.distance : fmax(there.distance, late);
        ck_assert_double_eq_tol(descent__facts_reached_distance(&b.facts, &there), expected, 1e-12);
        close_bench();
    }
}
END_TEST

/* The flat one before the destination, and that before what is circled; and each is known by its point. */
START_TEST(points_that_are_known_are_told_by_rank)
{
    for (unsigned which = 0; which < 64; which++) {
        descent_critical_point points[6] = {{0}};
        descent__facts facts = {0};
        descent__destination *const all[] = {&facts.flat, &facts.destination, &facts.centre,
                                             &facts.goal, &facts.face,        &facts.below};
        const descent_critical_point *best = NULL;
        for (size_t k = 0; k < 6; k++)
            if (which & 1u << k)
                all[k]->point = points + k;
        for (size_t k = 3; k-- > 0;)
            best = which & 1u << k ? points + k : best;
        ck_assert_ptr_eq(descent__facts_known_point(&facts), best);
        for (size_t k = 0; k < 6; k++)
            ck_assert_ptr_eq(descent__facts_destination_of(&facts, points + k), which & 1u << k ? all[k] : NULL);
        ck_assert_ptr_null(descent__facts_destination_of(&facts, NULL));
    }
}
END_TEST

/* ---- what counts as there ---- */

/* What rounding makes of the point is more than it asks for; a step takes a quarter of the distance, so that four roundings are left. */
START_TEST(a_tolerance_of_rounding_is_narrowed_to_the_steps)
{
    for (int c = 0; c < 12; c++) {
        open_bench(1, 12, 8);
        b.facts.tolerance_by = c == 1 ? DESCENT__TOLERANCE_BY_EXTENT : DESCENT__TOLERANCE_BY_ROUNDING;
        b.facts.tolerance_asked = c == 2 ? 1e-9 : 1e-13;
        b.facts.gave_up = c == 3 ? "tired" : NULL;
        b.facts.motion.live = c == 4 ? 8 : 12;
        if (c == 5)
            for (size_t k = 0; k < 12; k++)
                b.steps[k]++;
        if (c == 6)
            b.facts.motion.count = 1;
        if (c == 7) /* nothing tells the factor: the last step took a third of what is left */
            b.evidence.has_rule = false;
        if (c == 8)
            b.facts.motion.floor = 1;
        if (c == 9) {
            b.evidence.has_rule = false;
            b.lengths[10] = 0;
        }
        if (c == 10)
            b.facts.tolerance_asked = 4e-12;
        if (c == 11)
            b.evidence.has_problem = false;
        const descent__destination *found = descent__facts_destination(&b.facts);
        ck_assert_int_eq(found->point != NULL, c != 11);
        if (found->point)
            ck_assert_double_eq_tol(found->distance, 8 * pow(0.75, 11), 1e-9);
        const bool kept = c == 1 || (c >= 3 && c <= 6) || c == 8 || c == 9 || c == 11;
        const double expected = kept ? 1e-6 : c == 2 ? 1e-9 : c == 7 ? 3e-12 : 4e-12;
        ck_assert_msg(fabs(b.facts.tolerance / expected - 1) < 1e-6, "%d: %g", c, b.facts.tolerance);
        ck_assert_int_eq(b.facts.tolerance_by,
                         c == 1 || c == 2 || c == 10 ? DESCENT__TOLERANCE_BY_EXTENT : DESCENT__TOLERANCE_BY_ROUNDING);
        ck_assert_ptr_eq(descent__facts_destination(&b.facts), found); /* once */
        close_bench();
    }
}
END_TEST

/* Of an engine that recorded nothing its copy tells whether it comes nearer. */
START_TEST(a_copy_tells_whether_one_point_is_neared)
{
    for (int c = 0; c < 5; c++) {
        open_bench(1, c == 3 ? 2 : 1, 8);
        b.ahead[0] = b.points[0];
        b.ahead[1] = b.centre[0] + (c == 1 ? -8.1 : c == 4 ? 8 : -7.9);
        b.facts.series = (descent__series){.n = 1, .count = 2, .points = b.ahead};
        b.facts.continued = c != 2;
        const bool nearing = descent__facts_destination(&b.facts)->nearing;
        ck_assert_msg(nearing == (c == 0 || c == 3) || c == 2 || c == 3, "%d", c);
        close_bench();
    }
}
END_TEST

/* ---- the others ---- */

START_TEST(what_is_circled_lies_about_the_middle)
{
    for (int c = 0; c < 6; c++) {
        open_bench(2, 4, 1);
        b.curvatures[1] = c == 5 ? -3 : 3;
        const double off = 0.5 * (c == 1 ? 1 : -1);
        for (size_t k = 0; k < 4; k++) { /* about the centre from the third row on, and a half beside it */
            b.points[2 * k] = k < 2 ? 100 : 2 + off + (k % 2 ? 3 : -3);
            b.points[2 * k + 1] = -1 + (k < 2 ? 50 : 0);
        }
        b.evidence.rule = descent_fixed_step(0.4);
        b.evidence.step_size = 0.4;
        b.evidence.random = c == 2;
        b.evidence.has_problem = c != 3;
        const descent__destination *found = descent__facts_centre(&b.facts, &b.facts.series, 2, c == 4 ? 1e-9 : 3);
        ck_assert_msg((found->point != NULL) == (c < 2 || c == 5), "%d", c);
        if (found->point) {
            ck_assert_double_eq_tol(found->point->x[0], 2, 1e-6);
            /* |1 − 0.4| and |1 − 1.2|; of −3 none is told */
            ck_assert_double_eq_tol(found->multiplier, 0.6, 1e-6);
        }
        ck_assert_ptr_eq(descent__facts_centre(&b.facts, &b.facts.series, 0, 3), found); /* once */
        close_bench();
    }
    descent_critical_point known = {.kind = DESCENT_CRITICAL_MINIMUM};
    for (int asked = 0; asked < 2; asked++) { /* the destination, where it was asked for */
        open_bench(1, 4, 1);
        b.facts.destination.point = &known;
        b.facts.measured = asked ? DESCENT__FACT_DESTINATION : 0;
        const descent__destination *found = descent__facts_centre(&b.facts, &b.facts.series, 0, 3);
        ck_assert_int_eq(found == &b.facts.destination, asked);
        b.facts.destination.point = NULL;
        close_bench();
    }
}
END_TEST

START_TEST(the_goal_is_where_the_outlook_ends)
{
    for (int c = 0; c < 3; c++) {
        open_bench(1, 4, 1);
        b.ahead[1] = 2.001;
        b.facts.measured = DESCENT__FACT_OUTLOOK;
        b.facts.outlook = (descent__outlook){.known = c != 1,
                                             .result = c == 2 ? DESCENT__MAP_NONFINITE : DESCENT__MAP_MOVED,
                                             .series = {.n = 1, .count = 2, .points = b.ahead}};
        const descent__destination *goal = descent__facts_goal(&b.facts);
        ck_assert_int_eq(goal->point != NULL, c == 0);
        if (c == 0)
            ck_assert_double_eq_tol(goal->point->x[0], 2, 1e-9);
        if (c > 0)
            ck_assert(descent__facts_face(&b.facts) == &b.facts.face && !b.facts.face.point);
        if (c > 0)
            ck_assert(isnan(goal->distance) && isnan(goal->multiplier) && isnan(goal->escaping) &&
                      isnan(goal->rounding));
        close_bench();
    }
    for (int c = 0; c < 3; c++) {
        open_bench(1, 4, 0.001);
        b.evidence.has_problem = c != 1;
        b.evidence.finite = c == 2 ? 0 : 4;
        const descent_critical_point *near = descent__facts_point_near_start(&b.facts);
        ck_assert_int_eq(near != NULL, c == 0);
        ck_assert_ptr_eq(descent__facts_point_near_start(&b.facts), near);
        close_bench();
    }
}
END_TEST

/* Down the slope lies the centre; what was found farther off lies behind something. */
START_TEST(the_point_below_is_that_of_the_slope)
{
    for (int c = 0; c < 9; c++) {
        double away = c == 1 ? 2 + 1e-9 : 50;
        descent_critical_point other = {.dimension = 1, .x = &away, .kind = DESCENT_CRITICAL_MINIMUM};
        open_bench(1, 4, 1);
        b.evidence.gradient_known = c != 3;
        b.evidence.random = c == 2;
        b.gradient[0] = b.points[3] - 2;
        b.evidence.gradient_norm = fabs(b.gradient[0]);
        other.index = c == 4 || c == 5;
        other.kind = c == 4 ? DESCENT_CRITICAL_SADDLE : c == 5 ? DESCENT_CRITICAL_MAXIMUM : other.kind;
        b.evidence.evaluator.callback_code = 7;
        if (c == 6)
            b.evidence.options.budget = 0;
        if (c == 8)
            b.curvatures[0] = -1; /* away from the centre, without end */
        const descent_critical_point *below = descent__facts_point_below(&b.facts, c == 7 ? NULL : &other);
        const bool same = c == 1 || c == 2 || c == 3 || c == 4 || c == 6 || c == 8;
        ck_assert_msg(c == 7 ? !below : (below == &other) == same, "%d", c);
        if (!same && c != 7) {
            ck_assert_double_eq_tol(below->x[0], 2, 1e-6);
            ck_assert_double_eq_tol(b.facts.below.distance, pow(0.75, 3), 1e-6);
        }
        ck_assert(!b.evidence.budget_exhausted);
        ck_assert_int_eq(b.evidence.evaluator.callback_code, 7);
        close_bench();
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        late_rows_are_the_last_quarter,           what_swings_reaches_as_far_as_it_comes,
        points_that_are_known_are_told_by_rank,   a_tolerance_of_rounding_is_narrowed_to_the_steps,
        a_copy_tells_whether_one_point_is_neared, what_is_circled_lies_about_the_middle,
        the_goal_is_where_the_outlook_ends,       the_point_below_is_that_of_the_slope,
    };
    return descent_test_main(descent_test_suite("inside points", tests, sizeof tests / sizeof *tests));
}
