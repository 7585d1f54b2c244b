#include "landscapes/landscapes.h"

/* A sum over variables: each coordinate of a critical point is −1, 0 or 1, in any dimension. */

static double term(double x)
{
    return (x * x - 1) * (x * x - 1) / 4;
}

static double slope(double x)
{
    return x * (x * x - 1);
}

static double curvature(double x)
{
    return 3 * x * x - 1;
}

#include "landscapes/separable.h"

static const double lower[] = {-1.5, -1.5}, upper[] = {1.5, 1.5};

static const descent_landscape_point points[] = {
    {(const double[]){-1, -1}, 0, DESCENT_CRITICAL_MINIMUM, 0, 0, 1},
    {(const double[]){-1, 1}, 0, DESCENT_CRITICAL_MINIMUM, 0, 0, 1},
    {(const double[]){1, -1}, 0, DESCENT_CRITICAL_MINIMUM, 0, 0, 1},
    {(const double[]){1, 1}, 0, DESCENT_CRITICAL_MINIMUM, 0, 0, 1},
    {(const double[]){-1, 0}, 0.25, DESCENT_CRITICAL_SADDLE, 1, 0, 0},
    {(const double[]){0, -1}, 0.25, DESCENT_CRITICAL_SADDLE, 1, 0, 0},
    {(const double[]){0, 1}, 0.25, DESCENT_CRITICAL_SADDLE, 1, 0, 0},
    {(const double[]){1, 0}, 0.25, DESCENT_CRITICAL_SADDLE, 1, 0, 0},
    {(const double[]){0, 0}, 0.5, DESCENT_CRITICAL_MAXIMUM, 2, 0, 0},
};

DESCENT__LANDSCAPE(double_well) = {
    .name = "double_well",
    .title = "double well",
    .formula = "sum of (xi^2 - 1)^2 / 4",
    .source = "A sum over variables, each with derivative x (x - 1) (x + 1).",
    .problem = SEPARABLE_PROBLEM(2),
    .any_dimension = 1,
    .lower = lower,
    .upper = upper,
    .point_count = sizeof points / sizeof points[0],
    .points = points,
};
