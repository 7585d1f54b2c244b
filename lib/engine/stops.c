#include "engine/stops.h"

#include <math.h>

#include "base/environment.h"
#include "base/status.h"
#include "base/word.h"
#include "engine/clock.h"
#include "engine/evaluate.h"

static const unsigned all_criteria = DESCENT_CRITERION_LOSS | DESCENT_CRITERION_LOSS_CHANGE |
                                     DESCENT_CRITERION_POINT_CHANGE | DESCENT_CRITERION_GRADIENT |
                                     DESCENT_CRITERION_TIME;

static const unsigned loss_criteria = DESCENT_CRITERION_LOSS | DESCENT_CRITERION_LOSS_CHANGE;

static unsigned watched(const descent_stops *stops)
{
    return stops->any | stops->all;
}

static descent_status check_thresholds(const descent_stops *stops)
{
    const struct {
        unsigned bit;
        double value;
        const char *name;
    } asked[] = {
        {DESCENT_CRITERION_LOSS_CHANGE, stops->loss_change, "loss_change"},
        {DESCENT_CRITERION_POINT_CHANGE, stops->point_change, "point_change"},
        {DESCENT_CRITERION_GRADIENT, stops->gradient_norm, "gradient_norm"},
        {DESCENT_CRITERION_TIME, stops->seconds, "seconds"},
        {DESCENT_CRITERION_LOSS, stops->loss_target, "loss_target"},
    };
    for (size_t k = 0; k < sizeof asked / sizeof *asked; k++) {
        const bool target = asked[k].bit == DESCENT_CRITERION_LOSS;
        if (target ? isnan(asked[k].value) : !isfinite(asked[k].value) || asked[k].value < 0)
            return descent_fail(DESCENT_EINVAL, "stops.%s must be %s, got %g", asked[k].name,
                                target ? "a number" : "finite and not negative", asked[k].value);
        if (asked[k].value != 0 && !(watched(stops) & asked[k].bit))
            return descent_fail(DESCENT_EINVAL, "stops.%s is %g, but its criterion stands neither in any nor in all",
                                asked[k].name, asked[k].value);
    }
    return DESCENT_SUCCESS;
}

static descent_status check(const descent_engine *engine, const descent_stops *stops)
{
    const descent_status status = descent__engine_check_idle(engine);
    if (status != DESCENT_SUCCESS)
        return status;
    if (watched(stops) & ~all_criteria)
        return descent_fail(DESCENT_EINVAL,
                            "stops.any and stops.all must be or-ed values of descent_criterion, got %u and %u",
                            stops->any, stops->all);
    for (size_t k = 0; k < sizeof stops->reserved / sizeof *stops->reserved; k++)
        if (stops->reserved[k])
            return descent_fail(DESCENT_EINVAL, "stops.reserved[%zu] must be NULL", k);
    if (watched(stops) & loss_criteria && !descent__evaluator_has_loss(&engine->evaluator))
        return descent_fail(DESCENT_EUNSUPPORTED, "to stop by the loss takes one, and the problem has none");
    return check_thresholds(stops);
}

static descent_status set_stops(descent_engine *engine, const descent_stops *stops)
{
    const descent_status status = check(engine, stops);
    if (status != DESCENT_SUCCESS)
        return status;
    double *previous = NULL;
    if (watched(stops) & DESCENT_CRITERION_POINT_CHANGE) {
        const size_t bytes = engine->map.n * sizeof *previous;
        previous = descent__take(bytes);
        if (!previous)
            return descent__fail_memory("point before the last step", bytes);
    }
    descent__give(engine->stops.previous);
    engine->stops = (descent__stops){.chosen = *stops, .previous = previous};
    if (engine->stops.chosen.patience == 0)
        engine->stops.chosen.patience = 1;
    descent__engine_choose_pace(engine);
    return DESCENT_SUCCESS;
}

descent_status descent_engine_set_stops(descent_engine *engine, const descent_stops *stops)
{
    static const descent_stops none;
    descent__environment environment;
    descent__environment_enter(&environment);
    const descent_status status = set_stops(engine, stops ? stops : &none);
    descent__environment_leave(&environment);
    return status;
}

void descent__stops_begin(descent_engine *engine)
{
    if (watched(&engine->stops.chosen) & DESCENT_CRITERION_TIME)
        engine->stops.began = descent__seconds_now();
}

/* Loss, and gradient where one call gives both and the next step wants it, or where it is watched itself. */
static descent_status know(descent_engine *engine, bool loss, bool gradient)
{
    const bool comes_along = loss && engine->evaluator.problem.loss_gradient && !engine->map.where;
    return descent__engine_evaluate(engine, loss, gradient || comes_along);
}

/* Is there a step to be looked at, from the point that was looked at last? Once at each point: the next comparison begins here. */
static bool comes_next(descent__calm *calm, uint64_t step, bool *news)
{
    const bool follows = calm->known && calm->step + 1 == step;
    *news = !calm->known || calm->step != step;
    if (*news && !follows)
        calm->count = 0;
    calm->known = true;
    calm->step = step;
    return follows;
}

static void count_calm(descent__calm *calm, bool is_calm)
{
    calm->count = is_calm ? calm->count + 1 : 0;
}

static void compare_points(descent_engine *engine)
{
    descent__stops *const stops = &engine->stops;
    const double *const x = engine->map.state;
    const size_t n = engine->map.n;
    bool news;
    if (!stops->previous)
        return;
    if (comes_next(&stops->points, descent_engine_steps(engine), &news))
        count_calm(&stops->points, descent__vector_distance(n, x, stops->previous) <=
                                       stops->chosen.point_change * descent__vector_norm(n, x));
    if (news)
        descent__vector_copy(n, x, stops->previous);
}

static void compare_losses(descent_engine *engine)
{
    descent__stops *const stops = &engine->stops;
    bool news;
    if (!(watched(&stops->chosen) & DESCENT_CRITERION_LOSS_CHANGE))
        return;
    if (comes_next(&stops->losses, descent_engine_steps(engine), &news)) {
        const double size = fmax(fabs(engine->loss), fabs(stops->previous_loss));
        count_calm(&stops->losses, fabs(engine->loss - stops->previous_loss) <= stops->chosen.loss_change * size);
    }
    stops->previous_loss = engine->loss;
}

/* Does it hold here? The gradient is evaluated only when it is asked for, since it is asked for last. */
static bool holds(descent_engine *engine, unsigned criterion, descent_status *status)
{
    const descent__stops *const stops = &engine->stops;
    switch (criterion) {
    case DESCENT_CRITERION_TIME:
        return descent__seconds_now() - stops->began >= stops->chosen.seconds;
    case DESCENT_CRITERION_POINT_CHANGE:
        return stops->points.count >= stops->chosen.patience;
    case DESCENT_CRITERION_LOSS:
        return engine->loss <= stops->chosen.loss_target;
    case DESCENT_CRITERION_LOSS_CHANGE:
        return stops->losses.count >= stops->chosen.patience;
    default:
        *status = know(engine, false, true);
        return *status == DESCENT_SUCCESS && descent__engine_known_norm(engine) <= stops->chosen.gradient_norm;
    }
}

/* In the order in which they are asked. */
static const struct {
    unsigned criterion;
    descent_stop stop;
} criteria[] = {
    {DESCENT_CRITERION_POINT_CHANGE, DESCENT_STOP_POINT_CHANGE},
    {DESCENT_CRITERION_TIME, DESCENT_STOP_TIME},
    {DESCENT_CRITERION_LOSS, DESCENT_STOP_LOSS},
    {DESCENT_CRITERION_LOSS_CHANGE, DESCENT_STOP_LOSS_CHANGE},
    {DESCENT_CRITERION_GRADIENT, DESCENT_STOP_GRADIENT},
};

enum {
    criterion_count = sizeof criteria / sizeof *criteria
};

static descent_stop ask_any(descent_engine *engine, unsigned among, descent_status *status)
{
    for (size_t k = 0; k < criterion_count && *status == DESCENT_SUCCESS; k++)
        if (engine->stops.chosen.any & among & criteria[k].criterion && holds(engine, criteria[k].criterion, status))
            return criteria[k].stop;
    return DESCENT_STOP_NONE;
}

static descent_stop ask_all(descent_engine *engine, descent_status *status)
{
    descent_stop stop = DESCENT_STOP_NONE;
    for (size_t k = 0; k < criterion_count; k++) {
        if (!(engine->stops.chosen.all & criteria[k].criterion))
            continue;
        if (!holds(engine, criteria[k].criterion, status))
            return DESCENT_STOP_NONE;
        stop = stop == DESCENT_STOP_NONE ? criteria[k].stop : DESCENT_STOP_CRITERIA;
    }
    return stop;
}

/* What needs no evaluation may decide before one is made, and what needs no gradient before that is asked for. */
descent_stop descent__stops_ask(descent_engine *engine, descent_status *status)
{
    const unsigned free_of_cost = DESCENT_CRITERION_POINT_CHANGE | DESCENT_CRITERION_TIME;
    *status = DESCENT_SUCCESS;
    if (!descent__stops_watch(&engine->stops))
        return DESCENT_STOP_NONE;
    compare_points(engine);
    descent_stop stop = ask_any(engine, free_of_cost, status);
    if (stop != DESCENT_STOP_NONE)
        return stop;
    if (watched(&engine->stops.chosen) & loss_criteria)
        *status = know(engine, true, false);
    if (*status != DESCENT_SUCCESS)
        return DESCENT_STOP_NONE;
    compare_losses(engine);
    stop = ask_any(engine, loss_criteria, status);
    if (stop == DESCENT_STOP_NONE)
        stop = ask_all(engine, status);
    if (stop != DESCENT_STOP_NONE || *status != DESCENT_SUCCESS)
        return stop;
    return ask_any(engine, DESCENT_CRITERION_GRADIENT, status);
}

static const descent__word meanings[] = {
    {DESCENT_STOP_NONE, "nothing was run yet"},
    {DESCENT_STOP_STEPS, "all steps that were asked for were made, which says nothing of where they led"},
    {DESCENT_STOP_OBSERVER, "an observer asked for it, and what that proves is the observer's to say"},
    {DESCENT_STOP_GRADIENT,
     "the gradient is within the tolerance, which does not prove a minimum: saddles, maxima and plateaus have "
     "small gradients, too"},
    {DESCENT_STOP_BUDGET, "the evaluations are used up, which says nothing of where the run is"},
    {DESCENT_STOP_FAILURE, "a step could not be made, which is no property of the loss"},
    {DESCENT_STOP_NONFINITE,
     "the next point or its gradient would not be finite, which does not prove that the loss has no minimum"},
    {DESCENT_STOP_RULE,
     "the rule gave up, which does not prove a minimum: a search fails for rounding, too, and for a wrong gradient"},
    {DESCENT_STOP_LOSS,
     "the loss is at its target or below, which does not prove a minimum, nor that the run stays there"},
    {DESCENT_STOP_LOSS_CHANGE,
     "the loss changed little, which does not prove a minimum: a plateau, a saddle, a slow valley and a "
     "cycle between points of equal loss look the same"},
    {DESCENT_STOP_POINT_CHANGE, "the point moved little, which does not prove a minimum: short steps do so anywhere"},
    {DESCENT_STOP_TIME, "the time was over, which says nothing of where the run is"},
    {DESCENT_STOP_CRITERIA,
     "all the criteria hold that were to hold together, which still does not prove a minimum: a saddle can meet "
     "them all"},
};

const char *descent_stop_meaning(descent_stop stop)
{
    return descent__word_find(meanings, DESCENT__WORD_COUNT(meanings), stop);
}
