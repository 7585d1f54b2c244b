/*
 * What judges claim. The three judges are the diagnosis, which has the problem and the whole path; the monitor, which sees
 * the points go by and evaluates nothing; the sweep, which looks at the last points and at a twin. The fast two may say
 * less than the diagnosis; none may say what is not true, and no two may contradict each other.
 */
#ifndef DESCENT_TESTS_TRUTH_CLAIMS_H
#define DESCENT_TESTS_TRUTH_CLAIMS_H

#include <stdbool.h>

#include "truth/claim.h"
#include "truth/run.h"

typedef enum judge {
    JUDGE_DIAGNOSIS,
    JUDGE_MONITOR,
    JUDGE_SWEEP,
    JUDGE_COUNT
} judge;

extern const char *const judge_names[JUDGE_COUNT];

/* Both endings can be true of one run: `less` leaves open what `more` tells. */
bool claim_leaves_open(descent_ending less, descent_ending more);

/* Can the two not both be true of one run? */
bool claims_contradict(known_verdict a, known_verdict b);

/* A whole run, by the table. */
claim claim_about_run(const known_run *run, judge who, known_verdict said);

/* May the judge leave the whole run undetermined? */
bool claim_may_be_missing(const known_run *run, judge who);

/* The first steps of a run, `cut->steps` of them, by what becomes of the whole of it. */
claim claim_about_part(const known_run *cut, judge who, known_verdict said);

#endif
