/* When is a point at rest, and when has it arrived? */
#ifndef DESCENT_LIB_TRAJECTORY_REST_H
#define DESCENT_LIB_TRAJECTORY_REST_H

#include <math.h>
#include <stdbool.h>

#include "trajectory/tolerances.h"

/* What fmax() does for numbers; its care for NaN would make it a call in a hot loop. */
static inline double descent__larger(double a, double b)
{
    return a > b ? a : b;
}

/* Distance within which a run counts as arrived: max(share·diameter, √ε·size). */
static inline double descent__arrival_tolerance(double share, double diameter, double size)
{
    return descent__larger(share * diameter, descent__arrival_of_size * size);
}

/* Moves up to this length are rounding, at a point whose largest coordinate is `size`; among subnormal numbers, too. */
static inline double descent__rounding_at(double size)
{
    return descent__rounding_units * descent__larger(DBL_EPSILON * size, DBL_TRUE_MIN);
}

/* What is left to go when the way of `late` is `factor` times that of before, over and over: a geometric series. */
static inline double descent__geometric_rest(double late, double factor)
{
    return factor < 1 ? late * factor / (1 - factor) : INFINITY;
}

/*
 * The last move is so short, and moves have shrunk so fast, that what is left is within the tolerance: moves that halve in
 * eight steps have at most 11 times the last before them, and moves of the size of rounding have nothing. Gives the
 * tolerance, or NaN for a run that does not pass. All lengths by the largest coordinate, which is cheaper than the norm,
 * and gives the smaller tolerance.
 */
static inline double descent__quick_arrival(double early_move, double last_move, double distance, double size)
{
    const double tolerance = descent__arrival_tolerance(descent__arrival_of_diameter, distance, size);
    const bool shrinks =
        (last_move <= descent__quick_shrinking * early_move) | (early_move <= descent__rounding_at(size));
    return ((last_move <= descent__quick_margin * tolerance) & shrinks) ? tolerance : NAN;
}

#endif
