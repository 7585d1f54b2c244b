/* Which runs a sweep makes: what run i starts from, with which rule, on which parameter. */
#ifndef DESCENT_LIB_SWEEP_RUN_PLAN_H
#define DESCENT_LIB_SWEEP_RUN_PLAN_H

#include <stdbool.h>

#include <descent/sweep.h>

typedef enum descent__plan_kind {
    DESCENT__PLAN_STEP_SIZES,
    DESCENT__PLAN_STARTS,
    DESCENT__PLAN_RULES,
    DESCENT__PLAN_PARAMETERS,
    DESCENT__PLAN_SETUP,
    DESCENT__PLAN_PLANE
} descent__plan_kind;

/* What the caller asked for; arrays are borrowed for the length of the call. */
typedef struct descent__plan {
    descent__plan_kind kind;
    const descent_problem *problem;
    size_t count;
    descent_rule rule;          /* of all runs, unless `rules` or `setup` say otherwise */
    bool forgets;               /* does it forget what it divides by? */
    const bool *each_forgets;   /* count, of `rules`; else NULL */
    const double *start;        /* of all runs, unless `starts`, `plane` or `setup` say otherwise */
    const double *values;       /* step sizes or parameters */
    const double *starts;       /* count × n */
    const descent_rule *rules;  /* count */
    const descent_plane *plane; /* vectors not NULL */
    descent_sweep_setup_function *setup;
    void *setup_context;
} descent__plan;

/* Are the arguments in range? The problem, the count and the options are checked elsewhere, and before. */
descent_status descent__plan_check(const descent__plan *plan);

/*
 * Makes run number `run`: writes its start into `setup->start` (n numbers). Returns 0, or what the setup function
 * returned. Safe from several threads.
 */
int descent__plan_run(const descent__plan *plan, size_t run, descent_sweep_run *setup);

/* Writes coordinate `i` of the starts of `count` runs from `run` on to every `stride`-th number of `x`. Returns whether all
 * of them are finite. */
bool descent__plan_coordinates(const descent__plan *plan, size_t run, size_t count, size_t i, size_t stride, double *x);

/* Have all runs the same rule? Then it is checked once, not run by run. */
bool descent__plan_shares_rule(const descent__plan *plan);

/* Has each run a number of its own that is kept: step size or parameter? */
bool descent__plan_has_values(const descent__plan *plan);

#endif
