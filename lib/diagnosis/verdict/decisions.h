/* The verdict: an ordered table of decisions, each of which reads facts and returns an ending with what it rests on. */
#ifndef DESCENT_LIB_DIAGNOSIS_VERDICT_DECISIONS_H
#define DESCENT_LIB_DIAGNOSIS_VERDICT_DECISIONS_H

#include "diagnosis/verdict/decision.h"

/* The first of the table that decides. Undecided only if there was no memory. */
descent__decision descent__decide(descent__facts *facts);

/* The table's length, and the names in it, for whoever wants to read it. */
size_t descent__decision_count(void);
const char *descent__decision_name(size_t place);

#endif
