#include "critical/dense/kind.h"

#include <assert.h>
#include <math.h>

void descent__count_signs(size_t n, const double *eigenvalues, double tolerance, size_t *negative, size_t *null)
{
    *negative = *null = 0;
    for (size_t k = 0; k < n; k++) {
        *negative += eigenvalues[k] < -tolerance;
        *null += fabs(eigenvalues[k]) <= tolerance;
    }
}

descent_critical_kind descent__kind_by_signs(size_t n, size_t negative, size_t null, double tolerance)
{
    assert(negative + null <= n);
    const size_t positive = n - negative - null;
    if (!isfinite(tolerance))
        return DESCENT_CRITICAL_UNDETERMINED;
    if (negative > 0 && positive > 0)
        return DESCENT_CRITICAL_SADDLE;
    if (null > 0)
        return DESCENT_CRITICAL_DEGENERATE;
    return negative == 0 ? DESCENT_CRITICAL_MINIMUM : DESCENT_CRITICAL_MAXIMUM;
}
