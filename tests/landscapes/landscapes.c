/* Landscapes: losses and derivatives against their formulas. */
#include <math.h>
#include <string.h>

#include <descent/descent.h>
#include <descent/landscapes.h>

#include "support.h"

START_TEST(notebook_values)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
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
    const descent_problem problem = descent_test_landscape("notebook", 0);
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

/* As the header says, to the last bit: the digits are from 50-digit arithmetic (mpmath). */
START_TEST(rounded_correctly)
{
    const descent_landscape_point *const notebook = descent_landscape_find("notebook")->points;
    ck_assert_double_eq(notebook[0].x[1], 0.29289321881345247559915563789515);
    ck_assert_double_eq(notebook[1].x[1], 1.7071067811865475244008443621048);
    const descent_landscape_point *const tang = descent_landscape_find("styblinski_tang")->points;
    ck_assert_double_eq(tang[1].x[0], -2.9035340277711770951);
    ck_assert_double_eq(tang[1].x[1], 2.7468027709908369925);
}
END_TEST

static const descent_landscape *const *table;
static size_t table_length;

static void read_table(void)
{
    table = descent_landscapes(&table_length);
    ck_assert_uint_ge(table_length, 9);
}

START_TEST(found_by_name)
{
    read_table();
    for (size_t k = 0; k < table_length; k++) {
        ck_assert_ptr_eq(descent_landscape_find(table[k]->name), table[k]);
        ck_assert_int_eq(descent_problem_check(&table[k]->problem), DESCENT_SUCCESS);
        if (k > 0)
            ck_assert_int_lt(strcmp(table[k - 1]->name, table[k]->name), 0);
    }
    ck_assert_ptr_null(descent_landscape_find("no such place"));
    ck_assert_ptr_null(descent_landscape_find(NULL));
}
END_TEST

/* At points that are nothing special, each derivative against central differences of the one below it. */
START_TEST(derivatives_agree)
{
    read_table();
    for (size_t k = 0; k < table_length; k++) {
        const descent_problem *const problem = &table[k]->problem;
        const size_t n = problem->dimension;
        const double h = 1e-5;
        double x[4] = {0.37, -0.81, 1.13, 0.59}, gradient[4], above[4], below[4], hessian[16], up, down;
        problem->gradient(n, x, gradient, NULL);
        problem->hessian(n, x, hessian, NULL);
        for (size_t i = 0; i < n; i++) {
            const double middle = x[i];
            x[i] = middle + h;
            problem->loss(n, x, &up, NULL);
            problem->gradient(n, x, above, NULL);
            x[i] = middle - h;
            problem->loss(n, x, &down, NULL);
            problem->gradient(n, x, below, NULL);
            x[i] = middle;
            ck_assert_double_eq_tol(gradient[i], (up - down) / (2 * h), 1e-5);
            for (size_t j = 0; j < n; j++)
                ck_assert_double_eq_tol(hessian[i * n + j], (above[j] - below[j]) / (2 * h), 1e-5);
        }
        if (!problem->hessian_product)
            continue;
        const double vector[4] = {0.9, -0.4, 0.7, 1.6};
        double product[4];
        ck_assert_int_eq(problem->hessian_product(n, x, vector, product, NULL), 0);
        for (size_t i = 0; i < n; i++) {
            double expected = 0;
            for (size_t j = 0; j < n; j++)
                expected += hessian[i * n + j] * vector[j];
            ck_assert_double_eq_tol(product[i], expected, 1e-11 * (1 + fabs(expected)));
        }
    }
}
END_TEST

/* Many gradients at once: the bits of each alone, whatever the count and the stride, and nothing but gradients written. */
START_TEST(gradients_in_batches)
{
    enum {
        most = 37, /* more than four of the widest registers, and no multiple of any */
        stride = 41
    };
    double x[4 * stride], gradient[4 * stride], point[4], alone[4];
    read_table();
    for (size_t k = 0; k < table_length; k++) {
        const descent_problem *const problem = &table[k]->problem;
        const size_t n = problem->dimension;
        ck_assert(problem->gradient_batch != NULL);
        for (size_t i = 0; i < 4 * stride; i++)
            x[i] = 1.9 * sin(12.9898 * (double)i); /* scattered */
        x[3] = INFINITY;                           /* a run that has left is nobody's concern, but must not disturb */
        for (size_t count = 1; count <= most; count++) {
            memset(gradient, 0, sizeof gradient);
            ck_assert_int_eq(problem->gradient_batch(n, count, stride, x, gradient, problem->context), 0);
            for (size_t j = 0; j < count; j++) {
                for (size_t i = 0; i < n; i++)
                    point[i] = x[i * stride + j];
                problem->gradient(n, point, alone, problem->context);
                for (size_t i = 0; i < n && j != 3; i++)
                    ck_assert_mem_eq(&gradient[i * stride + j], &alone[i], sizeof(double));
            }
            for (size_t i = 0; i < n; i++)
                ck_assert_double_eq(gradient[i * stride + count], 0);
        }
    }
}
END_TEST

/* The gradient at a rounded point is no more than what rounding of the point explains. */
START_TEST(known_points_are_critical)
{
    read_table();
    for (size_t k = 0; k < table_length; k++) {
        const descent_landscape *const landscape = table[k];
        const size_t n = landscape->problem.dimension;
        ck_assert_uint_ge(landscape->point_count, 1);
        for (size_t p = 0; p < landscape->point_count; p++) {
            const descent_landscape_point *const point = &landscape->points[p];
            double loss, gradient[4];
            landscape->problem.loss(n, point->x, &loss, NULL);
            landscape->problem.gradient(n, point->x, gradient, NULL);
            ck_assert_double_eq_tol(loss, point->loss, 1e-13 * (1 + fabs(point->loss)));
            for (size_t i = 0; i < n; i++) {
                ck_assert_double_eq_tol(gradient[i], 0, 1e-12);
                ck_assert(landscape->lower[i] < point->x[i] && point->x[i] < landscape->upper[i]);
            }
            if (p > 0)
                ck_assert_double_le(landscape->points[p - 1].loss, point->loss);
        }
    }
}
END_TEST

START_TEST(sums_in_any_dimension)
{
    const double x[] = {-1, 0.5, 2};
    double loss, product[3];
    const descent_problem well = descent_test_landscape("double_well", 3);
    ck_assert_int_eq(well.loss(3, x, &loss, NULL), 0);
    ck_assert_double_eq(loss, (0 + 0.5625 + 9) / 4);
    const double vector[] = {1, 2, -1};
    well.hessian_product(3, x, vector, product, NULL);
    ck_assert_double_eq(product[0], 2);
    ck_assert_double_eq(product[1], -0.5);
    ck_assert_double_eq(product[2], -11);
    const descent_problem tang = descent_test_landscape("styblinski_tang", 3);
    tang.loss(3, x, &loss, NULL);
    ck_assert_double_eq(loss, (1 - 16 - 5 + 0.0625 - 4 + 2.5 + 16 - 64 + 10) / 2);
    const descent_problem usual = descent_test_landscape("double_well", 0);
    ck_assert_uint_eq(usual.dimension, 2);
}
END_TEST

START_TEST(problems_that_are_not_there_are_refused)
{
    descent_problem problem = {.dimension = 7};
    assert_failure(descent_landscape_problem("rosenbrook", 0, &problem), DESCENT_EINVAL, "rosenbrock, six_hump_camel");
    ck_assert_uint_eq(problem.dimension, 0);
    assert_failure(descent_landscape_problem("rosenbrook", 0, &problem), DESCENT_EINVAL, "got rosenbrook");
    assert_failure(descent_landscape_problem("rosenbrock", 3, &problem), DESCENT_EINVAL, "dimension of rosenbrock");
    assert_failure(descent_landscape_problem(NULL, 0, &problem), DESCENT_EINVAL, "name");
    assert_failure(descent_landscape_problem("rosenbrock", 0, NULL), DESCENT_EINVAL, "problem");
    assert_success(descent_landscape_problem("rosenbrock", 2, &problem));
    ck_assert_uint_eq(problem.dimension, 2);
    /* Only what is a sum over variables has another dimension, and it says so. */
    read_table();
    for (size_t k = 0; k < table_length; k++)
        ck_assert_int_eq(descent_landscape_problem(table[k]->name, 5, &problem),
                         table[k]->any_dimension ? DESCENT_SUCCESS : DESCENT_EINVAL);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {notebook_values,
                                  notebook_critical_points,
                                  rounded_correctly,
                                  found_by_name,
                                  derivatives_agree,
                                  gradients_in_batches,
                                  known_points_are_critical,
                                  sums_in_any_dimension,
                                  problems_that_are_not_there_are_refused};
    return descent_test_main(descent_test_suite("landscapes", tests, sizeof tests / sizeof tests[0]));
}
