/* The rate of a rule of which no theory is known, measured on its way to a critical point: given only where it stays the same. */
#ifndef DESCENT_LIB_DIAGNOSIS_VERDICT_AHEAD_MEASURED_H
#define DESCENT_LIB_DIAGNOSIS_VERDICT_AHEAD_MEASURED_H

#include "trajectory/series.h"

/*
 * Mean factor a step by which the distance to a point falls along the series, one step apart; NaN unless it falls tenfold,
 * and each third of the steps has the same rate.
 */
double descent__measured_rate(const descent__series *series, const double *point);

/* The same over the end of the series, where the distance falls by the last factor of a thousand. */
double descent__measured_late_rate(const descent__series *series, const double *point);

#endif
