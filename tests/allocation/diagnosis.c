#include "scenarios.h"

#include <descent/diagnosis.h>
#include <descent/landscapes.h>

/* Runs and diagnoses; the words go nowhere. */
static descent_status diagnose(double second, double step_size, size_t steps)
{
    const descent_problem problem = descent_landscape_notebook();
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

/* A saddle left behind, one not left, a cycle, chaos and an explosion: every line of evidence allocates once. */
descent_status descent_scenario_diagnosis(void)
{
    descent_status status = diagnose(0.9999, 0.1, 64);
    if (status == DESCENT_SUCCESS)
        status = diagnose(1, 0.1, 64);
    if (status == DESCENT_SUCCESS)
        status = diagnose(1, 1, 8);
    if (status == DESCENT_SUCCESS)
        status = diagnose(1.25, 1, 64);
    if (status == DESCENT_SUCCESS)
        status = diagnose(2.5, 0.29, 8);
    return status;
}
