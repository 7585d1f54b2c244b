/* Newton's step without a matrix: MINRES (Paige and Saunders 1975), in a few vectors of n numbers. */
#ifndef DESCENT_LIB_CRITICAL_LARGE_MINRES_H
#define DESCENT_LIB_CRITICAL_LARGE_MINRES_H

#include "critical/large/krylov.h"

/*
 * Newton's step: minimises ‖Hp + g‖ until it is below `accuracy`·‖g‖ or the products are used up. `step` (n numbers)
 * receives p; *residual is ‖Hp + g‖/‖g‖.
 */
descent_status descent__minres(descent__krylov *krylov, const double *gradient, double accuracy, double *step,
                               double *residual);

#endif
