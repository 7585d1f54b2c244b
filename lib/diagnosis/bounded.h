/* Runs that stay in motion within bounds: periodic, quasiperiodic, chaotic, noisy. */
#ifndef DESCENT_LIB_DIAGNOSIS_BOUNDED_H
#define DESCENT_LIB_DIAGNOSIS_BOUNDED_H

#include "diagnosis/case.h"

/* Orbit, multipliers, the point it circles and a kink, for the recurrence that was found. False if a repelling cycle is
 * merely passed by. */
bool descent_bounded_keep_orbit(descent_case *facts);

/* Floor and level of the noise. */
void descent_bounded_noise(descent_case *facts);

/* Neither returning nor settling: how do neighbours separate? */
bool descent_bounded_decide(descent_case *facts);

#endif
