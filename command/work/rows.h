/* Tables of numbers as other programs write them. */
#ifndef DESCENT__COMMAND_ROWS_H
#define DESCENT__COMMAND_ROWS_H

#include <stddef.h>
#include <stdio.h>

#include <descent/path.h>

#include "command/report/fail.h"

/* Reads the points of a run, one line each; see descent__path_open(). `*path` may be set on failure, too. */
descent__exit descent__rows_read(FILE *stream, const char *file, size_t dimension, descent_path **path);

#endif
