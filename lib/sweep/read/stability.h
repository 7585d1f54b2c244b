/* At a critical point that runs have reached: up to which step size the rule is stable there. */
#ifndef DESCENT_LIB_SWEEP_READ_STABILITY_H
#define DESCENT_LIB_SWEEP_READ_STABILITY_H

#include <stdbool.h>
#include <stddef.h>

#include <descent/problem.h>
#include <descent/rules.h>
#include <descent/status.h>

/* The rule's stability limits at a critical point; NaN where they are not known. */
typedef struct descent__stability {
    double limit; /* of all that is near */
    double
        line; /* of runs on the line through the start, if that is an eigenvector's and so may be one by itself; else the same */
    bool attracts; /* is it a minimum? */
} descent__stability;

enum {
    descent__known_points = 8 /* critical points that are remembered; the newest take the place of the oldest */
};

/* What is known of the points that runs from one start have reached. */
typedef struct descent__stabilities {
    const descent_problem *problem;
    const descent_rule *rule; /* NULL: fixed steps */
    const double *start;
    double *points; /* descent__known_points × n, the user's of this */
    descent__stability known[descent__known_points];
    size_t count; /* how many there have been */
} descent__stabilities;

/*
 * The stability limits of the rule at the critical point that a run which ended at `x` has reached, or is near; NaN if there is
 * none. From where a run has converged, Newton's method does not go far. Fails for want of memory only.
 */
descent_status descent__stability_find(descent__stabilities *stabilities, const double *x, descent__stability *found);

#endif
