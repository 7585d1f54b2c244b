/*
 * Critical points beside ARPACK (large, products only) and LAPACK (dense). Each row classifies the same Hessian, from
 * the same products; ARPACK and LAPACK are given the matrix at once and only asked for eigenvalues and vectors.
 */
#include <descent/critical.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench.h"

enum {
    large = 100000,
    dense = 300
};

static double diagonal[large];
static double origin[large];
static double matrix[dense * dense];
static uint64_t products; /* of the last call */

/* Spectra as they occur: what is asked is the sign of the lowest eigenvalue, given by its Rayleigh quotient. */
typedef struct spectrum {
    const char *title;
    descent_critical_kind kind;
    void (*fill)(void);
} spectrum;

static void fill_evenly(double lowest, double highest)
{
    for (size_t i = 0; i < large; i++)
        diagonal[i] = lowest + (highest - lowest) * (double)i / (large - 1);
}

static void few_negative(void)
{
    fill_evenly(0.01, 4);
    diagonal[17] = -0.5;
    diagonal[500] = -1;
    diagonal[99999] = -0.1;
}

static void tiny_negative(void)
{
    fill_evenly(0.01, 4);
    for (size_t i = 0; i < 3; i++)
        diagonal[1000 * i] = -1e-3 / (double)(i + 1);
}

/* Half of all directions are flat but for weight decay; the others cluster at their ends. */
static void clustered(void)
{
    for (size_t i = 0; i < large; i++)
        diagonal[i] = i % 2 ? 0.01 : 2.05 - 1.95 * cos(3.141592653589793 * (double)i / large);
    diagonal[77777] = -5e-4;
}

static void ill_conditioned(void)
{
    for (size_t i = 0; i < large; i++)
        diagonal[i] = pow(10, -4 + 4 * (double)i / (large - 1));
    for (size_t i = 0; i < 20; i++)
        diagonal[i] = 10 * (double)(i + 1); /* a few stiff directions */
    diagonal[500] = -1e-2;
}

static void minimum(void)
{
    fill_evenly(0.04, 4);
}

static spectrum spectra[] = {
    {"three negative among [0.01, 4]", DESCENT_CRITICAL_SADDLE, few_negative},
    {"-0.001 and less among [0.01, 4]", DESCENT_CRITICAL_SADDLE, tiny_negative},
    {"-0.0005, half at 0.01, clustered in [0.1, 4]", DESCENT_CRITICAL_SADDLE, clustered},
    {"-0.01, 20 stiff up to 200, [0.0001, 1]", DESCENT_CRITICAL_SADDLE, ill_conditioned},
    {"a minimum, [0.04, 4]", DESCENT_CRITICAL_MINIMUM, minimum},
};

static int product(size_t n, const double *x, const double *v, double *out, void *context)
{
    (void)x, (void)context;
    for (size_t i = 0; i < n; i++)
        out[i] = diagonal[i] * v[i];
    products++;
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

static double classify(const descent_problem *problem, descent_critical_kind kind)
{
    descent_critical_point *point;
    products = 0;
    bench_require(descent_critical_classify(problem, origin, NULL, &point) == DESCENT_SUCCESS, "a classification");
    bench_require(point->kind == kind, "the kind is right");
    descent_critical_point_free(point);
    return 1;
}

static double run_lanczos(void *context)
{
    const descent_problem problem = {.dimension = large, .gradient = zero_gradient, .hessian_product = product};
    return classify(&problem, ((const spectrum *)context)->kind);
}

static double run_dense(void *context)
{
    const descent_problem problem = {.dimension = dense, .gradient = zero_gradient, .hessian = hessian};
    (void)context;
    return classify(&problem, DESCENT_CRITICAL_SADDLE);
}

#ifdef BENCH_ARPACK
void dsaupd_(int *ido, const char *bmat, const int *n, const char *which, const int *nev, const double *tol,
             double *resid, const int *ncv, double *v, const int *ldv, int *iparam, int *ipntr, double *workd,
             double *workl, const int *lworkl, int *info, size_t bmat_length, size_t which_length);

void dseupd_(const int *rvec, const char *howmny, int *select, double *d, double *z, const int *ldz,
             const double *sigma, const char *bmat, const int *n, const char *which, const int *nev, const double *tol,
             double *resid, const int *ncv, double *v, const int *ldv, int *iparam, int *ipntr, double *workd,
             double *workl, const int *lworkl, int *info, size_t howmny_length, size_t bmat_length,
             size_t which_length);

enum {
    arpack_vectors = 20,
    arpack_work = arpack_vectors * (arpack_vectors + 8),
    arpack_limit = 2000 /* products; descent has 500 */
};

/*
 * Both ends of the spectrum with the lowest eigenvector, to the tolerance, relative as ARPACK has it; the lowest value is
 * left in *lowest. False if it does not converge within the limit.
 */
static bool arpack_ends(double tolerance, double *lowest)
{
    static double residual[large], basis[arpack_vectors * large], work[3 * large], inner[arpack_work];
    const int n = large, nev = 2, ncv = arpack_vectors, length = arpack_work, vectors = 1;
    const double sigma = 0;
    double values[2];
    int select[arpack_vectors] = {0}, ido = 0, info = 0, parameters[11] = {[0] = 1, [2] = arpack_limit / 10, [6] = 1},
        pointers[11];
    do {
        dsaupd_(&ido, "I", &n, "BE", &nev, &tolerance, residual, &ncv, basis, &n, parameters, pointers, work, inner,
                &length, &info, 1, 2);
        if (ido == 1 || ido == -1)
            product(large, origin, work + pointers[0] - 1, work + pointers[1] - 1, NULL);
    } while ((ido == 1 || ido == -1) && products < arpack_limit);
    if (ido != 99 || info != 0)
        return false;
    dseupd_(&vectors, "A", select, values, basis, &n, &sigma, "I", &n, "BE", &nev, &tolerance, residual, &ncv, basis,
            &n, parameters, pointers, work, inner, &length, &info, 1, 1, 2);
    *lowest = values[0];
    return info == 0;
}

/* ARPACK's user cannot know the tolerance that decides; here it is the loosest power of ten that gives the right sign. */
static double deciding_tolerance(const spectrum *asked)
{
    for (double tolerance = 1e-2; tolerance > 1e-12; tolerance /= 10) {
        double lowest = 0;
        products = 0;
        if (!arpack_ends(tolerance, &lowest))
            break;
        if ((lowest < 0) == (asked->kind == DESCENT_CRITICAL_SADDLE))
            return tolerance;
    }
    return 0;
}

static double run_arpack(void *context)
{
    double lowest;
    products = 0;
    bench_require(arpack_ends(*(const double *)context, &lowest), "ARPACK converges");
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

/* One table for a spectrum, and how many products each needed. */
static void compare(spectrum *asked, const bench_settings *settings)
{
    char title[120];
    asked->fill();
    bench_row rows[] = {{.name = "descent: three-vector Lanczos", .run = run_lanczos, .context = asked},
                        {.name = "ARPACK: both ends, 20 vectors"}};
    run_lanczos(asked);
    snprintf(title, sizeof title, "classification by products, n = 100000: %s", asked->title);
    printf("\n%s\n  products: descent %llu", asked->title, (unsigned long long)products);
#ifdef BENCH_ARPACK
    double tolerance = deciding_tolerance(asked);
    if (tolerance > 0) {
        rows[1].run = run_arpack;
        rows[1].context = &tolerance;
        printf(", ARPACK %llu with tolerance %g", (unsigned long long)products, tolerance);
    } else {
        printf(", ARPACK undecided after %d", arpack_limit);
    }
#endif
    printf("\n");
    bench_table(title, "classification", rows, sizeof rows / sizeof rows[0], settings);
}

int main(void)
{
    for (size_t i = 0; i < dense; i++)
        for (size_t j = 0; j <= i; j++)
            matrix[i * dense + j] = matrix[j * dense + i] = sin((double)(i * i + 3 * i * j + j * j));
    const bench_row decompositions[] = {
        {.name = "descent: classify, with GSL", .run = run_dense},
#ifdef BENCH_LAPACK
        {.name = "LAPACK: dsyevd with vectors", .run = run_lapack},
#endif
    };
    const bench_settings settings = {.rounds = 11}, few = {.rounds = 5};
    bench_print_build();
    for (size_t k = 0; k < sizeof spectra / sizeof spectra[0]; k++)
        compare(&spectra[k], &few);
    bench_table("classification of a dense Hessian, n = 300", "classification", decompositions,
                sizeof decompositions / sizeof decompositions[0], &settings);
    return bench_exit_status();
}
