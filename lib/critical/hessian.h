/* Second derivatives of a problem by whatever it offers: callback, products, differences of gradient or loss. */
#ifndef DESCENT_LIB_CRITICAL_HESSIAN_H
#define DESCENT_LIB_CRITICAL_HESSIAN_H

#include "problem.h"

#include <descent/critical.h>

/* The Hessian at one point with what is known of its quality. */
typedef struct descent_hessian {
    size_t dimension;
    double *matrix;     /* n×n row-major, symmetrised */
    double *difference; /* 3n numbers to work with, and n×n more for the coarser differences */
    double error;       /* bound on ‖matrix − H‖_F from finite differences, an estimate; 0 for a callback */
    double skew;        /* ‖(H − Hᵀ)/2‖_F before symmetrisation */
    double asymmetry;   /* max|Hᵢⱼ − Hⱼᵢ| / max|Hᵢⱼ| before symmetrisation; 0 for H = 0 */
    descent_hessian_source source;
} descent_hessian;

/* Which way second derivatives come: one product alone (no matrix) prefers hessian_product to hessian. */
descent_hessian_source descent_hessian_matrix_source(const descent_evaluator *evaluator);

/* Allocates for n variables; DESCENT_ENOMEM also where n² overflows. On failure nothing needs freeing. */
descent_status descent_hessian_open(descent_hessian *hessian, const descent_problem *problem);

void descent_hessian_close(descent_hessian *hessian);

/* Computes the matrix at x. DESCENT_ECALLBACK, or DESCENT_ENONFINITE with the entry named if one is not finite. */
descent_status descent_hessian_compute(descent_hessian *hessian, descent_evaluator *evaluator, const double *x);

/*
 * product = H(x)·v for any v: by hessian_product, else by central differences of the gradient along v (two gradients).
 * `work` has room for 2n numbers (never used with a callback). DESCENT_ECALLBACK or DESCENT_ENONFINITE on failure.
 */
descent_status descent_hessian_times(descent_evaluator *evaluator, const double *x, const double *v, double *product,
                                     double *work);

#endif
