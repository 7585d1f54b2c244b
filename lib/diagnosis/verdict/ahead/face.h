/* Where bounds hold a run: the face of the box that it rests on, and the critical point of the loss on that face. */
#ifndef DESCENT_LIB_DIAGNOSIS_VERDICT_AHEAD_FACE_H
#define DESCENT_LIB_DIAGNOSIS_VERDICT_AHEAD_FACE_H

#include "diagnosis/verdict/destination.h"

/* Are bounds all that is done around the rule's steps that can hold it? */
bool descent__face_is_possible(const descent_rule *rule);

/*
 * The critical point on the face of x: a variable is held where it is on a bound beyond which the loss falls, by a slope that is
 * something beside `largest`; there no slope along the others is left at the point (Nocedal and Wright, 2006, theorems 12.5 and
 * 12.6). Eigenvalues and eigenvectors are those of the free variables; bound_multipliers says what each bound bears. NULL point
 * if nothing is held, none is near, or a multiplier changes its sign on the way to it. If all are held it is a minimum.
 */
void descent__face_find(descent__evidence *evidence, const double *x, double largest,
                        descent__destination *destination);

#endif
