#include "critical/dense/walk.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>

#include "base/status.h"
#include "base/vector.h"
#include "critical/length.h"
#include "critical/tolerances.h"

/* The trust region grows after a step at its rim that brought this share of the predicted fall of ‖∇L‖; it shrinks
 * after one that brought next to nothing. The usual ratios (Nocedal and Wright 2006, algorithm 4.1): costs, no edges. */
static const double plenty = 0.5, rim = 0.9, shrink = 0.25, grow = 2;

typedef struct walk_state {
    descent__analysis *analysis;
    const double *start;
    double radius;
    descent__walk *walk;
    double *kept; /* n: a point to go back to */
} walk_state;

enum {
    polishing_steps = 8 /* Newton's, from where narrow differences see nothing: quadratic once they are near; a cost */
};

/* A length below which positions along this walk cannot be told apart. */
static double resolution(const walk_state *walker)
{
    return DBL_EPSILON * walker->walk->reference;
}

static void measure(walk_state *walker)
{
    const descent__analysis *const analysis = walker->analysis;
    const size_t n = analysis->dimension;
    walker->walk->moved = descent__vector_distance(n, analysis->x, walker->start);
    walker->walk->reference =
        fmax(walker->walk->reference, fmax(walker->walk->moved, descent__vector_norm(n, analysis->x)));
}

/* Is the trial point, x + step, finite, within the distance limit, and is its gradient so? Sets its gradient's norm,
 * infinite if not. */
static descent_status try_step(walk_state *walker, double *norm)
{
    descent__analysis *const analysis = walker->analysis;
    const size_t n = analysis->dimension;
    *norm = INFINITY;
    for (size_t i = 0; i < n; i++)
        analysis->trial[i] = analysis->x[i] + analysis->step[i];
    if (!descent__vector_is_finite(n, analysis->trial) ||
        descent__vector_distance(n, analysis->trial, walker->start) > analysis->options.distance_limit)
        return DESCENT_SUCCESS;
    const descent_status status =
        descent__ask_gradient(&analysis->evaluator, analysis->trial, analysis->trial_gradient);
    if (status == DESCENT_SUCCESS && descent__vector_is_finite(n, analysis->trial_gradient))
        *norm = descent__vector_norm(n, analysis->trial_gradient);
    return status;
}

/*
 * A step may raise ‖∇L‖ and still be right where the variables' scales differ, as along the bottom of a curved valley.
 * The next correction, which knows the scales, must then be shorter in proportion to the share λ of Newton's step that
 * was made (the natural monotonicity test; Deuflhard 2004, section 3.3, with 1 − λ/2 for its 1 − λ/4).
 */
static bool is_natural(descent__analysis *analysis, double length, double norm)
{
    const double newton = descent__analysis_correction(analysis, analysis->gradient);
    const double share = fmin(1, length / newton);
    return isfinite(norm) && descent__analysis_correction(analysis, analysis->trial_gradient) <=
                                 (1 - descent__natural_share * share) * newton;
}

/* Finds a step that brings the critical point nearer, the region shrinking until one does. Sets *length to 0 if none.
 * */
static descent_status search_step(walk_state *walker, double *length)
{
    descent__analysis *const analysis = walker->analysis;
    while (walker->radius > resolution(walker)) {
        double residual, norm;
        *length = descent__analysis_newton(analysis, walker->radius, &residual);
        if (*length <= 0)
            break;
        const descent_status status = try_step(walker, &norm);
        if (status != DESCENT_SUCCESS)
            return status;
        const double predicted = analysis->gradient_norm - residual, fall = analysis->gradient_norm - norm;
        const bool cut = *length > rim * walker->radius;
        const bool falls = fall > descent__enough_fall * predicted && norm < analysis->gradient_norm;
        const bool natural = is_natural(analysis, *length, norm);
        if (cut && (natural || (falls && fall > plenty * predicted)))
            walker->radius *= grow;
        if (natural || falls)
            return DESCENT_SUCCESS;
        if (analysis->gradient_norm <= analysis->noise)
            break;
        walker->radius = shrink * fmin(walker->radius, *length);
    }
    *length = 0;
    return DESCENT_SUCCESS;
}

/* Moves to the trial point with the gradient known there, and decomposes it; back to the old point if that fails. */
static descent_status accept(walk_state *walker)
{
    descent__analysis *const analysis = walker->analysis;
    const size_t n = analysis->dimension;
    descent__vector_copy(n, analysis->trial, analysis->x);
    descent__vector_copy(n, analysis->trial_gradient, analysis->gradient);
    analysis->gradient_norm = descent__vector_norm(n, analysis->gradient);
    walker->walk->iterations++;
    measure(walker);
    return descent__analysis_decompose(analysis);
}

static bool is_spent(const descent__analysis *analysis)
{
    return analysis->evaluation_limit > 0 &&
           descent__evaluator_total(&analysis->evaluator) >= analysis->evaluation_limit;
}

/* Decomposes the Hessian at another point, with the gradient resolved there. */
static descent_status stand_at(walk_state *walker, const double *x)
{
    descent__analysis *const analysis = walker->analysis;
    descent_status status = descent__analysis_move(analysis, x);
    if (status == DESCENT_SUCCESS)
        status = descent__analysis_decompose(analysis);
    measure(walker);
    return status == DESCENT_SUCCESS ? descent__analysis_resolve(analysis) : status;
}

/*
 * Without a gradient the walk ends where narrow differences of the loss see no slope. Those that are as wide as the loss
 * lets them see on from there: some more steps of Newton's, each kept if it lowers the gradient that they tell.
 */
static descent_status polish(walk_state *walker)
{
    descent__analysis *const analysis = walker->analysis;
    const size_t n = analysis->dimension;
    const double radius = descent__first_radius * descent__typical_length(&analysis->evaluator.problem, analysis->x);
    double residual;
    descent_status status = descent__analysis_resolve(analysis);
    for (int step = 0; step < polishing_steps && status == DESCENT_SUCCESS && analysis->resolved &&
                       analysis->gradient_norm > analysis->noise && !is_spent(analysis);
         step++) {
        const double before = analysis->gradient_norm;
        const double length = descent__analysis_newton(analysis, radius, &residual);
        if (!(length > resolution(walker)))
            return DESCENT_SUCCESS;
        for (size_t i = 0; i < n; i++)
            analysis->step[i] += analysis->x[i];
        if (!descent__vector_is_finite(n, analysis->step) ||
            descent__vector_distance(n, analysis->step, walker->start) > analysis->options.distance_limit)
            return DESCENT_SUCCESS;
        descent__vector_copy(n, analysis->x, walker->kept);
        status = stand_at(walker, analysis->step);
        if (status != DESCENT_SUCCESS && status != DESCENT_ENONFINITE)
            return status;
        if (status != DESCENT_SUCCESS || !analysis->resolved || !(analysis->gradient_norm < before))
            return stand_at(walker, walker->kept);
        walker->walk->iterations++;
    }
    return status;
}

static descent_status walk_to_end(walk_state *walker)
{
    descent__analysis *const analysis = walker->analysis;
    descent__walk *const walk = walker->walk;
    while (walk->iterations < analysis->options.iteration_limit && !is_spent(analysis)) {
        double length;
        if (analysis->gradient_norm == 0) {
            walk->arrived = true;
            break;
        }
        descent_status status = search_step(walker, &length);
        if (status != DESCENT_SUCCESS)
            return status;
        if (length == 0) { /* nothing lowers the gradient: its rounding, or a place where it only is smallest */
            walk->arrived = true;
            break;
        }
        status = accept(walker);
        if (status != DESCENT_SUCCESS)
            return status;
        if (length <= resolution(walker)) {
            walk->arrived = true;
            break;
        }
    }
    return DESCENT_SUCCESS;
}

descent_status descent__analysis_walk(descent__analysis *analysis, const double *x, descent__walk *walk)
{
    const size_t n = analysis->dimension;
    walk_state walker = {.analysis = analysis, .start = x, .walk = walk, .kept = analysis->kept};
    *walk = (descent__walk){0};
    descent_status status = descent__analysis_move(analysis, x);
    if (status == DESCENT_SUCCESS)
        status = descent__analysis_decompose(analysis);
    if (status != DESCENT_SUCCESS)
        return status;
    /* Without a scale the walk's own lengths are all there is to go by. */
    walk->reference = fmax(descent__vector_norm(n, x), analysis->evaluator.problem.scale);
    walker.radius = descent__first_radius * descent__typical_length(&analysis->evaluator.problem, x);
    status = walk_to_end(&walker);
    return status == DESCENT_SUCCESS && !descent__evaluator_has_gradient(&analysis->evaluator) ? polish(&walker)
                                                                                               : status;
}
