#include "landscapes/landscapes.h"

/* A sum over variables: each coordinate of a critical point is a root of 4x³ − 32x + 5, in any dimension. */

static double term(double x)
{
    return (x * x * (x * x - 16) + 5 * x) / 2;
}

static double slope(double x)
{
    return 2 * x * (x * x - 8) + 2.5;
}

static double curvature(double x)
{
    return 6 * x * x - 16;
}

#include "landscapes/separable.h"

static const double lower[] = {-5, -5}, upper[] = {5, 5};

static const descent_landscape_point points[] = {
    {(const double[]){-2.903534027771177, -2.903534027771177}, -78.33233140754282, DESCENT_CRITICAL_MINIMUM, 0, 0, 1},
    {(const double[]){-2.903534027771177, 2.746802770990837}, -64.19561235905536, DESCENT_CRITICAL_MINIMUM, 0, 0, 1},
    {(const double[]){2.746802770990837, -2.903534027771177}, -64.19561235905536, DESCENT_CRITICAL_MINIMUM, 0, 0, 1},
    {(const double[]){2.746802770990837, 2.746802770990837}, -50.05889331056788, DESCENT_CRITICAL_MINIMUM, 0, 0, 1},
    {(const double[]){-2.903534027771177, 0.1567312567803401}, -38.97055334471606, DESCENT_CRITICAL_SADDLE, 1, 0, 0},
    {(const double[]){0.1567312567803401, -2.903534027771177}, -38.97055334471606, DESCENT_CRITICAL_SADDLE, 1, 0, 0},
    {(const double[]){0.1567312567803401, 2.746802770990837}, -24.833834296228584, DESCENT_CRITICAL_SADDLE, 1, 0, 0},
    {(const double[]){2.746802770990837, 0.1567312567803401}, -24.833834296228584, DESCENT_CRITICAL_SADDLE, 1, 0, 0},
    {(const double[]){0.1567312567803401, 0.1567312567803401}, 0.39122471811071613, DESCENT_CRITICAL_MAXIMUM, 2, 0, 0},
};

DESCENT__LANDSCAPE(styblinski_tang) = {
    .name = "styblinski_tang",
    .title = "Styblinski and Tang's function",
    .formula = "sum of (xi^4 - 16 xi^2 + 5 xi) / 2",
    .source = "Styblinski and Tang 1990. A sum over variables, each with the derivative 2 x^3 - 16 x + 5/2, which has "
              "three real roots.",
    .problem = SEPARABLE_PROBLEM(2),
    .any_dimension = 1,
    .lower = lower,
    .upper = upper,
    .point_count = sizeof points / sizeof points[0],
    .points = points,
};
