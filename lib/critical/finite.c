#include "critical/finite.h"

#include "base/status.h"
#include "base/vector.h"

descent_status descent__check_finite(const char *name, size_t n, const double *x)
{
    const size_t i = descent__vector_first_nonfinite(n, x);
    return i == n ? DESCENT_SUCCESS
                  : descent_fail(DESCENT_ENONFINITE, "%s must be finite, but component %zu is %g", name, i, x[i]);
}
