/* How fast a run settles, and how many steps are still to go. */
#ifndef DESCENT_LIB_DIAGNOSIS_VERDICT_PREDICTION_H
#define DESCENT_LIB_DIAGNOSIS_VERDICT_PREDICTION_H

#include "diagnosis/verdict/facts.h"

/* No more steps: the run is there, by the law of its steps. */
descent_pace descent__prediction_arrived(descent__facts *facts);

/* To a critical point that was found: by theory, by the measured law, and by a copy that goes there. */
descent_pace descent__prediction_approaching(descent__facts *facts, const descent__destination *destination);

/* Steps from the law of the steps alone, without such a point: at least so many. */
descent_interval descent__prediction_by_law(descent__facts *facts);

#endif
