/* Problems: what is refused, and what stands in for a derivative that is missing. Seen through the engine. */
#include <float.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

#include <descent/descent.h>

#include "support.h"

static int quartic_loss(size_t dimension, const double *x, double *value, void *context)
{
    (void)context;
    *value = 0;
    for (size_t i = 0; i < dimension; i++)
        *value += pow(x[i], 4) / 4 - x[i];
    return 0;
}

static int both_at_once(size_t dimension, const double *x, double *value, double *gradient, void *context)
{
    ++*(int *)context;
    for (size_t i = 0; i < dimension; i++)
        gradient[i] = pow(x[i], 3) - 1;
    return quartic_loss(dimension, x, value, NULL);
}

START_TEST(incomplete_problems_are_refused)
{
    const descent_problem good = descent_test_landscape("notebook", 0);
    descent_problem bad;
    assert_success(descent_problem_check(&good));
    assert_failure(descent_problem_check(NULL), DESCENT_EINVAL, "problem must not be NULL");
    bad = good, bad.dimension = 0;
    assert_failure(descent_problem_check(&bad), DESCENT_EINVAL, "dimension must be at least 1, got 0");
    bad = good, bad.dimension = SIZE_MAX / 4;
    assert_failure(descent_problem_check(&bad), DESCENT_EINVAL, "dimension is too large");
    bad = (descent_problem){.dimension = 2, .hessian = good.hessian};
    assert_failure(descent_problem_check(&bad), DESCENT_EINVAL, "must have a loss, a gradient or a loss_gradient");
    bad = good, bad.scale = -1;
    assert_failure(descent_problem_check(&bad), DESCENT_EINVAL, "scale must be finite and positive");
    bad = good, bad.scale = NAN;
    assert_failure(descent_problem_check(&bad), DESCENT_EINVAL, "scale must be finite and positive");
    bad = good, bad.reserved[3] = &bad;
    assert_failure(descent_problem_check(&bad), DESCENT_EINVAL, "reserved[3] must be NULL");
}
END_TEST

/* The gradient that the library uses at x for this problem. */
static void engine_gradient(const descent_problem *problem, const double *x, double *gradient)
{
    descent_engine *engine;
    assert_success(descent_engine_new(&engine, problem, descent_fixed_step(0.1), x));
    memcpy(gradient, descent_engine_gradient(engine), problem->dimension * sizeof *gradient);
    descent_engine_free(engine);
}

START_TEST(differences_stand_in_for_the_gradient)
{
    const descent_problem problem = {.dimension = 4, .loss = quartic_loss};
    const double x[] = {-1.5, 0, 1e-8, 300};
    double gradient[4];
    engine_gradient(&problem, x, gradient);
    for (size_t i = 0; i < 4; i++) {
        /* truncation h²L‴/6 = h²xᵢ with h = ε^(1/3)max(|xᵢ|, 1); rounding ε·|L|/h, where L is the whole sum */
        const double h = cbrt(DBL_EPSILON) * fmax(fabs(x[i]), 1), loss = pow(300, 4) / 4;
        ck_assert_double_le(fabs(gradient[i] - (pow(x[i], 3) - 1)), h * h * fabs(x[i]) + 4 * DBL_EPSILON * loss / h);
    }
}
END_TEST

/* L(x) = x₀x₁x₂: each derivative sees the other coordinates, which must be back in their place. */
static int product_loss(size_t dimension, const double *x, double *value, void *context)
{
    (void)context;
    *value = 1;
    for (size_t i = 0; i < dimension; i++)
        *value *= x[i];
    return 0;
}

START_TEST(differences_move_one_coordinate_at_a_time)
{
    const descent_problem problem = {.dimension = 3, .loss = product_loss};
    const double x[] = {2, 3, 5};
    double gradient[3];
    engine_gradient(&problem, x, gradient);
    ck_assert_double_eq_tol(gradient[0], 15, 1e-9);
    ck_assert_double_eq_tol(gradient[1], 10, 1e-9);
    ck_assert_double_eq_tol(gradient[2], 6, 1e-9);
}
END_TEST

START_TEST(differences_use_the_scale)
{
    /* Variables of the size 1e-6 around 0: a width of 6e-6 would straddle the whole landscape. */
    descent_problem problem = {.dimension = 1, .loss = quartic_loss};
    const double x[] = {1e-6};
    double coarse, fine;
    engine_gradient(&problem, x, &coarse);
    problem.scale = 1e-6;
    engine_gradient(&problem, x, &fine);
    ck_assert_double_le(fabs(fine + 1), 1e-9);
    ck_assert_double_ne(coarse, fine);
}
END_TEST

START_TEST(differences_are_counted_as_losses)
{
    const descent_problem problem = {.dimension = 4, .loss = quartic_loss};
    const double x[] = {1, 2, 3, 4};
    descent_engine *engine;
    assert_success(descent_engine_new(&engine, &problem, descent_fixed_step(0.001), x));
    assert_success(descent_engine_step(engine));
    ck_assert_uint_eq(descent_engine_evaluations(engine).loss, 8);
    ck_assert_uint_eq(descent_engine_evaluations(engine).gradient, 0);
    descent_engine_free(engine);
}
END_TEST

static int counted_loss(size_t dimension, const double *x, double *value, void *context)
{
    ++*(uint64_t *)context;
    return quartic_loss(dimension, x, value, NULL);
}

/* A gradient by differences takes all its calls or none: a limit is met before the first of them. */
START_TEST(differences_keep_to_a_limit)
{
    uint64_t calls = 0;
    const descent_problem problem = {.dimension = 3, .loss = counted_loss, .context = &calls};
    const double minimum[] = {1, 1, 1};
    for (uint64_t limit = 1; limit < 60; limit++) {
        const descent_critical_options options = {.evaluation_limit = limit};
        descent_critical_point *point;
        calls = 0;
        const descent_status status = descent_critical_classify(&problem, minimum, &options, &point);
        ck_assert(status == DESCENT_SUCCESS || status == DESCENT_EBUDGET);
        ck_assert_uint_le(calls, limit);
        if (status == DESCENT_SUCCESS)
            descent_critical_point_free(point);
    }
}
END_TEST

START_TEST(both_at_once_is_called_once_a_point)
{
    int calls = 0;
    const descent_problem problem = {.dimension = 1, .loss_gradient = both_at_once, .context = &calls};
    const double x[] = {2};
    descent_engine *engine;
    assert_success(descent_engine_new(&engine, &problem, descent_fixed_step(0.01), x));
    assert_success(descent_engine_record(engine, NULL));
    assert_success(descent_engine_run(engine, 5));
    ck_assert_int_eq(calls, 5);
    ck_assert_double_eq(descent_path_view(descent_engine_path(engine)).losses[0], 2);
    ck_assert_int_eq(calls, 6);
    ck_assert_uint_eq(descent_engine_evaluations(engine).loss, 6);
    ck_assert_uint_eq(descent_engine_evaluations(engine).gradient, 6);
    descent_engine_free(engine);
}
END_TEST

START_TEST(gradient_alone_suffices)
{
    descent_problem problem = descent_test_landscape("notebook", 0);
    const double x[] = {4, 1.075};
    descent_engine *engine;
    problem.loss = NULL;
    assert_success(descent_engine_new(&engine, &problem, descent_fixed_step(0.2), x));
    assert_success(descent_engine_record(engine, NULL));
    assert_success(descent_engine_run(engine, 32));
    ck_assert_double_eq(descent_engine_point(engine)[1], 1.7071067811865475);
    ck_assert_double_nan(descent_engine_loss(engine));
    ck_assert_uint_eq(descent_engine_evaluations(engine).loss, 0);
    descent_engine_free(engine);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        incomplete_problems_are_refused,           differences_stand_in_for_the_gradient,
        differences_move_one_coordinate_at_a_time, differences_use_the_scale,
        differences_are_counted_as_losses,         differences_keep_to_a_limit,
        both_at_once_is_called_once_a_point,       gradient_alone_suffices,
    };
    return descent_test_main(descent_test_suite("problem", tests, sizeof tests / sizeof tests[0]));
}
