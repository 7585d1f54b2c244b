/*
 * The numbers of lib/critical/tolerances.h, each at both sides of its edge: points made so that the answer changes at
 * the number and nowhere near it. The numbers stand here as literals, so that a change of one fails its test.
 */
#include <float.h>
#include <math.h>
#include <stdbool.h>

#include <descent/critical.h>

#include "support.h"

static descent_critical_point *classify(const descent_problem *problem, const double *x)
{
    descent_critical_point *point;
    assert_success(descent_critical_classify(problem, x, NULL, &point));
    return point;
}

static void expect_kind(const descent_problem *problem, const double *x, descent_critical_kind kind)
{
    descent_critical_point *const point = classify(problem, x);
    ck_assert_msg(point->kind == kind, "at %.17g: %s", x[0], descent_critical_kind_string(point->kind));
    descent_critical_point_free(point);
}

/* L = Σ ½dᵢxᵢ² + sᵢxᵢ + constant. */
typedef struct quadratic {
    double d[4], s[4], constant;
} quadratic;

static int quadratic_loss(size_t n, const double *x, double *value, void *context)
{
    const quadratic *const q = context;
    *value = q->constant;
    for (size_t i = 0; i < n; i++)
        *value += q->d[i] * x[i] * x[i] / 2 + q->s[i] * x[i];
    return 0;
}

static int quadratic_gradient(size_t n, const double *x, double *gradient, void *context)
{
    const quadratic *const q = context;
    for (size_t i = 0; i < n; i++)
        gradient[i] = q->d[i] * x[i] + q->s[i];
    return 0;
}

static int quadratic_hessian(size_t n, const double *x, double *hessian, void *context)
{
    const quadratic *const q = context;
    (void)x;
    for (size_t i = 0; i < n * n; i++)
        hessian[i] = i % (n + 1) == 0 ? q->d[i % n] : 0;
    return 0;
}

static int quadratic_product(size_t n, const double *x, const double *v, double *product, void *context)
{
    const quadratic *const q = context;
    (void)x;
    for (size_t i = 0; i < n; i++)
        product[i] = q->d[i] * v[i];
    return 0;
}

static descent_problem problem_of(size_t n, quadratic *q)
{
    return (descent_problem){
        .dimension = n, .gradient = quadratic_gradient, .hessian = quadratic_hessian, .context = q};
}

/* descent__eigenvalue_roundings: 4·n·ε·‖H‖ = 8ε for n = 2. */
START_TEST(a_null_eigenvalue)
{
    const double edge = 8 * DBL_EPSILON, origin[] = {0, 0};
    for (int sign = -1; sign <= 1; sign += 2) {
        quadratic q = {.d = {1, sign * edge}};
        const descent_problem problem = problem_of(2, &q);
        expect_kind(&problem, origin, DESCENT_CRITICAL_DEGENERATE);
        q.d[1] = sign * edge * (1 + 1e-12);
        expect_kind(&problem, origin, sign > 0 ? DESCENT_CRITICAL_MINIMUM : DESCENT_CRITICAL_SADDLE);
    }
}
END_TEST

/* descent__gradient_roundings: a slope of 8·ε·‖H‖·‖x‖ along a null direction is no slope. */
START_TEST(a_flat_direction)
{
    const double edge = 8 * DBL_EPSILON, x[] = {1, 0};
    quadratic q = {.d = {1, 0}, .s = {-1, edge}};
    const descent_problem problem = problem_of(2, &q);
    expect_kind(&problem, x, DESCENT_CRITICAL_DEGENERATE);
    q.s[1] = edge * (1 + 1e-7); /* the null eigenvalue's tolerance times "near" is 1.5e-8 of it */
    expect_kind(&problem, x, DESCENT_CRITICAL_NOT_CRITICAL);
}
END_TEST

/* descent__loose_share and descent__close_share: ε^(1/4) where Newton's theory backs the step, √ε where it does not. */
START_TEST(near)
{
    const double loose = 0x1p-13, close = 0x1p-26;
    double x[] = {loose, 0};
    quadratic q = {.d = {1, 0}};
    const descent_problem regular = problem_of(1, &q), flat = problem_of(2, &q);
    expect_kind(&regular, x, DESCENT_CRITICAL_MINIMUM);
    x[0] = loose * (1 + 1e-12);
    expect_kind(&regular, x, DESCENT_CRITICAL_NOT_CRITICAL);
    x[0] = close;
    expect_kind(&flat, x, DESCENT_CRITICAL_DEGENERATE);
    x[0] = close * (1 + 1e-12);
    expect_kind(&flat, x, DESCENT_CRITICAL_NOT_CRITICAL);
    descent_critical_options options = {0};
    descent_critical_point *point;
    options.distance_tolerance = 0.25;
    x[0] = 0.25;
    assert_success(descent_critical_classify(&regular, x, &options, &point));
    ck_assert_int_eq(point->kind, DESCENT_CRITICAL_MINIMUM);
    descent_critical_point_free(point);
    x[0] = 0.25 * (1 + 1e-12);
    assert_success(descent_critical_classify(&regular, x, &options, &point));
    ck_assert_int_eq(point->kind, DESCENT_CRITICAL_NOT_CRITICAL);
    descent_critical_point_free(point);
}
END_TEST

/* g = x + c·x²/2. */
static int bent_gradient(size_t n, const double *x, double *gradient, void *context)
{
    const double c = *(const double *)context;
    (void)n;
    gradient[0] = x[0] + c * x[0] * x[0] / 2;
    return 0;
}

static int bent_hessian(size_t n, const double *x, double *hessian, void *context)
{
    const double c = *(const double *)context;
    (void)n;
    hessian[0] = 1 + c * x[0];
    return 0;
}

/*
 * descent__safety: with q = cx the eigenvalue is 1 + q and Newton's step x(1 + q/2)/(1 + q), along which the Hessian
 * changes by c times that. Four times the change is the eigenvalue where (1 + q)² = 4q + 2q², at q = √2 − 1.
 */
START_TEST(regular_beside_degenerate)
{
    const double x = 1e-5;
    for (int above = 0; above < 2; above++) {
        double c = (sqrt(2) - 1) / x * (above ? 1 + 1e-9 : 1 - 1e-9);
        const descent_problem problem = {
            .dimension = 1, .gradient = bent_gradient, .hessian = bent_hessian, .context = &c};
        descent_critical_point *const point = classify(&problem, &x);
        ck_assert_int_eq(point->newton_backed, !above);
        ck_assert_int_eq(point->kind, above ? DESCENT_CRITICAL_NOT_CRITICAL : DESCENT_CRITICAL_MINIMUM);
        descent_critical_point_free(point);
    }
}
END_TEST

/* g = d + x + 2.5x³/(3d²): at 0 the eigenvalue is 1, at the end of Newton's step, −d, it is 3.5. */
static int far_gradient(size_t n, const double *x, double *gradient, void *context)
{
    const double d = *(const double *)context;
    (void)n;
    gradient[0] = d + x[0] + 2.5 / 3 * x[0] * (x[0] / d) * (x[0] / d);
    return 0;
}

static int far_hessian(size_t n, const double *x, double *hessian, void *context)
{
    const double d = *(const double *)context;
    (void)n;
    hessian[0] = 1 + 2.5 * (x[0] / d) * (x[0] / d);
    return 0;
}

/* descent__locality: a Newton step of eight times √ε is still of the neighbourhood, whose Hessian says "degenerate". */
START_TEST(a_local_change)
{
    for (int above = 0; above < 2; above++) {
        const double origin = 0;
        double d = 8 * 0x1p-26 * (above ? 1 + 1e-12 : 1);
        const descent_problem problem = {
            .dimension = 1, .gradient = far_gradient, .hessian = far_hessian, .context = &d};
        expect_kind(&problem, &origin, above ? DESCENT_CRITICAL_NOT_CRITICAL : DESCENT_CRITICAL_DEGENERATE);
    }
}
END_TEST

/* g = slope + linear·x + cubic·x³, from which the Hessian is taken by differences with h = 2^-13. */
static int cubic_gradient(size_t n, const double *x, double *gradient, void *context)
{
    const double *const c = context;
    (void)n;
    gradient[0] = c[0] + c[1] * x[0] + c[2] * x[0] * x[0] * x[0];
    return 0;
}

static uint64_t gradients_of_bend(double slope, double linear, double cubic)
{
    const double origin = 0;
    double c[] = {slope, linear, cubic};
    const descent_problem problem = {.dimension = 1, .gradient = cubic_gradient, .context = c};
    descent_critical_point *const point = classify(&problem, &origin);
    const uint64_t gradients = point->evaluations.gradient;
    descent_critical_point_free(point);
    return gradients;
}

/* descent__seen_well: extrapolation changes cubic·h² of 1; from 1e-3 on a shorter step is tried. */
START_TEST(a_column_seen_well)
{
    const double edge = 1e-3 * 0x1p26;
    const uint64_t once = gradients_of_bend(0, 1, 0);
    ck_assert_uint_eq(gradients_of_bend(0, 1, edge * (1 - 1e-6)), once);
    ck_assert_uint_gt(gradients_of_bend(0, 1, edge * (1 + 1e-6)), once);
}
END_TEST

/*
 * descent__mostly_truncation: truncation is h² = 2^-26 of nothing else, rounding of the slope s makes 2·ε·s/h, as much
 * at s = 2^12. That rounding is not exactly known, so the edge is as wide as a factor of 16 to either side.
 */
START_TEST(shorter_steps_against_rounding)
{
    const uint64_t once = gradients_of_bend(0x1p16, 0, 0);
    ck_assert_uint_eq(gradients_of_bend(0x1p16, 0, 1), once);
    ck_assert_uint_gt(gradients_of_bend(0x1p8, 0, 1), once);
}
END_TEST

/*
 * descent__quotient_roundings: differences with step 2^-13 of gradients about s err by up to 2·ε·s·2^13 = s·2^-38. The
 * slope of 1.5·2^-38 changes the gradient by 3ε a step, exactly.
 */
START_TEST(curvature_beside_a_slope)
{
    for (int above = 0; above < 2; above++) {
        const double origin = 0;
        double c[] = {above ? 1.499 : 1.5, 1.5 * 0x1p-38, 0};
        const descent_problem problem = {.dimension = 1, .gradient = cubic_gradient, .context = c};
        descent_critical_point *const point = classify(&problem, &origin);
        ck_assert_double_eq(point->eigenvalues[0], c[1]);
        ck_assert_uint_eq(point->nullity, !above);
        descent_critical_point_free(point);
    }
}
END_TEST

/* descent__loss_roundings: second differences of losses about 1 with the widest step, 2^-3, err by up to 4ε·2^6 = 2^-44. */
START_TEST(curvature_beside_a_constant)
{
    const double origin = 0, edge = 0x1p-44;
    for (int above = 0; above < 2; above++) {
        /* The losses at one and two steps are 1 + 8ε and 1 + 32ε, or 1 + 10ε and 1 + 40ε. */
        quadratic q = {.d = {above ? 1.25 * edge : edge}, .constant = 1};
        const descent_problem problem = {.dimension = 1, .loss = quadratic_loss, .context = &q};
        expect_kind(&problem, &origin, above ? DESCENT_CRITICAL_MINIMUM : DESCENT_CRITICAL_DEGENERATE);
    }
}
END_TEST

/* A loss that is level but for a step: `level`, and less by `depth` where `from` < |x₀| < `to`; its derivatives as
 * given. */
typedef struct ditch {
    double level, depth, from, to, tilt;
    double gradient[2], curvature;
} ditch;

static int ditch_loss(size_t n, const double *x, double *value, void *context)
{
    const ditch *const d = context;
    const double other = n > 1 ? x[1] - 1 : 0;
    const bool inside = fabs(x[0]) > d->from && fabs(x[0]) < d->to;
    *value = d->level - (inside ? d->depth : 0) - d->tilt * x[0] + d->curvature * other * other / 2;
    return 0;
}

static int ditch_gradient(size_t n, const double *x, double *gradient, void *context)
{
    const ditch *const d = context;
    gradient[0] = d->gradient[0];
    if (n > 1)
        gradient[1] = d->curvature * (x[1] - 1) + d->gradient[1];
    return 0;
}

static int ditch_hessian(size_t n, const double *x, double *hessian, void *context)
{
    const ditch *const d = context;
    (void)x;
    for (size_t i = 0; i < n * n; i++)
        hessian[i] = i == 3 ? d->curvature : 0;
    return 0;
}

static void expect_probe(size_t n, ditch d, bool lower)
{
    const double x[] = {0, n > 1};
    const descent_problem problem = {
        .dimension = n, .loss = ditch_loss, .gradient = ditch_gradient, .hessian = ditch_hessian, .context = &d};
    descent_critical_point *const point = classify(&problem, x);
    ck_assert_int_eq(point->kind, DESCENT_CRITICAL_DEGENERATE);
    ck_assert_msg((point->probe == DESCENT_PROBE_LOWER) == lower, "ditch from %g to %g: %d", d.from, d.to,
                  (int)point->probe);
    descent_critical_point_free(point);
}

/* descent__probe_nearest: the first look is 1e-6 away; descent__probe_farthest: the last one at or before 0.1. */
START_TEST(where_the_loss_is_probed)
{
    expect_probe(1, (ditch){.depth = 1, .from = 1e-9, .to = 1.01e-6}, true);
    expect_probe(1, (ditch){.depth = 1, .from = 1e-9, .to = 0.99e-6}, false);
    /* Looks are a factor of 3 apart, so the last two are at 3^9 and 3^10 = 59049 times 1e-6; 3^11 is beyond 0.1. */
    expect_probe(1, (ditch){.depth = 1, .from = 0.059, .to = INFINITY}, true);
    expect_probe(1, (ditch){.depth = 1, .from = 0.0591, .to = INFINITY}, false);
}
END_TEST

/* descent__probe_farthest exactly: looks that begin 1000 times as far away as the point is off, and a factor of 3
 * apart, have their tenth at 0.1, or just beyond. */
START_TEST(the_farthest_look)
{
    ditch d = {.depth = 1, .from = 0.09, .to = INFINITY, .curvature = 1};
    d.gradient[1] = 0.1 / 19683 / 1e3 * (1 - 1e-6);
    expect_probe(2, d, true);
    d.gradient[1] = 0.1 / 19683 / 1e3 * (1 + 1e-6);
    expect_probe(2, d, false);
}
END_TEST

/* descent__probe_span: a point that is off by 5e-5, and near because the option says so, is looked at from 0.05 to ten
 * times that: at 0.05, 0.15 and 0.45. */
START_TEST(at_least_a_decade)
{
    const double x[] = {0, 1};
    descent_critical_options options = {0};
    options.distance_tolerance = 1;
    for (int beyond = 0; beyond < 2; beyond++) {
        ditch d = {.depth = 1, .from = beyond ? 0.451 : 0.449, .to = INFINITY, .gradient = {0, 5e-5}, .curvature = 1};
        const descent_problem problem = {
            .dimension = 2, .loss = ditch_loss, .gradient = ditch_gradient, .hessian = ditch_hessian, .context = &d};
        descent_critical_point *point;
        assert_success(descent_critical_classify(&problem, x, &options, &point));
        ck_assert_int_eq(point->kind, DESCENT_CRITICAL_DEGENERATE);
        ck_assert_int_eq(point->probe == DESCENT_PROBE_LOWER, !beyond);
        descent_critical_point_free(point);
    }
}
END_TEST

/* descent__probe_beyond: where the point is 1e-9 off, looks begin 1e-6 away, and farther in proportion. */
START_TEST(looks_beyond_the_own_error)
{
    ditch d = {.depth = 1, .from = 1e-9, .to = 2e-6, .curvature = 1};
    d.gradient[1] = 1.99e-9;
    expect_probe(2, d, true);
    d.gradient[1] = 2.01e-9;
    expect_probe(2, d, false);
}
END_TEST

/* descent__loss_roundings: each of two losses about 1 is granted 4ε. */
START_TEST(a_lower_loss)
{
    expect_probe(1, (ditch){.level = 1, .depth = 8.5 * DBL_EPSILON, .from = 1e-3, .to = INFINITY}, true);
    expect_probe(1, (ditch){.level = 1, .depth = 7.5 * DBL_EPSILON, .from = 1e-3, .to = INFINITY}, false);
}
END_TEST

/* descent__probe_slope: with ‖H‖ = ‖x‖ = 1 the gradient's noise is 8ε, and twice that may be the point's own slope. */
START_TEST(the_own_slope)
{
    expect_probe(2, (ditch){.tilt = 16.01 * DBL_EPSILON, .curvature = 1}, true);
    expect_probe(2, (ditch){.tilt = 15.99 * DBL_EPSILON, .curvature = 1}, false);
}
END_TEST

/* A gradient that is `start` + `slope`·x near 0 and something else at the end of the first step. */
typedef struct staged {
    double start, slope, end, there;
} staged;

static int staged_gradient(size_t n, const double *x, double *gradient, void *context)
{
    const staged *const s = context;
    (void)n;
    gradient[0] = x[0] == s->end ? s->there : s->start + s->slope * x[0];
    return 0;
}

static int staged_hessian(size_t n, const double *x, double *hessian, void *context)
{
    const staged *const s = context;
    (void)n, (void)x;
    hessian[0] = s->slope;
    return 0;
}

static double first_step(staged s)
{
    const double origin = 0;
    const descent_problem problem = {
        .dimension = 1, .gradient = staged_gradient, .hessian = staged_hessian, .context = &s};
    descent_critical_options options = {0};
    descent_critical_point *point;
    options.iteration_limit = 1;
    assert_success(descent_critical_refine(&problem, &origin, &options, &point));
    const double x = point->x[0];
    descent_critical_point_free(point);
    return x;
}

/* descent__first_radius: a first step of half the scale is made in full, a longer one is cut. */
START_TEST(first_steps)
{
    ck_assert_double_eq(first_step((staged){.start = 1, .slope = 2, .end = NAN}), -0.5);
    ck_assert_double_gt(first_step((staged){.start = 1 + 1e-9, .slope = 2, .end = NAN}), -0.5);
}
END_TEST

/* descent__enough_fall: Newton's step promises a fall of 1, and a ten thousandth of that is enough. */
START_TEST(enough_fall)
{
    ck_assert_double_eq(first_step((staged){.start = 1, .slope = 4, .end = -0.25, .there = 1 - 1.01e-4}), -0.25);
    ck_assert_double_gt(first_step((staged){.start = 1, .slope = 4, .end = -0.25, .there = 1 - 0.99e-4}), -0.25);
}
END_TEST

/* H = diag(1, 1000); where Newton's step from the origin ends, the gradient has a second component instead of the
 * first. */
static int valley_gradient(size_t n, const double *x, double *gradient, void *context)
{
    const double rise = *(const double *)context;
    (void)n;
    gradient[0] = 0.25 + x[0];
    gradient[1] = x[0] == -0.25 ? rise : 1000 * x[1];
    return 0;
}

static int valley_hessian(size_t n, const double *x, double *hessian, void *context)
{
    (void)n, (void)x, (void)context;
    hessian[0] = 1;
    hessian[1] = hessian[2] = 0;
    hessian[3] = 1000;
    return 0;
}

/*
 * descent__natural_share: a full step of length ¼ may raise the gradient if the next correction, a thousandth of its
 * second component, is at most half as long: up to 125.
 */
START_TEST(natural_steps)
{
    for (int above = 0; above < 2; above++) {
        const double origin[] = {0, 0};
        double rise = above ? 125.001 : 124.999;
        const descent_problem problem = {
            .dimension = 2, .gradient = valley_gradient, .hessian = valley_hessian, .context = &rise};
        descent_critical_options options = {0};
        descent_critical_point *point;
        options.iteration_limit = 1;
        assert_success(descent_critical_refine(&problem, origin, &options, &point));
        ck_assert_int_eq(point->x[0] == -0.25, !above);
        descent_critical_point_free(point);
    }
}
END_TEST

static descent_critical_point *classify_large(const descent_problem *problem, const double *x, size_t product_limit)
{
    descent_critical_options options = {0};
    descent_critical_point *point;
    options.dense_limit = 1;
    options.product_limit = product_limit;
    assert_success(descent_critical_classify(problem, x, &options, &point));
    return point;
}

/* descent__loose_share without a matrix: one product by the identity finds Newton's step. */
START_TEST(near_without_a_matrix)
{
    quadratic q = {.d = {1, 1, 1, 1}};
    const descent_problem problem = {
        .dimension = 4, .gradient = quadratic_gradient, .hessian_product = quadratic_product, .context = &q};
    for (int above = 0; above < 2; above++) {
        const double x[] = {0x1p-13 * (above ? 1 + 1e-12 : 1 - 1e-12), 0, 0, 0};
        descent_critical_point *const point = classify_large(&problem, x, 500);
        ck_assert_int_eq(point->kind, above ? DESCENT_CRITICAL_NOT_CRITICAL : DESCENT_CRITICAL_MINIMUM);
        descent_critical_point_free(point);
    }
}
END_TEST

/* The products are those of the identity, but of the gradient the part `left` remains where Newton's step from `start`
 * ends. */
typedef struct stubborn {
    double start, left;
} stubborn;

static int stubborn_gradient(size_t n, const double *x, double *gradient, void *context)
{
    const stubborn *const s = context;
    for (size_t i = 0; i < n; i++)
        gradient[i] = (1 - s->left) * x[i];
    gradient[0] += s->left * s->start;
    return 0;
}

static int identity_product(size_t n, const double *x, const double *v, double *product, void *context)
{
    (void)x, (void)context;
    for (size_t i = 0; i < n; i++)
        product[i] = v[i];
    return 0;
}

/* descent__newton_works: if more than a tenth of the gradient is left, 1e-5 is not near. */
START_TEST(newton_at_work)
{
    for (int above = 0; above < 2; above++) {
        stubborn s = {1e-5, above ? 0.1 + 1e-9 : 0.1 - 1e-9};
        const double x[] = {s.start, 0, 0, 0};
        const descent_problem problem = {
            .dimension = 4, .gradient = stubborn_gradient, .hessian_product = identity_product, .context = &s};
        descent_critical_point *const point = classify_large(&problem, x, 500);
        ck_assert_int_eq(point->kind, above ? DESCENT_CRITICAL_NOT_CRITICAL : DESCENT_CRITICAL_MINIMUM);
        ck_assert_int_eq(point->newton_backed, !above);
        descent_critical_point_free(point);
    }
}
END_TEST

/*
 * descent__step_found: one product leaves MINRES the sine of the angle between g and Hg. For g = (1, t) and H = diag(1,
 * 2) the tangent is t/(1 + 2t²).
 */
START_TEST(a_step_broken_off)
{
    quadratic q = {.d = {1, 2, 1, 1}};
    const descent_problem problem = {
        .dimension = 4, .gradient = quadratic_gradient, .hessian_product = quadratic_product, .context = &q};
    for (int above = 0; above < 2; above++) {
        const double tangent = tan(asin(0.1 + (above ? 1e-6 : -1e-6)));
        const double t = (1 - sqrt(1 - 8 * tangent * tangent)) / (4 * tangent);
        const double x[] = {1e-9, t / 2 * 1e-9, 0, 0};
        descent_critical_point *const point = classify_large(&problem, x, 1);
        ck_assert_int_eq(point->converged, !above);
        descent_critical_point_free(point);
    }
}
END_TEST

/* descent__look_accuracy: by the same geometry, a residual of a millionth after one product needs no second one. */
START_TEST(a_step_found_at_once)
{
    uint64_t products[2];
    quadratic q = {.d = {1, 2, 1, 1}};
    const descent_problem problem = {
        .dimension = 4, .gradient = quadratic_gradient, .hessian_product = quadratic_product, .context = &q};
    for (int above = 0; above < 2; above++) {
        const double tangent = tan(asin(1e-6 * (above ? 1.0001 : 0.9999)));
        const double t = 2 * tangent / (1 + sqrt(1 - 8 * tangent * tangent));
        const double x[] = {1e-9, t / 2 * 1e-9, 0, 0};
        descent_critical_point *const point = classify_large(&problem, x, 500);
        products[above] = point->products;
        descent_critical_point_free(point);
    }
    ck_assert_uint_eq(products[1], products[0] + 1);
}
END_TEST

/* H = ½ and a rotation by a right angle in each pair of variables, times κ: no Hessian. */
static int turned_product(size_t n, const double *x, const double *v, double *product, void *context)
{
    const double kappa = *(const double *)context;
    (void)x;
    for (size_t i = 0; i < n; i += 2) {
        product[i] = v[i] / 2 - kappa * v[i + 1];
        product[i + 1] = v[i + 1] / 2 + kappa * v[i];
    }
    return 0;
}

static int turned_gradient(size_t n, const double *x, double *gradient, void *context)
{
    return turned_product(n, x, x, gradient, context);
}

/*
 * descent__skew_share and descent__skew_share_of_differences. Lanczos meets v and the vector it is turned to, in turn,
 * with β = κ, 2κ, 3κ and v₋ᵀHv = −κ at each step. So |v₋ᵀHv − β|·β is 2·1, 3·2, 4·3 times κ², and in four variables,
 * where it ends with the fourth step, the largest root is √12·κ; the norm is ½. With √12·κ·√(n/2) as tolerance.
 */
START_TEST(products_not_symmetric)
{
    static const double origin[4];
    for (int differences = 0; differences < 2; differences++)
        for (int above = 0; above < 2; above++) {
            const double edge = 0.5 * (differences ? 1e-2 : 1e-5) / sqrt(12);
            double kappa = edge * (above ? 1.001 : 0.999);
            const descent_problem problem = {.dimension = 4,
                                             .gradient = turned_gradient,
                                             .hessian_product = differences ? NULL : turned_product,
                                             .context = &kappa};
            descent_critical_point *const point = classify_large(&problem, origin, 500);
            ck_assert_msg((point->tolerance_source == DESCENT_TOLERANCE_ASYMMETRY) == above, "κ = %g: source %d", kappa,
                          (int)point->tolerance_source);
            if (above)
                ck_assert_double_eq_tol(point->eigenvalue_tolerance, sqrt(24) * kappa, 1e-4 * kappa);
            descent_critical_point_free(point);
        }
}
END_TEST

/* descent__copies: two negative eigenvalues as near as 1e-8 of the norm are counted once, since one may be a copy. */
START_TEST(copies_of_an_eigenvalue)
{
    static const double origin[4];
    for (int above = 0; above < 2; above++) {
        quadratic q = {.d = {-1, above ? -1 - 4e-8 : -1 - 1e-8, 0.5, 0.25}};
        const descent_problem problem = {
            .dimension = 4, .gradient = quadratic_gradient, .hessian_product = quadratic_product, .context = &q};
        descent_critical_point *const point = classify_large(&problem, origin, 500);
        ck_assert_int_eq(point->kind, DESCENT_CRITICAL_SADDLE);
        ck_assert_uint_eq(point->index, above ? 2 : 1);
        descent_critical_point_free(point);
    }
}
END_TEST

/* descent__coordinate_roundings, and how many starts in a row must find nothing. */
START_TEST(the_edge_of_a_box)
{
    for (int outside = 0; outside < 2; outside++) {
        quadratic q = {.d = {1}, .s = {-1}};
        const descent_problem problem = problem_of(1, &q);
        const double lower = 0, upper = 1 - (outside ? 4.5 : 4) * DBL_EPSILON;
        descent_critical_set *set;
        assert_success(descent_critical_search(&problem, &lower, &upper, NULL, &set));
        ck_assert_uint_eq(set->count, outside ? 0 : 1);
        ck_assert_uint_eq(set->fruitless, outside ? 50 : 52);
        ck_assert_int_eq(set->outside > 0, outside);
        descent_critical_set_free(set);
    }
}
END_TEST

typedef struct visits {
    double farthest;
} visits;

/* g = x − 1, noting how far from 1 it is asked, as far as that is rounding. */
static int noting_gradient(size_t n, const double *x, double *gradient, void *context)
{
    visits *const seen = context;
    (void)n;
    gradient[0] = x[0] - 1;
    if (fabs(gradient[0]) < 1e-12)
        seen->farthest = fmax(seen->farthest, fabs(gradient[0]));
    return 0;
}

static int constant_hessian(size_t n, const double *x, double *hessian, void *context)
{
    (void)n, (void)x, (void)context;
    hessian[0] = 1;
    return 0;
}

/* descent__noise_roundings: up to 4ε to either side. The places are scattered, so that the edge is seen to a factor of two:
 * of eight places all would be in the inner half by chance once in 256. */
START_TEST(places_of_noise)
{
    visits seen = {0};
    const double x = 1;
    const descent_problem problem = {
        .dimension = 1, .gradient = noting_gradient, .hessian = constant_hessian, .context = &seen};
    expect_kind(&problem, &x, DESCENT_CRITICAL_MINIMUM);
    ck_assert_double_le(seen.farthest, 4 * DBL_EPSILON);
    ck_assert_double_gt(seen.farthest, 2 * DBL_EPSILON);
}
END_TEST

/* (x − 1)²/2 + (y − 1)², noting how far from 1 x is asked, as far as that is rounding. */
static int noting_two(size_t n, const double *x, double *gradient, void *context)
{
    (void)noting_gradient(n, x, gradient, context);
    gradient[1] = 2 * (x[1] - 1);
    return 0;
}

static int constant_product(size_t n, const double *x, const double *v, double *product, void *context)
{
    (void)n, (void)x, (void)context;
    product[0] = v[0];
    product[1] = 2 * v[1];
    return 0;
}

/* descent__noise_roundings again, where there are products and no matrix. */
START_TEST(places_of_noise_without_a_matrix)
{
    visits seen = {0};
    const double x[] = {1, 1};
    const descent_problem problem = {
        .dimension = 2, .gradient = noting_two, .hessian_product = constant_product, .context = &seen};
    descent_critical_options options = {0};
    options.dense_limit = 1;
    descent_critical_point *point;
    assert_success(descent_critical_classify(&problem, x, &options, &point));
    ck_assert_int_eq(point->kind, DESCENT_CRITICAL_MINIMUM);
    descent_critical_point_free(point);
    ck_assert_double_le(seen.farthest, 4 * DBL_EPSILON);
    ck_assert_double_gt(seen.farthest, 2 * DBL_EPSILON);
}
END_TEST

static int power_gradient(size_t n, const double *x, double *gradient, void *context)
{
    const double p = *(const double *)context;
    (void)n;
    gradient[0] = copysign(p * pow(fabs(x[0]), p - 1), x[0]);
    return 0;
}

static int power_loss(size_t n, const double *x, double *value, void *context)
{
    (void)n;
    *value = pow(fabs(x[0]), *(const double *)context);
    return 0;
}

/* √(x² + w²): curvature 1/w at 0, large and finite. */
static int rounded_kink_gradient(size_t n, const double *x, double *gradient, void *context)
{
    (void)n;
    gradient[0] = x[0] / hypot(x[0], *(const double *)context);
    return 0;
}

/* The same, or |x|^1.5, about 10⁸: all of the usual widths are wide beside 1, and beside what rounding leaves of the point. */
static int far_kink_gradient(size_t n, const double *x, double *gradient, void *context)
{
    const double u = x[0] - 1e8;
    (void)n;
    gradient[0] = *(const double *)context > 0 ? u / hypot(u, 1) : copysign(1.5 * sqrt(fabs(u)), u);
    return 0;
}

START_TEST(far_out_a_curvature_is_finite_as_well)
{
    for (int bounded = 0; bounded < 2; bounded++) {
        double width = bounded;
        const double centre = 1e8;
        const descent_problem problem = {.dimension = 1, .gradient = far_kink_gradient, .context = &width};
        descent_critical_point *const point = classify(&problem, &centre);
        ck_assert_int_eq(point->unbounded_curvature, !bounded);
        descent_critical_point_free(point);
    }
}
END_TEST

/* descent__bound_power: the curvature of |x|^p grows like h^(p − 2). */
START_TEST(curvature_without_bound)
{
    for (int losses = 0; losses < 2; losses++)
        for (int bounded = 0; bounded < 2; bounded++) {
            double p = 2 - 0.05 /* descent__bound_power */ + (bounded ? 0.01 : -0.01);
            const double origin = 0;
            const descent_problem problem = {
                .dimension = 1, .loss = power_loss, .gradient = losses ? NULL : power_gradient, .context = &p};
            descent_critical_point *const point = classify(&problem, &origin);
            ck_assert_int_eq(point->unbounded_curvature, !bounded);
            ck_assert_int_eq(point->step_limit > 0, bounded);
            descent_critical_point_free(point);
        }
    double width = 1e-6;
    const double origin = 0;
    const descent_problem problem = {.dimension = 1, .gradient = rounded_kink_gradient, .context = &width};
    descent_critical_point *const point = classify(&problem, &origin);
    ck_assert_int_eq(point->unbounded_curvature, 0);
    descent_critical_point_free(point);
}
END_TEST

/* ½x² to the left and ½(1 + p)x² to the right: the sides differ by p, their mean is 1 + p/2. A cubic's sides differ by less the
 * nearer one looks, and those of a jump beside the point do not. */
typedef struct sides {
    double jump, place, cubic;
} sides;

static int two_sides_gradient(size_t n, const double *x, double *g, void *context)
{
    const sides *of = context;
    (void)n;
    const double beyond = x[0] > of->place ? of->jump * (x[0] - of->place) : 0;
    g[0] = x[0] + beyond + of->cubic * x[0] * x[0];
    return 0;
}

START_TEST(curvature_that_jumps)
{
    const double part = 0.01 /* descent__jump_part */, edge = part / (1 - part / 2); /* p = part·(1 + p/2) */
    const struct {
        sides of;
        int jumps;
    } looks[] = {{{edge * 1.01, 0, 0}, 1}, {{edge * 0.99, 0, 0}, 0}, {{99, 0, 0}, 1},   {{-0.5, 0, 0}, 1},
                 {{0, 0, 0}, 0},           {{0, 0, 300}, 0},         {{99, 0.1, 0}, 0}, {{99, -0.1, 0}, 0}};
    for (size_t k = 0; k < sizeof looks / sizeof *looks; k++) {
        sides of = looks[k].of;
        /* The critical point is where x + p(x − a) = 0, or at 0. */
        const double x = of.place < 0 ? of.jump * of.place / (1 + of.jump) : 0;
        const descent_problem problem = {.dimension = 1, .gradient = two_sides_gradient, .context = &of};
        descent_critical_point *const point = classify(&problem, &x);
        ck_assert_msg(point->curvature_jumps == looks[k].jumps, "look %zu", k);
        ck_assert_msg(isnan(point->step_limit) == looks[k].jumps, "look %zu", k);
        descent_critical_point_free(point);
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {places_of_noise,
                                  places_of_noise_without_a_matrix,
                                  a_null_eigenvalue,
                                  a_flat_direction,
                                  near,
                                  regular_beside_degenerate,
                                  a_local_change,
                                  a_column_seen_well,
                                  shorter_steps_against_rounding,
                                  curvature_beside_a_slope,
                                  curvature_beside_a_constant,
                                  curvature_without_bound,
                                  far_out_a_curvature_is_finite_as_well,
                                  curvature_that_jumps,
                                  where_the_loss_is_probed,
                                  the_farthest_look,
                                  at_least_a_decade,
                                  looks_beyond_the_own_error,
                                  a_lower_loss,
                                  the_own_slope,
                                  first_steps,
                                  enough_fall,
                                  natural_steps,
                                  near_without_a_matrix,
                                  newton_at_work,
                                  a_step_broken_off,
                                  a_step_found_at_once,
                                  products_not_symmetric,
                                  copies_of_an_eigenvalue,
                                  the_edge_of_a_box};
    return descent_test_main(descent_test_suite("critical_tolerances", tests, sizeof tests / sizeof tests[0]));
}
