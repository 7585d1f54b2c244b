/* A larger program that steps by itself, and whose own function fails in the middle. Strict C99. */
#include <descent/descent.h>

#include <stdio.h>
#include <string.h>

static int failing_call;

static int gradient(size_t n, const double *x, double *g, void *context)
{
    int *calls = (int *)context;
    size_t i;
    if (++*calls == failing_call)
        return 7;
    for (i = 0; i < n; i++)
        g[i] = x[i];
    return 0;
}

int main(void)
{
    int calls = 0;
    const descent_problem problem = {.dimension = 2, .gradient = gradient, .context = &calls};
    const double start[] = {1, -1};
    descent_engine *engine;
    descent_status status;

    if (strcmp(descent_version(), DESCENT_VERSION_STRING) != 0) {
        fprintf(stderr, "headers are %s, library is %s\n", DESCENT_VERSION_STRING, descent_version());
        return 1;
    }
    status = descent_engine_new(&engine, &problem, descent_fixed_step(0.5), start);
    if (status != DESCENT_SUCCESS) {
        fprintf(stderr, "%s: %s\n", descent_status_string(status), descent_error_detail());
        return 1;
    }
    failing_call = 11;
    while (descent_engine_steps(engine) < 20) {
        status = descent_engine_step(engine);
        if (status != DESCENT_SUCCESS)
            break;
    }
    if (status != DESCENT_ECALLBACK || descent_engine_callback_code(engine) != 7 || descent_engine_steps(engine) != 10)
        return 1;
    /* It goes on from its last good point: (1/2)^20 in all. */
    if (descent_engine_run(engine, 10) != DESCENT_SUCCESS || descent_engine_point(engine)[0] != 1.0 / 1048576)
        return 1;
    descent_engine_free(engine);
    return 0;
}
