/*
 * Krylov methods that only multiply the Hessian with vectors: Lanczos for the ends of its spectrum and MINRES for
 * Newton's step. Both keep a few vectors of n numbers, whatever the number of products.
 */
#ifndef DESCENT_LIB_CRITICAL_LANCZOS_H
#define DESCENT_LIB_CRITICAL_LANCZOS_H

#include "critical/hessian.h"

enum {
    descent_krylov_vectors = 5
};

/* What both work on. */
typedef struct descent_krylov {
    descent_evaluator *evaluator;
    const double *x; /* where the Hessian is taken */
    size_t dimension;
    double *vectors[descent_krylov_vectors]; /* n numbers each */
    double *work;                            /* 2n numbers, for differences; NULL with a hessian_product */
    uint64_t products;                       /* so far */
    uint64_t product_limit;
} descent_krylov;

/* Allocates; `x` is only borrowed. On failure nothing needs freeing. */
descent_status descent_krylov_open(descent_krylov *krylov, descent_evaluator *evaluator, const double *x,
                                   uint64_t product_limit);

void descent_krylov_close(descent_krylov *krylov);

/* What Lanczos has learnt of the spectrum. */
typedef struct descent_ritz {
    double lowest, lowest_residual;   /* Rayleigh quotient of the vector, and ‖Hv − λv‖ */
    double highest, highest_residual; /* the same of the vector at the other end */
    double lower_bound, upper_bound;  /* of the whole spectrum, but for a chance of one in a million */
    double skew; /* estimate of ‖(H − Hᵀ)/2‖_F from how far the first products are from symmetric; 0 for rounding */
    size_t negative; /* distinct eigenvalues proven negative: disjoint intervals [λ − r, λ + r] below −floor */
    size_t steps;
} descent_ritz;

/* Where Lanczos leaves the highest eigenvector; the last one it does not touch. */
enum {
    descent_krylov_highest = 3,
    descent_krylov_spare = 4
};

/*
 * Lowest eigenpair, orthogonal to the `locked_count` unit vectors in the rows of `locked`, and where none is locked the
 * highest one, in its own vector. `vector` receives n numbers, its largest component positive. Two passes: the second makes
 * the vectors without the Krylov basis having been kept. Stops when both ends have converged and their signs are certain, or half the products that are left are used.
 * Negative intervals are counted below −floor_share·‖H‖.
 */
descent_status descent_lanczos_lowest(descent_krylov *krylov, const double *locked, size_t locked_count,
                                      double floor_share, double *vector, descent_ritz *ritz);

/*
 * Newton's step: minimises ‖Hp + g‖ until it is below `accuracy`·‖g‖ or the products are used up. `step` (n numbers)
 * receives p; *residual is ‖Hp + g‖/‖g‖.
 */
descent_status descent_minres(descent_krylov *krylov, const double *gradient, double accuracy, double *step,
                              double *residual);

#endif
