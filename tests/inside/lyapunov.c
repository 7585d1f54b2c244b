/* Lyapunov exponents from logarithms whose mean is known. */
#include "inside/inside.h"

#include "trajectory/lyapunov.h"

START_TEST(the_logistic_map_at_four_has_log_two)
{
    static double logs[16 * 1000];
    double x = 0.3;
    for (size_t k = 0; k < 16000; k++) {
        logs[k] = log(fabs(4 - 8 * x));
        x = 4 * x * (1 - x);
    }
    const descent__exponent exponent = descent__exponent_of(logs, 16000);
    ck_assert_double_eq_tol(exponent.value, log(2), exponent.half_width + 1e-3);
    ck_assert_double_lt(exponent.half_width, 0.01);
    ck_assert_uint_eq(exponent.steps, 16000);
    ck_assert_int_eq(descent__exponent_judge(&exponent), DESCENT__SEPARATION_EXPONENTIAL);
}
END_TEST

/* Batch means 0 … 15: mean 7.5, variance of the mean (16² − 1)/12·16/15/16, Student's t of 15 degrees of freedom. */
START_TEST(the_interval_is_students)
{
    double logs[16 * 3];
    for (size_t k = 0; k < 48; k++)
        logs[k] = (double)(k / 3);
    const descent__exponent exponent = descent__exponent_of(logs, 48);
    ck_assert_double_eq_tol(exponent.value, 7.5, 1e-12);
    ck_assert_int_eq(descent__batches, 16);
    ck_assert_double_eq_tol(exponent.half_width, descent__student * sqrt(255.0 / 12 / 15), 1e-9);
    ck_assert_double_nan(descent__exponent_of(logs, 15).value);
    ck_assert_uint_eq(descent__exponent_of(logs, 47).steps, 32);
}
END_TEST

/* An exponent of so much in all over so many steps, with a half-width in all. */
static descent__separation judge(double total, double half_width, size_t steps)
{
    const double n = (double)steps;
    const descent__exponent exponent = {.value = total / n, .half_width = half_width / n, .steps = steps};
    return descent__exponent_judge(&exponent);
}

START_TEST(shear_is_up_to_one_and_a_half_logarithms)
{
    const double unit = log(512);
    ck_assert_int_eq(judge(0, 0.1, 512), DESCENT__SEPARATION_SHEAR);
    ck_assert_int_eq(judge(unit, 0.1, 512), DESCENT__SEPARATION_SHEAR);
    ck_assert_int_eq(judge((descent__shear - 1e-9) * unit, 0.1, 512), DESCENT__SEPARATION_SHEAR);
    ck_assert_int_eq(judge((descent__shear + 1e-9) * unit, 0.1, 512), DESCENT__SEPARATION_UNKNOWN);
    ck_assert_int_eq(judge((descent__beyond_shear * descent__shear - 1e-9) * unit, 0.1, 512),
                     DESCENT__SEPARATION_UNKNOWN);
    ck_assert_int_eq(judge((descent__beyond_shear * descent__shear + 1e-9) * unit, 0.1, 512),
                     DESCENT__SEPARATION_EXPONENTIAL);
    ck_assert_int_eq(judge(3.1 * unit, 3.2 * unit, 512), DESCENT__SEPARATION_UNKNOWN);
}
END_TEST

START_TEST(a_torus_draws_not_together_and_scatters_not)
{
    ck_assert_int_eq(judge(-descent__drawn_together + 1e-9, 0.1, 512), DESCENT__SEPARATION_SHEAR);
    ck_assert_int_eq(judge(-descent__drawn_together - 1e-9, 0.1, 512), DESCENT__SEPARATION_UNKNOWN);
    ck_assert_int_eq(judge(0, descent__scattered - 1e-9, 512), DESCENT__SEPARATION_SHEAR);
    ck_assert_int_eq(judge(0, descent__scattered + 1e-9, 512), DESCENT__SEPARATION_UNKNOWN);
}
END_TEST

START_TEST(few_steps_tell_nothing)
{
    ck_assert_int_eq(judge(100, 0.1, descent__neighbour_steps - 1), DESCENT__SEPARATION_UNKNOWN);
    ck_assert_int_eq(judge(100, 0.1, descent__neighbour_steps), DESCENT__SEPARATION_EXPONENTIAL);
    ck_assert_int_eq(judge(0, 0.1, descent__neighbour_steps - 1), DESCENT__SEPARATION_UNKNOWN);
    ck_assert_int_eq(judge(0, 0.1, descent__neighbour_steps), DESCENT__SEPARATION_SHEAR);
    const descent__exponent short_one = {.value = 1, .half_width = 0.1, .steps = 100};
    ck_assert(descent__exponent_separates(&short_one));
    const descent__exponent unknown = descent__exponent_unknown();
    ck_assert(!descent__exponent_separates(&unknown));
    ck_assert_int_eq(descent__exponent_judge(&unknown), DESCENT__SEPARATION_UNKNOWN);
}
END_TEST

/* A spiral's sum of logarithms falls by r a step, and swings besides by s, 37 times over the steps. */
static bool steady(double rate, double swing)
{
    double logs[512];
    const double turn = 2 * acos(-1.0) * 37 / 512;
    for (size_t k = 0; k < 512; k++)
        logs[k] = rate + swing * (sin(turn * (double)(k + 1)) - sin(turn * (double)k));
    return descent__exponent_of(logs, 512).steady;
}

START_TEST(a_steady_rate_is_four_errors_from_none)
{
    ck_assert(!steady(0, 1));
    ck_assert(steady(-1e-3, 0));
    ck_assert(steady(-1e-2, 0.5));
    /* standard error of the slope of n points that swing by s: s/√2·√(12/n³); four of them */
    const double error = sqrt(0.5 * 12 / pow(512, 3));
    ck_assert(steady(-1.25 * descent__certain_slope * error, 1));
    ck_assert(!steady(-0.625 * descent__certain_slope * error, 1));
    /* and 1e-4 in all is rounding */
    ck_assert(!steady(-(1 - 1e-6) * descent__rate_rounding / 512, 0));
    ck_assert(steady(-(1 + 1e-6) * descent__rate_rounding / 512, 0));
}
END_TEST

/* Sums that rise as k^a: their second half is 1 − 2^−a of it all, a third at a = log(3/2)/log 2 = 0.585. */
START_TEST(a_rise_that_fades_is_shear)
{
    double logs[512];
    const double powers[] = {0.2, 0.5, 0.56, 0.61, 0.8, 1};
    for (size_t i = 0; i < sizeof powers / sizeof *powers; i++) {
        for (size_t k = 0; k < 512; k++)
            logs[k] = pow((double)(k + 1), powers[i]) - pow((double)k, powers[i]);
        ck_assert_int_eq(descent__exponent_of(logs, 512).steady, 1 - exp2(-powers[i]) > descent__later_share);
    }
}
END_TEST

/* An interval of width 0 is no interval: 1/k on both sides at least, and ln k/k below, where shear puts its k. */
START_TEST(an_interval_has_an_honest_width)
{
    double logs[1600], low, high;
    for (size_t k = 0; k < 1600; k++)
        logs[k] = 5e-5;
    const descent__exponent spiral = descent__exponent_of(logs, 1600);
    ck_assert_double_le(spiral.half_width, 1e-15);
    descent__exponent_interval(&spiral, &low, &high);
    ck_assert_double_eq_tol(low, 5e-5 - log(1600) / 1600, 1e-15);
    ck_assert_double_eq_tol(high, 5e-5 + 1.0 / 1600, 1e-15);
    /* batches that scatter more decide */
    const descent__exponent scattered = {.value = 0.1, .half_width = 0.05, .steps = 1600};
    descent__exponent_interval(&scattered, &low, &high);
    ck_assert_double_eq_tol(low, 0.1 - descent__batch_correlation * 0.05, 1e-15);
    ck_assert_double_eq_tol(high, 0.1 + descent__batch_correlation * 0.05, 1e-15);
}
END_TEST

/* An exponent of 1 over three quarters of the steps, and then of another: a quarter of the whole is a at
 * a = (3 + a)/16, which is 1/5. */
START_TEST(a_transient_does_not_last)
{
    double logs[1600];
    const double edge = 3 * descent__lasting_exponent / (4 - descent__lasting_exponent),
                 rates[] = {0.99 * edge, 1.01 * edge};
    for (size_t i = 0; i < 2; i++) {
        for (size_t k = 0; k < 1600; k++)
            logs[k] = k < 1200 ? 1 : rates[i];
        const descent__exponent exponent = descent__exponent_of(logs, 1600);
        ck_assert_double_eq_tol(exponent.late, rates[i], 1e-12);
        ck_assert_int_eq(descent__exponent_lasts(&exponent), i == 1);
    }
}
END_TEST

START_TEST(twins_are_half_the_digits_apart)
{
    ck_assert_double_eq(descent__twin_distance(3, 0), 3 * descent__twin_of_extent);
    ck_assert_double_eq(descent__twin_of_extent, sqrt(DBL_EPSILON));
    ck_assert_double_eq_tol(descent__twin_distance(0, 3), 3 * descent__twin_of_size, 1e-25);
    ck_assert_double_eq(descent__twin_distance_within(3, 1, 0), 3 * descent__twin_of_extent);
    ck_assert_double_eq(descent__twin_distance_within(3, 1e-6, 0), 1e-6 * descent__twin_of_narrowest);
    ck_assert_double_eq(descent__twin_distance_within(3, 1e-12, 3), 3 * descent__twin_of_size);
}
END_TEST

/* β^k = e^−20. */
START_TEST(momentum_rings_for_twenty_relaxations)
{
    ck_assert(descent__momentum_rings_on(0.9, 0.999 * descent__relaxations / -log(0.9)));
    ck_assert(!descent__momentum_rings_on(0.9, 1.001 * descent__relaxations / -log(0.9)));
    ck_assert_double_eq(-log(0.5) * (descent__relaxations / -log(0.5)), descent__relaxations);
    ck_assert(!descent__momentum_rings_on(0.5, descent__relaxations / -log(0.5)));
    ck_assert(descent__momentum_rings_on(-0.9, 19 / -log(0.9)));
    ck_assert(!descent__momentum_rings_on(0, 1));
    ck_assert(!descent__momentum_rings_on(1, 1));
}
END_TEST

/* At the edges themselves: a width that is the exponent's own does not separate; and so few steps have no batches. */
START_TEST(an_exponent_no_larger_than_its_width_does_not_separate)
{
    double low, high;
    descent__exponent edge = {.value = 0.5, .half_width = 0.5, .steps = 1600};
    descent__exponent_interval(&edge, &low, &high);
    ck_assert_double_eq(low, 0);
    ck_assert_double_eq(high, 1);
    ck_assert(!descent__exponent_separates(&edge));
    edge.half_width = nextafter(0.5, 0);
    ck_assert(descent__exponent_separates(&edge));
    edge.steps = descent__batches;
    ck_assert(!descent__exponent_separates(&edge)); /* 16 · 0.5 < 3 ln 16 */
    edge.value = 2;
    ck_assert(descent__exponent_separates(&edge));
    edge.steps = descent__batches - 1;
    ck_assert(!descent__exponent_separates(&edge));
    edge = (descent__exponent){.value = 4, .late = 4 * descent__lasting_exponent};
    ck_assert(descent__exponent_lasts(&edge));
    edge.late = nextafter(edge.late, 0);
    ck_assert(!descent__exponent_lasts(&edge));
    /* of e steps and fewer the logarithm is no more than 1 */
    const descent__exponent brief = {.value = 0.5, .half_width = 0, .steps = 2};
    descent__exponent_interval(&brief, &low, &high);
    ck_assert_double_eq(low, 0);
    ck_assert_double_eq(high, 1);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {an_exponent_no_larger_than_its_width_does_not_separate,
                                  the_logistic_map_at_four_has_log_two,
                                  the_interval_is_students,
                                  shear_is_up_to_one_and_a_half_logarithms,
                                  a_torus_draws_not_together_and_scatters_not,
                                  few_steps_tell_nothing,
                                  a_steady_rate_is_four_errors_from_none,
                                  a_rise_that_fades_is_shear,
                                  an_interval_has_an_honest_width,
                                  a_transient_does_not_last,
                                  twins_are_half_the_digits_apart,
                                  momentum_rings_for_twenty_relaxations};
    return descent_test_main(descent_test_suite("inside lyapunov", tests, sizeof tests / sizeof *tests));
}
