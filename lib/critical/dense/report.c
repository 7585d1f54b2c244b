#include "critical/dense/report.h"

#include <float.h>
#include <math.h>

#include "base/call.h"
#include "base/scatter.h"
#include "base/status.h"
#include "base/vector.h"
#include "critical/dense/probe.h"
#include "critical/length.h"
#include "critical/point.h"
#include "critical/tolerances.h"

/* Everything that follows from the eigenvalues. */
static void fill_spectrum(const descent__analysis *analysis, const descent__verdict *verdict,
                          descent_critical_point *point)
{
    const size_t n = analysis->dimension;
    const double *const matrix = analysis->here.matrix;
    descent__vector_copy(n, analysis->values, point->eigenvalues);
    descent__vector_copy(n * n, analysis->vectors, point->eigenvectors);
    descent__vector_copy(n * n, matrix, point->hessian);
    for (size_t k = 0; k < n; k++) {
        const double *const vector = analysis->vectors + k * n;
        for (size_t i = 0; i < n; i++)
            analysis->trial[i] = descent__vector_dot(n, matrix + i * n, vector) - analysis->values[k] * vector[i];
        point->residuals[k] = descent__vector_norm(n, analysis->trial);
    }
    const double highest = analysis->values[n - 1];
    point->condition = verdict->nullity > 0 ? INFINITY : analysis->norm / descent__analysis_smallest(analysis, -1);
    point->escape = verdict->index > 0 ? point->eigenvectors : NULL;
    if (highest > verdict->tolerance) {
        point->step_limit = 2 / highest;
        if (analysis->options.rule)
            point->rule_step_limit = descent_rule_step_limit(analysis->options.rule, highest);
    }
}

static void fill_verdict(const descent__analysis *analysis, const descent__verdict *verdict,
                         descent_critical_point *point)
{
    point->kind = verdict->kind;
    point->index = verdict->index;
    point->nullity = verdict->nullity;
    point->eigenvalue_tolerance = verdict->tolerance;
    point->tolerance_source = verdict->tolerance_source;
    point->hessian_source = analysis->here.source;
    point->asymmetry = analysis->here.asymmetry;
    point->distance = verdict->distance;
    point->newton_backed = verdict->newton_backed;
    point->converged = verdict->kind != DESCENT_CRITICAL_NOT_CRITICAL;
    point->gradient_norm = analysis->gradient_norm;
    point->gradient_error = analysis->noise;
}

/* The curvature along a way by differences of one width, and what rounding of their values makes of it; and by how much that
 * ahead differs from that behind, which only gradients tell (else NaN). */
typedef struct look {
    double bend, error, jump;
} look;

static descent_status bend_of_gradient(descent__analysis *analysis, const double *way, double width, look *seen)
{
    const size_t n = analysis->dimension;
    double slope[2];
    for (int side = 0; side < 2; side++) {
        descent__vector_copy(n, analysis->x, analysis->trial);
        descent__vector_add_scaled(n, side ? -width : width, way, analysis->trial);
        const descent_status status =
            descent__ask_gradient(&analysis->evaluator, analysis->trial, analysis->trial_gradient);
        if (status != DESCENT_SUCCESS)
            return status;
        slope[side] = descent__vector_dot(n, way, analysis->trial_gradient);
    }
    const double middle = descent__vector_dot(n, way, analysis->gradient);
    seen->bend = (slope[0] - slope[1]) / (2 * width);
    seen->error = descent__quotient_roundings * DBL_EPSILON * fmax(fabs(slope[0]), fabs(slope[1])) / width;
    seen->jump = ((slope[0] - middle) - (middle - slope[1])) / width;
    return DESCENT_SUCCESS;
}

/* The same by second differences of the loss. */
static descent_status bend_of_loss(descent__analysis *analysis, const double *way, double width, look *seen)
{
    const size_t n = analysis->dimension;
    double loss[3], size = 0;
    for (int side = -1; side <= 1; side++) {
        descent__vector_copy(n, analysis->x, analysis->trial);
        descent__vector_add_scaled(n, side * width, way, analysis->trial);
        const descent_status status = descent__ask_loss(&analysis->evaluator, analysis->trial, &loss[side + 1]);
        if (status != DESCENT_SUCCESS)
            return status;
        size = fmax(size, fabs(loss[side + 1]));
    }
    seen->bend = ((loss[2] - loss[1]) - (loss[1] - loss[0])) / width / width;
    seen->error = 2 * (descent__loss_roundings * DBL_EPSILON * size + analysis->scatter) / width / width;
    seen->jump = NAN;
    return DESCENT_SUCCESS;
}

static bool is_alike(double a, double b)
{
    return a <= descent__bound_alike * b && b <= descent__bound_alike * a;
}

/* By more than rounding and the noise of the slope between, by a good part of the curvature, and alike at both widths. */
static bool shows_jump(const look *wide, const look *narrow, double noise)
{
    const double jump = fabs(narrow->jump);
    return wide->jump * narrow->jump > 0 && jump > descent__bound_seen * (narrow->error + noise) &&
           jump > descent__jump_part * narrow->bend && is_alike(fabs(wide->jump), jump);
}

/*
 * Does the curvature along the last eigenvector grow like h^(−p) with the width h of the differences that show it, as that
 * of |x|^(3/2) does (p = ½) or of a kink (p = 1)? Then it is not finite. Four widths, each `narrower` than the one before,
 * must show it, each beyond rounding, by ratios that are alike: those of noise, of either sign, are not.
 *
 * And does it jump at the point? Then the two sides differ, by as much at two widths; by a third derivative they differ by a
 * 16th at the second. The Hessian is then that of neither side.
 */
/*
 * Are curvatures that grow from width to width finite after all? Widths go by the size of the point, and far out all of them may be wide
 * beside the loss: at 10⁸, √(1 + x²) looks like |x|. So on, as far as rounding of the point, or where it lies, lets them tell.
 */
static descent_status look_narrower(descent__analysis *analysis, const double *way, double width, double least,
                                    look before, double ratio, bool *unbounded)
{
    for (; width > least; width /= descent__bound_narrower) {
        look now;
        const descent_status status = bend_of_gradient(analysis, way, width, &now);
        if (status != DESCENT_SUCCESS)
            return status == DESCENT_ENOMEM || status == DESCENT_ECANCELLED ? status : DESCENT_SUCCESS;
        if (!isfinite(now.bend) || !(now.bend > descent__bound_seen * (now.error + analysis->noise / width)))
            return DESCENT_SUCCESS;
        *unbounded = now.bend > pow(descent__bound_narrower, descent__bound_power) * before.bend &&
                     is_alike(now.bend / before.bend, ratio);
        if (!*unbounded)
            return DESCENT_SUCCESS;
        before = now;
    }
    return DESCENT_SUCCESS;
}

static descent_status look_for_bound(descent__analysis *analysis, double distance, bool *unbounded, bool *jumps)
{
    const size_t n = analysis->dimension;
    const double *const way = analysis->vectors + (n - 1) * n;
    const bool exact = descent__evaluator_has_gradient(&analysis->evaluator);
    double width = (exact ? descent__bound_width : descent__bound_width_of_losses) *
                   descent__typical_length(&analysis->evaluator.problem, analysis->x);
    look before = {0, 0, NAN};
    double ratio = 0;
    for (size_t k = 0; k < descent__bound_looks; k++) {
        look now;
        const descent_status status = (exact ? bend_of_gradient : bend_of_loss)(analysis, way, width, &now);
        if (status != DESCENT_SUCCESS)
            return descent__is_final(status) ? status : DESCENT_SUCCESS;
        *jumps = *jumps || (k == 1 && shows_jump(&before, &now, analysis->noise / width));
        if (!isfinite(now.bend) || !(now.bend > descent__bound_seen * now.error) ||
            !(now.bend > pow(descent__bound_narrower, descent__bound_power) * before.bend) ||
            (ratio > 0 && !is_alike(now.bend / before.bend, ratio)))
            return DESCENT_SUCCESS;
        ratio = before.bend > 0 ? now.bend / before.bend : 0;
        before = now;
        width /= descent__bound_narrower;
    }
    *unbounded = true;
    const double least =
        descent__bound_narrowest * fmax(DBL_EPSILON * descent__vector_max_abs(n, analysis->x), distance);
    return exact && least > 0 ? look_narrower(analysis, way, width, least, before, ratio, unbounded) : DESCENT_SUCCESS;
}

/*
 * A gradient that has a derivative H rises along u + w by what it rises along u and along w. By how much does it not, in parts
 * of the width? Of a smooth one that is as little as the width; of abs(x)*y, whose H by differences along the axes is 0, it is the
 * same at every width. `seen` has the size of the largest rise as its bend.
 */
static descent_status miss_of_sum(descent__analysis *analysis, const double *u, const double *w, double width,
                                  double *miss, look *seen)
{
    const size_t n = analysis->dimension;
    double largest = 0;
    *seen = (look){0, 0, 0};
    descent__vector_copy(n, analysis->gradient, miss);
    for (int way = 0; way < 3; way++) {
        descent__vector_copy(n, analysis->x, analysis->trial);
        if (way != 1)
            descent__vector_add_scaled(n, width, u, analysis->trial);
        if (way != 0)
            descent__vector_add_scaled(n, width, w, analysis->trial);
        const descent_status status =
            descent__ask_gradient(&analysis->evaluator, analysis->trial, analysis->trial_gradient);
        if (status != DESCENT_SUCCESS)
            return status;
        descent__vector_add_scaled(n, way == 2 ? 1 : -1, analysis->trial_gradient, miss);
        largest = fmax(largest, descent__vector_norm(n, analysis->trial_gradient));
        seen->bend =
            fmax(seen->bend, descent__vector_distance(n, analysis->trial_gradient, analysis->gradient) / width);
    }
    seen->error = descent__quotient_roundings * DBL_EPSILON * largest / width;
    seen->jump = descent__vector_norm(n, miss) / width;
    return DESCENT_SUCCESS;
}

/* Does it miss by as much, the same way, at two widths? */
static descent_status sum_misses(descent__analysis *analysis, const double *u, const double *w, double *miss,
                                 bool *misses)
{
    const size_t n = analysis->dimension;
    const double wide = descent__bound_width * descent__typical_length(&analysis->evaluator.problem, analysis->x);
    const double narrow = wide / descent__bound_narrower;
    look first, second;
    descent_status status = miss_of_sum(analysis, u, w, wide, miss, &first);
    if (status == DESCENT_SUCCESS)
        status = miss_of_sum(analysis, u, w, narrow, miss + n, &second);
    if (status != DESCENT_SUCCESS)
        return descent__is_final(status) ? status : DESCENT_SUCCESS;
    first.jump = copysign(first.jump, descent__vector_dot(n, miss, miss + n));
    *misses = *misses || (shows_jump(&first, &second, analysis->noise / narrow) &&
                          second.jump <= descent__corner_alike * first.jump);
    return DESCENT_SUCCESS;
}

/* Two ways off all axes, one of them in another orthant; and the first with its opposite.
 * Asked where the curvatures tell no kind: elsewhere it would cost every diagnosis a part of its budget. */
static descent_status look_for_corner(descent__analysis *analysis, bool *jumps)
{
    const size_t n = analysis->dimension;
    if (!descent__evaluator_has_gradient(&analysis->evaluator))
        return DESCENT_SUCCESS;
    double *const u =
        descent__take(5 * n * sizeof *u); /* the lines of an analysis have proved that it does not overflow */
    if (!u)
        return descent__fail_memory("critical-point analysis", 5 * n * sizeof *u);
    double *const w = u + n, *const opposite = u + 2 * n;
    for (size_t i = 0; i < n; i++) {
        u[i] = (1 + descent__scatter(2 * i)) / sqrt((double)n);
        w[i] = (i % 2 ? -1 : 1) * (1 + descent__scatter(2 * i + 1)) / sqrt((double)n);
        opposite[i] = -u[i];
    }
    descent_status status = sum_misses(analysis, u, w, u + 3 * n, jumps);
    if (status == DESCENT_SUCCESS && !*jumps)
        status = sum_misses(analysis, u, opposite, u + 3 * n, jumps);
    descent__give(u);
    return status;
}

descent_status descent__analysis_report(descent__analysis *analysis, const descent__verdict *verdict,
                                        descent_critical_point **point)
{
    const size_t n = analysis->dimension;
    descent_status status = DESCENT_SUCCESS;
    *point = NULL;
    descent_critical_point *const result = descent__critical_point_new(n, n, n, 1);
    if (!result)
        return DESCENT_ENOMEM;
    descent__vector_copy(n, analysis->x, result->x);
    fill_verdict(analysis, verdict, result);
    fill_spectrum(analysis, verdict, result);
    bool unbounded = false, jumps = false;
    if (verdict->kind != DESCENT_CRITICAL_NOT_CRITICAL && analysis->values[n - 1] > verdict->tolerance)
        status = look_for_bound(analysis, verdict->distance, &unbounded, &jumps);
    if (status == DESCENT_SUCCESS && verdict->kind == DESCENT_CRITICAL_DEGENERATE && !unbounded && !jumps)
        status = look_for_corner(analysis, &jumps);
    if (unbounded) {
        result->unbounded_curvature = 1;
        result->step_limit = 0;
        result->rule_step_limit = analysis->options.rule ? 0 : NAN;
    } else if (jumps) {
        result->curvature_jumps = 1;
        result->step_limit = result->rule_step_limit = NAN;
    }
    if (status == DESCENT_SUCCESS && descent__evaluator_has_loss(&analysis->evaluator)) {
        status = descent__ask_loss(&analysis->evaluator, analysis->x, &result->loss);
        if (status == DESCENT_SUCCESS && !isfinite(result->loss))
            descent__critical_point_without_loss(result);
        else if (status == DESCENT_SUCCESS && verdict->kind == DESCENT_CRITICAL_DEGENERATE &&
                 !analysis->options.no_probe)
            status = descent__analysis_probe(analysis, verdict, result);
    }
    if (status != DESCENT_SUCCESS) {
        descent_critical_point_free(result);
        return status;
    }
    result->evaluations = analysis->evaluator.evaluations;
    result->products = result->evaluations.hessian_product;
    *point = result;
    return DESCENT_SUCCESS;
}
