/* The pace of whole ways by linear theory and the next order, against the rules iterated here. */
#include <stdlib.h>

#include "diagnosis/verdict/ahead/modes.h"
#include "diagnosis/verdict/thresholds.h"
#include "inside/way.h"

/* Steps until x·μ^k, weighed, is within the goal. */
static double steps_within(double x, double factor, double goal)
{
    double steps = 0;
    for (; fabs(x) > goal; x *= factor)
        steps++;
    return steps;
}

/* μ = 1 − ηλ, and that of a λ which is a tolerance off: nine tenths of the fewest, eleven of the most, and one step. */
START_TEST(linear_theory_counts_by_its_factor)
{
    static const struct {
        double eta, lambda, tolerance, wanted;
    } cases[] = {{0.1, 1, 0.05, NAN},  {0.95, 2, 0.02, NAN}, {0.05, 2, 0.5, 1e-3},
                 {0.5, 0.01, 1e-3, 1}, {0.125, 4, 1, NAN},   {0.6, 2.5, 0.1, 1e-4}};
    const size_t rows[] = {0, 1, 2, 9, 18, 19};
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++)
        for (size_t j = 0; j < sizeof rows / sizeof *rows; j++)
            for (int sign = -1; sign <= 1; sign += 2) {
                inside_way b;
                inside_way_open(&b, 1, descent_fixed_step(cases[k].eta), cases[k].lambda, 0);
                const double eta = cases[k].eta, factor = 1 - eta * cases[k].lambda;
                b.point.eigenvalue_tolerance = cases[k].tolerance;
                b.at[0] = 0.25;
                for (int i = 0; i < 19; i++)
                    b.points[i] = 0.25 + sign * pow(factor, i);
                b.way.wanted = cases[k].wanted;
                b.way.tolerance = 1e-7;
                b.evidence.gradient_norm = 3e-4;
                inside_way_split(&b, 18, rows[j]);
                const double now = b.points[18] - 0.25, ahead = rows[j] > 0 ? 19 - (double)rows[j] : 18;
                const double goal = isnan(b.way.wanted) ? b.way.tolerance : b.way.wanted * 3e-4 / cases[k].lambda;
                const double change = eta * cases[k].tolerance;
                const double value = steps_within(now, factor, goal);
                const double one = steps_within(now, factor - change, goal);
                const double other = steps_within(now, factor + change, goal);
                descent_pace pace = {.rate = NAN};
                ck_assert(descent__pace_is_linear(&b.evidence, &b.way));
                ck_assert(!descent__pace_has_arrived(&b.evidence, &b.way));
                ck_assert(descent__pace_by_modes(&b.evidence, &b.way, &pace));
                ck_assert_int_eq(pace.law, DESCENT_LAW_GEOMETRIC);
                ck_assert_double_eq_tol(pace.rate, factor, 1e-14);
                ck_assert_msg(pace.steps_to_go.value == ahead + value, "case %zu: %g, not %g + %g", k,
                              pace.steps_to_go.value, ahead, value);
                ck_assert_double_eq(pace.steps_to_go.low, fmax(1, floor(0.9 * (ahead + fmin(one, other)))));
                ck_assert_double_eq(pace.steps_to_go.high, ceil(1.1 * (ahead + fmax(one, other))) + 1);
                descent__arena_release(&b.evidence.work);
            }
}
END_TEST

/* Complex multipliers turn by θ, 2√β cos θ = 1 + β − ηλ; half a turn sooner it may be there. */
START_TEST(what_turns_may_come_half_a_turn_sooner)
{
    const double eta = 0.3, beta = 0.81;
    inside_way b;
    inside_way_open(&b, 1, descent_heavy_ball(eta, beta), 1, 0);
    b.points[0] = 1;
    b.points[1] = 0.7;
    for (size_t k = 2; k < 61; k++)
        b.points[k] = b.points[k - 1] + beta * (b.points[k - 1] - b.points[k - 2]) - eta * b.points[k - 1];
    inside_way_split(&b, 60, 41);
    descent_pace pace = {.rate = NAN};
    ck_assert(descent__pace_is_linear(&b.evidence, &b.way));
    ck_assert(descent__pace_by_modes(&b.evidence, &b.way, &pace));
    const descent__modes modes = descent__modes_measure(&b.evidence, &b.point, b.points + 60, b.points + 59, 0, false);
    const double steps = 20 + descent__modes_steps(&modes, 1e-6);
    const double half_turn = acos(-1) / acos((1 + beta - eta) / (2 * sqrt(beta)));
    ck_assert_double_eq(pace.steps_to_go.value, steps);
    ck_assert_double_eq(pace.steps_to_go.low, floor(0.9 * (steps - half_turn)));
    ck_assert_double_eq(pace.steps_to_go.high, ceil(1.1 * steps) + 1);
    ck_assert_double_eq_tol(pace.rate, 0.9, 1e-12); /* √β */
    descent__arena_release(&b.evidence.work);
}
END_TEST

/* Over the steps from half on the logarithm falls by what is due, to a twentieth; far from 0 rounding may do as much as it does. */
START_TEST(theory_is_held_against_the_second_half)
{
    for (size_t steps = 1; steps <= 9; steps++)
        for (int off = -2; off <= 2; off++) {
            inside_way b;
            inside_way_open(&b, 1, descent_fixed_step(0.25), 1, 0);
            const size_t half = steps / 2;
            const double part = off == 0 ? 1 : 1 + (off > 0 ? 1 : -1) * (abs(off) == 1 ? 0.999 : 1.001) * 0.05;
            for (size_t k = 0; k <= steps; k++)
                b.points[k] = k == steps ? pow(0.75, part * (double)(steps - half)) : k == half ? 1 : 17 * (double)k;
            inside_way_split(&b, steps, steps > 3 ? 3 : 1);
            ck_assert_int_eq(descent__pace_is_linear(&b.evidence, &b.way), steps > 1 && abs(off) < 2);
            b.point.kind = DESCENT_CRITICAL_SADDLE;
            ck_assert(!descent__pace_is_linear(&b.evidence, &b.way));
            descent__arena_release(&b.evidence.work);
        }
    /* 2²⁰ from 0 a distance of 2⁻²⁴ is known to 64ε·(2²⁰ + 2²⁰)/2⁻²⁴ = ½: of 4 ln(4/3) = 1.15 the fall may be 1.708. */
    for (int row = 1412; row <= 1413; row++) {
        inside_way b;
        inside_way_open(&b, 1, descent_fixed_step(0.25), 1, 0);
        b.at[0] = 0x1p20;
        for (size_t k = 0; k < 9; k++)
            b.points[k] = 0x1p20 + row * 0x1p-32;
        b.points[8] = 0x1p20 + 0x1p-24;
        inside_way_split(&b, 8, 9);
        const bool within = log(row / 256.0) <= 4 * log(4.0 / 3) * 1.05 + 0.5;
        ck_assert_int_eq(within, row == 1412);
        ck_assert_int_eq(descent__pace_is_linear(&b.evidence, &b.way), within);
        descent__arena_release(&b.evidence.work);
    }
}
END_TEST

/* There is who stays within the tolerance; of what theory does not know whole, nothing speaks against it. */
START_TEST(arrival_is_asked_of_what_theory_knows)
{
    static const struct {
        descent_critical_kind kind;
        descent_probe probe;
        size_t index, steps;
        double x, y, tolerance;
        bool arrived;
    } cases[] = {
        {DESCENT_CRITICAL_MINIMUM, DESCENT_PROBE_FLAT, 0, 2, 1, 0, 1, true},
        {DESCENT_CRITICAL_MINIMUM, DESCENT_PROBE_FLAT, 0, 2, 1, 0, 0.999, false}, /* one step off */
        {DESCENT_CRITICAL_MINIMUM, DESCENT_PROBE_FLAT, 0, 1, 1, 0, 0.1, false},
        {DESCENT_CRITICAL_MINIMUM, DESCENT_PROBE_FLAT, 0, 0, 1, 0, 0.1, true}, /* no step was made */
        {DESCENT_CRITICAL_SADDLE, DESCENT_PROBE_FLAT, 0, 2, 1, 0, 0.1, true},
        {DESCENT_CRITICAL_DEGENERATE, DESCENT_PROBE_FLAT, 0, 2, 1, 0.125, 0.125, false},
        {DESCENT_CRITICAL_DEGENERATE, DESCENT_PROBE_FLAT, 0, 2, 1, 0.25, 0.125, true}, /* beside the valley's point */
        {DESCENT_CRITICAL_DEGENERATE, DESCENT_PROBE_LOWER, 0, 2, 1, 0.125, 0.125, true},
        {DESCENT_CRITICAL_DEGENERATE, DESCENT_PROBE_FLAT, 1, 2, 1, 0.125, 0.125, true},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        inside_way b;
        const bool flat = cases[k].kind == DESCENT_CRITICAL_DEGENERATE;
        inside_way_open(&b, 2, descent_fixed_step(0.5), 1, flat ? 0 : 1);
        b.point.kind = cases[k].kind;
        b.point.probe = cases[k].probe;
        b.point.index = cases[k].index;
        for (size_t i = 0; i < 3; i++) {
            b.points[2 * i] = cases[k].x;
            b.points[2 * i + 1] = cases[k].y;
        }
        b.way.tolerance = cases[k].tolerance;
        inside_way_split(&b, cases[k].steps, 1);
        ck_assert_msg(descent__pace_has_arrived(&b.evidence, &b.way) == cases[k].arrived, "case %zu", k);
        b.evidence.has_rule = false;
        ck_assert(descent__pace_has_arrived(&b.evidence, &b.way));
        descent__arena_release(&b.evidence.work);
    }
}
END_TEST

/* A rate is that of the nearest mode within its error: −ln 0.9 = 0.10536, −ln 0.8 = 0.22314. */
START_TEST(a_rate_is_that_of_the_nearest_mode)
{
    static const struct {
        double logarithm, error, told;
    } cases[] = {
        {0.12, 0.0148, 0.9}, {0.12, 0.0146, 0}, {0.12, 0.5, 0.9},    {0.2, 0.5, 0.8},   {0.2, 0.0233, 0.8},
        {0.2, 0.0230, 0},    {0.09, 0.0152, 0}, {0.09, 0.0155, 0.9}, {0.164, 0.5, 0.9}, {0.165, 0.5, 0.8},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++)
        for (int sign = -1; sign <= 1; sign += 2)
            for (size_t order = 0; order < 2; order++) {
                inside_way b;
                inside_way_open(&b, 2, descent_fixed_step(0.1), order ? 1 : 2, order ? 2 : 1);
                b.points[0] = b.points[1] = 2;
                b.points[2] = b.points[3] = 1;
                inside_way_split(&b, 1, 2);
                const double rate = sign * exp(-cases[k].logarithm);
                const double told = descent__pace_of_mode(&b.evidence, &b.way, rate, cases[k].error);
                ck_assert_double_eq_tol(told, cases[k].told > 0 ? sign * cases[k].told : rate, 1e-15);
                inside_way_split(&b, 0, 1); /* of no step nothing is measured */
                ck_assert_double_eq(descent__pace_of_mode(&b.evidence, &b.way, rate, cases[k].error), rate);
                descent__arena_release(&b.evidence.work);
            }
    /* Of what turns, an envelope is measured to half a turn's fall over half of the steps; ρ = 0.9, and factors of 1 are none. */
    inside_way b;
    inside_way_open(&b, 1, descent_heavy_ball(0.3, 0.81), 1, 0);
    inside_way_split(&b, 20, 21);
    const double first = log(0.9), turn = acos(-1) / acos(1.51 / 1.8);
    for (int sign = -1; sign <= 1; sign += 2) {
        const double edge = turn * -first / 10;
        ck_assert_double_eq_tol(descent__pace_of_mode(&b.evidence, &b.way, exp(first + sign * 0.999 * edge), 0), 0.9,
                                1e-14);
        const double beyond = exp(first + sign * 1.001 * edge);
        ck_assert_double_eq(descent__pace_of_mode(&b.evidence, &b.way, beyond, 0), beyond);
    }
    b.evidence.rule = descent_fixed_step(b.evidence.step_size = 2);
    ck_assert_double_eq(descent__pace_of_mode(&b.evidence, &b.way, 0.99, 1), 0.99);
    ck_assert(isnan(descent__pace_of_mode(&b.evidence, &b.way, NAN, 1)));
    descent__arena_release(&b.evidence.work);
}
END_TEST

/* x ← ±x·(1 − δ − c·|x|^p), followed until it is there; near a factor of −1 the next order is the square. */
typedef struct normal_form {
    double delta, c;
    int order;
    bool alternates;
} normal_form;

static double advance(const normal_form *f, double delta, double x)
{
    return (f->alternates ? -1 : 1) * x * (1 - delta - f->c * pow(fabs(x), f->order));
}

/* A way of 96 steps, of which all were recorded, or fewer: what is counted is what the iteration takes. */
static void counts_to(inside_way *b, const normal_form *f, double delta, bool governs)
{
    double truth = 0, value = 0;
    for (double x = b->points[96]; fabs(x) > b->way.tolerance; x = advance(f, delta, x))
        truth++;
    ck_assert_double_gt(truth, 20);
    for (size_t rows = 97; rows > 1; rows -= 32) {
        descent_pace pace = {.rate = NAN, .exponent = NAN};
        inside_way_split(b, 96, rows);
        ck_assert(descent__pace_by_modes(&b->evidence, &b->way, &pace));
        const double ahead = 97 - (double)rows, all = ahead + truth;
        ck_assert_double_eq_tol(pace.steps_to_go.value, all, 0.07 * truth + 1);
        ck_assert_msg(pace.steps_to_go.low <= all && all <= pace.steps_to_go.high, "%g in %g … %g; order %d", all,
                      pace.steps_to_go.low, pace.steps_to_go.high, f->order);
        ck_assert_double_ge(pace.steps_to_go.low, 0.8 * all - 1);
        ck_assert_double_le(pace.steps_to_go.high, 1.25 * all + 2);
        value = rows == 97 ? pace.steps_to_go.value : value;
        ck_assert_double_eq(pace.steps_to_go.value, value + ahead);
        ck_assert_int_eq(pace.law, governs ? DESCENT_LAW_GEOMETRIC : DESCENT_LAW_POWER);
        const double rate = governs ? (f->alternates ? -1 : 1) * (1 - delta) : (double)NAN;
        const double exponent = governs ? (double)NAN : -1.0 / f->order;
        ck_assert(governs ? fabs(pace.rate - rate) < 1e-12 : isnan(pace.rate));
        ck_assert(governs ? isnan(pace.exponent) : fabs(pace.exponent - exponent) < 1e-12);
    }
}

/* Geometric where δ outweighs c·d^p at the goal, else a power. */
START_TEST(the_next_order_counts_to_the_goal)
{
    static const normal_form forms[] = {{2e-3, 0.1, 2, false},
                                        {2e-3, 0.1, 1, false},
                                        {1e-3, 0.3, 3, false},
                                        {5e-3, 0.5, 2, true},
                                        {2.5e-3, 40, 2, false}};
    for (size_t k = 0; k < sizeof forms / sizeof *forms; k++)
        for (int governs = 0; governs < 2; governs++) {
            const normal_form *const f = &forms[k];
            const double delta = governs ? f->delta : f->delta / 200, eta = 0.25;
            const double turn = pow(delta / f->c, 1.0 / f->order); /* where both are the same */
            inside_way b;
            inside_way_open(&b, 1, descent_fixed_step(eta), (f->alternates ? 2 - delta : delta) / eta, 0);
            b.points[0] = governs ? 6 * turn : pow(0.3 / f->c, 1.0 / f->order);
            for (size_t i = 0; i < 96; i++)
                b.points[i + 1] = advance(f, delta, b.points[i]);
            const double end = fabs(b.points[96]);
            b.way.tolerance = governs ? fmin(end / 1.5, 0.8 * turn) : fmax(end / 3, 1.25 * turn);
            counts_to(&b, f, delta, governs);
            descent__arena_release(&b.evidence.work);
        }
}
END_TEST

/* 1/(k + 10) beside an eigenvalue that would bend it, 0.02 a step: of the two nobody knows, and the power may last. */
START_TEST(a_power_casts_doubt_on_a_curvature)
{
    inside_way b;
    inside_way_open(&b, 1, descent_fixed_step(0.5), 0.04, 0);
    for (size_t k = 0; k <= 192; k++)
        b.points[k] = 1 / ((double)k + 10);
    b.way.tolerance = 1.0 / 2002;
    for (size_t rows = 193; rows > 1; rows -= 64) {
        descent_pace pace = {.rate = 1, .exponent = 1};
        inside_way_split(&b, 192, rows);
        ck_assert(descent__pace_by_modes(&b.evidence, &b.way, &pace));
        ck_assert_int_eq(pace.law, DESCENT_LAW_UNKNOWN);
        ck_assert(isnan(pace.rate) && isnan(pace.exponent) && isnan(pace.steps_to_go.value));
        ck_assert_double_eq_tol(pace.steps_to_go.high, 1.1 * (2002 - 10 - ((double)rows - 1)) + 1, 1);
        ck_assert_double_ge(pace.steps_to_go.low, 1);
    }
    descent__arena_release(&b.evidence.work);
}
END_TEST

/* At ηλ = 2 within the error of λ the cube decides, alone: no factor is told. Beyond, theory says nothing. */
START_TEST(a_factor_of_minus_one_is_none)
{
    for (int off = -2; off <= 2; off++) {
        const normal_form f = {0, 0.5, 2, true};
        inside_way b;
        inside_way_open(&b, 1, descent_fixed_step(0.5), 4 + off * 0.75e-3, 0);
        b.point.eigenvalue_tolerance = 1e-3;
        b.points[0] = 0.7;
        for (size_t i = 0; i < 96; i++)
            b.points[i + 1] = advance(&f, 0, b.points[i]);
        b.way.tolerance = fabs(b.points[96]) / 3;
        inside_way_split(&b, 96, 97);
        descent_pace pace = {.rate = NAN};
        ck_assert_int_eq(descent__pace_by_modes(&b.evidence, &b.way, &pace), off < 2);
        if (abs(off) < 2) {
            ck_assert_int_eq(pace.law, DESCENT_LAW_POWER);
            ck_assert_double_eq_tol(pace.exponent, -0.5, 1e-12);
            /* d^−2 grows by 2c a step, from that of the end to nine times as much. */
            const double truth = 8 / (b.points[96] * b.points[96]) / (2 * f.c);
            ck_assert_double_eq_tol(pace.steps_to_go.value, truth, 0.05 * truth);
            ck_assert_double_ge(pace.steps_to_go.high, truth);
        }
        inside_way_split(&b, DESCENT__LAW_STEPS - 1, 2);
        ck_assert(!descent__pace_by_modes(&b.evidence, &b.way, &pace)); /* so few steps tell no order */
        inside_way_split(&b, DESCENT__LAW_STEPS, 2);
        ck_assert_int_eq(descent__pace_by_modes(&b.evidence, &b.way, &pace), off < 2);
        descent__arena_release(&b.evidence.work);
    }
}
END_TEST

/* x ← x·(1 − c·|x|^1.5) beside next to no curvature: an order that is no whole number stays what it is. */
START_TEST(an_order_between_two_is_no_whole_one)
{
    inside_way b;
    inside_way_open(&b, 1, descent_fixed_step(0.5), 2e-6, 0);
    b.points[0] = 2;
    for (size_t k = 0; k < 192; k++)
        b.points[k + 1] = b.points[k] * (1 - 1e-6 - 0.1 * pow(b.points[k], 1.5));
    b.way.tolerance = b.points[192] / 2;
    inside_way_split(&b, 192, 193);
    descent_pace pace = {.rate = NAN};
    ck_assert(descent__pace_by_modes(&b.evidence, &b.way, &pace));
    ck_assert_int_eq(pace.law, DESCENT_LAW_POWER);
    ck_assert_double_eq_tol(pace.exponent, -1 / 1.5, 0.01);
    double truth = 0;
    for (double x = b.points[192]; x > b.way.tolerance; x *= 1 - 1e-6 - 0.1 * pow(x, 1.5))
        truth++;
    ck_assert_double_eq_tol(pace.steps_to_go.value, truth, 0.02 * truth);
    descent__arena_release(&b.evidence.work);
}
END_TEST

/* A ball that came through the point in its last step, the first one, is on its way out. */
START_TEST(a_single_step_tells_how_a_ball_moves)
{
    inside_way b;
    inside_way_open(&b, 1, descent_heavy_ball(0.1, 0.9), 1, 0);
    b.points[0] = 1e-3;
    b.points[1] = 0;
    b.way.tolerance = 1e-4;
    inside_way_split(&b, 1, 2);
    ck_assert(!descent__pace_has_arrived(&b.evidence, &b.way));
    b.way.tolerance = 1e-2;
    ck_assert(descent__pace_has_arrived(&b.evidence, &b.way));
    descent__arena_release(&b.evidence.work);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {linear_theory_counts_by_its_factor,     what_turns_may_come_half_a_turn_sooner,
                                  theory_is_held_against_the_second_half, arrival_is_asked_of_what_theory_knows,
                                  a_rate_is_that_of_the_nearest_mode,     the_next_order_counts_to_the_goal,
                                  a_power_casts_doubt_on_a_curvature,     a_factor_of_minus_one_is_none,
                                  an_order_between_two_is_no_whole_one,   a_single_step_tells_how_a_ball_moves};
    return descent_test_main(descent_test_suite("inside pace by modes", tests, sizeof tests / sizeof *tests));
}
