/* One worker, which makes the runs of one block after another and writes their results. */
#ifndef DESCENT_LIB_SWEEP_RUN_BLOCK_H
#define DESCENT_LIB_SWEEP_RUN_BLOCK_H

#include <descent/sweep.h>

#include "sweep/judge/confirmation.h"
#include "sweep/read/results.h"
#include "sweep/run/lanes.h"
#include "sweep/run/plan.h"
#include "trajectory/lyapunov.h"
#include "trajectory/rest.h"

enum {
    descent__quick_together = 8 /* lanes that the quick test works on together: one of the widest registers */
};

/* How the steps of each run are spent. */
typedef struct descent__sweep_phases {
    size_t steps;         /* of each run */
    size_t last_steps;    /* the last of them, which a replay goes through again with a twin and a record */
    size_t record_points; /* points a replay keeps: for the verdict and the tail */
    size_t block_runs;    /* runs that are handed out together */
    size_t lane_capacity; /* runs in lock step */
    size_t replay_capacity;
    bool batch;
    bool replay_all; /* tails or exponents are wanted of every run */
    bool lyapunov;
    bool confirm; /* runs go on beyond their end to see whether their verdicts hold */
} descent__sweep_phases;

/* A run that has to be gone through again from some step on. */
typedef struct descent__replay {
    size_t slot;
    size_t from, until; /* steps */
    bool stopped;       /* the step after `until` would not be finite */
} descent__replay;

/* What a run is labelled by. */
typedef struct descent__label_claim {
    const double *x; /* NULL: no label */
    double tolerance;
} descent__label_claim;

typedef struct descent__worker {
    const descent__plan *plan;
    descent_sweep *sweep;
    descent__sweep_phases phases;
    descent__evaluator evaluator;
    descent__lanes lanes;    /* runs in lock step */
    descent__lanes replay;   /* runs that are gone through again */
    descent__lanes twin;     /* beside each of these a twin */
    descent__labels *labels; /* label set of the present block; it belongs to whoever merges it */
    double *storage;
    double *start;           /* n */
    double *replay_state[2]; /* block_runs × n: where replays begin */
    double *record;          /* replay_capacity × record_points × n */
    double *label_x;         /* block_runs × n: points that are not end points but label a run */
    double *limit;           /* n */
    double *work;            /* what a verdict works with */
    double *tolerance;       /* of each lane, from the quick test; room for whole registers */
    descent__replay replays[2 * descent__block_runs]; /* each run once, and once more if it stopped early */
    size_t replay_count;
    descent__label_claim claims[descent__block_runs];

    size_t first_run, run_count; /* of the block */
    bool labelled;               /* the quick judgement has labelled all of them already */
    size_t failures, first_failure;
    int callback_code;
} descent__worker;

/* How runs of so many steps are spent, with these options. */
descent__sweep_phases descent__sweep_phases_of(const descent_problem *problem, const descent_sweep_options *options);

/* Bytes that a worker allocates; 0 if that overflows. */
size_t descent__worker_bytes(size_t dimension, const descent__sweep_phases *phases);

/* Allocates. Needs closing after failure, too. */
descent_status descent__worker_open(descent__worker *worker, const descent__plan *plan, descent_sweep *sweep,
                                    const descent__sweep_phases *phases);

void descent__worker_close(descent__worker *worker);

/*
 * Makes the runs of block number `block`: results are written, the labels among them as numbers of the set `labels`, which
 * must be given, and empty.
 */
descent_status descent__worker_run_block(descent__worker *worker, size_t block);

/* Results of the run in a slot, from the places that make runs. */
void descent__worker_store(descent__worker *worker, size_t slot, descent_ending ending, size_t period, size_t steps,
                           const double *x);

/* The run in this slot was cut short after `steps` steps at x, by a callback that returned `code` if that is not 0. */
void descent__worker_fail(descent__worker *worker, size_t slot, size_t steps, const double *x, int code);

/*
 * Puts the run in a lane on the replay list, to begin with these states of the lane; from step 0 on, where it started. The
 * slot of the replay is filled in.
 */
void descent__worker_request_replay(descent__worker *worker, size_t lane, descent__lane_array x,
                                    descent__lane_array previous, descent__replay replay);

/* The same, to begin at the state saved before the last steps. */
void descent__worker_replay_saved(descent__worker *worker, size_t lane);

/* Keeps the length of the last move of each lane, for the quick judgement. */
void descent__worker_measure_move(descent__worker *worker);

/*
 * Judges the lanes, which have made all their steps, by a few of their moves: those that plainly converged get their
 * results, the others are put on the replay list.
 */
void descent__worker_judge_quickly(descent__worker *worker);

/* Labels the runs of the block by their claims. */
void descent__worker_label(descent__worker *worker);

/* Goes through the runs on the replay list again: record, twin, verdict, results. */
void descent__worker_replay(descent__worker *worker);

/* A run that has ended, with what it is judged by. */
typedef struct descent__finished_run {
    size_t slot;
    const double *points; /* its last points */
    size_t count;
    size_t steps;
    bool stopped;
    descent__exponent exponent;
} descent__finished_run;

/* Judges a run and writes its results. What it returns tells whether the run is to be continued. */
descent__expectation descent__worker_finish(descent__worker *worker, const descent_sweep_run *run,
                                            const descent__finished_run *finished);

/* Takes the verdict back if the run at the end of its continuation contradicts it. */
void descent__worker_confirm(descent__worker *worker, const descent_sweep_run *run,
                             const descent__finished_run *finished, const descent__expectation *expected);

/* Takes it back at once: the run is undetermined, and has no label. */
void descent__worker_take_back(descent__worker *worker, size_t slot);

/* Is the gradient exactly 0 all around x, where the run in this slot stands still? Then the fast ways say nothing of it. */
bool descent__worker_rests_on_level_ground(descent__worker *worker, size_t slot, const double *x);

/* Is the run in this slot, which is at x, somewhere along a slope: see descent__judge_slides_on(). */
bool descent__worker_slides_on(descent__worker *worker, size_t slot, const double *x, double within);

/* Makes the run in a slot with an engine, for rules that no lanes know. */
descent_status descent__worker_run_engine(descent__worker *worker, size_t slot, const descent_sweep_run *run);

#endif
