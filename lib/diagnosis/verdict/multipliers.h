/* The multipliers of a cycle: eigenvalues of the derivative of the map that goes once around it. */
#ifndef DESCENT_LIB_DIAGNOSIS_VERDICT_MULTIPLIERS_H
#define DESCENT_LIB_DIAGNOSIS_VERDICT_MULTIPLIERS_H

#include "diagnosis/evidence/evidence.h"

/* Fills the multipliers of a cycle whose period and orbit are known, `amplitude` in extent, whose first point is
 * where the run will be so many steps ahead of its end; none if no copy can be run. */
void descent__multipliers_measure(descent__evidence *evidence, double amplitude, uint64_t ahead, descent_cycle *cycle);

#endif
