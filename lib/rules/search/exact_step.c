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

/* Where the step comes out so much shorter than the way to the second gradient, that was not taken where the step leads: of a
 * quadratic it would not matter. No edge: one gradient more. */
static const double far_too_long = 16;

/* From one probe to the next where numbers end; 110 of these pass through all that there are. */
static const double shorter = 0x1p-20;
static const int most_probes = 110;

/* Of |x|: what differences of gradients need at least. No edge: a clamp. */
static const double shortest_way = 1.5e-8;

/*
 * The gradient of a quadratic is linear along the step: with g' at x − tg, g·Hg = g·(g − g')/t, and the slope along −g
 * vanishes at t‖g‖²/g·(g − g'). Receives g·(g − g')/‖g‖², which is not finite where x − tg or g' is not.
 */
static descent_status probe(descent_rule_step *step, double norm, double t, double *change)
{
    const size_t n = step->dimension;
    double *const point = step->work[point_at], *const there = step->work[gradient_at];
    const double *const g = step->gradient;
    *change = NAN;
    for (size_t i = 0; i < n; i++)
        point[i] = step->x[i] - t * g[i];
    if (!descent__vector_is_finite(n, point))
        return DESCENT_SUCCESS;
    const descent_status status = descent_rule_evaluate(step, point, NULL, there);
    *change = 0;
    for (size_t i = 0; i < n && status == DESCENT_SUCCESS; i++)
        *change += (g[i] / norm) * ((g[i] - there[i]) / norm);
    return status;
}

static int exact_advance(const descent_rule *rule, descent_rule_step *step)
{
    (void)rule;
    const size_t n = step->dimension;
    const double norm = descent__vector_norm(n, step->gradient);
    if (!isfinite(norm))
        return 1;
    if (norm == 0) {
        step->next_gradient = step->gradient;
        return 0;
    }
    const double least = fmin(step->step_size, shortest_way * descent__vector_norm(n, step->x) / norm);
    double t = step->step_size, taken = NAN;
    for (int probes = 0; probes < most_probes; probes++) {
        double change;
        const descent_status status = probe(step, norm, t, &change);
        if (status != DESCENT_SUCCESS)
            return (int)status;
        taken = change > 0 ? t / change : t;
        if (isfinite(change) && (change <= far_too_long || t <= least))
            break;
        if (!isfinite(change) && t <= least)
            return 1;
        t = fmax(isfinite(change) ? taken : t * shorter, least);
    }
    for (size_t i = 0; i < n; i++)
        step->x[i] -= taken * step->gradient[i];
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
