/* The critical point ahead of a run, by curvatures that are known: quadratic losses with their axes turned, in few variables and in many. */
#include <float.h>
#include <math.h>

#include <descent/adaptive.h>

#include "rules/remaining.h"
#include "sweep/judge/attraction.h"
#include "sweep/judge/gradient.h"

#include "support.h"

enum {
    most = 12,
    most_points = 4
};

/* g = Q diag(λ) Qᵀ(x − c), the columns of Q its eigenvectors; kinks and powers in one variable. */
typedef struct bowl {
    size_t n;
    double values[most], axes[most][most], centre[most];
    double power;  /* not 0: g = sign(x)·|x|^power */
    bool leaps;    /* critical at 0.9, where the first step from 0 leads to −0.9 */
    double beyond; /* not 0: for x < 0 the curvature is this, below the minimum at −1 */
    size_t calls, fails_at;
    double points[2][most]; /* of the first two calls */
} bowl;

static int gradient(size_t n, const double *x, double *g, void *context)
{
    bowl *const own = context;
    if (own->calls < 2)
        memcpy(own->points[own->calls], x, n * sizeof *x);
    if (++own->calls == own->fails_at)
        return 1;
    for (size_t i = 0; i < n; i++)
        g[i] = 0;
    for (size_t k = 0; k < n; k++) {
        double part = 0;
        for (size_t i = 0; i < n; i++)
            part += own->axes[k][i] * (x[i] - own->centre[i]);
        for (size_t i = 0; i < n; i++)
            g[i] += own->values[k] * part * own->axes[k][i];
    }
    if (own->power > 0)
        g[0] = copysign(pow(fabs(x[0]), own->power), x[0]);
    if (own->leaps)
        g[0] = x[0] > -0.5 && x[0] < 0.45 ? x[0] + 0.9 : x[0] - 0.9;
    if (own->beyond > 0)
        g[0] = x[0] > 0 ? x[0] + own->beyond : own->beyond * (x[0] + 1);
    return 0;
}

/* A reflection turns the axes: 1 − 2vvᵀ, v along (1, 2, …). */
static bowl bowl_of(size_t n, const double *values)
{
    bowl own = {.n = n};
    double square = 0;
    for (size_t i = 0; i < n; i++)
        square += (double)((i + 1) * (i + 1));
    for (size_t i = 0; i < n; i++) {
        own.values[i] = values[i];
        own.centre[i] = 1 - 0.3 * (double)i;
        for (size_t j = 0; j < n; j++)
            own.axes[i][j] = (i == j) - 2 * (double)((i + 1) * (j + 1)) / square;
    }
    return own;
}

static void open(descent__evaluator *evaluator, bowl *own)
{
    const descent_problem problem = {.dimension = own->n, .gradient = gradient, .context = own};
    own->calls = 0;
    assert_success(descent__evaluator_open(evaluator, &problem));
}

/* x = c + Σ part·axis */
static void place(const bowl *own, const double *parts, double *x)
{
    for (size_t i = 0; i < own->n; i++) {
        x[i] = own->centre[i];
        for (size_t k = 0; k < own->n; k++)
            x[i] += parts[k] * own->axes[k][i];
    }
}

static bool is_within(bowl *own, const double *x, double within)
{
    descent__evaluator evaluator;
    double work[descent__attraction_vectors * most];
    open(&evaluator, own);
    const bool is = descent__judge_is_within(x, &evaluator, within, work);
    descent__evaluator_close(&evaluator);
    return is;
}

static bool slides_on(bowl *own, const descent_rule *rule, const double *x, double within)
{
    descent__evaluator evaluator;
    double work[descent__attraction_vectors * most];
    open(&evaluator, own);
    const bool on = descent__judge_slides_on(rule, 10, x, &evaluator, within, work);
    descent__evaluator_close(&evaluator);
    return on;
}

static const struct {
    size_t n;
    double values[most];
    double parts[most];
} bowls[] = {
    {1, {3}, {2}},
    {1, {-3}, {2}},
    {2, {3, 1}, {1, 2}},
    {2, {1, 3}, {1, 2}},
    {2, {-2, 5}, {3, 1}},
    {2, {5, -2}, {1, -1}},
    {2, {-1, -4}, {1, 1}},
    {3, {1, 2, 3}, {3, 2, 1}},
    {3, {2, 3, 1}, {3, -2, 1}},
    {3, {3, 1, 2}, {1, 2, 3}},
    {3, {-1, 0.5, -3}, {1, 2, 2}},
    {4, {4, -2, 1, 3}, {1, 1, 2, -1}},
    {5, {1, 5, 2, 4, 3}, {1, -1, 1, 2, 1}},
    {8, {8, 1, 7, 2, 6, 3, 5, 4}, {1, 2, 1, -1, 1, 1, 3, 1}},
    {8, {1, 2, 3, 4, 5, 6, 7, -8}, {1, 1, 1, 1, 1, 1, 1, 1}},
    /* in many variables only the two extreme directions are looked at: the others have no part in the way */
    {9, {1, 1, 1, 1, 40, 1, -30, 1, 1}, {0, 0, 0, 0, 1, 0, 2}},
    {9, {-30, 1, 1, 1, 1, 1, 1, 1, 40}, {3, 0, 0, 0, 0, 0, 0, 0, 1}},
    {12, {30, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -40}, {2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}},
    {12, {0, 0, 0, 0, -40, 0, 0, 25, 0, 0, 0, 0}, {0, 0, 0, 0, 1, 0, 0, 1}},
};

enum {
    bowl_count = sizeof bowls / sizeof *bowls,
    few = 8 /* variables, whose Hessian is looked at whole */
};

static size_t index_of_least(size_t which)
{
    size_t least = 0;
    for (size_t i = 1; i < bowls[which].n; i++)
        least = bowls[which].values[i] < bowls[which].values[least] ? i : least;
    return least;
}

/* Newton's step leads to the centre: it is as long as the way. Two gradients for each column, and one at the point. */
START_TEST(newtons_step_is_the_way_to_the_critical_point)
{
    for (size_t k = 0; k < bowl_count; k++) {
        bowl own = bowl_of(bowls[k].n, bowls[k].values);
        double x[most], square = 0;
        const double slack = own.n > few ? 2e-2 : 1e-6;
        place(&own, bowls[k].parts, x);
        for (size_t i = 0; i < own.n; i++)
            square += bowls[k].parts[i] * bowls[k].parts[i];
        ck_assert_msg(is_within(&own, x, sqrt(square) * (1 + slack)), "bowl %zu", k);
        const size_t calls = own.calls;
        ck_assert_msg(!is_within(&own, x, sqrt(square) * (1 - slack)), "bowl %zu", k);
        ck_assert(own.n > few || calls == 2 * own.n + 1);
        /* what fails, at whatever call, is not known: yes here, and no in the other */
        for (own.fails_at = 1; own.fails_at <= calls; own.fails_at++) {
            const descent_rule rule = descent_fixed_step(1);
            ck_assert(is_within(&own, x, 0));
            ck_assert(!slides_on(&own, &rule, x, 0));
        }
        own.fails_at = calls + 1;
        ck_assert(!is_within(&own, x, 0));
    }
    const double same[most] = {2, 2, 2, 2, 2, 2, 2, 2, 2};
    bowl round = bowl_of(9, same);
    double x[most];
    place(&round, same, x);
    ck_assert(!is_within(&round, x, 0));
    ck_assert_uint_eq(round.calls, 7); /* any direction is an eigenvector at once, three times over */
}
END_TEST

/* A difference is taken on both sides of the point, of the length that suits it, along the first axis of all. */
/* Beside a level axis the way is along the others; and no direction that power iteration begins with lies across an axis. */
START_TEST(axes_may_be_level_or_hard_to_find)
{
    const double level[] = {3, 0}, root = sqrt(0.5), values[9] = {40, 1, -30, 1, 1, 1, 1, 1, 1};
    bowl own = bowl_of(2, level);
    const double x[] = {own.centre[0] + 2, 7};
    own.axes[0][0] = own.axes[1][1] = 1;
    own.axes[0][1] = own.axes[1][0] = 0;
    ck_assert(!is_within(&own, x, 1.999));
    ck_assert(is_within(&own, x, 2.001));
    bowl across = bowl_of(9, values);
    double far[most];
    for (size_t i = 0; i < 9; i++)
        for (size_t j = 0; j < 9; j++)
            across.axes[i][j] = i == j;
    for (size_t i = 0; i < 4; i++) {
        const size_t other = i ^ 1;
        across.axes[i][i] = root;
        across.axes[i][other] = i % 2 == 0 ? -root : root;
    }
    const double parts[9] = {1, 0, 2};
    place(&across, parts, far);
    ck_assert(!is_within(&across, far, 0.98 * sqrt(5)));
    ck_assert(is_within(&across, far, 1.02 * sqrt(5)));
}
END_TEST

START_TEST(the_first_difference_is_along_the_first_axis)
{
    const double values[] = {3, 1, 2};
    for (size_t n = 1; n <= 3; n++) {
        bowl own = bowl_of(n, values);
        double x[most] = {2, -7, 0.5};
        const double h = cbrt(DBL_EPSILON) * (n == 1 ? 2 : 7);
        (void)is_within(&own, x, 1);
        for (size_t i = 0; i < n; i++) {
            ck_assert_double_eq_tol(own.points[0][i], x[i] + (i == 0 ? h : 0), 1e-14);
            ck_assert_double_eq_tol(own.points[1][i], x[i] - (i == 0 ? h : 0), 1e-14);
        }
    }
}
END_TEST

/* By the slope along the least curvature, and by the way. */
START_TEST(what_slides_is_told_by_the_least_curvature)
{
    for (size_t k = 0; k < bowl_count; k++) {
        bowl own = bowl_of(bowls[k].n, bowls[k].values);
        double x[most], way = 0, size = 0;
        const size_t least = index_of_least(k);
        const double slope = fabs(bowls[k].values[least] * bowls[k].parts[least]), slack = own.n > few ? 2e-2 : 1e-5;
        place(&own, bowls[k].parts, x);
        for (size_t i = 0; i < own.n; i++) {
            way = hypot(way, bowls[k].parts[i]);
            size = fmax(size, fabs(x[i]));
        }
        const double edge = descent__rounding_at(size) / slope;
        const descent_rule above = descent_fixed_step(edge * (1 + slack)),
                           below = descent_fixed_step(edge * (1 - slack));
        descent_rule scheduled = descent_fixed_step(edge / pow(0.5, 10) * (1 + slack));
        const descent_rule other = descent_adagrad(1, 1e-8);
        scheduled.schedule = descent_schedule_exponential(0.5);
        const bool one = own.n == 1;
        ck_assert_msg(slides_on(&own, &above, x, way * (1 - slack)) == !one, "bowl %zu", k);
        ck_assert(!slides_on(&own, &above, x, way * (1 + slack)));
        ck_assert(!slides_on(&own, &below, x, way * (1 - slack)));
        ck_assert_int_eq(slides_on(&own, &scheduled, x, 0), !one);
        scheduled.step_size *= (1 - slack) / (1 + slack);
        ck_assert(!slides_on(&own, &scheduled, x, 0));
        ck_assert(!slides_on(&own, &other, x, 0));
    }
}
END_TEST

static int loss_alone(size_t n, const double *x, double *value, void *context)
{
    (void)context;
    *value = 0;
    for (size_t i = 0; i < n; i++)
        *value += (double)(i + 1) * x[i] * x[i] / 2;
    return 0;
}

START_TEST(slopes_of_differences_tell_no_slide)
{
    const descent_problem problem = {.dimension = 2, .loss = loss_alone};
    const descent_rule rule = descent_fixed_step(0.1);
    const double x[] = {3, 3};
    double work[2 * descent__attraction_vectors];
    descent__evaluator evaluator;
    assert_success(descent__evaluator_open(&evaluator, &problem));
    ck_assert(!descent__judge_slides_on(&rule, 10, x, &evaluator, 0, work));
    ck_assert(!descent__judge_is_within(x, &evaluator, 1, work));
    descent__evaluator_close(&evaluator);
}
END_TEST

/* A run at these points, of which the last is at the end of x. */
typedef struct told {
    bool may_attract, is_repelled;
    size_t calls; /* for the latter */
    descent__schedule_reaches reaches;
} told;

static told tell(bowl *own, const double *x, size_t count, const descent_rule *rule, const descent__tail *tail)
{
    descent__evaluator evaluator;
    double work[descent__attraction_vectors * most];
    told result;
    const descent__sweep_evidence run = {
        .series = {.n = own->n, .count = count, .points = x}, .start = x, .rule = rule, .steps = 100};
    open(&evaluator, own);
    result.may_attract = descent__judge_may_attract(&run, tail, &evaluator, work);
    own->calls = 0;
    result.is_repelled = descent__judge_is_repelled(&run, tail, &evaluator, work);
    result.calls = own->calls;
    const bool steps = own->fails_at == 0;
    result.reaches = steps ? descent__judge_schedule(&run, tail, &evaluator, work) : DESCENT__SCHEDULE_REACHES;
    descent__evaluator_close(&evaluator);
    return result;
}

/* Between three points that turn back: a quarter of the first and of the last, half of the middle one. */
START_TEST(the_centre_of_a_swing_is_looked_at)
{
    static const struct {
        size_t count;
        double x[4], centre;
    } rows[] = {{1, {3}, 3},       {2, {5, 3}, 3},          {3, {5, 3, 4}, 3.75}, {3, {3, 5, 3.5}, 4.125},
                {3, {5, 4, 3}, 3}, {4, {9, 5, 3, 4}, 3.75}, {4, {3, 5, 4, 3}, 3}, {4, {5, 4, 3, 3.5}, 3.375}};
    const double value = 1;
    const descent_rule rule = descent_fixed_step(0.1);
    const descent__tail tail = {.diameter = 10, .tolerance = 1e-6};
    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
        bowl own = bowl_of(1, &value);
        (void)tell(&own, rows[k].x, rows[k].count, &rule, &tail);
        bowl again = bowl_of(1, &value);
        descent__evaluator evaluator;
        double work[descent__attraction_vectors];
        const descent__sweep_evidence run = {.series = {.n = 1, .count = rows[k].count, .points = rows[k].x},
                                             .start = rows[k].x,
                                             .rule = &rule,
                                             .steps = 100};
        open(&evaluator, &again);
        ck_assert(descent__judge_may_attract(&run, &tail, &evaluator, work));
        descent__evaluator_close(&evaluator);
        for (int i = 0; i < 2; i++)
            ck_assert_double_eq_tol((i ? again : own).points[0][0] / 2 + (i ? again : own).points[1][0] / 2,
                                    rows[k].centre, 1e-12);
    }
}
END_TEST

/* Of two variables at once, whose swing is about their centre. */
START_TEST(swings_have_a_centre_in_every_coordinate)
{
    const double values[] = {1, 2}, x[] = {0, 0, 5, 3, 1, 1};
    const descent_rule rule = descent_fixed_step(0.1);
    const descent__tail tail = {.diameter = 10, .tolerance = 1e-6};
    bowl own = bowl_of(2, values);
    (void)tell(&own, x, 3, &rule, &tail);
    ck_assert_double_eq_tol(own.points[0][0] / 2 + own.points[1][0] / 2, 2.75, 1e-12);
    ck_assert_double_eq_tol(own.points[0][1] / 2 + own.points[1][1] / 2, 1.75, 1e-12);
}
END_TEST

/* A minimum repels a step size beyond the limit 2/λ, if Newton's way to it is no longer than the run's; a saddle is for others. */
START_TEST(a_minimum_repels_beyond_its_limit)
{
    const double off[] = {-2e-6, 0.5e-6, 2e-6, 1}, shares[] = {0.5, 0.999, 1.001, 4, 1e7};
    for (size_t k = 0; k < bowl_count; k++) {
        double largest = -INFINITY, least = INFINITY, way = 0, x[most];
        bowl own = bowl_of(bowls[k].n, bowls[k].values);
        if (own.n > few)
            continue;
        for (size_t i = 0; i < own.n; i++) {
            largest = fmax(largest, own.values[i]);
            least = fmin(least, own.values[i]);
            way = hypot(way, bowls[k].parts[i]);
        }
        place(&own, bowls[k].parts, x);
        for (size_t i = 0; i < 4; i++)
            for (size_t j = 0; j < 5; j++) {
                descent_rule rule = descent_fixed_step(2 / fabs(largest) * (1 + off[i]));
                const descent__tail tail = {.diameter = way * shares[j], .tolerance = 1e-6};
                const bool repels = least >= 0 && off[i] > 1e-6, barred = largest > 0 && off[i] > 1e-6;
                told result = tell(&own, x, 1, &rule, &tail);
                ck_assert_msg(result.is_repelled == (repels && shares[j] > 1), "bowl %zu, %g, %g", k, off[i],
                              shares[j]);
                /* looked at are where it is, where the first step leads, and there once more, if that was a way worth the name */
                ck_assert_uint_eq(result.calls, (2 * own.n + 1) * (shares[j] > 1e6 ? 2 : shares[j] > 1 ? 3 : 1));
                ck_assert_int_eq(result.may_attract, !barred && (least >= 0 || own.n == 1));
                rule.schedule = descent_schedule_inverse(1e9);
                result = tell(&own, x, 1, &rule, &tail);
                ck_assert(!result.is_repelled);
                ck_assert_int_eq(result.may_attract, least >= 0 || own.n == 1);
            }
    }
}
END_TEST

/* What fails proves nothing: it may attract, and it is not said to repel. */
START_TEST(a_gradient_that_fails_proves_nothing)
{
    const double values[] = {3, 1}, parts[] = {1, 2};
    const descent_rule rule = descent_fixed_step(1);
    const descent__tail tail = {.diameter = 10, .tolerance = 1e-6};
    double x[most];
    bowl own = bowl_of(2, values);
    place(&own, parts, x);
    ck_assert(tell(&own, x, 1, &rule, &tail).is_repelled);
    for (own.fails_at = 1; own.fails_at <= 5; own.fails_at++)
        ck_assert(tell(&own, x, 1, &rule, &tail).may_attract);
    for (own.fails_at = 1; own.fails_at <= 10; own.fails_at++)
        ck_assert(!tell(&own, x, 1, &rule, &tail).is_repelled);
}
END_TEST

/*
 * sign(x)|x|^1.2 has a Newton step of x/1.2, and then of a sixth of that, so that the way is 0.83 at first and x in the end: it must all be
 * within the run's. Its curvature at 1 is 1.2.
 */
START_TEST(newtons_way_must_stay_within_the_runs)
{
    static const struct {
        double diameter;
        bool arrives;
    } rows[] = {{0.82, false}, {0.84, false}, {0.9, false}, {0.99, false}, {1.01, true}, {5, true}};
    const double value = 1, x = 1;
    const descent_rule rule = descent_fixed_step(1e3);
    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
        const descent__tail tail = {.diameter = rows[k].diameter, .tolerance = 1e-6};
        bowl own = bowl_of(1, &value);
        own.power = 1.2;
        ck_assert_int_eq(tell(&own, &x, 1, &rule, &tail).is_repelled, rows[k].arrives);
    }
}
END_TEST

/* A step back that is longer than all the run's way is not made, wherever it leads. */
START_TEST(no_step_is_longer_than_the_runs_way)
{
    const double value = 1, x = 0;
    const descent_rule rule = descent_fixed_step(2.1);
    for (int i = 0; i < 2; i++) {
        const descent__tail tail = {.diameter = i ? 1.9 : 1.7, .tolerance = 1e-6};
        bowl own = bowl_of(1, &value);
        own.leaps = true;
        ck_assert_int_eq(tell(&own, &x, 1, &rule, &tail).is_repelled, i);
    }
}
END_TEST

/* An exponential schedule leaves Σ = ηγ^100/(1 − γ) of step sizes, and of the way along each axis e^(−λΣ). */
static double left_of(const double *values, const double *parts, size_t n, double sizes)
{
    double left = 0;
    for (size_t i = 0; i < n; i++)
        if (values[i] > 0)
            left = hypot(left, parts[i] * exp(-values[i] * sizes));
    return left;
}

START_TEST(a_schedule_reaches_as_far_as_its_step_sizes)
{
    for (size_t k = 0; k < bowl_count; k++) {
        bowl own = bowl_of(bowls[k].n, bowls[k].values);
        double x[most];
        if (own.n > few)
            continue;
        place(&own, bowls[k].parts, x);
        for (int i = 0; i < 3; i++) {
            const double sizes = 0.3 + 0.5 * i;
            descent_rule rule = descent_fixed_step(sizes * 0.05 / pow(0.95, 100));
            const double left = left_of(own.values, bowls[k].parts, own.n, sizes);
            rule.schedule = descent_schedule_exponential(0.95);
            for (int above = 0; above < 2; above++) {
                const double tolerance = left / DESCENT__LEFT_SHORT * (above ? 1.0001 : 0.9999);
                const descent__tail near = {.diameter = 100, .tolerance = tolerance},
                                    far = {.diameter = 0.01, .tolerance = tolerance};
                const bool is_short = !above && left > 0;
                ck_assert_msg(tell(&own, x, 1, &rule, &near).reaches ==
                                  (is_short ? DESCENT__SCHEDULE_ENDS_BEFORE : DESCENT__SCHEDULE_REACHES),
                              "bowl %zu, sizes %g, %d", k, sizes, above);
                /* Newton's way is longer than the run's: only what is here is known. */
                ck_assert_int_eq(tell(&own, x, 1, &rule, &far).reaches,
                                 is_short ? DESCENT__SCHEDULE_UNSURE : DESCENT__SCHEDULE_REACHES);
            }
        }
    }
}
END_TEST

/* Curvature 1 here and 5 at the minimum, or 0.2: one of them would get there, and the other would not. */
START_TEST(curvatures_that_disagree_leave_it_open)
{
    const double value = 1, x = 1;
    for (int i = 0; i < 2; i++) {
        const double there = i ? 0.2 : 5, way = 1 + there, sizes = 2;
        descent_rule rule = descent_fixed_step(sizes * 0.05 / pow(0.95, 100));
        rule.schedule = descent_schedule_exponential(0.95);
        const double left[] = {way * exp(-sizes), way * exp(-there * sizes)};
        const double low = fmin(left[0], left[1]) / 10, high = fmax(left[0], left[1]) / 10;
        const double tolerances[] = {0.99 * low, 1.01 * low, 0.99 * high, 1.01 * high};
        const descent__schedule_reaches expected[] = {DESCENT__SCHEDULE_ENDS_BEFORE, DESCENT__SCHEDULE_UNSURE,
                                                      DESCENT__SCHEDULE_UNSURE, DESCENT__SCHEDULE_REACHES};
        for (size_t k = 0; k < 4; k++) {
            bowl own = bowl_of(1, &value);
            const descent__tail tail = {.diameter = 100, .tolerance = tolerances[k]};
            own.beyond = there;
            ck_assert_msg(tell(&own, &x, 1, &rule, &tail).reaches == expected[k], "%g, tolerance %zu", there, k);
        }
    }
}
END_TEST

/* Of rules that tell no multipliers the pace of now counts: step sizes that remain, over that of the last step, times the last move. */
START_TEST(the_pace_of_now_counts_where_no_multipliers_do)
{
    const double value = 2, parts[] = {3};
    bowl own = bowl_of(1, &value);
    double x;
    place(&own, parts, &x);
    descent_rule rule = descent_adagrad(0.1, 1e-8);
    rule.schedule = descent_schedule_exponential(0.5);
    /* after 100 steps 0.5^100 + 0.5^101 + … remain, and the last was 0.5^99: one of its moves is left */
    for (int i = 0; i < 2; i++) {
        const descent__tail tail = {
            .diameter = 100, .tolerance = 1e-6, .strides = {.last = DESCENT__WAY_ALLOWED * 3 * (i ? 1.001 : 0.999)}};
        ck_assert_int_eq(tell(&own, &x, 1, &rule, &tail).reaches,
                         i ? DESCENT__SCHEDULE_REACHES : DESCENT__SCHEDULE_ENDS_BEFORE);
    }
}
END_TEST

static int short_function(uint64_t step, double base, double *step_size, void *context)
{
    (void)context;
    *step_size = step < 100 ? base : 0;
    return 0;
}

START_TEST(what_is_not_known_of_a_schedule_reaches)
{
    const double value = 1, x = 3;
    const descent__tail tail = {.diameter = 100, .tolerance = 1e-9};
    descent_rule rules[4];
    for (size_t k = 0; k < 4; k++)
        rules[k] = descent_fixed_step(0.01);
    rules[0].schedule = descent_schedule_exponential(0.5);
    rules[1].schedule = descent_schedule_inverse(1);
    rules[2].schedule = (descent_schedule){.kind = DESCENT_SCHEDULE_FUNCTION, .function = short_function};
    for (size_t k = 0; k < 4; k++) {
        bowl own = bowl_of(1, &value);
        ck_assert_int_eq(tell(&own, &x, 1, &rules[k], &tail).reaches,
                         k == 0 ? DESCENT__SCHEDULE_ENDS_BEFORE : DESCENT__SCHEDULE_REACHES);
    }
    bowl own = bowl_of(1, &value);
    descent__evaluator evaluator;
    double work[descent__attraction_vectors];
    descent__sweep_evidence run = {.series = {.n = 1, .count = 1, .points = &x}, .start = &x, .rule = &rules[0]};
    open(&evaluator, &own);
    ck_assert_int_eq(descent__judge_schedule(&run, &tail, &evaluator, work), DESCENT__SCHEDULE_REACHES);
    run.steps = 1;
    ck_assert_int_eq(descent__judge_schedule(&run, &tail, &evaluator, work), DESCENT__SCHEDULE_ENDS_BEFORE);
    for (own.fails_at = 1; own.fails_at <= 3; own.fails_at++) {
        own.calls = 0;
        ck_assert_int_eq(descent__judge_schedule(&run, &tail, &evaluator, work), DESCENT__SCHEDULE_REACHES);
    }
    own.calls = 0;
    ck_assert_int_eq(descent__judge_schedule(&run, &tail, &evaluator, work), DESCENT__SCHEDULE_UNSURE);
    descent__evaluator_close(&evaluator);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        newtons_step_is_the_way_to_the_critical_point, axes_may_be_level_or_hard_to_find,
        the_first_difference_is_along_the_first_axis,  what_slides_is_told_by_the_least_curvature,
        slopes_of_differences_tell_no_slide,           the_centre_of_a_swing_is_looked_at,
        swings_have_a_centre_in_every_coordinate,      a_minimum_repels_beyond_its_limit,
        a_gradient_that_fails_proves_nothing,          newtons_way_must_stay_within_the_runs,
        no_step_is_longer_than_the_runs_way,           a_schedule_reaches_as_far_as_its_step_sizes,
        curvatures_that_disagree_leave_it_open,        the_pace_of_now_counts_where_no_multipliers_do,
        what_is_not_known_of_a_schedule_reaches};
    return descent_test_main(descent_test_suite("inside attraction", tests, sizeof tests / sizeof *tests));
}
