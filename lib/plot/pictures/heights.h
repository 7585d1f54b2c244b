/* The scale on which most of a bifurcation can be seen, where a few runs go far beyond all others. */
#ifndef DESCENT_LIB_PLOT_PICTURES_HEIGHTS_H
#define DESCENT_LIB_PLOT_PICTURES_HEIGHTS_H

#include <stdbool.h>
#include <stddef.h>

/* Where a run is in the long run. Empty while low > high. */
typedef struct descent__range {
    double low;
    double high;
} descent__range;

descent__range descent__range_empty(void);

/* What is not finite is left out. */
void descent__range_widen(descent__range *range, double x);
double descent__range_length(const descent__range *range);

typedef struct descent__heights {
    bool powers;             /* a logarithmic scale shows them */
    descent__range limits;   /* what a scale from zero has to leave out lies beyond these; infinite: nothing */
    descent__range narrower; /* within which the rest is seen better, if not too much lies beyond */
} descent__heights;

/* Chooses for these ranges, none of them empty, which come back in another order. All of them on a plain scale if there is no better. */
descent__heights descent__heights_choose(descent__range *ranges, size_t count);

#endif
