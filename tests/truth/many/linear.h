/* Eigenvalues and Newton's method, by plain means. */
#ifndef DESCENT_TESTS_TRUTH_MANY_LINEAR_H
#define DESCENT_TESTS_TRUTH_MANY_LINEAR_H

#include <stdbool.h>

#include "truth/many/formulas.h"

/* Eigenvalues, ascending, and eigenvectors in columns of V, by Jacobi's rotations (1846). False if H is not finite. */
bool jacobi(size_t n, const double *H, double *values, double *V);

/* Newton's walk from x; directions flatter than `flat` times the largest curvature are left out. */
typedef struct newton_walk {
    bool arrived;
    double x[most_variables];
    double values[most_variables]; /* of the Hessian there */
    double first, second;          /* lengths of the first two steps */
    double steepest;               /* largest curvature where it began */
} newton_walk;

newton_walk newton_from(const terrain *on, const double *x, double flat);

/* Downhill by saddle-free Newton steps, halved until the loss falls. False: no minimum was found. */
bool minimum_below(const terrain *on, const double *x, double *minimum, double *values);

double length(size_t n, const double *x);
double apart(size_t n, const double *x, const double *y);

#endif
