/*
 * What becomes of a run: its own continuation by a plain loop, with the state that it has at its last step, and the exact
 * Hessian where it comes to. Nothing here is the library's.
 */
#ifndef DESCENT_TESTS_TRUTH_MANY_FATE_H
#define DESCENT_TESTS_TRUTH_MANY_FATE_H

#include "truth/many/outlook.h"

/* Name, word. */
#define FATE_LIST(FATE)                                                                                                \
    FATE(FATE_UNKNOWN, "unknown")       /* none of the others, for as long as it was followed */                       \
    FATE(FATE_MINIMUM, "minimum")       /* comes to a minimum with a regular Hessian and stays */                      \
    FATE(FATE_SADDLE, "saddle")         /* comes to another regular critical point and stays */                        \
    FATE(FATE_DEGENERATE, "degenerate") /* comes to a critical point with a singular Hessian */                        \
    FATE(FATE_REST, "rest")             /* moves no more where no critical point is */                                 \
    FATE(FATE_CYCLE, "cycle")           /* repeats itself */                                                           \
    FATE(FATE_TORUS, "torus")           /* bounded, never the same, neighbours keep together */                        \
    FATE(FATE_CHAOS, "chaos")           /* bounded, never the same, neighbours separate */                             \
    FATE(FATE_WANDER, "wander")         /* neighbours separate, but it keeps widening its range */                     \
    FATE(FATE_DIVERGES, "diverges")     /* beyond 1e100 or all numbers, the loss rising */                             \
    FATE(FATE_UNBOUNDED, "unbounded")   /* on and on, the loss falling */                                              \
    FATE(FATE_NONFINITE, "nonfinite")   /* no number at a finite point */

typedef enum fate_kind {
#define FATE_ENUMERATOR(name, word) name,
    FATE_LIST(FATE_ENUMERATOR)
#undef FATE_ENUMERATOR
    FATE_KINDS
} fate_kind;

extern const char *const fate_words[FATE_KINDS];

typedef struct fate {
    fate_kind kind;
    double point[most_variables];    /* comes to, or rests at */
    double critical[most_variables]; /* rests, and this is the critical point next to it */
    bool has_critical;
    double curvature[2]; /* smallest and largest eigenvalue there */
    double multiplier;   /* of a rule with linear theory: largest modulus there; NaN otherwise */
    double step_limit;   /* of the rule there; NaN if there is none */
    size_t period;
    double exponent, deviation; /* of neighbouring runs, and its standard error; NaN if it was not measured */
    uint64_t followed;          /* steps beyond the end of the run */
} fate;

fate fate_of(const trial *of, const past *seen);

#endif
