#include "landscapes/batch.h"
#include "landscapes/landscapes.h"

static int rosenbrock_loss(size_t dimension, const double *x, double *value, void *context)
{
    (void)dimension, (void)context;
    const double a = x[1] - x[0] * x[0], b = 1 - x[0];
    *value = 100 * a * a + b * b;
    return 0;
}

static int rosenbrock_gradient(size_t dimension, const double *x, double *gradient, void *context)
{
    (void)dimension, (void)context;
    const double a = x[1] - x[0] * x[0], b = 1 - x[0];
    gradient[0] = -400 * x[0] * a - 2 * b;
    gradient[1] = 200 * a;
    return 0;
}

DESCENT__GRADIENT_BATCH(rosenbrock_gradients, 2, rosenbrock_gradient)

static int rosenbrock_hessian(size_t dimension, const double *x, double *hessian, void *context)
{
    (void)dimension, (void)context;
    hessian[0] = 1200 * x[0] * x[0] - 400 * x[1] + 2;
    hessian[1] = hessian[2] = -400 * x[0];
    hessian[3] = 200;
    return 0;
}

static const double lower[] = {-2, -1}, upper[] = {2, 3};

static const descent_landscape_point points[] = {
    {(const double[]){1, 1}, 0, DESCENT_CRITICAL_MINIMUM, 0, 0, 1},
};

DESCENT__LANDSCAPE(rosenbrock) = {
    .name = "rosenbrock",
    .title = "Rosenbrock's valley",
    .formula = "100 (x₂ - x₁^2)^2 + (1 - x₁)^2",
    .source =
        "Rosenbrock 1960. The gradient's second component is zero on x2 = x1^2 only, where the first is 2 (x1 - 1).",
    .problem =
        {
            .dimension = 2,
            .loss = rosenbrock_loss,
            .gradient = rosenbrock_gradient,
            .hessian = rosenbrock_hessian,
            .gradient_batch = rosenbrock_gradients,
        },
    .lower = lower,
    .upper = upper,
    .point_count = sizeof points / sizeof points[0],
    .points = points,
};
