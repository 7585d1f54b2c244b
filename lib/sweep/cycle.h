/* A cycle of a rule's map, followed by Newton's method while the step size or a parameter changes. */
#ifndef DESCENT_LIB_SWEEP_CYCLE_H
#define DESCENT_LIB_SWEEP_CYCLE_H

#include <stdbool.h>

#include <descent/rules.h>

#include "critical/hessian.h"
#include "problem.h"
#include "sweep/lanes.h"

/*
 * The map that one step of a rule is, on its states: the point, followed for rules with momentum by the point before.
 * With a parameter the callbacks get a descent_parameter of value `value`; else `value` is the step size.
 */
typedef struct descent_rule_map {
    descent_evaluator evaluator;
    descent_hessian hessian;
    descent_rule rule;
    descent_rule_family family;
    descent_parameter parameter;
    bool parametric;
    size_t dimension;  /* n */
    size_t state_size; /* m: n or 2n */
    double *storage;
    double *gradient; /* n, and another n */
    double *jacobian; /* m × m, of p steps */
    double *step;     /* m × m, of one step */
    double *product;  /* m × m */
    double *state;    /* m */
    double *change;   /* m */
} descent_rule_map;

/* Up to this many numbers in a state, cycles are followed. */
enum {
    descent_cycle_states = 64
};

/* Allocates. Needs closing after failure, too. */
descent_status descent_rule_map_open(descent_rule_map *map, const descent_problem *problem, const descent_rule *rule,
                                     bool parametric);

void descent_rule_map_close(descent_rule_map *map);

/* Sets step size or parameter. */
void descent_rule_map_set(descent_rule_map *map, double value);

/* Runs `steps` steps from a start and leaves the state reached. False if the run fails on the way. */
bool descent_rule_map_run(descent_rule_map *map, const double *start, size_t steps, double *state);

/*
 * Newton's method for a cycle of period p from a state near it, in place. `*flip` receives det(J + 1), with J the
 * Jacobian of p steps: it changes sign where a multiplier passes −1. False if it does not converge.
 */
bool descent_cycle_refine(descent_rule_map *map, size_t period, double *state, double *flip);

/* One step of the map, in place; false if a callback fails or the result is not finite. */
bool descent_rule_map_step(descent_rule_map *map, double *state);

#endif
