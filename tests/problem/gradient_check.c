/* Derivative checks: every kind of mistake is named, rounding is told apart from mistakes. */
#include <math.h>
#include <stdint.h>
#include <stdio.h>

#include <descent/descent.h>
#include <descent/gradient_check.h>

#include "support.h"

/* L(x) = offset + Σ aᵢ·exp(xᵢ)-like terms, coupled: a smooth loss whose derivatives are known, and ways to get them
 * wrong. */
typedef enum mistake {
    NONE,
    SIGN,
    FACTOR,
    SWAPPED,
    ONE_SIGN,
    ONE_WRONG,
    ALL_WRONG,
    SINGLE_PRECISION
} mistake;

typedef struct plan {
    mistake mistake;
    double offset;
    int fail_at, calls;
    double edge; /* the loss is NaN beyond */
} plan;

static int plan_loss(size_t n, const double *x, double *value, void *context)
{
    plan *const p = context;
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += exp(0.5 * x[i]) * (double)(i + 1) + x[i] * x[(i + 1) % n];
    *value = x[0] > p->edge ? NAN : p->offset + sum;
    return ++p->calls == p->fail_at ? 3 : 0;
}

static int plan_gradient(size_t n, const double *x, double *g, void *context)
{
    plan *const p = context;
    for (size_t i = 0; i < n; i++)
        g[i] = 0.5 * exp(0.5 * x[i]) * (double)(i + 1) + x[(i + 1) % n] + x[(i + n - 1) % n];
    for (size_t i = 0; i < n; i++)
        if (p->mistake == SIGN)
            g[i] = -g[i];
        else if (p->mistake == FACTOR)
            g[i] *= 2;
        else if (p->mistake == ALL_WRONG)
            g[i] = sin(3 + (double)i);
        else if (p->mistake == SINGLE_PRECISION)
            g[i] = (double)(float)g[i];
    if (p->mistake == SWAPPED) {
        const double other = g[1];
        g[1] = g[3];
        g[3] = other;
    }
    if (p->mistake == ONE_SIGN)
        g[2] = -g[2];
    if (p->mistake == ONE_WRONG)
        g[4] *= 1.001;
    return 0;
}

static int plan_hessian(size_t n, const double *x, double *h, void *context)
{
    plan *const p = context;
    for (size_t i = 0; i < n * n; i++)
        h[i] = 0;
    for (size_t i = 0; i < n; i++) {
        h[i * n + i] += 0.25 * exp(0.5 * x[i]) * (double)(i + 1);
        h[i * n + (i + 1) % n] += 1;
        h[i * n + (i + n - 1) % n] += 1;
    }
    if (p->mistake == ONE_WRONG)
        h[2 * n + 3] = 1.5;
    if (p->mistake == SIGN)
        for (size_t i = 0; i < n * n; i++)
            h[i] = -h[i];
    return 0;
}

static int plan_product(size_t n, const double *x, const double *v, double *hv, void *context)
{
    (void)context;
    for (size_t i = 0; i < n; i++)
        hv[i] = 0.25 * exp(0.5 * x[i]) * (double)(i + 1) * v[i] + v[(i + 1) % n] + v[(i + n - 1) % n];
    return 0;
}

static const double point[] = {0.3, -1.2, 2.5, 0.7, 1.1};

static descent_problem plan_problem(plan *p)
{
    if (p->edge == 0)
        p->edge = INFINITY;
    return (descent_problem){.dimension = 5, .loss = plan_loss, .gradient = plan_gradient, .context = p};
}

static descent_derivative_check *check_plan(plan *p)
{
    const descent_problem problem = plan_problem(p);
    descent_derivative_check *check;
    assert_success(descent_check_gradient(&problem, point, &check));
    return check;
}

static void assert_verdict(mistake which, descent_check_verdict verdict)
{
    plan p = {.mistake = which};
    descent_derivative_check *const check = check_plan(&p);
    ck_assert_msg(check->verdict == verdict, "mistake %d: verdict %d: %s", (int)which, (int)check->verdict,
                  check->explanation);
    descent_derivative_check_free(check);
}

START_TEST(right_gradients_agree)
{
    assert_verdict(NONE, DESCENT_CHECK_AGREES);
    const descent_problem problem = descent_test_landscape("notebook", 0);
    const double points[][2] = {{4, 2.5}, {0, -0.5}, {4, 1}, {2, 1}, {1e3, -1e3}, {1e-9, 1}};
    for (size_t i = 0; i < 6; i++) {
        descent_derivative_check *check;
        assert_success(descent_check_gradient(&problem, points[i], &check));
        ck_assert_msg(check->wrong_count == 0, "%zu: %s", i, check->explanation);
        descent_derivative_check_free(check);
        assert_success(descent_check_hessian(&problem, points[i], &check));
        ck_assert_msg(check->verdict == DESCENT_CHECK_AGREES, "%zu: %s", i, check->explanation);
        descent_derivative_check_free(check);
    }
}
END_TEST

START_TEST(estimates_are_as_good_as_they_say)
{
    plan p = {.mistake = NONE};
    double truth[5];
    descent_derivative_check *const check = check_plan(&p);
    plan_gradient(5, point, truth, &p);
    for (size_t i = 0; i < 5; i++) {
        ck_assert_double_le(fabs(check->expected[i] - truth[i]), check->tolerance[i]);
        ck_assert_double_le(check->tolerance[i], 1e-7 * fabs(truth[i]));
    }
    ck_assert_uint_eq(check->evaluations.gradient, 1);
    ck_assert_uint_eq(check->evaluations.loss, 81);
    descent_derivative_check_free(check);
}
END_TEST

START_TEST(a_wrong_sign_is_named)
{
    plan p = {.mistake = SIGN};
    descent_derivative_check *const check = check_plan(&p);
    ck_assert_int_eq(check->verdict, DESCENT_CHECK_SIGN);
    ck_assert_double_eq_tol(check->factor, -1, 1e-9);
    ck_assert_ptr_nonnull(strstr(check->explanation, "wrong sign"));
    descent_derivative_check_free(check);
}
END_TEST

START_TEST(a_factor_is_named)
{
    plan p = {.mistake = FACTOR};
    descent_derivative_check *const check = check_plan(&p);
    ck_assert_int_eq(check->verdict, DESCENT_CHECK_FACTOR);
    ck_assert_double_eq_tol(check->factor, 2, 1e-9);
    ck_assert_ptr_nonnull(strstr(check->explanation, "factor 2"));
    descent_derivative_check_free(check);
}
END_TEST

START_TEST(swapped_components_are_named)
{
    plan p = {.mistake = SWAPPED};
    descent_derivative_check *const check = check_plan(&p);
    ck_assert_int_eq(check->verdict, DESCENT_CHECK_SWAPPED);
    ck_assert_uint_eq(check->worst + check->partner, 4);
    ck_assert_uint_eq(check->worst * check->partner, 3);
    descent_derivative_check_free(check);
}
END_TEST

START_TEST(single_components_are_named)
{
    plan p = {.mistake = ONE_SIGN};
    descent_derivative_check *check = check_plan(&p);
    ck_assert_int_eq(check->verdict, DESCENT_CHECK_COMPONENTS);
    ck_assert_uint_eq(check->worst, 2);
    ck_assert_ptr_nonnull(strstr(check->explanation, "the sign is wrong"));
    descent_derivative_check_free(check);
    p = (plan){.mistake = ONE_WRONG};
    check = check_plan(&p);
    ck_assert_int_eq(check->verdict, DESCENT_CHECK_COMPONENTS);
    ck_assert_uint_eq(check->worst, 4);
    ck_assert_uint_eq(check->wrong_count, 1);
    descent_derivative_check_free(check);
    assert_verdict(ALL_WRONG, DESCENT_CHECK_WRONG);
}
END_TEST

START_TEST(rounding_is_told_apart)
{
    /* Beside 1e6, ten digits of the loss are left for its changes: mistakes still show, and a right gradient does. */
    plan p = {.mistake = NONE, .offset = 1e6};
    descent_derivative_check *check = check_plan(&p);
    ck_assert_msg(check->verdict == DESCENT_CHECK_AGREES, "%s", check->explanation);
    descent_derivative_check_free(check);
    p = (plan){.mistake = SIGN, .offset = 1e6};
    check = check_plan(&p);
    ck_assert_msg(check->verdict == DESCENT_CHECK_SIGN, "%s", check->explanation);
    descent_derivative_check_free(check);
    p = (plan){.mistake = SWAPPED, .offset = -1e8};
    check = check_plan(&p);
    ck_assert_msg(check->verdict == DESCENT_CHECK_SWAPPED, "%s", check->explanation);
    descent_derivative_check_free(check);
    /* Beside 1e20 nothing is left: neither a right nor a wrong gradient may be judged. */
    for (int which = NONE; which <= ALL_WRONG; which++) {
        p = (plan){.mistake = (mistake)which, .offset = 1e20};
        check = check_plan(&p);
        ck_assert_msg(check->verdict == DESCENT_CHECK_UNDECIDED, "%d: %s", which, check->explanation);
        descent_derivative_check_free(check);
    }
}
END_TEST

START_TEST(single_precision_is_seen_but_not_misnamed)
{
    plan p = {.mistake = SINGLE_PRECISION};
    descent_derivative_check *const check = check_plan(&p);
    ck_assert(check->verdict == DESCENT_CHECK_COMPONENTS || check->verdict == DESCENT_CHECK_WRONG ||
              check->verdict == DESCENT_CHECK_AGREES);
    descent_derivative_check_free(check);
}
END_TEST

START_TEST(an_edge_nearby_is_no_mistake)
{
    plan p = {.mistake = NONE, .edge = 0.3 + 1e-3};
    descent_derivative_check *check = check_plan(&p);
    ck_assert_msg(check->wrong_count == 0, "%s", check->explanation);
    descent_derivative_check_free(check);
    p = (plan){.mistake = NONE, .edge = 0.3 + 1e-9};
    check = check_plan(&p);
    ck_assert_msg(check->verdict == DESCENT_CHECK_UNDECIDED, "%s", check->explanation);
    ck_assert_uint_eq(check->undecided_count, 1);
    ck_assert_uint_eq(check->worst, 0);
    char text[400];
    snprintf(
        text, sizeof text,
        "Nothing contradicts the gradient, but rounding, a kink or a value that is not finite hides 1 of 5 entries, "
        "such as ∂L/∂x₁: it is %.6g, and the loss says %.6g ± %.1e.",
        check->supplied[0], check->expected[0], check->tolerance[0]);
    ck_assert_str_eq(check->explanation, text);
    descent_derivative_check_free(check);
}
END_TEST

/* Losses of one variable that are not smooth at every width, with their true derivatives. */
typedef struct rough_loss {
    double (*loss)(double x, double p);
    double (*slope)(double x, double p);
    double p;
} rough_loss;

static double spike(double x, double width)
{
    return exp(-x * x / (2 * width * width));
}

static double spike_slope(double x, double width)
{
    return -x / (width * width) * spike(x, width);
}

static double kink(double x, double where)
{
    return (x - 1) * (x - 1) + fabs(x - where);
}

static double kink_slope(double x, double where)
{
    return 2 * (x - 1) + (x >= where ? 1 : -1);
}

static double wave(double x, double frequency)
{
    return cos(frequency * x);
}

static double wave_slope(double x, double frequency)
{
    return -frequency * sin(frequency * x);
}

static double pole(double x, double where)
{
    return 1 / (x - where);
}

static double pole_slope(double x, double where)
{
    return -1 / ((x - where) * (x - where));
}

/* A phase that turns hundreds of thousands of times from one double to the next is as good as random. */
static double noise(double x, double amplitude)
{
    return x * x + amplitude * sin(1e22 * x);
}

static double noise_slope(double x, double amplitude)
{
    (void)amplitude;
    return 2 * x;
}

static int rough_value(size_t n, const double *x, double *value, void *context)
{
    const rough_loss *const rough = context;
    (void)n;
    *value = rough->loss(x[0], rough->p);
    return 0;
}

static int rough_gradient(size_t n, const double *x, double *gradient, void *context)
{
    const rough_loss *const rough = context;
    (void)n;
    gradient[0] = rough->slope(x[0], rough->p);
    return 0;
}

static descent_check_verdict check_rough(rough_loss rough, double x)
{
    const descent_problem problem = {
        .dimension = 1, .loss = rough_value, .gradient = rough_gradient, .context = &rough};
    descent_derivative_check *check;
    assert_success(descent_check_gradient(&problem, &x, &check));
    const descent_check_verdict verdict = check->verdict;
    ck_assert_msg(verdict <= DESCENT_CHECK_UNDECIDED, "at %g, p = %g: %s", x, rough.p, check->explanation);
    descent_derivative_check_free(check);
    return verdict;
}

/* Widths that straddle a spike, a kink or a pole, or many waves, tell nothing of the derivative at x. */
START_TEST(a_right_gradient_is_never_called_wrong)
{
    for (double p = 1e-9; p < 0.2; p *= 10) {
        const descent_check_verdict beside = check_rough((rough_loss){spike, spike_slope, p}, p);
        ck_assert(p < 1e-3 || beside == DESCENT_CHECK_AGREES); /* found among widths that see nothing of it */
        check_rough((rough_loss){spike, spike_slope, p}, 3 * p);
        check_rough((rough_loss){pole, pole_slope, -p}, 0);
        for (int side = -1; side <= 1; side++) {
            const descent_check_verdict near = check_rough((rough_loss){kink, kink_slope, side * p}, 0);
            ck_assert_int_eq(near, side != 0 && p > 5e-5 ? DESCENT_CHECK_AGREES : DESCENT_CHECK_UNDECIDED);
        }
    }
    for (double p = 1; p < 1e12; p *= 7) {
        const descent_check_verdict verdict = check_rough((rough_loss){wave, wave_slope, p}, 1);
        ck_assert(p > 1e3 || verdict == DESCENT_CHECK_AGREES);
    }
    for (double p = 1e-14; p < 1; p *= 10)
        for (double x = 1e-3; x < 2; x *= 1.3) {
            const descent_check_verdict verdict = check_rough((rough_loss){noise, noise_slope, p}, x);
            ck_assert(p > 1e-10 || verdict == DESCENT_CHECK_AGREES);
        }
}
END_TEST

START_TEST(a_wrong_slope_beside_noise_is_called_wrong)
{
    const rough_loss rough = {noise, spike_slope, 1e-8};
    const double x = 1.5;
    const descent_problem problem = {
        .dimension = 1, .loss = rough_value, .gradient = rough_gradient, .context = (void *)&rough};
    descent_derivative_check *check;
    assert_success(descent_check_gradient(&problem, &x, &check));
    ck_assert_uint_eq(check->wrong_count, 1);
    descent_derivative_check_free(check);
}
END_TEST

START_TEST(hessians_are_checked_entry_by_entry)
{
    plan p = {.mistake = NONE};
    descent_problem problem = plan_problem(&p);
    descent_derivative_check *check;
    problem.hessian = plan_hessian;
    assert_success(descent_check_hessian(&problem, point, &check));
    ck_assert_int_eq(check->verdict, DESCENT_CHECK_AGREES);
    ck_assert_uint_eq(check->rows, 5);
    descent_derivative_check_free(check);

    p.mistake = ONE_WRONG; /* hessian[2][3], and a gradient[4] that is 0.1 % too long */
    assert_success(descent_check_hessian(&problem, point, &check));
    ck_assert_int_eq(check->verdict, DESCENT_CHECK_COMPONENTS);
    ck_assert_uint_eq(check->worst_row, 2);
    ck_assert_uint_eq(check->worst, 3);
    ck_assert_ptr_nonnull(strstr(check->explanation, "∂²L/∂x₃∂x₄ is 1.5, but the gradient says 1"));
    descent_derivative_check_free(check);

    p.mistake = FACTOR; /* the gradient is doubled, the Hessian is not */
    assert_success(descent_check_hessian(&problem, point, &check));
    ck_assert_int_eq(check->verdict, DESCENT_CHECK_FACTOR);
    ck_assert_double_eq_tol(check->factor, 0.5, 1e-7);
    descent_derivative_check_free(check);

    p.mistake = NONE;
    problem.hessian = NULL;
    problem.hessian_product = plan_product;
    assert_success(descent_check_hessian(&problem, point, &check));
    ck_assert_int_eq(check->verdict, DESCENT_CHECK_AGREES);
    ck_assert_uint_eq(check->evaluations.hessian_product, 5);
    descent_derivative_check_free(check);
}
END_TEST

START_TEST(what_cannot_be_checked_is_refused)
{
    plan p = {.mistake = NONE};
    descent_problem problem = plan_problem(&p);
    const double bad[] = {0, 1, NAN, 3, 4};
    descent_derivative_check *check = (descent_derivative_check *)&p;
    assert_failure(descent_check_gradient(NULL, point, &check), DESCENT_EINVAL, "problem");
    ck_assert_ptr_null(check);
    assert_failure(descent_check_gradient(&problem, NULL, &check), DESCENT_EINVAL, "x must not be NULL");
    assert_failure(descent_check_gradient(&problem, point, NULL), DESCENT_EINVAL, "check must not be NULL");
    assert_failure(descent_check_gradient(&problem, bad, &check), DESCENT_ENONFINITE, "x[2]");
    assert_failure(descent_check_hessian(&problem, point, &check), DESCENT_EUNSUPPORTED, "neither hessian");
    problem.gradient = NULL;
    assert_failure(descent_check_gradient(&problem, point, &check), DESCENT_EUNSUPPORTED, "no gradient");
    problem = plan_problem(&p);
    problem.loss = NULL;
    assert_failure(descent_check_gradient(&problem, point, &check), DESCENT_EUNSUPPORTED, "no loss");
    problem = plan_problem(&p);
    problem.hessian = plan_hessian;
    problem.dimension = SIZE_MAX / 4;
    assert_failure(descent_check_hessian(&problem, point, &check), DESCENT_EINVAL, "too large");
    for (int fail_at = 1; fail_at < 50; fail_at += 7) {
        p = (plan){.mistake = NONE, .fail_at = fail_at};
        problem = plan_problem(&p);
        assert_failure(descent_check_gradient(&problem, point, &check), DESCENT_ECALLBACK, "loss returned 3");
        ck_assert_ptr_null(check);
    }
    p = (plan){.mistake = NONE, .edge = -1};
    problem = plan_problem(&p);
    assert_failure(descent_check_gradient(&problem, point, &check), DESCENT_ENONFINITE, "loss at x");
    descent_derivative_check_free(NULL);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        right_gradients_agree,
        estimates_are_as_good_as_they_say,
        a_wrong_sign_is_named,
        a_factor_is_named,
        swapped_components_are_named,
        single_components_are_named,
        rounding_is_told_apart,
        single_precision_is_seen_but_not_misnamed,
        an_edge_nearby_is_no_mistake,
        a_right_gradient_is_never_called_wrong,
        a_wrong_slope_beside_noise_is_called_wrong,
        hessians_are_checked_entry_by_entry,
        what_cannot_be_checked_is_refused,
    };
    return descent_test_main(descent_test_suite("gradient check", tests, sizeof tests / sizeof tests[0]));
}
