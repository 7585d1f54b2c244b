/* Eigenvalues of small general matrices against matrices whose spectra are known. */
#include <float.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/eigenvalues.h"
#include "critical/dense/lapack.h"
#include "critical/dense/symmetric.h"

#include "support.h"

enum {
    most = 16
};

static const double pi = 3.14159265358979323846;

/* A copy of the matrix has exactly these eigenvalues, each within the tolerance, in ascending modulus. */
static void expect_spectrum(size_t n, const double complex *matrix, const double complex *known, double tolerance)
{
    double complex copy[most * most], found[most];
    bool taken[most] = {false};
    for (size_t i = 0; i < n * n; i++)
        copy[i] = matrix[i];
    ck_assert(descent__eigenvalues(n, copy, found));
    for (size_t k = 1; k < n; k++)
        ck_assert_double_le(cabs(found[k - 1]), cabs(found[k]));
    for (size_t k = 0; k < n; k++) {
        size_t nearest = n;
        for (size_t j = 0; j < n; j++)
            if (!taken[j] && (nearest == n || cabs(found[j] - known[k]) < cabs(found[nearest] - known[k])))
                nearest = j;
        taken[nearest] = true;
        ck_assert_msg(cabs(found[nearest] - known[k]) <= tolerance, "n = %zu: %.17g + %.17gi for %.17g + %.17gi", n,
                      creal(found[nearest]), cimag(found[nearest]), creal(known[k]), cimag(known[k]));
    }
}

/* Numbers over [−1, 1): a linear congruential generator (Knuth's MMIX). */
static double next(uint64_t *state)
{
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (double)(*state >> 11) * 0x1p-52 - 1;
}

START_TEST(triangular)
{
    uint64_t state = 1;
    for (size_t n = 1; n <= most; n++)
        for (int lower = 0; lower < 2; lower++) {
            double complex a[most * most] = {0}, known[most];
            for (size_t i = 0; i < n; i++) {
                known[i] = a[i * n + i] = (double)(i + 1) * (i % 2 ? 1 : -1) + I * (double)(i % 3);
                /* Small off the diagonal, where the spectrum of a triangular matrix is as sensitive as 2ⁿ. */
                for (size_t j = i + 1; j < n; j++)
                    a[lower ? j * n + i : i * n + j] = 0.1 * next(&state) + 0.1 * next(&state) * I;
            }
            expect_spectrum(n, a, known, 1e-12);
        }
}
END_TEST

/* zⁿ − 1: the n-th roots of unity. */
START_TEST(companion_of_roots_of_unity)
{
    for (size_t n = 1; n <= most; n++) {
        double complex a[most * most] = {0}, known[most];
        for (size_t i = 0; i < n; i++) {
            a[i * n + (i + n - 1) % n] = 1;
            known[i] = cexp(2 * pi * I * (double)i / (double)n);
        }
        expect_spectrum(n, a, known, 1e-13);
    }
}
END_TEST

/* (z − 1)(z − 2)…(z − n), by its coefficients. Its roots' condition grows fast: for n = 6 it is about 1e3. */
START_TEST(companion_of_integers)
{
    for (size_t n = 1; n <= 6; n++) {
        double coefficients[most + 1] = {1};
        double complex a[most * most] = {0}, known[most];
        for (size_t k = 1; k <= n; k++) {
            for (size_t i = k; i > 0; i--)
                coefficients[i] = coefficients[i - 1] - (double)k * coefficients[i];
            coefficients[0] *= -(double)k;
            known[k - 1] = (double)k;
        }
        for (size_t i = 0; i < n; i++) {
            a[i * n + n - 1] = -coefficients[i];
            if (i > 0)
                a[i * n + i - 1] = 1;
        }
        expect_spectrum(n, a, known, 1e-9);
    }
}
END_TEST

/* Rotations by known angles in separate planes, none of which the real axis meets. */
START_TEST(rotations)
{
    for (size_t planes = 1; planes <= most / 2; planes++) {
        const size_t n = 2 * planes;
        double complex a[most * most] = {0}, known[most];
        for (size_t k = 0; k < planes; k++) {
            const double angle = pi * ((double)k + 0.5) / (double)planes, size = 1 + (double)k;
            const size_t i = 2 * k;
            a[i * n + i] = a[(i + 1) * n + i + 1] = size * cos(angle);
            a[i * n + i + 1] = -size * sin(angle);
            a[(i + 1) * n + i] = size * sin(angle);
            known[i] = size * cexp(I * angle);
            known[i + 1] = size * cexp(-I * angle);
        }
        expect_spectrum(n, a, known, 1e-14 * (double)n);
    }
}
END_TEST

/* A Jordan block with δ in its corner: λ plus the n-th roots of δ. Without it: λ, n times. */
START_TEST(nearly_defective)
{
    for (size_t n = 2; n <= 6; n++)
        for (int exact = 0; exact < 2; exact++) {
            const double delta = exact ? 0 : 1e-6, root = pow(delta, 1 / (double)n);
            double complex a[most * most] = {0}, known[most];
            for (size_t i = 0; i < n; i++) {
                a[i * n + i] = 0.5 - 0.25 * I;
                if (i + 1 < n)
                    a[i * n + i + 1] = 1;
                known[i] = 0.5 - 0.25 * I + root * cexp(2 * pi * I * (double)i / (double)n);
            }
            a[(n - 1) * n] = delta;
            /* A rounding of the corner moves the roots by ε/(n·root^(n − 1)). */
            expect_spectrum(n, a, known, exact ? 1e-15 : 20 * DBL_EPSILON / pow(root, (double)n - 1));
        }
}
END_TEST

/* Turned by unitary rotations, which change no eigenvalue: a normal matrix keeps them to rounding. */
static void turn(size_t n, double complex *a, uint64_t *state)
{
    for (size_t p = 0; p + 1 < n; p++)
        for (size_t q = p + 1; q < n; q++) {
            const double angle = pi * next(state);
            const double complex s = sin(angle) * cexp(I * pi * next(state));
            const double c = cos(angle);
            for (size_t k = 0; k < n; k++) {
                const double complex u = a[p * n + k], v = a[q * n + k];
                a[p * n + k] = c * u + s * v;
                a[q * n + k] = -conj(s) * u + c * v;
            }
            for (size_t k = 0; k < n; k++) {
                const double complex u = a[k * n + p], v = a[k * n + q];
                a[k * n + p] = c * u + conj(s) * v;
                a[k * n + q] = -s * u + c * v;
            }
        }
}

START_TEST(turned_diagonals_at_every_scale)
{
    static const double scales[] = {1, 1e-300, 1e300, 0x1p-1000, 0x1p1000};
    uint64_t state = 7;
    for (size_t n = 1; n <= most; n++)
        for (size_t s = 0; s < sizeof scales / sizeof scales[0]; s++) {
            double complex a[most * most] = {0}, known[most];
            for (size_t i = 0; i < n; i++)
                a[i * n + i] = i % 4 == 3 ? 1 : next(&state) + next(&state) * I; /* some of them the same */
            for (size_t i = 0; i < n; i++)
                known[i] = a[i * n + i] * scales[s];
            turn(n, a, &state);
            for (size_t i = 0; i < n * n; i++)
                a[i] *= scales[s];
            expect_spectrum(n, a, known, 1e-13 * scales[s]);
        }
}
END_TEST

/* The sums of the eigenvalues' powers are the traces of the matrix's powers. */
START_TEST(traces_of_powers)
{
    uint64_t state = 3;
    for (size_t trial = 0; trial < descent_test_effort(200); trial++) {
        const size_t n = 1 + trial % most;
        double complex a[most * most], power[most * most], values[most], trace[3] = {0}, sum[3] = {0};
        for (size_t i = 0; i < n * n; i++)
            power[i] = a[i] = next(&state) + (trial % 3 ? next(&state) * I : 0);
        for (size_t k = 0; k < 3; k++) {
            double complex product[most * most] = {0};
            for (size_t i = 0; i < n; i++)
                trace[k] += power[i * n + i];
            for (size_t i = 0; i < n; i++)
                for (size_t j = 0; j < n; j++)
                    for (size_t m = 0; m < n; m++)
                        product[i * n + j] += power[i * n + m] * a[m * n + j];
            for (size_t i = 0; i < n * n; i++)
                power[i] = product[i];
        }
        ck_assert(descent__eigenvalues(n, a, values));
        for (size_t i = 0; i < n; i++) {
            sum[0] += values[i];
            sum[1] += values[i] * values[i];
            sum[2] += values[i] * values[i] * values[i];
        }
        for (size_t k = 0; k < 3; k++)
            ck_assert_double_le(cabs(sum[k] - trace[k]), 1e-11 * pow((double)n, (double)k + 1));
    }
}
END_TEST

START_TEST(subnormal_entries)
{
    /* 3 and 5 smallest numbers on the diagonal, 7 above it. */
    const double complex a[] = {3 * DBL_TRUE_MIN, 7 * DBL_TRUE_MIN, 0, 5 * DBL_TRUE_MIN};
    const double complex known[] = {3 * DBL_TRUE_MIN, 5 * DBL_TRUE_MIN};
    expect_spectrum(2, a, known, 0);
    const double complex swap[] = {0, DBL_TRUE_MIN, DBL_TRUE_MIN, 0};
    const double complex both[] = {DBL_TRUE_MIN, -DBL_TRUE_MIN};
    expect_spectrum(2, swap, both, 0);
}
END_TEST

START_TEST(largest_entries)
{
    const double complex a[] = {DBL_MAX, DBL_MAX / 2, 0, -DBL_MAX / 4};
    const double complex known[] = {DBL_MAX, -DBL_MAX / 4};
    expect_spectrum(2, a, known, 1e-15 * DBL_MAX);
}
END_TEST

START_TEST(zero_and_nothing)
{
    double complex a[most * most] = {0}, values[most];
    for (size_t n = 0; n <= most; n++) {
        ck_assert(descent__eigenvalues(n, a, values));
        for (size_t i = 0; i < n; i++)
            ck_assert_double_eq(cabs(values[i]), 0);
    }
}
END_TEST

START_TEST(not_finite)
{
    static const double bad[] = {NAN, INFINITY, -INFINITY};
    for (size_t n = 1; n <= 4; n++)
        for (size_t place = 0; place < n * n; place++)
            for (size_t k = 0; k < 6; k++) {
                double complex a[most * most], values[most];
                for (size_t i = 0; i < n * n; i++)
                    a[i] = 1 / (1 + (double)i);
                ((double *)(a + place))[k % 2] = bad[k / 2];
                ck_assert(!descent__eigenvalues(n, a, values));
            }
}
END_TEST

/* ‖Av − λv‖ against ‖A‖, and ‖v‖ = 1. */
static void expect_vector(size_t n, const double *a, double complex value, const double complex *v, double tolerance)
{
    double norm = 0, size = 0, residual = 0;
    for (size_t i = 0; i < n; i++) {
        double complex rest = -value * v[i];
        for (size_t j = 0; j < n; j++) {
            rest += a[i * n + j] * v[j];
            norm = hypot(norm, a[i * n + j]);
        }
        size = hypot(size, cabs(v[i]));
        residual = hypot(residual, cabs(rest));
    }
    ck_assert_double_eq_tol(size, 1, 1e-14);
    ck_assert_msg(residual <= tolerance * norm, "residual %g of %g", residual, norm);
}

START_TEST(vectors)
{
    double complex work[most * most + most], v[most], values[most], copy[most * most];
    const double angle = 0.7, rotation[] = {cos(angle), -sin(angle), sin(angle), cos(angle)};
    descent__eigenvector(2, rotation, cexp(I * angle), work, v);
    expect_vector(2, rotation, cexp(I * angle), v, 1e-15);
    ck_assert_double_eq_tol(cabs(v[1] / v[0] + I), 0, 1e-14); /* (1, −i) */

    const double block[] = {2, 1, 0, 0, 2, 1, 0, 0, 2};
    descent__eigenvector(3, block, 2, work, v);
    ck_assert_double_eq_tol(cabs(v[0]), 1, 1e-12);

    uint64_t state = 11;
    for (size_t n = 1; n <= most; n++) {
        double a[most * most];
        for (size_t i = 0; i < n * n; i++)
            copy[i] = a[i] = next(&state);
        ck_assert(descent__eigenvalues(n, copy, values));
        for (size_t k = 0; k < n; k++) {
            descent__eigenvector(n, a, values[k], work, v);
            expect_vector(n, a, values[k], v, 1e-12);
        }
    }
}
END_TEST

/* Of the second difference, which has 2 − 2cos(kπ/(n + 1)), k from 1 to n. */
START_TEST(lapack_solves_what_it_takes)
{
    enum {
        n = 130
    };
    if (!descent__lapack_takes(n))
        return;
    static double matrix[n * n], values[n];
    double *const doubles = malloc(descent__lapack_doubles(n) * sizeof *doubles);
    int *const integers = malloc(descent__lapack_integers(n) * sizeof *integers);
    ck_assert(doubles && integers);
    for (int wanted = 0; wanted <= 1; wanted++) {
        for (size_t i = 0; i < n; i++)
            for (size_t j = 0; j < n; j++)
                matrix[i * n + j] = i == j ? 2 : i + 1 == j || j + 1 == i ? -1 : 0;
        ck_assert_int_eq(descent__lapack_solve(n, matrix, values, wanted, doubles, integers), 0);
        for (size_t k = 0; k < n; k++)
            ck_assert_double_eq_tol(values[k], 2 - 2 * cos((double)(k + 1) * pi / (n + 1)), 1e-13);
    }
    free(doubles);
    free(integers);
}
END_TEST

/* D⁻¹AD has the spectrum of A, in whatever units: of powers of two that differ by up to 2^100, and with a state that nothing acts on. */
START_TEST(units_of_the_state_do_not_matter)
{
    uint64_t state = 7;
    for (size_t n = 2; n <= most; n++)
        for (int spread = 0; spread <= 50; spread += 25) {
            double complex a[most * most], scaled[most * most], known[most], found[most];
            for (size_t i = 0; i < n; i++)
                for (size_t j = 0; j < n; j++) {
                    a[i * n + j] = i == 0 && j > 0 ? 0 : next(&state);
                    scaled[i * n + j] =
                        a[i * n + j] * exp2((double)spread * (double)(((int)i * 7 % 5) - ((int)j * 7 % 5)) / 4);
                }
            ck_assert(descent__eigenvalues(n, a, known));
            ck_assert(descent__eigenvalues(n, scaled, found));
            for (size_t k = 0; k < n; k++) /* pairs of conjugates may have changed places */
                ck_assert_double_eq_tol(cabs(found[k]), cabs(known[k]), 1e-11);
        }
    double complex alone[] = {1, 0, 8e11, 0.98}, values[2];
    ck_assert(descent__eigenvalues(2, alone, values));
    ck_assert_double_eq_tol(creal(values[0]), 0.98, 1e-15);
    ck_assert_double_eq_tol(creal(values[1]), 1, 1e-15);
}
END_TEST

START_TEST(a_matrix_beyond_memory_is_refused)
{
    descent__symmetric_solver solver;
    assert_failure(descent__symmetric_open(&solver, (size_t)1 << 60), DESCENT_ENOMEM, "1152921504606846976 by");
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {a_matrix_beyond_memory_is_refused,
                                  units_of_the_state_do_not_matter,
                                  triangular,
                                  companion_of_roots_of_unity,
                                  companion_of_integers,
                                  rotations,
                                  nearly_defective,
                                  turned_diagonals_at_every_scale,
                                  traces_of_powers,
                                  subnormal_entries,
                                  largest_entries,
                                  zero_and_nothing,
                                  not_finite,
                                  vectors,
                                  lapack_solves_what_it_takes};
    return descent_test_main(descent_test_suite("inside_eigenvalues", tests, sizeof tests / sizeof tests[0]));
}
