/* Does the series return? The smallest period with which its end repeats, exactly or ever more closely. */
#ifndef DESCENT_LIB_DIAGNOSIS_RECURRENCE_H
#define DESCENT_LIB_DIAGNOSIS_RECURRENCE_H

#include "diagnosis/motion.h"

typedef struct descent_recurrence {
    size_t period;    /* 0: none */
    bool exact;       /* to rounding; else it is settling onto the cycle */
    double amplitude; /* extent of the cycle */
    double factor;    /* not exact: by which the returns shrink from one to the next */
    size_t onset;     /* row from which on it repeats within a hundredth of its amplitude */
} descent_recurrence;

void descent_recurrence_find(descent_evidence *evidence, const descent_series *series, const descent_motion *motion,
                             size_t limit, descent_recurrence *recurrence);

/* Do the returns of a copy that was run on shrink at least half as fast as they did, or down to rounding? */
bool descent_recurrence_goes_on(const descent_series *copy, const descent_motion *motion,
                                const descent_recurrence *recurrence);

/* Period of each coordinate by itself: 1 for one at rest, 0 for none. `periods` has n entries. */
void descent_recurrence_coordinates(const descent_series *series, size_t limit, size_t *periods);

#endif
