/* The engine as an object: making, setting, resetting and freeing it. */
#include "engine/engine.h"

#include <math.h>
#include <stdlib.h>

#include "path/path.h"
#include "rules/fixed_step.h"
#include "status.h"

/* Lays all vectors into one allocation: x and memory, gradient, and what this rule needs besides. */
static descent_status allocate_vectors(descent_engine *engine)
{
    const size_t n = engine->dimension, distance = descent_engine_vector_distance(n);
    const descent_rule_type *type = engine->rule.type;
    const size_t state = type->memory_count < SIZE_MAX / 4 ? 1 + type->memory_count : 0;
    const size_t count = state + 1 + (descent_engine_looks_ahead(engine) ? 2 : 0) + (type->guards_point ? 0 : state);
    const size_t bytes = state == 0 ? 0 : descent_array_bytes(distance, count, sizeof(double));
    if (bytes == 0)
        return descent_fail(DESCENT_EINVAL, "dimension %zu with memory_count %zu is too large for memory", n,
                            type->memory_count);
    const size_t rest = bytes % descent_vector_alignment; /* aligned_alloc() wants whole units */
    engine->vectors =
        aligned_alloc(descent_vector_alignment, rest == 0 ? bytes : bytes + descent_vector_alignment - rest);
    engine->memory = malloc(state * sizeof *engine->memory);
    if (!engine->vectors || !engine->memory)
        return descent_fail_memory("vectors of the engine", bytes);
    double *next = engine->vectors;
    engine->x = next;
    next += distance;
    for (size_t i = 0; i < type->memory_count; i++, next += distance)
        engine->memory[i] = next;
    engine->gradient = next;
    next += distance;
    if (descent_engine_looks_ahead(engine)) {
        engine->look_ahead = next;
        engine->look_gradient = next + distance;
        next += 2 * distance;
    }
    if (!type->guards_point)
        engine->backup = next;
    return DESCENT_SUCCESS;
}

static descent_status check_start(const descent_engine *engine, const double *start)
{
    if (!start)
        return descent_fail(DESCENT_EINVAL, "start must not be NULL");
    const size_t bad = descent_vector_first_nonfinite(engine->dimension, start);
    if (bad < engine->dimension)
        return descent_fail(DESCENT_ENONFINITE, "start[%zu] must be finite, got %g", bad, start[bad]);
    return DESCENT_SUCCESS;
}

static void stand_at(descent_engine *engine, const double *start)
{
    const size_t n = engine->dimension;
    if (start != engine->x) /* starting anew where it stands is fine */
        descent_vector_copy(n, start, engine->x);
    for (size_t i = 0; i < engine->rule.type->memory_count; i++)
        descent_vector_fill(n, 0, engine->memory[i]);
    /* A callback that leaves components unwritten is found out in the first step. */
    descent_vector_fill(n, NAN, engine->gradient);
    if (engine->look_gradient)
        descent_vector_fill(n, NAN, engine->look_gradient);
    descent_engine_forget_point(engine);
    descent_evaluator_reset(&engine->evaluator);
    engine->steps = 0;
    engine->step_size = engine->rule.step_size;
    engine->stop = DESCENT_STOP_NONE;
}

/* The parts of a new engine that can fail; the caller frees it if they do. */
static descent_status build(descent_engine *engine, const descent_problem *problem, const descent_rule *rule,
                            const double *start)
{
    descent_status status = descent_evaluator_open(&engine->evaluator, problem);
    if (status == DESCENT_SUCCESS)
        status = descent_rule_check(rule);
    if (status != DESCENT_SUCCESS)
        return status;
    engine->dimension = problem->dimension;
    engine->rule = *rule;
    engine->is_fixed_step = rule->type == &descent_fixed_step_type;
    engine->tolerance = NAN;
    status = check_start(engine, start);
    if (status == DESCENT_SUCCESS)
        status = allocate_vectors(engine);
    if (status == DESCENT_SUCCESS)
        stand_at(engine, start);
    return status;
}

descent_status descent_engine_new(descent_engine **engine, const descent_problem *problem, descent_rule rule,
                                  const double *start)
{
    if (!engine)
        return descent_fail(DESCENT_EINVAL, "engine must not be NULL");
    *engine = NULL;
    descent_engine *made = calloc(1, sizeof *made);
    if (!made)
        return descent_fail_memory("engine", sizeof *made);
    const descent_status status = build(made, problem, &rule, start);
    if (status == DESCENT_SUCCESS)
        *engine = made;
    else
        descent_engine_free(made);
    return status;
}

void descent_engine_free(descent_engine *engine)
{
    if (!engine || engine->activity != IDLE)
        return;
    descent_path_free(engine->path);
    descent_evaluator_close(&engine->evaluator);
    free(engine->observers);
    free(engine->memory);
    free(engine->vectors);
    free(engine);
}

descent_status descent_engine_check_idle(const descent_engine *engine)
{
    if (!engine)
        return descent_fail(DESCENT_EINVAL, "engine must not be NULL");
    if (engine->activity != IDLE)
        return descent_fail(DESCENT_EINVAL, "engine must not be changed from inside one of its own callbacks");
    return DESCENT_SUCCESS;
}

descent_status descent_engine_reset(descent_engine *engine, const double *start)
{
    descent_status status = descent_engine_check_idle(engine);
    if (status == DESCENT_SUCCESS)
        status = check_start(engine, start);
    if (status != DESCENT_SUCCESS)
        return status;
    stand_at(engine, start);
    descent_path_clear(engine->path);
    return DESCENT_SUCCESS;
}

descent_status descent_engine_record(descent_engine *engine, const descent_path_options *options)
{
    descent_path *path;
    descent_status status = descent_engine_check_idle(engine);
    if (status == DESCENT_SUCCESS)
        status = descent_path_new(&path, engine->dimension, options);
    if (status != DESCENT_SUCCESS)
        return status;
    descent_path_free(engine->path);
    engine->path = path;
    engine->recorded = false;
    if (engine->pending != DESCENT_ECALLBACK)
        engine->pending = DESCENT_SUCCESS; /* what the path before could not take is no matter any more */
    return DESCENT_SUCCESS;
}

descent_status descent_engine_add_observer(descent_engine *engine, descent_observer_function *function, void *context)
{
    const descent_status status = descent_engine_check_idle(engine);
    if (status != DESCENT_SUCCESS)
        return status;
    if (!function)
        return descent_fail(DESCENT_EINVAL, "observer must not be NULL");
    const size_t bytes = (engine->observer_count + 1) * sizeof *engine->observers;
    observer *const grown = realloc(engine->observers, bytes);
    if (!grown)
        return descent_fail_memory("observers", bytes);
    grown[engine->observer_count++] = (observer){function, context};
    engine->observers = grown;
    return DESCENT_SUCCESS;
}

descent_status descent_engine_set_budget(descent_engine *engine, uint64_t evaluations)
{
    if (!engine)
        return descent_fail(DESCENT_EINVAL, "engine must not be NULL");
    engine->budget = evaluations;
    return DESCENT_SUCCESS;
}

descent_status descent_engine_set_gradient_tolerance(descent_engine *engine, double tolerance)
{
    if (!engine)
        return descent_fail(DESCENT_EINVAL, "engine must not be NULL");
    if (tolerance < 0 || isinf(tolerance))
        return descent_fail(DESCENT_EINVAL, "tolerance must be finite and not negative, or NaN for none, got %g",
                            tolerance);
    engine->tolerance = tolerance;
    return DESCENT_SUCCESS;
}
