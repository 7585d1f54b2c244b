/* Points spread evenly over the unit cube, the same ones in every call. */
#ifndef DESCENT_LIB_CRITICAL_SEARCH_STARTS_H
#define DESCENT_LIB_CRITICAL_SEARCH_STARTS_H

#include <gsl/gsl_qrng.h>
#include <stdint.h>

#include <descent/status.h>

typedef struct descent__starts {
    size_t dimension;
    uint64_t count;     /* points given so far */
    gsl_qrng generator; /* state NULL: beyond GSL's dimensions, pseudo-random numbers stand in */
} descent__starts;

/* Sobol up to 40 dimensions, Halton with reversed digits up to 1229, then scattered points. DESCENT_ENOMEM on failure.
 * */
descent_status descent__starts_open(descent__starts *starts, size_t n);

void descent__starts_close(descent__starts *starts);

/* The next point of [0, 1)ⁿ. */
void descent__starts_next(descent__starts *starts, double *unit);

#endif
