/* What the options of a diagnosis change. */
#include <math.h>

#include "support.h"

/* L = (x² + 4y²)/2: descent with step η multiplies x by 1 − η and y by 1 − 4η. */
static int loss(size_t n, const double *x, double *value, void *context)
{
    (void)n;
    (void)context;
    *value = (x[0] * x[0] + 4 * x[1] * x[1]) / 2;
    return 0;
}

static int gradient(size_t n, const double *x, double *g, void *context)
{
    (void)n;
    (void)context;
    g[0] = x[0];
    g[1] = 4 * x[1];
    return 0;
}

/* Steps of the run at which ‖∇L‖ ≤ τ for the first time. */
static size_t steps_until(double tolerance)
{
    double x = 1, y = 1;
    size_t k = 0;
    for (; hypot(x, 4 * y) > tolerance; k++) {
        x *= 0.9;
        y *= 0.6;
    }
    return k;
}

/* With a tolerance for the gradient the run has converged from the step on at which ‖∇L‖ is within it, and what is left
 * before is what the run would still make. */
START_TEST(a_gradient_tolerance_decides_when_it_is_there)
{
    const descent_problem problem = {.dimension = 2, .loss = loss, .gradient = gradient};
    const double start[] = {1, 1};
    const double tolerances[] = {1e-2, 1e-4, 1e-7};
    for (size_t i = 0; i < sizeof tolerances / sizeof *tolerances; i++) {
        const size_t arrives = steps_until(tolerances[i]);
        const descent_diagnosis_options options = {.gradient_tolerance = tolerances[i]};
        for (int before = 0; before < 2; before++) {
            const size_t steps = before ? arrives - 12 : arrives + 1;
            descent_engine *const engine = descent_test_engine(&problem, descent_fixed_step(0.1), start);
            assert_success(descent_engine_record(engine, NULL));
            assert_success(descent_engine_run(engine, steps));
            descent_diagnosis *diagnosis;
            assert_success(descent_engine_diagnose(engine, &options, &diagnosis));
            ck_assert_int_eq(diagnosis->ending, before ? DESCENT_ENDING_APPROACHING : DESCENT_ENDING_CONVERGED);
            ck_assert_double_nan(diagnosis->tolerance);
            if (before) {
                const descent_interval left = diagnosis->pace.steps_to_go;
                ck_assert_double_eq_tol(left.value, 12, 1.01);
                ck_assert_double_le(left.low, 12);
                ck_assert_double_ge(left.high, 11);
            } else {
                ck_assert_double_eq(diagnosis->pace.steps_to_go.value, 0);
            }
            descent_diagnosis_free(diagnosis);
            descent_engine_free(engine);
        }
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {a_gradient_tolerance_decides_when_it_is_there};
    return descent_test_main(descent_test_suite("diagnosis_options", tests, sizeof tests / sizeof tests[0]));
}
