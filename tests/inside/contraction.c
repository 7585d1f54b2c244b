/* Contraction: factor, law and what is left, of sequences that are known. */
#include "inside/inside.h"

#include "base/arena.h"
#include "trajectory/contraction.h"

static descent__contraction measure(const descent__series *series)
{
    descent__arena work = {0};
    descent__motion motion;
    descent__contraction contraction;
    ck_assert(descent__motion_measure(&work, series, &motion));
    descent__contraction_measure(&work, series, &motion, &contraction);
    ck_assert(!work.failed);
    descent__arena_release(&work);
    return contraction;
}

static descent__contraction of_sequence(size_t count, double (*term)(double k, double p), double p)
{
    static double points[inside_most];
    for (size_t k = 0; k < count; k++)
        points[k] = term((double)k, p);
    const descent__series series = {.n = 1, .count = count, .points = points};
    return measure(&series);
}

static double geometric(double k, double p)
{
    return p < 0 && fmod(k, 2) > 0 ? -pow(-p, k) : pow(fabs(p), k);
}

static double power(double k, double p)
{
    return pow(k + 1, p);
}

START_TEST(geometric_sequences_have_their_factor)
{
    const double factors[] = {0.5, 0.9, 0.99, -0.5, -0.99, -0.999};
    for (size_t i = 0; i < sizeof factors / sizeof *factors; i++) {
        const descent__contraction c = of_sequence(100, geometric, factors[i]);
        ck_assert(c.contracting && c.linear);
        ck_assert_double_eq_tol(c.rate, factors[i], 1e-6);
        ck_assert_int_eq(c.law, DESCENT_LAW_GEOMETRIC);
        if (fabs(factors[i]) > 0.8)
            ck_assert_double_eq_tol(c.remaining / pow(fabs(factors[i]), 99), 1, 1e-3);
    }
    ck_assert(!of_sequence(100, geometric, 1.01).contracting);
}
END_TEST

START_TEST(powers_have_their_exponent)
{
    for (double p = -0.3; p > -2; p -= 0.3) {
        const descent__contraction c = of_sequence(4000, power, p);
        ck_assert(c.contracting);
        ck_assert_int_eq(c.envelope, DESCENT_LAW_POWER);
        ck_assert_double_eq_tol(c.exponent, p, 0.06);
        ck_assert_double_eq_tol(c.remaining / pow(4000, p), 1, 0.1);
    }
}
END_TEST

/* Steps ρ^k(1 ± δ) with signs that nothing explains obey the recurrence to about 2^½·δ. */
static descent__contraction disturbed(double delta)
{
    double moves[200];
    static double points[201];
    for (size_t k = 0; k < 200; k++)
        moves[k] = pow(0.99, (double)k) * (1 + delta * inside_sign(k));
    const descent__series series = inside_walk(moves, 200, points);
    return measure(&series);
}

START_TEST(linear_is_a_misfit_of_a_thousandth)
{
    for (double delta = 1e-4; delta < 4e-3; delta *= 1.3) {
        const descent__contraction c = disturbed(delta);
        ck_assert_double_gt(c.misfit, 0.8 * delta);
        ck_assert_double_lt(c.misfit, 2 * delta);
        ck_assert_int_eq(c.linear, c.misfit <= descent__linear_misfit);
    }
}
END_TEST

/* A spiral is a recurrence of order 2, and the larger mode of two is its own. */
START_TEST(a_second_mode_is_seen)
{
    static double points[2 * 200];
    for (size_t k = 0; k < 200; k++) {
        points[2 * k] = pow(0.98, (double)k) * cos(0.7 * (double)k);
        points[2 * k + 1] = pow(0.98, (double)k) * sin(0.7 * (double)k);
    }
    const descent__series series = {.n = 2, .count = 200, .points = points};
    const descent__contraction c = measure(&series);
    ck_assert(c.linear && c.contracting);
    ck_assert_double_eq_tol(c.rate, 0.98, 1e-6);
}
END_TEST

/*
 * The same spiral with a disturbance: one factor explains all but sin 0.7 of it, two all but what is disturbed. Ten times
 * less is a second mode.
 */
START_TEST(a_second_mode_explains_ten_times_more)
{
    static double points[2 * 200];
    const double deltas[] = {0.005, 0.02, 0.04, 0.1};
    for (size_t i = 0; i < sizeof deltas / sizeof *deltas; i++) {
        double x[2] = {0, 0};
        for (size_t k = 0; k < 200; k++) {
            points[2 * k] = x[0];
            points[2 * k + 1] = x[1];
            const double length = pow(0.98, (double)k) * (1 + deltas[i] * inside_sign(k));
            x[0] += length * cos(0.7 * (double)k);
            x[1] += length * sin(0.7 * (double)k);
        }
        const descent__series series = {.n = 2, .count = 200, .points = points};
        const descent__contraction c = measure(&series);
        if (deltas[i] < 0.03) /* two modes: what is left is the disturbance */
            ck_assert_double_eq_tol(c.misfit / deltas[i], sqrt(2 + pow(2 * cos(0.7), 2)), 0.5);
        else /* one: what is left is all but the cosine */
            ck_assert_double_eq_tol(c.misfit, sin(0.7), 0.05);
    }
}
END_TEST

/* A rotation does not contract, however well a factor of 1 − 1e-9 fits it. */
START_TEST(neutral_is_within_ten_misfits)
{
    static double points[2 * 400];
    const double rates[] = {1, 1 - 1e-14, 1 - 1e-8};
    for (size_t i = 0; i < sizeof rates / sizeof *rates; i++) {
        for (size_t k = 0; k < 400; k++) {
            points[2 * k] = pow(rates[i], (double)k) * cos(0.7 * (double)k);
            points[2 * k + 1] = pow(rates[i], (double)k) * sin(0.7 * (double)k);
        }
        const descent__series series = {.n = 2, .count = 400, .points = points};
        if (i < 2)
            ck_assert(!measure(&series).contracting);
    }
    /* a misfit of 1e-4 and a factor above 1 − 10·1e-4, and below */
    const double factors[] = {1 - 1e-3, 1 - 3e-3};
    for (size_t i = 0; i < 2; i++) {
        double moves[60];
        for (size_t k = 0; k < 60; k++)
            moves[k] = pow(factors[i], (double)k) * (1 + 1e-4 * inside_sign(k));
        const descent__series series = inside_walk(moves, 60, points);
        const descent__contraction c = measure(&series);
        ck_assert(c.linear);
        ck_assert_int_eq(c.contracting, fabs(c.rate) < 1 - descent__neutral_misfits * c.misfit);
        ck_assert_int_eq(c.contracting, i == 1);
    }
}
END_TEST

/* Steps of a stretched exponential, e^(−k^β): neither factor nor power but near enough to one at the ends. */
START_TEST(laws_are_told_by_what_changes_least)
{
    static double values[1000];
    double rate, exponent;
    /* the slope of the logarithm changes by the factor e^c between the middles of the two halves */
    const double changes[] = {0, 0.05, 0.99 * descent__geometric_change, 1.01 * descent__geometric_change, 0.2};
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        for (size_t k = 0; k < 1000; k++)
            values[k] = exp(k <= 624 ? -0.01 * (double)k : -6.24 - 0.01 * exp(-changes[i]) * ((double)k - 624));
        const descent_law law = descent__law_of(values, 1000, 1, &rate, &exponent);
        ck_assert_int_eq(law == DESCENT_LAW_GEOMETRIC, changes[i] < descent__geometric_change);
        ck_assert_double_eq_tol(rate, exp(-0.01 * exp(-changes[i])), 1e-4);
    }
    /* the same over the logarithm of k: a power whose exponent changes */
    const double exponents[] = {1, 1.12, 1.18, 1.35, 1.6};
    for (size_t i = 0; i < sizeof exponents / sizeof *exponents; i++) {
        for (size_t k = 0; k < 1000; k++)
            values[k] =
                k <= 624 ? pow((double)k + 1, -1) : pow(625, exponents[i] - 1) * pow((double)k + 1, -exponents[i]);
        const descent_law law = descent__law_of(values, 1000, 1, &rate, &exponent);
        ck_assert_int_eq(law == DESCENT_LAW_POWER, log(exponents[i]) < descent__power_change);
    }
}
END_TEST

START_TEST(powers_add_up_below_zero)
{
    descent__contraction c = {.law = DESCENT_LAW_POWER};
    const double exponents[] = {0,
                                descent__summable_power,
                                nextafter(descent__summable_power, -1),
                                descent__summable_alone,
                                nextafter(descent__summable_alone, -1),
                                -1};
    for (size_t i = 0; i < sizeof exponents / sizeof *exponents; i++) {
        c.exponent = exponents[i];
        ck_assert_int_eq(descent__contraction_is_summable(&c, false), exponents[i] < descent__summable_power);
        ck_assert_int_eq(descent__contraction_is_summable(&c, true), exponents[i] < descent__summable_alone);
    }
    c.law = DESCENT_LAW_GEOMETRIC;
    ck_assert(descent__contraction_is_summable(&c, true));
}
END_TEST

/* Without a linear law: mean steps of the last quarter against the one before. */
START_TEST(shorter_is_by_a_twentieth_or_half)
{
    static double points[401];
    const double ratios[] = {0.3, 0.95 * descent__halved, 1.05 * descent__halved, 0.93};
    for (size_t i = 0; i < sizeof ratios / sizeof *ratios; i++) {
        double moves[400];
        for (size_t k = 0; k < 400; k++) /* level but for a disturbance, then level again: no law */
            moves[k] = (k < 300 ? 1 : ratios[i]) * (1 + 0.02 * inside_sign(k));
        const descent__series series = inside_walk(moves, 400, points);
        const descent__contraction c = measure(&series);
        ck_assert(!c.linear);
        ck_assert_int_eq(c.law, DESCENT_LAW_UNKNOWN);
        ck_assert_int_eq(c.contracting, ratios[i] < descent__halved);
    }
    /* k^p with its law: from the third to the last quarter of 4000 steps mean steps fall by the powers' integrals */
    const double powers[] = {-0.05, -0.4};
    for (size_t i = 0; i < 2; i++) {
        static double long_points[inside_most];
        double moves[4000];
        for (size_t k = 0; k < 4000; k++)
            moves[k] = pow((double)k + 1, powers[i]);
        const double q = powers[i] + 1;
        const double fall = (pow(4000, q) - pow(3000, q)) / (pow(3000, q) - pow(2000, q));
        const descent__series series = inside_walk(moves, 4000, long_points);
        descent__arena work = {0};
        descent__motion motion;
        descent__contraction c;
        ck_assert(descent__motion_measure(&work, &series, &motion));
        ck_assert_double_eq_tol(motion.length_last / motion.length_before, fall, 1e-3);
        descent__contraction_measure(&work, &series, &motion, &c);
        c.linear = false;
        ck_assert_int_eq(motion.length_last < 0.95 * motion.length_before, fall < 0.95);
        descent__arena_release(&work);
    }
}
END_TEST

/*
 * descent__parallel_steps: moves ½^k + c·3000^k obey two factors, of which the second shows in the last moves only. The
 * moves before them are nearly in proportion: what is not, as a share of their squares, is found here. Up to 1e-10 one
 * factor is all that can be said, which misses the last move; beyond it both are found, and miss nothing.
 */
START_TEST(parallel_moves_tell_one_factor)
{
    enum {
        steps = 18,
        rows = 4 /* the last third of the steps makes so many equations */
    };
    size_t seen[2] = {0};
    for (double part = 0.02; part < 1; part *= 1.07)
        for (double base = 0.4; base < 0.6; base += 0.1) {
            double moves[steps], points[steps + 1], s11 = 0, s10 = 0, s00 = 0;
            for (size_t k = 0; k < steps; k++)
                moves[k] = pow(base, (double)k) + part * pow(base, steps - 1) * pow(3000, (double)k - (steps - 1));
            for (size_t k = steps - rows - 2; k < steps - 2; k++) {
                const double scale = fmax(moves[k], moves[k + 1]);
                s11 += pow(moves[k + 1] / scale, 2);
                s10 += moves[k + 1] * moves[k] / (scale * scale);
                s00 += pow(moves[k] / scale, 2);
            }
            const double share = 1 - s10 * s10 / (s11 * s00);
            const descent__series series = inside_walk(moves, steps, points);
            const descent__contraction c = measure(&series);
            if (fabs(share / descent__parallel_steps - 1) < 0.1)
                continue;
            seen[share > descent__parallel_steps]++;
            /* The last of four moves is off by `part`: by about half of that in the mean. */
            ck_assert_int_eq((c.misfit < part / 20), (share > descent__parallel_steps));
        }
    ck_assert(seen[0] > 3 && seen[1] > 3);
}
END_TEST

/* descent__law_values: eight. */
START_TEST(a_law_needs_eight_values)
{
    const double values[] = {1, 0.5, 0.25, 0.125, 0x1p-4, 0x1p-5, 0x1p-6, 0x1p-7};
    double rate, exponent;
    ck_assert_int_eq(descent__law_of(values, descent__law_values, 0, &rate, &exponent), DESCENT_LAW_GEOMETRIC);
    ck_assert_double_eq_tol(rate, 0.5, 1e-12);
    ck_assert_int_eq(descent__law_of(values, descent__law_values - 1, 0, &rate, &exponent), DESCENT_LAW_UNKNOWN);
}
END_TEST

/* Moves that halve but for one of them, which is a tenth too long. */
static descent__contraction halving_but_for(size_t count, size_t disturbed)
{
    double moves[200], points[201];
    for (size_t k = 0; k < count; k++)
        moves[k] = pow(0.95, (double)k) * (k == disturbed ? 1.1 : 1);
    const descent__series series = inside_walk(moves, count, points);
    return measure(&series);
}

/*
 * The window holds the last moves, of which each triple is an equation; a single factor is told by the later two of each, so
 * that the oldest move of the window does not count. A window of four moves has two equations, which two factors obey.
 */
START_TEST(a_recurrence_is_fitted_to_a_window)
{
    const size_t longest = 200 - descent__longest_window;
    ck_assert_double_lt(halving_but_for(200, longest).misfit, 1e-7);
    ck_assert_double_gt(halving_but_for(200, longest + 1).misfit, 1e-3);
    for (size_t count = 9; count < 3 * (descent__least_window + 1); count++) {
        const size_t least = count - descent__least_window;
        ck_assert_double_eq_tol(halving_but_for(count, least).rate, 0.95, 1e-9);
        ck_assert(fabs(halving_but_for(count, least + 1).rate - 0.95) > 1e-3);
    }
    /* and in between, a third of the moves */
    ck_assert_double_lt(halving_but_for(90, 60).misfit, 1e-7);
    ck_assert_double_gt(halving_but_for(90, 61).misfit, 1e-3);
}
END_TEST

/* Two modes of 0.9 and 0.9 with a turn, and a sign that nothing explains: the second factor is believed if it explains
 * ten times more than the first. Both misfits are found here, from the same equations. */
START_TEST(a_second_factor_must_be_worth_it)
{
    static double points[2 * 200];
    size_t seen[2] = {0};
    for (double delta = 0.002; delta < 0.2; delta *= 1.02) {
        double x[2] = {0, 0}, moves[200][2], s11 = 0, s10 = 0, s00 = 0, s21 = 0, s20 = 0, s22 = 0;
        for (size_t k = 0; k < 200; k++) {
            const double length = 1 + delta * inside_sign(k);
            memcpy(points + 2 * k, x, sizeof x);
            moves[k][0] = length * cos(0.7 * (double)k);
            moves[k][1] = length * sin(0.7 * (double)k);
            x[0] += moves[k][0];
            x[1] += moves[k][1];
        }
        for (size_t k = 199 - descent__longest_window; k + 2 < 199; k++) {
            const double *const a = moves[k], *const b = moves[k + 1], *const c = moves[k + 2];
            const double scale = fmax(hypot(a[0], a[1]), hypot(b[0], b[1])), weight = 1 / (scale * scale);
            s00 += weight * (a[0] * a[0] + a[1] * a[1]);
            s10 += weight * (b[0] * a[0] + b[1] * a[1]);
            s11 += weight * (b[0] * b[0] + b[1] * b[1]);
            s20 += weight * (c[0] * a[0] + c[1] * a[1]);
            s21 += weight * (c[0] * b[0] + c[1] * b[1]);
            s22 += weight * (c[0] * c[0] + c[1] * c[1]);
        }
        const double det = s11 * s00 - s10 * s10, p = (s21 * s00 - s20 * s10) / det, q = (s20 * s11 - s21 * s10) / det;
        const double one = sqrt((s22 - s21 * s21 / s11) / s22), two = sqrt((s22 - p * s21 - q * s20) / s22);
        const double share = two / one;
        if (fabs(share - descent__second_mode) < 1e-6)
            continue;
        const descent__series series = {.n = 2, .count = 200, .points = points};
        ck_assert_double_eq_tol(measure(&series).misfit, share < descent__second_mode ? two : one, 1e-6);
        seen[share < descent__second_mode]++;
    }
    ck_assert(seen[0] > 3 && seen[1] > 3);
}
END_TEST

/*
 * Two rates, which meet in the middle between the first quarter and the end: the later is the rate, and what was before the first quarter,
 * where values rose, does not count. A tenth between the two is told by the logarithm of their ratio.
 */
START_TEST(a_law_is_read_from_two_windows)
{
    double values[40], rate, exponent;
    for (size_t count = descent__law_values; count <= 40; count++)
        for (int above = 0; above < 2; above++) {
            const size_t begin = count / 4, middle = (begin + count - 1) / 2;
            const double slow = 0.01, change = descent__geometric_change * (above ? 1.001 : 0.999);
            for (size_t k = 0; k < count; k++) /* from the middle, where it is 1 */
                values[k] =
                    k < begin ? 1e-9 : exp(-slow * (k < middle ? exp(-change) : 1) * ((double)k - (double)middle));
            const descent_law law = descent__law_of(values, count, 1000000, &rate, &exponent);
            ck_assert_int_eq(law, above ? DESCENT_LAW_UNKNOWN : DESCENT_LAW_GEOMETRIC);
            ck_assert_double_eq_tol(rate, exp(-slow), 1e-12);
            ck_assert_double_nan(exponent);
        }
    /* k^−2: ln e falls by 2 a logarithm of the step number, in the middle of the later window; from the first value's number on */
    for (size_t first = 5; first <= 7; first++) {
        for (size_t k = 0; k < 40; k++)
            values[k] = pow((double)(first + k), -2);
        ck_assert_int_eq(descent__law_of(values, 40, first, &rate, &exponent), DESCENT_LAW_POWER);
        const double begin = (double)first + 24, end = (double)first + 39; /* the windows are 10 … 24 … 39 */
        ck_assert_double_eq_tol(log(rate), -2 * log(end / begin) / 15, 1e-12);
        ck_assert_double_eq_tol(exponent, -2 * log(end / begin) / 15 * (begin + end) / 2, 1e-12);
    }
    /* what rises in one of the windows has no law */
    const double early[] = {9, 9, 1, 1, 1, 1, 1, 0.5}, late[] = {9, 9, 4, 3, 1, 1, 1, 1};
    ck_assert_int_eq(descent__law_of(early, 8, 1, &rate, &exponent), DESCENT_LAW_UNKNOWN);
    ck_assert_double_nan(rate);
    ck_assert_int_eq(descent__law_of(late, 8, 1, &rate, &exponent), DESCENT_LAW_UNKNOWN);
    ck_assert_double_nan(rate);
}
END_TEST

/* Two modes of either sign: the larger of them is the factor, with its sign, and the way that is left is what it adds up to. Of a spiral
 * each step is a part |1 − μ| of what is left. */
START_TEST(the_larger_of_two_modes_is_the_factor)
{
    const double larger[] = {0.9, -0.9}, smaller[] = {0.75, -0.75};
    double moves[15], points[62];
    for (size_t i = 0; i < 4; i++) {
        const double one = larger[i / 2], other = smaller[i % 2];
        for (size_t k = 0; k < 15; k++)
            moves[k] = pow(one, (double)k) + pow(other, (double)k);
        const descent__series series = inside_walk(moves, 15, points);
        const descent__contraction c = measure(&series);
        ck_assert(c.linear);
        ck_assert_double_eq_tol(c.rate, one, 1e-9);
        ck_assert_double_le(c.misfit, 1e-6);
        ck_assert_double_nan(c.gap);
        ck_assert_double_eq_tol(c.remaining, fabs(moves[14]) * 0.9 / (1 - one), 1e-9);
    }
    for (size_t k = 0; k < 31; k++) {
        points[2 * k] = pow(0.9, (double)k) * cos(2 * (double)k);
        points[2 * k + 1] = pow(0.9, (double)k) * sin(2 * (double)k);
    }
    const descent__series spiral = {.n = 2, .count = 31, .points = points};
    const descent__contraction c = measure(&spiral);
    ck_assert_double_eq_tol(c.rate, 0.9, 1e-9);
    ck_assert_double_eq_tol(c.gap, hypot(1 - 0.9 * cos(2), 0.9 * sin(2)), 1e-9);
    ck_assert_double_eq_tol(c.remaining, pow(0.9, 30), 1e-9);
}
END_TEST

/* Three moves are a law, of which each is half of the one before; two are none. */
START_TEST(a_recurrence_needs_three_moves)
{
    for (size_t count = 1; count <= 6; count++) {
        const descent__contraction c = of_sequence(count, geometric, 0.5);
        ck_assert_uint_eq(c.last, count - 1);
        ck_assert_int_eq(c.linear, count > descent__trend_moves);
        if (c.linear) {
            ck_assert_double_eq_tol(c.rate, 0.5, 1e-12);
            ck_assert_int_eq(c.law, DESCENT_LAW_GEOMETRIC);
            ck_assert_double_eq_tol(c.remaining, pow(0.5, (double)count - 1), 1e-12);
        }
        ck_assert_int_eq(c.contracting, count > descent__trend_moves);
    }
}
END_TEST

/* A factor that has changed by a third and steps that scatter: no law, but the factor that it has come to, and the way that has. */
START_TEST(a_factor_without_a_law_is_the_latest)
{
    double moves[200], points[201];
    for (int flips = 0; flips < 2; flips++) {
        for (size_t k = 0; k < 200; k++)
            moves[k] = (flips && k % 2 ? -1 : 1) * (1 + 0.02 * inside_sign(k)) *
                       exp(-0.02 * (double)k - (k > 124 ? 0.01 * (double)(k - 124) : 0)); /* the windows meet at 124 */
        const descent__series series = inside_walk(moves, 200, points);
        const descent__contraction c = measure(&series);
        ck_assert(!c.linear);
        ck_assert_int_eq(c.law, DESCENT_LAW_UNKNOWN);
        ck_assert_int_eq(c.envelope, DESCENT_LAW_UNKNOWN);
        ck_assert_double_eq_tol(c.rate, flips ? -exp(-0.03) : exp(-0.03), 2e-3);
        ck_assert_double_eq_tol(c.remaining, fabs(moves[199]) * fabs(c.rate) / (1 - c.rate), 1e-12);
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {a_recurrence_needs_three_moves,
                                  the_larger_of_two_modes_is_the_factor,
                                  a_factor_without_a_law_is_the_latest,
                                  a_law_is_read_from_two_windows,
                                  a_recurrence_is_fitted_to_a_window,
                                  a_second_factor_must_be_worth_it,
                                  a_law_needs_eight_values,
                                  parallel_moves_tell_one_factor,
                                  geometric_sequences_have_their_factor,
                                  powers_have_their_exponent,
                                  linear_is_a_misfit_of_a_thousandth,
                                  a_second_mode_is_seen,
                                  a_second_mode_explains_ten_times_more,
                                  neutral_is_within_ten_misfits,
                                  laws_are_told_by_what_changes_least,
                                  powers_add_up_below_zero,
                                  shorter_is_by_a_twentieth_or_half};
    return descent_test_main(descent_test_suite("inside contraction", tests, sizeof tests / sizeof *tests));
}
