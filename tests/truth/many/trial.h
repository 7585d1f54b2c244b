/* One of the many runs: drawn by its number, made by a loop of our own. */
#ifndef DESCENT_TESTS_TRUTH_MANY_TRIAL_H
#define DESCENT_TESTS_TRUTH_MANY_TRIAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <descent/rules.h>

#include "truth/many/formulas.h"

typedef enum trial_rule {
    TRIAL_FIXED,
    TRIAL_HEAVY_BALL,
    TRIAL_NESTEROV,
    TRIAL_EXPONENTIAL, /* fixed step with a schedule, */
    TRIAL_INVERSE,
    TRIAL_COSINE,
    TRIAL_ADAM, /* rules of the program's own */
    TRIAL_RMSPROP,
    TRIAL_ADAGRAD,
    TRIAL_DAMPED,
    TRIAL_SIGN, /* of others.h: drawn only where others are asked for */
    TRIAL_NORMALISED,
    TRIAL_COORDINATE,
    TRIAL_DECAY,
    TRIAL_CLIPPED,
    TRIAL_RPROP,
    TRIAL_RESTARTED,
    TRIAL_SLOW_RMSPROP,
    TRIAL_RULES
} trial_rule;

extern const char *const trial_rule_names[TRIAL_RULES];

typedef struct trial {
    uint64_t id;
    terrain on;
    trial_rule by;
    descent_rule rule; /* the same for the library */
    double start[most_variables];
    size_t steps;
    bool loss_only; /* differences stand in for the gradient */
    size_t stride;  /* of the recorded path */
    double
        limit; /* step size at which a minimum found from the start turns unstable; NaN if none was found, or known */
} trial;

trial trial_draw(uint64_t seed, uint64_t id);

/* The same, by one of the rules of others.h. */
trial trial_draw_other(uint64_t seed, uint64_t id);

/* A run: its point and what its rule remembers. */
typedef struct machine {
    const trial *of;
    double x[most_variables];
    double memory[2][most_variables];
    uint64_t step;
} machine;

machine machine_begin(const trial *of);

/* One step; false, and the point stays, if gradient or new point is not finite. */
bool machine_step(machine *run);

/* The step size of step `number`. */
double trial_step_size(const trial *of, uint64_t number);

#endif
