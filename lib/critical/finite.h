/* Refusing what is not finite. */
#ifndef DESCENT_LIB_CRITICAL_FINITE_H
#define DESCENT_LIB_CRITICAL_FINITE_H

#include <descent/problem.h>

/* Is every component finite? DESCENT_ENONFINITE names the first that is not. */
descent_status descent__check_finite(const char *argument, const descent_problem *problem, const double *x);

#endif
