/*
 * Making known what is asked for at the engine's present point. In a header, since a call would be felt in a step of two
 * variables.
 */
#ifndef DESCENT_LIB_ENGINE_EVALUATE_H
#define DESCENT_LIB_ENGINE_EVALUATE_H

#include <float.h>
#include <math.h>

#include "engine/engine.h"
#include "path/path.h"

/* The loss of the present point has become known: is it the lowest so far? An infinite one is an overflow. */
static inline void descent__engine_note_loss(descent_engine *engine)
{
    if (!(engine->loss < engine->best_loss && engine->loss >= -DBL_MAX))
        return;
    descent__path_copy_point(engine->map.n, engine->map.state, engine->best);
    engine->best_loss = engine->loss;
    engine->best_step = descent__engine_steps(engine);
}

/* Makes the loss known at the present point: NaN for a problem without one. */
static inline descent_status descent__engine_evaluate_loss(descent_engine *engine)
{
    const bool has_loss = descent__evaluator_has_loss(&engine->evaluator);
    const descent_status status =
        has_loss ? descent__evaluate_loss(&engine->evaluator, engine->map.state, &engine->loss) : DESCENT_SUCCESS;
    if (!has_loss)
        engine->loss = NAN;
    engine->loss_known = status == DESCENT_SUCCESS;
    if (engine->loss_known)
        descent__engine_note_loss(engine);
    return status;
}

/* A gradient that came back not finite, and was recorded so, is another one now. */
static inline void amend_row(descent_engine *engine)
{
    if (engine->recorded && engine->path->columns & (DESCENT_PATH_GRADIENT_NORM | DESCENT_PATH_GRADIENT))
        descent__path_amend(engine->path, descent__vector_norm(engine->map.n, engine->gradient), engine->gradient);
}

static inline descent_status descent__engine_evaluate_gradient(descent_engine *engine)
{
    const descent_status status = descent__evaluate_gradient(&engine->evaluator, engine->map.state, engine->gradient);
    engine->gradient_known = status == DESCENT_SUCCESS;
    if (status == DESCENT_SUCCESS)
        amend_row(engine);
    return status;
}

static inline descent_status descent__engine_evaluate_both(descent_engine *engine)
{
    const descent_status status =
        descent__evaluate_loss_gradient(&engine->evaluator, engine->map.state, &engine->loss, engine->gradient);
    engine->loss_known = engine->gradient_known = status == DESCENT_SUCCESS;
    if (status == DESCENT_SUCCESS) {
        descent__engine_note_loss(engine);
        amend_row(engine);
    }
    return status;
}

/*
 * Is loss_gradient what computes that? Where it alone is there, what comes along unasked is kept: it is paid for. But what is
 * known stays as it is, whatever becomes of the call: forgotten where that is given up, it would be asked for again without end.
 */
static inline bool comes_in_one_pass(const descent_engine *engine, bool loss, bool gradient)
{
    const descent_problem *const problem = &engine->evaluator.problem;
    return problem->loss_gradient && ((loss && gradient) || (loss && !problem->loss && !engine->gradient_known) ||
                                      (gradient && !problem->gradient && !engine->loss_known));
}

/* Makes loss and gradient known at the present point, as far as asked for and not known yet. */
static inline descent_status descent__engine_evaluate(descent_engine *engine, bool loss, bool gradient)
{
    const activity before = engine->activity;
    const bool need_loss = loss && !engine->loss_known, need_gradient = gradient && !engine->gradient_known;
    descent_status status = DESCENT_SUCCESS;
    if (!need_loss && !need_gradient)
        return DESCENT_SUCCESS;
    engine->activity = EVALUATING;
    if (comes_in_one_pass(engine, need_loss, need_gradient)) {
        descent__engine_listen(engine);
        status = descent__engine_evaluate_both(engine);
        descent__engine_heard(engine);
    } else {
        /* One after the other, since a loss that is known is not asked for again. */
        if (need_loss) {
            descent__engine_listen(engine);
            status = descent__engine_evaluate_loss(engine);
            descent__engine_heard(engine);
        }
        if (need_gradient && status == DESCENT_SUCCESS) {
            descent__engine_listen(engine);
            status = descent__engine_evaluate_gradient(engine);
            descent__engine_heard(engine);
        }
    }
    engine->activity = before;
    return status;
}

static inline double descent__engine_known_norm(descent_engine *engine)
{
    if (!engine->norm_known)
        engine->gradient_norm = descent__vector_norm(engine->map.n, engine->gradient);
    engine->norm_known = true;
    return engine->gradient_norm;
}

/* Appends the present point, evaluating what the path keeps. */
static inline descent_status descent__engine_record_point(descent_engine *engine)
{
    const unsigned columns = engine->path->columns;
    const bool loss = columns & DESCENT_PATH_LOSS;
    const bool gradient = columns & (DESCENT_PATH_GRADIENT_NORM | DESCENT_PATH_GRADIENT);
    descent_status status = descent__engine_evaluate(engine, loss, gradient);
    if (status != DESCENT_SUCCESS)
        return status;
    status =
        descent__path_add(engine->path, descent__engine_steps(engine), engine->map.state, loss ? engine->loss : NAN,
                          columns & DESCENT_PATH_GRADIENT_NORM ? descent__engine_known_norm(engine) : NAN, NAN,
                          gradient ? engine->gradient : NULL);
    engine->recorded = status == DESCENT_SUCCESS;
    return status;
}

#endif
