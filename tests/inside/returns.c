/* Returns, creeping, and shorter cycles. */
#include "inside/inside.h"

#include "trajectory/returns.h"

START_TEST(a_ring_is_read_like_a_row)
{
    double row[10], ring[10];
    for (size_t newest = 0; newest < 10; newest++) {
        for (size_t k = 0; k < 10; k++) {
            row[k] = (double)(k * k);
            ring[(newest + 1 + k) % 10] = row[k];
        }
        const descent__series series = {.n = 1, .count = 10, .points = row};
        const descent__view straight = descent__view_of(&series);
        const descent__view round = {.n = 1, .count = 10, .rows = 10, .newest = newest, .ring = ring};
        for (size_t back = 0; back < 10; back++)
            ck_assert_double_eq(*descent__view_point(&straight, back), *descent__view_point(&round, back));
        ck_assert_double_eq(descent__largest_miss(&round, 2, 0, 8), 81 - 49);
        ck_assert(descent__returns_within(&round, 1, 0, 3, 17) && !descent__returns_within(&round, 1, 0, 3, 16.9));
    }
}
END_TEST

/* What creeps by c a round goes rounds·c; what flickers by c, at most c. */
START_TEST(creeping_adds_up)
{
    double points[64];
    const descent__series series = {.n = 1, .count = 64, .points = points};
    const descent__view view = descent__view_of(&series);
    for (size_t k = 0; k < 64; k++)
        points[k] = (double)(k % 2) + 1e-6 * (double)(k / 2);
    ck_assert(descent__returns_creep(&view, 2, 2, 1e-6));
    ck_assert(descent__returns_creep(&view, 2, 20, 1e-6));
    ck_assert(descent__returns_creep(&view, 2, 20, 20e-6 / descent__creeping * (1 - 1e-6)));
    ck_assert(!descent__returns_creep(&view, 2, 20, 20e-6 / descent__creeping * (1 + 1e-6)));
    for (size_t k = 0; k < 64; k++)
        points[k] = (double)(k % 2) + 0.5e-6 * inside_sign(k / 2);
    for (size_t rounds = 1; rounds < 30; rounds++)
        ck_assert(!descent__returns_creep(&view, 2, rounds, 1e-6));
}
END_TEST

START_TEST(returns_alternate_where_the_multiplier_is_negative)
{
    double points[64];
    const descent__series series = {.n = 1, .count = 64, .points = points};
    const descent__view view = descent__view_of(&series);
    for (int sign = -1; sign <= 1; sign += 2) {
        for (size_t k = 0; k < 64; k++)
            points[k] = (double)(k % 2) + 0.1 * pow(sign * 0.95, (double)(k / 2));
        ck_assert_int_eq(descent__returns_alternate(&view, 2), sign < 0);
    }
}
END_TEST

START_TEST(a_divisor_is_the_shorter_cycle)
{
    double points[120];
    const descent__series series = {.n = 1, .count = 120, .points = points};
    const descent__view view = descent__view_of(&series);
    for (size_t k = 0; k < 120; k++)
        points[k] = (double)(k % 4) + 1e-6 * (double)(k % 12);
    ck_assert_uint_eq(descent__shorter_return(&view, 12, 2, 24, 1e-4), 4);
    ck_assert_uint_eq(descent__shorter_return(&view, 12, 2, 24, 1e-7), 0);
    ck_assert_uint_eq(descent__shorter_return(&view, 12, 1, 24, 10), 1);
    /* 4 does not settle here: its miss is the same from round to round */
    ck_assert(!descent__returns_of_shorter(&view, 12, 3));
    for (size_t k = 0; k < 120; k++) /* but here it does */
        points[k] = (double)(k % 4) + 0.01 * pow(0.9, (double)k);
    ck_assert(descent__returns_of_shorter(&view, 12, 3));
    ck_assert(descent__returns_of_shorter(&view, 8, 3)); /* its half is one as well */
    ck_assert(!descent__returns_of_shorter(&view, 4, 3));
    for (size_t k = 0; k < 120; k++) /* what settles onto a point has no shorter cycle: 1 is none */
        points[k] = 0.01 * pow(0.9, (double)k);
    ck_assert(!descent__returns_of_shorter(&view, 5, 3));
}
END_TEST

/* A slow spiral onto a 3-cycle creeps; a rotation by the golden mean meets all its points. */
START_TEST(creeping_is_no_torus)
{
    static double points[2 * 1000];
    const descent__series series = {.n = 2, .count = 1000, .points = points};
    const descent__view view = descent__view_of(&series);
    const double full = 2 * acos(-1.0);
    for (size_t k = 0; k < 1000; k++) {
        points[2 * k] = cos(full / 3 * (double)k) * (1 + 1e-5 * (double)k);
        points[2 * k + 1] = sin(full / 3 * (double)k) * (1 + 1e-5 * (double)k);
    }
    ck_assert_uint_eq(descent__creeping_lag(&view, 2, 64), 3);
    for (size_t k = 0; k < 1000; k++) {
        points[2 * k] = cos(full * 0.6180339887498949 * (double)k);
        points[2 * k + 1] = sin(full * 0.6180339887498949 * (double)k);
    }
    ck_assert_uint_eq(descent__creeping_lag(&view, 2, 64), 0);
}
END_TEST

/* descent__settling_points: 16 in near returns, which are eight rounds of a cycle of two. descent__settling_rounds: six, of a
 * cycle of three, which are 18. */
START_TEST(settling_needs_rounds_and_points)
{
    double points[32];
    for (size_t period = 2; period <= 3; period++) {
        for (size_t k = 0; k < 32; k++)
            points[k] = (double)(k % period) + 1e-3 * pow(0.7, (double)k);
        const size_t enough = period + (period == 2 ? descent__settling_points : period * descent__settling_rounds);
        descent__series series = {.n = 1, .count = enough, .points = points};
        descent__view view = descent__view_of(&series);
        ck_assert(descent__returns_settle(&view, period, 1).seen);
        series.count--;
        view = descent__view_of(&series);
        ck_assert(!descent__returns_settle(&view, period, 1).seen);
    }
}
END_TEST

/*
 * descent__creeping_rounds: a cycle of two that creeps by 1e-3 a point, over more than eight rounds and not before.
 * descent__transient_part: of 100 points one out of line in the first tenth does not count, and one after it does.
 */
START_TEST(creeping_needs_eight_rounds)
{
    double points[100];
    for (size_t k = 0; k < 100; k++)
        points[k] = (double)(k % 2) + 1e-3 * (double)k;
    descent__series series = {.n = 1, .count = 2 * descent__creeping_rounds + 1, .points = points};
    descent__view view = descent__view_of(&series);
    ck_assert_uint_eq(descent__creeping_lag(&view, 1, 2), 2);
    series.count--;
    view = descent__view_of(&series);
    ck_assert_uint_eq(descent__creeping_lag(&view, 1, 2), 0);
    series.count = 100;
    for (size_t out = 9; out <= 13; out += 4) {
        for (size_t k = 0; k < 100; k++)
            points[k] = (double)(k % 2) + 1e-3 * (double)k - (k == out ? 0.5 : 0);
        view = descent__view_of(&series);
        ck_assert_uint_eq(descent__creeping_lag(&view, 1, 2), out < 100 / descent__transient_part ? 2 : 0);
    }
}
END_TEST

/* A walk that never comes back, whose steps take turns: 1 and `longer`. */
static bool walks_on_grid(double longer, size_t count)
{
    static double points[inside_most];
    points[0] = 0;
    for (size_t k = 1; k < count; k++)
        points[k] = points[k - 1] + (k % 3 == 0 ? longer : 1);
    const descent__series series = {.n = 1, .count = count, .points = points};
    const descent__view view = descent__view_of(&series);
    return descent__is_on_grid(&view, points[count - 1], 1e-12);
}

/* descent__grid_moves: 64. descent__grid_multiple: 8 times the shortest. What is no multiple is none, however few the lengths. */
START_TEST(steps_of_a_grid_are_multiples)
{
    ck_assert(walks_on_grid(2, descent__grid_moves + 1));
    ck_assert(!walks_on_grid(2, descent__grid_moves));
    ck_assert(walks_on_grid(descent__grid_multiple, 400));
    ck_assert(!walks_on_grid(descent__grid_multiple + 1, 400));
    ck_assert(walks_on_grid(3 + 3e-12, 400)); /* by its rounding */
    ck_assert(!walks_on_grid(3 + 6e-12, 400));
    ck_assert(!walks_on_grid(2.5, 400));
    ck_assert(!walks_on_grid(sqrt(2), 400));
    /* one coordinate that rests, and one that is on no grid */
    double points[400];
    const descent__series series = {.n = 2, .count = 200, .points = points};
    const descent__view view = descent__view_of(&series);
    for (int irrational = 0; irrational < 2; irrational++) {
        for (size_t k = 0; k < 200; k++) {
            points[2 * k] = (double)k;
            points[2 * k + 1] = irrational ? sin((double)k) : 7;
        }
        ck_assert_int_eq(descent__is_on_grid(&view, 200, 1e-12), !irrational);
        ck_assert(!descent__is_on_grid(&view, 1e-12 * descent__flicker, 1e-12));
    }
}
END_TEST

/* descent__grid_part: of the last 64 points one in two must have been met before; what pauses has not. */
START_TEST(points_of_a_grid_recur)
{
    double points[200];
    const descent__series series = {.n = 1, .count = 200, .points = points};
    const descent__view view = descent__view_of(&series);
    const size_t enough = descent__grid_moves / descent__grid_part;
    for (size_t met = enough - 1; met <= enough; met++) {
        for (size_t k = 0; k < 200; k++)
            points[k] = sin((double)(k * k));
        for (size_t k = 0; k < met; k++)
            points[199 - 2 * k] = points[k];
        ck_assert_int_eq(descent__is_on_grid(&view, 2, 1e-15), met == enough);
    }
    for (size_t k = 0; k < 200; k++)
        points[k] = sin((double)(k / 2 * (k / 2)));
    ck_assert(!descent__is_on_grid(&view, 2, 1e-15));
}
END_TEST

/* x ← x + φ − 1, less 1 beyond it: a rotation, whose steps have two lengths. And the same turn on a circle. */
START_TEST(a_turn_is_on_no_grid)
{
    static double line[inside_most], circle[2 * inside_most];
    const double turn = 0.6180339887498949;
    for (size_t k = 0; k < inside_most; k++) {
        line[k] = k == 0 ? 0.1 : line[k - 1] + turn - (line[k - 1] + turn > 1 ? 1 : 0);
        circle[2 * k] = cos(2 * acos(-1.0) * turn * (double)k);
        circle[2 * k + 1] = sin(2 * acos(-1.0) * turn * (double)k);
    }
    for (size_t count = 65; count <= inside_most; count = count * 2 - 2) {
        const descent__series on_line = {.n = 1, .count = count, .points = line};
        const descent__series on_circle = {.n = 2, .count = count, .points = circle};
        const descent__view view = descent__view_of(&on_line), round = descent__view_of(&on_circle);
        ck_assert(!descent__is_on_grid(&view, 1, 1e-15));
        ck_assert(!descent__is_on_grid(&round, 2, 1e-15));
    }
}
END_TEST

/*
 * Returns miss by nothing but at one point of three rounds each: the last, the one in the middle, and one as far before that. They fall
 * by 4, and their factor is that of so many rounds; or by the last of which too little, or none at all.
 */
START_TEST(settling_is_read_from_three_rounds)
{
    enum {
        lag = 3,
        most = 60
    };
    double points[lag * (most + 1)];
    for (size_t rounds = 8; rounds < most; rounds++)
        for (size_t phase = 0; phase < lag; phase++)
            for (int told = 0; told < 3; told++) {
                const size_t half = 3 * rounds / 8, count = lag * (rounds + 1);
                const double middle = told ? 0x1p-15 : 0x1p-13;
                double off = 0;
                for (size_t k = 0; k < count; k++) /* from the newest, which is at the end */
                    points[count - 1 - k] = (double)(k % lag);
                for (size_t round = 0; round < rounds; round++) {
                    const double miss = round == 0                ? 0x1p-17
                                        : round == half - 1       ? middle
                                        : round == 2 * (half - 1) ? told < 2 ? 0x1p-13 : 0x1p-15
                                                                  : 0;
                    off += miss;
                    points[count - 1 - (round + 1) * lag - phase] += off;
                }
                const descent__series series = {.n = 1, .count = count, .points = points};
                const descent__view view = descent__view_of(&series);
                const descent__settling settling = descent__returns_settle(&view, lag, 2);
                ck_assert(settling.seen);
                ck_assert_uint_eq(settling.rounds, rounds);
                ck_assert_int_eq(settling.settles, told == 1);
                if (told != 1) {
                    ck_assert_double_nan(settling.factor);
                    ck_assert_double_nan(settling.left);
                    continue;
                }
                ck_assert_double_eq_tol(settling.factor, pow(0.25, 1 / ((double)half - 1)), 1e-9);
                ck_assert_double_eq_tol(settling.left, 0x1p-17 * settling.factor / (1 - settling.factor), 1e-9);
            }
}
END_TEST

/* A gap ends near returns, wherever it is: also where many are looked at together, and where a ring begins anew. */
START_TEST(near_returns_end_at_a_gap)
{
    enum {
        count = 200
    };
    double points[2 * count];
    for (size_t newest = 0; newest < count; newest += 33)
        for (size_t gap = 0; gap + 2 < count; gap += 7)
            for (int beyond = 0; beyond < 2; beyond++) {
                const double miss = beyond ? nextafter(descent__near_return, 1) : descent__near_return;
                for (size_t k = 0; k < count; k++) { /* k points ago; what returns to the gap's point misses it, too */
                    const size_t row = (newest + count - k) % count;
                    points[2 * row] = (double)(k % 2);
                    points[2 * row + 1] = k == gap + 2 ? miss : 0;
                }
                const descent__view view = {.n = 2, .count = count, .rows = count, .newest = newest, .ring = points};
                ck_assert_uint_eq(descent__near_returns(&view, 2, 1), beyond ? gap : count - 2);
            }
}
END_TEST

/* Threes, whose steps are multiples without rounding, and pauses, which are none: one step of 9 units at either end is no multiple. */
START_TEST(every_step_must_be_a_multiple)
{
    double points[200] = {0};
    for (int at = 0; at < 3; at++) {
        for (size_t k = 1; k < 200; k++)
            points[k] = points[k - 1] + 3 * ((at == 1 && k == 1) || (at == 2 && k == 199) ? 9 : (double)(k % 3));
        const descent__series series = {.n = 1, .count = 200, .points = points};
        const descent__view view = descent__view_of(&series);
        ck_assert_int_eq(descent__is_on_grid(&view, points[199], 0), at == 0);
    }
}
END_TEST

/* A slow way along a line returns to where it was a step ago, and is no cycle. */
START_TEST(a_line_is_no_creeping_cycle)
{
    double points[400];
    for (size_t k = 0; k < 400; k++)
        points[k] = 1e-3 * (double)k;
    const descent__series series = {.n = 1, .count = 400, .points = points};
    const descent__view view = descent__view_of(&series);
    ck_assert_uint_eq(descent__creeping_lag(&view, 1, 40), 0);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {a_line_is_no_creeping_cycle,
                                  settling_is_read_from_three_rounds,
                                  near_returns_end_at_a_gap,
                                  every_step_must_be_a_multiple,
                                  steps_of_a_grid_are_multiples,
                                  points_of_a_grid_recur,
                                  a_turn_is_on_no_grid,
                                  settling_needs_rounds_and_points,
                                  creeping_needs_eight_rounds,
                                  a_ring_is_read_like_a_row,
                                  creeping_adds_up,
                                  returns_alternate_where_the_multiplier_is_negative,
                                  a_divisor_is_the_shorter_cycle,
                                  creeping_is_no_torus};
    return descent_test_main(descent_test_suite("inside returns", tests, sizeof tests / sizeof *tests));
}
