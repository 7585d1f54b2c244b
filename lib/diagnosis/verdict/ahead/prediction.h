/* How fast a run settles, and how many steps are still to go. */
#ifndef DESCENT_LIB_DIAGNOSIS_VERDICT_AHEAD_PREDICTION_H
#define DESCENT_LIB_DIAGNOSIS_VERDICT_AHEAD_PREDICTION_H

#include "diagnosis/verdict/facts.h"

/* No more steps: the run is there, by the law of its steps and the curvatures of the point, if there is one. */
descent_pace descent__prediction_arrived(descent__facts *facts, const descent__destination *destination);

/* To a critical point that was found: by theory, by the measured law, and by a copy that goes there. */
descent_pace descent__prediction_approaching(descent__facts *facts, const descent__destination *destination);

/* Did the distance to a minimum fall as linear theory says, beyond what rounding may do, and does theory lead there? */
bool descent__prediction_follows_theory(descent__facts *facts, const descent__destination *destination);

/* Momentum carries a run through a point and out again: within tolerance for good is who has an envelope that is. */
bool descent__prediction_has_arrived(descent__facts *facts, const descent__destination *destination);

/* By the law of the steps alone, without such a point: the figures that two stretches of them tell alike, and at least so many
 * steps. */
descent_pace descent__prediction_by_law(descent__facts *facts);

#endif
