/* Which runs reached the same point or cycle: a set of representatives, in the order in which they were met. */
#ifndef DESCENT_LIB_SWEEP_READ_LABELS_H
#define DESCENT_LIB_SWEEP_READ_LABELS_H

#include <stddef.h>
#include <stdint.h>

#include <descent/status.h>

typedef struct descent__labels {
    size_t dimension, limit, count;
    double *x;          /* limit × n: the representatives */
    double *tolerance;  /* of each */
    double *projection; /* ascending: a weighted mean of each representative's coordinates, for searching */
    uint32_t *order;    /* the representative that each projection belongs to */
    unsigned *period;   /* of each */
    size_t *runs;       /* of each: how many were found to be it */
    size_t *first_run;  /* of each */
    double largest_tolerance;
    void *storage;
} descent__labels;

/* Bytes of the storage; 0 if that overflows. */
size_t descent__labels_bytes(size_t dimension, size_t limit);

/* Allocates; on failure nothing needs freeing. */
descent_status descent__labels_open(descent__labels *labels, size_t dimension, size_t limit);

void descent__labels_close(descent__labels *labels);

/* Forgets all representatives. */
void descent__labels_clear(descent__labels *labels);

/*
 * The label of x: that of the first representative of the same period closer than the larger of both tolerances, in
 * every coordinate; else a new one, of which x is the representative. DESCENT_SWEEP_NO_LABEL if there are `limit`.
 * `runs` runs count as found with it, of which `first_run` is the first.
 */
uint32_t descent__labels_find(descent__labels *labels, const double *x, double tolerance, unsigned period,
                              size_t first_run, size_t runs);

/* Labels of `runs` runs, in the place of those of a set of their own: translation[k] stands for label k of that set. */
void descent__labels_translate(const descent__labels *own, const uint32_t *translation, size_t runs, uint32_t *labels);

#endif
