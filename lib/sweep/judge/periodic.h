/* Does a run of a sweep come back, and after how many steps? The part of the fast verdict that finds cycles. */
#ifndef DESCENT_LIB_SWEEP_JUDGE_PERIODIC_H
#define DESCENT_LIB_SWEEP_JUDGE_PERIODIC_H

#include "sweep/judge/run_ending.h"
#include "sweep/judge/tail.h"

enum {
    descent__periodic_vectors = 4 /* of n numbers each, that it works with */
};

/* Is the run on a cycle, or settling on one? Fills in the verdict if it is. `work` holds these
 * vectors. */
bool descent__judge_periodic(const descent__sweep_evidence *run, const descent__tail *tail, double *work,
                             descent__run_verdict *verdict);

#endif
