#include "landscapes/batch.h"
#include "landscapes/landscapes.h"

static int six_hump_camel_loss(size_t dimension, const double *x, double *value, void *context)
{
    (void)dimension, (void)context;
    const double a = x[0] * x[0], b = x[1] * x[1];
    *value = (4 - 2.1 * a + a * a / 3) * a + x[0] * x[1] + (4 * b - 4) * b;
    return 0;
}

static int six_hump_camel_gradient(size_t dimension, const double *x, double *gradient, void *context)
{
    (void)dimension, (void)context;
    const double a = x[0] * x[0], b = x[1] * x[1];
    gradient[0] = (8 - 8.4 * a + 2 * a * a) * x[0] + x[1];
    gradient[1] = x[0] + (16 * b - 8) * x[1];
    return 0;
}

DESCENT__GRADIENT_BATCH(six_hump_camel_gradients, 2, six_hump_camel_gradient)

static int six_hump_camel_hessian(size_t dimension, const double *x, double *hessian, void *context)
{
    (void)dimension, (void)context;
    const double a = x[0] * x[0], b = x[1] * x[1];
    hessian[0] = 8 - 25.2 * a + 10 * a * a;
    hessian[1] = hessian[2] = 1;
    hessian[3] = 48 * b - 8;
    return 0;
}

static const double lower[] = {-2, -1}, upper[] = {2, 1};

static const descent_landscape_point points[] = {
    {(const double[]){-0.08984201310031806, 0.7126564030207396}, -1.0316284534898774, DESCENT_CRITICAL_MINIMUM, 0, 0,
     1},
    {(const double[]){0.08984201310031806, -0.7126564030207396}, -1.0316284534898774, DESCENT_CRITICAL_MINIMUM, 0, 0,
     1},
    {(const double[]){-1.703606714969981, 0.7960835686726251}, -0.21546382438371764, DESCENT_CRITICAL_MINIMUM, 0, 0, 1},
    {(const double[]){1.703606714969981, -0.7960835686726251}, -0.21546382438371764, DESCENT_CRITICAL_MINIMUM, 0, 0, 1},
    {(const double[]){0, 0}, 0, DESCENT_CRITICAL_SADDLE, 1, 0, 0},
    {(const double[]){-1.1092053368047865, 0.7682680925095399}, 0.5437186009781851, DESCENT_CRITICAL_SADDLE, 1, 0, 0},
    {(const double[]){1.1092053368047865, -0.7682680925095399}, 0.5437186009781851, DESCENT_CRITICAL_SADDLE, 1, 0, 0},
    {(const double[]){-1.6071047529201972, -0.5686514548841314}, 2.1042503103112584, DESCENT_CRITICAL_MINIMUM, 0, 0, 1},
    {(const double[]){1.6071047529201972, 0.5686514548841314}, 2.1042503103112584, DESCENT_CRITICAL_MINIMUM, 0, 0, 1},
    {(const double[]){-1.6380679841897785, -0.22867406904439408}, 2.2293571975307147, DESCENT_CRITICAL_SADDLE, 1, 0, 0},
    {(const double[]){1.6380679841897785, 0.22867406904439408}, 2.2293571975307147, DESCENT_CRITICAL_SADDLE, 1, 0, 0},
    {(const double[]){-1.2960702671671092, -0.6050843880386585}, 2.22947081802986, DESCENT_CRITICAL_SADDLE, 1, 0, 0},
    {(const double[]){1.2960702671671092, 0.6050843880386585}, 2.22947081802986, DESCENT_CRITICAL_SADDLE, 1, 0, 0},
    {(const double[]){-1.2302298765166526, -0.16233458445899496}, 2.496295351023577, DESCENT_CRITICAL_MAXIMUM, 2, 0, 0},
    {(const double[]){1.2302298765166526, 0.16233458445899496}, 2.496295351023577, DESCENT_CRITICAL_MAXIMUM, 2, 0, 0},
};

DESCENT__LANDSCAPE(six_hump_camel) = {
    .name = "six_hump_camel",
    .title = "six-hump camel back",
    .formula = "(4 - 2.1 x₁^2 + x₁^4/3) x₁^2 + x₁ x₂ + (4 x₂^2 - 4) x₂^2",
    .source = "Dixon and Szego 1978. The gradient's components have degrees 5 and 3: no more than fifteen isolated "
              "points (Bezout), and these are fifteen.",
    .problem =
        {
            .dimension = 2,
            .loss = six_hump_camel_loss,
            .gradient = six_hump_camel_gradient,
            .hessian = six_hump_camel_hessian,
            .gradient_batch = six_hump_camel_gradients,
        },
    .lower = lower,
    .upper = upper,
    .point_count = sizeof points / sizeof points[0],
    .points = points,
};
