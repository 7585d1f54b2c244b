/*
 * The numbers of lib/problem/tolerances.h, each at both sides of its edge. They stand here as literals, so that a
 * change of one fails its test. With a scale of 10 the widths are 1, 1/4, 1/16, … 2^-14, and most losses here are exact
 * at them.
 */
#include <float.h>
#include <math.h>
#include <stdbool.h>

#include <descent/gradient_check.h>

#include "support.h"

/* L = constant + Σ slopeᵢ·xᵢ + bump at 0 + bend·|x₀|^power + twist·sign(x₀)|x₀|^power; NaN from `edge` on. */
typedef struct shape {
    double constant, slope[2], bump, bend, twist, power, edge;
    double supplied[2]; /* what the gradient says */
} shape;

static int shape_loss(size_t n, const double *x, double *value, void *context)
{
    const shape *const s = context;
    const double size = fabs(x[0]);
    *value = s->constant + (size > 0 ? 0 : s->bump);
    for (size_t i = 0; i < n; i++)
        *value += s->slope[i] * x[i];
    if (s->power > 0)
        *value += (s->bend + copysign(s->twist, x[0])) * pow(size, s->power);
    if (s->edge > 0 && size >= s->edge)
        *value = NAN;
    return 0;
}

static int shape_gradient(size_t n, const double *x, double *gradient, void *context)
{
    const shape *const s = context;
    (void)x;
    for (size_t i = 0; i < n; i++)
        gradient[i] = s->supplied[i];
    return 0;
}

static descent_check_verdict check_shape(size_t n, shape s, double *tolerance)
{
    static const double origin[2];
    const descent_problem problem = {
        .dimension = n, .loss = shape_loss, .gradient = shape_gradient, .context = &s, .scale = 10};
    descent_derivative_check *check;
    assert_success(descent_check_gradient(&problem, origin, &check));
    const descent_check_verdict verdict = check->verdict;
    if (tolerance)
        *tolerance = check->tolerance[0];
    descent_derivative_check_free(check);
    return verdict;
}

/* descent__relative_allowance: an exact estimate of 1 leaves 1.5e-8, and some roundings. */
START_TEST(right_against_wrong)
{
    for (int sign = -1; sign <= 1; sign += 2) {
        ck_assert_int_eq(check_shape(1, (shape){.slope = {1}, .supplied = {1 + sign * 1.4999e-8}}, NULL),
                         DESCENT_CHECK_AGREES);
        ck_assert_int_eq(check_shape(1, (shape){.slope = {1}, .supplied = {1 + sign * 1.5001e-8}}, NULL),
                         DESCENT_CHECK_FACTOR);
    }
}
END_TEST

/*
 * The error of the estimate beside a large constant C: the best entry of the tableau is extrapolated from widths 1 and
 * 1/4, (16·fine − coarse)/15, which makes 17/15 of the rounding, 4ε·C over the width.
 */
static double constant_for(double error)
{
    return floor((error - 1.5e-8) / (17.0 / 15 * 4 * 4 * DBL_EPSILON));
}

/* descent__function_error: with four roundings the tolerance is 3e-7, and a gradient may be off by that. */
START_TEST(rounding_of_the_loss)
{
    const double error = 3e-7, constant = constant_for(error);
    ck_assert_int_eq(
        check_shape(1, (shape){.constant = constant, .slope = {1}, .supplied = {1 + 0.9999 * error}}, NULL),
        DESCENT_CHECK_AGREES);
    ck_assert_int_eq(
        check_shape(1, (shape){.constant = constant, .slope = {1}, .supplied = {1 + 1.0001 * error}}, NULL),
        DESCENT_CHECK_FACTOR);
}
END_TEST

/* descent__judged_entry: a tolerance of a tenth of the entry still judges it. */
START_TEST(hidden_entries)
{
    ck_assert_int_eq(check_shape(1, (shape){.constant = constant_for(0.09999), .slope = {1}, .supplied = {1}}, NULL),
                     DESCENT_CHECK_AGREES);
    ck_assert_int_eq(check_shape(1, (shape){.constant = constant_for(0.10001), .slope = {1}, .supplied = {1}}, NULL),
                     DESCENT_CHECK_UNDECIDED);
}
END_TEST

/* descent__judged_scale: a tolerance of ½ hides an entry of 1, but not beside one of more than 500. */
START_TEST(entries_beside_larger_ones)
{
    const double constant = constant_for(0.5);
    ck_assert_int_eq(check_shape(2, (shape){.constant = constant, .slope = {1, 501}, .supplied = {1, 501}}, NULL),
                     DESCENT_CHECK_AGREES);
    ck_assert_int_eq(check_shape(2, (shape){.constant = constant, .slope = {1, 499}, .supplied = {1, 499}}, NULL),
                     DESCENT_CHECK_UNDECIDED);
}
END_TEST

/* A factor is read from an entry that stands out of its tolerance by ten or more, … */
START_TEST(a_factor_against_a_wrong_entry)
{
    ck_assert_int_eq(check_shape(1, (shape){.constant = constant_for(0.0999), .slope = {1}, .supplied = {3}}, NULL),
                     DESCENT_CHECK_FACTOR);
    ck_assert_int_eq(check_shape(1, (shape){.constant = constant_for(0.1001), .slope = {1}, .supplied = {3}}, NULL),
                     DESCENT_CHECK_WRONG);
}
END_TEST

/* … and from the one that does so most: what is 2 there may be 2.04 where 0.05 are hidden. */
START_TEST(the_factor_of_the_clearest_entry)
{
    const double constant = constant_for(0.05);
    for (int first = 0; first < 2; first++) {
        shape s = {.constant = constant};
        s.slope[first] = s.slope[!first] = 1;
        s.slope[first] = 1000;
        s.supplied[first] = 2000;
        s.supplied[!first] = 2.04;
        ck_assert_int_eq(check_shape(2, s, NULL), DESCENT_CHECK_FACTOR);
        s.supplied[!first] = 2.2;
        ck_assert_int_eq(check_shape(2, s, NULL), DESCENT_CHECK_WRONG);
    }
}
END_TEST

/* One entry is wrong, and a tolerance of 0.3 hides the other, but not beside one of 1000. */
START_TEST(wrong_entries_beside_hidden_ones)
{
    const double constant = constant_for(0.3);
    ck_assert_int_eq(check_shape(2, (shape){.constant = constant, .slope = {1, 1}, .supplied = {1, 5}}, NULL),
                     DESCENT_CHECK_WRONG);
    ck_assert_int_eq(check_shape(2, (shape){.constant = constant, .slope = {1, 1}, .supplied = {1, 1000}}, NULL),
                     DESCENT_CHECK_COMPONENTS);
}
END_TEST

/* Zeros are no multiple of the gradient, and of entries that are equally wrong, or right, the first is named. */
START_TEST(zeros_and_equals)
{
    ck_assert_int_eq(check_shape(2, (shape){.slope = {1, 2}, .supplied = {0, 0}}, NULL), DESCENT_CHECK_WRONG);
    for (int wrong = 0; wrong < 2; wrong++) {
        const double origin[] = {0, 0};
        shape s = {.slope = {1, 1}, .supplied = {1 + wrong, 1 + wrong}};
        const descent_problem problem = {
            .dimension = 2, .loss = shape_loss, .gradient = shape_gradient, .context = &s, .scale = 10};
        descent_derivative_check *check;
        assert_success(descent_check_gradient(&problem, origin, &check));
        ck_assert_uint_eq(check->worst, 0);
        descent_derivative_check_free(check);
    }
}
END_TEST

/* descent__sign_accuracy: −1 to a thousandth. */
START_TEST(a_sign_against_a_factor)
{
    for (int side = -1; side <= 1; side += 2) {
        ck_assert_int_eq(check_shape(1, (shape){.slope = {1}, .supplied = {-1 + side * 0.999e-3}}, NULL),
                         DESCENT_CHECK_SIGN);
        ck_assert_int_eq(check_shape(1, (shape){.slope = {1}, .supplied = {-1 + side * 1.001e-3}}, NULL),
                         DESCENT_CHECK_FACTOR);
    }
}
END_TEST

static double tolerance_of(shape s)
{
    double tolerance;
    s.slope[0] = s.supplied[0] = 1;
    check_shape(1, s, &tolerance);
    return tolerance;
}

/*
 * descent__smooth_bend: the bend of |x|^p falls by 4^-p from width to width, 0.09 at p = 1.737. Where it is rough, half
 * of the bend over the width is added to the tolerance, 2^-14(p − 1), which is 6e-4.
 */
START_TEST(smooth_against_a_kink)
{
    ck_assert_double_lt(tolerance_of((shape){.bend = 1, .power = 1.74}), 1e-7);
    ck_assert_double_gt(tolerance_of((shape){.bend = 1, .power = 1.73}), 1e-4);
}
END_TEST

/*
 * descent__smooth_change: the change of the difference of ±|x|^p, times the width, falls by 4^-p, 0.04 at p = 2.322.
 * Where that is rough the change counts as noise, which at the narrow widths makes a hundred times the tolerance.
 */
START_TEST(smooth_against_noise)
{
    const double smooth = tolerance_of((shape){.twist = 1, .power = 2.33}),
                 rough = tolerance_of((shape){.twist = 1, .power = 2.31});
    ck_assert_msg(rough > 10 * smooth, "%g and %g", smooth, rough);
}
END_TEST

/* descent__unresolved_part: a bump at the point alone bends by twice its height at every width; the loss varies by 2.
 * */
START_TEST(resolved_against_unresolved)
{
    ck_assert(isfinite(tolerance_of((shape){.bump = 0.00999})));
    ck_assert(isinf(tolerance_of((shape){.bump = 0.01001})));
}
END_TEST

/* descent__widths_needed: the last four widths begin with 2^-8. */
START_TEST(enough_widths)
{
    ck_assert(isfinite(tolerance_of((shape){.edge = 0x1p-8 * 1.0001})));
    ck_assert(isinf(tolerance_of((shape){.edge = 0x1p-8})));
}
END_TEST

/*
 * descent__estimate_safety: x + T·x|x|^(5/2) has differences of 1 + T·32^−k at the widths 4^−k. Extrapolated j times what
 * is beyond 1 is a_j·T·32^−k, with a_j = a_(j−1)·(16^j − 32)/(16^j − 1), and differs from its neighbour at the width before
 * by |a_j − 32·a_(j−1)|·T·32^−k, which falls with j. Four times that is granted, at the last width, k = j = 7.
 */
START_TEST(changes_of_the_estimate)
{
    const double twist = 1e3, unit = twist / 0x1p35;
    double factor = 1, change = 0;
    for (int j = 1; j <= 7; j++) {
        const double next = factor * (pow(16, j) - 32) / (pow(16, j) - 1);
        change = fabs(next - 32 * factor);
        factor = next;
    }
    const double best = 1 + factor * unit, allowed = 4 * change * unit + 1.5e-8;
    for (int sign = -1; sign <= 1; sign += 2) {
        shape s = {.slope = {1, 0}, .twist = twist, .power = 3.5};
        s.supplied[0] = best + sign * allowed * (1 - 1e-3);
        ck_assert_int_eq(check_shape(1, s, NULL), DESCENT_CHECK_AGREES);
        s.supplied[0] = best + sign * allowed * (1 + 1e-3);
        ck_assert_int_eq(check_shape(1, s, NULL), DESCENT_CHECK_FACTOR);
    }
}
END_TEST

enum {
    widths = 8
};

/* L(x) = x, but at ±4^-k half of bends[k] is added, and the difference quotient is 1 + slopes[k]. */
typedef struct table {
    double bends[widths], slopes[widths];
} table;

static int table_loss(size_t n, const double *x, double *value, void *context)
{
    const table *const t = context;
    (void)n;
    *value = x[0];
    for (int k = 0; k < widths; k++)
        if (fabs(x[0]) == ldexp(1, -2 * k))
            *value += t->bends[k] / 2 + x[0] * t->slopes[k];
    return 0;
}

static int table_gradient(size_t n, const double *x, double *gradient, void *context)
{
    (void)n, (void)x, (void)context;
    gradient[0] = 1;
    return 0;
}

/*
 * What does not fall from width to width is a kink, whose slopes differ by the bend over the width, by either of the last two, or noise: then
 * the estimate of the widest is kept, and its error is all by which the narrowest differs. All numbers are exact; 2^-14 is the narrowest width.
 */
START_TEST(errors_beside_kinks_and_noise)
{
    const double d = 0x1p-10, e = 0x1p-15, b = 0x1p-20;
    const struct {
        table at;
        double error;
    } cases[] = {
        {{.bends = {0}}, 0},
        {{.slopes = {[7] = d}}, d},
        {{.slopes = {[6] = d, [7] = d}}, d},
        {{.slopes = {[5] = d, [6] = d, [7] = d + e}}, d + e},
        {{.slopes = {[5] = d, [6] = d, [7] = d}}, 0}, /* the last two agree */
        {{.bends = {[6] = b, [7] = b}}, b / 2 * 0x1p14},
        {{.bends = {[6] = 8 * b, [7] = b}}, 8 * b / 4 / 2 * 0x1p14},
        {{.bends = {[6] = 8 * b, [7] = b / 2}}, 8 * b / 4 / 2 * 0x1p14},
        {{.bends = {[7] = b}}, b / 2 * 0x1p14},
        {{.bends = {[5] = 256 * b, [6] = 16 * b, [7] = b}}, 0}, /* smooth */
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        table at = cases[k].at;
        const descent_problem problem = {
            .dimension = 1, .loss = table_loss, .gradient = table_gradient, .context = &at, .scale = 10};
        descent_derivative_check *check;
        const double origin = 0;
        assert_success(descent_check_gradient(&problem, &origin, &check));
        const double error = check->tolerance[0] - 1.5e-8 * fabs(check->expected[0]);
        ck_assert_msg(fabs(error - cases[k].error) <= 1e-12, "%zu: %.17g and not %.17g", k, error, cases[k].error);
        descent_derivative_check_free(check);
    }
}
END_TEST

/* An even loss varies by its bend alone: |x| and x² are resolved, a bump at the point itself is not. */
START_TEST(even_losses)
{
    double tolerance;
    (void)check_shape(1, (shape){.bend = 1, .power = 1}, &tolerance);
    ck_assert_double_eq_tol(tolerance, 1, 1e-12); /* any slope from -1 to 1 */
    ck_assert_int_eq(check_shape(1, (shape){.bend = 1, .power = 2}, &tolerance), DESCENT_CHECK_UNDECIDED);
    ck_assert_double_lt(tolerance, 1e-12);
    (void)check_shape(1, (shape){.bump = 1}, &tolerance);
    ck_assert(isinf(tolerance));
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {changes_of_the_estimate,
                                  right_against_wrong,
                                  rounding_of_the_loss,
                                  hidden_entries,
                                  entries_beside_larger_ones,
                                  a_sign_against_a_factor,
                                  smooth_against_a_kink,
                                  smooth_against_noise,
                                  resolved_against_unresolved,
                                  enough_widths,
                                  zeros_and_equals,
                                  errors_beside_kinks_and_noise,
                                  even_losses,
                                  a_factor_against_a_wrong_entry,
                                  the_factor_of_the_clearest_entry,
                                  wrong_entries_beside_hidden_ones};
    return descent_test_main(descent_test_suite("problem_tolerances", tests, sizeof tests / sizeof tests[0]));
}
