#include "rules/adaptive/squares.h"

#include "base/status.h"
#include "base/vector.h"

int descent__squares_advance(const descent__pass *pass, const descent_rule *rule, descent_rule_step *step)
{
    const size_t n = step->dimension, count = pass->type->memory_count;
    double *const *const memory = step->memory;
    descent__pass_step made;
    size_t squares = 0;
    while (pass->memory[squares] != DESCENT__PASS_SQUARES)
        squares++;
    pass->prepare(rule, step->number, step->step_size, &made);
    pass->advance(n, made.by, step->gradient, step->x, memory[0], count > 1 ? memory[1] : NULL,
                  count > 2 ? memory[2] : NULL);
    if (descent__vector_is_finite(n, memory[squares]))
        return 0;
    if (descent__vector_first_nonfinite(n, step->gradient) < n)
        return 1;
    return (int)descent_fail(DESCENT_ENONFINITE, "the square of a gradient component overflows in step %llu",
                             (unsigned long long)step->number);
}
