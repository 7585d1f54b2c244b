/* Runs whose last points are written down, for the suites of the fast verdict. */
#ifndef DESCENT_TESTS_RUN_VERDICT_H
#define DESCENT_TESTS_RUN_VERDICT_H

#include <math.h>

#include "sweep/judge/run_verdict.h"

#include "support.h"

enum {
    points = descent__run_verdict_points,
    last = points - 1
};

/* g = slope + curvature·(x − centre), the same answer each time unless there are others to be added in turn. */
typedef struct bench {
    size_t n, count, steps;
    double x[2 * points], start[2];
    double slope[2], curvature, centre[2];
    const double *losses; /* of the points; NULL: there is no loss */
    size_t period, calls; /* of answers that take turns; SIZE_MAX: they never come again */
    bool stopped;
    descent_rule rule;
    descent__exponent exponent;
} bench;

static inline int bench_gradient(size_t n, const double *x, double *g, void *context)
{
    bench *const b = context;
    for (size_t i = 0; i < n; i++)
        g[i] = b->slope[i] + b->curvature * (x[i] - b->centre[i]);
    if (b->period > 0)
        g[0] += (double)(b->calls++ % b->period);
    return 0;
}

static inline int bench_loss(size_t n, const double *x, double *value, void *context)
{
    const bench *const b = context;
    for (size_t k = 0; k < b->count; k++)
        if (memcmp(b->x + n * k, x, n * sizeof *x) == 0)
            *value = b->losses[k];
    return 0;
}

static inline descent_ending judge(bench *b)
{
    const descent_problem problem = {
        .dimension = b->n, .gradient = bench_gradient, .loss = b->losses ? bench_loss : NULL, .context = b};
    const descent__sweep_evidence run = {
        .series = {.n = b->n, .count = b->count, .points = b->x, .first_step = b->steps + 1 - b->count},
        .start = b->start,
        .rule = &b->rule,
        .steps = b->steps,
        .stopped = b->stopped,
        .exponent = b->exponent};
    double limit[2], work[2 * descent__run_verdict_vectors];
    descent__evaluator evaluator;
    assert_success(descent__evaluator_open(&evaluator, &problem));
    const descent_ending ending = descent__run_verdict_judge(&run, &evaluator, limit, work).ending;
    descent__evaluator_close(&evaluator);
    return ending;
}

static inline bench begin(size_t n, size_t count)
{
    return (bench){.n = n,
                   .count = count,
                   .steps = 1000 + last,
                   .slope = {-1, 0},
                   .rule = descent_fixed_step(0.1),
                   .exponent = descent__exponent_unknown()};
}

/* Neighbours that separate by 1 a step, or by nothing; both over so many steps. */
static inline descent__exponent apart(size_t steps)
{
    return (descent__exponent){.value = 1, .half_width = 0.1, .steps = steps, .late = 1};
}

static inline descent__exponent beside(size_t steps)
{
    return (descent__exponent){.value = 0, .half_width = 1e-4, .steps = steps};
}

#endif
