/* How what was said of a run stands to what is true of it. */
#ifndef DESCENT_TESTS_TRUTH_MANY_COMPARE_H
#define DESCENT_TESTS_TRUTH_MANY_COMPARE_H

#include "truth/claim.h"
#include "truth/many/fate.h"
#include "truth/many/said.h"

/* A figure: was it said, and is it so? */
typedef enum figure {
    FIGURE_STEPS,    /* to go: the true number within the interval */
    FIGURE_RATE,     /* a tenth off, of its logarithm */
    FIGURE_EXPONENT, /* of a power law: a fifth off */
    FIGURE_LIMIT,    /* of the step size: a thousandth off */
    FIGURE_POINT,    /* off by more than the tolerance and a thousandth of the way */
    FIGURE_LYAPUNOV, /* the true one within the interval, give or take thrice its own error */
    FIGURES
} figure;

extern const char *const figure_names[FIGURES];

typedef struct compared {
    claim claim;
    const char *why;     /* of a wrong one */
    bool given[FIGURES]; /* and the truth is known */
    bool off[FIGURES];
    double truth[FIGURES]; /* NaN if it is not known */
} compared;

compared compare(const trial *of, const past *seen, const fate *is, const said *heard);

#endif
