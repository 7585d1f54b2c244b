/* How a run moves about the critical point that it heads for: rows, curvatures and rules by hand, multipliers by algebra. */
#include <float.h>
#include <math.h>
#include <string.h>

#include <descent/adaptive.h>

#include "diagnosis/verdict/destination.h"
#include "diagnosis/verdict/thresholds.h"
#include "inside.h"
#include "problem/resolution.h"
#include "rules/remaining.h"

enum {
    most_rows = 8
};

static uint64_t numbers[most_rows];

static descent__evidence evidence_of(size_t n, const double *points, size_t rows, descent_rule rule)
{
    return (descent__evidence){.n = n,
                               .rows = rows,
                               .finite = rows,
                               .points = points,
                               .steps = numbers,
                               .has_rule = true,
                               .rule = rule,
                               .step_size = NAN};
}

/* At the origin of the plane or the line, with curvatures along the axes. */
static double origin[2];
static double line_axes[] = {1}, plane_axes[] = {1, 0, 0, 1};

static descent_critical_point point_of(size_t n, double *curvatures)
{
    return (descent_critical_point){.kind = DESCENT_CRITICAL_MINIMUM,
                                    .dimension = n,
                                    .x = origin,
                                    .eigenvalues = curvatures,
                                    .eigenvalue_count = n,
                                    .eigenvectors = n == 1 ? line_axes : plane_axes,
                                    .eigenvector_count = n,
                                    .eigenvalue_tolerance = 1e-3,
                                    .step_limit = 1};
}

static descent__destination followed(descent__evidence *evidence, descent_critical_point *point)
{
    descent__destination destination = {.point = point};
    descent__destination_follow(evidence, &destination);
    return destination;
}

/* Of eight rows the last quarter against the one before; of fewer than four the last row against the one before. */
START_TEST(it_nears_quarter_by_quarter)
{
    static const struct {
        size_t rows;
        double points[most_rows];
        bool nearing;
    } cases[] = {
        {8, {9, 9, 9, 9, 3, 2, 2, 1}, true},
        {8, {0, 0, 0, 0, -3, 2, 2, -2.9}, true}, /* by the farthest of each */
        {8, {0, 0, 0, 0, 2, 3, -2.9, 2}, true},
        {8, {9, 9, 9, 9, 3, 2, 2, 3}, false},
        {8, {9, 9, 9, 9, 2, 2, 2, 2}, false}, /* what was before counts no more */
        {8, {9, 9, 9, 9, 2, 2, 2.5, 1}, false},
        {5, {9, 9, 3, 2, 2.9}, true},
        {5, {9, 9, 3, 3, 1}, false},
        {4, {9, 9, 3, 2}, true},
        {4, {9, 1, 1, 1}, false},
        {3, {9, 3, 2}, true},
        {3, {9, 2, 2}, false},
        {2, {9, 8}, true},
        {2, {-1, 2}, false},
        {1, {5}, false},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        double curvature = 1;
        descent_critical_point point = point_of(1, &curvature);
        descent__evidence evidence = evidence_of(1, cases[k].points, cases[k].rows, descent_fixed_step(0.5));
        const descent__destination destination = followed(&evidence, &point);
        ck_assert_msg(destination.nearing == cases[k].nearing, "case %zu", k);
        ck_assert_double_eq(destination.distance, fabs(cases[k].points[cases[k].rows - 1]));
    }
}
END_TEST

/* The distance is no less than that of the point itself, nor than what differences of the loss hide: their error over the flattest
 * curvature that is one. */
START_TEST(a_distance_is_no_less_than_what_is_hidden)
{
    static const double at[] = {3, 4};
    double curvatures[] = {1e-3, -0.5};
    descent_critical_point point = point_of(2, curvatures);
    descent__evidence evidence = evidence_of(2, at, 1, descent_fixed_step(0.5));
    ck_assert_double_eq(followed(&evidence, &point).distance, 5);
    point.distance = 6;
    ck_assert_double_eq(followed(&evidence, &point).distance, 6);
    point.gradient_error = 4;
    ck_assert_double_eq(followed(&evidence, &point).distance, 6);
    point.hessian_source = DESCENT_HESSIAN_LOSS_DIFFERENCE;
    ck_assert_double_eq(followed(&evidence, &point).distance, 8);
    curvatures[0] = 2e-3;
    ck_assert_double_eq(followed(&evidence, &point).distance, 2000);
    descent__destination nowhere = {.distance = 7};
    descent__destination_follow(&evidence, &nowhere);
    ck_assert_double_eq(nowhere.distance, 7);
}
END_TEST

/* Along ±λ beyond the tolerance it escapes or contracts: by |1 − ηλ|, where it is off beyond rounding. */
START_TEST(parts_of_the_way_escape_or_contract)
{
    const double tiny = 63 * DBL_EPSILON, little = 65 * DBL_EPSILON;
    static const double tolerance = 1e-3;
    const struct {
        double at[2], curvatures[2], escaping, multiplier;
    } cases[] = {
        {{0.25, 1}, {1, 2}, 0, 0.75},          /* η = 1/4: 3/4 and 1/2 */
        {{tiny, 1}, {1, 2}, 0, 0.5},           /* there already, to rounding */
        {{little, 1}, {1, 2}, 0, 0.75},        /* or not */
        {{1, tiny}, {1, 16}, 0, 0.75},         /* and the same the other way */
        {{1, 1}, {1, 16}, 0, 3},               /* swings */
        {{0.25, 1}, {-1, 2}, 0.25, 0.5},       /* a saddle */
        {{3, 4}, {-2, -1}, 5, 0},              /* a maximum */
        {{3, 4}, {-tolerance, 2}, 0, 1.00025}, /* flat is not downhill */
        {{3, 4}, {-2 * tolerance, 2}, 3, 0.5},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        double curvatures[2];
        memcpy(curvatures, cases[k].curvatures, sizeof curvatures);
        descent_critical_point point = point_of(2, curvatures);
        descent__evidence evidence = evidence_of(2, cases[k].at, 1, descent_fixed_step(0.25));
        descent__destination destination = followed(&evidence, &point);
        ck_assert_double_eq(destination.escaping, cases[k].escaping);
        ck_assert_double_eq_tol(destination.multiplier, cases[k].multiplier, 1e-15);
        ck_assert_double_eq(destination.rounding, 64 * DBL_EPSILON * hypot(cases[k].at[0], cases[k].at[1]));
        point.curvature_jumps = 1;
        destination = followed(&evidence, &point);
        ck_assert_double_eq(destination.multiplier, 0);
        ck_assert_double_eq(destination.escaping, cases[k].escaping);
    }
}
END_TEST

/* What a schedule comes to in its next steps counts where that contracts more; the step size of the last step, where it is known. */
START_TEST(a_schedule_may_come_to_contract)
{
    static const double at[] = {1};
    double curvature = 1;
    descent_critical_point point = point_of(1, &curvature);
    descent_rule rule = descent_rule_with_schedule(descent_fixed_step(3), descent_schedule_inverse(4096));
    descent__evidence evidence = evidence_of(1, at, 1, rule);
    ck_assert_double_eq_tol(followed(&evidence, &point).multiplier, 0.5, 1e-12); /* η₄₀₉₆ = 3/2 */
    rule.schedule = descent_schedule_constant();
    evidence.rule = rule;
    ck_assert_double_eq(followed(&evidence, &point).multiplier, 2);
    evidence.step_size = 0.25;
    ck_assert_double_eq(followed(&evidence, &point).multiplier, 0.75);
    ck_assert_double_eq(descent__destination_modulus(&evidence, 2), 0.5);
    /* Where the later one contracts less, the present one counts. */
    evidence.rule = descent_rule_with_schedule(descent_fixed_step(1), descent_schedule_inverse(4096));
    evidence.step_size = 1;
    ck_assert_double_eq(followed(&evidence, &point).multiplier, 0);
    evidence.has_rule = false;
    ck_assert(isnan(descent__destination_modulus(&evidence, 2)));
}
END_TEST

/* μ² − (1 + β − ηλ)μ + β = 0: complex of modulus √β, or real. */
START_TEST(multipliers_turn_or_do_not)
{
    double turn;
    descent_rule rule = descent_heavy_ball(0.5, 0.81);
    ck_assert_double_eq_tol(descent__largest_multiplier(&rule, 0.5, 1, &turn), 0.9, 1e-14);
    ck_assert_double_eq_tol(fabs(turn), sqrt(0.81 - 0.655 * 0.655), 1e-14); /* half the trace is 1.31/2 */
    rule = descent_fixed_step(0.5);
    ck_assert_double_eq(descent__largest_multiplier(&rule, 0.5, 6, &turn), 2);
    ck_assert_double_eq(turn, 0);
    rule = descent_adam(0.1, NULL);
    ck_assert(isnan(descent__largest_multiplier(&rule, 0.1, 1, &turn)));
    ck_assert(isnan(turn));
    static const struct {
        double momentum, curvature;
        bool turning;
    } cases[] = {{1, 1, true}, {0.999, 1, false}, {1, 9, false}, {0, 9, false}};
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        static const double at[] = {1};
        double curvature = cases[k].curvature;
        descent_critical_point point = point_of(1, &curvature);
        descent__evidence evidence = evidence_of(1, at, 1, descent_heavy_ball(0.5, cases[k].momentum));
        ck_assert_msg(followed(&evidence, &point).turning == cases[k].turning, "case %zu", k);
        point.curvature_jumps = 1;
        ck_assert(!followed(&evidence, &point).turning);
        point.curvature_jumps = 0;
        point.eigenvalue_count = 0;
        ck_assert(!followed(&evidence, &point).turning);
    }
    /* By the sharpest curvature. */
    static const double at[] = {1, 1};
    double curvatures[] = {9, 1};
    descent_critical_point point = point_of(2, curvatures);
    descent__evidence evidence = evidence_of(2, at, 1, descent_heavy_ball(0.5, 1));
    ck_assert(followed(&evidence, &point).turning);
}
END_TEST

/* The first variable is flat, or neutral by ηλ = 2, and the second contracts: what is left along the first lasts if it makes up a tenth
 * of the distance and is no less than a quarter of the rows before. */
START_TEST(what_is_left_across_lasts)
{
    static const struct {
        double curvature, then, now, other;
        bool lasting;
    } cases[] = {
        {0, 1, 1, 0, true},
        {1e-3, 1, 1, 0, true}, /* as far as the tolerance goes */
        {1.1e-3, 1, 1, 0, false},
        {8, 1, -1, 0, true}, /* η = 1/4 */
        {8 * (1 + 0.4e-9), 1, -1, 0, true},
        {8 * (1 + 1e-9), 1, -1, 0, false},
        {0, 1, 0.9999, 0, false},
        {0, 1, 1, 9.9, true},
        {0, 1, 1, 10, false},
        {4, 1, 1, 0, false}, /* contracts */
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++)
        for (size_t rows = 2; rows <= most_rows; rows++) {
            double points[2 * most_rows] = {0}, curvatures[] = {cases[k].curvature, 4};
            const size_t last = rows - 1, before = last - (last + 3) / 4;
            for (size_t row = 0; row < rows; row++)
                points[2 * row] = 5 - (double)row / 2; /* counts nowhere */
            points[2 * before] = cases[k].then;
            points[2 * last] = cases[k].now;
            points[2 * last + 1] = cases[k].other;
            descent_critical_point point = point_of(2, curvatures);
            descent__evidence evidence = evidence_of(2, points, rows, descent_fixed_step(0.25));
            ck_assert_msg(followed(&evidence, &point).lasting == cases[k].lasting, "case %zu of %zu rows", k, rows);
            evidence.points = points + 2 * last;
            evidence.finite = 1;
            ck_assert(!followed(&evidence, &point).lasting);
        }
}
END_TEST

/* 2/λ of the sharpest curvature. */
START_TEST(a_limit_is_that_of_the_sharpest_curvature)
{
    double curvatures[] = {1, 8};
    descent_critical_point point = point_of(2, curvatures);
    descent__evidence evidence = evidence_of(2, origin, 1, descent_fixed_step(0.25));
    ck_assert_double_eq(descent__destination_step_limit(&evidence, &point), 0.25);
    ck_assert(isnan(descent__destination_step_limit(&evidence, NULL)));
    point.curvature_jumps = 1;
    ck_assert(isnan(descent__destination_step_limit(&evidence, &point)));
    point.curvature_jumps = 0;
    point.eigenvalue_count = 0;
    ck_assert(isnan(descent__destination_step_limit(&evidence, &point)));
    point.eigenvalue_count = 2;
    point.unbounded_curvature = 1;
    ck_assert_double_eq(descent__destination_step_limit(&evidence, &point), 0);
    point.unbounded_curvature = 0;
    point.eigenvalue_tolerance = 8;
    ck_assert(isnan(descent__destination_step_limit(&evidence, &point)));
    point.eigenvalue_tolerance = 7;
    ck_assert_double_eq(descent__destination_step_limit(&evidence, &point), 0.25);
    evidence.rule.modifiers.weight_decay = 8; /* these curvatures are not those of what it descends, */
    ck_assert(isnan(descent__destination_step_limit(&evidence, &point)));
    point.weight_decay = 8; /* or are */
    ck_assert_double_eq(descent__destination_step_limit(&evidence, &point), 0.25);
    evidence.has_rule = false;
    ck_assert(isnan(descent__destination_step_limit(&evidence, &point)));
}
END_TEST

/* Beyond 2/λ by more than a millionth in the multiplier, of the sharpest curvature of a minimum. */
START_TEST(a_minimum_repels_beyond_its_limit)
{
    double curvatures[] = {1, 8};
    descent_critical_point point = point_of(2, curvatures);
    static const struct {
        double step_size;
        bool unstable;
    } cases[] = {{0.25, false}, {0.25 + 0.9e-6 / 8, false}, {0.25 + 1.1e-6 / 8, true}, {1, true}, {0.01, false}};
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        descent__evidence evidence = evidence_of(2, origin, 1, descent_fixed_step(cases[k].step_size));
        ck_assert_msg(descent__destination_is_unstable(&evidence, &point) == cases[k].unstable, "case %zu", k);
        ck_assert(!descent__destination_is_unstable(&evidence, NULL));
        descent_critical_point other = point;
        other.kind = DESCENT_CRITICAL_SADDLE;
        ck_assert(!descent__destination_is_unstable(&evidence, &other));
        other = point;
        other.curvature_jumps = 1;
        ck_assert(!descent__destination_is_unstable(&evidence, &other));
        other = point;
        other.eigenvalue_count = 0;
        ck_assert(!descent__destination_is_unstable(&evidence, &other));
    }
}
END_TEST

START_TEST(an_unbounded_curvature_has_no_step_limit)
{
    static const struct {
        double limit;
        bool unbounded;
    } cases[] = {{0, true}, {DBL_MIN, false}, {NAN, false}};
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        const descent_critical_point point = {.step_limit = cases[k].limit};
        ck_assert_int_eq(descent__curvature_has_no_bound(&point), cases[k].unbounded);
    }
}
END_TEST

/* Their error over the flattest curvature; at a flat point a cubic slope of this size is lost at the cube root of the part. */
START_TEST(differences_see_so_near)
{
    double at[] = {1}, curvatures[] = {-4, 1e-3, 2};
    const descent_problem problem = {.dimension = 1};
    descent_critical_point point = {.kind = DESCENT_CRITICAL_MINIMUM,
                                    .x = at,
                                    .loss = 5,
                                    .eigenvalues = curvatures,
                                    .eigenvalue_count = 3,
                                    .eigenvalue_tolerance = 1e-3};
    descent__evidence evidence = {.n = 1, .gradient_known = true, .gradient_error = 1, .gradient_norm = 0.125};
    evidence.evaluator.problem = problem;
    const double error = descent__difference_error(&problem, at, 5);
    ck_assert_double_gt(error, 0);
    ck_assert_double_eq(descent__destination_unseen(&evidence, &point, 3, DESCENT_LAW_POWER), error / 2);
    point.kind = DESCENT_CRITICAL_DEGENERATE;
    ck_assert_double_eq(descent__destination_unseen(&evidence, &point, 3, DESCENT_LAW_GEOMETRIC), error / 2);
    ck_assert_double_eq_tol(descent__destination_unseen(&evidence, &point, 3, DESCENT_LAW_POWER), 6 * cbrt(error),
                            1e-12 * cbrt(error));
    evidence.gradient_error = NAN;
    ck_assert_double_eq(descent__destination_unseen(&evidence, &point, 3, DESCENT_LAW_POWER), 0);
    evidence.gradient_error = 1;
    evidence.gradient_known = false;
    ck_assert_double_eq(descent__destination_unseen(&evidence, &point, 3, DESCENT_LAW_POWER), 0);
}
END_TEST

/* ---- with a problem ---- */

typedef struct bench {
    descent__holdings holdings;
    descent__evidence evidence;
} bench;

static void set_up(bench *b, const descent_problem *problem, const double *points)
{
    memset(b, 0, sizeof *b);
    b->evidence = evidence_of(problem->dimension, points, 1, descent_fixed_step(0.1));
    b->evidence.holdings = &b->holdings;
    b->evidence.keep = &b->holdings.arena;
    b->evidence.has_problem = true;
    b->evidence.problem_in_units = *problem;
    b->evidence.options.budget = 10000;
    assert_success(descent__evaluator_open(&b->evidence.evaluator, problem));
}

static void take_down(bench *b)
{
    descent__arena_release(&b->evidence.work);
    descent__arena_release(&b->holdings.arena);
    descent__evaluator_close(&b->evidence.evaluator);
}

/* gᵢ = λᵢxᵢ + cᵢxᵢ³, on one side or both: the curvature tells it to a half of the largest up to x² = λ/(2c). */
typedef struct cubic {
    double curvatures[2], below[2], above[2];
} cubic;

static int cubic_gradient(size_t n, const double *x, double *gradient, void *context)
{
    const cubic *const own = context;
    for (size_t i = 0; i < n; i++)
        gradient[i] = own->curvatures[i] * x[i] + (x[i] < 0 ? own->below : own->above)[i] * pow(x[i], 3);
    return 0;
}

START_TEST(curvatures_reach_so_far)
{
    static const struct {
        cubic own;
        double widest, reach;
    } cases[] = {
        {{{1, 2}, {0, 0}, {0, 0}}, 1000, 1000},
        {{{1, 2}, {0, 0}, {0, 0.99}}, 1000, 1}, /* any of four ways is enough */
        {{{1, 2}, {0, 0}, {0, 1.01}}, 1000, 0.1},
        {{{1, 2}, {0, 1.01}, {0, 0}}, 1000, 0.1},
        {{{1, 2}, {0, 0}, {1.01, 0}}, 1000, 0.1}, /* by the largest curvature, also along the other */
        {{{1, 2}, {1.01, 0}, {0, 0}}, 1000, 0.1},
        {{{1, 2}, {0.99, 0}, {0, 0}}, 1000, 1},
        {{{-2, 1}, {1.01, 0}, {0, 0}}, 1000, 0.1},
        {{{-2, 1}, {0.99, 0}, {0, 0}}, 1000, 1},
        {{{1, 2}, {0, 0}, {0, 1e30}}, 1000, 1000}, /* at no distance */
        {{{1, 2}, {0, 0}, {0, 1}}, INFINITY, INFINITY},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        cubic own = cases[k].own;
        double curvatures[2];
        memcpy(curvatures, own.curvatures, sizeof curvatures);
        descent_critical_point point = point_of(2, curvatures);
        const descent_problem problem = {.dimension = 2, .gradient = cubic_gradient, .context = &own};
        bench b;
        set_up(&b, &problem, origin);
        const double reach = descent__destination_reach(&b.evidence, &point, cases[k].widest);
        if (isinf(cases[k].reach))
            ck_assert(isinf(reach));
        else
            ck_assert_double_eq_tol(reach, cases[k].reach, 1e-12 * cases[k].reach);
        b.evidence.random = true;
        ck_assert(descent__destination_reach(&b.evidence, &point, 7) >= 7);
        b.evidence.random = false;
        point.eigenvector_count = 1;
        ck_assert(descent__destination_reach(&b.evidence, &point, 7) >= 7);
        take_down(&b);
    }
}
END_TEST

static int bell_loss(size_t n, const double *x, double *loss, void *context)
{
    (void)n, (void)context;
    *loss = exp(-x[0] * x[0]);
    return 0;
}

static int bell_gradient(size_t n, const double *x, double *gradient, void *context)
{
    (void)n, (void)context;
    *gradient = -2 * x[0] * exp(-x[0] * x[0]);
    return 0;
}

static int bowl_loss(size_t n, const double *x, double *loss, void *context)
{
    (void)n, (void)context;
    *loss = pow(x[0] - 1, 2);
    return 0;
}

static int bowl_gradient(size_t n, const double *x, double *gradient, void *context)
{
    (void)n, (void)context;
    *gradient = 2 * (x[0] - 1);
    return 0;
}

/* exp(−x²) has no critical point but 0: what Newton's iteration runs off to is none. */
START_TEST(a_slope_that_fades_is_no_destination)
{
    const double far[] = {3}, near[] = {0.125};
    const descent_problem bell = {.dimension = 1, .loss = bell_loss, .gradient = bell_gradient};
    const descent_problem bowl = {.dimension = 1, .loss = bowl_loss, .gradient = bowl_gradient};
    bench b;
    descent__destination destination;
    set_up(&b, &bell, far);
    descent__destination_find(&b.evidence, far, &destination);
    ck_assert_ptr_null(destination.point);
    ck_assert(isnan(destination.distance));
    descent__destination_find(&b.evidence, near, &destination);
    ck_assert_ptr_nonnull(destination.point);
    ck_assert_double_eq_tol(destination.point->x[0], 0, 1e-9);
    descent_critical_point_free(destination.point);
    take_down(&b);
    set_up(&b, &bowl, far);
    descent__destination_find(&b.evidence, far, &destination);
    ck_assert_ptr_nonnull(destination.point);
    ck_assert_double_eq_tol(destination.distance, 2, 1e-9); /* from 3 to 1 */
    ck_assert_int_eq(destination.point->kind, DESCENT_CRITICAL_MINIMUM);
    descent_critical_point_free(destination.point);
    b.evidence.random = true;
    descent__destination_find(&b.evidence, far, &destination);
    ck_assert_ptr_null(destination.point);
    ck_assert(!b.evidence.budget_exhausted);
    b.evidence.random = false;
    b.evidence.options.budget = 0;
    descent__destination_find(&b.evidence, far, &destination);
    ck_assert_ptr_null(destination.point);
    ck_assert(b.evidence.budget_exhausted);
    take_down(&b);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        it_nears_quarter_by_quarter,
        a_distance_is_no_less_than_what_is_hidden,
        parts_of_the_way_escape_or_contract,
        a_schedule_may_come_to_contract,
        multipliers_turn_or_do_not,
        what_is_left_across_lasts,
        a_limit_is_that_of_the_sharpest_curvature,
        a_minimum_repels_beyond_its_limit,
        an_unbounded_curvature_has_no_step_limit,
        differences_see_so_near,
        curvatures_reach_so_far,
        a_slope_that_fades_is_no_destination,
    };
    return descent_test_main(descent_test_suite("inside_destination", tests, sizeof tests / sizeof tests[0]));
}
