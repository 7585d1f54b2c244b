/* A copy of the run that follows a piece of advice, and what became of it. */
#ifndef DESCENT_LIB_DIAGNOSIS_ATTEMPT_H
#define DESCENT_LIB_DIAGNOSIS_ATTEMPT_H

#include "diagnosis/limit.h"

typedef struct descent_attempt {
    bool ran;     /* long enough to mean something */
    bool settled; /* at a critical point: */
    bool minimum; /* that is one, or a valley */
    bool fled;    /* to where numbers end */
    bool calm;    /* not there yet, and going on without a turn */
    uint64_t steps;
    const char *noun; /* settled: what is there */
    double tolerance; /* settled: within which it counts as there */
    double *x;        /* settled: where; owned by the diagnosis */
    double *escape;   /* settled on a saddle or maximum: the way out; owned by the diagnosis */
} descent_attempt;

/* Runs a copy from `start` until it rests, and asks what is there. */
descent_attempt descent_attempt_run(descent_evidence *evidence, descent_rule rule, const double *start);

/* Writes down in the advice how the copy that followed it went. */
void descent_attempt_note(descent_advice *advice, const descent_attempt *attempt);

/* "the minimum at (2, 1.70711)", and "it converges to the minimum at (2, 1.70711) in 59 steps"; NULL if there is no
 * memory. Only if it settled. */
const char *descent_attempt_place(descent_evidence *evidence, const descent_attempt *attempt);
const char *descent_attempt_words(descent_evidence *evidence, const descent_attempt *attempt);

#endif
