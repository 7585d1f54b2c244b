/*
 * The callbacks of a loss that is a sum over variables, from its one term and that term's two derivatives: to be included
 * by a landscape that has defined term(), slope() and curvature(), which the compiler can then put into the loops.
 */
#include <stddef.h>

static int separable_loss(size_t dimension, const double *x, double *value, void *context)
{
    (void)context;
    double sum = 0;
    for (size_t i = 0; i < dimension; i++)
        sum += term(x[i]);
    *value = sum;
    return 0;
}

static int separable_gradient(size_t dimension, const double *x, double *gradient, void *context)
{
    (void)context;
    for (size_t i = 0; i < dimension; i++)
        gradient[i] = slope(x[i]);
    return 0;
}

/* The rows of a batch are coordinates, and all have the same term. */
static int separable_gradients(size_t dimension, size_t count, size_t stride, const double *restrict x,
                               double *restrict gradient, void *context)
{
    (void)context;
    for (size_t i = 0; i < dimension; i++)
#pragma omp simd
        for (size_t j = 0; j < count; j++)
            gradient[i * stride + j] = slope(x[i * stride + j]);
    return 0;
}

static int separable_hessian(size_t dimension, const double *x, double *hessian, void *context)
{
    (void)context;
    for (size_t i = 0; i < dimension * dimension; i++)
        hessian[i] = 0;
    for (size_t i = 0; i < dimension; i++)
        hessian[i * dimension + i] = curvature(x[i]);
    return 0;
}

static int separable_hessian_product(size_t dimension, const double *x, const double *vector, double *product,
                                     void *context)
{
    (void)context;
    for (size_t i = 0; i < dimension; i++)
        product[i] = curvature(x[i]) * vector[i];
    return 0;
}

/* A problem of these callbacks. */
#define SEPARABLE_PROBLEM(n)                                                                                           \
    {                                                                                                                  \
        .dimension = (n), .loss = separable_loss, .gradient = separable_gradient, .hessian = separable_hessian,        \
        .hessian_product = separable_hessian_product, .gradient_batch = separable_gradients,                           \
    }
