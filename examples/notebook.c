/* The teaching notebook's first experiment: gradient descent toward minimum 1. */
#include <descent/descent.h>
#include <stdio.h>

int main(void)
{
    const descent_problem problem = descent_landscape_notebook();
    const double start[] = {4, 1.075};
    descent_engine *engine;

    if (descent_engine_new(&engine, &problem, descent_fixed_step(0.2), start) != DESCENT_SUCCESS ||
        descent_engine_run(engine, 32) != DESCENT_SUCCESS) {
        fprintf(stderr, "%s\n", descent_error_detail());
        return 1;
    }
    const double *point = descent_engine_point(engine);
    printf("after %zu steps at (%.17g, %.17g)\n", descent_engine_steps(engine), point[0], point[1]);
    descent_engine_free(engine);
    return 0;
}
