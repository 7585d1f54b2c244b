/* How far a sweep has got: shown on a terminal only. */
#ifndef DESCENT__COMMAND_PROGRESS_H
#define DESCENT__COMMAND_PROGRESS_H

#include <stddef.h>

/* A descent_progress_function. */
int descent__progress(size_t done, size_t total, void *context);

#endif
