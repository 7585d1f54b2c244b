/* Hessians by products with vectors: eigenvalues that are known by formula, one product a column, from every side. */
#include <math.h>

#include <descent/critical.h>

#include "support.h"

enum {
    size = 7
};

/* The second difference with fixed ends, times a: eigenvalues a(2 − 2cos(kπ/(n + 1))), k = 1, …, n. */
static void times_second_difference(size_t n, double a, const double *v, double *product)
{
    for (size_t i = 0; i < n; i++)
        product[i] = a * (2 * v[i] - (i > 0 ? v[i - 1] : 0) - (i + 1 < n ? v[i + 1] : 0));
}

static int chain_gradient(size_t n, const double *x, double *g, void *context)
{
    times_second_difference(n, *(const double *)context, x, g);
    return 0;
}

static int chain_product(size_t n, const double *x, const double *v, double *product, void *context)
{
    (void)x;
    times_second_difference(n, *(const double *)context, v, product);
    return 0;
}

static void check_eigenvalues(const descent_problem *problem, double a)
{
    const double start[size] = {0};
    descent_critical_point *point;
    assert_success(descent_critical_classify(problem, start, NULL, &point));
    ck_assert_int_eq(point->hessian_source, DESCENT_HESSIAN_PRODUCT);
    ck_assert_uint_eq(point->eigenvalue_count, size);
    for (size_t k = 1; k <= size; k++) {
        const double exact = fabs(a) * (2 - 2 * cos((double)k * acos(-1.0) / (size + 1)));
        const double found = a > 0 ? point->eigenvalues[k - 1] : -point->eigenvalues[size - k];
        ck_assert_double_eq_tol(found, exact, 1e-13 * fabs(a));
    }
    ck_assert_int_eq(point->kind, a > 0 ? DESCENT_CRITICAL_MINIMUM : DESCENT_CRITICAL_MAXIMUM);
    descent_critical_point_free(point);
}

START_TEST(eigenvalues_are_those_of_the_matrix)
{
    const double factors[] = {1, 3, -2, 1e-9, 1e9};
    for (size_t i = 0; i < sizeof factors / sizeof *factors; i++) {
        double a = factors[i];
        const descent_problem problem = {
            .dimension = size, .gradient = chain_gradient, .hessian_product = chain_product, .context = &a};
        check_eigenvalues(&problem, a);
    }
}
END_TEST

/* H = A with Aᵢⱼ = i + 10j + 1 before symmetrisation: column j of the matrix is the product with the unit vector eⱼ. */
static int uneven_product(size_t n, const double *x, const double *v, double *product, void *context)
{
    (void)x;
    (void)context;
    for (size_t i = 0; i < n; i++) {
        product[i] = 0;
        for (size_t j = 0; j < n; j++)
            product[i] += ((double)i + 10 * (double)j + 1) * v[j];
    }
    return 0;
}

static int no_slope(size_t n, const double *x, double *g, void *context)
{
    (void)x;
    (void)context;
    memset(g, 0, n * sizeof *g);
    return 0;
}

START_TEST(columns_are_products_with_unit_vectors)
{
    const descent_problem problem = {.dimension = 3, .gradient = no_slope, .hessian_product = uneven_product};
    const double x[3] = {0};
    descent_critical_point *point;
    assert_success(descent_critical_classify(&problem, x, NULL, &point));
    ck_assert_ptr_nonnull(point->hessian);
    for (size_t i = 0; i < 3; i++)
        for (size_t j = 0; j < 3; j++)
            ck_assert_double_eq(point->hessian[3 * i + j], 1 + 5.5 * (double)(i + j));
    ck_assert_double_eq_tol(point->asymmetry, 18.0 / 23, 1e-15); /* |A₀₂ − A₂₀| over A₂₂ */
    descent_critical_point_free(point);
}
END_TEST

/* Without the matrix: both ends of the spectrum, from products by callback and by differences of the gradient. */
START_TEST(ends_without_a_matrix_are_the_same)
{
    double a = 3;
    const double x[size] = {0};
    const descent_critical_options options = {.dense_limit = 1};
    for (int by_difference = 0; by_difference < 2; by_difference++) {
        const descent_problem problem = {.dimension = size,
                                         .gradient = chain_gradient,
                                         .hessian_product = by_difference ? NULL : chain_product,
                                         .context = &a};
        descent_critical_point *point;
        assert_success(descent_critical_classify(&problem, x, &options, &point));
        const double pi = acos(-1.0), tolerance = by_difference ? 1e-8 : 1e-12;
        ck_assert_double_eq_tol(point->eigenvalues[0], a * (2 - 2 * cos(pi / (size + 1))), tolerance);
        ck_assert_double_eq_tol(point->eigenvalues[point->eigenvalue_count - 1],
                                a * (2 - 2 * cos(size * pi / (size + 1))), tolerance);
        descent_critical_point_free(point);
    }
}
END_TEST

/* L = Σ dᵢxᵢ²/2: the eigenvectors are the axes. */
static int diagonal_gradient(size_t n, const double *x, double *g, void *context)
{
    for (size_t i = 0; i < n; i++)
        g[i] = ((const double *)context)[i] * x[i];
    return 0;
}

/* The largest component of an eigenvector is positive, whichever it is, with the matrix and without. */
START_TEST(eigenvectors_have_a_sign_of_their_own)
{
    const double x[size] = {0};
    for (size_t axis = 0; axis < size; axis++)
        for (size_t dense_limit = 1; dense_limit <= size; dense_limit += size - 1) {
            double d[size];
            for (size_t i = 0; i < size; i++)
                d[i] = i == axis ? -2 : 1 + (double)i;
            const descent_problem problem = {.dimension = size, .gradient = diagonal_gradient, .context = d};
            const descent_critical_options options = {.dense_limit = dense_limit};
            descent_critical_point *point;
            assert_success(descent_critical_classify(&problem, x, &options, &point));
            ck_assert_int_eq(point->kind, DESCENT_CRITICAL_SADDLE);
            ck_assert_double_gt(point->escape[axis], 0.99); /* a product a step finds the axis only nearly */
            descent_critical_point_free(point);
        }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {eigenvalues_are_those_of_the_matrix, columns_are_products_with_unit_vectors,
                                  ends_without_a_matrix_are_the_same, eigenvectors_have_a_sign_of_their_own};
    return descent_test_main(descent_test_suite("critical_hessian_product", tests, sizeof tests / sizeof tests[0]));
}
