/* Losses of many shapes whose functions may fail, lie, change their mind, write nothing, or call back. */
#ifndef DESCENT_TESTS_FUZZ_HOSTILE_H
#define DESCENT_TESTS_FUZZ_HOSTILE_H

#include <descent/engine.h>
#include <descent/problem.h>
#include <descent/rules.h>

#include "fuzz/choices.h"

enum {
    hostile_variables = 5 /* at most */
};

typedef enum hostile_shape {
    SHAPE_QUADRATIC, /* ½ΣΣ aᵢⱼ(xᵢ − cᵢ)(xⱼ − cⱼ) */
    SHAPE_QUARTIC,
    SHAPE_SINE,
    SHAPE_KINK,
    SHAPE_EXPONENTIAL,
    SHAPE_LOGARITHM,
    SHAPE_CONSTANT,
    SHAPE_LINEAR,
    SHAPE_ROOT,
    SHAPE_CUBIC,
    SHAPE_VALLEY,
    SHAPE_POLE,
    SHAPES
} hostile_shape;

typedef enum hostile_mischief {
    MISCHIEF_NONE,
    MISCHIEF_FAILS, /* from a call on */
    MISCHIEF_FAILS_AT_TIMES,
    MISCHIEF_NOT_A_NUMBER, /* from a call on, */
    MISCHIEF_INFINITE,
    MISCHIEF_HUGE,
    MISCHIEF_TINY,
    MISCHIEF_NOISE,
    MISCHIEF_CHANGES_SIGN, /* every other call */
    MISCHIEF_LIES,         /* another function's derivatives */
    MISCHIEF_WRITES_NOTHING,
    MISCHIEF_ONE_VALUE,
    MISCHIEFS
} hostile_mischief;

typedef struct hostile {
    size_t n;
    hostile_shape shape;
    hostile_mischief mischief;
    uint64_t since; /* the call from which on */
    uint64_t calls; /* of all functions */
    uint64_t random;
    double matrix[hostile_variables * hostile_variables];
    double centre[hostile_variables];
    double slope[hostile_variables];
    double value;
    descent_engine *called_back; /* by every seventh call; NULL: none */
} hostile;

/* A problem with any selection of functions, at least one of them a loss or a gradient. */
descent_problem hostile_problem(choices *from, hostile *loss);

/* Both without mischief. */
double hostile_value(const hostile *loss, const double *x);
void hostile_gradient(const hostile *loss, const double *x, double *gradient);

/* Any rule: the library's own with any schedule, or one from outside with memory. It is not always a valid one. */
descent_rule hostile_rule(choices *from);

#endif
