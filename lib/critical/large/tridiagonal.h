/*
 * Eigenvalues of a symmetric tridiagonal matrix one at a time, which is all that Lanczos needs: diagonal a (m numbers),
 * off-diagonal b (m − 1 are read), entries of a moderate size (the caller scales).
 */
#ifndef DESCENT_LIB_CRITICAL_LARGE_TRIDIAGONAL_H
#define DESCENT_LIB_CRITICAL_LARGE_TRIDIAGONAL_H

#include <stddef.h>

/* The k-th smallest eigenvalue, k from 0, by bisection to full precision. */
double descent__tridiagonal_eigenvalue(size_t m, const double *a, const double *b, size_t k);

/* A unit eigenvector of the eigenvalue, by inverse iteration; `work` has room for 3m numbers. */
void descent__tridiagonal_vector(size_t m, const double *a, const double *b, double eigenvalue, double *vector,
                                 double *work);

#endif
