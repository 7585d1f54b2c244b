/* Runs of a sweep that have arrived, on points and figures that are written down here. */
#include <float.h>

#include <descent/adaptive.h>

#include "inside/sweep_approach.h"

static bool arrived(const descent__sweep_evidence *run, const descent__tail *tail, descent__evaluator *evaluator,
                    double *limit, double *work, descent__run_verdict *verdict)
{
    (void)limit;
    return descent__judge_arrived(run, tail, evaluator, work, verdict);
}

/* Nine points at (x, y) that have moved by more than rounding, but not for long. */
static bench resting(double x, double y)
{
    bench b = {.a = 1, .b = 1, .count = 9, .rule = descent_fixed_step(0.1), .exponent = descent__exponent_unknown()};
    for (size_t k = 0; k < most_points; k++) {
        b.x[k][0] = x;
        b.x[k][1] = y;
    }
    b.tail.tolerance = 1e-6;
    b.tail.rounding = 1e-12;
    b.tail.strides.last = 1e-11;
    set_quarters(&b, 4e-9, 3e-9, 2e-9, 1e-9);
    return b;
}

/* What is left, in tolerances: a geometric series of quarters that shrink, or nothing where they are no more than jitter. */
START_TEST(arrived_is_what_has_no_more_than_a_tolerance_to_go)
{
    const struct {
        double quarter[3]; /* the last three, in tolerances */
        double rounding;
        size_t count;
        bool arrives;
    } cases[] = {
        {{5, 2, 0.99}, 1e-9, 9, true}, /* r/(1 − r) of it, r = 0.495: 0.98 */
        {{5, 2.02, 1.02}, 1e-9, 9, false},       {{5, 1.5, 0.68}, 1e-9, 9, true},
        {{5, 1.5, 0.70}, 1e-9, 9, true},         {{5, 1.5, 0.72}, 1e-9, 9, true},
        {{5, 4, 1.79}, 1e-9, 9, false}, /* 1.45 */
        {{5, 4, 1.56}, 1e-9, 9, true},  /* 0.997 */
        {{5, 4, 1.57}, 1e-9, 9, false}, /* 1.014 */
        {{5, 4, 1.56}, 1e-9, 8, false},          {{4, 4, 1.56}, 1e-9, 9, false},
        {{4.01, 4, 1.56}, 1e-9, 9, true},        {{3, 4, 1.56}, 1e-9, 9, false},
        {{0.03, 0.02, 0.0189}, 1e-9, 9, true}, /* 0.945 of the quarter before */
        {{0.03, 0.02, 0.0191}, 1e-9, 9, false},  {{0.03, 0.02, 0.03}, 1e-9, 9, false},
        {{1e-5, 1e-5, 0.99e-4}, 1e-9, 2, true},                                 /* jitter */
        {{1e-5, 1e-5, 1.01e-4}, 1e-9, 9, false}, {{1, 1, 1e-3}, 1e-3, 8, true}, /* rounding */
        {{1e-3, 1e-3, 1.01e-3}, 1e-3, 9, false},
    };
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        bench b = resting(0, 1e-5);
        const double unit = b.tail.tolerance;
        set_quarters(&b, 9 * unit, cases[c].quarter[0] * unit, cases[c].quarter[1] * unit, cases[c].quarter[2] * unit);
        b.tail.rounding = cases[c].rounding * unit;
        b.count = cases[c].count;
        ck_assert_msg(asked(&b, arrived) == cases[c].arrives, "case %zu", c);
        if (cases[c].arrives)
            ck_assert_int_eq(b.verdict.ending, DESCENT_ENDING_CONVERGED);
    }
}
END_TEST

/* Whatever its quarters were, it is still if the last two moves have no length. */
START_TEST(two_moves_without_length_are_still)
{
    const struct {
        double last, before;
        size_t count;
        bool still;
    } cases[] = {{0, 0, 9, true}, {0, 1e-9, 9, false}, {1e-9, 0, 9, false}, {0, 1e-9, 3, false},
                 {0, 0, 3, true}, {0, 0, 2, true},     {1e-9, 0, 2, false}, {1e-9, 1e-9, 9, false}};
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        bench b = resting(0, 1e-5);
        const size_t last = cases[c].count - 1;
        b.count = cases[c].count;
        b.tail.strides.last = cases[c].last;
        for (size_t k = 0; k + 1 < last; k++)
            b.x[k][0] = cases[c].before;
        set_quarters(&b, 1, 1, 1, 1);
        ck_assert_msg(asked(&b, arrived) == cases[c].still, "case %zu", c);
        ck_assert_int_eq(b.verdict.ending, cases[c].still ? DESCENT_ENDING_CONVERGED : DESCENT_ENDING_UNDETERMINED);
    }
}
END_TEST

/* Sixteen tolerances from the critical point, or stalled: if rounding swallows its moves, or its schedule does. */
START_TEST(arrived_is_converged_or_stalled)
{
    const struct {
        double distance, last; /* in tolerances, and in roundings */
        bool falls, arrives;
        descent_ending ending;
    } cases[] = {
        {15.9, 2, false, true, DESCENT_ENDING_CONVERGED}, {15.9, 1, false, true, DESCENT_ENDING_CONVERGED},
        {15.9, 2, true, true, DESCENT_ENDING_CONVERGED},  {16.1, 2, false, false, DESCENT_ENDING_UNDETERMINED},
        {16.1, 1, false, true, DESCENT_ENDING_STALLED},   {16.1, 1.01, false, false, DESCENT_ENDING_UNDETERMINED},
        {16.1, 1.01, true, true, DESCENT_ENDING_STALLED}, {1e6, 1, false, true, DESCENT_ENDING_STALLED},
        {0, 2, false, true, DESCENT_ENDING_CONVERGED}};
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++)
        for (size_t count = 9; count < 12; count++) {
            bench b = resting(0, cases[c].distance * 1e-6);
            b.count = count;
            b.x[count][1] = 7; /* of nobody's run */
            b.tail.strides.last = cases[c].last * b.tail.rounding;
            if (cases[c].falls)
                b.rule.schedule = descent_schedule_inverse(9);
            ck_assert_msg(asked(&b, arrived) == cases[c].arrives, "case %zu", c);
            ck_assert_int_eq(b.verdict.ending, cases[c].ending);
            if (!cases[c].arrives)
                continue;
            ck_assert_uint_eq(b.verdict.period, 1);
            ck_assert_uint_eq(b.verdict.label_point, count - 1);
            ck_assert_double_eq_tol(b.verdict.tolerance, 16e-6, 1e-18);
            ck_assert(!b.verdict.foreseen);
        }
}
END_TEST

/* Of level ground nothing is known. */
START_TEST(level_ground_is_neither)
{
    bench b = resting(0, 0);
    b.a = b.b = 0;
    ck_assert(asked(&b, arrived));
    ck_assert_int_eq(b.verdict.ending, DESCENT_ENDING_UNDETERMINED);
    ck_assert_double_eq(b.verdict.tolerance, 0);
    b.slope = 1e-30; /* and on this nothing is critical */
    b.tail.strides.last = 0;
    ck_assert(asked(&b, arrived));
    ck_assert_int_eq(b.verdict.ending, DESCENT_ENDING_STALLED);
    b.tail.strides.last = 1;
    ck_assert(!asked(&b, arrived));
}
END_TEST

/* On the floor of a valley, a tolerance beside it, with 1 to go along it: by a rule of whose steps the slope does not tell. */
START_TEST(what_creeps_on_the_floor_of_a_valley_has_not_arrived)
{
    const struct {
        double third, last, along;
        bool arrives;
    } cases[] = {{0.9e-10, 0.9e-10, 1, false},     {0.9e-10, 0.9e-10, 1e-5, true},   {0.9e-10, 0.8e-10, 1, true},
                 {0.9e-10, 0.801e-10, 1, true},    {0.9e-10, 0.854e-10, 1, true},    {0.9e-10, 0.856e-10, 1, false},
                 {0.7e-10, 0.81e-10, 1, false},    {0.7e-10, 0.80e-10, 1, true},     {0.7e-10, 0.79e-10, 1, true},
                 {0.9e-10, 0.9e-10, 1.5e-5, true}, {0.9e-10, 0.9e-10, 1.7e-5, false}};
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        bench b = resting(1e-6, cases[c].along);
        b.rule = descent_lion(0.1, 0.9, 0.99);
        b.b = 1e-9;
        b.tail.rounding = 0.8e-10;
        set_quarters(&b, 1, 1, cases[c].third, cases[c].last);
        ck_assert_msg(asked(&b, arrived) == cases[c].arrives, "case %zu", c);
        ck_assert_int_eq(b.verdict.ending, cases[c].arrives ? DESCENT_ENDING_CONVERGED : DESCENT_ENDING_UNDETERMINED);
    }
}
END_TEST

/* And one of which it tells slides on as long as the slope moves it by more than rounding, 16ε. */
START_TEST(what_the_slope_moves_on_slides)
{
    const double edge = 16 * DBL_EPSILON / 0.1;
    for (int beyond = 0; beyond < 2; beyond++) {
        bench b = resting(1e-6, 1);
        b.b = (beyond ? 1.01 : 0.99) * edge;
        ck_assert_int_eq(asked(&b, arrived), !beyond);
        b.rule = descent_lion(0.1, 0.9, 0.99);
        ck_assert(asked(&b, arrived));
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {arrived_is_what_has_no_more_than_a_tolerance_to_go,
                                  two_moves_without_length_are_still,
                                  arrived_is_converged_or_stalled,
                                  level_ground_is_neither,
                                  what_creeps_on_the_floor_of_a_valley_has_not_arrived,
                                  what_the_slope_moves_on_slides};
    return descent_test_main(descent_test_suite("inside sweep approach arrived", tests, sizeof tests / sizeof *tests));
}
