/* What differences of the loss see of its gradient, and to what error. */
#include "inside/inside.h"

#include "problem/resolution.h"

/* c₀ + ½λ(x − c₁)² + c₂(x − c₁)³ in each coordinate, in single precision if asked for. */
typedef struct bowl {
    double constant, centre, curvature, cubic;
    bool single;
} bowl;

static int bowl_loss(size_t n, const double *x, double *value, void *context)
{
    const bowl *b = context;
    double sum = b->constant;
    for (size_t i = 0; i < n; i++) {
        const double t = x[i] - b->centre;
        sum += b->curvature / 2 * t * t + b->cubic * t * t * t;
    }
    *value = b->single ? (double)(float)sum : sum;
    return 0;
}

static double slope_of(const bowl *b, double x)
{
    const double t = x - b->centre;
    return b->curvature * t + 3 * b->cubic * t * t;
}

static descent__resolution resolve(bowl *b, size_t n, const double *x, double *gradient)
{
    const descent_problem problem = {.dimension = n, .loss = bowl_loss, .context = b};
    descent__evaluator evaluator;
    descent__resolution resolution;
    double shifted[3];
    assert_success(descent__evaluator_open(&evaluator, &problem));
    assert_success(descent__resolve_gradient(&evaluator, x, gradient, &resolution, shifted));
    ck_assert_uint_le(evaluator.evaluations.loss, 16 * n);
    descent__evaluator_close(&evaluator);
    return resolution;
}

/* The error is one: beside constants of up to 10¹⁴, and of losses in single precision. It is not a wild one either: with
 * widths of 0.1 a constant c leaves some ten ulps of c over them. */
START_TEST(the_error_covers_the_truth)
{
    for (int single = 0; single < 2; single++)
        for (double constant = 1e-3; constant < 1e15; constant *= 10)
            for (double x = -0.97; x < 1; x += 0.11) {
                bowl b = {.constant = constant, .centre = 0.3, .curvature = 2, .cubic = 0.25, .single = single};
                const double at[] = {x, x / 3, 0.2 - x};
                double gradient[3], off = 0;
                const descent__resolution found = resolve(&b, 3, at, gradient);
                for (size_t i = 0; i < 3; i++)
                    off = hypot(off, gradient[i] - slope_of(&b, at[i]));
                ck_assert_msg(off <= found.error, "constant %g, x %g: off by %g, error %g", constant, x, off,
                              found.error);
                if (!single)
                    ck_assert_double_le(found.error, 1e-9 + 2e3 * DBL_EPSILON * constant);
            }
}
END_TEST

/* One of four smooth losses about a centre, in steps of a quantum. */
typedef struct stairs {
    double quantum, centre, above;
    int kind;
} stairs;

static double smooth_loss(int kind, double t)
{
    return kind == 0 ? t * t : kind == 1 ? cosh(t) : kind == 2 ? t * t * t * t + t * t / 2 : sin(3 * t) + t * t;
}

static double smooth_slope(int kind, double t)
{
    return kind == 0 ? 2 * t : kind == 1 ? sinh(t) : kind == 2 ? 4 * t * t * t + t : 3 * cos(3 * t) + 2 * t;
}

static int stairs_loss(size_t n, const double *x, double *value, void *context)
{
    const stairs *s = context;
    (void)n;
    *value = floor((smooth_loss(s->kind, x[0] - s->centre) + s->above) / s->quantum) * s->quantum;
    return 0;
}

static double uniform(uint64_t *state)
{
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (double)(*state >> 11) * 0x1p-53;
}

static double resolve_stairs(stairs *s, double x, double *error)
{
    const descent_problem problem = {.dimension = 1, .loss = stairs_loss, .context = s};
    descent__evaluator evaluator;
    descent__resolution resolution;
    double gradient, shifted;
    assert_success(descent__evaluator_open(&evaluator, &problem));
    assert_success(descent__resolve_gradient(&evaluator, &x, &gradient, &resolution, &shifted));
    descent__evaluator_close(&evaluator);
    *error = resolution.error;
    return fabs(gradient - smooth_slope(s->kind, x - s->centre));
}

/*
 * Losses in steps make slopes at several widths the same by chance, which looks like convergence: the sums of two losses tell. (descent__smooth_sum,
 * descent__smooth_sum_least, descent__sum_roundings, descent__scatter_of_sum) Nor is the error told wild: what a step leaves at the
 * middle widths.
 */
START_TEST(steps_of_the_loss_are_seen)
{
    const size_t tries = descent_test_effort(40000);
    size_t beyond = 0, far_beyond = 0, wild = 0;
    uint64_t state = 5;
    double error;
    for (size_t k = 0; k < tries; k++) {
        stairs s = {.quantum = pow(10, -14 + 10 * uniform(&state)), .kind = (int)(k % 4)};
        s.above = k % 3 ? 0 : 10 * uniform(&state);
        s.centre = k % 5 ? 2 * uniform(&state) - 1 : 0;
        const double off = resolve_stairs(&s, k % 7 ? 4 * uniform(&state) - 2 : 0.13, &error);
        beyond += off > error, far_beyond += off > 10 * error;
        wild += error > 1e3 * cbrt(s.quantum * s.quantum); /* that of central differences at their best width */
    }
    ck_assert_msg(beyond <= 1 + tries / 100, "%zu of %zu", beyond, tries);
    ck_assert_msg(far_beyond <= 1 + tries / 2000, "%zu of %zu", far_beyond, tries);
    ck_assert_msg(wild <= 1 + tries / 50, "%zu of %zu", wild, tries);
    /* The steps that were found first. */
    stairs found = {.quantum = 2.43e-7};
    const double off = resolve_stairs(&found, 0.13, &error);
    ck_assert_double_le(off, error);
    ck_assert_double_lt(error, 0.01);
}
END_TEST

/* Narrow differences, as runs are made with them, have some ulps of the loss over ε^(1/3) of the point. */
START_TEST(narrow_differences_err_by_ulps_over_their_width)
{
    const descent_problem problem = {.dimension = 2, .loss = bowl_loss};
    const double x[] = {8, 0.5};
    const double expected = 4 * DBL_EPSILON * 1e8 * hypot(1 / (8 * cbrt(DBL_EPSILON)), 1 / cbrt(DBL_EPSILON));
    ck_assert_double_eq_tol(descent__difference_error(&problem, x, -1e8), expected, 1e-12 * expected);
    ck_assert_double_eq(descent__difference_error(&problem, x, 0), 0);
}
END_TEST

/* What does not suffice for the losses of one call is refused before the first of them. */
START_TEST(limits_bind)
{
    bowl b = {.constant = 1, .curvature = 1};
    const descent_problem problem = {.dimension = 3, .loss = bowl_loss, .context = &b};
    const double x[] = {1, 2, 3};
    double gradient[3], shifted[3];
    descent__evaluator evaluator;
    descent__resolution resolution;
    assert_success(descent__evaluator_open(&evaluator, &problem));
    evaluator.limit = 47;
    assert_failure(descent__resolve_gradient(&evaluator, x, gradient, &resolution, shifted), DESCENT_EBUDGET, "47");
    ck_assert_uint_eq(evaluator.evaluations.loss, 0);
    evaluator.limit = 48;
    assert_success(descent__resolve_gradient(&evaluator, x, gradient, &resolution, shifted));
    assert_failure(descent__evaluate_gradient(&evaluator, x, gradient), DESCENT_EBUDGET, "48");
    evaluator.limit = 54;
    assert_success(descent__evaluate_gradient(&evaluator, x, gradient));
    descent__evaluator_close(&evaluator);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {the_error_covers_the_truth, steps_of_the_loss_are_seen,
                                  narrow_differences_err_by_ulps_over_their_width, limits_bind};
    return descent_test_main(descent_test_suite("inside_resolution", tests, sizeof tests / sizeof *tests));
}
