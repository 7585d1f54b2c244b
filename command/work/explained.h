/* A run with its diagnosis: one that is made here, or one whose points are read from a file. */
#ifndef DESCENT__COMMAND_EXPLAINED_H
#define DESCENT__COMMAND_EXPLAINED_H

#include <descent/diagnosis.h>
#include <descent/engine.h>
#include <descent/path.h>

#include "command/loss/loss.h"
#include "command/options/settings.h"
#include "command/report/fail.h"

/* All zero is none. */
typedef struct descent__explained {
    descent_engine *engine; /* NULL where the path was read */
    descent_path *read;     /* NULL where it was made */
    const descent_path *path;
    descent_diagnosis *diagnosis;
} descent__explained;

/*
 * Makes the run and diagnoses it. A function of the user's that fails on the way is said and makes this fail, but leaves
 * the run up to there with its diagnosis.
 */
descent__exit descent__explained_make(descent__explained *trial, const descent__loss *loss,
                                      const descent__settings *settings);

/* Reads a path and diagnoses it, with the loss if there is one. */
descent__exit descent__explained_read(descent__explained *trial, const descent__loss *loss, const char *file,
                                      const descent__settings *settings);

/* How many steps the run is to make, given or by default. */
uint64_t descent__explained_steps(const descent__settings *settings);

void descent__explained_close(descent__explained *trial);

#endif
