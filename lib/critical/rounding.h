/* What rounding may do to eigenvalues. */
#ifndef DESCENT_LIB_CRITICAL_ROUNDING_H
#define DESCENT_LIB_CRITICAL_ROUNDING_H

#include <stddef.h>

/* The largest error of an eigenvalue of an n×n matrix of that norm, found by GSL, by LAPACK or by Lanczos. */
double descent__eigenvalue_rounding(size_t n, double norm);

#endif
