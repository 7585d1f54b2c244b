/* The known runs: what was run, and what is true of it. */
#ifndef DESCENT_TESTS_KNOWN_TABLE_H
#define DESCENT_TESTS_KNOWN_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <descent/diagnosis.h>

#include "truth/losses.h"

typedef enum known_rule {
    RUN_GD,
    RUN_HEAVY_BALL,
    RUN_NESTEROV,
    RUN_HALVING, /* step size halved each step */
    RUN_INVERSE, /* step size over k + 1 */
    RUN_NOISY_GD /* gradient plus sigma times a normal number in each component */
} known_rule;

/* Figures that are zero here are not checked. */
typedef struct known_run {
    const char *name;
    const known_loss *problem;
    known_rule rule;
    double step_size;
    double momentum;
    double sigma;
    uint64_t seed;
    double start[4]; /* the large ones begin as their loss says */
    size_t steps;
    descent_ending ending;
    unsigned accepted; /* bits of other endings that are defensible */
    descent_critical_kind kind;
    descent_event_kind event;
    descent_finding finding;
    double limit[4];
    size_t limit_count;
    size_t period;
    double multiplier;
    double settling; /* of a slow cycle: distance to it after one round over that before; not checked */
    double lyapunov;
    double rate;
    double step_limit;
    bool passes_origin; /* lingers at the critical point 0, or approaches it, before it leaves */
} known_run;

extern const known_run known_runs[];
extern const size_t known_run_count;

#endif
