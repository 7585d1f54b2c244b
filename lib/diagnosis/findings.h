/* Properties of the set-up that explain a run. */
#ifndef DESCENT_LIB_DIAGNOSIS_FINDINGS_H
#define DESCENT_LIB_DIAGNOSIS_FINDINGS_H

#include "diagnosis/case.h"

/* Gradient against loss, step against limit, momentum, symmetry, valleys; and curvature and limits as numbers. */
void descent_findings_gather(descent_case *facts);

#endif
