#include "landscapes/batch.h"
#include "landscapes/landscapes.h"

static int monkey_saddle_loss(size_t dimension, const double *x, double *value, void *context)
{
    (void)dimension, (void)context;
    *value = x[0] * (x[0] * x[0] - 3 * x[1] * x[1]);
    return 0;
}

static int monkey_saddle_gradient(size_t dimension, const double *x, double *gradient, void *context)
{
    (void)dimension, (void)context;
    gradient[0] = 3 * (x[0] * x[0] - x[1] * x[1]);
    gradient[1] = -6 * x[0] * x[1];
    return 0;
}

DESCENT__GRADIENT_BATCH(monkey_saddle_gradients, 2, monkey_saddle_gradient)

static int monkey_saddle_hessian(size_t dimension, const double *x, double *hessian, void *context)
{
    (void)dimension, (void)context;
    hessian[0] = 6 * x[0];
    hessian[1] = hessian[2] = -6 * x[1];
    hessian[3] = -6 * x[0];
    return 0;
}

static const double lower[] = {-1, -1}, upper[] = {1, 1};

static const descent_landscape_point points[] = {
    {(const double[]){0, 0}, 0, DESCENT_CRITICAL_DEGENERATE, 0, 2, 0},
};

DESCENT__LANDSCAPE(monkey_saddle) = {
    .name = "monkey_saddle",
    .title = "monkey saddle",
    .formula = "x₁^3 - 3 x₁ x₂^2",
    .source = "The real part of (x1 + i x2)^3, whose derivative is zero at the origin only.",
    .problem =
        {
            .dimension = 2,
            .loss = monkey_saddle_loss,
            .gradient = monkey_saddle_gradient,
            .hessian = monkey_saddle_hessian,
            .gradient_batch = monkey_saddle_gradients,
        },
    .lower = lower,
    .upper = upper,
    .point_count = sizeof points / sizeof points[0],
    .points = points,
};
