/* Linear theory of the way to a critical point: along each eigenvector of its Hessian the distance is a sum of amplitude ×
 * multiplier^k, by the multipliers of the rule. */
#ifndef DESCENT_LIB_DIAGNOSIS_VERDICT_AHEAD_MODES_H
#define DESCENT_LIB_DIAGNOSIS_VERDICT_AHEAD_MODES_H

#include "diagnosis/evidence/evidence.h"

/* The part along one eigenvector, for a rule of one or two multipliers. */
typedef struct descent__mode {
    const double *vector; /* the eigenvector */
    double weight;        /* 1; where the gradient decides, the eigenvalue */
    double part;          /* now: the sum of the two amplitudes */
    double first;         /* logarithm of the larger modulus, 0 where it is 1 to rounding, */
    double second;        /* and how much less that of the smaller is */
    double angle;         /* of complex multipliers, in (0, π]; 0 for real ones */
    double amplitude;     /* of the larger multiplier; of complex ones the cosine's, */
    double other;         /* and of the smaller one; the sine's */
    bool alternates;      /* the larger is negative, or all but */
    bool other_side;      /* the two have opposite signs */
} descent__mode;

typedef struct descent__modes {
    size_t count; /* 0: theory does not apply */
    const descent__mode *of;
} descent__modes;

/*
 * From a point of the run and the one before (NULL: it was at rest), around a critical point whose Hessian is known whole.
 * Eigenvalues are taken `shift` tolerances of theirs higher; those that count as zero are left out. None if the rule tells no
 * multipliers, its step size changes, or it has more than two.
 */
descent__modes descent__modes_measure(descent__evidence *evidence, const descent_critical_point *point, const double *x,
                                      const double *before, double shift, bool by_gradient);

/* Part of the way from a point to x along eigenvectors whose eigenvalues count as zero. */
double descent__modes_flat_part(const descent_critical_point *point, const double *x);

/* The envelope of the distance after so many steps: never less than the distance. */
double descent__modes_distance(const descent__modes *modes, double steps);

/* Steps from which on the envelope stays within a distance; 0 if it does already, infinity if it never does. */
double descent__modes_steps(const descent__modes *modes, double distance);

/* The mode with the largest share of the distance after so many steps. */
const descent__mode *descent__modes_deciding(const descent__modes *modes, double steps);

/* Its factor a step, negative where it alternates. */
double descent__mode_factor(const descent__mode *mode);

/* Is a factor of this logarithm none, for the rounding of the rule's own formula? Then the next order decides. */
bool descent__is_no_factor(double logarithm);

#endif
