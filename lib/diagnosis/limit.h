/* Where a run is heading: the critical point near its end, and how the run moves relative to it. */
#ifndef DESCENT_LIB_DIAGNOSIS_LIMIT_H
#define DESCENT_LIB_DIAGNOSIS_LIMIT_H

#include "diagnosis/motion.h"

typedef struct descent_limit {
    descent_critical_point *point; /* the caller's; NULL if none was found */
    double distance;               /* of the last point */
    bool nearing;                  /* the distance falls, over the last two quarters of the rows */
    double escaping; /* part of the way from the point to x that lies along directions of negative curvature */
    double rounding; /* of that part */
    double
        multiplier; /* largest modulus of the rule's multipliers along directions of positive curvature in which x is off */
    bool lasting; /* what is off along directions without contraction makes up the distance, and does not shrink */
    bool turning; /* along some direction the rule turns for ever: complex multipliers of modulus 1 or more */
} descent_limit;

/* Refines from x; NULL point if no critical point is near or the budget does not allow it. */
void descent_limit_find(descent_evidence *evidence, const double *x, descent_limit *limit);

/*
 * The same where the limit need not be known better than to `distance`, and where eigenvalues up to `eigenvalue` cannot
 * have moved the run (0: as the critical points judge by themselves). Flat points are hard to find more closely.
 */
void descent_limit_find_within(descent_evidence *evidence, const double *x, double distance, double eigenvalue,
                               descent_limit *limit);

/* Fills in the rest for the recorded rows. */
void descent_limit_follow(descent_evidence *evidence, descent_limit *limit);

/* Largest modulus of the rule's multipliers along one eigenvector; NaN if the rule does not know them. */
double descent_limit_modulus(const descent_evidence *evidence, double eigenvalue);

#endif
