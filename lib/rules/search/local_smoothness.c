/* The step by the local smoothness (Malitsky and Mishchenko, 2020, alg. 1). */
#include <math.h>

#include <descent/step_finders.h>

#include "rules/own.h"
#include "rules/search/two_point.h"

enum {
    step_size_at, /* scalars: η₋ and θ₋ */
    growth_at,
    scalars
};

/* ‖s‖/2‖y‖, infinite where the gradient has not changed */
static double half_inverse_smoothness(const descent__two_point *two)
{
    return two->change_unit > 0 ? two->step_unit / two->change_unit * sqrt(two->step_squares / two->change_squares) / 2
                                : INFINITY;
}

static int smoothness_advance(const descent_rule *rule, descent_rule_step *step)
{
    (void)rule;
    double taken = step->step_size;
    if (step->number > 0) {
        const descent__two_point two = descent__two_point_compare(step);
        const double before = step->scalars[step_size_at];
        /* θ₀ is infinite: the second step is bounded by the smoothness alone. Where nothing has moved, nothing is learnt. */
        const double grown = step->number == 1 ? INFINITY : sqrt(1 + step->scalars[growth_at]) * before;
        taken = two.step_unit > 0 ? fmin(grown, half_inverse_smoothness(&two)) : before;
        taken = isfinite(taken) ? taken : before;
        step->scalars[growth_at] = taken / before;
    }
    step->scalars[step_size_at] = taken;
    descent__two_point_move(step, taken);
    return 0;
}

const descent_rule_type descent__local_smoothness_type = {
    .name = "local smoothness",
    .memory_count = descent__two_points,
    .scalar_count = scalars,
    .advance = smoothness_advance,
    .refused_modifiers = DESCENT_MODIFIER_CLIPPING,
};

descent_rule descent_local_smoothness(double step_size)
{
    return (descent_rule){.type = &descent__local_smoothness_type, .step_size = step_size};
}
