/* How a series contracts: the factor from step to step, its law, and how far the limit still is. */
#ifndef DESCENT_LIB_TRAJECTORY_CONTRACTION_H
#define DESCENT_LIB_TRAJECTORY_CONTRACTION_H

#include <descent/law.h>

#include "trajectory/motion.h"

typedef struct descent__contraction {
    bool contracting; /* steps become shorter, as far as can be told from their scatter */
    bool linear;      /* successive steps obey a linear recurrence of order 1 or 2 closely */
    double rate;      /* signed factor a step; NaN where none is defined */
    double misfit;    /* relative, of the recurrence */
    double gap; /* of a recurrence with complex multipliers: |1 − μ|, its steps as a part of what is left; else NaN */
    descent_law envelope; /* law of the longest step still to come */
    descent_law law;      /* the same, or geometric where the recurrence alone says so */
    double exponent;      /* POWER: of the step number */
    double fall;          /* part of its length that the longest step keeps over the last three quarters */
    double remaining;     /* distance to the limit that the law predicts */
    size_t last;          /* last point above rounding, from which the figures are */
} descent__contraction;

void descent__contraction_measure(descent__arena *work, const descent__series *series, const descent__motion *motion,
                                  descent__contraction *contraction);

/* Do steps of this law add up to a way that ends? From the path alone it takes an exponent farther from −1 to say so. */
bool descent__contraction_is_summable(const descent__contraction *contraction, bool alone);

/*
 * Law of a positive, falling sequence e_0 … e_{count−1}, e_k at step first + k: geometric with the factor, or power with
 * the exponent, or unknown. Decided by whether ln e is straight over k or over ln k.
 */
descent_law descent__law_of(const double *values, size_t count, uint64_t first, double *rate, double *exponent);

#endif
