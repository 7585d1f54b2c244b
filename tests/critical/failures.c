/* Whichever call of the user's functions fails: at the point itself the call fails with it, beside it the answer may say less, and
 * never otherwise. And where the loss has no value. */
#include <float.h>
#include <math.h>

#include <descent/critical.h>
#include <descent/gradient_check.h>

#include "support.h"

enum {
    code = 23
};

/* A landscape whose calls are counted, all sorts together, and one of which fails. */
typedef struct counted {
    descent_problem problem;
    size_t calls, failing;
} counted;

/* Whoever reads what a failing call left reads something else. */
static int answer(counted *of, size_t count, double *numbers)
{
    if (++of->calls != of->failing)
        return 0;
    for (size_t i = 0; i < count; i++)
        numbers[i] = -3 * numbers[i] - 5;
    return code;
}

static int loss(size_t n, const double *x, double *value, void *context)
{
    counted *const of = context;
    of->problem.loss(n, x, value, of->problem.context);
    return answer(of, 1, value);
}

static int gradient(size_t n, const double *x, double *g, void *context)
{
    counted *const of = context;
    of->problem.gradient(n, x, g, of->problem.context);
    return answer(of, n, g);
}

static int hessian(size_t n, const double *x, double *matrix, void *context)
{
    counted *const of = context;
    of->problem.hessian(n, x, matrix, of->problem.context);
    return answer(of, n * n, matrix);
}

static int product(size_t n, const double *x, const double *v, double *result, void *context)
{
    counted *const of = context;
    double matrix[64];
    of->problem.hessian(n, x, matrix, of->problem.context);
    for (size_t i = 0; i < n; i++) {
        result[i] = 0;
        for (size_t j = 0; j < n; j++)
            result[i] += matrix[i * n + j] * v[j];
    }
    return answer(of, n, result);
}

/* 0 all derivatives, 1 by products, 2 by differences of the gradient, 3 of the loss. */
static descent_problem with_less(counted *of, int less)
{
    return (descent_problem){.dimension = of->problem.dimension,
                             .loss = loss,
                             .gradient = less <= 2 ? gradient : NULL,
                             .hessian = less == 0 ? hessian : NULL,
                             .hessian_product = less == 1 ? product : NULL,
                             .context = of};
}

typedef descent_status at_point(const descent_problem *problem, const double *x,
                                const descent_critical_options *options, descent_critical_point **point);

/* The same kind with the same numbers, or none. */
static bool says_no_other(const descent_critical_point *point, const descent_critical_point *whole)
{
    if (!point->converged && whole->converged) /* a refinement that did not arrive */
        return point->kind == DESCENT_CRITICAL_NOT_CRITICAL || point->kind == DESCENT_CRITICAL_UNDETERMINED;
    for (size_t k = 0; k < point->eigenvalue_count && point->eigenvalue_count == whole->eigenvalue_count; k++)
        if (!(fabs(point->eigenvalues[k] - whole->eigenvalues[k]) <= 1e-4 * (1 + fabs(whole->eigenvalues[k]))))
            return false;
    if (point->probe != whole->probe && (point->probe == DESCENT_PROBE_LOWER || point->probe == DESCENT_PROBE_FLAT))
        return false;
    if (fabs(point->loss - whole->loss) > 1e-6 * (1 + fabs(whole->loss)) ||
        fabs(point->gradient_norm - whole->gradient_norm) > 1e-6)
        return false;
    return point->kind == whole->kind || point->kind == DESCENT_CRITICAL_UNDETERMINED;
}

static void fail_in_turn(const char *name, descent_problem whole_problem, const double *x, int less, size_t dense_limit,
                         at_point *call)
{
    counted of = {.problem = whole_problem};
    const descent_problem problem = with_less(&of, less);
    const descent_critical_options options = {.dense_limit = dense_limit};
    descent_critical_point *whole, *point;
    assert_success(call(&problem, x, &options, &whole));
    const size_t calls = of.calls;
    size_t failed = 0;
    for (size_t failing = 1; failing <= calls; failing++) {
        of.calls = 0;
        of.failing = failing;
        const descent_status status = call(&problem, x, &options, &point);
        if (status != DESCENT_SUCCESS) {
            ck_assert_msg(status == DESCENT_ECALLBACK, "call %zu of %zu: status %d", failing, calls, (int)status);
            ck_assert_ptr_nonnull(strstr(descent_error_detail(), "returned 23"));
            ck_assert_ptr_null(point);
            ck_assert_uint_eq(of.calls, failing); /* and asks no more */
            failed++;
            continue;
        }
        ck_assert_msg(says_no_other(point, whole), "%s, less %d, dense %zu, call %zu of %zu: kind %d and not %d", name,
                      less, dense_limit, failing, calls, (int)point->kind, (int)whole->kind);
        descent_critical_point_free(point);
    }
    ck_assert_uint_ge(failed, 1);
    descent_critical_point_free(whole);
}

START_TEST(a_failing_call_makes_no_other_answer)
{
    static const struct {
        const char *name;
        double x[2];
    } places[] = {
        {"notebook", {2, 1.70710678}}, {"notebook", {2, 1}},   {"notebook", {3, 1.2}},
        {"monkey_saddle", {0, 0}},     {"rosenbrock", {1, 1}}, {"rosenbrock", {-1, 1}},
    };
    for (size_t k = 0; k < sizeof places / sizeof places[0]; k++)
        for (int less = 0; less < 4; less++) {
            const descent_problem landscape = descent_test_landscape(places[k].name, 0);
            fail_in_turn(places[k].name, landscape, places[k].x, less, 0, descent_critical_classify);
            fail_in_turn(places[k].name, landscape, places[k].x, less, 0, descent_critical_refine);
            if (less < 3) {
                fail_in_turn(places[k].name, landscape, places[k].x, less, 1, descent_critical_classify);
                fail_in_turn(places[k].name, landscape, places[k].x, less, 1, descent_critical_refine);
            }
        }
}
END_TEST

/* Σ ½x² + c·x³ with c = 1000 and 2000, which ends at 3e-4 to either side. */
static int narrow_loss(size_t n, const double *x, double *value, void *context)
{
    (void)context;
    *value = 0;
    for (size_t i = 0; i < n; i++)
        *value += fabs(x[i]) < 3e-4 ? x[i] * x[i] / 2 + 1000 * (double)(i + 1) * x[i] * x[i] * x[i] : NAN;
    return 0;
}

/* Differences that are wide enough to resolve a gradient meet no value there: its error is what doubling a narrow step h changes, 3ch² in
 * each variable; and losses that fail then are the gradient's failures. */
START_TEST(a_gradient_that_cannot_be_resolved_has_the_error_of_its_step)
{
    const descent_problem problem = {.dimension = 2, .loss = narrow_loss};
    const double origin[] = {0, 0}, step = cbrt(DBL_EPSILON);
    descent_critical_point *point;
    assert_success(descent_critical_classify(&problem, origin, NULL, &point));
    ck_assert_double_eq_tol(point->gradient_error / (3 * 1000 * sqrt(5) * step * step), 1, 0.01);
    ck_assert_double_eq_tol(point->gradient_norm / (1000 * sqrt(5) * step * step), 1, 1e-6);
    descent_critical_point_free(point);
    fail_in_turn("narrow", problem, origin, 3, 0, descent_critical_classify);
}
END_TEST

START_TEST(no_failing_call_of_a_check_is_overlooked)
{
    static const double x[] = {2.5, 0.5};
    for (int less = 0; less < 3; less++)
        for (int second = 0; second < (less < 2 ? 2 : 1); second++) {
            counted of = {.problem = descent_test_landscape("notebook", 0)};
            const descent_problem problem = with_less(&of, less);
            descent_derivative_check *check;
            assert_success((second ? descent_check_hessian : descent_check_gradient)(&problem, x, &check));
            descent_derivative_check_free(check);
            const size_t calls = of.calls;
            for (size_t failing = 1; failing <= calls; failing++) {
                of.calls = 0;
                of.failing = failing;
                assert_failure((second ? descent_check_hessian : descent_check_gradient)(&problem, x, &check),
                               DESCENT_ECALLBACK, "returned 23");
                ck_assert_ptr_null(check);
                ck_assert_uint_eq(of.calls, failing);
            }
        }
}
END_TEST

/* ln x − x²/2 − y² has one critical point, a maximum at (1, 0). At (−1, 0) the formula of its gradient is zero, too, but the loss has no
 * value there. */
static int half_loss(size_t n, const double *x, double *value, void *context)
{
    (void)context;
    *value = log(x[0]) - x[0] * x[0] / 2;
    for (size_t i = 1; i < n; i++)
        *value -= x[i] * x[i];
    return 0;
}

static int half_gradient(size_t n, const double *x, double *g, void *context)
{
    (void)context;
    g[0] = 1 / x[0] - x[0];
    for (size_t i = 1; i < n; i++)
        g[i] = -2 * x[i];
    return 0;
}

START_TEST(where_there_is_no_loss_nothing_is_critical)
{
    const descent_problem problem = {.dimension = 2, .loss = half_loss, .gradient = half_gradient};
    descent_problem alone = problem;
    alone.loss = NULL;
    for (size_t dense_limit = 1; dense_limit <= 2; dense_limit++)
        for (int side = -1; side <= 1; side += 2)
            for (int walk = 0; walk < 2; walk++) {
                const descent_critical_options options = {.dense_limit = dense_limit};
                const double x[] = {side * (walk ? 1.01 : 1), 0};
                descent_critical_point *point;
                assert_success(
                    (walk ? descent_critical_refine : descent_critical_classify)(&problem, x, &options, &point));
                ck_assert_int_eq(point->kind, side > 0 ? DESCENT_CRITICAL_MAXIMUM : DESCENT_CRITICAL_NOT_CRITICAL);
                ck_assert_int_eq(point->converged, side > 0);
                ck_assert_int_eq(isnan(point->loss), side < 0);
                descent_critical_point_free(point);
                assert_success(
                    (walk ? descent_critical_refine : descent_critical_classify)(&alone, x, &options, &point));
                ck_assert_int_eq(point->kind, DESCENT_CRITICAL_MAXIMUM); /* as far as the gradient tells */
                descent_critical_point_free(point);
            }
    const double lower[] = {-3, -2}, upper[] = {2.5, 3};
    descent_critical_set *set;
    assert_success(descent_critical_search(&problem, lower, upper, NULL, &set));
    ck_assert_uint_eq(set->count, 1);
    ck_assert_double_eq_tol(set->points[0]->x[0], 1, 1e-12);
    descent_critical_set_free(set);
}
END_TEST

typedef struct watched {
    size_t asked, allowed;
} watched;

static int allows(const descent_evaluations *evaluations, void *context)
{
    watched *const w = context;
    (void)evaluations;
    return w->asked++ >= w->allowed;
}

/* Each call that may take long asks, with the context that was given, and ends when it is told to. */
START_TEST(who_watches_may_cancel)
{
    const descent_problem dense = descent_test_landscape("rosenbrock", 0),
                          large = descent_test_landscape("styblinski_tang", 1000);
    static double far[1000];
    for (int k = 0; k < 3; k++) {
        watched w = {0, SIZE_MAX};
        const descent_critical_options options = {.watch = allows, .watch_context = &w};
        for (int round = 0; round < 2; round++) {
            descent_critical_point *point = NULL;
            const descent_status status = k == 0   ? descent_critical_classify(&dense, far, &options, &point)
                                          : k == 1 ? descent_critical_refine(&dense, far, &options, &point)
                                                   : descent_critical_classify(&large, far, &options, &point);
            ck_assert_msg(w.asked > 0, "call %d", k);
            ck_assert_msg(status == (round == 0 ? DESCENT_SUCCESS : DESCENT_ECANCELLED), "call %d: %d", k, (int)status);
            descent_critical_point_free(point);
            w = (watched){0, w.asked / 2};
        }
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        a_failing_call_makes_no_other_answer,
        a_gradient_that_cannot_be_resolved_has_the_error_of_its_step,
        no_failing_call_of_a_check_is_overlooked,
        where_there_is_no_loss_nothing_is_critical,
        who_watches_may_cancel,
    };
    return descent_test_main(descent_test_suite("critical_failures", tests, sizeof tests / sizeof tests[0]));
}
