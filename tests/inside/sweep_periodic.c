/* Cycles of a tail, of every period there is: exact, settling, and which of their points names them. */
#include <math.h>

#include "sweep/judge/periodic.h"

#include "support.h"

enum {
    points = descent__run_verdict_points,
    most_dimension = 2
};

static bool judge_with(descent__exponent exponent, size_t n, const double *x, size_t count, double tolerance,
                       double extent, descent__run_verdict *verdict)
{
    const descent_rule rule = descent_fixed_step(0.1);
    double work[most_dimension * descent__run_verdict_vectors];
    const descent__sweep_evidence run = {
        .series = {.n = n, .count = count, .points = x, .first_step = 1000},
        .start = x,
        .rule = &rule,
        .steps = 1000 + count - 1,
        .exponent = exponent,
    };
    const descent__tail tail = {
        .tolerance = tolerance, .rounding = 1e-14, .quarter = {extent, extent, extent, extent}, .diameter = 10};
    *verdict = (descent__run_verdict){.ending = DESCENT_ENDING_UNDETERMINED};
    return descent__judge_periodic(&run, &tail, work, verdict);
}

static bool judge(size_t n, const double *x, size_t count, double tolerance, double extent,
                  descent__run_verdict *verdict)
{
    return judge_with(descent__exponent_unknown(), n, x, count, tolerance, extent, verdict);
}

/* A cycle of p numbers in no order: multiples of the golden section, modulo 1. */
static double number(size_t k, size_t period)
{
    const double turned = (double)(k % period + 1) * 0.6180339887498949;
    return turned - floor(turned);
}

/* Of every period that goes twice into the points, up to 64; named by its least number. */
START_TEST(cycles_of_all_periods_are_known)
{
    for (size_t period = 2; period <= 70; period++)
        for (size_t count = 3; count <= points; count += count < 40 ? 1 : 11) {
            double x[points];
            descent__run_verdict verdict;
            for (size_t k = 0; k < count; k++)
                x[k] = number(k, period);
            const bool is = judge(1, x, count, 1e-6, 1, &verdict);
            const bool seen = period <= 64 && 2 * period <= count - 1;
            ck_assert_msg(is == seen, "period %zu of %zu points: %d", period, count, is);
            if (!is)
                continue;
            ck_assert_int_eq(verdict.ending, DESCENT_ENDING_PERIODIC);
            ck_assert_uint_eq(verdict.period, period);
            ck_assert_double_eq_tol(verdict.tolerance, 16e-6, 1e-12);
            ck_assert_uint_lt(verdict.label_point, count);
            ck_assert_uint_ge(verdict.label_point, count - period);
            for (size_t k = count - period; k < count; k++)
                ck_assert_double_le(x[verdict.label_point], x[k]);
        }
}
END_TEST

/* Of equal first coordinates, and those within the tolerance of a label, the second decides. */
START_TEST(a_cycle_is_named_by_its_first_point_in_order)
{
    static const struct {
        double x[3][2];
        size_t named;
    } rows[] = {{{{1, 5}, {2, 4}, {3, 3}}, 0},        {{{2, 5}, {1, 4}, {3, 3}}, 1},
                {{{2, 5}, {3, 4}, {1, 3}}, 2},        {{{1, 5}, {1, 4}, {3, 3}}, 1},
                {{{1, 5}, {3, 4}, {1, 3}}, 2},        {{{1, 5}, {1 - 1e-6, 6}, {3, 3}}, 0},
                {{{1, 5}, {1 - 1e-3, 6}, {3, 3}}, 1}, {{{1, 5}, {1 + 1e-6, 4}, {3, 3}}, 1},
                {{{1, 5}, {1 + 1e-3, 4}, {3, 3}}, 0}};
    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++)
        for (size_t count = points - 2; count <= points; count++) {
            double x[2 * points];
            descent__run_verdict verdict;
            for (size_t i = 0; i < count; i++)
                for (size_t j = 0; j < 2; j++)
                    x[2 * i + j] = rows[k].x[i % 3][j];
            ck_assert(judge(2, x, count, 1e-6, 1, &verdict));
            ck_assert_uint_eq(verdict.period, 3);
            ck_assert_msg(verdict.label_point % 3 == rows[k].named, "row %zu, %zu points: %zu", k, count,
                          verdict.label_point);
            ck_assert_uint_ge(verdict.label_point, count - 3);
        }
}
END_TEST

/* What moves no farther than what counts as arrived goes round nothing. */
START_TEST(a_cycle_is_larger_than_the_tolerance)
{
    double x[points];
    descent__run_verdict verdict;
    for (size_t k = 0; k < points; k++)
        x[k] = (double)(k % 2);
    ck_assert(!judge(1, x, points, 1, 1, &verdict));
    ck_assert(judge(1, x, points, nextafter(1, 0), 1, &verdict));
    ck_assert_double_eq_tol(verdict.tolerance, 16, 1e-12);
}
END_TEST

/*
 * Swings 1 + aρᵏ about 0 settle on ±1: what is left after the last two is a/ρ at most, for which the label allows sixteen times as much. In the
 * last half of the returns none may miss by more than a ten thousandth of the extent; and one that grows settles nowhere.
 */
START_TEST(what_settles_on_a_cycle_leaves_little)
{
    const double factors[] = {0.9, 0.95, 0.98, 0.99, 1.01, 1.05}, sizes[] = {1e-9, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3};
    size_t known = 0;
    for (size_t i = 0; i < 36; i++) {
        double x[points];
        descent__run_verdict verdict;
        const double factor = factors[i % 6], rest = sizes[i / 6];
        for (size_t k = 0; k < points; k++)
            x[k] = (k % 2 ? -1 : 1) * (1 + rest * pow(factor, (double)k - (points - 1)));
        const double late = rest * (1 / (factor * factor) - 1) * pow(factor, -63);
        const bool is = judge(1, x, points, 1e-12, 2, &verdict);
        ck_assert_msg(fabs(late / 2e-4 - 1) < 0.2 || is == (factor < 1 && late < 2e-4), "factor %g, rest %g", factor,
                      rest);
        if (!is)
            continue;
        known++;
        ck_assert_uint_eq(verdict.period, 2);
        ck_assert_double_eq_tol(verdict.tolerance / (rest / factor), 16, 0.1);
    }
    ck_assert_uint_gt(known, 10);
}
END_TEST

static double miss(const double *x, size_t back, size_t lag)
{
    return fabs(x[points - 1 - back] - x[points - 1 - back - lag]);
}

static double worst(const double *x, size_t lag, size_t from, size_t to)
{
    double largest = 0;
    for (size_t back = from; back < to; back++)
        largest = fmax(largest, miss(x, back, lag));
    return largest;
}

/* What is left of a cycle that is too long for six rounds: misses shrink from one half of the returns to the other. NaN: it is none. */
static double left_of(const double *x, size_t p)
{
    const size_t returns = points - p, late_count = returns - returns / 2 + (returns % 2 == 0 ? 1 : 0);
    const double late = worst(x, p, 0, late_count), early = worst(x, p, late_count, returns);
    double low = INFINITY, high = -INFINITY;
    for (size_t back = 0; back < late_count; back++) {
        low = fmin(low, x[points - 1 - back]);
        high = fmax(high, x[points - 1 - back]);
    }
    const double range = high - low, newest = worst(x, p, 0, 2 * p < late_count ? 2 * p : late_count);
    if (late <= 1e-8 * range && newest <= 1e-13 * range + 1e-14)
        return late;
    if (late > 1e-4 * range || late >= early)
        return NAN;
    const double factor = pow(late / early, (double)p / (double)late_count), left = late * factor / (1 - factor);
    return left <= 1e-3 * range ? left : NAN;
}

/* Rounding of one point, some returns back: within two rounds of the end it is still there, before that it is not. */
START_TEST(long_cycles_settle_from_half_to_half)
{
    size_t settled = 0, others = 0;
    for (size_t p = 22; p <= 64; p++)
        for (size_t which = 0; which < 48; which++) {
            double x[points];
            descent__run_verdict verdict;
            const double factor = 0.85 + 0.02 * (double)(which % 8), rest = pow(10, -9 + (double)(which / 8));
            for (size_t k = 0; k < points; k++)
                x[k] = 3 * number(k, p) + rest * pow(factor, (double)k - (points - 1)) * (k % 3 ? 1 : -0.5);
            const double left = left_of(x, p);
            const bool is = judge(1, x, points, 1e-12, 2, &verdict) && verdict.period == p;
            ck_assert_msg(is == !isnan(left), "period %zu, factor %g, rest %g: %d", p, factor, rest, is);
            if (is)
                ck_assert_double_eq_tol(verdict.tolerance / fmax(16 * left, 16e-12), 1, 1e-9);
            settled += is;
            others += !is;
        }
    ck_assert_uint_gt(settled, 100);
    ck_assert_uint_gt(others, 100);
    for (size_t back = 0; back < points; back++) { /* one point that is off, among exact ones */
        double x[points];
        descent__run_verdict verdict;
        const size_t p = 10;
        for (size_t k = 0; k < points; k++)
            x[k] = number(k, p) + (k == points - 1 - back ? 1e-10 : 0);
        const double left = left_of(x, p);
        if (judge(1, x, points, 1e-12, 2, &verdict) && !isnan(left))
            ck_assert_double_eq_tol(verdict.tolerance / fmax(16 * left, 16e-12), 1, 1e-6);
        if (!isnan(left) && back >= 30)
            ck_assert_uint_eq(verdict.period, p);
    }
}
END_TEST

/* A push of 10⁻⁵ that dies out by a tenth in each step: in the last half of the returns it is no settling of the run. */
START_TEST(what_is_pushed_late_does_not_settle)
{
    for (size_t pushed = 2; pushed < 90; pushed++) {
        double x[points];
        descent__run_verdict verdict;
        for (size_t k = 0; k < points; k++)
            x[k] = (k % 2 ? -1 : 1) * (1 + (k < pushed ? 0 : 1e-5 * pow(0.9, (double)(k - pushed))));
        /* Of 127 returns the last 64 are late: those to the last 64 points. A push is missed by the two that follow it. */
        if (pushed < 30)
            ck_assert_msg(judge(1, x, points, 1e-12, 2, &verdict), "pushed at %zu", pushed);
        if (pushed >= points - 64)
            ck_assert_msg(!judge(1, x, points, 1e-12, 2, &verdict) || verdict.period > 2, "pushed at %zu", pushed);
    }
}
END_TEST

/* A cycle that is still to be settled on is none if twins separate, for all that is known of how fast; an exact one is. */
START_TEST(where_twins_separate_nothing_settles)
{
    static const struct {
        double value, half_width;
        bool settles;
    } rows[] = {{0.1, 0.05, false}, {0.1, 0.1, true},      {0.1, 0.2, true},       {-0.05, 0.1, true},
                {-0.1, 0, true},    {1e-9, 0, false},      {0, 0, true},           {-INFINITY, 0, true},
                {0.5, 0.4, false},  {0.5, INFINITY, true}, {(double)NAN, 0, true}, {0.1, (double)NAN, true}};
    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++)
        for (int exact = 0; exact < 2; exact++) {
            double x[points];
            descent__run_verdict verdict;
            for (size_t i = 0; i < points; i++)
                x[i] = (i % 2 ? -1 : 1) * (1 + (exact ? 0 : 1e-6 * pow(0.95, (double)i - (points - 1))));
            const descent__exponent exponent = {.value = rows[k].value, .half_width = rows[k].half_width};
            ck_assert_msg(judge_with(exponent, 1, x, points, 1e-12, 2, &verdict) == (exact || rows[k].settles),
                          "row %zu, exact %d", k, exact);
        }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {cycles_of_all_periods_are_known,      a_cycle_is_named_by_its_first_point_in_order,
                                  a_cycle_is_larger_than_the_tolerance, what_settles_on_a_cycle_leaves_little,
                                  long_cycles_settle_from_half_to_half, what_is_pushed_late_does_not_settle,
                                  where_twins_separate_nothing_settles};
    return descent_test_main(descent_test_suite("inside sweep periodic", tests, sizeof tests / sizeof *tests));
}
