/* What the fast verdict says of a run. */
#ifndef DESCENT_LIB_SWEEP_JUDGE_RUN_ENDING_H
#define DESCENT_LIB_SWEEP_JUDGE_RUN_ENDING_H

#include <stdbool.h>
#include <stddef.h>

#include <descent/ending.h>

enum {
    descent__run_verdict_points = 129, /* last points that a verdict looks at: two returns of the longest period */
    descent__run_verdict_vectors = 6,  /* of n numbers each, that it works with */
    descent__longest_period = 64       /* longer ones are told by their exponent */
};

typedef struct descent__run_verdict {
    descent_ending ending;
    size_t period;
    double tolerance;   /* for the label, if it gets one; 0 of a run that begins and stays at 0 */
    size_t label_point; /* index into the evidence's points … */
    bool foreseen;      /* … or the limit that was foreseen, in `limit` */
} descent__run_verdict;

#endif
