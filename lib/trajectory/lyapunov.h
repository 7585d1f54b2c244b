/*
 * How neighbouring runs separate: from the logarithms of the stretch of each step to the largest Lyapunov exponent with an
 * interval, and to what it says (Benettin, Galgani, Giorgilli and Strelcyn 1980). Whoever steps the twins hands over the
 * logarithms, one by one or as an array.
 */
#ifndef DESCENT_LIB_TRAJECTORY_LYAPUNOV_H
#define DESCENT_LIB_TRAJECTORY_LYAPUNOV_H

#include <math.h>
#include <stdbool.h>
#include <stddef.h>

#include "trajectory/tolerances.h"

/* An exponent per step: the mean of the logarithms, and the half-width of its 95 % interval from batch means. */
typedef struct descent__exponent {
    double value; /* NaN: not measured */
    double half_width;
    size_t steps; /* that it is the mean of */
    bool steady;  /* neighbours draw near or apart at a rate that does not fade */
    double late;  /* the mean over the last quarter */
} descent__exponent;

/* Takes in logarithms as they come. All zero but for `batch_steps` is empty. */
typedef struct descent__stretches {
    double sums[descent__batches]; /* by batches of equal length */
    size_t batch_steps;            /* steps of a batch; ≥ 1 */
    size_t steps;                  /* taken in */
    double total;                  /* S_k: sum of the k logarithms so far, and of all k … */
    double half_total;             /* … S_k at half of the steps, … */
    double sum, weighted, squares; /* … ΣS_k, ΣkS_k, ΣS_k² */
} descent__stretches;

/* Room for one more? */
static inline bool descent__stretches_wanted(const descent__stretches *stretches)
{
    return stretches->steps < descent__batches * stretches->batch_steps;
}

void descent__stretches_take(descent__stretches *stretches, double logarithm);

/* NaN unless all batches are full. */
descent__exponent descent__stretches_exponent(const descent__stretches *stretches);

/* The same from an array: of its end, as many as fill the batches. */
descent__exponent descent__exponent_of(const double *logarithms, size_t count);

/*
 * The interval with an honest width. Batches cannot show what all of them share: of k steps an exponent is no better known
 * than to 1/k, for the twin's direction and the shape of the motion are worth e in all, and no better than to ln k/k on
 * the upper side, for shear separates neighbours like k.
 */
void descent__exponent_interval(const descent__exponent *exponent, double *low, double *high);

/* Does the exponent last to the end, or was it that of a transient which the run has left by then? */
bool descent__exponent_lasts(const descent__exponent *exponent);

/* No exponent. */
descent__exponent descent__exponent_unknown(void);

/* Distance of a twin from a run whose motion has this extent, at a point whose largest coordinate is `size`. */
double descent__twin_distance(double extent, double size);

/* The same where some coordinate moves far less than that extent: by its range. */
double descent__twin_distance_within(double extent, double narrowest, double size);

/* Coordinate i of a direction without symmetry, so that it has a part along every eigenvector. */
static inline double descent__generic_direction(size_t i)
{
    const double golden = 0.6180339887498949; /* whose multiples are spread over [0, 1) most evenly */
    const double turn = (double)(i + 1) * golden;
    return (i % 2 == 0 ? 1 : -1) * (0.5 + (turn - floor(turn)));
}

typedef enum descent__separation {
    DESCENT__SEPARATION_UNKNOWN = 0, /* not measured, too short, or in between */
    DESCENT__SEPARATION_EXPONENTIAL,
    DESCENT__SEPARATION_SHEAR /* like the shear of a torus, at most */
} descent__separation;

/* How do neighbours separate? With fewer than descent__neighbour_steps it is unknown. */
descent__separation descent__exponent_judge(const descent__exponent *exponent);

/* Do they separate exponentially over the steps seen, few as they may be? A transient does so, too. */
bool descent__exponent_separates(const descent__exponent *exponent);

/* Does momentum still keep alive in step `steps` what friction will end? */
bool descent__momentum_rings_on(double momentum, double steps);

#endif
