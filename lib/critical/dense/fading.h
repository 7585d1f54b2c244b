/* Slopes that fade with distance instead of vanishing at a point. */
#ifndef DESCENT_LIB_CRITICAL_DENSE_FADING_H
#define DESCENT_LIB_CRITICAL_DENSE_FADING_H

#include <stdbool.h>

#include "critical/dense/analysis.h"

/*
 * Beside a critical point the slope grows with the distance. Does that along the null eigenvectors, where no curvature tells how far a
 * critical point is, fall instead, yet stay: out on a slope that fades for ever, as that of log x, or beside a pole? `tolerance` is
 * that of the eigenvalues, `reference` the length that distances are judged by, `measured` the noise of the gradient as it shows.
 * Fails where memory does, or a limit is reached.
 */
descent_status descent__analysis_slope_fades(descent__analysis *analysis, double tolerance, double reference,
                                             double measured, bool *fades);

#endif
