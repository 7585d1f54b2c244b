/* Hands out blocks of runs to workers and puts their labels together in the order of the blocks. */
#ifndef DESCENT_LIB_SWEEP_RUN_THREADS_H
#define DESCENT_LIB_SWEEP_RUN_THREADS_H

#include "sweep/run/block.h"

/* Threads that find something to do: no more than there are blocks. */
size_t descent__workers_count(const descent__sweep_phases *phases, const descent_sweep_options *options, size_t runs);

/* Bytes that the workers of so many threads need; 0 if that overflows. */
size_t descent__workers_bytes(size_t dimension, const descent__sweep_phases *phases, size_t threads);

/* What the progress function, which must be there, answers. */
int descent__tell_progress(const descent_sweep_options *options, size_t done, size_t total);

/* Makes all runs of the sweep. */
descent_status descent__workers_run(const descent__plan *plan, const descent_sweep_options *options,
                                    descent_sweep *sweep);

#endif
