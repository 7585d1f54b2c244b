/* The multipliers of a cycle: eigenvalues of the derivative of the map that goes once around it. */
#ifndef DESCENT_LIB_DIAGNOSIS_VERDICT_MULTIPLIERS_H
#define DESCENT_LIB_DIAGNOSIS_VERDICT_MULTIPLIERS_H

#include "diagnosis/evidence/evidence.h"

/* Fills the multipliers of a cycle whose period and orbit are known, `amplitude` in extent, whose first point is
 * where the run will be so many steps ahead of its end; none if no copy can be run, if it does not settle onto the cycle,
 * or at a kink. False if a copy that goes round and round leads away from the cycle. */
bool descent__multipliers_measure(descent__evidence *evidence, double amplitude, uint64_t ahead, descent_cycle *cycle);

/* Largest modulus of the map's multipliers at a point where it rests, `extent` the length over which it is smooth: of the
 * map itself, and so of fields that are no gradients, too. NaN if it cannot be had. */
double descent__multipliers_at(descent__evidence *evidence, const double *point, double extent);

/* Do multipliers grow without bound as the widths of their differences shrink? The largest entries of the matrix, by the
 * wide ones and by the narrow ones. */
bool descent__multiplier_grows(double wide, double narrow);

#endif
