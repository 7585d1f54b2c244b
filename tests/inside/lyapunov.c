/* Lyapunov exponents from logarithms whose mean is known. */
#include "inside/inside.h"

#include <float.h>

#include "diagnosis/verdict/lyapunov.h"
#include "trajectory/lyapunov.h"

START_TEST(the_logistic_map_at_four_has_log_two)
{
    static double logs[16 * 1000];
    double x = 0.3;
    for (size_t k = 0; k < 16000; k++) {
        logs[k] = log(fabs(4 - 8 * x));
        x = 4 * x * (1 - x);
    }
    const descent__exponent exponent = descent__exponent_of(logs, 16000);
    ck_assert_double_eq_tol(exponent.value, log(2), exponent.half_width + 1e-3);
    ck_assert_double_lt(exponent.half_width, 0.01);
    ck_assert_uint_eq(exponent.steps, 16000);
    ck_assert_int_eq(descent__exponent_judge(&exponent), DESCENT__SEPARATION_EXPONENTIAL);
}
END_TEST

/* Batch means 0 … 15: mean 7.5, variance of the mean (16² − 1)/12·16/15/16, Student's t of 15 degrees of freedom. */
START_TEST(the_interval_is_students)
{
    double logs[16 * 3];
    for (size_t k = 0; k < 48; k++)
        logs[k] = (double)(k / 3);
    const descent__exponent exponent = descent__exponent_of(logs, 48);
    ck_assert_double_eq_tol(exponent.value, 7.5, 1e-12);
    ck_assert_int_eq(descent__batches, 16);
    ck_assert_double_eq_tol(exponent.half_width, descent__student * sqrt(255.0 / 12 / 15), 1e-9);
    ck_assert_double_nan(descent__exponent_of(logs, 15).value);
    ck_assert_uint_eq(descent__exponent_of(logs, 47).steps, 32);
}
END_TEST

/* An exponent of so much in all over so many steps, with a half-width in all. */
static descent__separation judge(double total, double half_width, size_t steps)
{
    const double n = (double)steps;
    const descent__exponent exponent = {.value = total / n, .half_width = half_width / n, .steps = steps};
    return descent__exponent_judge(&exponent);
}

START_TEST(shear_is_up_to_one_and_a_half_logarithms)
{
    const double unit = log(512);
    ck_assert_int_eq(judge(0, 0.1, 512), DESCENT__SEPARATION_SHEAR);
    ck_assert_int_eq(judge(unit, 0.1, 512), DESCENT__SEPARATION_SHEAR);
    ck_assert_int_eq(judge((descent__shear - 1e-9) * unit, 0.1, 512), DESCENT__SEPARATION_SHEAR);
    ck_assert_int_eq(judge((descent__shear + 1e-9) * unit, 0.1, 512), DESCENT__SEPARATION_UNKNOWN);
    ck_assert_int_eq(judge((descent__beyond_shear * descent__shear - 1e-9) * unit, 0.1, 512),
                     DESCENT__SEPARATION_UNKNOWN);
    ck_assert_int_eq(judge((descent__beyond_shear * descent__shear + 1e-9) * unit, 0.1, 512),
                     DESCENT__SEPARATION_EXPONENTIAL);
    ck_assert_int_eq(judge(3.1 * unit, 3.2 * unit, 512), DESCENT__SEPARATION_UNKNOWN);
}
END_TEST

START_TEST(a_torus_draws_not_together_and_scatters_not)
{
    ck_assert_int_eq(judge(-descent__drawn_together + 1e-9, 0.1, 512), DESCENT__SEPARATION_SHEAR);
    ck_assert_int_eq(judge(-descent__drawn_together - 1e-9, 0.1, 512), DESCENT__SEPARATION_UNKNOWN);
    ck_assert_int_eq(judge(0, descent__scattered - 1e-9, 512), DESCENT__SEPARATION_SHEAR);
    ck_assert_int_eq(judge(0, descent__scattered + 1e-9, 512), DESCENT__SEPARATION_UNKNOWN);
}
END_TEST

START_TEST(few_steps_tell_nothing)
{
    ck_assert_int_eq(judge(100, 0.1, descent__neighbour_steps - 1), DESCENT__SEPARATION_UNKNOWN);
    ck_assert_int_eq(judge(100, 0.1, descent__neighbour_steps), DESCENT__SEPARATION_EXPONENTIAL);
    ck_assert_int_eq(judge(0, 0.1, descent__neighbour_steps - 1), DESCENT__SEPARATION_UNKNOWN);
    ck_assert_int_eq(judge(0, 0.1, descent__neighbour_steps), DESCENT__SEPARATION_SHEAR);
    const descent__exponent short_one = {.value = 1, .half_width = 0.1, .steps = 100};
    ck_assert(descent__exponent_separates(&short_one));
    const descent__exponent unknown = descent__exponent_unknown();
    ck_assert(!descent__exponent_separates(&unknown));
    ck_assert_int_eq(descent__exponent_judge(&unknown), DESCENT__SEPARATION_UNKNOWN);
}
END_TEST

/* A spiral's sum of logarithms falls by r a step, and swings besides by s, 37 times over the steps. */
static bool steady(double rate, double swing)
{
    double logs[512];
    const double turn = 2 * acos(-1.0) * 37 / 512;
    for (size_t k = 0; k < 512; k++)
        logs[k] = rate + swing * (sin(turn * (double)(k + 1)) - sin(turn * (double)k));
    return descent__exponent_of(logs, 512).steady;
}

START_TEST(a_steady_rate_is_four_errors_from_none)
{
    ck_assert(!steady(0, 1));
    ck_assert(steady(-1e-3, 0));
    ck_assert(steady(-1e-2, 0.5));
    /* standard error of the slope of n points that swing by s: s/√2·√(12/n³); four of them */
    const double error = sqrt(0.5 * 12 / pow(512, 3));
    ck_assert(steady(-1.25 * descent__certain_slope * error, 1));
    ck_assert(!steady(-0.625 * descent__certain_slope * error, 1));
    /* and 1e-4 in all is rounding */
    ck_assert(!steady(-(1 - 1e-6) * descent__rate_rounding / 512, 0));
    ck_assert(steady(-(1 + 1e-6) * descent__rate_rounding / 512, 0));
}
END_TEST

/* Sums that rise as k^a: their second half is 1 − 2^−a of it all, a third at a = log(3/2)/log 2 = 0.585. */
START_TEST(a_rise_that_fades_is_shear)
{
    double logs[512];
    const double powers[] = {0.2, 0.5, 0.56, 0.61, 0.8, 1};
    for (size_t i = 0; i < sizeof powers / sizeof *powers; i++) {
        for (size_t k = 0; k < 512; k++)
            logs[k] = pow((double)(k + 1), powers[i]) - pow((double)k, powers[i]);
        ck_assert_int_eq(descent__exponent_of(logs, 512).steady, 1 - exp2(-powers[i]) > descent__later_share);
    }
}
END_TEST

/* An interval of width 0 is no interval: 1/k on both sides at least, and ln k/k below, where shear puts its k. */
START_TEST(an_interval_has_an_honest_width)
{
    double logs[1600], low, high;
    for (size_t k = 0; k < 1600; k++)
        logs[k] = 5e-5;
    const descent__exponent spiral = descent__exponent_of(logs, 1600);
    ck_assert_double_le(spiral.half_width, 1e-15);
    descent__exponent_interval(&spiral, &low, &high);
    ck_assert_double_eq_tol(low, 5e-5 - log(1600) / 1600, 1e-15);
    ck_assert_double_eq_tol(high, 5e-5 + 1.0 / 1600, 1e-15);
    /* batches that scatter more decide */
    const descent__exponent scattered = {.value = 0.1, .half_width = 0.05, .steps = 1600};
    descent__exponent_interval(&scattered, &low, &high);
    ck_assert_double_eq_tol(low, 0.1 - descent__batch_correlation * 0.05, 1e-15);
    ck_assert_double_eq_tol(high, 0.1 + descent__batch_correlation * 0.05, 1e-15);
}
END_TEST

/* An exponent of 1 over three quarters of the steps, and then of another: a quarter of the whole is a at
 * a = (3 + a)/16, which is 1/5. */
START_TEST(a_transient_does_not_last)
{
    double logs[1600];
    const double edge = 3 * descent__lasting_exponent / (4 - descent__lasting_exponent),
                 rates[] = {0.99 * edge, 1.01 * edge};
    for (size_t i = 0; i < 2; i++) {
        for (size_t k = 0; k < 1600; k++)
            logs[k] = k < 1200 ? 1 : rates[i];
        const descent__exponent exponent = descent__exponent_of(logs, 1600);
        ck_assert_double_eq_tol(exponent.late, rates[i], 1e-12);
        ck_assert_int_eq(descent__exponent_lasts(&exponent), i == 1);
    }
}
END_TEST

START_TEST(twins_are_half_the_digits_apart)
{
    ck_assert_double_eq(descent__twin_distance(3, 0), 3 * descent__twin_of_extent);
    ck_assert_double_eq(descent__twin_of_extent, sqrt(DBL_EPSILON));
    ck_assert_double_eq_tol(descent__twin_distance(0, 3), 3 * descent__twin_of_size, 1e-25);
    ck_assert_double_eq(descent__twin_distance_within(3, 1, 0), 3 * descent__twin_of_extent);
    ck_assert_double_eq(descent__twin_distance_within(3, 1e-6, 0), 1e-6 * descent__twin_of_narrowest);
    ck_assert_double_eq(descent__twin_distance_within(3, 1e-12, 3), 3 * descent__twin_of_size);
}
END_TEST

/* β^k = e^−20. */
START_TEST(momentum_rings_for_twenty_relaxations)
{
    ck_assert(descent__momentum_rings_on(0.9, 0.999 * descent__relaxations / -log(0.9)));
    ck_assert(!descent__momentum_rings_on(0.9, 1.001 * descent__relaxations / -log(0.9)));
    ck_assert_double_eq(-log(0.5) * (descent__relaxations / -log(0.5)), descent__relaxations);
    ck_assert(!descent__momentum_rings_on(0.5, descent__relaxations / -log(0.5)));
    ck_assert(descent__momentum_rings_on(-0.9, 19 / -log(0.9)));
    ck_assert(!descent__momentum_rings_on(0, 1));
    ck_assert(!descent__momentum_rings_on(1, 1));
}
END_TEST

/* At the edges themselves: a width that is the exponent's own does not separate; and so few steps have no batches. */
START_TEST(an_exponent_no_larger_than_its_width_does_not_separate)
{
    double low, high;
    descent__exponent edge = {.value = 0.5, .half_width = 0.5, .steps = 1600};
    descent__exponent_interval(&edge, &low, &high);
    ck_assert_double_eq(low, 0);
    ck_assert_double_eq(high, 1);
    ck_assert(!descent__exponent_separates(&edge));
    edge.half_width = nextafter(0.5, 0);
    ck_assert(descent__exponent_separates(&edge));
    edge.steps = descent__batches;
    ck_assert(!descent__exponent_separates(&edge)); /* 16 · 0.5 < 3 ln 16 */
    edge.value = 2;
    ck_assert(descent__exponent_separates(&edge));
    edge.steps = descent__batches - 1;
    ck_assert(!descent__exponent_separates(&edge));
    edge = (descent__exponent){.value = 4, .late = 4 * descent__lasting_exponent};
    ck_assert(descent__exponent_lasts(&edge));
    edge.late = nextafter(edge.late, 0);
    ck_assert(!descent__exponent_lasts(&edge));
    /* of e steps and fewer the logarithm is no more than 1 */
    const descent__exponent brief = {.value = 0.5, .half_width = 0, .steps = 2};
    descent__exponent_interval(&brief, &low, &high);
    ck_assert_double_eq(low, 0);
    ck_assert_double_eq(high, 1);
}
END_TEST

/* ---- by a twin ---- */

/* x⁺ of each coordinate: a factor of its own, and another beyond `bend` twins' distances; or the logistic map at 4. */
typedef struct twins {
    double factors[3], beyond, bend;
    bool logistic, stops;
    size_t asked, until; /* after so many questions nothing is finite */
    descent_problem problem;
    descent__holdings holdings;
    descent__evidence evidence;
    double point[3];
    uint64_t step;
    descent__lyapunov lyapunov;
} twins;

static twins t;

static int twins_gradient(size_t n, const double *x, double *g, void *context)
{
    (void)context;
    t.asked++;
    for (size_t i = 0; i < n; i++) {
        const double far = t.bend > 0 ? copysign(fmax(fabs(x[i]) - t.bend, 0), x[i]) : 0;
        const double next = t.logistic ? 4 * x[i] * (1 - x[i]) : t.factors[i] * (x[i] - far) + t.beyond * far;
        g[i] = t.until > 0 && t.asked > t.until ? NAN : x[i] - next;
    }
    return 0;
}

static bool measure_twins(size_t n, descent_rule rule, size_t steps, double extent, double narrowest,
                          const descent__series *way)
{
    const descent__series none = {.n = n};
    t.problem = (descent_problem){.dimension = n, .gradient = twins_gradient};
    t.step = 9;
    t.asked = 0;
    t.evidence = (descent__evidence){.n = n,
                                     .rows = 1,
                                     .finite = 1,
                                     .points = t.point,
                                     .steps = &t.step,
                                     .x = t.point,
                                     .has_problem = true,
                                     .has_rule = true,
                                     .rule = rule,
                                     .options = {.budget = 1000000}};
    t.evidence.holdings = &t.holdings;
    t.evidence.keep = &t.holdings.arena;
    assert_success(descent__evaluator_open(&t.evidence.evaluator, &t.problem));
    return descent__lyapunov_measure(&t.evidence, steps, extent, narrowest, way ? way : &none, &t.lyapunov);
}

static void close_twins(void)
{
    descent__arena_release(&t.evidence.work);
    descent__arena_release(&t.holdings.arena);
    descent__evaluator_close(&t.evidence.evaluator);
    t.holdings = (descent__holdings){0};
}

/* Of linear steps the largest factor's logarithm; of what falls together in a step, that of ε. */
START_TEST(twins_measure_the_largest_factor)
{
    static const struct {
        double factors[3];
        size_t n;
        double exponent;
    } cases[] = {
        {{0.5}, 1, 0.5},          {{-0.25}, 1, 0.25},   {{1}, 1, 1},
        {{0}, 1, DBL_EPSILON},    {{0.1, 0.9}, 2, 0.9}, {{0.1, -0.9, 0.2}, 3, 0.9},
        {{1e-3, 0, 0.7}, 3, 0.7},
    };
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++)
        for (int known = 0; known < 2; known++) {
            double points[801 * 3];
            t = (twins){.factors = {cases[c].factors[0], cases[c].factors[1], cases[c].factors[2]},
                        .point = {1, -1, 2}};
            const size_t n = cases[c].n;
            for (size_t k = 0; k <= 100; k++)
                for (size_t i = 0; i < n; i++)
                    points[k * n + i] = pow(cases[c].factors[i], (double)k) * t.point[i];
            const descent__series way = {.n = n, .count = 101, .points = points, .first_step = 9};
            ck_assert(measure_twins(n, descent_fixed_step(1), 800, 1, 1, known ? &way : NULL));
            ck_assert_double_eq_tol(t.lyapunov.exponent, log(cases[c].exponent), 1e-3 + 0.03 * (n > 1));
            ck_assert(t.lyapunov.low <= t.lyapunov.exponent && t.lyapunov.exponent <= t.lyapunov.high);
            ck_assert_uint_eq(t.lyapunov.steps, 720); /* without a tenth, in batches of 45 */
            ck_assert_int_eq(t.lyapunov.result, DESCENT__MAP_MOVED);
            ck_assert_uint_eq(t.lyapunov.series.count, 801);
            ck_assert_uint_eq(t.lyapunov.series.n, n);
            ck_assert_uint_eq(t.lyapunov.series.first_step, 9);
            for (size_t k = 0; k <= 100; k++)
                for (size_t i = 0; i < n; i++)
                    ck_assert_double_eq_tol(t.lyapunov.series.points[k * n + i], points[k * n + i], 1e-12);
            /* its steps and its twin's, but for what is known of them; and of weighing what it remembers */
            ck_assert_uint_eq(t.asked, 64 + 1600 - (known ? 100 : 0));
            close_twins();
        }
}
END_TEST

/* The logistic map at 4 has ln 2. */
START_TEST(twins_measure_chaos)
{
    t = (twins){.logistic = true, .point = {0.3}};
    ck_assert(measure_twins(1, descent_fixed_step(1), 8000, 1, 1, NULL));
    ck_assert_double_eq_tol(t.lyapunov.exponent, log(2), 0.02);
    ck_assert_double_gt(t.lyapunov.low, 0.6);
    ck_assert_double_lt(t.lyapunov.high, 0.8);
    ck_assert(t.lyapunov.lasts);
    close_twins();
}
END_TEST

/* At rest at 0 the twin is as far off as the extent, and the narrowest range, say: so far another factor bends its step. */
START_TEST(a_twin_is_so_far_off)
{
    static const double extents[][2] = {{1, 1}, {1e-3, 1}, {1, 1e-12}, {50, 1}};
    for (size_t k = 0; k < 4; k++) {
        t = (twins){.factors = {0.5}, .beyond = 0.1};
        const double distance = descent__twin_distance_within(extents[k][0], extents[k][1], 0);
        t.bend = distance / 2;
        ck_assert(measure_twins(1, descent_fixed_step(1), 200, extents[k][0], extents[k][1], NULL));
        ck_assert_double_eq_tol(t.lyapunov.exponent, log(0.3), 1e-9); /* ½·0.5 + ½·0.1 */
        close_twins();
    }
    t = (twins){.factors = {1}, .beyond = 1, .point = {4}}; /* beside a large point its rounding counts */
    ck_assert(measure_twins(1, descent_fixed_step(1), 200, 1e-300, 1e-300, NULL));
    ck_assert_double_eq_tol(t.lyapunov.exponent, 0, 1e-9);
    close_twins();
}
END_TEST

/* Four steps each to sixteen batches, after a tenth: 71 − 7 are 64, and 70 − 7 are not. */
START_TEST(few_steps_are_no_exponent)
{
    for (size_t steps = 69; steps <= 73; steps++) {
        t = (twins){.factors = {0.5}, .point = {1}};
        ck_assert_int_eq(measure_twins(1, descent_fixed_step(1), steps, 1, 1, NULL), steps >= 71);
        ck_assert_int_eq(isnan(t.lyapunov.exponent), steps < 71);
        ck_assert_int_eq(isnan(t.lyapunov.low) && isnan(t.lyapunov.high), steps < 71);
        ck_assert_uint_eq(t.lyapunov.series.count, steps + 1);
        close_twins();
    }
    for (size_t until = 0; until < 3; until++) { /* 64, and 75 of both */
        t = (twins){.factors = {0.5}, .point = {1}, .until = 64 + 150 + until};
        ck_assert(measure_twins(1, descent_fixed_step(1), 1000, 1, 1, NULL));
        ck_assert_uint_eq(t.lyapunov.series.count, 75 + 1 + until / 2);
        ck_assert_int_eq(t.lyapunov.result, until == 1 ? DESCENT__MAP_MOVED : DESCENT__MAP_NONFINITE);
        close_twins();
    }
}
END_TEST

/* A heavy ball beside ½cx²: roots of z² − (1 + μ − c)z + μ; where they are real the larger one. */
START_TEST(twins_of_a_rule_that_remembers_are_in_all_of_its_numbers)
{
    static const double curvatures[] = {0.05, 1, 3.1};
    for (size_t k = 0; k < 3; k++) {
        const double momentum = 0.4, sum = 1 + momentum - curvatures[k], root = sum * sum - 4 * momentum;
        const double largest = root > 0 ? (fabs(sum) + sqrt(root)) / 2 : sqrt(momentum);
        t = (twins){.factors = {1 - curvatures[k]}};
        ck_assert(measure_twins(1, descent_heavy_ball(1, momentum), 2000, 1, 1, NULL));
        ck_assert_double_eq_tol(t.lyapunov.exponent, log(largest), 5e-3);
        ck_assert_uint_eq(t.asked, 4000);
        close_twins();
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {an_exponent_no_larger_than_its_width_does_not_separate,
                                  the_logistic_map_at_four_has_log_two,
                                  the_interval_is_students,
                                  shear_is_up_to_one_and_a_half_logarithms,
                                  a_torus_draws_not_together_and_scatters_not,
                                  few_steps_tell_nothing,
                                  a_steady_rate_is_four_errors_from_none,
                                  a_rise_that_fades_is_shear,
                                  an_interval_has_an_honest_width,
                                  a_transient_does_not_last,
                                  twins_are_half_the_digits_apart,
                                  momentum_rings_for_twenty_relaxations,
                                  twins_measure_the_largest_factor,
                                  twins_measure_chaos,
                                  a_twin_is_so_far_off,
                                  few_steps_are_no_exponent,
                                  twins_of_a_rule_that_remembers_are_in_all_of_its_numbers};
    return descent_test_main(descent_test_suite("inside lyapunov", tests, sizeof tests / sizeof *tests));
}
