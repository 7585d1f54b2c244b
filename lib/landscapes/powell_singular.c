#include "landscapes/batch.h"
#include "landscapes/landscapes.h"

static int powell_singular_loss(size_t dimension, const double *x, double *value, void *context)
{
    (void)dimension, (void)context;
    const double a = x[0] + 10 * x[1], b = x[2] - x[3], c = x[1] - 2 * x[2], d = x[0] - x[3];
    *value = a * a + 5 * b * b + c * c * c * c + 10 * d * d * d * d;
    return 0;
}

static int powell_singular_gradient(size_t dimension, const double *x, double *gradient, void *context)
{
    (void)dimension, (void)context;
    const double a = x[0] + 10 * x[1], b = x[2] - x[3], c = x[1] - 2 * x[2], d = x[0] - x[3];
    const double c3 = 4 * c * c * c, d3 = 40 * d * d * d;
    gradient[0] = 2 * a + d3;
    gradient[1] = 20 * a + c3;
    gradient[2] = 10 * b - 2 * c3;
    gradient[3] = -10 * b - d3;
    return 0;
}

DESCENT__GRADIENT_BATCH(powell_singular_gradients, 4, powell_singular_gradient)

static int powell_singular_hessian(size_t dimension, const double *x, double *hessian, void *context)
{
    (void)dimension, (void)context;
    const double c = x[1] - 2 * x[2], d = x[0] - x[3];
    const double c2 = 12 * c * c, d2 = 120 * d * d;
    /* clang-format off */
    const double matrix[] = {
        2 + d2, 20,       0,           -d2,
        20,     200 + c2, -2 * c2,     0,
        0,      -2 * c2,  10 + 4 * c2, -10,
        -d2,    0,        -10,         10 + d2,
    };
    /* clang-format on */
    for (size_t i = 0; i < sizeof matrix / sizeof matrix[0]; i++)
        hessian[i] = matrix[i];
    return 0;
}

static const double lower[] = {-4, -4, -4, -4}, upper[] = {4, 4, 4, 4};

static const descent_landscape_point points[] = {
    {(const double[]){0, 0, 0, 0}, 0, DESCENT_CRITICAL_DEGENERATE, 0, 2, 1},
};

DESCENT__LANDSCAPE(powell_singular) = {
    .name = "powell_singular",
    .title = "Powell's singular function",
    .formula = "(x₁ + 10 x₂)^2 + 5 (x₃ - x₄)^2 + (x₂ - 2 x₃)^4 + 10 (x₁ - x₄)^4",
    .source = "Powell 1962. A sum of convex terms, so critical means minimal, and all four terms are zero at the "
              "origin only.",
    .problem =
        {
            .dimension = 4,
            .loss = powell_singular_loss,
            .gradient = powell_singular_gradient,
            .hessian = powell_singular_hessian,
            .gradient_batch = powell_singular_gradients,
        },
    .lower = lower,
    .upper = upper,
    .point_count = sizeof points / sizeof points[0],
    .points = points,
};
