/* Many steps: the loop around the step, and a tight one for plain fixed steps. */
#include <math.h>

#include "base/environment.h"
#include "engine/evaluate.h"
#include "engine/progress.h"
#include "engine/stops.h"

/* Paths for which run() allocates all rows at once; beyond, growing step by step costs little in comparison. */
static const uint64_t most_reserved_rows = 65536;

/* Is the gradient small enough to stop? A gradient that cannot be had is left to the step to report. */
static bool is_within_tolerance(descent_engine *engine)
{
    if (isnan(engine->tolerance) || engine->pending != DESCENT_SUCCESS)
        return false;
    engine->pending = descent__engine_evaluate(engine, false, true);
    return engine->pending == DESCENT_SUCCESS && descent__engine_known_norm(engine) <= engine->tolerance;
}

/* Is the run to stop before this step? What could not be evaluated for that is left to the step to report. */
static descent_stop look_around(descent_engine *engine)
{
    if (is_within_tolerance(engine))
        return DESCENT_STOP_GRADIENT;
    if (engine->pending != DESCENT_SUCCESS)
        return DESCENT_STOP_NONE;
    const descent_stop stop = descent__stops_ask(engine, &engine->pending);
    if (stop == DESCENT_STOP_NONE)
        descent__progress_follow(engine);
    return stop;
}

/* Is the next step one that run_plainly() can make? What a callback could change is asked anew before each. */
static inline bool is_unbounded(const descent_engine *engine)
{
    return !engine->unhurried;
}

/* Is nothing known of the present point yet? An observer may have asked. */
static inline bool is_untouched(const descent_engine *engine)
{
    return !engine->loss_known && !engine->gradient_known && !engine->recorded && engine->pending == DESCENT_SUCCESS;
}

/* Fixed steps with nothing around them but observers and a path that needs the gradient anyway. */
static bool is_plain(const descent_engine *engine)
{
    const unsigned gradients = DESCENT_PATH_GRADIENT_NORM | DESCENT_PATH_GRADIENT;
    return engine->map.family == &descent__fixed_step_family &&
           engine->map.rule.schedule.kind == DESCENT_SCHEDULE_CONSTANT && is_untouched(engine) && !engine->dialogue &&
           is_unbounded(engine) && engine->evaluator.problem.gradient && !engine->evaluator.problem.loss_gradient &&
           (!engine->path || engine->path->columns & gradients);
}

/* Moves, and completes the row of the point that is left with the norm that comes out on the way. */
static bool descend_and_complete_norm(descent_engine *engine)
{
    const size_t n = engine->map.n;
    double sum;
    if (descent__fixed_step_descend_many(n, engine->map.rule.step_size, engine->gradient, engine->map.state, &sum)) {
        descent__path_complete_norm(engine->path, descent__vector_norm_from_sum(n, engine->gradient, sum));
        return true;
    }
    descent__path_complete_norm(engine->path, descent__engine_known_norm(engine));
    return false;
}

/*
 * What descent__engine_make_step() does, in the same order and with the same bits, without asking at each step for what cannot change:
 * at n = 2 that would take longer than the step. Returns when `end` steps are made in all, one fails, an observer wants
 * to stop, or they are plain no more.
 */
static descent_status run_plainly(descent_engine *engine, uint64_t end, bool *stop)
{
    const size_t n = engine->map.n;
    const double step_size = engine->map.rule.step_size;
    double *const x = engine->map.state, *const gradient = engine->gradient;
    descent_path *const path = engine->path;
    const bool keeps_loss = path && path->columns & DESCENT_PATH_LOSS;
    const bool keeps_norm = path && path->columns & DESCENT_PATH_GRADIENT_NORM;
    /* At large n, reading the gradient a second time for its norm would cost a third of the step. */
    const bool norm_follows = keeps_norm && n > descent__vector_few;
    double norm = NAN;
    descent_status status = DESCENT_SUCCESS;
    engine->activity = EVALUATING;
    while (descent__engine_steps(engine) < end && is_unbounded(engine)) {
        if (keeps_loss && (status = descent__engine_evaluate_loss(engine)) != DESCENT_SUCCESS)
            break;
        status = descent__evaluate_gradient(&engine->evaluator, x, gradient);
        if (status != DESCENT_SUCCESS)
            break;
        engine->gradient_known = true;
        if (path) {
            if (keeps_norm && !norm_follows)
                norm = descent__engine_known_norm(engine);
            status = descent__path_add(path, descent__engine_steps(engine), x, keeps_loss ? engine->loss : NAN, norm,
                                       NAN, gradient);
            if (status != DESCENT_SUCCESS)
                break;
            engine->recorded = true;
        }
        const bool moved =
            norm_follows ? descend_and_complete_norm(engine) : descent__fixed_step_descend(n, step_size, gradient, x);
        if (!moved) {
            status = descent__engine_refuse(engine);
            break;
        }
        engine->map.number++;
        descent__engine_forget_point(engine);
        if (engine->observer_count > 0) {
            *stop = descent__engine_notify_observers(engine);
            if (*stop || !is_untouched(engine))
                break;
            engine->activity = EVALUATING;
        }
    }
    engine->activity = IDLE;
    return status;
}

/* Are the observers of an engine that is told still to be called for the last step? */
static bool owes(const descent_engine *engine)
{
    return engine->dialogue && engine->dialogue->owes;
}

descent_status descent__engine_go_on(descent_engine *engine, uint64_t end)
{
    descent_status status = DESCENT_SUCCESS;
    engine->stop = DESCENT_STOP_STEPS;
    while (descent__engine_steps(engine) < end || owes(engine)) {
        bool stop = false;
        const descent_stop seen = engine->unhurried && !owes(engine) ? look_around(engine) : DESCENT_STOP_NONE;
        if (descent__engine_wants(engine)) {
            engine->pending = DESCENT_SUCCESS;
            return DESCENT_SUCCESS;
        }
        if (seen != DESCENT_STOP_NONE) {
            engine->stop = seen;
            break;
        }
        status = is_plain(engine) ? run_plainly(engine, end, &stop) : descent__engine_make_step(engine, &stop);
        if (descent__engine_wants(engine))
            return DESCENT_SUCCESS;
        if (status == DESCENT_ENONFINITE) {
            /* A run that explodes did its work; programs that check every status go on to its diagnosis. */
            engine->stop = DESCENT_STOP_NONFINITE;
            return DESCENT_SUCCESS;
        }
        if (status == DESCENT_ENOCONVERGENCE) { /* so is a search that found no better point an outcome */
            engine->stop = DESCENT_STOP_RULE;
            return DESCENT_SUCCESS;
        }
        if (status != DESCENT_SUCCESS) {
            engine->stop = status == DESCENT_EBUDGET ? DESCENT_STOP_BUDGET : DESCENT_STOP_FAILURE;
            break;
        }
        if (stop) {
            engine->stop = DESCENT_STOP_OBSERVER;
            break;
        }
    }
    return status;
}

static descent_status run_idle(descent_engine *engine, uint64_t steps)
{
    if (engine->path && steps < most_reserved_rows)
        descent__path_reserve(engine->path, (size_t)steps + 1); /* a hint: rows also grow one by one */
    return descent__engine_go_on(engine, steps < UINT64_MAX - descent__engine_steps(engine)
                                             ? descent__engine_steps(engine) + steps
                                             : UINT64_MAX);
}

static descent_status run(descent_engine *engine, uint64_t steps)
{
    descent_status status = descent__engine_check_idle(engine);
    if (status != DESCENT_SUCCESS)
        return status;
    if (engine->dialogue)
        return descent__engine_refuse_to_run();
    descent__call *guard DESCENT__GUARD = descent__engine_begin(engine);
    if (engine->unhurried) {
        descent__stops_begin(engine);
        descent__progress_begin(engine);
    }
    status = run_idle(engine, steps);
    descent__progress_end(engine);
    descent__engine_end(engine, &guard);
    return status;
}

descent_status descent_engine_run(descent_engine *engine, uint64_t steps)
{
    descent__environment environment;
    descent__environment_enter(&environment);
    const descent_status status = run(engine, steps);
    descent__environment_leave(&environment);
    return status;
}
