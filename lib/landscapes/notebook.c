#include "landscapes/batch.h"
#include "landscapes/landscapes.h"

/* The loss of the teaching notebook; with u = β₂ − 1 it is (β₁ − 2)² + u²(u² − 1), which overflows to ∞, not NaN. */

static int notebook_loss(size_t dimension, const double *x, double *value, void *context)
{
    (void)dimension, (void)context;
    const double v = x[0] - 2, u = x[1] - 1;
    *value = v * v + u * u * (u * u - 1);
    return 0;
}

static int notebook_gradient(size_t dimension, const double *x, double *gradient, void *context)
{
    (void)dimension, (void)context;
    const double v = x[0] - 2, u = x[1] - 1;
    gradient[0] = 2 * v;
    gradient[1] = 4 * u * u * u - 2 * u;
    return 0;
}

DESCENT__GRADIENT_BATCH(notebook_gradients, 2, notebook_gradient)

static int notebook_hessian(size_t dimension, const double *x, double *hessian, void *context)
{
    (void)dimension, (void)context;
    const double u = x[1] - 1;
    hessian[0] = 2;
    hessian[1] = 0;
    hessian[2] = 0;
    hessian[3] = 12 * u * u - 2;
    return 0;
}

static int notebook_hessian_product(size_t dimension, const double *x, const double *vector, double *product,
                                    void *context)
{
    (void)dimension, (void)context;
    const double u = x[1] - 1;
    product[0] = 2 * vector[0];
    product[1] = (12 * u * u - 2) * vector[1];
    return 0;
}

static const char *const names[] = {"β₁", "β₂"};

static const double lower[] = {0, -0.5}, upper[] = {4, 2.5};

static const descent_landscape_point points[] = {
    {(const double[]){2, 0.2928932188134525}, -0.25, DESCENT_CRITICAL_MINIMUM, 0, 0, 1},
    {(const double[]){2, 1.7071067811865475}, -0.25, DESCENT_CRITICAL_MINIMUM, 0, 0, 1},
    {(const double[]){2, 1}, 0, DESCENT_CRITICAL_SADDLE, 1, 0, 0},
};

DESCENT__LANDSCAPE(notebook) = {
    .name = "notebook",
    .title = "the notebook's loss",
    .formula = "(β₁ - 2)^2 + (β₂ - 1)^4 - (β₂ - 1)^2",
    .source =
        "Schultz, Data Driven Audio Signal Processing. The gradient is 2 (β₁ - 2), and u (4 u^2 - 2) with u = β₂ - 1.",
    .problem =
        {
            .dimension = 2,
            .loss = notebook_loss,
            .gradient = notebook_gradient,
            .hessian = notebook_hessian,
            .hessian_product = notebook_hessian_product,
            .gradient_batch = notebook_gradients,
            .variable_names = names,
        },
    .lower = lower,
    .upper = upper,
    .point_count = sizeof points / sizeof points[0],
    .points = points,
};
