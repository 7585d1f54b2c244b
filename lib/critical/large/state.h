/* What the parts of the matrix-free analysis share: one point under study. */
#ifndef DESCENT_LIB_CRITICAL_LARGE_STATE_H
#define DESCENT_LIB_CRITICAL_LARGE_STATE_H

#include <stdbool.h>

#include <descent/critical.h>

#include "critical/large/krylov.h"

/*
 * The point under study lives in the result itself. Vectors of n numbers: the point and its eigenvectors, the gradient,
 * five of the Krylov methods, two of the evaluator, and two more if products are made by differences.
 */
typedef struct descent__large {
    size_t dimension;
    const descent_critical_options *options;
    descent__evaluator evaluator;
    descent__krylov krylov;
    descent_critical_point *point;
    double *gradient; /* at the point */
    double reference; /* the length that distances are judged by */
} descent__large;

#endif
