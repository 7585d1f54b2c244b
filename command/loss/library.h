/* Losses as functions in C: in a shared library, or in a source that is compiled on the fly. */
#ifndef DESCENT__COMMAND_LIBRARY_H
#define DESCENT__COMMAND_LIBRARY_H

#include <stddef.h>

#include "command/loss/loss.h"

/*
 * Takes `problem`, a descent_problem, from a shared library, or else the functions loss, gradient, loss_gradient, hessian and
 * hessian_product and the array variable_names (`const char *const []`) as far as they are there. `dimension` 0 is that of a variable `dimension`, of type size_t, in the library,
 * or else that of `start`. Messages and pictures call it `shown`.
 */
descent__exit descent__library_open(descent__loss *loss, const char *file, const char *shown, size_t dimension,
                                    const char *start);

/* Compiles a source with $CC, or cc, in a private folder that is gone when this returns, and opens what came of it. */
descent__exit descent__source_open(descent__loss *loss, const char *file, size_t dimension, const char *start);

void descent__library_close(descent__loss *loss);

#endif
