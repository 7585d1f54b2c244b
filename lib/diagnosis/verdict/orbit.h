/* The cycle that a series ends on: its points, its multipliers, and the period of each coordinate. */
#ifndef DESCENT_LIB_DIAGNOSIS_VERDICT_ORBIT_H
#define DESCENT_LIB_DIAGNOSIS_VERDICT_ORBIT_H

#include "diagnosis/evidence/evidence.h"
#include "trajectory/recurrence.h"

typedef struct descent__orbit {
    descent__recurrence recurrence;
    descent_cycle cycle; /* period 0 if there was no memory; arrays belong to what the diagnosis keeps */
    uint64_t onset;      /* step from which on it repeats */
    size_t at_onset;     /* which of its points is that of this step */
    bool of_copy;        /* the series goes on after the end of the run */
    bool passed_by;      /* the cycle repels, so that the run merely passes by */
} descent__orbit;

/* Orbit and multipliers for a recurrence that was found at the end of the series. */
void descent__orbit_measure(descent__evidence *evidence, const descent__series *series,
                            const descent__recurrence *recurrence, descent__orbit *orbit);

/* Period of each coordinate of a series by itself; NULL if there are too many coordinates, too few points, or no
 * memory. */
const size_t *descent__orbit_coordinate_periods(descent__evidence *evidence, const descent__series *series);

#endif
