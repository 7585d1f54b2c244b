/* One run in full: how it is made, what is true of it, what is said of it and how that stands. */
#ifndef DESCENT_TESTS_TRUTH_MANY_EXPLAIN_H
#define DESCENT_TESTS_TRUTH_MANY_EXPLAIN_H

#include <stdint.h>

/* Of the judges in `witnesses`, bits 1u << WITNESS_…; to standard output. */
void explain(uint64_t seed, uint64_t id, unsigned witnesses);

#endif
