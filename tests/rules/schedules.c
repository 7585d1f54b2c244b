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

/* Each parameter at the ends of its range, and just beyond. */
START_TEST(the_ends_of_a_range_belong_to_it)
{
    const descent_schedule bad_part = descent_schedule_cosine(0, 0);
    const double above = nextafter(1, 2);
    const struct {
        descent_schedule schedule;
        const char *refused; /* NULL: it is not */
    } cases[] = {
        {descent_schedule_exponential(1), NULL},
        {descent_schedule_exponential(0x1p-1074), NULL},
        {descent_schedule_exponential(0), "schedule.factor must be in (0, 1], got 0"},
        {descent_schedule_exponential(above), "schedule.factor must be in (0, 1], got 1"},
        {descent_schedule_steps(1, 1), NULL},
        {descent_schedule_steps(1, above), "schedule.factor must be in (0, 1]"},
        {descent_schedule_cosine(1, 1), NULL},
        {descent_schedule_cosine(1, 0), NULL},
        {descent_schedule_cosine(1, above), "schedule.floor must be in [0, step_size = 1], got 1"},
        {descent_schedule_cosine(1, -0x1p-1074), "schedule.floor must be in [0, step_size = 1]"},
        {descent_schedule_cosine(1, NAN), "schedule.floor"},
        {descent_schedule_cosine(0, 0), "schedule.length must be at least 1, got 0"},
        {descent_schedule_linear(1, 1), NULL},
        {descent_schedule_restarts(1, 1, 1), NULL},
        {descent_schedule_inverse(0x1p-1074), NULL},
        {descent_schedule_inverse(0), "schedule.delay must be finite and positive, got 0"},
        {descent_schedule_inverse(-1), "schedule.delay must be finite and positive, got -1"},
        {descent_schedule_inverse(INFINITY), "schedule.delay must be finite and positive, got inf"},
        {descent_schedule_custom(NULL, NULL), "schedule.function must not be NULL"},
        {{.kind = (descent_schedule_kind)99}, "schedule.kind must be a descent_schedule_kind, got 99"},
        {{.kind = DESCENT_SCHEDULE_WARM_UP, .length = 1, .first = &bad_part}, NULL}, /* which it does not read */
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        const descent_rule rule = descent_rule_with_schedule(descent_fixed_step(1), cases[k].schedule);
        if (cases[k].refused)
            assert_failure(descent_rule_check(&rule), DESCENT_EINVAL, cases[k].refused);
        else
            assert_success(descent_rule_check(&rule));
    }
}
END_TEST

/* Sixteen schedules that have parts may stand within one another, by either part, and a circle is more. */
START_TEST(schedules_may_be_sixteen_deep)
{
    const descent_schedule leaf = descent_schedule_cosine(3, 0);
    for (int part = 0; part < 3; part++) {
        descent_schedule chain[17];
        for (int k = 0; k < 17; k++) {
            const descent_schedule *const within = k == 0 ? &leaf : &chain[k - 1];
            chain[k] = part == 0   ? descent_schedule_sequence(within, 1, NULL)
                       : part == 1 ? descent_schedule_sequence(NULL, 1, within)
                                   : descent_schedule_warm_up(1, within);
            const descent_rule rule = descent_rule_with_schedule(descent_fixed_step(1), chain[k]);
            if (k < 16)
                assert_success(descent_rule_check(&rule));
            else
                assert_failure(descent_rule_check(&rule), DESCENT_EINVAL, "16 deep, not more");
        }
    }
}
END_TEST

typedef struct told {
    double size;
    int code;
    bool silent;
    uint64_t step; /* that it was asked for */
} told;

static int tell_size(uint64_t step, double step_size, double *result, void *context)
{
    told *const t = context;
    ck_assert_double_eq(step_size, 0.5);
    t->step = step;
    if (!t->silent)
        *result = t->size;
    return t->code;
}

/* What a function says, from its own step 0; what is wrong is told with the step of the run. */
START_TEST(a_function_is_asked_and_may_be_wrong)
{
    const struct {
        told told;
        const char *refused;
    } cases[] = {
        {{.size = 0.25}, NULL},
        {{.size = 0}, NULL},
        {{.size = -0x1p-1074}, "finite and not negative, got -4.94066e-324 at step 7"},
        {{.size = INFINITY}, "finite and not negative, got inf at step 7"},
        {{.silent = true}, "finite and not negative, got nan at step 7"},
        {{.size = 1, .code = -3}, "the schedule's function returned -3 at step 7"},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        told t = cases[k].told;
        const descent_schedule function = descent_schedule_custom(tell_size, &t);
        const descent_schedule schedule = descent_schedule_sequence(NULL, 4, &function);
        const descent_rule rule = descent_rule_with_schedule(descent_fixed_step(0.5), schedule);
        double size = 4711;
        const descent_status status = descent_rule_step_size(&rule, 7, &size);
        ck_assert_uint_eq(t.step, 3);
        if (cases[k].refused)
            ck_assert_msg(status == (t.code ? DESCENT_ECALLBACK : DESCENT_EINVAL) &&
                              strstr(descent_error_detail(), cases[k].refused),
                          "%zu: %s", k, descent_error_detail());
        else
            ck_assert(status == DESCENT_SUCCESS && size == t.size);
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
        the_ends_of_a_range_belong_to_it,
        schedules_may_be_sixteen_deep,
        a_function_is_asked_and_may_be_wrong,
        a_schedule_that_ends_is_judged_to_stall,
    };
    return descent_test_main(descent_test_suite("rules_schedules", tests, sizeof tests / sizeof tests[0]));
}
