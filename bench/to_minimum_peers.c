#include "to_minimum_peers.h"

#include <math.h>
#include <string.h>

#include <gsl/gsl_blas.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_multimin.h>
#if defined(BENCH_NLOPT)
#include <nlopt.h>
#endif
#if defined(BENCH_LBFGS)
#include <lbfgs.h>
#endif

enum {
    most_variables = 8,
    most_iterations = 20000
};

/* A problem that is counted, and whose gradient is small or not. */
typedef struct counted {
    const descent_problem *problem;
    double small;
    bench_count count;
    void *owner;
} counted;

static double loss_of(counted *c, const double *x)
{
    double value = NAN;
    c->count.evaluations++;
    c->problem->loss(c->problem->dimension, x, &value, c->problem->context);
    return value;
}

static void gradient_of(counted *c, const double *x, double *gradient)
{
    double sum = 0;
    c->count.evaluations++;
    c->problem->gradient(c->problem->dimension, x, gradient, c->problem->context);
    for (size_t i = 0; i < c->problem->dimension; i++)
        sum += gradient[i] * gradient[i];
    c->count.arrived = sqrt(sum) <= c->small;
}

static double gsl_loss(const gsl_vector *x, void *context)
{
    return loss_of(context, x->data);
}

static void gsl_gradient(const gsl_vector *x, void *context, gsl_vector *gradient)
{
    gradient_of(context, x->data, gradient->data);
}

static void gsl_both(const gsl_vector *x, void *context, double *value, gsl_vector *gradient)
{
    *value = gsl_loss(x, context);
    gsl_gradient(x, context, gradient);
}

static bench_count run_gsl(const gsl_multimin_fdfminimizer_type *type, const descent_problem *problem,
                           const double *start, double small)
{
    counted c = {.problem = problem, .small = small};
    gsl_multimin_function_fdf function = {gsl_loss, gsl_gradient, gsl_both, problem->dimension, &c};
    gsl_vector_const_view x = gsl_vector_const_view_array(start, problem->dimension);
    gsl_set_error_handler_off();
    gsl_multimin_fdfminimizer *const minimiser = gsl_multimin_fdfminimizer_alloc(type, problem->dimension);
    bool arrived = false;
    gsl_multimin_fdfminimizer_set(minimiser, &function, &x.vector, 0.01, 0.1);
    while (c.count.steps < most_iterations && !(arrived = gsl_blas_dnrm2(minimiser->gradient) <= small) &&
           gsl_multimin_fdfminimizer_iterate(minimiser) == GSL_SUCCESS)
        c.count.steps++;
    c.count.arrived = arrived || gsl_blas_dnrm2(minimiser->gradient) <= small;
    gsl_multimin_fdfminimizer_free(minimiser);
    return c.count;
}

static bench_count gsl_steepest(const descent_problem *problem, const double *start, double small)
{
    return run_gsl(gsl_multimin_fdfminimizer_steepest_descent, problem, start, small);
}

static bench_count gsl_fletcher_reeves(const descent_problem *problem, const double *start, double small)
{
    return run_gsl(gsl_multimin_fdfminimizer_conjugate_fr, problem, start, small);
}

static bench_count gsl_polak_ribiere(const descent_problem *problem, const double *start, double small)
{
    return run_gsl(gsl_multimin_fdfminimizer_conjugate_pr, problem, start, small);
}

static bench_count gsl_bfgs(const descent_problem *problem, const double *start, double small)
{
    return run_gsl(gsl_multimin_fdfminimizer_vector_bfgs2, problem, start, small);
}

#if defined(BENCH_NLOPT)
/* It tells no iterations: each of its evaluations counts as a step. */
static double nlopt_both(unsigned n, const double *x, double *gradient, void *context)
{
    counted *const c = context;
    (void)n;
    const double value = loss_of(c, x);
    c->count.steps++;
    if (gradient)
        gradient_of(c, x, gradient);
    if (c->count.arrived)
        nlopt_force_stop(c->owner);
    return value;
}

static bench_count nlopt_lbfgs(const descent_problem *problem, const double *start, double small)
{
    counted c = {.problem = problem, .small = small};
    double x[most_variables], value;
    memcpy(x, start, problem->dimension * sizeof *x);
    nlopt_opt const optimizer = nlopt_create(NLOPT_LD_LBFGS, (unsigned)problem->dimension);
    c.owner = optimizer;
    nlopt_set_vector_storage(optimizer, 10);
    nlopt_set_maxeval(optimizer, most_iterations);
    nlopt_set_min_objective(optimizer, nlopt_both, &c);
    nlopt_optimize(optimizer, x, &value);
    nlopt_destroy(optimizer);
    return c.count;
}
#endif

#if defined(BENCH_LBFGS)
static lbfgsfloatval_t lbfgs_both(void *context, const lbfgsfloatval_t *x, lbfgsfloatval_t *gradient, const int n,
                                  const lbfgsfloatval_t step)
{
    (void)n, (void)step;
    gradient_of(context, x, gradient);
    return loss_of(context, x);
}

static int lbfgs_progress(void *context, const lbfgsfloatval_t *x, const lbfgsfloatval_t *gradient,
                          const lbfgsfloatval_t value, const lbfgsfloatval_t x_norm, const lbfgsfloatval_t norm,
                          const lbfgsfloatval_t step, int n, int iteration, int evaluations)
{
    counted *const c = context;
    (void)x, (void)gradient, (void)value, (void)x_norm, (void)step, (void)n, (void)evaluations;
    c->count.steps = (uint64_t)iteration;
    return norm <= c->small;
}

static bench_count lbfgs_library(const descent_problem *problem, const double *start, double small)
{
    counted c = {.problem = problem, .small = small};
    lbfgs_parameter_t parameters;
    lbfgs_parameter_init(&parameters);
    parameters.m = 10;
    parameters.epsilon = 0;
    lbfgsfloatval_t *const x = lbfgs_malloc((int)problem->dimension);
    memcpy(x, start, problem->dimension * sizeof *x);
    lbfgs((int)problem->dimension, x, NULL, lbfgs_both, lbfgs_progress, &c, &parameters);
    lbfgs_free(x);
    return c.count;
}
#endif

const struct bench_peer bench_peers[] = {
    {"GSL steepest descent", gsl_steepest},
    {"GSL conjugate gradients, Fletcher-Reeves", gsl_fletcher_reeves},
    {"GSL conjugate gradients, Polak-Ribière", gsl_polak_ribiere},
    {"GSL BFGS", gsl_bfgs},
#if defined(BENCH_NLOPT)
    {"NLopt L-BFGS, 10 pairs (evaluations for steps)", nlopt_lbfgs},
#endif
#if defined(BENCH_LBFGS)
    {"libLBFGS, 10 pairs", lbfgs_library},
#endif
};
const size_t bench_peer_count = sizeof bench_peers / sizeof *bench_peers;
