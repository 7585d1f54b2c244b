/* From supplied and expected derivatives to a verdict and its words. */
#ifndef DESCENT_LIB_PROBLEM_CHECK_VERDICT_H
#define DESCENT_LIB_PROBLEM_CHECK_VERDICT_H

#include <stdbool.h>

#include <descent/gradient_check.h>

/*
 * Fills counts, worst entry, factor, partner and verdict of a check whose numbers are all set, and its words into
 * `text`, which has room for `size` bytes.
 */
void descent__check_conclude(descent_derivative_check *check, bool hessian, char *text, size_t size);

#endif
