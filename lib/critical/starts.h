/* Points spread evenly over the unit cube, the same ones in every call. */
#ifndef DESCENT_LIB_CRITICAL_STARTS_H
#define DESCENT_LIB_CRITICAL_STARTS_H

#include <gsl/gsl_qrng.h>
#include <stdint.h>

#include <descent/status.h>

typedef struct descent_starts {
    size_t dimension;
    uint64_t count;     /* points given so far */
    gsl_qrng generator; /* state NULL: beyond GSL's dimensions, pseudo-random numbers stand in */
} descent_starts;

/* Sobol up to 40 dimensions, Halton with reversed digits up to 1229, then scattered points. DESCENT_ENOMEM on failure. */
descent_status descent_starts_open(descent_starts *starts, size_t n);

void descent_starts_close(descent_starts *starts);

/* The next point of [0, 1)ⁿ. */
void descent_starts_next(descent_starts *starts, double *unit);

#endif
