/* Does a run really lead to a point that was found from where it stands? Newton's steps cross ridges, and far out on a valley
 * or on flat ground they lead anywhere. */
#ifndef DESCENT_LIB_DIAGNOSIS_VERDICT_AHEAD_CONFIRMATION_H
#define DESCENT_LIB_DIAGNOSIS_VERDICT_AHEAD_CONFIRMATION_H

#include "diagnosis/verdict/facts.h"

/* The outlook arrives there; or the point is found again from where the outlook ends, and to flat ground descent with steps
 * that are longer than the run's leads as well. What cannot be asked does not contradict. */
bool descent__is_confirmed(descent__facts *facts, const descent__destination *destination);

/* Of flat ground the later look knows more: that from where the outlook ends, if it finds flat ground as well. */
const descent__destination *descent__later_look(descent__facts *facts, const descent__destination *destination);

/* ---- its comparisons, pure ---- */

/* Is a point that is found from where the outlook ends, so far from the first one, the same, seen from a distance `left`? */
bool descent__is_found_again(double apart, double left, double tolerance, bool flat);

/* Does a descent, that made so much of a way from `before` to `after` away from a point, lead elsewhere? One that made none
 * says nothing, unless it has come to where the slope is all but gone. */
bool descent__flow_leads_away(double way, double before, double after, bool settled, bool eased);

#endif
