/* The schedules that are made of parts, or restart: their values at every step, and what they refuse. */
#include <math.h>

#include <descent/descent.h>

#include "support.h"

static double size_at(descent_schedule schedule, uint64_t step)
{
    const descent_rule rule = descent_rule_with_schedule(descent_fixed_step(0.8), schedule);
    double step_size = NAN;
    assert_success(descent_rule_step_size(&rule, step, &step_size));
    return step_size;
}

START_TEST(each_follows_its_formula)
{
    for (uint64_t k = 0; k < 40; k++) {
        const double part = k < 16 ? (double)k / 16 : 1;
        ck_assert_double_eq_tol(size_at(descent_schedule_linear(16, 0.1), k), 0.8 - 0.7 * part, 1e-15);
        ck_assert_double_eq_tol(size_at(descent_schedule_steps(7, 0.5), k), 0.8 / (double)(1u << (k / 7)), 1e-15);
        ck_assert_double_eq_tol(size_at(descent_schedule_warm_up(8, NULL), k), k < 8 ? 0.1 * (double)(k + 1) : 0.8,
                                1e-15);
    }
    /* Far beyond what a table would hold. */
    ck_assert_double_eq(size_at(descent_schedule_linear(16, 0.1), UINT64_MAX), 0.1);
    ck_assert_double_eq(size_at(descent_schedule_steps(1, 0.5), UINT64_MAX), 0);
    ck_assert_double_eq(size_at(descent_schedule_warm_up(UINT64_MAX, NULL), UINT64_MAX - 1), 0.8);
}
END_TEST

START_TEST(restarts_begin_at_the_full_step_size_again)
{
    /* Lengths 3, 6, 12, …: restarts at 0, 3, 9, 21, 45. */
    const descent_schedule doubling = descent_schedule_restarts(3, 2, 0.2),
                           equal = descent_schedule_restarts(5, 1, 0.2);
    const uint64_t begins[] = {0, 3, 9, 21, 45};
    const double pi = acos(-1);
    for (size_t c = 0; c < 4; c++)
        for (uint64_t k = begins[c]; k < begins[c + 1]; k++) {
            const double phase = pi * (double)(k - begins[c]) / (double)(begins[c + 1] - begins[c]);
            ck_assert_double_eq_tol(size_at(doubling, k), 0.2 + 0.3 * (1 + cos(phase)), 1e-15);
        }
    for (uint64_t k = 0; k < 20; k++)
        ck_assert_double_eq(size_at(equal, k), size_at(equal, k + 5));
    ck_assert(size_at(doubling, UINT64_MAX) >= 0.2 && size_at(equal, UINT64_MAX) >= 0.2);
}
END_TEST

START_TEST(parts_follow_one_another_from_their_own_step_0)
{
    const descent_schedule cosine = descent_schedule_cosine(10, 0), steps = descent_schedule_steps(2, 0.5);
    const descent_schedule tail = descent_schedule_sequence(&cosine, 4, &steps);
    const descent_schedule whole = descent_schedule_warm_up(5, &tail);
    for (uint64_t k = 0; k < 30; k++)
        ck_assert_double_eq(size_at(whole, k), k < 5   ? 0.8 * ((double)(k + 1) / 5)
                                               : k < 9 ? size_at(cosine, k - 5)
                                                       : size_at(steps, k - 9));
    /* A warm-up within a sequence; and NULL is η. */
    const descent_schedule warm = descent_schedule_warm_up(3, &cosine);
    const descent_schedule later = descent_schedule_sequence(NULL, 2, &warm);
    for (uint64_t k = 0; k < 12; k++)
        ck_assert_double_eq(size_at(later, k), k < 2 ? 0.8 : size_at(warm, k - 2));
}
END_TEST

START_TEST(what_makes_no_sense_is_refused)
{
    const descent_schedule bad_part = descent_schedule_cosine(0, 0);
    descent_schedule circle = descent_schedule_sequence(NULL, 1, NULL), reserved = descent_schedule_linear(1, 0);
    circle.next = &circle;
    reserved.reserved[1] = &circle;
    const struct {
        descent_schedule schedule;
        const char *detail;
    } bad[] = {
        {descent_schedule_linear(0, 0), "length"},
        {descent_schedule_linear(3, 2), "floor"},
        {descent_schedule_steps(0, 0.5), "length"},
        {descent_schedule_steps(3, NAN), "factor"},
        {descent_schedule_warm_up(0, NULL), "length"},
        {descent_schedule_warm_up(2, &bad_part), "length"},
        {descent_schedule_sequence(&bad_part, 2, NULL), "length"},
        {descent_schedule_restarts(2, 0, 0), "growth"},
        {descent_schedule_restarts(0, 1, 0), "length"},
        {descent_schedule_restarts(2, 1, -1), "floor"},
        {circle, "16 deep"},
        {reserved, "reserved[1]"},
    };
    for (size_t k = 0; k < sizeof bad / sizeof *bad; k++) {
        const descent_rule rule = descent_rule_with_schedule(descent_fixed_step(1), bad[k].schedule);
        assert_failure(descent_rule_check(&rule), DESCENT_EINVAL, bad[k].detail);
    }
}
END_TEST

/* Step sizes that have a finite sum stop short of a minimum that is farther away: the diagnosis says so for the new ones, too. */
START_TEST(a_schedule_that_ends_is_judged_to_stall)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
    const double start[] = {4, 1.25};
    const descent_schedule ends[] = {descent_schedule_linear(20, 0), descent_schedule_steps(3, 0.5),
                                     descent_schedule_exponential(0.8)};
    for (size_t k = 0; k < 3; k++) {
        descent_diagnosis *const diagnosis =
            descent_test_diagnose(&problem, descent_rule_with_schedule(descent_fixed_step(0.02), ends[k]), start, 120);
        ck_assert_msg(diagnosis->ending == DESCENT_ENDING_STALLED, "schedule %zu: ending %d", k,
                      (int)diagnosis->ending);
        descent_diagnosis_free(diagnosis);
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        each_follows_its_formula,
        restarts_begin_at_the_full_step_size_again,
        parts_follow_one_another_from_their_own_step_0,
        what_makes_no_sense_is_refused,
        a_schedule_that_ends_is_judged_to_stall,
    };
    return descent_test_main(descent_test_suite("rules_schedules", tests, sizeof tests / sizeof tests[0]));
}
