/* The engine inside: a map with counters, a path, observers and stops; and what its files say to each other. */
#ifndef DESCENT_LIB_ENGINE_ENGINE_H
#define DESCENT_LIB_ENGINE_ENGINE_H

#include <assert.h>
#include <stdbool.h>

#include <descent/engine.h>

#include "base/call.h"
#include "engine/around.h"
#include "engine/dialogue.h"
#include "map/map.h"
#include "rules/pass.h"

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
    void (*let_go)(void *context); /* NULL, or told when the engine is freed */
} observer;

struct descent_engine {
    descent__evaluator evaluator;
    descent__map map; /* stands at x_k */
    double *vectors;  /* the one allocation that all its vectors and the gradient lie in */
    double **memory;  /* and that of the map's pointers to them */
    double *gradient; /* ∇L(x_k), if known: the map's own, but for rules that look ahead */

    const descent__pass *pass; /* the rule's step in place; NULL: it has none */
    descent__bounds bounds;    /* on the state that it stands in, */
    bool bounded;              /* if known */

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
    descent__stops stops;
    descent__progress progress;
    bool unhurried;   /* is anything of this looked at before each step of a run? */
    double *best;     /* the point with the lowest finite loss that was seen; NULL for a problem without one */
    double best_loss; /* infinity: none was seen */
    uint64_t best_step;
    uint64_t steps_before;       /* steps made by rules of other types, which the map does not count */
    uint64_t changed_at;         /* step at which the rule was changed last */
    uint64_t changes;            /* how often it was, after the start */
    descent__dialogue *dialogue; /* NULL unless something of the problem is told */
    descent_stop stop;
    activity activity;
    descent__call call; /* under way while it is not idle, but for a diagnosis, which has a call of its own */
    bool called;        /* is it? What a call asks of its own engine on the way begins none */
    bool unwanted;      /* descent_engine_free() was called meanwhile: whoever is the last to let go of it frees it */
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

/* Frees it if that was asked for and nobody works with it any more; false then. */
bool descent__engine_stays(descent_engine *engine);

/* False: one of its callbacks freed the engine meanwhile. It is gone now. */
static inline bool descent__engine_end(descent_engine *engine, descent__call **guard)
{
    descent__call_end(&engine->call);
    engine->called = false;
    *guard = NULL;
    return !engine->unwanted || descent__engine_stays(engine);
}

/* What is said then. */
static inline descent_status descent__engine_gone(void)
{
    return descent_fail(DESCENT_EINVAL, "the engine was freed by one of its own callbacks; it is gone now");
}

/* May the engine be changed now? */
descent_status descent__engine_check_idle(const descent_engine *engine);

/*
 * Does the rule forget what it divides by, see descent__map_forgets()? False where that is not known: a rule from outside of many
 * variables. A rule of the user's makes steps on a slope that is made up for it.
 */
descent_status descent__engine_ask_forgetting(descent_engine *engine, bool *forgets);

/* Might it, as long as it is not asked? */
bool descent__engine_rule_may_forget(const descent_engine *engine);

/* As descent_engine_add_observer(), for one who wants to be told when the engine is freed. */
descent_status descent__engine_add_watcher(descent_engine *engine, observer watcher);

/* What is looked at before each step has changed. */
static inline void descent__engine_choose_pace(descent_engine *engine)
{
    engine->unhurried = engine->unwanted || engine->budget > 0 || !isnan(engine->tolerance) ||
                        descent__stops_watch(&engine->stops) || engine->progress.chosen.stream;
}

/* One step; `*stop` tells whether an observer asked for an end. */
descent_status descent__engine_make_step(descent_engine *engine, bool *stop);

/* The step size of the step to be made; the schedule's own function counts as a callback. */
descent_status descent__engine_choose_step_size(descent_engine *engine, double *step_size);

/*
 * The step of a rule without trial points, whose gradient is known, by the map: with all that it checks. `looked`: that is the one
 * where the rule looks ahead; else such a rule asks for it.
 */
descent_status descent__engine_move_with_care(descent_engine *engine, double step_size, bool looked);

/* Steps made since the start, by whatever rule. */
static inline uint64_t descent__engine_steps(const descent_engine *engine)
{
    return engine->steps_before + engine->map.number;
}

/* Memory for the vectors that this rule needs, and the map in it. What was there before is the caller's. */
descent_status descent__engine_allocate(descent_engine *engine, const descent_rule *rule);

/* Steps until that many are made in all, or something ends the run; with the status of what failed. */
descent_status descent__engine_go_on(descent_engine *engine, uint64_t end);

/* Of an engine that is told. */
static inline descent_status descent__engine_refuse_to_run(void)
{
    return descent_fail(DESCENT_EINVAL,
                        "the engine is told its numbers: descent_engine_ask() takes the place of step and run");
}

/* Around what is made again as a whole where a number is still to be told. */
static inline void descent__engine_listen(descent_engine *engine)
{
    if (engine->dialogue)
        descent__dialogue_open(engine->dialogue, &engine->evaluator);
}

static inline void descent__engine_heard(descent_engine *engine)
{
    if (engine->dialogue)
        descent__dialogue_close(engine->dialogue, &engine->evaluator);
}

/* Is a number wanted, so that whatever was under way was given up? */
static inline bool descent__engine_wants(const descent_engine *engine)
{
    return engine->dialogue && engine->dialogue->wanting;
}

/* Tells every observer; true if one of them wants to stop. */
static inline bool descent__engine_notify_observers(descent_engine *engine)
{
    bool stop = false;
    engine->activity = OBSERVING;
    descent__environment *const lent = descent__environment_lend();
    for (size_t i = 0; i < engine->observer_count && !engine->unwanted; i++)
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

/* It may be gone then. */
static inline void descent__engine_release(descent_engine *engine)
{
    engine->activity = engine->held;
    engine->is_held = false;
    (void)descent__engine_stays(engine);
}

/* The same where a diagnosis was left for good. */
void descent__engine_abandon_diagnosis(void *engine);

/* Why could the map not make its step? A gradient that is not finite is asked for again by the next one. */
descent_status descent__engine_refuse(descent_engine *engine);

/* The problem whose functions answer whoever calls them; NULL where they are told. */
static inline const descent_problem *descent__engine_answers(const descent_engine *engine)
{
    return engine->dialogue ? NULL : &engine->evaluator.problem;
}

/* Is there a gradient, at whatever cost? Where it is told there may be none yet. */
static inline bool descent__engine_can_tell_gradient(const descent_engine *engine)
{
    return !engine->dialogue || engine->gradient_known;
}

/* The state that the engine stands in, with the rule's true memory; good until the next step. */
descent__state descent__engine_state(const descent_engine *engine);

#endif
