/* One run in full: how it is made, what is true of it, what is said of it and how that stands. */
#ifndef DESCENT_TESTS_TRUTH_MANY_EXPLAIN_H
#define DESCENT_TESTS_TRUTH_MANY_EXPLAIN_H

#include "truth/many/trial.h"

/* Of the judges in `witnesses`, bits 1u << WITNESS_…; to standard output. */
void explain(const trial *of, unsigned witnesses);

#endif
