/*
 * Eigenvalues of small matrices handed in as Hessians: extreme, subnormal, nearly singular, asymmetric, not finite. Each
 * verdict is held against Jacobi rotations in long double, whose range no entry here leaves.
 */
#include <float.h>
#include <gsl/gsl_eigen.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <descent/critical.h>

#include "support.h"

enum {
    largest_dimension = 4
};

/* A problem whose Hessian is whatever the test says, critical at the origin. */
static int zero_gradient(size_t n, const double *x, double *gradient, void *context)
{
    (void)x, (void)context;
    for (size_t i = 0; i < n; i++)
        gradient[i] = 0;
    return 0;
}

static int given_hessian(size_t n, const double *x, double *hessian, void *context)
{
    (void)x;
    memcpy(hessian, context, n * n * sizeof(double));
    return 0;
}

/* The gradient Hx that belongs to it. A gradient that does not is noise, which would widen the tolerance. */
static int product_gradient(size_t n, const double *x, double *gradient, void *context)
{
    const double *const matrix = context;
    for (size_t i = 0; i < n; i++) {
        gradient[i] = 0;
        for (size_t j = 0; j < n; j++)
            gradient[i] += matrix[i * n + j] * x[j];
    }
    return 0;
}

static descent_status classify_by(descent_gradient_function *gradient, size_t n, double *matrix,
                                  descent_critical_point **point)
{
    const descent_problem problem = {.dimension = n, .gradient = gradient, .hessian = given_hessian, .context = matrix};
    double *const origin = calloc(n, sizeof *origin);
    const descent_status status = descent_critical_classify(&problem, origin, NULL, point);
    free(origin);
    return status;
}

static descent_status classify(size_t n, double *matrix, descent_critical_point **point)
{
    return classify_by(zero_gradient, n, matrix, point);
}

/* Cyclic Jacobi; the eigenvalues are left on the diagonal, ascending. */
static void jacobi(size_t n, long double a[largest_dimension][largest_dimension], long double *values)
{
    for (int sweep = 0; sweep < 60; sweep++)
        for (size_t p = 0; p < n; p++)
            for (size_t q = p + 1; q < n; q++) {
                if (a[p][q] == 0)
                    continue;
                const long double theta = (a[q][q] - a[p][p]) / (2 * a[p][q]);
                const long double t = (theta < 0 ? -1 : 1) / (fabsl(theta) + hypotl(theta, 1));
                const long double c = 1 / hypotl(t, 1), s = t * c;
                for (size_t k = 0; k < n; k++) {
                    const long double x = a[k][p], y = a[k][q];
                    a[k][p] = c * x - s * y;
                    a[k][q] = s * x + c * y;
                }
                for (size_t k = 0; k < n; k++) {
                    const long double x = a[p][k], y = a[q][k];
                    a[p][k] = c * x - s * y;
                    a[q][k] = s * x + c * y;
                }
                a[p][q] = a[q][p] = 0;
            }
    for (size_t k = 0; k < n; k++) {
        size_t place = k;
        for (; place > 0 && values[place - 1] > a[k][k]; place--)
            values[place] = values[place - 1];
        values[place] = a[k][k];
    }
}

static void exact_eigenvalues(size_t n, const double *matrix, long double *values)
{
    long double a[largest_dimension][largest_dimension];
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++)
            a[i][j] = (long double)matrix[i * n + j];
    jacobi(n, a, values);
}

static uint64_t state = 20231123;

static uint64_t random_bits(void)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state;
}

/* Any finite double: subnormal, tiny, huge, small integer, zero, or near to another entry. */
static double random_entry(double other)
{
    const double mantissa = 1 + (double)(random_bits() >> 12) * 0x1p-52;
    const double sign = random_bits() & 1 ? 1 : -1;
    switch (random_bits() % 9) {
    case 0:
        return 0;
    case 1:
        return sign * (double)(random_bits() % 4) * DBL_TRUE_MIN;
    case 2:
        return sign * ldexp(mantissa, (int)(random_bits() % 2046) - 1022);
    case 3:
        return sign * ldexp(mantissa, 1023);
    case 4:
        return sign * ldexp(mantissa, (int)(random_bits() % 60) - 1074);
    case 5:
        return (double)(random_bits() % 7) - 3;
    case 6:
        return sign * other;
    case 7:
        return nextafter(other, sign * INFINITY) < INFINITY ? fmax(nextafter(other, sign * INFINITY), -DBL_MAX) : other;
    default:
        return sign * mantissa;
    }
}

static void random_matrix(size_t n, double *matrix)
{
    double last = 1;
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j <= i; j++) {
            last = random_entry(last);
            matrix[i * n + j] = matrix[j * n + i] = last;
        }
}

/* vvᵀ of small integers: exactly singular. */
static void singular_matrix(size_t n, double *matrix)
{
    double v[largest_dimension];
    const double factor = ldexp(1, (int)(random_bits() % 2000) - 1000);
    for (size_t i = 0; i < n; i++)
        v[i] = (double)(random_bits() % 9) - 4;
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++)
            matrix[i * n + j] = factor * v[i] * v[j];
}

/* Does long double hold more than double? Under valgrind it does not, whatever the compiler believes. */
static bool reference_is_precise(void)
{
    volatile long double one = 1;
    return one + LDBL_EPSILON > one && LDBL_EPSILON < DBL_EPSILON;
}

static void check_against_exact(size_t n, const double *matrix, const descent_critical_point *point)
{
    if (!reference_is_precise())
        return;
    long double exact[largest_dimension];
    exact_eigenvalues(n, matrix, exact);
    const long double tolerance = (long double)point->eigenvalue_tolerance;
    size_t positive = 0, negative = 0;
    for (size_t k = 0; k < n; k++) {
        /* An eigenvalue beyond the largest double is given as the largest double. */
        const long double held = fmaxl(-(long double)DBL_MAX, fminl(exact[k], (long double)DBL_MAX));
        ck_assert_ldouble_le(fabsl((long double)point->eigenvalues[k] - held), tolerance);
        positive += exact[k] > 0;
        negative += exact[k] < 0;
    }
    switch (point->kind) {
    case DESCENT_CRITICAL_MINIMUM:
        ck_assert_uint_eq(positive, n);
        break;
    case DESCENT_CRITICAL_MAXIMUM:
        ck_assert_uint_eq(negative, n);
        break;
    case DESCENT_CRITICAL_SADDLE:
        ck_assert(positive > 0 && negative > 0);
        break;
    case DESCENT_CRITICAL_DEGENERATE: { /* the claim: one is this close to zero, give or take what was computed */
        long double smallest = INFINITY;
        for (size_t k = 0; k < n; k++)
            smallest = fminl(smallest, fabsl(exact[k]));
        ck_assert_ldouble_le(smallest, 2 * tolerance);
        break;
    }
    default:
        ck_abort_msg("kind %d of a finite symmetric matrix", (int)point->kind);
    }
    ck_assert_uint_le(point->index, negative);
    ck_assert_uint_le(n - point->index - point->nullity, positive);
}

START_TEST(adversarial_matrices)
{
    const size_t count = descent_test_effort(50000);
    for (size_t trial = 0; trial < count; trial++) {
        const size_t n = 1 + trial % largest_dimension;
        double matrix[largest_dimension * largest_dimension];
        descent_critical_point *point;
        if (random_bits() % 8 == 0)
            singular_matrix(n, matrix);
        else
            random_matrix(n, matrix);
        ck_assert_int_eq(classify_by(product_gradient, n, matrix, &point), DESCENT_SUCCESS);
        check_against_exact(n, matrix, point);
        descent_critical_point_free(point);
    }
}
END_TEST

/* These two never returned from GSL's solver as they are. */
START_TEST(matrices_that_hung)
{
    double subnormal[] = {5e-324, -5e-324, -5e-324, 0};
    double mixed[] = {1, 3e-320, 3e-320, 1e-310};
    descent_critical_point *point;
    ck_assert_int_eq(classify(2, subnormal, &point), DESCENT_SUCCESS);
    check_against_exact(2, subnormal, point);
    descent_critical_point_free(point);
    ck_assert_int_eq(classify(2, mixed, &point), DESCENT_SUCCESS);
    check_against_exact(2, mixed, point);
    descent_critical_point_free(point);
}
END_TEST

START_TEST(not_finite_is_refused)
{
    const double wrong[] = {NAN, INFINITY, -INFINITY};
    for (size_t k = 0; k < 3; k++)
        for (size_t place = 0; place < 4; place++) {
            double matrix[] = {-1, 2, 2, 0};
            descent_critical_point *point = (descent_critical_point *)matrix;
            matrix[place] = wrong[k];
            ck_assert_int_eq(classify(2, matrix, &point), DESCENT_ENONFINITE);
            ck_assert_ptr_null(point);
            ck_assert_ptr_nonnull(strstr(descent_error_detail(), "Hessian"));
        }
}
END_TEST

START_TEST(asymmetry_is_reported)
{
    /* (H + Hᵀ)/2 is diag(4, 1) with 1/2 beside; ‖(H − Hᵀ)/2‖_F = √2/2. */
    double matrix[] = {4, 1, 0, 1};
    descent_critical_point *point;
    ck_assert_int_eq(classify(2, matrix, &point), DESCENT_SUCCESS);
    ck_assert_double_eq_tol(point->asymmetry, 0.25, 1e-15);
    ck_assert_int_eq(point->tolerance_source, DESCENT_TOLERANCE_ASYMMETRY);
    ck_assert_double_eq_tol(point->eigenvalue_tolerance, sqrt(0.5), 1e-15);
    ck_assert_int_eq(point->kind, DESCENT_CRITICAL_MINIMUM); /* (5 ± √10)/2 = 4.08, 0.92 are beyond it */
    ck_assert_double_eq(point->hessian[1], 0.5);
    ck_assert_double_eq(point->hessian[2], 0.5);
    descent_critical_point_free(point);

    double rotation[] = {0, 1, -1, 0};
    ck_assert_int_eq(classify(2, rotation, &point), DESCENT_SUCCESS);
    ck_assert_int_eq(point->kind, DESCENT_CRITICAL_DEGENERATE);
    ck_assert_double_eq(point->asymmetry, 2);
    descent_critical_point_free(point);
}
END_TEST

/* The 3×3 Hilbert matrix: the values are those of NumPy's eigvalsh, the vectors are held against H v = λ v. */
START_TEST(vectors_belong_to_values)
{
    double hilbert[] = {1, 1. / 2, 1. / 3, 1. / 2, 1. / 3, 1. / 4, 1. / 3, 1. / 4, 1. / 5};
    const double expected[] = {0.002687340355773545, 0.12232706585390565, 1.4083189271236538};
    descent_critical_point *point;
    ck_assert_int_eq(classify(3, hilbert, &point), DESCENT_SUCCESS);
    ck_assert_int_eq(point->kind, DESCENT_CRITICAL_MINIMUM);
    ck_assert_double_eq_tol(point->condition, 524.05677758606, 1e-9);
    for (size_t k = 0; k < 3; k++) {
        const double *const v = point->eigenvectors + 3 * k;
        ck_assert_double_eq_tol(point->eigenvalues[k], expected[k], 1e-15);
        ck_assert_double_le(point->residuals[k], 1e-15);
        double largest = 0;
        for (size_t i = 0; i < 3; i++) {
            double product = 0;
            for (size_t j = 0; j < 3; j++)
                product += hilbert[i * 3 + j] * v[j];
            ck_assert_double_eq_tol(product, point->eigenvalues[k] * v[i], 1e-15);
            largest = fabs(v[i]) > fabs(largest) ? v[i] : largest;
        }
        ck_assert_double_gt(largest, 0);
        for (size_t j = 0; j <= k; j++) {
            double dot = 0;
            for (size_t i = 0; i < 3; i++)
                dot += v[i] * point->eigenvectors[3 * j + i];
            ck_assert_double_eq_tol(dot, j == k ? 1 : 0, 1e-15);
        }
    }
    descent_critical_point_free(point);
}
END_TEST

/* Entries uniform in (−scale, scale). */
static double *random_dense(size_t n, double scale)
{
    double *const matrix = malloc(n * n * sizeof *matrix);
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j <= i; j++)
            matrix[i * n + j] = matrix[j * n + i] = scale * ((double)(random_bits() >> 11) * 0x1p-52 - 1);
    return matrix;
}

/* GSL's answer, in ascending order. */
static void values_by_gsl(size_t n, const double *matrix, gsl_vector *values)
{
    gsl_matrix *const copy = gsl_matrix_alloc(n, n), *const vectors = gsl_matrix_alloc(n, n);
    gsl_eigen_symmv_workspace *const workspace = gsl_eigen_symmv_alloc(n);
    memcpy(copy->data, matrix, n * n * sizeof *matrix);
    ck_assert_int_eq(gsl_eigen_symmv(copy, values, vectors, workspace), 0);
    gsl_eigen_symmv_sort(values, vectors, GSL_EIGEN_SORT_VAL_ASC);
    gsl_eigen_symmv_free(workspace);
    gsl_matrix_free(vectors);
    gsl_matrix_free(copy);
}

/* Hv = λv and vᵀw = 0 or 1, to a few roundings of n terms; the largest component of v is positive. */
static void check_vectors(size_t n, const double *matrix, const descent_critical_point *point, double norm)
{
    const double rounding = (double)n * DBL_EPSILON;
    for (size_t k = 0; k < n; k++) {
        const double *const v = point->eigenvectors + k * n;
        double largest = 0;
        ck_assert_double_le(point->residuals[k], 2 * rounding * norm);
        for (size_t i = 0; i < n; i++) {
            double product = 0;
            for (size_t j = 0; j < n; j++)
                product += matrix[i * n + j] * v[j];
            ck_assert_double_eq_tol(product, point->eigenvalues[k] * v[i], 2 * rounding * norm);
            largest = fabs(v[i]) > fabs(largest) ? v[i] : largest;
        }
        ck_assert_double_gt(largest, 0);
        for (size_t j = 0; j <= k; j++) {
            double dot = 0;
            for (size_t i = 0; i < n; i++)
                dot += v[i] * point->eigenvectors[j * n + i];
            ck_assert_double_eq_tol(dot, j == k ? 1 : 0, 2 * rounding);
        }
    }
}

/* On both sides of where another solver may take over, and at scales whose squares no double holds. */
START_TEST(large_matrices_as_by_gsl)
{
    const struct {
        size_t dimension;
        double scale;
    } cases[] = {{100, 1}, {101, 1}, {150, 1e200}, {150, 1e-200}, {200, 1}};
    for (size_t which = 0; which < sizeof cases / sizeof cases[0]; which++) {
        const size_t n = cases[which].dimension;
        double *const unit = random_dense(n, 1), *const matrix = malloc(n * n * sizeof *matrix);
        const int exponent = ilogb(cases[which].scale);
        for (size_t i = 0; i < n * n; i++)
            matrix[i] = scalbn(unit[i], exponent);
        gsl_vector *const expected = gsl_vector_alloc(n);
        values_by_gsl(n, unit, expected);
        const double norm = fmax(fabs(gsl_vector_get(expected, 0)), fabs(gsl_vector_get(expected, n - 1)));
        descent_critical_point *point;
        assert_success(classify(n, matrix, &point));
        ck_assert_int_eq(point->kind, DESCENT_CRITICAL_SADDLE);
        for (size_t k = 0; k < n; k++)
            ck_assert_double_eq_tol(scalbn(point->eigenvalues[k], -exponent), gsl_vector_get(expected, k),
                                    (double)n * DBL_EPSILON * norm);
        check_vectors(n, matrix, point, scalbn(norm, exponent));
        descent_critical_point_free(point);
        gsl_vector_free(expected);
        free(matrix);
        free(unit);
    }
}
END_TEST

START_TEST(large_matrix_not_finite)
{
    const size_t n = 150;
    double *const matrix = random_dense(n, 1);
    matrix[n * n - 2] = matrix[n * n - n - 1] = NAN;
    descent_critical_point *point;
    ck_assert_int_eq(classify(n, matrix, &point), DESCENT_ENONFINITE);
    ck_assert_ptr_null(point);
    free(matrix);
}
END_TEST

/*
 * Matrices whose entries are of many sizes. Their eigenvalues by GSL are off by up to 3.8·n·ε·‖H‖ (seen in three million).
 */
START_TEST(eigenvalues_of_graded_matrices_are_within_the_tolerance)
{
    const size_t count = descent_test_effort(50000);
    for (size_t trial = 0; trial < count; trial++) {
        const size_t n = 2 + trial % 3;
        double matrix[largest_dimension * largest_dimension];
        descent_critical_point *point;
        for (size_t i = 0; i < n; i++)
            for (size_t j = 0; j <= i; j++) {
                const double entry = (double)(random_bits() >> 12) * 0x1p-51 - 1;
                const double small = ldexp(entry, -(int)(random_bits() % 50));
                matrix[i * n + j] = matrix[j * n + i] = i == j && trial % 2 == 0 ? 1 + small : small;
            }
        ck_assert_int_eq(classify_by(product_gradient, n, matrix, &point), DESCENT_SUCCESS);
        ck_assert_int_eq(point->tolerance_source, DESCENT_TOLERANCE_ROUNDING);
        check_against_exact(n, matrix, point);
        descent_critical_point_free(point);
    }
}
END_TEST

int main(void)
{
    const TTest *const long_tests[] = {large_matrices_as_by_gsl,
                                       eigenvalues_of_graded_matrices_are_within_the_tolerance};
    const TTest *const tests[] = {adversarial_matrices,  matrices_that_hung,       not_finite_is_refused,
                                  asymmetry_is_reported, vectors_belong_to_values, large_matrix_not_finite};
    Suite *const suite = descent_test_suite("critical_symmetric", tests, sizeof tests / sizeof tests[0]);
    descent_test_add_long(suite, long_tests, sizeof long_tests / sizeof *long_tests, 0);
    return descent_test_main(suite);
}
