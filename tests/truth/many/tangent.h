/* The linearised step of a run: how an infinitely near neighbour moves. By exact Hessians and the rules' own derivatives. */
#ifndef DESCENT_TESTS_TRUTH_MANY_TANGENT_H
#define DESCENT_TESTS_TRUTH_MANY_TANGENT_H

#include "truth/many/trial.h"

/* From a run to its neighbour, in its point and in what its rule remembers. */
typedef struct tangent {
    double x[most_variables];
    double memory[2][most_variables];
} tangent;

/* What the next step of the run makes of it. */
void tangent_step(const machine *run, tangent *to);

double tangent_length(const machine *run, const tangent *to);
void tangent_scale(const machine *run, double factor, tangent *to);

#endif
