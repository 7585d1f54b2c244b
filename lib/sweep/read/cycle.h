/* A cycle of a rule's map, followed by Newton's method while the step size or a parameter changes. */
#ifndef DESCENT_LIB_SWEEP_READ_CYCLE_H
#define DESCENT_LIB_SWEEP_READ_CYCLE_H

#include <stdbool.h>

#include <descent/sweep.h>

#include "critical/dense/hessian.h"
#include "map/map.h"

/*
 * A rule's map whose cycles are followed, with memory for the Jacobians along them. With a parameter the callbacks get a
 * descent_parameter of value `value`; else `value` is the step size.
 */
typedef struct descent__cycle {
    descent__evaluator evaluator;
    descent__hessian hessian;
    descent__arena arena;
    descent__map map;
    descent_parameter parameter;
    bool parametric;
    size_t state_size; /* m: n or 2n */
    double *jacobian;  /* m × m, of p steps */
    double *step;      /* m × m, of one step */
    double *product;   /* m × m */
    double *state;     /* m */
    double *change;    /* m */
} descent__cycle;

/* Up to this many numbers in a state, cycles are followed. */
enum {
    descent__cycle_states = 64
};

/* Allocates. Needs closing after failure, too. */
descent_status descent__cycle_open(descent__cycle *cycle, const descent_problem *problem, const descent_rule *rule,
                                   bool parametric);

void descent__cycle_close(descent__cycle *cycle);

/* Sets step size or parameter. */
void descent__cycle_set(descent__cycle *cycle, double value);

/* Runs `steps` steps from a start and leaves the state reached. False if the run fails on the way. */
bool descent__cycle_run(descent__cycle *cycle, const double *start, size_t steps, double *state);

/* What the multipliers of a cycle do, with J the Jacobian of its p steps and m numbers in a state. */
typedef struct descent__cycle_tests {
    double flip; /* det(J + 1): changes its sign where a multiplier passes −1 */
    double fold; /* det(J − 1): where one passes +1 */
} descent__cycle_tests;

/* Newton's method for a cycle of period p from a state near it, in place. False if it does not converge. */
bool descent__cycle_refine(descent__cycle *cycle, size_t period, double *state, descent__cycle_tests *tests);

/* One step of the map, in place; false if a callback fails or the result is not finite. */
bool descent__cycle_step(descent__cycle *cycle, double *state);

#endif
