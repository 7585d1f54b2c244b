/* The variables of a formula: their names and their order. */
#ifndef DESCENT__COMMAND_VARIABLES_H
#define DESCENT__COMMAND_VARIABLES_H

#include <stddef.h>

#include "command/expression/expression.h"

/* Bytes of the name that begins here; 0 if none does. Letters, digits and `_`, of ASCII or not: β₁. */
size_t descent__variable_length(const char *text);

/* Number of the variable of that name; the dimension if there is none. */
size_t descent__variable_find(const descent__expression *expression, const char *name, size_t length);

/* One more variable; its number, or SIZE_MAX without memory. */
size_t descent__variable_add(descent__expression *expression, const char *name, size_t length);

/* Adds those of a list `x,y,z`. Returns 0, or -1 with `error` filled. */
int descent__variables_read(descent__expression *expression, const char *list, descent__expression_error *error);

/* Puts them in order, a number within a name by its value. */
void descent__variables_sort(descent__expression *expression);

#endif
