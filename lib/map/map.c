#include "map/map.h"

#include <math.h>
#include <string.h>

#include "base/environment.h"
#include "rules/schedule.h"

size_t descent__map_vectors(const descent_rule_type *type, bool copy)
{
    if (type->memory_count >= SIZE_MAX / 4)
        return 0;
    const size_t state = 1 + type->memory_count;
    return state + 1 + (type->look_ahead ? 1 : 0) + (copy || !type->guards_point ? state : 0);
}

void descent__map_lay_out(descent__map *map, descent__evaluator *evaluator, const descent_rule *rule, size_t pitch,
                          bool copy, double *vectors, double **memory)
{
    const descent_rule_type *const type = rule->type;
    const size_t n = evaluator->problem.dimension;
    *map = (descent__map){
        .evaluator = evaluator,
        .limit = UINT64_MAX,
        .rule = *rule,
        .family = descent__rule_family_of(rule),
        .n = n,
        .pitch = pitch,
        .state_size = (1 + type->memory_count) * pitch,
        .step_size = rule->step_size,
        .state = vectors,
        .memory = memory,
    };
    for (size_t j = 0; j < type->memory_count; j++)
        memory[j] = vectors + (j + 1) * pitch;
    map->gradient = vectors + map->state_size;
    double *next = map->gradient + pitch;
    if (type->look_ahead) {
        map->where = next;
        next += pitch;
    }
    if (copy || !type->guards_point)
        map->before = next;
    /* A callback that leaves components unwritten is found out in the first step. */
    descent__vector_fill(n, NAN, map->gradient);
}

bool descent__map_open(descent__map *map, descent__arena *arena, descent__evaluator *evaluator, descent_rule rule)
{
    const size_t n = evaluator->problem.dimension;
    const size_t vectors = descent__map_vectors(rule.type, true);
    double *const numbers = vectors == 0 ? NULL : descent__arena_take(arena, n, vectors * sizeof(double));
    double **const memory = descent__arena_take(arena, 1 + rule.type->memory_count, sizeof *memory);
    if (!numbers || !memory)
        return false;
    descent__map_lay_out(map, evaluator, &rule, n, true, numbers, memory);
    return true;
}

void descent__map_start(descent__map *map, const double *x)
{
    if (x != map->state) /* starting anew where it stands is fine */
        descent__vector_copy(map->n, x, map->state);
    for (size_t j = 0; j < map->rule.type->memory_count; j++)
        descent__vector_fill(map->n, 0, map->memory[j]);
    map->number = 0;
    map->step_size = map->rule.step_size;
    map->memory_known = true;
    map->failure = DESCENT_SUCCESS;
}

void descent__map_place(descent__map *map, const double *x, const double *previous, uint64_t number)
{
    const descent_rule_type *const type = map->rule.type;
    descent__map_start(map, x);
    if (number == 0)
        return;
    map->memory_known = type->memory_count == 0 || (type->remembers_point && previous);
    if (type->remembers_point)
        descent__vector_copy(map->n, previous ? previous : map->state, map->memory[0]);
    if (map->memory_known || type->remembers_point)
        map->number = number;
}

descent__map_result descent__map_replay(descent__map *map, const double *start, uint64_t steps)
{
    descent__map_start(map, start);
    descent__map_result result = DESCENT__MAP_MOVED;
    while (map->number < steps && result == DESCENT__MAP_MOVED)
        result = descent__map_step(map);
    return result;
}

descent__state descent__map_state(const descent__map *map)
{
    return (descent__state){
        .vectors = map->state,
        .dimension = map->n,
        .memory_count = map->rule.type->memory_count,
        .pitch = map->pitch,
        .number = map->number,
        .step_size = map->step_size,
        .memory_known = map->memory_known,
    };
}

static void copy_vectors(const descent__state *state, double *vectors, size_t pitch)
{
    for (size_t j = 0; j <= state->memory_count; j++)
        descent__vector_copy(state->dimension, state->vectors + j * state->pitch, vectors + j * pitch);
}

descent__state descent__map_save(const descent__map *map, double *numbers)
{
    descent__state saved = descent__map_state(map);
    copy_vectors(&saved, numbers, map->n);
    saved.vectors = numbers;
    saved.pitch = map->n;
    return saved;
}

void descent__map_restore(descent__map *map, const descent__state *state)
{
    assert(state->dimension == map->n && state->memory_count == map->rule.type->memory_count);
    if (state->vectors != map->state)
        copy_vectors(state, map->state, map->pitch);
    map->number = state->number;
    map->step_size = state->step_size;
    map->memory_known = state->memory_known;
    map->failure = DESCENT_SUCCESS;
}

descent_status descent__map_choose_step_size(const descent__map *map, double *step_size, int *code)
{
    return descent__schedule_step_size(&map->rule.schedule, map->number, map->rule.step_size, step_size, code);
}

void descent__map_look_ahead(descent__map *map, const descent_rule_step *step)
{
    descent__environment *const lent = map->family ? NULL : descent__environment_lend();
    map->rule.type->look_ahead(&map->rule, step, map->where);
    descent__environment_take_back(lent);
}

/* A rule from outside. */
static int advance_outside(descent__map *map, descent_rule_step *step)
{
    descent__environment *const lent = descent__environment_lend();
    map->moving = true;
    const int code = map->rule.type->advance(&map->rule, step);
    map->moving = false;
    descent__environment_take_back(lent);
    return code;
}

void descent__map_undo(descent__map *map)
{
    if (map->moving && map->before)
        descent__vector_copy(map->state_size, map->before, map->state);
    map->moving = false;
}

/* The gradient where the rule looks ahead. */
static descent__map_result look_ahead(descent__map *map, const descent_rule_step *step)
{
    descent__map_look_ahead(map, step);
    if (!descent__vector_is_finite(map->n, map->where))
        return DESCENT__MAP_NONFINITE;
    map->failure = descent__evaluate_gradient(map->evaluator, map->where, map->gradient);
    return map->failure == DESCENT_SUCCESS ? DESCENT__MAP_MOVED : DESCENT__MAP_FAILED;
}

descent__map_result descent__map_move_by_rule(descent__map *map, double step_size)
{
    const descent_rule_type *const type = map->rule.type;
    descent_rule_step step = {
        .dimension = map->n,
        .number = map->number,
        .step_size = step_size,
        .x = map->state,
        .memory = map->memory,
    };
    const descent__map_result looked = type->look_ahead ? look_ahead(map, &step) : DESCENT__MAP_MOVED;
    if (looked != DESCENT__MAP_MOVED)
        return looked;
    step.gradient = map->gradient;
    if (map->before)
        descent__vector_copy(map->state_size, map->state, map->before);
    const bool moved = (map->family ? type->advance(&map->rule, &step) : advance_outside(map, &step)) == 0;
    if (moved && (type->guards_point || descent__vector_is_finite(map->n, map->state)))
        return DESCENT__MAP_MOVED;
    if (map->before)
        descent__vector_copy(map->state_size, map->before, map->state);
    return DESCENT__MAP_NONFINITE;
}

static descent__map_result fail(descent__map *map, descent_status status)
{
    map->failure = status;
    return DESCENT__MAP_FAILED;
}

descent__map_result descent__map_step(descent__map *map)
{
    const uint64_t total = descent__evaluator_total(map->evaluator);
    if (total >= map->limit || map->limit - total < map->evaluator->gradient_cost)
        return DESCENT__MAP_BUDGET;
    double step_size;
    descent_status status = descent_rule_step_size(&map->rule, map->number, &step_size);
    if (status == DESCENT_SUCCESS && !descent__map_looks_ahead(map))
        status = descent__evaluate_gradient(map->evaluator, map->state, map->gradient);
    if (status != DESCENT_SUCCESS)
        return fail(map, status);
    const uint64_t number = map->number;
    const descent__map_result result = descent__map_advance(map, step_size);
    assert(map->number == number + (result == DESCENT__MAP_MOVED));
    (void)number;
    return result;
}
