/* How neighbouring runs separate: Lyapunov exponents, and the multipliers of cycles. */
#ifndef DESCENT_LIB_DIAGNOSIS_TANGENT_H
#define DESCENT_LIB_DIAGNOSIS_TANGENT_H

#include "diagnosis/evidence.h"

typedef struct descent_lyapunov {
    double exponent;
    double low;
    double high;
    size_t steps;               /* that it is the mean of */
    descent_series series;      /* the points the copy visited */
    descent_flow_result result; /* how the copy ended */
} descent_lyapunov;

/*
 * Runs on from the end with a twin at a distance of about 1e-7 of `extent`, pulled back to that distance after each step
 * (Benettin et al. 1980). The mean logarithm of the stretch is the largest exponent; 95 % interval from 20 batch means.
 */
bool descent_lyapunov_measure(descent_evidence *evidence, size_t steps, double extent, descent_lyapunov *lyapunov);

/* Multipliers of the cycle of length `period` that ends the series, into the diagnosis. */
void descent_multipliers_measure(descent_evidence *evidence, const double *orbit, size_t period, double amplitude);

#endif
