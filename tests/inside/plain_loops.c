/*
 * Measurements of a series against what their headers say, written down anew as plain loops: over hundreds of series of all kinds and
 * lengths, each field. The edges between two answers have suites of their own.
 */
#include "inside/inside.h"

#include "base/arena.h"
#include "trajectory/contraction.h"
#include "trajectory/growth.h"
#include "trajectory/lyapunov.h"
#include "trajectory/motion.h"
#include "trajectory/noise.h"
#include "trajectory/recurrence.h"
#include "trajectory/returns.h"
#include "trajectory/rotation.h"
#include "trajectory/stationarity.h"
#include "trajectory/strides.h"

enum {
    most_points = 400,
    most_variables = 3,
    kinds = 10,
    series_tried = 300
};

/* Numbers over [−1, 1): a linear congruential generator (Knuth's MMIX). */
static double next(uint64_t *state)
{
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (double)(*state >> 11) * 0x1p-52 - 1;
}

/* Walks, laws, growth, cycles, chaos, rest and noise; of up to three variables, from 2 points on. */
static descent__series any_series(size_t which, double *points)
{
    uint64_t state = 1000 + which;
    const size_t n = 1 + which % most_variables, kind = which / most_variables % kinds;
    const size_t count = 2 + (size_t)((next(&state) + 1) / 2 * (which % 7 < 3 ? 20 : most_points - 2));
    const size_t rests = kind == 6 ? count / 2 : count;
    double chaos = 0.3;
    for (size_t k = 0; k < count; k++) {
        chaos = 3.9 * chaos * (1 - chaos);
        for (size_t i = 0; i < n; i++) {
            const double t = (double)k, before = k > 0 ? points[(k - 1) * n + i] : 0, noise = next(&state);
            const double rate = 0.8 + 0.05 * (double)i;
            const double values[kinds] = {before + noise,
                                          pow(rate, t),
                                          pow(-rate, t) + 1,
                                          pow(rate, t) * cos(t * (0.7 + (double)i)),
                                          1 / (t + 3 + (double)i),
                                          pow(1.05 + 0.1 * (double)i, t) * (i == 1 ? 1 + 0.3 * noise : 1),
                                          k < rests ? noise : before,
                                          (double)((k + i) % 5) + 1e-3 * pow(0.9, t),
                                          i == 0 ? chaos : sin(t * 0.4 * (double)(i + 1)),
                                          noise + 0.01 * t};
            points[k * n + i] = values[kind];
        }
    }
    return (descent__series){.n = n, .count = count, .points = points, .first_step = which % 5};
}

static double distance(const descent__series *s, size_t a, size_t b)
{
    double sum = 0;
    for (size_t i = 0; i < s->n; i++)
        sum += pow(s->points[a * s->n + i] - s->points[b * s->n + i], 2);
    return sqrt(sum);
}

static double range(const descent__series *s, size_t i, size_t first, size_t end)
{
    double low = INFINITY, high = -INFINITY;
    for (size_t k = first; k < end; k++) {
        low = fmin(low, s->points[k * s->n + i]);
        high = fmax(high, s->points[k * s->n + i]);
    }
    return first < end ? high - low : 0;
}

static double extent(const descent__series *s, size_t first, size_t end)
{
    double sum = 0;
    for (size_t i = 0; i < s->n; i++)
        sum += pow(range(s, i, first, end), 2);
    return sqrt(sum);
}

static double mean_of(const double *values, size_t first, size_t end)
{
    double sum = 0;
    for (size_t k = first; k < end; k++)
        sum += values[k];
    return sum / (double)(end - first);
}

static double rounding(const descent__series *s, size_t k)
{
    double size = 0;
    for (size_t i = 0; i < s->n; i++)
        size = fmax(size, fabs(s->points[k * s->n + i]));
    return 16 * fmax(DBL_EPSILON * size, 4.9406564584124654e-324);
}

/* Of the steps to and from point k. */
static double cosine(const descent__series *s, size_t k)
{
    double sum = 0;
    for (size_t i = 0; i < s->n; i++) {
        const double *const x = s->points + k * s->n + i;
        sum += (x[0] - *(x - s->n)) * (x[s->n] - x[0]);
    }
    return sum / distance(s, k, k - 1) / distance(s, k + 1, k);
}

#define assert_is(value, expected, which)                                                                              \
    ck_assert_msg((isnan(value) && isnan(expected)) || (isinf(value) && isinf(expected)) ||                            \
                      fabs((value) - (expected)) <= 1e-9 * (1e-3 + fabs(expected)),                                    \
                  "series %zu: %s is %.17g, not %.17g", (size_t)(which), #value, (double)(value), (double)(expected))

static void hold_motion(size_t which, const descent__series *s, const descent__motion *m)
{
    const size_t count = s->count, half = count / 2, quarter = count - (count + 3) / 4, middle = (half + count - 1) / 2;
    size_t live = 1, longest = 0, turns = 0;
    double way = 0, cosines = 0;
    ck_assert_uint_eq(m->count, count);
    assert_is(m->floor, rounding(s, count - 1), which);
    for (size_t k = 0; k + 1 < count; k++) {
        assert_is(m->lengths[k], distance(s, k, k + 1), which);
        live = m->lengths[k] > rounding(s, k) ? k + 2 : live;
        longest = m->lengths[k] > m->lengths[longest] ? k : longest;
        way += k >= half ? m->lengths[k] : 0;
    }
    ck_assert_uint_eq(m->live, live);
    ck_assert_uint_eq(m->longest, longest);
    assert_is(m->length_max, m->lengths[longest], which);
    assert_is(m->quarter, extent(s, quarter, count), which);
    assert_is(m->half, extent(s, half, count), which);
    assert_is(m->before, extent(s, half, quarter < count ? quarter + 1 : count), which);
    assert_is(m->straightness, way > 0 ? distance(s, half, count - 1) / way : 0, which);
    const size_t first = half + 2 < count || count < 3 ? half : count - 3;
    for (size_t k = first + 1; k + 1 < count; k++)
        if (m->lengths[k - 1] > m->floor && m->lengths[k] > m->floor) {
            cosines += cosine(s, k);
            turns++;
        }
    assert_is(m->cosine, turns > 0 ? cosines / (double)turns : 0, which);
    if (count < 3)
        return;
    assert_is(m->length_last, mean_of(m->lengths, middle, count - 1), which);
    assert_is(m->length_before, middle > half ? mean_of(m->lengths, half, middle) : m->lengths[half > 0 ? half - 1 : 0],
              which);
    const size_t part = (count - 1) / 12; /* six parts of the last half */
    if (part == 0) {
        ck_assert_double_nan(m->fading);
        return;
    }
    double mean[6];
    for (size_t j = 0; j < 6; j++)
        mean[j] = log(mean_of(m->lengths, count - 1 - (6 - j) * part, count - 1 - (5 - j) * part));
    const double early = (mean[1] - mean[0]) / (double)part, late = (mean[5] - mean[4]) / (double)part;
    const double slope = (1 / late - 1 / early) / (double)(4 * part);
    if (fabs(slope) > 1e-9) /* where a factor is the same to rounding, its sign is chance */
        assert_is(m->fading, early < 0 && late < 0 && slope < 0 ? -1 / slope : (double)NAN, which);
}

static void hold_strides(size_t which, const descent__series *s)
{
    const descent__strides strides = descent__strides_measure(s);
    const size_t moves = s->count - 1;
    double way = 0, shorter = 0, longer = 0, longest = 0;
    size_t overshoot = 0;
    for (size_t k = 1; k <= moves; k++) {
        const double now = distance(s, k, k - 1), before = k > 1 ? distance(s, k - 1, k - 2) : NAN;
        way += now;
        longest = fmax(longest, now);
        shorter += now < before;
        longer += now > before;
        assert_is(descent__series_move(s, k), now, which);
        if (overshoot == 0 && k > 1 && before > 0 && now >= before && -cosine(s, k - 1) * now >= before)
            overshoot = k;
    }
    ck_assert_uint_eq(strides.moves, moves);
    assert_is(strides.first, distance(s, 1, 0), which);
    assert_is(strides.last, distance(s, moves, moves - 1), which);
    assert_is(strides.travelled, distance(s, moves, 0), which);
    assert_is(strides.straightness, way > 0 ? distance(s, moves, 0) / way : 0, which);
    assert_is(strides.shrinking, moves > 1 ? shorter / (double)(moves - 1) : 0, which);
    assert_is(strides.growing, moves > 1 ? longer / (double)(moves - 1) : 0, which);
    assert_is(descent__series_longest(s, 1, moves), longest, which);
    ck_assert_msg(descent__series_overshoot(s) == overshoot, "series %zu: %zu, not %zu", which,
                  descent__series_overshoot(s), overshoot);
}

/* The longest of a block of steps that ends at k. */
static double block(const descent__motion *m, size_t k, size_t width)
{
    double longest = 0;
    for (size_t back = 0; back < width && back <= k; back++)
        longest = fmax(longest, m->lengths[k - back]);
    return longest;
}

static void hold_growth(size_t which, const descent__motion *m)
{
    descent__growth growth;
    descent__growth_measure(m, &growth);
    if (m->count < descent__growth_points) {
        ck_assert(!growth.growing);
        return;
    }
    const size_t last = m->count - 2;
    size_t width = 1, onset = last;
    while (onset >= 1 && m->lengths[onset - 1] < m->lengths[onset])
        onset--;
    if (last - onset < descent__rising_steps && last >= descent__block_steps) {
        width = last / descent__growth_blocks;
        for (onset = last; onset >= width && block(m, onset - width, width) < block(m, onset, width);)
            onset -= width;
    }
    const size_t blocks = (last - onset) / width, middle = onset + blocks / 2 * width;
    const double begin = block(m, onset, width), end = block(m, last, width);
    const bool growing = blocks >= 2 && begin > 0 && end > begin && end > m->floor;
    ck_assert_msg(growth.growing == growing, "series %zu grows", which);
    if (!growing)
        return;
    const double early = log(block(m, middle, width) / begin) / (double)(middle - onset);
    const double late = log(end / block(m, middle, width)) / (double)(last - middle);
    ck_assert_uint_eq(growth.onset, onset);
    ck_assert_uint_eq(growth.rises, width == 1 ? last - onset : 0);
    assert_is(growth.largest, end, which);
    assert_is(growth.total, end / begin, which);
    assert_is(growth.factor, exp(late), which);
    ck_assert_int_eq(growth.saturating, late < descent__slackening * early);
    if (growth.law == DESCENT_LAW_FASTER && width == 1) {
        assert_is(growth.leaps[1], m->lengths[last] / m->lengths[last - 1], which);
        assert_is(growth.leaps[0], m->lengths[last - 1] / m->lengths[last - 2], which);
        assert_is(growth.exponent, log(growth.leaps[1]) / log(growth.leaps[0]), which);
    }
}

/* Returns: each of so many points against that of `lag` before it. */
static double worst_miss(const descent__series *s, size_t lag, size_t from, size_t to)
{
    double worst = 0;
    for (size_t back = from; back < to; back++)
        worst = fmax(worst, distance(s, s->count - 1 - back, s->count - 1 - back - lag));
    return worst;
}

static void hold_returns(size_t which, const descent__series *s)
{
    /* The same points in a ring that begins anew in the middle are the same view. */
    static double ring[most_points * most_variables];
    const size_t seam = s->count / 3;
    for (size_t k = 0; k < s->count; k++)
        for (size_t i = 0; i < s->n; i++)
            ring[(k + seam) % s->count * s->n + i] = s->points[k * s->n + i];
    const descent__view row = descent__view_of(s);
    const descent__view around = {
        .n = s->n, .count = s->count, .rows = s->count, .newest = (s->count - 1 + seam) % s->count, .ring = ring};
    const double whole = extent(s, 0, s->count);
    for (size_t lag = 1; lag <= 6 && 3 * lag < s->count; lag++) {
        const size_t last = s->count - lag;
        size_t near = 0;
        double product = 0, squares = 0;
        while (near < last && worst_miss(s, lag, near, near + 1) <= descent__near_return * whole)
            near++;
        for (size_t back = 0; back < lag; back++) {
            const double *const x = s->points + (s->count - 1 - back) * s->n, *const y = x - lag * s->n,
                                *const z = y - lag * s->n;
            double dot = 0, square = 0;
            for (size_t i = 0; i < s->n; i++) {
                dot += (x[i] - y[i]) * (y[i] - z[i]);
                square += (y[i] - z[i]) * (y[i] - z[i]);
            }
            product += square > 0 ? dot / square : 0;
            squares += square > 0 ? 1 : 0;
        }
        for (int ringed = 0; ringed < 2; ringed++) {
            const descent__view *const view = ringed ? &around : &row;
            assert_is(descent__largest_miss(view, lag, 0, last), worst_miss(s, lag, 0, last), which);
            assert_is(descent__largest_miss(view, lag, last / 2, last), worst_miss(s, lag, last / 2, last), which);
            ck_assert(descent__returns_within(view, lag, 0, last, 1.001 * worst_miss(s, lag, 0, last) + 1e-300));
            if (worst_miss(s, lag, 0, last) > 0)
                ck_assert(!descent__returns_within(view, lag, 0, last, 0.999 * worst_miss(s, lag, 0, last)));
            ck_assert_uint_eq(descent__near_returns(view, lag, whole), near);
            ck_assert_int_eq(descent__returns_alternate(view, lag), product < descent__alternating * squares);
            const descent__settling settling = descent__returns_settle(view, lag, whole);
            const size_t rounds = near / lag, half = 3 * rounds / 8;
            ck_assert_int_eq(settling.seen,
                             rounds >= descent__settling_rounds && rounds * lag >= descent__settling_points);
            if (!settling.seen)
                continue;
            const double now = worst_miss(s, lag, 0, lag), middle = worst_miss(s, lag, (half - 1) * lag, half * lag);
            const double first = worst_miss(s, lag, 2 * (half - 1) * lag, (2 * half - 1) * lag);
            const bool settles =
                now < middle && middle < first && log(middle / now) >= descent__steady_settling * log(first / middle);
            ck_assert_uint_eq(settling.rounds, rounds);
            ck_assert_int_eq(settling.settles, settles);
            const double factor = pow(now / middle, 1 / (double)(half - 1));
            assert_is(settling.factor, settles ? factor : (double)NAN, which);
            const double left = descent__returns_alternate(view, lag) ? now / 2 : now * factor / (1 - factor);
            assert_is(settling.left, settles ? left : (double)NAN, which);
        }
    }
}

static void hold_noise(size_t which, const descent__series *s, const descent__motion *m)
{
    const size_t half = s->count / 2;
    double mean[most_variables], square = 0, product = 0, steps = 0, level = 0;
    for (size_t i = 0; i < s->n; i++) {
        double whole = 0, off = 0;
        mean[i] = 0;
        for (size_t k = half; k < s->count; k++)
            mean[i] += s->points[k * s->n + i] / (double)(s->count - half);
        for (size_t k = half; k + 1 < s->count; k++) {
            const double now = s->points[k * s->n + i] - mean[i], later = s->points[(k + 1) * s->n + i] - mean[i];
            square += now * now;
            product += now * later;
            steps += (later - now) * (later - now);
        }
        for (size_t k = 0; k < s->count; k++)
            whole += s->points[k * s->n + i] / (double)s->count;
        for (size_t k = 0; k < s->count; k++)
            off += pow(s->points[k * s->n + i] - whole, 2);
        level += off / (double)(s->count - 1);
    }
    assert_is(descent__noise_level(s->n, s->count, s->points), sqrt(level), which);
    double found[most_variables];
    const descent__noise_floor floor = descent__noise_hovering(s, m, found);
    if (s->count >= 32 && m->half > 0) {
        const double pull = 1 - product / square;
        const bool hovers = pull > 0 && pull < 2 && m->straightness < descent__hovering;
        assert_is(floor.floor, sqrt(square / (double)(s->count - 1 - half)), which);
        assert_is(floor.floor_half, hovers ? floor.floor * sqrt((2 - pull) / (4 - pull)) : (double)NAN, which);
    } else if (s->count < 32) {
        ck_assert_double_nan(floor.floor);
    }
    for (int k = 0; k < 3 && half + 1 < s->count && m->half > 0; k++) {
        const double kept = 0.4 * (double)k, way = distance(s, half, s->count - 1);
        const double allowed = descent__outrun_deviations * sqrt(steps * (1 + kept) / (1 - kept));
        if (fabs(way - allowed) > 1e-9 * way)
            ck_assert_int_eq(descent__noise_is_outrun(s, m, k % 2 ? -kept : kept), way > allowed);
    }
}

static void hold_ranges(size_t which, const descent__series *s, double floor)
{
    const size_t blocks = descent__drift_blocks, window = s->count / 4, apart = (s->count - window) / (blocks - 1);
    double narrowest = INFINITY, surest = -1;
    const descent__trend_of_range found = descent__range_trend(s, floor);
    for (size_t i = 0; i < s->n; i++)
        if (range(s, i, 0, s->count) > descent__flicker * floor)
            narrowest = fmin(narrowest, range(s, i, 0, s->count));
    assert_is(descent__narrowest_range(s, floor), narrowest, which);
    if (apart < 8) {
        ck_assert_double_nan(found.rate);
        return;
    }
    descent__trend_of_range expected = {NAN, NAN};
    for (size_t i = 0; i < s->n; i++) { /* a straight line through the logarithms, by least squares */
        double sx = 0, sy = 0, sxx = 0, sxy = 0, rest = 0, least = INFINITY, y[64];
        for (size_t k = 0; k < blocks; k++) {
            const double width = range(s, i, k * apart, k * apart + window), x = (double)(k * apart);
            y[k] = log(width);
            least = fmin(least, width);
            sx += x, sy += y[k], sxx += x * x, sxy += x * y[k];
        }
        const double b = (double)blocks, slope = (b * sxy - sx * sy) / (b * sxx - sx * sx), at = (sy - slope * sx) / b;
        for (size_t k = 0; k < blocks; k++)
            rest += pow(y[k] - at - slope * (double)(k * apart), 2);
        const double error = 2 * sqrt(rest / (b - 2) / (sxx - sx * sx / b));
        if (least > descent__flicker * floor && fabs(slope) / error > surest) {
            surest = fabs(slope) / error;
            expected = (descent__trend_of_range){slope, error};
        }
    }
    if (!(surest < 1e4))
        return; /* a line to rounding */
    ck_assert_msg((isnan(found.rate) && isnan(expected.rate)) ||
                      fabs(found.rate - expected.rate) <= 1e-7 * expected.error,
                  "series %zu: %g, not %g", which, found.rate, expected.rate);
    if (!isnan(expected.rate))
        ck_assert_double_eq_tol(found.error / expected.error, 1, 1e-4);
}

static void hold_rotation(size_t which, const descent__series *s)
{
    size_t widest = 0;
    double mean = 0, turned = 0, weights = 0;
    for (size_t i = 1; i < s->n; i++)
        widest = range(s, i, 0, s->count) > range(s, widest, 0, s->count) ? i : widest;
    if (s->count < 3) {
        ck_assert_double_nan(descent__rotation_number(s));
        return;
    }
    for (size_t k = 0; k < s->count; k++)
        mean += s->points[k * s->n + widest] / (double)s->count;
    for (size_t k = 2; k < s->count; k++) { /* from (b, a) to (c, b), counted against the clock */
        const double a = s->points[(k - 2) * s->n + widest] - mean, b = s->points[(k - 1) * s->n + widest] - mean,
                     c = s->points[k * s->n + widest] - mean;
        const double turn = (atan2(c, b) - atan2(b, a)) / (2 * acos(-1.0));
        const double t = (double)(k - 1) / (double)(s->count - 1), weight = exp(-1 / (t * (1 - t)));
        turned += weight * (turn - floor(turn));
        weights += weight;
    }
    turned /= weights;
    const double found = descent__rotation_number(s), expected = fmin(turned, 1 - turned);
    const size_t kind = which / most_variables % kinds;
    if (kind == 0 || kind == 8 || kind == 9) /* of others some turns are none, to rounding */
        ck_assert_msg(fabs(found - expected) <= 1.5 / (double)(s->count - 2), "series %zu: %g, not %g", which, found,
                      expected);
}

static void hold_coordinates(size_t which, const descent__series *s)
{
    size_t periods[most_variables];
    descent__recurrence_coordinates(s, 12, periods);
    for (size_t i = 0; i < s->n; i++) {
        const size_t half = s->count - s->count / 2;
        const double low = s->points[(s->count - 1) * s->n + i];
        double width = range(s, i, half, s->count), size = fabs(low);
        for (size_t k = half; k < s->count; k++)
            size = fmax(size, fabs(s->points[k * s->n + i]));
        const double floor = 16 * DBL_EPSILON * size;
        size_t expected = width <= floor ? 1 : 0;
        for (size_t lag = 2; expected == 0 && lag <= 12 && 3 * lag <= s->count && lag < half; lag++) {
            double worst = 0;
            for (size_t k = half; k < s->count; k++)
                worst = fmax(worst, fabs(s->points[k * s->n + i] - s->points[(k - lag) * s->n + i]));
            expected = worst <= descent__rounding_return * width + floor ? lag : 0;
        }
        ck_assert_msg(periods[i] == expected, "series %zu, coordinate %zu: %zu, not %zu", which, i, periods[i],
                      expected);
    }
}

START_TEST(measurements_are_those_of_plain_loops)
{
    static double points[most_points * most_variables];
    for (size_t which = 0; which < series_tried; which++) {
        const descent__series s = any_series(which, points);
        descent__arena work = {0};
        descent__motion motion;
        ck_assert(descent__motion_measure(&work, &s, &motion));
        hold_motion(which, &s, &motion);
        hold_strides(which, &s);
        hold_growth(which, &motion);
        hold_returns(which, &s);
        hold_noise(which, &s, &motion);
        hold_ranges(which, &s, motion.floor);
        hold_rotation(which, &s);
        hold_coordinates(which, &s);
        for (size_t first = 0; first < s.count; first += s.count / 3 + 1)
            assert_is(descent__series_extent(&work, &s, first, s.count), extent(&s, first, s.count), which);
        descent__arena_release(&work);
    }
}
END_TEST

/* Means of sixteen batches, Student's interval of them, the last quarter, and a line through the sums by least squares. */
START_TEST(exponents_are_those_of_plain_loops)
{
    static double logs[most_points];
    for (size_t which = 0; which < 200; which++) {
        uint64_t state = which;
        const size_t count = 16 + (size_t)((next(&state) + 1) / 2 * (most_points - 16)), batch = count / 16,
                     used = 16 * batch;
        const double drift = 0.02 * next(&state), fading = which % 3 ? 0 : 0.5;
        for (size_t k = 0; k < count; k++)
            logs[k] = drift + next(&state) * (which % 2 ? 0.01 : 0.3) + fading / (1 + (double)k);
        const double *const values = logs + count - used;
        double squares = 0, sx = 0, sy = 0, sxx = 0, sxy = 0, syy = 0, total = 0, half = 0;
        const double mean = mean_of(values, 0, used), n = (double)used;
        for (size_t b = 0; b < 16; b++)
            squares += pow(mean_of(values, b * batch, (b + 1) * batch) - mean, 2);
        for (size_t k = 0; k < used; k++) {
            const double x = (double)(k + 1);
            total += values[k];
            half = k + 1 == used / 2 ? total : half;
            sx += x, sy += total, sxx += x * x, sxy += x * total, syy += total * total;
        }
        const double slope = (n * sxy - sx * sy) / (n * sxx - sx * sx);
        const double rest = syy - sy * sy / n - slope * (sxy - sx * sy / n);
        const double error = sqrt(fmax(0, rest) / (n - 2) / (sxx - sx * sx / n));
        const double beyond = fabs(slope) - (descent__certain_slope * error + descent__rate_rounding / n);
        const descent__exponent found = descent__exponent_of(logs, count);
        ck_assert_uint_eq(found.steps, used);
        assert_is(found.value, mean, which);
        assert_is(found.half_width, descent__student * sqrt(squares / 15 / 16), which);
        assert_is(found.late, mean_of(values, 12 * batch, used), which);
        if (fabs(beyond) > 1e-9)
            ck_assert_int_eq(found.steady, beyond > 0 && (slope < 0 || total - half >= descent__later_share * total));
        double low, high;
        descent__exponent_interval(&found, &low, &high);
        const double width = (found.value > found.half_width ? descent__batch_correlation : 1) * found.half_width;
        assert_is(low, mean - fmax(width, log(n) / n), which);
        assert_is(high, mean + fmax(width, 1 / n), which);
    }
}
END_TEST

/* Steps Δ₂ = aΔ₁ + bΔ₀ obey their recurrence exactly; their rate is the larger root, and what is left is the rest of the series. */
START_TEST(linear_recurrences_have_their_roots)
{
    static double points[most_points];
    for (size_t which = 0; which < 200; which++) {
        uint64_t state = 77 + which;
        const double modulus = 0.5 + 0.45 * fabs(next(&state)), angle = 0.4 + 2.3 * fabs(next(&state));
        const double other = 0.3 * modulus * next(&state), sign = which % 4 == 1 ? -1 : 1;
        const size_t count = 20 + which % 60;
        const bool complex_pair = which % 2 == 0;
        double limit = 0;
        for (size_t k = 0; k < count; k++) {
            const double t = (double)k;
            points[k] = complex_pair ? pow(modulus, t) * cos(angle * t + 1) : pow(sign * modulus, t) + pow(other, t);
        }
        const descent__series s = {.n = 1, .count = count, .points = points};
        descent__arena work = {0};
        descent__motion motion;
        descent__contraction contraction;
        ck_assert(descent__motion_measure(&work, &s, &motion));
        descent__contraction_measure(&work, &s, &motion, &contraction);
        if (motion.live == count && pow(modulus, (double)count) > 1e-6) {
            ck_assert_msg(contraction.linear && contraction.contracting, "series %zu", which);
            ck_assert_uint_eq(contraction.last, count - 1);
            ck_assert_msg(fabs(fabs(contraction.rate) - modulus) <= (complex_pair ? 1e-6 : 2e-3),
                          "series %zu: %g, not %g", which, contraction.rate, sign * modulus);
            if (!complex_pair)
                ck_assert(contraction.rate * sign > 0);
            if (complex_pair && !isnan(contraction.gap))
                ck_assert_double_eq_tol(contraction.gap, sqrt(1 - 2 * modulus * cos(angle) + modulus * modulus), 1e-5);
            if (!complex_pair && contraction.law == DESCENT_LAW_GEOMETRIC)
                ck_assert_msg(fabs(contraction.remaining / fabs(points[count - 1] - limit) - 1) <= 0.05,
                              "series %zu: %g, not %g", which, contraction.remaining, fabs(points[count - 1]));
        }
        descent__arena_release(&work);
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {measurements_are_those_of_plain_loops, exponents_are_those_of_plain_loops,
                                  linear_recurrences_have_their_roots};
    return descent_test_main(descent_test_suite("inside plain loops", tests, sizeof tests / sizeof *tests));
}
