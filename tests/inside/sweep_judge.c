/* The fast verdict of a sweep at the edges of its thresholds, on tails that are made up. */
#include "inside/inside.h"

#include <stdint.h>

#include <descent/sweep.h>

#include "sweep/judge/attraction.h"
#include "sweep/judge/confirmation.h"
#include "sweep/judge/gradient.h"
#include "sweep/judge/run_verdict.h"

enum {
    points = descent__run_verdict_points,
    last = points - 1
};

/* A tail of points in the plane, with what else is known of the run. */
typedef struct made {
    size_t n;
    double x[2 * points];
    double start[2];
    double step_size;
    descent__exponent exponent;
    descent_gradient_function *gradient;
    descent_loss_function *loss;
    double parameter;
} made;

static descent__run_verdict judge(made *run)
{
    const descent_rule rule = descent_fixed_step(run->step_size > 0 ? run->step_size : 0.1);
    const descent_problem problem = {
        .dimension = run->n, .gradient = run->gradient, .loss = run->loss, .context = &run->parameter};
    double limit[2], work[2 * descent__run_verdict_vectors];
    descent__evaluator evaluator;
    assert_success(descent__evaluator_open(&evaluator, &problem));
    const descent__sweep_evidence evidence = {
        .series = {.n = run->n, .count = points, .points = run->x, .first_step = 1000},
        .start = run->start,
        .rule = &rule,
        .steps = 1000 + last,
        .exponent = run->exponent,
    };
    const descent__run_verdict verdict = descent__run_verdict_judge(&evidence, &evaluator, limit, work);
    descent__evaluator_close(&evaluator);
    return verdict;
}

#define SLOPE(name, formula)                                                                                           \
    static int name(size_t n, const double *x, double *g, void *context)                                               \
    {                                                                                                                  \
        const double p = context ? *(const double *)context : 0;                                                       \
        (void)n;                                                                                                       \
        (void)x;                                                                                                       \
        (void)p;                                                                                                       \
        formula;                                                                                                       \
        return 0;                                                                                                      \
    }

SLOPE(bowl, g[0] = x[0])
SLOPE(shifted_bowl, g[0] = x[0] + p)
SLOPE(power, g[0] = p * pow(x[0], p - 1))
SLOPE(saddle, g[0] = x[0]; g[1] = -p * x[1])
SLOPE(tilted, g[0] = x[0]; g[1] = -p)
SLOPE(downhill, g[0] = -1)
SLOPE(kinked, g[0] = x[0] > 0 ? x[0] : p * x[0])
SLOPE(plane, g[0] = x[0]; g[1] = x[1])

static int falling(size_t n, const double *x, double *value, void *context)
{
    (void)n;
    (void)context;
    *value = -x[0];
    return 0;
}

/* x_k = ±1 by turns times a factor of each quarter; where two quarters meet, the smaller. */
static void swing_in_quarters(made *run, const double factors[4], double size)
{
    for (size_t k = 0; k < points; k++) {
        const size_t before = k > 0 ? (4 * k - 1) / last : 0, after = k < last ? 4 * k / last : 3;
        run->x[k] = (k % 2 ? -size : size) * fmin(factors[before], factors[after]);
    }
}

START_TEST(arrival_is_a_share_of_the_diameter)
{
    /* at rest at d, with a critical point at 0: sixteen tolerances of 1e-6 */
    const double distances[] = {1e-6, 15e-6, 17e-6, 50e-6};
    for (size_t i = 0; i < 4; i++) {
        made run = {.n = 1, .gradient = bowl, .start = {1}};
        for (size_t k = 0; k < points; k++)
            run.x[k] = distances[i];
        const descent__run_verdict verdict = judge(&run);
        ck_assert_int_eq(verdict.ending, distances[i] < descent__label_margin * 1e-6 ? DESCENT_ENDING_CONVERGED
                                                                                     : DESCENT_ENDING_STALLED);
        ck_assert_double_eq_tol(verdict.tolerance, 16e-6, 1e-9);
    }
}
END_TEST

START_TEST(jitter_is_a_ten_thousandth_of_the_tolerance)
{
    const double level[] = {1, 1, 1, 1};
    const double extents[] = {0.5e-10, 0.9e-10, 1.1e-10, 3e-10};
    for (size_t i = 0; i < 4; i++) {
        made run = {.n = 1, .gradient = bowl, .start = {1}};
        swing_in_quarters(&run, level, extents[i] / 2);
        ck_assert_int_eq(judge(&run).ending,
                         extents[i] < descent__jitter * 1e-6 ? DESCENT_ENDING_CONVERGED : DESCENT_ENDING_UNDETERMINED);
    }
}
END_TEST

START_TEST(quarters_shrink_by_a_twentieth)
{
    const double ratios[] = {0.5, 0.94, 0.96, 0.99};
    for (size_t i = 0; i < 4; i++) {
        made run = {.n = 1, .gradient = bowl, .start = {1}};
        const double factors[] = {1.2, 1.1, 1, ratios[i]};
        swing_in_quarters(&run, factors, 1e-9);
        ck_assert_int_eq(judge(&run).ending,
                         ratios[i] < descent__clearly_shorter ? DESCENT_ENDING_CONVERGED : DESCENT_ENDING_UNDETERMINED);
    }
}
END_TEST

/* Two quarters of one size, and then a smaller one: one quarter that is shorter is no law. */
START_TEST(two_quarters_must_shrink)
{
    const double seconds[] = {1.01, 1, 0.99};
    for (size_t i = 0; i < 3; i++) {
        made run = {.n = 1, .gradient = bowl, .start = {1}};
        const double factors[] = {1.2, seconds[i], 1, 0.5};
        swing_in_quarters(&run, factors, 1e-9);
        ck_assert_int_eq(judge(&run).ending, seconds[i] > 1 ? DESCENT_ENDING_CONVERGED : DESCENT_ENDING_UNDETERMINED);
    }
}
END_TEST

/* Swings 1 + aρ^k, of which 1/(1 + aρ^128) remain for good. */
START_TEST(swings_that_remain_are_no_approach)
{
    const double shares[] = {0.3, 0.7, 0.86, 0.95};
    for (size_t i = 0; i < 4; i++) {
        made run = {.n = 1, .gradient = bowl, .start = {10}, .exponent = descent__exponent_unknown()};
        const double rest = 1 / shares[i] - 1, factor = pow(0.3, 1.0 / last);
        for (size_t k = 0; k < points; k++)
            run.x[k] = (k % 2 ? -1 : 1) * (1 + rest * pow(factor, (double)k - last));
        ck_assert_int_eq(judge(&run).ending,
                         shares[i] < descent__swings_remain ? DESCENT_ENDING_APPROACHING : DESCENT_ENDING_UNDETERMINED);
    }
}
END_TEST

/*
 * Settled but for a last leap: two forecasts differ by it. The minimum is ahead by half of it, where the forecast says within twice of it; or by
 * three times as much: then what is foreseen is no critical point.
 */
START_TEST(limits_are_foreseen_to_a_thousandth)
{
    const double leaps[] = {1e-5, 0.8e-3, 1.2e-3, 1e-2};
    for (size_t i = 0; i < 4; i++)
        for (int far = 0; far < 2; far++) {
            made run = {.n = 1, .gradient = shifted_bowl, .start = {1}, .exponent = descent__exponent_unknown()};
            run.parameter = leaps[i] * (far ? 4 : 1.5);
            for (size_t k = 0; k < points; k++)
                run.x[k] = pow(0.7, (double)k) - (k == last ? leaps[i] : 0);
            const descent__run_verdict verdict = judge(&run);
            ck_assert_int_eq(verdict.ending, DESCENT_ENDING_APPROACHING);
            ck_assert_int_eq(verdict.foreseen, leaps[i] < descent__forecast && !far);
        }
}
END_TEST

/* x^p has a Newton step of x/(p − 1), which shrinks by 1/(p − 1) of the way. */
START_TEST(a_critical_point_must_draw_nearer_by_a_tenth)
{
    const double powers[] = {2, 4, 10, 13, 30};
    for (size_t i = 0; i < 5; i++) {
        made run = {.n = 1, .gradient = power, .parameter = powers[i], .start = {2}, .step_size = 1e-9};
        run.exponent = descent__exponent_unknown();
        for (size_t k = 0; k < points; k++)
            run.x[k] = pow(0.995, (double)k);
        ck_assert_int_eq(judge(&run).ending == DESCENT_ENDING_APPROACHING, 1 / (powers[i] - 1) > descent__nearing);
    }
}
END_TEST

/* Toward the origin along the first coordinate, with so much of the second. */
static descent_ending approach(descent_gradient_function *gradient, double parameter, double second, double step_size)
{
    made run = {.n = 2, .gradient = gradient, .parameter = parameter, .start = {2, second}, .step_size = step_size};
    run.exponent = descent__exponent_unknown();
    for (size_t k = 0; k < points; k++) {
        run.x[2 * k] = pow(0.99, (double)k);
        run.x[2 * k + 1] = second;
    }
    return judge(&run).ending;
}

START_TEST(what_repels_is_not_approached)
{
    const double end = pow(0.99, last);
    ck_assert_int_eq(approach(plane, 0, 0, 2 * (1 + 0.5 * descent__repelling)), DESCENT_ENDING_APPROACHING);
    ck_assert_int_ne(approach(plane, 0, 0, 2 * (1 + 2 * descent__repelling)), DESCENT_ENDING_APPROACHING);
    /* curvatures of 1 and −p */
    ck_assert_int_eq(approach(saddle, 0.5 * descent__repelling, end, 0.1), DESCENT_ENDING_APPROACHING);
    ck_assert_int_ne(approach(saddle, 2 * descent__repelling, end, 0.1), DESCENT_ENDING_APPROACHING);
    /* on the ridge, and beside it */
    ck_assert_int_eq(approach(saddle, 1, 0, 0.1), DESCENT_ENDING_APPROACHING);
    ck_assert_int_eq(approach(saddle, 1, 0.5 * descent__on_ridge * end, 0.1), DESCENT_ENDING_APPROACHING);
    ck_assert_int_ne(approach(saddle, 1, 2 * descent__on_ridge * end, 0.1), DESCENT_ENDING_APPROACHING);
    /* along a level valley, and down a tilted one */
    ck_assert_int_eq(approach(tilted, 0, 1, 0.1), DESCENT_ENDING_APPROACHING);
    ck_assert_int_eq(approach(tilted, 0.5e-6 * end, 1, 0.1), DESCENT_ENDING_APPROACHING);
    ck_assert_int_ne(approach(tilted, 2e-6 * end, 1, 0.1), DESCENT_ENDING_APPROACHING);
}
END_TEST

/* Curvature 1 where the run is, and (1 + p)/2 = 5 at the point it is heading for, which attracts up to a step size of 2/5. */
START_TEST(the_point_ahead_must_not_repel)
{
    const double step_sizes[] = {0.1, 0.399, 0.401, 1.1};
    for (size_t i = 0; i < 4; i++) {
        made run = {.n = 1, .gradient = kinked, .parameter = 9, .start = {2}, .step_size = step_sizes[i]};
        run.exponent = descent__exponent_unknown();
        for (size_t k = 0; k < points; k++)
            run.x[k] = pow(0.99, (double)k);
        ck_assert_int_eq(judge(&run).ending == DESCENT_ENDING_APPROACHING, step_sizes[i] < 2.0 / 5);
    }
}
END_TEST

/* A run that explodes, up to |x| = 1, by a factor that is the same for ever or `bends`; at the end of its continuation its moves are
 * `grown` times as long. */
static descent_ending confirm_growth(double grown, bool stopped, double bends)
{
    const descent_rule rule = descent_fixed_step(2.2);
    const descent_problem problem = {.dimension = 1, .gradient = bowl};
    const double start = 1e-9;
    double x[points], later[points], limit[1], work[descent__run_verdict_vectors];
    descent__evaluator evaluator;
    assert_success(descent__evaluator_open(&evaluator, &problem));
    for (size_t k = 0; k < points; k++) {
        const double t = (double)k - last;
        x[k] = pow(-1.2, t) * exp(bends * t * t);
        later[k] = grown * x[k];
    }
    descent__sweep_evidence run = {
        .series = {.n = 1, .count = points, .points = x, .first_step = 0},
        .start = &start,
        .rule = &rule,
        .steps = last,
        .exponent = descent__exponent_unknown(),
    };
    const descent__run_verdict verdict = descent__run_verdict_judge(&run, &evaluator, limit, work);
    ck_assert_int_eq(verdict.ending, DESCENT_ENDING_DIVERGING);
    const descent__expectation expected = descent__expect(&run, &verdict, &evaluator, work);
    ck_assert_uint_ge(expected.further, last);
    run.series.points = later;
    run.stopped = stopped;
    const descent_ending ending = descent__confirm(&expected, run.start, &run, &evaluator, limit, work);
    descent__evaluator_close(&evaluator);
    return ending;
}

/* A run that comes 0.99 nearer to a minimum at each step; at the end of its continuation it is so much nearer. */
static descent_ending confirm_approach(double nearer, bool forgets)
{
    const descent_rule rule = descent_fixed_step(0.01);
    const descent_problem problem = {.dimension = 1, .gradient = bowl};
    const double start = 1;
    double x[points], later[points], rest, limit[1], work[descent__run_verdict_vectors];
    descent__evaluator evaluator;
    assert_success(descent__evaluator_open(&evaluator, &problem));
    for (size_t k = 0; k < points; k++) {
        x[k] = pow(0.99, (double)k);
        later[k] = nearer * x[k];
    }
    rest = x[last];
    descent__sweep_evidence run = {
        .series = {.n = 1, .count = points, .points = x, .first_step = 0},
        .start = &start,
        .rule = &rule,
        .steps = last,
        .exponent = descent__exponent_unknown(),
        .forgets = forgets,
    };
    const descent__run_verdict verdict = descent__run_verdict_judge(&run, &evaluator, limit, work);
    ck_assert_int_eq(verdict.ending, DESCENT_ENDING_APPROACHING);
    const descent__expectation expected = descent__expect(&run, &verdict, &evaluator, work);
    run.series.points = later;
    const descent_ending ending = descent__confirm(&expected, &rest, &run, &evaluator, limit, work);
    descent__evaluator_close(&evaluator);
    return ending;
}

START_TEST(what_a_fading_memory_may_throw_out_must_be_seen_to_arrive)
{
    const double way = pow(0.99, last);
    ck_assert_int_eq(confirm_approach(way, false), DESCENT_ENDING_APPROACHING);
    ck_assert_int_eq(confirm_approach(way, true), DESCENT_ENDING_UNDETERMINED);
    ck_assert_int_eq(confirm_approach(1e-12, false), DESCENT_ENDING_APPROACHING);
    ck_assert_int_eq(confirm_approach(1e-12, true), DESCENT_ENDING_APPROACHING);
}
END_TEST

/* What is to the last bit the state of a period before stays so for ever. A state is a point, or two where the rule remembers one. */
START_TEST(what_has_returned_exactly_needs_no_confirmation)
{
    const descent_rule rules[] = {descent_fixed_step(0.1), descent_heavy_ball(0.1, 0.5)};
    const struct {
        double x[6]; /* of which the first is of nobody's run */
        size_t count, period;
        bool returned[2];
    } cases[] = {
        {{7, 5, 3}, 2, 1, {false, false}},         {{7, 3, 3}, 2, 1, {true, false}},
        {{7, 5, 3, 3}, 3, 1, {true, false}},       {{7, 5, 3, 3 + 1e-15}, 3, 1, {false, false}},
        {{7, 3, 3, 3}, 3, 1, {true, true}},        {{7, 5, 3, 5}, 3, 2, {true, false}},
        {{7, 5, 3, 5, 3}, 4, 2, {true, true}},     {{7, 5, 3, 5, 3}, 4, 1, {false, false}},
        {{7, 5, 4, 5, 3, 5}, 5, 2, {true, false}}, {{7, 4, 3, 5, 3, 5}, 5, 2, {true, true}},
    };
    const descent_problem problem = {.dimension = 1, .gradient = bowl};
    descent__evaluator evaluator;
    double work[3];
    assert_success(descent__evaluator_open(&evaluator, &problem));
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++)
        for (size_t r = 0; r < 2; r++) {
            const descent__sweep_evidence run = {
                .series = {.n = 1, .count = cases[c].count, .points = cases[c].x + 1},
                .start = cases[c].x + 1,
                .rule = &rules[r],
                .steps = cases[c].count - 1,
            };
            const descent__run_verdict verdict = {.ending = DESCENT_ENDING_PERIODIC, .period = cases[c].period};
            const descent__expectation expected = descent__expect(&run, &verdict, &evaluator, work);
            ck_assert_msg((expected.further == 0) == cases[c].returned[r], "case %zu, rule %zu", c, r);
        }
    descent__evaluator_close(&evaluator);
}
END_TEST

/* x ← x − ηg, but in one step, by its number, away by 1; with a memory that nobody knows. */
static int leaping_advance(const descent_rule *rule, descent_rule_step *step)
{
    if (step->number == (uint64_t)rule->constants[0])
        step->x[0] += 1;
    else
        step->x[0] -= step->step_size * step->gradient[0];
    step->memory[0][0] = step->x[0];
    return 0;
}

static descent_ending leap_in_step(uint64_t number, size_t steps, uint64_t *evaluated)
{
    static const descent_rule_type leaping = {.name = "leaping", .memory_count = 1, .advance = leaping_advance};
    const descent_rule rule = {.type = &leaping, .step_size = 0.01, .constants = {(double)number}};
    const descent_problem problem = {.dimension = 1, .gradient = bowl};
    const descent_sweep_options options = {
        .steps = steps, .check_count = DESCENT_SWEEP_NO_CHECKS, .no_classification = 1};
    const double start = 1;
    descent_sweep *sweep;
    assert_success(descent_sweep_starts(&problem, rule, &start, 1, &options, &sweep));
    const descent_ending ending = descent_sweep_ending(sweep, 0);
    *evaluated = descent_sweep_view(sweep).evaluations.gradient;
    descent_sweep_free(sweep);
    return ending;
}

/* A rule with a memory is watched until its last points are recorded, and these show the rest: no leap goes unseen. */
START_TEST(no_leap_is_missed_while_a_run_is_watched)
{
    enum {
        steps = 600,
        beside = 16 /* what the verdicts ask for besides the steps is less */
    };
    uint64_t evaluated, other;
    ck_assert_int_eq(leap_in_step(UINT32_MAX, steps, &evaluated), DESCENT_ENDING_APPROACHING);
    ck_assert_uint_gt(evaluated, steps + 2 * points);
    for (uint64_t number = evaluated - points - beside; number < evaluated - points + beside; number++)
        ck_assert_int_ne(leap_in_step(number, steps, &other), DESCENT_ENDING_APPROACHING);
    for (uint64_t number = steps; number < evaluated - points; number += 497)
        ck_assert_int_ne(leap_in_step(number, steps, &other), DESCENT_ENDING_APPROACHING);
}
END_TEST

/*
 * How far a run is continued, in windows of 128 steps: as far as it went, but four at least and 128 at most; chaos twice as far, and
 * 32; with a memory that nobody knows what settles 16, and what approaches eight times as far. 0 where nothing is said of
 * steps to come.
 */
START_TEST(continuations_are_as_long_as_the_run)
{
    static const descent_rule_type remembering = {.name = "remembering", .memory_count = 1, .advance = leaping_advance};
    const descent_rule plain = descent_fixed_step(0.1), memory = {.type = &remembering, .step_size = 0.1};
    const struct {
        descent_ending ending;
        size_t steps, plain, memory;
    } cases[] = {
        {DESCENT_ENDING_APPROACHING, 100, 512, 2048},
        {DESCENT_ENDING_APPROACHING, 256, 512, 2048},
        {DESCENT_ENDING_APPROACHING, 257, 512, 2056},
        {DESCENT_ENDING_APPROACHING, 512, 512, 4096},
        {DESCENT_ENDING_APPROACHING, 513, 513, 4104},
        {DESCENT_ENDING_APPROACHING, 2048, 2048, 16384},
        {DESCENT_ENDING_APPROACHING, 2049, 2049, 16384},
        {DESCENT_ENDING_APPROACHING, 16384, 16384, 16384},
        {DESCENT_ENDING_APPROACHING, 16385, 16384, 16384},
        {DESCENT_ENDING_APPROACHING, SIZE_MAX / 4, 16384, 16384},
        {DESCENT_ENDING_CONVERGED, 127, 512, 2048},
        {DESCENT_ENDING_CONVERGED, 128, 512, 2048},
        {DESCENT_ENDING_CONVERGED, 129, 0, 2048},
        {DESCENT_ENDING_CONVERGED, 2049, 0, 2049},
        {DESCENT_ENDING_CHAOTIC, 100, 4096, 4096},
        {DESCENT_ENDING_CHAOTIC, 2048, 4096, 4096},
        {DESCENT_ENDING_CHAOTIC, 2049, 4098, 4098},
        {DESCENT_ENDING_CHAOTIC, 8192, 16384, 16384},
        {DESCENT_ENDING_CHAOTIC, 8193, 16384, 16384},
        {DESCENT_ENDING_CHAOTIC, SIZE_MAX / 2, 16384, 16384},
        {DESCENT_ENDING_DESCENDING, 600, 600, 600},
        {DESCENT_ENDING_PERIODIC, 511, 512, 512},
        {DESCENT_ENDING_QUASIPERIODIC, 600, 600, 600},
        {DESCENT_ENDING_DIVERGING, 600, 600, 600},
        {DESCENT_ENDING_UNBOUNDED, 600, 600, 600},
        {DESCENT_ENDING_UNDETERMINED, 600, 0, 0},
        {DESCENT_ENDING_STALLED, 600, 0, 0},
        {DESCENT_ENDING_NOISY, 600, 0, 0},
        {DESCENT_ENDING_NONFINITE, 600, 0, 0},
    };
    const double x[] = {1, -3, 0.5, -0.25, 4, 0.5};
    const descent_problem problem = {.dimension = 2, .gradient = plane};
    descent__evaluator evaluator;
    double work[6];
    assert_success(descent__evaluator_open(&evaluator, &problem));
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++)
        for (int remembers = 0; remembers < 2; remembers++) {
            descent_rule rule = remembers ? memory : plain;
            descent__sweep_evidence run = {
                .series = {.n = 2, .count = 3, .points = x}, .start = x, .rule = &rule, .steps = cases[k].steps};
            const descent__run_verdict verdict = {.ending = cases[k].ending, .tolerance = 0.5};
            descent__expectation expected = descent__expect(&run, &verdict, &evaluator, work);
            const size_t further = remembers ? cases[k].memory : cases[k].plain;
            ck_assert_msg(expected.further == further, "case %zu: %zu", k, expected.further);
            ck_assert_int_eq(expected.verdict.ending, cases[k].ending);
            ck_assert_double_eq(expected.verdict.tolerance, 0.5);
            ck_assert_double_nan(expected.loss);
            if (further > 0) {
                ck_assert_double_eq(expected.size, 4);
                ck_assert_double_eq_tol(expected.longest, hypot(3.5, 0.75), 1e-15);
                ck_assert_double_eq_tol(expected.extent, hypot(3.5, 3.5), 1e-15);
            }
            if (cases[k].ending == DESCENT_ENDING_APPROACHING)
                ck_assert_double_eq_tol(expected.ahead, hypot(4, 0.5), 1e-8);
            else
                ck_assert_double_nan(expected.ahead);
            /* nor of what has stopped, has one point, or a schedule that is not meant for them */
            run.stopped = true;
            ck_assert_uint_eq(descent__expect(&run, &verdict, &evaluator, work).further, 0);
            run.stopped = false;
            run.series.count = 1;
            ck_assert_uint_eq(descent__expect(&run, &verdict, &evaluator, work).further, 0);
            run.series.count = 2;
            ck_assert_uint_eq(descent__expect(&run, &verdict, &evaluator, work).further, further);
            rule.schedule = descent_schedule_inverse(9);
            ck_assert_uint_eq(descent__expect(&run, &verdict, &evaluator, work).further, further);
            rule.schedule.kind = DESCENT_SCHEDULE_FUNCTION;
            ck_assert_uint_eq(descent__expect(&run, &verdict, &evaluator, work).further, 0);
        }
    descent__evaluator_close(&evaluator);
}
END_TEST

/* Out of its tolerance about where it rested, or by a move longer than all of its approach. */
START_TEST(bursts_are_longer_than_what_was_said)
{
    const double rest[] = {1, 2}, before[] = {4, 6}, moved[] = {4 + 3, 6 + 4};
    const descent_ending endings[] = {DESCENT_ENDING_CONVERGED, DESCENT_ENDING_APPROACHING, DESCENT_ENDING_PERIODIC};
    for (size_t k = 0; k < 3; k++) {
        /* (4, 6) is 5 from the rest, and so is each move */
        descent__expectation expected = {.verdict = {.ending = endings[k], .tolerance = 5}, .longest = 5};
        const double *const from = k == 0 ? rest : before, *const to = k == 0 ? before : moved;
        ck_assert(!descent__bursts(&expected, 2, rest, from, to));
        expected.verdict.tolerance = expected.longest = 4.999;
        ck_assert_int_eq(descent__bursts(&expected, 2, rest, from, to), k < 2);
    }
}
END_TEST

START_TEST(growth_must_go_on_a_thousandfold)
{
    ck_assert_int_eq(confirm_growth(1.01 * descent__great_growth, false, 1e-4), DESCENT_ENDING_DIVERGING);
    ck_assert_int_eq(confirm_growth(0.99 * descent__great_growth, false, 1e-4), DESCENT_ENDING_UNDETERMINED);
    ck_assert_int_eq(confirm_growth(2, true, 1e-4), DESCENT_ENDING_DIVERGING);
    /* By one factor, where the slope rises as the distance does, it goes on for ever. */
    ck_assert_int_eq(confirm_growth(0.99 * descent__great_growth, false, 0), DESCENT_ENDING_DIVERGING);
}
END_TEST

/* ±(1 + aρ^k): with ρ² = 0.9 the largest miss of the later half is that of 63 points ago. */
START_TEST(returns_are_close_within_a_ten_thousandth)
{
    const double shares[] = {1e-5, 0.8e-4, 1.2e-4, 1e-3};
    for (size_t i = 0; i < 4; i++) {
        made run = {.n = 1, .gradient = bowl, .start = {3}, .exponent = {.value = -0.05}};
        const double factor = sqrt(0.9), size = shares[i] * 2 / (1 / 0.9 - 1);
        for (size_t k = 0; k < points; k++)
            run.x[k] = (k % 2 ? -1 : 1) * (1 + size * pow(factor, (double)k - (last - 63)));
        ck_assert_int_eq(judge(&run).ending == DESCENT_ENDING_PERIODIC, shares[i] < descent__close_return);
    }
}
END_TEST

/* An exact 2-cycle of any size for the newest half, before that off by a part of its size for good, which is rounding up to
 * a hundred millionth: what it settles to no longer matters then. */
START_TEST(rounding_in_a_return_is_a_part_of_its_size)
{
    const double sizes[] = {1e-3, 1, 1e3}, shares[] = {0.5e-8, 2e-8};
    for (size_t i = 0; i < 6; i++) {
        const double size = sizes[i / 2], off = shares[i % 2] * size;
        made run = {.n = 1, .gradient = bowl, .start = {3 * size}, .exponent = {.value = -0.05}};
        for (size_t k = 0; k < points; k++)
            run.x[k] = (k % 2 ? -size : size) / 2 + (k >= last - 10 ? 0 : k % 4 < 2 ? off / 2 : -off / 2);
        ck_assert_int_eq(judge(&run).ending == DESCENT_ENDING_PERIODIC, shares[i % 2] < descent__rounding_return);
    }
}
END_TEST

/* A 4-cycle whose points lie two by two m apart, settled but for 1e-9. */
START_TEST(a_shorter_cycle_is_clearly_missed)
{
    const double misses[] = {2, 6.5, 9.5, 40};
    for (size_t i = 0; i < 4; i++) {
        made run = {.n = 1, .gradient = bowl, .start = {3}, .exponent = {.value = -0.05}};
        const double factor = 0.7, late = 1e-10;
        for (size_t k = 0; k < points; k++)
            run.x[k] = (double)(k % 2) + (k % 4 < 2 ? misses[i] * late : 0) +
                       late / (pow(factor, -4) - 1) * pow(factor, (double)k - (last - 62));
        const descent__run_verdict verdict = judge(&run);
        ck_assert_int_eq(verdict.ending == DESCENT_ENDING_PERIODIC && verdict.period == 4,
                         misses[i] > descent__clearly_missed);
    }
}
END_TEST

/* A golden rotation whose later half is so much larger. */
START_TEST(a_torus_is_stationary)
{
    const double ratios[] = {1, 1.15, 1.35, 1 / 1.15, 1 / 1.35};
    for (size_t i = 0; i < 5; i++) {
        made run = {.n = 2, .gradient = plane, .start = {2}, .exponent = {.half_width = 1e-4, .steps = 512}};
        for (size_t k = 0; k < points; k++) {
            const double angle = 2 * acos(-1.0) * 0.6180339887498949 * (double)k, size = k <= last / 2 ? 1 : ratios[i];
            run.x[2 * k] = size * cos(angle);
            run.x[2 * k + 1] = size * sin(angle);
        }
        const bool alike = ratios[i] < descent__stationary && ratios[i] > 1 / descent__stationary;
        ck_assert_int_eq(judge(&run).ending, alike ? DESCENT_ENDING_QUASIPERIODIC : DESCENT_ENDING_UNDETERMINED);
    }
}
END_TEST

/* A zigzag whose moves grow, and lead on by so much of their length: chaos comes back. */
START_TEST(what_comes_back_may_be_chaos)
{
    const double drifts[] = {0.2, 0.47, 0.53, 0.7};
    for (size_t i = 0; i < 4; i++) {
        made run = {.n = 2, .gradient = plane, .start = {3}, .exponent = {.value = 1, .half_width = 0.1, .steps = 512}};
        double x = 0, y = 0;
        for (size_t k = 0; k < points; k++) {
            const double move = 1e-3 * pow(1.0001, (double)k);
            run.x[2 * k] = x;
            run.x[2 * k + 1] = y;
            x += move * drifts[i];
            y += move * (k % 2 ? -1 : 1) * sqrt(1 - drifts[i] * drifts[i]);
        }
        ck_assert_int_eq(judge(&run).ending == DESCENT_ENDING_CHAOTIC, drifts[i] < descent__comes_back);
    }
}
END_TEST

START_TEST(a_thousandfold_is_great)
{
    const double sizes[] = {100, 900, 1100, 1e5};
    for (size_t i = 0; i < 4; i++) {
        made run = {.n = 1, .gradient = downhill, .loss = falling, .start = {1}};
        run.exponent = descent__exponent_unknown();
        for (size_t k = 0; k < points; k++)
            run.x[k] = pow(sizes[i], ((double)k + 1) / points);
        ck_assert_int_eq(judge(&run).ending,
                         sizes[i] < descent__great_growth ? DESCENT_ENDING_DESCENDING : DESCENT_ENDING_UNBOUNDED);
    }
}
END_TEST

START_TEST(quarters_that_double_are_leaving)
{
    const double ratios[] = {1.6, 1.9, 2.1, 4};
    for (size_t i = 0; i < 4; i++) {
        made run = {.n = 1, .gradient = bowl, .start = {1}, .exponent = descent__exponent_unknown()};
        const double factors[] = {1, 1.2, 1.4, ratios[i]};
        swing_in_quarters(&run, factors, 2000);
        ck_assert_int_eq(judge(&run).ending,
                         ratios[i] > descent__doubled ? DESCENT_ENDING_DIVERGING : DESCENT_ENDING_UNDETERMINED);
    }
}
END_TEST

/* descent__sustained: a golden rotation whose first quarter is smaller than the last by half, while its halves are alike. */
START_TEST(what_is_sustained_may_double)
{
    const double ratios[] = {1, 1.9, 2.1, 4};
    for (size_t i = 0; i < 4; i++) {
        made run = {.n = 2, .gradient = plane, .start = {2}, .exponent = {.half_width = 1e-4, .steps = 512}};
        for (size_t k = 0; k < points; k++) {
            const double angle = 2 * acos(-1.0) * 0.6180339887498949 * (double)k;
            const double size = k <= last / 4 ? 1 / ratios[i] : k <= last / 2 ? 1.05 : 1;
            run.x[2 * k] = size * cos(angle);
            run.x[2 * k + 1] = size * sin(angle);
        }
        ck_assert_int_eq(judge(&run).ending, ratios[i] < 1 / descent__sustained ? DESCENT_ENDING_QUASIPERIODIC
                                                                                : DESCENT_ENDING_UNDETERMINED);
    }
}
END_TEST

static int loss_of_index(size_t n, const double *x, double *value, void *context)
{
    (void)n;
    *value = ((const double *)context)[(size_t)x[0]];
    return 0;
}

static int slope_of_index(size_t n, const double *x, double *gradient, void *context)
{
    (void)n;
    gradient[0] = (size_t)x[0] == (size_t)((const double *)context)[0] ? 1 : -1;
    return 0;
}

/* Points 0, 1, 2, …, of a problem that looks up what it answers. */
static descent__sweep_evidence counted(descent__evaluator *evaluator, const descent_problem *problem, double *x)
{
    for (size_t k = 0; k < points; k++)
        x[k] = (double)k;
    assert_success(descent__evaluator_open(evaluator, problem));
    return (descent__sweep_evidence){.series = {.n = 1, .count = points, .points = x}, .start = x};
}

/* It is taken at the end, of the last five points or of as many as there are: here the loss has risen before, and falls then. */
START_TEST(a_trend_is_that_of_the_last_points)
{
    double x[points], values[points];
    descent__evaluator evaluator;
    const descent_problem problem = {
        .dimension = 1, .loss = loss_of_index, .gradient = slope_of_index, .context = values};
    descent__sweep_evidence run = counted(&evaluator, &problem, x);
    for (size_t k = 0; k < points; k++)
        values[k] = k < points / 2 ? (double)k : 2 * (double)points - (double)k;
    ck_assert_int_eq(descent__judge_trend(&run, &evaluator), DESCENT__TREND_FALLS);
    values[0] = 2 * points;
    for (run.series.count = 2; run.series.count <= descent__trend_span + 1; run.series.count++)
        ck_assert_int_eq(descent__judge_trend(&run, &evaluator), DESCENT__TREND_FALLS);
    descent__evaluator_close(&evaluator);
}
END_TEST

/* A loss that swings with a period of four, or of two, falls or rises by what is left over a whole swing. */
START_TEST(a_trend_is_taken_over_whole_swings)
{
    for (size_t period = 2; period <= descent__trend_span; period += 2)
        for (size_t phase = 0; phase < period; phase++)
            for (int sign = -1; sign <= 1; sign += 2) {
                double x[points], losses[points];
                for (size_t k = 0; k < points; k++)
                    losses[k] = (double)((k + phase) % period) + 1e-3 * sign * (double)k;
                const descent_problem problem = {
                    .dimension = 1, .gradient = slope_of_index, .loss = loss_of_index, .context = losses};
                descent__evaluator evaluator;
                const descent__sweep_evidence run = counted(&evaluator, &problem, x);
                ck_assert_int_eq(descent__judge_trend(&run, &evaluator),
                                 sign > 0 ? DESCENT__TREND_RISES : DESCENT__TREND_FALLS);
                descent__evaluator_close(&evaluator);
            }
}
END_TEST

/* One step uphill among steps down: the oldest of sixteen, or the one before it. */
START_TEST(hills_are_looked_for_in_sixteen_moves)
{
    for (size_t back = descent__hills_looked_at; back <= descent__hills_looked_at + 1; back++) {
        double x[points], work[1], uphill = (double)(last - back);
        const descent_problem problem = {.dimension = 1, .gradient = slope_of_index, .context = &uphill};
        descent__evaluator evaluator;
        const descent__sweep_evidence run = counted(&evaluator, &problem, x);
        ck_assert_int_eq(descent__judge_crosses_hills(&run, &evaluator, work), back == descent__hills_looked_at);
        descent__evaluator_close(&evaluator);
    }
}
END_TEST

/* A difference is as wide as the point is large, or as a thousandth of the unit of length. */
START_TEST(differences_have_a_width_at_the_origin)
{
    const descent__evaluator evaluator = {.problem = {.dimension = 1, .scale = 5}};
    const double unit = cbrt(DBL_EPSILON), edge = 5 * descent__origin_share;
    const double sizes[] = {0, 0.9 * edge, 1.1 * edge};
    for (size_t i = 0; i < 3; i++)
        ck_assert_double_eq_tol(descent__judge_difference(&evaluator, sizes + i) / unit, fmax(sizes[i], edge), 1e-15);
}
END_TEST

/* At (0, 3), with its minimum at (0, 1): Newton's step is 2, the slope 2·10⁻⁶. */
SLOPE(slide, g[0] = x[0]; g[1] = 1e-6 * (x[1] - 1))

static bool slides(double step_size, double within, descent_gradient_function *gradient, size_t n)
{
    const descent_problem problem = {.dimension = n, .gradient = gradient};
    const descent_rule rule = descent_fixed_step(step_size);
    const double x[] = {0, 3};
    double work[2 * descent__run_verdict_vectors];
    descent__evaluator evaluator;
    assert_success(descent__evaluator_open(&evaluator, &problem));
    const bool on = descent__judge_slides_on(&rule, 100, x, &evaluator, within, work);
    descent__evaluator_close(&evaluator);
    return on;
}

/* A step along the slope longer than rounding, and a way longer than what counts as arrived. */
START_TEST(what_slides_moves_by_more_than_rounding)
{
    const double edge = descent__rounding_at(3) / 2e-6;
    ck_assert(slides(1.001 * edge, 1, slide, 2));
    ck_assert(!slides(0.999 * edge, 1, slide, 2));
    ck_assert(slides(0.1, 1.99, slide, 2));
    ck_assert(!slides(0.1, 2.01, slide, 2));
    ck_assert(!slides(0.1, 1e-3, plane, 1)); /* a single variable has no other beside it */
}
END_TEST

/* Level out to p on either side. */
SLOPE(basin, g[0] = fabs(x[0]) > p ? x[0] : 0)

/* Ground is level if it is so a difference away as well. */
START_TEST(level_ground_reaches_a_difference_out)
{
    const double x = 0;
    double reach, work[2];
    const descent_problem problem = {.dimension = 1, .gradient = basin, .context = &reach};
    descent__evaluator evaluator;
    assert_success(descent__evaluator_open(&evaluator, &problem));
    const double h = descent__judge_difference(&evaluator, &x) * fabs(descent__generic_direction(0));
    reach = 1.001 * h;
    ck_assert(descent__judge_is_level(&evaluator, &x, work));
    reach = 0.999 * h;
    ck_assert(!descent__judge_is_level(&evaluator, &x, work));
    descent__evaluator_close(&evaluator);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {what_slides_moves_by_more_than_rounding,
                                  level_ground_reaches_a_difference_out,
                                  a_trend_is_that_of_the_last_points,
                                  a_trend_is_taken_over_whole_swings,
                                  hills_are_looked_for_in_sixteen_moves,
                                  differences_have_a_width_at_the_origin,
                                  what_is_sustained_may_double,
                                  arrival_is_a_share_of_the_diameter,
                                  jitter_is_a_ten_thousandth_of_the_tolerance,
                                  quarters_shrink_by_a_twentieth,
                                  two_quarters_must_shrink,
                                  rounding_in_a_return_is_a_part_of_its_size,
                                  swings_that_remain_are_no_approach,
                                  limits_are_foreseen_to_a_thousandth,
                                  a_critical_point_must_draw_nearer_by_a_tenth,
                                  what_repels_is_not_approached,
                                  the_point_ahead_must_not_repel,
                                  what_has_returned_exactly_needs_no_confirmation,
                                  no_leap_is_missed_while_a_run_is_watched,
                                  continuations_are_as_long_as_the_run,
                                  bursts_are_longer_than_what_was_said,
                                  growth_must_go_on_a_thousandfold,
                                  what_a_fading_memory_may_throw_out_must_be_seen_to_arrive,
                                  returns_are_close_within_a_ten_thousandth,
                                  a_shorter_cycle_is_clearly_missed,
                                  a_torus_is_stationary,
                                  what_comes_back_may_be_chaos,
                                  a_thousandfold_is_great,
                                  quarters_that_double_are_leaving};
    return descent_test_main(descent_test_suite("inside sweep judge", tests, sizeof tests / sizeof *tests));
}
