#include "step_peers.h"

#include <descent/landscapes.h>
#include <stddef.h>

#include "bench.h"

/* The notebook's way to its first minimum. The peers stop there, so they set out again and again. */
static const double start[] = {4, 1.075};
static const double first_step = 0.2;

#if defined(BENCH_GSL)
#include <gsl/gsl_errno.h>
#include <gsl/gsl_multimin.h>

static double gsl_loss(const gsl_vector *x, void *problem)
{
    const descent_problem *p = problem;
    double value;
    p->loss(2, x->data, &value, NULL);
    return value;
}

static void gsl_gradient(const gsl_vector *x, void *problem, gsl_vector *gradient)
{
    const descent_problem *p = problem;
    p->gradient(2, x->data, gradient->data, NULL);
}

static void gsl_loss_gradient(const gsl_vector *x, void *problem, double *value, gsl_vector *gradient)
{
    *value = gsl_loss(x, problem);
    gsl_gradient(x, problem, gradient);
}

static double run_gsl(void *context)
{
    static gsl_multimin_fdfminimizer *minimizer; /* made once: a peer's set-up is not its step */
    (void)context;
    descent_problem problem = descent_landscape_find("notebook")->problem;
    gsl_multimin_function_fdf function = {gsl_loss, gsl_gradient, gsl_loss_gradient, 2, &problem};
    gsl_vector_const_view x = gsl_vector_const_view_array(start, 2);
    if (!minimizer) {
        gsl_set_error_handler_off();
        minimizer = gsl_multimin_fdfminimizer_alloc(gsl_multimin_fdfminimizer_steepest_descent, 2);
        bench_require(minimizer, "no memory");
    }
    double iterations = 0;
    while (iterations < 1000) {
        gsl_multimin_fdfminimizer_set(minimizer, &function, &x.vector, first_step, 0.1);
        for (int i = 0; i < 20 && gsl_multimin_fdfminimizer_iterate(minimizer) == GSL_SUCCESS; i++)
            iterations++;
    }
    return iterations;
}

double (*const step_peer_gsl)(void *context) = run_gsl;
#else
double (*const step_peer_gsl)(void *context) = NULL;
#endif

#if defined(BENCH_NLOPT)
#include <nlopt.h>

static double nlopt_loss(unsigned n, const double *x, double *gradient, void *problem)
{
    const descent_problem *p = problem;
    double value;
    p->loss(n, x, &value, NULL);
    if (gradient)
        p->gradient(n, x, gradient, NULL);
    return value;
}

static double run_nlopt(void *context)
{
    static nlopt_opt optimizer;
    (void)context;
    descent_problem problem = descent_landscape_find("notebook")->problem;
    if (!optimizer) {
        optimizer = nlopt_create(NLOPT_LD_LBFGS, 2);
        bench_require(optimizer, "no memory");
        /* By default it takes megabytes of memory for each run and spends its time on clearing them. */
        nlopt_set_vector_storage(optimizer, 10);
        nlopt_set_ftol_rel(optimizer, 1e-14);
    }
    nlopt_set_min_objective(optimizer, nlopt_loss, &problem);
    double evaluations = 0;
    while (evaluations < 1000) {
        double x[] = {start[0], start[1]}, value;
        nlopt_optimize(optimizer, x, &value);
        evaluations += nlopt_get_numevals(optimizer);
    }
    return evaluations;
}

double (*const step_peer_nlopt)(void *context) = run_nlopt;
#else
double (*const step_peer_nlopt)(void *context) = NULL;
#endif

#if defined(BENCH_LBFGS)
#include <lbfgs.h>

static lbfgsfloatval_t lbfgs_loss(void *problem, const lbfgsfloatval_t *x, lbfgsfloatval_t *gradient, const int n,
                                  const lbfgsfloatval_t step)
{
    const descent_problem *p = problem;
    double value;
    (void)step;
    p->loss((size_t)n, x, &value, NULL);
    p->gradient((size_t)n, x, gradient, NULL);
    return value;
}

static int lbfgs_count(void *problem, const lbfgsfloatval_t *x, const lbfgsfloatval_t *gradient,
                       const lbfgsfloatval_t loss, const lbfgsfloatval_t x_norm, const lbfgsfloatval_t gradient_norm,
                       const lbfgsfloatval_t step, int n, int k, int searches)
{
    descent_problem *p = problem;
    (void)x, (void)gradient, (void)loss, (void)x_norm, (void)gradient_norm, (void)step, (void)n, (void)k;
    (void)searches;
    *(double *)p->context += 1;
    return 0;
}

static double run_lbfgs(void *context)
{
    (void)context;
    double iterations = 0;
    descent_problem problem = descent_landscape_find("notebook")->problem;
    problem.context = &iterations;
    while (iterations < 1000) {
        double x[] = {start[0], start[1]}, value;
        lbfgs(2, x, &value, lbfgs_loss, lbfgs_count, &problem, NULL);
    }
    return iterations;
}

double (*const step_peer_lbfgs)(void *context) = run_lbfgs;
#else
double (*const step_peer_lbfgs)(void *context) = NULL;
#endif
