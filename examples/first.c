/* A first program: 64 steps of gradient descent on a loss with two minima, from a start where none of them is found. */
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
    descent_engine *engine = NULL;
    int failed = 1;

    if (descent_engine_new(&engine, &problem, descent_fixed_step(0.1), start) != DESCENT_SUCCESS)
        goto end;
    if (descent_engine_record(engine, NULL) != DESCENT_SUCCESS) /* keep every point */
        goto end;
    if (descent_engine_run(engine, 64) != DESCENT_SUCCESS)
        goto end;

    const double *point = descent_engine_point(engine);
    printf("after %zu steps at (%.10g, %.10g)\n", descent_engine_steps(engine), point[0], point[1]);
    printf("loss %.3g, gradient norm %.3g\n", descent_engine_loss(engine), descent_engine_gradient_norm(engine));
    failed = 0;

end:
    if (failed)
        fprintf(stderr, "%s\n", descent_error_detail());
    descent_engine_free(engine);
    return failed;
}
