/*
 * Runs in lock step: up to a block of them make the same step together, so that their arithmetic becomes vector
 * instructions and the latency of one hides behind the others. Each makes exactly the operations of the engine.
 */
#ifndef DESCENT_LIB_SWEEP_RUN_LANES_H
#define DESCENT_LIB_SWEEP_RUN_LANES_H

#include <stdbool.h>

#include <descent/rules.h>
#include <descent/sweep.h>

#include "problem/problem.h"
#include "rules/family.h"

/* Arrays of one number for each coordinate of each lane. */
typedef enum descent__lane_array {
    DESCENT__LANE_POINT,          /* x_k */
    DESCENT__LANE_NEXT,           /* the gradient, then x_{k+1}; after a step x_{k−1}, with memory x_{k−2} */
    DESCENT__LANE_PREVIOUS,       /* x_{k−1} for rules with memory, 0 at the start */
    DESCENT__LANE_LOOK,           /* where a rule that looks ahead takes its gradient */
    DESCENT__LANE_START,          /* x_0, from the first step on */
    DESCENT__LANE_MARK,           /* the point at the last mark */
    DESCENT__LANE_MARK_PREVIOUS,  /* and its predecessor */
    DESCENT__LANE_SAVED,          /* the point where the last steps began */
    DESCENT__LANE_SAVED_PREVIOUS, /* and its predecessor */
    DESCENT__LANE_ARRAYS
} descent__lane_array;

/* What became of a lane in a step that it could not make. */
typedef enum descent__lane_fate {
    DESCENT__LANE_GOOD = 0,
    DESCENT__LANE_NONFINITE, /* x_{k+1} would not be finite */
    DESCENT__LANE_FAILED     /* a callback or the schedule failed */
} descent__lane_fate;

typedef struct descent__lanes {
    size_t dimension, capacity;
    bool batch; /* coordinate i of lane j at i·capacity + j, for batch callbacks; else at j·n + i */
    size_t count;
    size_t step; /* number of the step to be made */
    const descent__rule_family *family;
    descent_schedule schedule;
    bool uniform;    /* same base step size and momentum in all lanes */
    bool alike;      /* all lanes have the rule of the first, and began at their starts */
    bool in_order;   /* the slots of the lanes follow each other */
    bool parametric; /* each lane has a parameter of its own */
    double *array[DESCENT__LANE_ARRAYS];
    double *base;         /* of each lane: base step size */
    double *momentum;     /* of each lane */
    double *size_row;     /* for each number of a row: η_k, where lanes differ */
    double *momentum_row; /* for each number of a row: β, where lanes differ */
    double size_now;      /* η_k, where lanes do not differ */
    double *early_move;   /* of each lane: length of a move shortly before the end; room for whole registers */
    uint16_t *slot;       /* of each lane: its run's place in the block */
    descent_parameter *parameter;
    int *code;           /* of each lane that failed: what the callback returned, or 0 */
    unsigned char *fate; /* of each lane, after descent__lanes_step() */
    void *storage;
} descent__lanes;

/* Bytes of the storage of so many lanes; 0 if that overflows. */
size_t descent__lanes_bytes(size_t dimension, size_t capacity);

/* Allocates; on failure nothing needs freeing. */
descent_status descent__lanes_open(descent__lanes *lanes, size_t dimension, size_t capacity, bool batch);

void descent__lanes_close(descent__lanes *lanes);

/* No lanes, at step `step`, for runs with the family and schedule of this rule. */
void descent__lanes_clear(descent__lanes *lanes, const descent_rule *rule, size_t step);

/* Adds a lane for the run in this slot. Its start is also its point; the memory of the rule is 0. */
void descent__lanes_add(descent__lanes *lanes, size_t slot, const descent_sweep_run *run);

/* The same for `count` runs in the slots from `slot` on, with the same rule as the last that was added and no parameter;
 * faster. Their starts are still to be written to DESCENT__LANE_POINT. */
void descent__lanes_add_alike(descent__lanes *lanes, size_t slot, size_t count);

/* Call once after the last lane was added. */
void descent__lanes_seal(descent__lanes *lanes);

/*
 * The first half of a step: evaluates and leaves x_{k+1} in DESCENT__LANE_NEXT. Returns how many lanes could not make it;
 * their fate tells why, and their point is still x_k.
 */
size_t descent__lanes_step(descent__lanes *lanes, descent__evaluator *evaluator);

/*
 * Up to `steps` whole steps in which nobody looks for numbers that are not finite (they stay so, and the next
 * descent__lanes_step() finds them). Returns how many were made: none unless there is a batch callback, which does not
 * mind such numbers, and one constant step size for all lanes; not the first step; and no more when the callback fails.
 */
size_t descent__lanes_glide(descent__lanes *lanes, descent__evaluator *evaluator, size_t steps);

/* Takes a lane out; the last one moves into its place. */
void descent__lanes_remove(descent__lanes *lanes, size_t lane);

/* The second half: x_{k+1} becomes the point. */
void descent__lanes_commit(descent__lanes *lanes);

/* Copies an array of all lanes. */
void descent__lanes_copy(descent__lanes *lanes, descent__lane_array from, descent__lane_array to);

/* Writes the n numbers of one lane to `x`, and back. */
void descent__lanes_get(const descent__lanes *lanes, descent__lane_array array, size_t lane, double *x);
void descent__lanes_set(descent__lanes *lanes, descent__lane_array array, size_t lane, const double *x);

/* Are two arrays equal in a lane, number by number? */
bool descent__lanes_equal(const descent__lanes *lanes, descent__lane_array a, descent__lane_array b, size_t lane);

/* Distance between two arrays in a lane, by the largest coordinate. */
double descent__lanes_distance(const descent__lanes *lanes, descent__lane_array a, descent__lane_array b, size_t lane);

/* The array that holds x_{k−1} after a step. */
static inline descent__lane_array descent__lanes_before(const descent__lanes *lanes)
{
    return descent__family_remembers(lanes->family) ? DESCENT__LANE_PREVIOUS : DESCENT__LANE_NEXT;
}

static inline double *descent__lane_number(const descent__lanes *lanes, descent__lane_array array, size_t lane,
                                           size_t coordinate)
{
    return &lanes->array[array]
                        [lanes->batch ? coordinate * lanes->capacity + lane : lane * lanes->dimension + coordinate];
}

#endif
