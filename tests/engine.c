/* The engine: the notebook's runs, what stays when something fails, and that running is stepping. */
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <descent/descent.h>

#include "support.h"

typedef struct experiment {
    const char *name;
    double start[2], step_size;
    size_t steps;
    double end[2]; /* from NumPy 1.24 in IEEE double, as the notebook computes */
} experiment;

static const experiment experiments[] = {
    {"minimum 1", {4, 1.075}, 1.0 / 5, 32, {2.000000159173222, 1.7071067811865475}},
    {"minimum 2", {0, -0.5}, 1.0 / 50, 64, {1.8533139174880764, 0.29169742974035545}},
    {"saddle ridge", {4, 0.9999}, 1.0 / 10, 64, {2.0000012554203472, 0.2930406554651238}},
    {"saddle point", {4, 1}, 1.0 / 10, 64, {2.0000012554203472, 1}},
    {"oscillation", {4, 1}, 1, 8, {4, 1}},
    {"explosion", {4, 2.5}, 0.29, 8, {2.0019365303992833, 5.2545533962895414e158}},
    {"no explosion", {4, 2.5}, 0.28, 64, {2, 1.7071067811865475}},
};

static descent_engine *new_engine(const descent_problem *problem, descent_rule rule, const double *start)
{
    descent_engine *engine;
    assert_success(descent_engine_new(&engine, problem, rule, start));
    return engine;
}

static descent_engine *notebook_engine(const double *start, double step_size)
{
    const descent_problem problem = descent_landscape_notebook();
    return new_engine(&problem, descent_fixed_step(step_size), start);
}

START_TEST(the_notebook_ends_where_it_ends)
{
    for (size_t i = 0; i < sizeof experiments / sizeof experiments[0]; i++) {
        const experiment *const e = &experiments[i];
        descent_engine *const engine = notebook_engine(e->start, e->step_size);
        assert_success(descent_engine_run(engine, e->steps));
        ck_assert_uint_eq(descent_engine_steps(engine), e->steps);
        ck_assert_int_eq(descent_engine_stop_reason(engine), DESCENT_STOP_STEPS);
        for (size_t c = 0; c < 2; c++)
            ck_assert_msg(descent_engine_point(engine)[c] == e->end[c], "%s: %.17g is not %.17g", e->name,
                          descent_engine_point(engine)[c], e->end[c]);
        descent_engine_free(engine);
    }
}
END_TEST

/* The notebook's update, written out: the independent computation for every point of every path. */
static void notebook_update(double *b, double step_size)
{
    const double u = b[1] - 1;
    const double gradient[] = {2 * (b[0] - 2), 4 * u * u * u - 2 * u};
    b[0] -= step_size * gradient[0];
    b[1] -= step_size * gradient[1];
}

START_TEST(every_point_of_the_path_is_right)
{
    for (size_t i = 0; i < sizeof experiments / sizeof experiments[0]; i++) {
        const experiment *const e = &experiments[i];
        descent_engine *const engine = notebook_engine(e->start, e->step_size);
        double b[] = {e->start[0], e->start[1]};
        assert_success(descent_engine_record(engine, NULL));
        assert_success(descent_engine_run(engine, e->steps));
        const descent_path *const path = descent_engine_path(engine);
        ck_assert_uint_eq(descent_path_count(path), e->steps + 1);
        for (size_t k = 0; k <= e->steps; k++, notebook_update(b, e->step_size)) {
            ck_assert_double_eq(descent_path_points(path)[2 * k], b[0]);
            ck_assert_double_eq(descent_path_points(path)[2 * k + 1], b[1]);
        }
        descent_engine_free(engine);
    }
}
END_TEST

START_TEST(chaos_stays_in_its_box)
{
    const double start[] = {4, 1.25};
    descent_engine *const engine = notebook_engine(start, 1);
    for (size_t k = 1; k <= 128; k++) {
        assert_success(descent_engine_step(engine));
        ck_assert_double_eq(descent_engine_point(engine)[0], k % 2 ? 0 : 4);
        ck_assert_double_ge(descent_engine_point(engine)[1], 0);
        ck_assert_double_le(descent_engine_point(engine)[1], 2);
    }
    descent_engine_free(engine);
}
END_TEST

START_TEST(the_explosion_ends_at_a_finite_point)
{
    const double start[] = {4, 2.5};
    descent_engine *const engine = notebook_engine(start, 0.29);
    assert_success(descent_engine_record(engine, NULL));
    assert_success(descent_engine_run(engine, 8));
    ck_assert(!isfinite(descent_engine_loss(engine)));
    ck_assert_double_infinite(descent_engine_gradient(engine)[1]);
    for (int again = 0; again < 2; again++) {
        assert_failure(descent_engine_step(engine), DESCENT_ENONFINITE, "gradient[1] is inf after 8 steps");
        ck_assert_uint_eq(descent_engine_steps(engine), 8);
        ck_assert_double_eq(descent_engine_point(engine)[1], 5.2545533962895414e158);
    }
    ck_assert_uint_eq(descent_path_count(descent_engine_path(engine)), 9);
    ck_assert_double_infinite(descent_path_losses(descent_engine_path(engine))[8]);
    assert_failure(descent_engine_run(engine, 3), DESCENT_ENONFINITE, "gradient[1]");
    ck_assert_int_eq(descent_engine_stop_reason(engine), DESCENT_STOP_FAILURE);
    assert_success(descent_engine_reset(engine, experiments[0].start));
    assert_success(descent_engine_run(engine, 5));
    descent_engine_free(engine);
}
END_TEST

START_TEST(running_is_stepping)
{
    const descent_problem problem = descent_landscape_notebook();
    const double start[] = {4, 1.25};
    const descent_rule rules[] = {descent_fixed_step(1), descent_heavy_ball(0.1, 0.9), descent_nesterov(0.05, 0.9)};
    for (size_t r = 0; r < 3; r++) {
        descent_engine *const runs = new_engine(&problem, rules[r], start);
        descent_engine *const steps = new_engine(&problem, rules[r], start);
        assert_success(descent_engine_record(runs, NULL));
        assert_success(descent_engine_record(steps, NULL));
        assert_success(descent_engine_run(runs, 1000));
        for (size_t k = 0; k < 1000; k++) {
            assert_success(descent_engine_step(steps));
            (void)descent_engine_gradient(steps); /* asking must change nothing */
            (void)descent_engine_loss(steps);
        }
        const descent_path *const a = descent_engine_path(runs), *const b = descent_engine_path(steps);
        ck_assert_uint_eq(descent_path_count(a), 1001);
        ck_assert_mem_eq(descent_path_points(a), descent_path_points(b), 1001 * 2 * sizeof(double));
        ck_assert_mem_eq(descent_path_losses(a), descent_path_losses(b), 1001 * sizeof(double));
        ck_assert_mem_eq(descent_path_gradient_norms(a), descent_path_gradient_norms(b), 1001 * sizeof(double));
        descent_engine_free(runs);
        descent_engine_free(steps);
    }
}
END_TEST

START_TEST(values_belong_to_the_point)
{
    const descent_problem problem = descent_landscape_notebook();
    const double start[] = {4, 1.25};
    const descent_rule rules[] = {descent_fixed_step(0.1), descent_heavy_ball(0.1, 0.9), descent_nesterov(0.1, 0.9)};
    for (size_t r = 0; r < 3; r++) {
        descent_engine *const engine = new_engine(&problem, rules[r], start);
        const double *const x = descent_engine_point(engine);
        for (size_t k = 0; k < 30; k++) {
            double loss, gradient[2];
            problem.loss(2, x, &loss, NULL);
            problem.gradient(2, x, gradient, NULL);
            ck_assert_double_eq(descent_engine_loss(engine), loss);
            ck_assert_mem_eq(descent_engine_gradient(engine), gradient, sizeof gradient);
            ck_assert_double_eq_tol(descent_engine_gradient_norm(engine), hypot(gradient[0], gradient[1]), 1e-14);
            assert_success(descent_engine_step(engine));
            ck_assert_ptr_eq(descent_engine_point(engine), x);
        }
        /* One gradient a point, and for the look-ahead rule one more. */
        ck_assert_uint_eq(descent_engine_evaluations(engine).gradient, r == 2 ? 60 : 30);
        ck_assert_uint_eq(descent_engine_evaluations(engine).loss, 30);
        descent_engine_free(engine);
    }
}
END_TEST

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
            descent_engine *const engine = new_engine(&problem, rules[r], start);
            problem.context = &none;
            descent_engine *const sound = new_engine(&problem, rules[r], start);
            if (record)
                assert_success(descent_engine_record(engine, NULL));
            assert_failure(descent_engine_run(engine, 100), DESCENT_ECALLBACK, "gradient returned 7");
            const size_t made = descent_engine_steps(engine);
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
    descent_path_options options;
    descent_path_options_default(&options);
    options.columns = columns;
    descent_engine *const engine = new_engine(&problem, descent_fixed_step(0.1), start);
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
            const descent_path *const a = descent_engine_path(run), *const b = descent_engine_path(stepped);
            ck_assert_uint_eq(descent_path_count(a), descent_path_count(b));
            if (choices[choice] & DESCENT_PATH_POINT)
                ck_assert_mem_eq(descent_path_points(a), descent_path_points(b),
                                 descent_path_count(a) * dimension * sizeof(double));
            if (choices[choice] & DESCENT_PATH_GRADIENT_NORM)
                ck_assert_mem_eq(descent_path_gradient_norms(a), descent_path_gradient_norms(b),
                                 descent_path_count(a) * sizeof(double));
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
    descent_engine *const engine = new_engine(&problem, descent_fixed_step(0.5), start);
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
    descent_engine *const engine = new_engine(&problem, descent_fixed_step(0.5), start);
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
                descent_engine *const engine = new_engine(&problem, rules[r], start);
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
        descent_engine *const engine = new_engine(&problem, descent_fixed_step(0.1), start);
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
        descent_engine *const engine = new_engine(&problem, descent_fixed_step(10), start);
        assert_failure(descent_engine_step(engine), DESCENT_ENONFINITE, "the point after 1 steps would not be finite");
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
    descent_engine *const engine = new_engine(&problem, descent_fixed_step(0.1), start);
    assert_failure(descent_engine_step(engine), DESCENT_ENONFINITE, "gradient[1] is nan");
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
    const descent_problem problem = descent_landscape_notebook();
    const double start[] = {4, 1}, not_a_number[] = {4, NAN}, infinite[] = {-INFINITY, 1};
    descent_engine *engine = (descent_engine *)&problem;
    assert_failure(descent_engine_new(NULL, &problem, descent_fixed_step(1), start), DESCENT_EINVAL, "engine");
    assert_failure(descent_engine_new(&engine, NULL, descent_fixed_step(1), start), DESCENT_EINVAL, "problem");
    ck_assert_ptr_null(engine);
    assert_failure(descent_engine_new(&engine, &problem, descent_fixed_step(1), NULL), DESCENT_EINVAL, "start");
    assert_failure(descent_engine_new(&engine, &problem, descent_fixed_step(-0.1), start), DESCENT_EINVAL,
                   "step_size must be finite and positive, got -0.1");
    assert_failure(descent_engine_new(&engine, &problem, descent_fixed_step(1), not_a_number), DESCENT_ENONFINITE,
                   "start[1] must be finite, got nan");
    assert_failure(descent_engine_new(&engine, &problem, descent_fixed_step(1), infinite), DESCENT_ENONFINITE,
                   "start[0] must be finite, got -inf");
    ck_assert_ptr_null(engine);
    static const descent_rule_type greedy = {.name = "greedy", .memory_count = SIZE_MAX / 16, .advance = never_called};
    assert_failure(descent_engine_new(&engine, &problem, (descent_rule){.type = &greedy, .step_size = 1}, start),
                   DESCENT_EINVAL, "too large");
    assert_failure(descent_engine_step(NULL), DESCENT_EINVAL, "engine");
    assert_failure(descent_engine_run(NULL, 1), DESCENT_EINVAL, "engine");
    assert_failure(descent_engine_reset(NULL, start), DESCENT_EINVAL, "engine");
    assert_failure(descent_engine_record(NULL, NULL), DESCENT_EINVAL, "engine");
    assert_failure(descent_engine_set_budget(NULL, 1), DESCENT_EINVAL, "engine");
    engine = notebook_engine(start, 0.1);
    assert_failure(descent_engine_set_gradient_tolerance(engine, -1), DESCENT_EINVAL, "tolerance");
    assert_failure(descent_engine_set_gradient_tolerance(engine, INFINITY), DESCENT_EINVAL, "tolerance");
    assert_failure(descent_engine_add_observer(engine, NULL, NULL), DESCENT_EINVAL, "observer");
    assert_failure(descent_engine_reset(engine, not_a_number), DESCENT_ENONFINITE, "start[1]");
    ck_assert_mem_eq(descent_engine_point(engine), start, sizeof start);
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

typedef struct witness {
    size_t calls, stop_at;
    const double *start;
    descent_status refused[3];
} witness;

static int watch(descent_engine *engine, void *context)
{
    witness *const seen = context;
    seen->calls++;
    ck_assert_uint_eq(descent_engine_steps(engine), seen->calls);
    ck_assert_double_eq(descent_engine_gradient(engine)[0], 2 * (descent_engine_point(engine)[0] - 2));
    seen->refused[0] = descent_engine_step(engine);
    seen->refused[1] = descent_engine_reset(engine, seen->start);
    seen->refused[2] = descent_engine_record(engine, NULL);
    descent_engine_free(engine);
    return seen->calls == seen->stop_at;
}

START_TEST(an_observer_sees_each_step_and_can_stop)
{
    const double start[] = {4, 1.075};
    witness seen = {.stop_at = 10, .start = start};
    descent_engine *const engine = notebook_engine(start, 0.1);
    assert_success(descent_engine_add_observer(engine, watch, &seen));
    assert_success(descent_engine_run(engine, 100));
    ck_assert_uint_eq(seen.calls, 10);
    ck_assert_uint_eq(descent_engine_steps(engine), 10);
    ck_assert_int_eq(descent_engine_stop_reason(engine), DESCENT_STOP_OBSERVER);
    ck_assert_uint_eq(descent_engine_evaluations(engine).gradient, 11);
    for (size_t i = 0; i < 3; i++)
        ck_assert_int_eq(seen.refused[i], DESCENT_EINVAL);
    assert_success(descent_engine_step(engine));
    ck_assert_uint_eq(seen.calls, 11);
    descent_engine_free(engine);
}
END_TEST

START_TEST(the_budget_is_kept)
{
    const double start[] = {4, 1.075};
    descent_engine *const engine = notebook_engine(start, 0.1);
    assert_success(descent_engine_set_budget(engine, 20));
    assert_failure(descent_engine_run(engine, 100), DESCENT_EBUDGET, "20 evaluations");
    ck_assert_uint_eq(descent_engine_steps(engine), 20);
    ck_assert_int_eq(descent_engine_stop_reason(engine), DESCENT_STOP_BUDGET);
    assert_success(descent_engine_set_budget(engine, 25));
    assert_failure(descent_engine_run(engine, 100), DESCENT_EBUDGET, "25 evaluations");
    ck_assert_uint_eq(descent_engine_steps(engine), 25);
    descent_engine_free(engine);
}
END_TEST

START_TEST(the_gradient_tolerance_stops_the_run)
{
    const double start[] = {4, 1};
    descent_engine *const engine = notebook_engine(start, 0.1);
    assert_success(descent_engine_set_gradient_tolerance(engine, 1e-3));
    assert_success(descent_engine_run(engine, 1000));
    /* ‖g‖ = 4·0.8^k on the ridge, first below 1e-3 at k = ⌈ln 4000 / −ln 0.8⌉ = 38 */
    ck_assert_uint_eq(descent_engine_steps(engine), 38);
    ck_assert_int_eq(descent_engine_stop_reason(engine), DESCENT_STOP_GRADIENT);
    assert_success(descent_engine_step(engine));
    ck_assert_uint_eq(descent_engine_steps(engine), 39);
    descent_engine_free(engine);
}
END_TEST

START_TEST(a_tolerance_of_zero_stops_at_zero)
{
    /* On the ridge β₂ = 1 a step of 1/2 is exact: (4, 1) to (2, 1), where the gradient is zero. */
    const double start[] = {4, 1};
    descent_engine *const engine = notebook_engine(start, 0.5);
    assert_success(descent_engine_set_gradient_tolerance(engine, 0));
    assert_success(descent_engine_run(engine, 1000));
    ck_assert_uint_eq(descent_engine_steps(engine), 1);
    ck_assert_int_eq(descent_engine_stop_reason(engine), DESCENT_STOP_GRADIENT);
    descent_engine_free(engine);
}
END_TEST

START_TEST(nothing_is_evaluated_twice_at_one_point)
{
    const double start[] = {4, 1.25};
    descent_engine *const engine = notebook_engine(start, 0.1);
    assert_success(descent_engine_record(engine, NULL));
    assert_success(descent_engine_set_gradient_tolerance(engine, 1e-12));
    for (size_t k = 0; k < 10; k++) {
        (void)descent_engine_gradient_norm(engine);
        (void)descent_engine_path(engine);
        (void)descent_engine_gradient(engine);
        (void)descent_engine_loss(engine);
        assert_success(descent_engine_run(engine, 1));
    }
    ck_assert_uint_eq(descent_engine_evaluations(engine).gradient, 10);
    ck_assert_uint_eq(descent_engine_evaluations(engine).loss, 10);
    descent_engine_free(engine);
}
END_TEST

static int bowl_in_one_pass(size_t n, const double *x, double *value, double *gradient, void *context)
{
    (void)context;
    *value = 0;
    for (size_t i = 0; i < n; i++) {
        *value += x[i] * x[i] / 2;
        gradient[i] = x[i];
    }
    return 0;
}

/* What loss_gradient computes along with what was asked for is kept: one call a point, whoever asks first. */
START_TEST(one_pass_is_made_once_at_one_point)
{
    const descent_problem problem = {.dimension = 2, .loss_gradient = bowl_in_one_pass};
    const double start[] = {1, 2};
    descent_engine *const engine = new_engine(&problem, descent_fixed_step(0.1), start);
    assert_success(descent_engine_record(engine, NULL));
    for (size_t k = 0; k < 10; k++) {
        if (k % 2 == 0)
            (void)descent_engine_gradient_norm(engine);
        else
            (void)descent_engine_loss(engine);
        (void)descent_engine_path(engine);
        assert_success(descent_engine_step(engine));
    }
    ck_assert_uint_eq(descent_engine_evaluations(engine).gradient, 10);
    ck_assert_uint_eq(descent_engine_evaluations(engine).loss, 10);
    descent_engine_free(engine);
}
END_TEST

/* A rule whose functions reach for the engine that calls them. */
typedef struct meddling {
    descent_engine *engine;
    descent_status refused[2];
} meddling;

static void meddling_look_ahead(const descent_rule *rule, const descent_rule_step *step, double *where)
{
    meddling *const own = *(meddling *const *)rule->parameters;
    memcpy(where, step->x, step->dimension * sizeof *where);
    own->refused[0] = descent_engine_record(own->engine, NULL);
    descent_engine_free(own->engine);
}

static int meddling_advance(const descent_rule *rule, descent_rule_step *step)
{
    meddling *const own = *(meddling *const *)rule->parameters;
    own->refused[1] = descent_engine_step(own->engine);
    for (size_t i = 0; i < step->dimension; i++)
        step->x[i] -= step->step_size * step->gradient[i];
    return 0;
}

START_TEST(a_rule_cannot_change_the_engine_that_calls_it)
{
    const descent_rule_type type = {.name = "meddling", .advance = meddling_advance, .look_ahead = meddling_look_ahead};
    meddling own = {0};
    meddling *const handle = &own;
    const descent_rule rule = {.type = &type, .step_size = 0.5, .parameters = &handle};
    const descent_problem problem = {.dimension = 2, .loss_gradient = bowl_in_one_pass};
    const double start[] = {1, 2};
    own.engine = new_engine(&problem, rule, start);
    assert_success(descent_engine_step(own.engine));
    ck_assert_uint_eq(descent_engine_steps(own.engine), 1);
    ck_assert_double_eq(descent_engine_point(own.engine)[1], 1);
    for (size_t i = 0; i < 2; i++)
        ck_assert_int_eq(own.refused[i], DESCENT_EINVAL);
    descent_engine_free(own.engine);
}
END_TEST

START_TEST(reset_is_a_new_engine)
{
    const descent_problem problem = descent_landscape_notebook();
    const double first[] = {0, 0}, second[] = {4, 1.25};
    descent_engine *const used = new_engine(&problem, descent_heavy_ball(0.1, 0.9), first);
    descent_engine *const fresh = new_engine(&problem, descent_heavy_ball(0.1, 0.9), second);
    assert_success(descent_engine_record(used, NULL));
    assert_success(descent_engine_run(used, 37));
    assert_success(descent_engine_reset(used, second));
    ck_assert_uint_eq(descent_engine_steps(used), 0);
    ck_assert_uint_eq(descent_engine_evaluations(used).gradient, 0);
    assert_success(descent_engine_run(used, 50));
    assert_success(descent_engine_run(fresh, 50));
    ck_assert_mem_eq(descent_engine_point(used), descent_engine_point(fresh), sizeof second);
    ck_assert_uint_eq(descent_path_count(descent_engine_path(used)), 51);
    ck_assert_double_eq(descent_path_points(descent_engine_path(used))[1], 1.25);
    descent_engine_free(used);
    descent_engine_free(fresh);
}
END_TEST

START_TEST(recording_begins_where_it_is_asked_for)
{
    const double start[] = {4, 1.25};
    descent_engine *const engine = notebook_engine(start, 0.1);
    ck_assert_ptr_null(descent_engine_path(engine));
    assert_success(descent_engine_run(engine, 10));
    assert_success(descent_engine_record(engine, NULL));
    assert_success(descent_engine_run(engine, 5));
    const descent_path *const path = descent_engine_path(engine);
    ck_assert_uint_eq(descent_path_count(path), 6);
    ck_assert_uint_eq(descent_path_steps(path)[0], 10);
    ck_assert_uint_eq(descent_path_steps(path)[5], 15);
    (void)descent_engine_path(engine); /* asking twice records nothing twice */
    assert_success(descent_engine_step(engine));
    ck_assert_uint_eq(descent_path_count(descent_engine_path(engine)), 7);
    ck_assert_mem_eq(descent_path_points(descent_engine_path(engine)) + 12, descent_engine_point(engine), sizeof start);
    descent_engine_free(engine);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        the_notebook_ends_where_it_ends,
        every_point_of_the_path_is_right,
        chaos_stays_in_its_box,
        the_explosion_ends_at_a_finite_point,
        running_is_stepping,
        values_belong_to_the_point,
        a_failing_callback_leaves_the_point,
        a_broken_run_is_broken_stepping,
        a_failure_inside_an_accessor_is_reported_by_the_next_step,
        a_recorded_loss_that_fails_ends_the_step,
        a_bad_gradient_leaves_the_point_exactly,
        a_bad_gradient_far_out_leaves_the_point_nearly,
        a_step_that_overflows_is_not_made,
        a_component_never_written_is_found_out,
        bad_arguments_are_refused,
        accessors_accept_null,
        an_observer_sees_each_step_and_can_stop,
        the_budget_is_kept,
        the_gradient_tolerance_stops_the_run,
        a_tolerance_of_zero_stops_at_zero,
        nothing_is_evaluated_twice_at_one_point,
        one_pass_is_made_once_at_one_point,
        a_rule_cannot_change_the_engine_that_calls_it,
        reset_is_a_new_engine,
        recording_begins_where_it_is_asked_for,
    };
    return descent_test_main(descent_test_suite("engine", tests, sizeof tests / sizeof tests[0]));
}
