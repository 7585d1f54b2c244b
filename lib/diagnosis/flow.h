/* The run's own map, stepped on copies: to continue a run, to start it elsewhere, to see how neighbours separate. */
#ifndef DESCENT_LIB_DIAGNOSIS_FLOW_H
#define DESCENT_LIB_DIAGNOSIS_FLOW_H

#include "diagnosis/arena.h"
#include "problem.h"

#include <descent/rules.h>

typedef enum descent_flow_result {
    DESCENT_FLOW_MOVED = 0,
    DESCENT_FLOW_NONFINITE, /* gradient or next point not finite; the state is as it was */
    DESCENT_FLOW_FAILED,    /* a callback returned non-zero */
    DESCENT_FLOW_BUDGET     /* no evaluations left */
} descent_flow_result;

/* One copy of a run. `state` holds x and the rule's memory, one vector of n numbers after the other. */
typedef struct descent_flow {
    descent_evaluator *evaluator;
    uint64_t limit; /* total evaluations beyond which it does not step */
    descent_rule rule;
    size_t n;
    size_t state_size; /* (1 + memory_count)·n */
    uint64_t number;   /* of the next step, for the schedule */
    double *state;
    double *gradient;
    double *where;
    double *before; /* the state before the step, to come back to */
    double **memory;
    double step_size; /* of the last step */
} descent_flow;

/* Allocates from the arena; false if there is no memory. The state is zero. */
bool descent_flow_open(descent_flow *flow, descent_arena *arena, descent_evaluator *evaluator, descent_rule rule);

/* Places the copy at x, with the point before it for rules that remember it (NULL: it was at rest). */
void descent_flow_place(descent_flow *flow, const double *x, const double *previous, uint64_t number);

descent_flow_result descent_flow_step(descent_flow *flow);

#endif
