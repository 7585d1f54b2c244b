/* What one decision returns: an ending, its reason, and the facts that it rests on. */
#ifndef DESCENT_LIB_DIAGNOSIS_VERDICT_DECISION_H
#define DESCENT_LIB_DIAGNOSIS_VERDICT_DECISION_H

#include <math.h>

#include "diagnosis/explain/reasons.h"
#include "diagnosis/verdict/facts.h"

/* What was decided, and the facts that the ending rests on. All that it does not rest on is NULL, NaN or zero;
 * nothing of it is in the result before the conclusion writes it there. */
typedef struct descent__decision {
    descent_ending ending;
    descent__reason reason; /* DESCENT__REASON_NONE: it does not decide */
    descent__reason_facts said;

    const descent_critical_point *point; /* where the run is, or, */
    bool ahead;                          /* where it is heading */
    double distance;
    const descent_critical_point *centre; /* around which a run moves that does not settle */
    descent_pace pace;
    const descent__orbit *orbit;
    const size_t *coordinate_periods;
    double rotation_number;
    const descent__lyapunov *lyapunov;
    const descent_noise *noise;
    const double *direction;
    descent_quantity quantity;
} descent__decision;

/* A decision that does not decide, and one that rests on nothing yet. */
static inline descent__decision descent__decided(descent_ending ending, descent__reason reason)
{
    return (descent__decision){
        .ending = ending,
        .reason = reason,
        .distance = NAN,
        .rotation_number = NAN,
        .said.number = NAN,
        .pace = {.rate = NAN, .exponent = NAN, .slope = NAN, .steps_to_go = {NAN, NAN, NAN}},
    };
}

static inline descent__decision descent__undecided(void)
{
    return descent__decided(DESCENT_ENDING_UNDETERMINED, DESCENT__REASON_NONE);
}

static inline bool descent__decides(const descent__decision *decision)
{
    return decision->reason != DESCENT__REASON_NONE;
}

#endif
