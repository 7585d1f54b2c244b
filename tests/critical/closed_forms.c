/*
 * Points of which everything is known by a formula: quadratics in any basis, with curvatures of all signs. Every field of every result,
 * from each source of derivatives, and what it cost, counted by the callbacks.
 */
#include "support.h"

#include <descent/critical.h>
#include <descent/descent.h>
#include <math.h>

enum {
    most = 6,
    source_count = 4 /* Hessian, products, differences of the gradient, differences of the loss */
};

/* L = h₀ + Σ λₖ(qₖ·(x − c))²/2, counted. */
typedef struct form {
    size_t n;
    double curvature[most], basis[most][most], centre[most], height;
    descent_evaluations asked;
} form;

static void apply(const form *f, const double *v, double *product)
{
    for (size_t i = 0; i < f->n; i++)
        product[i] = 0;
    for (size_t k = 0; k < f->n; k++) {
        double part = 0;
        for (size_t i = 0; i < f->n; i++)
            part += f->basis[k][i] * v[i];
        for (size_t i = 0; i < f->n; i++)
            product[i] += f->curvature[k] * part * f->basis[k][i];
    }
}

static int form_loss(size_t n, const double *x, double *value, void *context)
{
    form *const f = context;
    double off[most] = {0}, product[most];
    f->asked.loss++;
    for (size_t i = 0; i < n; i++)
        off[i] = x[i] - f->centre[i];
    apply(f, off, product);
    *value = f->height;
    for (size_t i = 0; i < n; i++)
        *value += off[i] * product[i] / 2;
    return 0;
}

static int form_gradient(size_t n, const double *x, double *gradient, void *context)
{
    form *const f = context;
    double off[most] = {0};
    f->asked.gradient++;
    for (size_t i = 0; i < n; i++)
        off[i] = x[i] - f->centre[i];
    apply(f, off, gradient);
    return 0;
}

static int form_hessian(size_t n, const double *x, double *hessian, void *context)
{
    form *const f = context;
    (void)x;
    f->asked.hessian++;
    for (size_t j = 0; j < n; j++) {
        double unit[most] = {0};
        unit[j] = 1;
        apply(f, unit, hessian + j * n);
    }
    return 0;
}

static int form_product(size_t n, const double *x, const double *v, double *product, void *context)
{
    form *const f = context;
    (void)n, (void)x;
    f->asked.hessian_product++;
    apply(f, v, product);
    return 0;
}

/* Columns of a product of reflections: I − 2uuᵀ/u·u, twice. */
static void turn(form *f)
{
    for (size_t k = 0; k < f->n; k++)
        for (size_t i = 0; i < f->n; i++)
            f->basis[k][i] = i == k;
    for (int round = 1; round <= 2; round++) {
        double u[most], square = 0;
        for (size_t i = 0; i < f->n; i++) {
            u[i] = sin(round + 2.3 * (double)i);
            square += u[i] * u[i];
        }
        for (size_t k = 0; k < f->n; k++) {
            double part = 0;
            for (size_t i = 0; i < f->n; i++)
                part += u[i] * f->basis[k][i];
            for (size_t i = 0; i < f->n; i++)
                f->basis[k][i] -= 2 * part / square * u[i];
        }
    }
}

static descent_problem problem_of(form *f, size_t source, bool has_loss)
{
    return (descent_problem){.dimension = f->n,
                             .loss = has_loss || source == 3 ? form_loss : NULL,
                             .gradient = source < 3 ? form_gradient : NULL,
                             .hessian = source == 0 ? form_hessian : NULL,
                             .hessian_product = source == 1 ? form_product : NULL,
                             .context = f};
}

static const descent_hessian_source sources[source_count] = {DESCENT_HESSIAN_CALLBACK, DESCENT_HESSIAN_PRODUCT,
                                                             DESCENT_HESSIAN_GRADIENT_DIFFERENCE,
                                                             DESCENT_HESSIAN_LOSS_DIFFERENCE};
/* Curvatures from one pass, from differences of first order, and of second. */
static const double accuracy[source_count] = {1e-13, 1e-13, 1e-8, 1e-4};

/* Ascending, as results have them. */
static const struct {
    size_t n;
    double curvature[most];
    descent_critical_kind kind;
} spectra[] = {
    {1, {3}, DESCENT_CRITICAL_MINIMUM},
    {1, {-0.5}, DESCENT_CRITICAL_MAXIMUM},
    {2, {1, 4}, DESCENT_CRITICAL_MINIMUM},
    {2, {-4, -1}, DESCENT_CRITICAL_MAXIMUM},
    {2, {-1, 7}, DESCENT_CRITICAL_SADDLE},
    {2, {0, 2}, DESCENT_CRITICAL_DEGENERATE},
    {2, {-2, 0}, DESCENT_CRITICAL_DEGENERATE},
    {3, {-2, 0, 5}, DESCENT_CRITICAL_SADDLE},
    {3, {2, 2, 2}, DESCENT_CRITICAL_MINIMUM},
    {4, {-3, -1, 0.5, 8}, DESCENT_CRITICAL_SADDLE},
    {5, {-5, -4, -3, -2, -1}, DESCENT_CRITICAL_MAXIMUM},
    {6, {0.25, 1, 1, 2, 9, 30}, DESCENT_CRITICAL_MINIMUM},
    {6, {0, 0, 1, 2, 3, 4}, DESCENT_CRITICAL_DEGENERATE},
};

enum {
    spectrum_count = sizeof spectra / sizeof *spectra
};

static form form_of(size_t which)
{
    form f = {.n = spectra[which].n, .height = -1.25};
    for (size_t i = 0; i < f.n; i++) {
        f.curvature[i] = spectra[which].curvature[i];
        f.centre[i] = 1 + 0.5 * (double)i;
    }
    turn(&f);
    return f;
}

static double largest_curvature(const form *f)
{
    return fmax(fabs(f->curvature[0]), fabs(f->curvature[f->n - 1]));
}

static void check_curvatures(const descent_critical_point *p, const form *f, double tolerance)
{
    const size_t n = f->n;
    double exact[most * most];
    form copy = *f;
    form_hessian(n, NULL, exact, &copy);
    ck_assert_uint_eq(p->eigenvalue_count, n);
    ck_assert_uint_eq(p->eigenvector_count, n);
    ck_assert_int_eq(p->index_is_lower_bound, 0);
    ck_assert_int_eq(p->nullity_is_lower_bound, 0);
    for (size_t k = 0; k < n; k++) {
        const double *const v = p->eigenvectors + k * n;
        double largest = 0;
        ck_assert_double_eq_tol(p->eigenvalues[k], f->curvature[k], tolerance);
        ck_assert_double_le(p->residuals[k], tolerance);
        ck_assert_double_ge(p->residuals[k], 0);
        for (size_t j = 0; j < n; j++) {
            double dot = 0, image = 0;
            for (size_t i = 0; i < n; i++) {
                dot += v[i] * p->eigenvectors[j * n + i];
                image += exact[j * n + i] * v[i];
            }
            ck_assert_double_eq_tol(dot, j == k, 1e-12);
            ck_assert_double_eq_tol(image, f->curvature[k] * v[j], 10 * tolerance);
            largest = fabs(v[j]) > fabs(largest) * (1 + 1e-9) ? v[j] : largest;
        }
        ck_assert_double_gt(largest, 0);
    }
    for (size_t i = 0; i < n * n; i++)
        ck_assert_double_eq_tol(p->hessian[i], exact[i], tolerance);
    ck_assert_double_le(p->asymmetry, 10 * tolerance / largest_curvature(f));
    ck_assert_double_lt(p->eigenvalue_tolerance, 100 * tolerance + 1e-9);
}

static void check_point(const descent_critical_point *p, const form *f, size_t source, descent_critical_kind kind)
{
    const size_t n = f->n;
    const double tolerance = accuracy[source] * largest_curvature(f), top = f->curvature[n - 1];
    size_t below = 0, zero = 0;
    double least = INFINITY;
    for (size_t k = 0; k < n; k++) {
        below += f->curvature[k] < 0;
        zero += f->curvature[k] == 0;
        least = fmin(least, fabs(f->curvature[k]));
    }
    ck_assert_msg(p->kind == kind, "%s, not %s, source %zu", descent_critical_kind_string(p->kind),
                  descent_critical_kind_string(kind), source);
    ck_assert_uint_eq(p->dimension, n);
    ck_assert_int_eq(p->hessian_source, sources[source]);
    check_curvatures(p, f, tolerance);
    ck_assert_uint_eq(p->index, below);
    ck_assert_uint_eq(p->nullity, zero);
    if (zero)
        ck_assert(isinf(p->condition));
    else
        ck_assert_double_eq_tol(p->condition, largest_curvature(f) / least,
                                100 * accuracy[source] * p->condition * p->condition);
    if (top > 0) {
        ck_assert_double_eq_tol(p->step_limit, 2 / top,
                                10 * accuracy[source] * p->step_limit * largest_curvature(f) / top);
        ck_assert_double_eq_tol(p->rule_step_limit, 3 / top,
                                20 * accuracy[source] * p->step_limit * largest_curvature(f) / top);
    } else {
        /* where some curvature is zero to rounding, there may be a limit far out */
        ck_assert(isnan(p->step_limit) || (zero > 0 && p->step_limit > 1e3));
    }
    ck_assert_int_eq(p->escape != NULL, below > 0);
    if (p->escape)
        ck_assert_ptr_eq(p->escape, p->eigenvectors);
    ck_assert_int_eq(p->unbounded_curvature, 0);
    ck_assert_int_eq(p->curvature_jumps, 0);
    ck_assert_ptr_null(p->bound_multipliers);
    ck_assert_ptr_null(p->zero_margins);
    ck_assert_double_eq(p->weight_decay, 0);
    ck_assert_double_eq(p->l1, 0);
    ck_assert_uint_eq(p->evaluations.loss, f->asked.loss);
    ck_assert_uint_eq(p->evaluations.gradient, f->asked.gradient);
    ck_assert_uint_eq(p->evaluations.hessian, f->asked.hessian);
    ck_assert_uint_eq(p->evaluations.hessian_product, f->asked.hessian_product);
}

static bool is_degenerate(size_t which)
{
    for (size_t k = 0; k < spectra[which].n; k++)
        if (spectra[which].curvature[k] == 0)
            return true;
    return false;
}

START_TEST(quadratics_are_told_in_full)
{
    const descent_rule heavy = descent_heavy_ball(1, 0.5); /* whose limit is 2(1 + β)/λ */
    const descent_critical_options options = {.rule = &heavy};
    for (size_t which = 0; which < spectrum_count; which++)
        for (size_t source = 0; source < source_count; source++)
            for (int has_loss = source == 3; has_loss < 2; has_loss++) {
                form f = form_of(which);
                const descent_problem problem = problem_of(&f, source, has_loss);
                descent_critical_point *p;
                assert_success(descent_critical_classify(&problem, f.centre, &options, &p));
                check_point(p, &f, source, spectra[which].kind);
                ck_assert_mem_eq(p->x, f.centre, f.n * sizeof(double));
                if (has_loss)
                    ck_assert_double_eq(p->loss, -1.25);
                else
                    ck_assert(isnan(p->loss));
                if (source < 3) {
                    ck_assert_double_eq(p->gradient_norm, 0);
                    ck_assert_double_eq(p->distance, 0);
                }
                ck_assert_double_eq(p->moved, 0);
                ck_assert_uint_eq(p->iterations, 0);
                ck_assert_int_ne(p->converged, 0);
                /* The loss is asked around points that are degenerate: along a valley it is level, from a crest's it falls. */
                const bool asked = has_loss && spectra[which].kind == DESCENT_CRITICAL_DEGENERATE;
                ck_assert_int_eq(p->probe == DESCENT_PROBE_NONE, !asked);
                if (asked && p->index == 0)
                    ck_assert_int_eq(p->probe, DESCENT_PROBE_FLAT);
                ck_assert_int_eq(p->lower_x != NULL, p->probe == DESCENT_PROBE_LOWER);
                if (p->lower_x) {
                    double value;
                    form_loss(f.n, p->lower_x, &value, &f);
                    ck_assert_double_eq(value, p->lower_loss);
                    ck_assert_double_lt(p->lower_loss, p->loss);
                } else {
                    ck_assert(isnan(p->lower_loss));
                }
                descent_critical_point_free(p);
            }
}
END_TEST

/*
 * What a verdict on a point costs, all of which is documented where it is asked: the gradient, which is asked again at eight places about
 * it for its noise; three Hessians, at the point and to either side of where it may lie as well; two looks at the steepest curvature,
 * whether it grows; and the loss. By central differences with a step and its double a column takes four gradients and an entry eight
 * losses; and without a gradient each takes a pair of losses of each variable, and to resolve it eight pairs, besides the loss whose
 * rounding is in them.
 */
START_TEST(a_verdict_costs_what_it_is_made_of)
{
    for (size_t which = 0; which < spectrum_count; which++)
        for (size_t source = 0; source < source_count && !is_degenerate(which); source++) {
            form f = form_of(which);
            const uint64_t n = f.n, looks = f.curvature[n - 1] > 0 ? 2 : 0;
            const uint64_t gradients = 1 + 8 + (source == 2 ? 3 * 4 * n : 0);
            const descent_problem problem = problem_of(&f, source, true);
            descent_critical_point *p;
            assert_success(descent_critical_classify(&problem, f.centre, NULL, &p));
            ck_assert_uint_eq(f.asked.gradient, source < 3 ? gradients + 2 * looks : 0);
            ck_assert_uint_eq(f.asked.hessian, source == 0 ? 3 : 0);
            ck_assert_uint_eq(f.asked.hessian_product, source == 1 ? 3 * n : 0);
            ck_assert_uint_eq(f.asked.loss,
                              source < 3 ? 1
                                         : gradients * 2 * n + 3 * 8 * n * (n + 1) / 2 + 8 * 2 * n + 1 + 3 * looks + 1);
            descent_critical_point_free(p);
        }
}
END_TEST

/* Where the gradient is zero to the last bit there is nowhere to walk, and nothing to polish: to refine costs what a verdict does. */
START_TEST(to_refine_where_one_stands_costs_no_more)
{
    for (size_t which = 0; which < spectrum_count; which++)
        for (size_t source = 0; source < source_count && !is_degenerate(which); source++) {
            form f = form_of(which);
            descent_evaluations asked[2];
            for (int refined = 0; refined < 2; refined++) {
                descent_critical_point *p;
                const double origin[most] = {0};
                for (size_t i = 0; i < f.n; i++) {
                    f.centre[i] = 0;
                    for (size_t k = 0; k < f.n; k++)
                        f.basis[k][i] = i == k;
                }
                f.asked = (descent_evaluations){0};
                const descent_problem problem = problem_of(&f, source, true);
                assert_success(
                    (refined ? descent_critical_refine : descent_critical_classify)(&problem, origin, NULL, &p));
                ck_assert_int_eq(p->kind, spectra[which].kind);
                ck_assert_double_eq(p->gradient_norm, 0);
                ck_assert_uint_eq(p->iterations, 0);
                ck_assert_double_eq(p->moved, 0);
                asked[refined] = f.asked;
                descent_critical_point_free(p);
            }
            ck_assert_mem_eq(&asked[0], &asked[1], sizeof *asked);
        }
}
END_TEST

/*
 * Without a matrix: MINRES takes a product for each curvature that the gradient has a part of, none where it is zero; Lanczos a step for
 * each that is left, all of them but one again for the vectors, and one more for each vector's own residual; and each end is looked at on
 * both sides, at two places, for which Newton's step is multiplied once more, if there is one. The gradient is asked once, again at four
 * places, and where Newton's step leads; and by differences two gradients are a product, and two more see what doubling their step changes.
 */
START_TEST(a_verdict_without_a_matrix_costs_what_it_is_made_of)
{
    const struct {
        size_t n, pairs, distinct;
        double curvature[4];
    } known[] = {{3, 1, 3, {1, 2, 5}},
                 {3, 1, 3, {-2, 1, 5}},
                 {3, 1, 1, {2, 2, 2}},
                 {4, 1, 4, {1, 2, 5, 9}},
                 {4, 2, 4, {1, 2, 5, 9}}};
    for (size_t which = 0; which < sizeof known / sizeof *known; which++)
        for (size_t source = 1; source < 3; source++)
            for (int beside = 0; beside < 2; beside++) {
                form f = {.n = known[which].n, .height = 1};
                const uint64_t distinct = known[which].distinct;
                const uint64_t seen = source == 1 ? distinct : f.n; /* differences tell equal ones apart */
                double x[most];
                for (size_t i = 0; i < f.n; i++) {
                    f.curvature[i] = known[which].curvature[i];
                    f.centre[i] = 1 + 0.5 * (double)i;
                }
                turn(&f);
                for (size_t i = 0; i < f.n; i++)
                    x[i] = f.centre[i] + (beside ? 1e-6 * cos(3.0 * (double)i + 1) : 0);
                const descent_problem problem = problem_of(&f, source, true);
                const descent_critical_options options = {.dense_limit = 1, .eigenpair_count = known[which].pairs};
                descent_critical_point *p;
                uint64_t products = seen + (seen - 1) + 2 + 2 * 2 * 2; /* Lanczos, and the ends */
                if (known[which].pairs > 1)
                    products += (seen - 1) + (seen - 2) + 1;
                if (beside)
                    products += distinct + 2 * 2;
                if (source == 2)
                    products += 2;
                assert_success(descent_critical_classify(&problem, x, &options, &p));
                ck_assert_uint_eq(p->products, products);
                ck_assert_uint_eq(f.asked.hessian_product, source == 1 ? products : 0);
                ck_assert_uint_eq(f.asked.gradient, 1u + 4u + (beside ? 1u : 0u) + (source == 2 ? 2 * products : 0));
                ck_assert_uint_eq(f.asked.loss, 1);
                descent_critical_point_free(p);
            }
}
END_TEST

/* From beside the point: Newton's step is the way there, and one step of it arrives. */
START_TEST(the_way_to_a_quadratics_point_is_its_newton_step)
{
    const descent_rule heavy = descent_heavy_ball(1, 0.5);
    for (size_t which = 0; which < spectrum_count; which++)
        for (size_t source = 0; source < 3 && !is_degenerate(which); source++)
            for (int far = 0; far < 2; far++) {
                form f = form_of(which);
                const descent_problem problem = problem_of(&f, source, true);
                descent_critical_options options = {.rule = &heavy};
                descent_critical_point *p;
                double x[most], slope[most], norm = 0, way = 0;
                for (size_t i = 0; i < f.n; i++)
                    x[i] = f.centre[i] + (far ? 0.25 : 1e-5) * cos(3.0 * (double)i + 1);
                form_gradient(f.n, x, slope, &f);
                for (size_t i = 0; i < f.n; i++) {
                    norm = hypot(norm, slope[i]);
                    way = hypot(way, x[i] - f.centre[i]);
                }
                const double relative = 1000 * accuracy[source] + 1e-9;
                f.asked = (descent_evaluations){0};
                assert_success(descent_critical_classify(&problem, x, &options, &p));
                check_point(p, &f, source, far ? DESCENT_CRITICAL_NOT_CRITICAL : spectra[which].kind);
                ck_assert_double_eq_tol(p->gradient_norm, norm, 1e-12 * norm);
                ck_assert_double_eq_tol(p->distance, way, relative * way);
                ck_assert_int_eq(p->converged != 0, !far);
                ck_assert_int_ne(p->newton_backed, 0);
                descent_critical_point_free(p);
                /* Within the distance that is asked for it counts as one, and beyond it does not. */
                for (int beyond = 0; beyond < 2; beyond++) {
                    options.distance_tolerance = way * (beyond ? 0.99 : 1.01);
                    f.asked = (descent_evaluations){0};
                    assert_success(descent_critical_classify(&problem, x, &options, &p));
                    check_point(p, &f, source, beyond ? DESCENT_CRITICAL_NOT_CRITICAL : spectra[which].kind);
                    descent_critical_point_free(p);
                }
                options = (descent_critical_options){.rule = &heavy};
                f.asked = (descent_evaluations){0};
                assert_success(descent_critical_refine(&problem, x, &options, &p));
                check_point(p, &f, source, spectra[which].kind);
                ck_assert_int_ne(p->converged, 0);
                ck_assert_uint_ge(p->iterations, 1);
                ck_assert_double_eq_tol(p->moved, way, 1e-9 * way + 1e-13);
                ck_assert_double_le(p->distance, 1e-12);
                for (size_t i = 0; i < f.n; i++)
                    ck_assert_double_eq_tol(p->x[i], f.centre[i], 1e-11);
                ck_assert_double_eq_tol(p->loss, -1.25, 1e-12);
                descent_critical_point_free(p);
                /* It goes no farther than it may. */
                for (int beyond = 0; beyond <= far; beyond++) { /* near it, half of the way is near enough */
                    options.distance_limit = way * (beyond ? 0.5 : 1.001);
                    assert_success(descent_critical_refine(&problem, x, &options, &p));
                    ck_assert_int_eq(p->converged != 0, !beyond);
                    ck_assert_double_le(p->moved, options.distance_limit * (1 + 1e-12));
                    ck_assert_int_eq(p->kind == DESCENT_CRITICAL_NOT_CRITICAL, beyond);
                    descent_critical_point_free(p);
                }
            }
}
END_TEST

/*
 * Ten away from the bottom of a round bowl: the first step may be half as long as the point's scale, and each that comes to the rim of its
 * region doubles that: ½, 1, 2, 4, and the rest of 2½. A step costs a gradient and a Hessian, or a product; a limit of three ends before.
 */
START_TEST(steps_double_on_the_way)
{
    for (size_t large = 0; large < 2; large++)
        for (size_t limit = 1; limit < 7; limit++) {
            form f = {.n = 3, .curvature = {2, 2, 2}, .centre = {10, 0, 0}, .height = 1};
            for (size_t k = 0; k < 3; k++)
                f.basis[k][k] = 1;
            const descent_problem problem = problem_of(&f, large, true);
            const descent_critical_options options = {.dense_limit = large, .iteration_limit = limit};
            const double origin[3] = {0}, ends[] = {0, 0.5, 1.5, 3.5, 7.5, 10};
            const uint64_t steps = limit < 5 ? limit : 5;
            const double rim =
                large || steps == 5 ? 1e-14 : 1 - 0.92; /* damping leaves that much of a step with a matrix */
            descent_critical_point *p;
            assert_success(descent_critical_refine(&problem, origin, &options, &p));
            ck_assert_uint_eq(p->iterations, steps);
            ck_assert_double_eq_tol(p->x[0] / ends[steps], 1, rim);
            ck_assert_double_eq(p->moved, p->x[0]);
            ck_assert_int_eq(p->converged, steps == 5);
            ck_assert_int_eq(p->kind, steps == 5 ? DESCENT_CRITICAL_MINIMUM : DESCENT_CRITICAL_NOT_CRITICAL);
            if (steps == 5) {
                ck_assert_uint_eq(f.asked.gradient, 1 + steps + (large ? 4u : 8u + 4u));
                ck_assert_uint_eq(f.asked.hessian, large ? 0 : 1 + steps + 2);
                ck_assert_uint_eq(f.asked.hessian_product, large ? steps + 3 + 8 : 0);
            }
            descent_critical_point_free(p);
        }
}
END_TEST

/* A limit that suffices is no limit; with a lower one there is no result, and never a call more. */
START_TEST(a_limit_of_evaluations_is_kept)
{
    for (size_t which = 0; which < spectrum_count; which++)
        for (size_t source = 0; source < source_count; source++)
            for (int way = 0; way < 8; way++) {
                const int refined = way % 2;
                const size_t large = (size_t)(way / 2 % 2); /* without a matrix, which needs a gradient */
                const bool has_loss = way < 4;
                form f = form_of(which);
                if ((large && (source == 3 || f.n < 3)) || (!has_loss && source == 3))
                    continue;
                const descent_problem problem = problem_of(&f, source, has_loss);
                const descent_critical_options no_limit = {.dense_limit = large};
                descent_critical_point *p, *again;
                double x[most];
                for (size_t i = 0; i < f.n; i++)
                    x[i] = f.centre[i] + (refined ? 0.125 : 0);
                descent_status (*const looks)(const descent_problem *, const double *, const descent_critical_options *,
                                              descent_critical_point **) =
                    refined ? descent_critical_refine : descent_critical_classify;
                assert_success(looks(&problem, x, &no_limit, &p));
                const descent_evaluations e = p->evaluations;
                const uint64_t all = e.loss + e.gradient + e.hessian + e.hessian_product;
                descent_critical_options options = {.dense_limit = large, .evaluation_limit = all};
                assert_success(looks(&problem, x, &options, &again));
                ck_assert_int_eq(again->kind, p->kind);
                ck_assert_mem_eq(&again->evaluations, &e, sizeof e);
                ck_assert_mem_eq(again->x, p->x, f.n * sizeof(double));
                descent_critical_point_free(again);
                for (uint64_t less = 1; less < all; less += 1 + less / 4) {
                    options.evaluation_limit = all - less;
                    f.asked = (descent_evaluations){0};
                    const descent_status status = looks(&problem, x, &options, &again);
                    ck_assert_int_eq(status, DESCENT_EBUDGET);
                    ck_assert_ptr_null(again);
                    const uint64_t asked = f.asked.loss + f.asked.gradient + f.asked.hessian + f.asked.hessian_product;
                    ck_assert_uint_le(asked, options.evaluation_limit);
                }
                descent_critical_point_free(p);
            }
}
END_TEST

/* Where no matrix is formed: the ends of the spectrum are found, and nothing is said of the index that is not known. */
START_TEST(ends_without_a_matrix_are_those_of_the_form)
{
    for (size_t which = 0; which < spectrum_count; which++)
        for (size_t source = 0; source < 3 && spectra[which].n > 2; source++)
            for (size_t pairs = 1; pairs <= 3 && pairs + 1 < spectra[which].n; pairs++) {
                form f = form_of(which);
                const size_t n = f.n;
                const descent_problem problem = problem_of(&f, source, false);
                const descent_rule heavy = descent_heavy_ball(1, 0.5);
                const descent_critical_options options = {
                    .dense_limit = 1, .eigenpair_count = pairs, .rule = &heavy, .evaluation_limit = 100000};
                const double top = f.curvature[n - 1], tolerance = 1e-6 * largest_curvature(&f);
                size_t below = 0;
                descent_critical_point *p;
                for (size_t k = 0; k < n; k++)
                    below += f.curvature[k] < 0;
                assert_success(descent_critical_classify(&problem, f.centre, &options, &p));
                ck_assert_int_eq(p->kind, spectra[which].kind);
                ck_assert_ptr_null(p->hessian);
                ck_assert_int_eq(p->hessian_source, source < 2 ? sources[source ? 1 : 2] : sources[2]);
                ck_assert_uint_eq(p->eigenvector_count, pairs);
                ck_assert_uint_eq(p->eigenvalue_count, pairs + 1);
                ck_assert_double_eq(p->gradient_norm, 0);
                ck_assert_double_eq(p->distance, 0);
                ck_assert_int_eq(p->converged, 1);
                ck_assert_int_eq(p->newton_backed, p->kind == DESCENT_CRITICAL_MINIMUM);
                ck_assert_int_eq(p->index_is_lower_bound && p->nullity_is_lower_bound, 1);
                ck_assert_double_nan(p->condition);
                if (source ==
                    1) { /* of exact products: 4nε‖H‖, and 8ε‖H‖‖x‖ or four times what the gradient's own rounding shows */
                    double length = 0;
                    for (size_t i = 0; i < n; i++)
                        length = hypot(length, f.centre[i]);
                    const double size = largest_curvature(&f), rounding = DBL_EPSILON * size;
                    ck_assert_int_eq(p->tolerance_source, DESCENT_TOLERANCE_ROUNDING);
                    ck_assert_double_eq_tol(p->eigenvalue_tolerance / (4 * (double)n * rounding), 1, 1e-9);
                    ck_assert_double_ge(p->gradient_error, 8 * rounding * length * (1 - 1e-9));
                    ck_assert_double_le(p->gradient_error, 40 * rounding * length);
                }
                ck_assert(isnan(p->asymmetry));
                ck_assert_uint_ge(p->eigenvalue_count, 2);
                ck_assert_uint_le(p->eigenvalue_count, n);
                ck_assert_double_eq_tol(p->eigenvalues[0], f.curvature[0], tolerance);
                ck_assert_double_eq_tol(p->eigenvalues[p->eigenvalue_count - 1], top, tolerance);
                ck_assert_int_eq(p->index > 0, below > 0);
                ck_assert_uint_le(p->index, below);
                ck_assert(p->index_is_lower_bound || p->index == below);
                if (top > 0) {
                    ck_assert_double_eq_tol(p->step_limit, 2 / top, 1e-5 * p->step_limit);
                    ck_assert_double_eq_tol(p->rule_step_limit, 3 / top, 1e-5 * p->rule_step_limit);
                }
                ck_assert_int_eq(p->escape != NULL, below > 0);
                ck_assert_int_eq(p->probe, DESCENT_PROBE_NONE);
                for (size_t k = 0; k < p->eigenvector_count; k++) {
                    double image[most], norm = 0, off = 0;
                    apply(&f, p->eigenvectors + k * n, image);
                    for (size_t i = 0; i < n; i++) {
                        const double v = p->eigenvectors[k * n + i];
                        norm += v * v;
                        off = hypot(off, image[i] - p->eigenvalues[k] * v);
                    }
                    ck_assert_double_eq_tol(norm, 1, 1e-9);
                    ck_assert_double_le(off, tolerance + 2 * p->residuals[k]);
                }
                ck_assert_uint_eq(p->evaluations.gradient, f.asked.gradient);
                ck_assert_uint_eq(p->evaluations.hessian_product, f.asked.hessian_product);
                if (source == 1)
                    ck_assert_uint_eq(p->products, f.asked.hessian_product);
                descent_critical_point_free(p);
            }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {steps_double_on_the_way,
                                  a_verdict_costs_what_it_is_made_of,
                                  to_refine_where_one_stands_costs_no_more,
                                  a_verdict_without_a_matrix_costs_what_it_is_made_of,
                                  quadratics_are_told_in_full,
                                  the_way_to_a_quadratics_point_is_its_newton_step,
                                  a_limit_of_evaluations_is_kept,
                                  ends_without_a_matrix_are_those_of_the_form};
    return descent_test_main(descent_test_suite("critical closed forms", tests, sizeof tests / sizeof *tests));
}
