/* Polyak's step for a known minimum (Polyak, 1987, sect. 5.3). */
#include <math.h>

#include <descent/step_finders.h>

#include "base/status.h"
#include "base/vector.h"
#include "rules/own.h"

/* Below, a quotient may have lost digits. No edge: both ways give the same but for rounding. */
static const double shortest_quotient = 0x1p-1000;

static int polyak_advance(const descent_rule *rule, descent_rule_step *step)
{
    const size_t n = step->dimension;
    const double minimum = rule->constants[0], norm = descent__vector_norm(n, step->gradient);
    if (!isfinite(norm) || !isfinite(step->loss))
        return 1;
    if (step->loss < minimum)
        return (int)descent_fail(DESCENT_ENOCONVERGENCE, "Polyak's step: the loss %.17g is below the minimum %.17g",
                                 step->loss, minimum);
    if (norm == 0 || step->loss == minimum) {
        step->next_gradient = step->gradient;
        step->next_loss = step->loss;
        return 0;
    }
    const double length = step->step_size * ((step->loss - minimum) / norm);
    step->step_size = length / norm;
    if (step->step_size > shortest_quotient && isfinite(step->step_size))
        descent__vector_add_scaled(n, -step->step_size, step->gradient, step->x);
    else
        for (size_t i = 0; i < n; i++)
            step->x[i] -= length * (step->gradient[i] / norm);
    return 0;
}

static descent_status polyak_check(const descent_rule *rule)
{
    if (!(rule->step_size < 2))
        return descent_fail(DESCENT_EINVAL, "factor must be in (0, 2), got %g", rule->step_size);
    if (!isfinite(rule->constants[0]))
        return descent_fail(DESCENT_EINVAL, "minimum must be finite, got %g", rule->constants[0]);
    return DESCENT_SUCCESS;
}

const descent_rule_type descent__polyak_type = {
    .name = "Polyak's step",
    .advance = polyak_advance,
    .check = polyak_check,
    .needs_loss = 1,
    .refused_modifiers = DESCENT_MODIFIER_CLIPPING | DESCENT_MODIFIER_DECOUPLED_DECAY | DESCENT_MODIFIER_L1,
};

descent_rule descent_polyak(double factor, double minimum)
{
    return (descent_rule){.type = &descent__polyak_type, .step_size = factor, .constants = {minimum}};
}
