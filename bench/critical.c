/*
 * Critical points beside ARPACK (large, products only) and LAPACK (dense). Each row classifies the same Hessian, from
 * the same products; ARPACK and LAPACK are given the matrix at once and only asked for eigenvalues and vectors.
 */
#include <descent/critical.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "bench.h"

/* Three negative eigenvalues among many positive ones. */
enum {
    large = 100000,
    dense = 300
};

static double diagonal[large];
static double origin[large];
static double matrix[dense * dense];

static int product(size_t n, const double *x, const double *v, double *out, void *context)
{
    (void)x, (void)context;
    for (size_t i = 0; i < n; i++)
        out[i] = diagonal[i] * v[i];
    return 0;
}

static int zero_gradient(size_t n, const double *x, double *gradient, void *context)
{
    (void)x, (void)context;
    memset(gradient, 0, n * sizeof *gradient);
    return 0;
}

static int hessian(size_t n, const double *x, double *out, void *context)
{
    (void)x, (void)context;
    memcpy(out, matrix, n * n * sizeof *out);
    return 0;
}

static double classify(const descent_problem *problem)
{
    descent_critical_point *point;
    bench_require(descent_critical_classify(problem, origin, NULL, &point) == DESCENT_SUCCESS, "a classification");
    bench_require(point->kind == DESCENT_CRITICAL_SADDLE, "the kind is saddle");
    descent_critical_point_free(point);
    return 1;
}

static double run_lanczos(void *context)
{
    const descent_problem problem = {.dimension = large, .gradient = zero_gradient, .hessian_product = product};
    (void)context;
    return classify(&problem);
}

static double run_dense(void *context)
{
    const descent_problem problem = {.dimension = dense, .gradient = zero_gradient, .hessian = hessian};
    (void)context;
    return classify(&problem);
}

#ifdef BENCH_ARPACK
void dsaupd_(int *ido, const char *bmat, const int *n, const char *which, const int *nev, const double *tol,
             double *resid, const int *ncv, double *v, const int *ldv, int *iparam, int *ipntr, double *workd,
             double *workl, const int *lworkl, int *info, size_t bmat_length, size_t which_length);

/* The lowest and the highest eigenvalue, with as loose a tolerance as descent's own. */
static double run_arpack(void *context)
{
    static double residual[large], basis[20 * large], work[3 * large], inner[20 * 28];
    const int n = large, nev = 2, ncv = 20, length = 20 * 28;
    const double tolerance = 1e-2;
    int ido = 0, info = 0, parameters[11] = {[0] = 1, [2] = 4000, [6] = 1}, pointers[11];
    (void)context;
    do {
        dsaupd_(&ido, "I", &n, "BE", &nev, &tolerance, residual, &ncv, basis, &n, parameters, pointers, work, inner,
                &length, &info, 1, 2);
        if (ido == 1 || ido == -1)
            product(large, origin, work + pointers[0] - 1, work + pointers[1] - 1, NULL);
    } while (ido == 1 || ido == -1);
    bench_require(info == 0, "ARPACK converges");
    return 1;
}
#endif

#ifdef BENCH_LAPACK
void dsyevd_(const char *jobz, const char *uplo, const int *n, double *a, const int *lda, double *w, double *work,
             const int *lwork, int *iwork, const int *liwork, int *info, size_t jobz_length, size_t uplo_length);

static double run_lapack(void *context)
{
    enum {
        reals = 1 + 6 * dense + 2 * dense * dense,
        integers = 3 + 5 * dense
    };
    static double copy[dense * dense], values[dense], work[reals];
    static int iwork[integers];
    const int n = dense, lwork = reals, liwork = integers;
    int info = 0;
    (void)context;
    memcpy(copy, matrix, sizeof copy);
    dsyevd_("V", "L", &n, copy, &n, values, work, &lwork, iwork, &liwork, &info, 1, 1);
    bench_require(info == 0, "LAPACK converges");
    return 1;
}
#endif

int main(void)
{
    for (size_t i = 0; i < large; i++)
        diagonal[i] = 0.01 + 4 * (double)i / large;
    diagonal[17] = -0.5;
    diagonal[500] = -1;
    diagonal[99999] = -0.1;
    for (size_t i = 0; i < dense; i++)
        for (size_t j = 0; j <= i; j++)
            matrix[i * dense + j] = matrix[j * dense + i] = sin((double)(i * i + 3 * i * j + j * j));
    const bench_row spectrum_ends[] = {
        {.name = "descent: three-vector Lanczos", .run = run_lanczos},
#ifdef BENCH_ARPACK
        {.name = "ARPACK: both ends, 20 vectors", .run = run_arpack},
#endif
    };
    const bench_row decompositions[] = {
        {.name = "descent: classify, with GSL", .run = run_dense},
#ifdef BENCH_LAPACK
        {.name = "LAPACK: dsyevd with vectors", .run = run_lapack},
#endif
    };
    const bench_settings settings = {.rounds = 11};
    bench_print_build();
    bench_table("classification by products, n = 100000", "classification", spectrum_ends,
                sizeof spectrum_ends / sizeof spectrum_ends[0], &settings);
    bench_table("classification of a dense Hessian, n = 300", "classification", decompositions,
                sizeof decompositions / sizeof decompositions[0], &settings);
    return bench_exit_status();
}
