/* The formula of the fixed step, and its fast loops, for the map of an engine. */
#ifndef DESCENT_LIB_RULES_FIXED_STEP_H
#define DESCENT_LIB_RULES_FIXED_STEP_H

#include <math.h>
#include <stdbool.h>

#include <descent/rules.h>

#include "rules/own.h"

/* x⁺ = x − ηg, for one coordinate */
static inline double descent__fixed_step_next(double x, double gradient, double step_size)
{
    return x - step_size * gradient;
}

/* For any n: a call, which would cost more than a step of two variables. */
bool descent__fixed_step_descend_any(size_t n, double step_size, const double *gradient, double *x);

/*
 * The step in one pass over x and gradient, if every new element is finite: then true. Else false, and x is as it was:
 * exactly so if that shows in the first descent__fixed_step_exact elements, else each element to within one rounding of
 * max(|xᵢ|, |ηgᵢ|).
 */
static inline bool descent__fixed_step_descend(size_t n, double step_size, const double *gradient, double *x)
{
    if (n != 2)
        return descent__fixed_step_descend_any(n, step_size, gradient, x);
    const double first = descent__fixed_step_next(x[0], gradient[0], step_size);
    const double second = descent__fixed_step_next(x[1], gradient[1], step_size);
    if (!isfinite(first) || !isfinite(second))
        return false;
    x[0] = first;
    x[1] = second;
    return true;
}

/*
 * The same for more than descent__vector_few elements, with the sum of squares of the gradient, which costs nothing on
 * the way; it has the bits of descent__vector_sum_of_squares(). Untouched on failure.
 */
bool descent__fixed_step_descend_many(size_t n, double step_size, const double *gradient, double *x,
                                      double *gradient_sum);

enum {
    descent__fixed_step_exact = 2048 /* elements whose old values are kept until they are known to move well */
};

#endif
