/* What differences of the loss let be known of its gradient, and to what error. */
#ifndef DESCENT_LIB_PROBLEM_RESOLUTION_H
#define DESCENT_LIB_PROBLEM_RESOLUTION_H

#include "problem/problem.h"

/*
 * The error that rounding of the loss leaves in a gradient of central differences at x: two losses, each off by so many
 * ulps, over the width; over all components. The widths are those with which runs without a gradient are made.
 */
double descent__difference_error(const descent_problem *problem, const double *x, double loss);

typedef struct descent__resolution {
    double error;   /* length of the errors of the components; infinite where one of them shows nothing */
    double scatter; /* of the loss, beyond the rounding that its size explains; 0 for none */
} descent__resolution;

/*
 * The gradient by differences at many widths, extrapolated, each component with the width that its rounding and its
 * curvature allow. 16n losses. `shifted` has room for n numbers.
 */
descent_status descent__resolve_gradient(descent__evaluator *evaluator, const double *x, double *gradient,
                                         descent__resolution *resolution, double *shifted);

#endif
