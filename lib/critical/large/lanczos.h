/* The ends of the Hessian's spectrum without a matrix: Lanczos without reorthogonalisation, in three vectors of n
 * numbers. */
#ifndef DESCENT_LIB_CRITICAL_LARGE_LANCZOS_H
#define DESCENT_LIB_CRITICAL_LARGE_LANCZOS_H

#include "critical/large/krylov.h"

/* What Lanczos has learnt of the spectrum. */
typedef struct descent__ritz {
    double lowest, lowest_residual;   /* Rayleigh quotient of the vector, and ‖Hv − λv‖ */
    double highest, highest_residual; /* the same of the vector at the other end */
    double lower_bound, upper_bound;  /* of the whole spectrum, but for a chance of one in a million */
    double skew; /* estimate of ‖(H − Hᵀ)/2‖_F from how far the first products are from symmetric; 0 for rounding */
    size_t negative; /* distinct eigenvalues proven negative: disjoint intervals [λ − r, λ + r] below −floor */
    size_t steps;
} descent__ritz;

/*
 * Lowest eigenpair, orthogonal to the `locked_count` unit vectors in the rows of `locked`, and where none is locked the
 * highest one, in vectors[descent__krylov_highest]. `vector` receives n numbers, its largest component positive. Two
 * passes: the second makes the vectors without the Krylov basis having been kept. Stops when both ends have converged
 * and their signs are certain, or half of the products that are left are used. Negative intervals are counted below
 * −floor_share·‖H‖.
 */
descent_status descent__lanczos_lowest(descent__krylov *krylov, const double *locked, size_t locked_count,
                                       double floor_share, double *vector, descent__ritz *ritz);

#endif
