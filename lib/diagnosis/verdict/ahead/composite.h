/* What a rule with a decay, an L1 term and bounds descends, as a function of the variables that these leave free:
 * L(x) + λ‖x‖²/2 + ρ‖x‖₁, where the signs of x stay what they are. */
#ifndef DESCENT_LIB_DIAGNOSIS_VERDICT_AHEAD_COMPOSITE_H
#define DESCENT_LIB_DIAGNOSIS_VERDICT_AHEAD_COMPOSITE_H

#include <descent/problem.h>
#include <descent/rules.h>

typedef struct descent__composite {
    const descent_problem *problem;
    size_t n, free_count;
    size_t *free;               /* numbers of the free variables */
    double *x;                  /* all variables; those that are held stay where they are */
    double *side;               /* of each that is free, the sign that it has; 0 where there is no L1 term */
    double decay, l1;           /* λ and ρ */
    double *gradient, *hessian; /* room for n and n² numbers; no Hessian where the problem has none */
} descent__composite;

/* λ: in the gradient and decoupled are the same for a rule that rests where ηg and ηλx balance. */
double descent__composite_decay(const descent_modifiers *modifiers);

/* Puts the free variables into x. */
void descent__composite_spread(const descent__composite *composite, const double *y);

/* The problem of the free variables; `composite` is its context, and stays the caller's. */
descent_problem descent__composite_problem(descent__composite *composite);

#endif
