/* What is left of schedules, against their step sizes added up one by one. */
#include "inside/inside.h"

#include <descent/adaptive.h>
#include <descent/rules.h>

#include "rules/remaining.h"

static double size_at(const descent_rule *rule, uint64_t step)
{
    double size = NAN;
    (void)descent_rule_step_size(rule, step, &size); /* whose failure is NaN */
    return size;
}

/* Until nothing shows any more; the schedules below only fall, but for a warm-up's begin. */
static double added_up(const descent_rule *rule, uint64_t step)
{
    double sum = 0, size = NAN;
    for (uint64_t k = 0; k < 100 || size > 1e-17 * sum; k++)
        sum += size = size_at(rule, step + k);
    return sum;
}

static descent_rule with(descent_schedule schedule)
{
    return descent_rule_with_schedule(descent_fixed_step(0.75), schedule);
}

/* Not 0 for a step size that falls to nothing at once, and then stays. */
static int dying(uint64_t step, double base, double *size, void *context)
{
    const double *const factor = context;
    *size = base * pow(*factor, (double)step);
    return 0;
}

static int failing(uint64_t step, double base, double *size, void *context)
{
    *size = base / (1 + pow((double)step, 3));
    return step >= *(const uint64_t *)context ? 3 : 0;
}

START_TEST(what_is_left_is_the_sum_of_the_step_sizes)
{
    double quick = 0.5, slow = 0.9;
    const descent_schedule cosine = descent_schedule_cosine(30, 0), exponential = descent_schedule_exponential(0.9);
    const descent_schedule ending[] = {
        descent_schedule_exponential(0.5),
        descent_schedule_exponential(0.99),
        descent_schedule_steps(1, 0.5),
        descent_schedule_steps(7, 0.25),
        descent_schedule_steps(40, 0.9),
        descent_schedule_cosine(1, 0),
        descent_schedule_cosine(2, 0),
        descent_schedule_cosine(1000, 0),
        descent_schedule_linear(1, 0),
        descent_schedule_linear(2, 0),
        descent_schedule_linear(977, 0),
        descent_schedule_custom(dying, &quick),
        descent_schedule_custom(dying, &slow),
        descent_schedule_warm_up(12, &cosine),
        descent_schedule_sequence(NULL, 20, &exponential),
        descent_schedule_sequence(&exponential, 5, &cosine),
    };
    const uint64_t steps[] = {0, 1, 2, 3, 6, 7, 8, 13, 29, 30, 31, 100, 976, 977, 978, 999, 1000, 1001, 2500};
    for (size_t s = 0; s < sizeof ending / sizeof *ending; s++)
        for (size_t k = 0; k < sizeof steps / sizeof *steps; k++) {
            const descent_rule rule = with(ending[s]);
            const double sum = added_up(&rule, steps[k]), found = descent__remaining_sizes(&rule, steps[k]);
            ck_assert_msg(fabs(found - sum) <= 1e-9 * sum + 1e-13, "schedule %zu, step %zu: %.17g, not %.17g", s,
                          (size_t)steps[k], found, sum);
        }
}
END_TEST

START_TEST(what_has_no_end_is_infinite)
{
    uint64_t never = UINT64_MAX, soon = 100;
    double constant = 1, nearly = 0.9999;
    const descent_schedule inverse = descent_schedule_inverse(10);
    const descent_schedule endless[] = {
        descent_schedule_constant(),
        descent_schedule_inverse(1),
        descent_schedule_exponential(1),
        descent_schedule_steps(5, 1),
        descent_schedule_cosine(10, 1e-9),
        descent_schedule_linear(10, 1e-9),
        descent_schedule_restarts(10, 1, 0),
        descent_schedule_warm_up(4, NULL),
        descent_schedule_sequence(&inverse, 4, &inverse),
        descent_schedule_custom(dying, &constant),
        descent_schedule_custom(dying, &nearly), /* whose rest after 4096 steps is two thirds */
        descent_schedule_custom(failing, &soon),
    };
    for (size_t s = 0; s < sizeof endless / sizeof *endless; s++)
        for (uint64_t step = 0; step < 50; step += 7) {
            const descent_rule rule = with(endless[s]);
            ck_assert_msg(isinf(descent__remaining_sizes(&rule, step)), "schedule %zu", s);
        }
    /* Σ 1/(1 + k³), of which 4096 steps leave 3·10⁻⁸ */
    const descent_rule rule = with(descent_schedule_custom(failing, &never));
    double sum = 0;
    for (uint64_t k = 0; k < 4096; k++)
        sum += size_at(&rule, k);
    ck_assert_double_eq_tol(descent__remaining_sizes(&rule, 0), sum, 1e-6);
}
END_TEST

/* e^−λS, to the power of 1/(1 − |β|). */
START_TEST(a_part_is_left_of_each_direction)
{
    for (int m = -1; m <= 1; m++)
        for (double sizes = 0.5; sizes < 5; sizes += 1.5)
            for (double eigenvalue = -1; eigenvalue < 3; eigenvalue += 0.75) {
                const descent_rule rule = descent_heavy_ball(0.1, 0.75 * m);
                const double power = m ? 4 : 1, left = pow(exp(-eigenvalue * sizes), power);
                ck_assert_double_eq_tol(descent__part_left(&rule, eigenvalue, sizes), left, 1e-12 * left);
            }
}
END_TEST

START_TEST(some_rules_make_steps_of_one_length)
{
    const double slopes[][4] = {{1, -2, 3, 4}, {0, 5, 0, 0}, {0, 0, 0, 0}, {1e-300, 0, -1, 7}};
    const double moving[] = {4, 1, 0, 3};
    for (size_t k = 0; k < 4; k++) {
        const descent_rule sign = descent_sign(0.1), lion = descent_lion(0.1, 0, 0), unit = descent_normalised(0.1),
                           fixed = descent_fixed_step(0.1), adam = descent_adam(0.1, NULL);
        const descent_rule decaying = descent_rule_with_modifiers(sign, (descent_modifiers){.l1 = 0.1});
        ck_assert_double_eq(descent__length_in_sizes(&sign, 4, slopes[k]), sqrt(moving[k]));
        ck_assert_double_eq(descent__length_in_sizes(&lion, 4, slopes[k]), sqrt(moving[k]));
        ck_assert_double_eq(descent__length_in_sizes(&unit, 4, slopes[k]), moving[k] > 0 ? 1 : 0);
        ck_assert_double_eq(descent__length_in_sizes(&fixed, 4, slopes[k]), 0);
        ck_assert_double_eq(descent__length_in_sizes(&adam, 4, slopes[k]), 0);
        ck_assert_double_eq(descent__length_in_sizes(&decaying, 4, slopes[k]), 0);
    }
}
END_TEST

START_TEST(steps_until_sizes_are_small_are_counted)
{
    const descent_schedule cosine = descent_schedule_cosine(30, 0);
    const descent_schedule all[] = {
        descent_schedule_inverse(3),        descent_schedule_inverse(0.25),
        descent_schedule_exponential(0.5),  descent_schedule_exponential(0.99),
        descent_schedule_steps(6, 0.5),     descent_schedule_steps(1, 0.125),
        descent_schedule_constant(),        descent_schedule_cosine(10, 0),
        descent_schedule_linear(10, 0),     descent_schedule_warm_up(3, NULL),
        descent_schedule_restarts(5, 1, 0), descent_schedule_sequence(NULL, 3, &cosine),
    };
    const double sizes[] = {1, 0.75, 0.5, 0.375, 0.1, 0.046875, 1e-3};
    for (size_t s = 0; s < sizeof all / sizeof *all; s++)
        for (size_t k = 0; k < sizeof sizes / sizeof *sizes; k++)
            for (uint64_t step = 0; step < 40; step += 13) {
                const descent_rule rule = with(all[s]);
                uint64_t count = 0;
                while (s < 6 && size_at(&rule, step + count) > sizes[k])
                    count++;
                ck_assert_double_eq(descent__steps_until_sizes(&rule, step, sizes[k]), (double)count);
            }
    /* Beyond 2⁵² steps nobody counts. */
    const descent_rule slow = with(descent_schedule_inverse(1));
    ck_assert_double_gt(descent__steps_until_sizes(&slow, 0, 1e-15), 7e14);
    ck_assert_double_eq(descent__steps_until_sizes(&slow, 0, 1e-17), 0);
    ck_assert_double_eq(descent__steps_until_sizes(&slow, UINT64_C(1) << 52, 1e-17), 0);
}
END_TEST

/* A rest of 4096 times the last is negligible below a thousandth of the sum; a way ends before half of the distance; ten tolerances
 * are too much to be left. */
START_TEST(each_edge_has_two_sides)
{
    for (int above = 0; above < 2; above++) {
        const double beside = above ? 1.001 : 0.999, sum = 7, tolerance = 1e-5;
        ck_assert_int_eq(descent__schedule_ends(beside * 1e-3 * sum / 4096, sum), !above);
        ck_assert_int_eq(descent__way_ends_before(beside * 0.5 * 3, 3), !above);
        ck_assert_int_eq(descent__is_left_short(beside * 10 * tolerance, tolerance), above);
    }
    ck_assert(descent__schedule_ends(1, 0)); /* all of nothing */
    ck_assert(!descent__way_ends_before(1.5, 3));
    ck_assert(!descent__is_left_short(10, 1));
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        what_is_left_is_the_sum_of_the_step_sizes, what_has_no_end_is_infinite,
        a_part_is_left_of_each_direction,          some_rules_make_steps_of_one_length,
        steps_until_sizes_are_small_are_counted,   each_edge_has_two_sides,
    };
    return descent_test_main(descent_test_suite("inside: remaining", tests, sizeof tests / sizeof tests[0]));
}
