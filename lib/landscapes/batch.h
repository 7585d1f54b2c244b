/*
 * Many gradients of a landscape at once, from the function that gives one: the compiler puts that into the loop, and its numbers
 * side by side into registers. The same operations, so the same bits.
 */
#ifndef DESCENT_LIB_LANDSCAPES_BATCH_H
#define DESCENT_LIB_LANDSCAPES_BATCH_H

#include <stddef.h>

/* Defines NAME, the gradient_batch of a landscape of N variables whose gradient is GRADIENT. */
#define DESCENT__GRADIENT_BATCH(NAME, N, GRADIENT)                                                                     \
    static int NAME(size_t dimension, size_t count, size_t stride, const double *restrict x,                           \
                    double *restrict gradient, void *context)                                                          \
    {                                                                                                                  \
        (void)dimension;                                                                                               \
        _Pragma("omp simd") for (size_t j = 0; j < count; j++)                                                         \
        {                                                                                                              \
            double point[N], slope[N];                                                                                 \
            for (size_t i = 0; i < (N); i++)                                                                           \
                point[i] = x[i * stride + j];                                                                          \
            (void)GRADIENT(N, point, slope, context);                                                                  \
            for (size_t i = 0; i < (N); i++)                                                                           \
                gradient[i * stride + j] = slope[i];                                                                   \
        }                                                                                                              \
        return 0;                                                                                                      \
    }

#endif
