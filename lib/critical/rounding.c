#include "critical/rounding.h"

#include <float.h>

#include "critical/tolerances.h"

double descent__eigenvalue_rounding(size_t n, double norm)
{
    const double rounding = descent__eigenvalue_roundings * (double)n * DBL_EPSILON * norm;
    /* Where ε·‖H‖ is subnormal, eigenvalues are rounded to multiples of the smallest subnormal. */
    return norm > 0 && norm < DBL_MIN / DBL_EPSILON ? rounding + (double)n * DBL_TRUE_MIN : rounding;
}
