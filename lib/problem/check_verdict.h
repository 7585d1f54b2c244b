/* From supplied and expected derivatives to a verdict and its words. */
#ifndef DESCENT_LIB_PROBLEM_CHECK_VERDICT_H
#define DESCENT_LIB_PROBLEM_CHECK_VERDICT_H

#include <stdbool.h>

#include <descent/gradient_check.h>

#include "base/names.h"

/*
 * Fills counts, worst entry, factor, partner and verdict of a check whose numbers are all set, and its words into
 * `text`, which has room for `size` bytes. `names` are those of the variables, or NULL.
 */
void descent__check_conclude(descent_derivative_check *check, bool hessian, const char *const *names, char *text,
                             size_t size);

enum {
    descent__derivative_name_size = 3 * descent__variable_name_size
};

/* "∂L/∂x₄", or "∂²L/∂x₄∂x₂" where the derivative is "hessian". */
void descent__check_name(char *name, const char *derivative, const char *const *names, size_t row, size_t column);

#endif
