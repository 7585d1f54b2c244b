/* Does a rule forget the slopes that it divides its steps by? */
#ifndef DESCENT_LIB_MAP_FORGETTING_H
#define DESCENT_LIB_MAP_FORGETTING_H

#include "base/arena.h"
#include "map/map.h"

/* A rule that rests for four times the memory of Adam answers a slope e^2 times as much if its memory fades, and as much
 * as before if it has none that does: half way between, as logarithms go. */
#define DESCENT__ANSWER_GROWS 2.0

/* Does it answer a slope so much more after a rest than before? */
bool descent__answer_grows(double before, double after);

/* Might it forget, as long as it is not asked? It keeps something, and tells no multipliers. */
static inline bool descent__rule_may_forget(const descent_rule *rule)
{
    return !descent__rule_tells_multipliers(rule) && descent__rule_memory(rule) > 0;
}

/*
 * Does a rule that might forget answer a small slope by a longer step, beside its step size, once it has rested
 * without any slope? What it divides by is then a memory that fades, and its steps grow beside a minimum until the preconditioned curvature is
 * too much for them (Cohen et al. 2022, arXiv:2207.14484, section 3): no rest of such a rule is one for good, unless nothing at all is
 * left of the slope. Momentum and AdaGrad answer as before. Asked on a slope of its own: no problem is. The library's own rules
 * are asked in one variable, others in as many as there are, and beyond 200 not at all, which is false. So it is, and the arena
 * has failed, if there is no memory.
 */
bool descent__map_forgets(const descent_rule *rule, size_t dimension, descent__arena *arena);

#endif
