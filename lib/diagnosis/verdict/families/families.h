/* The decisions of the table, by family; each is told of in its own source. */
#ifndef DESCENT_LIB_DIAGNOSIS_VERDICT_FAMILIES_FAMILIES_H
#define DESCENT_LIB_DIAGNOSIS_VERDICT_FAMILIES_FAMILIES_H

#include "diagnosis/verdict/decision.h"

/* broken.c: is there anything to go by, and are its numbers finite? */
descent__decision descent__decide_empty(descent__facts *facts);
descent__decision descent__decide_broken(descent__facts *facts);

/* at_rest.c: the point moves no more. Is it critical? */
descent__decision descent__decide_at_rest(descent__facts *facts);

/* escape.c: the steps grow. Is the step too large, diverging, or has the loss no minimum, unbounded? */
descent__decision descent__decide_escape(descent__facts *facts);

/* periodic.c: the run comes back, or the copy does that the Lyapunov exponent was measured on; or, where the rule
 * tells no multipliers and the recorded steps do not decide, one that is run on from the end. */
descent__decision descent__decide_periodic(descent__facts *facts);
descent__decision descent__decide_by_cycle_of_copy(descent__facts *facts);
descent__decision descent__decide_by_cycle_onward(descent__facts *facts);

/* bounded.c: neither returning nor settling. Is the gradient random, and how do neighbours separate? */
descent__decision descent__decide_noisy(descent__facts *facts);
descent__decision descent__decide_bounded(descent__facts *facts);

/* settling.c: it still moves, ever less, toward a point; or a copy that was run on does, toward a minimum. */
descent__decision descent__decide_settling(descent__facts *facts);
descent__decision descent__decide_by_settling_copy(descent__facts *facts, const descent__series *copy,
                                                   const descent__destination *destination);

/* law.c: no critical point was found, but the steps shrink by a law: asked by settling, and of a power as the last
 * resort. */
descent__decision descent__decide_without_point(descent__facts *facts);
descent__decision descent__decide_by_law(descent__facts *facts);
bool descent__step_size_vanishes(descent__facts *facts);

/* drift.c: on and on in one direction. */
descent__decision descent__decide_drift(descent__facts *facts);

/* descending.c: the loss falls, or nothing can be said. */
descent__decision descent__decide_descending(descent__facts *facts);

#endif
