/* Lanczos, MINRES and the tridiagonal solver against spectra known exactly: diagonal ones, and ones turned by a
 * reflection. */
#include <float.h>
#include <math.h>
#include <stdlib.h>

#include "critical/large/lanczos.h"
#include "critical/large/minres.h"
#include "critical/large/tridiagonal.h"

#include "support.h"

enum {
    most = 64
};

static const double pi = 3.14159265358979323846;

/* H = factor·R·diag(d)·R with the reflection R = 1 − 2uuᵀ; u = 0 leaves it diagonal. */
typedef struct spectrum {
    double d[most], u[most], factor;
} spectrum;

static void reflect(size_t n, const double *u, double *v)
{
    double dot = 0;
    for (size_t i = 0; i < n; i++)
        dot += u[i] * v[i];
    for (size_t i = 0; i < n; i++)
        v[i] -= 2 * dot * u[i];
}

static int times(size_t n, const double *x, const double *v, double *product, void *context)
{
    const spectrum *const s = context;
    (void)x;
    for (size_t i = 0; i < n; i++)
        product[i] = v[i];
    reflect(n, s->u, product);
    for (size_t i = 0; i < n; i++)
        product[i] *= s->d[i];
    reflect(n, s->u, product);
    for (size_t i = 0; i < n; i++)
        product[i] *= s->factor;
    return 0;
}

static int no_gradient(size_t n, const double *x, double *gradient, void *context)
{
    (void)n, (void)x, (void)gradient, (void)context;
    return 1; /* nobody asks for it where there are products */
}

/* A Krylov run on a spectrum. */
typedef struct run {
    descent__evaluator evaluator;
    descent__krylov krylov;
    double origin[most];
} run;

static void run_open(run *r, size_t n, spectrum *s, uint64_t limit)
{
    *r = (run){.origin = {0}};
    const descent_problem problem = {.dimension = n, .gradient = no_gradient, .hessian_product = times, .context = s};
    assert_success(descent__evaluator_open(&r->evaluator, &problem));
    assert_success(descent__krylov_open(&r->krylov, &r->evaluator, r->origin, limit));
}

static void run_close(run *r)
{
    descent__krylov_close(&r->krylov);
    descent__evaluator_close(&r->evaluator);
}

/* A unit vector in which no component is zero. */
static void set_mirror(size_t n, spectrum *s)
{
    double norm = 0;
    for (size_t i = 0; i < n; i++)
        norm = hypot(norm, s->u[i] = 1 + (double)(i * i % 7));
    for (size_t i = 0; i < n; i++)
        s->u[i] /= norm;
}

static double norm_of(size_t n, const double *v)
{
    double norm = 0;
    for (size_t i = 0; i < n; i++)
        norm = hypot(norm, v[i]);
    return norm;
}

/* ‖Hv − λv‖, computed here. */
static double residual_of(size_t n, spectrum *s, const double *v, double value)
{
    double product[most];
    times(n, NULL, v, product, s);
    for (size_t i = 0; i < n; i++)
        product[i] -= value * v[i];
    return norm_of(n, product);
}

/* What must hold of an end of any spectrum: `exact` is its true value, `size` the norm, `side` −1 at the low end. */
static void expect_end(double value, double residual, double bound, double exact, double size, int side)
{
    const double rounding = 1e-14 * size;
    ck_assert_double_le(side * (value - exact), rounding); /* a Rayleigh quotient never lies outside */
    ck_assert_double_ge(side * (bound - exact), -rounding);
    /* As good as was asked: a hundredth of the end is left, or rounding if that is more. */
    ck_assert_double_le(residual, 1e-2 * fabs(value) + rounding);
    ck_assert_double_le(fabs(value - exact), residual + rounding);
}

static double least(size_t n, const double *d, double factor)
{
    double value = INFINITY;
    for (size_t i = 0; i < n; i++)
        value = fmin(value, factor * d[i]);
    return value;
}

static void look(size_t n, spectrum *s)
{
    run r;
    double vector[most];
    descent__ritz ritz;
    const double low = least(n, s->d, s->factor), high = -least(n, s->d, -s->factor);
    const double size = fmax(fabs(low), fabs(high));
    run_open(&r, n, s, 1000);
    assert_success(descent__lanczos_lowest(&r.krylov, NULL, 0, 1e-13, vector, &ritz));
    const double *const highest = r.krylov.vectors[descent__krylov_highest];
    expect_end(ritz.lowest, ritz.lowest_residual, ritz.lower_bound, low, size, -1);
    expect_end(ritz.highest, ritz.highest_residual, ritz.upper_bound, high, size, 1);
    ck_assert_double_eq_tol(norm_of(n, vector), 1, 1e-14);
    ck_assert_double_eq_tol(norm_of(n, highest), 1, 1e-14);
    ck_assert_double_eq_tol(residual_of(n, s, vector, ritz.lowest) / size, ritz.lowest_residual / size, 1e-13);
    ck_assert_double_eq_tol(residual_of(n, s, highest, ritz.highest) / size, ritz.highest_residual / size, 1e-13);
    ck_assert_double_eq(ritz.skew, 0);
    ck_assert_uint_le(ritz.steps, n);
    ck_assert_uint_eq(r.krylov.products, 2 * ritz.steps + 1); /* two passes, one short, and two vectors measured */
    run_close(&r);
}

START_TEST(diagonal_and_turned_spectra)
{
    static const double factors[] = {1, -1, 1e-300, -1e300};
    for (size_t n = 3; n <= most; n += 1 + n / 4)
        for (int kind = 0; kind < 4; kind++)
            for (int turned = 0; turned < 2; turned++)
                for (size_t f = 0; f < 4; f++) {
                    spectrum s = {.factor = factors[f]};
                    for (size_t i = 0; i < n; i++) {
                        const double t = (double)i / (double)(n - 1);
                        s.d[i] = kind == 0   ? 1 + (double)i
                                 : kind == 1 ? t - 0.3
                                 : kind == 2 ? pow(10, 3 * t) * (i % 2 ? -1 : 1)
                                             : (i < n / 2 ? -2 : 5);
                    }
                    if (turned)
                        set_mirror(n, &s);
                    look(n, &s);
                }
}
END_TEST

/* A multiple of the identity: one step, and nothing is left of it. */
START_TEST(one_eigenvalue)
{
    static const double values[] = {3, -3, 0, 0x1p-1060};
    for (size_t k = 0; k < sizeof values / sizeof values[0]; k++) {
        run r;
        spectrum s = {.factor = values[k]};
        double vector[most];
        descent__ritz ritz;
        for (size_t i = 0; i < 10; i++)
            s.d[i] = 1;
        run_open(&r, 10, &s, 100);
        assert_success(descent__lanczos_lowest(&r.krylov, NULL, 0, 1e-13, vector, &ritz));
        ck_assert_uint_eq(ritz.steps, 1);
        ck_assert_double_eq_tol(ritz.lowest, values[k], 1e-15 * fabs(values[k]) + 10 * DBL_TRUE_MIN);
        ck_assert_double_eq_tol(ritz.highest, values[k], 1e-15 * fabs(values[k]) + 10 * DBL_TRUE_MIN);
        ck_assert_uint_eq(ritz.negative, values[k] < 0);
        run_close(&r);
    }
}
END_TEST

/* descent__exhausted_roundings: what one eigenvalue off by a rounding leaves of a product is nothing, and 1e-13 is
 * something. */
START_TEST(an_exhausted_space)
{
    for (int more = 0; more < 2; more++) {
        run r;
        spectrum s = {.factor = 1};
        double vector[most];
        descent__ritz ritz;
        for (size_t i = 0; i < 10; i++)
            s.d[i] = i > 0 ? 1 : 1 + (more ? 1e-13 : DBL_EPSILON);
        run_open(&r, 10, &s, 100);
        assert_success(descent__lanczos_lowest(&r.krylov, NULL, 0, 1e-13, vector, &ritz));
        ck_assert_uint_eq(ritz.steps, more ? 2 : 1);
        run_close(&r);
    }
}
END_TEST

/* With all steps that there are, each negative eigenvalue is counted, and equal ones once. */
START_TEST(negative_eigenvalues)
{
    for (size_t negative = 0; negative <= 8; negative++) {
        run r;
        spectrum s = {.factor = 1};
        double vector[most];
        descent__ritz ritz;
        for (size_t i = 0; i < 8; i++)
            s.d[i] = i < negative ? -1 - (double)i : 1 + (double)i;
        set_mirror(8, &s);
        run_open(&r, 8, &s, 1000);
        assert_success(descent__lanczos_lowest(&r.krylov, NULL, 0, 1e-13, vector, &ritz));
        ck_assert_uint_le(ritz.negative, negative);
        ck_assert_uint_ge(ritz.negative, negative > 0);
        if (ritz.steps == 8)
            ck_assert_uint_eq(ritz.negative, negative);
        run_close(&r);
    }
    spectrum twice = {.d = {-1, -1, -1, 2, 2, 2}, .factor = 1};
    run r;
    double vector[most];
    descent__ritz ritz;
    run_open(&r, 6, &twice, 1000);
    assert_success(descent__lanczos_lowest(&r.krylov, NULL, 0, 1e-13, vector, &ritz));
    ck_assert_uint_eq(ritz.steps, 2);
    ck_assert_uint_eq(ritz.negative, 1);
    run_close(&r);
}
END_TEST

/* With the lowest vectors locked the next ones follow, orthogonal to them, also those of one eigenvalue. */
START_TEST(one_after_the_other)
{
    enum {
        n = 12,
        pairs = 5
    };
    static const double expected[pairs] = {-4, -4, -4, -1, 2};
    spectrum s = {.factor = 1};
    double vectors[pairs * n];
    run r;
    for (size_t i = 0; i < n; i++)
        s.d[i] = i < pairs ? expected[i] : 10 + (double)i;
    set_mirror(n, &s);
    run_open(&r, n, &s, 10000);
    for (size_t k = 0; k < pairs; k++) {
        descent__ritz ritz;
        assert_success(descent__lanczos_lowest(&r.krylov, vectors, k, 1e-13, vectors + k * n, &ritz));
        ck_assert_double_eq_tol(ritz.lowest, expected[k], 1e-3);
        for (size_t j = 0; j < k; j++) {
            double dot = 0;
            for (size_t i = 0; i < n; i++)
                dot += vectors[j * n + i] * vectors[k * n + i];
            ck_assert_double_eq_tol(dot, 0, 1e-13);
        }
    }
    run_close(&r);
}
END_TEST

START_TEST(few_products)
{
    for (uint64_t limit = 1; limit < 20; limit++) {
        run r;
        spectrum s = {.factor = 1};
        double vector[most];
        descent__ritz ritz;
        for (size_t i = 0; i < most; i++)
            s.d[i] = pow(1.3, (double)i);
        run_open(&r, most, &s, limit);
        assert_success(descent__lanczos_lowest(&r.krylov, NULL, 0, 1e-13, vector, &ritz));
        ck_assert_uint_le(ritz.steps, limit / 2 > 0 ? limit / 2 : 1);
        ck_assert_uint_le(r.krylov.products, limit + 2);
        ck_assert_double_ge(ritz.lowest, 1);
        ck_assert_double_le(ritz.highest, s.d[most - 1] * (1 + 1e-14));
        run_close(&r);
    }
}
END_TEST

static int product_of_nothing(size_t n, const double *x, const double *v, double *product, void *context)
{
    (void)n, (void)x, (void)v, (void)product, (void)context;
    return 0; /* writes nothing, which is NaN */
}

/* The same huge number, of the sign of the first, for whatever is asked: no symmetric matrix. */
static int all_of_them(size_t n, const double *x, const double *v, double *product, void *context)
{
    const double *const d = context;
    (void)x, (void)v;
    for (size_t i = 0; i < n; i++)
        product[i] = d[0];
    return 0;
}

START_TEST(failing_products)
{
    run r;
    spectrum s = {.factor = 1, .d = {1, 2, 3, 4, 5}};
    double vector[most], gradient[most] = {1, 1, 1, 1, 1}, residual;
    descent__ritz ritz;
    run_open(&r, 5, &s, 100);
    r.evaluator.problem.hessian_product = product_of_nothing;
    assert_failure(descent__lanczos_lowest(&r.krylov, NULL, 0, 1e-13, vector, &ritz), DESCENT_ENONFINITE, "product");
    assert_failure(descent__minres(&r.krylov, gradient, 1e-6, vector, &residual), DESCENT_ENONFINITE, "product");
    ck_assert_uint_eq(r.krylov.products, 2);
    run_close(&r);
}
END_TEST

/* Finite products of which the sums are not: a quotient that is not finite is no eigenvalue, of either end. */
START_TEST(products_near_the_largest_number)
{
    for (int sign = -1; sign <= 1; sign += 2)
        for (size_t n = 2; n <= 8; n++) {
            run r;
            spectrum s = {.factor = 1};
            double vector[most];
            descent__ritz ritz;
            for (size_t i = 0; i < n; i++)
                s.d[i] = i % 2 ? 1 : sign * DBL_MAX;
            run_open(&r, n, &s, 100);
            r.evaluator.problem.hessian_product = all_of_them;
            r.evaluator.problem.context = s.d;
            assert_failure(descent__lanczos_lowest(&r.krylov, NULL, 0, 1e-13, vector, &ritz), DESCENT_ENONFINITE,
                           "finite");
            run_close(&r);
        }
}
END_TEST

/* ‖Hp + g‖/‖g‖, computed here. */
static double rest_of(size_t n, spectrum *s, const double *step, const double *gradient)
{
    double product[most];
    times(n, NULL, step, product, s);
    for (size_t i = 0; i < n; i++)
        product[i] += gradient[i];
    return norm_of(n, product) / norm_of(n, gradient);
}

/* −H⁻¹g, of definite and indefinite matrices, to the accuracy asked for and at every scale. */
START_TEST(newton_steps)
{
    static const double scales[] = {1, 1e-150, 1e150};
    for (size_t n = 3; n <= most; n += 1 + n / 4)
        for (int indefinite = 0; indefinite < 2; indefinite++)
            for (size_t k = 0; k < 3; k++)
                for (int digits = 1; digits <= 10; digits += 3) {
                    run r;
                    spectrum s = {.factor = scales[k]};
                    double gradient[most], step[most], residual, exact[most];
                    for (size_t i = 0; i < n; i++) {
                        s.d[i] = (1 + (double)i / (double)n) * (indefinite && i % 3 == 0 ? -1 : 1);
                        gradient[i] = cos((double)i) * scales[2 - k];
                        exact[i] = -gradient[i];
                    }
                    set_mirror(n, &s);
                    reflect(n, s.u, exact);
                    for (size_t i = 0; i < n; i++)
                        exact[i] /= s.d[i] * s.factor;
                    reflect(n, s.u, exact);
                    run_open(&r, n, &s, 1000);
                    const double accuracy = pow(10, -digits);
                    assert_success(descent__minres(&r.krylov, gradient, accuracy, step, &residual));
                    ck_assert_double_le(residual, accuracy);
                    ck_assert_double_eq_tol(rest_of(n, &s, step, gradient), residual, 1e-12);
                    /* |λ| ≥ 1, so the step is off by no more than the residual. */
                    const double unit = norm_of(n, gradient) / scales[k];
                    for (size_t i = 0; i < n; i++)
                        ck_assert_double_eq_tol(step[i] / unit, exact[i] / unit, accuracy + 1e-12);
                    run_close(&r);
                }
}
END_TEST

/* A gradient in the kernel: no step changes it. In the range: the shortest step. None: no step. */
START_TEST(singular_systems)
{
    spectrum s = {.factor = 1, .d = {0, 0, 2, 5}};
    const double kernel[] = {1, 0, 0, 0}, range[] = {0, 0, 3, 4}, none[4] = {0};
    double step[most], residual;
    run r;
    run_open(&r, 4, &s, 100);
    assert_success(descent__minres(&r.krylov, kernel, 1e-6, step, &residual));
    ck_assert_double_eq(residual, 1);
    ck_assert_double_eq(norm_of(4, step), 0);
    assert_success(descent__minres(&r.krylov, range, 1e-6, step, &residual));
    ck_assert_double_le(residual, 1e-6);
    ck_assert_double_eq(hypot(step[0], step[1]), 0);
    ck_assert_double_eq_tol(step[2], -1.5, 1e-14);
    ck_assert_double_eq_tol(step[3], -0.8, 1e-14);
    r.krylov.products = 0;
    assert_success(descent__minres(&r.krylov, none, 1e-6, step, &residual));
    ck_assert_double_eq(residual, 0);
    ck_assert_double_eq(norm_of(4, step), 0);
    ck_assert_uint_eq(r.krylov.products, 0);
    run_close(&r);
}
END_TEST

/* All eigenvalues and vectors of a tridiagonal matrix; the k-th is `known(m, k)`. */
static void expect_tridiagonal(size_t m, const double *a, const double *b, double (*known)(size_t, size_t), double norm)
{
    for (size_t k = 0; k < m; k++) {
        double vector[most], work[3 * most];
        const double value = descent__tridiagonal_eigenvalue(m, a, b, k);
        ck_assert_double_eq_tol(value, known(m, k), 4 * DBL_EPSILON * (double)m * norm);
        descent__tridiagonal_vector(m, a, b, value, vector, work);
        ck_assert_double_eq_tol(norm_of(m, vector), 1, 1e-14);
        for (size_t i = 0; i < m; i++) {
            const double rest = (a[i] - value) * vector[i] + (i > 0 ? b[i - 1] * vector[i - 1] : 0) +
                                (i + 1 < m ? b[i] * vector[i + 1] : 0);
            ck_assert_double_eq_tol(rest, 0, 1e-13 * norm);
        }
    }
}

/* 2 − 2cos(kπ/(m + 1)), of (−1, 2, −1). */
static double chain(size_t m, size_t k)
{
    const double half = sin((double)(k + 1) * pi / (2 * (double)(m + 1)));
    return 4 * half * half;
}

/* −(m − 1), −(m − 3), …, m − 1, of the matrix with √(i(m − i)) beside a diagonal of zeros (Kac 1947), over m. */
static double kac(size_t m, size_t k)
{
    return (2 * (double)k - (double)(m - 1)) / (double)m;
}

/* A diagonal matrix whose entries come in twos. */
static double twos(size_t m, size_t k)
{
    (void)m;
    return (double)(k / 2);
}

START_TEST(tridiagonal_spectra)
{
    for (size_t m = 1; m <= most; m += descent_test_in_full() || m < 10 ? 1 : 5) {
        double a[most], b[most];
        for (size_t i = 0; i < m; i++) {
            a[i] = 2;
            b[i] = -1;
        }
        expect_tridiagonal(m, a, b, chain, 4);
        for (size_t i = 0; i < m; i++) {
            a[i] = 0;
            b[i] = sqrt((double)((i + 1) * (m - 1 - i))) / (double)m;
        }
        expect_tridiagonal(m, a, b, kac, 1);
        for (size_t i = 0; i < m; i++) {
            a[i] = (double)((m - 1 - i) / 2);
            b[i] = 0;
        }
        if (m % 2 == 0)
            expect_tridiagonal(m, a, b, twos, (double)m);
    }
}
END_TEST

/* Wilkinson's W₂₁⁺: its two largest eigenvalues agree in fifteen digits (Wilkinson 1965, page 309). */
START_TEST(nearly_equal_eigenvalues)
{
    double a[21], b[21];
    for (size_t i = 0; i < 21; i++) {
        a[i] = fabs((double)i - 10);
        b[i] = 1;
    }
    for (size_t k = 19; k < 21; k++)
        ck_assert_double_eq_tol(descent__tridiagonal_eigenvalue(21, a, b, k), 10.7461941829034, 1e-13);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {diagonal_and_turned_spectra,
                                  one_eigenvalue,
                                  an_exhausted_space,
                                  negative_eigenvalues,
                                  one_after_the_other,
                                  few_products,
                                  failing_products,
                                  products_near_the_largest_number,
                                  newton_steps,
                                  singular_systems,
                                  tridiagonal_spectra,
                                  nearly_equal_eigenvalues};
    return descent_test_main(descent_test_suite("inside_lanczos", tests, sizeof tests / sizeof tests[0]));
}
