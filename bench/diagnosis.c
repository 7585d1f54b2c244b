/*
 * What a diagnosis takes, with the default budget: of the notebook's runs, and of runs of ten thousand steps that settle, swing,
 * wander or creep. The ratio is to a millisecond, and the targets are so many of them.
 */
#include <math.h>
#include <stdio.h>

#include <descent/descent.h>

#include "bench.h"

static int notebook(size_t n, const double *b, double *value, void *context)
{
    const double u = b[1] - 1;
    (void)n;
    (void)context;
    *value = (b[0] - 2) * (b[0] - 2) + u * u * u * u - u * u;
    return 0;
}

static int notebook_gradient(size_t n, const double *b, double *g, void *context)
{
    const double u = b[1] - 1;
    (void)n;
    (void)context;
    g[0] = 2 * (b[0] - 2);
    g[1] = 4 * u * u * u - 2 * u;
    return 0;
}

static int rosenbrock(size_t n, const double *x, double *value, void *context)
{
    const double off = x[1] - x[0] * x[0];
    (void)n;
    (void)context;
    *value = 100 * off * off + (1 - x[0]) * (1 - x[0]);
    return 0;
}

static int rosenbrock_gradient(size_t n, const double *x, double *g, void *context)
{
    const double off = x[1] - x[0] * x[0];
    (void)n;
    (void)context;
    g[0] = -400 * off * x[0] - 2 * (1 - x[0]);
    g[1] = 200 * off;
    return 0;
}

static const descent_problem notebooks = {.dimension = 2, .loss = notebook, .gradient = notebook_gradient};
static const descent_problem valleys = {.dimension = 2, .loss = rosenbrock, .gradient = rosenbrock_gradient};

typedef struct subject {
    const char *name;
    const descent_problem *problem;
    double start[2], step_size, momentum;
    size_t steps;
    double most; /* milliseconds */
    descent_engine *engine;
} subject;

static double diagnose(void *context)
{
    subject *const of = context;
    descent_diagnosis *diagnosis;
    bench_require(descent_engine_diagnose(of->engine, NULL, &diagnosis) == DESCENT_SUCCESS, "a diagnosis");
    descent_diagnosis_free(diagnosis);
    return 1;
}

int main(void)
{
    enum {
        most = 16
    };
    static subject subjects[] = {
        {"minimum 1", &notebooks, {4, 1.075}, 0.2, 0, 32, 1, NULL},
        {"minimum 2", &notebooks, {0, -0.5}, 0.02, 0, 64, 1, NULL},
        {"saddle ridge", &notebooks, {4, 0.9999}, 0.1, 0, 64, 1, NULL},
        {"saddle point", &notebooks, {4, 1}, 0.1, 0, 64, 1, NULL},
        {"oscillation", &notebooks, {4, 1}, 1, 0, 8, 1, NULL},
        {"explosion", &notebooks, {4, 2.5}, 0.29, 0, 8, 1, NULL},
        {"no explosion", &notebooks, {4, 2.5}, 0.28, 0, 64, 1, NULL},
        {"complex oscillation", &notebooks, {4, 1.25}, 1, 0, 128, 1, NULL},
        {"valley, 10⁴ steps", &valleys, {-1.2, 1}, 0.001, 0, 10000, 50, NULL},
        {"valley, momentum", &valleys, {-1.2, 1}, 0.0005, 0.99, 10000, 50, NULL},
        {"above the limit", &valleys, {-1.2, 1}, 0.00204, 0, 10000, 50, NULL},
        {"chaos, 10⁴ steps", &notebooks, {4, 1.25}, 0.99, 0, 10000, 50, NULL},
        {"creeping", &notebooks, {4, 1.25}, 1e-7, 0, 10000, 50, NULL},
        {"cycle, 10⁴ steps", &notebooks, {4, 1.25}, 0.6, 0, 10000, 50, NULL},
    };
    bench_row rows[most] = {{.name = "a millisecond", .time = 1e6}};
    const size_t count = sizeof subjects / sizeof *subjects;
    for (size_t k = 0; k < count; k++) {
        subject *const of = &subjects[k];
        const descent_rule rule =
            of->momentum > 0 ? descent_heavy_ball(of->step_size, of->momentum) : descent_fixed_step(of->step_size);
        bench_require(descent_engine_new(&of->engine, of->problem, rule, of->start) == DESCENT_SUCCESS &&
                          descent_engine_record(of->engine, NULL) == DESCENT_SUCCESS &&
                          descent_engine_run(of->engine, of->steps) == DESCENT_SUCCESS,
                      "a run");
        rows[k + 1] = (bench_row){.name = of->name, .run = diagnose, .context = of, .target = of->most};
    }
    bench_print_build();
    bench_table("A diagnosis with the record, default budget", "ns", rows, count + 1, NULL);
    for (size_t k = 0; k < count; k++)
        descent_engine_free(subjects[k].engine);
    return bench_exit_status();
}
