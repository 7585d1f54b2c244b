/* Runs of a sweep that are on their way, on points and figures that are written down here. */
#include "inside/sweep_approach.h"

/* Toward the bottom by a factor for each coordinate, from (1, −1). */
static bench coming(size_t count, double first, double second)
{
    bench b = {.a = 1, .b = 1, .count = count, .rule = descent_fixed_step(0.1), .exponent = {.value = NAN}};
    for (size_t k = 0; k < count; k++) {
        b.x[k][0] = pow(first, (double)k);
        b.x[k][1] = -pow(second, (double)k);
    }
    b.tail.diameter = 10;
    b.tail.tolerance = 1e-6;
    b.tail.rounding = 1e-12;
    b.tail.strides = (descent__strides){.moves = count - 1, .shrinking = 1, .first = 2, .last = 1e-9};
    set_quarters(&b, 4, 3, 2, 1);
    return b;
}

/* Steadily, or by quarters if neighbours do not separate; and nine points it takes. */
START_TEST(an_approach_shrinks_from_move_to_move_or_quarter_to_quarter)
{
    const struct {
        double shrinking, first; /* the last move is 1 */
        double quarter[4];
        size_t count;
        bool separates, comes;
    } cases[] = {
        {1, 2, {1, 1, 1, 1}, 9, true, true},         {0.95, 2, {1, 1, 1, 1}, 9, false, true},
        {0.94, 2, {1, 1, 1, 1}, 9, false, false},    {1, 1, {1, 1, 1, 1}, 9, false, false},
        {1, 1.01, {1, 1, 1, 1}, 9, false, true},     {1, 2, {1, 1, 1, 1}, 8, false, false},
        {0, 0.5, {4, 3, 2, 1}, 9, false, true},      {0, 0.5, {4, 3, 2, 1}, 9, true, false},
        {0, 0.5, {3, 3, 2, 1}, 9, false, false},     {0, 0.5, {3.01, 3, 2, 1}, 9, false, true},
        {0, 0.5, {4, 2, 2, 1}, 9, false, false},     {0, 0.5, {4, 3, 2, 1.89}, 9, false, true},
        {0, 0.5, {4, 3, 2, 1.91}, 9, false, false},  {0, 0.5, {4, 3, 2, 1e-13}, 9, false, true},
        {0, 0.5, {2, 3, 2, 1e-13}, 9, false, false}, {1, 2, {4, 3, 2, 1}, 9, true, true},
    };
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        bench b = coming(9, 0.5, 0.5);
        b.count = cases[c].count;
        b.tail.strides.shrinking = cases[c].shrinking;
        b.tail.strides.first = cases[c].first;
        b.tail.strides.last = 1;
        for (size_t k = 0; k < 9; k++) /* not swinging: two moves on it is farther than by one */
            b.x[k][0] = 20 - 2 * (double)k;
        b.tail.diameter = 100;
        memcpy(b.tail.quarter, cases[c].quarter, sizeof b.tail.quarter);
        if (cases[c].separates)
            b.exponent = (descent__exponent){.value = 1, .half_width = 0.1, .steps = 512, .late = 1};
        ck_assert_msg(asked(&b, descent__judge_approaching) == cases[c].comes, "case %zu", c);
        ck_assert_int_eq(b.verdict.ending, cases[c].comes ? DESCENT_ENDING_APPROACHING : DESCENT_ENDING_UNDETERMINED);
        ck_assert_uint_eq(b.verdict.period, cases[c].comes);
    }
}
END_TEST

/* Of q, q + l, q + l + e the limit is q − l²/(e − l), by Aitken; more than 0.8 of q is a cycle's. */
START_TEST(swings_that_remain_are_a_cycle)
{
    const struct {
        double earlier, later, last_move; /* the last two points are 1 apart */
        bool comes;
    } cases[] = {{0.151, 0.1, 1.01, false}, {0.149, 0.1, 1.01, true}, {0.151, 0.1, 0.99, true},
                 {0.1, 0.1, 1.01, true},    {0.05, 0.1, 1.01, true},  {1, 0, 1.01, true},
                 {1, -0.1, 1.01, true},     {0.151, 0.1, 1, false},   {0.7, 0.3, 1.01, true},
                 {0.8, 0.3, 1.01, false},   {-0.2, -0.1, 1.01, true}, {-0.1, -0.2, 1.01, true}};
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        bench b = coming(9, 0.5, 0.5);
        for (size_t k = 0; k < 9; k++) {
            b.x[k][0] = 4 + (double)(9 - k) / 2;
            b.x[k][1] = 0;
        }
        b.tail.strides.last = cases[c].last_move;
        b.tail.strides.first = 9;
        set_quarters(&b, 9, 1 + cases[c].later + cases[c].earlier, 1 + cases[c].later, 1);
        ck_assert_msg(asked(&b, descent__judge_approaching) == cases[c].comes, "case %zu", c);
    }
}
END_TEST

/* The bottom is as far off as the point's size, and the step size 0.1 is good for a curvature of 20. */
START_TEST(the_critical_point_is_within_reach_and_does_not_repel)
{
    bench b = coming(9, 0.9, 0.9);
    const double distance = hypot(b.x[8][0], b.x[8][1]);
    for (int beyond = 0; beyond < 2; beyond++) {
        b.tail.diameter = distance * (beyond ? 0.999 : 1.001);
        ck_assert_int_eq(asked(&b, descent__judge_approaching), !beyond);
    }
    b.tail.diameter = 10;
    for (int beyond = 0; beyond < 2; beyond++) {
        b.a = beyond ? 20.001 : 19.999;
        ck_assert_int_eq(asked(&b, descent__judge_approaching), !beyond);
    }
}
END_TEST

/* Step sizes that still add up to S leave e^(−aS) of the way; it may be ten tolerances. Nearer to the bottom the curvature is another. */
START_TEST(a_schedule_may_end_before)
{
    const double factor = 0.5, sizes = 0.1 * pow(factor, 8) / (1 - factor);
    const struct {
        double left, inner_left; /* in ten tolerances, by the curvatures here and at the bottom */
        descent_ending ending;
        bool foreseen;
    } cases[] = {{0.9, 0.9, DESCENT_ENDING_APPROACHING, true},
                 {1.1, 1.1, DESCENT_ENDING_STALLED, false},
                 {1.1, 0.9, DESCENT_ENDING_UNDETERMINED, false},
                 {0.9, 1.1, DESCENT_ENDING_UNDETERMINED, false}};
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        bench b = coming(17, 0.5, 0.5);
        b.rule.schedule = descent_schedule_exponential(factor);
        b.count = 9;
        for (size_t k = 0; k < 9; k++)
            b.x[k][1] = 0;
        const double way = b.x[8][0], ten = 10 * b.tail.tolerance;
        b.a = log(way / (ten * cases[c].left)) / sizes;
        b.inner = log(way / (ten * cases[c].inner_left)) / sizes;
        b.within = way / 2;
        ck_assert(asked(&b, descent__judge_approaching));
        ck_assert_msg(b.verdict.ending == cases[c].ending, "case %zu: %d", c, (int)b.verdict.ending);
        ck_assert_int_eq(b.verdict.foreseen, cases[c].foreseen);
        ck_assert_uint_eq(b.verdict.period, cases[c].foreseen);
    }
}
END_TEST

/* Aitken's limit of three numbers; the last, where they do not shrink to nineteen twentieths. */
static double aitken(double earlier, double before, double now)
{
    const double ratio = (now - before) / (before - earlier);
    return fabs(ratio) < 0.95 ? now - (now - before) * (now - before) / (now - 2 * before + earlier) : now;
}

/* Of one mode it is the limit itself, whatever its sign; of more it errs, and two windows, of a quarter of the moves each, differ. */
START_TEST(limits_are_foreseen_from_two_windows)
{
    static const double factors[][2] = {{0.9, 0.5},   {-0.9, 0.7},   {0.7, -0.95}, {0.99, 0.9},
                                        {0.999, 0.9}, {0.995, 0.97}, {0.9, 1},     {0.97, 0.98}};
    size_t foreseen = 0, not_foreseen = 0;
    for (size_t f = 0; f < sizeof factors / sizeof *factors; f++)
        for (size_t count = 9; count <= most_points; count += count < 20 ? 1 : 11)
            for (int mixed = 0; mixed < 4; mixed++) {
                bench b = coming(count, factors[f][0], factors[f][1]);
                const size_t last = count - 1, length = (size_t)floor((double)last / 8) * 2;
                for (size_t k = 0; k < count; k++)
                    b.x[k][1] += mixed * 0.05 * pow(0.6, (double)k);
                /* where nothing has moved for long there is no ratio */
                if (factors[f][1] >= 1)
                    for (size_t k = 0; k < count; k++)
                        b.x[k][1] = 0;
                b.tail.strides.last = 0;
                double limit[2], apart = 0;
                for (size_t i = 0; i < 2; i++) {
                    limit[i] = aitken(b.x[last - 2 * length][i], b.x[last - length][i], b.x[last][i]);
                    const double other =
                        aitken(b.x[last - 3 * length][i], b.x[last - 2 * length][i], b.x[last - length][i]);
                    apart = fmax(apart, fabs(limit[i] - other));
                }
                const double within = 16 * fmax(1e-6, apart / 8);
                const bool is = apart <= 1e-2 && hypot(limit[0], limit[1]) <= within;
                if (!asked(&b, descent__judge_approaching))
                    continue;
                ck_assert_int_eq(b.verdict.ending, DESCENT_ENDING_APPROACHING);
                ck_assert_msg(b.verdict.foreseen == is, "factors %zu, %zu points, %d", f, count, mixed);
                for (size_t i = 0; i < 2; i++)
                    ck_assert_double_eq_tol(b.limit[i], limit[i], 1e-9);
                ck_assert_double_eq_tol(b.verdict.tolerance, is ? within : 0, 1e-9);
                foreseen += is;
                not_foreseen += !is;
            }
    ck_assert_uint_gt(foreseen, 100);
    ck_assert_uint_gt(not_foreseen, 20);
}
END_TEST

/* A coordinate that goes straight on has no other forecast than where it is: two windows differ by what it moves in one. */
START_TEST(windows_that_differ_by_a_thousandth_agree)
{
    for (int less = 0; less < 2; less++) {
        bench b = coming(9, 0.5, 0.5);
        for (size_t k = 0; k < 9; k++) {
            b.x[k][0] = 1 + (double)(8 - k) / 2;
            b.x[k][1] = 0;
        }
        b.tail.diameter = less ? 999 : 1000;
        ck_assert(asked(&b, descent__judge_approaching));
        ck_assert_int_eq(b.verdict.foreseen, !less);
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {an_approach_shrinks_from_move_to_move_or_quarter_to_quarter,
                                  swings_that_remain_are_a_cycle,
                                  the_critical_point_is_within_reach_and_does_not_repel,
                                  a_schedule_may_end_before,
                                  limits_are_foreseen_from_two_windows,
                                  windows_that_differ_by_a_thousandth_agree};
    return descent_test_main(descent_test_suite("inside sweep approach", tests, sizeof tests / sizeof *tests));
}
