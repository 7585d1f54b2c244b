/* What Krylov methods work on: they only multiply the Hessian with vectors, and keep a few vectors of n numbers,
 * whatever the number of products. */
#ifndef DESCENT_LIB_CRITICAL_LARGE_KRYLOV_H
#define DESCENT_LIB_CRITICAL_LARGE_KRYLOV_H

#include "problem/problem.h"

enum {
    descent__krylov_vectors = 5, /* what MINRES keeps */
    descent__krylov_highest = 3, /* where Lanczos leaves the highest eigenvector */
    descent__krylov_spare = 4    /* the one that Lanczos does not touch; MINRES uses all */
};

typedef struct descent__krylov {
    descent__evaluator *evaluator;
    const double *x; /* where the Hessian is taken */
    size_t dimension;
    double *vectors[descent__krylov_vectors]; /* n numbers each */
    double *work;                             /* 2n numbers, for differences; NULL with a hessian_product */
    uint64_t products;                        /* so far */
    uint64_t product_limit;
} descent__krylov;

/* Allocates; `x` is only borrowed. On failure nothing needs freeing. */
descent_status descent__krylov_open(descent__krylov *krylov, descent__evaluator *evaluator, const double *x,
                                    uint64_t product_limit);

void descent__krylov_close(descent__krylov *krylov);

/* product = Hv, counted. DESCENT_ECALLBACK or DESCENT_ENONFINITE on failure, counted too. */
descent_status descent__krylov_times(descent__krylov *krylov, const double *v, double *product);

#endif
