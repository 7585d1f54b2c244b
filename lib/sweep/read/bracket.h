/* A bracket of step sizes: runs with many of them at once, and the two between which a property is lost. */
#ifndef DESCENT_LIB_SWEEP_READ_BRACKET_H
#define DESCENT_LIB_SWEEP_READ_BRACKET_H

#include <descent/step_limit.h>
#include <descent/sweep.h>

#include "sweep/read/property.h"
#include "sweep/read/stability.h"

enum {
    descent__section_runs = 15 /* runs of one round: the bracket shrinks to a sixteenth */
};

/*
 * Beside a limit of stability a multiplier is 1 + s in size, and in k steps a run grows or shrinks by the factor exp(ks):
 * while ks is below this, a few digits of its moves, it can no longer be told from a cycle.
 */
static const double descent__unseen_growth = 0.1;

/* What is asked, of which run, and what the last round answered. */
typedef struct descent__limit_search {
    const descent_problem *problem;
    const double *start;
    descent_step_property property;
    descent_sweep_options options;
    size_t runs;
    double *step_sizes;              /* as many as the largest round */
    descent__property_state *states; /* of each */
    descent_ending *endings;         /* of each */
    descent__stabilities points;     /* where runs have ended */
    double *end, *reached;           /* n each: the end of a run, and a point that one came to */
    double settled; /* highest step size of the scan below the first loss whose run came to a point; NaN: none */
} descent__limit_search;

/* A step size on both sides of a change, and how runs with it end. */
typedef struct descent__step_bracket {
    double low, high;
    descent__property_state state_low, state_high;
    descent_ending ending_low, ending_high;
} descent__step_bracket;

/* Makes the runs with the first `count` step sizes of the search, and judges them. */
descent_status descent__limit_search_run(descent__limit_search *search, size_t count);

/* The scan: brackets the lowest loss of the property, and counts the changes. */
descent_status descent__bracket_scan(descent__limit_search *search, double low, double high, size_t count,
                                     descent__step_bracket *between, descent_step_limit_result *result);

/* Narrows a bracket to the lowest change between states below `threshold` and others, down to neighbouring numbers. */
descent_status descent__bracket_narrow(descent__limit_search *search, descent__property_state threshold,
                                       descent__step_bracket *between);

#endif
