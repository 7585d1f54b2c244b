/* When a run is to stop. */
#ifndef DESCENT_LIB_ENGINE_STOPS_H
#define DESCENT_LIB_ENGINE_STOPS_H

#include "engine/engine.h"

/* A call of run begins. */
void descent__stops_begin(descent_engine *engine);

/*
 * Is the run to stop here? NONE if not. `*status` is that of the evaluations that the answer took: where one failed, there
 * is none.
 */
descent_stop descent__stops_ask(descent_engine *engine, descent_status *status);

#endif
