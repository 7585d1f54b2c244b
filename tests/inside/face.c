/* Points on a face of a rule's box, and at the kinks of an L1 term, of a quadratic loss whose curvatures are known. */
#include "support.h"

#include <math.h>

#include "diagnosis/verdict/ahead/face.h"
#include "diagnosis/verdict/thresholds.h"

enum {
    variables = 3
};

/* (a·x₀² + b·(3u² + 2uv + 3v²))/2 with u = x₁ − 1 and v = x₂ − 2: along (1, ∓1) the last two curve by 2b and 4b. */
typedef struct loss_of {
    double a, b;
} loss_of;

static int loss_at(size_t n, const double *x, double *loss, void *context)
{
    const loss_of *const c = context;
    const double u = x[1] - 1, v = x[2] - 2;
    (void)n;
    *loss = c->a * x[0] * x[0] / 2 + c->b * (3 * u * u + 2 * u * v + 3 * v * v) / 2;
    return 0;
}

static int gradient_at(size_t n, const double *x, double *g, void *context)
{
    const loss_of *const c = context;
    const double u = x[1] - 1, v = x[2] - 2;
    (void)n;
    g[0] = c->a * x[0];
    g[1] = c->b * (3 * u + v);
    g[2] = c->b * (u + 3 * v);
    return 0;
}

static int hessian_at(size_t n, const double *x, double *h, void *context)
{
    const loss_of *const c = context;
    const double matrix[] = {c->a, 0, 0, 0, 3 * c->b, c->b, 0, c->b, 3 * c->b};
    (void)n, (void)x;
    memcpy(h, matrix, sizeof matrix);
    return 0;
}

typedef struct bench {
    descent__holdings holdings;
    descent__evidence evidence;
    loss_of loss;
    double end[variables], lower[variables], upper[variables];
} bench;

/* A run that stands at (1, 1, 3), bounded below by 1 in its first variable alone. */
static void set_up(bench *b, double a, double curvature, bool exact)
{
    *b = (bench){.loss = {a, curvature}, .end = {1, 1, 3}};
    for (size_t i = 0; i < variables; i++) {
        b->lower[i] = i == 0 ? 1 : -INFINITY;
        b->upper[i] = INFINITY;
    }
    const descent_problem problem = {.dimension = variables,
                                     .loss = loss_at,
                                     .gradient = gradient_at,
                                     .hessian = exact ? hessian_at : NULL,
                                     .context = &b->loss};
    descent__evidence *const evidence = &b->evidence;
    evidence->n = variables;
    evidence->holdings = &b->holdings;
    evidence->keep = &b->holdings.arena;
    evidence->options = (descent_diagnosis_options){.budget = 20000, .distance_tolerance = 1e-6};
    evidence->x = b->end;
    evidence->rows = evidence->finite = 1;
    evidence->has_rule = true;
    evidence->rule = descent_fixed_step(0.1);
    evidence->rule.modifiers.lower = b->lower;
    evidence->rule.modifiers.upper = b->upper;
    assert_success(descent__evaluator_open(&evidence->evaluator, &problem));
    evidence->problem_in_units = problem;
    evidence->has_problem = evidence->gradient_known = true;
}

static void tear_down(bench *b, descent__destination *found)
{
    descent_critical_point_free(found->point);
    descent__arena_release(&b->evidence.work);
    descent__arena_release(&b->holdings.arena);
    descent__evaluator_close(&b->evidence.evaluator);
}

static const double near[] = {1, 1.25, 2.5};

static descent__destination find(bench *b, const double *x, double largest)
{
    descent__destination found;
    descent__face_find(&b->evidence, x, largest, &found);
    ck_assert(!b->evidence.memory_failed);
    return found;
}

/* Of the free variables all is known that is of a point without bounds, and of the one that is held what it bears. */
START_TEST(a_face_has_a_point)
{
    for (int exact = 0; exact < 2; exact++)
        for (int sign = -1; sign <= 1; sign += 2)
            for (int upper = 0; upper < 2; upper++) {
                bench b;
                set_up(&b, upper ? -5 : 5, sign * 0.5, exact);
                if (upper)
                    b.lower[0] = -INFINITY, b.upper[0] = 1;
                descent__destination found = find(&b, near, 10);
                const descent_critical_point *const point = found.point;
                ck_assert_ptr_nonnull(point);
                const double at[] = {1, 1, 2};
                for (size_t i = 0; i < variables; i++)
                    ck_assert_double_eq_tol(point->x[i], at[i], 1e-9);
                ck_assert_int_eq(point->kind, sign > 0 ? DESCENT_CRITICAL_MINIMUM : DESCENT_CRITICAL_SADDLE);
                ck_assert_double_eq_tol(point->bound_multipliers[0], 5, 1e-12);
                ck_assert(isnan(point->bound_multipliers[1]) && isnan(point->bound_multipliers[2]));
                ck_assert_ptr_null(point->zero_margins);
                ck_assert_double_eq(point->weight_decay, 0);
                ck_assert_double_eq(point->l1, 0);
                ck_assert_uint_eq(point->eigenvalue_count, 2);
                ck_assert_uint_eq(point->eigenvector_count, 2);
                ck_assert_double_eq_tol(point->eigenvalues[0], sign > 0 ? 1 : -2, 1e-6);
                ck_assert_double_eq_tol(point->eigenvalues[1], sign > 0 ? 2 : -1, 1e-6);
                for (size_t r = 0; r < 2; r++) {
                    const double *const way = point->eigenvectors + r * variables;
                    const double along = (r == 0) == (sign > 0) ? -0.5 : 0.5; /* of the product of its components */
                    ck_assert_double_eq(way[0], 0);
                    ck_assert_double_eq_tol(way[1] * way[2], along, 1e-6);
                    ck_assert_double_ge(point->residuals[r], 0);
                    ck_assert_double_le(point->residuals[r], 1e-6);
                }
                ck_assert_uint_eq(point->index, sign > 0 ? 0 : 2);
                ck_assert_uint_eq(point->nullity, 0);
                ck_assert_ptr_eq(point->escape, sign > 0 ? NULL : point->eigenvectors);
                ck_assert_double_eq_tol(point->condition, 2, 1e-6);
                ck_assert(point->eigenvalue_tolerance > 0 && point->eigenvalue_tolerance < 1e-3);
                ck_assert_int_eq(point->hessian_source,
                                 exact ? DESCENT_HESSIAN_CALLBACK : DESCENT_HESSIAN_GRADIENT_DIFFERENCE);
                ck_assert_int_ne(point->tolerance_source, DESCENT_TOLERANCE_GIVEN);
                ck_assert(point->newton_backed && point->converged && !point->unbounded_curvature);
                ck_assert(!point->curvature_jumps);
                ck_assert(point->gradient_error >= 0 && point->gradient_error < 1e-9);
                ck_assert_double_eq_tol(point->gradient_norm, 5, 1e-9);
                ck_assert_double_eq_tol(point->loss, upper ? -2.5 : 2.5, 1e-9);
                ck_assert_double_eq_tol(point->moved, hypot(0.25, 0.5), 1e-9);
                ck_assert_double_le(point->distance, 1e-9);
                ck_assert_double_eq_tol(found.distance, 1, 1e-9);
                ck_assert(b.evidence.evaluator.evaluations.gradient > 0);
                ck_assert_int_eq(b.evidence.evaluator.evaluations.hessian > 0, exact);
                tear_down(&b, &found);
            }
}
END_TEST

/* Where all is held, there is nothing to curve; between two bounds that are one, whichever way the slope leads. */
START_TEST(corners_are_minima)
{
    for (int sign = -1; sign <= 1; sign += 2) {
        bench b;
        set_up(&b, sign, 1, false);
        for (size_t i = 0; i < variables; i++)
            b.lower[i] = b.upper[i] = 1;
        descent__destination found = find(&b, (const double[]){1, 1, 1}, 10);
        ck_assert_ptr_nonnull(found.point);
        ck_assert_int_eq(found.point->kind, DESCENT_CRITICAL_MINIMUM);
        ck_assert_uint_eq(found.point->eigenvalue_count, 0);
        const double bears[] = {1, 1, 3}; /* u = 0 and v = −1: slopes ±1, −1 and −3 */
        for (size_t i = 0; i < variables; i++)
            ck_assert_double_eq_tol(found.point->bound_multipliers[i], bears[i], 1e-12);
        ck_assert_double_eq(found.point->distance, 0);
        ck_assert_double_eq(found.point->moved, 0);
        ck_assert_double_eq_tol(found.distance, 2, 1e-12);
        tear_down(&b, &found);
    }
}
END_TEST

/* ρ‖x‖₁ + λ‖x‖²/2 beside the loss: x₀ is held at 0 by all of ρ; the others solve 3u + v + λ(1 + u) + ρ = 0 and u + 3v + λ(2 + v) + ρ = 0. */
START_TEST(terms_of_the_rule_hold_and_move)
{
    for (int decay = 0; decay < 2; decay++)
        for (int own = 0; own < 2; own++) {
            bench b;
            set_up(&b, 1, 1, false);
            b.evidence.rule.modifiers.lower = b.evidence.rule.modifiers.upper = NULL;
            const double rho = b.evidence.rule.modifiers.l1 = 0.5, lambda = decay ? 0.25 : 0;
            *(own ? &b.evidence.rule.modifiers.decoupled_decay : &b.evidence.rule.modifiers.weight_decay) = lambda;
            descent__destination found = find(&b, (const double[]){0, 0.75, 1.5}, 10);
            ck_assert_ptr_nonnull(found.point);
            const double m = 3 + lambda, p = -lambda - rho, q = -2 * lambda - rho, d = m * m - 1;
            const double at[] = {0, 1 + (m * p - q) / d, 2 + (m * q - p) / d};
            for (size_t i = 0; i < variables; i++)
                ck_assert_double_eq_tol(found.point->x[i], at[i], 1e-9);
            ck_assert_double_eq(found.point->l1, rho);
            ck_assert_double_eq(found.point->weight_decay, lambda);
            ck_assert_double_eq_tol(found.point->zero_margins[0], rho, 1e-12);
            ck_assert(isnan(found.point->zero_margins[1]) && isnan(found.point->zero_margins[2]));
            ck_assert_ptr_null(found.point->bound_multipliers);
            ck_assert_double_eq_tol(found.point->eigenvalues[0], 2 + lambda, 1e-6);
            ck_assert_double_eq_tol(found.point->eigenvalues[1], 4 + lambda, 1e-6);
            tear_down(&b, &found);
        }
}
END_TEST

/* A bound bears what the terms press against it as well: 5 + λ + ρ at 1; and a decay alone makes another function, in which all is free. */
START_TEST(terms_press_against_bounds)
{
    for (int bounded = 0; bounded < 2; bounded++) {
        bench b;
        set_up(&b, 5, 1, false);
        const double lambda = b.evidence.rule.modifiers.weight_decay = 0.25;
        const double rho = b.evidence.rule.modifiers.l1 = bounded ? 0.5 : 0;
        if (!bounded)
            b.evidence.rule.modifiers.lower = NULL;
        descent__destination found = find(&b, (const double[]){1, 0.75, 1.5}, 10);
        ck_assert_ptr_nonnull(found.point);
        ck_assert_uint_eq(found.point->eigenvalue_count, bounded ? 2 : 3);
        ck_assert_ptr_null(found.point->zero_margins);
        ck_assert_double_eq_tol(found.point->x[0], bounded, 1e-9);
        if (bounded)
            ck_assert_double_eq_tol(found.point->bound_multipliers[0], 5 + lambda + rho, 1e-12);
        else
            ck_assert_ptr_null(found.point->bound_multipliers);
        tear_down(&b, &found);
    }
}
END_TEST

/* Nothing is found where nothing is held, or no longer at the point, or nobody can be asked. */
START_TEST(what_is_not_held_has_no_face)
{
    for (int what = 0; what < 10; what++) {
        bench b;
        set_up(&b, 5, 0.5, false);
        double x[] = {1, 1.25, 2.5}, largest = 10;
        bool told = false;
        switch (what) {
        case 0: /* the slope of 5 is a millionth of the largest */
            largest = 5 / DESCENT__SLOPE_GONE;
            break;
        case 1:
            largest = 4.99 / DESCENT__SLOPE_GONE, told = true;
            break;
        case 2: /* beside the bound */
            x[0] = 1.5;
            break;
        case 3: /* the slope leads away from it */
            b.loss.a = -5;
            break;
        case 4:
            b.evidence.random = true;
            break;
        case 5: /* eight calls for each variable, and forty */
            b.evidence.options.budget = 63;
            break;
        case 6: /* Newton's step leads out of the box */
            b.lower[2] = 2.25;
            break;
        case 7: /* or just to its edge */
            b.lower[2] = 2, told = true;
            break;
        case 8:
            b.upper[1] = 0.99;
            x[1] = 0.5;
            break;
        default: /* the slope of x₀ is what leaves its kink */
            b.lower[0] = -INFINITY;
            x[0] = 0;
            b.evidence.rule.modifiers.l1 = 1e-7;
            break;
        }
        descent__destination found = find(&b, x, largest);
        ck_assert_msg((found.point != NULL) == told, "case %d", what);
        ck_assert_msg(isnan(found.distance) == !told, "case %d", what);
        ck_assert(isnan(found.multiplier) && isnan(found.escaping) && isnan(found.rounding));
        tear_down(&b, &found);
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        a_face_has_a_point,         corners_are_minima,           terms_of_the_rule_hold_and_move,
        terms_press_against_bounds, what_is_not_held_has_no_face,
    };
    return descent_test_main(descent_test_suite("inside_face", tests, sizeof tests / sizeof *tests));
}
