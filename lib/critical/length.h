/* The unit for what is near and what is small. */
#ifndef DESCENT_LIB_CRITICAL_LENGTH_H
#define DESCENT_LIB_CRITICAL_LENGTH_H

#include <descent/problem.h>

/* The larger of ‖x‖ and the problem's scale. */
double descent__typical_length(const descent_problem *problem, const double *x);

/* The same of a single coordinate: the larger of |x| and the scale. */
double descent__typical_size(const descent_problem *problem, double x);

#endif
