/*
 * What classification, refinement and search share where a matrix is formed: one point under study with its gradient,
 * its Hessian's eigendecomposition and Newton's step, all memory allocated once.
 */
#ifndef DESCENT_LIB_CRITICAL_DENSE_ANALYSIS_H
#define DESCENT_LIB_CRITICAL_DENSE_ANALYSIS_H

#include "critical/dense/hessian.h"
#include "critical/dense/symmetric.h"

typedef struct descent__analysis {
    size_t dimension;
    descent__evaluator evaluator;
    descent_critical_options options;
    uint64_t evaluation_limit; /* calls after which a walk makes no more steps; 0: none */
    descent__hessian here;     /* at x */
    descent__hessian there;    /* at another point, for comparison */
    descent__symmetric_solver solver;
    double *vectors;        /* n×n: eigenvectors in rows */
    double *values;         /* n: eigenvalues, ascending */
    double *x;              /* n: the point under study */
    double *gradient;       /* n: there */
    double *components;     /* n: the gradient along each eigenvector */
    double *step;           /* n: Newton's step, full or cut */
    double *trial;          /* n: a point that is tried */
    double *trial_gradient; /* n: the gradient there */
    double *kept;           /* n: a point that a walk may go back to */
    double gradient_norm;
    double norm;      /* largest |eigenvalue| */
    double noise;     /* error of the gradient's own evaluation: no Newton step can get below */
    bool resolved;    /* no gradient was given; it was measured at many widths, and `noise` is its error */
    double scatter;   /* of the loss beyond rounding, if resolved */
    double tolerance; /* zero tolerance without the error of being off the critical point */
    descent_tolerance_source tolerance_source;
} descent__analysis;

/* Checks the problem and allocates everything; the options are checked already. On failure nothing needs freeing. */
descent_status descent__analysis_open(descent__analysis *analysis, const descent_problem *problem,
                                      const descent_critical_options *options);

void descent__analysis_close(descent__analysis *analysis);

/* Sets the point and evaluates the gradient. DESCENT_ENONFINITE if either is not finite. */
descent_status descent__analysis_move(descent__analysis *analysis, const double *x);

/*
 * Where no gradient was given, measures it at the point as well as the loss lets it be known, with its error: narrow
 * differences, which the walk is made with, see nothing beside a large constant. Otherwise, or if nothing is seen at any
 * width, changes nothing. The point must be decomposed.
 */
descent_status descent__analysis_resolve(descent__analysis *analysis);

/* Hessian, eigenvalues and zero tolerance at the point. */
descent_status descent__analysis_decompose(descent__analysis *analysis);

/*
 * The step that makes ‖g + Hp‖ smallest within ‖p‖ ≤ radius, over the active eigenvectors; with an infinite radius
 * Newton's step. Leaves it in `step` and returns its length; *residual is ‖g + Hp‖.
 */
double descent__analysis_newton(descent__analysis *analysis, double radius, double *residual);

/* Length of the Newton correction that the decomposed Hessian gives for another gradient (Deuflhard's p̄). */
double descent__analysis_correction(const descent__analysis *analysis, const double *gradient);

#endif
