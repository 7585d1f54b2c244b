/* How a series moves, in ratios of lengths alone: extent, straightness, step lengths, and how they change. */
#ifndef DESCENT_LIB_TRAJECTORY_MOTION_H
#define DESCENT_LIB_TRAJECTORY_MOTION_H

#include "trajectory/series.h"

typedef struct descent__motion {
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
    double fading; /* p of steps ~ (k − k₀)^−p over the last half, for any k₀; NaN if they do not fade so */
    double
        first; /* length of the first step that moved: where its memory is empty, a rule may make one of length 0; 0 if none did */
    double length_max; /* largest step */
    size_t longest;    /* where it is */
} descent__motion;

/* False if there is no memory. */
bool descent__motion_measure(descent__arena *work, const descent__series *series, descent__motion *motion);

/* Is step k longer than the rounding of where it is made? Beside 0 there are numbers for far shorter steps than where the series ends. */
bool descent__motion_moves(const descent__motion *motion, const descent__series *series, size_t k);

/* Do the coordinates, each by how it moved over the last two quarters, lead to a point? None may fall short of it by more
 * than `factor` times the way that a geometric law has left for it, and `tolerance`. */
bool descent__motion_leads_to(const descent__series *series, const double *point, double factor, double tolerance);

#endif
