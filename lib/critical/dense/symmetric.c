#include "critical/dense/symmetric.h"

#include <assert.h>
#include <float.h>
#include <gsl/gsl_eigen.h>
#include <math.h>

#include "base/call.h"
#include "base/status.h"
#include "base/vector.h"
#include "critical/dense/lapack.h"

/* Entries below this share of the largest are set to zero: smaller ones kept GSL's solver from ever ending, and they
 * change no eigenvalue by more than n·1e-100 of the norm. */
static const double negligible = 1e-100;

/* A component must be larger by this share to decide a vector's sign: 5e7 roundings, so that those do not decide. */
static const double clearly_larger = 1e-8;

descent_status descent__symmetric_open(descent__symmetric_solver *solver, size_t n)
{
    *solver = (descent__symmetric_solver){0};
    const size_t square = descent__array_bytes(n, n, sizeof(double));
    const size_t line = descent__array_bytes(n, 5, sizeof(double));
    if (square == 0 || line == 0)
        return descent_fail(DESCENT_ENOMEM, "a matrix of %zu by %zu numbers does not fit into memory", n, n);
    solver->dimension = n;
    solver->use_lapack = descent__lapack_takes(n);
    solver->matrix = descent__take(square);
    solver->vectors = descent__take(solver->use_lapack ? descent__lapack_doubles(n) * sizeof *solver->vectors : square);
    solver->work = descent__take(line);
    solver->order = descent__take(n * sizeof *solver->order);
    if (solver->use_lapack)
        solver->integers = descent__take(descent__lapack_integers(n) * sizeof *solver->integers);
    if (solver->matrix && solver->vectors && solver->work && solver->order && (solver->integers || !solver->use_lapack))
        return DESCENT_SUCCESS;
    descent__symmetric_close(solver);
    return descent__fail_memory("eigenvalue solver", square);
}

void descent__symmetric_close(descent__symmetric_solver *solver)
{
    descent__give(solver->matrix);
    descent__give(solver->vectors);
    descent__give(solver->work);
    descent__give(solver->order);
    descent__give(solver->integers);
    *solver = (descent__symmetric_solver){0};
}

/* Copies the lower triangle into both halves, divided by a power of two that brings the largest entry into [1/2, 1).
 * Gives the exponent of that power. */
static int copy_scaled(descent__symmetric_solver *solver, const double *matrix)
{
    const size_t n = solver->dimension;
    double largest = 0;
    for (size_t i = 0; i < n; i++)
        largest = fmax(largest, descent__vector_max_abs(i + 1, matrix + i * n));
    int exponent = 0;
    frexp(largest, &exponent);
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j <= i; j++) {
            const double entry = scalbn(matrix[i * n + j], -exponent);
            const double kept = fabs(entry) < negligible ? 0 : entry;
            solver->matrix[i * n + j] = kept;
            solver->matrix[j * n + i] = kept;
        }
    return exponent;
}

/* Zero if it succeeded. GSL's workspaces are public structs: filling them ourselves keeps GSL's allocator, and its
 * error handler, away. */
static int solve_scaled(descent__symmetric_solver *solver, double *values, int with_vectors)
{
    const size_t n = solver->dimension;
    double *const work = solver->work;
    if (solver->use_lapack)
        return descent__lapack_solve(n, solver->matrix, values, with_vectors, solver->vectors, solver->integers);
    gsl_matrix_view matrix = gsl_matrix_view_array(solver->matrix, n, n);
    gsl_vector_view value = gsl_vector_view_array(values, n);
    if (!with_vectors) {
        gsl_eigen_symm_workspace workspace = {.size = n, .d = work, .sd = work + n};
        return gsl_eigen_symm(&matrix.matrix, &value.vector, &workspace);
    }
    gsl_matrix_view vectors = gsl_matrix_view_array(solver->vectors, n, n);
    gsl_eigen_symmv_workspace workspace = {
        .size = n, .d = work, .sd = work + n, .gc = work + 2 * n, .gs = work + 3 * n};
    return gsl_eigen_symmv(&matrix.matrix, &value.vector, &vectors.matrix, &workspace);
}

/* order[k] is where the k-th smallest of the values stands: by insertion, for they come nearly sorted. */
static void sort_order(size_t n, const double *values, size_t *order)
{
    for (size_t k = 0; k < n; k++) {
        size_t place = k;
        for (; place > 0 && values[order[place - 1]] > values[k]; place--)
            order[place] = order[place - 1];
        order[place] = k;
    }
}

/* Copies the eigenvector that was found as number `found` into `row`, its largest component made positive. */
static void copy_vector(const descent__symmetric_solver *solver, size_t found, double *row)
{
    const size_t n = solver->dimension;
    const double *const first = solver->use_lapack ? solver->matrix + found * n : solver->vectors + found;
    const size_t stride = solver->use_lapack ? 1 : n;
    double largest = 0;
    for (size_t i = 0; i < n; i++) {
        row[i] = first[i * stride];
        if (fabs(row[i]) > fabs(largest) * (1 + clearly_larger))
            largest = row[i];
    }
    if (largest < 0)
        for (size_t i = 0; i < n; i++)
            row[i] = -row[i];
}

descent_status descent__symmetric_solve(descent__symmetric_solver *solver, const double *matrix, double *values,
                                        double *vectors)
{
    const size_t n = solver->dimension;
    for (size_t i = 0; i < n; i++) {
        const size_t j = descent__vector_first_nonfinite(i + 1, matrix + i * n);
        if (j <= i)
            return descent_fail(DESCENT_ENONFINITE, "entry (%zu, %zu) of the matrix is %g", i, j, matrix[i * n + j]);
    }
    const int exponent = copy_scaled(solver, matrix);
    double *const unsorted = solver->work + 4 * n;
    if (solve_scaled(solver, unsorted, vectors != NULL) != 0)
        return descent_fail(DESCENT_ENOCONVERGENCE, "the eigenvalues of a matrix of %zu by %zu were not found", n, n);
    sort_order(n, unsorted, solver->order);
    for (size_t k = 0; k < n; k++) {
        const double value = scalbn(unsorted[solver->order[k]], exponent);
        values[k] = fmax(-DBL_MAX, fmin(value, DBL_MAX)); /* up to n times the largest entry: may be beyond doubles */
        assert(k == 0 || values[k - 1] <= values[k]);
        if (vectors)
            copy_vector(solver, solver->order[k], vectors + k * n);
    }
    return DESCENT_SUCCESS;
}
