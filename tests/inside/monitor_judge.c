/* The monitor's judge at the edges of its thresholds, on sequences that are made up. */
#include "inside/inside.h"

#include "monitor/state.h"

/* Points seen at the last check before `most`, and at the one before that: then points go by eighths. */
static size_t check_before(size_t most, size_t *one_before)
{
    size_t seen = 16;
    *one_before = 0;
    while (seen + seen / 8 <= most) {
        *one_before = seen;
        seen += seen / 8;
    }
    return seen;
}

static descent_monitor *new_monitor(size_t n)
{
    descent_monitor *monitor;
    assert_success(descent_monitor_new(&monitor, n, NULL));
    return monitor;
}

static descent_ending observe(const double *x, size_t count, const double *losses, const double *gradients)
{
    descent_monitor *const monitor = new_monitor(1);
    for (size_t k = 0; k < count; k++)
        (void)descent_monitor_observe(monitor, x + k, losses ? losses[k] : NAN, gradients ? gradients + k : NULL);
    const descent_ending ending = monitor->ending;
    descent_monitor_free(monitor);
    return ending;
}

START_TEST(a_rest_is_critical_where_the_gradient_has_vanished)
{
    static double x[1000], gradients[1000];
    const double falls[] = {descent__vanished_gradient, nextafter(descent__vanished_gradient, 1),
                            nextafter(descent__lasting_gradient, 0), descent__lasting_gradient};
    const descent_ending endings[] = {DESCENT_ENDING_CONVERGED, DESCENT_ENDING_UNDETERMINED,
                                      DESCENT_ENDING_UNDETERMINED, DESCENT_ENDING_STALLED};
    for (size_t i = 0; i < 4; i++) {
        for (size_t k = 0; k < 1000; k++) { /* a gradient that falls steeply at the last, and so leaves no way to go */
            x[k] = pow(0.5, fmin((double)k, 600));
            gradients[k] = k == 0 ? 1 : falls[i] * (1 + fmax(600 - (double)k, 0) / 1000);
        }
        ck_assert_int_eq(observe(x, 1000, NULL, gradients), endings[i]);
    }
}
END_TEST

/* x_k = g^k with g so that the last half of the points up to the check before the last extends over so many times that of
 * the first 16. */
static descent_ending grow(double ratio, int sign)
{
    static double x[1000], losses[1000];
    size_t before, half = 16;
    const size_t last = check_before(900, &before);
    size_t ends[7] = {16};
    for (size_t seen = 16; seen <= before; seen += seen / 8) {
        memmove(ends + 1, ends, 6 * sizeof *ends);
        ends[0] = seen;
    }
    half = ends[6];
    double low = 0, high = 1;
    for (size_t round = 0; round < 100; round++) {
        const double rate = (low + high) / 2;
        const double late = exp(rate * (double)(before - 1)) - exp(rate * (double)half);
        if (late > ratio * (exp(rate * 15) - 1))
            high = rate;
        else
            low = rate;
    }
    for (size_t k = 0; k < last; k++) {
        x[k] = exp(low * (double)k);
        losses[k] = sign * x[k];
    }
    return observe(x, last, losses, NULL);
}

START_TEST(growth_must_be_endless)
{
    ck_assert_int_eq(grow(0.7 * descent__rising_growth, 1), DESCENT_ENDING_UNDETERMINED);
    ck_assert_int_eq(grow(1.4 * descent__rising_growth, 1), DESCENT_ENDING_DIVERGING);
    ck_assert_int_eq(grow(0.7 * descent__endless_growth, -1), DESCENT_ENDING_UNDETERMINED);
    ck_assert_int_eq(grow(1.4 * descent__endless_growth, -1), DESCENT_ENDING_UNBOUNDED);
}
END_TEST

/* A first step of 1, and four more, each larger than the one before by a factor that grows itself. */
static descent_ending explode(double factor, double acceleration)
{
    double moves[6] = {1, 1}, x[7], losses[7];
    for (size_t k = 2; k < 6; k++, factor *= acceleration)
        moves[k] = moves[k - 1] * factor;
    (void)inside_walk(moves, 6, x);
    for (size_t k = 0; k < 7; k++)
        losses[k] = x[k];
    return observe(x, 7, losses, NULL);
}

START_TEST(explosions_quadruple_and_accelerate)
{
    ck_assert_int_eq(explode(0.99 * descent__fast_growth, 2), DESCENT_ENDING_UNDETERMINED);
    ck_assert_int_eq(explode(1.01 * descent__fast_growth, 2), DESCENT_ENDING_DIVERGING);
    ck_assert_int_eq(explode(6, 0.99 * descent__acceleration), DESCENT_ENDING_UNDETERMINED);
    ck_assert_int_eq(explode(6, 1.01 * descent__acceleration), DESCENT_ENDING_DIVERGING);
}
END_TEST

START_TEST(returns_are_certain_within_a_billionth)
{
    static double x[1000];
    const double sizes[] = {0.3e-9, 0.8e-9, 1.25e-9, 3e-9};
    for (size_t i = 0; i < 4; i++) {
        for (size_t k = 0; k < 1000; k++)
            x[k] = 1 + (double)(k % 2) + sizes[i] / 2 * inside_sign(k / 2);
        ck_assert_int_eq(observe(x, 1000, NULL, NULL),
                         sizes[i] < descent__certain_return ? DESCENT_ENDING_PERIODIC : DESCENT_ENDING_UNDETERMINED);
    }
}
END_TEST

/* A 2-cycle onto which a run settles by a factor of 0.9995 a round: what is left of it at the check before the last. */
START_TEST(settling_is_certain_within_a_millionth)
{
    static double x[1000];
    const double lefts[] = {0.3e-6, 0.8e-6, 1.25e-6, 1.8e-6};
    size_t before;
    const size_t last = check_before(900, &before);
    for (size_t i = 0; i < 4; i++) {
        for (size_t k = 0; k < last; k++)
            x[k] = 1 + (double)(k % 2) + lefts[i] * pow(0.9995, ((double)k - (double)(before - 1)) / 2);
        ck_assert_int_eq(observe(x, last, NULL, NULL),
                         lefts[i] < descent__certainly_settled ? DESCENT_ENDING_PERIODIC : DESCENT_ENDING_UNDETERMINED);
    }
}
END_TEST

/* After a leap of 1, to and fro by so many small steps each way, as a share of the steps of the last half. */
START_TEST(treading_covers_an_eighth_at_most)
{
    static double x[1000], gradients[1000];
    const double shares[] = {0.05, 0.1, 0.15, 0.2};
    for (size_t i = 0; i < 4; i++) {
        const size_t width = (size_t)(shares[i] * 450);
        for (size_t k = 0; k < 1000; k++) {
            const double move = k / width % 2 ? 1e-10 : -1e-10;
            x[k] = k == 0 ? 0 : k == 1 ? 1 : x[k - 1] + move;
            gradients[k] = k == 0 ? 1 : 0;
        }
        descent_monitor *const monitor = new_monitor(1);
        for (size_t k = 0; k < 1000; k++)
            (void)descent_monitor_observe(monitor, x + k, NAN, gradients + k);
        ck_assert_int_eq(monitor->phase == DESCENT_PHASE_RESTING, shares[i] < descent__treading);
        descent_monitor_free(monitor);
    }
}
END_TEST

/* A straight way like k^a grows by 2.03^a from one half to the next, since segments are eighths: (9/8)^6 = 2.03. */
static descent_phase phase_of(double (*x)(double k, double p), double p, size_t n)
{
    descent_monitor *const monitor = new_monitor(n);
    for (size_t k = 0; k < 2000; k++) {
        const double turn = 2 * acos(-1.0) * 0.6180339887498949 * (double)k;
        const double size = x((double)k, p), point[] = {n > 1 ? size * cos(turn) : size, size * sin(turn)};
        (void)descent_monitor_observe(monitor, point, NAN, NULL);
    }
    const descent_phase phase = monitor->phase;
    descent_monitor_free(monitor);
    return phase;
}

static double power(double k, double p)
{
    return pow(k + 1, p);
}

static double logarithm(double k, double p)
{
    return p * log(k + 1);
}

static double leap(double k, double p)
{
    return k > 0 ? p + k : 0;
}

START_TEST(phases_have_their_ratios)
{
    const double full = log(pow(9.0 / 8, 6));
    ck_assert_int_eq(phase_of(power, log(0.93 * descent__advancing) / full, 1), DESCENT_PHASE_UNKNOWN);
    ck_assert_int_eq(phase_of(power, log(1.07 * descent__advancing) / full, 1), DESCENT_PHASE_ADVANCING);
    ck_assert_int_eq(phase_of(power, log(0.92 * descent__in_place) / full, 2), DESCENT_PHASE_HOVERING);
    ck_assert_int_eq(phase_of(power, log(1.08 * descent__in_place) / full, 2), DESCENT_PHASE_UNKNOWN);
    ck_assert_int_eq(phase_of(power, log(1.07 * descent__settling_phase) / full, 2), DESCENT_PHASE_HOVERING);
    ck_assert_int_eq(phase_of(power, log(0.93 * descent__settling_phase) / full, 2), DESCENT_PHASE_SETTLING);
    /* a logarithm stays as wide, and goes straight on */
    ck_assert_int_eq(phase_of(logarithm, 1, 1), DESCENT_PHASE_UNKNOWN);
    /* steps of 1 after one of 80, or of 120 */
    ck_assert_int_eq(phase_of(leap, 0.8 / descent__creeping_phase, 1), DESCENT_PHASE_ADVANCING);
    ck_assert_int_eq(phase_of(leap, 1.2 / descent__creeping_phase, 1), DESCENT_PHASE_CREEPING);
}
END_TEST

/* Steps that shrink to 1e-3 of the first, and grow again by 2 % each. */
START_TEST(leaving_is_a_tenfold_growth_of_steps)
{
    descent_monitor *const monitor = new_monitor(1);
    double x = 0, move = 1, least = 1, grown = 0;
    for (size_t k = 0; k < 1200 && grown <= 0; k++) {
        (void)descent_monitor_observe(monitor, &x, NAN, NULL);
        if (k > 345 && monitor->leaving)
            grown = move / least;
        move *= k < 345 ? 0.98 : 1.005;
        least = fmin(least, move);
        x += move;
    }
    ck_assert_double_ge(grown, descent__leaving);
    ck_assert_double_le(grown, 3 * descent__leaving);
    descent_monitor_free(monitor);
}
END_TEST

/* descent__quiet_steps: an explosion from above the first loss is no proof where the loss had fallen eight times. */
START_TEST(eight_falls_are_a_descent)
{
    for (size_t falls = descent__quiet_steps - 1; falls <= descent__quiet_steps; falls++) {
        double moves[16], x[17], losses[17], factor = 6;
        size_t count = falls;
        for (size_t k = 0; k < falls; k++)
            moves[k] = 1;
        for (size_t k = 0; k < 4; k++, factor *= 2, count++)
            moves[count] = moves[count - 1] * factor;
        (void)inside_walk(moves, count, x);
        for (size_t k = 0; k <= count; k++)
            losses[k] = k <= falls ? -x[k] : x[k];
        ck_assert_int_eq(observe(x, count + 1, losses, NULL),
                         falls < descent__quiet_steps ? DESCENT_ENDING_DIVERGING : DESCENT_ENDING_UNDETERMINED);
    }
}
END_TEST

/* Four factors in a row are an explosion, and three are not, however large. */
START_TEST(four_factors_are_an_explosion)
{
    enum {
        moves = descent__explosion_steps + 2
    };
    double lengths[moves] = {1, 1}, x[moves + 1], losses[moves + 1], factor = 20;
    for (size_t k = 2; k < moves; k++, factor *= 2)
        lengths[k] = lengths[k - 1] * factor;
    (void)inside_walk(lengths, moves, x);
    memcpy(losses, x, sizeof x);
    ck_assert_int_eq(observe(x, moves, losses, NULL), DESCENT_ENDING_UNDETERMINED);
    ck_assert_int_eq(observe(x, moves + 1, losses, NULL), DESCENT_ENDING_DIVERGING);
}
END_TEST

/* To and fro by 1, and on like a logarithm. */
static double swing(double k, double p)
{
    return (fmod(k, 2) > 0 ? 0.5 : -0.5) + p * log(k + 1);
}

/*
 * Over six segments, in which the number of steps grows by (9/8)^6, a swing of 1 that goes on by c covers 1 + c, of a way of
 * 6 + c: a share of s at c = (6s − 1)/(1 − s). Steps like k^a are longer by (9/8)^2a from pair to pair.
 */
START_TEST(hovering_and_growing_have_their_ratios)
{
    const double six = log(pow(9.0 / 8, 6)), edge = (6 * descent__hovers - 1) / (1 - descent__hovers) / six;
    ck_assert_int_eq(phase_of(swing, 0.9 * edge, 1), DESCENT_PHASE_HOVERING);
    ck_assert_int_eq(phase_of(swing, 1.1 * edge, 1), DESCENT_PHASE_UNKNOWN);
    const double grows = log(descent__growing_pair) / log(81.0 / 64);
    ck_assert_int_eq(phase_of(power, 1 + 0.93 * grows, 1), DESCENT_PHASE_ADVANCING);
    ck_assert_int_eq(phase_of(power, 1 + 1.07 * grows, 1), DESCENT_PHASE_GROWING);
}
END_TEST

/* A run whose points differ by rounding alone has left nothing: with a vanished gradient it has not converged. */
START_TEST(what_never_left_has_not_arrived)
{
    static double x[200], losses[200], gradients[200];
    for (int left = 0; left < 2; left++) {
        const double units = descent__never_left * descent__rounding_units + (left ? 2 : -2);
        for (size_t k = 0; k < 200; k++) {
            x[k] = 1 + (k == 0 ? units * DBL_EPSILON : 0);
            gradients[k] = k == 0 ? 1 : 1e-6;
            losses[k] = k == 0 ? units * DBL_EPSILON / 2 : 0; /* a bowl's */
        }
        ck_assert_int_eq(observe(x, 200, losses, gradients),
                         left ? DESCENT_ENDING_CONVERGED : DESCENT_ENDING_UNDETERMINED);
    }
}
END_TEST

/* At rest from the second point on, while the gradient rises at so many of the last checks, after 33, 37 and 41 points. */
START_TEST(rises_in_a_row_are_no_rest)
{
    for (size_t rises = descent__confirmed_rises - 1; rises <= descent__confirmed_rises; rises++) {
        descent_monitor *const monitor = new_monitor(1);
        const size_t ends[] = {33, 37, 41};
        for (size_t k = 0; k < 41; k++) {
            const double x = k == 0 ? 1 : 0;
            double gradient = k < 22 ? 0.5 : 1e-3;
            for (size_t i = 3 - rises; i < 3; i++)
                gradient *= k + 1 >= ends[i] ? 1.5 : 1;
            (void)descent_monitor_observe(monitor, &x, NAN, &gradient);
        }
        ck_assert_int_eq(monitor->suspected_phase == DESCENT_PHASE_RESTING, rises < descent__confirmed_rises);
        descent_monitor_free(monitor);
    }
}
END_TEST

/* Steps that halve, over gradients that make of them a step size of 1 and, in the end, so many that grow by 1.1. */
START_TEST(paces_quicken_over_four_checks)
{
    for (size_t rises = descent__quickening_checks - 1; rises <= descent__quickening_checks; rises++) {
        descent_monitor *const monitor = new_monitor(1);
        for (size_t k = 0; k < 16; k++) { /* each of these points is a check */
            const double x = pow(0.5, (double)k), pace = k + rises > 14 ? pow(1.1, (double)(k + rises - 14)) : 1;
            const double gradient = x / 2 / pace;
            (void)descent_monitor_observe(monitor, &x, NAN, &gradient);
        }
        ck_assert_int_eq(monitor->quickens, rises >= descent__quickening_checks);
        descent_monitor_free(monitor);
    }
}
END_TEST

/* A slope of 1 at the first two points, the next of them so much nearer, and rest there at a slope of 1e-5: by the moves alone. */
START_TEST(moves_fade_to_a_hundredth)
{
    static double x[200], gradients[200];
    for (int faded = 0; faded < 2; faded++) {
        const double last = (faded ? 0.99 : 1.01) * descent__faded_move;
        for (size_t k = 0; k < 200; k++) {
            x[k] = k == 0 ? 0 : k == 1 ? 1 : 1 + last;
            gradients[k] = k < 2 ? 1 : 1e-5;
        }
        ck_assert_int_eq(observe(x, 200, NULL, gradients),
                         faded ? DESCENT_ENDING_CONVERGED : DESCENT_ENDING_UNDETERMINED);
    }
}
END_TEST

/* Two steps of a tenth of a slope of 1, and one of so much of a slope of 1e-5, to where there is none. */
START_TEST(coasting_is_ten_thousand_times_a_step)
{
    static double x[200], gradients[200];
    for (int coasts = 0; coasts < 2; coasts++) {
        const double last = (coasts ? 1.01 : 0.99) * descent__coasting * 0.1 * 1e-5;
        for (size_t k = 0; k < 200; k++) {
            x[k] = 0.1 * fmin((double)k, 2) + (k > 2 ? last : 0);
            gradients[k] = k < 2 ? 1 : k == 2 ? 1e-5 : 0;
        }
        ck_assert_int_eq(observe(x, 200, NULL, gradients),
                         coasts ? DESCENT_ENDING_UNDETERMINED : DESCENT_ENDING_CONVERGED);
    }
}
END_TEST

/* Steps that halve, over gradients that make of them a step size of 1 and, in the end, ones that fall to so much in all. */
START_TEST(paces_slacken_by_a_thousandth_over_four_checks)
{
    for (int tried = 0; tried < 3; tried++) {
        const size_t falls = tried == 0 ? descent__quickening_checks - 1 : descent__quickening_checks;
        const double to = (tried == 1 ? 1 + 1e-5 : 1 - 1e-5) * descent__hardly_slackening;
        const double factor = pow(to, 1 / (double)falls);
        descent_monitor *const monitor = new_monitor(1);
        for (size_t k = 0; k < 16; k++) { /* each of these points is a check */
            const double x = pow(0.5, (double)k);
            const double pace = k + falls > 14 ? pow(factor, (double)(k + falls - 14)) : 1, gradient = x / 2 / pace;
            (void)descent_monitor_observe(monitor, &x, NAN, &gradient);
        }
        ck_assert_int_eq(monitor->slackens, tried == 2);
        descent_monitor_free(monitor);
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {four_factors_are_an_explosion,
                                  hovering_and_growing_have_their_ratios,
                                  rises_in_a_row_are_no_rest,
                                  moves_fade_to_a_hundredth,
                                  coasting_is_ten_thousand_times_a_step,
                                  paces_slacken_by_a_thousandth_over_four_checks,
                                  paces_quicken_over_four_checks,
                                  what_never_left_has_not_arrived,
                                  eight_falls_are_a_descent,
                                  a_rest_is_critical_where_the_gradient_has_vanished,
                                  growth_must_be_endless,
                                  explosions_quadruple_and_accelerate,
                                  returns_are_certain_within_a_billionth,
                                  settling_is_certain_within_a_millionth,
                                  treading_covers_an_eighth_at_most,
                                  phases_have_their_ratios,
                                  leaving_is_a_tenfold_growth_of_steps};
    return descent_test_main(descent_test_suite("inside monitor judge", tests, sizeof tests / sizeof *tests));
}
