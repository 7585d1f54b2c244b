/* The fast verdict: how did a run end, judged from its start, its last points and a twin beside it. */
#ifndef DESCENT_LIB_SWEEP_VERDICT_H
#define DESCENT_LIB_SWEEP_VERDICT_H

#include <stdbool.h>

#include <descent/ending.h>
#include <descent/rules.h>

#include "problem.h"

enum {
    descent_verdict_points = 129, /* last points that a verdict looks at: two returns of the longest period */
    descent_longest_period = 64
};

/* Shares of the path's diameter and of the point's size within which a run counts as arrived (DESIGN of the endings). */
#define DESCENT_ARRIVAL_DIAMETER 1e-6
#define DESCENT_ARRIVAL_SIZE     1.4901161193847656e-8 /* √ε */

/* The runs' own tolerance for a label, in units of their arrival tolerance. */
#define DESCENT_LABEL_FACTOR 16.0

/* What is known of a run. */
typedef struct descent_evidence {
    size_t dimension;
    const double *start;  /* n */
    const double *points; /* the last `count` points, n numbers each, in order of time */
    size_t count;
    size_t steps;    /* made */
    bool stopped;    /* the next step would not be finite */
    double lyapunov; /* NaN: not measured */
    double lyapunov_error;
    size_t lyapunov_steps;
    bool steady_rate;  /* twins near or leave the run at a rate that does not fade */
    double later_move; /* the largest of some moves beyond the last point; NaN: not looked at */
    bool has_memory;   /* the rule has momentum: moves lengthen and shorten as the run turns */
    bool swings_on;    /* momentum is still ringing from the start: its swings say nothing of the long run */
} descent_evidence;

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

/* What fmax() does for numbers; its care for NaN would make it a call. */
static inline double descent_larger(double a, double b)
{
    return a > b ? a : b;
}

/* max(1e-6·diameter, √ε·size) */
double descent_arrival_tolerance(double diameter, double size);

/*
 * Distance from x to the critical point next to it, estimated along the gradient: |g| over the curvature along g.
 * 0 if the gradient is 0; infinity where the curvature is none. `work` holds 3n numbers.
 */
double descent_critical_distance(descent_evaluator *evaluator, const double *x, double *work);

#endif
