/* Slopes that rounding hides: noise of a gradient that does not show a few roundings away. */
#ifndef DESCENT_LIB_CRITICAL_SILENCE_H
#define DESCENT_LIB_CRITICAL_SILENCE_H

#include "problem/problem.h"

/* The gradient at x, and an eigenvector of the Hessian there, of length 1, with its eigenvalue. */
typedef struct descent__direction {
    const double *x, *gradient, *vector;
    double value;
} descent__direction;

/*
 * 1 + cos x rounds to 0 up to 1e-8 from π, where its own slope is 1e-8. As far as the gradient along the vector does not follow the
 * eigenvalue, but stays as it is or changes by no more than rounding, what it should have changed by is its error: *hidden, 0 where
 * it follows at once. One that nowhere does is not the eigenvalue's, and no rounding tells of that: 0, too. It is looked for from `nearest` to `farthest`; `trial` and `gradient` have room for n numbers. Fails
 * where memory does, or a limit is reached; elsewhere what cannot be asked is taken for followed.
 */
descent_status descent__hidden_slope(descent__evaluator *evaluator, const descent__direction *direction, double nearest,
                                     double farthest, double *trial, double *gradient, double *hidden);

#endif
