/* Where bounds, a decay or an L1 term hold a run: the face that it rests on, and the critical point there. */
#ifndef DESCENT_LIB_DIAGNOSIS_VERDICT_AHEAD_FACE_H
#define DESCENT_LIB_DIAGNOSIS_VERDICT_AHEAD_FACE_H

#include "diagnosis/verdict/destination.h"

/*
 * The critical point of the loss with the decay and the L1 term of the rule, on the face of x. A variable is held where it is on
 * a bound beyond which the function falls, by a slope that is something beside `largest` (Nocedal and Wright, 2006, theorems 12.5
 * and 12.6), or at 0 where the slope is less than the L1 term's; along the others no slope is left at the point (Parikh and Boyd, 2014,
 * sect. 2.3). Eigenvalues and eigenvectors are those of the free variables; bound_multipliers and zero_margins say what holds the
 * rest. NULL point where loss and function are the same and nothing is held, none is near, or something lets go on the way to
 * it. If all are held it is a minimum.
 */
void descent__face_find(descent__evidence *evidence, const double *x, double largest,
                        descent__destination *destination);

#endif
