/*
 * A loss written as a formula, `(x - 2)^2 + sin(y)`: read into a program of elementary operations, and evaluated in the
 * order in which it was written, so that it has the bits of the same formula in C. Derivatives are exact, by automatic
 * differentiation: the gradient by a sweep backward through the operations, Hessian times vector by the same sweep carried
 * out on dual numbers (Griewank and Walther 2008, sections 3.2 and 5.1).
 */
#ifndef DESCENT__COMMAND_EXPRESSION_H
#define DESCENT__COMMAND_EXPRESSION_H

#include <stddef.h>

#include "command/expression/operations.h"

/* One operation; its operands stand before it. */
typedef struct descent__operation {
    descent__operator kind;
    size_t a;         /* first operand; the number of the variable */
    size_t b;         /* second operand; of one operand the same as a */
    double number;    /* of a constant */
    size_t arguments; /* how many operands: 0, 1 or 2 */
    int varies;       /* depends on a variable */
} descent__operation;

/* A formula as a program. All zero is an empty one. */
typedef struct descent__expression {
    descent__operation *operations; /* the last one is the result */
    size_t count, room;
    char **names; /* of the variables, in their order; NULL behind the last */
    size_t dimension;
} descent__expression;

/* Where and why a formula could not be read: `column` counts characters from 1; 0 where it is no place. */
typedef struct descent__expression_error {
    size_t column;
    char reason[400];
} descent__expression_error;

/*
 * Reads a formula. `variables` names them in their order, with commas between; NULL takes those that occur, by name, numbers
 * within names by value: x2 comes before x10. Returns 0, or -1 with `error` filled and nothing left to free.
 */
int descent__expression_read(descent__expression *expression, const char *text, const char *variables,
                             descent__expression_error *error);

void descent__expression_free(descent__expression *expression);

/* The callbacks of a descent_problem; `context` is the expression. They may be called from several threads at once. */
int descent__expression_loss(size_t n, const double *x, double *value, void *context);
int descent__expression_gradient(size_t n, const double *x, double *gradient, void *context);
int descent__expression_loss_gradient(size_t n, const double *x, double *value, double *gradient, void *context);
int descent__expression_hessian(size_t n, const double *x, double *hessian, void *context);
int descent__expression_product(size_t n, const double *x, const double *vector, double *product, void *context);

#endif
