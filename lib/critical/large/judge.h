/* From Krylov methods to a verdict: spectrum, tolerance and kind of the point. */
#ifndef DESCENT_LIB_CRITICAL_LARGE_JUDGE_H
#define DESCENT_LIB_CRITICAL_LARGE_JUDGE_H

#include "critical/large/state.h"

/* Fills the spectrum, the tolerance and the kind of large->point. Only fails where the user's functions do at x itself.
 * */
descent_status descent__large_judge(descent__large *large);

#endif
