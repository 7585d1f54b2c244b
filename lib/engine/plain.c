#include "engine/plain.h"

#include <math.h>

#include "engine/evaluate.h"
#include "engine/in_place.h"

/* What stays the same in a run of plain steps. */
typedef struct plain_run {
    bool keeps_loss, keeps_norm, keeps_gradient;
    bool apart;     /* is the gradient a function of its own, and the loss as well? */
    bool scheduled; /* is there a step size to be chosen for each step? */
    bool in_place;  /* are the numbers in `step` those of the next one? */
    bool tight;     /* may they be made by make_tight_steps()? */
    bool follows;   /* does the norm come out of the step? */
    uint64_t end;   /* steps to make in all */
    descent__pass_step step;
    descent__raise_many many; /* of so many steps like that */
} plain_run;

static void begin_plainly(const descent_engine *engine, uint64_t end, plain_run *run)
{
    const descent_problem *const problem = &engine->evaluator.problem;
    const unsigned columns = engine->path ? engine->path->columns : 0;
    run->keeps_loss = columns & DESCENT_PATH_LOSS;
    run->keeps_norm = columns & DESCENT_PATH_GRADIENT_NORM;
    run->keeps_gradient = columns & (DESCENT_PATH_GRADIENT_NORM | DESCENT_PATH_GRADIENT);
    run->apart = problem->gradient && !problem->loss_gradient;
    run->scheduled = engine->map.rule.schedule.kind != DESCENT_SCHEDULE_CONSTANT;
    /* At large n, reading the gradient a second time for its norm would cost a third of a fixed step. */
    run->follows = run->keeps_norm && engine->pass->type == &descent__fixed_step_type &&
                   engine->map.n > descent__engine_in_place_most;
    run->in_place = false;
    run->tight = run->apart && !run->scheduled && !engine->map.where && (!engine->path || run->keeps_gradient);
    run->end = end;
}

/* Loss and gradient as far as wanted and not known. */
static inline descent_status evaluate_plainly(descent_engine *engine, const plain_run *run, bool loss, bool gradient)
{
    descent_status status = DESCENT_SUCCESS;
    if (!run->apart)
        return descent__engine_evaluate(engine, loss, gradient);
    if (loss && !engine->loss_known)
        status = descent__engine_evaluate_loss(engine);
    if (gradient && !engine->gradient_known && status == DESCENT_SUCCESS)
        status = descent__engine_evaluate_gradient(engine);
    return status;
}

static inline descent_status record_plainly(descent_engine *engine, const plain_run *run, bool norm_follows)
{
    descent_status status = evaluate_plainly(engine, run, run->keeps_loss, run->keeps_gradient);
    if (status != DESCENT_SUCCESS)
        return status;
    const double norm = run->keeps_norm && !norm_follows ? descent__engine_known_norm(engine) : NAN;
    status = descent__path_add(engine->path, descent__engine_steps(engine), engine->map.state,
                               run->keeps_loss ? engine->loss : NAN, norm, NAN,
                               run->keeps_gradient ? engine->gradient : NULL);
    engine->recorded = status == DESCENT_SUCCESS;
    return status;
}

/* |y| ≤ X + βM: that is what the new point would be bounded by without a gradient. */
static bool looks_ahead_well(descent_engine *engine, const plain_run *run)
{
    const descent__map *const map = &engine->map;
    descent__bounds bounds = engine->bounds;
    if (engine->bounded && descent__bounds_follow(&bounds, &run->step.raise, 0))
        return true;
    bounds = engine->bounds = descent__bounds_measure(engine->pass, map->n, map->state, map->memory);
    engine->bounded = true;
    return descent__bounds_follow(&bounds, &run->step.raise, 0);
}

/* Moves, and completes the row of the point that is left with the norm that comes out on the way. */
static descent_status descend_and_complete_norm(descent_engine *engine, double step_size)
{
    descent__map *const map = &engine->map;
    double sum;
    const bool moved = descent__fixed_step_descend_many(map->n, step_size, engine->gradient, map->state, &sum);
    engine->bounded = false;
    descent__path_complete_norm(engine->path, moved ? descent__vector_norm_from_sum(map->n, engine->gradient, sum)
                                                    : descent__engine_known_norm(engine));
    if (!moved)
        return descent__engine_refuse(engine);
    map->step_size = step_size;
    map->number++;
    descent__engine_forget_point(engine);
    return DESCENT_SUCCESS;
}

/* The step of a rule that looks ahead. */
static descent_status move_looking_ahead(descent_engine *engine, plain_run *run, double step_size)
{
    descent__map *const map = &engine->map;
    if (!run->in_place || !looks_ahead_well(engine, run))
        return descent__engine_move_with_care(engine, step_size, false);
    engine->pass->look_ahead(map->n, run->step.by, map->state, map->memory[0], map->where);
    const descent_status status = descent__evaluate_gradient(&engine->evaluator, map->where, map->gradient);
    if (status != DESCENT_SUCCESS)
        return status;
    if (!descent__engine_follow(engine, &run->step.raise, descent__engine_gradient_bound(engine)))
        return descent__engine_move_with_care(engine, step_size, true);
    descent__engine_pass(engine, &run->step);
    descent__engine_forget_point(engine);
    return DESCENT_SUCCESS;
}

static inline descent_status move_plainly(descent_engine *engine, plain_run *run, double step_size)
{
    const bool in_place = descent__engine_goes_in_place(engine);
    if (in_place && !(run->in_place && !engine->pass->renew && !run->scheduled))
        engine->pass->prepare(&engine->map.rule, engine->map.number, step_size, &run->step);
    run->in_place = in_place;
    if (engine->map.where)
        return move_looking_ahead(engine, run, step_size);
    const descent_status status = evaluate_plainly(engine, run, false, true);
    if (status != DESCENT_SUCCESS)
        return status;
    if (!in_place || !descent__engine_follow(engine, &run->step.raise, descent__engine_gradient_bound(engine)))
        return descent__engine_move_with_care(engine, step_size, false);
    descent__engine_pass(engine, &run->step);
    descent__engine_forget_point(engine);
    return DESCENT_SUCCESS;
}

/* Is nothing known of the present point? An observer may have asked. */
static inline bool is_untouched(const descent_engine *engine)
{
    return !engine->loss_known && !engine->gradient_known && !engine->recorded;
}

/* Leaves the loop below with what is known there of the point. */
static descent_status step_out(descent_engine *engine, const plain_run *run, double norm)
{
    engine->gradient_known = true;
    engine->recorded = engine->path != NULL;
    engine->norm_known = run->keeps_norm;
    engine->gradient_norm = run->keeps_norm ? norm : engine->gradient_norm;
    return DESCENT_SUCCESS;
}

/*
 * Steps at points of which nothing is known before: what is known of them in between is not written down, since nobody can
 * ask. (A callback that jumps away leaves all of it unknown.) Ends at a step that takes care, to be made with what is known.
 */
static descent_status make_tight_steps(descent_engine *engine, plain_run *run, bool *stop)
{
    descent__map *const map = &engine->map;
    const size_t n = map->n;
    double *const x = map->state, *const gradient = map->gradient;
    descent__pass_advance *const advance = engine->pass->advance;
    void (*const renew)(const descent_rule *, uint64_t, descent__pass_step *) = engine->pass->renew;
    double *const first = map->kept > 0 ? map->memory[0] : NULL, *const second = map->kept > 1 ? map->memory[1] : NULL;
    double *const third = map->kept > 2 ? map->memory[2] : NULL;
    descent_path *const path = engine->path;
    const bool keeps_loss = run->keeps_loss, keeps_norm = run->keeps_norm, takes_norm = engine->pass->takes_norm;
    double *const by = run->step.by;
    uint64_t step = descent__engine_steps(engine);
    unsigned allowed = 0; /* steps within bounds that hold already */
    descent_status status = DESCENT_SUCCESS;
    while (step < run->end && !engine->unhurried) {
        if (keeps_loss && (status = descent__engine_evaluate_loss(engine)) != DESCENT_SUCCESS)
            return status;
        if ((status = descent__evaluate_gradient(&engine->evaluator, x, gradient)) != DESCENT_SUCCESS)
            return status;
        double norm = NAN, bound;
        if (keeps_norm || takes_norm)
            norm = bound = descent__vector_norm(n, gradient);
        else
            bound = descent__engine_gradient_bound(engine);
        if (path && (status = descent__path_add(path, step, x, keeps_loss ? engine->loss : NAN, keeps_norm ? norm : NAN,
                                                NAN, gradient)) != DESCENT_SUCCESS) {
            engine->gradient_known = true;
            return status;
        }
        if (bound < DESCENT__BOUND_OF_GRADIENTS && allowed > 0)
            allowed--;
        else if (bound < DESCENT__BOUND_OF_GRADIENTS && engine->bounded &&
                 descent__bounds_follow_many(&engine->bounds, &run->many))
            allowed = descent__bounds_steps - 1;
        else if (descent__engine_follow(engine, &run->step.raise, bound + descent__engine_lost_squares))
            allowed = 0;
        else
            return step_out(engine, run, norm);
        if (renew)
            renew(&map->rule, map->number, &run->step);
        if (takes_norm)
            by[descent__pass_norm] = norm;
        advance(n, by, gradient, x, first, second, third);
        map->step_size = run->step.step_size;
        map->number++;
        step++;
        engine->loss_known = false;
        if (engine->observer_count > 0) {
            *stop = descent__engine_notify_observers(engine);
            if (*stop || !is_untouched(engine))
                return DESCENT_SUCCESS;
            engine->activity = EVALUATING;
        }
    }
    return DESCENT_SUCCESS;
}

/* One step, with whatever is known of the point. */
static descent_status make_plain_step(descent_engine *engine, plain_run *run, bool *stop)
{
    const bool follows = run->follows && !engine->norm_known && !engine->recorded;
    double step_size = engine->map.rule.step_size;
    descent_status status = DESCENT_SUCCESS;
    if (engine->path && !engine->recorded)
        status = record_plainly(engine, run, follows);
    if (status == DESCENT_SUCCESS && run->scheduled)
        status = descent__engine_choose_step_size(engine, &step_size);
    if (status == DESCENT_SUCCESS)
        status = follows ? descend_and_complete_norm(engine, step_size) : move_plainly(engine, run, step_size);
    if (status == DESCENT_SUCCESS && engine->observer_count > 0)
        *stop = descent__engine_notify_observers(engine);
    return status;
}

descent_status descent__engine_run_plainly(descent_engine *engine, uint64_t end, bool *stop)
{
    plain_run run;
    descent_status status = DESCENT_SUCCESS;
    begin_plainly(engine, end, &run);
    while (status == DESCENT_SUCCESS && !*stop && descent__engine_steps(engine) < end &&
           descent__engine_is_plain(engine)) {
        engine->activity = EVALUATING; /* observers and steps with care leave it idle */
        if (run.tight && is_untouched(engine) && descent__engine_goes_in_place(engine)) {
            engine->pass->prepare(&engine->map.rule, engine->map.number, engine->map.rule.step_size, &run.step);
            descent__raise_many_times(&run.step.raise, &run.many);
            status = make_tight_steps(engine, &run, stop);
            run.in_place = false;
            if (status != DESCENT_SUCCESS || *stop || descent__engine_steps(engine) >= end ||
                !descent__engine_is_plain(engine))
                break;
            engine->activity = EVALUATING;
        }
        status = make_plain_step(engine, &run, stop);
    }
    engine->activity = IDLE;
    return status;
}
