/* What drifts, spreads, grows or shrinks under a fast motion, and what stands. */
#include "inside/inside.h"

#include "trajectory/stationarity.h"

enum {
    count = 4800
};

static double points[count];
static const descent__series series = {.n = 1, .count = count, .points = points};

/* Of 16 values in a row, some moved to where they are too early: each place costs two of the 120. */
START_TEST(one_way_is_kendalls_s)
{
    double values[descent__drift_blocks];
    const int all = descent__drift_blocks * (descent__drift_blocks - 1) / 2;
    for (int moved = 0; moved < descent__drift_blocks; moved++) {
        for (int k = 0; k < descent__drift_blocks; k++)
            values[k] = k;
        values[moved] = -1; /* the least of them, after so many others */
        ck_assert_int_eq(descent__goes_one_way(values, 0) && values[descent__drift_blocks - 1] > values[0],
                         all - 2 * moved >= descent__one_way * all && moved < descent__drift_blocks - 1);
    }
    for (int k = 0; k < descent__drift_blocks; k++)
        values[k] = -k;
    ck_assert(descent__goes_one_way(values, descent__drift_blocks - 1.001));
    ck_assert(!descent__goes_one_way(values, descent__drift_blocks - 1));
}
END_TEST

/* Chaos of range 1, which drifts by so much from the middle of the first block to that of the last. */
static bool drifts_by(double way)
{
    (void)inside_logistic(4, 100, count, points);
    for (size_t k = 0; k < count; k++)
        points[k] += way * (double)k / count * descent__drift_blocks / (descent__drift_blocks - 1);
    return descent__drifts(&series, 1e-15);
}

/* A fast alternation, whose blocks have no mean but the drift's: range 2. */
static bool creeps_by(double way)
{
    for (size_t k = 0; k < count; k++)
        points[k] = (k % 2 ? 1 : -1) + way * (double)k / count * descent__drift_blocks / (descent__drift_blocks - 1);
    return descent__drifts(&series, 1e-15);
}

START_TEST(a_drift_shows_under_chaos)
{
    ck_assert(!drifts_by(0));
    ck_assert(drifts_by(1));
    ck_assert(drifts_by(-1));
    ck_assert(creeps_by(1.01 * 2 * descent__drift_share));
    ck_assert(!creeps_by(0.99 * 2 * descent__drift_share));
}
END_TEST

/* Steps to and fro whose reach grows like k^a. */
static bool spreads_like(double power)
{
    for (size_t k = 0; k < count; k++)
        points[k] = (k % 2 ? 1 : -1) * pow((double)(k + 1), power);
    return descent__spreads(&series, 1e-15);
}

START_TEST(what_spreads_is_no_chaos_within_bounds)
{
    (void)inside_logistic(4, 100, count, points);
    ck_assert(!descent__spreads(&series, 1e-15));
    /* of a reach of k^a the blocks' mean is Σ(b/16)^a/16 of the whole */
    for (double power = 0.1; power < 2; power += 0.05) {
        double sum = 0;
        for (int block = 1; block <= descent__drift_blocks; block++)
            sum += pow((double)block / descent__drift_blocks, power);
        const double ratio = descent__drift_blocks / sum;
        if (fabs(ratio - descent__spreading) > 0.01)
            ck_assert_int_eq(spreads_like(power), ratio > descent__spreading);
    }
    /* outward it reaches on, and the same backward, inward, does not; nor does a burst that was first */
    ck_assert(spreads_like(1.5) && descent__spreads_on(&series, 1e-15));
    for (size_t k = 0; k < count; k++)
        points[k] = (k % 2 ? 1 : -1) * pow((double)(count - k), 1.5);
    ck_assert(descent__spreads(&series, 1e-15) && !descent__spreads_on(&series, 1e-15));
    for (size_t k = 0; k < count; k++)
        points[k] = (k % 2 ? 1e-3 : -1e-3) * (k < count / 20 ? 1000 : 1);
    ck_assert(descent__spreads(&series, 1e-15) && !descent__spreads_on(&series, 1e-15));
    /* a walk: the logistic map at 4 as a coin, from its symbols */
    double x = 0.3, at = 0;
    for (size_t k = 0; k < count; k++) {
        at += x < 0.5 ? 1 : -1;
        points[k] = at;
        x = 4 * x * (1 - x);
    }
    ck_assert(descent__spreads(&series, 1e-15) && descent__spreads_on(&series, 1e-15));
}
END_TEST

static descent__trend_of_range spiral(double factor, double angle)
{
    for (size_t k = 0; k < count; k++)
        points[k] = pow(factor, (double)k) * cos(angle * (double)k);
    return descent__range_trend(&series, 1e-15);
}

START_TEST(a_spiral_has_its_rate)
{
    /* slower ones hide behind the extremes that steps miss: they are for the multipliers to tell */
    const double growth[] = {1e-3, 1e-4, 2e-5, -2e-5, -1e-4, -1e-3};
    for (size_t i = 0; i < sizeof growth / sizeof *growth; i++)
        for (double angle = 0.3; angle < 3; angle += 0.2) {
            const descent__trend_of_range trend = spiral(1 + growth[i], angle);
            ck_assert_double_eq_tol(trend.rate, log1p(growth[i]), 0.15 * fabs(growth[i]) + 5e-8);
            ck_assert(!descent__range_stands(&trend, count));
            ck_assert(!descent__range_excludes(&trend, log1p(growth[i])));
        }
    for (double angle = 0.3; angle < 3; angle += 0.2) {
        const descent__trend_of_range circle = spiral(1, angle);
        ck_assert(descent__range_stands(&circle, count));
        ck_assert(descent__range_excludes(&circle, 5e-5));
        ck_assert(!descent__range_excludes(&circle, 0));
    }
}
END_TEST

START_TEST(a_trend_is_sure_and_large)
{
    const double steps = 1000, large = 2 * descent__least_trend / steps;
    const descent__trend_of_range sure = {large, large / (1.01 * descent__certain_trend)},
                                  unsure = {large, large / (0.99 * descent__certain_trend)},
                                  small = {0.99 * descent__least_trend / steps, 0},
                                  enough = {1.01 * descent__least_trend / steps, 0};
    ck_assert(!descent__range_stands(&sure, steps));
    ck_assert(descent__range_stands(&unsure, steps));
    ck_assert(descent__range_stands(&small, steps));
    ck_assert(!descent__range_stands(&enough, steps));
    ck_assert(
        descent__range_excludes(&(descent__trend_of_range){1, 0.1}, 2 * (1 + 0.1 * descent__certain_trend) * 1.01));
    ck_assert(
        !descent__range_excludes(&(descent__trend_of_range){1, 0.1}, 2 * (1 + 0.1 * descent__certain_trend) * 0.99));
}
END_TEST

START_TEST(the_narrowest_coordinate_is_one_that_moves)
{
    const double three[] = {0, 0, 5, 1, 1e-3, 5 + 1e-12, 4, 0, 5};
    const descent__series narrow = {.n = 3, .count = 3, .points = three};
    ck_assert_double_eq_tol(descent__narrowest_range(&narrow, 1e-11 / descent__flicker), 1e-3, 1e-15);
    ck_assert_double_eq_tol(descent__narrowest_range(&narrow, 1e-2 / descent__flicker), 4, 1e-15);
    ck_assert(isinf(descent__narrowest_range(&narrow, 5 / descent__flicker)));
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        one_way_is_kendalls_s, a_drift_shows_under_chaos, what_spreads_is_no_chaos_within_bounds,
        a_spiral_has_its_rate, a_trend_is_sure_and_large, the_narrowest_coordinate_is_one_that_moves};
    return descent_test_main(descent_test_suite("inside stationarity", tests, sizeof tests / sizeof *tests));
}
