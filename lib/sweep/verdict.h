/* The fast verdict: how did a run end, judged from its start, its last points and a twin beside it. */
#ifndef DESCENT_LIB_SWEEP_VERDICT_H
#define DESCENT_LIB_SWEEP_VERDICT_H

#include <stdbool.h>

#include <descent/ending.h>
#include <descent/rules.h>

#include "problem.h"
#include "sweep/tail.h"

enum {
    descent_verdict_points = 129, /* last points that a verdict looks at: two returns of the longest period */
    descent_longest_period = 64
};

/* The runs' own tolerance for a label, in units of their arrival tolerance. */
#define DESCENT_LABEL_FACTOR 16.0

typedef struct descent_verdict {
    descent_ending ending;
    size_t period;
    double tolerance;   /* for the label; 0: the run gets none */
    size_t label_point; /* index into the evidence's points … */
    bool foreseen;      /* … or the limit that was foreseen, in `limit` */
} descent_verdict;

/*
 * Judges. `limit` receives n numbers if `foreseen`. `work` holds 3n numbers. The evaluator is asked for a few losses
 * and gradients near the last point.
 */
descent_verdict descent_verdict_judge(const descent_evidence *evidence, descent_evaluator *evaluator, double *limit,
                                      double *work);

#endif
