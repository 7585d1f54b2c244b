/* The engine inside: what it holds, and what its files say to each other. */
#ifndef DESCENT_LIB_ENGINE_ENGINE_H
#define DESCENT_LIB_ENGINE_ENGINE_H

#include <stdbool.h>

#include <descent/engine.h>

#include "problem.h"
#include "vector.h"

/* What the engine is doing now: from inside a callback it must not be changed, from an evaluation not even asked. */
typedef enum activity {
    IDLE,
    EVALUATING,
    OBSERVING
} activity;

typedef struct observer {
    descent_observer_function *function;
    void *context;
} observer;

struct descent_engine {
    descent_evaluator evaluator;
    descent_rule rule;
    size_t dimension;

    double *vectors;    /* the one allocation that all vectors below lie in */
    double *x;          /* the present point x_k, followed by the rule's memory */
    double *gradient;   /* ∇L(x_k), if known */
    double *look_ahead; /* where a look-ahead rule takes its gradient, and that gradient; else NULL */
    double *look_gradient;
    double *backup;  /* copies of x and memory for rules that do not guard the point; else NULL */
    double **memory; /* the rule's vectors */

    double loss;          /* L(x_k), if known */
    double gradient_norm; /* ‖∇L(x_k)‖, if known */
    bool loss_known, gradient_known, norm_known;
    bool recorded;          /* is x_k in the path already? */
    bool is_fixed_step;     /* the rule that is known well enough to be called without its table */
    descent_status pending; /* a failure inside an accessor, which the next step reports */

    size_t steps;
    double step_size; /* of the last step */
    descent_path *path;
    observer *observers;
    size_t observer_count;
    uint64_t budget;  /* 0: none */
    double tolerance; /* NaN: none */
    descent_stop stop;
    activity activity;
};

static inline bool descent_engine_looks_ahead(const descent_engine *engine)
{
    return engine->rule.type->look_ahead != NULL;
}

/* Numbers from the beginning of one vector to that of the next: long vectors all begin on a cache line. */
static inline size_t descent_engine_vector_distance(size_t n)
{
    const size_t line = descent_vector_alignment / sizeof(double);
    return n <= descent_vector_few ? n : (n + line - 1) / line * line;
}

/* What is known of the present point: nothing yet. */
static inline void descent_engine_forget_point(descent_engine *engine)
{
    engine->loss_known = engine->gradient_known = engine->norm_known = engine->recorded = false;
    engine->pending = DESCENT_SUCCESS;
}

/* May the engine be changed now? */
descent_status descent_engine_check_idle(const descent_engine *engine);

/* One step; `*stop` tells whether an observer asked for an end. */
descent_status descent_engine_make_step(descent_engine *engine, bool *stop);

/* Tells every observer; true if one of them wants to stop. */
static inline bool descent_engine_notify_observers(descent_engine *engine)
{
    bool stop = false;
    engine->activity = OBSERVING;
    for (size_t i = 0; i < engine->observer_count; i++)
        stop |= engine->observers[i].function(engine, engine->observers[i].context) != 0;
    engine->activity = IDLE;
    return stop;
}

/* Why could the move along this gradient, which was taken at `where`, not be made? */
descent_status descent_engine_explain_refusal(const descent_engine *engine, const double *where,
                                              const double *gradient);

#endif
