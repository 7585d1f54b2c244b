/* The last points of a run, and the range of some of them. */
#ifndef DESCENT_TESTS_TRUTH_MANY_WINDOW_H
#define DESCENT_TESTS_TRUTH_MANY_WINDOW_H

#include "truth/many/formulas.h"

enum {
    ring_length = 1024,  /* last points that are looked at */
    longest_period = 256 /* three of which fit there */
};

/* Points of the last steps. */
typedef struct ring {
    size_t n;
    uint64_t count;
    double points[ring_length][most_variables];
} ring;

typedef struct box {
    double low[most_variables], high[most_variables];
} box;

const double *ring_back(const ring *last, uint64_t back);
void ring_add(ring *last, const double *x);
void box_begin(box *around, size_t n, const double *x);
void box_add(box *around, size_t n, const double *x);
/* The largest distance between the edges of two boxes, in a coordinate. */
double box_shift(const box *a, const box *b, size_t n);
double box_diagonal(const box *around, size_t n);
/* The smallest period with which the last points repeat; 0 if none. */
size_t period_of(const ring *last, double part);

#endif
