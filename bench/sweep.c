/* A basin map, 1024² starts × 64 steps at n = 2: how much do verdict, labels and the callback cost beside the bare loop? */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <descent/descent.h>
#include <descent/sweep.h>

#include "bench.h"

/* What a user would write to have vector instructions in a loop of his own. */
#if defined(__GNUC__) && defined(__x86_64__) && !defined(__SANITIZE_THREAD__)
#define VECTOR_CLONES __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define VECTOR_CLONES
#endif

enum {
    side = 1024,
    count = side * side,
    steps = 64,
    block = 256
};

static const double step_size = 0.2;
static const descent_plane map = {.left = -1, .right = 5, .bottom = -0.2, .top = 2.2, .columns = side, .rows = side};

/* What the inlined loop leaves: the sweep keeps the same, and the endings. */
typedef struct kernel_results {
    double *end_points;
    uint32_t *labels;
} kernel_results;

static int gradient(size_t dimension, const double *x, double *g, void *context)
{
    (void)dimension;
    (void)context;
    const double u = x[1] - 1;
    g[0] = 2 * (x[0] - 2);
    g[1] = 4 * u * u * u - 2 * u;
    return 0;
}

VECTOR_CLONES
static void gradient_rows(size_t points, const double *restrict x, const double *restrict y, double *restrict gx,
                          double *restrict gy)
{
    for (size_t j = 0; j < points; j++) {
        const double u = y[j] - 1;
        gx[j] = 2 * (x[j] - 2);
        gy[j] = 4 * u * u * u - 2 * u;
    }
}

static int gradient_batch(size_t dimension, size_t points, size_t stride, const double *x, double *g, void *context)
{
    (void)dimension;
    (void)context;
    gradient_rows(points, x, x + stride, g, g + stride);
    return 0;
}

VECTOR_CLONES
static void kernel_block(double *restrict x, double *restrict y)
{
    for (int k = 0; k < steps; k++)
        for (int j = 0; j < block; j++) {
            const double u = y[j] - 1;
            x[j] -= step_size * (2 * (x[j] - 2));
            y[j] -= step_size * (4 * u * u * u - 2 * u);
        }
}

/* One block of the map, with everything known beforehand: the loss, the rule, and which label is which. */
static void kernel_runs(int first, const kernel_results *results)
{
    double x[block], y[block];
    for (int j = 0; j < block; j++) {
        x[j] = map.left + (map.right - map.left) * ((double)((first + j) % side) * (1.0 / (side - 1)));
        y[j] = map.bottom + (map.top - map.bottom) * ((double)((first + j) / side) * (1.0 / (side - 1)));
    }
    kernel_block(x, y);
    for (int j = 0; j < block; j++) {
        results->end_points[2 * (first + j)] = x[j];
        results->end_points[2 * (first + j) + 1] = y[j];
        results->labels[first + j] = y[j] > 1;
    }
}

static kernel_results kernel_map(void)
{
    const kernel_results results = {malloc(2 * sizeof(double) * count), malloc(sizeof(uint32_t) * count)};
    bench_require(results.end_points && results.labels, "no memory");
    for (int first = 0; first < count; first += block)
        kernel_runs(first, &results);
    return results;
}

static double run_kernel(void *context)
{
    (void)context;
    const kernel_results results = kernel_map();
    free(results.end_points);
    free(results.labels);
    return (double)count * steps;
}

typedef struct sweep_case {
    bool batch;
    size_t threads;
} sweep_case;

static descent_sweep *make_sweep(const sweep_case *how)
{
    const descent_problem problem = {
        .dimension = 2, .gradient = gradient, .gradient_batch = how->batch ? gradient_batch : NULL};
    descent_sweep_options options = {0};
    descent_sweep *sweep;
    options.steps = steps;
    options.threads = how->threads;
    options.check_count = DESCENT_SWEEP_NO_CHECKS;
    bench_require(descent_sweep_plane(&problem, descent_fixed_step(step_size), &map, &options, &sweep) ==
                      DESCENT_SUCCESS,
                  descent_error_detail());
    return sweep;
}

static double run_sweep(void *context)
{
    descent_sweep_free(make_sweep(context));
    return (double)count * steps;
}

/* One run after another, as without sweeps. */
static double run_engines(void *context)
{
    const descent_problem problem = {.dimension = 2, .gradient = gradient};
    const int some = count / 64;
    descent_engine *engine;
    double start[] = {0, 0};
    (void)context;
    bench_require(descent_engine_new(&engine, &problem, descent_fixed_step(step_size), start) == DESCENT_SUCCESS,
                  descent_error_detail());
    for (int run = 0; run < some; run++) {
        start[0] = map.left + (map.right - map.left) * (double)run / some;
        start[1] = map.bottom + (map.top - map.bottom) * (double)run / some;
        descent_engine_reset(engine, start);
        bench_require(descent_engine_run(engine, steps) == DESCENT_SUCCESS, descent_error_detail());
    }
    descent_engine_free(engine);
    return (double)some * steps;
}

/* All ways must lead to the same: labels, and end points to the bit. */
static void compare(const kernel_results *expected, const sweep_case *how)
{
    descent_sweep *const sweep = make_sweep(how);
    for (int run = 0; run < count; run++) {
        const double *const x = descent_sweep_end_point(sweep, (size_t)run);
        bench_require(descent_sweep_view_run(sweep, (size_t)run).label == expected->labels[run], "the labels differ");
        bench_require(x[0] == expected->end_points[2 * run] && x[1] == expected->end_points[2 * run + 1],
                      "the end points differ");
    }
    descent_sweep_free(sweep);
}

int main(void)
{
    sweep_case batch = {true, 1}, batch_two = {true, 2}, ordinary = {false, 1}, ordinary_two = {false, 2};
    const kernel_results expected = kernel_map();
    compare(&expected, &batch);
    compare(&expected, &batch_two);
    compare(&expected, &ordinary);
    compare(&expected, &ordinary_two);
    free(expected.end_points);
    free(expected.labels);

    bench_print_build();
    const bench_settings settings = {.rounds = 11};
    const bench_row rows[] = {
        {.name = "loop with everything inlined", .run = run_kernel},
        {.name = "descent, batch callback", .run = run_sweep, .context = &batch, .target = 1.5},
        {.name = "descent, ordinary callback", .run = run_sweep, .context = &ordinary, .target = 15},
        {.name = "descent, one engine run after another", .run = run_engines},
        {.name = "NumPy, in place", .time = bench_python("sweep_numpy.py", "")},
    };
    bench_table("A map of 1024 x 1024 starts, 64 steps, with labels, per step of one run", "ns", rows,
                sizeof rows / sizeof rows[0], &settings);

    const bench_settings on_the_wall = {.rounds = 11, .wall = true};
    const bench_row thread_rows[] = {
        {.name = "descent, batch callback, 1 thread", .run = run_sweep, .context = &batch},
        {.name = "descent, batch callback, 2 threads", .run = run_sweep, .context = &batch_two, .target = 1 / 1.8},
        {.name = "descent, ordinary callback, 1 thread", .run = run_sweep, .context = &ordinary, .reference = 2},
        {.name = "descent, ordinary callback, 2 threads",
         .run = run_sweep,
         .context = &ordinary_two,
         .reference = 2,
         .target = 1 / 1.8},
    };
    if (sysconf(_SC_NPROCESSORS_ONLN) >= 2)
        bench_table("The same in elapsed time", "ns", thread_rows, sizeof thread_rows / sizeof thread_rows[0],
                    &on_the_wall);
    return bench_exit_status();
}
