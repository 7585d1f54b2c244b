#include "diagnosis/verdict/ahead/composite.h"

#include <math.h>

#include "base/vector.h"

double descent__composite_decay(const descent_modifiers *modifiers)
{
    return modifiers->weight_decay + modifiers->decoupled_decay;
}

void descent__composite_spread(const descent__composite *composite, const double *y)
{
    for (size_t k = 0; k < composite->free_count; k++)
        composite->x[composite->free[k]] = y[k];
}

static int composite_loss(size_t count, const double *y, double *loss, void *context)
{
    const descent__composite *const c = context;
    descent__composite_spread(c, y);
    const int code = c->problem->loss ? c->problem->loss(c->n, c->x, loss, c->problem->context)
                                      : c->problem->loss_gradient(c->n, c->x, loss, c->gradient, c->problem->context);
    for (size_t k = 0; k < count; k++)
        *loss += c->decay / 2 * y[k] * y[k] + c->l1 * c->side[c->free[k]] * y[k];
    return code;
}

static int composite_gradient(size_t count, const double *y, double *gradient, void *context)
{
    const descent__composite *const c = context;
    double loss;
    descent__composite_spread(c, y);
    descent__vector_fill(c->n, NAN, c->gradient);
    const int code = c->problem->gradient
                         ? c->problem->gradient(c->n, c->x, c->gradient, c->problem->context)
                         : c->problem->loss_gradient(c->n, c->x, &loss, c->gradient, c->problem->context);
    for (size_t k = 0; k < count; k++)
        gradient[k] = c->gradient[c->free[k]] + c->decay * y[k] + c->l1 * c->side[c->free[k]];
    return code;
}

static int composite_hessian(size_t count, const double *y, double *hessian, void *context)
{
    const descent__composite *const c = context;
    descent__composite_spread(c, y);
    descent__vector_fill(c->n * c->n, NAN, c->hessian);
    const int code = c->problem->hessian(c->n, c->x, c->hessian, c->problem->context);
    for (size_t j = 0; j < count; j++)
        for (size_t k = 0; k < count; k++)
            hessian[j * count + k] = c->hessian[c->free[j] * c->n + c->free[k]] + (j == k ? c->decay : 0);
    return code;
}

descent_problem descent__composite_problem(descent__composite *composite)
{
    const descent_problem *const whole = composite->problem;
    return (descent_problem){
        .dimension = composite->free_count,
        .gradient = composite_gradient,
        .loss = whole->loss || whole->loss_gradient ? composite_loss : NULL,
        .hessian = whole->hessian ? composite_hessian : NULL,
        .scale = whole->scale,
        .context = composite,
    };
}
