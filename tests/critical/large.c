/* Where no matrix is formed, and the n = 1000 runs by both ways: spectra that are known in closed form. */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include <descent/critical.h>

#include "support.h"

static const double pi = 3.14159265358979323846;

/* ½xᵀTx with T the tridiagonal (−1, 2 − shift, −1): eigenvalues 2 − 2cos(kπ/(n + 1)) − shift, k = 1, …, n. */
static int chain_product(size_t n, const double *x, const double *v, double *product, void *context)
{
    (void)x;
    const double shift = *(const double *)context;
    for (size_t i = 0; i < n; i++)
        product[i] = (2 - shift) * v[i] - (i > 0 ? v[i - 1] : 0) - (i + 1 < n ? v[i + 1] : 0);
    return 0;
}

static int chain_gradient(size_t n, const double *x, double *gradient, void *context)
{
    return chain_product(n, x, x, gradient, context);
}

static double chain_eigenvalue(size_t n, size_t k, double shift)
{
    const double half = sin((double)k * pi / (2 * ((double)n + 1)));
    return 4 * half * half - shift;
}

static descent_critical_point *analyse(const descent_problem *problem, const double *x, size_t dense_limit,
                                       size_t pairs)
{
    descent_critical_options options = {0};
    descent_critical_point *point;
    options.dense_limit = dense_limit;
    options.eigenpair_count = pairs;
    assert_success(descent_critical_classify(problem, x, &options, &point));
    return point;
}

/* Shifted between the 7th and 8th eigenvalue: index 7, and the lowest is 7000 times smaller than the highest. */
START_TEST(shifted_chain)
{
    enum {
        n = 1000
    };
    static const double origin[n] = {0};
    double shift = 0.0005564927903004557;
    const descent_problem problem = {
        .dimension = n, .gradient = chain_gradient, .hessian_product = chain_product, .context = &shift};
    descent_critical_point *point;
    if (descent_test_in_full()) {
        point = analyse(&problem, origin, n, 1);
        ck_assert_int_eq(point->kind, DESCENT_CRITICAL_SADDLE);
        ck_assert_uint_eq(point->index, 7);
        ck_assert_uint_eq(point->nullity, 0);
        ck_assert_int_eq(point->index_is_lower_bound, 0);
        for (size_t k = 0; k < n; k++)
            ck_assert_double_eq_tol(point->eigenvalues[k], chain_eigenvalue(n, k + 1, shift), 1e-13);
        descent_critical_point_free(point);
    }

    point = analyse(&problem, origin, 1, 1);
    ck_assert_int_eq(point->kind, DESCENT_CRITICAL_SADDLE);
    ck_assert_uint_ge(point->index, 1);
    ck_assert_uint_le(point->index, 7);
    ck_assert_int_eq(point->index_is_lower_bound, 1);
    ck_assert_int_eq(point->nullity_is_lower_bound, 1);
    ck_assert_double_ge(point->eigenvalues[0], chain_eigenvalue(n, 1, shift) - 1e-14);
    ck_assert_double_lt(point->eigenvalues[0], 0);
    ck_assert_double_eq_tol(point->eigenvalues[1], chain_eigenvalue(n, n, shift), 1e-3);
    ck_assert_ptr_null(point->hessian);
    descent_critical_point_free(point);
}
END_TEST

/* A positive end that has not converged proves nothing: a minimum with condition 4·10⁵ is left undetermined. */
START_TEST(ill_conditioned_minimum)
{
    enum {
        n = 1000
    };
    static const double origin[n] = {0};
    double shift = 0;
    const descent_problem problem = {
        .dimension = n, .gradient = chain_gradient, .hessian_product = chain_product, .context = &shift};
    descent_critical_point *point;
    if (descent_test_in_full()) {
        point = analyse(&problem, origin, n, 1);
        ck_assert_int_eq(point->kind, DESCENT_CRITICAL_MINIMUM);
        ck_assert_uint_eq(point->index, 0);
        ck_assert_double_eq_tol(point->step_limit, 0.5000012312388665, 1e-12);
        ck_assert_double_eq_tol(point->eigenvalues[0], 9.849886676738251e-06, 1e-13);
        descent_critical_point_free(point);
    }

    point = analyse(&problem, origin, 1, 1);
    ck_assert_int_eq(point->kind, DESCENT_CRITICAL_UNDETERMINED);
    ck_assert_double_gt(point->residuals[0], 0);
    ck_assert_uint_le(point->products, 1100); /* the limit of 500 for each of the two methods, and a few to compare */
    descent_critical_point_free(point);
}
END_TEST

static int cosine_gradient(size_t n, const double *x, double *gradient, void *context)
{
    (void)context;
    for (size_t i = 0; i < n; i++)
        gradient[i] = -sin(x[i]);
    return 0;
}

/* Three maxima among 997 minima: index 3, from gradients alone, from the point and from beside it. */
START_TEST(cosines)
{
    enum {
        n = 1000
    };
    static double x[n];
    const descent_problem problem = {.dimension = n, .gradient = cosine_gradient};
    for (size_t i = 0; i < n; i++)
        x[i] = i < 3 ? 0 : pi;
    descent_critical_point *point;
    if (descent_test_in_full()) {
        point = analyse(&problem, x, n, 1);
        ck_assert_int_eq(point->kind, DESCENT_CRITICAL_SADDLE);
        ck_assert_uint_eq(point->index, 3);
        ck_assert_uint_eq(point->nullity, 0);
        descent_critical_point_free(point);
    }

    /* One eigenvalue three times over: orthogonal vectors must be found one after the other. */
    point = analyse(&problem, x, 1, 5);
    ck_assert_uint_eq(point->index, 3);
    for (size_t k = 0; k < 5; k++)
        ck_assert_double_eq_tol(point->eigenvalues[k], k < 3 ? -1 : 1, 1e-6);
    for (size_t i = 3; i < n; i++)
        ck_assert_double_eq_tol(point->escape[i], 0, 1e-6);
    descent_critical_point_free(point);

    for (size_t i = 0; i < n; i++)
        x[i] = i < 3 ? 0.1 : 3;
    descent_critical_options options = {0};
    options.dense_limit = 1;
    assert_success(descent_critical_refine(&problem, x, &options, &point));
    ck_assert_int_eq(point->kind, DESCENT_CRITICAL_SADDLE);
    ck_assert_int_eq(point->converged, 1);
    for (size_t i = 0; i < n; i++)
        ck_assert_double_eq_tol(point->x[i], i < 3 ? 0 : pi, 1e-12);
    ck_assert_double_eq_tol(point->moved, sqrt(3 * 0.01 + 997 * (pi - 3) * (pi - 3)), 1e-9);
    descent_critical_point_free(point);
    assert_success(descent_critical_classify(&problem, x, &options, &point));
    ck_assert_int_eq(point->kind, DESCENT_CRITICAL_NOT_CRITICAL);
    descent_critical_point_free(point);
}
END_TEST

/* H = diag(d). */
static int diagonal_product(size_t n, const double *x, const double *v, double *product, void *context)
{
    const double *const d = context;
    (void)x;
    for (size_t i = 0; i < n; i++)
        product[i] = d[i] * v[i];
    return 0;
}

static int diagonal_gradient(size_t n, const double *x, double *gradient, void *context)
{
    return diagonal_product(n, x, x, gradient, context);
}

static descent_critical_point *analyse_diagonal(size_t n, double *d)
{
    double *const origin = calloc(n, sizeof *origin);
    const descent_problem problem = {
        .dimension = n, .gradient = diagonal_gradient, .hessian_product = diagonal_product, .context = d};
    descent_critical_point *const point = analyse(&problem, origin, 100, 1);
    free(origin);
    return point;
}

/* Three negative eigenvalues among 10⁵ positive ones: a saddle, proven by the vector itself, from few products. */
START_TEST(few_negative_among_many)
{
    const size_t n = 100000;
    double *const d = malloc(n * sizeof *d);
    for (size_t i = 0; i < n; i++)
        d[i] = 0.01 + 4 * (double)i / (double)n;
    d[17] = -0.5;
    d[500] = -1;
    d[99999] = -0.1;
    descent_critical_point *const point = analyse_diagonal(n, d);
    ck_assert_int_eq(point->kind, DESCENT_CRITICAL_SADDLE);
    ck_assert_uint_ge(point->index, 1);
    ck_assert_uint_le(point->index, 3);
    ck_assert_uint_le(point->products, 130);
    ck_assert_double_eq_tol(point->eigenvalues[0], -1, 1e-4);
    double quotient = 0, norm = 0;
    for (size_t i = 0; i < n; i++) {
        quotient += d[i] * point->escape[i] * point->escape[i];
        norm += point->escape[i] * point->escape[i];
    }
    ck_assert_double_eq_tol(norm, 1, 1e-12);
    ck_assert_double_eq_tol(quotient, point->eigenvalues[0], 1e-12);
    descent_critical_point_free(point);
    free(d);
}
END_TEST

/* Eigenvalues s, 2s, 3s: the minimum is as near, in units of x, whatever the unit of the loss. */
static int graded_gradient(size_t n, const double *x, double *gradient, void *context)
{
    for (size_t i = 0; i < n; i++)
        gradient[i] = *(const double *)context * (double)(1 + i % 3) * x[i];
    return 0;
}

START_TEST(nearness_is_a_distance)
{
    enum {
        n = 6
    };
    static const double units[] = {1e-4, 0.1, 1, 10, 1e4}, distances[] = {0.5e-3, 0.9e-3, 1.1e-3, 0.1};
    for (size_t u = 0; u < sizeof units / sizeof *units; u++)
        for (size_t k = 0; k < sizeof distances / sizeof *distances; k++)
            for (size_t i = 0; i < 3; i++) {
                double unit = units[u], x[n] = {0};
                x[i] = distances[k];
                const descent_problem problem = {
                    .dimension = n, .gradient = graded_gradient, .context = &unit, .scale = 1};
                descent_critical_options options = {.distance_tolerance = 1e-3};
                options.dense_limit = 1;
                descent_critical_point *point;
                assert_success(descent_critical_classify(&problem, x, &options, &point));
                ck_assert_msg(
                    point->kind == (distances[k] < 1e-3 ? DESCENT_CRITICAL_MINIMUM : DESCENT_CRITICAL_NOT_CRITICAL),
                    "unit %g, %g along %zu: %s", unit, distances[k], i, descent_critical_kind_string(point->kind));
                descent_critical_point_free(point);
            }
}
END_TEST

START_TEST(well_conditioned_kinds)
{
    enum {
        n = 5000
    };
    static double d[n];
    static const struct {
        double low, high;
        descent_critical_kind kind;
    } spectra[] = {
        {1, 2, DESCENT_CRITICAL_MINIMUM},         {-2, -1, DESCENT_CRITICAL_MAXIMUM},
        {-1, 1, DESCENT_CRITICAL_SADDLE},         {0, 0, DESCENT_CRITICAL_DEGENERATE},
        {1e300, 2e300, DESCENT_CRITICAL_MINIMUM}, {-1e-300, 1e-300, DESCENT_CRITICAL_SADDLE},
    };
    for (size_t k = 0; k < sizeof spectra / sizeof spectra[0]; k++) {
        for (size_t i = 0; i < n; i++)
            d[i] = spectra[k].low + (spectra[k].high - spectra[k].low) * (double)i / (n - 1);
        descent_critical_point *const point = analyse_diagonal(n, d);
        ck_assert_msg(point->kind == spectra[k].kind, "%g to %g: %s", spectra[k].low, spectra[k].high,
                      descent_critical_kind_string(point->kind));
        ck_assert_double_ge(point->eigenvalues[0], spectra[k].low * (spectra[k].low < 0 ? 1 + 1e-12 : 1 - 1e-12));
        descent_critical_point_free(point);
    }
    /* Half of the eigenvalues zero, half one. */
    for (size_t i = 0; i < n; i++)
        d[i] = (double)(i % 2);
    descent_critical_point *const point = analyse_diagonal(n, d);
    ck_assert_int_eq(point->kind, DESCENT_CRITICAL_DEGENERATE);
    ck_assert_uint_ge(point->nullity, 1);
    descent_critical_point_free(point);
}
END_TEST

/*
 * A flat spectrum with a little curvature in half of all directions, as weight decay makes it, and one eigenvalue below zero:
 * Lanczos has settled on 0.01 long before the single one shows.
 */
START_TEST(one_negative_behind_many)
{
    const size_t n = 50000;
    static const size_t hidden[] = {17, 25000, 49990};
    double *const d = malloc(n * sizeof *d);
    for (size_t k = 0; k < 4; k++) {
        for (size_t i = 0; i < n; i++)
            d[i] = i % 2 ? 0.01 : 0.1 + 3.9 * (double)i / (double)n;
        if (k < 3)
            d[hidden[k]] = -5e-4;
        descent_critical_point *point = analyse_diagonal(n, d);
        ck_assert_int_eq(point->kind, k < 3 ? DESCENT_CRITICAL_SADDLE : DESCENT_CRITICAL_MINIMUM);
        ck_assert_double_eq_tol(point->eigenvalues[0], k < 3 ? -5e-4 : 0.01, 1e-6);
        descent_critical_point_free(point);
        for (size_t i = 0; i < n; i++)
            d[i] = -d[i];
        point = analyse_diagonal(n, d);
        ck_assert_int_eq(point->kind, k < 3 ? DESCENT_CRITICAL_SADDLE : DESCENT_CRITICAL_MAXIMUM);
        descent_critical_point_free(point);
    }
    free(d);
}
END_TEST

/* x₀ᵏ/k and quadratics: at x₀ ≠ 0 the Hessian is regular, and says nothing of the degenerate point nearby. */
static int power_gradient(size_t n, const double *x, double *gradient, void *context)
{
    const int *const exponent = context;
    gradient[0] = pow(x[0], *exponent - 1);
    for (size_t i = 1; i < n; i++)
        gradient[i] = (1 + (double)i / (double)n) * x[i];
    return 0;
}

static int power_product(size_t n, const double *x, const double *v, double *product, void *context)
{
    const int *const exponent = context;
    product[0] = (*exponent - 1) * pow(x[0], *exponent - 2) * v[0];
    for (size_t i = 1; i < n; i++)
        product[i] = (1 + (double)i / (double)n) * v[i];
    return 0;
}

START_TEST(beside_degenerate_points)
{
    enum {
        n = 60
    };
    for (int exponent = 3; exponent <= 4; exponent++)
        for (int less = 0; less < 2; less++)
            for (int k = 0; k < 24; k++) {
                const double away = (k % 2 ? 1 : -1) * pow(10, -1 - k / 2);
                double x[n];
                for (size_t i = 0; i < n; i++)
                    x[i] = i > 0 ? 0.3 * fabs(away) : away;
                const descent_problem problem = {.dimension = n,
                                                 .gradient = power_gradient,
                                                 .hessian_product = less ? NULL : power_product,
                                                 .context = &exponent};
                descent_critical_point *const point = analyse(&problem, x, 1, 1);
                ck_assert_msg(point->kind != DESCENT_CRITICAL_SADDLE && point->kind != DESCENT_CRITICAL_MINIMUM,
                              "exponent %d, %g: %s", exponent, away, descent_critical_kind_string(point->kind));
                descent_critical_point_free(point);
            }
}
END_TEST

static int zero_gradient(size_t n, const double *x, double *gradient, void *context)
{
    (void)x, (void)context;
    for (size_t i = 0; i < n; i++)
        gradient[i] = 0;
    return 0;
}

/* Half of the identity, and a rotation by a right angle in each pair of variables: no Hessian. */
static int skew_product(size_t n, const double *x, const double *v, double *product, void *context)
{
    (void)x, (void)context;
    for (size_t i = 0; i < n; i += 2) {
        product[i] = v[i] / 2 - v[i + 1];
        product[i + 1] = v[i + 1] / 2 + v[i];
    }
    return 0;
}

START_TEST(products_that_are_not_symmetric)
{
    static const double origin[2000];
    const descent_problem problem = {.dimension = 2000, .gradient = zero_gradient, .hessian_product = skew_product};
    descent_critical_point *const point = analyse(&problem, origin, 1, 1);
    ck_assert_int_eq(point->tolerance_source, DESCENT_TOLERANCE_ASYMMETRY);
    ck_assert_int_ne(point->kind, DESCENT_CRITICAL_MINIMUM);
    ck_assert_int_ne(point->kind, DESCENT_CRITICAL_SADDLE);
    descent_critical_point_free(point);
}
END_TEST

static int square_loss(size_t n, const double *x, double *value, void *context)
{
    (void)n, (void)context;
    *value = x[0] * x[0];
    return 0;
}

/* A thousand products of two gradients of 2n losses each would never end. */
/* x + c·sin x of each of the first variables, and x² of the others. */
typedef struct waves {
    double c;
    size_t count;
} waves;

static int waves_gradient(size_t n, const double *x, double *g, void *context)
{
    const waves *const w = context;
    for (size_t i = 0; i < n; i++)
        g[i] = i < w->count ? 1 + w->c * cos(x[i]) : 2 * x[i];
    return 0;
}

static int waves_product(size_t n, const double *x, const double *v, double *product, void *context)
{
    const waves *const w = context;
    for (size_t i = 0; i < n; i++)
        product[i] = (i < w->count ? -w->c * sin(x[i]) : 2) * v[i];
    return 0;
}

static descent_critical_point *refined_waves(waves *w, size_t n, bool products, const double *x)
{
    const descent_problem problem = {
        .dimension = n, .gradient = waves_gradient, .hessian_product = products ? waves_product : NULL, .context = w};
    const descent_critical_options options = {.dense_limit = 1};
    descent_critical_point *point;
    assert_success(descent_critical_refine(&problem, x, &options, &point));
    return point;
}

/* As of one and two variables (critical/degenerate.c): the slope 1 + cos x rounds to 0 as far as 1e-8 beside π, where its own slope is
 * not 0, but has no sign change there; 1 + c·cos x with c = 1 + d has two, √(2d) beside π. */
START_TEST(a_slope_that_rounding_hides_is_no_minimum)
{
    static const double beside[] = {1e-9, -3e-9, 6e-9, -9e-9, 1e-6, -1e-6, 0.1};
    double x[300];
    for (int k = 0; k < 8; k++) {
        const size_t n = k & 1 ? 300 : 5;
        waves w = {.count = k & 2 ? 1 : n};
        const bool products = k & 4;
        for (size_t b = 0; b < sizeof beside / sizeof *beside; b++) {
            w.c = 1;
            for (size_t i = 0; i < n; i++)
                x[i] = i < w.count ? pi + beside[b] * (1 + 0.1 * sin((double)i)) : 0.01 * cos((double)i);
            descent_critical_point *const point = refined_waves(&w, n, products, x);
            ck_assert_msg(point->kind == DESCENT_CRITICAL_DEGENERATE, "form %d, %g from pi: %s", k, beside[b],
                          descent_critical_kind_string(point->kind));
            descent_critical_point_free(point);
        }
        for (int exponent = 3; exponent <= 11; exponent++) {
            const double d = pow(10, -exponent), side = exponent % 2 ? 1 : -1;
            w.c = 1 + d;
            for (size_t i = 0; i < n; i++)
                x[i] = i < w.count ? pi + side * (1.2 + 0.01 * sin((double)i)) * sqrt(2 * d) : 0.01 * cos((double)i);
            descent_critical_point *const point = refined_waves(&w, n, products, x);
            ck_assert_msg(point->kind == (side > 0       ? DESCENT_CRITICAL_MINIMUM
                                          : w.count == n ? DESCENT_CRITICAL_MAXIMUM
                                                         : DESCENT_CRITICAL_SADDLE),
                          "form %d, d = %g: %s", k, d, descent_critical_kind_string(point->kind));
            descent_critical_point_free(point);
        }
    }
}
END_TEST

START_TEST(no_gradient)
{
    static const double origin[2000];
    const descent_problem problem = {.dimension = 2000, .loss = square_loss};
    descent_critical_point *point;
    assert_failure(descent_critical_classify(&problem, origin, NULL, &point), DESCENT_EUNSUPPORTED, "dense_limit");
    ck_assert_ptr_null(point);
    assert_failure(descent_critical_refine(&problem, origin, NULL, &point), DESCENT_EUNSUPPORTED, "dense_limit");
}
END_TEST

static int failing_product(size_t n, const double *x, const double *v, double *product, void *context)
{
    (void)n, (void)x, (void)v, (void)product;
    int *const left = context;
    return (*left)-- > 0 ? 0 : 9; /* while it does not fail it writes nothing, which is NaN */
}

START_TEST(failing_products)
{
    enum {
        n = 200
    };
    static const double origin[n] = {0};
    descent_critical_options options = {0};
    descent_critical_point *point;
    int left = 0;
    const descent_problem problem = {
        .dimension = n, .gradient = zero_gradient, .hessian_product = failing_product, .context = &left};
    options.dense_limit = 1;
    assert_failure(descent_critical_classify(&problem, origin, &options, &point), DESCENT_ECALLBACK, "9");
    ck_assert_ptr_null(point);
    left = 1;
    assert_failure(descent_critical_classify(&problem, origin, &options, &point), DESCENT_ENONFINITE, "product");
}
END_TEST

/* The chain, whose products fail once so many were made. */
typedef struct chain_that_fails {
    double shift;
    size_t left, made;
} chain_that_fails;

static int chain_product_that_fails(size_t n, const double *x, const double *v, double *product, void *context)
{
    chain_that_fails *const c = context;
    c->made++;
    return c->left-- == 0 ? 9 : chain_product(n, x, v, product, &c->shift);
}

static int slope_of_chain(size_t n, const double *x, double *gradient, void *context)
{
    return chain_product(n, x, x, gradient, &((chain_that_fails *)context)->shift);
}

/* Whichever product fails, the caller is told; or where it was to show that eigenvalues hold nearby, no kind is said to. */
START_TEST(each_product_may_fail)
{
    enum {
        n = 12
    };
    static double start[n];
    descent_critical_options options = {.dense_limit = 1};
    descent_critical_point *point;
    for (size_t i = 0; i < n; i++)
        start[i] = 1e-6 * (double)(i % 3);
    chain_that_fails c = {.shift = 0.1, .left = SIZE_MAX};
    const descent_problem problem = {
        .dimension = n, .gradient = slope_of_chain, .hessian_product = chain_product_that_fails, .context = &c};
    assert_success(descent_critical_classify(&problem, start, &options, &point));
    ck_assert_int_eq(point->kind, DESCENT_CRITICAL_SADDLE);
    descent_critical_point_free(point);
    const size_t all = c.made;
    ck_assert_uint_ge(all, n);
    for (size_t k = 0; k < all; k++) {
        c.left = k;
        const descent_status status = descent_critical_classify(&problem, start, &options, &point);
        ck_assert(status == DESCENT_ECALLBACK || status == DESCENT_SUCCESS);
        ck_assert_int_eq(status == DESCENT_SUCCESS, point != NULL);
        ck_assert(!point || point->kind == DESCENT_CRITICAL_UNDETERMINED);
        descent_critical_point_free(point);
    }
}
END_TEST

/* A problem of one or two variables has no room for Lanczos: the matrix is formed whatever the limit. */
START_TEST(smallest_dimensions)
{
    double d[] = {-1, 3};
    for (size_t n = 1; n <= 2; n++) {
        const double origin[] = {0, 0};
        const descent_problem problem = {.dimension = n, .gradient = diagonal_gradient, .context = d};
        descent_critical_point *const point = analyse(&problem, origin, 1, 1);
        ck_assert_int_eq(point->kind, n == 1 ? DESCENT_CRITICAL_MAXIMUM : DESCENT_CRITICAL_SADDLE);
        ck_assert_uint_eq(point->eigenvalue_count, n);
        descent_critical_point_free(point);
    }
}
END_TEST

enum {
    scattered_variables = 40
};

static double scattered_curvature(size_t i)
{
    return sin(17.0 * (double)(i * i) + 1);
}

static int scattered_gradient(size_t n, const double *x, double *gradient, void *context)
{
    (void)context;
    for (size_t i = 0; i < n; i++)
        gradient[i] = scattered_curvature(i) * x[i];
    return 0;
}

static int scattered_product(size_t n, const double *x, const double *v, double *product, void *context)
{
    (void)x;
    return scattered_gradient(n, v, product, context);
}

/* However few products there are: eigenpairs ascend, also where a later one came out below an earlier, and each vector, of length 1, has its
 * own residual. What is below zero for certain is counted. */
START_TEST(pairs_ascend_with_their_own_residuals)
{
    const size_t n = scattered_variables;
    const descent_problem problem = {
        .dimension = n, .gradient = scattered_gradient, .hessian_product = scattered_product};
    const double origin[scattered_variables] = {0};
    for (size_t products = 2; products < 60; products++)
        for (size_t pairs = 1; pairs <= 4; pairs++) {
            const descent_critical_options options = {
                .dense_limit = 1, .eigenpair_count = pairs, .product_limit = products};
            descent_critical_point *point;
            size_t negative = 0;
            assert_success(descent_critical_classify(&problem, origin, &options, &point));
            for (size_t k = 0; k < pairs; k++) {
                double image[scattered_variables], norm = 0, rest = 0;
                const double *const v = point->eigenvectors + k * n;
                (void)scattered_product(n, NULL, v, image, NULL);
                for (size_t i = 0; i < n; i++) {
                    norm = hypot(norm, v[i]);
                    rest = hypot(rest, image[i] - point->eigenvalues[k] * v[i]);
                }
                ck_assert_double_eq_tol(norm, 1, 1e-12);
                ck_assert_double_eq_tol(rest, point->residuals[k], 1e-12);
                ck_assert_double_le(point->eigenvalues[k], point->eigenvalues[k + 1]);
                negative += point->eigenvalues[k] + point->residuals[k] < 0;
            }
            ck_assert_uint_ge(point->index, negative);
            ck_assert_int_eq(point->escape != NULL, point->index > 0);
            descent_critical_point_free(point);
        }
}
END_TEST

static int round_gradient(size_t n, const double *x, double *gradient, void *context)
{
    (void)context;
    for (size_t i = 0; i < n; i++)
        gradient[i] = x[i];
    return 0;
}

static int shallow_product(size_t n, const double *x, const double *v, double *product, void *context)
{
    const double share = *(const double *)context;
    (void)x;
    for (size_t i = 0; i < n; i++)
        product[i] = share * v[i];
    return 0;
}

/* Products that say less, or more, than the curvature: what is asked of a share of Newton's step is that share of a ten-thousandth. */
START_TEST(a_small_share_of_a_step_is_enough)
{
    const double origin[] = {0, 0, 0}, start[] = {1, 1, 1}, shares[] = {0x1p-14, 0x1p-4, 1, 1.5};
    for (size_t k = 0; k < sizeof shares / sizeof *shares; k++) {
        double share = shares[k];
        const descent_problem problem = {
            .dimension = 3, .gradient = round_gradient, .hessian_product = shallow_product, .context = &share};
        const descent_critical_options options = {.dense_limit = 1};
        descent_critical_point *point;
        assert_success(descent_critical_refine(&problem, start, &options, &point));
        for (size_t i = 0; i < 3; i++)
            ck_assert_double_eq_tol(point->x[i], origin[i], 1e-12);
        ck_assert_double_eq_tol(point->moved, sqrt(3), 1e-12);
        descent_critical_point_free(point);
    }
}
END_TEST

int main(void)
{
    const TTest *const long_tests[] = {shifted_chain, ill_conditioned_minimum, cosines};
    const TTest *const tests[] = {a_small_share_of_a_step_is_enough,
                                  pairs_ascend_with_their_own_residuals,
                                  nearness_is_a_distance,
                                  few_negative_among_many,
                                  well_conditioned_kinds,
                                  one_negative_behind_many,
                                  beside_degenerate_points,
                                  products_that_are_not_symmetric,
                                  a_slope_that_rounding_hides_is_no_minimum,
                                  no_gradient,
                                  failing_products,
                                  each_product_may_fail,
                                  smallest_dimensions};
    Suite *const suite = descent_test_suite("critical_large", tests, sizeof tests / sizeof tests[0]);
    descent_test_add_long(suite, long_tests, sizeof long_tests / sizeof *long_tests, 0);
    return descent_test_main(suite);
}
