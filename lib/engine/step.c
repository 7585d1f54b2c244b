/* One step, by any rule. */
#include <math.h>

#include "engine/evaluate.h"
#include "rules/schedule.h"
#include "status.h"

/* The gradient that the rule steps with: at x_k, or where it looks ahead. */
static descent_status evaluate_step_gradient(descent_engine *engine, descent_rule_step *step)
{
    if (!descent_engine_looks_ahead(engine)) {
        step->gradient = engine->gradient;
        return engine->gradient_known ? DESCENT_SUCCESS : descent_engine_evaluate(engine, false, true);
    }
    engine->rule.type->look_ahead(&engine->rule, step, engine->look_ahead);
    const size_t bad = descent_vector_first_nonfinite(engine->dimension, engine->look_ahead);
    if (bad < engine->dimension)
        return descent_fail(DESCENT_ENONFINITE, "x[%zu] is %g where the rule looks ahead after %zu steps", bad,
                            engine->look_ahead[bad], engine->steps);
    step->gradient = engine->look_gradient;
    return descent_evaluate_gradient(&engine->evaluator, engine->look_ahead, engine->look_gradient);
}

/* Makes the move in place, or leaves everything as it was and returns false. */
static bool advance(descent_engine *engine, descent_rule_step *step)
{
    const descent_rule_type *type = engine->rule.type;
    if (type->guards_point)
        return type->advance(&engine->rule, step) == 0;
    const size_t n = engine->dimension, state = descent_engine_vector_distance(n) * (1 + type->memory_count);
    descent_vector_copy(state, engine->x, engine->backup);
    if (type->advance(&engine->rule, step) == 0 && descent_vector_is_finite(n, engine->x))
        return true;
    descent_vector_copy(state, engine->backup, engine->x);
    return false;
}

descent_status descent_engine_explain_refusal(const descent_engine *engine, const double *where, const double *gradient)
{
    const size_t bad = descent_vector_first_nonfinite(engine->dimension, gradient);
    if (bad < engine->dimension)
        return descent_fail(DESCENT_ENONFINITE, "gradient[%zu] is %g after %zu steps, where %sx[%zu] is %g", bad,
                            isnan(gradient[bad]) ? NAN : gradient[bad], engine->steps,
                            where == engine->x ? "" : "the rule looks ahead and ", bad, where[bad]);
    return descent_fail(DESCENT_ENONFINITE, "the point after %zu steps would not be finite: the step is too long",
                        engine->steps + 1);
}

/* The step size of the step to be made; the schedule's own function counts as a callback. */
static descent_status choose_step_size(descent_engine *engine, double *step_size)
{
    int code;
    *step_size = engine->rule.step_size;
    if (engine->rule.schedule.kind == DESCENT_SCHEDULE_CONSTANT)
        return DESCENT_SUCCESS;
    engine->activity = EVALUATING;
    const descent_status status =
        descent_schedule_step_size(&engine->rule.schedule, engine->steps, engine->rule.step_size, step_size, &code);
    engine->activity = IDLE;
    if (code != 0)
        engine->evaluator.callback_code = code;
    return status;
}

/* What must be in order before the point may change. */
static inline descent_status prepare_step(descent_engine *engine)
{
    if (engine->pending != DESCENT_SUCCESS) {
        const descent_status status = engine->pending;
        engine->pending = DESCENT_SUCCESS;
        if (status != DESCENT_ECALLBACK)
            return descent_fail(status, "the point after %zu steps could not be recorded", engine->steps);
        return descent_fail(status, "a callback returned %d when loss or gradient was asked for after %zu steps",
                            engine->evaluator.callback_code, engine->steps);
    }
    if (engine->budget > 0 && descent_evaluator_total(&engine->evaluator) >= engine->budget)
        return descent_fail(DESCENT_EBUDGET, "the budget of %llu evaluations is used up after %zu steps",
                            (unsigned long long)engine->budget, engine->steps);
    return engine->path && !engine->recorded ? descent_engine_record_point(engine) : DESCENT_SUCCESS;
}

/* Evaluates the gradient that the rule asks for, and moves. */
static descent_status move_by_rule(descent_engine *engine, double step_size)
{
    descent_rule_step step = {
        .dimension = engine->dimension,
        .number = engine->steps,
        .step_size = step_size,
        .x = engine->x,
        .memory = engine->memory,
    };
    engine->activity = EVALUATING; /* the rule's functions, too, may not change the engine */
    descent_status status = evaluate_step_gradient(engine, &step);
    if (status == DESCENT_SUCCESS && !advance(engine, &step))
        status = descent_engine_explain_refusal(
            engine, descent_engine_looks_ahead(engine) ? engine->look_ahead : engine->x, step.gradient);
    engine->activity = IDLE;
    return status;
}

/* The same for the fixed step: what the engine does most is to have no detours. */
static inline descent_status move_by_fixed_step(descent_engine *engine, double step_size)
{
    const descent_status status = descent_engine_evaluate(engine, false, true);
    if (status != DESCENT_SUCCESS)
        return status;
    if (!descent_vector_descend(engine->dimension, step_size, engine->gradient, engine->x))
        return descent_engine_explain_refusal(engine, engine->x, engine->gradient);
    return DESCENT_SUCCESS;
}

static inline descent_status make_step(descent_engine *engine, bool *stop)
{
    double step_size;
    *stop = false;
    descent_status status = prepare_step(engine);
    if (status == DESCENT_SUCCESS)
        status = choose_step_size(engine, &step_size);
    if (status != DESCENT_SUCCESS)
        return status;
    status = engine->is_fixed_step ? move_by_fixed_step(engine, step_size) : move_by_rule(engine, step_size);
    if (status != DESCENT_SUCCESS)
        return status;
    engine->steps++;
    engine->step_size = step_size;
    descent_engine_forget_point(engine);
    if (engine->observer_count > 0)
        *stop = descent_engine_notify_observers(engine);
    return DESCENT_SUCCESS;
}

descent_status descent_engine_make_step(descent_engine *engine, bool *stop)
{
    return make_step(engine, stop);
}

descent_status descent_engine_step(descent_engine *engine)
{
    bool stop;
    const descent_status status = descent_engine_check_idle(engine);
    return status == DESCENT_SUCCESS ? make_step(engine, &stop) : status;
}
