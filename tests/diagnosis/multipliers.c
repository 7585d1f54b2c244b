/*
 * Multipliers of cycles, where the matrix of the way round is formed and where its size forbids it.
 *
 * x ← x − η(x³ − x) has, beside 1, the cycle a, b with ab = 1/η and a² + b² = 1 + 1/η, whose multiplier is 9 − 2(1 + η)²: from
 * (1 + η − 3ηa²)(1 + η − 3ηb²). A variable of its own with curvature c adds the multiplier (1 − ηc)².
 */
#include <math.h>
#include <stdlib.h>

#include "support.h"

static const double eta = 1.1, cycle_multiplier = 9 - 2 * 2.1 * 2.1;

/* The first variable goes round; the second has the curvature *context, all others lie still in one step. */
static int gradient(size_t n, const double *x, double *g, void *context)
{
    g[0] = x[0] * x[0] * x[0] - x[0];
    for (size_t i = 1; i < n; i++)
        g[i] = (i == 1 ? *(const double *)context : 1 / 1.1) * x[i];
    return 0;
}

static int loss(size_t n, const double *x, double *value, void *context)
{
    *value = x[0] * x[0] * (x[0] * x[0] / 4 - 0.5);
    for (size_t i = 1; i < n; i++)
        *value += (i == 1 ? *(const double *)context : 1 / 1.1) * x[i] * x[i] / 2;
    return 0;
}

static double largest_of(const descent_cycle *cycle)
{
    double largest = 0;
    for (size_t j = 0; j < cycle->multiplier_count; j++)
        largest = fmax(largest, hypot(cycle->multipliers[j], cycle->multipliers_imaginary[j]));
    return largest;
}

/* Up to 64 numbers of state all multipliers are known, beyond it the largest. */
START_TEST(multipliers_are_those_of_the_formula_at_every_size)
{
    static const size_t sizes[] = {2, 64, 65, 150};
    const size_t n = sizes[_i];
    double *const start = calloc(n, sizeof *start);
    ck_assert_ptr_nonnull(start);
    start[0] = 0.9;
    start[1] = 0.2;
    for (int other = 0; other < 2; other++) {
        double curvature = other ? 0.3 : 1 / 1.1;
        const descent_problem problem = {.dimension = n, .loss = loss, .gradient = gradient, .context = &curvature};
        const double exact = fmax(cycle_multiplier, pow(1 - eta * curvature, 2));
        descent_diagnosis *const diagnosis = descent_test_diagnose(&problem, descent_fixed_step(eta), start, 400);
        ck_assert_int_eq(diagnosis->ending, DESCENT_ENDING_PERIODIC);
        ck_assert_uint_eq(diagnosis->cycle.period, 2);
        ck_assert_uint_eq(diagnosis->cycle.multiplier_count, n <= 64 ? n : 1);
        ck_assert_double_eq_tol(largest_of(&diagnosis->cycle), exact, 1e-4);
        if (n > 64)
            ck_assert_double_eq_tol(diagnosis->cycle.multipliers[0], exact, 1e-4); /* with its sign */
        const double product = diagnosis->cycle.orbit[0] * diagnosis->cycle.orbit[n];
        ck_assert_double_eq_tol(product, 1 / eta, 1e-9);
        descent_diagnosis_free(diagnosis);
    }
    free(start);
}
END_TEST

static double sign_of(double x)
{
    return (double)((x > 0) - (x < 0));
}

/*
 * max(|x|, |y|) and |x| + y²/4 with 0 at a kink. The steps of 0.1 lead from (1, 0.3) to (−0.1, 0) and (0, 0) and back, on the first
 * kink: from (0, δ) a round goes by (0, δ − 0.1), which is not beside the cycle, and back to (0, δ). From (0.05, 1) the second goes
 * from side to side between 0.05 and −0.05, beside its kink, and y by 1 − 0.1/2 each step: multipliers 1 and 0.95².
 */
static int kinked_loss(size_t n, const double *x, double *value, void *context)
{
    (void)n;
    *value = context ? fabs(x[0]) + x[1] * x[1] / 4 : fmax(fabs(x[0]), fabs(x[1]));
    return 0;
}

static int kinked_gradient(size_t n, const double *x, double *g, void *context)
{
    (void)n;
    const bool first = context || fabs(x[0]) >= fabs(x[1]);
    g[0] = first ? sign_of(x[0]) : 0;
    g[1] = context ? x[1] / 2 : first ? 0 : sign_of(x[1]);
    return 0;
}

START_TEST(across_a_kink_on_the_way_round_there_are_no_multipliers)
{
    int beside = 1;
    static const double starts[][2] = {{1, 0.3}, {0.05, 1}};
    for (int k = 0; k < 2; k++) {
        const descent_problem problem = {
            .dimension = 2, .loss = kinked_loss, .gradient = kinked_gradient, .context = k == 0 ? NULL : &beside};
        descent_diagnosis *const d = descent_test_diagnose(&problem, descent_fixed_step(0.1), starts[k], 400);
        ck_assert_int_eq(d->ending, DESCENT_ENDING_PERIODIC);
        ck_assert_uint_eq(d->cycle.period, 2);
        ck_assert_uint_eq(d->cycle.multiplier_count, k == 0 ? 0 : 2);
        if (k == 1) {
            ck_assert_double_eq_tol(largest_of(&d->cycle), 1, 1e-6);
            ck_assert_double_eq_tol(fmin(d->cycle.multipliers[0], d->cycle.multipliers[1]), 0.95 * 0.95, 1e-6);
        }
        descent_diagnosis_free(d);
    }
}
END_TEST

int main(void)
{
    Suite *const suite = suite_create("diagnosis_multipliers");
    TCase *const tests = tcase_create("diagnosis_multipliers");
    tcase_add_loop_test(tests, multipliers_are_those_of_the_formula_at_every_size, 0, 4);
    tcase_add_test(tests, across_a_kink_on_the_way_round_there_are_no_multipliers);
    suite_add_tcase(suite, tests);
    return descent_test_main(suite);
}
