/* A first program: 64 steps of gradient descent, and what became of them. */
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
    descent_diagnosis *diagnosis = NULL;

    if (descent_engine_new(&engine, &problem, descent_fixed_step(0.1), start) != DESCENT_SUCCESS ||
        descent_engine_record(engine, NULL) != DESCENT_SUCCESS || /* keep every point */
        descent_engine_run(engine, 64) != DESCENT_SUCCESS ||
        descent_engine_diagnose(engine, NULL, &diagnosis) != DESCENT_SUCCESS) {
        fprintf(stderr, "%s\n", descent_error_detail());
        descent_engine_free(engine);
        return 1;
    }
    descent_diagnosis_print(diagnosis, stdout); /* the explanation in plain words */
    if (diagnosis->ending == DESCENT_ENDING_CONVERGED && diagnosis->point->kind == DESCENT_CRITICAL_SADDLE)
        puts("So this is no result to keep.");

    descent_path_write_csv(descent_engine_path(engine), "path.csv");
    descent_diagnosis_free(diagnosis);
    descent_engine_free(engine);
    return 0;
}
