/* What the library's judges say of a run. The only part of the truth program that calls the library. */
#ifndef DESCENT_TESTS_TRUTH_MANY_SAID_H
#define DESCENT_TESTS_TRUTH_MANY_SAID_H

#include <stdio.h>

#include <descent/diagnosis.h>

#include "truth/many/trial.h"

typedef enum witness {
    WITNESS_RECORD,  /* the engine's diagnosis, with the recorded path */
    WITNESS_ALONE,   /* the same, and nothing was recorded */
    WITNESS_PATH,    /* the path, without problem or rule */
    WITNESS_MONITOR, /* that watched the engine */
    WITNESS_SWEEP,   /* of this one run */
    WITNESS_GIVEN,   /* the path and the problem, without the rule */
    WITNESSES
} witness;

extern const char *const witness_names[WITNESSES];

/* Figures that were not said are NaN. */
typedef struct said {
    bool asked;
    descent_ending ending;
    size_t period;
    bool has_point, ahead;
    double point[most_variables];
    descent_critical_kind kind;
    double distance, tolerance, step_limit, rate, exponent;
    descent_law law;
    descent_interval steps_to_go, lyapunov;
    double seconds;
    double calls;
    unsigned findings;
} said;

/* Of the processor, in this thread. */
double seconds_now(void);

said said_by(witness who, const trial *of);

/* Where an engine ends this run; false if it does not begin. */
bool said_end(const trial *of, double *x);

/* The explanation, in full. */
void said_explain(witness who, const trial *of, FILE *stream);

#endif
