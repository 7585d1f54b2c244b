/* Does a run come back, and after how many steps? The part of the fast verdict that finds cycles. */
#ifndef DESCENT_LIB_SWEEP_RETURNS_H
#define DESCENT_LIB_SWEEP_RETURNS_H

#include "sweep/tail.h"
#include "sweep/verdict.h"

/* Is the run on a cycle, or settling on one? Fills in the verdict if it is. */
bool descent_judge_periodic(const descent_evidence *run, const descent_tail *tail, descent_verdict *verdict);

#endif
