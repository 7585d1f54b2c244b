/* How a distance shrinks near its limit: by d′ = −d(δ + c·d^p), where δ is the linear rate and p the order of the next term
 * (normal forms, Guckenheimer and Holmes, 1983, sections 3.4 and 3.5: p = 2 at a multiplier of −1). Geometric for c = 0, a
 * power of the step number, −1/p, for δ = 0, and first the one and then the other between. */
#ifndef DESCENT_LIB_TRAJECTORY_SLOWING_H
#define DESCENT_LIB_TRAJECTORY_SLOWING_H

#include <stddef.h>

/*
 * The order p ≥ 0 for which d^−p is linear in the step number, at three steps one after another: what a power of exponent
 * −1/p does whatever step it began from. 0 for a geometric sequence and for what falls faster; NaN if it does not fall, or
 * more slowly than the slowest power that is looked for.
 */
double descent__slowing_order(const double *distances, const double *steps);

/* The rate −d′/d at the second of two distances, `steps` apart, for an order and a linear rate. */
double descent__slowing_rate(double before, double now, double steps, double linear, double order);

/* Steps until the distance has shrunk to `ratio` of what it is, at a rate `now` and with a linear rate ahead: infinity if it
 * never does. */
double descent__slowing_steps(double ratio, double now, double linear, double order);

/* What a falling sequence tells of its law; NaN what two stretches of it do not tell alike. */
typedef struct descent__steadiness {
    double rate;     /* factor a step: the third quarter and the last fall alike */
    double exponent; /* of the step number: the whole and its first half have the same, whatever step it began from */
} descent__steadiness;

/*
 * Of positive numbers, one a step, that fall by a law but for swings: at each place the largest of the window before it counts.
 * A transient, a mode that takes over and a law that is none yet show in that two stretches differ.
 */
descent__steadiness descent__slowing_steady(const double *values, size_t count);

#endif
