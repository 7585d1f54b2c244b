/* Another rule in the middle of a run. */
#include <string.h>

#include "base/environment.h"
#include "base/status.h"
#include "engine/evaluate.h"

/* Does what the old rule remembers mean the same to the new one? */
static bool goes_on(const descent_engine *engine, const descent_rule *rule)
{
    const descent_rule *const old = &engine->map.rule;
    return old->type == rule->type && descent__rule_memory(old) == descent__rule_memory(rule);
}

static bool lies_alike(const descent_engine *engine, const descent_rule *rule)
{
    return goes_on(engine, rule) && descent__rule_is_modified(&engine->map.rule) == descent__rule_is_modified(rule);
}

/* What is known of the point is so whatever the rule. */
static void take_over_point(descent_engine *engine, const descent_engine *old)
{
    descent__map *const map = &engine->map;
    const size_t n = map->n;
    if (goes_on(old, &map->rule)) {
        descent__state state = descent__map_state(&old->map);
        descent__map_restore(map, &state);
    } else {
        descent__map_start(map, old->map.state);
        engine->steps_before += old->map.number;
        map->step_size = old->map.step_size;
    }
    descent__vector_fill(n, NAN, engine->gradient);
    if (old->gradient_known)
        descent__vector_copy(n, old->gradient, engine->gradient);
    if (old->best_loss < INFINITY)
        descent__vector_copy(n, old->best, engine->best);
}

/* New vectors, as the new rule needs them; nothing has changed if there is no memory for them. */
static descent_status lay_out_anew(descent_engine *engine, const descent_rule *rule)
{
    const descent_engine old = *engine;
    engine->vectors = NULL;
    engine->memory = NULL;
    const descent_status status = descent__engine_allocate(engine, rule);
    if (status == DESCENT_SUCCESS)
        take_over_point(engine, &old);
    descent__give(status == DESCENT_SUCCESS ? old.memory : engine->memory);
    descent__give(status == DESCENT_SUCCESS ? old.vectors : engine->vectors);
    if (status != DESCENT_SUCCESS)
        *engine = old;
    return status;
}

/* A type of the user's has a function of its own for that. */
static descent_status check_rule(descent_engine *engine, const descent_rule *rule)
{
    descent__call *guard DESCENT__GUARD = descent__engine_begin(engine);
    engine->activity = EVALUATING;
    const descent_status status = descent_rule_check(rule);
    engine->activity = IDLE;
    return descent__engine_end(engine, &guard) ? status : descent__engine_gone();
}

static descent_status set_rule(descent_engine *engine, const descent_rule *rule)
{
    descent_status status = descent__map_check(rule, &engine->evaluator.problem);
    if (status == DESCENT_SUCCESS && engine->path && descent_engine_steps(engine) > 0)
        status = descent__path_keep_changes(engine->path);
    if (status != DESCENT_SUCCESS)
        return status;
    if (lies_alike(engine, rule))
        engine->map.rule = *rule;
    else
        status = lay_out_anew(engine, rule);
    if (status != DESCENT_SUCCESS)
        return status;
    engine->bounded = false;
    if (descent_engine_steps(engine) == 0)
        engine->map.step_size = rule->step_size;
    if (engine->dialogue) /* what was told for a step of the old rule is asked anew */
        descent__dialogue_clear(engine->dialogue);
    if (descent_engine_steps(engine) > 0 &&
        (engine->changes == 0 || engine->changed_at != descent_engine_steps(engine)))
        engine->changes++;
    engine->changed_at = descent_engine_steps(engine);
    if (engine->path)
        descent__path_tell_changes(engine->path, engine->changes, engine->changed_at);
    return DESCENT_SUCCESS;
}

descent_status descent_engine_set_rule(descent_engine *engine, descent_rule rule)
{
    descent__environment environment;
    descent__environment_enter(&environment);
    descent_status status = descent__engine_check_idle(engine);
    if (status == DESCENT_SUCCESS)
        status = check_rule(engine, &rule);
    if (status == DESCENT_SUCCESS)
        status = set_rule(engine, &rule);
    descent__environment_leave(&environment);
    return status;
}
