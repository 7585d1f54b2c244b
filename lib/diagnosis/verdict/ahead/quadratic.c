#include "diagnosis/verdict/ahead/quadratic.h"

#include <math.h>

#include "base/vector.h"
#include "diagnosis/verdict/predicates.h"
#include "diagnosis/verdict/thresholds.h"
#include "rules/knowledge.h"

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

/* The same slope along every coordinate. */
static int constant_gradient(size_t n, const double *x, double *gradient, void *context)
{
    (void)x;
    descent__vector_fill(n, *(const double *)context, gradient);
    return 0;
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

/* How far a step with this slope leads from one with none, beside the step size; the largest of all coordinates. */
static double answer(descent__map *map, double slope, double *given, double *numbers)
{
    const size_t n = map->n;
    const descent__state state = descent__map_save(map, numbers);
    double *const without = numbers + map->state_size;
    double longest = 0;
    *given = 0;
    if (descent__map_step(map) != DESCENT__MAP_MOVED)
        return NAN;
    descent__vector_copy(n, map->state, without);
    descent__map_restore(map, &state);
    *given = slope;
    if (descent__map_step(map) != DESCENT__MAP_MOVED)
        return NAN;
    for (size_t i = 0; i < n; i++)
        longest = fmax(longest, fabs(map->state[i] - without[i]));
    longest /= map->step_size;
    descent__map_restore(map, &state);
    return longest;
}

static bool walks(descent__map *map, size_t steps)
{
    for (size_t k = 0; k < steps; k++)
        if (descent__map_step(map) != DESCENT__MAP_MOVED)
            return false;
    return true;
}

/* After steps on a slope of 1, and once more after it has rested. The slope asked with is small beside the one remembered. */
static bool answers_grow(descent__map *map, double *given, double *numbers)
{
    descent__vector_fill(map->n, 0, numbers);
    descent__map_start(map, numbers);
    *given = 1;
    if (!walks(map, DESCENT__REMEMBERED_STEPS))
        return false;
    const double before = answer(map, DESCENT__SMALL_SLOPE, given, numbers);
    *given = 0;
    return walks(map, DESCENT__FORGETTING_STEPS) &&
           descent__answer_grows(before, answer(map, DESCENT__SMALL_SLOPE, given, numbers));
}

bool descent__rule_forgets(descent__evidence *evidence)
{
    double given = 0;
    descent__evaluator evaluator;
    descent__map map;
    const descent_problem level = {.dimension = evidence->n, .gradient = constant_gradient, .context = &given};
    if (!descent__evidence_rule_tells_nothing(evidence) || descent__rule_memory(&evidence->rule) == 0 ||
        evidence->n > DESCENT__DENSE_LIMIT || !open_map(evidence, &level, &evaluator, &map))
        return false;
    double *numbers = descent__evidence_numbers(evidence, map.state_size + evidence->n);
    const bool grow = numbers && answers_grow(&map, &given, numbers);
    descent__evaluator_close(&evaluator);
    return grow;
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
