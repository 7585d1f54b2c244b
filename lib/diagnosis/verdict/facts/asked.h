/* Which facts are measured. */
#ifndef DESCENT_LIB_DIAGNOSIS_VERDICT_FACTS_ASKED_H
#define DESCENT_LIB_DIAGNOSIS_VERDICT_FACTS_ASKED_H

#include "diagnosis/verdict/facts.h"

/* One bit for each. */
enum {
    DESCENT__FACT_CONTRACTION = 1,
    DESCENT__FACT_RECURRENCE = 2,
    DESCENT__FACT_RECURRENCE_GOES_ON = 4,
    DESCENT__FACT_ORBIT = 8,
    DESCENT__FACT_ORBIT_OF_COPY = 16,
    DESCENT__FACT_DESTINATION = 32,
    DESCENT__FACT_FLAT = 64,
    DESCENT__FACT_CENTRE = 128,
    DESCENT__FACT_NEAR_START = 256,
    DESCENT__FACT_LYAPUNOV = 512,
    DESCENT__FACT_NOISE = 1024,
    DESCENT__FACT_SLOPES = 2048,
    DESCENT__FACT_SLOPE = 4096,
    DESCENT__FACT_OUTLOOK = 8192,
    DESCENT__FACT_GOAL = 16384,
    DESCENT__FACT_ORBIT_ONWARD = 32768,
    DESCENT__FACT_STEP_NOISE = 65536,
    DESCENT__FACT_EXPANSION = 131072,
    DESCENT__FACT_FORGETS = 262144,
    DESCENT__FACT_FACE = 524288,
    DESCENT__FACT_LOWEST_AT_KINK = 1048576,
    DESCENT__FACT_BELOW = 2097152
};

/* Is it the first time that a fact is asked for? From then on it is measured. */
static inline bool descent__facts_first_time(descent__facts *facts, unsigned fact)
{
    const bool first = !(facts->measured & fact);
    facts->measured |= fact;
    return first;
}

#endif
