/*
 * Steps of an engine in place, without a copy of the state, wherever bounds prove that they go well. They go on from step to step
 * and are measured anew when they prove nothing any more; what is not proven then is left to the map, which takes care.
 */
#ifndef DESCENT_LIB_ENGINE_IN_PLACE_H
#define DESCENT_LIB_ENGINE_IN_PLACE_H

#include "engine/evaluate.h"

/* Squares up to so much may have been lost to underflow in a sum of squares: their root is below this, for any n. */
static const double descent__engine_lost_squares = 0x1p-480;

/* A fixed step of more variables goes through its own loop, which reads the gradient but once (bench_rules). */
enum {
    descent__engine_in_place_most = 16384
};

/* Is there such a step for the engine's rule and state? */
static inline bool descent__engine_goes_in_place(const descent_engine *engine)
{
    const descent__pass *const pass = engine->pass;
    return pass && (engine->map.number > 0 || !pass->rests_first) &&
           (engine->map.n <= descent__engine_in_place_most || pass->type != &descent__fixed_step_type);
}

/* An upper bound on the components of the gradient that the step is made with; NaN or infinity where there is none. */
static inline double descent__engine_gradient_bound(descent_engine *engine)
{
    const descent__map *const map = &engine->map;
    const double *const gradient = map->gradient;
    if (engine->norm_known && !map->where)
        return engine->gradient_norm + descent__engine_lost_squares;
    if (engine->pass->takes_norm)
        return descent__engine_known_norm(engine);
    if (map->n == 2)
        return fabs(gradient[0]) + fabs(gradient[1]);
    return sqrt(descent__vector_sum_of_squares(map->n, gradient)) + descent__engine_lost_squares;
}

/* With bounds that are measured now. */
bool descent__engine_follow_anew(descent_engine *engine, const descent__raise *raise, double gradient);

/* Does the step go well? Then the bounds are those after it. */
static inline bool descent__engine_follow(descent_engine *engine, const descent__raise *raise, double gradient)
{
    return (engine->bounded && descent__bounds_follow(&engine->bounds, raise, gradient)) ||
           descent__engine_follow_anew(engine, raise, gradient);
}

/* The numbers of the step itself. */
static inline void descent__engine_pass(descent_engine *engine, descent__pass_step *step)
{
    descent__map *const map = &engine->map;
    if (engine->pass->takes_norm)
        step->by[descent__pass_norm] = descent__engine_known_norm(engine);
    const size_t count = map->kept;
    engine->pass->advance(map->n, step->by, map->gradient, map->state, count > 0 ? map->memory[0] : NULL,
                          count > 1 ? map->memory[1] : NULL, count > 2 ? map->memory[2] : NULL);
    assert(descent__vector_is_finite(map->n, map->state));
    assert(count == 0 || descent__vector_is_finite(map->n, map->memory[0]));
    map->step_size = step->step_size;
    map->number++;
}

#endif
