/* Do copies of the run make its recorded steps again? */
#ifndef DESCENT_LIB_DIAGNOSIS_EVIDENCE_REPRODUCTION_H
#define DESCENT_LIB_DIAGNOSIS_EVIDENCE_REPRODUCTION_H

#include "diagnosis/evidence/evidence.h"

/* Decides `memory_known`, `copies_trusted` and `restarts_trusted`, with the findings RULE_DISAGREES and MEMORY_UNKNOWN. */
void descent__evidence_check_rule(descent__evidence *evidence);

#endif
