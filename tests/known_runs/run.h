/* Running a known run as its table says, and diagnosing it. */
#ifndef DESCENT_TESTS_KNOWN_RUN_H
#define DESCENT_TESTS_KNOWN_RUN_H

#include "table.h"

/* The state behind the callbacks of one run; its gradient is noisy if sigma > 0. */
typedef struct known_context {
    const known_loss *loss;
    double sigma;
    uint64_t random;
} known_context;

descent_problem known_problem(const known_run *run, known_context *context);
descent_rule known_run_rule(const known_run *run);

/* The start of a run, `dimension` numbers. */
void known_start(const known_run *run, double *start);

/* Runs on an engine, or, where the start is refused by it, by hand; never fails but for memory. */
descent_status known_diagnose(const known_run *run, const descent_diagnosis_options *options,
                              descent_diagnosis **diagnosis);

#endif
