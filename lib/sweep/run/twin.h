/* A run's twin in the lanes of a replay: how fast it leaves the run. */
#ifndef DESCENT_LIB_SWEEP_RUN_TWIN_H
#define DESCENT_LIB_SWEEP_RUN_TWIN_H

#include "sweep/run/block.h"

enum {
    /* Lanes of a replay: enough to hide the latency of one behind the others, few enough for the nearest cache. No verdict
       depends on it. */
    descent__most_twins = 64
};

typedef struct descent__twin {
    double distance; /* it is put back to this distance after each step */
    size_t first;    /* step from which stretches count: the twin first turns to the fastest direction */
    descent__stretches stretches;
    bool merged; /* it ran into the run */
} descent__twin;

/* Begins beside the run in a lane of the replay, which is at step `from` and goes on to `until`. */
void descent__twin_begin(descent__worker *worker, size_t lane, size_t from, size_t until, descent__twin *twin);

/*
 * Measures how far the twins have gone in the last step, and puts them back to their distance in the direction they went.
 * One for each lane; NULL where there is none yet: what lies there in its stead may be overwritten.
 */
void descent__twins_follow(descent__worker *worker, descent__twin *const *twins);

/* −∞ if the twin ran into the run. */
descent__exponent descent__twin_exponent(const descent__twin *twin);

/* Twins whose step could not be made begin anew at the run. */
void descent__twins_mend(descent__worker *worker);

#endif
