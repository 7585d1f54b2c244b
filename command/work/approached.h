/* Which points those runs of a basin map approach whose limit the sweep did not foresee, by a sample diagnosed in full. */
#ifndef DESCENT__COMMAND_APPROACHED_H
#define DESCENT__COMMAND_APPROACHED_H

#include <descent/critical.h>
#include <descent/sweep.h>

#include "command/loss/loss.h"
#include "command/options/settings.h"

enum {
    descent__most_approached = 8 /* runs of the sample: each costs a run, its path, and a diagnosis */
};

typedef struct descent__approached {
    size_t asked; /* runs that were diagnosed; 0 if every run's point is known by its label */
    size_t point_count;
    descent_critical_point *points[descent__most_approached]; /* that differ */
    size_t runs[descent__most_approached];                    /* that approach each, or arrived in between */
} descent__approached;

/* `steps` are those of each run. To be closed. */
void descent__approached_ask(descent__approached *approached, const descent_sweep *sweep, const descent__loss *loss,
                             const descent__settings *settings, uint64_t steps);
void descent__approached_close(descent__approached *approached);

#endif
