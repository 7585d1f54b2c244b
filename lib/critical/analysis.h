/*
 * What classification, refinement and search share: one point under study with its gradient, its Hessian's
 * eigendecomposition and Newton's step, all memory allocated once.
 */
#ifndef DESCENT_LIB_CRITICAL_ANALYSIS_H
#define DESCENT_LIB_CRITICAL_ANALYSIS_H

#include "critical/hessian.h"
#include "critical/symmetric.h"

typedef struct descent_analysis {
    size_t dimension;
    descent_evaluator evaluator;
    descent_critical_options options;
    uint64_t evaluation_limit; /* calls after which a walk makes no more steps; 0: none */
    descent_hessian here;      /* at x */
    descent_hessian there;     /* at another point, for comparison */
    descent_symmetric_solver solver;
    double *vectors;        /* n×n: eigenvectors in rows */
    double *values;         /* n: eigenvalues, ascending */
    double *x;              /* n: the point under study */
    double *gradient;       /* n: there */
    double *components;     /* n: the gradient along each eigenvector */
    double *step;           /* n: Newton's step, full or cut */
    double *trial;          /* n: a point that is tried */
    double *trial_gradient; /* n: the gradient there */
    double gradient_norm;
    double norm;      /* largest |eigenvalue| */
    double noise;     /* error of the gradient's own evaluation: no Newton step can get below */
    double tolerance; /* zero tolerance without the error of being off the critical point */
    descent_tolerance_source tolerance_source;
} descent_analysis;

/* Checks the problem and allocates everything; the options are checked already. On failure nothing needs freeing. */
descent_status descent_analysis_open(descent_analysis *analysis, const descent_problem *problem,
                                     const descent_critical_options *options);

void descent_analysis_close(descent_analysis *analysis);

/* Sets the point and evaluates the gradient. DESCENT_ENONFINITE if either is not finite. */
descent_status descent_analysis_move(descent_analysis *analysis, const double *x);

/* Hessian, eigenvalues and zero tolerance at the point. */
descent_status descent_analysis_decompose(descent_analysis *analysis);

/*
 * The step that makes ‖g + Hp‖ smallest within ‖p‖ ≤ radius, over the active eigenvectors; with an infinite radius Newton's step. Leaves it in `step` and returns its length; *residual is
 * ‖g + Hp‖.
 */
double descent_analysis_newton(descent_analysis *analysis, double radius, double *residual);

/* What rounding may do to the eigenvalues of an n×n matrix of that norm, by GSL or by Lanczos. */
double descent_eigenvalue_rounding(size_t n, double norm);

/* Length of the Newton correction that the decomposed Hessian gives for another gradient (Deuflhard's p̄). */
double descent_analysis_correction(const descent_analysis *analysis, const double *gradient);

/* Is every component finite? DESCENT_ENONFINITE names the first that is not. */
descent_status descent_check_finite(const char *name, size_t n, const double *x);

#endif
