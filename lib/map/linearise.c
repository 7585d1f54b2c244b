#include "map/linearise.h"

#include <float.h>
#include <math.h>

#include "rules/momentum.h"

const double *descent__map_gradient_point(descent__map *map)
{
    if (!descent__map_looks_ahead(map))
        return map->state;
    double step_size = map->rule.step_size;
    int code;
    (void)descent__map_choose_step_size(map, &step_size, &code); /* one that fails fails the step, too */
    const descent_rule_step step = {
        .dimension = map->n,
        .number = map->number,
        .step_size = step_size,
        .x = map->state,
        .memory = map->memory,
    };
    descent__map_look_ahead(map, &step);
    return map->where;
}

bool descent__map_has_jacobian(const descent__map *map)
{
    return map->family && map->rule.schedule.kind == DESCENT_SCHEDULE_CONSTANT;
}

void descent__map_jacobian(const descent__map *map, const double *hessian, double *jacobian)
{
    assert(descent__map_has_jacobian(map) && map->pitch == map->n);
    const size_t n = map->n, m = map->state_size;
    const double step_size = map->rule.step_size;
    const double momentum = descent__momentum_in_step(map->rule.momentum, map->number);
    descent__vector_fill(m * m, 0, jacobian);
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++) {
            const double unit = i == j, curvature = hessian[i * n + j];
            jacobian[i * m + j] = map->family->by_point(unit, curvature, step_size, momentum);
            if (!descent__family_remembers(map->family))
                continue;
            jacobian[i * m + n + j] = map->family->by_previous(unit, curvature, step_size, momentum);
            jacobian[(n + i) * m + j] = unit; /* the point becomes the one before */
        }
}

/*
 * How far to shift number j of the state: ε^(1/3) of its size balances the error of the formula with rounding. The scale of what a
 * rule remembers is its own. Its numbers may differ much among each other (Adam's squares); but a number that only happens to
 * be small has the size of the others.
 */
static double shift_of(const descent__map *map, const double *state, size_t j)
{
    const double least_part = 0.01;
    const double *const vector = state + j / map->n * map->n;
    if (vector == state)
        return descent__difference_step(&map->evaluator->problem, state[j]);
    const double size = fmax(fabs(state[j]), least_part * descent__vector_max_abs(map->n, vector));
    return size > 0 ? cbrt(DBL_EPSILON) * size : descent__difference_step(&map->evaluator->problem, 0);
}

/* Steps from the saved state with its number j shifted; `*at` receives what that number then is. */
static descent__map_result step_beside(descent__map *map, const descent__state *saved, size_t j, double shift,
                                       double *at)
{
    descent__map_restore(map, saved);
    map->state[j] += shift;
    *at = map->state[j];
    return descent__map_step(map);
}

descent__map_result descent__map_differentiate(descent__map *map, double *jacobian, double *work)
{
    assert(map->pitch == map->n);
    const size_t m = map->state_size;
    const descent__state saved = descent__map_save(map, work);
    double *const ahead = work + m;
    descent__map_result result = DESCENT__MAP_MOVED;
    for (size_t j = 0; j < m && result == DESCENT__MAP_MOVED; j++) {
        const double width = shift_of(map, work, j);
        double right, left;
        result = step_beside(map, &saved, j, width, &right);
        if (result != DESCENT__MAP_MOVED)
            break;
        descent__vector_copy(m, map->state, ahead);
        result = step_beside(map, &saved, j, -width, &left);
        for (size_t i = 0; i < m && result == DESCENT__MAP_MOVED; i++)
            jacobian[i * m + j] = (ahead[i] - map->state[i]) / (right - left);
    }
    descent__map_restore(map, &saved);
    return result;
}
