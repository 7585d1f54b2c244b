#include "rules/adaptive/squares.h"

#include "base/status.h"
#include "base/vector.h"

int descent__squares_result(const descent_rule_step *step, double trace)
{
    if (trace == 0)
        return 0;
    const size_t n = step->dimension;
    if (descent__vector_first_nonfinite(n, step->gradient) < n)
        return 1;
    return (int)descent_fail(DESCENT_ENONFINITE, "the square of a gradient component overflows in step %llu",
                             (unsigned long long)step->number);
}
