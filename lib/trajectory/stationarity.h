/* Does a motion that looks bounded stay the same all along? What drifts, spreads, grows or shrinks under its fast motion does
 * not. */
#ifndef DESCENT_LIB_TRAJECTORY_STATIONARITY_H
#define DESCENT_LIB_TRAJECTORY_STATIONARITY_H

#include <stdbool.h>

#include "trajectory/series.h"

/* Do values of descent__drift_blocks successive blocks go one way, by more than this? */
bool descent__goes_one_way(const double *values, double least);

/* Does some coordinate drift: go one way, block by block, by more than a share of its range in a block? */
bool descent__drifts(const descent__series *series, double floor);

/* Does some coordinate cover ever more, as a walk does? */
bool descent__spreads(const descent__series *series, double floor);
/* And does its later half reach ground that the earlier one has not? A motion that shrinks has its range from its beginning. */
bool descent__spreads_on(const descent__series *series, double floor);
/* And by so much that nobody would call what is there its bounds? */
bool descent__covers_more(const descent__series *series, double floor);

typedef struct descent__trend_of_range {
    double rate;  /* of the logarithm of the range, a step */
    double error; /* its standard error; both NaN if there are too few steps */
} descent__trend_of_range;

/* How the range of the coordinate changes that changes most surely. */
descent__trend_of_range descent__range_trend(const descent__series *series, double floor);

/* Is this trend none, for so many steps? */
bool descent__range_stands(const descent__trend_of_range *trend, double steps);

/* Does it exclude that the range changes by this rate? A margin of half of the rate is asked for. */
bool descent__range_excludes(const descent__trend_of_range *trend, double rate);

/* The least range of a coordinate that moves by more than rounding; infinite if none does. */
double descent__narrowest_range(const descent__series *series, double floor);

#endif
