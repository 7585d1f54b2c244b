/* What the engine refuses, and what stays when something fails. */
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <descent/adaptive.h>
#include <descent/descent.h>

#include "support.h"

/* A quadratic bowl whose functions fail, or give what is asked for, at a chosen call. */
typedef struct saboteur {
    int calls, fail_at, code;
    int spoil_at;
    size_t spoiled;
    double value;
} saboteur;

static int sabotaged_gradient(size_t dimension, const double *x, double *gradient, void *context)
{
    saboteur *const plan = context;
    for (size_t i = 0; i < dimension; i++)
        gradient[i] = x[i];
    plan->calls++;
    if (plan->calls == plan->spoil_at)
        gradient[plan->spoiled] = plan->value;
    return plan->calls == plan->fail_at ? plan->code : 0;
}

static int sabotaged_loss(size_t dimension, const double *x, double *value, void *context)
{
    saboteur *const plan = context;
    *value = 0;
    for (size_t i = 0; i < dimension; i++)
        *value += x[i] * x[i] / 2;
    plan->calls++;
    return plan->calls == plan->fail_at ? plan->code : 0;
}

START_TEST(a_failing_callback_leaves_the_point)
{
    const double start[] = {1, 2, 3};
    const descent_rule rules[] = {descent_fixed_step(0.1), descent_heavy_ball(0.1, 0.9), descent_nesterov(0.1, 0.9)};
    for (size_t r = 0; r < 3; r++)
        for (int record = 0; record < 2; record++) {
            saboteur plan = {.fail_at = 5, .code = 7}, none = {0};
            descent_problem problem = {.dimension = 3, .gradient = sabotaged_gradient, .context = &plan};
            descent_engine *const engine = descent_test_engine(&problem, rules[r], start);
            problem.context = &none;
            descent_engine *const sound = descent_test_engine(&problem, rules[r], start);
            if (record)
                assert_success(descent_engine_record(engine, NULL));
            assert_failure(descent_engine_run(engine, 100), DESCENT_ECALLBACK, "gradient returned 7");
            const uint64_t made = descent_engine_steps(engine);
            ck_assert_int_eq(descent_engine_callback_code(engine), 7);
            assert_success(descent_engine_run(sound, made));
            ck_assert_mem_eq(descent_engine_point(engine), descent_engine_point(sound), sizeof start);
            assert_success(descent_engine_run(engine, 50)); /* the failure has passed: on we go, bit for bit */
            assert_success(descent_engine_run(sound, 50));
            ck_assert_mem_eq(descent_engine_point(engine), descent_engine_point(sound), sizeof start);
            descent_engine_free(engine);
            descent_engine_free(sound);
        }
}
END_TEST

/* A run that is broken off at one call of a callback and gone on with; its whole trace. */
static descent_engine *broken_run(saboteur *plan, size_t dimension, unsigned columns, bool by_steps)
{
    double start[700];
    for (size_t i = 0; i < sizeof start / sizeof start[0]; i++)
        start[i] = (double)i + 1;
    const descent_problem problem = {
        .dimension = dimension, .loss = sabotaged_loss, .gradient = sabotaged_gradient, .context = plan};
    descent_path_options options = {0};
    options.columns = columns;
    descent_engine *const engine = descent_test_engine(&problem, descent_fixed_step(0.1), start);
    if (columns != 0)
        assert_success(descent_engine_record(engine, &options));
    for (int attempt = 0; attempt < 2 && descent_engine_steps(engine) < 6; attempt++) {
        descent_status status = DESCENT_SUCCESS;
        if (!by_steps)
            status = descent_engine_run(engine, 6 - descent_engine_steps(engine));
        while (by_steps && status == DESCENT_SUCCESS && descent_engine_steps(engine) < 6)
            status = descent_engine_step(engine);
        /* What a callback refuses, it may grant when asked again; a bad gradient is the gradient there. */
        ck_assert(attempt == 0 || status == DESCENT_SUCCESS || plan->spoil_at > 0);
    }
    return engine;
}

START_TEST(a_broken_run_is_broken_stepping)
{
    const unsigned norms = DESCENT_PATH_POINT | DESCENT_PATH_GRADIENT_NORM | DESCENT_PATH_STEP_LENGTH;
    const unsigned choices[] = {0, DESCENT_PATH_POINT, norms, norms | DESCENT_PATH_LOSS, DESCENT_PATH_GRADIENT};
    for (size_t choice = 0; choice < sizeof choices / sizeof choices[0]; choice++)
        for (int at = 0; at < 30; at++) {
            const size_t dimensions[] = {2, 3, 700}, dimension = dimensions[at % 3];
            const bool spoils = at % 4 >= 2;
            const saboteur plan = spoils ? (saboteur){.spoil_at = at / 2, .spoiled = 1, .value = NAN}
                                         : (saboteur){.fail_at = at / 2, .code = 7};
            saboteur once = plan, again = plan;
            descent_engine *const run = broken_run(&once, dimension, choices[choice], false);
            descent_engine *const stepped = broken_run(&again, dimension, choices[choice], true);
            ck_assert_int_eq(once.calls, again.calls);
            ck_assert_uint_eq(descent_engine_steps(run), descent_engine_steps(stepped));
            ck_assert_uint_eq(descent_engine_evaluations(run).loss, descent_engine_evaluations(stepped).loss);
            ck_assert_mem_eq(descent_engine_point(run), descent_engine_point(stepped), dimension * sizeof(double));
            descent_test_same_paths(descent_engine_path(run), descent_engine_path(stepped));
            descent_engine_free(run);
            descent_engine_free(stepped);
        }
}
END_TEST

START_TEST(a_failure_inside_an_accessor_is_reported_by_the_next_step)
{
    const double start[] = {1, 2};
    saboteur plan = {.fail_at = 3, .code = -9};
    const descent_problem problem = {.dimension = 2, .gradient = sabotaged_gradient, .context = &plan};
    descent_engine *const engine = descent_test_engine(&problem, descent_fixed_step(0.5), start);
    assert_success(descent_engine_run(engine, 2));
    ck_assert_double_nan(descent_engine_gradient(engine)[0]);
    ck_assert_double_nan(descent_engine_gradient_norm(engine));
    assert_failure(descent_engine_step(engine), DESCENT_ECALLBACK, "-9");
    ck_assert_int_eq(descent_engine_callback_code(engine), -9);
    ck_assert_uint_eq(descent_engine_steps(engine), 2);
    ck_assert_double_eq(descent_engine_gradient(engine)[0], 0.25);
    assert_success(descent_engine_step(engine));
    ck_assert_double_eq(descent_engine_point(engine)[1], 0.25);
    descent_engine_free(engine);
}
END_TEST

START_TEST(a_recorded_loss_that_fails_ends_the_step)
{
    const double start[] = {1, 2};
    saboteur losses = {.fail_at = 4, .code = 11};
    const descent_problem problem = {.dimension = 2, .loss = sabotaged_loss, .context = &losses};
    descent_engine *const engine = descent_test_engine(&problem, descent_fixed_step(0.5), start);
    assert_failure(descent_engine_step(engine), DESCENT_ECALLBACK, "loss returned 11");
    ck_assert_mem_eq(descent_engine_point(engine), start, sizeof start);
    assert_success(descent_engine_step(engine));
    descent_engine_free(engine);
}
END_TEST

START_TEST(a_bad_gradient_leaves_the_point_exactly)
{
    const double values[] = {NAN, INFINITY, -INFINITY};
    const size_t dimensions[] = {1, 2, 7, 8, 9, 100, 2048};
    const descent_rule rules[] = {descent_fixed_step(0.1), descent_heavy_ball(0.1, 0.9), descent_nesterov(0.1, 0.9)};
    double *const start = malloc(2048 * sizeof *start), *const before = malloc(2048 * sizeof *start);
    for (size_t i = 0; i < 2048; i++)
        start[i] = sin((double)i) * pow(10, (double)(i % 40) - 20);
    for (size_t d = 0; d < 7; d++)
        for (size_t v = 0; v < 3; v++)
            for (size_t r = 0; r < 3; r++) {
                const size_t n = dimensions[d];
                saboteur plan = {.spoil_at = 4, .spoiled = n - 1, .value = values[v]};
                const descent_problem problem = {.dimension = n, .gradient = sabotaged_gradient, .context = &plan};
                descent_engine *const engine = descent_test_engine(&problem, rules[r], start);
                assert_success(descent_engine_run(engine, 3));
                memcpy(before, descent_engine_point(engine), n * sizeof *before);
                ck_assert_int_eq(descent_engine_step(engine), DESCENT_ENONFINITE);
                ck_assert_mem_eq(descent_engine_point(engine), before, n * sizeof *before);
                ck_assert_uint_eq(descent_engine_steps(engine), 3);
                descent_engine_free(engine);
            }
    free(start);
    free(before);
}
END_TEST

/* A point ahead is asked about again: then the step must begin from the rule's old memory, too. */
START_TEST(a_bad_gradient_leaves_the_memory)
{
    const double start[] = {1, 2, 3};
    saboteur plan = {.spoil_at = 5, .spoiled = 1, .value = NAN}, none = {0};
    descent_problem problem = {.dimension = 3, .gradient = sabotaged_gradient, .context = &plan};
    descent_engine *const engine = descent_test_engine(&problem, descent_nesterov(0.1, 0.9), start);
    problem.context = &none;
    descent_engine *const sound = descent_test_engine(&problem, descent_nesterov(0.1, 0.9), start);
    assert_success(descent_engine_run(engine, 20));
    ck_assert_int_eq(descent_engine_stop_reason(engine), DESCENT_STOP_NONFINITE);
    ck_assert_ptr_nonnull(strstr(descent_error_detail(), "the gradient along x₂ is nan"));
    assert_success(descent_engine_run(engine, 20 - descent_engine_steps(engine)));
    assert_success(descent_engine_run(sound, 20));
    ck_assert_mem_eq(descent_engine_point(engine), descent_engine_point(sound), sizeof start);
    descent_engine_free(engine);
    descent_engine_free(sound);
}
END_TEST

/* Rules that divide by what they remember of squares: no NaN gets into it, and the gradient is named. */
START_TEST(a_bad_gradient_leaves_the_squares)
{
    const double start[] = {1, 2, 3}, bad[] = {NAN, INFINITY, -INFINITY};
    const descent_adam_options amsgrad = {.kind = DESCENT_AMSGRAD}, nadam = {.kind = DESCENT_NADAM};
    const descent_rule rules[] = {descent_adagrad(0.1, 0), descent_rmsprop(0.1, 0, 0), descent_adam(0.1, NULL),
                                  descent_adam(0.1, &amsgrad), descent_adam(0.1, &nadam)};
    for (size_t r = 0; r < sizeof rules / sizeof rules[0]; r++)
        for (size_t k = 0; k < 3; k++) {
            saboteur plan = {.spoil_at = 5, .spoiled = 1, .value = bad[k]}, none = {0};
            descent_problem problem = {.dimension = 3, .gradient = sabotaged_gradient, .context = &plan};
            descent_engine *const engine = descent_test_engine(&problem, rules[r], start);
            problem.context = &none;
            descent_engine *const sound = descent_test_engine(&problem, rules[r], start);
            assert_success(descent_engine_run(engine, 20));
            ck_assert_int_eq(descent_engine_stop_reason(engine), DESCENT_STOP_NONFINITE);
            ck_assert_uint_eq(descent_engine_steps(engine), 4);
            ck_assert_ptr_nonnull(strstr(descent_error_detail(), "the gradient along x₂ is"));
            assert_success(descent_engine_run(engine, 16));
            assert_success(descent_engine_run(sound, 20));
            ck_assert_mem_eq(descent_engine_point(engine), descent_engine_point(sound), sizeof start);
            descent_engine_free(engine);
            descent_engine_free(sound);
        }
}
END_TEST

START_TEST(a_bad_gradient_far_out_leaves_the_point_nearly)
{
    enum {
        n = 50001
    };
    double *const start = malloc(n * sizeof *start), *const before = malloc(n * sizeof *start);
    const size_t spoiled[] = {0, 2047, 2048, 25000, n - 1};
    for (size_t i = 0; i < n; i++)
        start[i] = sin((double)i) * pow(10, (double)(i % 40) - 20);
    for (size_t s = 0; s < 5; s++) {
        saboteur plan = {.spoil_at = 4, .spoiled = spoiled[s], .value = NAN};
        const descent_problem problem = {.dimension = n, .gradient = sabotaged_gradient, .context = &plan};
        descent_engine *const engine = descent_test_engine(&problem, descent_fixed_step(0.1), start);
        assert_success(descent_engine_run(engine, 3));
        memcpy(before, descent_engine_point(engine), n * sizeof *before);
        ck_assert_int_eq(descent_engine_step(engine), DESCENT_ENONFINITE);
        for (size_t i = 0; i < n; i++)
            ck_assert_double_le(fabs(descent_engine_point(engine)[i] - before[i]), 0x1p-52 * fabs(before[i]));
        descent_engine_free(engine);
    }
    free(start);
    free(before);
}
END_TEST

/* Finite gradients whose step overflows, beside coordinates that such a step would wipe out. */
static int huge_gradient(size_t dimension, const double *x, double *gradient, void *context)
{
    (void)x, (void)context;
    for (size_t i = 0; i < dimension; i++)
        gradient[i] = i + 1 == dimension ? -1.7e308 : 1e200;
    return 0;
}

START_TEST(a_step_that_overflows_is_not_made)
{
    const size_t dimensions[] = {1, 2, 9, 3000, 20000};
    for (size_t d = 0; d < 5; d++) {
        const size_t n = dimensions[d];
        const descent_problem problem = {.dimension = n, .gradient = huge_gradient};
        double *const start = malloc(n * sizeof *start);
        for (size_t i = 0; i < n; i++)
            start[i] = 1.0 / (1.0 + (double)i);
        descent_engine *const engine = descent_test_engine(&problem, descent_fixed_step(10), start);
        assert_failure(descent_engine_step(engine), DESCENT_ENONFINITE, "the point after 1 step would not be finite");
        ck_assert_mem_eq(descent_engine_point(engine), start, n * sizeof *start);
        descent_engine_free(engine);
        free(start);
    }
}
END_TEST

static int forgetful_gradient(size_t dimension, const double *x, double *gradient, void *context)
{
    (void)dimension, (void)x, (void)context;
    gradient[0] = 1;
    return 0;
}

START_TEST(a_component_never_written_is_found_out)
{
    const descent_problem problem = {.dimension = 2, .gradient = forgetful_gradient};
    const double start[] = {1, 1};
    descent_engine *const engine = descent_test_engine(&problem, descent_fixed_step(0.1), start);
    assert_failure(descent_engine_step(engine), DESCENT_ENONFINITE, "the gradient along x₂ is nan");
    descent_engine_free(engine);
}
END_TEST

static int never_infinite(size_t n, const double *x, double *gradient, void *context)
{
    (void)context;
    for (size_t i = 0; i < n; i++) {
        ck_assert(isfinite(x[i]));
        gradient[i] = x[i];
    }
    return 0;
}

/* x₁ − x₀ = −10²⁹⁷, and 10¹² times that is beyond all numbers. */
START_TEST(a_point_ahead_that_overflows_is_not_asked_about)
{
    const descent_problem problem = {.dimension = 2, .gradient = never_infinite};
    const double start[] = {1, 1e300};
    descent_engine *const engine = descent_test_engine(&problem, descent_nesterov(1e-3, 1e12), start);
    assert_success(descent_engine_step(engine));
    const double x = descent_engine_point(engine)[1];
    for (int again = 0; again < 2; again++) {
        assert_failure(descent_engine_step(engine), DESCENT_ENONFINITE, "x₂ is -inf where the rule looks ahead");
        ck_assert_double_eq(descent_engine_point(engine)[1], x);
    }
    ck_assert_uint_eq(descent_engine_evaluations(engine).gradient, 1);
    descent_engine_free(engine);
}
END_TEST

START_TEST(a_bad_gradient_ahead_is_said_to_be_ahead)
{
    const double start[] = {1, 2};
    saboteur plan = {.spoil_at = 2, .spoiled = 1, .value = INFINITY};
    const descent_problem problem = {.dimension = 2, .gradient = sabotaged_gradient, .context = &plan};
    descent_engine *const engine = descent_test_engine(&problem, descent_nesterov(0.5, 0.5), start);
    /* From 2 to 1, and half a step farther to 0.5. */
    assert_success(descent_engine_run(engine, 2));
    ck_assert_int_eq(descent_engine_stop_reason(engine), DESCENT_STOP_NONFINITE);
    ck_assert_ptr_nonnull(strstr(
        descent_error_detail(), "the gradient along x₂ is inf after 1 step, where the rule looks ahead and x₂ is 0.5"));
    descent_engine_free(engine);
}
END_TEST

static int never_called(const descent_rule *rule, descent_rule_step *step)
{
    (void)rule, (void)step;
    return 1;
}

START_TEST(bad_arguments_are_refused)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
    const double start[] = {4, 1}, not_a_number[] = {4, NAN}, infinite[] = {-INFINITY, 1};
    descent_engine *engine = (descent_engine *)&problem;
    assert_failure(descent_engine_new(NULL, &problem, descent_fixed_step(1), start), DESCENT_EINVAL, "engine");
    assert_failure(descent_engine_new(&engine, NULL, descent_fixed_step(1), start), DESCENT_EINVAL, "problem");
    ck_assert_ptr_null(engine);
    assert_failure(descent_engine_new(&engine, &problem, descent_fixed_step(1), NULL), DESCENT_EINVAL, "start");
    assert_failure(descent_engine_new(&engine, &problem, descent_fixed_step(-0.1), start), DESCENT_EINVAL,
                   "step_size must be finite and positive, got -0.1");
    assert_failure(descent_engine_new(&engine, &problem, descent_fixed_step(1), not_a_number), DESCENT_ENONFINITE,
                   "start[1] (β₂) must be finite, got nan");
    assert_failure(descent_engine_new(&engine, &problem, descent_fixed_step(1), infinite), DESCENT_ENONFINITE,
                   "start[0] (β₁) must be finite, got -inf");
    ck_assert_ptr_null(engine);
    static const descent_rule_type greedy = {.name = "greedy", .memory_count = SIZE_MAX / 16, .advance = never_called};
    assert_failure(descent_engine_new(&engine, &problem, (descent_rule){.type = &greedy, .step_size = 1}, start),
                   DESCENT_EINVAL, "too large");
    assert_failure(descent_engine_step(NULL), DESCENT_EINVAL, "engine");
    assert_failure(descent_engine_run(NULL, 1), DESCENT_EINVAL, "engine");
    assert_failure(descent_engine_reset(NULL, start), DESCENT_EINVAL, "engine");
    assert_failure(descent_engine_record(NULL, NULL), DESCENT_EINVAL, "engine");
    assert_failure(descent_engine_set_budget(NULL, 1), DESCENT_EINVAL, "engine");
    assert_failure(descent_engine_set_gradient_tolerance(NULL, 1), DESCENT_EINVAL, "engine");
    assert_failure(descent_engine_add_observer(NULL, NULL, NULL), DESCENT_EINVAL, "engine");
    engine = descent_test_engine(&problem, descent_fixed_step(0.1), start);
    assert_failure(descent_engine_set_gradient_tolerance(engine, -1), DESCENT_EINVAL, "tolerance");
    assert_failure(descent_engine_set_gradient_tolerance(engine, INFINITY), DESCENT_EINVAL, "tolerance");
    assert_failure(descent_engine_add_observer(engine, NULL, NULL), DESCENT_EINVAL, "observer");
    assert_failure(descent_engine_reset(engine, not_a_number), DESCENT_ENONFINITE, "start[1]");
    ck_assert_mem_eq(descent_engine_point(engine), start, sizeof start);
    const descent_path_options both = {.last = 3, .byte_limit = 1000};
    assert_failure(descent_engine_record(engine, &both), DESCENT_EINVAL, "byte_limit");
    assert_success(descent_engine_record(engine, NULL));
    assert_failure(descent_engine_record(engine, &both), DESCENT_EINVAL, "byte_limit");
    ck_assert_uint_eq(descent_path_view(descent_engine_path(engine)).count, 1); /* it goes on with the path it had */
    descent_engine_free(engine);
    descent_engine_free(NULL);
}
END_TEST

START_TEST(accessors_accept_null)
{
    ck_assert_uint_eq(descent_engine_dimension(NULL), 0);
    ck_assert_uint_eq(descent_engine_steps(NULL), 0);
    ck_assert_ptr_null(descent_engine_point(NULL));
    ck_assert_ptr_null(descent_engine_gradient(NULL));
    ck_assert_double_nan(descent_engine_gradient_norm(NULL));
    ck_assert_double_nan(descent_engine_loss(NULL));
    ck_assert_double_nan(descent_engine_step_size(NULL));
    ck_assert_ptr_null(descent_engine_rule(NULL));
    ck_assert_ptr_null(descent_engine_problem(NULL));
    ck_assert_uint_eq(descent_engine_evaluations(NULL).gradient, 0);
    ck_assert_int_eq(descent_engine_callback_code(NULL), 0);
    ck_assert_int_eq(descent_engine_stop_reason(NULL), DESCENT_STOP_NONE);
    ck_assert_ptr_null(descent_engine_path(NULL));
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        a_failing_callback_leaves_the_point,
        a_broken_run_is_broken_stepping,
        a_failure_inside_an_accessor_is_reported_by_the_next_step,
        a_recorded_loss_that_fails_ends_the_step,
        a_bad_gradient_leaves_the_point_exactly,
        a_bad_gradient_leaves_the_memory,
        a_bad_gradient_leaves_the_squares,
        a_bad_gradient_far_out_leaves_the_point_nearly,
        a_step_that_overflows_is_not_made,
        a_component_never_written_is_found_out,
        a_point_ahead_that_overflows_is_not_asked_about,
        a_bad_gradient_ahead_is_said_to_be_ahead,
        bad_arguments_are_refused,
        accessors_accept_null,
    };
    return descent_test_main(descent_test_suite("engine failures", tests, sizeof tests / sizeof tests[0]));
}
