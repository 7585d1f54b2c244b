/* The Hessian times a vector, without the matrix. */
#ifndef DESCENT_LIB_CRITICAL_HESSIAN_PRODUCT_H
#define DESCENT_LIB_CRITICAL_HESSIAN_PRODUCT_H

#include "problem/problem.h"

/*
 * product = H(x)·v for any v: by hessian_product, else by differences of the gradient along v (two gradients). `work`
 * has room for 2n numbers. DESCENT_ECALLBACK or DESCENT_ENONFINITE on failure.
 */
descent_status descent__hessian_times(descent__evaluator *evaluator, const double *x, const double *v, double *product,
                                      double *work);

/* The same by central differences of the gradient, with the usual step times `widening`; the result is not checked. */
descent_status descent__hessian_times_difference(descent__evaluator *evaluator, const double *x, const double *v,
                                                 double widening, double *product, double *work);

#endif
