/* What it costs to let the monitor watch each step: at n = 2 beside a loop that does nothing but step, from n = 100
 * on beside the same engine without it. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include <descent/descent.h>
#include <descent/landscapes.h>
#include <descent/monitor.h>

#include "bench.h"

enum {
    steps = 100000
};

/* The notebook's chaotic run, in which the monitor never comes to a verdict and so never has less to do. */
static const double start[] = {4, 1.25};

typedef struct watched {
    descent_engine *engine;
    descent_monitor *monitor; /* NULL: nobody watches */
} watched;

static double hand_written(void *context)
{
    const descent_problem *const problem = context;
    double x[] = {start[0], start[1]}, gradient[2];
    for (int i = 0; i < steps; i++) {
        if (problem->gradient(2, x, gradient, problem->context) != 0)
            return 0;
        x[0] -= gradient[0];
        x[1] -= gradient[1];
    }
    bench_require(isfinite(x[0]) && isfinite(x[1]), "the hand-written loop went astray");
    return steps;
}

static double run_small(void *context)
{
    const watched *const run = context;
    descent_monitor_reset(run->monitor);
    descent_engine_reset(run->engine, start);
    bench_require(descent_engine_run(run->engine, steps) == DESCENT_SUCCESS, descent_error_detail());
    return steps;
}

static double run_large(void *context)
{
    const watched *const run = context;
    const size_t n = descent_engine_dimension(run->engine), count = n < 100000 ? 1000000 / n : 10;
    bench_require(descent_engine_run(run->engine, count) == DESCENT_SUCCESS, descent_error_detail());
    return (double)count;
}

/* A gradient that costs nothing: it was written once, and the engine hands over the same array each time. */
static int given_gradient(size_t dimension, const double *x, double *gradient, void *context)
{
    (void)x;
    if (++*(size_t *)context == 1)
        for (size_t i = 0; i < dimension; i++)
            gradient[i] = sin((double)i);
    /* The engine marks these, to see that they are written. */
    gradient[0] = 0;
    gradient[dimension / 2] = sin((double)(dimension / 2));
    gradient[dimension - 1] = sin((double)(dimension - 1));
    return 0;
}

static watched make(const descent_problem *problem, double step_size, const double *x, bool record, bool watch)
{
    watched made = {0};
    descent_path_options path = {0};
    descent_monitor_options options = {0};
    path.columns = DESCENT_PATH_POINT | DESCENT_PATH_GRADIENT_NORM | DESCENT_PATH_STEP_LENGTH;
    options.stop_endings = DESCENT_MONITOR_STOP_NEVER;
    bench_require(descent_engine_new(&made.engine, problem, descent_fixed_step(step_size), x) == DESCENT_SUCCESS,
                  descent_error_detail());
    bench_require(!record || descent_engine_record(made.engine, &path) == DESCENT_SUCCESS, descent_error_detail());
    if (watch)
        bench_require(descent_monitor_new(&made.monitor, problem->dimension, &options) == DESCENT_SUCCESS &&
                          descent_monitor_attach(made.monitor, made.engine) == DESCENT_SUCCESS,
                      descent_error_detail());
    return made;
}

static void unmake(watched *made)
{
    descent_engine_free(made->engine);
    descent_monitor_free(made->monitor);
}

static void bench_small(void)
{
    descent_problem problem = descent_landscape_find("notebook")->problem;
    watched plain = make(&problem, 1, start, true, false), watched_run = make(&problem, 1, start, true, true);
    const bench_row rows[] = {
        {.name = "hand-written loop through the function pointer", .run = hand_written, .context = &problem},
        {.name = "descent, run() with path and norms", .run = run_small, .context = &plain},
        {.name = "the same with the monitor, beside the line above",
         .run = run_small,
         .context = &watched_run,
         .reference = 1,
         .target = 1.25},
        {.name = "the same with the monitor, beside the first line", .run = run_small, .context = &watched_run},
    };
    bench_table("One watched step, n = 2", "ns", rows, sizeof rows / sizeof rows[0], NULL);
    unmake(&plain);
    unmake(&watched_run);
}

static void bench_large(size_t large)
{
    size_t plain_calls = 0, again_calls = 0, watched_calls = 0;
    descent_problem problem = {.dimension = large, .gradient = given_gradient, .context = &plain_calls};
    double *const x = calloc(large, sizeof *x);
    bench_require(x != NULL, "out of memory");
    for (size_t i = 0; i < large; i++)
        x[i] = 1 + cos((double)i);
    watched plain = make(&problem, 1e-9, x, false, false);
    problem.context = &again_calls;
    watched again = make(&problem, 1e-9, x, false, false);
    problem.context = &watched_calls;
    watched watched_run = make(&problem, 1e-9, x, false, true);
    const bench_row rows[] = {
        {.name = "descent, run(), gradient given", .run = run_large, .context = &plain},
        {.name = "another such engine: what other pages make of it", .run = run_large, .context = &again},
        {.name = "descent, run() with monitor, gradient given",
         .run = run_large,
         .context = &watched_run,
         .target = 1.15},
    };
    const bench_settings settings = {.rounds = large > 10000 ? 101 : 31};
    char title[64];
    snprintf(title, sizeof title, "One watched step, n = %zu", large);
    bench_table(title, "ns", rows, sizeof rows / sizeof rows[0], &settings);
    unmake(&plain);
    unmake(&again);
    unmake(&watched_run);
    free(x);
}

int main(void)
{
    bench_print_build();
    bench_small();
    for (size_t n = 100; n <= 1000000; n *= 10)
        bench_large(n);
    return bench_exit_status();
}
