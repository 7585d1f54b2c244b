/* Are numbers of the run those of single precision? */
#ifndef DESCENT_LIB_DIAGNOSIS_EVIDENCE_PRECISION_H
#define DESCENT_LIB_DIAGNOSIS_EVIDENCE_PRECISION_H

#include "diagnosis/evidence/evidence.h"

/* All recorded losses, or all coordinates of all points, have the bits of a float and move on its grid. */
bool descent__evidence_is_single(const descent__evidence *evidence);

#endif
