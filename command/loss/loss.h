/* The loss that was asked for: a landscape, a formula, or functions in a library or a source. */
#ifndef DESCENT__COMMAND_LOSS_H
#define DESCENT__COMMAND_LOSS_H

#include <stddef.h>

#include <descent/problem.h>

#include "command/expression/expression.h"
#include "command/report/fail.h"

/* All zero is none. */
typedef struct descent__loss {
    descent_problem problem; /* its dimension is 0 if there is no loss */
    const char *name;        /* one word, for names of files */
    const char *formula;     /* for people; NULL if not known */
    const double *lower;     /* a box that is good to look at, of a landscape in its own dimension; else NULL */
    const double *upper;
    descent__expression expression;
    void *library; /* of dlopen() */
} descent__loss;

/*
 * Reads a point such as 4,1.0001 or x=4,y=1 that the option of that name has. `*point` receives n numbers, to be freed, for
 * n = the loss's dimension.
 */
descent__exit descent__loss_point(const descent__loss *loss, const char *option, const char *text, double **point);

/*
 * The number of a variable, from 0, by its name or its number from 1; n if there is none. `length` bytes of text.
 */
size_t descent__loss_variable(const descent__loss *loss, const char *text, size_t length);

#endif
