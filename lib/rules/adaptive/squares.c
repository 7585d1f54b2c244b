#include "rules/adaptive/squares.h"

#include "base/status.h"
#include "base/vector.h"

int descent__squares_advance(const descent__pass *pass, const descent_rule *rule, descent_rule_step *step)
{
    const size_t n = step->dimension;
    size_t squares = 0;
    while (pass->memory[squares] != DESCENT__PASS_SQUARES)
        squares++;
    descent__pass_make(pass, rule, step);
    if (descent__vector_is_finite(n, step->memory[squares]))
        return 0;
    if (descent__vector_first_nonfinite(n, step->gradient) < n)
        return 1;
    return (int)descent_fail(DESCENT_ENONFINITE, "the square of a gradient component overflows in step %llu",
                             (unsigned long long)step->number);
}
