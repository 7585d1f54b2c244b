#include "critical/dense/analysis.h"

#include <assert.h>
#include <float.h>
#include <math.h>

#include "base/call.h"
#include "base/status.h"
#include "base/vector.h"
#include "critical/finite.h"
#include "critical/rounding.h"
#include "critical/tolerances.h"
#include "problem/resolution.h"

enum {
    lines = 8 /* vectors of n numbers that an analysis keeps */
};

static descent_status allocate(descent__analysis *analysis)
{
    const size_t n = analysis->dimension;
    descent_status status = descent__hessian_open(&analysis->here, n);
    if (status == DESCENT_SUCCESS)
        status = descent__hessian_open(&analysis->there, n);
    if (status == DESCENT_SUCCESS)
        status = descent__symmetric_open(&analysis->solver, n);
    if (status != DESCENT_SUCCESS)
        return status;
    analysis->vectors = descent__take(n * n * sizeof(double)); /* the Hessian has proved that n² does not overflow */
    double *const line = descent__take(lines * n * sizeof(double));
    analysis->values = line;
    if (!analysis->vectors || !line)
        return descent__fail_memory("critical-point analysis", n * n * sizeof(double));
    analysis->x = line + n;
    analysis->gradient = line + 2 * n;
    analysis->components = line + 3 * n;
    analysis->step = line + 4 * n;
    analysis->trial = line + 5 * n;
    analysis->trial_gradient = line + 6 * n;
    analysis->kept = line + 7 * n;
    return DESCENT_SUCCESS;
}

descent_status descent__analysis_open(descent__analysis *analysis, const descent_problem *problem,
                                      const descent_critical_options *options)
{
    *analysis = (descent__analysis){0};
    analysis->options = *options;
    descent_status status = descent__evaluator_open(&analysis->evaluator, problem);
    if (status != DESCENT_SUCCESS)
        return status;
    analysis->dimension = problem->dimension;
    analysis->evaluator.watch = options->watch;
    analysis->evaluator.watch_context = options->watch_context;
    status = allocate(analysis);
    if (status != DESCENT_SUCCESS)
        descent__analysis_close(analysis);
    return status;
}

void descent__analysis_close(descent__analysis *analysis)
{
    descent__evaluator_close(&analysis->evaluator);
    descent__hessian_close(&analysis->here);
    descent__hessian_close(&analysis->there);
    descent__symmetric_close(&analysis->solver);
    descent__give(analysis->vectors);
    descent__give(analysis->values); /* and with it all lines */
    *analysis = (descent__analysis){0};
}

descent_status descent__analysis_move(descent__analysis *analysis, const double *x)
{
    const size_t n = analysis->dimension;
    descent_status status = descent__check_finite("x", &analysis->evaluator.problem, x);
    if (status != DESCENT_SUCCESS)
        return status;
    descent__vector_copy(n, x, analysis->x);
    descent__vector_fill(n, NAN, analysis->gradient);
    analysis->resolved = false;
    status = descent__ask_gradient(&analysis->evaluator, analysis->x, analysis->gradient);
    if (status == DESCENT_SUCCESS)
        status = descent__check_finite("gradient", &analysis->evaluator.problem, analysis->gradient);
    analysis->gradient_norm = status == DESCENT_SUCCESS ? descent__vector_norm(n, analysis->gradient) : NAN;
    return status;
}

/* The largest of rounding, differences and asymmetry, or what the option says. */
static void set_tolerance(descent__analysis *analysis)
{
    const descent__hessian *const here = &analysis->here;
    const double given = analysis->options.eigenvalue_tolerance;
    if (given > 0) {
        analysis->tolerance = given;
        analysis->tolerance_source = DESCENT_TOLERANCE_GIVEN;
        return;
    }
    analysis->tolerance = descent__eigenvalue_rounding(analysis->dimension, analysis->norm);
    analysis->tolerance_source = DESCENT_TOLERANCE_ROUNDING;
    if (here->error > analysis->tolerance) {
        analysis->tolerance = here->error;
        analysis->tolerance_source = DESCENT_TOLERANCE_DIFFERENCE;
    }
    if (here->skew > analysis->tolerance) {
        analysis->tolerance = here->skew;
        analysis->tolerance_source = DESCENT_TOLERANCE_ASYMMETRY;
    }
}

/*
 * Moving x by one rounding changes the gradient by ‖H‖·ε‖x‖, so that much is noise. Differences of the loss add over
 * their step h the rounding of the loss, which a step away is up to ½‖H‖h² more.
 */
static descent_status set_noise(descent__analysis *analysis)
{
    const size_t n = analysis->dimension;
    const double length = descent__vector_norm(n, analysis->x);
    analysis->noise = descent__gradient_roundings * DBL_EPSILON * analysis->norm * length;
    if (descent__evaluator_has_gradient(&analysis->evaluator))
        return DESCENT_SUCCESS;
    double loss;
    const descent_status status = descent__ask_loss(&analysis->evaluator, analysis->x, &loss);
    const double step = descent__difference_step(&analysis->evaluator.problem, 0);
    analysis->noise +=
        descent__loss_roundings * DBL_EPSILON * sqrt((double)n) * (fabs(loss) / step + analysis->norm * step / 2);
    return status;
}

/* The gradient along each eigenvector. */
static void project(descent__analysis *analysis)
{
    const size_t n = analysis->dimension;
    for (size_t k = 0; k < n; k++)
        analysis->components[k] = descent__vector_dot(n, analysis->vectors + k * n, analysis->gradient);
}

descent_status descent__analysis_resolve(descent__analysis *analysis)
{
    const size_t n = analysis->dimension;
    descent__resolution resolution;
    if (analysis->resolved || descent__evaluator_has_gradient(&analysis->evaluator))
        return DESCENT_SUCCESS;
    const descent_status status = descent__resolve_gradient(&analysis->evaluator, analysis->x, analysis->trial_gradient,
                                                            &resolution, analysis->trial);
    if (status != DESCENT_SUCCESS || !isfinite(resolution.error) ||
        !descent__vector_is_finite(n, analysis->trial_gradient))
        return status;
    analysis->resolved = true;
    descent__vector_copy(n, analysis->trial_gradient, analysis->gradient);
    analysis->gradient_norm = descent__vector_norm(n, analysis->gradient);
    analysis->scatter = resolution.scatter;
    analysis->noise = resolution.error +
                      descent__gradient_roundings * DBL_EPSILON * analysis->norm * descent__vector_norm(n, analysis->x);
    project(analysis);
    return DESCENT_SUCCESS;
}

descent_status descent__analysis_decompose(descent__analysis *analysis)
{
    const size_t n = analysis->dimension;
    analysis->resolved = false;
    descent_status status = descent__hessian_compute(&analysis->here, &analysis->evaluator, analysis->x);
    if (status == DESCENT_SUCCESS)
        status =
            descent__symmetric_solve(&analysis->solver, analysis->here.matrix, analysis->values, analysis->vectors);
    if (status != DESCENT_SUCCESS)
        return status;
    analysis->norm = descent__vector_max_abs(n, analysis->values);
    set_tolerance(analysis);
    status = set_noise(analysis);
    if (status != DESCENT_SUCCESS)
        return status;
    project(analysis);
    return DESCENT_SUCCESS;
}

/* Coefficient along an eigenvector of the least-squares step with damping d: −λc/(λ² + d²), without squaring λ. */
static double damped(double eigenvalue, double component, double damping)
{
    return -component / (eigenvalue + damping * (damping / eigenvalue));
}

/* Does the step move along eigenvector k? Not where neither eigenvalue nor slope can be told from their errors. */
static bool is_active(const descent__analysis *analysis, size_t k)
{
    const double size = fabs(analysis->values[k]);
    if (size > analysis->tolerance)
        return true;
    /* The tolerance is cautious: near a quartic minimum the eigenvalue is within it long before Newton is done. */
    return size > descent__eigenvalue_rounding(analysis->dimension, analysis->norm) &&
           fabs(analysis->components[k]) > analysis->noise;
}

/* Length of the damped step and, through *residual, ‖g + Hp‖. */
static double damped_length(const descent__analysis *analysis, double damping, double *residual)
{
    double length = 0, rest = 0;
    for (size_t k = 0; k < analysis->dimension; k++) {
        const double value = analysis->values[k], component = analysis->components[k];
        const double coefficient = is_active(analysis, k) ? damped(value, component, damping) : 0;
        length = hypot(length, coefficient);
        rest = hypot(rest, component + value * coefficient);
    }
    *residual = rest;
    return length;
}

enum {
    rim_rounds = 4 /* leave a sixteenth of a halving: 0.92 of the radius at least, above the rim of 0.9 */
};

double descent__analysis_newton(descent__analysis *analysis, double radius, double *residual)
{
    const size_t n = analysis->dimension;
    double damping = 0;
    double length = damped_length(analysis, 0, residual);
    if (length > radius) {
        /* λ/(λ² + d²) ≤ 1/(2d), so this damping is enough; it is then halved as often as the radius allows. An infinite
         * one would never become 0. */
        damping = fmin(analysis->gradient_norm / (2 * radius), DBL_MAX);
        while (damping > 0 && damped_length(analysis, damping / 2, residual) <= radius)
            damping /= 2;
        /* Where damping outweighs the curvature the length goes with its square: halvings alone may leave a quarter of the
         * radius, and a walk that never comes to the rim of its region never widens it. */
        double enough = damping;
        double too_little = damping / 2;
        for (int k = 0; k < rim_rounds; k++) {
            const double middle = enough / 2 + too_little / 2;
            if (damped_length(analysis, middle, residual) <= radius)
                enough = middle;
            else
                too_little = middle;
        }
        damping = enough;
        length = damped_length(analysis, damping, residual);
        /* But for rounding, and where damping that is enough cannot be represented, or only with few digits. */
        assert(damping == DBL_MAX || damping < DBL_MIN || length <= (1 + 1e-12) * radius);
    }
    descent__vector_fill(n, 0, analysis->step);
    for (size_t k = 0; k < n; k++)
        if (is_active(analysis, k))
            descent__vector_add_scaled(n, damped(analysis->values[k], analysis->components[k], damping),
                                       analysis->vectors + k * n, analysis->step);
    return length;
}

double descent__analysis_correction(const descent__analysis *analysis, const double *gradient)
{
    const size_t n = analysis->dimension;
    double length = 0;
    for (size_t k = 0; k < n; k++)
        if (is_active(analysis, k))
            length = hypot(length, descent__vector_dot(n, analysis->vectors + k * n, gradient) / analysis->values[k]);
    return length;
}
