/* What a rule of one's own may ask for: trial points, memory by its parameters, scalars, work, a failure of its own. */
#include <math.h>
#include <stdint.h>
#include <string.h>

#include <descent/adaptive.h>
#include <descent/descent.h>

#include "support.h"

/* Armijo's halving as a user would write it, with everything that the interface has. */
static int search_advance(const descent_rule *rule, descent_rule_step *step)
{
    const size_t n = step->dimension;
    double *const trial = step->work[0], squares = 0, loss = NAN, length = 1;
    for (size_t i = 0; i < n; i++)
        squares += step->gradient[i] * step->gradient[i];
    for (int tried = 0; tried < 40; tried++, length /= 2) {
        for (size_t i = 0; i < n; i++)
            trial[i] = step->x[i] - length * step->gradient[i];
        const descent_status status = descent_rule_evaluate(step, trial, &loss, NULL);
        if (status != DESCENT_SUCCESS)
            return (int)status;
        if (loss <= step->loss - 1e-4 * length * squares) {
            memcpy(step->x, trial, n * sizeof *trial);
            step->step_size = length;
            step->next_loss = loss;
            step->scalars[0] += tried + 1; /* trials so far */
            return 0;
        }
    }
    (void)rule;
    return (int)descent_fail(DESCENT_ENOCONVERGENCE, "no decrease after 40 halvings");
}

static const descent_rule_type search_type = {
    .name = "halving",
    .advance = search_advance,
    .scalar_count = 1,
    .work_count = 1,
    .needs_loss = 1,
};

static uint64_t loss_calls;

static int counted_loss(size_t n, const double *x, double *loss, void *context)
{
    (void)n, (void)context;
    loss_calls++;
    const double u = x[1] - 1;
    *loss = (x[0] - 2) * (x[0] - 2) + u * u * u * u - u * u;
    return 0;
}

static int plain_gradient(size_t n, const double *x, double *gradient, void *context)
{
    (void)n, (void)context;
    const double u = x[1] - 1;
    gradient[0] = 2 * (x[0] - 2);
    gradient[1] = 4 * u * u * u - 2 * u;
    return 0;
}

static const descent_problem problem = {.dimension = 2, .loss = counted_loss, .gradient = plain_gradient};
static const double start[] = {4, 2.5};

START_TEST(trials_are_counted_and_none_is_made_twice)
{
    const descent_rule rule = {.type = &search_type, .step_size = 1};
    descent_engine *const engine = descent_test_engine(&problem, rule, start);
    assert_success(descent_engine_record(engine, NULL));
    loss_calls = 0;
    assert_success(descent_engine_run(engine, 20));
    const descent_evaluations spent = descent_engine_evaluations(engine);
    ck_assert_uint_eq(spent.loss, loss_calls);
    ck_assert_uint_eq(spent.gradient, 20);
    /* The path has the loss of each point, which the search has found: none is asked for beside the start's. */
    uint64_t trials = 0;
    double x[2] = {4, 2.5}, loss, here;
    counted_loss(2, x, &here, NULL);
    for (int k = 0; k < 20; k++) {
        double g[2];
        plain_gradient(2, x, g, NULL);
        for (double length = 1;; length /= 2) {
            const double trial[2] = {x[0] - length * g[0], x[1] - length * g[1]};
            trials++;
            counted_loss(2, trial, &loss, NULL);
            if (loss <= here - 1e-4 * length * (g[0] * g[0] + g[1] * g[1])) {
                memcpy(x, trial, sizeof x);
                here = loss;
                ck_assert(k < 19 || descent_engine_step_size(engine) == length); /* what the rule took, not 1 */
                break;
            }
        }
    }
    ck_assert_uint_eq(spent.loss, 1 + trials);
    ck_assert_double_eq(descent_engine_point(engine)[0], x[0]);
    ck_assert_double_eq(descent_engine_point(engine)[1], x[1]);
    ck_assert_double_eq(descent_engine_loss(engine), here);
    ck_assert_uint_eq(descent_engine_evaluations(engine).loss, spent.loss);
    descent_engine_free(engine);
}
END_TEST

START_TEST(the_budget_binds_the_trials)
{
    const descent_rule rule = {.type = &search_type, .step_size = 1};
    for (uint64_t budget = 1; budget < 30; budget++) {
        descent_engine *const engine = descent_test_engine(&problem, rule, start);
        assert_success(descent_engine_set_budget(engine, budget));
        assert_failure(descent_engine_run(engine, 100), DESCENT_EBUDGET, "budget");
        ck_assert_int_eq(descent_engine_stop_reason(engine), DESCENT_STOP_BUDGET);
        const descent_evaluations spent = descent_engine_evaluations(engine);
        ck_assert_uint_le(spent.loss + spent.gradient,
                          budget + 1); /* a step may begin with the last one, and asks for two */
        descent_engine_free(engine);
    }
}
END_TEST

/* What k steps take of a run without a budget is enough for k steps, and for no other. */
START_TEST(a_budget_is_spent_to_the_last_evaluation)
{
    const descent_rule rule = {.type = &search_type, .step_size = 1};
    descent_engine *const all = descent_test_engine(&problem, rule, start);
    for (uint64_t k = 1; k < 12; k++) {
        assert_success(descent_engine_step(all));
        const descent_evaluations taken = descent_engine_evaluations(all);
        descent_engine *const engine = descent_test_engine(&problem, rule, start);
        assert_success(descent_engine_set_budget(engine, taken.loss + taken.gradient));
        assert_failure(descent_engine_run(engine, 100), DESCENT_EBUDGET, "budget");
        ck_assert_uint_eq(descent_engine_steps(engine), k);
        descent_engine_free(engine);
    }
    descent_engine_free(all);
}
END_TEST

/* Says L = x, ∇L = −1: no step along −∇L can decrease the loss. */
static int lying_loss(size_t n, const double *x, double *loss, void *context)
{
    (void)n, (void)context;
    *loss = x[0];
    return 0;
}

static int lying_gradient(size_t n, const double *x, double *gradient, void *context)
{
    (void)n, (void)x, (void)context;
    gradient[0] = -1;
    return 0;
}

START_TEST(a_failed_search_is_said_as_the_rule_says_it)
{
    const descent_problem lying = {.dimension = 1, .loss = lying_loss, .gradient = lying_gradient};
    const descent_rule rule = {.type = &search_type, .step_size = 1};
    const double zero = 0;
    descent_engine *const engine = descent_test_engine(&lying, rule, &zero);
    assert_failure(descent_engine_step(engine), DESCENT_ENOCONVERGENCE, "no decrease after 40 halvings");
    ck_assert_uint_eq(descent_engine_steps(engine), 0);
    ck_assert_double_eq(descent_engine_point(engine)[0], 0);
    assert_success(descent_engine_run(engine, 5)); /* an outcome of the run, as an explosion is */
    ck_assert_int_eq(descent_engine_stop_reason(engine), DESCENT_STOP_RULE);
    ck_assert_str_eq(descent_error_detail(), "no decrease after 40 halvings");
    descent_engine_free(engine);
}
END_TEST

START_TEST(a_rule_that_needs_a_loss_is_refused_without_one)
{
    const descent_problem blind = {.dimension = 2, .gradient = plain_gradient};
    const descent_rule rule = {.type = &search_type, .step_size = 1};
    descent_engine *engine;
    assert_failure(descent_engine_new(&engine, &blind, rule, start), DESCENT_EUNSUPPORTED, "halving");
    ck_assert_ptr_null(engine);
}
END_TEST

static int returning_advance(const descent_rule *rule, descent_rule_step *step)
{
    step->x[0] = 77;
    step->memory[0][0] = 77;
    return *(const int *)rule->parameters;
}

START_TEST(each_return_code_has_its_meaning)
{
    static const descent_rule_type type = {.name = "returning", .memory_count = 1, .advance = returning_advance};
    static const struct {
        int code;
        descent_status status;
    } codes[] = {
        {1, DESCENT_ENONFINITE}, {DESCENT_ENOMEM, DESCENT_ENOMEM},         {DESCENT_ECALLBACK, DESCENT_ECALLBACK},
        {-1, DESCENT_ECALLBACK}, {DESCENT_ECANCELLED, DESCENT_ECANCELLED}, {1000, DESCENT_ECALLBACK},
        {4, DESCENT_ENONFINITE}};
    for (size_t k = 0; k < sizeof codes / sizeof *codes; k++) {
        const descent_rule rule = {.type = &type, .step_size = 1, .parameters = &codes[k].code};
        descent_engine *const engine = descent_test_engine(&problem, rule, start);
        ck_assert_int_eq(descent_engine_step(engine), codes[k].status);
        ck_assert_double_eq(descent_engine_point(engine)[0], 4); /* the point is put back */
        descent_engine_free(engine);
    }
}
END_TEST

/* x_{k+1} = x_{k−m+1} + 1 with m of the constants: memory[j] holds the j-th point before. */
static size_t delays(const descent_rule *rule)
{
    return (size_t)rule->constants[0];
}

static int delay_advance(const descent_rule *rule, descent_rule_step *step)
{
    const size_t count = delays(rule);
    const double oldest = count > 0 ? step->memory[count - 1][0] : step->x[0];
    for (size_t j = count; j-- > 1;)
        step->memory[j][0] = step->memory[j - 1][0];
    if (count > 0)
        step->memory[0][0] = step->x[0];
    step->x[0] = oldest + 1;
    for (size_t k = 0; k < 3; k++)
        step->scalars[k] += (double)(k + 1) * (double)step->number;
    if (step->scalars[2] != 3 * step->scalars[0])
        return DESCENT_ECALLBACK;
    return 0;
}

START_TEST(memory_may_depend_on_the_parameters)
{
    static const descent_rule_type type = {
        .name = "delay", .memory = delays, .scalar_count = 3, .advance = delay_advance};
    const descent_problem line = {.dimension = 1, .gradient = lying_gradient};
    for (size_t count = 0; count < 6; count++) {
        const descent_rule rule = {.type = &type, .step_size = 1, .constants = {(double)count}};
        const double at = 10;
        descent_engine *const engine = descent_test_engine(&line, rule, &at);
        double memory[8] = {0}, x = 10;
        for (int k = 0; k < 20; k++) {
            assert_success(descent_engine_step(engine));
            const double oldest = count > 0 ? memory[(size_t)k % count] : x;
            if (count > 0)
                memory[(size_t)k % count] = x;
            x = oldest + 1;
            ck_assert_double_eq(descent_engine_point(engine)[0], x);
        }
        descent_engine_free(engine);
    }
}
END_TEST

START_TEST(what_is_reserved_must_be_zero)
{
    descent_rule rule = descent_fixed_step(1);
    rule.reserved[1] = &rule;
    assert_failure(descent_rule_check(&rule), DESCENT_EINVAL, "reserved[1]");
    assert_failure(descent_rule_evaluate(NULL, start, NULL, NULL), DESCENT_EINVAL, "none of an engine's");
}
END_TEST

/* A diagnosis follows copies of such rules as of any other: here to the minimum. */
START_TEST(a_diagnosis_follows_a_rule_with_a_search)
{
    const descent_rule rule = {.type = &search_type, .step_size = 1};
    descent_diagnosis *const diagnosis = descent_test_diagnose(&problem, rule, start, 60);
    ck_assert_msg(diagnosis->ending == DESCENT_ENDING_CONVERGED || diagnosis->ending == DESCENT_ENDING_APPROACHING,
                  "ending %d", (int)diagnosis->ending);
    ck_assert_ptr_nonnull(diagnosis->point);
    ck_assert_int_eq(diagnosis->point->kind, DESCENT_CRITICAL_MINIMUM);
    descent_diagnosis_free(diagnosis);
}
END_TEST

/* In the end no smaller loss is to be had: the search goes to and fro between points whose losses are those of the minimum, to their last
 * digits. That is arrival, however often it comes back to the same bits. */
START_TEST(a_search_that_has_arrived_does_not_oscillate)
{
    const descent_rule rule = {.type = &search_type, .step_size = 1};
    static const double starts[][2] = {{4, 2.5}, {4, 1.001}, {2.5, 1.9}, {0, 0.1}};
    for (size_t k = 0; k < sizeof starts / sizeof *starts; k++)
        for (uint64_t steps = 40; steps <= 320; steps *= 2) {
            descent_diagnosis *const diagnosis = descent_test_diagnose(&problem, rule, starts[k], steps);
            ck_assert_int_eq(diagnosis->ending, DESCENT_ENDING_CONVERGED);
            ck_assert_int_eq(diagnosis->point->kind, DESCENT_CRITICAL_MINIMUM);
            ck_assert_double_le(fabs(fabs(diagnosis->x[1] - 1) - sqrt(0.5)), 1e-8);
            descent_diagnosis_free(diagnosis);
        }
}
END_TEST

/* A bowl whose gradient overflows along the last variable in one call. */
static int bowl_that_fails_once(size_t n, const double *x, double *gradient, void *context)
{
    int *const calls = context;
    for (size_t i = 0; i < n; i++)
        gradient[i] = (1 + (double)(i % 7)) * x[i];
    if (++*calls == 20)
        gradient[n - 1] = INFINITY;
    return 0;
}

/* The library's own rules step in place; a copy of the type is a rule from outside, for which the state before is kept. */
START_TEST(keeping_the_state_changes_no_bit)
{
    const descent_rule rules[] = {descent_heavy_ball(0.05, 0.8), descent_nesterov(0.05, 0.8),
                                  descent_gradient_filter(0.05, 0.3, 0.2, -0.7), descent_sign(0.05)};
    static const size_t sizes[] = {1, 2, 9, 300};
    double from[300];
    for (size_t i = 0; i < 300; i++)
        from[i] = sin(1 + (double)i);
    for (size_t r = 0; r < 4 * sizeof sizes / sizeof *sizes; r++) {
        const size_t n = sizes[r % 4];
        const descent_rule_type outside = *rules[r / 4].type;
        descent_rule rule = rules[r / 4];
        int calls[2] = {0, 0};
        descent_engine *engines[2];
        for (int k = 0; k < 2; k++) {
            const descent_problem bowl = {.dimension = n, .gradient = bowl_that_fails_once, .context = &calls[k]};
            rule.type = k == 0 ? rules[r / 4].type : &outside;
            ck_assert_int_eq(descent_engine_new(&engines[k], &bowl, rule, from), DESCENT_SUCCESS);
        }
        unsigned failures = 0;
        for (int step = 0; step < 50; step++) {
            const descent_status status = descent_engine_step(engines[0]);
            ck_assert_int_eq(descent_engine_step(engines[1]), status);
            failures += status == DESCENT_ENONFINITE;
            ck_assert_mem_eq(descent_engine_point(engines[0]), descent_engine_point(engines[1]), n * sizeof(double));
        }
        ck_assert_uint_eq(failures, 1);
        for (int k = 0; k < 2; k++)
            descent_engine_free(engines[k]);
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        trials_are_counted_and_none_is_made_twice,
        the_budget_binds_the_trials,
        a_budget_is_spent_to_the_last_evaluation,
        a_failed_search_is_said_as_the_rule_says_it,
        a_rule_that_needs_a_loss_is_refused_without_one,
        each_return_code_has_its_meaning,
        memory_may_depend_on_the_parameters,
        what_is_reserved_must_be_zero,
        a_diagnosis_follows_a_rule_with_a_search,
        a_search_that_has_arrived_does_not_oscillate,
        keeping_the_state_changes_no_bit,
    };
    return descent_test_main(descent_test_suite("rules_interface", tests, sizeof tests / sizeof tests[0]));
}
