/* What the two momentum rules share. */
#ifndef DESCENT_LIB_RULES_MOMENTUM_H
#define DESCENT_LIB_RULES_MOMENTUM_H

#include <descent/rules.h>

#include "rules/pass.h"

/* The rule's momentum must be finite. */
descent_status descent__momentum_check(const descent_rule *rule);

/* Of a step in place: η and β; |x⁺ − x| ≤ ηG + β|x − x₋|, but for rounding. */
void descent__momentum_prepare(const descent_rule *rule, uint64_t number, double step_size, descent__pass_step *made);

/* β in step `number`: in the first step there is no point before, and x itself stands in. */
static inline double descent__momentum_in_step(double momentum, uint64_t number)
{
    return number == 0 ? 0 : momentum;
}

/* The two roots of μ² − sum·μ + product = 0, without cancellation. */
size_t descent__quadratic_multipliers(double sum, double product, double *real, double *imaginary);

#endif
