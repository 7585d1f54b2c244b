/* Do the steps grow, by what law, and from where on? */
#ifndef DESCENT_LIB_DIAGNOSIS_GROWTH_H
#define DESCENT_LIB_DIAGNOSIS_GROWTH_H

#include "diagnosis/motion.h"

typedef struct descent_growth {
    bool growing;    /* steps grow to the end of the series */
    bool saturating; /* but ever more slowly */
    size_t onset;    /* row from which on */
    double total;    /* last step over the one at the onset */
    double factor;   /* mean factor a step at the end */
    double exponent; /* FASTER: by how much the logarithm of the factor is multiplied each step */
    descent_law law;
} descent_growth;

void descent_growth_measure(const descent_motion *motion, descent_growth *growth);

#endif
