/* The table that follows a run. */
#ifndef DESCENT_LIB_ENGINE_PROGRESS_H
#define DESCENT_LIB_ENGINE_PROGRESS_H

#include "engine/engine.h"

/* A run begins, is before its next step, and is over. Nothing happens without a stream. */
void descent__progress_begin(descent_engine *engine);
void descent__progress_follow(descent_engine *engine);
void descent__progress_end(descent_engine *engine);

#endif
