/* Gradients at points scattered around a place, in units of the box: what is left of a slope where gradients jump. */
#ifndef DESCENT_LIB_CRITICAL_SEARCH_BUNDLE_H
#define DESCENT_LIB_CRITICAL_SEARCH_BUNDLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "problem/problem.h"

typedef struct descent__bundle {
    size_t n, count, most;
    uint64_t drawn;      /* offsets that were drawn so far: the same ones in every search */
    const double *width; /* of the box: the unit of each variable */
    double *offsets;     /* most × n: from the place to each point, in units of the box */
    double *gradients;   /* most × n: there, per unit of the box */
    double *weights;     /* most */
    double *room;        /* to find it */
    double *nearest;     /* n: the point of the gradients' hull that is nearest to zero, in units of the longest */
    double *point;       /* n: where the user's functions are asked */
} descent__bundle;

/* How many gradients there are at most in n variables. */
size_t descent__bundle_room(size_t n);

/* Allocates all that is needed. DESCENT_ENOMEM on failure, nothing to free then. */
descent_status descent__bundle_open(descent__bundle *bundle, size_t n, const double *width);

void descent__bundle_close(descent__bundle *bundle);

/* Begins anew with `count` offsets: within `radius` along each axis, and `radius` along each to both sides if there is room. */
void descent__bundle_scatter(descent__bundle *bundle, size_t count, double radius);

/* One more offset: so far against `nearest`. */
void descent__bundle_add_downhill(descent__bundle *bundle, double length);

/* Puts place + share·offset k into `point`. */
void descent__bundle_place(descent__bundle *bundle, const double *place, size_t k, double share);

/*
 * The gradients at place + share·offset from offset `first` on. *finite: are they all? DESCENT_ECALLBACK as the user's function.
 */
descent_status descent__bundle_ask(descent__bundle *bundle, descent__evaluator *evaluator, const double *place,
                                   size_t first, double share, bool *finite);

/* The norm of `nearest`, which it finds in so many rounds at most, and of the longest gradient. */
double descent__bundle_nearest(descent__bundle *bundle, int rounds, double *longest);

/* The largest difference of two of the gradients from `first` on. */
double descent__bundle_spread(const descent__bundle *bundle, size_t first);

#endif
