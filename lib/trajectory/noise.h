/* Runs whose gradient is not a function of the point: how they hover, and what answers asked twice tell. */
#ifndef DESCENT_LIB_TRAJECTORY_NOISE_H
#define DESCENT_LIB_TRAJECTORY_NOISE_H

#include <stdbool.h>

#include "trajectory/motion.h"

typedef struct descent__noise_floor {
    double floor;      /* root mean square distance from the mean of the last half */
    double floor_half; /* the same with half the step, as a quadratic valley would have it; NaN if it hovers in none */
} descent__noise_floor;

/* NaN if there are too few points; `mean` holds n numbers. */
descent__noise_floor descent__noise_hovering(const descent__series *series, const descent__motion *motion,
                                             double *mean);

/*
 * Did the run come farther over its last half than noise alone would carry it, by a rule that carries a part `momentum` of each step on
 * into the next? Then it is on its way still.
 */
bool descent__noise_is_outrun(const descent__series *series, const descent__motion *motion, double momentum);

/* Standard deviation of a gradient, √E‖g − Eg‖², from answers at one point; `answers` holds `count` × n numbers. */
double descent__noise_level(size_t n, size_t count, const double *answers);

/*
 * Do these answers, one number of each, come again in the same order? Then samples are taken in turn, which is no noise.
 * It takes two whole rounds to show.
 */
bool descent__answers_take_turns(const double *answers, size_t count);

#endif
