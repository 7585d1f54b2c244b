/* Boundaries of basins: smooth ones, and one whose dimension is known. */
#include <math.h>

#include <descent/basins.h>
#include <descent/descent.h>
#include <descent/sweep.h>

#include "support.h"

/* A quartic in two variables whose wells are told apart by the sign of x₁ + x₂²/4. */
static int curved(size_t dimension, const double *x, double *gradient, void *context)
{
    (void)dimension;
    (void)context;
    const double u = x[0] + x[1] * x[1] / 4;
    gradient[0] = 4 * u * (u * u - 1);
    gradient[1] = gradient[0] * x[1] / 2 + 2 * x[1];
    return 0;
}

START_TEST(a_smooth_boundary_has_exponent_one)
{
    const descent_problem problem = {.dimension = 2, .gradient = curved};
    const size_t across = descent_test_in_full() ? 256 : 128;
    const descent_plane plane = {.left = -2, .right = 2, .bottom = -1.5, .top = 1.5, .columns = across, .rows = across};
    descent_basin_boundary boundary;
    descent_sweep *sweep;
    assert_success(descent_sweep_plane(&problem, descent_fixed_step(0.02), &plane, NULL, &sweep));
    ck_assert_uint_eq(descent_sweep_view(sweep).label_count, 2);
    assert_success(descent_basin_boundary_measure(sweep, &boundary));
    ck_assert_uint_ge(boundary.scales, 4);
    ck_assert_double_eq_tol(boundary.exponent, 1, 0.1);
    ck_assert_double_eq_tol(boundary.dimension, 1, 0.1);
    descent_sweep_free(sweep);
}
END_TEST

/*
 * The middle-thirds set on every row: with the map x ← 3x on [0, 1/3] and x ← 3x − 2 on [2/3, 1], a start leaves [0, 1] to
 * the gap or stays for ever on the Cantor set. Two basins that alternate between gaps of one order have a boundary of
 * dimension ln 2/ln 3 in a row, so exponent 1 − ln 2/ln 3. Made with a setup function: the ending of each run is forced by
 * where its start lies.
 */
static int to_wells(size_t dimension, const double *x, double *gradient, void *context)
{
    (void)dimension;
    (void)context;
    gradient[0] = x[0] < 0 ? x[0] + 1 : x[0] - 1;
    return 0;
}

enum {
    cantor_columns = 2187, /* 3⁷ */
    cantor_rows = 64
};

static int cantor_setup(size_t run, descent_sweep_run *setup, void *context)
{
    (void)context;
    double x = ((double)(run % cantor_columns) + 0.5) / cantor_columns;
    int order = 0;
    while (order < 7 && !(x > 1.0 / 3 && x < 2.0 / 3)) {
        x = x <= 1.0 / 3 ? 3 * x : 3 * x - 2;
        order++;
    }
    setup->start[0] = order % 2 == 0 ? -1 : 1;
    return 0;
}

START_TEST(a_cantor_set_has_its_dimension)
{
    const descent_problem problem = {.dimension = 1, .gradient = to_wells};
    const double start = 0;
    descent_sweep_options options = {0};
    descent_basin_boundary boundary;
    descent_sweep *sweep;
    options.columns = cantor_columns;
    options.steps = 30;
    assert_success(descent_sweep_runs(&problem, descent_fixed_step(0.5), &start, (size_t)cantor_columns * cantor_rows,
                                      cantor_setup, NULL, &options, &sweep));
    assert_success(descent_basin_boundary_measure(sweep, &boundary));
    ck_assert_double_eq_tol(boundary.exponent, 1 - log(2) / log(3), 0.12);
    descent_sweep_free(sweep);
}
END_TEST

START_TEST(no_boundary_has_no_exponent)
{
    const descent_problem problem = {.dimension = 1, .gradient = to_wells};
    const double starts[] = {-1, -1, -1, -1};
    descent_basin_boundary boundary;
    descent_sweep *sweep;
    const descent_plane plane = {.left = 0.5, .right = 1, .up = starts, .columns = 16, .rows = 16};
    assert_success(descent_sweep_plane(&problem, descent_fixed_step(0.5), &plane, NULL, &sweep));
    assert_success(descent_basin_boundary_measure(sweep, &boundary));
    ck_assert_double_nan(boundary.exponent);
    ck_assert_double_nan(boundary.dimension);
    ck_assert_uint_eq(boundary.scales, 0);
    descent_sweep_free(sweep);
    assert_success(descent_sweep_starts(&problem, descent_fixed_step(0.5), starts, 4, NULL, &sweep));
    assert_failure(descent_basin_boundary_measure(sweep, &boundary), DESCENT_EINVAL, "map");
    assert_failure(descent_basin_boundary_measure(sweep, NULL), DESCENT_EINVAL, "boundary");
    assert_failure(descent_basin_boundary_measure(NULL, &boundary), DESCENT_EINVAL, "sweep");
    descent_sweep_free(sweep);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        a_smooth_boundary_has_exponent_one,
        a_cantor_set_has_its_dimension,
        no_boundary_has_no_exponent,
    };
    return descent_test_main(descent_test_suite("basins", tests, sizeof tests / sizeof tests[0]));
}
