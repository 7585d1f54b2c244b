/* The table of the truth program. */
#ifndef DESCENT_TESTS_TRUTH_MANY_TALLY_H
#define DESCENT_TESTS_TRUTH_MANY_TALLY_H

#include <stdio.h>

#include "truth/many/compare.h"

/* What came of one run. */
typedef struct record {
    bool made;
    trial_rule by;
    unsigned formula;
    size_t steps;
    fate_kind fate;
    uint64_t followed;
    double truth_seconds;
    descent_ending said[WITNESSES];
    compared how[WITNESSES];
    double low[WITNESSES], high[WITNESSES]; /* of the steps to go */
    double figures[WITNESSES][FIGURES];
    double seconds, calls; /* of the diagnosis with the record */
} record;

record record_of(const trial *drawn, unsigned witnesses);
void tally_print(FILE *stream, const record *records, size_t count);

/* The same as a page of the documentation. */
void tally_page(FILE *stream, const record *records, size_t count, uint64_t seed);

/* One line for each wrong answer and, if asked for, each figure that is off. */
void tally_list(FILE *stream, const record *records, size_t count, uint64_t seed, bool figures);

/* What is true of each run, and what was said of it. */
void tally_fates(FILE *stream, const record *records, size_t count);

#endif
