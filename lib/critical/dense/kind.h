/* The kind of a critical point from all eigenvalues of its Hessian. */
#ifndef DESCENT_LIB_CRITICAL_DENSE_KIND_H
#define DESCENT_LIB_CRITICAL_DENSE_KIND_H

#include <descent/critical.h>

/*
 * How many of the n eigenvalues are negative beyond the tolerance, and how many are zero within it. All comparisons
 * with a tolerance of NaN fail: nothing is negative then, and nothing is zero.
 */
void descent__count_signs(size_t n, const double *eigenvalues, double tolerance, size_t *negative, size_t *null);

/* The kind, by those counts. With a tolerance that is not finite no eigenvalue says anything: undetermined. */
descent_critical_kind descent__kind_by_signs(size_t n, size_t negative, size_t null, double tolerance);

#endif
