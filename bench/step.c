/* One step at n = 2: how much does the engine cost around the user's gradient? */
#include <math.h>
#include <stdio.h>

#include <descent/descent.h>
#include <descent/landscapes.h>

#include "bench.h"
#include "step_peers.h"

/* The notebook's chaotic run: it never settles, so that no number becomes zero or subnormal. */
static const double start[] = {4, 1.25};
static const double step_size = 1;

enum {
    steps = 1000
};

/* What a C programmer writes who wants the last point and nothing else, the gradient being a parameter. */
static double hand_written(void *context)
{
    const descent_problem *problem = context;
    double x[] = {start[0], start[1]}, gradient[2];
    for (int i = 0; i < steps; i++) {
        if (problem->gradient(2, x, gradient, problem->context) != 0)
            return 0;
        x[0] -= step_size * gradient[0];
        x[1] -= step_size * gradient[1];
    }
    bench_require(isfinite(x[0]) && isfinite(x[1]), "the hand-written loop went astray");
    return steps;
}

/* The same with the loss at every point, kept. */
static double hand_written_with_loss(void *context)
{
    static double losses[steps];
    const descent_problem *problem = context;
    double x[] = {start[0], start[1]}, gradient[2];
    for (int i = 0; i < steps; i++) {
        if (problem->loss(2, x, &losses[i], problem->context) != 0 ||
            problem->gradient(2, x, gradient, problem->context) != 0)
            return 0;
        x[0] -= step_size * gradient[0];
        x[1] -= step_size * gradient[1];
    }
    bench_require(isfinite(x[0]) && isfinite(x[1]), "the hand-written loop went astray");
    return steps;
}

static double engine_run(void *context)
{
    descent_engine *engine = context;
    descent_engine_reset(engine, start);
    bench_require(descent_engine_run(engine, steps) == DESCENT_SUCCESS, descent_error_detail());
    return steps;
}

static double engine_step(void *context)
{
    descent_engine *engine = context;
    descent_engine_reset(engine, start);
    for (int i = 0; i < steps; i++)
        bench_require(descent_engine_step(engine) == DESCENT_SUCCESS, descent_error_detail());
    return steps;
}

/* columns: of the path; 0 for none. */
static descent_engine *make_engine(const descent_problem *problem, descent_rule rule, unsigned columns)
{
    descent_engine *engine;
    descent_path_options options = {0};
    options.columns = columns;
    bench_require(descent_engine_new(&engine, problem, rule, start) == DESCENT_SUCCESS, descent_error_detail());
    bench_require(columns == 0 || descent_engine_record(engine, &options) == DESCENT_SUCCESS, descent_error_detail());
    return engine;
}

int main(void)
{
    const unsigned norms = DESCENT_PATH_POINT | DESCENT_PATH_GRADIENT_NORM | DESCENT_PATH_STEP_LENGTH;
    const unsigned norms_loss = norms | DESCENT_PATH_LOSS;
    descent_problem problem = descent_landscape_find("notebook")->problem;
    const descent_rule rule = descent_fixed_step(step_size);
    descent_engine *const bare = make_engine(&problem, rule, 0);
    descent_engine *const recording = make_engine(&problem, rule, norms);
    descent_engine *const recording_loss = make_engine(&problem, rule, norms_loss);
    descent_engine *const heavy_ball = make_engine(&problem, descent_heavy_ball(0.1, 0.5), norms);
    descent_engine *const nesterov = make_engine(&problem, descent_nesterov(0.1, 0.5), 0);

    bench_print_build();
    const bench_row rows[] = {
        {.name = "hand-written loop through the function pointer", .run = hand_written, .context = &problem},
        {.name = "descent, run()", .run = engine_run, .context = bare},
        {.name = "descent, run() with path and norms", .run = engine_run, .context = recording, .target = 1.20},
        {.name = "descent, step() one at a time", .run = engine_step, .context = bare},
        {.name = "descent, step() with path and norms", .run = engine_step, .context = recording},
        {.name = "descent, heavy ball, run() with path and norms", .run = engine_run, .context = heavy_ball},
        {.name = "descent, Nesterov, run()", .run = engine_run, .context = nesterov},
        {.name = "GSL steepest descent, one iteration", .run = step_peer_gsl},
        {.name = "NLopt L-BFGS, one evaluation", .run = step_peer_nlopt},
        {.name = "libLBFGS, one iteration", .run = step_peer_lbfgs},
        {.name = "NumPy loop", .time = bench_python("step_numpy.py", "")},
    };
    bench_table("One step, n = 2", "ns", rows, sizeof rows / sizeof rows[0], NULL);
    const bench_row loss_rows[] = {
        {.name = "hand-written loop that keeps the loss of each point",
         .run = hand_written_with_loss,
         .context = &problem},
        {.name = "descent, run() with path, norms and loss",
         .run = engine_run,
         .context = recording_loss,
         .target = 1.20},
        {.name = "descent, step() with path, norms and loss", .run = engine_step, .context = recording_loss},
    };
    bench_table("One step with the loss at each point, n = 2", "ns", loss_rows, sizeof loss_rows / sizeof loss_rows[0],
                NULL);

    descent_engine_free(bare);
    descent_engine_free(recording);
    descent_engine_free(recording_loss);
    descent_engine_free(heavy_ball);
    descent_engine_free(nesterov);
    return bench_exit_status();
}
