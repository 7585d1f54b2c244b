/* Paths that other programs wrote. */
#ifndef DESCENT__COMMAND_PATHS_H
#define DESCENT__COMMAND_PATHS_H

#include <stddef.h>

#include <descent/path.h>

#include "command/report/fail.h"

/*
 * Reads a path: `.npy`, the library's own `.csv`, or any table of numbers with commas, semicolons, tabs or blanks between
 * them, with or without a line of names. `-` is the standard input. `dimension` is that of the loss, or 0. `*path` is to be freed; NULL on failure.
 */
descent__exit descent__path_open(const char *file, size_t dimension, descent_path **path);

#endif
