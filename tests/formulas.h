/* Losses by their formula that several suites run on. */
#ifndef DESCENT_TESTS_FORMULAS_H
#define DESCENT_TESTS_FORMULAS_H

#include <stddef.h>

/* NAME_loss and NAME_slope; a slope of more variables goes on behind that of the first, `; gradient[1] = …`. */
#define LOSS_BY_FORMULA(name, value_formula, slope_formula)                                                            \
    static int name##_loss(size_t n, const double *x, double *value, void *context)                                    \
    {                                                                                                                  \
        (void)n, (void)x, (void)context;                                                                               \
        *value = value_formula;                                                                                        \
        return 0;                                                                                                      \
    }                                                                                                                  \
    static int name##_slope(size_t n, const double *x, double *gradient, void *context)                                \
    {                                                                                                                  \
        (void)n, (void)x, (void)context;                                                                               \
        gradient[0] = slope_formula;                                                                                   \
        return 0;                                                                                                      \
    }

/* Σ cᵢxᵢ²/2; the curvatures are the context. */
static inline int bowl_loss(size_t n, const double *x, double *value, void *context)
{
    const double *const curvatures = context;
    *value = 0;
    for (size_t i = 0; i < n; i++)
        *value += curvatures[i] * x[i] * x[i] / 2;
    return 0;
}

static inline int bowl_gradient(size_t n, const double *x, double *g, void *context)
{
    const double *const curvatures = context;
    for (size_t i = 0; i < n; i++)
        g[i] = curvatures[i] * x[i];
    return 0;
}

/* (xy − 1)², whose minima are a hyperbola. */
static inline int hyperbola_loss(size_t n, const double *x, double *value, void *context)
{
    (void)n, (void)context;
    *value = (x[0] * x[1] - 1) * (x[0] * x[1] - 1);
    return 0;
}

static inline int hyperbola_gradient(size_t n, const double *x, double *g, void *context)
{
    (void)n, (void)context;
    g[0] = 2 * (x[0] * x[1] - 1) * x[1];
    g[1] = 2 * (x[0] * x[1] - 1) * x[0];
    return 0;
}

/* x² − y². */
static inline int saddle_loss(size_t n, const double *x, double *loss, void *context)
{
    (void)n, (void)context;
    *loss = x[0] * x[0] - x[1] * x[1];
    return 0;
}

static inline int saddle_gradient(size_t n, const double *x, double *gradient, void *context)
{
    (void)n, (void)context;
    gradient[0] = 2 * x[0];
    gradient[1] = -2 * x[1];
    return 0;
}

#endif
