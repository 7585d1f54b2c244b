#include "critical/large/kind.h"

#include <math.h>

#include "critical/tolerances.h"

descent_critical_kind descent__kind_by_ends(const descent__spectrum_end *low, const descent__spectrum_end *high)
{
    if (!isfinite(low->tolerance) || !isfinite(high->tolerance))
        return DESCENT_CRITICAL_UNDETERMINED;
    if (low->value < -low->tolerance && high->value > high->tolerance)
        return DESCENT_CRITICAL_SADDLE;
    if (fmin(low->value - low->residual, low->bound) > low->tolerance)
        return DESCENT_CRITICAL_MINIMUM;
    if (fmax(high->value + high->residual, high->bound) < -high->tolerance)
        return DESCENT_CRITICAL_MAXIMUM;
    return fabs(low->value) + low->residual <= low->tolerance || fabs(high->value) + high->residual <= high->tolerance
               ? DESCENT_CRITICAL_DEGENERATE
               : DESCENT_CRITICAL_UNDETERMINED;
}

double descent__spectrum_reach(size_t n, size_t steps, double start, double residual, double width)
{
    const double root = sqrt((double)n);
    const double share = pow(log(1.648 * root / descent__beyond_chance) / (2 * (double)steps - 1), 2);
    const double by_residual = residual * start * (0.8 * root / descent__beyond_chance);
    /* T's width is that of the spectrum but for the share at either end. */
    return share < descent__useful_bound ? fmin(by_residual, share / (1 - 2 * share) * width) : by_residual;
}

bool descent__end_is_settled(double end, double residual, double bound, bool outward)
{
    return residual <= descent__end_found * fabs(end) &&
           (outward || fabs(end - bound) <= descent__certain_sign * fabs(end));
}
