#include "diagnosis/verdict/ahead/face.h"

#include <math.h>

#include "base/call.h"
#include "base/vector.h"
#include "critical/classify.h"
#include "critical/point.h"
#include "diagnosis/verdict/predicates.h"
#include "diagnosis/verdict/thresholds.h"
#include "trajectory/rest.h"

enum {
    newton_steps = 100, /* as for points without bounds: a cost, no edge */
    each = 8,           /* evaluations for each variable: two Hessians by differences, extrapolated */
    least = 40          /* and for the steps between, below which it is not tried */
};

/* The loss as a function of the free variables alone, the others staying where they are. */
typedef struct face {
    const descent_problem *problem;
    size_t n, free_count;
    size_t *free; /* numbers of the free variables */
    double *x;    /* all variables */
    double *gradient, *hessian, *multipliers;
} face;

static void spread(const face *f, const double *y)
{
    for (size_t k = 0; k < f->free_count; k++)
        f->x[f->free[k]] = y[k];
}

static int face_loss(size_t count, const double *y, double *loss, void *context)
{
    const face *const f = context;
    (void)count;
    spread(f, y);
    return f->problem->loss ? f->problem->loss(f->n, f->x, loss, f->problem->context)
                            : f->problem->loss_gradient(f->n, f->x, loss, f->gradient, f->problem->context);
}

static int face_gradient(size_t count, const double *y, double *gradient, void *context)
{
    const face *const f = context;
    double loss;
    spread(f, y);
    descent__vector_fill(f->n, NAN, f->gradient);
    const int code = f->problem->gradient
                         ? f->problem->gradient(f->n, f->x, f->gradient, f->problem->context)
                         : f->problem->loss_gradient(f->n, f->x, &loss, f->gradient, f->problem->context);
    for (size_t k = 0; k < count; k++)
        gradient[k] = f->gradient[f->free[k]];
    return code;
}

static int face_hessian(size_t count, const double *y, double *hessian, void *context)
{
    const face *const f = context;
    spread(f, y);
    descent__vector_fill(f->n * f->n, NAN, f->hessian);
    const int code = f->problem->hessian(f->n, f->x, f->hessian, f->problem->context);
    for (size_t j = 0; j < count; j++)
        for (size_t k = 0; k < count; k++)
            hessian[j * count + k] = f->hessian[f->free[j] * f->n + f->free[k]];
    return code;
}

bool descent__face_is_possible(const descent_rule *rule)
{
    const descent_modifiers *const m = &rule->modifiers;
    return (m->lower || m->upper) && m->weight_decay <= 0 && m->decoupled_decay <= 0 && m->l1 <= 0;
}

/* Between two bounds that are one. */
static bool is_fixed(const descent_modifiers *m, size_t i)
{
    return m->lower && m->upper && m->lower[i] >= m->upper[i];
}

/* What the bound that x_i is on bears, NaN if it is on none: below 0 the loss falls away from the bound. */
static double borne(const descent_modifiers *m, size_t i, double x, double slope)
{
    if (is_fixed(m, i))
        return fabs(slope);
    return m->lower && x <= m->lower[i] ? slope : m->upper && x >= m->upper[i] ? -slope : (double)NAN;
}

static bool open_face(descent__evidence *evidence, const double *x, face *f)
{
    const size_t n = evidence->n;
    f->problem = &evidence->problem_in_units;
    f->n = n;
    f->free = descent__arena_take(&evidence->work, n, sizeof *f->free);
    f->x = descent__evidence_numbers(evidence, n);
    f->gradient = descent__evidence_numbers(evidence, n);
    f->multipliers = descent__evidence_numbers(evidence, n);
    f->hessian = f->problem->hessian ? descent__evidence_numbers(evidence, n * n) : NULL;
    if (!f->free || !f->x || !f->gradient || !f->multipliers || (f->problem->hessian && !f->hessian))
        return false;
    descent__vector_copy(n, x, f->x);
    return true;
}

/* Which variables are held, by the slope at x; false if it cannot be told, or none is. */
static bool hold(descent__evidence *evidence, const double *x, double largest, face *f)
{
    if (descent__evaluate_gradient(&evidence->evaluator, x, f->gradient) != DESCENT_SUCCESS ||
        !descent__vector_is_finite(f->n, f->gradient))
        return false;
    for (size_t i = 0; i < f->n; i++) {
        const double bears = borne(&evidence->rule.modifiers, i, x[i], f->gradient[i]);
        const bool held =
            is_fixed(&evidence->rule.modifiers, i) || (bears > 0 && !descent__slope_is_gone(bears, largest));
        f->multipliers[i] = held ? bears : (double)NAN;
        if (!held)
            f->free[f->free_count++] = i;
    }
    return f->free_count < f->n;
}

static descent_critical_point *examine(descent__evidence *evidence, face *f)
{
    const descent_problem *const whole = f->problem;
    descent_problem problem = {
        .dimension = f->free_count, .gradient = face_gradient, .context = f, .scale = whole->scale};
    problem.loss = whole->loss || whole->loss_gradient ? face_loss : NULL;
    problem.hessian = whole->hessian ? face_hessian : NULL;
    double *const y = descent__evidence_numbers(evidence, f->free_count);
    if (!y)
        return NULL;
    for (size_t k = 0; k < f->free_count; k++)
        y[k] = f->x[f->free[k]];
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

/* The point among all variables, with what is known of the free ones. NULL if there is no memory. */
static descent_critical_point *lift(descent__evidence *evidence, const face *f, const descent_critical_point *on)
{
    const size_t n = f->n, count = on ? on->eigenvalue_count : 0, rows = on ? on->eigenvector_count : 0;
    descent_critical_point *const point =
        count > 0 ? descent__critical_point_new(n, count, rows, 0) : descent__critical_point_unclassified(n, f->x);
    double *const multipliers = descent__take_zeros(n, sizeof *multipliers);
    if (!point || !multipliers) {
        descent_critical_point_free(point);
        descent__give(multipliers);
        evidence->memory_failed = true;
        return NULL;
    }
    descent__vector_copy(n, f->x, point->x);
    descent__vector_copy(n, f->multipliers, multipliers);
    point->bound_multipliers = multipliers;
    point->gradient_norm = descent__vector_norm(n, f->gradient);
    /* Downhill along the whole face, and uphill away from it. */
    point->kind = !on                                    ? DESCENT_CRITICAL_MINIMUM
                  : on->kind == DESCENT_CRITICAL_MAXIMUM ? DESCENT_CRITICAL_SADDLE
                                                         : on->kind;
    point->converged = 1;
    point->distance = on ? on->distance : 0;
    point->moved = on ? on->moved : 0;
    point->loss = on ? on->loss : evidence->loss;
    if (count == 0)
        return point;
    descent__vector_copy(count, on->eigenvalues, point->eigenvalues);
    descent__vector_copy(count, on->residuals, point->residuals);
    descent__vector_fill(rows * n, 0, point->eigenvectors);
    for (size_t r = 0; r < rows; r++)
        for (size_t k = 0; k < f->free_count; k++)
            point->eigenvectors[r * n + f->free[k]] = on->eigenvectors[r * f->free_count + k];
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
    return point;
}

/* To rounding: Newton's steps know of no bounds, and a variable that touches one may be free. */
static bool is_inside(const descent_modifiers *m, size_t i, double x, double slack)
{
    return (!m->lower || x >= m->lower[i] - slack) && (!m->upper || x <= m->upper[i] + slack);
}

/* Is the point on the face inside the box, and does every bound that held the run bear something there still? */
static bool stays_held(descent__evidence *evidence, face *f)
{
    const descent_modifiers *const m = &evidence->rule.modifiers;
    const double slack = descent__rounding_at(descent__vector_max_abs(f->n, f->x));
    if (descent__evaluate_gradient(&evidence->evaluator, f->x, f->gradient) != DESCENT_SUCCESS)
        return false;
    for (size_t i = 0; i < f->n; i++) {
        if (!is_inside(m, i, f->x[i], slack))
            return false;
        if (isnan(f->multipliers[i]))
            continue;
        f->multipliers[i] = borne(m, i, f->x[i], f->gradient[i]);
        if (!(f->multipliers[i] > 0 || is_fixed(m, i)))
            return false;
    }
    return true;
}

void descent__face_find(descent__evidence *evidence, const double *x, double largest, descent__destination *destination)
{
    face f = {0};
    *destination = (descent__destination){.distance = NAN, .escaping = NAN, .rounding = NAN, .multiplier = NAN};
    if (evidence->random || evidence->n > DESCENT__DENSE_LIMIT ||
        !descent__evaluator_has_gradient(&evidence->evaluator) ||
        !descent__evidence_affords(evidence, each * evidence->n + least) || !open_face(evidence, x, &f) ||
        !hold(evidence, x, largest, &f))
        return;
    descent_critical_point *on = f.free_count > 0 ? examine(evidence, &f) : NULL;
    const bool found = f.free_count == 0 || (on && on->converged && on->kind != DESCENT_CRITICAL_NOT_CRITICAL &&
                                             on->kind != DESCENT_CRITICAL_UNDETERMINED && isfinite(on->gradient_norm));
    if (found) {
        if (on)
            spread(&f, on->x);
        destination->point = stays_held(evidence, &f) ? lift(evidence, &f, on) : NULL;
    }
    descent_critical_point_free(on);
    if (destination->point)
        destination->distance = descent__vector_distance(evidence->n, evidence->x, destination->point->x);
}
