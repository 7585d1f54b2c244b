/* What is known of a run of a sweep, and what its last points look like: the figures that the fast verdict is made of. */
#ifndef DESCENT_LIB_SWEEP_JUDGE_TAIL_H
#define DESCENT_LIB_SWEEP_JUDGE_TAIL_H

#include <descent/rules.h>

#include "trajectory/lyapunov.h"
#include "trajectory/rest.h"
#include "trajectory/strides.h"
#include "trajectory/view.h"

/* What is known of a run. */
typedef struct descent__sweep_evidence {
    descent__series series; /* the last points, in order of time */
    const double *start;    /* n */
    const descent_rule *rule;
    size_t steps; /* made */
    bool stopped; /* the next step would not be finite */
    bool forgets; /* what the rule divides by is a memory that fades, for all that is known */
    descent__exponent exponent;
} descent__sweep_evidence;

/* Figures of a tail, worked out once. */
typedef struct descent__tail {
    descent__strides strides;
    double diameter;   /* of start and tail */
    double size;       /* largest |coordinate| of the last point */
    double tolerance;  /* of arrival */
    double rounding;   /* moves up to this are none */
    double quarter[4]; /* extents of the tail's quarters, in order of time */
    bool rings_on;     /* momentum is still ringing from the start: its swings say nothing of the long run */
} descent__tail;

/* `work` holds 2n numbers. */
descent__tail descent__tail_of(const descent__sweep_evidence *run, double *work);

/* The i-th of the last points. */
static inline const double *descent__tail_point(const descent__sweep_evidence *run, size_t i)
{
    return descent__series_point(&run->series, i);
}

/* Extent of points first … last; `work` holds 2n numbers. */
double descent__tail_extent(const descent__series *series, size_t first, size_t last, double *work);

/* Does the rule remember more than the point? Then moves lengthen and shorten as the run turns. */
static inline bool descent__tail_has_memory(const descent__sweep_evidence *run)
{
    return run->rule->momentum < 0 || run->rule->momentum > 0;
}

#endif
