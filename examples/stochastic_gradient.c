/*
 * A gradient with noise, as mini-batches give: the run does not settle, it hovers. The diagnosis measures the noise, and
 * says what a smaller step would do.
 */
#include <descent/descent.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

static void require(descent_status status)
{
    if (status == DESCENT_SUCCESS)
        return;
    fprintf(stderr, "stochastic_gradient: %s: %s\n", descent_status_string(status), descent_error_detail());
    exit(EXIT_FAILURE);
}

/* Numbers in (0, 1] from a linear congruential generator (Knuth's constants): the same on every machine. */
static double uniform(uint64_t *state)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (double)((*state >> 33) + 1) / 0x1p31;
}

/* The slope of x²/2, seen through normal noise of standard deviation 1 (Box and Muller, 1958). */
static int noisy_gradient(size_t n, const double *x, double *g, void *context)
{
    uint64_t *const state = context;
    for (size_t i = 0; i < n; i++) {
        const double radius = sqrt(-2 * log(uniform(state)));
        g[i] = x[i] + radius * cos(6.283185307179586 * uniform(state));
    }
    return 0;
}

int main(void)
{
    uint64_t state = 2023;
    const descent_problem problem = {.dimension = 1, .gradient = noisy_gradient, .context = &state};
    const double start[] = {10}, step_size = 0.1;
    descent_engine *engine;
    descent_diagnosis *diagnosis;

    require(descent_engine_new(&engine, &problem, descent_fixed_step(step_size), start));
    require(descent_engine_record(engine, NULL));
    require(descent_engine_run(engine, 20000));
    require(descent_engine_diagnose(engine, NULL, &diagnosis));
    printf("The diagnosis: the run is %s. The noise of the gradient has a standard deviation of %.1f.\n"
           "With step size %g the run hovers around the minimum, at a distance of %.2f (root mean square);\n"
           "with half that step size it would hover at %.2f.\n",
           descent_ending_string(diagnosis->ending), diagnosis->noise.level, step_size, diagnosis->noise.floor,
           diagnosis->noise.floor_half);
    /* In theory the variance is η/(2 − η) for this loss: with η = 0.1 a standard deviation of 0.23, with half of it 0.16. */
    printf("Theory expects a noise of 1, and distances of %.2f and %.2f.\n", sqrt(step_size / (2 - step_size)),
           sqrt(step_size / (4 - step_size)));
    descent_diagnosis_free(diagnosis);
    descent_engine_free(engine);
    return EXIT_SUCCESS;
}
