/* One step, by any rule. */
#include <math.h>

#include "base/environment.h"
#include "base/names.h"
#include "base/plural.h"
#include "base/status.h"
#include "engine/evaluate.h"
#include "engine/in_place.h"

static descent_status explain_refusal(const descent_engine *engine)
{
    const descent__map *const map = &engine->map;
    const unsigned long long steps = descent__engine_steps(engine);
    const char *const *const names = engine->evaluator.problem.variable_names;
    char name[descent__variable_name_size];
    size_t bad = map->where ? descent__vector_first_nonfinite(map->n, map->where) : map->n;
    if (bad < map->n) {
        descent__name_text(name, names, bad);
        return descent_fail(DESCENT_ENONFINITE, "%s is %g where the rule looks ahead after %llu step%s", name,
                            map->where[bad], steps, descent__plural(steps));
    }
    bad = descent__vector_first_nonfinite(map->n, map->gradient);
    if (bad < map->n) {
        descent__name_text(name, names, bad);
        return descent_fail(DESCENT_ENONFINITE, "the gradient along %s is %g after %llu step%s, where %s%s is %g", name,
                            isnan(map->gradient[bad]) ? NAN : map->gradient[bad], steps, descent__plural(steps),
                            map->where ? "the rule looks ahead and " : "", name,
                            map->where ? map->where[bad] : map->state[bad]);
    }
    return descent_fail(DESCENT_ENONFINITE, "the point after %llu step%s would not be finite: the step is too long",
                        steps + 1, descent__plural(steps + 1));
}

descent_status descent__engine_refuse(descent_engine *engine)
{
    const descent__map *const map = &engine->map;
    if (!descent__vector_is_finite(map->n, map->gradient))
        engine->gradient_known = engine->norm_known = false;
    return explain_refusal(engine);
}

descent_status descent__engine_choose_step_size(descent_engine *engine, double *step_size)
{
    int code;
    const activity before = engine->activity;
    *step_size = engine->map.rule.step_size;
    if (engine->map.rule.schedule.kind == DESCENT_SCHEDULE_CONSTANT)
        return DESCENT_SUCCESS;
    engine->activity = EVALUATING;
    const descent_status status = descent__map_choose_step_size(&engine->map, step_size, &code);
    engine->activity = before;
    if (code != 0)
        engine->evaluator.callback_code = code;
    return status;
}

/* What must be in order before the point may change. */
static inline descent_status prepare_step(descent_engine *engine)
{
    const bool begun = engine->dialogue && engine->dialogue->begun;
    const unsigned long long steps = descent__engine_steps(engine);
    if (engine->pending != DESCENT_SUCCESS) {
        const descent_status status = engine->pending;
        engine->pending = DESCENT_SUCCESS;
        if (status != DESCENT_ECALLBACK)
            return descent_fail(status, "the point after %llu step%s could not be recorded", steps,
                                descent__plural(steps));
        return descent_fail(status, "a callback returned %d when loss or gradient was asked for after %llu step%s",
                            engine->evaluator.callback_code, steps, descent__plural(steps));
    }
    if (engine->budget > 0 && !begun && descent__evaluator_total(&engine->evaluator) >= engine->budget)
        return descent_fail(DESCENT_EBUDGET, "the budget of %llu evaluation%s is used up after %llu step%s",
                            (unsigned long long)engine->budget, descent__plural(engine->budget), steps,
                            descent__plural(steps));
    if (engine->dialogue)
        engine->dialogue->begun = true;
    return engine->path && !engine->recorded ? descent__engine_record_point(engine) : DESCENT_SUCCESS;
}

/* In place, for more variables than a few: of these the loop in run.c takes care. */
static bool move_in_place(descent_engine *engine, double step_size)
{
    descent__pass_step step;
    engine->pass->prepare(&engine->map.rule, engine->map.number, step_size, &step);
    if (!descent__engine_follow(engine, &step.raise, descent__engine_gradient_bound(engine)))
        return false;
    descent__engine_pass(engine, &step);
    return true;
}

/* Evaluates the gradient at the point, if that is the one that the rule asks for, and moves. */
static inline descent_status move(descent_engine *engine, double step_size)
{
    descent__map *const map = &engine->map;
    const bool needs_loss = map->rule.type->needs_loss;
    if ((!map->where && !engine->gradient_known) || (needs_loss && !engine->loss_known)) {
        const descent_status status = descent__engine_evaluate(engine, needs_loss, !map->where);
        if (status != DESCENT_SUCCESS)
            return status;
    }
    if (map->n > descent__vector_few && !map->where && descent__engine_goes_in_place(engine) &&
        move_in_place(engine, step_size))
        return DESCENT_SUCCESS;
    map->loss = needs_loss ? engine->loss : NAN;
    engine->bounded = false;
    map->limit = engine->budget > 0 ? engine->budget : UINT64_MAX; /* of trials within the step */
    engine->activity = EVALUATING; /* the rule's functions, too, may not change the engine */
    descent__engine_listen(engine);
    const descent__map_result result = descent__map_advance(map, step_size);
    descent__engine_heard(engine);
    engine->activity = IDLE;
    if (descent__engine_wants(engine))
        return DESCENT_ECALLBACK;
    if (result == DESCENT__MAP_MOVED)
        return DESCENT_SUCCESS;
    return result == DESCENT__MAP_FAILED ? map->failure : descent__engine_refuse(engine);
}

/* A rule that looked at loss and gradient where it went need not be asked for them again. */
static inline void take_over_what_the_rule_found(descent_engine *engine)
{
    descent__map *const map = &engine->map;
    if (!map->next_gradient_known && isnan(map->next_loss))
        return;
    engine->gradient_known = map->next_gradient_known;
    engine->loss_known = !isnan(map->next_loss);
    engine->loss = map->next_loss;
    if (engine->loss_known)
        descent__engine_note_loss(engine);
    descent__map_forget_point(map);
}

descent_status descent__engine_move_with_care(descent_engine *engine, double step_size, bool looked)
{
    descent__map *const map = &engine->map;
    engine->bounded = false;
    const descent__map_result result =
        looked ? descent__map_advance_from_there(map, step_size) : descent__map_advance(map, step_size);
    if (result != DESCENT__MAP_MOVED)
        return result == DESCENT__MAP_FAILED ? map->failure : descent__engine_refuse(engine);
    descent__engine_forget_point(engine);
    take_over_what_the_rule_found(engine);
    return DESCENT_SUCCESS;
}

static inline descent_status make_step(descent_engine *engine, bool *stop)
{
    double step_size = engine->map.rule.step_size;
    *stop = false;
    descent_status status = prepare_step(engine);
    if (status == DESCENT_SUCCESS && engine->map.rule.schedule.kind != DESCENT_SCHEDULE_CONSTANT)
        status = descent__engine_choose_step_size(engine, &step_size);
    if (status != DESCENT_SUCCESS)
        return status;
    status = move(engine, step_size);
    if (status != DESCENT_SUCCESS)
        return status;
    descent__engine_forget_point(engine);
    take_over_what_the_rule_found(engine);
    if (engine->dialogue)
        engine->dialogue->owes = engine->observer_count > 0;
    else if (engine->observer_count > 0)
        *stop = descent__engine_notify_observers(engine);
    return DESCENT_SUCCESS;
}

/* Observers cannot wait for what they ask for: it is asked for before. */
static descent_status tell_observers(descent_engine *engine, bool *stop)
{
    const bool has_loss = descent__evaluator_has_loss(&engine->evaluator);
    if (engine->pending == DESCENT_SUCCESS)
        engine->pending = descent__engine_evaluate(engine, has_loss, true);
    if (descent__engine_wants(engine))
        return DESCENT_ECALLBACK;
    engine->dialogue->owes = false;
    *stop = descent__engine_notify_observers(engine);
    return DESCENT_SUCCESS;
}

/* The same where numbers are told: again from where it was, if one is wanted. */
static descent_status make_told_step(descent_engine *engine, bool *stop)
{
    descent_status status = DESCENT_SUCCESS;
    *stop = false;
    if (!engine->dialogue->owes) {
        status = make_step(engine, stop);
        if (!descent__engine_wants(engine))
            engine->dialogue->begun = false;
    }
    if (engine->dialogue->owes)
        status = tell_observers(engine, stop);
    if (descent__engine_wants(engine))
        engine->pending = DESCENT_SUCCESS;
    return status;
}

descent_status descent__engine_make_step(descent_engine *engine, bool *stop)
{
    return engine->dialogue ? make_told_step(engine, stop) : make_step(engine, stop);
}

static descent_status step(descent_engine *engine)
{
    bool stop;
    descent_status status = descent__engine_check_idle(engine);
    if (status != DESCENT_SUCCESS)
        return status;
    if (engine->dialogue)
        return descent__engine_refuse_to_run();
    descent__call *guard DESCENT__GUARD = descent__engine_begin(engine);
    status = make_step(engine, &stop);
    return descent__engine_end(engine, &guard) ? status : descent__engine_gone();
}

descent_status descent_engine_step(descent_engine *engine)
{
    if (descent__environment_is_default()) /* keeping that in mind would be felt in a step of two variables */
        return step(engine);
    descent__environment environment;
    descent__environment_enter(&environment);
    const descent_status status = step(engine);
    descent__environment_leave(&environment);
    return status;
}
