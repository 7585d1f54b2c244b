/* What goes on around a run: when it stops, what is shown of it meanwhile, and the file that it is gone on with from. */
#ifndef DESCENT__COMMAND_AROUND_H
#define DESCENT__COMMAND_AROUND_H

#include <descent/engine.h>

#include "command/loss/loss.h"
#include "command/options/settings.h"
#include "command/report/fail.h"

/* An engine at the start, or as the file of --resume has it; recorded. */
descent__exit descent__around_open(descent_engine **engine, const descent__loss *loss, const descent_rule *rule,
                                   const double *start, const descent_path_options *kept,
                                   const descent__settings *settings);

/* Runs it, with stops and progress as they were asked for, and writes the file of --checkpoint. */
descent__exit descent__around_run(descent_engine *engine, uint64_t steps, const descent__settings *settings);

#endif
