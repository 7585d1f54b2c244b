/* Reading the evidence, in the order in which its parts build on each other: rows, end, rule, memory. */
#ifndef DESCENT_LIB_DIAGNOSIS_EVIDENCE_EXAMINATION_H
#define DESCENT_LIB_DIAGNOSIS_EVIDENCE_EXAMINATION_H

#include "diagnosis/evidence/evidence.h"

/* Reads the rows up to the first point that is not finite, finds where single steps begin, and asks for all that the other
 * sources of this room find out. */
void descent__evidence_examine(descent__evidence *evidence);

#endif
