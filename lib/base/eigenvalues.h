/* Eigenvalues of small general matrices, for return maps. GSL's solver for these ends in its error handler. */
#ifndef DESCENT_LIB_BASE_EIGENVALUES_H
#define DESCENT_LIB_BASE_EIGENVALUES_H

#include <complex.h>
#include <stdbool.h>
#include <stddef.h>

/*
 * Eigenvalues of the n×n row-major matrix by shifted QR on its Hessenberg form (Golub and Van Loan 2013, section 7.5),
 * in ascending modulus. The matrix is overwritten. False if it has an entry that is not finite, or does not converge.
 */
bool descent__eigenvalues(size_t n, double complex *matrix, double complex *values);

/*
 * The eigenvector of `value` by inverse iteration, of 2-norm 1. `matrix` is kept; `work` has room for n² + n numbers.
 */
void descent__eigenvector(size_t n, const double *matrix, double complex value, double complex *work,
                          double complex *vector);

#endif
