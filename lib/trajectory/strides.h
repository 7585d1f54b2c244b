/* A series in one pass and without memory: how its moves lengthen or shorten, and where they lead. */
#ifndef DESCENT_LIB_TRAJECTORY_STRIDES_H
#define DESCENT_LIB_TRAJECTORY_STRIDES_H

#include <stdbool.h>

#include "trajectory/series.h"

typedef struct descent__strides {
    size_t moves;        /* points − 1 */
    double first, last;  /* lengths of the first and of the last move */
    double travelled;    /* from the first point to the last */
    double straightness; /* that over the length of the way */
    double shrinking;    /* share of the moves that are shorter than the one before */
    double growing;      /* share that are longer */
} descent__strides;

descent__strides descent__strides_measure(const descent__series *series);

/* Do nearly all moves shrink, and grow? It takes three of them to be more than one comparison. */
bool descent__strides_shrink(const descent__strides *strides);
bool descent__strides_grow(const descent__strides *strides);

/* Does it lead straight on? */
bool descent__strides_lead_on(const descent__strides *strides);

/* Length of the move to point k. */
double descent__series_move(const descent__series *series, size_t k);

/* Longest of the moves to points first … last. */
double descent__series_longest(const descent__series *series, size_t first, size_t last);

/*
 * Does growth slacken from one third of the series to the next? What grows for good does so by one factor, or by more and
 * more; momentum near 1 makes stable runs grow by a great factor, too, but less and less.
 */
bool descent__series_slackens(const descent__series *series);

/* To which point does a move first go back all the way of the one before, or farther? The step size was too large there. 0 if
 * none does. */
size_t descent__series_overshoot(const descent__series *series);

#endif
