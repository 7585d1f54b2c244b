#include "allocation/scenarios.h"

#include <stdbool.h>

#include <descent/diagnosis.h>
#include <descent/landscapes.h>

#include "truth/own_rules.h"

/* Runs and diagnoses; the words go nowhere. */
static descent_status diagnose(double second, double step_size, size_t steps)
{
    const descent_problem problem = descent_landscape_find("notebook")->problem;
    const double start[] = {4, second};
    descent_engine *engine = NULL;
    descent_diagnosis *diagnosis = NULL;
    descent_status status = descent_engine_new(&engine, &problem, descent_fixed_step(step_size), start);
    if (status == DESCENT_SUCCESS)
        status = descent_engine_record(engine, NULL);
    if (status == DESCENT_SUCCESS)
        status = descent_engine_run(engine, steps);
    if (status == DESCENT_SUCCESS) {
        status = descent_engine_diagnose(engine, NULL, &diagnosis);
        DESCENT_REQUIRE((status == DESCENT_SUCCESS) == (diagnosis != NULL));
    }
    descent_diagnosis_free(diagnosis);
    descent_engine_free(engine);
    return status;
}

/* A scenario each, for one that fails late repeats all that stands before it. Together every line of evidence allocates once. */
descent_status descent_scenario_diagnosis_of_saddle_left(void)
{
    return diagnose(0.9999, 0.1, 64);
}

descent_status descent_scenario_diagnosis_of_saddle(void)
{
    return diagnose(1, 0.1, 64);
}

descent_status descent_scenario_diagnosis_of_cycle(void)
{
    return diagnose(1, 1, 8);
}

descent_status descent_scenario_diagnosis_of_chaos(void)
{
    return diagnose(1.25, 1, 64);
}

descent_status descent_scenario_diagnosis_of_explosion(void)
{
    return diagnose(2.5, 0.29, 8);
}

static int absolute(size_t n, const double *x, double *loss, void *context)
{
    (void)n, (void)context;
    *loss = x[0] > 0 ? x[0] : -x[0];
    return 0;
}

static int absolute_gradient(size_t n, const double *x, double *gradient, void *context)
{
    (void)n, (void)context;
    gradient[0] = x[0] > 0 ? 1 : -1;
    return 0;
}

/* Step sizes that end at the kink of |x|. */
descent_status descent_scenario_diagnosis_of_kink(void)
{
    const descent_problem problem = {.dimension = 1, .loss = absolute, .gradient = absolute_gradient};
    const descent_diagnosis_options options = {.no_trials = 1};
    const double start = 0.3;
    descent_engine *engine = NULL;
    descent_diagnosis *diagnosis = NULL;
    descent_status status = descent_engine_new(
        &engine, &problem, descent_rule_with_schedule(descent_fixed_step(0.5), descent_schedule_exponential(0.6)),
        &start);
    if (status == DESCENT_SUCCESS)
        status = descent_engine_record(engine, NULL);
    if (status == DESCENT_SUCCESS)
        status = descent_engine_run(engine, 100);
    if (status == DESCENT_SUCCESS)
        status = descent_engine_diagnose(engine, &options, &diagnosis);
    DESCENT_REQUIRE((status == DESCENT_SUCCESS) == (diagnosis != NULL));
    DESCENT_REQUIRE(!diagnosis || (diagnosis->findings & DESCENT_FINDING_MINIMUM_AT_KINK));
    descent_diagnosis_free(diagnosis);
    descent_engine_free(engine);
    return status;
}

static descent_status diagnose_path(const descent_problem *problem, const descent_path *path, const descent_rule *rule)
{
    const descent_diagnosis_options options = {.rule = rule};
    descent_diagnosis *diagnosis;
    const descent_status status = descent_diagnose(problem, path, &options, &diagnosis);
    DESCENT_REQUIRE((status == DESCENT_SUCCESS) == (diagnosis != NULL));
    descent_diagnosis_free(diagnosis);
    return status;
}

static descent_status diagnose_own_rule(descent_rule rule, bool recorded)
{
    const descent_problem problem = descent_landscape_find("notebook")->problem;
    const double start[] = {4, 2.5};
    descent_engine *engine = NULL;
    descent_diagnosis *diagnosis = NULL;
    descent_status status = descent_engine_new(&engine, &problem, rule, start);
    if (status == DESCENT_SUCCESS && recorded)
        status = descent_engine_record(engine, NULL);
    if (status == DESCENT_SUCCESS)
        status = descent_engine_run(engine, 64);
    if (status == DESCENT_SUCCESS) {
        status = descent_engine_diagnose(engine, NULL, &diagnosis);
        DESCENT_REQUIRE((status == DESCENT_SUCCESS) == (diagnosis != NULL));
    }
    if (status == DESCENT_SUCCESS && recorded)
        status = diagnose_path(&problem, descent_engine_path(engine), &rule);
    if (status == DESCENT_SUCCESS && recorded)
        status = diagnose_path(&problem, descent_engine_path(engine), NULL);
    descent_diagnosis_free(diagnosis);
    descent_engine_free(engine);
    return status;
}

/* Copies of a map with memory of its own; of a run that left no path; and of a path whose rule's memory is not known. */
descent_status descent_scenario_diagnosis_of_own_adagrad(void)
{
    return diagnose_own_rule(own_adagrad(1), true);
}

descent_status descent_scenario_diagnosis_of_own_adagrad_alone(void)
{
    return diagnose_own_rule(own_adagrad(1), false);
}

descent_status descent_scenario_diagnosis_of_own_adam(void)
{
    return diagnose_own_rule(own_adam(0.1), true);
}

descent_status descent_scenario_diagnosis_of_own_adam_alone(void)
{
    return diagnose_own_rule(own_adam(0.1), false);
}
