/* The one place that writes the ending and its numbers into the result. */
#ifndef DESCENT_LIB_DIAGNOSIS_VERDICT_CONCLUSION_H
#define DESCENT_LIB_DIAGNOSIS_VERDICT_CONCLUSION_H

#include "diagnosis/verdict/decision.h"

/* The fields of a diagnosis that belong to some endings only. */
typedef enum descent__result_field {
    DESCENT__FIELD_POINT_HERE = 1,            /* `point`, and the run is there */
    DESCENT__FIELD_POINT_AHEAD = 2,           /* `point` with `point_ahead` */
    DESCENT__FIELD_DISTANCE = 4,              /* `distance` */
    DESCENT__FIELD_STEP_LIMIT = 8,            /* `step_limit` */
    DESCENT__FIELD_CENTRE = 16,               /* `centre` */
    DESCENT__FIELD_LAW = 32,                  /* `pace.law`, `.rate`, `.exponent` */
    DESCENT__FIELD_SLOPE = 64,                /* `pace.slope` */
    DESCENT__FIELD_STEPS_TO_GO = 128,         /* `pace.steps_to_go` */
    DESCENT__FIELD_ONSET = 256,               /* `pace.onset` */
    DESCENT__FIELD_ORBIT = 512,               /* `cycle.period`, `.orbit` and the multipliers */
    DESCENT__FIELD_COORDINATE_PERIODS = 1024, /* `cycle.coordinate_periods` */
    DESCENT__FIELD_ROTATION_NUMBER = 2048,    /* `cycle.rotation_number` */
    DESCENT__FIELD_LYAPUNOV = 4096,           /* `lyapunov` */
    DESCENT__FIELD_NOISE = 8192,              /* `noise` */
    DESCENT__FIELD_DIRECTION = 16384,         /* `direction` */
    DESCENT__FIELD_QUANTITY = 32768           /* `quantity` */
} descent__result_field;

/* Which of them may be filled for an ending; the guide has the same table. */
unsigned descent__fields_allowed(descent_ending ending);

/* Which of them a diagnosis has filled. */
unsigned descent__fields_filled(const descent_diagnosis *diagnosis);

/* Writes ending, reason and all fields of the table above, and takes over the critical points among them. What the
 * decision rests on must be what the table allows: that is asserted. A run that converged always gets a point: where
 * none was classified, one of kind UNDETERMINED at x, with what is known of it. */
void descent__conclude(const descent__facts *facts, const descent__decision *decision, descent_diagnosis *diagnosis);

/* Where the gradient was found to jump at the point: no factors follow from curvatures, and a gradient of zero is no slope. */
void descent__conclude_kink(const descent__facts *facts, const descent__decision *decision,
                            descent_diagnosis *diagnosis);

#endif
