/* Properties of the set-up that explain a run. */
#ifndef DESCENT_LIB_DIAGNOSIS_HISTORY_FINDINGS_H
#define DESCENT_LIB_DIAGNOSIS_HISTORY_FINDINGS_H

#include "diagnosis/verdict/facts.h"

/* What evidence and facts found, and: gradient against loss, step against limit, momentum, symmetry, valleys; and the
 * curvature along the last step as a number. */
void descent__findings_gather(descent__facts *facts, descent_diagnosis *diagnosis);

#endif
