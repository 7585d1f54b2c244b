/* Runs of all kinds, short enough that many suites can have each of them, and the same runs written otherwise. */
#ifndef DESCENT_TESTS_DIAGNOSIS_RUNS_H
#define DESCENT_TESTS_DIAGNOSIS_RUNS_H

#include <descent/descent.h>

#include "diagnosis/canonical.h"

typedef struct known_problem known_problem;

typedef struct known_run {
    const known_problem *problem;
    double start[3], step_size, momentum;
    uint64_t steps;
    double shrinking; /* of the step size, each step; 0: it stays */
    char rule;        /* 0: plain; h: heavy ball, n: Nesterov, and so on: see rule_of() */
} known_run;

extern const known_run known_runs[];
extern const size_t known_run_count;

/* What is known of the run when it is diagnosed. */
typedef enum known_part {
    ALL = 0,
    EVERY_FOURTH, /* of the points */
    ITS_LAST_POINT,
    PATH_AND_PROBLEM, /* and no rule */
    PATH_ALONE,
    NO_LOSS,
    NO_GRADIENT,
    LITTLE_BUDGET,
    KNOWN_PARTS
} known_part;

/* The run's problem written otherwise: c·L(y) of yᵢ = ±xⱼ/s, whose slope is ±c/s·∇L(y). */
typedef struct rewritten {
    descent_problem problem;
    canonical_view view;
} rewritten;

/* The problem of the run as it is. */
descent_problem known_problem_of(const known_run *run);

/* Sets `own`, and gives the problem that reads it. */
descent_problem known_rewritten(const known_run *run, const canonical_view *view, known_part known, rewritten *own);

/* An engine at its start, the caller's to free. */
descent_engine *known_engine(const known_run *run, const descent_problem *problem, const canonical_view *view);

/* Runs it and diagnoses what is known of it. */
void known_diagnose(const known_run *run, const descent_problem *problem, descent_engine *engine, known_part known,
                    descent_diagnosis **diagnosis);

/* All of this. */
void known_take(const known_run *run, const canonical_view *view, known_part known, canonical_list *list);

extern const canonical_view known_as_it_is;

#endif
