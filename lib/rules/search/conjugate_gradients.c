/* Nonlinear conjugate gradients (Polak and Ribière, 1969, with β ≥ 0 as Powell, 1986). */
#include <math.h>

#include "base/vector.h"
#include "rules/own.h"
#include "rules/search/line.h"

enum {
    direction_at, /* memory: d₋, g₋ */
    slope_at
};

enum {
    point_at,
    gradient_at,
    work_vectors
};

enum {
    gain_at, /* scalars: t₋∇L·d₋ of the step before */
    scalars
};

static const double customary_curvature = 0.1; /* Nocedal and Wright (2006, p. 34) */

/* β, or 0 where it is not to be had: the first step, or an overflow. */
static double weight_of(const descent_rule_step *step)
{
    const size_t n = step->dimension;
    const double *const before = step->memory[slope_at], *const now = step->gradient;
    const double squares = descent__vector_dot(n, before, before);
    const double weight = (descent__vector_dot(n, now, now) - descent__vector_dot(n, now, before)) / squares;
    return squares > 0 && weight > 0 && isfinite(weight) ? weight : 0;
}

/* d = −g + βd₋, or −g where that does not descend; returns the slope along it. */
static double find_direction(descent_rule_step *step)
{
    const size_t n = step->dimension;
    double *const d = step->memory[direction_at];
    const double weight = weight_of(step);
    for (size_t i = 0; i < n; i++)
        d[i] = weight * d[i] - step->gradient[i];
    const double slope = descent__vector_dot(n, d, step->gradient);
    if (slope < 0 && descent__vector_is_finite(n, d))
        return slope;
    for (size_t i = 0; i < n; i++)
        d[i] = -step->gradient[i];
    return descent__vector_dot(n, d, step->gradient);
}

static int conjugate_advance(const descent_rule *rule, descent_rule_step *step)
{
    const size_t n = step->dimension;
    descent__search_line line;
    if (descent__line_rests(step))
        return 0;
    const double slope = find_direction(step);
    descent_status status = descent__line_open(&line, rule, step, step->memory[direction_at], step->work[point_at],
                                               step->work[gradient_at]);
    const double gain = step->scalars[gain_at] / slope; /* the same gain as before (Nocedal and Wright, 2006, p. 59) */
    const double cautious = step->step_size / fmax(1, descent__vector_norm(n, step->gradient));
    if (status == DESCENT_SUCCESS)
        status = descent__wolfe_search(&line, gain > 0 && isfinite(gain) ? gain : cautious);
    if (status != DESCENT_SUCCESS)
        return (int)status;
    step->scalars[gain_at] = step->step_size * slope;
    descent__vector_copy(n, step->gradient, step->memory[slope_at]);
    return 0;
}

const descent_rule_type descent__conjugate_gradients_type = {
    .name = "conjugate gradients",
    .memory_count = 2,
    .scalar_count = scalars,
    .advance = conjugate_advance,
    .check = descent__line_check,
    .work_count = work_vectors,
    .needs_loss = 1,
    .refused_modifiers =
        DESCENT_MODIFIER_CLIPPING | DESCENT_MODIFIER_DECOUPLED_DECAY | DESCENT_MODIFIER_L1 | DESCENT_MODIFIER_BOX,
};

descent_rule descent_conjugate_gradients(double step_size, const descent_line_search_options *options)
{
    descent_rule rule = {.type = &descent__conjugate_gradients_type, .step_size = step_size};
    descent__line_set_options(&rule, options, customary_curvature);
    return rule;
}
