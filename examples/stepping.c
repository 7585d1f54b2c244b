/* One step at a time inside a larger program, which looks at the engine after each step and decides by itself. */
#include <descent/descent.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* A loss of our own that fails outside its domain: L(x) = Σ xᵢ − ln xᵢ, for positive x only; minimum at 1. */
static int loss(size_t dimension, const double *x, double *value, void *context)
{
    (void)context;
    *value = 0;
    for (size_t i = 0; i < dimension; i++) {
        if (x[i] <= 0)
            return 1; /* a code of our own: "outside the domain" */
        *value += x[i] - log(x[i]);
    }
    return 0;
}

static int gradient(size_t dimension, const double *x, double *slope, void *context)
{
    (void)context;
    for (size_t i = 0; i < dimension; i++) {
        if (x[i] <= 0)
            return 1;
        slope[i] = 1 - 1 / x[i];
    }
    return 0;
}

static void descend(double step_size)
{
    const descent_problem problem = {.dimension = 3, .loss = loss, .gradient = gradient};
    const double start[] = {0.25, 1.5, 4};
    descent_engine *engine;

    if (descent_engine_new(&engine, &problem, descent_fixed_step(step_size), start) != DESCENT_SUCCESS) {
        printf("Step size %g: %s.\n", step_size, descent_error_detail());
        return;
    }
    /* Written so that a gradient which cannot be had (NaN) goes on to the step, which says why. */
    while (descent_engine_steps(engine) < 1000 && !(descent_engine_gradient_norm(engine) <= 1e-8)) {
        const descent_status status = descent_engine_step(engine);
        if (status != DESCENT_SUCCESS) {
            /* The status says what kind of failure it is, the detail what happened; the code would be at hand, too, from
             * descent_engine_callback_code(). The engine still holds its last good point. */
            printf("Step size %g: no further step, because %s.\n", step_size, descent_error_detail());
            break;
        }
    }
    const double *const x = descent_engine_point(engine);
    const uint64_t steps = descent_engine_steps(engine);
    printf("Step size %g: the run is at (%.6f, %.6f, %.6f) after %" PRIu64 " step%s.\n", step_size, x[0], x[1], x[2],
           steps, steps == 1 ? "" : "s");
    descent_engine_free(engine);
}

int main(void)
{
    descend(0.2);
    descend(6);
    descend(-0.1);
    return EXIT_SUCCESS;
}
