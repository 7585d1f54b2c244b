/*
 * What is true of a run by a rule from outside, found without the library: the rule is run, and run on, by hand, on losses
 * whose critical points are known.
 */
#ifndef DESCENT_TESTS_TRUTH_OUTCOME_H
#define DESCENT_TESTS_TRUTH_OUTCOME_H

#include <stddef.h>

#include <descent/rules.h>

#include "truth/losses.h"

enum {
    ground_variables = 2,
    ground_points = 4
};

/* A start on a loss, with its critical points; none: the loss falls for ever. */
typedef struct ground {
    const char *name;
    const known_loss *loss;
    double start[ground_variables];
    size_t point_count;
    double points[ground_points][ground_variables];
} ground;

/* Bits of the endings that are true of a run: those that say all, those that say less, and those that are true for a while
 * only. */
typedef struct outcome {
    unsigned all, less, passing;
} outcome;

/* Of so many steps of the rule, which has at most two vectors of memory, and a constant step size. */
outcome outcome_of(const ground *on, const descent_rule *rule, size_t steps);

#endif
