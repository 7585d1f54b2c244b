#include "landscapes/batch.h"
#include "landscapes/landscapes.h"

static int peano_loss(size_t dimension, const double *x, double *value, void *context)
{
    (void)dimension, (void)context;
    const double a = x[0] * x[0];
    *value = (x[1] - a) * (x[1] - 3 * a);
    return 0;
}

static int peano_gradient(size_t dimension, const double *x, double *gradient, void *context)
{
    (void)dimension, (void)context;
    const double a = x[0] * x[0];
    gradient[0] = x[0] * (12 * a - 8 * x[1]);
    gradient[1] = 2 * x[1] - 4 * a;
    return 0;
}

DESCENT__GRADIENT_BATCH(peano_gradients, 2, peano_gradient)

static int peano_hessian(size_t dimension, const double *x, double *hessian, void *context)
{
    (void)dimension, (void)context;
    hessian[0] = 36 * x[0] * x[0] - 8 * x[1];
    hessian[1] = hessian[2] = -8 * x[0];
    hessian[3] = 2;
    return 0;
}

static const double lower[] = {-1, -1}, upper[] = {1, 2};

static const descent_landscape_point points[] = {
    {(const double[]){0, 0}, 0, DESCENT_CRITICAL_DEGENERATE, 0, 1, 0},
};

DESCENT__LANDSCAPE(peano) = {
    .name = "peano",
    .title = "Peano's surface",
    .formula = "(x₂ - x₁^2) (x₂ - 3 x₁^2)",
    .source = "Genocchi and Peano 1884. The second component of the gradient is zero on x2 = 2 x1^2 only, where the "
              "first is -4 x1^3.",
    .problem =
        {
            .dimension = 2,
            .loss = peano_loss,
            .gradient = peano_gradient,
            .hessian = peano_hessian,
            .gradient_batch = peano_gradients,
        },
    .lower = lower,
    .upper = upper,
    .point_count = sizeof points / sizeof points[0],
    .points = points,
};
