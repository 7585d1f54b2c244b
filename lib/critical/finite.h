/* Refusing what is not finite. */
#ifndef DESCENT_LIB_CRITICAL_FINITE_H
#define DESCENT_LIB_CRITICAL_FINITE_H

#include <stddef.h>

#include <descent/status.h>

/* Is every component finite? DESCENT_ENONFINITE names the first that is not. */
descent_status descent__check_finite(const char *name, size_t n, const double *x);

#endif
