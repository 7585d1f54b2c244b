/* What lies ahead of a run of a sweep, by gradients beside it: Newton's step, curvatures, distances that algebra knows. */
#include <math.h>
#include <stdarg.h>

#include "rules/remaining.h"
#include "sweep/judge/attraction.h"
#include "sweep/judge/gradient.h"
#include "trajectory/rest.h"

#include "support.h"

enum {
    most = 12,
    points = 5
};

/* g = A(x − c), and how often it was asked; from call number `fails` on it fails. */
typedef struct quadratic {
    size_t n;
    double a[most * most], centre[most];
    size_t calls, fails;
} quadratic;

static int slope(size_t n, const double *x, double *g, void *context)
{
    quadratic *const own = context;
    for (size_t i = 0; i < n; i++) {
        g[i] = 0;
        for (size_t j = 0; j < n; j++)
            g[i] += own->a[i * n + j] * (x[j] - own->centre[j]);
    }
    own->calls++;
    return own->fails > 0 && own->calls >= own->fails ? 7 : 0;
}

static descent__evaluator evaluator_of(descent_gradient_function *gradient, size_t n, void *context)
{
    const descent_problem problem = {.dimension = n, .gradient = gradient, .context = context};
    descent__evaluator evaluator;
    assert_success(descent__evaluator_open(&evaluator, &problem));
    return evaluator;
}

/* Symmetric, of eigenvalues of both signs, and far from diagonal. */
static quadratic mixed(size_t n, bool definite)
{
    quadratic made = {.n = n};
    for (size_t i = 0; i < n; i++) {
        made.centre[i] = cos(2.0 * (double)i);
        for (size_t j = 0; j < n; j++)
            made.a[i * n + j] =
                cos((double)(i + 1) * (double)(j + 1)) + (i == j ? (definite ? 8 : (double)i - 2.5) : 0);
    }
    return made;
}

static bool is_within(quadratic *problem, const double *x, double within)
{
    double work[descent__attraction_vectors * most];
    descent__evaluator evaluator = evaluator_of(slope, problem->n, problem);
    const bool is = descent__judge_is_within(x, &evaluator, within, work);
    descent__evaluator_close(&evaluator);
    return is;
}

/* Of a quadratic Newton's step is c − x, whatever A is. Up to eight variables it is taken whole. */
START_TEST(newton_steps_in_few_variables)
{
    for (size_t n = 1; n <= 8; n++)
        for (int definite = 0; definite < 2; definite++) {
            quadratic problem = mixed(n, definite);
            double x[most], step = 0;
            for (size_t i = 0; i < n; i++) {
                x[i] = problem.centre[i] + sin(3.0 * (double)i + 1);
                step = hypot(step, x[i] - problem.centre[i]);
            }
            ck_assert_msg(is_within(&problem, x, step * (1 + 1e-6)), "%zu variables", n);
            ck_assert_msg(!is_within(&problem, x, step * (1 - 1e-6)), "%zu variables", n);
            /* what cannot be asked counts as yes */
            for (size_t call = 1; call <= 2 * n + 1; call++) {
                problem.calls = 0;
                problem.fails = call;
                ck_assert(is_within(&problem, x, 0));
                ck_assert_uint_eq(problem.calls, call);
            }
        }
    /* along a level direction there is no step */
    quadratic valley = {.n = 2, .a = {4, 0, 0, 0}};
    ck_assert(is_within(&valley, (const double[]){0.5, 9}, 0.5001));
    ck_assert(!is_within(&valley, (const double[]){0.5, 9}, 0.4999));
}
END_TEST

/*
 * Beyond, it is taken in the directions of the largest and of the least curvature: of 1 − (1 − μ)uuᵀ, μ < 0, these are the part of the
 * generic direction across u, and u itself. What lies across both is not seen.
 */
START_TEST(newton_steps_in_many_variables)
{
    for (size_t n = 9; n <= most; n += 3)
        for (int across = 0; across < 2; across++) {
            quadratic problem = {.n = n};
            const double least = -0.95, along[] = {0.5, -0.25};
            double u[most], s[most], w[most], length = 0, part = 0, s_w = 0, x[most];
            for (size_t i = 0; i < n; i++) {
                u[i] = 1 / sqrt((double)n);
                part += u[i] * descent__generic_direction(i);
            }
            for (size_t i = 0; i < n; i++) {
                s[i] = descent__generic_direction(i) - part * u[i];
                length = hypot(length, s[i]);
            }
            for (size_t i = 0; i < n; i++) {
                s[i] /= length;
                w[i] = i == 0 ? 1 : i == 1 ? -1 : 0;
                s_w += s[i] * w[i];
                for (size_t j = 0; j < n; j++)
                    problem.a[i * n + j] = (i == j) - (1 - least) * u[i] * u[j];
                problem.centre[i] = 0.1 * (double)i;
            }
            for (size_t i = 0; i < n; i++)
                x[i] = problem.centre[i] + along[0] * s[i] + along[1] * u[i] + (across ? w[i] - s_w * s[i] : 0);
            const double step = hypot(along[0], along[1]);
            ck_assert_msg(is_within(&problem, x, step * (1 + 1e-6)), "%zu variables", n);
            ck_assert_msg(!is_within(&problem, x, step * (1 - 1e-6)), "%zu variables", n);
        }
}
END_TEST

/* The end of a run, given by its last points, with a tail whose figures are given as well. */
typedef struct ended {
    double points[points];
    size_t count;
    descent_rule rule;
    size_t steps;
    descent__tail tail;
} ended;

typedef enum question {
    MAY_ATTRACT,
    IS_REPELLED,
    SCHEDULE
} question;

static int ask(question asked, const ended *run, descent_gradient_function *gradient, void *context)
{
    double work[descent__attraction_vectors];
    descent__evaluator evaluator = evaluator_of(gradient, 1, context);
    const descent__sweep_evidence evidence = {.series = {.n = 1, .count = run->count, .points = run->points},
                                              .start = run->points,
                                              .rule = &run->rule,
                                              .steps = run->steps};
    const int answer = asked == MAY_ATTRACT   ? (int)descent__judge_may_attract(&evidence, &run->tail, &evaluator, work)
                       : asked == IS_REPELLED ? (int)descent__judge_is_repelled(&evidence, &run->tail, &evaluator, work)
                                              : (int)descent__judge_schedule(&evidence, &run->tail, &evaluator, work);
    descent__evaluator_close(&evaluator);
    return answer;
}

/* A minimum at 0 of curvature 1, up to a step size of 2; no farther than the run has come, nor Newton's step to it. */
START_TEST(a_minimum_repels_beyond_its_limit)
{
    const struct {
        double step_size, diameter;
        bool constant, repels;
    } cases[] = {
        {2 * (1 + 2e-6), 1, true, true}, {2 * (1 + 0.5e-6), 1, true, false},
        {1.9, 1, true, false},           {2.1, 0.5001, true, true},
        {2.1, 0.4999, true, false},      {2.1, 1, false, false},
        {2.1, INFINITY, true, true},     {2.1, NAN, true, false},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        quadratic bowl = {.n = 1, .a = {1}};
        ended run = {.points = {0.9, 0.6, 0.5}, .count = 3, .rule = descent_fixed_step(cases[k].step_size), .steps = 9};
        run.tail.diameter = cases[k].diameter;
        if (!cases[k].constant)
            run.rule.schedule = descent_schedule_inverse(1e9);
        ck_assert_msg(ask(IS_REPELLED, &run, slope, &bowl) == cases[k].repels, "case %zu", k);
        const size_t last = bowl.calls;
        /* what is beyond the limit where the run is needs no way there */
        ck_assert_int_eq(ask(MAY_ATTRACT, &run, slope, &bowl),
                         !cases[k].constant || cases[k].step_size < 2 * (1 + 1e-6));
        bowl.calls = 0;
        bowl.fails = last;
        ck_assert(!ask(IS_REPELLED, &run, slope, &bowl));
    }
    /* a top is no minimum, however steep */
    quadratic top = {.n = 1, .a = {-3}};
    ended run = {.points = {0.9, 0.6, 0.5}, .count = 3, .rule = descent_fixed_step(9), .steps = 9};
    run.tail.diameter = 1;
    ck_assert(!ask(IS_REPELLED, &run, slope, &top));
}
END_TEST

/* Curvature 1 within 0.01 of a place where the slope is 0, else 9. */
static int narrow(size_t n, const double *x, double *g, void *context)
{
    const double off = x[0] - *(const double *)context, edge = 0.01;
    (void)n;
    g[0] = fabs(off) < edge ? off : 9 * off - copysign(8 * edge, off);
    return 0;
}

/* Curvatures are those between the last three points of a run that turns back, ¼, ½, ¼; else at its last point. */
START_TEST(swings_are_looked_at_in_their_middle)
{
    const struct {
        double points[points];
        size_t count;
        double middle;
    } cases[] = {
        {{7, 0.9, -0.5, 0.7}, 4, 0.15}, {{0.9, -0.5, 0.7}, 3, 0.15},           {{-0.5, 0.7}, 2, 0.7}, {{0.7}, 1, 0.7},
        {{0.9, 0.8, 0.7}, 3, 0.7},      {{0.1, -0.5, 0.7, 0.3, 0.9}, 5, 0.55},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++)
        for (int off = -1; off <= 1; off++) {
            double middle = cases[k].middle + 0.02 * off;
            ended run = {.count = cases[k].count, .rule = descent_fixed_step(0.5), .steps = 9};
            for (size_t i = 0; i < points; i++)
                run.points[i] = cases[k].points[i];
            run.tail.diameter = 2;
            ck_assert_msg(ask(MAY_ATTRACT, &run, narrow, &middle) == (off == 0), "case %zu, %d", k, off);
        }
}
END_TEST

/* Curvature `here` right of ½, `there` left of it, with its minimum at 0. */
static int bent(size_t n, const double *x, double *g, void *context)
{
    const double here = ((const double *)context)[0], there = ((const double *)context)[1];
    (void)n;
    g[0] = x[0] > 0.5 ? there / 2 + here * (x[0] - 0.5) : there * x[0];
    return 0;
}

static int own_advance(const descent_rule *rule, descent_rule_step *step)
{
    (void)rule;
    step->x[0] -= step->step_size * step->gradient[0];
    return 0;
}

static int own_sizes(uint64_t step, double base, double *step_size, void *context)
{
    (void)step, (void)base, (void)context;
    *step_size = 1e-9;
    return 0;
}

/*
 * From 1 the way to the critical point is (½·there + ½·here)/here, of which a schedule whose sizes add up to S leaves the part e^−λS by
 * either curvature: too much by both, by one, or by none.
 */
START_TEST(schedules_reach_or_end_before)
{
    static const double curvatures[][2] = {{1, 1}, {1, 2}, {2, 1}, {3, 0.5}, {0.5, 3}};
    for (size_t c = 0; c < sizeof curvatures / sizeof *curvatures; c++) {
        double both[] = {curvatures[c][0], curvatures[c][1]};
        ended run = {.points = {1.2, 1.1, 1}, .count = 3, .rule = descent_fixed_step(0.01), .steps = 100};
        run.rule.schedule = descent_schedule_linear(1000, 0);
        run.tail.diameter = 10;
        const double sizes = descent__remaining_sizes(&run.rule, run.steps);
        const double way = (both[0] + both[1]) / 2 / both[0];
        size_t seen[3] = {0};
        for (double tolerance = 1e-12; tolerance < 10; tolerance *= 1.5) {
            run.tail.tolerance = tolerance;
            const bool here = descent__is_left_short(way * descent__part_left(&run.rule, both[0], sizes), tolerance);
            const bool there = descent__is_left_short(way * descent__part_left(&run.rule, both[1], sizes), tolerance);
            const descent__schedule_reaches expected = here && there   ? DESCENT__SCHEDULE_ENDS_BEFORE
                                                       : here || there ? DESCENT__SCHEDULE_UNSURE
                                                                       : DESCENT__SCHEDULE_REACHES;
            seen[expected]++;
            ck_assert_int_eq(ask(SCHEDULE, &run, bent, both), (int)expected);
        }
        ck_assert(seen[DESCENT__SCHEDULE_REACHES] > 0 && seen[DESCENT__SCHEDULE_ENDS_BEFORE] > 0);
        ck_assert_int_eq(seen[DESCENT__SCHEDULE_UNSURE] > 0, both[0] != both[1]);
    }
    /* no way is walked beyond what the run has come: then one side alone tells */
    double both[] = {1, 1};
    ended run = {.points = {1.2, 1.1, 1}, .count = 3, .rule = descent_fixed_step(0.01), .steps = 100};
    run.rule.schedule = descent_schedule_linear(1000, 0);
    run.tail.diameter = 0.9;
    run.tail.tolerance = 1e-9;
    ck_assert_int_eq(ask(SCHEDULE, &run, bent, both), DESCENT__SCHEDULE_UNSURE);
    run.tail.tolerance = 1;
    ck_assert_int_eq(ask(SCHEDULE, &run, bent, both), DESCENT__SCHEDULE_REACHES);
    /* of no schedule, of the user's own, and before the first step, nothing is said */
    run.tail = (descent__tail){.diameter = 10, .tolerance = 1e-9};
    ck_assert_int_eq(ask(SCHEDULE, &run, bent, both), DESCENT__SCHEDULE_ENDS_BEFORE);
    run.steps = 1;
    ck_assert_int_eq(ask(SCHEDULE, &run, bent, both), DESCENT__SCHEDULE_ENDS_BEFORE);
    run.steps = 0;
    ck_assert_int_eq(ask(SCHEDULE, &run, bent, both), DESCENT__SCHEDULE_REACHES);
    run.steps = 100;
    run.rule.schedule = descent_schedule_constant();
    ck_assert_int_eq(ask(SCHEDULE, &run, bent, both), DESCENT__SCHEDULE_REACHES);
    run.rule.schedule = descent_schedule_custom(own_sizes, NULL);
    ck_assert_int_eq(ask(SCHEDULE, &run, bent, both), DESCENT__SCHEDULE_REACHES);
}
END_TEST

/* Of a rule whose multipliers are not known, at the pace of the last move: S over the size of the step that made it. */
START_TEST(schedules_end_by_the_pace)
{
    static const descent_rule_type own = {.name = "own", .advance = own_advance};
    double both[] = {1, 1};
    size_t ends = 0, reaches = 0;
    for (double move = 1e-6; move < 1; move *= 1.1) {
        ended run = {.points = {1.2, 1.1, 1}, .count = 3, .rule = {.type = &own, .step_size = 0.01}, .steps = 100};
        double step_size;
        run.rule.schedule = descent_schedule_linear(1000, 0);
        run.tail = (descent__tail){.diameter = 10, .tolerance = 1e-9, .strides.last = move};
        assert_success(descent_rule_step_size(&run.rule, 99, &step_size));
        const bool expected = descent__way_ends_before(descent__remaining_sizes(&run.rule, 100) / step_size * move, 1);
        ck_assert_int_eq(ask(SCHEDULE, &run, bent, both),
                         expected ? DESCENT__SCHEDULE_ENDS_BEFORE : DESCENT__SCHEDULE_REACHES);
        ends += expected;
        reaches += !expected;
    }
    ck_assert(ends > 0 && reaches > 0);
}
END_TEST

/* |g| over the curvature along g; 0 where there is no slope, infinity where it cannot be told. */
START_TEST(distances_to_a_critical_point)
{
    quadratic bowl = {.n = 2, .a = {1, 0, 0, 4}, .centre = {3, -2}};
    double work[6];
    descent__evaluator evaluator = evaluator_of(slope, 2, &bowl);
    /* g = (1, 4), of the length √17, and curvature (1 + 64)/17 along it; backwards as well */
    const double expected = sqrt(17) * 17 / 65;
    for (int side = -1; side <= 1; side += 2) {
        const double x[] = {3 + side, -2 + side};
        ck_assert_double_eq_tol(descent__critical_distance(&evaluator, x, work), expected, 1e-8);
        ck_assert_double_eq_tol(work[0], side / sqrt(17), 1e-15);
        ck_assert_double_eq_tol(work[1], side * 4 / sqrt(17), 1e-15);
    }
    /* of a saddle, along its falling side, too */
    bowl.a[3] = -4;
    ck_assert_double_eq_tol(descent__critical_distance(&evaluator, (const double[]){3, -1}, work), 1, 1e-8);
    ck_assert_double_eq(descent__critical_distance(&evaluator, bowl.centre, work), 0);
    for (size_t fails = 1; fails <= 2; fails++) {
        bowl.calls = 0;
        bowl.fails = fails;
        ck_assert_double_eq(descent__critical_distance(&evaluator, (const double[]){3, -1}, work), INFINITY);
    }
    bowl.fails = 0;
    const double none[] = {NAN, INFINITY};
    for (size_t k = 0; k < 2; k++) {
        bowl.a[0] = none[k];
        ck_assert_double_eq(descent__critical_distance(&evaluator, (const double[]){4, -2}, work), INFINITY);
    }
    descent__evaluator_close(&evaluator);
}
END_TEST

/* It must be no farther than the way that the run has come, and was known half of the points ago. */
START_TEST(what_is_neared_is_within_reach)
{
    quadratic bowl = {.n = 1, .a = {1}};
    double x[] = {9, 7, 3, 2, 1}, work[3];
    descent__evaluator evaluator = evaluator_of(slope, 1, &bowl);
    descent__sweep_evidence run = {.series = {.n = 1, .count = 5, .points = x}, .start = x};
    ck_assert(descent__judge_nears(&run, 1.001, &evaluator, work));
    ck_assert(!descent__judge_nears(&run, 0.999, &evaluator, work));
    /* from 3 at the middle, two nearer on a way of two; were it 1.1 then, a tenth of it would not be enough */
    x[2] = INFINITY;
    ck_assert(!descent__judge_nears(&run, 2, &evaluator, work));
    descent__evaluator_close(&evaluator);
}
END_TEST

/* Answers by their number: of `period` samples in turn, or of none; in the coordinate `which`, and it fails at a call. */
typedef struct replies {
    size_t calls, period, which, fails;
} replies;

static int replying(size_t n, const double *x, double *g, void *context)
{
    replies *const own = context;
    const size_t call = own->calls++;
    for (size_t i = 0; i < n; i++)
        g[i] = x[i];
    if (own->period > 0)
        g[own->which] = (double)(call % own->period);
    return own->calls == own->fails ? 5 : 0;
}

START_TEST(gradients_are_asked_again)
{
    const struct {
        size_t period, fails;
        descent__answers answer;
        size_t calls;
    } cases[] = {
        {0, 0, DESCENT__ANSWERS_AGREE, 2},        {2, 0, DESCENT__ANSWERS_TAKE_TURNS, 16},
        {3, 0, DESCENT__ANSWERS_TAKE_TURNS, 16},  {99, 0, DESCENT__ANSWERS_DIFFER, 16},
        {99, 1, DESCENT__ANSWERS_AGREE, 1},       {99, 2, DESCENT__ANSWERS_AGREE, 2},
        {2, 3, DESCENT__ANSWERS_DIFFER, 3},       {2, 16, DESCENT__ANSWERS_DIFFER, 16},
        {2, 17, DESCENT__ANSWERS_TAKE_TURNS, 16}, {1, 0, DESCENT__ANSWERS_AGREE, 2},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++)
        for (size_t which = 0; which < 3; which++) {
            replies own = {.period = cases[k].period, .which = which, .fails = cases[k].fails};
            const double x[] = {9, 9, 9, 1, 2, 3};
            double work[6];
            descent__evaluator evaluator = evaluator_of(replying, 3, &own);
            const descent__sweep_evidence run = {.series = {.n = 3, .count = 2, .points = x}, .start = x};
            ck_assert_msg(descent__judge_ask_again(&run, &evaluator, work) == cases[k].answer, "case %zu", k);
            ck_assert_uint_eq(own.calls, cases[k].calls);
            descent__evaluator_close(&evaluator);
        }
}
END_TEST

/* Level ground is asked at a point and on both sides of it. */
START_TEST(level_ground_is_asked_three_times)
{
    quadratic level = {.n = 2};
    double work[4];
    const double x[] = {1, 2};
    descent__evaluator evaluator = evaluator_of(slope, 2, &level);
    ck_assert(descent__judge_is_level(&evaluator, x, work));
    ck_assert_uint_eq(level.calls, 3);
    for (size_t fails = 1; fails <= 3; fails++) {
        level.calls = 0;
        level.fails = fails;
        ck_assert(!descent__judge_is_level(&evaluator, x, work));
    }
    level.fails = 0;
    level.a[3] = 1e-300;
    ck_assert(!descent__judge_is_level(&evaluator, x, work));
    descent__evaluator_close(&evaluator);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {newton_steps_in_few_variables,     newton_steps_in_many_variables,
                                  a_minimum_repels_beyond_its_limit, swings_are_looked_at_in_their_middle,
                                  schedules_reach_or_end_before,     schedules_end_by_the_pace,
                                  distances_to_a_critical_point,     what_is_neared_is_within_reach,
                                  gradients_are_asked_again,         level_ground_is_asked_three_times};
    return descent_test_main(descent_test_suite("inside ahead", tests, sizeof tests / sizeof *tests));
}
