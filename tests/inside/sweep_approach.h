/* Runs of a sweep that are near their end, beside a bowl whose bottom is at 0: what the suites of their judge share. */
#ifndef DESCENT_TESTS_SWEEP_APPROACH_H
#define DESCENT_TESTS_SWEEP_APPROACH_H

#include <math.h>

#include "sweep/judge/approach.h"

#include "support.h"

enum {
    most_points = descent__run_verdict_points
};

/* g = (a·x, b·y); `a` is another one where |x| is below `within`. Level, with a slope, where both are 0. */
typedef struct bench {
    double a, b, slope, inner, within;
    size_t count;
    double x[most_points][2];
    descent__tail tail;
    descent__exponent exponent;
    descent_rule rule;
    descent__run_verdict verdict;
    double limit[2];
} bench;

static inline int bench_gradient(size_t n, const double *x, double *g, void *context)
{
    const bench *const b = context;
    (void)n;
    g[0] = (fabs(x[0]) < b->within ? b->inner : b->a) * x[0];
    g[1] = b->b * x[1] + b->slope;
    return 0;
}

typedef bool judge(const descent__sweep_evidence *run, const descent__tail *tail, descent__evaluator *evaluator,
                   double *limit, double *work, descent__run_verdict *verdict);

static inline bool asked(bench *b, judge *whether)
{
    double work[2 * descent__run_verdict_vectors];
    const descent_problem problem = {.dimension = 2, .gradient = bench_gradient, .context = b};
    const descent__sweep_evidence run = {.series = {.n = 2, .count = b->count, .points = b->x[0]},
                                         .start = b->x[0],
                                         .rule = &b->rule,
                                         .steps = b->count - 1,
                                         .exponent = b->exponent};
    descent__evaluator evaluator;
    assert_success(descent__evaluator_open(&evaluator, &problem));
    b->verdict = (descent__run_verdict){.ending = DESCENT_ENDING_UNDETERMINED};
    const bool is = whether(&run, &b->tail, &evaluator, b->limit, work, &b->verdict);
    descent__evaluator_close(&evaluator);
    return is;
}

static inline void set_quarters(bench *b, double first, double second, double third, double last)
{
    const double quarter[] = {first, second, third, last};
    memcpy(b->tail.quarter, quarter, sizeof quarter);
}

#endif
