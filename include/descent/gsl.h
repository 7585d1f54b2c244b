/**
 * @file
 * @brief Beside GSL: our problems for its minimisers, its functions as our problems, its iterates as paths.
 *
 * Only inline functions, so the library itself exports nothing for it; a program that includes this links GSL, as it does
 * anyway. Vectors of GSL's may have a stride: GSL's own have 1, views of a column have more. Where the library reads
 * neighbouring numbers, those with another stride are refused with DESCENT_EINVAL.
 *
 * @code
 * gsl_multimin_function_fdf function = descent_gsl_function(&problem);
 * gsl_multimin_fdfminimizer_set(s, &function, x, 0.1, 0.1);
 * do
 *     descent_gsl_watch(path, s);
 * while (!gsl_multimin_fdfminimizer_iterate(s) && gsl_multimin_test_gradient(s->gradient, 1e-6) == GSL_CONTINUE);
 * descent_diagnose(&problem, path, &(descent_diagnosis_options){.optimiser_name = gsl_multimin_fdfminimizer_name(s)}, &d);
 * @endcode
 */
#ifndef DESCENT_GSL_H
#define DESCENT_GSL_H

#include <string.h>

#include <gsl/gsl_blas.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_multifit_nlinear.h>
#include <gsl/gsl_multimin.h>
#include <gsl/gsl_multiroots.h>

#include <descent/path.h>
#include <descent/problem.h>

#ifdef __cplusplus
extern "C" {
#endif

/** @cond PRIVATE */
static inline double descent_gsl_loss_(const gsl_vector *x, void *parameters)
{
    const descent_problem *const problem = (const descent_problem *)parameters;
    double loss = GSL_NAN;
    if (x->stride != 1)
        return GSL_NAN;
    if (problem->loss)
        return problem->loss(x->size, x->data, &loss, problem->context) == 0 ? loss : GSL_NAN;
    return GSL_NAN;
}

static inline void descent_gsl_gradient_(const gsl_vector *x, void *parameters, gsl_vector *gradient)
{
    const descent_problem *const problem = (const descent_problem *)parameters;
    gsl_vector_set_all(gradient, GSL_NAN); /* what a function that fails, or writes nothing, leaves */
    if (x->stride != 1 || gradient->stride != 1)
        return;
    if (problem->gradient(x->size, x->data, gradient->data, problem->context) != 0)
        gsl_vector_set_all(gradient, GSL_NAN);
}

static inline void descent_gsl_both_(const gsl_vector *x, void *parameters, double *loss, gsl_vector *gradient)
{
    const descent_problem *const problem = (const descent_problem *)parameters;
    if (!problem->loss_gradient) {
        *loss = descent_gsl_loss_(x, parameters);
        descent_gsl_gradient_(x, parameters, gradient);
        return;
    }
    *loss = GSL_NAN;
    gsl_vector_set_all(gradient, GSL_NAN);
    if (x->stride != 1 || gradient->stride != 1)
        return;
    if (problem->loss_gradient(x->size, x->data, loss, gradient->data, problem->context) != 0) {
        *loss = GSL_NAN;
        gsl_vector_set_all(gradient, GSL_NAN);
    }
}

static inline int descent_gsl_ask_loss_(size_t n, const double *x, double *loss, void *context)
{
    const gsl_multimin_function_fdf *const function = (const gsl_multimin_function_fdf *)context;
    const gsl_vector_const_view at = gsl_vector_const_view_array(x, n);
    *loss = function->f(&at.vector, function->params);
    return 0;
}

static inline int descent_gsl_ask_gradient_(size_t n, const double *x, double *gradient, void *context)
{
    const gsl_multimin_function_fdf *const function = (const gsl_multimin_function_fdf *)context;
    const gsl_vector_const_view at = gsl_vector_const_view_array(x, n);
    gsl_vector_view g = gsl_vector_view_array(gradient, n);
    function->df(&at.vector, function->params, &g.vector);
    return 0;
}

static inline int descent_gsl_ask_both_(size_t n, const double *x, double *loss, double *gradient, void *context)
{
    const gsl_multimin_function_fdf *const function = (const gsl_multimin_function_fdf *)context;
    const gsl_vector_const_view at = gsl_vector_const_view_array(x, n);
    gsl_vector_view g = gsl_vector_view_array(gradient, n);
    function->fdf(&at.vector, function->params, loss, &g.vector);
    return 0;
}

static inline descent_status descent_gsl_append_(descent_path *path, const gsl_vector *x, double loss,
                                                 const gsl_vector *gradient)
{
    if (!x || x->stride != 1 || (gradient && gradient->stride != 1))
        return descent_fail(DESCENT_EINVAL, "vectors of GSL must not be NULL and must have stride 1");
    if (x->size != descent_path_view(path).dimension || (gradient && gradient->size != x->size))
        return descent_fail(DESCENT_EINVAL, "vectors of GSL must have the path's dimension");
    return descent_path_append(path, x->data, loss, gradient ? gradient->data : NULL);
}
/** @endcond */

/**
 * @brief A problem of ours as a function of GSL's, for any gsl_multimin_fdfminimizer.
 *
 * GSL's functions cannot fail: where one of ours does, GSL sees NaN.
 * @param problem The problem, with a loss and a gradient, or with `loss_gradient` and both; it must outlive what GSL makes
 * of the function.
 * @return The function.
 */
static inline gsl_multimin_function_fdf descent_gsl_function(const descent_problem *problem)
{
    gsl_multimin_function_fdf function;
    function.f = descent_gsl_loss_;
    function.df = descent_gsl_gradient_;
    function.fdf = descent_gsl_both_;
    function.n = problem->dimension;
    function.params = (void *)problem;
    return function;
}

/**
 * @brief A function of GSL's as a problem of ours.
 * @param function The function; it must outlive what is made of the problem.
 * @return The problem.
 */
static inline descent_problem descent_gsl_problem(gsl_multimin_function_fdf *function)
{
    descent_problem problem;
    memset(&problem, 0, sizeof problem);
    problem.dimension = function->n;
    problem.loss = function->f ? descent_gsl_ask_loss_ : NULL;
    problem.gradient = function->df ? descent_gsl_ask_gradient_ : NULL;
    problem.loss_gradient = function->fdf ? descent_gsl_ask_both_ : NULL;
    problem.context = function;
    return problem;
}

/**
 * @brief Appends where a minimiser with a gradient stands.
 * @param path The path.
 * @param minimizer The minimiser, after gsl_multimin_fdfminimizer_set() or an iteration.
 * @return As descent_path_append(); DESCENT_EINVAL, too, for a stride that is not 1.
 */
static inline descent_status descent_gsl_watch(descent_path *path, const gsl_multimin_fdfminimizer *minimizer)
{
    return descent_gsl_append_(path, minimizer->x, minimizer->f, minimizer->gradient);
}

/**
 * @brief Appends where a minimiser without a gradient (a simplex) stands.
 * @param path The path.
 * @param minimizer The minimiser.
 * @return As descent_gsl_watch().
 */
static inline descent_status descent_gsl_watch_simplex(descent_path *path, const gsl_multimin_fminimizer *minimizer)
{
    return descent_gsl_append_(path, minimizer->x, minimizer->fval, NULL);
}

/**
 * @brief Appends where a root finder stands; the loss is ½‖f‖².
 * @param path The path.
 * @param solver The solver.
 * @return As descent_gsl_watch().
 */
static inline descent_status descent_gsl_watch_root(descent_path *path, const gsl_multiroot_fsolver *solver)
{
    const double norm = gsl_blas_dnrm2(solver->f);
    return descent_gsl_append_(path, solver->x, norm * norm / 2, NULL);
}

/**
 * @brief The same for a root finder with derivatives.
 * @param path The path.
 * @param solver The solver.
 * @return As descent_gsl_watch().
 */
static inline descent_status descent_gsl_watch_root_fdf(descent_path *path, const gsl_multiroot_fdfsolver *solver)
{
    const double norm = gsl_blas_dnrm2(solver->f);
    return descent_gsl_append_(path, solver->x, norm * norm / 2, NULL);
}

/**
 * @brief Appends where a least-squares fit stands: the loss is ½‖f‖², the gradient is Jᵀf.
 * @param path The path.
 * @param fit The workspace, after gsl_multifit_nlinear_init() or an iteration.
 * @return As descent_gsl_watch().
 */
static inline descent_status descent_gsl_watch_fit(descent_path *path, const gsl_multifit_nlinear_workspace *fit)
{
    const double norm = gsl_blas_dnrm2(fit->f);
    return descent_gsl_append_(path, fit->x, norm * norm / 2, fit->g);
}

#ifdef __cplusplus
}
#endif

#endif
