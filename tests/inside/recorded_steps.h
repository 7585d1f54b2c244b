/* A recorded run whose points and gradients a test writes down one by one: the gradient at a row is what stands beside it, elsewhere what
 * the test says. */
#ifndef DESCENT_TESTS_INSIDE_RECORDED_STEPS_H
#define DESCENT_TESTS_INSIDE_RECORDED_STEPS_H

#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "diagnosis/evidence/evidence.h"
#include "support.h"

enum {
    recorded_most = 400, /* rows */
    recorded_wide = 3    /* variables, at most */
};

typedef struct recorded_steps {
    size_t n, rows;
    double points[recorded_most * recorded_wide], gradients[recorded_most * recorded_wide];
    uint64_t steps[recorded_most];
    void (*elsewhere)(const struct recorded_steps *run, const double *x, double *g); /* NULL: as at the first row */
    size_t asked, asked_elsewhere;                                                   /* gradients */
    size_t failing; /* row at which there is no gradient */
    bool fails_elsewhere;
    descent_problem problem;
    descent__holdings holdings;
    descent__evidence evidence;
} recorded_steps;

/* To rounding: a copy may add up the same step another way. */
static inline bool recorded_there(const recorded_steps *run, size_t row, const double *x)
{
    for (size_t i = 0; i < run->n; i++)
        if (!(fabs(x[i] - run->points[row * run->n + i]) <= 1e-14 * fmax(1, fabs(x[i]))))
            return false;
    return true;
}

static inline int recorded_gradient(size_t n, const double *x, double *g, void *context)
{
    recorded_steps *const run = context;
    run->asked++;
    for (size_t k = 0; k < run->rows; k++)
        if (recorded_there(run, k, x)) {
            memcpy(g, run->gradients + k * n, n * sizeof *g);
            return k == run->failing;
        }
    if (run->elsewhere)
        run->elsewhere(run, x, g);
    else
        memcpy(g, run->gradients, n * sizeof *g);
    return run->fails_elsewhere;
}

/* Of so many rows, from step 0 on, with all that can be known of a run but its rule. */
static inline void recorded_open(recorded_steps *run, size_t n, size_t rows)
{
    run->n = n;
    run->rows = rows;
    run->asked = 0;
    run->failing = recorded_most;
    run->fails_elsewhere = false;
    for (size_t k = 0; k < rows; k++)
        run->steps[k] = k;
    run->problem = (descent_problem){.dimension = n, .gradient = recorded_gradient, .context = run};
    memset(&run->holdings, 0, sizeof run->holdings);
    run->evidence = (descent__evidence){.n = n,
                                        .rows = rows,
                                        .finite = rows,
                                        .points = run->points,
                                        .steps = run->steps,
                                        .x = run->points + (rows - 1) * n,
                                        .step = rows - 1,
                                        .has_problem = true,
                                        .problem_in_units = run->problem,
                                        .gradient_error = NAN,
                                        .gradient_known = true,
                                        .step_size = NAN};
    run->evidence.options = (descent_diagnosis_options){.budget = 1000000, .distance_tolerance = 1e-6};
    run->evidence.holdings = &run->holdings;
    run->evidence.keep = &run->holdings.arena;
    assert_success(descent__evaluator_open(&run->evidence.evaluator, &run->problem));
}

static inline void recorded_close(recorded_steps *run)
{
    descent__arena_release(&run->evidence.work);
    descent__arena_release(&run->holdings.arena);
    descent__evaluator_close(&run->evidence.evaluator);
}

#endif
