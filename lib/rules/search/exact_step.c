/* The step that is exact on quadratics (Cauchy, 1847). */
#include <math.h>

#include <descent/step_finders.h>

#include "base/vector.h"
#include "rules/own.h"

enum {
    point_at,
    gradient_at,
    work_vectors
};

/*
 * The gradient of a quadratic is linear along the step: with g' at x − ηg, g·Hg = g·(g − g')/η, and the slope along −g
 * vanishes at η‖g‖²/g·(g − g').
 */
static int exact_advance(const descent_rule *rule, descent_rule_step *step)
{
    (void)rule;
    const size_t n = step->dimension;
    double *const point = step->work[point_at], *const there = step->work[gradient_at];
    const double *const g = step->gradient;
    const double norm = descent__vector_norm(n, g);
    for (size_t i = 0; i < n; i++)
        point[i] = step->x[i] - step->step_size * g[i];
    if (!isfinite(norm) || !descent__vector_is_finite(n, point))
        return 1;
    if (norm == 0) {
        step->next_gradient = g;
        return 0;
    }
    const descent_status status = descent_rule_evaluate(step, point, NULL, there);
    if (status != DESCENT_SUCCESS)
        return (int)status;
    double change = 0; /* g·(g − g')/‖g‖² */
    for (size_t i = 0; i < n; i++)
        change += (g[i] / norm) * ((g[i] - there[i]) / norm);
    if (!isfinite(change))
        return 1;
    const double taken = change > 0 ? step->step_size / change : step->step_size;
    for (size_t i = 0; i < n; i++)
        step->x[i] -= taken * g[i];
    step->step_size = taken;
    return 0;
}

const descent_rule_type descent__exact_step_type = {
    .name = "exact step",
    .advance = exact_advance,
    .work_count = work_vectors,
    .refused_modifiers = DESCENT_MODIFIER_CLIPPING,
};

descent_rule descent_exact_step(double step_size)
{
    return (descent_rule){.type = &descent__exact_step_type, .step_size = step_size};
}
