/* What a run has made, and what its next steps are, by a loop of our own. */
#ifndef DESCENT_TESTS_TRUTH_MANY_OUTLOOK_H
#define DESCENT_TESTS_TRUTH_MANY_OUTLOOK_H

#include "truth/many/trial.h"

/* What the run was at its last step. */
typedef struct past {
    machine end;
    bool broken;     /* it could not make all its steps */
    bool loss_lost;  /* the loss was no number somewhere, at a finite point */
    double diameter; /* diagonal of its bounding box */
    double tail;     /* the same of its last quarter */
    double size;     /* largest length of a point */
    double first_loss, last_loss, highest_loss;
    double tail_loss;   /* mean over its last quarter */
    double number_loss; /* the last that was a number */
} past;

past past_of(const trial *of);

/* The next steps of a run. */
typedef struct outlook {
    uint64_t steps;      /* that could be made */
    double moved;        /* largest distance from the last point */
    double late;         /* diagonal of the range of the last half of them */
    double lowest, mean; /* of the loss over the last half of them, */
    double highest;      /* and over all of them */
    bool broke;          /* no further step could be made */
    double farthest;     /* of all of them from `from`, */
    double nearest;      /* and the smallest distance */
    double return_error; /* largest |x_{k+p} − x_k|, for the period asked for */
} outlook;

outlook outlook_of(const past *seen, uint64_t steps, const double *from, size_t period);

/* Steps until the run is within `tolerance` of the point and stays there; NaN if it is not within `most` steps. */
double steps_until_within(const past *seen, const double *point, double tolerance, uint64_t most);

/* Mean factor a step by which the distance to the point shrinks for good from `first` to `last`, and its exponent in the step
 * number, within `most` steps; of a swing by its largest distances. NaN where there are too few steps between. */
typedef struct pace {
    double rate, exponent;
} pace;

/* The exponent over the steps from `first` to `last` after the run's end, of the largest distances beside them; NaN where the
 * distance did not fall. */
double exponent_between(const past *seen, const double *point, uint64_t first, uint64_t last);

pace pace_of(const past *seen, const double *point, double first, double last, uint64_t most);

#endif
