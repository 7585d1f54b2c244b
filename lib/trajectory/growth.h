/* Do the steps grow, by what law, and from where on? */
#ifndef DESCENT_LIB_TRAJECTORY_GROWTH_H
#define DESCENT_LIB_TRAJECTORY_GROWTH_H

#include <descent/law.h>

#include "trajectory/motion.h"

typedef struct descent__growth {
    bool growing;    /* steps grow to the end of the series */
    bool saturating; /* but ever more slowly */
    bool over;       /* by blocks; but all of the last few steps are shorter than the longest were at the onset */
    size_t onset;    /* row from which on */
    size_t rises;    /* steps in a row, up to the last, each longer than the one before */
    double largest;  /* length at the end: the last step, or the longest of the last block */
    double total;    /* last step over the one at the onset */
    double factor;   /* mean factor a step at the end, */
    double earlier;  /* in the first half of the growth, */
    double late[2];  /* and in the last two quarters */
    double exponent; /* FASTER: by how much the logarithm of the factor is multiplied each step */
    double
        leaps[2]; /* with that: how many times as long as the one before it the last step but one was, and the last */
    descent_law law;
} descent__growth;

void descent__growth_measure(const descent__motion *motion, descent__growth *growth);

#endif
