/* A first program: 64 steps of gradient descent on a loss with two minima, which finds neither. */
#include <descent/descent.h>
#include <stdio.h>

static int loss(size_t n, const double *b, double *value, void *context)
{
    const double u = b[1] - 1;
    (void)n, (void)context;
    *value = (b[0] - 2) * (b[0] - 2) + u * u * u * u - u * u;
    return 0;
}

static int gradient(size_t n, const double *b, double *g, void *context)
{
    const double u = b[1] - 1;
    (void)n, (void)context;
    g[0] = 2 * (b[0] - 2);
    g[1] = 4 * u * u * u - 2 * u;
    return 0;
}

int main(void)
{
    const descent_problem problem = {.dimension = 2, .loss = loss, .gradient = gradient};
    const double start[] = {4, 1};
    descent_engine *engine;

    if (descent_engine_new(&engine, &problem, descent_fixed_step(0.1), start) != DESCENT_SUCCESS ||
        descent_engine_record(engine, NULL) != DESCENT_SUCCESS || /* keep every point */
        descent_engine_run(engine, 64) != DESCENT_SUCCESS) {
        fprintf(stderr, "%s\n", descent_error_detail());
        descent_engine_free(engine);
        return 1;
    }
    const descent_path *path = descent_engine_path(engine);
    for (size_t row = 0; row < descent_path_count(path); row += 16) {
        const double *b = descent_path_point(path, row);
        printf("step %2zu at (%.6f, %.6f), loss %.3e, gradient norm %.3e\n", row, b[0], b[1],
               descent_path_losses(path)[row], descent_path_gradient_norms(path)[row]);
    }
    descent_engine_free(engine);
    return 0;
}
