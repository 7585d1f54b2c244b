/*
 * An update rule of one's own, from outside the library: AdaGrad (Duchi, Hazan, Singer, 2011), which divides each
 * component's step by the root of the sum of its squared gradients so far. The engine treats it like its own rules.
 */
#include <descent/descent.h>
#include <descent/landscapes.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* memory[0] is the running sum of squares; the engine allocated it and set it to zero. */
static int adagrad_advance(const descent_rule *rule, descent_rule_step *step)
{
    const double floor = *(const double *)rule->parameters;
    double *const sum = step->memory[0];
    for (size_t i = 0; i < step->dimension; i++) {
        sum[i] += step->gradient[i] * step->gradient[i];
        step->x[i] -= step->step_size * step->gradient[i] / (sqrt(sum[i]) + floor);
    }
    return 0;
}

static const descent_rule_type adagrad_type = {
    .name = "AdaGrad",
    .memory_count = 1,
    .advance = adagrad_advance,
};

static descent_rule adagrad(double step_size)
{
    static const double floor = 1e-10; /* keeps 0/0 out where a gradient has been zero from the start */
    return (descent_rule){.type = &adagrad_type, .step_size = step_size, .parameters = &floor};
}

int main(void)
{
    const descent_problem problem = descent_landscape_find("notebook")->problem;
    const double start[] = {4, 2.5};
    /* With these step sizes the fixed step explodes or oscillates; a rule that adapts does not care. */
    const double step_sizes[] = {0.29, 0.5, 1};

    for (size_t i = 0; i < 3; i++) {
        descent_engine *engine;
        if (descent_engine_new(&engine, &problem, adagrad(step_sizes[i]), start) != DESCENT_SUCCESS ||
            descent_engine_set_gradient_tolerance(engine, 1e-6) != DESCENT_SUCCESS ||
            descent_engine_run(engine, 1000) != DESCENT_SUCCESS) {
            fprintf(stderr, "own_rule: %s\n", descent_error_detail());
            return EXIT_FAILURE;
        }
        const double *const point = descent_engine_point(engine);
        printf("%s, step size %.2f: (%.6f, %.6f) after %" PRIu64 " steps, gradient norm at most 1e-6: %s\n",
               descent_engine_rule(engine)->type->name, step_sizes[i], point[0], point[1], descent_engine_steps(engine),
               descent_engine_stop_reason(engine) == DESCENT_STOP_GRADIENT ? "yes" : "no");
        descent_engine_free(engine);
    }
    return EXIT_SUCCESS;
}
