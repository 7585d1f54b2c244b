/* The engine as an object: making, setting, resetting and freeing it. */
#include "engine/engine.h"

#include <math.h>

#include "base/call.h"
#include "base/environment.h"
#include "base/names.h"
#include "base/status.h"
#include "path/path.h"

/* Lays all vectors into one allocation: those of the map, and the gradient where the map's is not that at the point. */
descent_status descent__engine_allocate(descent_engine *engine, const descent_rule *rule)
{
    const size_t n = engine->evaluator.problem.dimension, pitch = descent__map_pitch(n);
    const descent_rule_type *const type = rule->type;
    const bool has_loss = descent__evaluator_has_loss(&engine->evaluator);
    /* A rule from outside may not notice that a number is still to be told, and move. */
    const bool kept = engine->dialogue && !descent__rule_is_own(rule);
    const size_t needed = descent__map_vectors(rule, n, kept);
    const size_t vectors = needed + (type->look_ahead ? 1 : 0) + (has_loss ? 1 : 0);
    const size_t bytes = needed == 0 ? 0 : descent__array_bytes(pitch, vectors, sizeof(double));
    if (bytes == 0)
        return descent_fail(DESCENT_EINVAL, "dimension %zu with memory_count %zu is too large for memory", n,
                            descent__rule_memory(rule));
    engine->vectors = descent__take_aligned(bytes);
    engine->memory = descent__take(descent__map_pointers(rule) * sizeof *engine->memory);
    if (!engine->vectors || !engine->memory)
        return descent__fail_memory("vectors of the engine", bytes);
    descent__map_lay_out(&engine->map, &engine->evaluator, rule, pitch, kept, engine->vectors, engine->memory);
    engine->pass = engine->dialogue ? NULL : descent__pass_of(rule);
    engine->bounded = false;
    engine->map.interrupted = engine->dialogue ? &engine->dialogue->wanting : NULL;
    engine->gradient = type->look_ahead ? engine->vectors + needed * pitch : engine->map.gradient;
    engine->best = has_loss ? engine->vectors + (vectors - 1) * pitch : NULL;
    return DESCENT_SUCCESS;
}

static descent_status check_start(const descent_problem *problem, const double *start)
{
    if (!start)
        return descent_fail(DESCENT_EINVAL, "start must not be NULL");
    const size_t bad = descent__vector_first_nonfinite(problem->dimension, start);
    if (bad == problem->dimension)
        return DESCENT_SUCCESS;
    char entry[2 * descent__variable_name_size];
    descent__name_entry(entry, "start", problem->variable_names, bad);
    return descent_fail(DESCENT_ENONFINITE, "%s must be finite, got %g", entry, start[bad]);
}

static void stand_at(descent_engine *engine, const double *start)
{
    const size_t n = engine->map.n;
    descent__map_start(&engine->map, start);
    /* A callback that leaves components unwritten is found out in the first step. */
    descent__vector_fill(n, NAN, engine->gradient);
    descent__vector_fill(n, NAN, engine->map.gradient);
    descent__engine_forget_point(engine);
    engine->bounded = false;
    descent__evaluator_reset(&engine->evaluator);
    engine->stop = DESCENT_STOP_NONE;
    engine->best_loss = INFINITY;
    engine->steps_before = engine->changes = engine->changed_at = 0;
    descent__stops_forget(&engine->stops);
    if (engine->dialogue)
        descent__dialogue_clear(engine->dialogue);
}

/* Whatever was under way was left for good: the engine is at its last good point. */
static void settle(descent_engine *engine, activity before)
{
    descent__map_undo(&engine->map);
    engine->bounded = false;
    if (engine->dialogue)
        descent__dialogue_clear(engine->dialogue);
    engine->activity = before;
    engine->is_held = false;
    engine->pending = DESCENT_SUCCESS;
    if (!engine->gradient_known)
        descent__vector_fill(engine->map.n, NAN, engine->gradient); /* the callback may have written half of it */
}

static bool is_in_use(const descent_engine *engine)
{
    return engine->activity != IDLE || engine->called;
}

bool descent__engine_stays(descent_engine *engine)
{
    if (!engine->unwanted || is_in_use(engine))
        return true;
    descent_engine_free(engine);
    return false;
}

/* A step, a run or an accessor. */
static void abandon(void *object)
{
    descent_engine *const engine = object;
    settle(engine, IDLE);
    engine->called = false;
    engine->stop = DESCENT_STOP_FAILURE;
    (void)descent__engine_stays(engine);
}

void descent__engine_abandon_diagnosis(void *object)
{
    descent_engine *const engine = object;
    if (!engine->is_held)
        return;
    settle(engine, engine->held);
    (void)descent__engine_stays(engine);
}

/* The parts of a new engine that can fail; the caller frees it if they do. */
static descent_status build(descent_engine *engine, const descent_problem *problem, const descent_rule *rule,
                            const double *start)
{
    descent_status status = descent__evaluator_open(&engine->evaluator, problem);
    if (status == DESCENT_SUCCESS)
        status = descent_rule_check(rule);
    if (status == DESCENT_SUCCESS)
        status = descent__map_check(rule, problem);
    if (status != DESCENT_SUCCESS)
        return status;
    if (descent__dialogue_is_wanted(problem) && !(engine->dialogue = descent__dialogue_new(&engine->evaluator)))
        return descent__fail_memory("what is told", sizeof *engine->dialogue);
    engine->tolerance = NAN;
    engine->call.abandon = abandon;
    engine->call.object = engine;
    status = check_start(problem, start);
    if (status == DESCENT_SUCCESS)
        status = descent__engine_allocate(engine, rule);
    if (status == DESCENT_SUCCESS)
        stand_at(engine, start);
    return status;
}

static descent_status new_engine(descent_engine **engine, const descent_problem *problem, descent_rule rule,
                                 const double *start)
{
    if (!engine)
        return descent_fail(DESCENT_EINVAL, "engine must not be NULL");
    *engine = NULL;
    descent_engine *made = descent__take_zeros(1, sizeof *made);
    if (!made)
        return descent__fail_memory("engine", sizeof *made);
    const descent_status status = build(made, problem, &rule, start);
    if (status == DESCENT_SUCCESS)
        *engine = made;
    else
        descent_engine_free(made);
    return status;
}

descent_status descent_engine_new(descent_engine **engine, const descent_problem *problem, descent_rule rule,
                                  const double *start)
{
    descent__environment environment;
    descent__environment_enter(&environment);
    const descent_status status = new_engine(engine, problem, rule, start);
    descent__environment_leave(&environment);
    return status;
}

void descent_engine_free(descent_engine *engine)
{
    if (!engine)
        return;
    if (is_in_use(engine)) {
        engine->unwanted = engine->unhurried = true; /* a run that is under way looks, and ends */
        return;
    }
    for (size_t i = 0; i < engine->observer_count; i++)
        if (engine->observers[i].let_go)
            engine->observers[i].let_go(engine->observers[i].context);
    descent__path_disown(engine->path);
    descent__evaluator_close(&engine->evaluator);
    descent__give(engine->observers);
    descent__give(engine->stops.previous);
    descent__dialogue_free(engine->dialogue);
    descent__give(engine->memory);
    descent__give(engine->vectors);
    descent__give(engine);
}

descent_status descent__engine_check_idle(const descent_engine *engine)
{
    if (!engine)
        return descent_fail(DESCENT_EINVAL, "engine must not be NULL");
    if (engine->activity != IDLE)
        return descent_fail(DESCENT_EINVAL,
                            "engine must not be changed from inside one of its own callbacks (or, after a jump "
                            "out of one, before descent_unwind())");
    return DESCENT_SUCCESS;
}

static descent_status reset(descent_engine *engine, const double *start)
{
    descent_status status = descent__engine_check_idle(engine);
    if (status == DESCENT_SUCCESS)
        status = check_start(&engine->evaluator.problem, start);
    if (status != DESCENT_SUCCESS)
        return status;
    stand_at(engine, start);
    descent_path_clear(engine->path);
    return DESCENT_SUCCESS;
}

descent_status descent_engine_reset(descent_engine *engine, const double *start)
{
    descent__environment environment;
    descent__environment_enter(&environment);
    const descent_status status = reset(engine, start);
    descent__environment_leave(&environment);
    return status;
}

static descent_status record(descent_engine *engine, const descent_path_options *options)
{
    descent_path *path;
    descent_status status = descent__engine_check_idle(engine);
    if (status != DESCENT_SUCCESS)
        return status;
    descent_path_options named = options ? *options : (descent_path_options){0};
    if (!named.variable_names)
        named.variable_names = engine->evaluator.problem.variable_names;
    status = descent_path_new(&path, engine->map.n, &named);
    if (status != DESCENT_SUCCESS)
        return status;
    descent__path_disown(engine->path);
    engine->path = path;
    descent__path_own(path);
    descent__path_tell_changes(path, engine->changes, engine->changed_at);
    engine->recorded = false;
    if (engine->pending != DESCENT_ECALLBACK)
        engine->pending = DESCENT_SUCCESS; /* what the path before could not take is no matter any more */
    return DESCENT_SUCCESS;
}

descent_status descent_engine_record(descent_engine *engine, const descent_path_options *options)
{
    descent__environment environment;
    descent__environment_enter(&environment);
    const descent_status status = record(engine, options);
    descent__environment_leave(&environment);
    return status;
}

descent_status descent__engine_add_watcher(descent_engine *engine, observer watcher)
{
    const descent_status status = descent__engine_check_idle(engine);
    if (status != DESCENT_SUCCESS)
        return status;
    if (!watcher.function)
        return descent_fail(DESCENT_EINVAL, "observer must not be NULL");
    const size_t bytes = (engine->observer_count + 1) * sizeof *engine->observers;
    observer *const grown = descent__retake(engine->observers, bytes);
    if (!grown)
        return descent__fail_memory("observers", bytes);
    grown[engine->observer_count++] = watcher;
    engine->observers = grown;
    return DESCENT_SUCCESS;
}

descent_status descent_engine_add_observer(descent_engine *engine, descent_observer_function *function, void *context)
{
    return descent__engine_add_watcher(engine, (observer){.function = function, .context = context});
}

descent_status descent_engine_set_budget(descent_engine *engine, uint64_t evaluations)
{
    if (!engine)
        return descent_fail(DESCENT_EINVAL, "engine must not be NULL");
    engine->budget = evaluations;
    descent__engine_choose_pace(engine);
    return DESCENT_SUCCESS;
}

static descent_status set_tolerance(descent_engine *engine, double tolerance)
{
    if (!engine)
        return descent_fail(DESCENT_EINVAL, "engine must not be NULL");
    if (tolerance < 0 || isinf(tolerance))
        return descent_fail(DESCENT_EINVAL, "tolerance must be finite and not negative, or NaN for none, got %g",
                            tolerance);
    engine->tolerance = tolerance;
    descent__engine_choose_pace(engine);
    return DESCENT_SUCCESS;
}

descent_status descent_engine_set_gradient_tolerance(descent_engine *engine, double tolerance)
{
    descent__environment environment;
    descent__environment_enter(&environment);
    const descent_status status = set_tolerance(engine, tolerance);
    descent__environment_leave(&environment);
    return status;
}

descent__state descent__engine_state(const descent_engine *engine)
{
    return descent__map_state(&engine->map);
}
