/* Does the series return? The smallest period with which its end repeats, exactly or ever more closely. */
#ifndef DESCENT_LIB_TRAJECTORY_RECURRENCE_H
#define DESCENT_LIB_TRAJECTORY_RECURRENCE_H

#include "trajectory/motion.h"

typedef struct descent__recurrence {
    size_t period;    /* 0: none */
    bool exact;       /* to rounding; else it is settling onto the cycle */
    double amplitude; /* extent of the cycle */
    bool brief; /* exact to the last bit, but over fewer rounds than returns to rounding take: a copy must confirm it */
    double factor; /* not exact: by which the returns shrink from one to the next */
    size_t onset;  /* row from which on it repeats within a hundredth of its amplitude */
} descent__recurrence;

void descent__recurrence_find(descent__arena *work, const descent__series *series, const descent__motion *motion,
                              size_t limit, descent__recurrence *recurrence);

/* Do the returns of a copy that was run on shrink at least half as fast as they did, or down to rounding? */
bool descent__recurrence_goes_on(const descent__series *copy, const descent__motion *motion,
                                 const descent__recurrence *recurrence);

/* Period of each coordinate by itself: 1 for one at rest, 0 for none. `periods` has n entries. */
void descent__recurrence_coordinates(const descent__series *series, size_t limit, size_t *periods);

#endif
