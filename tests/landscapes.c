/* Landscapes: losses and derivatives against their formulas. */
#include <math.h>

#include <descent/descent.h>

#include "support.h"

START_TEST(notebook_values)
{
    const descent_problem problem = descent_landscape_notebook();
    const double start[] = {4, 2.5}, direction[] = {3, -2};
    double loss, gradient[2], hessian[4], product[2];
    ck_assert_int_eq(problem.loss(2, start, &loss, NULL), 0);
    ck_assert_int_eq(problem.gradient(2, start, gradient, NULL), 0);
    ck_assert_int_eq(problem.hessian(2, start, hessian, NULL), 0);
    ck_assert_int_eq(problem.hessian_product(2, start, direction, product, NULL), 0);
    /* With u = 3/2 all of these are exact: 4 + 81/16 − 9/4; (4, 27/2 − 3); diag(2, 27 − 2). */
    ck_assert_double_eq(loss, 6.8125);
    ck_assert_double_eq(gradient[0], 4);
    ck_assert_double_eq(gradient[1], 10.5);
    ck_assert_double_eq(hessian[0], 2);
    ck_assert_double_eq(hessian[1], 0);
    ck_assert_double_eq(hessian[2], 0);
    ck_assert_double_eq(hessian[3], 25);
    ck_assert_double_eq(product[0], 6);
    ck_assert_double_eq(product[1], -50);
}
END_TEST

START_TEST(notebook_critical_points)
{
    const descent_problem problem = descent_landscape_notebook();
    const double points[][2] = {{2, 1 + sqrt(0.5)}, {2, 1 - sqrt(0.5)}, {2, 1}};
    const double losses[] = {-0.25, -0.25, 0};
    for (size_t i = 0; i < 3; i++) {
        double loss, gradient[2];
        problem.loss(2, points[i], &loss, NULL);
        problem.gradient(2, points[i], gradient, NULL);
        ck_assert_double_eq_tol(loss, losses[i], 1e-15);
        ck_assert_double_eq(gradient[0], 0);
        ck_assert_double_eq_tol(gradient[1], 0, 1e-15);
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {notebook_values, notebook_critical_points};
    return descent_test_main(descent_test_suite("landscapes", tests, sizeof tests / sizeof tests[0]));
}
