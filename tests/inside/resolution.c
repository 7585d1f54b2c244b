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
    const TTest *const tests[] = {the_error_covers_the_truth, narrow_differences_err_by_ulps_over_their_width,
                                  limits_bind};
    return descent_test_main(descent_test_suite("inside_resolution", tests, sizeof tests / sizeof *tests));
}
