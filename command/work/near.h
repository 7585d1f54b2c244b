/* The critical point near a place. */
#ifndef DESCENT__COMMAND_NEAR_H
#define DESCENT__COMMAND_NEAR_H

#include <descent/critical.h>

#include "command/report/fail.h"

typedef struct descent__near {
    descent_critical_point
        *point; /* what is there: what Newton's method leads to, or what a search of a box around finds nearer */
    descent_critical_point *nearer; /* a minimum at a kink that is nearer than that; else NULL */
    double loss, slope;             /* at the place itself; NaN where there is none */
} descent__near;

/*
 * Looks for it. `at`: the place as it was given, for messages. Where the loss has no value there, or the gradient has none and no minimum
 * at a kink is found instead, it says what is there, and fails. To be closed in any case.
 */
descent__exit descent__near_find(descent__near *near, const descent_problem *problem, const double *x, const char *at);

void descent__near_close(descent__near *near);

/* How far the point is from the place. */
double descent__near_distance(const descent_critical_point *point, const double *x);

/* The size of the place: what is no farther from it is near. */
double descent__near_size(const double *x, size_t n);

#endif
