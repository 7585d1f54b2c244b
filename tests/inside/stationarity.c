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

/* Reach e^(rk) to and fro: the logarithm of each window's range is straight, so that the rate is r, and without error. One window that is
 * wider, by a factor of e, has the slope and the error of a straight line through sixteen points with one off by 1. */
START_TEST(a_trend_is_a_straight_line_through_windows)
{
    const double rates[] = {-1e-3, 1e-3, 3e-3};
    for (size_t i = 0; i < 3; i++) {
        for (size_t k = 0; k < count; k++)
            points[k] = (k % 2 ? -1 : 1) * exp(rates[i] * (double)k);
        const descent__trend_of_range trend = descent__range_trend(&series, 1e-15);
        ck_assert_double_eq_tol(trend.rate, rates[i], 1e-12);
        ck_assert_double_le(trend.error, 1e-9);
    }
    /* 4800 points: windows of 1200, 240 apart; the last 240 are in the last alone */
    for (size_t k = 0; k < count; k++)
        points[k] = (k % 2 ? -1 : 1) * (k < count - 240 ? 1 : exp(1));
    const descent__trend_of_range last = descent__range_trend(&series, 1e-15);
    const double spread = 16 * (256 - 1) / 12.0, slope = 7.5 / spread, rest = 15.0 / 16 - 7.5 * slope;
    ck_assert_double_eq_tol(last.rate, slope / 240, 1e-12);
    ck_assert_double_eq_tol(last.error, 2 * sqrt(rest / 14 / spread) / 240, 1e-12);
    /* the surer of two coordinates, whichever comes first, and none that does not move */
    static double both[3 * count];
    for (size_t surer = 0; surer < 2; surer++) {
        for (size_t k = 0; k < count; k++) {
            both[3 * k + surer] = (k % 2 ? -1 : 1) * exp(1e-3 * (double)k);
            both[3 * k + 1 - surer] = points[k];
            both[3 * k + 2] = 1 + (k % 2 ? 1e-13 : 0);
        }
        const descent__series two = {.n = 3, .count = count, .points = both};
        ck_assert_double_eq_tol(descent__range_trend(&two, 1e-15).rate, 1e-3, 1e-12);
    }
    /* windows eight steps apart at least: of 16 of them a quarter of the count is one */
    for (size_t few = 155; few < 170; few++) {
        const descent__series brief = {.n = 1, .count = few, .points = points};
        ck_assert_int_eq(isnan(descent__range_trend(&brief, 1e-15).rate), (few - few / 4) / 15 < 8);
    }
}
END_TEST

/* Sixteen blocks of eight points: fewer tell nothing. And of coordinates one is enough, whichever it is. */
START_TEST(few_points_neither_drift_nor_spread)
{
    static double three[3 * count];
    for (size_t few = 127; few <= 128; few++)
        for (size_t moving = 0; moving < 3; moving++) {
            for (size_t k = 0; k < few; k++)
                for (size_t i = 0; i < 3; i++)
                    three[3 * k + i] = i == moving ? pow((double)k, 3) * (k % 2 ? 1 : -1) + 1e6 * (double)k
                                       : k % 2     ? 1
                                                   : -1;
            const descent__series brief = {.n = 3, .count = few, .points = three};
            ck_assert_int_eq(descent__drifts(&brief, 1e-15), few == 128);
            ck_assert_int_eq(descent__spreads(&brief, 1e-15), few == 128);
            ck_assert_int_eq(descent__spreads_on(&brief, 1e-15), few == 128);
        }
    /* What is no more than a thousand roundings is none. */
    for (size_t k = 0; k < 128; k++)
        points[k] = (double)k;
    const descent__series line = {.n = 1, .count = 128, .points = points};
    const double way = 120, whole = 127; /* between the first block's mean and the last's, and all of it */
    ck_assert(descent__drifts(&line, way / descent__flicker * (1 - 1e-9)));
    ck_assert(!descent__drifts(&line, way / descent__flicker));
    ck_assert(descent__spreads(&line, whole / descent__flicker * (1 - 1e-9)));
    ck_assert(!descent__spreads(&line, whole / descent__flicker * (1 + 1e-9)));
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {a_trend_is_a_straight_line_through_windows,
                                  few_points_neither_drift_nor_spread,
                                  one_way_is_kendalls_s,
                                  a_drift_shows_under_chaos,
                                  what_spreads_is_no_chaos_within_bounds,
                                  a_spiral_has_its_rate,
                                  a_trend_is_sure_and_large,
                                  the_narrowest_coordinate_is_one_that_moves};
    return descent_test_main(descent_test_suite("inside stationarity", tests, sizeof tests / sizeof *tests));
}
