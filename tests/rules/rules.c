/* Update rules and schedules: their formulas on a quadratic, their limits, their multipliers, what they refuse. */
#include <math.h>
#include <stddef.h>
#include <string.h>

#include <descent/descent.h>

#include "support.h"

/* L(x) = c x²/2 in one variable: every rule is a linear recurrence there. */
static int slope(size_t dimension, const double *x, double *gradient, void *context)
{
    const double curvature = *(const double *)context;
    for (size_t i = 0; i < dimension; i++)
        gradient[i] = curvature * x[i];
    return 0;
}

static double run_quadratic(descent_rule rule, double curvature, double start, size_t steps)
{
    const descent_problem problem = {.dimension = 1, .gradient = slope, .context = &curvature};
    descent_engine *engine;
    assert_success(descent_engine_new(&engine, &problem, rule, &start));
    assert_success(descent_engine_run(engine, steps));
    const double end = descent_engine_point(engine)[0];
    descent_engine_free(engine);
    return end;
}

START_TEST(fixed_step_follows_its_formula)
{
    double x = 3;
    for (int k = 0; k < 20; k++)
        x -= 0.3 * (1.7 * x);
    ck_assert_double_eq(run_quadratic(descent_fixed_step(0.3), 1.7, 3, 20), x);
}
END_TEST

START_TEST(heavy_ball_follows_its_formula)
{
    double x = 3, previous = 3;
    for (int k = 0; k < 20; k++) {
        const double next = x - 0.3 * (1.7 * x) + 0.8 * (x - previous);
        previous = x;
        x = next;
    }
    ck_assert_double_eq(run_quadratic(descent_heavy_ball(0.3, 0.8), 1.7, 3, 20), x);
}
END_TEST

START_TEST(nesterov_follows_its_formula)
{
    double x = 3, previous = 3;
    for (int k = 0; k < 20; k++) {
        const double ahead = x + 0.8 * (x - previous);
        previous = x;
        x = ahead - 0.3 * (1.7 * ahead);
    }
    ck_assert_double_eq(run_quadratic(descent_nesterov(0.3, 0.8), 1.7, 3, 20), x);
}
END_TEST

START_TEST(heavy_ball_turns_by_a_quarter)
{
    /* β = 1 and η = 2 on x²/2: x₊ = −x₋, so 1, −1, −1, 1, 1, … */
    const double expected[] = {1, -1, -1, 1, 1, -1};
    for (size_t k = 0; k < 6; k++)
        ck_assert_double_eq(run_quadratic(descent_heavy_ball(2, 1), 1, 1, k), expected[k]);
}
END_TEST

START_TEST(limits_are_those_of_the_theory)
{
    const descent_rule fixed = descent_fixed_step(1), ball = descent_heavy_ball(1, 0.9),
                       nesterov = descent_nesterov(1, 0.9);
    ck_assert_double_eq(descent_rule_step_limit(&fixed, 4), 0.5);
    ck_assert_double_eq_tol(descent_rule_step_limit(&ball, 1), 3.8, 1e-15);
    ck_assert_double_eq_tol(descent_rule_step_limit(&nesterov, 1), 3.8 / 2.8, 1e-15);
    ck_assert_double_nan(descent_rule_step_limit(&fixed, -1));
    ck_assert_double_nan(descent_rule_step_limit(&fixed, INFINITY));
    ck_assert_double_nan(descent_rule_step_limit(&fixed, NAN));
    ck_assert_double_nan(descent_rule_step_limit(NULL, 1));
    /* Heavy ball's multipliers have the product β: no step size is stable. Nesterov's have β(1 − ηλ): some are, but not
     * all below any limit. */
    const double beyond[] = {-1.5, -1.01, 1.01, 1.5};
    for (size_t i = 0; i < sizeof beyond / sizeof *beyond; i++) {
        const descent_rule far_ball = descent_heavy_ball(1, beyond[i]), far_nesterov = descent_nesterov(1, beyond[i]);
        ck_assert_double_eq(descent_rule_step_limit(&far_ball, 1), 0);
        ck_assert_double_nan(descent_rule_step_limit(&far_nesterov, 1));
    }
}
END_TEST

/* Just inside the limit the run dies away, just outside it grows: for every rule and many momenta. */
START_TEST(limits_separate_decay_from_growth)
{
    const double momenta[] = {-0.7, -0.5, -0.4, -1.0 / 3, -0.2, 0, 0.3, 0.7, 0.9};
    for (size_t i = 0; i < sizeof momenta / sizeof momenta[0]; i++)
        for (int which = 0; which < 2; which++) {
            const double curvature = 2.5;
            descent_rule rule = which ? descent_nesterov(1, momenta[i]) : descent_heavy_ball(1, momenta[i]);
            const double limit = descent_rule_step_limit(&rule, curvature);
            ck_assert(limit > 0);
            rule.step_size = 0.99 * limit;
            const double inside = fabs(run_quadratic(rule, curvature, 1, 8000));
            rule.step_size = 1.01 * limit;
            const double outside = fabs(run_quadratic(rule, curvature, 1, 2000));
            ck_assert_msg(inside < 1e-6 && outside > 10, "%s, momentum %g: %g inside, %g outside", rule.type->name,
                          momenta[i], inside, outside);
        }
}
END_TEST

/* A multiplier μ must solve the recurrence: x_k = μ^k is a run, up to the first step. */
START_TEST(multipliers_solve_the_recurrence)
{
    const descent_rule rules[] = {descent_fixed_step(0.7), descent_heavy_ball(0.7, 0.9), descent_heavy_ball(0.7, -0.3),
                                  descent_nesterov(0.7, 0.9), descent_nesterov(0.7, 0.2)};
    const double eigenvalues[] = {-1, 0, 0.01, 1, 2.8};
    for (size_t r = 0; r < 5; r++)
        for (size_t e = 0; e < 5; e++) {
            const double momentum = rules[r].momentum, pull = 0.7 * eigenvalues[e];
            const int nesterov = r >= 3;
            const double sum = nesterov ? (1 + momentum) * (1 - pull) : 1 + momentum - pull;
            const double product = nesterov ? momentum * (1 - pull) : momentum;
            double real[2], imaginary[2];
            const size_t count = rules[r].type->multipliers(&rules[r], 0.7, eigenvalues[e], real, imaginary);
            ck_assert_uint_eq(count, r == 0 ? 1 : 2);
            if (r == 0) {
                ck_assert_double_eq(real[0], 1 - pull);
                continue;
            }
            ck_assert_double_eq_tol(real[0] + real[1], sum, 1e-14);
            ck_assert_double_eq_tol(imaginary[0] + imaginary[1], 0, 1e-14);
            ck_assert_double_eq_tol(real[0] * real[1] - imaginary[0] * imaginary[1], product, 1e-14);
        }
}
END_TEST

static int sawtooth(uint64_t step, double base, double *step_size, void *context)
{
    (void)context;
    *step_size = step % 2 ? base / 2 : base;
    return 0;
}

static int nonsense_at_17(uint64_t step, double base, double *step_size, void *context)
{
    *step_size = step == 17 ? *(double *)context : base;
    return 0;
}

static int failure_at_3(uint64_t step, double base, double *step_size, void *context)
{
    (void)context;
    *step_size = base;
    return step == 3 ? 42 : 0;
}

START_TEST(schedules_follow_their_formulas)
{
    const double pi = acos(-1);
    for (size_t k = 0; k < 40; k++) {
        double constant, inverse, exponential, cosine, custom;
        descent_rule rule = descent_fixed_step(0.8);
        descent_rule_step_size(&rule, k, &constant);
        rule = descent_rule_with_schedule(rule, descent_schedule_inverse(5));
        descent_rule_step_size(&rule, k, &inverse);
        rule = descent_rule_with_schedule(rule, descent_schedule_exponential(0.9));
        descent_rule_step_size(&rule, k, &exponential);
        rule = descent_rule_with_schedule(rule, descent_schedule_cosine(30, 0.1));
        descent_rule_step_size(&rule, k, &cosine);
        rule = descent_rule_with_schedule(rule, descent_schedule_custom(sawtooth, NULL));
        descent_rule_step_size(&rule, k, &custom);
        const double phase = k < 30 ? pi * (double)k / 30 : pi;
        ck_assert_double_eq(constant, 0.8);
        ck_assert_double_eq_tol(inverse, 0.8 / (1 + (double)k / 5), 1e-16);
        ck_assert_double_eq_tol(exponential, 0.8 * pow(0.9, (double)k), 1e-16);
        ck_assert_double_eq_tol(cosine, 0.1 + 0.35 * (1 + cos(phase)), 1e-15);
        ck_assert_double_eq(custom, k % 2 ? 0.4 : 0.8);
    }
}
END_TEST

START_TEST(a_decaying_step_stalls_where_theory_says)
{
    /* x ← x(1 − 2^−(k+1)) converges to ∏(1 − 2^−j) = 0.28878809508660242… (Euler's function at 1/2). */
    const descent_rule rule = descent_rule_with_schedule(descent_fixed_step(0.5), descent_schedule_exponential(0.5));
    ck_assert_double_eq_tol(run_quadratic(rule, 1, 1, 200), 0.2887880950866024, 1e-15);
}
END_TEST

START_TEST(every_rule_carries_every_schedule)
{
    const double start = 2, curvature = 1;
    const descent_problem problem = {.dimension = 1, .gradient = slope, .context = (void *)(ptrdiff_t)&curvature};
    const descent_rule rules[] = {descent_fixed_step(0.5), descent_heavy_ball(0.5, 0.5), descent_nesterov(0.5, 0.5)};
    const descent_schedule schedules[] = {descent_schedule_constant(), descent_schedule_inverse(2),
                                          descent_schedule_exponential(0.5), descent_schedule_cosine(4, 0.01),
                                          descent_schedule_custom(sawtooth, NULL)};
    for (size_t r = 0; r < 3; r++)
        for (size_t s = 0; s < 5; s++) {
            const descent_rule rule = descent_rule_with_schedule(rules[r], schedules[s]);
            descent_engine *engine;
            assert_success(descent_engine_new(&engine, &problem, rule, &start));
            for (size_t k = 0; k < 6; k++) {
                double step_size;
                assert_success(descent_rule_step_size(&rule, k, &step_size));
                assert_success(descent_engine_step(engine));
                ck_assert_double_eq(descent_engine_step_size(engine), step_size);
            }
            descent_engine_free(engine);
        }
}
END_TEST

START_TEST(a_schedule_that_returns_nonsense_is_caught)
{
    const double values[] = {-0.1, NAN, INFINITY};
    const double start = 2;
    double curvature = 0.1;
    const descent_problem problem = {.dimension = 1, .gradient = slope, .context = &curvature};
    for (size_t i = 0; i < 3; i++) {
        double value = values[i];
        descent_engine *engine;
        const descent_rule rule =
            descent_rule_with_schedule(descent_fixed_step(0.5), descent_schedule_custom(nonsense_at_17, &value));
        assert_success(descent_engine_new(&engine, &problem, rule, &start));
        assert_failure(descent_engine_run(engine, 100), DESCENT_EINVAL, "at step 17");
        ck_assert_uint_eq(descent_engine_steps(engine), 17);
        const double kept = descent_engine_point(engine)[0];
        assert_failure(descent_engine_step(engine), DESCENT_EINVAL, "at step 17");
        ck_assert_double_eq(descent_engine_point(engine)[0], kept);
        value = 0.25;
        assert_success(descent_engine_step(engine));
        ck_assert_double_eq(descent_engine_point(engine)[0], kept - 0.25 * (0.1 * kept));
        descent_engine_free(engine);
    }
}
END_TEST

START_TEST(a_schedule_that_fails_is_reported)
{
    const double start = 2;
    double curvature = 0.1;
    const descent_problem problem = {.dimension = 1, .gradient = slope, .context = &curvature};
    descent_engine *engine;
    assert_success(descent_engine_new(
        &engine, &problem,
        descent_rule_with_schedule(descent_fixed_step(0.5), descent_schedule_custom(failure_at_3, NULL)), &start));
    assert_failure(descent_engine_run(engine, 10), DESCENT_ECALLBACK, "returned 42 at step 3");
    ck_assert_int_eq(descent_engine_callback_code(engine), 42);
    ck_assert_uint_eq(descent_engine_steps(engine), 3);
    descent_engine_free(engine);
}
END_TEST

START_TEST(parameters_out_of_range_are_refused)
{
    const double bad_steps[] = {0, -0.1, NAN, INFINITY, -INFINITY};
    for (size_t i = 0; i < 5; i++) {
        const descent_rule rules[] = {descent_fixed_step(bad_steps[i]), descent_heavy_ball(bad_steps[i], 0.5),
                                      descent_nesterov(bad_steps[i], 0.5)};
        for (size_t r = 0; r < 3; r++)
            assert_failure(descent_rule_check(&rules[r]), DESCENT_EINVAL, "step_size must be finite and positive");
    }
    const struct {
        descent_rule rule;
        const char *words;
    } bad[] = {
        {descent_heavy_ball(0.1, NAN), "momentum must be finite"},
        {descent_nesterov(0.1, INFINITY), "momentum must be finite, got inf"},
        {descent_rule_with_schedule(descent_fixed_step(1), descent_schedule_inverse(0)), "delay"},
        {descent_rule_with_schedule(descent_fixed_step(1), descent_schedule_inverse(NAN)), "delay"},
        {descent_rule_with_schedule(descent_fixed_step(1), descent_schedule_exponential(0)), "factor"},
        {descent_rule_with_schedule(descent_fixed_step(1), descent_schedule_exponential(1.5)), "factor"},
        {descent_rule_with_schedule(descent_fixed_step(1), descent_schedule_cosine(0, 0)), "length"},
        {descent_rule_with_schedule(descent_fixed_step(1), descent_schedule_cosine(5, 2)), "floor"},
        {descent_rule_with_schedule(descent_fixed_step(1), descent_schedule_custom(NULL, NULL)), "function"},
        {{.type = NULL, .step_size = 1}, "type must not be NULL"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_failure(descent_rule_check(&bad[i].rule), DESCENT_EINVAL, bad[i].words);
    assert_failure(descent_rule_check(NULL), DESCENT_EINVAL, "rule must not be NULL");
}
END_TEST

/* A rule of the program's own: x ← x − η·sign(g), with a count of its steps in its memory. */
static int sign_advance(const descent_rule *rule, descent_rule_step *step)
{
    const double length = *(const double *)rule->parameters;
    for (size_t i = 0; i < step->dimension; i++) {
        step->x[i] -= step->step_size * length * (step->gradient[i] > 0 ? 1 : -1);
        step->memory[0][i] += 1;
        if (step->memory[0][i] > 4)
            step->x[i] = NAN;
    }
    return 0;
}

START_TEST(a_rule_from_outside_runs_and_is_guarded)
{
    static const descent_rule_type type = {.name = "sign", .memory_count = 1, .advance = sign_advance};
    const double length = 0.5, start = 10;
    double curvature = 1;
    const descent_problem problem = {.dimension = 1, .gradient = slope, .context = &curvature};
    const descent_rule rule = {.type = &type, .step_size = 2, .parameters = &length};
    descent_engine *engine;
    assert_success(descent_engine_new(&engine, &problem, rule, &start));
    assert_success(descent_engine_run(engine, 4));
    ck_assert_double_eq(descent_engine_point(engine)[0], 6);
    for (int again = 0; again < 2; again++) { /* the memory is restored too: it would pass 5 otherwise */
        assert_failure(descent_engine_step(engine), DESCENT_ENONFINITE, "the point after 5 steps");
        ck_assert_double_eq(descent_engine_point(engine)[0], 6);
        ck_assert_uint_eq(descent_engine_steps(engine), 4);
    }
    ck_assert_double_nan(descent_rule_step_limit(&rule, 1));
    descent_engine_free(engine);
}
END_TEST

/* Refuses, like sign_advance(), what lies below the length; and guards x and its memory itself, unless it lies. */
static int guarding_advance(const descent_rule *rule, descent_rule_step *step)
{
    const double length = *(const double *)rule->parameters;
    const double next = step->x[0] - rule->step_size * step->gradient[0];
    if (!(next > length)) {
        step->x[0] = strcmp(rule->type->name, "lying") == 0 ? length : step->x[0];
        return 1;
    }
    step->memory[0][0] = step->x[0];
    step->x[0] = next;
    return 0;
}

/* A rule that guards its point gives the same steps as one that does not, and what it leaves after a refusal stays: the
 * engine keeps no copies that it could put back. */
START_TEST(a_rule_that_guards_its_point_is_believed)
{
    static const descent_rule_type types[] = {
        {.name = "guarded", .memory_count = 1, .advance = guarding_advance},
        {.name = "guarding", .memory_count = 1, .advance = guarding_advance, .guards_point = 1},
        {.name = "lying", .memory_count = 1, .advance = guarding_advance, .guards_point = 1},
        {.name = "lying", .memory_count = 1, .advance = guarding_advance},
    };
    const double length = 1, start = 16;
    double curvature = 1;
    const descent_problem problem = {.dimension = 1, .gradient = slope, .context = &curvature};
    for (size_t i = 0; i < 4; i++) {
        const descent_rule rule = {.type = &types[i], .step_size = 0.5, .parameters = &length};
        descent_engine *const engine = descent_test_engine(&problem, rule, &start);
        assert_success(descent_engine_run(engine, 3)); /* 16, 8, 4, 2, and 1 is refused */
        for (int again = 0; again < 2; again++) {
            assert_failure(descent_engine_step(engine), DESCENT_ENONFINITE, "the point after 4 steps");
            /* One that says that it guards its point, and does not, has moved it: there is no copy. */
            ck_assert_double_eq(descent_engine_point(engine)[0], i == 2 ? length : 2);
            ck_assert_uint_eq(descent_engine_steps(engine), 3);
        }
        descent_engine_free(engine);
    }
}
END_TEST

/* A floor as high as the step size is a constant step. */
START_TEST(a_cosine_may_end_where_it_begins)
{
    const descent_rule rule = descent_rule_with_schedule(descent_fixed_step(0.5), descent_schedule_cosine(5, 0.5));
    assert_success(descent_rule_check(&rule));
    for (uint64_t k = 0; k < 8; k++) {
        double step_size;
        assert_success(descent_rule_step_size(&rule, k, &step_size));
        ck_assert_double_eq(step_size, 0.5);
    }
}
END_TEST

/* Asked for its step size, a rule that is refused, or whose schedule fails, says so. */
START_TEST(a_step_size_that_there_is_not_is_refused)
{
    double step_size;
    const descent_rule negative = descent_fixed_step(-1);
    const descent_rule failing = descent_rule_with_schedule(descent_fixed_step(1), descent_schedule_inverse(-1));
    const descent_rule good = descent_fixed_step(1);
    assert_failure(descent_rule_step_size(&negative, 0, &step_size), DESCENT_EINVAL, "step_size");
    assert_failure(descent_rule_step_size(&failing, 0, &step_size), DESCENT_EINVAL, "delay");
    assert_failure(descent_rule_step_size(&good, 0, NULL), DESCENT_EINVAL, "step_size");
    assert_failure(descent_rule_step_size(NULL, 0, &step_size), DESCENT_EINVAL, "rule");
}
END_TEST

/*
 * The smaller root of z² − (1 + β − ηλ)z + β by its digits: for β = 1e-12 it is β/z₁, where z₁ is the larger. A difference of
 * square roots would leave four digits of it.
 */
START_TEST(small_multipliers_have_their_digits)
{
    const descent_rule rule = descent_heavy_ball(0.5, 1e-12);
    double real[2] = {NAN, NAN}, imaginary[2] = {NAN, NAN};
    ck_assert_uint_eq(rule.type->multipliers(&rule, 0.5, 1, real, imaginary), 2);
    const double larger = fmax(real[0], real[1]), smaller = fmin(real[0], real[1]);
    ck_assert_double_eq_tol(larger, 0.5, 1e-11);
    ck_assert_double_eq_tol(smaller / 2e-12, 1, 1e-10);
    ck_assert_double_eq(imaginary[0], 0);
    ck_assert_double_eq(imaginary[1], 0);
    const descent_rule plain = descent_fixed_step(0.5);
    imaginary[0] = NAN;
    ck_assert_uint_eq(plain.type->multipliers(&plain, 0.5, 1, real, imaginary), 1);
    ck_assert_double_eq(real[0], 0.5);
    ck_assert_double_eq(imaginary[0], 0);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        fixed_step_follows_its_formula,
        heavy_ball_follows_its_formula,
        nesterov_follows_its_formula,
        heavy_ball_turns_by_a_quarter,
        limits_are_those_of_the_theory,
        limits_separate_decay_from_growth,
        multipliers_solve_the_recurrence,
        schedules_follow_their_formulas,
        a_decaying_step_stalls_where_theory_says,
        every_rule_carries_every_schedule,
        a_schedule_that_returns_nonsense_is_caught,
        a_schedule_that_fails_is_reported,
        parameters_out_of_range_are_refused,
        a_rule_from_outside_runs_and_is_guarded,
        a_rule_that_guards_its_point_is_believed,
        a_cosine_may_end_where_it_begins,
        a_step_size_that_there_is_not_is_refused,
        small_multipliers_have_their_digits,
    };
    return descent_test_main(descent_test_suite("rules", tests, sizeof tests / sizeof tests[0]));
}
