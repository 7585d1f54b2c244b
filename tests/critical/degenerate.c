/*
 * Degenerate points, where a kind is easily made up: beside them, at any scale, turned and shifted, by every source of
 * second derivatives, with noise. Regular points among them show that caution does not blind.
 */
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include <descent/critical.h>

#include "support.h"

/* A sum of terms c·uᵖ·vᵠ, zero with its gradient at the origin. */
typedef struct polynomial {
    const char *name;
    struct {
        double c;
        int p, q;
    } terms[3];
    descent_critical_kind kind; /* by the signs of the second derivatives at the origin */
    bool lower;                 /* Are there lower points near the origin? */
} polynomial;

static const polynomial polynomials[] = {
    {"u2", {{1, 2, 0}}, DESCENT_CRITICAL_DEGENERATE, false},
    {"u4 + v2", {{1, 4, 0}, {1, 0, 2}}, DESCENT_CRITICAL_DEGENERATE, false},
    {"u6 + v2", {{1, 6, 0}, {1, 0, 2}}, DESCENT_CRITICAL_DEGENERATE, false},
    {"u4 + v4", {{1, 4, 0}, {1, 0, 4}}, DESCENT_CRITICAL_DEGENERATE, false},
    {"u3 + v2", {{1, 3, 0}, {1, 0, 2}}, DESCENT_CRITICAL_DEGENERATE, true},
    {"-u4 + v2", {{-1, 4, 0}, {1, 0, 2}}, DESCENT_CRITICAL_DEGENERATE, true},
    {"-u4 - v2", {{-1, 4, 0}, {-1, 0, 2}}, DESCENT_CRITICAL_DEGENERATE, true},
    {"monkey saddle", {{1, 3, 0}, {-3, 1, 2}}, DESCENT_CRITICAL_DEGENERATE, true},
    {"Peano", {{1, 0, 2}, {-4, 2, 1}, {3, 4, 0}}, DESCENT_CRITICAL_DEGENERATE, true},
    {"u2 + 2 v2", {{1, 2, 0}, {2, 0, 2}}, DESCENT_CRITICAL_MINIMUM, false},
    {"-u2 + u4 + v2", {{-1, 2, 0}, {1, 4, 0}, {1, 0, 2}}, DESCENT_CRITICAL_SADDLE, true},
};

/* The polynomial in u = R(x − shift)/unit, times factor, with a hash of x as its noise. */
typedef struct view {
    const polynomial *form;
    double cosine, sine, shift[2], unit, factor, noise;
} view;

/* i·(i − 1)… (order factors)·x^(i − order) */
static double power_derivative(double x, int i, int order)
{
    double value = 1;
    for (int k = 0; k < order; k++)
        value *= i - k;
    for (int k = 0; k < i - order; k++)
        value *= x;
    return i < order ? 0 : value;
}

/* The derivative of order (a, b) in u and v. */
static double derivative(const view *v, const double *x, int a, int b)
{
    const double dx = (x[0] - v->shift[0]) / v->unit, dy = (x[1] - v->shift[1]) / v->unit;
    const double p = v->cosine * dx - v->sine * dy, q = v->sine * dx + v->cosine * dy;
    double sum = 0;
    for (size_t k = 0; k < 3; k++)
        sum += v->form->terms[k].c * power_derivative(p, v->form->terms[k].p, a) *
               power_derivative(q, v->form->terms[k].q, b);
    return v->factor * sum / pow(v->unit, a + b);
}

/* Even over [−1, 1), a function of x: noise that is the same whenever it is asked for. */
static double hash(const double *x, uint64_t salt)
{
    uint64_t bits[2], state = salt;
    memcpy(bits, x, sizeof bits);
    for (size_t k = 0; k < 4; k++) {
        state = (state ^ bits[k % 2]) * UINT64_C(0x9E3779B97F4A7C15);
        state ^= state >> 29;
    }
    return (double)(state >> 11) / 4503599627370496.0 - 1;
}

static int view_loss(size_t n, const double *x, double *value, void *context)
{
    const view *const v = context;
    (void)n;
    *value = derivative(v, x, 0, 0) + v->factor * v->noise * hash(x, 1);
    return 0;
}

static int view_gradient(size_t n, const double *x, double *gradient, void *context)
{
    const view *const v = context;
    (void)n;
    const double p = derivative(v, x, 1, 0), q = derivative(v, x, 0, 1), noise = v->factor / v->unit * v->noise;
    gradient[0] = v->cosine * p + v->sine * q + noise * hash(x, 2);
    gradient[1] = -v->sine * p + v->cosine * q + noise * hash(x, 3);
    return 0;
}

static int view_hessian(size_t n, const double *x, double *hessian, void *context)
{
    const view *const v = context;
    (void)n;
    const double c = v->cosine, s = v->sine;
    const double pp = derivative(v, x, 2, 0), pq = derivative(v, x, 1, 1), qq = derivative(v, x, 0, 2);
    hessian[0] = c * c * pp + 2 * c * s * pq + s * s * qq;
    hessian[1] = hessian[2] = c * s * (qq - pp) + (c * c - s * s) * pq;
    hessian[3] = s * s * pp - 2 * c * s * pq + c * c * qq;
    return 0;
}

/* Source 0 is the callback, 1 differences of the gradient, 2 of the loss. */
static descent_problem problem_of(view *v, int source)
{
    return (descent_problem){.dimension = 2,
                             .loss = view_loss,
                             .gradient = source < 2 ? view_gradient : NULL,
                             .hessian = source < 1 ? view_hessian : NULL,
                             .context = v,
                             .scale = v->unit};
}

static void check(const view *v, int source, double distance, bool walked, const descent_critical_point *point)
{
    const polynomial *const form = v->form;
    const bool regular = point->kind >= DESCENT_CRITICAL_MINIMUM && point->kind <= DESCENT_CRITICAL_SADDLE;
#define EXPECT(condition)                                                                                              \
    ck_assert_msg((condition),                                                                                         \
                  "%s, unit %g, factor %g, turned by %g, shifted by %g, noise %g, source %d, %s %g: %s, %d",           \
                  form->name, v->unit, v->factor, v->sine, v->shift[0], v->noise, source, walked ? "from" : "off by",  \
                  distance, descent_critical_kind_string(point->kind), (int)point->probe)
    EXPECT(!regular || point->kind == form->kind);
    if (point->kind == DESCENT_CRITICAL_DEGENERATE)
        EXPECT(form->lower || point->probe != DESCENT_PROBE_LOWER);
    if (v->noise > 0 || (!walked && distance > 0))
        return;
    /* Differences of the loss do not see the way to the bottom of u⁶. */
    const bool blind = source == 2 && form->terms[0].p == 6;
    EXPECT(point->kind == form->kind || (blind && point->kind == DESCENT_CRITICAL_NOT_CRITICAL));
    if (point->kind == DESCENT_CRITICAL_DEGENERATE)
        EXPECT(form->lower == (point->probe == DESCENT_PROBE_LOWER));
#undef EXPECT
}

/* Classified and refined from beside the origin. */
static void look(view *v, int source)
{
    static const double distances[] = {0, 1e-12, 1e-9, 1e-7, 1e-5, 1e-3};
    const descent_problem problem = problem_of(v, source);
    for (size_t k = 0; k < sizeof distances / sizeof distances[0]; k++) {
        const double away = distances[k] * v->unit, x[] = {v->shift[0] + 0.4 * away, v->shift[1] - 0.3 * away};
        descent_critical_point *point;
        assert_success(descent_critical_classify(&problem, x, NULL, &point));
        check(v, source, distances[k], false, point);
        descent_critical_point_free(point);
        assert_success(descent_critical_refine(&problem, x, NULL, &point));
        check(v, source, distances[k], true, point);
        descent_critical_point_free(point);
    }
}

static void look_at_all(double noise)
{
    const bool full = descent_test_in_full();
    static const double units[][2] = {{1, 1}, {1e-6, 1e6}, {1e100, 1e-60}, {1e6, 1e-100}};
    for (size_t form = 0; form < sizeof polynomials / sizeof polynomials[0]; form++)
        for (size_t unit = 0; unit < sizeof units / sizeof units[0]; unit++)
            /* Under a slow tool a turned place and one that is not, for each form and unit others. */
            for (size_t place = full ? 0 : (form + unit) % 4; place < 8; place += full ? 1 : 5)
                for (int source = 0; source < 3; source++) {
                    const double angle = place % 2 ? 0.7 + (double)place : 0, u = units[unit][0];
                    const double away = place < 2 ? 0 : 0.3 * (double)place;
                    view v = {&polynomials[form], cos(angle), sin(angle), {away * u, -0.7 * away * u}, u,
                              units[unit][1],     noise};
                    look(&v, source);
                }
}

START_TEST(beside_degenerate_points)
{
    look_at_all(0);
}
END_TEST

/* Noise far above rounding makes zeros and curvatures of its own. */
START_TEST(with_noise)
{
    look_at_all(1e-7);
}
END_TEST

/* −x⁴, until after so many calls it is infinite. */
typedef struct patience {
    uint64_t calls, ends_at;
} patience;

static int quartic_for_a_while(size_t n, const double *x, double *value, void *context)
{
    patience *const p = context;
    (void)n;
    *value = p->calls++ < p->ends_at ? -x[0] * x[0] * x[0] * x[0] : INFINITY;
    return 0;
}

static int down_quartic(size_t n, const double *x, double *gradient, void *context)
{
    (void)n, (void)context;
    gradient[0] = -4 * x[0] * x[0] * x[0];
    return 0;
}

static int down_quartic_hessian(size_t n, const double *x, double *hessian, void *context)
{
    (void)n, (void)context;
    hessian[0] = -12 * x[0] * x[0];
    return 0;
}

/* A lower point is one whose loss, asked again, is lower: else there is none, and no loss of it. Whenever the loss changes its mind. */
START_TEST(a_lower_point_has_a_lower_loss)
{
    const double x = 0;
    uint64_t all = 0;
    for (uint64_t back = 0; back <= all; back++) {
        patience p = {.ends_at = back == 0 ? UINT64_MAX : all - back};
        const descent_problem problem = {.dimension = 1,
                                         .loss = quartic_for_a_while,
                                         .gradient = down_quartic,
                                         .hessian = down_quartic_hessian,
                                         .context = &p};
        descent_critical_point *point;
        assert_success(descent_critical_classify(&problem, &x, NULL, &point));
        const bool lower = point->probe == DESCENT_PROBE_LOWER;
        all = back == 0 ? p.calls : all;
        ck_assert_int_eq(point->kind,
                         isfinite(point->loss) ? DESCENT_CRITICAL_DEGENERATE : DESCENT_CRITICAL_NOT_CRITICAL);
        ck_assert(back > 0 || (lower && isfinite(point->loss)));
        ck_assert_int_eq(point->lower_x != NULL, lower);
        ck_assert(lower ? point->lower_loss < point->loss && isfinite(point->lower_loss) : isnan(point->lower_loss));
        descent_critical_point_free(point);
    }
}
END_TEST

START_TEST(what_is_zero_is_the_default)
{
    const descent_problem problem = descent_test_landscape("peano", 0);
    const descent_problem powell = descent_test_landscape("powell_singular", 0);
    const double origin[] = {0, 0, 0, 0};
    const descent_critical_options zero = {0},
                                   stated = {.dense_limit = 1024,
                                             .product_limit = 500,
                                             .eigenpair_count = 1,
                                             .probe_limit = 20000,
                                             .iteration_limit = 200,
                                             .distance_limit = INFINITY},
                                   no_probe = {.no_probe = 1};
    const descent_critical_options *const all[] = {NULL, &zero, &stated, &no_probe};
    uint64_t losses[4];
    for (size_t i = 0; i < 4; i++) {
        descent_critical_point *point;
        assert_success(descent_critical_refine(&problem, origin, all[i], &point));
        ck_assert_int_eq(point->kind, DESCENT_CRITICAL_DEGENERATE);
        ck_assert_int_eq(point->probe, i < 3 ? DESCENT_PROBE_LOWER : DESCENT_PROBE_NONE);
        descent_critical_point_free(point);
        /* Where there is no lower point, the probe goes on until it has seen enough. */
        assert_success(descent_critical_refine(&powell, origin, all[i], &point));
        ck_assert_int_eq(point->probe, i < 3 ? DESCENT_PROBE_NONE_LOWER : DESCENT_PROBE_NONE);
        losses[i] = point->evaluations.loss;
        descent_critical_point_free(point);
    }
    ck_assert_uint_eq(losses[1], losses[0]);
    ck_assert_uint_eq(losses[2], losses[0]);
    ck_assert_uint_lt(losses[3], losses[0]);
}
END_TEST

static double sign_of(double x)
{
    return (double)((x > 0) - (x < 0));
}

/* y³ + |x|·y, 10|xy| and x·|x| + y²/2, by their number, whose gradients have no derivative at 0; and from 3 on x²y² + x⁴ and
 * a monkey saddle. */
static int cornered(size_t n, const double *x, double *g, void *context)
{
    (void)n;
    const double a = x[0], b = x[1], sa = sign_of(a), sb = sign_of(b);
    switch (*(const int *)context) {
    case 0:
        g[0] = sa * b, g[1] = fabs(a) + 3 * b * b;
        return 0;
    case 1:
        g[0] = 10 * sa * fabs(b), g[1] = 10 * sb * fabs(a);
        return 0;
    case 2:
        g[0] = 2 * fabs(a), g[1] = b;
        return 0;
    case 3:
        g[0] = 2 * a * b * b + 4 * a * a * a, g[1] = 2 * a * a * b;
        return 0;
    default:
        g[0] = 3 * (a * a - b * b), g[1] = -6 * a * b;
        return 0;
    }
}

START_TEST(where_the_gradient_has_no_derivative_it_is_said)
{
    for (int k = 0; k < 5; k++) {
        const descent_problem problem = {.dimension = 2, .gradient = cornered, .context = &k};
        descent_critical_point *point;
        ck_assert_int_eq(descent_critical_classify(&problem, (double[]){0, 0}, NULL, &point), DESCENT_SUCCESS);
        ck_assert_msg(point->kind == DESCENT_CRITICAL_DEGENERATE, "form %d", k);
        ck_assert_msg(point->curvature_jumps == (k < 3), "form %d", k);
        descent_critical_point_free(point);
    }
}
END_TEST

/* x + c·sin x, turned by an angle with v² beside it. */
typedef struct wave {
    double c, angle;
    bool hessian;
} wave;

static int wave_loss(size_t n, const double *x, double *value, void *context)
{
    const wave *const w = context;
    const double v = n == 2 ? x[1] * cos(w->angle) - x[0] * sin(w->angle) : 0;
    const double u = n == 2 ? x[0] * cos(w->angle) + x[1] * sin(w->angle) : x[0];
    *value = u + w->c * sin(u) + v * v;
    return 0;
}

static int wave_gradient(size_t n, const double *x, double *g, void *context)
{
    const wave *const w = context;
    const double s = n == 2 ? sin(w->angle) : 0, c = n == 2 ? cos(w->angle) : 1;
    const double v = n == 2 ? x[1] * c - x[0] * s : 0, u = n == 2 ? x[0] * c + x[1] * s : x[0];
    const double along = 1 + w->c * cos(u);
    g[0] = along * c - 2 * v * s;
    if (n == 2)
        g[1] = along * s + 2 * v * c;
    return 0;
}

static int wave_hessian(size_t n, const double *x, double *h, void *context)
{
    const wave *const w = context;
    const double s = n == 2 ? sin(w->angle) : 0, c = n == 2 ? cos(w->angle) : 1;
    const double along = -w->c * sin(n == 2 ? x[0] * c + x[1] * s : x[0]);
    h[0] = along * c * c + 2 * s * s;
    if (n == 2) {
        h[1] = h[2] = (along - 2) * s * c;
        h[3] = along * s * s + 2 * c * c;
    }
    return 0;
}

static descent_critical_point *refined_wave(wave *w, size_t n, double u)
{
    const descent_problem problem = {.dimension = n,
                                     .loss = wave_loss,
                                     .gradient = wave_gradient,
                                     .hessian = w->hessian ? wave_hessian : NULL,
                                     .context = w};
    const double x[] = {n == 2 ? u * cos(w->angle) : u, u * sin(w->angle)};
    descent_critical_point *point;
    ck_assert_int_eq(descent_critical_refine(&problem, x, NULL, &point), DESCENT_SUCCESS);
    return point;
}

/*
 * The slope 1 + c·cos u has no sign change at π with c = 1, and rounds to 0 as far as 1e-8 beside it, where its own slope is not 0. With
 * c = 1 + d it has two roots, π ± √(2d) but for less than a part in 100, the left a maximum and the right a minimum along u.
 */
START_TEST(a_slope_that_rounding_hides_is_degenerate)
{
    const double pi = acos(-1), beside[] = {1e-9, 3e-9, 6e-9, 9e-9, 1e-6, 0.1};
    for (int k = 0; k < 8; k++) {
        const size_t n = k & 1 ? 2 : 1;
        wave w = {.c = 1, .hessian = k & 2, .angle = k & 4 ? 0.6 : 0};
        for (size_t i = 0; i < 2 * sizeof beside / sizeof *beside; i++) {
            const double u = pi + (i % 2 ? -1 : 1) * beside[i / 2];
            descent_critical_point *const point = refined_wave(&w, n, u);
            ck_assert_msg(point->kind == DESCENT_CRITICAL_DEGENERATE && point->probe == DESCENT_PROBE_LOWER,
                          "form %d, %g from pi: kind %d, curvature %g", k, u - pi, (int)point->kind,
                          point->eigenvalues[0]);
            descent_critical_point_free(point);
        }
        for (double d = 1e-3; d > 1e-12; d /= 10)
            for (int side = -1; side <= 1; side += 2) {
                w.c = 1 + d;
                descent_critical_point *const point = refined_wave(&w, n, pi + side * 1.2 * sqrt(2 * d));
                const descent_critical_kind kind = side > 0 ? DESCENT_CRITICAL_MINIMUM
                                                   : n == 2 ? DESCENT_CRITICAL_SADDLE
                                                            : DESCENT_CRITICAL_MAXIMUM;
                /* Differences of the gradient, 6e-6 wide, see curvatures of 1e-5 and less with errors as large. */
                ck_assert_msg(point->kind == kind || (!w.hessian && d < 1e-8), "form %d, d = %g: kind %d, curvature %g",
                              k, d, (int)point->kind, point->eigenvalues[0]);
                descent_critical_point_free(point);
            }
        w.c = 1;
    }
}
END_TEST

/* L(t) + y², t = x/unit − shift, by the derivatives of L; times factor */
typedef struct along {
    double (*derivative)(double t, int order);
    double shift, unit, factor, start;
    bool critical;
} along;

static double logarithm(double t, int order)
{
    return order == 0 ? log(t) : order == 1 ? 1 / t : -1 / (t * t);
}

static double decay(double t, int order)
{
    return (order % 2 ? -1 : 1) * exp(-t);
}

static double arctangent(double t, int order)
{
    const double square = 1 + t * t;
    return order == 0 ? atan(t) : order == 1 ? 1 / square : -2 * t / (square * square);
}

static double fourth_power(double t, int order)
{
    return power_derivative(t, 4, order);
}

static double third_power(double t, int order)
{
    return power_derivative(t, 3, order);
}

static double wall(double t, int order)
{
    return power_derivative(fmax(t, 0), 3, order);
}

static int along_loss(size_t n, const double *x, double *value, void *context)
{
    const along *const a = context;
    (void)n;
    *value = a->factor * (a->derivative(x[0] / a->unit - a->shift, 0) + pow(x[1] / a->unit, 2));
    return 0;
}

static int along_gradient(size_t n, const double *x, double *gradient, void *context)
{
    const along *const a = context;
    (void)n;
    gradient[0] = a->factor * a->derivative(x[0] / a->unit - a->shift, 1) / a->unit;
    gradient[1] = 2 * a->factor * x[1] / (a->unit * a->unit);
    return 0;
}

static int along_hessian(size_t n, const double *x, double *hessian, void *context)
{
    const along *const a = context;
    (void)n;
    const double factor = a->factor / (a->unit * a->unit);
    hessian[0] = factor * a->derivative(x[0] / a->unit - a->shift, 2);
    hessian[1] = hessian[2] = 0;
    hessian[3] = 2 * factor;
    return 0;
}

/*
 * Far out the slope of log t is below what rounding makes of the curvature along y: but it is nowhere zero, it only fades. Those of
 * powers are zero. (descent__fading_falls, descent__fading_widest: whichever way the refinement comes to them.)
 */
START_TEST(a_slope_that_fades_is_no_critical_point)
{
    static const along forms[] = {
        {logarithm, 0, 1, 1, 1, false},   {logarithm, 0.3, 1, 1, 1, false}, {decay, 0, 1, 1, 1, false},
        {decay, -2, 1, 1, 3, false},      {arctangent, 0, 1, 1, 1, false},  {fourth_power, 0, 1, 1, 1, true},
        {fourth_power, 3, 1, 1, 1, true}, {third_power, 3, 1, 1, 4, true},  {third_power, 0, 1, 1, -1, true},
        {wall, 0, 1, 1, 1, true},         {wall, 3, 1, 1, 5, true},
    };
    static const double units[] = {1, 1e6, 1e-6}, factors[] = {1, 1e6, 1e-6};
    for (size_t k = 0; k < sizeof forms / sizeof *forms; k++)
        for (size_t u = 0; u < 9; u++) {
            along a = forms[k];
            a.unit = units[u % 3], a.factor = factors[u / 3];
            const descent_problem problem = {.dimension = 2,
                                             .loss = along_loss,
                                             .gradient = along_gradient,
                                             .hessian = along_hessian,
                                             .context = &a,
                                             .scale = a.unit};
            const double start[] = {a.start * a.unit, 0.5 * a.unit};
            descent_critical_point *point;
            assert_success(descent_critical_refine(&problem, start, NULL, &point));
            ck_assert_msg((point->kind == DESCENT_CRITICAL_DEGENERATE) == a.critical,
                          "form %d, unit %g, factor %g: kind %d", (int)k, a.unit, a.factor, (int)point->kind);
            ck_assert_msg(point->converged == a.critical, "form %d: %d", (int)k, point->converged);
            descent_critical_point_free(point);
        }
}
END_TEST

/* Products of even powers, added up: level where each of them has a factor that is zero. */
typedef struct crossing {
    const char *name;
    size_t n;
    int powers[2][3]; /* of x, y and z in the first product and the second; all 0: none */
    bool rises, meet;
    bool edge; /* all of it zero where x is below 0 */
} crossing;

static double product_at(const crossing *c, const int *powers, const double *x, double *gradient)
{
    double value = powers[0] + powers[1] + powers[2] > 0 && !(c->edge && x[0] < 0), slopes[3] = {value, value, value};
    for (size_t i = 0; i < c->n; i++) {
        value *= power_derivative(x[i], powers[i], 0);
        for (size_t k = 0; k < c->n; k++)
            slopes[k] *= power_derivative(x[i], powers[i], i == k);
    }
    for (size_t k = 0; k < c->n && gradient; k++)
        gradient[k] += slopes[k];
    return value;
}

static int crossing_loss(size_t n, const double *x, double *value, void *context)
{
    const crossing *const c = context;
    (void)n;
    *value = product_at(c, c->powers[0], x, NULL) + product_at(c, c->powers[1], x, NULL);
    return 0;
}

static int crossing_gradient(size_t n, const double *x, double *gradient, void *context)
{
    const crossing *const c = context;
    for (size_t k = 0; k < n; k++)
        gradient[k] = 0;
    (void)product_at(c, c->powers[0], x, gradient);
    (void)product_at(c, c->powers[1], x, gradient);
    return 0;
}

/* Level ground, a valley with one floor of as many dimensions as may be, and floors that cross: the loss is zero in the union of
 * subspaces, and rises everywhere else. */
START_TEST(where_valleys_meet_it_rises_between_them)
{
    static const crossing forms[] = {
        {"0", 2, {{0}}, false, false, false},
        {"max(0, x)4", 1, {{4}}, false, false, true},
        {"max(0, x)4 in two", 2, {{4}}, false, false, true},
        {"x4", 2, {{4}}, true, false, false},
        {"x4 in three", 3, {{4}}, true, false, false},
        {"x4 + y6", 3, {{4}, {0, 6}}, true, false, false},
        {"x2 y2", 2, {{2, 2}}, true, true, false},
        {"x4 y2", 2, {{4, 2}}, true, true, false},
        {"x2 y2 in three", 3, {{2, 2}}, true, true, false},
        {"x2 y2 z2", 3, {{2, 2, 2}}, true, true, false},
        {"x2 y2 + z4", 3, {{2, 2}, {0, 0, 4}}, true, true, false},
        {"x2 y2 + z2", 3, {{2, 2}, {0, 0, 2}}, true, true, false},
        {"x2 y2 + x2 z2", 3, {{2, 2}, {2, 0, 2}}, true, true, false}, /* a line and a plane */
        {"x4 + z2", 3, {{4}, {0, 0, 2}}, true, false, false},
    };
    const double origin[3] = {0};
    for (size_t k = 0; k < sizeof forms / sizeof *forms; k++) {
        crossing form = forms[k];
        const descent_problem problem = {
            .dimension = form.n, .loss = crossing_loss, .gradient = crossing_gradient, .context = &form};
        descent_critical_point *point;
        assert_success(descent_critical_classify(&problem, origin, NULL, &point));
        ck_assert_int_eq(point->kind, DESCENT_CRITICAL_DEGENERATE);
        ck_assert_msg(point->probe == DESCENT_PROBE_FLAT, "%s: %d", form.name, (int)point->probe);
        ck_assert_msg(!point->rises_beside == !form.rises, "%s: %d", form.name, point->rises_beside);
        ck_assert_msg(!point->valleys_meet == !form.meet, "%s: %d", form.name, point->valleys_meet);
        descent_critical_point_free(point);
    }
}
END_TEST

/* x⁴ + y⁴ + z⁴ + 3xy(x² + y²): lower only where x and y are of opposite signs, and highest about the diagonal; of all its variables, and
 * of the vectors of its kernel, none leads there. */
static int opposed_loss(size_t n, const double *x, double *value, void *context)
{
    (void)n, (void)context;
    *value = pow(x[0], 4) + pow(x[1], 4) + pow(x[2], 4) + 3 * x[0] * x[1] * (x[0] * x[0] + x[1] * x[1]);
    return 0;
}

static int opposed_gradient(size_t n, const double *x, double *gradient, void *context)
{
    (void)n, (void)context;
    gradient[0] = 4 * pow(x[0], 3) + 9 * x[0] * x[0] * x[1] + 3 * pow(x[1], 3);
    gradient[1] = 4 * pow(x[1], 3) + 9 * x[1] * x[1] * x[0] + 3 * pow(x[0], 3);
    gradient[2] = 4 * pow(x[2], 3);
    return 0;
}

START_TEST(a_kernel_is_looked_at_with_every_sign)
{
    const descent_problem problem = {.dimension = 3, .loss = opposed_loss, .gradient = opposed_gradient};
    const double origin[3] = {0};
    descent_critical_point *point;
    assert_success(descent_critical_classify(&problem, origin, NULL, &point));
    ck_assert_int_eq(point->kind, DESCENT_CRITICAL_DEGENERATE);
    ck_assert_int_eq(point->probe, DESCENT_PROBE_LOWER);
    ck_assert_double_lt(point->lower_x[0] * point->lower_x[1], 0);
    descent_critical_point_free(point);
}
END_TEST

/* (x²y² + y²z² + z²x²)(|r − (d·r)d|² − w²|r|²): level along each variable, and lower in a narrow cone about d, and nowhere else. */
static double cone_axis[3];

static int cone_loss(size_t n, const double *x, double *value, void *context)
{
    const double xx = x[0] * x[0], yy = x[1] * x[1], zz = x[2] * x[2];
    const double part = x[0] * cone_axis[0] + x[1] * cone_axis[1] + x[2] * cone_axis[2];
    (void)n, (void)context;
    *value = (xx * yy + yy * zz + zz * xx) * ((1 - 4e-4) * (xx + yy + zz) - part * part);
    return 0;
}

static int cone_gradient(size_t n, const double *x, double *gradient, void *context)
{
    const double xx = x[0] * x[0], yy = x[1] * x[1], zz = x[2] * x[2];
    const double part = x[0] * cone_axis[0] + x[1] * cone_axis[1] + x[2] * cone_axis[2];
    const double level = xx * yy + yy * zz + zz * xx, form = (1 - 4e-4) * (xx + yy + zz) - part * part;
    (void)context;
    for (size_t i = 0; i < n; i++)
        gradient[i] =
            2 * x[i] * (xx + yy + zz - x[i] * x[i]) * form + level * (2 * (1 - 4e-4) * x[i] - 2 * part * cone_axis[i]);
    return 0;
}

/* By SplitMix64, with which floors are mixed: those of the vectors of the kernel, and of the variables. */
static double mixed(uint64_t position)
{
    uint64_t bits = (position + 1) * UINT64_C(0x9e3779b97f4a7c15);
    bits = (bits ^ (bits >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    bits = (bits ^ (bits >> 27)) * UINT64_C(0x94d049bb133111eb);
    bits ^= bits >> 31;
    return 0.5 + (double)(bits >> 11) * 0x1p-53;
}

START_TEST(what_is_lower_between_floors_is_told)
{
    const descent_problem problem = {.dimension = 3, .loss = cone_loss, .gradient = cone_gradient};
    const double origin[3] = {0};
    for (int turned = 0; turned < 2; turned++) {
        descent_critical_point *point;
        double size = 0, loss;
        for (uint64_t i = 0; i < 3; i++) {
            cone_axis[i] = mixed(i) + mixed(i + 3);
            cone_axis[i] *= turned && i == 0 ? 2 : 1; /* no direction that is looked at lies in this cone */
            size = hypot(size, cone_axis[i]);
        }
        for (size_t i = 0; i < 3; i++)
            cone_axis[i] /= size;
        assert_success(descent_critical_classify(&problem, origin, NULL, &point));
        ck_assert_int_eq(point->kind, DESCENT_CRITICAL_DEGENERATE);
        ck_assert_int_eq(point->probe, turned ? DESCENT_PROBE_FLAT : DESCENT_PROBE_LOWER);
        ck_assert_int_eq(!point->valleys_meet, !turned);
        if (!turned) {
            ck_assert_ptr_nonnull(point->lower_x);
            (void)cone_loss(3, point->lower_x, &loss, NULL);
            ck_assert_double_lt(loss, 0);
        }
        descent_critical_point_free(point);
    }
}
END_TEST

/* (x − 2y)⁴ and the like: the curvature is zero every way, so that no direction of the kernel is the valley's own. */
static int askew_loss(size_t n, const double *x, double *value, void *context)
{
    const int *const powers = context;
    (void)n;
    *value = pow(x[0] - 2 * x[1], powers[0]) * pow(x[0] + 0.7 * x[1], powers[1]) + powers[2] * pow(x[0] + x[1], 4);
    return 0;
}

START_TEST(a_valley_askew_to_the_variables_is_one)
{
    static const struct {
        int powers[3];
        descent_probe probe;
        bool meet;
    } cases[] = {{{4, 0, 0}, DESCENT_PROBE_FLAT, false},       {{6, 0, 0}, DESCENT_PROBE_FLAT, false},
                 {{2, 2, 0}, DESCENT_PROBE_FLAT, true},        {{2, 4, 0}, DESCENT_PROBE_FLAT, true},
                 {{4, 0, 1}, DESCENT_PROBE_NONE_LOWER, false}, {{2, 2, 1}, DESCENT_PROBE_NONE_LOWER, false}};
    const double origin[2] = {0};
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        int powers[3];
        memcpy(powers, cases[k].powers, sizeof powers);
        const descent_problem problem = {.dimension = 2, .loss = askew_loss, .context = powers};
        descent_critical_point *point;
        assert_success(descent_critical_classify(&problem, origin, NULL, &point));
        ck_assert_msg(point->probe == cases[k].probe, "case %zu: %d", k, (int)point->probe);
        ck_assert_msg(!point->valleys_meet == !cases[k].meet, "case %zu", k);
        descent_critical_point_free(point);
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {where_the_gradient_has_no_derivative_it_is_said,
                                  beside_degenerate_points,
                                  with_noise,
                                  a_lower_point_has_a_lower_loss,
                                  what_is_zero_is_the_default,
                                  a_slope_that_rounding_hides_is_degenerate,
                                  a_slope_that_fades_is_no_critical_point,
                                  where_valleys_meet_it_rises_between_them,
                                  a_kernel_is_looked_at_with_every_sign,
                                  what_is_lower_between_floors_is_told,
                                  a_valley_askew_to_the_variables_is_one};
    return descent_test_main(descent_test_suite("critical_degenerate", tests, sizeof tests / sizeof tests[0]));
}
