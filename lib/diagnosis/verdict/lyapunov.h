/* How neighbouring runs separate: the largest Lyapunov exponent, by a twin. */
#ifndef DESCENT_LIB_DIAGNOSIS_VERDICT_LYAPUNOV_H
#define DESCENT_LIB_DIAGNOSIS_VERDICT_LYAPUNOV_H

#include "diagnosis/evidence/evidence.h"
#include "map/map.h"

typedef struct descent__lyapunov {
    double exponent;
    double low;
    double high;
    bool lasts;                 /* to the end */
    size_t steps;               /* that it is the mean of */
    descent__series series;     /* the points the copy visited */
    descent__map_result result; /* how the copy ended */
} descent__lyapunov;

/* Runs on from the end with a twin at descent__twin_distance_within(), pulled back to that distance after each step (Benettin
 * et al. 1980). Exponent and interval as descent__exponent_of() tells them. False if there were too few steps for that.
 * `way`: the end and points after it, where they are known already and a point is all of the rule's state; else empty. */
bool descent__lyapunov_measure(descent__evidence *evidence, size_t steps, double extent, double narrowest,
                               const descent__series *way, descent__lyapunov *lyapunov);

#endif
