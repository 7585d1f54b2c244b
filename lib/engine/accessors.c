/* What the engine tells of itself, evaluating what is not known yet. */
#include "engine/evaluate.h"

#include "base/environment.h"
#include "base/status.h"
#include "base/word.h"
#include "map/forgetting.h"

size_t descent_engine_dimension(const descent_engine *engine)
{
    return engine ? engine->map.n : 0;
}

uint64_t descent_engine_steps(const descent_engine *engine)
{
    return engine ? descent__engine_steps(engine) : 0;
}

const double *descent_engine_point(const descent_engine *engine)
{
    return engine ? engine->map.state : NULL;
}

/* Whether a value can be had; and if not, whether the engine can. */
typedef enum answer {
    KNOWN,
    FAILED,
    GONE
} answer;

/* For the accessors: evaluates, and keeps a failure for the next step to report. */
static answer evaluate_for_accessor(descent_engine *engine, bool loss, bool gradient)
{
    if (engine->activity == EVALUATING || engine->pending != DESCENT_SUCCESS || engine->dialogue)
        return FAILED;
    const bool outermost = engine->activity == IDLE && !engine->called;
    descent__call *guard DESCENT__GUARD = outermost ? descent__engine_begin(engine) : NULL;
    descent__environment environment;
    descent__environment_enter(&environment);
    const descent_status status = engine->pending = descent__engine_evaluate(engine, loss, gradient);
    descent__environment_leave(&environment);
    if (outermost && !descent__engine_end(engine, &guard))
        return GONE;
    return status == DESCENT_SUCCESS ? KNOWN : FAILED;
}

const double *descent_engine_gradient(descent_engine *engine)
{
    if (!engine)
        return NULL;
    const answer found = engine->gradient_known ? KNOWN : evaluate_for_accessor(engine, false, true);
    if (found == GONE)
        return NULL;
    if (found == FAILED && engine->activity != EVALUATING)
        descent__vector_fill(engine->map.n, NAN, engine->gradient);
    return engine->gradient;
}

double descent_engine_gradient_norm(descent_engine *engine)
{
    if (!engine || (!engine->gradient_known && evaluate_for_accessor(engine, false, true) != KNOWN))
        return NAN;
    descent__environment environment;
    descent__environment_enter(&environment);
    const double norm = descent__engine_known_norm(engine);
    descent__environment_leave(&environment);
    return norm;
}

double descent_engine_loss(descent_engine *engine)
{
    if (!engine || (!engine->loss_known && evaluate_for_accessor(engine, true, false) != KNOWN))
        return NAN;
    return engine->loss;
}

double descent_engine_step_size(const descent_engine *engine)
{
    return engine ? engine->map.step_size : NAN;
}

const descent_rule *descent_engine_rule(const descent_engine *engine)
{
    return engine ? &engine->map.rule : NULL;
}

const descent_problem *descent_engine_problem(const descent_engine *engine)
{
    if (!engine)
        return NULL;
    return engine->dialogue ? &engine->dialogue->problem : &engine->evaluator.problem;
}

descent_evaluations descent_engine_evaluations(const descent_engine *engine)
{
    return engine ? engine->evaluator.evaluations : (descent_evaluations){0};
}

int descent_engine_callback_code(const descent_engine *engine)
{
    return engine ? engine->evaluator.callback_code : 0;
}

descent_stop descent_engine_stop_reason(const descent_engine *engine)
{
    return engine ? engine->stop : DESCENT_STOP_NONE;
}

const char *descent_stop_string(descent_stop stop)
{
    static const descent__word words[] = {DESCENT_STOP_LIST(DESCENT__WORD)};
    return descent__word_find(words, DESCENT__WORD_COUNT(words), stop);
}

/* False if the engine is gone then. */
static bool record_point(descent_engine *engine)
{
    const bool outermost = engine->activity == IDLE && !engine->called;
    descent__call *guard DESCENT__GUARD = outermost ? descent__engine_begin(engine) : NULL;
    descent__environment environment;
    descent__environment_enter(&environment);
    engine->pending = descent__engine_record_point(engine);
    descent__environment_leave(&environment);
    return !outermost || descent__engine_end(engine, &guard);
}

const descent_path *descent_engine_path(descent_engine *engine)
{
    if (!engine || !engine->path)
        return NULL;
    if (!engine->recorded && engine->activity != EVALUATING && engine->pending == DESCENT_SUCCESS && !engine->dialogue)
        return record_point(engine) ? engine->path : NULL;
    return engine->path;
}

static descent_status ask(const descent_engine *engine, bool *forgets)
{
    descent__environment environment DESCENT__ENTRY;
    const descent_status status = descent__call_enter(&environment);
    descent__arena arena = {0};
    if (status == DESCENT_SUCCESS)
        *forgets = descent__map_forgets(&engine->map.rule, engine->map.n, &arena);
    const bool failed = arena.failed;
    descent__arena_release(&arena);
    descent__call_leave(&environment);
    return failed ? descent_fail(DESCENT_ENOMEM, "out of memory for a copy of the rule") : status;
}

descent_status descent__engine_ask_forgetting(descent_engine *engine, bool *forgets)
{
    *forgets = false;
    if (!descent__rule_may_forget(&engine->map.rule))
        return DESCENT_SUCCESS;
    descent__call *guard DESCENT__GUARD = descent__engine_begin(engine);
    engine->activity = EVALUATING; /* the rule may be the user's */
    const descent_status status = ask(engine, forgets);
    engine->activity = IDLE;
    return descent__engine_end(engine, &guard) ? status : descent__engine_gone();
}

bool descent__engine_rule_may_forget(const descent_engine *engine)
{
    return descent__rule_may_forget(&engine->map.rule);
}
