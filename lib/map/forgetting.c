#include "map/forgetting.h"

#include <math.h>

enum {
    remembered_steps = 64,   /* on a slope, before a rule is asked whether it forgets it; a cost */
    forgetting_steps = 4096, /* of a rule without any slope: four memories of Adam; a cost */
    most_variables = 200     /* of a rule from outside: so many steps of more take longer than most runs; a cost */
};

/* Of the slope that is remembered, and is seen to a billionth. No edge: a thousandth does as well. */
static const double small_slope = 1e-6;

/* The same slope along every coordinate. */
static int constant_gradient(size_t n, const double *x, double *gradient, void *context)
{
    (void)x;
    descent__vector_fill(n, *(const double *)context, gradient);
    return 0;
}

/* How far a step with this slope leads from one with none, beside the step size; the largest of all coordinates. */
static double answer(descent__map *map, double slope, double *given, double *numbers)
{
    const size_t n = map->n;
    const descent__state state = descent__map_save(map, numbers);
    double *const without = numbers + map->state_size;
    double longest = 0;
    *given = 0;
    if (descent__map_step(map) != DESCENT__MAP_MOVED)
        return NAN;
    descent__vector_copy(n, map->state, without);
    descent__map_restore(map, &state);
    *given = slope;
    if (descent__map_step(map) != DESCENT__MAP_MOVED)
        return NAN;
    for (size_t i = 0; i < n; i++)
        longest = fmax(longest, fabs(map->state[i] - without[i]));
    longest /= map->step_size;
    descent__map_restore(map, &state);
    return longest;
}

static bool walks(descent__map *map, size_t steps)
{
    for (size_t k = 0; k < steps; k++)
        if (descent__map_step(map) != DESCENT__MAP_MOVED)
            return false;
    return true;
}

bool descent__answer_grows(double before, double after)
{
    return after > DESCENT__ANSWER_GROWS * before;
}

/* After steps on a slope of 1, and once more after it has rested. The slope asked with is small beside the one remembered. */
static bool answers_grow(descent__map *map, double *given, double *numbers)
{
    descent__vector_fill(map->n, 0, numbers);
    descent__map_start(map, numbers);
    *given = 1;
    if (!walks(map, remembered_steps))
        return false;
    const double before = answer(map, small_slope, given, numbers);
    *given = 0;
    return walks(map, forgetting_steps) && descent__answer_grows(before, answer(map, small_slope, given, numbers));
}

/* The library's own rules are the same in one variable, whatever is done around their step. A schedule is not asked: it may
 * be the user's. */
static descent_rule bare(const descent_rule *rule, bool own)
{
    descent_rule alone = *rule;
    alone.schedule = (descent_schedule){.kind = DESCENT_SCHEDULE_CONSTANT};
    if (own)
        alone.modifiers = (descent_modifiers){0};
    return alone;
}

bool descent__map_forgets(const descent_rule *rule, size_t dimension, descent__arena *arena)
{
    const bool own = descent__rule_is_own(rule);
    const size_t n = own ? 1 : dimension;
    if (!descent__rule_may_forget(rule) || n > most_variables)
        return false;
    double given = 0;
    descent__evaluator evaluator;
    descent__map map;
    const descent_problem level = {.dimension = n, .gradient = constant_gradient, .context = &given};
    if (descent__evaluator_open(&evaluator, &level) != DESCENT_SUCCESS) {
        arena->failed = true;
        return false;
    }
    const bool opened = descent__map_open(&map, arena, &evaluator, bare(rule, own));
    double *const numbers = opened ? descent__arena_numbers(arena, map.state_size + n) : NULL;
    const bool grow = numbers && answers_grow(&map, &given, numbers);
    descent__evaluator_close(&evaluator);
    return grow;
}
