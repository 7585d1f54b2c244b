/* Runs of a sweep that settle: on cycles, by their last points alone, and on points, with what is ahead of them. */
#include <math.h>

#include "sweep/judge/approach.h"
#include "sweep/judge/periodic.h"
#include "trajectory/rest.h"
#include "trajectory/tolerances.h"

#include "support.h"

enum {
    points = descent__run_verdict_points,
    last = points - 1
};

/* A number of its own for each place of a cycle, the first of them the smallest. */
static double place_on(size_t k, size_t period)
{
    return k % period == 0 ? -1 : (double)(k * k % period) / (double)period + 1e-3 * (double)(k % period);
}

static bool is_periodic(const double *x, size_t n, size_t count, const descent__tail *tail, double exponent,
                        descent__run_verdict *verdict)
{
    const descent_rule rule = descent_fixed_step(1);
    double work[2 * descent__periodic_vectors];
    const descent__sweep_evidence run = {.series = {.n = n, .count = count, .points = x},
                                         .start = x,
                                         .rule = &rule,
                                         .steps = 1000,
                                         .exponent = {.value = exponent}};
    return descent__judge_periodic(&run, tail, work, verdict);
}

/* Exact cycles, up to the longest, seen twice; named by their first point, with a tolerance of sixteen times that of the run. */
START_TEST(cycles_are_seen_twice)
{
    const descent__tail tail = {.tolerance = 1e-6, .rounding = 1e-15, .quarter = {1, 1, 1, 1}};
    for (size_t period = 2; period <= 66; period++)
        for (size_t count = 2; count <= points; count += count < 2 * period - 1 ? 2 * period - 1 : points) {
            for (int more = 0; more < 3 && count + (size_t)more <= points; more++) {
                const size_t some = count + (size_t)more, end = some - 1;
                double x[2 * points];
                descent__run_verdict verdict = {.ending = DESCENT_ENDING_UNDETERMINED};
                for (size_t k = 0; k < some; k++) {
                    x[2 * k] = 5;
                    x[2 * k + 1] = place_on(k, period);
                }
                const bool seen = period <= 64 && 2 * period <= end;
                ck_assert_msg(is_periodic(x, 2, some, &tail, 0, &verdict) == seen, "period %zu, %zu points", period,
                              some);
                if (!seen)
                    continue;
                ck_assert_int_eq(verdict.ending, DESCENT_ENDING_PERIODIC);
                ck_assert_uint_eq(verdict.period, period);
                ck_assert_double_eq(verdict.tolerance, 16e-6);
                ck_assert_uint_eq(verdict.label_point, end / period * period);
                ck_assert(!verdict.foreseen);
            }
        }
}
END_TEST

/* What moves no farther than its tolerance has arrived, and goes round nothing. */
START_TEST(cycles_are_larger_than_the_tolerance)
{
    descent__tail tail = {.tolerance = 1e-6, .quarter = {1, 1, 1, 1e-6}};
    double x[points];
    descent__run_verdict verdict;
    for (size_t k = 0; k < points; k++)
        x[k] = k % 2 ? 0.5e-6 : -0.5e-6;
    ck_assert(!is_periodic(x, 1, points, &tail, 0, &verdict));
    tail.quarter[3] = 1.01e-6;
    ck_assert(is_periodic(x, 1, points, &tail, 0, &verdict));
}
END_TEST

/*
 * Settling by ρ a step on a cycle of forty, of which three rounds are no law: what is left is then the geometric series of the largest
 * miss of the later half, m·f/(1 − f) with f = ρ⁴⁰, and it may be a thousandth of the cycle. Twins must not separate.
 */
START_TEST(what_is_left_of_settling)
{
    const size_t period = 40, late = last - period - (last - period) / 2;
    const double rho = 0.999, f = pow(rho, (double)period);
    for (double share = 0.1e-4; share < 0.8e-4; share *= 1.1) {
        const descent__tail tail = {.tolerance = 1e-9, .rounding = 1e-15, .quarter = {1, 1, 1, 1}};
        double x[points], low = INFINITY, high = -INFINITY;
        descent__run_verdict verdict;
        for (size_t k = 0; k < points; k++)
            x[k] = place_on(k, period);
        for (size_t k = 0; k < period; k++) {
            low = fmin(low, x[k]);
            high = fmax(high, x[k]);
        }
        const double size = high - low, miss = share * size;
        const double first = miss / (1 / f - 1) / pow(rho, (double)(last - late));
        for (size_t k = 0; k < points; k++)
            x[k] += first * pow(rho, (double)k);
        const double left = miss * f / (1 - f);
        if (fabs(left / size / 1e-3 - 1) < 0.03)
            continue;
        ck_assert_msg(is_periodic(x, 1, points, &tail, -0.01, &verdict) == (left < 1e-3 * size), "share %g", share);
        if (left < 1e-3 * size)
            ck_assert_double_eq_tol(verdict.tolerance, 16 * left, 0.5 * left);
        ck_assert(!is_periodic(x, 1, points, &tail, 0.01, &verdict));
    }
}
END_TEST

/* A cycle is as large as all of its points, though the last two lie together. */
START_TEST(returns_are_measured_by_the_whole_cycle)
{
    const descent__tail tail = {.tolerance = 1e-9, .rounding = 1e-15, .quarter = {1, 1, 1, 1}};
    const double places[] = {1e-3, 1, 0};
    double x[points];
    descent__run_verdict verdict;
    for (size_t k = 0; k < points; k++)
        x[k] = places[(k + 3 - last % 3) % 3] + 1e-4 * pow(0.97, (double)k - last + 60);
    ck_assert(is_periodic(x, 1, points, &tail, -0.03, &verdict));
    ck_assert_uint_eq(verdict.period, 3);
}
END_TEST

static int bowl(size_t n, const double *x, double *g, void *context)
{
    const double *const centre = context;
    for (size_t i = 0; i < n; i++)
        g[i] = x[i] - centre[i];
    return 0;
}

/* Each coordinate by a factor of its own, from either side or by turns, or not at all: its limit is where all of them lead. */
START_TEST(limits_are_foreseen_by_coordinate)
{
    enum {
        n = 4
    };
    const double factors[n] = {0.97, -0.97, 0.98, 0}, ways[n] = {0.5, 0.25, -1, 0};
    double centre[n] = {1, -2, 0.25, 7}, x[n * points], limit[n + 1] = {0, 0, 0, 0, -77};
    double work[n * descent__run_verdict_vectors];
    const descent_rule rule = descent_fixed_step(0.02);
    const descent_problem problem = {.dimension = n, .gradient = bowl, .context = centre};
    descent__evaluator evaluator;
    assert_success(descent__evaluator_open(&evaluator, &problem));
    for (size_t count = 49; count <= points; count += 40) {
        for (size_t k = 0; k < count; k++)
            for (size_t i = 0; i < n; i++)
                x[k * n + i] = centre[i] + ways[i] * pow(factors[i], (double)k);
        const descent__sweep_evidence run = {.series = {.n = n, .count = count, .points = x},
                                             .start = x,
                                             .rule = &rule,
                                             .steps = 1000,
                                             .exponent = descent__exponent_unknown()};
        const descent__tail tail = descent__tail_of(&run, work);
        descent__run_verdict verdict;
        ck_assert_msg(descent__judge_approaching(&run, &tail, &evaluator, limit, work, &verdict), "%zu points", count);
        ck_assert_int_eq(verdict.ending, DESCENT_ENDING_APPROACHING);
        ck_assert_uint_eq(verdict.period, 1);
        ck_assert(verdict.foreseen);
        for (size_t i = 0; i < n; i++)
            ck_assert_double_eq_tol(limit[i], centre[i], 1e-10);
        ck_assert_double_eq(limit[n], -77);
        ck_assert_double_eq_tol(verdict.tolerance, 16 * tail.tolerance, 1e-9);
    }
    /* of eight points there are no two moves in each quarter */
    descent__run_verdict verdict;
    const descent__sweep_evidence few = {
        .series = {.n = n, .count = 8, .points = x}, .start = x, .rule = &rule, .steps = 1000};
    const descent__tail tail = descent__tail_of(&few, work);
    ck_assert(!descent__judge_approaching(&few, &tail, &evaluator, limit, work, &verdict));
    descent__evaluator_close(&evaluator);
}
END_TEST

/* A steep coordinate, and one along which the minimum is so far. */
static int valley(size_t n, const double *x, double *g, void *context)
{
    (void)n;
    g[0] = x[0];
    g[1] = 1e-6 * (x[1] - *(const double *)context);
    return 0;
}

/* Beside a valley's floor, and creeping along it: arrived if the minimum is within sixteen tolerances, else on its way. */
START_TEST(what_creeps_along_a_valley_has_not_arrived)
{
    const double x[] = {1e-3, 0, 1e-3, 0, 1e-3, 1e-8}, ways[] = {0.0155, 0.0165, 2};
    const descent_rule rule = descent_fixed_step(0.1);
    for (size_t k = 0; k < 3; k++)
        for (int creeps = 0; creeps < 2; creeps++) {
            double way = ways[k], work[2 * descent__run_verdict_vectors];
            const descent_problem problem = {.dimension = 2, .gradient = valley, .context = &way};
            descent__evaluator evaluator;
            descent__run_verdict verdict;
            assert_success(descent__evaluator_open(&evaluator, &problem));
            const descent__sweep_evidence run = {
                .series = {.n = 2, .count = 3, .points = x}, .start = x, .rule = &rule, .steps = 1000};
            const descent__tail tail = {.strides = {.last = 1e-8},
                                        .diameter = 1e3,
                                        .tolerance = 1e-3,
                                        .rounding = creeps ? 1e-9 : 1e-7,
                                        .quarter = {1e-8, 1e-8, 1e-8, 1e-8}};
            const bool arrived = descent__judge_arrived(&run, &tail, &evaluator, work, &verdict);
            /* what does not creep by its moves may slide on, by its slope, all the same */
            ck_assert_int_eq(arrived, k == 0);
            if (arrived) {
                ck_assert_int_eq(verdict.ending, DESCENT_ENDING_CONVERGED);
                ck_assert_uint_eq(verdict.period, 1);
                ck_assert_uint_eq(verdict.label_point, 2);
                ck_assert_double_eq_tol(verdict.tolerance, 16e-3, 1e-15);
            }
            descent__evaluator_close(&evaluator);
        }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {cycles_are_seen_twice,
                                  cycles_are_larger_than_the_tolerance,
                                  what_is_left_of_settling,
                                  returns_are_measured_by_the_whole_cycle,
                                  limits_are_foreseen_by_coordinate,
                                  what_creeps_along_a_valley_has_not_arrived};
    return descent_test_main(descent_test_suite("inside settling", tests, sizeof tests / sizeof *tests));
}
