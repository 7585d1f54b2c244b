/**
 * @file
 * @brief Beside GSL: our problems for its minimisers, our rules as its minimisers, its functions as our problems, its iterates as paths.
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

#include <descent/engine.h>
#include <descent/path.h>
#include <descent/problem.h>
#include <descent/rules.h>

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

typedef struct descent_gsl_state_ {
    descent_engine *engine;
} descent_gsl_state_;

static inline int descent_gsl_alloc_(void *state, size_t n)
{
    (void)n;
    ((descent_gsl_state_ *)state)->engine = NULL;
    return GSL_SUCCESS;
}

static inline int descent_gsl_error_(descent_status status)
{
    switch (status) {
    case DESCENT_SUCCESS:
        return GSL_SUCCESS;
    case DESCENT_ENOMEM:
        return GSL_ENOMEM;
    case DESCENT_EINVAL:
        return GSL_EINVAL;
    case DESCENT_ENONFINITE:
    case DESCENT_ECALLBACK:
        return GSL_EBADFUNC;
    default:
        return GSL_ENOPROG;
    }
}

static inline int descent_gsl_start_(void *state, gsl_multimin_function_fdf *function, const gsl_vector *x,
                                     double *loss, gsl_vector *gradient, descent_rule rule)
{
    descent_engine **const engine = &((descent_gsl_state_ *)state)->engine;
    descent_problem problem;
    descent_status status;
    memset(&problem, 0, sizeof problem);
    problem.dimension = function->n;
    problem.loss = descent_gsl_ask_loss_;
    problem.gradient = descent_gsl_ask_gradient_;
    problem.loss_gradient = descent_gsl_ask_both_;
    problem.context = function;
    descent_engine_free(*engine);
    status = descent_engine_new(engine, &problem, rule, x->data);
    if (status != DESCENT_SUCCESS)
        return descent_gsl_error_(status);
    *loss = descent_engine_loss(*engine);
    memcpy(gradient->data, descent_engine_gradient(*engine), x->size * sizeof(double));
    return GSL_SUCCESS;
}

static inline int descent_gsl_iterate_(void *state, gsl_multimin_function_fdf *function, gsl_vector *x, double *loss,
                                       gsl_vector *gradient, gsl_vector *dx)
{
    descent_engine *const engine = ((descent_gsl_state_ *)state)->engine;
    const double *point;
    descent_status status;
    size_t i;
    (void)function;
    status = descent_engine_step(engine);
    if (status != DESCENT_SUCCESS)
        return descent_gsl_error_(status);
    point = descent_engine_point(engine);
    for (i = 0; i < x->size; i++)
        gsl_vector_set(dx, i, point[i] - gsl_vector_get(x, i));
    memcpy(x->data, point, x->size * sizeof(double));
    *loss = descent_engine_loss(engine);
    memcpy(gradient->data, descent_engine_gradient(engine), x->size * sizeof(double));
    return GSL_SUCCESS;
}

static inline int descent_gsl_restart_(void *state)
{
    descent_engine *const engine = ((descent_gsl_state_ *)state)->engine;
    return descent_gsl_error_(descent_engine_reset(engine, descent_engine_point(engine)));
}

static inline void descent_gsl_free_(void *state)
{
    descent_engine_free(((descent_gsl_state_ *)state)->engine);
}
/** @endcond */

/**
 * @brief Defines a minimiser of GSL's that steps with a rule of ours, for gsl_multimin_fdfminimizer_alloc().
 *
 * @code
 * DESCENT_GSL_MINIMIZER(heavy_ball, descent_heavy_ball(step_size, 0.9))
 * gsl_multimin_fdfminimizer *s = gsl_multimin_fdfminimizer_alloc(heavy_ball, 2);
 * gsl_multimin_fdfminimizer_set(s, &function, x, 0.1, 0);
 * @endcode
 *
 * It stands outside of functions. The rule is an expression in which `step_size` and `tolerance` are what
 * gsl_multimin_fdfminimizer_set() is given. The start may have any stride, for GSL copies it. A step that cannot be made returns
 * GSL_ENOPROG where the rule gave up, GSL_EBADFUNC where a number was not finite; descent_error_detail() has the reason.
 * gsl_multimin_fdfminimizer_restart() begins anew at the present point, without memory.
 */
#define DESCENT_GSL_MINIMIZER(minimizer, rule)                                                                         \
    static int minimizer##_set_(void *state, gsl_multimin_function_fdf *function, const gsl_vector *x, double *loss,   \
                                gsl_vector *gradient, double step_size, double tolerance)                              \
    {                                                                                                                  \
        (void)step_size;                                                                                               \
        (void)tolerance;                                                                                               \
        return descent_gsl_start_(state, function, x, loss, gradient, (rule));                                         \
    }                                                                                                                  \
    static const gsl_multimin_fdfminimizer_type minimizer##_type_ = {                                                  \
        #minimizer,           sizeof(descent_gsl_state_), descent_gsl_alloc_, minimizer##_set_,                        \
        descent_gsl_iterate_, descent_gsl_restart_,       descent_gsl_free_,                                           \
    };                                                                                                                 \
    static const gsl_multimin_fdfminimizer_type *const minimizer = &minimizer##_type_;

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
