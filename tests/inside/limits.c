/* What a step limit is told by: the property that the end of a run shows, and the rule's stability at the point it has reached. */
#include <math.h>
#include <stdint.h>

#include "base/vector.h"
#include "sweep/read/property.h"
#include "sweep/read/results.h"
#include "sweep/read/stability.h"

#include "support.h"

enum {
    steps = 400
};

#define HELD    DESCENT__PROPERTY_HELD
#define UNCLEAR DESCENT__PROPERTY_UNCLEAR
#define LOST    DESCENT__PROPERTY_LOST

/* One run that ended so, after so many steps, with this tail of `count` points. */
static descent__property_state judge(descent_step_property property, descent_ending ending, const double *tail,
                                     uint32_t count, uint32_t made)
{
    double end = count > 0 ? tail[count - 1] : 0, points[descent__property_points] = {0};
    uint32_t label = DESCENT_SWEEP_NO_LABEL;
    unsigned char endings = (unsigned char)ending, period = 0;
    for (uint32_t k = 0; k < count; k++)
        points[k] = tail[k];
    const descent_sweep sweep = {.dimension = 1,
                                 .count = 1,
                                 .step_limit = steps,
                                 .tail = descent__property_points,
                                 .end_points = &end,
                                 .tails = points,
                                 .tail_counts = &count,
                                 .labels = &label,
                                 .steps = &made,
                                 .endings = &endings,
                                 .periods = &period};
    return descent__property_judge(property, &sweep, 0);
}

/* Moves from 1 to `last` in equal differences, to one side, or to and fro. */
static void walk(double last, bool swings, uint32_t count, double *tail)
{
    tail[0] = 1;
    for (uint32_t k = 1; k < count; k++) {
        const double part = count > 2 ? (double)(k - 1) / (double)(count - 2) : 0;
        tail[k] = tail[k - 1] + (swings && k % 2 ? -1 : 1) * (1 + (last - 1) * part);
    }
}

START_TEST(the_end_of_a_run_shows_its_property)
{
    const struct {
        descent_ending ending;
        double last; /* of its moves, the first being 1 */
        bool swings;
        uint32_t count, made;
        descent__property_state bounded, converges;
    } cases[] = {
        {DESCENT_ENDING_UNBOUNDED, 1, false, 33, steps, LOST, LOST},
        {DESCENT_ENDING_NONFINITE, 1, false, 33, steps, LOST, LOST},
        {DESCENT_ENDING_PERIODIC, 1, true, 33, steps, HELD, LOST},
        {DESCENT_ENDING_QUASIPERIODIC, 1, true, 33, steps, HELD, LOST},
        {DESCENT_ENDING_CHAOTIC, 1, true, 33, steps, HELD, LOST},
        {DESCENT_ENDING_NOISY, 1, true, 33, steps, HELD, LOST},
        /* converged: but for what goes straight on, by moves that hardly shrink */
        {DESCENT_ENDING_CONVERGED, 0.5, false, 33, steps, HELD, HELD},
        {DESCENT_ENDING_CONVERGED, 1 - 2e-6, false, 33, steps, HELD, HELD},
        {DESCENT_ENDING_CONVERGED, 1 - 0.5e-6, false, 33, steps, UNCLEAR, UNCLEAR},
        {DESCENT_ENDING_CONVERGED, 1.5, false, 33, steps, UNCLEAR, UNCLEAR},
        {DESCENT_ENDING_CONVERGED, 1, true, 33, steps, HELD, HELD},
        {DESCENT_ENDING_CONVERGED, 1, false, 3, steps, HELD, HELD},
        {DESCENT_ENDING_CONVERGED, 1, false, 4, steps, UNCLEAR, UNCLEAR},
        {DESCENT_ENDING_CONVERGED, 1, false, 0, steps, HELD, HELD},
        /* approaching: slow for too small a step, unless it turns back */
        {DESCENT_ENDING_APPROACHING, 0.5, false, 33, steps, HELD, HELD},
        {DESCENT_ENDING_APPROACHING, 0.5, true, 33, steps, HELD, UNCLEAR},
        {DESCENT_ENDING_APPROACHING, 0.5, true, 3, steps, HELD, UNCLEAR},
        {DESCENT_ENDING_APPROACHING, 0.5, true, 2, steps, HELD, HELD},
        /* undetermined: bounded unless it grows, or goes on hardly slower than before */
        {DESCENT_ENDING_UNDETERMINED, 0.3, false, 33, steps, HELD, UNCLEAR},
        {DESCENT_ENDING_UNDETERMINED, 0.49, false, 33, steps, HELD, UNCLEAR},
        {DESCENT_ENDING_UNDETERMINED, 0.51, false, 33, steps, UNCLEAR, UNCLEAR},
        {DESCENT_ENDING_UNDETERMINED, 1, false, 3, steps, HELD, UNCLEAR},
        {DESCENT_ENDING_UNDETERMINED, 1, false, 4, steps, UNCLEAR, UNCLEAR},
        {DESCENT_ENDING_UNDETERMINED, 0.9, true, 33, steps, HELD, UNCLEAR},
        {DESCENT_ENDING_UNDETERMINED, 1.5, true, 33, steps, UNCLEAR, UNCLEAR},
        {DESCENT_ENDING_UNDETERMINED, 0.3, false, 33, steps - 1, LOST, LOST},
        {DESCENT_ENDING_DESCENDING, 0.3, false, 33, steps, HELD, UNCLEAR},
        {DESCENT_ENDING_STALLED, 0.3, false, 33, steps, HELD, UNCLEAR},
        /* so slow growth as this slackens; for that it takes six moves */
        {DESCENT_ENDING_DIVERGING, 1.5, true, 33, steps, UNCLEAR, UNCLEAR},
        {DESCENT_ENDING_DIVERGING, 1.5, true, 6, steps, LOST, LOST},
        {DESCENT_ENDING_DIVERGING, 1.5, true, 7, steps, UNCLEAR, UNCLEAR},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++)
        for (int converges = 0; converges < 2; converges++) {
            double tail[descent__property_points];
            walk(cases[k].last, cases[k].swings, cases[k].count, tail);
            const descent__property_state found = judge(converges ? DESCENT_STEP_CONVERGES : DESCENT_STEP_BOUNDED,
                                                        cases[k].ending, tail, cases[k].count, cases[k].made);
            ck_assert_msg(found == (converges ? cases[k].converges : cases[k].bounded), "case %zu, %d: %d", k,
                          converges, (int)found);
        }
    /* by one factor all along */
    double tail[descent__property_points];
    for (size_t k = 0; k < descent__property_points; k++)
        tail[k] = pow(-1.1, (double)k);
    ck_assert_int_eq(judge(DESCENT_STEP_BOUNDED, DESCENT_ENDING_DIVERGING, tail, descent__property_points, steps),
                     LOST);
    /* no move at all */
    for (size_t k = 0; k < descent__property_points; k++)
        tail[k] = 5;
    ck_assert_int_eq(judge(DESCENT_STEP_CONVERGES, DESCENT_ENDING_CONVERGED, tail, descent__property_points, steps),
                     HELD);
}
END_TEST

/* Σ λᵢxᵢ²/2, and how often it was asked. */
typedef struct bowl {
    double curvature[2];
    size_t calls;
} bowl;

static int bowl_slope(size_t n, const double *x, double *g, void *context)
{
    bowl *const own = context;
    for (size_t i = 0; i < n; i++)
        g[i] = own->curvature[i] * x[i];
    own->calls++;
    return 0;
}

static descent__stability find(bowl *own, const descent_rule *rule, const double *start)
{
    const descent_problem problem = {.dimension = 2, .gradient = bowl_slope, .context = own};
    const double x[] = {1e-9, -1e-9};
    double room[2 * descent__known_points];
    descent__stabilities known = {.problem = &problem, .rule = rule, .start = start, .points = room};
    descent__stability found;
    assert_success(descent__stability_find(&known, x, &found));
    return found;
}

/* By the largest curvature; on a line to the point that an eigenvector is, to a millionth of that, by the one along it. */
START_TEST(limits_at_a_point)
{
    const descent_rule rules[] = {descent_fixed_step(1), descent_heavy_ball(1, 0.5), descent_nesterov(1, 0.5)};
    const double factors[] = {2, 3, 1.5};
    const struct {
        double curvature[2], start[2], steepest, along;
        bool attracts;
    } cases[] = {
        {{1, 4}, {3, 0}, 4, 1, true},  {{1, 4}, {-3, 0}, 4, 1, true},     {{1, 4}, {0, 3}, 4, 4, true},
        {{1, 4}, {3, 3}, 4, 4, true},  {{1, 4}, {3, 3.8e-6}, 4, 1, true}, {{1, 4}, {3, 4.2e-6}, 4, 4, true},
        {{4, 1}, {0, 3}, 4, 1, true},  {{-1, 4}, {0, 3}, 4, 4, false},    {{-1, 4}, {3, 0}, 4, 4, false},
        {{2, 2}, {1, -5}, 2, 2, true},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++)
        for (size_t r = 0; r <= 3; r++) {
            bowl own = {.curvature = {cases[k].curvature[0], cases[k].curvature[1]}};
            const descent__stability found = find(&own, r < 3 ? &rules[r] : NULL, cases[k].start);
            const double factor = factors[r % 3];
            ck_assert_msg(fabs(found.limit - factor / cases[k].steepest) <= 1e-6, "case %zu, rule %zu: %g", k, r,
                          found.limit);
            ck_assert_msg(fabs(found.line - factor / cases[k].along) <= 1e-6, "case %zu, rule %zu: %g", k, r,
                          found.line);
            ck_assert_int_eq(found.attracts, cases[k].attracts);
        }
    /* without a curvature there is no limit */
    bowl level = {.curvature = {0, 0}};
    const descent__stability none = find(&level, NULL, (const double[]){1, 1});
    ck_assert(isnan(none.limit) && isnan(none.line) && !none.attracts);
}
END_TEST

static int waves(size_t n, const double *x, double *g, void *context)
{
    (void)n;
    g[0] = sin(x[0]);
    ++*(size_t *)context;
    return 0;
}

/* Minima at the even multiples of π, tops at the odd ones, all of curvature ±1. Eight are remembered, the newest. */
START_TEST(points_are_remembered)
{
    const double pi = acos(-1), start = 0.5;
    size_t calls = 0;
    const descent_problem problem = {.dimension = 1, .gradient = waves, .context = &calls};
    double room[descent__known_points + 1] = {0};
    descent__stabilities known = {.problem = &problem, .start = &start, .points = room};
    descent__stability found;
    for (size_t k = 1; k <= descent__known_points + 1; k++) {
        const double x = 2 * pi * (double)k, before = room[descent__known_points] = x;
        calls = 0;
        assert_success(descent__stability_find(&known, &x, &found));
        ck_assert_uint_gt(calls, 0);
        ck_assert_double_eq_tol(found.limit, 2, 1e-6);
        ck_assert(found.attracts);
        ck_assert_uint_eq(known.count, k);
        ck_assert_double_eq(room[descent__known_points], before);
    }
    for (size_t k = 2; k <= descent__known_points + 1; k++) {
        /* as near as a hundred thousandth of the way from the start, or of its size: the larger */
        const double x = 2 * pi * (double)k;
        const double near = x * (1 + 0.9e-5), far = x * (1 + 1.1e-5);
        calls = 0;
        assert_success(descent__stability_find(&known, &near, &found));
        ck_assert_uint_eq(calls, 0);
        ck_assert_double_eq_tol(found.limit, 2, 1e-6);
        ck_assert(found.attracts);
        descent__stabilities copy = known;
        double other[descent__known_points + 1];
        descent__vector_copy(descent__known_points + 1, room, other);
        copy.points = other;
        assert_success(descent__stability_find(&copy, &far, &found));
        ck_assert_uint_gt(calls, 0);
    }
    /* the first has made room for the ninth, and takes that of the second */
    const double first = 2 * pi, second = 4 * pi;
    room[descent__known_points] = first; /* which is none of those that are remembered */
    calls = 0;
    assert_success(descent__stability_find(&known, &first, &found));
    ck_assert_uint_gt(calls, 0);
    calls = 0;
    assert_success(descent__stability_find(&known, &second, &found));
    ck_assert_uint_gt(calls, 0);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {the_end_of_a_run_shows_its_property, limits_at_a_point, points_are_remembered};
    return descent_test_main(descent_test_suite("inside limits", tests, sizeof tests / sizeof *tests));
}
