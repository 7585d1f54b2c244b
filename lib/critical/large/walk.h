/* Newton's walk to the critical point nearby, and its single step, without a matrix. */
#ifndef DESCENT_LIB_CRITICAL_LARGE_WALK_H
#define DESCENT_LIB_CRITICAL_LARGE_WALK_H

#include "critical/large/state.h"

/* Lets the next Krylov run use as many products as the option says. */
void descent__large_refill(descent__large *large);

/* Newton's step into the first eigenvector's place, its length, and ‖Hp + g‖/‖g‖, the accuracy if it was reached. */
descent_status descent__large_newton(descent__large *large, double accuracy, double *length, double *residual);

/* x + share·step into `trial` and the gradient's norm there; infinite where it is not finite or too far from `start`.
 * */
descent_status descent__large_try(descent__large *large, const double *start, double share, double *trial,
                                  double *trial_gradient, double *norm);

/* Walks to the critical point nearby by Newton's method. */
descent_status descent__large_walk(descent__large *large, const double *start);

#endif
