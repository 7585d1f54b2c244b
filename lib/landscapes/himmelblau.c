#include "landscapes/batch.h"
#include "landscapes/landscapes.h"

static int himmelblau_loss(size_t dimension, const double *x, double *value, void *context)
{
    (void)dimension, (void)context;
    const double a = x[0] * x[0] + x[1] - 11, b = x[0] + x[1] * x[1] - 7;
    *value = a * a + b * b;
    return 0;
}

static int himmelblau_gradient(size_t dimension, const double *x, double *gradient, void *context)
{
    (void)dimension, (void)context;
    const double a = x[0] * x[0] + x[1] - 11, b = x[0] + x[1] * x[1] - 7;
    gradient[0] = 4 * x[0] * a + 2 * b;
    gradient[1] = 2 * a + 4 * x[1] * b;
    return 0;
}

DESCENT__GRADIENT_BATCH(himmelblau_gradients, 2, himmelblau_gradient)

static int himmelblau_hessian(size_t dimension, const double *x, double *hessian, void *context)
{
    (void)dimension, (void)context;
    hessian[0] = 12 * x[0] * x[0] + 4 * x[1] - 42;
    hessian[1] = hessian[2] = 4 * (x[0] + x[1]);
    hessian[3] = 12 * x[1] * x[1] + 4 * x[0] - 26;
    return 0;
}

static const double lower[] = {-5, -5}, upper[] = {5, 5};

static const descent_landscape_point points[] = {
    {(const double[]){-3.779310253377747, -3.2831859912861696}, 0, DESCENT_CRITICAL_MINIMUM, 0, 0, 1},
    {(const double[]){-2.805118086952745, 3.131312518250573}, 0, DESCENT_CRITICAL_MINIMUM, 0, 0, 1},
    {(const double[]){3, 2}, 0, DESCENT_CRITICAL_MINIMUM, 0, 0, 1},
    {(const double[]){3.5844283403304917, -1.8481265269644036}, 0, DESCENT_CRITICAL_MINIMUM, 0, 0, 1},
    {(const double[]){3.385154183607021, 0.07385187983774928}, 13.31192627040559, DESCENT_CRITICAL_SADDLE, 1, 0, 0},
    {(const double[]){0.08667750455539636, 2.884254701174776}, 67.71915008752615, DESCENT_CRITICAL_SADDLE, 1, 0, 0},
    {(const double[]){-3.0730257507643897, -0.08135304428796751}, 104.0151629175581, DESCENT_CRITICAL_SADDLE, 1, 0, 0},
    {(const double[]){-0.12796134673068008, -1.9537149802445763}, 178.33723920192747, DESCENT_CRITICAL_SADDLE, 1, 0, 0},
    {(const double[]){-0.2708445906673476, -0.9230385564799815}, 181.6165215225827, DESCENT_CRITICAL_MAXIMUM, 2, 0, 0},
};

DESCENT__LANDSCAPE(himmelblau) = {
    .name = "himmelblau",
    .title = "Himmelblau's function",
    .formula = "(x₁^2 + x₂ - 11)^2 + (x₁ + x₂^2 - 7)^2",
    .source = "Himmelblau 1972. Both components of the gradient are cubic: no more than nine isolated points (Bezout), "
              "and these are nine.",
    .problem =
        {
            .dimension = 2,
            .loss = himmelblau_loss,
            .gradient = himmelblau_gradient,
            .hessian = himmelblau_hessian,
            .gradient_batch = himmelblau_gradients,
        },
    .lower = lower,
    .upper = upper,
    .point_count = sizeof points / sizeof points[0],
    .points = points,
};
