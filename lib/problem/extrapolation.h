/*
 * A derivative from central differences at a row of shrinking widths, extrapolated to width zero (Richardson's
 * extrapolation as Ridders, 1982, eq. 6, arranges it): the entry of the tableau with the least error estimate is taken.
 */
#ifndef DESCENT_LIB_PROBLEM_EXTRAPOLATION_H
#define DESCENT_LIB_PROBLEM_EXTRAPOLATION_H

#include <stddef.h>

enum {
    descent__width_count = 8
};

static const double descent__first_width =
    0.1; /* of max(|xᵢ|, scale): wide beside rounding, narrow beside the landscape */
static const double descent__width_ratio = 0.25; /* from one width to the next: eight widths reach 6e-6 */

/* One value of the function around x, at shrinking widths h, and the derivative that follows. */
typedef struct descent__estimate {
    size_t count; /* widths taken since the last at which something was not finite */
    double width[descent__width_count];
    double difference[descent__width_count];
    double bend[descent__width_count];     /* |f(x + h) − 2f(x) + f(x − h)| beyond rounding */
    double change[descent__width_count];   /* of the difference from one width to the next, times h, beyond rounding */
    double rounding[descent__width_count]; /* of the function's values */
    double spread;                         /* how much the function varies at the first width */
    double row[descent__width_count];      /* the last row of the tableau */
    double best, error;
} descent__estimate;

/* Takes f(x − width), f(x), f(x + width), all finite; each width is a quarter of the one before. */
void descent__estimate_take(descent__estimate *e, double below, double centre, double above, double width);

/* Sets the derivative and its error from all widths taken: NaN if none was; infinite if they say too little. */
void descent__estimate_settle(descent__estimate *e);

#endif
