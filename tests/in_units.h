/* A problem in other units of its variables and of its loss: c·L(x/s), whose slope is c/s·∇L(x/s) and whose curvature c/s²·H. */
#ifndef DESCENT_TESTS_IN_UNITS_H
#define DESCENT_TESTS_IN_UNITS_H

#include <descent/problem.h>
#include <math.h>
#include <string.h>

enum {
    units_most_variables = 8
};

/* By powers of two every number is the same but for its exponent; by a negative length the loss is turned about 0 as well. */
typedef struct in_units {
    descent_problem problem; /* in its own units */
    double length, height;
} in_units;

static inline void units_undo(const in_units *own, size_t n, const double *x, double *y)
{
    for (size_t i = 0; i < n; i++)
        y[i] = x[i] / own->length;
}

static inline int units_loss(size_t n, const double *x, double *value, void *context)
{
    const in_units *const own = context;
    double y[units_most_variables] = {0};
    units_undo(own, n, x, y);
    const int code = own->problem.loss(n, y, value, own->problem.context);
    *value *= own->height;
    return code;
}

static inline int units_gradient(size_t n, const double *x, double *gradient, void *context)
{
    const in_units *const own = context;
    double y[units_most_variables] = {0};
    units_undo(own, n, x, y);
    const int code = own->problem.gradient(n, y, gradient, own->problem.context);
    for (size_t i = 0; i < n; i++)
        gradient[i] *= own->height / own->length;
    return code;
}

static inline int units_hessian(size_t n, const double *x, double *hessian, void *context)
{
    const in_units *const own = context;
    double y[units_most_variables] = {0};
    units_undo(own, n, x, y);
    const int code = own->problem.hessian(n, y, hessian, own->problem.context);
    for (size_t i = 0; i < n * n; i++)
        hessian[i] *= own->height / (own->length * own->length);
    return code;
}

static inline int units_product(size_t n, const double *x, const double *vector, double *product, void *context)
{
    const in_units *const own = context;
    double y[units_most_variables] = {0};
    units_undo(own, n, x, y);
    const int code = own->problem.hessian_product(n, y, vector, product, own->problem.context);
    for (size_t i = 0; i < n; i++)
        product[i] *= own->height / (own->length * own->length);
    return code;
}

static inline int units_batch(size_t n, size_t count, size_t stride, const double *x, double *gradient, void *context)
{
    for (size_t j = 0; j < count; j++) {
        double at[units_most_variables] = {0}, slope[units_most_variables] = {0};
        for (size_t i = 0; i < n; i++)
            at[i] = x[i * stride + j];
        const int code = units_gradient(n, at, slope, context);
        if (code != 0)
            return code;
        for (size_t i = 0; i < n; i++)
            gradient[i * stride + j] = slope[i];
    }
    return 0;
}

/* With what the problem has; `own` must outlive it. */
static inline descent_problem units_problem(in_units *own)
{
    return (descent_problem){.dimension = own->problem.dimension,
                             .loss = own->problem.loss ? units_loss : NULL,
                             .gradient = own->problem.gradient ? units_gradient : NULL,
                             .hessian = own->problem.hessian ? units_hessian : NULL,
                             .hessian_product = own->problem.hessian_product ? units_product : NULL,
                             .gradient_batch = own->problem.gradient_batch ? units_batch : NULL,
                             .context = own,
                             .scale = fabs(own->length)};
}

/* The unit of a step size of the fixed step. */
static inline double units_step(const in_units *own)
{
    return own->length * own->length / own->height;
}

/* Are these the same bits but for the factor? NaN is NaN in all units. */
static inline int units_same(double number, double factor, double in_own)
{
    const double expected = factor * in_own;
    return (isnan(number) && isnan(expected)) || number == expected;
}

#endif
