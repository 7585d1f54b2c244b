#include "map/map.h"

#include <math.h>
#include <string.h>

#include "base/environment.h"
#include "base/plural.h"
#include "base/status.h"
#include "rules/modify.h"
#include "rules/schedule.h"

size_t descent__map_vectors(const descent_rule *rule, size_t n, bool copy)
{
    const size_t kept = descent__rule_kept_vectors(rule, n), work = rule->type->work_count;
    if (kept >= SIZE_MAX / 8 || work >= SIZE_MAX / 8)
        return 0;
    const bool modified = descent__rule_is_modified(rule);
    const size_t state = 1 + kept;
    return state + 1 + (rule->type->look_ahead ? 1 : 0) + (copy || modified || !rule->type->guards_point ? state : 0) +
           (modified ? 1 : 0) + work;
}

size_t descent__map_pointers(const descent_rule *rule)
{
    return 1 + descent__rule_memory(rule) + rule->type->work_count;
}

static double *take(double **next, size_t pitch)
{
    double *const vector = *next;
    *next += pitch;
    return vector;
}

void descent__map_lay_out(descent__map *map, descent__evaluator *evaluator, const descent_rule *rule, size_t pitch,
                          bool copy, double *vectors, double **pointers)
{
    const descent_rule_type *const type = rule->type;
    const size_t n = evaluator->problem.dimension, kept = descent__rule_kept_vectors(rule, n);
    const size_t memory = descent__rule_memory(rule);
    *map = (descent__map){
        .evaluator = evaluator,
        .limit = UINT64_MAX,
        .rule = *rule,
        .family = descent__rule_family_of(rule),
        .n = n,
        .pitch = pitch,
        .kept = kept,
        .state_size = (1 + kept) * pitch,
        .step_size = rule->step_size,
        .scalar_room = (kept - memory) * pitch,
        .state = vectors,
        .memory = pointers,
        .work = pointers + memory,
        .modifies = descent__rule_is_modified(rule),
        .own = descent__rule_is_own(rule),
        .next_loss = NAN,
        .loss = NAN,
    };
    double *next = vectors + pitch;
    for (size_t j = 0; j < memory; j++)
        map->memory[j] = take(&next, pitch);
    map->scalars = next;
    next = vectors + map->state_size;
    map->gradient = take(&next, pitch);
    if (type->look_ahead)
        map->where = take(&next, pitch);
    if (map->modifies)
        map->modified = take(&next, pitch);
    for (size_t j = 0; j < type->work_count; j++)
        map->work[j] = take(&next, pitch);
    if (copy || map->modifies || !type->guards_point)
        map->before = next;
    /* A callback that leaves components unwritten is found out in the first step. */
    descent__vector_fill(n, NAN, map->gradient);
}

descent_status descent__map_check(const descent_rule *rule, const descent_problem *problem)
{
    if (rule->type->needs_loss && !problem->loss && !problem->loss_gradient)
        return descent_fail(DESCENT_EUNSUPPORTED, "the rule (%s) needs a loss, and the problem has none",
                            rule->type->name);
    const double *const lower = rule->modifiers.lower, *const upper = rule->modifiers.upper;
    for (size_t i = 0; (lower || upper) && i < problem->dimension; i++) {
        const double low = lower ? lower[i] : -INFINITY, high = upper ? upper[i] : INFINITY;
        if (!(low <= high) || low == INFINITY || high == -INFINITY)
            return descent_fail(DESCENT_EINVAL,
                                "modifiers.lower[%zu] must be at most modifiers.upper[%zu], got %g and %g", i, i, low,
                                high);
    }
    return DESCENT_SUCCESS;
}

bool descent__map_open(descent__map *map, descent__arena *arena, descent__evaluator *evaluator, descent_rule rule)
{
    const size_t n = evaluator->problem.dimension;
    const size_t vectors = descent__map_vectors(&rule, n, true);
    double *const numbers = vectors == 0 ? NULL : descent__arena_take(arena, n, vectors * sizeof(double));
    double **const memory = descent__arena_take(arena, vectors == 0 ? 1 : descent__map_pointers(&rule), sizeof *memory);
    if (!numbers || !memory)
        return false;
    descent__map_lay_out(map, evaluator, &rule, n, true, numbers, memory);
    return true;
}

void descent__map_start(descent__map *map, const double *x)
{
    if (x != map->state) /* starting anew where it stands is fine */
        descent__vector_copy(map->n, x, map->state);
    descent__vector_fill(map->state_size - map->pitch, 0, map->state + map->pitch);
    map->number = 0;
    map->step_size = map->rule.step_size;
    map->memory_known = true;
    map->failure = DESCENT_SUCCESS;
    map->gave_up = false;
    descent__map_forget_point(map);
}

void descent__map_place(descent__map *map, const double *x, const double *previous, uint64_t number)
{
    const descent_rule_type *const type = map->rule.type;
    descent__map_start(map, x);
    if (number == 0)
        return;
    map->memory_known = descent__rule_keeps_nothing(&map->rule) || (type->remembers_point && previous);
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
        .memory_count = map->kept,
        .pitch = map->pitch,
        .number = map->number,
        .step_size = map->step_size,
        .memory_known = map->memory_known,
    };
}

/* The scalars lie one after the other, through the gaps that the pitch leaves between vectors. */
static void copy_state(const descent__map *map, const descent__state *state, double *vectors, size_t pitch)
{
    const size_t n = map->n, scalars_from = 1 + descent__rule_memory(&map->rule);
    for (size_t j = 0; j < scalars_from; j++)
        descent__vector_copy(n, state->vectors + j * state->pitch, vectors + j * pitch);
    const size_t numbers = (1 + map->kept - scalars_from) * n;
    assert(numbers >= map->rule.type->scalar_count);
    descent__vector_copy(numbers, state->vectors + scalars_from * state->pitch, vectors + scalars_from * pitch);
}

descent__state descent__map_save(const descent__map *map, double *numbers)
{
    descent__state saved = descent__map_state(map);
    copy_state(map, &saved, numbers, map->n);
    saved.vectors = numbers;
    saved.pitch = map->n;
    return saved;
}

void descent__map_restore(descent__map *map, const descent__state *state)
{
    assert(state->dimension == map->n && state->memory_count == map->kept);
    if (state->vectors != map->state)
        copy_state(map, state, map->state, map->pitch);
    map->number = state->number;
    map->step_size = state->step_size;
    map->memory_known = state->memory_known;
    map->failure = DESCENT_SUCCESS;
    map->gave_up = false;
    descent__map_forget_point(map);
}

descent_status descent__map_choose_step_size(const descent__map *map, double *step_size, int *code)
{
    return descent__schedule_step_size(&map->rule.schedule, map->number, map->rule.step_size, step_size, code);
}

void descent__map_look_ahead(descent__map *map, const descent_rule_step *step)
{
    descent__environment *const lent = map->own ? NULL : descent__environment_lend();
    map->rule.type->look_ahead(&map->rule, step, map->where);
    descent__environment_take_back(lent);
}

static int advance(descent__map *map, descent_rule_step *step)
{
    if (map->own)
        return map->rule.type->advance(&map->rule, step);
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

/* A trial point of the rule's: the loss and the gradient of what it descends. */
static descent_status evaluate_trial(void *context, const double *x, double *loss, double *gradient)
{
    descent__map *const map = context;
    descent__evaluator *const evaluator = map->evaluator;
    const uint64_t total = descent__evaluator_total(evaluator);
    const uint64_t wanted = (loss ? 1 : 0) + (gradient ? evaluator->gradient_cost : 0);
    if (total >= map->limit || map->limit - total < wanted)
        return descent_fail(DESCENT_EBUDGET, "the budget of %llu evaluation%s is used up",
                            (unsigned long long)map->limit, descent__plural(map->limit));
    descent_status status = DESCENT_SUCCESS;
    if (loss && gradient)
        status = descent__evaluate_loss_gradient(evaluator, x, loss, gradient);
    else if (loss)
        status = descent__evaluate_loss(evaluator, x, loss);
    else if (gradient)
        status = descent__evaluate_gradient(evaluator, x, gradient);
    if (status == DESCENT_SUCCESS && map->modifies)
        descent__modify_trial(&map->rule.modifiers, map->n, x, loss, gradient);
    return status;
}

/* What the rule's return code says, unless it moved. The status is the rule's own, with the detail that it left. */
static descent__map_result refuse(descent__map *map, int code)
{
    if (code == 0 || code == 1)
        return DESCENT__MAP_NONFINITE;
    const bool is_status = code > DESCENT_EINVAL && code <= DESCENT_ECANCELLED;
    map->failure =
        is_status ? (descent_status)code
                  : descent_fail(DESCENT_ECALLBACK, "advance of the rule (%s) returned %d", map->rule.type->name, code);
    return DESCENT__MAP_FAILED;
}

/* What a rule's step leaves to be done once it is known to be good. */
static descent__map_result accept(descent__map *map, const descent_rule_step *step)
{
    map->step_size = step->step_size;
    for (size_t k = map->rule.type->scalar_count; k < map->scalar_room && !map->own; k++)
        map->scalars[k] = 0;
    if (map->modifies || map->where)
        return DESCENT__MAP_MOVED;
    map->next_loss = step->next_loss;
    map->next_gradient_known = step->next_gradient != NULL;
    if (step->next_gradient && step->next_gradient != map->gradient)
        descent__vector_copy(map->n, step->next_gradient, map->gradient);
    return DESCENT__MAP_MOVED;
}

/* The vector that the scalars are the first numbers of is 0 beyond; the library's own rules leave it so. */
static size_t numbers_in_use(const descent__map *map)
{
    return map->own ? map->state_size - map->scalar_room + map->rule.type->scalar_count : map->state_size;
}

/* `looked`: is the gradient where the rule looks ahead known? */
static descent__map_result move_by_rule(descent__map *map, double step_size, bool looked)
{
    const descent_rule_type *const type = map->rule.type;
    const descent_rule_evaluator evaluator = {.evaluate = evaluate_trial, .context = map};
    descent_rule_step step = {
        .dimension = map->n,
        .number = map->number,
        .step_size = step_size,
        .x = map->state,
        .memory = map->memory,
        .scalars = map->scalars,
        .work = map->work,
        .loss = map->loss,
        .next_loss = NAN,
        .evaluator = &evaluator,
    };
    if (type->look_ahead && !looked) {
        const descent__map_result result = look_ahead(map, &step);
        if (result != DESCENT__MAP_MOVED)
            return result;
    }
    step.gradient = map->gradient;
    if (map->modifies) {
        const double *const at = map->where ? map->where : map->state;
        step.gradient = descent__modify_gradient(&map->rule.modifiers, map->n, at, map->gradient, map->modified);
        if (type->needs_loss)
            descent__modify_trial(&map->rule.modifiers, map->n, at, &step.loss, NULL);
    }
    const size_t used = numbers_in_use(map);
    if (map->before)
        descent__vector_copy(used, map->state, map->before);
    const int code = advance(map, &step);
    const bool moved = code == 0 && !(map->interrupted && *map->interrupted);
    if (moved && map->modifies)
        descent__modify_point(&map->rule.modifiers, map->n, step.step_size, map->before, map->state);
    if (moved && (map->modifies || type->guards_point || descent__vector_is_finite(map->n, map->state)))
        if (!map->modifies || descent__vector_is_finite(map->n, map->state))
            return accept(map, &step);
    if (map->before)
        descent__vector_copy(used, map->before, map->state);
    return refuse(map, code);
}

descent__map_result descent__map_move_by_rule(descent__map *map, double step_size)
{
    return move_by_rule(map, step_size, false);
}

descent__map_result descent__map_advance_from_there(descent__map *map, double step_size)
{
    assert(map->where);
    const descent__map_result result = move_by_rule(map, step_size, true);
    map->number += result == DESCENT__MAP_MOVED;
    return result;
}

static descent__map_result fail(descent__map *map, descent_status status)
{
    map->failure = status;
    return DESCENT__MAP_FAILED;
}

/* Loss and gradient at the point, as far as the step needs them and the last one did not find them out. */
static descent_status evaluate_point(descent__map *map)
{
    const bool gradient = !descent__map_looks_ahead(map) && !map->next_gradient_known;
    const bool loss = map->rule.type->needs_loss && isnan(map->next_loss);
    map->loss = map->next_loss;
    descent_status status = DESCENT_SUCCESS;
    if (loss && gradient)
        status = descent__evaluate_loss_gradient(map->evaluator, map->state, &map->loss, map->gradient);
    else if (gradient)
        status = descent__evaluate_gradient(map->evaluator, map->state, map->gradient);
    else if (loss)
        status = descent__evaluate_loss(map->evaluator, map->state, &map->loss);
    descent__map_forget_point(map);
    return status;
}

static descent__map_result stand(descent__map *map)
{
    map->gave_up = true;
    map->number++;
    return DESCENT__MAP_MOVED;
}

descent__map_result descent__map_step(descent__map *map)
{
    if (map->gave_up)
        return stand(map);
    const uint64_t total = descent__evaluator_total(map->evaluator);
    if (total >= map->limit || map->limit - total < map->evaluator->gradient_cost)
        return DESCENT__MAP_BUDGET;
    /* Without a schedule there is nothing to be asked: whether the rule is in order was checked before a copy was made. */
    double step_size = map->rule.step_size;
    descent_status status = DESCENT_SUCCESS;
    if (map->rule.schedule.kind != DESCENT_SCHEDULE_CONSTANT || !(step_size > 0 && isfinite(step_size)))
        status = descent_rule_step_size(&map->rule, map->number, &step_size);
    if (status == DESCENT_SUCCESS)
        status = evaluate_point(map);
    if (status != DESCENT_SUCCESS)
        return fail(map, status);
    const uint64_t number = map->number;
    const descent__map_result result = descent__map_advance(map, step_size);
    assert(map->number == number + (result == DESCENT__MAP_MOVED));
    (void)number;
    if (result == DESCENT__MAP_FAILED && map->failure == DESCENT_ENOCONVERGENCE)
        return stand(map);
    return result == DESCENT__MAP_FAILED && map->failure == DESCENT_EBUDGET ? DESCENT__MAP_BUDGET : result;
}
