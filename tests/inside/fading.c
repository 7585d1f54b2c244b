/* Slopes that fade along the null eigenvectors, on slopes that are written down here, call by call. */
#include <float.h>
#include <math.h>

#include "base/vector.h"
#include "critical/dense/fading.h"
#include "critical/tolerances.h"

#include "support.h"

enum {
    most = 3,
    most_calls = 4 /* behind and ahead, at two distances */
};

static const double tolerance = 1e-3, reference = 8, root = 0.70710678118654752;

/* An analysis at x with a matrix, whose eigenvectors are turned by an eighth in the first two variables. */
typedef struct bench {
    size_t n, calls, fails_at;
    double slopes[most_calls], asked[most_calls][most], along[most]; /* unit vector along which they are */
    double values[most], components[most], vectors[most * most], matrix[most * most], x[most];
    double step[most], trial[most], trial_gradient[most];
    descent__analysis analysis;
} bench;

/* The slope along it, and 9 across in the third variable, which counts for nothing. */
static int read_out(size_t n, const double *x, double *gradient, void *context)
{
    bench *const b = context;
    ck_assert_uint_lt(b->calls, most_calls);
    memcpy(b->asked[b->calls], x, n * sizeof *x);
    for (size_t i = 0; i < n; i++)
        gradient[i] = b->slopes[b->calls] * b->along[i] + (i == 2 && !(fabs(b->along[2]) > 0) ? 9 : 0);
    return ++b->calls == b->fails_at;
}

static int no_loss(size_t n, const double *x, double *loss, void *context)
{
    (void)n;
    (void)x;
    (void)context;
    *loss = 0;
    return 0;
}

static void begin(bench *b, size_t n)
{
    *b = (bench){.n = n, .along = {n == 1 ? 1 : root, n == 1 ? 0 : root}, .x = {1, 2, -4}};
    const double turned[most][most] = {{root, root, 0}, {root, -root, 0}, {0, 0, 1}};
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++)
            b->vectors[i * n + j] = n == 1 ? 1 : turned[i][j];
    for (size_t k = 0; k < n; k++)
        b->values[k] = k == 0 ? 0 : 5;
    b->components[0] = 1;
    const double fading[] = {0.9, 1.1, 0.9, 1.1};
    memcpy(b->slopes, fading, sizeof fading);
}

static descent_status fades(bench *b, double measured, uint64_t limit, bool *is)
{
    const descent_problem problem = {.dimension = b->n, .gradient = read_out, .loss = no_loss, .context = b};
    b->calls = 0;
    b->analysis = (descent__analysis){.dimension = b->n,
                                      .vectors = b->vectors,
                                      .values = b->values,
                                      .components = b->components,
                                      .x = b->x,
                                      .step = b->step,
                                      .trial = b->trial,
                                      .trial_gradient = b->trial_gradient};
    b->analysis.here.matrix = b->matrix;
    for (size_t i = b->n; i < most; i++)
        b->step[i] = 7; /* of nobody's */
    assert_success(descent__evaluator_open(&b->analysis.evaluator, &problem));
    b->analysis.evaluator.limit = limit;
    const descent_status status = descent__analysis_slope_fades(&b->analysis, tolerance, reference, measured, is);
    descent__evaluator_close(&b->analysis.evaluator);
    for (size_t i = b->n; i < most; i++)
        ck_assert_double_eq(b->step[i], 7);
    return status;
}

static bool is_fading(bench *b, double measured)
{
    bool is;
    assert_success(fades(b, measured, 0, &is));
    return is;
}

/* Behind and ahead, a quarter of the reference away and a quarter of that. */
START_TEST(slopes_are_asked_for_on_both_sides)
{
    const double away[] = {-2, 2, -0.5, 0.5};
    for (size_t n = 1; n <= most; n++) {
        bench b;
        begin(&b, n);
        b.components[0] = 2;
        for (size_t k = 0; k < 4; k++)
            b.slopes[k] *= 2;
        ck_assert(is_fading(&b, 0));
        ck_assert_uint_eq(b.calls, 4);
        for (size_t call = 0; call < 4; call++)
            for (size_t i = 0; i < n; i++)
                ck_assert_double_eq_tol(b.asked[call][i], b.x[i] + away[call] * b.along[i], 1e-14);
        /* whichever way the slope points */
        b.components[0] = -2;
        ck_assert(is_fading(&b, 0));
        ck_assert_double_eq_tol(b.asked[0][0], b.x[0] + 2 * b.along[0], 1e-14);
        for (size_t k = 0; k < 4; k++)
            b.slopes[k] = -b.slopes[k];
        ck_assert(is_fading(&b, 0));
    }
}
END_TEST

/* Along all eigenvectors whose values are zero to the tolerance, as far as each has a part in the slope. */
START_TEST(the_way_is_that_of_the_slope_in_the_kernel)
{
    const struct {
        double values[most], components[most], way[most], size;
    } cases[] = {{{0, 1e-3, 5}, {3, 4, 7}, {0.6, 0.8, 0}, 5},
                 {{0, 1.001e-3, 5}, {3, 4, 7}, {1, 0, 0}, 3},
                 {{-1e-3, 0, 1e-4}, {2, 1, -2}, {2 / 3., 1 / 3., -2 / 3.}, 3},
                 {{-1.001e-3, 0, 5}, {3, 4, 7}, {0, 1, 0}, 4},
                 {{-5, -4, 0}, {3, 4, -7}, {0, 0, -1}, 7}};
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++)
        for (int shrinks = 0; shrinks < 2; shrinks++) {
            bench b;
            begin(&b, most);
            memcpy(b.values, cases[c].values, sizeof b.values);
            memcpy(b.components, cases[c].components, sizeof b.components);
            descent__vector_fill(most, 0, b.along);
            for (size_t k = 0; k < most; k++)
                descent__vector_add_scaled(most, cases[c].way[k], b.vectors + most * k, b.along);
            for (size_t k = 0; k < 4; k++)
                b.slopes[k] = (shrinks ? 0.95 : 0.953) * cases[c].size;
            ck_assert_int_eq(is_fading(&b, 0), shrinks);
            for (size_t i = 0; i < most; i++)
                ck_assert_double_eq_tol(b.step[i], b.along[i], 1e-14);
        }
    /* Without a part there is none. */
    bench b;
    begin(&b, 2);
    b.components[0] = 0;
    ck_assert(!is_fading(&b, 0));
    ck_assert_uint_eq(b.calls, 0);
    b.components[0] = 1;
    b.values[0] = 1;
    ck_assert(!is_fading(&b, 0));
    ck_assert_uint_eq(b.calls, 0);
}
END_TEST

/* To one side by a twentieth, and more than noise; or to both by a thousand; and it stays. */
START_TEST(fading_falls_to_one_side_or_to_both_by_far)
{
    const struct {
        double one, other, noise;
        bool fades;
    } cases[] = {
        {0.951, 1.2, 0, true},     {0.953, 1.2, 0, false},     {0.951, 0.951, 0, true}, {0.5, 0.9, 0.49, true},
        {0.5, 0.9, 0.51, false},   {0.5, 9, 0.51, false},      {9e-4, 9e-4, 2, true},   {9e-4, 1.1e-3, 2, false},
        {0, 0.9, 0, false},        {0, 0, 0, false},           {1e-9, 9e-4, 1, true},   {NAN, 0.5, 0, false},
        {INFINITY, 0.5, 0, false}, {9e-4, INFINITY, 0, false}, {1.2, 1.2, 0, false},    {0.5, 1.2, 1.1, false}};
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++)
        for (int swapped = 0; swapped < 2; swapped++)
            for (int look = 0; look < 3; look++) { /* it is so nearer, farther out, or both */
                bench b;
                begin(&b, 2);
                for (int k = 0; k < 2; k++)
                    if (k == look || look == 2) {
                        b.slopes[2 * k + swapped] = cases[c].one;
                        b.slopes[2 * k + 1 - swapped] = cases[c].other;
                    }
                const bool others = look == 2 || cases[c].noise < 0.9;
                ck_assert_msg(is_fading(&b, cases[c].noise) == (cases[c].fades && others), "case %zu, %d", c, look);
                const bool ends = look == 1 ? !others : !cases[c].fades;
                ck_assert_uint_eq(b.calls, ends ? 2 : 4);
            }
}
END_TEST

/* Σ|sᵢHᵢⱼxⱼ| rounds, so many times; a slope that is no more is none, and one that falls to less has not stayed. */
START_TEST(rounding_of_the_point_makes_slopes)
{
    const double part = descent__gradient_roundings * DBL_EPSILON;
    for (int less = 0; less < 2; less++)
        for (size_t which = 0; which < 9; which++) {
            bench b;
            begin(&b, most);
            for (size_t i = 0; i < most; i++)
                b.along[i] = i < 2 ? 0.6 - 0.12 * (double)i : sqrt(1 - 0.36 - 0.48 * 0.48);
            memcpy(b.vectors, b.along, sizeof b.along); /* the only null vector */
            const double unit = fabs(b.along[which / 3] * b.x[which % 3]) * part;
            b.matrix[which] = (less ? 1.01 : 0.99) / unit * (which % 2 ? -1 : 1);
            for (size_t k = 0; k < 4; k++)
                b.slopes[k] = 1e-4; /* as beside a pole */
            ck_assert_int_eq(is_fading(&b, 0), !less);
            ck_assert_uint_eq(b.calls, less ? 0 : 4);
            for (size_t k = 0; k < 4; k++)
                b.slopes[k] = 0.9;
            b.matrix[which] *= 0.9 / (less ? 1 : 1.01);
            ck_assert_int_eq(is_fading(&b, 0), !less);
        }
}
END_TEST

/* What fails is not known, unless nothing more may be asked; and differences of losses tell nothing. */
START_TEST(slopes_that_are_not_told_do_not_fade)
{
    for (size_t call = 1; call <= 4; call++) {
        bench b;
        bool is = true;
        begin(&b, 2);
        b.fails_at = call;
        ck_assert(!is_fading(&b, 0));
        ck_assert_uint_eq(b.calls, call <= 2 ? 2 : 4);
        b.fails_at = 0;
        if (call < 4)
            ck_assert_int_eq(fades(&b, 0, call, &is), DESCENT_EBUDGET);
        else
            assert_success(fades(&b, 0, call, &is));
        ck_assert_uint_eq(b.calls, call);
        ck_assert_int_eq(is, call == 4);
    }
    bench b;
    bool is = true;
    begin(&b, 2);
    const descent_problem problem = {.dimension = 2, .loss = no_loss};
    assert_success(descent__evaluator_open(&b.analysis.evaluator, &problem));
    assert_success(descent__analysis_slope_fades(&b.analysis, tolerance, reference, 0, &is));
    ck_assert(!is);
    descent__evaluator_close(&b.analysis.evaluator);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {slopes_are_asked_for_on_both_sides, the_way_is_that_of_the_slope_in_the_kernel,
                                  fading_falls_to_one_side_or_to_both_by_far, rounding_of_the_point_makes_slopes,
                                  slopes_that_are_not_told_do_not_fade};
    return descent_test_main(descent_test_suite("inside fading", tests, sizeof tests / sizeof *tests));
}
