/* What is known of a run, and what its last points look like: the figures that the fast verdict is made of. */
#ifndef DESCENT_LIB_SWEEP_TAIL_H
#define DESCENT_LIB_SWEEP_TAIL_H

#include <stdbool.h>
#include <stddef.h>

#include "problem.h"

/* Shares of the path's diameter and of the point's size within which a run counts as arrived (DESIGN of the endings). */
#define DESCENT_ARRIVAL_DIAMETER 1e-6
#define DESCENT_ARRIVAL_SIZE     1.4901161193847656e-8 /* √ε */

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

/* Figures of a tail, worked out once. */
typedef struct descent_tail {
    size_t moves;        /* count − 1 */
    double diameter;     /* of start and tail */
    double size;         /* largest |coordinate| of the last point */
    double tolerance;    /* of arrival */
    double quarter[4];   /* extents of the tail's quarters, in order of time */
    double first, last;  /* lengths of the first and last move */
    double shrinking;    /* share of the moves that are shorter than the one before */
    double growing;      /* share that are longer */
    double straightness; /* distance covered over length of the way */
    double travelled;    /* distance covered */
} descent_tail;

descent_tail descent_tail_of(const descent_evidence *run);

/* The i-th of the last points. */
static inline const double *descent_tail_point(const descent_evidence *run, size_t i)
{
    return run->points + i * run->dimension;
}

/* Largest difference of a coordinate. */
double descent_separation(size_t n, const double *a, const double *b);

/* Length of the move to the k-th of the last points, by its largest coordinate. */
double descent_tail_move(const descent_evidence *run, size_t k);

/* Largest extent of a coordinate over the points first … last. */
double descent_tail_extent(const descent_evidence *run, size_t first, size_t last);

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
