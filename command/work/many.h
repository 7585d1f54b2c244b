/* The two sweeps: over step sizes, and over starts. */
#ifndef DESCENT__COMMAND_MANY_H
#define DESCENT__COMMAND_MANY_H

#include <descent/sweep.h>

#include "command/loss/loss.h"
#include "command/options/settings.h"
#include "command/report/fail.h"

/* One run for each step size from --from to --to. */
descent__exit descent__many_step_sizes(const descent__loss *loss, const descent__settings *settings,
                                       descent_sweep **sweep);

/* One run for each start in the window, or in the landscape's box. */
descent__exit descent__many_starts(const descent__loss *loss, const descent__settings *settings, descent_sweep **sweep);

/* Steps of each run, given or by default. */
uint64_t descent__many_steps(const descent__settings *settings);

/* The range of step sizes that was asked for. */
descent__exit descent__many_range(const descent__settings *settings, double *from, double *to);

#endif
