/*
 * Runs in lock step: up to a block of them make the same step together, so that their arithmetic becomes vector
 * instructions and the latency of one hides behind the others. Each makes exactly the operations of the engine.
 */
#ifndef DESCENT_LIB_SWEEP_LANES_H
#define DESCENT_LIB_SWEEP_LANES_H

#include <stdbool.h>

#include <descent/rules.h>
#include <descent/sweep.h>

#include "problem.h"

/* Arrays of one number for each coordinate of each lane. */
typedef enum descent_lane_array {
    DESCENT_LANE_POINT,          /* x_k */
    DESCENT_LANE_NEXT,           /* the gradient, then x_{k+1}; after a step x_{k−1}, with memory x_{k−2} */
    DESCENT_LANE_PREVIOUS,       /* x_{k−1} for rules with memory, 0 at the start */
    DESCENT_LANE_LOOK,           /* where Nesterov's method takes its gradient */
    DESCENT_LANE_START,          /* x_0, from the first step on */
    DESCENT_LANE_MARK,           /* the point at the last mark */
    DESCENT_LANE_MARK_PREVIOUS,  /* and its predecessor */
    DESCENT_LANE_SAVED,          /* the point where the last steps began */
    DESCENT_LANE_SAVED_PREVIOUS, /* and its predecessor */
    DESCENT_LANE_ARRAYS
} descent_lane_array;

typedef enum descent_rule_family {
    DESCENT_FAMILY_FIXED_STEP,
    DESCENT_FAMILY_HEAVY_BALL,
    DESCENT_FAMILY_NESTEROV,
    DESCENT_FAMILY_OTHER /* no lanes for these: an engine makes their runs */
} descent_rule_family;

/* What became of a lane in a step that it could not make. */
typedef enum descent_lane_fate {
    DESCENT_LANE_GOOD = 0,
    DESCENT_LANE_NONFINITE, /* x_{k+1} would not be finite */
    DESCENT_LANE_FAILED     /* a callback or the schedule failed */
} descent_lane_fate;

typedef struct descent_lanes {
    size_t dimension, capacity;
    bool batch; /* coordinate i of lane j at i·capacity + j, for batch callbacks; else at j·n + i */
    size_t count;
    size_t step; /* number of the step to be made */
    descent_rule_family family;
    descent_schedule schedule;
    bool uniform;    /* same base step size and momentum in all lanes */
    bool alike;      /* all lanes have the rule of the first, and began at their starts */
    bool in_order;   /* the slots of the lanes follow each other */
    bool parametric; /* each lane has a parameter of its own */
    double *array[DESCENT_LANE_ARRAYS];
    double *base;         /* of each lane: base step size */
    double *momentum;     /* of each lane */
    double *size_row;     /* for each number of a row: η_k, where lanes differ */
    double *momentum_row; /* for each number of a row: β, where lanes differ */
    double size_now;      /* η_k, where lanes do not differ */
    double *early_move;   /* of each lane: length of a move shortly before the end; room for whole registers */
    uint16_t *slot;       /* of each lane: its run's place in the block */
    descent_parameter *parameter;
    int *code;           /* of each lane that failed: what the callback returned, or 0 */
    unsigned char *fate; /* of each lane, after descent_lanes_step() */
    void *storage;
} descent_lanes;

descent_rule_family descent_rule_family_of(const descent_rule *rule);

/* Bytes of the storage of so many lanes; 0 if that overflows. */
size_t descent_lanes_bytes(size_t dimension, size_t capacity);

/* Allocates; on failure nothing needs freeing. */
descent_status descent_lanes_open(descent_lanes *lanes, size_t dimension, size_t capacity, bool batch);

void descent_lanes_close(descent_lanes *lanes);

/* No lanes, at step `step`, for runs with the family and schedule of this rule. */
void descent_lanes_clear(descent_lanes *lanes, const descent_rule *rule, size_t step);

/* Adds a lane for the run in this slot. Its start is also its point; the memory of the rule is 0. */
void descent_lanes_add(descent_lanes *lanes, size_t slot, const descent_sweep_run *run);

/* The same for `count` runs in the slots from `slot` on, with the same rule as the last that was added and no parameter;
 * faster. Their starts are still to be written to DESCENT_LANE_POINT. */
void descent_lanes_add_alike(descent_lanes *lanes, size_t slot, size_t count);

/* Call once after the last lane was added. */
void descent_lanes_seal(descent_lanes *lanes);

/*
 * The first half of a step: evaluates and leaves x_{k+1} in DESCENT_LANE_NEXT. Returns how many lanes could not make it;
 * their fate tells why, and their point is still x_k.
 */
size_t descent_lanes_step(descent_lanes *lanes, descent_evaluator *evaluator);

/*
 * Up to `steps` whole steps in which nobody looks for numbers that are not finite (they stay so, and the next
 * descent_lanes_step() finds them). Returns how many were made: none unless there is a batch callback, which does not
 * mind such numbers, and one constant step size for all lanes; not the first step; and no more when the callback fails.
 */
size_t descent_lanes_glide(descent_lanes *lanes, descent_evaluator *evaluator, size_t steps);

/* Takes a lane out; the last one moves into its place. */
void descent_lanes_remove(descent_lanes *lanes, size_t lane);

/* The second half: x_{k+1} becomes the point. */
void descent_lanes_commit(descent_lanes *lanes);

/* Copies an array of all lanes. */
void descent_lanes_copy(descent_lanes *lanes, descent_lane_array from, descent_lane_array to);

/* Writes the n numbers of one lane to `x`, and back. */
void descent_lanes_get(const descent_lanes *lanes, descent_lane_array array, size_t lane, double *x);
void descent_lanes_set(descent_lanes *lanes, descent_lane_array array, size_t lane, const double *x);

/* Are two arrays equal in a lane, number by number? */
bool descent_lanes_equal(const descent_lanes *lanes, descent_lane_array a, descent_lane_array b, size_t lane);

/* Distance between two arrays in a lane, by the largest coordinate. */
double descent_lanes_distance(const descent_lanes *lanes, descent_lane_array a, descent_lane_array b, size_t lane);

/* The array that holds x_{k−1} after a step. */
static inline descent_lane_array descent_lanes_before(const descent_lanes *lanes)
{
    return lanes->family == DESCENT_FAMILY_FIXED_STEP ? DESCENT_LANE_NEXT : DESCENT_LANE_PREVIOUS;
}

static inline double *descent_lane_number(const descent_lanes *lanes, descent_lane_array array, size_t lane,
                                          size_t coordinate)
{
    return &lanes->array[array]
                        [lanes->batch ? coordinate * lanes->capacity + lane : lane * lanes->dimension + coordinate];
}

#endif
