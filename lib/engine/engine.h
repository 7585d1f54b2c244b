/* The engine inside: a map with counters, a path, observers and stops; and what its files say to each other. */
#ifndef DESCENT_LIB_ENGINE_ENGINE_H
#define DESCENT_LIB_ENGINE_ENGINE_H

#include <assert.h>
#include <stdbool.h>

#include <descent/engine.h>

#include "base/call.h"
#include "map/map.h"

/* What the engine is doing now: from inside a callback it must not be changed, from an evaluation not even asked. */
typedef enum activity {
    IDLE,
    EVALUATING,
    OBSERVING,
    DIAGNOSED /* somebody reads its point, path and memory, and calls the user's functions meanwhile */
} activity;

typedef struct observer {
    descent_observer_function *function;
    void *context;
} observer;

struct descent_engine {
    descent__evaluator evaluator;
    descent__map map; /* stands at x_k */
    double *vectors;  /* the one allocation that all its vectors and the gradient lie in */
    double **memory;  /* and that of the map's pointers to them */
    double *gradient; /* ∇L(x_k), if known: the map's own, but for rules that look ahead */

    double loss;          /* L(x_k), if known */
    double gradient_norm; /* ‖∇L(x_k)‖, if known */
    bool loss_known, gradient_known, norm_known;
    bool recorded;          /* is x_k in the path already? */
    descent_status pending; /* a failure inside an accessor, which the next step reports */

    descent_path *path;
    observer *observers;
    size_t observer_count;
    uint64_t budget;  /* 0: none */
    double tolerance; /* NaN: none */
    descent_stop stop;
    activity activity;
    descent__call call; /* under way while it is not idle, but for a diagnosis, which has a call of its own */
    bool called;        /* is it? What a call asks of its own engine on the way begins none */
    bool unwanted;      /* descent_engine_free() was called meanwhile */
    activity held;      /* while it is being diagnosed: what it was doing before */
    bool is_held;
};

/* What is known of the present point: nothing yet. */
static inline void descent__engine_forget_point(descent_engine *engine)
{
    engine->loss_known = engine->gradient_known = engine->norm_known = engine->recorded = false;
    engine->pending = DESCENT_SUCCESS;
}

/* A call of the engine, from idle to idle. The guard is what notices an exception that passes, see DESCENT__GUARD. */
static inline descent__call *descent__engine_begin(descent_engine *engine)
{
    assert(!engine->called);
    engine->called = true;
    descent__call_begin(&engine->call);
    return &engine->call;
}

static inline void descent__engine_end(descent_engine *engine, descent__call **guard)
{
    descent__call_end(&engine->call);
    engine->called = false;
    engine->unwanted = false; /* it came from inside, and is refused there */
    *guard = NULL;
}

/* May the engine be changed now? */
descent_status descent__engine_check_idle(const descent_engine *engine);

/* One step; `*stop` tells whether an observer asked for an end. */
descent_status descent__engine_make_step(descent_engine *engine, bool *stop);

/* Tells every observer; true if one of them wants to stop. */
static inline bool descent__engine_notify_observers(descent_engine *engine)
{
    bool stop = false;
    engine->activity = OBSERVING;
    descent__environment *const lent = descent__environment_lend();
    for (size_t i = 0; i < engine->observer_count; i++)
        stop |= engine->observers[i].function(engine, engine->observers[i].context) != 0;
    descent__environment_take_back(lent);
    engine->activity = IDLE;
    return stop;
}

/*
 * Keeps the engine as it is until descent__engine_release(), whatever the user's functions try meanwhile. False from inside
 * one of its evaluations, or if it is held already.
 */
static inline bool descent__engine_hold(descent_engine *engine)
{
    if (engine->activity == EVALUATING || engine->activity == DIAGNOSED)
        return false;
    engine->held = engine->activity;
    engine->is_held = true;
    engine->activity = DIAGNOSED;
    return true;
}

static inline void descent__engine_release(descent_engine *engine)
{
    engine->activity = engine->held;
    engine->is_held = false;
    if (engine->activity == IDLE)
        engine->unwanted = false;
}

/* The same where a diagnosis was left for good. */
void descent__engine_abandon_diagnosis(void *engine, bool told);

/* Why could the map not make its step? A gradient that is not finite is asked for again by the next one. */
descent_status descent__engine_refuse(descent_engine *engine);

/* The state that the engine stands in, with the rule's true memory; good until the next step. */
descent__state descent__engine_state(const descent_engine *engine);

#endif
