/* What the fast verdict asks before all else, and chaos, on points that are written down here. */
#include "inside/run_verdict.h"

/* One point shows nothing, unless it is the last there can be; no point nothing at all. */
START_TEST(verdicts_take_two_points)
{
    bench b = begin(1, 0);
    b.slope[0] = 0;
    b.curvature = 1;
    for (b.count = 0; b.count <= 3; b.count++) {
        b.stopped = false;
        ck_assert_int_eq(judge(&b), b.count < 2 ? DESCENT_ENDING_UNDETERMINED : DESCENT_ENDING_CONVERGED);
        b.stopped = true;
        ck_assert_int_eq(judge(&b), b.count < 1 ? DESCENT_ENDING_UNDETERMINED : DESCENT_ENDING_NONFINITE);
    }
}
END_TEST

/* Two points as far apart as no number tells, thrown to and fro: diverging. */
START_TEST(what_is_farther_than_numbers_tell_escapes)
{
    bench b = begin(1, 4);
    const double x[] = {1, -1e200, 1.7e308, -1.7e308};
    memcpy(b.x, x, sizeof x);
    ck_assert_int_eq(judge(&b), DESCENT_ENDING_DIVERGING);
    b.period = SIZE_MAX; /* it is not asked again */
    ck_assert_int_eq(judge(&b), DESCENT_ENDING_DIVERGING);
}
END_TEST

START_TEST(answers_that_differ_are_noise)
{
    bench b = begin(1, points);
    b.slope[0] = 0;
    b.curvature = 1;
    ck_assert_int_eq(judge(&b), DESCENT_ENDING_CONVERGED);
    b.period = 2;
    ck_assert_int_eq(judge(&b), DESCENT_ENDING_UNDETERMINED);
    b.period = SIZE_MAX;
    ck_assert_int_eq(judge(&b), DESCENT_ENDING_NOISY);
}
END_TEST

/* The logistic map's orbit at 4, in [−1, 1], which has the exponent log 2. */
static bench chaos(void)
{
    bench b = begin(1, points);
    double x = 0.3;
    for (size_t k = 0; k < 100 + points; k++) {
        if (k >= 100)
            b.x[k - 100] = 2 * x - 1;
        x = 4 * x * (1 - x);
    }
    b.exponent = apart(512);
    return b;
}

/* By its exponent, from 128 steps on; and if it is larger than a millionth of its distance from the start. */
START_TEST(chaos_separates_and_is_larger_than_rounding)
{
    bench b = chaos();
    double low = 1, high = -1;
    for (size_t k = 96; k <= last; k++) {
        low = fmin(low, b.x[k]);
        high = fmax(high, b.x[k]);
    }
    ck_assert_int_eq(judge(&b), DESCENT_ENDING_CHAOTIC);
    b.exponent = apart(128);
    ck_assert_int_eq(judge(&b), DESCENT_ENDING_CHAOTIC);
    b.exponent = apart(127);
    ck_assert_int_eq(judge(&b), DESCENT_ENDING_UNDETERMINED);
    b.exponent = descent__exponent_unknown();
    ck_assert_int_eq(judge(&b), DESCENT_ENDING_UNDETERMINED);
    for (int larger = 0; larger < 2; larger++) {
        b = chaos();
        for (size_t k = 0; k < points; k++)
            b.x[k] *= 1e-6 / (high - low) * (larger ? 1.001 : 0.999);
        b.start[0] = 1 - 1e-6;
        ck_assert_int_eq(judge(&b), larger ? DESCENT_ENDING_CHAOTIC : DESCENT_ENDING_UNDETERMINED);
    }
}
END_TEST

/* A schedule of stages of 1000 steps: the last points are of one, or of two. Momentum of 0.99 rings for 1990 steps. */
START_TEST(chaos_lasts_while_the_step_size_does)
{
    const struct {
        size_t steps;
        bool lasts;
    } stages[] = {{999, true}, {1000, false}, {1127, false}, {1128, true}, {1999, true}, {2000, false}, {128, true}};
    for (size_t c = 0; c < sizeof stages / sizeof *stages; c++) {
        bench b = chaos();
        b.rule.schedule = descent_schedule_steps(1000, 0.5);
        b.steps = stages[c].steps;
        ck_assert_msg((judge(&b) == DESCENT_ENDING_CHAOTIC) == stages[c].lasts, "case %zu", c);
    }
    bench b = chaos();
    b.rule.schedule = descent_schedule_inverse(100);
    ck_assert_int_eq(judge(&b), DESCENT_ENDING_UNDETERMINED);
    b.rule = descent_heavy_ball(0.1, 0.99);
    for (int after = 0; after < 2; after++) {
        b.steps = (size_t)floor(20 / -log(0.99)) + (size_t)after;
        ck_assert_int_eq(judge(&b), after ? DESCENT_ENDING_CHAOTIC : DESCENT_ENDING_UNDETERMINED);
    }
    b.rule.momentum = 1.01;
    ck_assert_int_eq(judge(&b), DESCENT_ENDING_CHAOTIC);
}
END_TEST

/* What no step tells goes on changing for all that is known: the step size before the last points, or that of now. */
static int untold(uint64_t step, double base, double *step_size, void *context)
{
    *step_size = base;
    return step == *(const uint64_t *)context;
}

START_TEST(step_sizes_that_are_not_told_may_change)
{
    const uint64_t fails[] = {1000, 1000 + last, 1001};
    for (size_t c = 0; c < 3; c++) {
        bench b = chaos();
        uint64_t at = fails[c];
        b.rule.schedule = descent_schedule_custom(untold, &at);
        ck_assert_int_eq(judge(&b), c == 2 ? DESCENT_ENDING_CHAOTIC : DESCENT_ENDING_UNDETERMINED);
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {verdicts_take_two_points,
                                  what_is_farther_than_numbers_tell_escapes,
                                  answers_that_differ_are_noise,
                                  chaos_separates_and_is_larger_than_rounding,
                                  chaos_lasts_while_the_step_size_does,
                                  step_sizes_that_are_not_told_may_change};
    return descent_test_main(descent_test_suite("inside run verdict", tests, sizeof tests / sizeof *tests));
}
