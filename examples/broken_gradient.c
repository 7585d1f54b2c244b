/*
 * A gradient that is wrong, found out twice: beforehand by comparing it with the loss, afterwards by the diagnosis of
 * the run that it spoilt.
 */
#include <descent/descent.h>
#include <descent/gradient_check.h>
#include <stdio.h>
#include <stdlib.h>

static void require(descent_status status)
{
    if (status == DESCENT_SUCCESS)
        return;
    fprintf(stderr, "broken_gradient: %s: %s\n", descent_status_string(status), descent_error_detail());
    exit(EXIT_FAILURE);
}

/* L(x) = (x₁ − 3)² + 2(x₂ + 1)² + x₁x₂/2 */
static int loss(size_t n, const double *x, double *value, void *context)
{
    (void)n, (void)context;
    *value = (x[0] - 3) * (x[0] - 3) + 2 * (x[1] + 1) * (x[1] + 1) + x[0] * x[1] / 2;
    return 0;
}

/* The sign of the second component is wrong. */
static int gradient(size_t n, const double *x, double *g, void *context)
{
    (void)n, (void)context;
    g[0] = 2 * (x[0] - 3) + x[1] / 2;
    g[1] = -(4 * (x[1] + 1) + x[0] / 2);
    return 0;
}

int main(void)
{
    const descent_problem problem = {.dimension = 2, .loss = loss, .gradient = gradient};
    const double start[] = {1, 1};

    descent_derivative_check *check;
    require(descent_check_gradient(&problem, start, &check));
    printf("Before the run:\n%s\n\nAfter it:\n", check->explanation);
    descent_derivative_check_free(check);

    descent_engine *engine;
    descent_diagnosis *diagnosis;
    require(descent_engine_new(&engine, &problem, descent_fixed_step(0.1), start));
    require(descent_engine_record(engine, NULL));
    require(descent_engine_run(engine, 50));
    require(descent_engine_diagnose(engine, NULL, &diagnosis));
    require(descent_diagnosis_print(diagnosis, stdout));
    descent_diagnosis_free(diagnosis);
    descent_engine_free(engine);
    return EXIT_SUCCESS;
}
