/* A check of the gradient within a call that counts what it costs. */
#ifndef DESCENT_LIB_PROBLEM_GRADIENT_CHECK_H
#define DESCENT_LIB_PROBLEM_GRADIENT_CHECK_H

#include <descent/gradient_check.h>

/* As descent_check_gradient_within(); `spent` are the calls that were made, of a check that comes to nothing as well. */
descent_status descent__check_gradient(const descent_problem *problem, const double *x,
                                       const descent_check_options *options, descent_evaluations *spent,
                                       descent_derivative_check **check);

#endif
