/* What the parts of the matrix-free analysis share. */
#ifndef DESCENT_LIB_CRITICAL_LARGE_STATE_H
#define DESCENT_LIB_CRITICAL_LARGE_STATE_H

#include <stdbool.h>

#include <descent/critical.h>

#include "critical/lanczos.h"

/*
 * The point under study lives in the result itself. Vectors of n numbers: the point and its eigenvectors, the gradient,
 * five of the Krylov methods, two of the evaluator, and two more if products are made by differences.
 */
typedef struct descent_large {
    size_t dimension;
    const descent_critical_options *options;
    descent_evaluator evaluator;
    descent_krylov krylov;
    descent_critical_point *point;
    double *gradient; /* at the point */
    double reference; /* the length that distances are judged by */
} descent_large;

/* Lets the next Krylov run use as many products as the option says. */
void descent_large_refill(descent_large *large);

/* Newton's step into the first eigenvector's place, its length, and ‖Hp + g‖/‖g‖, the accuracy if it was reached. */
descent_status descent_large_newton(descent_large *large, double accuracy, double *length, double *residual);

/* x + share·step into `trial` and the gradient's norm there; infinite where it is not finite or too far from `start`. */
descent_status descent_large_try(descent_large *large, const double *start, double share, double *trial,
                                 double *trial_gradient, double *norm);

/* Walks to the critical point nearby by Newton's method. */
descent_status descent_large_walk(descent_large *large, const double *start);

/* Spectrum, tolerance and kind of the point. */
descent_status descent_large_judge(descent_large *large);

#endif
