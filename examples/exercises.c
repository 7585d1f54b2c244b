/* The runs that the exercises of the guide ask for, a line for each; and the step size from which the explosion begins. */
#include <descent/descent.h>
#include <descent/landscapes.h>
#include <descent/step_limit.h>
#include <stdio.h>

static const struct {
    const char *exercise;
    double start[2];
    double step_size;
    uint64_t steps;
} runs[] = {
    {"1", {4, 1.0001}, 0.1, 64}, {"1", {4, 0.9999}, 0.1, 64},  {"2", {4, 1.075}, 0.2, 32},
    {"2", {4, 1.075}, 0.25, 32}, {"2", {4, 1.075}, 0.45, 200}, {"3", {4, 1}, 0.99, 800},
    {"3", {4, 1}, 1, 20},        {"3", {4, 1}, 1.01, 20},      {"4", {4, 2.5}, 0.1, 100},
    {"4", {4, 2.5}, 0.2, 100},   {"4", {4, 2.5}, 0.27, 100},   {"4", {4, 2.5}, 0.29, 8},
    {"5", {4, 1.25}, 0.1, 200},  {"5", {4, 1.25}, 0.3, 200},   {"5", {4, 1.25}, 0.49, 2000},
    {"6", {4, 1.25}, 0.55, 200}, {"6", {4, 1.25}, 0.63, 400},  {"6", {4, 1.25}, 1, 128},
};

static descent_status run(const descent_problem *problem, size_t k)
{
    descent_engine *engine;
    descent_diagnosis *diagnosis = NULL;
    descent_status status = descent_engine_new(&engine, problem, descent_fixed_step(runs[k].step_size), runs[k].start);
    if (status != DESCENT_SUCCESS)
        return status;
    status = descent_engine_record(engine, NULL);
    if (status == DESCENT_SUCCESS)
        status = descent_engine_run(engine, runs[k].steps);
    if (status == DESCENT_SUCCESS)
        status = descent_engine_diagnose(engine, NULL, &diagnosis);
    if (status == DESCENT_SUCCESS) {
        printf("Exercise %s: from (%g, %g) with step size %g, %zu steps\n   ", runs[k].exercise, runs[k].start[0],
               runs[k].start[1], runs[k].step_size, (size_t)runs[k].steps);
        status = descent_diagnosis_print_line(diagnosis, stdout);
    }
    descent_diagnosis_free(diagnosis);
    descent_engine_free(engine);
    return status;
}

int main(void)
{
    const descent_problem problem = descent_landscape_find("notebook")->problem;
    const double start[] = {4, 2.5};
    double limit;
    descent_status status = DESCENT_SUCCESS;
    for (size_t k = 0; k < sizeof runs / sizeof *runs && status == DESCENT_SUCCESS; k++)
        status = run(&problem, k);
    if (status == DESCENT_SUCCESS)
        status = descent_step_limit(&problem, start, 0.25, 0.33, NULL, &limit);
    if (status != DESCENT_SUCCESS) {
        fprintf(stderr, "%s: %s\n", descent_status_string(status), descent_error_detail());
        return 1;
    }
    printf("Exercise 4: from (4, 2.5) runs stay bounded with step sizes up to %.6f\n", limit);
    return 0;
}
