/* Is there a kink at a place, by the slopes beside it? */
#ifndef DESCENT__COMMAND_KINK_H
#define DESCENT__COMMAND_KINK_H

#include <descent/critical.h>

typedef enum descent__kink {
    DESCENT__KINK_NONE, /* none is seen */
    DESCENT__KINK_JUMP, /* the slope to one side is not that to the other */
    DESCENT__KINK_CUSP  /* the slope grows without bound */
} descent__kink;

/* At x, where the gradient is so long. Zero for none. */
descent__kink descent__kink_at(const descent_problem *problem, const double *x, double gradient_norm);

/* The same of a point that was found. */
descent__kink descent__point_kink(const descent_problem *problem, const descent_critical_point *point);

#endif
