/* Second derivatives of a problem by whatever it offers: callback, products, differences of gradient or loss. */
#ifndef DESCENT_LIB_CRITICAL_DENSE_HESSIAN_H
#define DESCENT_LIB_CRITICAL_DENSE_HESSIAN_H

#include "problem/problem.h"

#include <descent/critical.h>

/* The Hessian at one point with what is known of its quality. */
typedef struct descent__hessian {
    size_t dimension;
    double *matrix;            /* n×n row-major, symmetrised */
    double *work;              /* 5n: a shifted point and gradients */
    double error;              /* estimate of ‖matrix − H‖_F made by finite differences; 0 with callbacks */
    double amplification;      /* what an error of the gradient is multiplied by in that; 0 with callbacks */
    double loss_amplification; /* what an error of the loss is multiplied by; 0 unless made of losses */
    double skew;               /* ‖(H − Hᵀ)/2‖_F before symmetrisation */
    double asymmetry;          /* max|Hᵢⱼ − Hⱼᵢ| / max|Hᵢⱼ| before symmetrisation; 0 for H = 0 */
    descent_hessian_source source;
} descent__hessian;

/* Allocates for n variables; DESCENT_ENOMEM also where n² overflows. On failure nothing needs freeing. */
descent_status descent__hessian_open(descent__hessian *hessian, size_t n);

void descent__hessian_close(descent__hessian *hessian);

/*
 * Computes the matrix at x: by `hessian`, else `hessian_product`, else differences of the gradient, else of the loss.
 * DESCENT_ECALLBACK, or DESCENT_ENONFINITE with the entry named if one is not finite.
 */
descent_status descent__hessian_compute(descent__hessian *hessian, descent__evaluator *evaluator, const double *x);

#endif
