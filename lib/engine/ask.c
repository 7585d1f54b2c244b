/* A run that asks for its numbers: the loop of descent_engine_run(), left and entered again wherever one is wanted. */
#include <descent/ask.h>

#include "base/environment.h"
#include "base/status.h"
#include "engine/evaluate.h"
#include "engine/progress.h"
#include "engine/stops.h"

static descent_status begin(descent_engine *engine, uint64_t until)
{
    descent__dialogue *const dialogue = engine->dialogue;
    if (dialogue->ended)
        return dialogue->status;
    if (!dialogue->running && engine->unhurried) {
        descent__stops_begin(engine);
        descent__progress_begin(engine);
    }
    dialogue->running = true;
    const descent_status status = descent__engine_go_on(engine, until);
    dialogue->ended = !dialogue->wanting;
    dialogue->status = status;
    return status;
}

/* The last point is recorded and shown as it is with callbacks, where accessors may evaluate. */
static void finish(descent_engine *engine)
{
    descent__dialogue *const dialogue = engine->dialogue;
    if (dialogue->status == DESCENT_SUCCESS && engine->path && !engine->recorded && engine->pending == DESCENT_SUCCESS)
        engine->pending = descent__engine_record_point(engine);
    if (!dialogue->wanting)
        descent__progress_end(engine);
    if (dialogue->wanting)
        engine->pending = DESCENT_SUCCESS;
    else
        dialogue->running = dialogue->ended = false;
}

static descent_status check(const descent_engine *engine, const char *what, const void *pointer)
{
    const descent_status status = descent__engine_check_idle(engine);
    if (status != DESCENT_SUCCESS)
        return status;
    if (!pointer)
        return descent_fail(DESCENT_EINVAL, "%s must not be NULL", what);
    if (!engine->dialogue)
        return descent_fail(DESCENT_EINVAL, "the engine asks for nothing: its problem has functions of its own");
    return DESCENT_SUCCESS;
}

static descent_status answer_request(descent_engine *engine, descent_request *request)
{
    descent__dialogue *const dialogue = engine->dialogue;
    if (dialogue->lacks_memory) { /* as if it had not been asked for yet */
        dialogue->wanting = dialogue->lacks_memory = false;
        return descent__fail_memory("the point that is asked for", engine->map.n * sizeof(double));
    }
    request->x = dialogue->request.x;
    request->wants_loss = (dialogue->request.wanted & descent__told_loss) != 0;
    request->wants_gradient = (dialogue->request.wanted & descent__told_gradient) != 0;
    return DESCENT_SUCCESS;
}

static descent_status ask(descent_engine *engine, uint64_t until, descent_request *request)
{
    descent_status status = check(engine, "request", request);
    if (status != DESCENT_SUCCESS)
        return status;
    *request = (descent_request){0};
    descent__dialogue *const dialogue = engine->dialogue;
    if (dialogue->wanting)
        return answer_request(engine, request);
    descent__call *guard DESCENT__GUARD = descent__engine_begin(engine);
    status = begin(engine, until);
    if (dialogue->ended)
        finish(engine);
    if (!descent__engine_end(engine, &guard))
        return descent__engine_gone();
    return dialogue->wanting ? answer_request(engine, request) : status;
}

descent_status descent_engine_ask(descent_engine *engine, uint64_t until, descent_request *request)
{
    descent__environment environment;
    descent__environment_enter(&environment);
    const descent_status status = ask(engine, until, request);
    descent__environment_leave(&environment);
    return status;
}

descent_status descent_engine_tell(descent_engine *engine, double loss, const double *gradient, int code)
{
    const descent_status status = check(engine, "engine", engine);
    if (status != DESCENT_SUCCESS)
        return status;
    descent__dialogue *const dialogue = engine->dialogue;
    if (!dialogue->wanting)
        return descent_fail(DESCENT_EINVAL, "nothing is asked for: descent_engine_ask() comes first");
    if (code == 0 && !gradient && dialogue->request.wanted & descent__told_gradient)
        return descent_fail(DESCENT_EINVAL, "gradient must not be NULL: it is asked for");
    if (!descent__dialogue_answer(dialogue, loss, gradient, code))
        return descent__fail_memory("what is told", engine->map.n * sizeof(double));
    return DESCENT_SUCCESS;
}
