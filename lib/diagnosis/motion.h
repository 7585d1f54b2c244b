/* How a series moves, in ratios of lengths alone: extent, straightness, step lengths, and how they change. */
#ifndef DESCENT_LIB_DIAGNOSIS_MOTION_H
#define DESCENT_LIB_DIAGNOSIS_MOTION_H

#include "diagnosis/evidence.h"

typedef struct descent_motion {
    size_t count;         /* points */
    double *lengths;      /* count − 1: ‖x_{k+1} − x_k‖ */
    size_t live;          /* points up to the last step longer than rounding */
    double floor;         /* lengths up to this are rounding */
    double half;          /* extent of the last half */
    double quarter;       /* of the last quarter */
    double before;        /* of the quarter before that */
    double straightness;  /* of the last half: distance over length of the way */
    double cosine;        /* mean cosine between successive steps of the last half; −1 is alternating */
    double length_last;   /* mean step length of the last quarter, */
    double length_before; /* and of the quarter before */
    double length_max;    /* largest step */
    size_t longest;       /* where it is */
} descent_motion;

/* Diagonal of the bounding box of points first … last − 1. */
double descent_series_extent(descent_evidence *evidence, const descent_series *series, size_t first, size_t last);

/* False if there is no memory. */
bool descent_motion_measure(descent_evidence *evidence, const descent_series *series, descent_motion *motion);

#endif
