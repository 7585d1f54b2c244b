/*
 * Update rules of one's own, from outside the library: AdaGrad (Duchi, Hazan, Singer, 2011), which divides each
 * component's step by the root of the sum of its squared gradients so far; and descent with a line search, which looks at
 * the loss at trial points and may give up. The engine treats them like its own rules.
 */
#include <descent/descent.h>
#include <descent/landscapes.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

/*
 * Halves the step until the loss falls enough (Armijo, 1966). Trials count as evaluations, and stand under the engine's budget. A
 * rule that finds no next point says why: the run then ends with DESCENT_STOP_RULE.
 */
static int halving_advance(const descent_rule *rule, descent_rule_step *step)
{
    (void)rule;
    double *const trial = step->work[0], squares = 0, length = step->step_size;
    for (size_t i = 0; i < step->dimension; i++)
        squares += step->gradient[i] * step->gradient[i];
    for (int tried = 0; tried < 50; tried++, length /= 2) {
        double loss;
        for (size_t i = 0; i < step->dimension; i++)
            trial[i] = step->x[i] - length * step->gradient[i];
        const descent_status status = descent_rule_evaluate(step, trial, &loss, NULL);
        if (status != DESCENT_SUCCESS)
            return (int)status;
        if (loss > step->loss - 1e-4 * length * squares)
            continue;
        memcpy(step->x, trial, step->dimension * sizeof *trial);
        step->step_size = length; /* what was taken, for the record */
        step->next_loss = loss;   /* nobody need ask again */
        return 0;
    }
    return (int)descent_fail(DESCENT_ENOCONVERGENCE, "no trial lowers the loss %g enough", step->loss);
}

static const descent_rule_type halving_type = {
    .name = "halving",
    .advance = halving_advance,
    .work_count = 1, /* the trial point */
    .needs_loss = 1,
};

/* What became of it the diagnosis tells. */
static int run_halving(const descent_problem *problem, const double *start)
{
    const descent_rule rule = {.type = &halving_type, .step_size = 1};
    descent_engine *engine;
    descent_diagnosis *diagnosis = NULL;
    if (descent_engine_new(&engine, problem, rule, start) != DESCENT_SUCCESS ||
        descent_engine_record(engine, NULL) != DESCENT_SUCCESS || descent_engine_run(engine, 100) != DESCENT_SUCCESS ||
        descent_engine_diagnose(engine, NULL, &diagnosis) != DESCENT_SUCCESS) {
        fprintf(stderr, "own_rule: %s\n", descent_error_detail());
        return EXIT_FAILURE;
    }
    printf("\n%s, a rule that tries half the step size until the loss falls: %" PRIu64 " steps cost %" PRIu64
           " evaluations of the loss,\nand the last step had step size %g.\n\n",
           rule.type->name, descent_engine_steps(engine), descent_engine_evaluations(engine).loss,
           descent_engine_step_size(engine));
    descent_diagnosis_print(diagnosis, stdout);
    descent_diagnosis_free(diagnosis);
    descent_engine_free(engine);
    return EXIT_SUCCESS;
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
        printf("%s with step size %.2f is at (%.6f, %.6f) after %3" PRIu64
               " steps, where the gradient norm is %s 1e-6\n",
               descent_engine_rule(engine)->type->name, step_sizes[i], point[0], point[1], descent_engine_steps(engine),
               descent_engine_stop_reason(engine) == DESCENT_STOP_GRADIENT ? "below" : "still above");
        descent_engine_free(engine);
    }
    return run_halving(&problem, start);
}
