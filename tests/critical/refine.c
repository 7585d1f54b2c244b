/* Walking to the critical point nearby, and saying so when there is none. */
#include <math.h>
#include <stdbool.h>
#include <string.h>

#include <descent/critical.h>
#include <descent/landscapes.h>

#include "support.h"

static descent_critical_point *refine(const descent_problem *problem, const double *x)
{
    descent_critical_point *point;
    assert_success(descent_critical_refine(problem, x, NULL, &point));
    return point;
}

START_TEST(notebook_from_around)
{
    const struct {
        double start[2], end[2];
        descent_critical_kind kind;
    } walks[] = {
        {{3, 1.9}, {2, 1 + 0.70710678118654752}, DESCENT_CRITICAL_MINIMUM},
        {{1.8533, 0.2917}, {2, 1 - 0.70710678118654752}, DESCENT_CRITICAL_MINIMUM},
        {{2.2, 1.01}, {2, 1}, DESCENT_CRITICAL_SADDLE},
        {{2, 1}, {2, 1}, DESCENT_CRITICAL_SADDLE},
    };
    for (size_t k = 0; k < sizeof walks / sizeof walks[0]; k++)
        for (int less = 0; less < 3; less++) {
            descent_problem problem = descent_test_landscape("notebook", 0);
            if (less > 0)
                problem.hessian = NULL, problem.hessian_product = NULL;
            if (less > 1)
                problem.gradient = NULL;
            descent_critical_point *const point = refine(&problem, walks[k].start);
            const double error = less > 1 ? 1e-9 : 1e-14;
            ck_assert_int_eq(point->kind, walks[k].kind);
            ck_assert_double_eq_tol(point->x[0], walks[k].end[0], error);
            ck_assert_double_eq_tol(point->x[1], walks[k].end[1], error);
            ck_assert_double_eq_tol(
                point->moved, hypot(walks[k].end[0] - walks[k].start[0], walks[k].end[1] - walks[k].start[1]), 1e-8);
            ck_assert_int_eq(point->converged, 1);
            ck_assert_int_eq(point->newton_backed, 1);
            ck_assert_uint_le(point->iterations, 8);
            descent_critical_point_free(point);
        }
}
END_TEST

/* Newton only creeps to where the Hessian is singular; it must arrive, and the kind must not be a regular one. */
START_TEST(degenerate_points_are_reached)
{
    const struct {
        const char *name;
        double start[4];
        bool lower;
    } walks[] = {
        {"monkey_saddle", {0.5, 0.3}, true},
        {"peano", {0.1, 0.2}, true},
        {"peano", {0.3, 0.17}, true},
        {"powell_singular", {3, -1, 0, 1}, false},
    };
    for (size_t k = 0; k < sizeof walks / sizeof walks[0]; k++)
        for (int less = 0; less < 2; less++) {
            descent_problem problem = descent_landscape_find(walks[k].name)->problem;
            if (less)
                problem.hessian = NULL;
            descent_critical_point *const point = refine(&problem, walks[k].start);
            ck_assert_msg(point->kind == DESCENT_CRITICAL_DEGENERATE, "%s: %s", walks[k].name,
                          descent_critical_kind_string(point->kind));
            for (size_t i = 0; i < problem.dimension; i++)
                ck_assert_double_eq_tol(point->x[i], 0, 1e-6);
            ck_assert_int_eq(point->probe == DESCENT_PROBE_LOWER, walks[k].lower);
            descent_critical_point_free(point);
        }
}
END_TEST

/* A landscape shrunk or blown up: x in units of s, the loss in units of c. */
typedef struct scaled {
    descent_problem inner;
    double unit, factor;
} scaled;

static int scaled_gradient(size_t n, const double *x, double *gradient, void *context)
{
    const scaled *const s = context;
    const double inner[] = {x[0] / s->unit, x[1] / s->unit};
    const int code = s->inner.gradient(n, inner, gradient, NULL);
    for (size_t i = 0; i < n; i++)
        gradient[i] *= s->factor / s->unit;
    return code;
}

static int scaled_loss(size_t n, const double *x, double *value, void *context)
{
    const scaled *const s = context;
    const double inner[] = {x[0] / s->unit, x[1] / s->unit};
    const int code = s->inner.loss(n, inner, value, NULL);
    *value *= s->factor;
    return code;
}

START_TEST(units_do_not_matter)
{
    static const double units[] = {1e-100, 1e-30, 1e30, 1e100}, factors[] = {1e-90, 1, 1e90};
    for (size_t u = 0; u < 4; u++)
        for (size_t f = 0; f < 3; f++) {
            scaled s = {descent_test_landscape("notebook", 0), units[u], factors[f]};
            const descent_problem problem = {
                .dimension = 2, .loss = scaled_loss, .gradient = scaled_gradient, .context = &s, .scale = units[u]};
            const double start[] = {3 * units[u], 1.9 * units[u]}, low[] = {2.2 * units[u], 1.01 * units[u]};
            descent_critical_point *point = refine(&problem, start);
            ck_assert_int_eq(point->kind, DESCENT_CRITICAL_MINIMUM);
            ck_assert_double_eq_tol(point->x[1] / units[u], 1 + sqrt(0.5), 1e-13);
            ck_assert_double_eq_tol(point->eigenvalues[1] / (factors[f] / units[u] / units[u]), 4, 1e-6);
            ck_assert_double_eq_tol(point->loss / factors[f], -0.25, 1e-13);
            descent_critical_point_free(point);
            point = refine(&problem, low);
            ck_assert_int_eq(point->kind, DESCENT_CRITICAL_SADDLE);
            descent_critical_point_free(point);
        }
}
END_TEST

static int cubic_gradient(size_t n, const double *x, double *gradient, void *context)
{
    (void)n, (void)context;
    gradient[0] = 3 * x[0] * x[0] + 1; /* of x³ + x: never zero, smallest at 0 */
    return 0;
}

static int decaying_gradient(size_t n, const double *x, double *gradient, void *context)
{
    (void)n, (void)context;
    gradient[0] = -exp(-x[0]); /* of e^−x: zero at infinity only */
    return 0;
}

static int hyperbola_gradient(size_t n, const double *x, double *gradient, void *context)
{
    (void)n, (void)context;
    gradient[0] = -1 / (x[0] * x[0]); /* of 1/x */
    return 0;
}

START_TEST(where_there_is_none)
{
    descent_gradient_function *const gradients[] = {cubic_gradient, decaying_gradient, hyperbola_gradient};
    for (size_t k = 0; k < 3; k++) {
        const descent_problem problem = {.dimension = 1, .gradient = gradients[k]};
        const double start = 1;
        descent_critical_point *const point = refine(&problem, &start);
        ck_assert_int_eq(point->kind, DESCENT_CRITICAL_NOT_CRITICAL);
        ck_assert_int_eq(point->converged, 0);
        ck_assert_double_gt(point->gradient_norm, 0);
        ck_assert(isnan(point->loss));
        ck_assert_uint_le(point->iterations, 200);
        descent_critical_point_free(point);
    }
}
END_TEST

/* A gradient of 1 + |x| with a curvature of 1 that is given falsely: whatever Newton's step is shortened to, the gradient rises. By
 * a quarter each it makes no difference to a length of 1 after 27 trials, and is no number after 500. */
static int rising_gradient(size_t n, const double *x, double *gradient, void *context)
{
    (void)n;
    (*(size_t *)context)++;
    gradient[0] = 1 + fabs(x[0]);
    return 0;
}

static int product_of_one(size_t n, const double *x, const double *v, double *product, void *context)
{
    (void)n, (void)x, (void)context;
    product[0] = v[0];
    return 0;
}

START_TEST(a_step_that_makes_no_difference_is_not_shortened)
{
    size_t calls = 0;
    const descent_problem problem = {
        .dimension = 1, .gradient = rising_gradient, .hessian_product = product_of_one, .context = &calls, .scale = 1};
    const double start = 0;
    descent_critical_point *const point = refine(&problem, &start);
    ck_assert_int_eq(point->kind, DESCENT_CRITICAL_NOT_CRITICAL);
    ck_assert_uint_ge(calls, 20);
    ck_assert_uint_le(calls, 100);
    descent_critical_point_free(point);
}
END_TEST

START_TEST(limits_hold)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
    const double start[] = {4, 2.5};
    descent_critical_options options = {0};
    descent_critical_point *point;
    options.distance_limit = 0.5;
    assert_success(descent_critical_refine(&problem, start, &options, &point));
    ck_assert_double_le(point->moved, 0.5);
    ck_assert_int_eq(point->kind, DESCENT_CRITICAL_NOT_CRITICAL);
    descent_critical_point_free(point);
    options = (descent_critical_options){.iteration_limit = 2};
    assert_success(descent_critical_refine(&problem, start, &options, &point));
    ck_assert_uint_eq(point->iterations, 2);
    ck_assert_int_eq(point->converged, 0);
    descent_critical_point_free(point);
}
END_TEST

/* A gradient that fails after a while, and one that is not finite beyond a wall. */
static int limping_gradient(size_t n, const double *x, double *gradient, void *context)
{
    int *const left = context;
    const descent_problem problem = descent_test_landscape("notebook", 0);
    return (*left)-- > 0 ? problem.gradient(n, x, gradient, NULL) : 7;
}

static int walled_gradient(size_t n, const double *x, double *gradient, void *context)
{
    (void)n, (void)context;
    gradient[0] = x[0] > 0 ? 1 - 1 / x[0] : NAN; /* of x − ln x, on x > 0: minimum at 1 */
    return 0;
}

START_TEST(failing_gradients)
{
    const double start[] = {4, 2.5}, tiny = 1e-3;
    for (int calls = 0; calls < 20; calls++) {
        int left = calls;
        const descent_problem problem = {.dimension = 2, .gradient = limping_gradient, .context = &left};
        descent_critical_point *point;
        assert_failure(descent_critical_refine(&problem, start, NULL, &point), DESCENT_ECALLBACK, "7");
        ck_assert_ptr_null(point);
    }
    const descent_problem walled = {.dimension = 1, .gradient = walled_gradient};
    descent_critical_options options = {0};
    descent_critical_point *point;
    assert_success(descent_critical_refine(&walled, &tiny, &options, &point));
    ck_assert_int_eq(point->kind, DESCENT_CRITICAL_MINIMUM);
    ck_assert_double_eq_tol(point->x[0], 1, 1e-12);
    descent_critical_point_free(point);
}
END_TEST

static int sextic_gradient(size_t n, const double *x, double *gradient, void *context)
{
    (void)n, (void)context;
    gradient[0] = 6 * pow(x[0], 5);
    return 0;
}

/* The usual width of a difference sees only its own truncation from |x| = 1e-3 on. */
START_TEST(a_flat_minimum_is_followed_by_finer_differences)
{
    const descent_problem problem = {.dimension = 1, .gradient = sextic_gradient};
    const double starts[] = {1, -0.03, 1e-4};
    for (size_t k = 0; k < 3; k++) {
        descent_critical_point *const point = refine(&problem, &starts[k]);
        ck_assert_double_le(fabs(point->x[0]), 1e-9);
        descent_critical_point_free(point);
    }
}
END_TEST

typedef struct counted {
    descent_problem inner;
    size_t calls;
} counted;

static int counted_gradient(size_t n, const double *x, double *g, void *context)
{
    counted *const of = context;
    of->calls++;
    return of->inner.gradient(n, x, g, of->inner.context);
}

static int counted_hessian(size_t n, const double *x, double *hessian, void *context)
{
    counted *const of = context;
    of->calls++;
    return of->inner.hessian(n, x, hessian, of->inner.context);
}

/* A walk along the valley takes some twenty steps, each a gradient and a Hessian of the user's: a limit ends it with
 * never a call more. */
START_TEST(a_limit_binds_where_all_derivatives_are_given)
{
    counted of = {.inner = descent_test_landscape("rosenbrock", 0)};
    const descent_problem problem = {
        .dimension = 2, .gradient = counted_gradient, .hessian = counted_hessian, .context = &of};
    const double start[] = {-1.2, 1};
    for (uint64_t limit = 1; limit <= 16; limit++) {
        const descent_critical_options options = {.evaluation_limit = limit};
        descent_critical_point *point;
        of.calls = 0;
        assert_failure(descent_critical_refine(&problem, start, &options, &point), DESCENT_EBUDGET, "not enough");
        ck_assert_ptr_null(point);
        ck_assert_uint_le(of.calls, limit);
    }
}
END_TEST

/* 1e8 + Σ(i + 1)(x − i)²/2: narrow differences see slopes of a thousandth and more, and wide ones to a hundred-millionth. */
static int lifted_loss(size_t n, const double *x, double *value, void *context)
{
    (void)context;
    *value = 0;
    for (size_t i = 0; i < n; i++)
        *value += ((double)i + 1) / 2 * (x[i] - (double)i) * (x[i] - (double)i);
    *value += 1e8;
    return 0;
}

START_TEST(without_a_gradient_the_end_is_polished)
{
    for (size_t n = 1; n <= 4; n++) {
        const descent_problem problem = {.dimension = n, .loss = lifted_loss};
        const double start[] = {0.3, 0.9, 2.4, 3.2};
        descent_critical_point *const point = refine(&problem, start);
        ck_assert_int_eq(point->kind, DESCENT_CRITICAL_MINIMUM);
        for (size_t i = 0; i < n; i++)
            ck_assert_double_eq_tol(point->x[i], (double)i, 1e-6);
        descent_critical_point_free(point);
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        without_a_gradient_the_end_is_polished,           notebook_from_around, degenerate_points_are_reached,
        a_limit_binds_where_all_derivatives_are_given,    units_do_not_matter,  where_there_is_none,
        a_step_that_makes_no_difference_is_not_shortened, limits_hold,          failing_gradients,
        a_flat_minimum_is_followed_by_finer_differences};
    return descent_test_main(descent_test_suite("critical_refine", tests, sizeof tests / sizeof tests[0]));
}
