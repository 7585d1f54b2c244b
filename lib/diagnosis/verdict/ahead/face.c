#include "diagnosis/verdict/ahead/face.h"

#include <math.h>

#include "base/call.h"
#include "base/vector.h"
#include "critical/classify.h"
#include "critical/point.h"
#include "diagnosis/verdict/ahead/composite.h"
#include "diagnosis/verdict/predicates.h"
#include "diagnosis/verdict/thresholds.h"
#include "trajectory/rest.h"

enum {
    newton_steps = 100, /* as for points without bounds: a cost, no edge */
    each = 8,           /* evaluations for each variable: two Hessians by differences, extrapolated; a cost, no edge */
    least = 40          /* and for the steps between, below which it is not tried: a cost, no edge */
};

/* The composite function, and what holds those of its variables that are not free. */
typedef struct face {
    descent__composite of;
    double *bears;   /* slope against which its bound holds a variable; NaN where none does */
    double *margins; /* by how much the slope falls short of ρ where the L1 term holds a variable at 0; NaN elsewhere */
} face;

/* Between two bounds that are one. */
static bool is_fixed(const descent_modifiers *m, size_t i)
{
    return m->lower && m->upper && m->lower[i] >= m->upper[i];
}

/* The slope of the composite function along xᵢ, nearest to zero where the L1 term has a kink. */
static double slope_of(const descent__composite *c, size_t i)
{
    const double smooth = c->gradient[i] + c->decay * c->x[i];
    if (c->x[i] > 0 || c->x[i] < 0 || c->l1 <= 0)
        return smooth + (c->l1 > 0 ? copysign(c->l1, c->x[i]) : 0);
    return fabs(smooth) <= c->l1 ? 0 : smooth - copysign(c->l1, smooth);
}

/* By how much the slope falls short of what leaves the kink; NaN beside it. */
static double margin_of(const descent__composite *c, size_t i)
{
    return c->l1 > 0 && !(c->x[i] > 0 || c->x[i] < 0) ? c->l1 - fabs(c->gradient[i]) : (double)NAN;
}

/* What the bound that x_i is on bears, NaN if it is on none: below 0 the function falls away from the bound. */
static double borne(const descent_modifiers *m, const descent__composite *c, size_t i)
{
    const double slope = slope_of(c, i), x = c->x[i];
    if (is_fixed(m, i))
        return fabs(slope);
    return m->lower && x <= m->lower[i] ? slope : m->upper && x >= m->upper[i] ? -slope : (double)NAN;
}

static bool open_face(descent__evidence *evidence, const double *x, face *f)
{
    descent__composite *const c = &f->of;
    const size_t n = evidence->n;
    c->problem = &evidence->problem_in_units;
    c->n = n;
    c->decay = descent__composite_decay(&evidence->rule.modifiers);
    c->l1 = evidence->rule.modifiers.l1;
    c->free = descent__arena_take(&evidence->work, n, sizeof *c->free);
    c->x = descent__evidence_numbers(evidence, n);
    c->side = descent__evidence_numbers(evidence, n);
    c->gradient = descent__evidence_numbers(evidence, n);
    c->hessian = c->problem->hessian ? descent__evidence_numbers(evidence, n * n) : NULL;
    f->bears = descent__evidence_numbers(evidence, n);
    f->margins = descent__evidence_numbers(evidence, n);
    if (!c->free || !c->x || !c->side || !c->gradient || !f->bears || !f->margins ||
        (c->problem->hessian && !c->hessian))
        return false;
    descent__vector_copy(n, x, c->x);
    return true;
}

/* Which variables are held, by the slope at x; false if it cannot be told, or nothing makes another function of the loss. */
static bool hold(descent__evidence *evidence, double largest, face *f)
{
    const descent_modifiers *const m = &evidence->rule.modifiers;
    descent__composite *const c = &f->of;
    if (descent__evaluate_gradient(&evidence->evaluator, c->x, c->gradient) != DESCENT_SUCCESS ||
        !descent__vector_is_finite(c->n, c->gradient))
        return false;
    for (size_t i = 0; i < c->n; i++) {
        const double bears = borne(m, c, i), margin = margin_of(c, i);
        f->bears[i] = is_fixed(m, i) || (bears > 0 && !descent__slope_is_gone(bears, largest)) ? bears : (double)NAN;
        f->margins[i] = isnan(f->bears[i]) ? margin : (double)NAN;
        /* A slope that is just what leaves the kink tells nothing of where it leads. */
        if (!isnan(f->margins[i]) && descent__slope_is_gone(margin, largest))
            return false;
        c->side[i] = c->l1 > 0 ? copysign(1, c->x[i]) : 0;
        if (isnan(f->bears[i]) && isnan(f->margins[i]))
            c->free[c->free_count++] = i;
    }
    return c->free_count < c->n || c->decay > 0 || c->l1 > 0;
}

static descent_critical_point *examine(descent__evidence *evidence, descent__composite *c)
{
    const descent_problem problem = descent__composite_problem(c);
    double *const y = descent__evidence_numbers(evidence, c->free_count);
    if (!y)
        return NULL;
    for (size_t k = 0; k < c->free_count; k++)
        y[k] = c->x[c->free[k]];
    const descent_critical_options options = {
        .dense_limit = DESCENT__DENSE_LIMIT,
        .iteration_limit = newton_steps,
        .probe_limit = (size_t)(descent__evidence_left(evidence) / DESCENT__COPY_BUDGET),
        .evaluation_limit = descent__evidence_calls_left(evidence),
    };
    descent_critical_point *point = NULL;
    descent_evaluations spent;
    const descent_status status = descent__critical_examine(&problem, y, &options, true, &spent, &point);
    descent__evidence_spend(evidence, &spent);
    evidence->memory_failed |= status == DESCENT_ENOMEM;
    evidence->budget_exhausted |= status == DESCENT_EBUDGET;
    return status == DESCENT_SUCCESS ? point : NULL;
}

/* A copy that the point will own, or NULL where there is no number among them. */
static double *kept(descent__evidence *evidence, size_t n, const double *numbers)
{
    bool any = false;
    for (size_t i = 0; i < n; i++)
        any = any || !isnan(numbers[i]);
    double *const copy = any ? descent__take_zeros(n, sizeof *copy) : NULL;
    evidence->memory_failed |= any && !copy;
    if (copy)
        descent__vector_copy(n, numbers, copy);
    return copy;
}

/* What is known of the free variables, among all of them. */
static void copy_curvatures(const descent__composite *c, const descent_critical_point *on,
                            descent_critical_point *point)
{
    const size_t n = c->n, rows = on->eigenvector_count;
    descent__vector_copy(on->eigenvalue_count, on->eigenvalues, point->eigenvalues);
    descent__vector_copy(on->eigenvalue_count, on->residuals, point->residuals);
    descent__vector_fill(rows * n, 0, point->eigenvectors);
    for (size_t r = 0; r < rows; r++)
        for (size_t k = 0; k < c->free_count; k++)
            point->eigenvectors[r * n + c->free[k]] = on->eigenvectors[r * c->free_count + k];
    point->index = on->index;
    point->nullity = on->nullity;
    point->eigenvalue_tolerance = on->eigenvalue_tolerance;
    point->tolerance_source = on->tolerance_source;
    point->hessian_source = on->hessian_source;
    point->condition = on->condition;
    point->escape = on->escape ? point->eigenvectors : NULL;
    point->newton_backed = on->newton_backed;
    point->probe = on->probe == DESCENT_PROBE_LOWER ? DESCENT_PROBE_NONE : on->probe;
    point->gradient_error = on->gradient_error;
    point->unbounded_curvature = on->unbounded_curvature;
    point->curvature_jumps = on->curvature_jumps;
}

/* The loss alone, where it has one. */
static double loss_at(descent__evidence *evidence, const double *x)
{
    double loss = NAN;
    return descent__evaluator_has_loss(&evidence->evaluator) &&
                   descent__evaluate_loss(&evidence->evaluator, x, &loss) == DESCENT_SUCCESS
               ? loss
               : (double)NAN;
}

/* The point among all variables. NULL if there is no memory. */
static descent_critical_point *lift(descent__evidence *evidence, const face *f, const descent_critical_point *on)
{
    const descent__composite *const c = &f->of;
    const size_t n = c->n, count = on ? on->eigenvalue_count : 0;
    descent_critical_point *const point = count > 0 ? descent__critical_point_new(n, count, on->eigenvector_count, 0)
                                                    : descent__critical_point_unclassified(n, c->x);
    if (!point) {
        evidence->memory_failed = true;
        return NULL;
    }
    descent__vector_copy(n, c->x, point->x);
    point->bound_multipliers = kept(evidence, n, f->bears);
    point->zero_margins = kept(evidence, n, f->margins);
    point->weight_decay = c->decay;
    point->l1 = c->l1;
    point->gradient_norm = descent__vector_norm(n, c->gradient);
    /* Downhill along all that is free, and uphill away from it. */
    point->kind = !on                                                            ? DESCENT_CRITICAL_MINIMUM
                  : on->kind == DESCENT_CRITICAL_MAXIMUM && c->free_count < c->n ? DESCENT_CRITICAL_SADDLE
                                                                                 : on->kind;
    point->converged = 1;
    point->distance = on ? on->distance : 0;
    point->moved = on ? on->moved : 0;
    point->loss = loss_at(evidence, c->x);
    if (count > 0)
        copy_curvatures(c, on, point);
    return point;
}

/* To rounding: Newton's steps know of no bounds, and a variable that touches one may be free. */
static bool is_inside(const descent_modifiers *m, size_t i, double x, double slack)
{
    return (!m->lower || x >= m->lower[i] - slack) && (!m->upper || x <= m->upper[i] + slack);
}

/* Is the point inside the box, does all that held the run hold it there still, and is no free variable past its kink? */
static bool stays_held(descent__evidence *evidence, face *f)
{
    const descent_modifiers *const m = &evidence->rule.modifiers;
    const descent__composite *const c = &f->of;
    const double slack = descent__rounding_at(descent__vector_max_abs(c->n, c->x));
    if (descent__evaluate_gradient(&evidence->evaluator, c->x, c->gradient) != DESCENT_SUCCESS)
        return false;
    for (size_t i = 0; i < c->n; i++) {
        const bool bounded = !isnan(f->bears[i]), kinked = !isnan(f->margins[i]);
        if (!is_inside(m, i, c->x[i], slack) || (!kinked && !bounded && c->side[i] * c->x[i] < 0))
            return false;
        f->bears[i] = bounded ? borne(m, c, i) : (double)NAN;
        f->margins[i] = kinked ? margin_of(c, i) : (double)NAN;
        if ((bounded && !(f->bears[i] > 0 || is_fixed(m, i))) || (kinked && !(f->margins[i] > 0)))
            return false;
    }
    return true;
}

void descent__face_find(descent__evidence *evidence, const double *x, double largest, descent__destination *destination)
{
    face f = {.of = {0}};
    descent__composite *const c = &f.of;
    *destination = (descent__destination){.distance = NAN, .escaping = NAN, .rounding = NAN, .multiplier = NAN};
    if (evidence->random || evidence->n > DESCENT__DENSE_LIMIT ||
        !descent__evaluator_has_gradient(&evidence->evaluator) ||
        !descent__evidence_affords(evidence, each * evidence->n + least) || !open_face(evidence, x, &f) ||
        !hold(evidence, largest, &f))
        return;
    descent_critical_point *on = c->free_count > 0 ? examine(evidence, c) : NULL;
    const bool found = c->free_count == 0 || (on && on->converged && on->kind != DESCENT_CRITICAL_NOT_CRITICAL &&
                                              on->kind != DESCENT_CRITICAL_UNDETERMINED && isfinite(on->gradient_norm));
    if (found) {
        if (on)
            descent__composite_spread(c, on->x);
        destination->point = stays_held(evidence, &f) ? lift(evidence, &f, on) : NULL;
    }
    descent_critical_point_free(on);
    if (destination->point)
        destination->distance = descent__vector_distance(evidence->n, evidence->x, destination->point->x);
}
