/* One step at large n, the gradient being given: how close is it to what memory allows? */
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>

#include <descent/descent.h>

#include "bench.h"

static const double step_size = 1e-3;

#if defined(DESCENT_HAVE_TARGET_CLONES)
#define WIDEST_VECTORS __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define WIDEST_VECTORS
#endif

/* A point and a gradient for the loops that have no engine. */
typedef struct vectors {
    size_t n;
    double *x, *gradient;
    void (*daxpy)(int n, double a, const double *x, int x_stride, double *y, int y_stride);
    double (*dnrm2)(int n, const double *x, int stride);
} vectors;

static double gradient_at(size_t i)
{
    return 1 + (double)(i % 7);
}

/* Vectors that begin on a cache line, as the engine's do: the loop is up to twice as fast so. */
static double *allocate(size_t n)
{
    const size_t line = 64;
    return aligned_alloc(line, (n * sizeof(double) + line - 1) / line * line);
}

static vectors make_vectors(size_t n)
{
    vectors made = {.n = n, .x = allocate(n), .gradient = allocate(n)};
    bench_require(made.x && made.gradient, "no memory");
    for (size_t i = 0; i < n; i++) {
        made.x[i] = 1;
        made.gradient[i] = gradient_at(i);
    }
    return made;
}

static void free_vectors(vectors *v)
{
    free(v->x);
    free(v->gradient);
}

WIDEST_VECTORS
static void update(size_t n, double *restrict x, const double *restrict gradient)
{
    for (size_t i = 0; i < n; i++)
        x[i] -= step_size * gradient[i];
}

static double bare_update(void *context)
{
    const vectors *v = context;
    update(v->n, v->x, v->gradient);
    return 1;
}

static double blas_step(void *context)
{
    const vectors *v = context;
    v->daxpy((int)v->n, -step_size, v->gradient, 1, v->x, 1);
    bench_require(v->dnrm2((int)v->n, v->gradient, 1) > 0, "the norm of the gradient is not positive");
    return 1;
}

/* Takes the two functions from a BLAS; both libraries have them under the same names, hence not by linking. */
static bool find_blas(vectors *v, const char *library)
{
    void *const handle = dlopen(library, RTLD_NOW | RTLD_LOCAL);
    void *const daxpy = handle ? dlsym(handle, "cblas_daxpy") : NULL;
    void *const dnrm2 = handle ? dlsym(handle, "cblas_dnrm2") : NULL;
    if (!daxpy || !dnrm2)
        return false;
    *(void **)&v->daxpy = daxpy;
    *(void **)&v->dnrm2 = dnrm2;
    return true;
}

/* A gradient that costs nothing: it is written once and stays in the engine's own vector. */
static int given_gradient(size_t n, const double *x, double *gradient, void *context)
{
    double **const written = context;
    (void)x;
    if (*written == gradient) { /* the engine marks these three, to see that they are written */
        gradient[0] = gradient_at(0);
        gradient[n / 2] = gradient_at(n / 2);
        gradient[n - 1] = gradient_at(n - 1);
        return 0;
    }
    for (size_t i = 0; i < n; i++)
        gradient[i] = gradient_at(i);
    *written = gradient;
    return 0;
}

static double engine_run(void *context)
{
    bench_require(descent_engine_run(context, 1) == DESCENT_SUCCESS &&
                      descent_engine_stop_reason(context) == DESCENT_STOP_STEPS,
                  descent_error_detail());
    return 1;
}

/* columns: of the path; 0 for none. The path keeps its last few rows, so that its memory stays small. */
static descent_engine *make_engine(size_t n, double **written, unsigned columns)
{
    const descent_problem problem = {.dimension = n, .gradient = given_gradient, .context = written};
    descent_path_options options = {0};
    options.columns = columns;
    options.last = 4;
    descent_engine *engine;
    double *const start = malloc(n * sizeof *start);
    bench_require(start, "no memory");
    for (size_t i = 0; i < n; i++)
        start[i] = 1;
    bench_require(descent_engine_new(&engine, &problem, descent_fixed_step(step_size), start) == DESCENT_SUCCESS,
                  descent_error_detail());
    bench_require(columns == 0 || descent_engine_record(engine, &options) == DESCENT_SUCCESS, descent_error_detail());
    free(start);
    engine_run(engine); /* the first gradient is written here */
    return engine;
}

static void print_table(size_t n, double target)
{
    char title[64];
    double *written[3] = {0};
    vectors bare = make_vectors(n), gsl = bare, openblas = bare;
    descent_engine *const plain = make_engine(n, &written[0], 0);
    descent_engine *const norms = make_engine(n, &written[1], DESCENT_PATH_GRADIENT_NORM);
    descent_engine *const lengths = make_engine(n, &written[2], DESCENT_PATH_GRADIENT_NORM | DESCENT_PATH_STEP_LENGTH);
    const bool has_gsl = find_blas(&gsl, "libgslcblas.so.0"), has_openblas = find_blas(&openblas, "libopenblas.so.0");
    const bench_row rows[] = {
        {.name = "bare update loop, widest vectors", .run = bare_update, .context = &bare},
        {.name = "descent, run()", .run = engine_run, .context = plain, .target = target},
        {.name = "descent, run(), recording the gradient norm", .run = engine_run, .context = norms, .target = target},
        {.name = "descent, run(), and the length of each step", .run = engine_run, .context = lengths},
        {.name = "OpenBLAS daxpy + dnrm2, one thread", .run = has_openblas ? blas_step : NULL, .context = &openblas},
        {.name = "gslcblas daxpy + dnrm2", .run = has_gsl ? blas_step : NULL, .context = &gsl},
    };
    snprintf(title, sizeof title, "One step, n = %zu, gradient given", n);
    /* Long samples: the first call of each finds the caches full of another row's vectors. */
    const bench_settings settings = {.shortest = 2e7};
    bench_table(title, "ns", rows, sizeof rows / sizeof rows[0], &settings);
    descent_engine_free(plain);
    descent_engine_free(norms);
    descent_engine_free(lengths);
    free_vectors(&bare);
}

int main(void)
{
    setenv("OPENBLAS_NUM_THREADS", "1", 1);
    bench_print_build();
    print_table(1000, 0);
    print_table(100000, 0);
    print_table(1000000, 1.25);
    print_table(10000000, 1.10);
    return bench_exit_status();
}
