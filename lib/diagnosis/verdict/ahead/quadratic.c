#include "diagnosis/verdict/ahead/quadratic.h"

#include <math.h>

#include "base/vector.h"
#include "diagnosis/verdict/predicates.h"
#include "diagnosis/verdict/thresholds.h"
#include "map/forgetting.h"

enum {
    blocks = 8 /* of equal length; each nearer than the one before is chance in 1 of 40320 */
};

/* Gradient of the quadratic, with the slope that rounding leaves at the point itself: H(x − x*) + ∇L(x*). */
static int gradient_of(size_t n, const double *x, double *gradient, void *context)
{
    const descent_critical_point *point = context;
    const double left = point->gradient_norm / sqrt((double)n);
    for (size_t i = 0; i < n; i++) {
        gradient[i] = left;
        for (size_t j = 0; j < n; j++)
            gradient[i] += point->hessian[i * n + j] * (x[j] - point->x[j]);
    }
    return 0;
}

/* Steps that n² operations each leave room for. */
static size_t granted_steps(size_t n)
{
    const size_t affordable = DESCENT__QUADRATIC_OPERATIONS / n / n;
    return affordable < DESCENT__QUADRATIC_STEPS ? affordable : DESCENT__QUADRATIC_STEPS;
}

/* It must stay within the radius for as long as any copy must, or, unless it `must_arrive`, come nearer from block to block: what
 * swings or bursts beside the point does neither. */
static bool is_held(descent__map *map, const double *point, double radius, size_t steps, bool must_arrive, size_t *made)
{
    const size_t block = steps / blocks;
    double before = INFINITY;
    double farthest = 0;
    size_t within = 0;
    for (size_t k = 1; k <= blocks * block; k++) {
        if (descent__map_step(map) != DESCENT__MAP_MOVED)
            return false;
        const double distance = descent__vector_distance(map->n, map->state, point);
        within = distance <= radius ? within + 1 : 0;
        *made = k - within + 1;
        if (within >= DESCENT__HELD_STEPS)
            return true;
        farthest = fmax(farthest, distance);
        if (k % block > 0)
            continue;
        if (!(farthest < before) && !must_arrive)
            return false;
        before = farthest;
        farthest = 0;
    }
    return !must_arrive;
}

/* All of it within the radius? */
static bool keeps_within(descent__map *map, const double *point, double radius, size_t steps)
{
    for (size_t k = 0; k < steps; k++)
        if (descent__map_step(map) != DESCENT__MAP_MOVED ||
            descent__vector_distance(map->n, map->state, point) > radius)
            return false;
    return true;
}

/* Opens a map of the run's rule on a problem of gradients alone. False if there is no memory. */
static bool open_map(descent__evidence *evidence, const descent_problem *problem, descent__evaluator *evaluator,
                     descent__map *map)
{
    if (descent__evaluator_open(evaluator, problem) != DESCENT_SUCCESS) {
        evidence->memory_failed = true;
        return false;
    }
    if (descent__map_open(map, &evidence->work, evaluator, evidence->rule))
        return true;
    descent__evaluator_close(evaluator);
    return false;
}

bool descent__rule_forgets(descent__evidence *evidence)
{
    if (!descent__evidence_rule_tells_nothing(evidence) || evidence->n > DESCENT__DENSE_LIMIT)
        return false;
    const bool forgets = descent__map_forgets(&evidence->rule, evidence->n, &evidence->work);
    evidence->memory_failed |= evidence->work.failed;
    return forgets;
}

/* A map on the quadratic of the point; false where that is unknown, or too dear for what is wanted. */
static bool open_quadratic(descent__evidence *evidence, const descent__state *state,
                           const descent_critical_point *point, descent__evaluator *evaluator, descent__map *map)
{
    const size_t n = evidence->n;
    const descent_problem quadratic = {.dimension = n, .gradient = gradient_of, .context = (void *)point};
    if (!point->hessian || granted_steps(n) < DESCENT__LEAST_FOLLOWED ||
        !open_map(evidence, &quadratic, evaluator, map))
        return false;
    descent__map_restore(map, state);
    return true;
}

bool descent__quadratic_holds(descent__evidence *evidence, const descent__state *state,
                              const descent_critical_point *point, double radius, bool must_arrive, size_t *steps)
{
    descent__evaluator evaluator;
    descent__map map;
    *steps = 0;
    if (!open_quadratic(evidence, state, point, &evaluator, &map))
        return true;
    const bool held = is_held(&map, point->x, radius, granted_steps(evidence->n), must_arrive, steps);
    descent__evaluator_close(&evaluator);
    return held;
}

bool descent__quadratic_keeps(descent__evidence *evidence, const descent__state *state,
                              const descent_critical_point *point, double radius, size_t steps)
{
    const size_t granted = granted_steps(evidence->n);
    descent__evaluator evaluator;
    descent__map map;
    if (!open_quadratic(evidence, state, point, &evaluator, &map))
        return true;
    const bool keeps = keeps_within(&map, point->x, radius, steps < granted ? steps : granted);
    descent__evaluator_close(&evaluator);
    return keeps;
}
