/* Classification and refinement where n×n numbers are too many: everything by Hessian-vector products. */
#ifndef DESCENT_LIB_CRITICAL_LARGE_LARGE_H
#define DESCENT_LIB_CRITICAL_LARGE_LARGE_H

#include <stdbool.h>

#include <descent/critical.h>

/* Is the dimension beyond what a matrix is formed for? */
bool descent__is_large(size_t n, const descent_critical_options *options);

/* What descent_critical_classify() does for large n and, with `walk`, descent_critical_refine(). Options are checked.
 * */
descent_status descent__large_analyse(const descent_problem *problem, const double *x,
                                      const descent_critical_options *options, bool walk, descent_evaluations *spent,
                                      descent_critical_point **point);

#endif
