/*
 * Eigenvalues of dense symmetric matrices, guarded: GSL's solver has no iteration cap, hangs on some subnormal and some
 * huge entries, and takes NaN for an answer. Finite input scaled by a power of two to a largest entry in [1/2, 1), with
 * entries below 1e-100 of it set to zero, is safe. Large ones are LAPACK's to solve, behind the same guards.
 */
#ifndef DESCENT_LIB_CRITICAL_DENSE_SYMMETRIC_H
#define DESCENT_LIB_CRITICAL_DENSE_SYMMETRIC_H

#include <descent/status.h>

#include <stdbool.h>
#include <stddef.h>

typedef struct descent__symmetric_solver {
    size_t dimension;
    bool use_lapack;
    double *matrix;  /* n×n: the scaled copy; after LAPACK the eigenvectors in rows */
    double *vectors; /* n×n: eigenvectors in columns, as GSL leaves them; or what LAPACK works on */
    double *work;    /* 5n: diagonals, rotations and values, as GSL wants them */
    size_t *order;   /* n: where the sorted values stand */
    int *integers;   /* what LAPACK works on besides; else NULL */
} descent__symmetric_solver;

/* Allocates for n×n matrices, n ≥ 1. On failure nothing needs freeing. */
descent_status descent__symmetric_open(descent__symmetric_solver *solver, size_t n);

void descent__symmetric_close(descent__symmetric_solver *solver);

/*
 * Eigenvalues of `matrix` (n×n row-major, of which the lower triangle is read), ascending, into `values` (n), and
 * orthonormal eigenvectors into the rows of `vectors` (n×n; may be NULL), largest component positive.
 * Eigenvalues beyond the largest double are given as ±DBL_MAX.
 * DESCENT_ENONFINITE if an entry of the lower triangle is not finite, with the entry named.
 */
descent_status descent__symmetric_solve(descent__symmetric_solver *solver, const double *matrix, double *values,
                                        double *vectors);

#endif
