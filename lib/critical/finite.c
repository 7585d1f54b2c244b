#include "critical/finite.h"

#include "base/names.h"
#include "base/status.h"
#include "base/vector.h"

descent_status descent__check_finite(const char *argument, const descent_problem *problem, const double *x)
{
    const size_t i = descent__vector_first_nonfinite(problem->dimension, x);
    if (i == problem->dimension)
        return DESCENT_SUCCESS;
    char entry[2 * descent__variable_name_size];
    descent__name_entry(entry, argument, problem->variable_names, i);
    return descent_fail(DESCENT_ENONFINITE, "%s must be finite, got %g", entry, x[i]);
}
