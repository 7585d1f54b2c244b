/* Runs of plain steps: by rules whose steps are made in place, with nothing around them but observers and a path. */
#ifndef DESCENT_LIB_ENGINE_PLAIN_H
#define DESCENT_LIB_ENGINE_PLAIN_H

#include "engine/engine.h"

/* Is the next step such a one? What a callback could change is asked anew before each. */
static inline bool descent__engine_is_plain(const descent_engine *engine)
{
    return engine->pass && !engine->unhurried && engine->pending == DESCENT_SUCCESS;
}

/*
 * What descent__engine_make_step() does, in the same order and with the same bits, without asking at each step for what cannot change:
 * at n = 2 that would take longer than the step. Returns when `end` steps are made in all, one fails, an observer wants
 * to stop, or they are plain no more.
 */
descent_status descent__engine_run_plainly(descent_engine *engine, uint64_t end, bool *stop);

#endif
