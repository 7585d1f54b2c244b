/*
 * Where the user's functions are asked for a verdict on a point, call by call: differences, noise, either side of the point, looks at the
 * steepest curvature, and the probe of a degenerate one; and the errors that those differences leave, each of a loss that is a formula.
 */
#include <float.h>
#include <math.h>
#include <stdbool.h>
#include <string.h>

#include <descent/critical.h>

#include "support.h"

enum {
    most = 4,
    most_calls = 20000
};

/* L = Σ ½dᵢ(xᵢ − cᵢ)² + tᵢ(xᵢ − cᵢ)³ + qᵢ(xᵢ − cᵢ)⁴ + m·(x₀ − c₀)(x₁ − c₁) + k·(x₀ − c₀)³(x₁ − c₁). */
typedef struct form {
    double d[most], c[most], t[most], q[most], m, k;
} form;

/* Every place where anything was asked, in order. */
typedef struct asked {
    form of;
    size_t count;
    double x[most_calls][most];
} asked;

static asked seen;

static void note(size_t n, const double *x)
{
    ck_assert_uint_lt(seen.count, most_calls);
    memcpy(seen.x[seen.count++], x, n * sizeof *x);
}

static int form_loss(size_t n, const double *x, double *value, void *context)
{
    const form *const f = context;
    double off[most];
    note(n, x);
    *value = 0;
    for (size_t i = 0; i < n; i++) {
        off[i] = x[i] - f->c[i];
        *value += off[i] * off[i] * (f->d[i] / 2 + off[i] * (f->t[i] + off[i] * f->q[i]));
    }
    if (n > 1)
        *value += off[0] * off[1] * (f->m + f->k * off[0] * off[0]);
    return 0;
}

/* Of a form without m and k. */
static int form_gradient(size_t n, const double *x, double *gradient, void *context)
{
    const form *const f = context;
    for (size_t i = 0; i < n; i++) {
        const double off = x[i] - f->c[i];
        gradient[i] = off * (f->d[i] + off * (3 * f->t[i] + off * 4 * f->q[i]));
    }
    return 0;
}

static int noted_gradient(size_t n, const double *x, double *gradient, void *context)
{
    note(n, x);
    return form_gradient(n, x, gradient, context);
}

static descent_critical_point *classify(descent_problem problem, const form *f)
{
    descent_critical_point *point;
    seen.of = *f;
    seen.count = 0;
    problem.context = &seen.of;
    assert_success(descent_critical_classify(&problem, f->c, NULL, &point));
    return point;
}

/* Was call number k at x, with coordinate i moved by a and coordinate j by b? As nearly as they are rounded. */
static void expect(size_t n, size_t k, const double *x, size_t i, double a, size_t j, double b)
{
    ck_assert_uint_lt(k, seen.count);
    for (size_t l = 0; l < n; l++)
        ck_assert_double_eq_tol(seen.x[k][l], x[l] + (l == i ? a : 0) + (l == j ? b : 0), 4 * DBL_EPSILON * fabs(x[l]));
}

static double length_of(size_t n, const double *x)
{
    double length = 0;
    for (size_t i = 0; i < n; i++)
        length = hypot(length, x[i]);
    return length;
}

/* Eight places about the point, `each` calls apart: to either side, and within four roundings in each coordinate. */
static void expect_noise(size_t n, size_t first, size_t each, const double *x)
{
    bool above = false, below = false;
    for (size_t place = 0; place < 8; place++)
        for (size_t i = 0; i < n; i++) {
            /* of a pair of differences the mean */
            const double *const one = seen.x[first + place * each], *const two =
                                                                        seen.x[first + place * each + each - 1];
            const double off = one[i] / 2 + two[i] / 2 - x[i];
            ck_assert_double_le(fabs(off), 5 * DBL_EPSILON * fmax(fabs(x[i]), length_of(n, x)));
            above = above || off > 0;
            below = below || off < 0;
        }
    ck_assert(above && below);
}

START_TEST(gradients_are_asked_here)
{
    enum {
        n = 3
    };
    const form f = {.d = {1, 2, 4}, .c = {3, -5, 0.25}};
    const double sizes[] = {3, 5, 1};
    const descent_problem problem = {.dimension = n, .gradient = noted_gradient};
    descent_critical_point *const point = classify(problem, &f);
    /* all of it is exact: what is left is that rounding of the point moves the gradient */
    ck_assert_double_eq_tol(point->gradient_error / (8 * DBL_EPSILON * 4 * length_of(n, f.c)), 1, 1e-6);
    descent_critical_point_free(point);
    size_t k = 0;
    expect(n, k++, f.c, 0, 0, 0, 0);
    for (size_t j = 0; j < n; j++)
        for (int twice = 1; twice <= 2; twice++)
            for (int side = 1; side >= -1; side -= 2)
                expect(n, k++, f.c, j, side * twice * 0x1p-13 * sizes[j], j, 0);
    expect_noise(n, k, 1, f.c);
    k += 8;
    /* The Hessians to either side: where differences are, the point in the middle may be a little off. */
    double first[n];
    for (int side = 0; side < 2; side++)
        for (size_t j = 0; j < n; j++) {
            for (size_t l = 0; l < n; l++) {
                const double off = seen.x[k + 4 * j][l] / 2 + seen.x[k + 4 * j + 1][l] / 2 - f.c[l];
                ck_assert_double_le(fabs(off), 1e-12);
                ck_assert_double_ge(fabs(off), 0x1p-53 * fabs(f.c[l]));
                if (side == 0 && j == 0)
                    first[l] = off;
                ck_assert(side == 0 ? first[l] * off > 0 : first[l] * off < 0);
            }
            ck_assert_double_eq_tol(seen.x[k + 4 * j][j] - seen.x[k + 4 * j + 1][j], 2 * 0x1p-13 * sizes[j], 1e-14);
            if (j + 1 == n)
                k += (size_t)4 * n;
        }
    /* The steepest is the last variable: two widths to both sides. */
    const double width = 0x1p-13 * length_of(n, f.c);
    for (int look = 0; look < 2; look++)
        for (int side = 1; side >= -1; side -= 2)
            expect(n, k++, f.c, 2, side * (look ? width / 16 : width), 2, 0);
    ck_assert_uint_eq(seen.count, k);
}
END_TEST

START_TEST(losses_are_asked_here)
{
    enum {
        n = 2
    };
    const form f = {.d = {1, 4}, .c = {3, -5}};
    const double sizes[] = {3, 5}, h = cbrt(DBL_EPSILON);
    const descent_problem problem = {.dimension = n, .loss = form_loss};
    descent_critical_point_free(classify(problem, &f));
    size_t k = 0;
    for (size_t j = 0; j < n; j++) /* the gradient */
        for (int side = 1; side >= -1; side -= 2)
            expect(n, k++, f.c, j, side * h * sizes[j], j, 0);
    for (size_t i = 0; i < n; i++) /* each entry, twice */
        for (size_t j = 0; j <= i; j++)
            for (int twice = 1; twice <= 2; twice++)
                for (int a = 1; a >= -1; a -= 2)
                    for (int b = 1; b >= -1; b -= 2)
                        expect(n, k++, f.c, i, a * twice * 0x1p-9 * sizes[i], j, b * twice * 0x1p-9 * sizes[j]);
    expect(n, k++, f.c, 0, 0, 0, 0); /* whose rounding is in each of them */
    for (size_t place = 0; place < 8; place++)
        for (size_t j = 0; j < n; j++, k += 2)
            ck_assert_double_eq_tol(seen.x[k][j] - seen.x[k + 1][j], 2 * h * sizes[j], 1e-14);
    for (size_t j = 0; j < n; j++) { /* resolved at eight widths */
        double width = 0.1 * sizes[j];
        for (int at = 0; at < 8; at++, width /= 4)
            for (int side = 1; side >= -1; side -= 2)
                expect(n, k++, f.c, j, side * width, j, 0);
    }
    for (int side = 0; side < 2; side++)
        for (int call = 0; call < 24; call++, k++)
            for (size_t l = 0; l < n; l++)
                ck_assert_double_le(fabs(seen.x[k][l] - f.c[l]), 5 * 0x1p-9 * sizes[l]);
    const double width = 0x1p-6 * length_of(n, f.c);
    for (int look = 0; look < 2; look++)
        for (int side = -1; side <= 1; side++)
            expect(n, k++, f.c, 1, side * (look ? width / 16 : width), 1, 0);
    expect(n, k++, f.c, 0, 0, 0, 0);
    ck_assert_uint_eq(seen.count, k);
}
END_TEST

/*
 * What extrapolation changes is the error. Of a gradient x + 4qx³ by steps h and 2h that is 4qh²; of a loss by second differences, whose step
 * is twice the width a, 2q(2a)² in the diagonal, and of m·xy + k·x³y beside it k·a², which stands there twice.
 */
START_TEST(errors_are_what_doubling_changes)
{
    const double h = 0x1p-13, a = 0x1p-9;
    const struct {
        form of;
        bool has_gradient;
        double error;
    } known[] = {
        {{.d = {1, 1}, .q = {250, 0}}, true, 1000 * h * h},
        {{.d = {1, 1}, .q = {250, 1000}}, true, 1000 * sqrt(17) * h * h},
        {{.d = {1, 1}, .q = {10, 0}}, false, 2 * 10 * 4 * a * a},
        {{.d = {1, 1}, .q = {30, 40}}, false, 2 * 50 * 4 * a * a},
        {{.d = {1, 1}, .m = 0.5, .k = 20}, false, 20 * sqrt(2) * a * a},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        const descent_problem problem = {
            .dimension = 2, .loss = form_loss, .gradient = known[i].has_gradient ? form_gradient : NULL};
        descent_critical_point *const point = classify(problem, &known[i].of);
        ck_assert_int_eq(point->kind, DESCENT_CRITICAL_MINIMUM);
        ck_assert_int_eq(point->tolerance_source, DESCENT_TOLERANCE_DIFFERENCE);
        ck_assert_double_eq_tol(point->eigenvalue_tolerance / known[i].error, 1, 1e-3);
        for (size_t k = 0; k < 4; k++)
            ck_assert_double_eq_tol(point->hessian[k], k % 3 ? known[i].of.m : 1, 1e-8);
        descent_critical_point_free(point);
    }
}
END_TEST

static int skew_hessian(size_t n, const double *x, double *hessian, void *context)
{
    (void)n, (void)x, (void)context;
    memcpy(hessian, (const double[]){8, 1, 2, 1, 4, -1, 2.5, 0, 2}, 9 * sizeof *hessian);
    return 0;
}

/* Halves of ½ and of 1: what was taken away has the norm √2·√(¼² + ½²), and the most of an entry is 1 of 8. */
START_TEST(a_matrix_is_made_symmetric)
{
    const form f = {.d = {8, 4, 2}};
    const double exact[] = {8, 1, 2.25, 1, 4, -0.5, 2.25, -0.5, 2};
    const descent_problem problem = {.dimension = 3, .gradient = form_gradient, .hessian = skew_hessian};
    descent_critical_point *const point = classify(problem, &f);
    for (size_t k = 0; k < 9; k++)
        ck_assert_double_eq(point->hessian[k], exact[k]);
    ck_assert_double_eq(point->asymmetry, 1.0 / 8);
    ck_assert_int_eq(point->tolerance_source, DESCENT_TOLERANCE_ASYMMETRY);
    ck_assert_double_eq_tol(point->eigenvalue_tolerance, sqrt(2) * hypot(0.25, 0.5), 1e-14);
    descent_critical_point_free(point);
}
END_TEST

/*
 * A kernel of one to three dimensions, across which the loss is lowest everywhere: it is walked along its vectors, then along eight more
 * ways of a plane or 96 of a space, then along its variables, to both sides each. From a millionth of the point's size on, threefold, up to
 * where t⁴ is more than the slope that rounding of the gradient leaves; and each time the loss is asked at four places for its noise.
 */
START_TEST(a_kernel_is_walked_here)
{
    const size_t ways[] = {0, 1, 2 + 8 + 2, 3 + 96 + 3};
    for (size_t kernel = 1; kernel <= 3; kernel++) {
        const size_t n = kernel + 1;
        form f = {.d = {1}, .c = {3}};
        for (size_t i = 1; i < n; i++)
            f.q[i] = 1;
        const descent_problem problem = {.dimension = n, .loss = form_loss, .gradient = form_gradient};
        descent_critical_point *const point = classify(problem, &f);
        ck_assert_int_eq(point->kind, DESCENT_CRITICAL_DEGENERATE);
        ck_assert_uint_eq(point->nullity, kernel);
        ck_assert_int_eq(point->probe, DESCENT_PROBE_NONE_LOWER);
        const double begin = 3e-6, noise = 8 * DBL_EPSILON * 3;
        size_t calls = 1 + 4, begun = 0; /* the loss, its noise, and five for each look */
        /* Then a floor is sought in a plane, at eight angles, and about both at which y⁴ + z⁴ is lowest by 16 golden sections, which show none. */
        const size_t sought = kernel == 2 ? 8 + 2 * (2 + 16) : 0, walked = seen.count - sought;
        for (size_t k = 5; k < walked; k += 5) {
            const double *const x = seen.x[k];
            const double t = length_of(n - 1, x + 1), looks = round(log(t / begin) / log(3));
            double quartic = 0;
            for (size_t i = 1; i < n; i++)
                quartic += pow(x[i], 4);
            ck_assert_double_eq(x[0], 3);
            ck_assert_double_eq_tol(t / begin, pow(3, looks), 1e-9);
            /* One more look, threefold, where this one told nothing; else another way, from the beginning. */
            const bool tells = quartic > 2 * t * noise * (1 + 1e-6);
            if (k + 5 < walked)
                ck_assert_double_eq_tol(length_of(n - 1, seen.x[k + 5] + 1) / (tells ? begin : 3 * t), 1, 1e-9);
            else
                ck_assert(tells);
            begun += looks < 0.5;
            calls += 5;
            for (size_t variant = 1; variant <= 4; variant++)
                for (size_t i = 0; i < n; i++) {
                    const double off = fabs(seen.x[k + variant][i] - x[i]) / DBL_EPSILON;
                    ck_assert_double_ge(off, 0.9);
                    ck_assert_double_le(off, 2.1 * 3);
                }
        }
        ck_assert_uint_eq(begun, 2 * ways[kernel]);
        ck_assert_uint_eq(walked, calls);
        ck_assert_uint_eq(point->evaluations.loss, calls + sought);
        descent_critical_point_free(point);
    }
}
END_TEST

/* y³ falls to one side: the first look there is the lower point. */
START_TEST(the_first_lower_point_is_told)
{
    for (int side = -1; side <= 1; side += 2) {
        const form f = {.d = {1}, .c = {3}, .t = {0, side}};
        const descent_problem problem = {.dimension = 2, .loss = form_loss, .gradient = form_gradient};
        descent_critical_point *const point = classify(problem, &f);
        ck_assert_int_eq(point->probe, DESCENT_PROBE_LOWER);
        ck_assert_double_eq(point->lower_x[0], 3);
        ck_assert_double_eq_tol(point->lower_x[1], -side * 3e-6, 1e-18);
        ck_assert_double_eq_tol(point->lower_loss, -2.7e-17, 1e-24);
        /* a look that rises comes first where the eigenvector points that way; and the lower loss is asked again */
        ck_assert_uint_eq(seen.count, 1 + 4 + (side > 0 ? 2 : 1) * 5 + 1);
        descent_critical_point_free(point);
    }
}
END_TEST

/* A billionth of a wave that is far shorter than the widths of differences, and far longer than rounding: to them it is noise. */
static int scattered_loss(size_t n, const double *x, double *value, void *context)
{
    (void)context;
    *value = 0;
    for (size_t i = 0; i < n; i++)
        *value += x[i] * x[i] / 2 + 1e-9 * sin(1e9 * x[i] + 1);
    return 0;
}

/* What scatter leaves open is the same in each of n² entries of one width: its root is n, of a sum that is alike in all variables. */
START_TEST(scatter_counts_in_each_entry)
{
    double single = 0;
    for (size_t n = 1; n <= 3; n++) {
        const double x[] = {0.25, 0.25, 0.25};
        const descent_problem problem = {.dimension = n, .loss = scattered_loss};
        descent_critical_point *point;
        assert_success(descent_critical_classify(&problem, x, NULL, &point));
        ck_assert_int_eq(point->tolerance_source, DESCENT_TOLERANCE_DIFFERENCE);
        single = n == 1 ? point->eigenvalue_tolerance : single;
        ck_assert_double_eq_tol(point->eigenvalue_tolerance / single, (double)n, 1e-4);
        descent_critical_point_free(point);
    }
}
END_TEST

/* A product of first differences errs by 4qs², and with twice the step s by four times that. */
START_TEST(products_of_differences_err_by_what_doubling_changes)
{
    const double s = cbrt(DBL_EPSILON);
    for (size_t lowest = 0; lowest < 3; lowest++) {
        form f = {.d = {2, 2, 2}};
        f.d[lowest] = 1;
        f.q[lowest] = 1e4;
        const descent_problem problem = {.dimension = 3, .gradient = form_gradient, .context = &f};
        const descent_critical_options options = {.dense_limit = 1};
        const double origin[3] = {0};
        descent_critical_point *point;
        assert_success(descent_critical_classify(&problem, origin, &options, &point));
        ck_assert_int_eq(point->kind, DESCENT_CRITICAL_MINIMUM);
        ck_assert_int_eq(point->tolerance_source, DESCENT_TOLERANCE_DIFFERENCE);
        ck_assert_double_eq_tol(point->eigenvalue_tolerance / (12 * 1e4 * s * s), 1, 1e-3);
        descent_critical_point_free(point);
    }
}
END_TEST

/* |x − 3|^1.5, whose curvature has no bound at 3. */
static int cusp_loss(size_t n, const double *x, double *value, void *context)
{
    (void)context;
    note(n, x);
    *value = pow(fabs(x[0] - 3), 1.5);
    return 0;
}

static int cusp_gradient(size_t n, const double *x, double *gradient, void *context)
{
    (void)context;
    note(n, x);
    gradient[0] = copysign(1.5 * sqrt(fabs(x[0] - 3)), x[0] - 3);
    return 0;
}

/* A curvature without a bound is looked at sixteen times narrower each time, of gradients until 1024 roundings of the point are left, and
 * of losses four times. */
START_TEST(a_steep_curvature_is_looked_at_here)
{
    const double x[] = {3};
    for (int by_losses = 0; by_losses < 2; by_losses++) {
        const descent_problem problem = {
            .dimension = 1, .loss = by_losses ? cusp_loss : NULL, .gradient = by_losses ? NULL : cusp_gradient};
        descent_critical_point *point;
        seen.count = 0;
        assert_success(descent_critical_classify(&problem, x, NULL, &point));
        ck_assert_int_eq(point->unbounded_curvature, 1);
        ck_assert_double_eq(point->step_limit, 0);
        ck_assert_double_nan(point->rule_step_limit);
        const size_t looks = by_losses ? 4 : 8, calls = by_losses ? 3 * looks + 1 : 2 * looks;
        double width = 3 * (by_losses ? 0x1p-6 : 0x1p-13);
        for (size_t look = 0, k = seen.count - calls; look < looks; look++, width /= 16)
            for (int side = by_losses ? -1 : 1; side >= -1 && side <= 1; side += by_losses ? 1 : -2)
                expect(1, k++, x, 0, side * width, 0, 0);
        descent_critical_point_free(point);
    }
}
END_TEST

/* σ·(sign(x)·y, |x|), of |x|y, which has no second derivative at 0 though all differences along its axes are zero; with σ = −1 within a
 * radius, or σ = 0 for a gradient of y³ alone. */
typedef struct corner {
    double outside, inside;
} corner;

static int corner_gradient(size_t n, const double *x, double *gradient, void *context)
{
    const corner *const c = context;
    const double sign = hypot(x[0], x[1]) > 0x1p-15 ? c->outside : c->inside;
    note(n, x);
    gradient[0] = sign * copysign(x[1], x[0] * x[1]) + (sign == 0 ? x[0] * x[0] * x[0] : 0);
    gradient[1] = sign * fabs(x[0]);
    return 0;
}

START_TEST(a_corner_is_looked_for_here)
{
    const struct {
        corner of;
        int jumps;
    } known[] = {{{1, 1}, 1}, {{-1, -1}, 1}, {{1, -1}, 0}, {{0, 0}, 0}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        corner of = known[i].of;
        const double origin[] = {0, 0}, wide = 0x1p-13;
        const descent_problem problem = {.dimension = 2, .gradient = corner_gradient, .context = &of};
        descent_critical_point *point;
        seen.count = 0;
        assert_success(descent_critical_classify(&problem, origin, NULL, &point));
        ck_assert_int_eq(point->kind, DESCENT_CRITICAL_DEGENERATE);
        ck_assert_int_eq(point->curvature_jumps, known[i].jumps);
        descent_critical_point_free(point);
        if (known[i].jumps)
            continue;
        /* u, w and u + w from the point, at two widths; and u, −u and nothing */
        for (size_t pair = 0; pair < 2; pair++)
            for (size_t narrow = 0; narrow < 2; narrow++) {
                double(*const at)[most] = &seen.x[seen.count - 12 + 6 * pair + 3 * narrow];
                for (size_t k = 0; k < 2; k++) {
                    const double u = at[0][k] * sqrt(2) / wide * (narrow ? 16 : 1);
                    ck_assert_double_ge(u, 1);
                    ck_assert_double_le(u, 2);
                    ck_assert_double_eq_tol(at[2][k], at[0][k] + at[1][k], 1e-19);
                    ck_assert_double_eq_tol(at[0][k], seen.x[seen.count - 12][k] / (narrow ? 16 : 1), 1e-19);
                    if (pair == 1)
                        ck_assert_double_eq(at[1][k], -at[0][k]);
                }
                if (pair == 0)
                    ck_assert(at[1][0] > 0 && at[1][1] < 0);
            }
    }
}
END_TEST

/* ½(x − Ky²)² + y⁴, with a Hessian that says 1/`steeper` of the curvature along x. */
typedef struct valley {
    double k, steeper;
} valley;

static int valley_loss(size_t n, const double *x, double *value, void *context)
{
    const valley *const v = context;
    const double off = x[0] - v->k * x[1] * x[1];
    note(n, x);
    *value = off * off / 2 + x[1] * x[1] * x[1] * x[1];
    return 0;
}

static int valley_gradient(size_t n, const double *x, double *gradient, void *context)
{
    const valley *const v = context;
    const double off = x[0] - v->k * x[1] * x[1];
    (void)n;
    gradient[0] = off;
    gradient[1] = -2 * v->k * x[1] * off + 4 * x[1] * x[1] * x[1];
    return 0;
}

static int valley_hessian(size_t n, const double *x, double *hessian, void *context)
{
    const valley *const v = context;
    (void)n;
    hessian[0] = 1 / v->steeper;
    hessian[1] = hessian[2] = -2 * v->k * x[1];
    hessian[3] = -2 * v->k * (x[0] - v->k * x[1] * x[1]) + 4 * v->k * v->k * x[1] * x[1] + 12 * x[1] * x[1];
    return 0;
}

/*
 * From a kernel that is a line, to the bottom of the valley that bends away from it: by Newton's step across, by halves of it where that
 * is too long, and no farther than the way along the line, after which twelve halves of nothing are tried.
 */
START_TEST(the_bottom_of_a_bent_valley_is_looked_for_here)
{
    const double t = 1e-6; /* the first look */
    const struct {
        valley of;
        size_t trials;
        double x[14];
    } known[] = {
        {{1, 1}, 1, {t * t}},
        {{1, 8}, 4, {8 * t * t, 4 * t * t, 2 * t * t, t * t}},
        {{-1, 1}, 1, {-t * t}},
        {{4e6, 1}, 13, {t, t, t, t, t, t, t, t, t, t, t, t, t}},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        valley of = known[i].of;
        const double origin[] = {0, 0};
        const descent_problem problem = {.dimension = 2,
                                         .loss = valley_loss,
                                         .gradient = valley_gradient,
                                         .hessian = valley_hessian,
                                         .context = &of};
        descent_critical_point *point;
        seen.count = 0;
        assert_success(descent_critical_classify(&problem, origin, NULL, &point));
        ck_assert_int_eq(point->kind, DESCENT_CRITICAL_DEGENERATE);
        ck_assert_int_eq(point->probe, DESCENT_PROBE_NONE_LOWER);
        descent_critical_point_free(point);
        const double *const first = seen.x[5];
        ck_assert_double_eq(first[0], 0);
        ck_assert_double_eq(fabs(first[1]), t);
        for (size_t k = 0; k < known[i].trials; k++) {
            ck_assert_double_eq_tol(seen.x[6 + k][0] / known[i].x[k], 1, 1e-9);
            ck_assert_double_eq(seen.x[6 + k][1], first[1]);
        }
        /* four places of noise about the last of them, a rounding or two of the point's size away, and then the next look */
        for (size_t k = 0; k < 4; k++) {
            const double off = (seen.x[6 + known[i].trials + k][1] - first[1]) / DBL_EPSILON * sqrt(2);
            ck_assert_double_eq_tol(fabs(off), k % 2 ? 2 : 1, 1e-6);
        }
        ck_assert_double_eq(seen.x[10 + known[i].trials][0], 0);
    }
}
END_TEST

/* x, but for noise of 1e-9 within 1e-10 of zero, which differences do not see and places about the point do. */
static int trembling_gradient(size_t n, const double *x, double *gradient, void *context)
{
    (void)context;
    note(n, x);
    for (size_t i = 0; i < n; i++)
        gradient[i] = x[i] + (fabs(x[i]) < 1e-10 ? 1e-9 * sin(1e17 * x[i]) : 0);
    return 0;
}

/* Four times the largest of eight is the gradient's error; and what differences with a step h would make of it, a part 1/h in each variable, is
 * that of the eigenvalues. */
START_TEST(noise_of_the_gradient_is_that_of_its_differences)
{
    for (size_t n = 1; n <= 3; n++) {
        const double origin[3] = {0};
        const descent_problem problem = {.dimension = n, .gradient = trembling_gradient};
        double worst = 0;
        descent_critical_point *point;
        seen.count = 0;
        assert_success(descent_critical_classify(&problem, origin, NULL, &point));
        for (size_t k = 1 + 4 * n; k < 9 + 4 * n; k++) {
            double off = 0;
            for (size_t i = 0; i < n; i++)
                off = hypot(off, 1e-9 * sin(1e17 * seen.x[k][i]));
            worst = fmax(worst, off);
        }
        ck_assert_double_eq_tol(point->gradient_error / (4 * worst), 1, 1e-6);
        ck_assert_double_eq_tol(point->eigenvalue_tolerance / (4 * worst * 0x1p13 * sqrt((double)n)), 1, 1e-6);
        ck_assert_int_eq(point->tolerance_source, DESCENT_TOLERANCE_DIFFERENCE);
        descent_critical_point_free(point);
    }
}
END_TEST

static int form_product(size_t n, const double *x, const double *v, double *product, void *context)
{
    const form *const f = context;
    (void)x;
    for (size_t i = 0; i < n; i++)
        product[i] = f->d[i] * v[i];
    return 0;
}

/* Without a matrix noise is looked for at four places, within four roundings to either side. */
START_TEST(noise_without_a_matrix_is_looked_for_here)
{
    enum {
        n = 3
    };
    form f = {.d = {1, 2, 4}, .c = {3, -5, 0.25}};
    const descent_problem problem = {
        .dimension = n, .gradient = noted_gradient, .hessian_product = form_product, .context = &f};
    const descent_critical_options options = {.dense_limit = 1};
    descent_critical_point *point;
    size_t above = 0, below = 0;
    seen.count = 0;
    assert_success(descent_critical_classify(&problem, f.c, &options, &point));
    descent_critical_point_free(point);
    ck_assert_uint_eq(seen.count, 1 + 4);
    for (size_t k = 1; k <= 4; k++)
        for (size_t i = 0; i < n; i++) {
            const double off = seen.x[k][i] - f.c[i];
            ck_assert_double_le(fabs(off), 5 * DBL_EPSILON * fmax(fabs(f.c[i]), length_of(n, f.c)));
            above += off > 0;
            below += off < 0;
        }
    ck_assert(above > 0 && below > 0);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {noise_without_a_matrix_is_looked_for_here,
                                  noise_of_the_gradient_is_that_of_its_differences,
                                  a_steep_curvature_is_looked_at_here,
                                  a_corner_is_looked_for_here,
                                  the_bottom_of_a_bent_valley_is_looked_for_here,
                                  scatter_counts_in_each_entry,
                                  products_of_differences_err_by_what_doubling_changes,
                                  gradients_are_asked_here,
                                  losses_are_asked_here,
                                  errors_are_what_doubling_changes,
                                  a_matrix_is_made_symmetric,
                                  a_kernel_is_walked_here,
                                  the_first_lower_point_is_told};
    return descent_test_main(descent_test_suite("critical places", tests, sizeof tests / sizeof *tests));
}
