/* Step limits that theory knows, 2/λ and its like, with every field of what is found; and what a sweep says of its own long run. */
#include "support.h"

#include <descent/bifurcation.h>
#include <descent/descent.h>
#include <descent/step_limit.h>
#include <descent/sweep.h>
#include <math.h>

/* L = Σ λᵢxᵢ²/2 */
static int bowl(size_t n, const double *x, double *gradient, void *context)
{
    for (size_t i = 0; i < n; i++)
        gradient[i] = ((const double *)context)[i] * x[i];
    return 0;
}

/* x⁴/4 − x²/2 */
static int wells(size_t n, const double *x, double *gradient, void *context)
{
    (void)n, (void)context;
    gradient[0] = x[0] * (x[0] * x[0] - 1);
    return 0;
}

static const struct {
    size_t n;
    double curvature[3];
} bowls[] = {{1, {0.125}}, {2, {30, 0.5}}, {3, {0.5, 1, 4}}};

static double at_scan(double low, double high, size_t count, size_t k)
{
    const double t = (double)k / (double)(count - 1);
    return k == 0 ? low : k == count - 1 ? high : low * (1 - t) + high * t;
}

START_TEST(limits_of_bowls_are_those_of_theory)
{
    const double beta = 0.5, start[] = {1, -0.75, 0.5};
    const descent_rule rules[] = {descent_fixed_step(1), descent_heavy_ball(1, beta), descent_nesterov(1, beta)};
    const double factors[] = {2, 2 * (1 + beta), 2 * (1 + beta) / (1 + 2 * beta)};
    for (size_t b = 0; b < sizeof bowls / sizeof *bowls; b++)
        for (size_t r = 0; r < 3; r++)
            for (int converges = 0; converges < 2; converges++)
                for (size_t scan = 2; scan <= 16; scan += 14) {
                    double curvature[3], steepest = 0;
                    for (size_t i = 0; i < bowls[b].n; i++) {
                        curvature[i] = bowls[b].curvature[i];
                        steepest = fmax(steepest, curvature[i]);
                    }
                    const descent_problem problem = {.dimension = bowls[b].n, .gradient = bowl, .context = curvature};
                    const double truth = factors[r] / steepest, low = 0.6 * truth, high = 1.7 * truth;
                    const descent_step_limit_options options = {.property = converges ? DESCENT_STEP_CONVERGES
                                                                                      : DESCENT_STEP_BOUNDED,
                                                                .rule = &rules[r],
                                                                .steps = 200,
                                                                .scan = scan};
                    descent_step_limit_result *found;
                    double limit;
                    assert_success(descent_step_limit_find(&problem, start, low, high, &options, &found));
                    ck_assert_double_eq_tol(found->limit, truth, 1e-8 * truth);
                    ck_assert_double_le(found->low, found->limit);
                    ck_assert_double_ge(found->high, found->limit);
                    ck_assert_double_ge(found->low, low);
                    ck_assert_double_le(found->high, high);
                    ck_assert_int_eq(found->source, DESCENT_LIMIT_MULTIPLIER);
                    ck_assert_int_ne(found->held, 0);
                    ck_assert_int_ne(found->attracts, 0);
                    ck_assert_int_ne(found->single, 0);
                    ck_assert_uint_eq(found->crossings, 1);
                    ck_assert_uint_ge(found->runs, scan);
                    /* the highest of the scan that lies below, or one before it, which has not settled */
                    size_t below = 0;
                    while (at_scan(low, high, scan, below + 1) < truth)
                        below++;
                    ck_assert(found->last == at_scan(low, high, scan, below) ||
                              (below > 0 && found->last == at_scan(low, high, scan, below - 1)));
                    ck_assert(found->ending_high != DESCENT_ENDING_CONVERGED);
                    ck_assert(found->ending_low != DESCENT_ENDING_DIVERGING &&
                              found->ending_low != DESCENT_ENDING_NONFINITE);
                    assert_success(descent_step_limit(&problem, start, low, high, &options, &limit));
                    ck_assert_double_eq(limit, found->limit);
                    descent_step_limit_result_free(found);
                }
}
END_TEST

/* From x the well's run leaves for good where it first gets beyond √(1 + 2/η), the cycle that turns over: from 1/2 that is a number. */
START_TEST(a_limit_between_two_numbers_is_the_first_that_leaves)
{
    const double starts[] = {1.5, 2, 3};
    for (size_t k = 0; k < 3; k++) {
        /* x ← x − ηx(x² − 1) goes outward at once, for ever, if |x| > √(1 + 2/η): η > 2/(x² − 1) */
        const double start = starts[k], truth = 2 / (start * start - 1);
        const descent_problem problem = {.dimension = 1, .gradient = wells};
        const descent_step_limit_options options = {.steps = 300, .scan = 40};
        descent_step_limit_result *found;
        assert_success(descent_step_limit_find(&problem, &start, 0.25 * truth, 1.5 * truth, &options, &found));
        ck_assert_double_le(found->limit, truth * (1 + 1e-12));
        ck_assert_double_eq(found->limit, found->high);
        ck_assert_double_eq(nextafter(found->low, INFINITY), found->high);
        ck_assert_int_eq(found->source, DESCENT_LIMIT_BISECTION);
        ck_assert_int_ne(found->held, 0);
        ck_assert_int_eq(found->attracts, 0);
        /* one run more on each side, made by hand */
        for (int above = 0; above < 2; above++) {
            const double eta = above ? found->high : found->low;
            double x = start;
            size_t steps = 0;
            while (steps++ < 300 && fabs(x) < 1e6)
                x -= eta * (x * (x * x - 1));
            ck_assert_int_eq(fabs(x) >= 1e6, above);
        }
        descent_step_limit_result_free(found);
    }
}
END_TEST

/* What is read from a sweep is what its runs say, put together by a plain loop. */
static void check_data(const descent_sweep *sweep, const descent_bifurcation *d)
{
    const size_t count = descent_sweep_count(sweep);
    size_t segment = 0;
    double chaos = NAN, exponent = -INFINITY;
    for (size_t first = 0, last; first < count; first = last + 1, segment++) {
        const descent_sweep_result begin = descent_sweep_view_run(sweep, first);
        for (last = first; last + 1 < count; last++) {
            const descent_sweep_result next = descent_sweep_view_run(sweep, last + 1);
            if (next.ending != begin.ending || next.period != begin.period)
                break;
        }
        ck_assert_uint_lt(segment, d->segment_count);
        const descent_bifurcation_segment *const s = &d->segments[segment];
        ck_assert_int_eq(s->ending, begin.ending);
        ck_assert_uint_eq(s->period, begin.period);
        ck_assert_uint_eq(s->first, first);
        ck_assert_uint_eq(s->last, last);
        ck_assert_double_eq(s->low, begin.value);
        ck_assert_double_eq(s->high, descent_sweep_view_run(sweep, last).value);
    }
    ck_assert_uint_eq(segment, d->segment_count);
    for (size_t run = count; run-- > 0;) {
        const descent_sweep_result r = descent_sweep_view_run(sweep, run);
        chaos = r.ending == DESCENT_ENDING_CHAOTIC ? r.value : chaos;
        exponent = r.lyapunov.value > exponent ? r.lyapunov.value : exponent;
    }
    ck_assert(isnan(chaos) ? isnan(d->chaos_low) : d->chaos_low == chaos);
    ck_assert(isinf(exponent) ? isnan(d->largest_exponent) || isinf(d->largest_exponent)
                              : d->largest_exponent == exponent);
    for (size_t k = 1; k < d->doubling_count; k++)
        ck_assert_double_le(d->doublings[k - 1].value, d->doublings[k].value);
}

/* The first cascade: doublings of 1, 2, 4, … in a row; where it ends, by the ratio of its last distances. */
static void check_cascade(const descent_bifurcation *d)
{
    double values[16];
    size_t length = 0;
    for (size_t k = 0; k < d->doubling_count && length < 16; k++)
        if (length == 0 || d->doublings[k].period == (size_t)1 << length)
            values[length++] = d->doublings[k].value;
    if (length < 3) {
        ck_assert(isnan(d->accumulation));
        return;
    }
    const double *const v = values + length - 3, ratio = (v[1] - v[0]) / (v[2] - v[1]);
    const double end = v[2] + (v[2] - v[1]) / (ratio - 1);
    ck_assert_double_eq_tol(d->ratio, ratio, 1e-9 * ratio);
    ck_assert_double_eq_tol(d->accumulation, end, 1e-9 * end);
    if (length == 3) {
        ck_assert(isnan(d->accumulation_error));
        return;
    }
    const double *const u = v - 1, before = (u[1] - u[0]) / (u[2] - u[1]);
    ck_assert_double_eq_tol(d->accumulation_error, fabs(end - (u[2] + (u[2] - u[1]) / (before - 1))), 1e-9 * end);
}

START_TEST(data_of_a_bifurcation_are_those_of_its_runs)
{
    const descent_problem well = {.dimension = 1, .gradient = wells};
    const double start = 0.5;
    const struct {
        double low, high;
        descent_sweep_options options;
    } all[] = {
        {0.5, 0.9, {.steps = 300}},
        {0.5, 1.1, {.steps = 300}},
        {0.8, 1.35, {.steps = 500, .lyapunov = 1}},
        {0.9, 2.2, {.steps = 400, .lyapunov = 1}},
        {1.9, 3.5, {.steps = 200, .no_confirmation = 1}},
    };
    for (size_t k = 0; k < sizeof all / sizeof *all; k++)
        for (size_t count = 5; count <= 25; count += 20) {
            double step_sizes[25];
            for (size_t i = 0; i < count; i++)
                step_sizes[i] = all[k].low + (all[k].high - all[k].low) * (double)i / (double)(count - 1);
            descent_sweep *sweep;
            descent_bifurcation *d;
            assert_success(descent_sweep_step_sizes(&well, &start, step_sizes, count, &all[k].options, &sweep));
            assert_success(descent_bifurcation_read(sweep, &well, &d));
            check_data(sweep, d);
            check_cascade(d);
            /* 1 − 2η is −1 at η = 1, where the minimum doubles; with runs on both sides that is found */
            const bool passed = all[k].low < 0.97 && all[k].high > 1.03;
            if (passed) {
                ck_assert_uint_ge(d->doubling_count, 1);
                ck_assert_uint_eq(d->doublings[0].period, 1);
                ck_assert_double_eq_tol(d->doublings[0].value, 1, d->doublings[0].error + 1e-12);
                ck_assert_double_le(d->doublings[0].error, 1e-7);
                ck_assert_double_eq_tol(fabs(d->doublings[0].orbit[0]), 1, 1e-7);
            } else if (all[k].high < 1) {
                ck_assert_uint_eq(d->doubling_count, 0);
            }
            descent_bifurcation_free(d);
            descent_sweep_free(sweep);
        }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {limits_of_bowls_are_those_of_theory,
                                  a_limit_between_two_numbers_is_the_first_that_leaves,
                                  data_of_a_bifurcation_are_those_of_its_runs};
    return descent_test_main(descent_test_suite("sweep limits", tests, sizeof tests / sizeof *tests));
}
