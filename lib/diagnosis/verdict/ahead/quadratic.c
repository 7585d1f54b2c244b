#include "diagnosis/verdict/ahead/quadratic.h"

#include <math.h>

#include "base/vector.h"
#include "diagnosis/verdict/thresholds.h"

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

/* It must stay within the radius for as long as any copy must, or come nearer from block to block: what swings or bursts beside
 * the point does neither. */
static bool is_held(descent__map *map, const double *point, double radius, size_t steps)
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
        if (within >= DESCENT__HELD_STEPS)
            return true;
        farthest = fmax(farthest, distance);
        if (k % block > 0)
            continue;
        if (!(farthest < before))
            return false;
        before = farthest;
        farthest = 0;
    }
    return true;
}

bool descent__quadratic_holds(descent__evidence *evidence, const descent__state *state,
                              const descent_critical_point *point, double radius)
{
    const size_t n = evidence->n;
    const size_t steps = granted_steps(n);
    descent__evaluator evaluator;
    descent__map map;
    if (!point->hessian || steps < DESCENT__LEAST_FOLLOWED)
        return true;
    const descent_problem quadratic = {.dimension = n, .gradient = gradient_of, .context = (void *)point};
    if (descent__evaluator_open(&evaluator, &quadratic) != DESCENT_SUCCESS) {
        evidence->memory_failed = true;
        return true;
    }
    bool held = true;
    if (descent__map_open(&map, &evidence->work, &evaluator, evidence->rule)) {
        descent__map_restore(&map, state);
        held = is_held(&map, point->x, radius, steps);
    }
    descent__evaluator_close(&evaluator);
    return held;
}
