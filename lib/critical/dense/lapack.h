/*
 * LAPACK's solver for dense symmetric matrices, where the library was built with one: several times as fast as GSL's
 * from a few hundred variables on. Without LAPACK nothing is taken, and GSL solves all.
 */
#ifndef DESCENT_LIB_CRITICAL_DENSE_LAPACK_H
#define DESCENT_LIB_CRITICAL_DENSE_LAPACK_H

#include <stdbool.h>
#include <stddef.h>

/* Whether matrices of n×n are LAPACK's to solve. */
bool descent__lapack_takes(size_t n);

/* How many doubles and ints it works on, for an n that it takes. */
size_t descent__lapack_doubles(size_t n);
size_t descent__lapack_integers(size_t n);

/*
 * Eigenvalues of `matrix` (n×n, finite, largest entry near 1, both halves filled), ascending, into `values`. If
 * `vectors` is non-zero, row k of `matrix` becomes the eigenvector of values[k]; else `matrix` is lost. Zero if they
 * were found.
 */
int descent__lapack_solve(size_t n, double *matrix, double *values, int vectors, double *doubles, int *integers);

#endif
