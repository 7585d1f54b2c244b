/* What every suite shares: its main, and how hard it is to try. */
#ifndef DESCENT_TESTS_SUPPORT_H
#define DESCENT_TESTS_SUPPORT_H

#include <check.h>
#include <stddef.h>

/*
 * Runs a suite and returns what main() returns. GSL's error handler ends the test that reaches it: the library must
 * never call GSL with anything that GSL refuses.
 *
 * CK_FORK=no, CK_VERBOSITY, CK_RUN_CASE, … of Check work as documented there.
 */
int descent_test_main(Suite *suite);

/* `usual` times the number in DESCENT_TEST_EFFORT (1 if unset): how often a random test tries. */
size_t descent_test_effort(size_t usual);

#endif
