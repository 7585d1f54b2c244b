#include "engine/in_place.h"

bool descent__engine_follow_anew(descent_engine *engine, const descent__raise *raise, double gradient)
{
    descent__map *const map = &engine->map;
    if (!isfinite(gradient))
        return false;
    engine->bounds = descent__bounds_measure(engine->pass, map->n, map->state, map->memory);
    engine->bounded = descent__bounds_follow(&engine->bounds, raise, gradient);
    return engine->bounded;
}
