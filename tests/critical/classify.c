/* What kind of point is this: the landscapes' own answers, by every source of second derivatives, at every scale. */
#include <float.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include <descent/critical.h>
#include <descent/landscapes.h>

#include "support.h"

static descent_critical_point *classify(const descent_problem *problem, const double *x)
{
    descent_critical_point *point;
    assert_success(descent_critical_classify(problem, x, NULL, &point));
    return point;
}

/* The same loss with fewer derivatives: 0 all, 1 by products, 2 by differences of the gradient, 3 of the loss. */
static descent_problem with_less(descent_problem problem, int less)
{
    if (less >= 1)
        problem.hessian = NULL;
    if (less >= 2)
        problem.hessian_product = NULL;
    if (less >= 3)
        problem.gradient = NULL;
    return problem;
}

START_TEST(known_points_by_every_source)
{
    static const descent_hessian_source sources[] = {DESCENT_HESSIAN_CALLBACK, DESCENT_HESSIAN_PRODUCT,
                                                     DESCENT_HESSIAN_GRADIENT_DIFFERENCE,
                                                     DESCENT_HESSIAN_LOSS_DIFFERENCE};
    size_t count;
    const descent_landscape *const *const landscapes = descent_landscapes(&count);
    for (size_t k = 0; k < count; k++)
        for (int less = 0; less < 4; less++)
            for (size_t p = 0; p < landscapes[k]->point_count; p++) {
                const descent_landscape_point *const known = &landscapes[k]->points[p];
                const descent_problem problem = with_less(landscapes[k]->problem, less);
                if (less == 1 && !problem.hessian_product)
                    continue;
                descent_critical_point *const point = classify(&problem, known->x);
                ck_assert_msg(point->kind == known->kind, "%s, point %zu, source %d: %s", landscapes[k]->name, p, less,
                              descent_critical_kind_string(point->kind));
                ck_assert_int_eq(point->hessian_source, sources[less]);
                ck_assert_uint_eq(point->index, known->index);
                ck_assert_uint_eq(point->nullity, known->nullity);
                ck_assert_int_eq(point->converged, 1);
                ck_assert_int_eq(point->escape != NULL, known->index > 0);
                /* Only a degenerate point needs a probe, and only there a lower point proves anything. */
                if (known->kind != DESCENT_CRITICAL_DEGENERATE)
                    ck_assert_int_eq(point->probe, DESCENT_PROBE_NONE);
                else
                    ck_assert_int_eq(point->probe == DESCENT_PROBE_LOWER, !known->local_minimum);
                descent_critical_point_free(point);
            }
}
END_TEST

START_TEST(notebook_numbers)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
    const double saddle[] = {2, 1}, minimum[] = {2, 1 + sqrt(0.5)};
    const descent_rule rule = descent_heavy_ball(0.1, 0.5);
    descent_critical_options options = {0};
    descent_critical_point *point;
    options.rule = &rule;
    assert_success(descent_critical_classify(&problem, minimum, &options, &point));
    ck_assert_double_eq_tol(point->eigenvalues[0], 2, 1e-14);
    ck_assert_double_eq_tol(point->eigenvalues[1], 4, 1e-14);
    ck_assert_double_eq_tol(point->condition, 2, 1e-14);
    ck_assert_double_eq_tol(point->step_limit, 0.5, 1e-14);
    ck_assert_double_eq_tol(point->rule_step_limit, 2 * 1.5 / 4, 1e-14); /* 2(1 + β)/λ_max */
    ck_assert_double_eq_tol(point->loss, -0.25, 1e-15);
    ck_assert_int_eq(point->newton_backed, 1);
    ck_assert_double_le(point->eigenvalue_tolerance, 1e-11);
    ck_assert_ptr_null(point->escape);
    descent_critical_point_free(point);

    point = classify(&problem, saddle);
    ck_assert_double_eq(point->eigenvalues[0], -2);
    ck_assert_double_eq(point->eigenvalues[1], 2);
    ck_assert_double_eq(point->escape[0], 0);
    ck_assert_double_eq(point->escape[1], 1);
    ck_assert_double_eq(point->step_limit, 1);
    ck_assert_double_eq(point->gradient_norm, 0);
    ck_assert(isnan(point->rule_step_limit));
    descent_critical_point_free(point);
}
END_TEST

START_TEST(slopes_are_not_critical)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
    const double points[][2] = {{4, 1.3}, {0, 0}, {2.1, 1}, {2, 1.4}, {2.01, 1.7}};
    for (size_t k = 0; k < sizeof points / sizeof points[0]; k++) {
        descent_critical_point *const point = classify(&problem, points[k]);
        ck_assert_int_eq(point->kind, DESCENT_CRITICAL_NOT_CRITICAL);
        ck_assert_int_eq(point->converged, 0);
        /* The eigenvalues are those of the Hessian there: 2 and 12u² − 2. */
        const double u = points[k][1] - 1, other = 12 * u * u - 2;
        ck_assert_double_eq_tol(point->eigenvalues[0], fmin(2, other), 1e-14);
        ck_assert_double_eq_tol(point->eigenvalues[1], fmax(2, other), 1e-14);
        descent_critical_point_free(point);
    }
}
END_TEST

/* How far is it: near the minimum Newton's step is the distance but for its square. */
START_TEST(distance_and_trust)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
    const double near[] = {2 + 3e-6, 1 + sqrt(0.5) + 4e-6};
    descent_critical_point *const point = classify(&problem, near);
    ck_assert_double_eq_tol(point->distance, 5e-6, 1e-10);
    ck_assert_int_eq(point->kind, DESCENT_CRITICAL_MINIMUM);
    ck_assert_int_eq(point->tolerance_source, DESCENT_TOLERANCE_DISTANCE);
    /* H₂₂ = 12u² − 2 changes by 24uδ = 6.8e-5 over the 4e-6: the tolerance covers it. */
    ck_assert_double_ge(point->eigenvalue_tolerance, 6.8e-5);
    ck_assert_double_le(point->eigenvalue_tolerance, 1e-3);
    descent_critical_point_free(point);
}
END_TEST

/* One-variable losses c·x^k, and others of which the answer is plain. */
typedef struct power {
    double factor, exponent;
} power;

static int power_loss(size_t n, const double *x, double *value, void *context)
{
    const power *const p = context;
    (void)n;
    *value = p->factor * pow(x[0], p->exponent);
    return 0;
}

static int power_gradient(size_t n, const double *x, double *gradient, void *context)
{
    const power *const p = context;
    (void)n;
    gradient[0] = p->factor * p->exponent * pow(x[0], p->exponent - 1);
    return 0;
}

static int power_hessian(size_t n, const double *x, double *hessian, void *context)
{
    const power *const p = context;
    (void)n;
    hessian[0] = p->factor * p->exponent * (p->exponent - 1) * pow(x[0], p->exponent - 2);
    return 0;
}

START_TEST(powers_at_every_scale)
{
    static const double factors[] = {1, -1, 1e100, -1e100, 1e-100, -1e-100};
    static const double exponents[] = {2, 3, 4, 5, 6};
    for (size_t f = 0; f < sizeof factors / sizeof factors[0]; f++)
        for (size_t e = 0; e < sizeof exponents / sizeof exponents[0]; e++) {
            power p = {factors[f], exponents[e]};
            const descent_problem problem = {.dimension = 1,
                                             .loss = power_loss,
                                             .gradient = power_gradient,
                                             .hessian = power_hessian,
                                             .context = &p};
            const double origin = 0;
            descent_critical_point *const point = classify(&problem, &origin);
            const bool even = fmod(p.exponent, 2) == 0, lower = !even || p.factor < 0;
            if (p.exponent == 2) {
                ck_assert_int_eq(point->kind, lower ? DESCENT_CRITICAL_MAXIMUM : DESCENT_CRITICAL_MINIMUM);
                ck_assert_double_eq(point->eigenvalues[0], 2 * p.factor);
            } else {
                ck_assert_int_eq(point->kind, DESCENT_CRITICAL_DEGENERATE);
                ck_assert_int_eq(point->probe, lower ? DESCENT_PROBE_LOWER : DESCENT_PROBE_NONE_LOWER);
                if (lower) {
                    double loss;
                    power_loss(1, point->lower_x, &loss, &p);
                    ck_assert_double_eq(loss, point->lower_loss);
                    ck_assert_double_lt(loss, 0);
                }
            }
            descent_critical_point_free(point);
        }
}
END_TEST

/* Close to a degenerate point the Hessian is regular, and lies: 12x² > 0 for x⁴, 6x of either sign for x³. */
START_TEST(degenerate_from_nearby)
{
    for (int cubic = 0; cubic < 2; cubic++)
        for (int k = 1; k < 300; k += 3) {
            power p = {1, cubic ? 3 : 4};
            const descent_problem problem = {.dimension = 1,
                                             .loss = power_loss,
                                             .gradient = power_gradient,
                                             .hessian = power_hessian,
                                             .context = &p};
            const double x = (k % 2 ? 1 : -1) * pow(10, -k);
            descent_critical_point *const point = classify(&problem, &x);
            ck_assert_msg(point->kind == DESCENT_CRITICAL_DEGENERATE || point->kind == DESCENT_CRITICAL_NOT_CRITICAL,
                          "x^%g at %g: %s", p.exponent, x, descent_critical_kind_string(point->kind));
            if (!cubic)
                ck_assert_int_ne(point->probe, DESCENT_PROBE_LOWER);
            descent_critical_point_free(point);
        }
}
END_TEST

static int valley_loss(size_t n, const double *x, double *value, void *context)
{
    (void)n, (void)context;
    const double r = x[0] * x[1] - 1;
    *value = r * r / 2;
    return 0;
}

static int valley_gradient(size_t n, const double *x, double *gradient, void *context)
{
    (void)n, (void)context;
    const double r = x[0] * x[1] - 1;
    gradient[0] = r * x[1];
    gradient[1] = r * x[0];
    return 0;
}

/* ½(xy − 1)² is zero all along a hyperbola: flat there, with no lower point; the straight tangent would say "higher". */
START_TEST(curved_valley_is_flat)
{
    for (int less = 0; less < 2; less++) {
        const descent_problem problem = {
            .dimension = 2, .loss = valley_loss, .gradient = less ? NULL : valley_gradient};
        const double x[] = {2, 0.5};
        descent_critical_point *const point = classify(&problem, x);
        ck_assert_int_eq(point->kind, DESCENT_CRITICAL_DEGENERATE);
        ck_assert_uint_eq(point->nullity, 1);
        ck_assert_int_eq(point->probe, DESCENT_PROBE_FLAT);
        ck_assert_double_eq_tol(point->eigenvalues[1], 4.25, 1e-6);
        ck_assert(isinf(point->condition));
        descent_critical_point_free(point);
    }
}
END_TEST

static int ridge_loss(size_t n, const double *x, double *value, void *context)
{
    (void)n, (void)context;
    *value = x[0] * x[0] - x[1] * x[1] * x[1] * x[1];
    return 0;
}

static int tilted_loss(size_t n, const double *x, double *value, void *context)
{
    (void)n, (void)context;
    *value = x[0] + x[1] * x[1];
    return 0;
}

static int tilted_gradient(size_t n, const double *x, double *gradient, void *context)
{
    (void)n, (void)context;
    gradient[0] = 1;
    gradient[1] = 2 * x[1];
    return 0;
}

START_TEST(kernel_decides)
{
    const double origin[] = {0, 0};
    const descent_problem ridge = {.dimension = 2, .loss = ridge_loss};
    descent_critical_point *point = classify(&ridge, origin);
    ck_assert_int_eq(point->kind, DESCENT_CRITICAL_DEGENERATE);
    ck_assert_int_eq(point->probe, DESCENT_PROBE_LOWER);
    ck_assert_double_lt(point->lower_loss, 0);
    descent_critical_point_free(point);

    /* A slope along the kernel that Newton's step cannot see. */
    for (int less = 0; less < 2; less++) {
        const descent_problem tilted = {.dimension = 2, .loss = tilted_loss, .gradient = less ? NULL : tilted_gradient};
        point = classify(&tilted, origin);
        ck_assert_int_eq(point->kind, DESCENT_CRITICAL_NOT_CRITICAL);
        descent_critical_point_free(point);
    }
}
END_TEST

static int failing(size_t n, const double *x, double *out, void *context)
{
    (void)n, (void)x, (void)out, (void)context;
    return 42;
}

static int writes_nothing(size_t n, const double *x, double *out, void *context)
{
    (void)n, (void)x, (void)out, (void)context;
    return 0;
}

START_TEST(bad_input)
{
    descent_problem problem = descent_test_landscape("notebook", 0);
    const double x[] = {2, 1}, wrong[] = {2, NAN};
    descent_critical_point *point = (descent_critical_point *)&problem;
    assert_failure(descent_critical_classify(NULL, x, NULL, &point), DESCENT_EINVAL, "problem");
    ck_assert_ptr_null(point);
    assert_failure(descent_critical_classify(&problem, NULL, NULL, &point), DESCENT_EINVAL, "x must not");
    assert_failure(descent_critical_classify(&problem, x, NULL, NULL), DESCENT_EINVAL, "point must not");
    assert_failure(descent_critical_classify(&problem, wrong, NULL, &point), DESCENT_ENONFINITE,
                   "x[1] (β₂) must be finite, got nan");

    problem.hessian = failing;
    assert_failure(descent_critical_classify(&problem, x, NULL, &point), DESCENT_ECALLBACK, "42");
    problem.hessian = writes_nothing;
    assert_failure(descent_critical_classify(&problem, x, NULL, &point), DESCENT_ENONFINITE, "Hessian");
    problem.gradient = writes_nothing;
    assert_failure(descent_critical_classify(&problem, x, NULL, &point), DESCENT_ENONFINITE, "gradient");
    ck_assert_ptr_null(point);

    problem = descent_test_landscape("notebook", 0);
    problem.dimension = 0;
    assert_failure(descent_critical_classify(&problem, x, NULL, &point), DESCENT_EINVAL, "dimension");
    descent_critical_point_free(NULL);
}
END_TEST

START_TEST(matrix_beyond_memory)
{
    const descent_problem problem = {.dimension = SIZE_MAX / 64 + 1, .gradient = writes_nothing};
    const double x = 0;
    descent_critical_options options = {0};
    descent_critical_point *point;
    options.dense_limit = SIZE_MAX; /* n² numbers are more bytes than there are addresses, although n are not */
    ck_assert_int_eq(descent_critical_classify(&problem, &x, &options, &point), DESCENT_ENOMEM);
    ck_assert_ptr_null(point);
}
END_TEST

START_TEST(bad_options)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
    const double x[] = {2, 1};
    const descent_rule rule = descent_fixed_step(-1);
    descent_critical_options good = {0};
    descent_critical_point *point;
#define REFUSE(field, value, words)                                                                                    \
    do {                                                                                                               \
        descent_critical_options options = good;                                                                       \
        options.field = (value);                                                                                       \
        assert_failure(descent_critical_classify(&problem, x, &options, &point), DESCENT_EINVAL, words);               \
    } while (0)
    REFUSE(eigenvalue_tolerance, -1, "eigenvalue_tolerance must be finite and not negative, got -1");
    REFUSE(eigenvalue_tolerance, NAN, "eigenvalue_tolerance");
    REFUSE(distance_tolerance, INFINITY, "distance_tolerance");
    REFUSE(distance_limit, -1, "distance_limit");
    REFUSE(distance_limit, NAN, "distance_limit");
    REFUSE(eigenvalue_tolerance, INFINITY, "eigenvalue_tolerance");
    REFUSE(distance_tolerance, -0x1p-1074, "distance_tolerance must be finite and not negative, got -4.94066e-324");
    REFUSE(distance_limit, -0x1p-1074, "distance_limit must be positive, or 0 for none, got -4.94066e-324");
    REFUSE(eigenpair_count, 65, "eigenpair_count must be at most 64, got 65");
    REFUSE(rule, &rule, "step_size");
    REFUSE(reserved[3], &point, "reserved[3]");
    for (size_t i = 0; i < sizeof good.reserved / sizeof *good.reserved; i++) {
        char words[64];
        snprintf(words, sizeof words, "options->reserved[%zu] must be NULL", i);
        REFUSE(reserved[i], &point, words);
    }
#undef REFUSE
    good.eigenpair_count = 64;
    good.distance_limit = 0x1p-1074;
    assert_success(descent_critical_classify(&problem, x, &good, &point));
    descent_critical_point_free(point);
}
END_TEST

START_TEST(given_tolerances)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
    const double x[] = {2, 1}, off[] = {2.01, 1};
    descent_critical_options options = {0};
    descent_critical_point *point;
    options.eigenvalue_tolerance = 3;
    assert_success(descent_critical_classify(&problem, x, &options, &point));
    ck_assert_int_eq(point->kind, DESCENT_CRITICAL_DEGENERATE);
    ck_assert_int_eq(point->tolerance_source, DESCENT_TOLERANCE_GIVEN);
    ck_assert_uint_eq(point->nullity, 2);
    descent_critical_point_free(point);
    options = (descent_critical_options){.distance_tolerance = 0.1};
    assert_success(descent_critical_classify(&problem, off, &options, &point));
    ck_assert_int_eq(point->kind, DESCENT_CRITICAL_SADDLE);
    descent_critical_point_free(point);
}
END_TEST

static int narrow_loss(size_t n, const double *x, double *value, void *context)
{
    (void)n, (void)context;
    *value = (x[0] * x[0] + 1e-6 * x[1] * x[1]) / 2;
    return 0;
}

static int narrow_gradient(size_t n, const double *x, double *gradient, void *context)
{
    (void)n, (void)context;
    gradient[0] = x[0];
    gradient[1] = 1e-6 * x[1];
    return 0;
}

/* Curvatures 1 and 10⁻⁶: the quotient, unless one of them counts as 0, however far from 0 it is. */
START_TEST(a_curvature_that_counts_as_zero_has_no_condition)
{
    static const double origin[2];
    const descent_problem problem = {.dimension = 2, .loss = narrow_loss, .gradient = narrow_gradient};
    for (int given = 0; given < 2; given++) {
        const descent_critical_options options = {.eigenvalue_tolerance = given ? 1e-3 : 0};
        descent_critical_point *point;
        assert_success(descent_critical_classify(&problem, origin, &options, &point));
        ck_assert_int_eq((int)point->nullity, given);
        if (given)
            ck_assert(isinf(point->condition));
        else
            ck_assert_double_eq_tol(point->condition, 1e6, 1);
        descent_critical_point_free(point);
    }
}
END_TEST

START_TEST(kinds_have_names)
{
    ck_assert_str_eq(descent_critical_kind_string(DESCENT_CRITICAL_SADDLE), "saddle");
    ck_assert_str_eq(descent_critical_kind_string(DESCENT_CRITICAL_NOT_CRITICAL), "not critical");
    ck_assert_str_eq(descent_critical_kind_string((descent_critical_kind)77), "unknown");
}
END_TEST

/* (y² − x²)/2 in three variables, of which z does nothing */
static int both_signs_loss(size_t n, const double *x, double *value, void *context)
{
    (void)n, (void)context;
    *value = (x[1] * x[1] - x[0] * x[0]) / 2;
    return 0;
}

static int both_signs_gradient(size_t n, const double *x, double *gradient, void *context)
{
    (void)n, (void)context;
    gradient[0] = -x[0];
    gradient[1] = x[1];
    gradient[2] = 0;
    return 0;
}

START_TEST(both_signs_make_a_saddle_whatever_else_is_zero)
{
    const double x[] = {0, 0, 0.5};
    for (int less = 0; less < 2; less++) {
        const descent_problem problem = {
            .dimension = 3, .loss = both_signs_loss, .gradient = less ? NULL : both_signs_gradient};
        descent_critical_point *const point = classify(&problem, x);
        ck_assert_int_eq(point->kind, DESCENT_CRITICAL_SADDLE);
        ck_assert_uint_eq(point->index, 1);
        ck_assert_uint_eq(point->nullity, 1);
        descent_critical_point_free(point);
    }
}
END_TEST

typedef struct shifted {
    double constant, at;
} shifted;

static int shifted_loss(size_t n, const double *x, double *loss, void *context)
{
    const shifted *const s = context;
    *loss = s->constant;
    for (size_t i = 0; i < n; i++)
        *loss += (double)(i + 1) / 2 * (x[i] - s->at) * (x[i] - s->at);
    return 0;
}

/*
 * Beside a constant of 10⁸ a loss is rounded to 1.5·10⁻⁸: differences over 10⁻³ see no slope below 10⁻⁵ then. Those of a
 * parabola are exact at any width, and over a width of 1 the way to the minimum is off by 10⁻⁸ only.
 */
START_TEST(the_way_is_seen_beside_a_large_constant)
{
    static const double ways[] = {1e-5, 1e-4, 1e-3, 1e-2}, origin[] = {0, 0};
    for (size_t k = 0; k < sizeof ways / sizeof *ways; k++)
        for (int side = -1; side <= 1; side += 2) {
            shifted s = {.constant = 1e8, .at = side * ways[k]};
            const descent_problem problem = {.dimension = 2, .loss = shifted_loss, .context = &s, .scale = 1};
            descent_critical_point *const point = classify(&problem, origin);
            ck_assert_double_eq_tol(point->distance, sqrt(2) * ways[k], 0.03 * ways[k]);
            ck_assert_double_eq_tol(point->gradient_norm, sqrt(5) * ways[k], 0.03 * ways[k]);
            descent_critical_point_free(point);
        }
}
END_TEST

/* x³, but for one answer. */
typedef struct slip {
    size_t calls, which;
    double answer;
} slip;

static int slipping_cubic(size_t n, const double *x, double *loss, void *context)
{
    slip *const s = context;
    (void)n;
    *loss = ++s->calls == s->which ? s->answer : x[0] * x[0] * x[0];
    return 0;
}

static int cubic_slope(size_t n, const double *x, double *gradient, void *context)
{
    (void)n, (void)context;
    gradient[0] = 3 * x[0] * x[0];
    return 0;
}

/* Whichever call is answered by no finite number, the last one too, which asks again what was found: no such place is lower. */
START_TEST(what_is_not_below_is_never_told_as_lower)
{
    static const double origin[] = {0}, answers[] = {INFINITY, NAN};
    size_t calls = 0;
    for (size_t a = 0; a < 2; a++)
        for (size_t which = 0; which <= calls; which++) {
            slip s = {.which = which, .answer = answers[a]};
            const descent_problem problem = {
                .dimension = 1, .loss = slipping_cubic, .gradient = cubic_slope, .context = &s};
            descent_critical_point *const point = classify(&problem, origin);
            if (which == 0) {
                calls = s.calls;
                ck_assert_int_eq(point->probe, DESCENT_PROBE_LOWER);
            }
            ck_assert_int_eq(point->probe == DESCENT_PROBE_LOWER, point->lower_x != NULL);
            ck_assert_int_eq(point->lower_x != NULL, isfinite(point->lower_loss) != 0);
            ck_assert(isnan(point->lower_loss) || point->lower_loss < 0);
            descent_critical_point_free(point);
        }
    ck_assert_uint_ge(calls, 4);
}
END_TEST

static int two_bowls(size_t n, const double *x, double *value, void *context)
{
    (void)n, (void)context;
    *value = x[0] * x[0] / 2 + x[1] * x[1];
    return 0;
}

static int two_slopes(size_t n, const double *x, double *gradient, void *context)
{
    (void)n, (void)context;
    gradient[0] = x[0];
    gradient[1] = 2 * x[1];
    return 0;
}

/* A curvature of 1 counts as zero to a tolerance of 1: along it the loss is walked, which rises, and not minimised, which would lead back. */
START_TEST(what_counts_as_zero_is_walked_along)
{
    const descent_problem problem = {.dimension = 2, .loss = two_bowls, .gradient = two_slopes};
    const descent_critical_options options = {.eigenvalue_tolerance = 1 + 1e-9};
    const double x[] = {0, 0};
    descent_critical_point *point;
    assert_success(descent_critical_classify(&problem, x, &options, &point));
    ck_assert_int_eq(point->kind, DESCENT_CRITICAL_DEGENERATE);
    ck_assert_uint_eq(point->nullity, 1);
    ck_assert_int_eq(point->probe, DESCENT_PROBE_NONE_LOWER);
    descent_critical_point_free(point);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {what_counts_as_zero_is_walked_along,
                                  known_points_by_every_source,
                                  the_way_is_seen_beside_a_large_constant,
                                  what_is_not_below_is_never_told_as_lower,
                                  notebook_numbers,
                                  slopes_are_not_critical,
                                  distance_and_trust,
                                  powers_at_every_scale,
                                  degenerate_from_nearby,
                                  curved_valley_is_flat,
                                  kernel_decides,
                                  bad_input,
                                  matrix_beyond_memory,
                                  bad_options,
                                  given_tolerances,
                                  a_curvature_that_counts_as_zero_has_no_condition,
                                  kinds_have_names,
                                  both_signs_make_a_saddle_whatever_else_is_zero};
    return descent_test_main(descent_test_suite("critical_classify", tests, sizeof tests / sizeof tests[0]));
}
