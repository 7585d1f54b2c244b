/* Is what looks wrong merely random? The same is asked again at the same point, before anything is blamed. */
#ifndef DESCENT_LIB_DIAGNOSIS_EVIDENCE_RANDOMNESS_H
#define DESCENT_LIB_DIAGNOSIS_EVIDENCE_RANDOMNESS_H

#include "diagnosis/evidence/evidence.h"
#include "map/map.h"

/* Differences below this part of a gradient (at the end of a run: of the largest) are rounding, as threads that sum in another order leave
 * some 1e-12 of it, and no noise. */
#define DESCENT__LEAST_NOISE 1e-9

/* How often a gradient is asked at one point that a check found wrong there, where it answers differently. */
enum {
    DESCENT__ANSWERS_AGAIN = 32 /* the range of so many answers holds the next one in 94 % of all cases */
};

/* Do answers that lie within `spread` of each other explain what is off by `misfit`? */
bool descent__spread_explains(double spread, double misfit);

/* Does a gradient whose mean is off by so much, and none of whose answers lies farther than `spread` from it, contradict the loss? */
bool descent__mean_contradicts(double off, double spread);

/* A copy has made a step that ended `misfit` away from where the run went. Does it make another one from the same state? */
bool descent__evidence_step_is_random(descent__evidence *evidence, descent__map *map, double misfit);

/* Does the loss answer differently when it is asked again at x? */
bool descent__evidence_loss_is_random(descent__evidence *evidence, const double *x);

/* Does the gradient? Then it leaves DESCENT_FINDING_GRADIENT_RANDOM. */
bool descent__evidence_gradient_is_random(descent__evidence *evidence, const double *x);

/* A random gradient is told from one that is wrong by this: is every answer at x off from what differences of the loss say, by far more
 * than the answers differ? */
bool descent__evidence_all_answers_are_off(descent__evidence *evidence, const double *x, const double *expected);

#endif
