/* The elementary operations of formulas: what they are called, what they do, and their derivatives. */
#ifndef DESCENT__COMMAND_OPERATIONS_H
#define DESCENT__COMMAND_OPERATIONS_H

#include <stddef.h>

/* What stands in formulas without a name of its own, then the functions of one argument and of two: name, identifier. */
#define DESCENT__UNNAMED_LIST(OPERATION)                                                                               \
    OPERATION(NUMBER)                                                                                                  \
    OPERATION(VARIABLE)                                                                                                \
    OPERATION(NEGATE)                                                                                                  \
    OPERATION(ADD)                                                                                                     \
    OPERATION(SUBTRACT)                                                                                                \
    OPERATION(MULTIPLY)                                                                                                \
    OPERATION(DIVIDE)
#define DESCENT__UNARY_LIST(OPERATION)                                                                                 \
    OPERATION(ABS, "abs")                                                                                              \
    OPERATION(ACOS, "acos")                                                                                            \
    OPERATION(ACOSH, "acosh")                                                                                          \
    OPERATION(ASIN, "asin")                                                                                            \
    OPERATION(ASINH, "asinh")                                                                                          \
    OPERATION(ATAN, "atan")                                                                                            \
    OPERATION(ATANH, "atanh")                                                                                          \
    OPERATION(CBRT, "cbrt")                                                                                            \
    OPERATION(COS, "cos")                                                                                              \
    OPERATION(COSH, "cosh")                                                                                            \
    OPERATION(ERF, "erf")                                                                                              \
    OPERATION(EXP, "exp")                                                                                              \
    OPERATION(EXPM1, "expm1")                                                                                          \
    OPERATION(LOG, "log")                                                                                              \
    OPERATION(LOG10, "log10")                                                                                          \
    OPERATION(LOG1P, "log1p")                                                                                          \
    OPERATION(LOG2, "log2")                                                                                            \
    OPERATION(SIGN, "sign")                                                                                            \
    OPERATION(SIN, "sin")                                                                                              \
    OPERATION(SINH, "sinh")                                                                                            \
    OPERATION(SQRT, "sqrt")                                                                                            \
    OPERATION(TAN, "tan")                                                                                              \
    OPERATION(TANH, "tanh")
#define DESCENT__BINARY_LIST(OPERATION)                                                                                \
    OPERATION(ATAN2, "atan2")                                                                                          \
    OPERATION(HYPOT, "hypot")                                                                                          \
    OPERATION(MAX, "max")                                                                                              \
    OPERATION(MIN, "min")                                                                                              \
    OPERATION(POW, "pow")

typedef enum descent__operator {
#define DESCENT__OPERATION_UNNAMED(name)     DESCENT__OPERATOR_##name,
#define DESCENT__OPERATION_NAMED(name, word) DESCENT__OPERATOR_##name,
    DESCENT__UNNAMED_LIST(DESCENT__OPERATION_UNNAMED)
    DESCENT__UNARY_LIST(DESCENT__OPERATION_NAMED) DESCENT__BINARY_LIST(DESCENT__OPERATION_NAMED)
#undef DESCENT__OPERATION_UNNAMED
#undef DESCENT__OPERATION_NAMED
} descent__operator;

/* A value with its partial derivatives by the operands a and b. Those by an operand that is constant are not asked for. */
typedef struct descent__partials {
    double value, a, b, aa, ab, bb;
} descent__partials;

/* The function of that name, and how many arguments it takes (0: there is none). */
size_t descent__function_find(const char *name, size_t length, descent__operator *kind);

/* Writes the names of all functions, with blanks between. */
const char *descent__function_names(void);

/* The value alone. */
double descent__operation_value(descent__operator kind, double a, double b);

/* The value with its derivatives; `b_varies` is zero if b is constant, and the derivatives by b are then zero. */
descent__partials descent__operation_partials(descent__operator kind, double a, double b, int b_varies);

#endif
