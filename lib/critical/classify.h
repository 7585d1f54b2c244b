/* The calls for one point, for rooms that spend from a budget of their own. */
#ifndef DESCENT_LIB_CRITICAL_CLASSIFY_H
#define DESCENT_LIB_CRITICAL_CLASSIFY_H

#include <stdbool.h>

#include <descent/critical.h>

/* descent_critical_refine(), or without `walk` descent_critical_classify(), that tells what it spent also where it fails. */
descent_status descent__critical_examine(const descent_problem *problem, const double *x,
                                         const descent_critical_options *options, bool walk, descent_evaluations *spent,
                                         descent_critical_point **point);

#endif
