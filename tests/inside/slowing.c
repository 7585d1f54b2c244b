/* The order and the rest of a slowing down, against sequences that are known. */
#include "inside/inside.h"

#include "trajectory/slowing.h"

static double power(double k, double begun, double order)
{
    return pow(k + begun, -1 / order);
}

/* A power is told by its order, wherever it began; a geometric sequence has none. */
START_TEST(an_order_is_told_from_wherever_it_began)
{
    const double steps[] = {100, 200, 400};
    const double orders[] = {0.5, 1, 2, 4, 10};
    const double begun[] = {0, 1, 50, 1e4};
    for (size_t i = 0; i < sizeof orders / sizeof *orders; i++)
        for (size_t j = 0; j < sizeof begun / sizeof *begun; j++) {
            double distances[3];
            for (size_t k = 0; k < 3; k++)
                distances[k] = power(steps[k], begun[j], orders[i]);
            ck_assert_double_eq_tol(descent__slowing_order(distances, steps), orders[i], 1e-7 * orders[i]);
        }
    for (double rate = 0.5; rate < 1; rate += 0.125) {
        const double distances[] = {pow(rate, 10), pow(rate, 20), pow(rate, 40)};
        const double at[] = {10, 20, 40};
        ck_assert_double_le(descent__slowing_order(distances, at), 1e-9);
    }
}
END_TEST

START_TEST(what_does_not_fall_has_no_order)
{
    const double steps[] = {1, 2, 4};
    ck_assert_double_nan(descent__slowing_order((double[]){1, 1, 1}, steps));
    ck_assert_double_nan(descent__slowing_order((double[]){1, 2, 1}, steps));
    ck_assert_double_nan(descent__slowing_order((double[]){1, 1, 0.5}, steps));
    ck_assert_double_nan(descent__slowing_order((double[]){1, 0.5, 0.5}, steps));
    ck_assert_double_nan(descent__slowing_order((double[]){1, 0.5, 0}, steps));
    ck_assert_double_nan(descent__slowing_order((double[]){1, NAN, 0.5}, steps));
    /* The slowest that is looked for, and one beyond. */
    for (int beyond = 0; beyond < 2; beyond++) {
        double distances[3];
        for (size_t k = 0; k < 3; k++)
            distances[k] = power(steps[k], 0, descent__highest_order * (beyond ? 1.01 : 0.99));
        ck_assert_int_eq(isnan(descent__slowing_order(distances, steps)), beyond);
    }
}
END_TEST

/* d′ = −d(δ + c·d^p) has a solution: u = d^−p, u′ = p(δu + c). The rate from two of its values, and the steps that are left. */
START_TEST(rate_and_rest_are_those_of_the_normal_form)
{
    const double linears[] = {0, 1e-9, 1e-4, 1e-2};
    const double orders[] = {1, 2, 3.5};
    for (size_t i = 0; i < sizeof linears / sizeof *linears; i++)
        for (size_t j = 0; j < sizeof orders / sizeof *orders; j++) {
            const double linear = linears[i], order = orders[j], c = 1e-2;
            double d[3];
            const double at[] = {0, 100, 5000};
            for (size_t k = 0; k < 3; k++) {
                const double u =
                    linear > 0 ? (1 + c / linear) * exp(order * linear * at[k]) - c / linear : 1 + order * c * at[k];
                d[k] = pow(u, -1 / order);
            }
            const double rate = descent__slowing_rate(d[0], d[1], 100, linear, order);
            ck_assert_double_eq_tol(rate / (linear + c * pow(d[1], order)), 1, 1e-6);
            ck_assert_double_eq_tol(descent__slowing_steps(d[2] / d[1], rate, linear, order) / 4900, 1, 1e-5);
        }
}
END_TEST

START_TEST(the_ends_of_the_scale_are_kept)
{
    ck_assert_double_eq(descent__slowing_steps(1, 0.1, 0, 2), 0);
    ck_assert_double_eq(descent__slowing_steps(2, 0.1, 0, 2), 0);
    ck_assert_double_infinite(descent__slowing_steps(0.5, 0, 0, 2));
    ck_assert_double_infinite(descent__slowing_steps(0.5, -1, 0.1, 2));
    ck_assert_double_eq_tol(descent__slowing_steps(exp(-3), 0.1, 0, 0), 30, 1e-9);
    /* Beyond the largest number a power never ends, but what is linear in the end does. */
    ck_assert_double_infinite(descent__slowing_steps(1e-300, 1, 0, 2));
    ck_assert_double_eq_tol(descent__slowing_steps(1e-300, 1, 0.5, 2), (600 * log(10) + log(0.5)) / 1, 1e-6);
}
END_TEST

/* Figures are told where two stretches agree: not over the edge of a tenth, and of a power wherever it began. */
START_TEST(only_what_two_stretches_tell_alike_is_told)
{
    double values[400];
    const size_t count = sizeof values / sizeof *values;
    for (size_t k = 0; k < count; k++)
        values[k] = pow(0.97, (double)k) * (1.5 + sin(2 * (double)k));
    ck_assert_double_eq_tol(log(descent__slowing_steady(values, count).rate) / log(0.97), 1, 0.02);
    const double changes[] = {0.9 * descent__steady_change, 1.1 * descent__steady_change};
    for (size_t j = 0; j < 2; j++) { /* from where the window of the last quarter's first value begins */
        values[0] = 1;
        for (size_t k = 1; k < count; k++)
            values[k] = values[k - 1] * exp(-0.02 * (k <= 275 ? 1 : 1 - changes[j]));
        ck_assert_int_eq(isnan(descent__slowing_steady(values, count).rate), (int)j);
    }
    const double begun[] = {1, 50, 1e3};
    for (size_t j = 0; j < 3; j++) {
        for (size_t k = 0; k < count; k++)
            values[k] = power((double)k, begun[j], 0.8);
        ck_assert_double_eq_tol(descent__slowing_steady(values, count).exponent, -1.25, 1e-3);
    }
    /* 1/k, and then 1/k³: none yet. */
    for (size_t k = 0; k < count; k++)
        values[k] = 1 / (1 + (double)k) * (k < 200 ? 1 : pow(200 / (double)k, 2));
    ck_assert_double_nan(descent__slowing_steady(values, count).exponent);
    ck_assert_double_nan(descent__slowing_steady(values, descent__law_values - 1).rate);
    ck_assert_double_nan(descent__slowing_steady(values, 2 * descent__law_values - 1).exponent);
}
END_TEST

/*
 * Two rates that meet a sixteenth before the last quarter, which is where the largest of a window is that falls: the later is the rate
 * if the earlier is alike, and what was before the last half, or is in the last window, does not count.
 */
START_TEST(a_rate_is_read_from_two_quarters)
{
    double values[80];
    for (size_t count = descent__law_values; count < 80; count++)
        for (int above = 0; above < 2; above++) {
            const size_t window = count / 16, last = count - 1, quarter = last / 4;
            const size_t middle = last - quarter - window;
            const double rate = 0.01, alike = 1 - descent__steady_change * (above ? 1.001 : 0.999);
            for (size_t k = 0; k < count; k++)
                values[k] = exp(-(k < middle ? rate * alike : rate) * ((double)k - (double)middle));
            for (size_t k = 0; k < middle - quarter; k++)
                values[k] *= 1e6;
            for (size_t k = last - window + 1; k < count; k++)
                values[k] /= 1e6;
            const double found = descent__slowing_steady(values, count).rate;
            if (above)
                ck_assert_double_nan(found);
            else
                ck_assert_double_eq_tol(found, exp(-rate), 1e-12);
        }
    for (size_t k = 0; k < 80; k++) /* what stands has no rate */
        values[k] = 1;
    ck_assert_double_nan(descent__slowing_steady(values, 80).rate);
    for (size_t k = 0; k < 80; k++) /* nor what grows */
        values[k] = pow(1.01, (double)k);
    ck_assert_double_nan(descent__slowing_steady(values, 80).rate);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {a_rate_is_read_from_two_quarters, an_order_is_told_from_wherever_it_began,
                                  what_does_not_fall_has_no_order,  rate_and_rest_are_those_of_the_normal_form,
                                  the_ends_of_the_scale_are_kept,   only_what_two_stretches_tell_alike_is_told};
    return descent_test_main(descent_test_suite("inside slowing", tests, sizeof tests / sizeof *tests));
}
