/* What a sweep keeps of its runs. */
#ifndef DESCENT_LIB_SWEEP_READ_RESULTS_H
#define DESCENT_LIB_SWEEP_READ_RESULTS_H

#include <stdatomic.h>
#include <stdbool.h>

#include <descent/sweep.h>

#include "sweep/read/labels.h"
#include "sweep/run/plan.h"

enum {
    descent__label_limit = 4096,   /* labels that a sweep gives at most */
    descent__classify_limit = 256, /* labels whose points are refined and classified */
    descent__block_runs = 1024,    /* runs that are handed out together, fewer in many dimensions */
    descent__share_count = sizeof((descent_sweep_summary *)0)->share / sizeof(double), /* endings there is room for */
    descent__plain_run = 0x80 /* beside an ending: of period 1, and all steps were made, so neither is written */
};

struct descent_sweep {
    descent__plan_kind kind;
    size_t dimension, count, columns;
    size_t block_runs;   /* runs that were handed out together */
    uint64_t step_limit; /* the option `steps` */
    size_t tail;         /* points kept of each run */

    double *end_points;     /* count × n */
    double *losses;         /* count, or NULL */
    double *values;         /* count, or NULL */
    double *lyapunov;       /* 2 × count (exponent, error), or NULL */
    double *tails;          /* count × tail × n, or NULL */
    uint32_t *tail_counts;  /* count, or NULL */
    uint32_t *labels;       /* count */
    uint32_t *steps;        /* count, but for plain runs */
    unsigned char *endings; /* count, plain runs marked */
    unsigned char *periods; /* count, but for plain runs */
    void *storage;          /* what all of them lie in */

    descent_plane plane;  /* of a basin map */
    double *plan_vectors; /* what the plane, or `start`, points to */
    double *start;        /* of all runs, where they share it; else NULL */
    descent_rule rule;
    const char *const *variable_names; /* of the variables, its own; NULL if they have none */

    descent__labels set; /* representatives of the labels */
    descent_attractor *attractors;
    descent_evaluations evaluations;
    size_t failures, first_failure;
    int callback_code;
    size_t checked, agreed;
    size_t ended[descent__share_count]; /* runs with each ending */

    atomic_size_t readers; /* calls that read it while the user's functions run */
    bool unwanted;         /* descent_sweep_free() was called meanwhile: the last of them frees it */
};

/* It stays from here to the release, whatever the user's functions try meanwhile. */
void descent__sweep_hold(const descent_sweep *sweep);
void descent__sweep_release(void *sweep);

/* Labels that a sweep of so many runs gives at most: fewer where points are large. */
size_t descent__label_count_limit(size_t dimension, size_t count);

/* Bytes of the results of so many runs; 0 if that overflows. */
size_t descent__results_bytes(size_t dimension, size_t count, bool values, const descent_sweep_options *options);

/* How a run ended. Most runs of a map arrive at a point after all their steps: these write one byte here, not six. */
static inline void descent__results_end(descent_sweep *sweep, size_t run, descent_ending ending, size_t period,
                                        size_t steps)
{
    const bool plain = period == 1 && steps == sweep->step_limit;
    sweep->endings[run] = (unsigned char)(plain ? (unsigned)ending | descent__plain_run : (unsigned)ending);
    if (plain)
        return;
    sweep->periods[run] = (unsigned char)period;
    sweep->steps[run] = (uint32_t)steps;
}

static inline descent_ending descent__results_ending(const descent_sweep *sweep, size_t run)
{
    return (descent_ending)(sweep->endings[run] & ~(unsigned)descent__plain_run);
}

static inline unsigned descent__results_period(const descent_sweep *sweep, size_t run)
{
    return sweep->endings[run] & descent__plain_run ? 1 : sweep->periods[run];
}

static inline uint64_t descent__results_steps(const descent_sweep *sweep, size_t run)
{
    return sweep->endings[run] & descent__plain_run ? sweep->step_limit : sweep->steps[run];
}

/* Allocates a sweep for the runs of a plan. NULL on failure; the detail says why. */
descent_status descent__results_new(descent_sweep **sweep, const descent__plan *plan,
                                    const descent_sweep_options *options);

#endif
